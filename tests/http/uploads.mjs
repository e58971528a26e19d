// Files for tests: the smallest of each kind, and forms that bring them.
import { deflateSync } from "node:zlib";

const table = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
});
/* PNG has it over each chunk; Debian's Node has none to offer. */
function crc32(bytes) {
    let crc = ~0;
    for (const byte of bytes) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
    return ~crc >>> 0;
}

function chunk(type, data) {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/* A picture of one grey; another grey is another picture. */
export function png(width = 4, height = 3, grey = 128, extra = Buffer.alloc(0)) {
    const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
    head.writeUInt32BE(width, 0);
    head.writeUInt32BE(height, 4);
    const rows = Buffer.concat(Array.from({ length: height }, () => Buffer.from([0, ...Array(width).fill(grey)])));
    const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
    return Buffer.concat([magic, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0)), extra]);
}

export const gif = (tail = "") => Buffer.from(`GIF89a\x02\0\x01\0\0\0\0${tail};`, "latin1");
export const pdf = (words = "") => Buffer.from(`%PDF-1.4\n%${words}\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n`);
export const text = (words) => Buffer.from(words);

/* A file's name as browsers write it (HTML, 4.10.21.8). */
const quoted = (name) => name.replace(/"/g, "%22").replace(/\r/g, "%0D").replace(/\n/g, "%0A");

/* [{name, bytes, type}] and fields → {body, headers} of multipart/form-data. */
export function multipart(files, fields = {}, boundary = "----a-boundary-of-tests") {
    const parts = [];
    for (const [name, value] of Object.entries(fields)) parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));
    for (const { name, bytes, type = "application/octet-stream", field = "file" } of files)
        parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${quoted(name)}"\r\nContent-Type: ${type}\r\n\r\n`), bytes, Buffer.from("\r\n"));
    parts.push(Buffer.from(`--${boundary}--\r\n`));
    return { body: Buffer.concat(parts), headers: { "Content-Type": `multipart/form-data; boundary=${boundary}` } };
}

/* As the form of /staff/files sends them. */
export function bring(person, files, { accept, csrf = person.csrf } = {}) {
    const form = multipart(Array.isArray(files) ? files : [files], csrf === null ? {} : { csrf });
    return person.server.request("POST", "/staff/files", { ...form, jar: person.jar, accept });
}

/* As the editor does: the answer's JSON. */
export async function attach(person, name, bytes) {
    const answer = await bring(person, { name, bytes }, { accept: "application/json" });
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text.slice(0, 500)}`);
    return answer.json;
}

// Bad input: whatever is typed, pasted or forged into a search, the answer is one. The project's
// own strings always; the shared suites where they are.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { ROOT, serving } from "./server.mjs";

const server = serving(before, after, { args: ["--deadline-ms", "20000"] });
const SUITES = join(process.env.SHARED_DIR ?? join(ROOT, "../shared"), "suites");

/* Every parameter of every route that takes words. {} is where the string goes, percent-encoded. */
const PLACES = [
    ["GET", "/search?q={}"],
    ["GET", "/search?q=outlook&category={}"],
    ["GET", "/search?q=outlook&product={}"],
    ["GET", "/search?q=outlook&tag={}"],
    ["GET", "/search?q=outlook&literal={}"],
    ["GET", "/search?q=outlook&page={}"],
    ["GET", "/search?q=outlook&limit={}"],
    ["POST", "/search", "q={}"],
    ["POST", "/search", "q=outlook&category={}&product={}&tag={}&literal={}"],
    ["POST", "/search/clicks?k={}&to={}"],
    ["GET", "/suggest?q={}"],
    ["GET", "/q?text={}"],
    ["GET", "/q?after={}"],
    ["GET", "/q/{}"],
    ["GET", "/asks?q={}"],
    ["GET", "/asks/{}"],
    ["POST", "/asks", "sentence={}&q={}"],
    ["GET", "/api/v1/search?q={}"],
    ["GET", "/api/v1/search?q=outlook&category={}&product={}&tag={}"],
    ["GET", "/api/v1/search?q=outlook&page={}"],
    ["GET", "/api/v1/queries?after={}"],
    ["GET", "/api/v1/queries/match?q={}"],
    ["GET", "/api/v1/articles?category={}&tag={}&after={}"],
];
const ANSWERS = [200, 204, 303, 400, 404, 413, 414, 422];

const OURS = [
    "", " ", "\t\n", ".", "!!!", "?*+()[]{}^$|\\", "- - -", "\"", "'", "\"\"", "AND", "OR NOT", "NOT", "NEAR/3", "a AND NOT b",
    "title:outlook", "outlook*", "-outlook", "+outlook", "(outlook", "outlook)", "\u0000", "a\u0000b", "\u202eoutlook\u202c", "\u200b",
    "\ufeff", "\uffff", "\u0301\u0301\u0301", "\u{1F4A9}", "\u{10FFFF}", "日本語のエラー", "שגיאה", "ﷺ", "İıſK", "ß".repeat(300), "%", "%%%", "%00",
    "'; DROP TABLE searches;--", "1 OR 1=1", "<script>alert(1)</script>", "{{query}}", "{{{frame}}}", "../../etc/passwd", "0x", "0x800704cf".repeat(40),
    "-2147023665", "9".repeat(400), "1e309", "-1", "0", "99999999999999999999", "a".repeat(1000), "a ".repeat(600), "\u00a0", "\r\n",
];

/* Bytes that no string of ours can be: as they would come from a broken client. */
const RAW = ["%ED%A0%80", "%ED%BF%BF", "%C0%80", "%FF", "%F5%80%80%80", "%E2%82", "a%80b", "%00", "%u0041", "%", "%zz"];

const agents = new Map();

/* Many requests on few connections: a thousand strings in forty places. */
function send(method, target, body) {
    const { port } = server();
    if (!agents.has(port)) agents.set(port, new http.Agent({ keepAlive: true, maxSockets: 8 }));
    const headers = body === undefined ? {} : { "Content-Type": "application/x-www-form-urlencoded", "Content-Length": Buffer.byteLength(body) };
    return new Promise((done, broken) => {
        const request = http.request({ host: "127.0.0.1", port, method, path: target, headers, agent: agents.get(port) }, (response) => {
            let text = "";
            response.setEncoding("utf8").on("data", (piece) => (text += piece));
            response.on("end", () => done({ status: response.statusCode, type: response.headers["content-type"] ?? "", text }));
            response.on("error", broken);
        });
        request.on("error", broken);
        request.end(body);
    });
}

/* Every byte, so that strings with half a surrogate pair can be sent too. */
const encode = (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

async function tryEverywhere(encoded, name) {
    for (const [method, path, form] of PLACES) {
        const target = path.replaceAll("{}", encoded);
        const answer = await send(method, target, form?.replaceAll("{}", encoded));
        const where = `${method} ${target.slice(0, 300)} ${form ? form.slice(0, 40) : ""} of ${name}`;
        const limited = answer.status === 429 && path.startsWith("/search/clicks");
        assert.ok(limited || ANSWERS.includes(answer.status), `${answer.status}: ${where}`);
        if (answer.type.includes("json") && !answer.type.includes("problem")) JSON.parse(answer.text);
        assert.doesNotMatch(answer.text, /<script>alert|<img src=x onerror/i, where);
    }
}

async function tryAll(strings) {
    const left = [...strings];
    const work = async () => {
        for (let text = left.pop(); text !== undefined; text = left.pop())
            await tryEverywhere(encode(text), JSON.stringify(text).slice(0, 60));
    };
    await Promise.all([work(), work(), work(), work()]);
}

const lines = (file) => [...new Set(readFileSync(file, "utf8").split(/\r?\n/))];
const suite = (path) => ({ file: join(SUITES, path), skip: existsSync(join(SUITES, path)) ? false : `no ${join(SUITES, path)}` });

describe("bad input is answered", () => {
    after(() => agents.forEach((agent) => agent.destroy()));

    it("strings of ours", () => tryAll(OURS));

    it("bytes that are no text", async () => {
        for (const bytes of RAW) await tryEverywhere(bytes, bytes);
    });

    const naughty = suite("naughty/blns.json");
    it("the naughty strings", { skip: naughty.skip }, () => tryAll([...new Set(JSON.parse(readFileSync(naughty.file, "utf8")))]));

    for (const name of ["generic.txt", "error_based.txt"]) {
        const sql = suite(`sql/${name}`);
        it(`SQL: ${name}`, { skip: sql.skip }, () => tryAll(lines(sql.file)));
    }

    it("10,000 characters go by POST, and an address as long is refused with 414", async () => {
        const paste = `${"2026-11-21 09:00:00 worker noise of a log 4711 ".repeat(220)} Teams camera black screen`.slice(-10000);
        const posted = await send("POST", "/search", `q=${encodeURIComponent(paste)}`);
        assert.equal(posted.status, 200);
        assert.match(posted.text, /teams-camera-not-detected-or-black-screen/, "words behind the two-hundredth count");
        assert.equal((await send("GET", `/search?q=${encodeURIComponent(paste)}`)).status, 414);
        assert.equal((await send("GET", `/api/v1/search?q=${"a".repeat(10000)}`)).status, 414);
        assert.equal((await send("POST", "/search", `q=${"a".repeat(200_000)}`)).status, 413);
    });

    it("operators are words: they change nothing", async () => {
        const slugs = async (q) => JSON.parse((await send("GET", `/api/v1/search?literal=1&q=${encodeURIComponent(q)}`)).text).hits.map((h) => h.slug);
        const plain = await slugs("teams camera black screen");
        for (const query of ["teams AND camera black screen", "\"teams camera\" black screen", "+teams +camera black screen", "(teams camera) black screen", "teams camera -black screen", "teams camera NOT black screen"])
            assert.equal((await slugs(query))[0], plain[0], query);
    });
});

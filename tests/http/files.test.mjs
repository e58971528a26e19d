// Images and files: taken by what they are, kept once, shown to whoever may read a guide that shows them, and never run.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { ROOT, runbookd, serving, start, temporaryFolder } from "./server.mjs";
import { attach, bring, gif, multipart, pdf, png, text } from "./uploads.mjs";

const USERS = { rob: "reader", ann: "author", ben: "reviewer", pam: "publisher", ada: "admin" };
const server = serving(before, after, { users: USERS });
const as = (name) => new Person(server()).signIn(name);
const MB = 1 << 20;
let grey = 0;
const fresh = (width, height) => png(width, height, grey++ % 256, Buffer.from(`tail ${grey}`));

/* A published guide, by a folder that is imported beside the server. */
async function guide(slug, body, { audience = "everyone" } = {}) {
    const kb = temporaryFolder();
    mkdirSync(join(kb, "articles"), { recursive: true });
    writeFileSync(join(kb, `articles/${slug}.md`), `---\ntitle: About ${slug}\nslug: ${slug}\ncategory: email\naudience: ${audience}\nverified: 2026-03-03\n---\n${body}\n`);
    const { code, stderr } = await runbookd(["import", "--data", server().data, kb]);
    assert.equal(code, 0, stderr);
}

const itemsOf = (answer) => parse(answer.text).all("li", (li) => (li.attr("class") ?? "") === "file");

describe("bringing a file", () => {
    it("by the form: back to the list, with the line to copy, and with who and when", async () => {
        const ann = await as("ann");
        const page = parse((await ann.get("/staff/files")).text);
        const form = page.one("form", (f) => f.attr("action") === "/staff/files");
        assert.equal(form.attr("enctype"), "multipart/form-data");
        const answer = await bring(ann, [{ name: "Mail settings.PNG", bytes: fresh() }, { name: "notes.md", bytes: text("plain words\n") }]);
        assert.equal(answer.status, 303, answer.text.slice(0, 500));
        const list = await ann.get(answer.location);
        const added = parse(list.text).all("input", (i) => /^page-markdown-/.test(i.attr("id") ?? "")).map((i) => i.attr("value"));
        assert.equal(added.length, 2);
        assert.match(added[0], /^!\[\]\(\/files\/[0-9a-f]{26}\/mail-settings\.png\)$/);
        assert.match(added[1], /^\[notes\.txt\]\(\/files\/[0-9a-f]{26}\/notes\.txt\)$/);
        assert.match(list.text, /Not shown in any published guide/);
        assert.ok(itemsOf(list).some((li) => /PNG · 4 × 3 · 1 KB/.test(li.text.replace(/\s+/g, " "))), list.text);
        assert.match(itemsOf(list)[0].text, /ann/);
        const image = itemsOf(list).flatMap((li) => li.all("img", () => true))[0];
        assert.equal(image.attr("loading"), "lazy");
        assert.equal(image.attr("width"), "4");
    });

    it("by the editor: JSON that says where it is and how to write it", async () => {
        const ann = await as("ann");
        const file = await attach(ann, "Ä/b\\Büro 1.jpeg", fresh(7, 5));
        assert.match(file.url, /^\/files\/[0-9a-f]{26}\/b%C3%BCro-1\.png$/);
        assert.equal(file.name, "büro-1.png");
        assert.equal(file.type, "image/png");
        assert.equal(file.markdown, `![](${decodeURI(file.url)})`);
        assert.deepEqual([file.width, file.height], [7, 5]);
        const other = await attach(ann, "x.pdf", pdf());
        assert.deepEqual([other.width, other.type], [0, "application/pdf"]);
        const two = await bring(ann, [{ name: "a.png", bytes: fresh() }, { name: "b.png", bytes: fresh() }], { accept: "application/json" });
        assert.equal(two.status, 422);
        assert.equal(two.json.errors[0].field, "file");
    });

    it("the same bytes are one file, whoever brings them", async () => {
        const bytes = fresh();
        const first = await attach(await as("ann"), "first.png", bytes);
        assert.equal((await attach(await as("ben"), "second.png", bytes)).url, first.url);
    });

    it("for those who write, with the token of their session, and for nobody else", async () => {
        const list = async (person) => (await person.get("/staff/files")).status;
        for (const [name, status] of Object.entries({ rob: 403, ann: 303, ben: 303, pam: 303, ada: 303 })) {
            const person = await as(name);
            assert.equal((await bring(person, { name: "a.png", bytes: fresh() })).status, status, name);
            assert.equal(await list(person), status === 303 ? 200 : 403, name);
        }
        const visitor = new Person(server());
        assert.equal(await list(visitor), 303);
        assert.equal((await bring(visitor, { name: "a.png", bytes: fresh() })).status, 401);
        const ann = await as("ann");
        const count = itemsOf(await ann.get("/staff/files")).length;
        assert.equal((await bring(ann, { name: "a.png", bytes: fresh() }, { csrf: null })).status, 403);
        assert.equal((await bring(ann, { name: "a.png", bytes: fresh() }, { csrf: "a".repeat(26) })).status, 403);
        assert.equal((await bring(ann, { name: "a.png", bytes: fresh() }, { csrf: null, accept: "application/json" })).status, 403);
        assert.equal(itemsOf(await ann.get("/staff/files")).length, count);
    });
});

describe("what is refused, and how", () => {
    const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const WRONG = {
        "an SVG": ["a.svg", text(SVG)],
        "an SVG that is called PNG": ["a.png", text(SVG)],
        "an SVG behind a BOM and spaces": ["a.txt", text(`\ufeff  \n${SVG}`)],
        "an SVG behind a comment": ["a.txt", text(`<!-- x -->${SVG}`)],
        "an HTML page": ["a.txt", text("<!DOCTYPE html><script>alert(1)</script>")],
        "a script without a page": ["a.txt", text("<script>alert(1)</script>")],
        "an archive": ["a.png", Buffer.from("PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "latin1")],
        "a program": ["a.pdf", Buffer.from("MZ\x90\0\x03\0\0\0", "latin1")],
        "a PNG without a size": ["a.png", png().subarray(0, 20)],
        "a PNG of no width": ["a.png", png(0, 3)],
        "a PNG of a million pixels a side": ["a.png", (() => { const b = png(); b.writeUInt32BE(1_000_000, 16); return b; })()],
        "text that is not UTF-8": ["a.txt", Buffer.from([0x61, 0xff, 0xfe, 0x62])],
        "text with NUL": ["a.txt", text("a\0b")],
        nothing: ["a.png", Buffer.alloc(0)],
    };
    for (const [what, [name, bytes]] of Object.entries(WRONG))
        it(`${what}: said on the page and to the editor`, async () => {
            const ann = await as("ann");
            const answer = await bring(ann, { name, bytes, type: "image/png" });
            assert.equal(answer.status, 422, answer.text.slice(0, 300));
            const input = parse(answer.text).byId("page-file");
            assert.equal(input.attr("aria-invalid"), "true");
            const words = parse(answer.text).byId("page-file-error").text;
            assert.ok(words.startsWith(name) && /content|empty/.test(words), words);
            const json = await bring(ann, { name, bytes }, { accept: "application/json" });
            assert.equal(json.status, 422);
            assert.equal(json.type, "application/problem+json");
            assert.equal(json.json.errors[0].field, "file");
        });

    it("no file at all, a field of another name, too many", async () => {
        const ann = await as("ann");
        for (const files of [[], [{ name: "", bytes: Buffer.alloc(0) }], [{ name: "a.png", bytes: fresh(), field: "other" }]]) {
            const answer = await bring(ann, files);
            assert.equal(answer.status, 422);
            assert.match(answer.text, /Choose a file/);
        }
        const many = await bring(ann, Array.from({ length: 21 }, () => ({ name: "a.png", bytes: fresh() })));
        assert.equal(many.status, 422);
        assert.match(many.text, /At most 20 files/);
    });

    it("one wrong file among good ones: none is kept, and it is named", async () => {
        const ann = await as("ann");
        const count = itemsOf(await ann.get("/staff/files")).length;
        const answer = await bring(ann, [{ name: "good.png", bytes: fresh() }, { name: "evil.svg", bytes: text(SVG) }, { name: "evil2.svg", bytes: text(SVG) }]);
        assert.equal(answer.status, 422);
        assert.match(answer.text, /evil\.svg is no PNG/);
        assert.match(answer.text, /evil2\.svg is no PNG/);
        assert.equal(itemsOf(await ann.get("/staff/files")).length, count);
    });

    it("10 MB are taken, one byte more is answered 413 with words, and so is more than a form may hold", async () => {
        const ann = await as("ann");
        const head = fresh();
        const big = Buffer.concat([head, Buffer.alloc(10 * MB - head.length)]);
        const taken = await attach(ann, "big.png", big);
        assert.equal(taken.size, 10 * MB);
        const got = await ann.get(taken.url);
        assert.ok(got.body.equals(big));
        const over = await bring(ann, { name: "over.png", bytes: Buffer.concat([big, Buffer.from("x")]) });
        assert.equal(over.status, 413);
        assert.match(parse(over.text).byId("page-file-error").text, /over\.png is larger than 10 MB/);
        const json = await bring(ann, { name: "over.png", bytes: Buffer.concat([big, Buffer.from("x")]) }, { accept: "application/json" });
        assert.equal(json.status, 413);
        assert.match(json.json.errors[0].message, /10 MB/);
        const whole = await bring(ann, [1, 2, 3, 4].map((n) => ({ name: `${n}.png`, bytes: big })));
        assert.equal(whole.status, 413);
        assert.match(whole.text, /too large/);
        assert.equal((await bring(new Person(server()), { name: "big.png", bytes: big })).status, 401);
        assert.equal((await server().get("/readyz")).status, 200);
    });

    it("a form that is cut off, or cannot be read", async () => {
        const ann = await as("ann");
        const { body, headers } = multipart([{ name: "a.png", bytes: fresh() }], { csrf: ann.csrf });
        const send = (bytes, more = {}) => server().request("POST", "/staff/files", { body: bytes, headers: { ...headers, ...more }, jar: ann.jar });
        for (const cut of [body.length - 4, body.length - 30, 80, 10, 0]) assert.ok([400, 403].includes((await send(body.subarray(0, cut))).status), `cut at ${cut}`);
        assert.equal((await send(body, { "Content-Type": "multipart/form-data" })).status, 400);
        assert.ok([400, 403].includes((await send(body, { "Content-Type": "multipart/form-data; boundary=other" })).status));
        assert.equal((await ann.post("/staff/files", { file: "x" })).status, 422);
    });
});

describe("names", () => {
    const NAMES = ["a\r\nSet-Cookie: x=y.png", "../../../etc/passwd", "..\\..\\boot.ini", ".", "..", "", "\u202egnp.exe", "a".repeat(255), "名前 😀.png", 'a"b<c>d&e.png', "%2e%2e%2f%00.png", "con.png", " ", "a.b.c.png"];
    for (const name of NAMES)
        it(`${JSON.stringify(name.slice(0, 40))} becomes one that is safe`, async () => {
            const ann = await as("ann");
            const file = await attach(ann, name, fresh());
            assert.match(file.name, /^[\p{L}\p{N}\p{M}_-]+\.png$/u);
            assert.ok(Buffer.byteLength(file.name) <= 120);
            const got = await ann.get(file.url);
            assert.equal(got.status, 200);
            assert.equal(got.headers["set-cookie"], undefined);
            const list = await ann.get("/staff/files");
            assert.ok(itemsOf(list).some((li) => li.text.includes(file.name)));
        });

    it("of the XSS list: none comes back as markup", async (t) => {
        const path = join(ROOT, "../shared/suites/xss/payloads.txt");
        if (!existsSync(path)) return t.skip("no suites here");
        const payloads = readFileSync(path, "utf8").split("\n").filter((line) => line && Buffer.byteLength(line) < 200);
        const ann = await as("ann");
        const plain = parse((await bring(ann, { name: "x", bytes: text("<svg>") })).text);
        for (let i = 0; i < payloads.length; i += 20) {
            const names = payloads.slice(i, i + 20);
            const kept = await bring(ann, names.map((name) => ({ name, bytes: fresh() })));
            assert.equal(kept.status, 303, kept.text.slice(0, 300));
            const refused = await bring(ann, { name: names[0], bytes: text("<svg>") });
            assert.equal(refused.status, 422);
            for (const tag of ["script", "iframe", "object", "embed", "math", "video", "body"]) {
                const count = (root) => root.all(tag, () => true).length;
                const root = parse(refused.text);
                assert.equal(count(root), count(plain), `${tag}: ${names[0]}`);
                assert.ok(count(parse((await ann.get(kept.location)).text)) <= Math.max(1, count(plain)), tag);
            }
        }
    });
});

describe("its bytes", () => {
    it("go out as what they are, and can do nothing", async () => {
        const ann = await as("ann");
        for (const [name, bytes, type, disposition] of [["a.png", fresh(), "image/png", "inline"], ["a.gif", gif(), "image/gif", "inline"], ["a.pdf", pdf("1"), "application/pdf", "attachment"], ["a.txt", text("a log line\n".repeat(200)), "text/plain; charset=utf-8", "inline"]]) {
            const file = await attach(ann, name, bytes);
            const got = await ann.get(file.url, { headers: { "Accept-Encoding": type.startsWith("text") ? "identity" : "gzip, br" } });
            assert.equal(got.status, 200);
            assert.ok(got.body.equals(bytes), name);
            assert.equal(got.headers["content-type"], type);
            assert.equal(got.headers["content-disposition"], disposition);
            assert.equal(got.headers["x-content-type-options"], "nosniff");
            assert.match(got.headers["content-security-policy"], /^default-src 'none';.* sandbox$/);
            assert.doesNotMatch(got.headers["content-security-policy"], /script|'self'/);
            assert.equal(got.headers["cache-control"], "private, no-cache");
            assert.equal(got.headers["cross-origin-resource-policy"], "same-origin");
            assert.equal(got.headers["content-encoding"], undefined);
            assert.match(got.headers.etag, /^"[^"]+"$/);
            const again = await ann.get(file.url, { headers: { "If-None-Match": got.headers.etag } });
            assert.equal(again.status, 304);
            assert.equal(again.body.length, 0);
            const head = await ann.request("HEAD", file.url);
            assert.equal(head.status, 200);
            assert.equal(head.body.length, 0);
            assert.equal(Number(head.headers["content-length"]), bytes.length);
        }
    });

    it("a polyglot is what its first bytes say, and stays that", async () => {
        const ann = await as("ann");
        const evil = "<script>alert(1)</script><svg onload=alert(1)>";
        for (const [name, bytes, type] of [["a.html", gif(`/*${evil}*/=1;alert(1)`), "image/gif"], ["a.svg", png(2, 2, 9, text(evil)), "image/png"], ["a.html", pdf(evil), "application/pdf"]]) {
            const file = await attach(ann, name, bytes);
            const got = await ann.get(file.url);
            assert.equal(got.headers["content-type"], type);
            assert.match(got.headers["content-security-policy"], /sandbox/);
            assert.doesNotMatch(file.url, /html|svg/);
        }
    });

    it("under another name lead to the right one, and under another token nowhere", async () => {
        const ann = await as("ann");
        const file = await attach(ann, "right.png", fresh());
        const token = file.url.split("/")[2];
        const moved = await ann.get(`/files/${token}/wrong.html`);
        assert.equal(moved.status, 301);
        assert.equal(moved.location, file.url);
        for (const target of [`/files/${"0".repeat(26)}/right.png`, `/files/${token.toUpperCase()}X/right.png`, `/files/${token}`, `/files/${token}/`, `/files/${token}/a/right.png`, `/files/${"a".repeat(3000)}/x`])
            assert.equal((await ann.get(target)).status, 404, target.slice(0, 60));
        assert.equal((await new Person(server()).get(`/files/${token}/wrong.html`)).status, 404, "says nothing to a stranger");
    });
});

describe("who sees it", () => {
    const sees = async (person, url) => (await person.get(url)).status;
    const visitor = () => new Person(server());

    it("whoever may read a guide that shows it, from the moment that it is published until it is retired", async () => {
        const [ann, rob, pam] = [await as("ann"), await as("rob"), await as("pam")];
        const file = await attach(ann, "window.png", fresh(6, 4));
        assert.equal(await sees(visitor(), file.url), 404);
        assert.equal(await sees(rob, file.url), 404);
        assert.equal(await sees(ann, file.url), 200);
        await guide("shows-a-window", `The window:\n\n${file.markdown.replace("[]", "[The window]")}\n\n## Fix\n\n### Look\n\nIt [is there](${decodeURI(file.url)}).`);
        const page = parse((await visitor().get("/articles/shows-a-window")).text);
        const image = page.one("img", (i) => i.attr("alt") === "The window");
        assert.equal(image.attr("src"), file.url);
        assert.equal(image.attr("loading"), "lazy");
        assert.deepEqual([image.attr("width"), image.attr("height")], ["6", "4"], "its place is kept");
        const got = await visitor().get(image.attr("src"));
        assert.equal(got.status, 200);
        assert.equal(got.headers["cache-control"], "private, no-cache");
        assert.equal(await sees(rob, file.url), 200);
        const list = await pam.get("/staff/files");
        const item = itemsOf(list).find((li) => li.text.includes("window.png"));
        assert.ok(item.one("a", (a) => a.attr("href") === "/articles/shows-a-window"));
        assert.equal(item.all("form", () => true).length, 0, "used: not to be deleted");
        const token = file.url.split("/")[2];
        const refused = await pam.post(`/staff/files/${token}/delete`);
        assert.equal(refused.status, 409);
        assert.match(refused.text, /take it out there first/);
        const retired = await pam.post("/articles/shows-a-window/retire", { why: "gone" });
        assert.equal(retired.status, 303, retired.text.slice(0, 300));
        assert.equal(await sees(visitor(), file.url), 404);
        assert.equal(await sees(ann, file.url), 200);
    });

    it("an image that says its own size keeps it", async () => {
        const file = await attach(await as("ann"), "sized.png", fresh(9, 8));
        await guide("sized", `<img src="${file.url}" alt="one &gt; width=&quot;1&quot;">\n\n<img src="${file.url}" alt="two" width="3">`);
        const page = parse((await visitor().get("/articles/sized")).text);
        const size = (alt) => page.all("img", (i) => i.attr("alt").startsWith(alt)).map((i) => [i.attr("width"), i.attr("height")])[0];
        assert.deepEqual(size("one"), ["9", "8"]);
        assert.deepEqual(size("two"), ["3", undefined]);
        assert.equal((page.one("img", (i) => i.attr("alt") === "two") && (await visitor().get("/articles/sized")).text.match(/width="9"/g)).length, 1);
    });

    it("a staff guide's image is for staff, and a member's for members, however they look", async () => {
        const ann = await as("ann");
        const [secret, member] = [await attach(ann, "secret.png", fresh()), await attach(ann, "member.txt", text("for members\n".repeat(50)))];
        await guide("secret-window", `![A](${secret.url})`, { audience: "staff" });
        await guide("member-window", `[A](${member.url})`, { audience: "signed-in" });
        assert.deepEqual([await sees(visitor(), secret.url), await sees(visitor(), member.url)], [404, 404]);
        const rob = await as("rob");
        assert.deepEqual([await sees(rob, secret.url), await sees(rob, member.url)], [404, 200]);
        assert.deepEqual([await sees(ann, secret.url), await sees(ann, member.url)], [200, 200]);
        const kept = (await ann.get(secret.url)).headers.etag;
        for (const [whom, want] of [["reader", [404, 200]], ["visitor", [404, 404]]]) {
            await ann.post("/view-as", { as: whom });
            assert.deepEqual([await sees(ann, secret.url), await sees(ann, member.url)], want, whom);
            assert.equal((await ann.get(secret.url, { headers: { "If-None-Match": kept } })).status, 404, "what the browser kept does not open it");
            assert.equal((await ann.get("/staff/files")).status, 200);
        }
        assert.deepEqual([await sees(visitor(), secret.url), await sees(visitor(), member.url)], [404, 404], "nothing was shared meanwhile");
        await guide("member-window", "Nothing now.", { audience: "signed-in" });
        assert.equal(await sees(rob, member.url), 404, "taken out of the guide");
    });

    it("a draft's image is staff's; while the draft is open it cannot be deleted, then it can", async () => {
        const [ann, pam] = [await as("ann"), await as("pam")];
        const file = await attach(ann, "draft.png", fresh());
        const token = file.url.split("/")[2];
        const draft = new URL((await ann.post("/staff/drafts", { title: "A draft with a picture" })).location, server().origin).pathname.match(/\d+/)[0];
        const form = fields(parse((await ann.get(`/staff/drafts/${draft}/edit`)).text).one("form", (f) => typeof f.attr("data-editor") === "string"));
        form.set("text", `\nIntro.\n\n${file.markdown.replace("[]", "[X]")}\n\n## Fix\n\nDo it.\n`);
        assert.equal((await ann.post(`/staff/drafts/${draft}`, Object.fromEntries(form))).status, 303);
        assert.equal(await sees(visitor(), file.url), 404);
        assert.match((await ann.get(`/staff/drafts/${draft}/preview`)).text, new RegExp(`<img width="4" height="3" src="${file.url}"`));
        assert.equal((await ann.post(`/staff/files/${token}/delete`)).status, 403, "an author deletes nothing");
        assert.equal((await pam.post(`/staff/files/${token}/delete`)).status, 409);
        const shown = parse((await ann.get(`/staff/drafts/${draft}`)).text).one("dd", (n) => /^\d+$/.test(n.text.trim())).text.trim();
        assert.equal((await ann.post(`/staff/drafts/${draft}/move`, { version: shown, action: "discard" })).status, 303);
        const gone = await pam.post(`/staff/files/${token}/delete`);
        assert.equal(gone.status, 303, gone.text.slice(0, 300));
        assert.match((await pam.get(gone.location)).text, /The file is deleted/);
        assert.equal(await sees(ann, file.url), 404);
        assert.equal((await pam.post(`/staff/files/${token}/delete`)).status, 404);
    });

    it("the list pages, newest first, and a cursor that is not ours is said", async () => {
        const ann = await as("ann");
        for (let i = 0; i < 30; i += 10) await bring(ann, Array.from({ length: 10 }, () => ({ name: `p${i}.png`, bytes: fresh() })));
        const seen = new Set();
        for (let target = "/staff/files", pages = 0; target; pages++) {
            assert.ok(pages < 200);
            const page = await ann.get(target);
            assert.equal(page.status, 200);
            for (const li of itemsOf(page)) {
                const url = li.one("a", (a) => a.attr("class") === "file-picture").attr("href");
                assert.ok(!seen.has(url), url);
                seen.add(url);
            }
            target = parse(page.text).one("a", (a) => /\?after=/.test(a.attr("href") ?? ""))?.attr("href");
        }
        assert.ok(seen.size > 30);
        assert.equal((await ann.get("/staff/files?after=x")).status, 422);
    });
});

describe("below a path, and for as long as the guide", () => {
    it("the image of a guide bears the prefix, and is there", async () => {
        const data = temporaryFolder();
        const first = await start({ data, users: { ann: "author" } });
        const file = await attach(await new Person(first).signIn("ann"), "window.png", fresh(5, 6));
        const kb = temporaryFolder();
        writeFileSync(join(kb, "below.md"), `---\ntitle: Below\nslug: below\ncategory: email\n---\n![A window](${file.url})\n`);
        assert.equal((await runbookd(["import", "--data", data, kb])).code, 0);
        await first.stop();
        const own = await start({ data, content: null, args: ["--public-url", "https://kb.example.org/help"] });
        const image = parse((await own.get("/help/articles/below")).text).one("img", (i) => i.attr("alt") === "A window");
        assert.equal(image.attr("src"), `/help${file.url}`);
        assert.deepEqual([image.attr("width"), image.attr("height")], ["5", "6"]);
        assert.equal((await own.get(image.attr("src"))).status, 200);
        const wrong = await own.get(`/help/files/${file.url.split("/")[2]}/x.png`);
        assert.deepEqual([wrong.status, wrong.location], [301, `/help${file.url}`]);
        const api = (await own.get("/help/api/v1/articles/below")).text;
        assert.ok(api.includes(`/help${file.url}`));
        await own.stop();
    });
});

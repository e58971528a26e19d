// Guides that contradict each other: found by what they say, compared, settled, mended, and back with other sentences.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { CONTENT, FAST, ROOT, runbookd, start, temporaryFolder } from "./server.mjs";

const USERS = { rita: "reviewer", ann: "author", ada: "admin", rob: "reader" };
const guide = (title, body, author = "ann") => `---\ntitle: ${title}\nproduct: Outlook\nauthor: ${author}\n---\n\nIntro.\n\n## How to fix\n\n### Mend the file\n\nFirst words.\n\n${body}\n\nLast words.\n`;
const GUIDES = {
    runs: guide("Sync stops", "Close Outlook and delete the OST file."),
    bars: guide("Sync errors", "Escalate before deleting or recreating OST files.", "rita"),
    other: guide("A hot dock", "Delete the driver."),
};

async function put(data, folder, guides) {
    mkdirSync(folder, { recursive: true });
    for (const [slug, text] of Object.entries(guides)) writeFileSync(join(folder, `${slug}.md`), text);
    const said = await runbookd(["import", "--data", data, folder]);
    assert.equal(said.code, 0, said.stderr.slice(0, 2000));
}

async function serve(t, guides = GUIDES) {
    const data = temporaryFolder(t), folder = temporaryFolder(t);
    await put(data, folder, guides);
    const server = await start({ data, content: null, users: USERS, args: [...FAST] });
    t.after(() => server.stop());
    return { server, import: (changed) => put(data, folder, changed) };
}
const as = (server, name) => new Person(server).signIn(name);

/* The list, once the program has looked at all guides. */
async function list(person, query = "") {
    for (let tries = 0; tries < 600; tries++) {
        const page = await person.get(`/staff/contradictions${query}`);
        assert.equal(page.status, 200, page.text.slice(0, 600));
        if (/looked at yet/.test(page.text)) {
            await new Promise((again) => setTimeout(again, 20));
            continue;
        }
        const pairs = parse(page.text).all("li", (n) => (n.attr("class") ?? "") === "pair");
        return { page, pairs: pairs.map((n) => n.one("a").attr("href")), subjects: pairs.map((n) => n.one("code").text.trim()) };
    }
    throw new Error("the program did not look at the guides");
}
async function form(person, path, tail) {
    const page = await person.get(path);
    assert.equal(page.status, 200, page.text.slice(0, 600));
    const found = parse(page.text).all("form", (f) => (f.attr("action") ?? "").endsWith(tail))[0];
    return { page, fields: found && Object.fromEntries(fields(found)) };
}

describe("contradictions", () => {
    it("are found, and shown side by side", async (t) => {
        const { server } = await serve(t), rita = await as(server, "rita");
        const { subjects, pairs, page } = await list(rita);
        assert.deepEqual(subjects, ["ost"]);
        assert.match(page.text, /Open <span class="count">1</);
        const { page: pair } = await form(rita, pairs[0], "/settle");
        const text = pair.text.replaceAll(/\s+/g, " ");
        assert.match(text, /<p class="meta">First words.<\/p>\s*<p><mark>Close Outlook and delete the OST file.<\/mark><\/p>\s*<p class="meta">Last words.<\/p>/);
        assert.match(text, /<mark>Escalate before deleting or recreating OST files.<\/mark>/);
        assert.match(text, /href="\/articles\/sync-stops#step-1">Sync stops › Mend the file</);
        assert.match(text, /Owned by ann/i);
        assert.match(text, /Owned by rita/i);
        assert.equal((await (await as(server, "rob")).get("/staff/contradictions")).status, 403);
    });

    it("are settled with a reason, and come back when a sentence changes", async (t) => {
        const { server, import: bring } = await serve(t), rita = await as(server, "rita"), ann = await as(server, "ann");
        const [path] = (await list(rita)).pairs;
        assert.equal((await form(ann, path, "/settle")).fields, undefined, "an author does not settle");
        assert.equal((await ann.post(`${path}/settle`, { reason: "x" })).status, 403);
        const { fields: sent } = await form(rita, path, "/settle");
        const empty = await rita.post(`${path}/settle`, { ...sent, reason: " " });
        assert.equal(empty.status, 422);
        assert.match(empty.text, /Say why both are right/);
        const long = await rita.post(`${path}/settle`, { ...sent, reason: `<b>${"y".repeat(1000)}` });
        assert.equal(long.status, 422);
        assert.match(long.text, /&lt;b&gt;y{1000}/, "comes back filled in");
        assert.equal((await rita.post(`${path}/settle`, { ...sent, words: "1", reason: "r" })).status, 409);
        assert.equal((await rita.post(`${path}/settle`, { ...sent, reason: "One is for devices of one's own" })).status, 303);
        const late = await rita.post(`${path}/settle`, { ...sent, reason: "The <second> reason" });
        assert.equal(late.status, 409, "who settles what is settled is told");
        assert.match(late.text, /somebody was faster/);
        assert.match(late.text, /readonly>The &lt;second&gt; reason</);
        assert.deepEqual((await list(rita)).pairs, []);
        assert.match((await list(rita, "?state=settled")).page.text, /devices of one&#39;s own/);
        assert.match((await (await as(server, "ada")).get("/admin/audit?action=contradiction.settle")).text, /ost: sync-stops, sync-errors/);

        await bring({ runs: guide("Sync stops", "Some other words.\n\nClose Outlook and delete the OST file.") });
        assert.deepEqual((await list(rita)).pairs, [], "the sentences are the same");
        await bring({ runs: guide("Sync stops", "Close Outlook and rename the OST file.") });
        assert.deepEqual((await list(rita)).pairs, [path]);
        assert.match((await rita.get(path)).text, /settled before with other sentences:\s*One is for devices/);
        await bring({ runs: guide("Sync stops", "Ask somebody.") });
        assert.deepEqual((await list(rita)).pairs, []);
        assert.equal((await rita.get(path)).status, 404);
    });

    it("are opened again, and mended in a draft", async (t) => {
        const { server, import: bring } = await serve(t), rita = await as(server, "rita"), ann = await as(server, "ann");
        const [path] = (await list(rita)).pairs;
        await rita.post(`${path}/settle`, { ...(await form(rita, path, "/settle")).fields, reason: "Both" });
        assert.equal((await rita.post(`${path}/reopen`, (await form(rita, path, "/reopen")).fields)).status, 303);
        assert.deepEqual((await list(rita)).pairs, [path]);
        const { fields: sent } = await form(ann, path, "/mend");
        const none = await ann.post(`${path}/mend`, { ...sent, side: "bars", text: "" });
        assert.equal(none.status, 422);
        assert.match(none.text, /value="bars" checked/);
        const made = await ann.post(`${path}/mend`, { ...sent, side: "runs", text: "Needs IT's word first" });
        assert.equal(made.status, 303);
        const draft = await ann.get(made.location);
        assert.match(draft.text, /Needs IT&#39;s word first/);
        const mending = await list(rita, "?state=mending");
        assert.deepEqual(mending.pairs, [path]);
        assert.match((await rita.get(path)).text, /A draft was opened/);
        await bring({ bars: guide("Sync errors", "Wait.", "rita") });
        assert.deepEqual((await list(rita, "?state=mending")).pairs, [], "no contradiction any more");
    });

    it("are nobody's who is unknown, and bad input is refused", async (t) => {
        const { server } = await serve(t), rita = await as(server, "rita");
        await list(rita);
        for (const id of ["999", "0", "x", "-1", "99999999999999999999"]) {
            assert.equal((await rita.get(`/staff/contradictions/${id}`)).status, 404, id);
            assert.equal((await rita.post(`/staff/contradictions/${id}/settle`, { reason: "r" })).status, 404, id);
            assert.equal((await rita.post(`/staff/contradictions/${id}/mend`, { text: "r" })).status, 404, id);
        }
        assert.equal((await rita.get("/staff/contradictions?after=xyz")).status, 422);
        assert.equal((await rita.get("/staff/contradictions?state=xyz")).status, 200);
    });

    it("page, and a retired guide has none", async (t) => {
        const guides = {};
        for (let i = 0; i < 30; i++) guides[`g${i}`] = guide(`Guide ${i}`, `Delete /srv/data/folder-${i}/file.`);
        guides.bars = guide("The rules", Array.from({ length: 30 }, (_, i) => `Never delete /srv/data/folder-${i}/file.`).join("\n\n"));
        const { server } = await serve(t, guides), rita = await as(server, "rita");
        const first = await list(rita);
        assert.equal(first.pairs.length, 25);
        const next = /href="\/staff\/contradictions(\?[^"]*after=[^"]*)"/.exec(first.page.text)[1].replaceAll("&amp;", "&");
        const second = await list(rita, next);
        assert.equal(second.pairs.length, 5);
        assert.equal(new Set([...first.pairs, ...second.pairs]).size, 30);
        const pam = await as(server, "ada");
        assert.equal((await pam.post("/articles/the-rules/retire", { why: "old", reason: "old" })).status, 303);
        assert.deepEqual((await list(rita)).pairs, []);
    });
});

describe("the portal's own guides", () => {
    it("of the two that the product was asked from, one holds back what the other does", async (t) => {
        const data = temporaryFolder(t);
        assert.equal((await runbookd(["import", "--data", data, CONTENT])).code, 0);
        const server = await start({ data, content: null, users: USERS, args: [...FAST] });
        t.after(() => server.stop());
        const { subjects, page } = await list(await as(server, "rita"));
        assert.deepEqual(subjects.sort(), ["ost", "outlook cache"]);
        assert.match(page.text, /in part/);
    });

    const seeds = join(ROOT, "../shared/seeds");
    it("as they were given they contradict each other clearly", { skip: existsSync(seeds) ? false : "no shared/seeds" }, async (t) => {
        const text = (name) => readFileSync(join(seeds, name), "utf8").split("\n").map((line) => line.replace(/^[-#\s]*/, "")).join("\n\n");
        const front = (title) => `---\ntitle: ${title}\nproduct: Outlook\n---\n\n`;
        const { server } = await serve(t, { one: front("One") + text("000_90353d6d9af4ce8a.txt"), two: front("Two") + text("001_790db151182dee07.txt") });
        const { subjects, page } = await list(await as(server, "rita"));
        assert.deepEqual(subjects.sort(), ["ost", "outlook cache"]);
        assert.doesNotMatch(page.text, /in part/);
    });
});

// Messages that guides quote: the page of each, alone or with the others that quote it.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { headings, parse } from "./html.mjs";
import { runbookd, start, temporaryFolder } from "./server.mjs";

const ALONE = "The archive mailbox could not be provisioned for <user>.";
const SHARED = "Task 'Contoso sync' reported error (0x8004010f): the mailbox list cannot be found.";
const STAFF = "The retention policy of the mailbox database is not valid.";
const OTHER = "The mailbox export was stopped by the retention policy.";
const guide = (title, more, ...messages) =>
    `---\ntitle: ${title}\ncategory: office\nsummary: About ${title}.\n${more}---\n\nWords.\n\n## Symptoms\n\n${messages.map((m) => `You see this error message:\n\n> ${m.replace(/</g, "\\<")}\n`).join("\n")}`;
const GUIDES = {
    "archive.md": guide("Archive mailbox", "", ALONE),
    "export.md": guide("Export", "", OTHER),
    "sync-a.md": guide("Sync of lists", "", SHARED),
    "sync-b.md": guide("Mailbox list not found", "", SHARED),
    "sync-c.md": guide("Sync for staff", "audience: staff\n", SHARED, STAFF),
    "chosen.md": guide("Chosen", 'queries: ["Voice mail plays no sound"]\n'),
};

let server;
before(async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "articles/office"), { recursive: true });
    for (const [name, text] of Object.entries(GUIDES)) writeFileSync(join(root, "articles/office", name), text);
    const data = join(root, "store");
    const made = await runbookd(["import", "--data", data, root]);
    assert.equal(made.code, 0, made.stderr);
    server = await start({ data, content: null });
});
after(() => server?.stop());

const ask = (text) => server.get(`/q?text=${encodeURIComponent(text)}`);
const target = (answer) => new URL(answer.location, server.origin);

describe("a message that one guide quotes", () => {
    for (const text of [
        ALONE,
        "2026-03-11 18:14:05,482 ERROR [main] The archive mailbox could not be provisioned for jdoe.",
        "The archive mailbox\ncould not be provisioned\nfor anna.berg@contoso.com",
        "> **The archive mailbox could not be provisioned for CONTOSO\\jdoe.**",
    ])
        it(`${JSON.stringify(text)} leads to it`, async () => {
            const sent = await ask(text);
            assert.equal(sent.status, 303);
            assert.match(target(sent).pathname, /^\/q\/the-archive-mailbox-could-not-be-provisioned/);
            const page = await server.get(target(sent).pathname);
            assert.equal(page.status, 200);
            const root = parse(page.text);
            assert.equal(root.one("h1").text, "Archive mailbox");
            assert.ok(headings(root).some((h) => h.text === `Symptoms of ${ALONE}`), JSON.stringify(headings(root).map((h) => h.text)));
            assert.ok(root.one("link", (l) => l.attr("rel") === "canonical").attr("href").endsWith("/articles/archive-mailbox"));
        });

    it("and so does the search, by GET and by POST", async () => {
        const sent = await server.get(`/search?q=${encodeURIComponent(`Error: ${ALONE}`)}`);
        assert.equal(sent.status, 303);
        assert.match(target(sent).pathname, /^\/q\//);
        const posted = await server.post("/search", { form: { q: `Error: ${ALONE}` } });
        assert.equal(posted.status, 303);
    });

    it("something else goes on to the search", async () => {
        for (const text of ["The archive mailbox", "%s %s %s", "<a> <b> <c>", "mailbox could not be provisioned because Anna moved to another country last week"])
            assert.equal(target(await ask(text)).pathname, "/search", text);
    });
});

describe("a message that several guides quote", () => {
    let page;
    before(async () => {
        page = await server.get(target(await ask(`[2026-03-11 00:47:59] [ERR] ${SHARED}`)).pathname);
    });

    it("has a page that lists them, the likeliest first, and decodes its code", () => {
        assert.equal(page.status, 200);
        const root = parse(page.text);
        assert.ok(root.one("h1").text.includes(SHARED));
        const links = root.all("a", (a) => a.attr("class") === "guide-title").map((a) => a.text);
        assert.deepEqual(links, ["Mailbox list not found", "Sync of lists"]);
        assert.ok(root.text.includes("About Sync of lists."));
        assert.ok(root.text.includes("0x8004010f"));
        assert.ok(root.one("a", (a) => a.attr("href")?.includes("literal=1")));
        assert.doesNotMatch(page.text, /Sync for staff/);
    });

    it("has a JSON twin", async () => {
        const { json } = await server.get(`/api/v1/queries/match?q=${encodeURIComponent(SHARED)}`);
        assert.equal(json.matched, true);
        assert.equal(json.phrase.text, SHARED);
        assert.equal(json.phrase.article_slug, undefined);
        assert.deepEqual(json.guides.map((g) => g.title), ["Mailbox list not found", "Sync of lists"]);
        assert.deepEqual(json.candidates, []);
    });
});

describe("two messages in one text", () => {
    const both = `${ALONE}\n${OTHER}`;
    it("are offered above the ranked results", async () => {
        const sent = await ask(both);
        assert.equal(target(sent).pathname, "/search");
        const page = await server.get(`${target(sent).pathname}${target(sent).search}`);
        assert.equal(page.status, 200);
        const root = parse(page.text);
        const panel = root.one("section", (s) => s.attr("aria-labelledby") === "page-candidates");
        assert.equal(panel.all("a").length, 2);
        const { json } = await server.get(`/api/v1/queries/match?q=${encodeURIComponent(both)}`);
        assert.equal(json.matched, false);
        assert.equal(json.candidates.length, 2);
    });
});

describe("what is not for everyone", () => {
    it("a message of a hidden guide alone is unknown", async () => {
        assert.equal(target(await ask(STAFF)).pathname, "/search");
        assert.equal((await server.get("/q/the-retention-policy-of-the-mailbox-database-is-not-valid")).status, 404);
    });

    it("extracted messages flood neither the list of phrases, nor the sitemap, nor the API's list", async () => {
        for (const path of ["/q", "/sitemap.xml", "/api/v1/queries"]) {
            const { text } = await server.get(path);
            assert.doesNotMatch(text, /could-not-be-provisioned|contoso-sync/, path);
        }
        assert.match((await server.get("/q")).text, /voice-mail-plays-no-sound/);
    });
});

describe("hostile texts", () => {
    it("are answered, and lead nowhere", async () => {
        let strings;
        try {
            strings = JSON.parse(readFileSync(new URL("../../../shared/suites/naughty/blns.json", import.meta.url)));
        } catch {
            strings = ["' OR 1=1 --", "\u202eabc", "${7*7}", "<script>alert(1)</script>"];
        }
        for (const text of strings.filter((s) => s.trim())) {
            const { status, json } = await server.get(`/api/v1/queries/match?q=${encodeURIComponent(text)}`);
            assert.equal(status, 200, text);
            assert.equal(json.matched, false, text);
        }
    });
});

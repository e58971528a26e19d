// What is to be verified: by owner, one guide after the other, in one click, what it needs, and the feed. By forms, as a
// browser without JavaScript sends them.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { FAST, runbookd, start, temporaryFolder } from "./server.mjs";

const NOW = Date.parse("2026-07-05T12:00:00Z") / 1000;
const USERS = { rita: "reviewer", ann: "author", pam: "publisher", ada: "admin", rob: "reader" };
const guide = (slug, front) =>
    `---\n# kept as it is\ntitle: About ${slug}\nslug: ${slug}\n${front}custom: {a: 1}\n---\n\nIntro.\n\n## How to fix\n\n### Restart it\n\nPress the button.\n`;
const GUIDES = {
    "over-rita": guide("over-rita", "author: rita\nverified:  2026-01-01   # by phone\nreview_every: 90d\n"),
    "over-rita-2": guide("over-rita-2", "author: rita\nverified: 2026-02-01\nreview_every: 90d\n"),
    "over-ann": guide("over-ann", "author: ann\nverified: 2025-12-01\nreview_every: 90d\n"),
    "over-nobody": guide("over-nobody", "author: gone\nverified: 2026-03-01\nreview_every: 90d\n"),
    "over-reader": guide("over-reader", "author: rob\nverified: 2026-03-02\nreview_every: 90d\n"),
    "never-rita": guide("never-rita", "author: rita\nreview_every: 90d\n"),
    "soon-rita": guide("soon-rita", "author: rita\nverified: 2026-06-20\nreview_every: 30d\n"),
    "fresh-rita": guide("fresh-rita", "author: rita\nverified: 2026-07-01\nreview_every: 90d\n"),
    "hidden-rita": guide("hidden-rita", "author: rita\nverified: 2026-01-15\nreview_every: 90d\non_expiry: hide\n"),
    "ended-ann": guide("ended-ann", "author: ann\nverified: 2026-07-01\nexpires: 2026-07-02\n"),
    "no-review": guide("no-review", "author: rita\n"),
};

async function serve(t, guides = GUIDES, imported = NOW) {
    const data = temporaryFolder(t), root = temporaryFolder(t), env = { RUNBOOKD_CLOCK: String(NOW) };
    mkdirSync(join(root, "articles/verify"), { recursive: true });
    for (const [slug, text] of Object.entries(guides)) writeFileSync(join(root, `articles/verify/${slug}.md`), text);
    const said = await runbookd(["import", "--data", data, root], { env: { RUNBOOKD_CLOCK: String(imported) } });
    assert.equal(said.code, 0, said.stderr.slice(0, 2000));
    const server = await start({ data, content: null, users: USERS, args: [...FAST], env });
    t.after(() => server.stop());
    return server;
}
const as = (server, name) => new Person(server).signIn(name);
const list = async (person, query = "") => {
    const page = await person.get(`/staff/verify${query}`);
    assert.equal(page.status, 200, page.text.slice(0, 600));
    const rows = parse(page.text).all("th", (n) => n.attr("scope") === "row");
    return rows.map((n) => decodeURIComponent(/verify\/([^?]+)/.exec(n.one("a").attr("href"))[1]));
};
const count = (text, name) => Number(new RegExp(`${name}[^<]*<span class="count">(\\d+)`).exec(text)?.[1]);

/* The form that verifies, as the page has it. */
async function look(person, slug, query = "?when=overdue&whose=mine") {
    const page = await person.get(`/staff/verify/${slug}${query}`);
    assert.equal(page.status, 200, page.text.slice(0, 600));
    const dom = parse(page.text);
    const form = dom.all("form", (f) => /staff\/verify\/[^/]*$/.test((f.attr("action") ?? "").split("?")[0]))[0];
    return { page, form: form && Object.fromEntries(fields(form)), action: form?.attr("action") };
}

describe("what is to be verified", () => {
    it("is listed by owner, the longest due first, with counts", async (t) => {
        const server = await serve(t), rita = await as(server, "rita");
        assert.deepEqual(await list(rita), ["never-rita", "over-rita", "hidden-rita", "over-rita-2"]);
        assert.deepEqual(await list(rita, "?whose=all"), ["never-rita", "over-ann", "over-rita", "hidden-rita", "over-rita-2", "over-nobody", "over-reader", "ended-ann"]);
        assert.deepEqual(await list(rita, "?whose=ownerless"), ["over-nobody", "over-reader"], "a reader's account owns nothing");
        assert.deepEqual(await list(rita, "?whose=owner&owner=ann"), ["over-ann", "ended-ann"]);
        assert.deepEqual(await list(rita, "?when=soon"), ["soon-rita"]);
        assert.deepEqual(await list(rita, "?when=never&whose=all"), ["never-rita"]);
        const { text } = await rita.get("/staff/verify");
        assert.deepEqual(["Overdue", "Within 30 days", "Never verified"].map((n) => count(text, n)), [4, 1, 1]);
        assert.deepEqual(["Mine", "All", "Without an owner"].map((n) => count(text, n)), [4, 8, 2]);
        assert.match(text, /href="\/staff\/verify\?when=overdue&amp;whose=owner&amp;owner=rita"/);
        assert.equal((await rita.get("/staff/verify?when=x&whose=y&owner=x%26")).status, 200);
    });

    it("pages by cursor, each guide once", async (t) => {
        const guides = {};
        for (let i = 0; i < 120; i++) guides[`g-${i}`] = guide(`g-${i}`, `author: rita\nverified: 2026-01-0${1 + (i % 5)}\nreview_every: 30d\n`);
        const rita = await as(await serve(t, guides), "rita");
        const seen = [];
        for (let path = "/staff/verify"; path; ) {
            const page = await rita.get(path), dom = parse(page.text);
            seen.push(...dom.all("th", (n) => n.attr("scope") === "row").map((n) => n.one("a").attr("href")));
            path = dom.all("a", (n) => /after=/.test(n.attr("href") ?? ""))[0]?.attr("href");
        }
        assert.equal(seen.length, 120);
        assert.equal(new Set(seen).size, 120);
        assert.equal((await rita.get("/staff/verify?after=xyz")).status, 422);
    });
});

describe("a guide that still holds", () => {
    it("is verified in one click: a revision that changes that line alone, and the next one is shown", async (t) => {
        const server = await serve(t), rita = await as(server, "rita");
        const { page, form, action } = await look(rita, "over-rita");
        assert.match(page.text, /Press the button/, "as readers see it");
        assert.doesNotMatch(page.text, /name="helpful"/, "whoever checks does not vote");
        assert.match(page.text, /Leave it for later/);
        assert.match((await server.get("/articles/over-rita")).text, /chip-stale/);
        const done = await rita.post(action, { ...form, why: "" });
        assert.equal(done.status, 303, done.text.slice(0, 500));
        assert.match(done.location, /\/staff\/verify\/hidden-rita\?when=overdue&whose=mine&done=About%20over-rita$/);
        assert.match((await rita.get(new URL(done.location, server.origin).pathname + new URL(done.location, server.origin).search)).text, /Verified: About over-rita/);
        assert.doesNotMatch((await server.get("/articles/over-rita")).text, /chip-stale/);
        assert.ok(!(await list(rita)).includes("over-rita"));
        const history = await rita.get("/staff/guides/over-rita");
        assert.match(history.text, /Verified: it still holds/);
        const diff = parse((await rita.get("/staff/guides/over-rita/compare?from=1&to=2")).text);
        const lines = diff.all("tr", (n) => /line-(added|removed)/.test(n.attr("class") ?? ""));
        assert.deepEqual(lines.map((n) => n.attr("class")), ["line-removed", "line-added"]);
        assert.match(lines[1].text, /verified: *2026- *07 *- *05/);
        const audit = await (await as(server, "ada")).get("/admin/audit?action=article.verify");
        assert.match(audit.text, /over-rita/);
        const again = await rita.post(action, { ...form, revision: "2" });
        assert.equal(again.status, 303, "verified today: nothing to do");
        assert.doesNotMatch((await rita.get("/staff/guides/over-rita")).text, /to=3/);
    });

    it("comes back to its readers when its policy had hidden it", async (t) => {
        const server = await serve(t), rita = await as(server, "rita");
        assert.equal((await server.get("/articles/hidden-rita")).status, 404);
        const { form, action } = await look(rita, "hidden-rita");
        assert.equal((await rita.post(action, { ...form, why: "Called the maker" })).status, 303);
        assert.equal((await server.get("/articles/hidden-rita")).status, 200);
        assert.match((await rita.get("/staff/guides/hidden-rita")).text, /Called the maker/);
    });

    it("the last of the list leads back to it", async (t) => {
        const server = await serve(t, { one: guide("one", "author: rita\nreview_every: 90d\n") });
        const rita = await as(server, "rita");
        const { form, action } = await look(rita, "one");
        const done = await rita.post(action, form);
        assert.match(done.location, /\/staff\/verify\?when=overdue&whose=mine&done=/);
        assert.match((await rita.get("/staff/verify?done=x")).text, /the last of this list/);
    });

    it("a lost race is told, and nothing of it is lost", async (t) => {
        const server = await serve(t), rita = await as(server, "rita"), pam = await as(server, "pam");
        const mine = await look(rita, "over-rita");
        const hers = await look(pam, "over-rita", "?whose=all");
        assert.equal((await pam.post(hers.action, hers.form)).status, 303);
        const lost = await rita.post(mine.action, { ...mine.form, why: "my words" });
        assert.equal(lost.status, 409);
        assert.match(lost.text, /Somebody changed this guide/);
        assert.match(lost.text, /verified today/);
        const other = await look(rita, "over-ann", "?whose=all");
        await (await as(server, "ann")).post("/articles/over-ann/edit");
        const refused = await rita.post(other.action, { ...other.form, why: "my words" });
        assert.equal(refused.status, 409);
        assert.match(refused.text, /works at the next text/, "the open draft is named");
        assert.equal((await look(rita, "over-ann")).form, undefined);
        const history = await rita.get("/staff/guides/over-ann");
        assert.match(history.text, /\/staff\/drafts\/\d+/, "and still there");
        assert.doesNotMatch(history.text, /my words/);
    });

    it("what cannot be done is said, with the words that were typed", async (t) => {
        const server = await serve(t, { ...GUIDES, flow: guide("flow", "author: rita\nreview_every: 90d\n? [a, b]\n: c\n") });
        const rita = await as(server, "rita"), ann = await as(server, "ann");
        const ended = await look(rita, "ended-ann", "?whose=all");
        assert.match(ended.page.text, /ended on/);
        assert.equal(ended.form, undefined);
        assert.equal((await rita.post("/staff/verify/ended-ann?whose=all", { revision: "1" })).status, 422);
        const flow = await look(rita, "flow");
        const refused = await rita.post(flow.action, { ...flow.form, why: "I looked" });
        assert.equal(refused.status, 422);
        assert.match(refused.text, /only be edited as text/);
        assert.match(refused.text, /value="I looked"/);
        const long = await look(rita, "over-rita");
        assert.equal((await rita.post(long.action, { ...long.form, why: "x".repeat(2001) })).status, 422);
        for (const revision of ["", "0", "-1", "99999999999999999999", "x"]) assert.equal((await rita.post("/staff/verify/over-rita", { revision })).status, 409, revision);
        assert.equal((await look(ann, "over-ann")).form, undefined, "an author does not verify");
        assert.equal((await ann.post("/staff/verify/over-ann", { revision: "1" })).status, 403);
        assert.equal((await rita.get("/staff/verify/nothing")).status, 404);
    });

    it("a guide whose front matter was read with a warning is verified, too, and its phrases are kept", async (t) => {
        const lax = "---\r\n# ours\r\ntitle: Mail: it's stuck\r\nslug: lax\r\nauthor: rita\r\nreview_every: 90d\r\nqueries: [ mail stuck, \"outbox full\" ]\r\n---\r\n\r\n## How to fix\r\n\r\nRestart: now.\r\n";
        const server = await serve(t, { lax }), rita = await as(server, "rita"), pam = await as(server, "pam");
        const exported = async () => {
            const out = join(temporaryFolder(t), "out"), done = await runbookd(["export", "--data", server.data, out]);
            assert.equal(done.code, 0, done.stderr);
            return readFileSync(join(out, "articles/verify/lax.md"), "utf8");
        };
        assert.equal(await exported(), lax);
        const { form, action } = await look(rita, "lax");
        const done = await rita.post(action, form);
        assert.equal(done.status, 303, done.text.slice(0, 4000));
        const mended = lax.replace("Mail: it's stuck", "'Mail: it''s stuck'").replace(/(queries.*\r\n)/, "$1verified: 2026-07-05\r\n");
        assert.equal(await exported(), mended);
        const path = parse((await pam.get("/staff/phrases?q=outbox")).text).all("a").find((a) => a.text === "outbox full").attr("href");
        const { csrf, ...asked } = Object.fromEntries(fields(parse((await pam.get(path)).text).one("form", (f) => f.attr("action") === path)));
        assert.equal((await pam.post(path, { ...asked, do: "remove" })).status, 303);
        assert.equal(await exported(), mended.replace('[ mail stuck, "outbox full" ]', "[mail stuck]"));
    });

    it("the first change of such a guide may be a phrase", async (t) => {
        const server = await serve(t, { lax: "---\ntitle: Mail: it is stuck\nslug: lax\nqueries: [ mail stuck, outbox full ]\n---\n\nIntro.\n" });
        const pam = await as(server, "pam");
        const path = parse((await pam.get("/staff/phrases?q=outbox")).text).all("a").find((a) => a.text === "outbox full").attr("href");
        const { csrf, ...asked } = Object.fromEntries(fields(parse((await pam.get(path)).text).one("form", (f) => f.attr("action") === path)));
        const done = await pam.post(path, { ...asked, do: "remove" });
        assert.equal(done.status, 303, done.text.slice(0, 4000));
        assert.equal(JSON.parse((await server.get("/api/v1/articles/lax")).text).title, "Mail: it is stuck");
    });

    it("or it needs work: a draft with the reason", async (t) => {
        const server = await serve(t), ann = await as(server, "ann");
        assert.equal((await ann.post("/staff/verify/over-ann/work", { text: "  " })).status, 422);
        const long = await ann.post("/staff/verify/over-ann/work", { text: "y".repeat(2001) });
        assert.equal(long.status, 422);
        assert.match(long.text, /yyyy/);
        assert.doesNotMatch((await ann.get("/staff/guides/over-ann")).text, /\/staff\/drafts\/\d/, "what is refused begins nothing");
        const made = await ann.post("/staff/verify/over-ann/work", { text: "Step 1 names an old <b>menu</b>" });
        assert.equal(made.status, 303);
        const draft = await ann.get(new URL(made.location, server.origin).pathname);
        assert.match(draft.text, /Step 1 names an old &lt;b&gt;menu/);
        const second = await (await as(server, "rita")).post("/staff/verify/over-ann/work", { text: "And step 2" });
        assert.equal(second.location, made.location, "the open draft is taken");
    });
});

describe("the feed of what is due", () => {
    const entries = (text) => [...text.matchAll(/<entry>[^]*?<\/entry>/g)].map(([e]) => ({ slug: /verify\/([^<"]+)</.exec(e)[1], at: /<updated>([^<]+)/.exec(e)[1] }));
    const make = async (person) => {
        const page = await person.post("/staff/verify-feed", { do: "make" });
        assert.equal(page.status, 200, page.text.slice(0, 500));
        return /\/due\/([a-z2-7]{26})/.exec(page.text)[1];
    };

    it("has a private address, true dates, and ends with it", async (t) => {
        const server = await serve(t), rita = await as(server, "rita");
        const token = await make(rita);
        assert.doesNotMatch((await rita.get("/staff/verify")).text, new RegExp(token), "shown once");
        const feed = await server.get(`/due/${token}`);
        assert.equal(feed.status, 200);
        assert.match(feed.headers["content-type"] ?? feed.headers.get?.("content-type"), /application\/atom\+xml/);
        const imported = "2026-07-05T12:00:00Z";
        assert.deepEqual(entries(feed.text).map((e) => e.slug), ["over-rita-2", "hidden-rita", "over-rita", "never-rita"], "the last due first");
        assert.ok(entries(feed.text).every((e) => e.at === imported), "came with the import");
        assert.deepEqual(entries((await server.get(`/due/${token}?whose=ownerless`)).text).map((e) => e.slug), ["over-reader", "over-nobody"]);
        assert.equal(entries((await server.get(`/due/${token}?whose=all`)).text).length, 8);
        const { form, action } = await look(rita, "over-rita");
        await rita.post(action, form);
        assert.ok(!entries((await server.get(`/due/${token}`)).text).some((e) => e.slug === "over-rita"));
        const other = await make(rita);
        assert.equal((await server.get(`/due/${token}`)).status, 404, "a new address ends the old one");
        assert.equal((await rita.post("/staff/verify-feed", { do: "revoke" })).status, 303);
        assert.equal((await server.get(`/due/${other}`)).status, 404);
        const audit = await (await as(server, "ada")).get("/admin/audit");
        assert.match(audit.text, /feed\.make/);
        assert.match(audit.text, /feed\.revoke/);
        assert.doesNotMatch(audit.text, new RegExp(other));
    });

    it("ends with the account and with its rights", async (t) => {
        const server = await serve(t), rita = await as(server, "rita"), ada = await as(server, "ada");
        const token = await make(rita);
        assert.equal((await server.get(`/due/${token}`)).status, 200);
        await ada.post("/admin/people/rita/details", { display: "Rita", roles: "reader" });
        assert.equal((await server.get(`/due/${token}`)).status, 404);
        await ada.post("/admin/people/rita/details", { display: "Rita", roles: "reviewer" });
        assert.equal((await server.get(`/due/${token}`)).status, 200);
        await ada.post("/admin/people/rita/disable");
        assert.equal((await server.get(`/due/${token}`)).status, 404);
        for (const wrong of ["x", "A".repeat(26), "a".repeat(26), "%00"]) assert.ok([400, 404].includes((await server.get(`/due/${wrong}`)).status), wrong);
    });

    it("tells the day on which a guide became due, or was changed since", async (t) => {
        const before = Date.parse("2026-06-15T12:00:00Z") / 1000;
        const server = await serve(t, { one: guide("one", "author: rita\nverified: 2026-06-01\nreview_every: 30d\n"), two: guide("two", "author: rita\nverified: 2026-01-01\nreview_every: 30d\n"), three: guide("three", "author: rita\nreview_every: 30d\n") }, before);
        const token = await make(await as(server, "rita")), feed = (await server.get(`/due/${token}`)).text;
        assert.deepEqual(entries(feed), [{ slug: "one", at: "2026-07-01T00:00:00Z" }, { slug: "two", at: "2026-06-15T12:00:00Z" }, { slug: "three", at: "2026-06-15T12:00:00Z" }]);
        assert.match(feed.split("<entry>")[0], /<updated>2026-07-05T12:00:00Z/, "its address was made then");
    });
});

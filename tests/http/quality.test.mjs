// How good guides are: the list, the worst first; one guide with its checks, a reviewer's answers and its history.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { FAST, runbookd, start, temporaryFolder } from "./server.mjs";

const USERS = { rita: "reviewer", ann: "author", ada: "admin", rob: "reader" };
const NOW = Date.parse("2026-07-05T12:00:00Z") / 1000, DAY = 86400;
const GOOD = `---
title: Outlook shows old mail
slug: good
category: email/outlook
product: Outlook
tags: [outlook]
author: ann
verified: 2026-07-01
review_every: 90d
summary: Mail is late on one device.
queries: [outlook shows old mail]
---

Mail is late.

## Symptoms

- Old mail

## Likely causes

- A long absence

## How to fix

### Start Outlook again

Close it. Start it.

### Check that it worked

New mail is shown.

## When to contact IT

- It did not help
`;
const POOR = `---\ntitle: Dock\nslug: poor\nauthor: rita\ncategory: hardware\n---\n\nIt is [hot](/articles/none) ![](x.png).\n`;
const MIDDLE = `---\ntitle: Printer prints nothing at all\nslug: middle\nauthor: ann\ncategory: hardware\n---\n\nIt waits.\n\n## Symptoms\n\n- Nothing\n\n## How to fix\n\n### Switch it on\n\nPress the button.\n`;

async function put(data, folder, guides, now = NOW) {
    mkdirSync(folder, { recursive: true });
    for (const [slug, text] of Object.entries(guides)) writeFileSync(join(folder, `${slug}.md`), text);
    const said = await runbookd(["import", "--data", data, folder], { env: { RUNBOOKD_CLOCK: String(now) } });
    assert.equal(said.code, 0, said.stderr.slice(0, 2000));
}
async function serve(t, { data = temporaryFolder(t), now = NOW, guides } = {}) {
    const folder = temporaryFolder(t);
    if (guides) await put(data, folder, guides, now);
    const server = await start({ data, content: null, users: now === NOW ? USERS : {}, args: [...FAST], env: { RUNBOOKD_CLOCK: String(now) } });
    t.after(() => server.stop());
    return { server, data, bring: (changed) => put(data, folder, changed, now) };
}
const as = (server, name) => new Person(server).signIn(name);

/* The list, once the program has looked at all guides. */
async function list(person, query = "") {
    for (let tries = 0; tries < 600; tries++) {
        const page = await person.get(`/staff/quality${query}`);
        assert.equal(page.status, 200, page.text.slice(0, 600));
        if (!/(was|were) not looked at yet/.test(page.text)) {
            const rows = parse(page.text).all("th", (n) => n.attr("scope") === "row");
            return { page, slugs: rows.map((n) => /quality\/(.+)/.exec(n.one("a").attr("href"))[1]) };
        }
        await new Promise((again) => setTimeout(again, 20));
    }
    throw new Error("the program did not look at the guides");
}
async function look(person, slug) {
    const page = await person.get(`/staff/quality/${slug}`);
    assert.equal(page.status, 200, page.text.slice(0, 600));
    const form = parse(page.text).all("form", (f) => (f.attr("action") ?? "") === `/staff/quality/${slug}`)[0];
    const index = Number(/quality-sum"><strong>(\d+)/.exec(page.text)[1]);
    const failed = [...page.text.matchAll(/<th scope="row">([^<]*)<\/th><td>\d+<\/td><td><span class="chip quality-poor">/g)].map((m) => m[1]);
    return { page, index, failed, fields: form && Object.fromEntries(fields(form)) };
}

describe("the quality of guides", () => {
    it("is listed, the worst first, by category and by owner", async (t) => {
        const { server } = await serve(t, { guides: { good: GOOD, poor: POOR, middle: MIDDLE } }), rita = await as(server, "rita");
        const all = await list(rita);
        assert.deepEqual(all.slugs, ["poor", "middle", "good"]);
        assert.deepEqual((await list(rita, "?category=hardware")).slugs, ["poor", "middle"]);
        assert.deepEqual((await list(rita, "?owner=ann")).slugs, ["middle", "good"]);
        assert.match(all.page.text, /href="\/staff\/quality\?owner=ann"/);
        assert.match(all.page.text, /href="\/staff\/quality\?category=email%2Foutlook"/);
        assert.equal((await rita.get("/staff/quality?after=xyz")).status, 422);
        assert.equal((await (await as(server, "rob")).get("/staff/quality")).status, 403);
        assert.equal((await rita.get("/staff/quality/nothing")).status, 404);

        const poor = await look(rita, "poor"), good = await look(rita, "good");
        assert.deepEqual(good.failed, ["A known person stands behind it"], "there is no page about ann");
        assert.ok(poor.failed.includes("Links and names lead somewhere"));
        assert.ok(poor.failed.includes("There are steps that fix it"));
        assert.ok(poor.index < 50 && good.index > 85, `${poor.index} ${good.index}`);
    });

    it("has a reviewer's answers for a revision, and a history", async (t) => {
        const { server, bring } = await serve(t, { guides: { good: GOOD } }), rita = await as(server, "rita"), ann = await as(server, "ann");
        await list(rita);
        const before = await look(rita, "good");
        assert.equal((await look(ann, "good")).fields, undefined, "an author does not review");
        assert.equal((await ann.post("/staff/quality/good", { revision: "1" })).status, 403);
        const long = await rita.post("/staff/quality/good", { ...before.fields, clear: "1", note: `<i>${"y".repeat(500)}` });
        assert.equal(long.status, 422);
        assert.match(long.text, /name="clear" value="1" checked/);
        assert.match(long.text, /&lt;i&gt;y{500}/);
        assert.equal((await rita.post("/staff/quality/good", { ...before.fields, revision: "7" })).status, 409);
        assert.equal((await rita.post("/staff/quality/good", { ...before.fields, clear: "1", note: "Too short" })).status, 303);
        const after = await look(rita, "good");
        assert.equal(after.index, Math.round(before.index * 0.7 + 20 * 0.3));
        assert.match(after.page.text, /name="clear" value="1" checked/);
        assert.match(after.page.text, /Too short/);
        assert.match(after.page.text, /Answered by rita/);
        const late = await rita.post("/staff/quality/good", { ...before.fields, unique: "1", note: "From a form of before" });
        assert.equal(late.status, 409, "of one revision, too, the second is told");
        assert.match(late.text, /rita answered since you opened this/);
        assert.match(late.text, /From a form of before/);
        assert.match((await look(rita, "good")).page.text, /Too short/);
        assert.match((await (await as(server, "ada")).get("/admin/audit?action=article.quality")).text, /20 of 100, revision 1/);
        await bring({ good: GOOD.replace("Close it.", "Close it first.") });
        let now = after;
        for (let tries = 0; tries < 600 && !/answers do not count/.test(now.page.text); tries++) now = await look(rita, "good");
        assert.equal(now.index, before.index, "of another revision they do not count");
    });

    it("changes with time alone, and tells it in a picture with a table", async (t) => {
        const { server, data } = await serve(t, { guides: { good: GOOD } });
        await list(await as(server, "rita"));
        await server.stop();
        const { server: later } = await serve(t, { data, now: NOW + 90 * DAY });
        const rita = await as(later, "rita");
        let guide = await look(rita, "good");
        for (let tries = 0; tries < 600 && !/<polyline/.test(guide.page.text); tries++) guide = await look(rita, "good");
        assert.match(guide.page.text, /<polyline class="chart-line" points="36,\d+ 584,\d+"\/>/);
        assert.ok(guide.failed.includes("It is verified, and not due"));
        const rows = parse(guide.page.text).all("table", (n) => n.attr("class") === "quality-history")[0].all("tr");
        assert.equal(rows.length, 3, "a head and two days");
    });
});

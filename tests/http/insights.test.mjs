// Insights: what counts as a view, what becomes of searches, votes and runs, in pages and files; and nothing of a person.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { OST, PHRASE } from "./content.mjs";
import { parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { Jar, start, temporaryFolder } from "./server.mjs";

const USERS = { rob: "reader", ann: "author", rita: "reviewer" };
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 Unmistakable/77";
const browser = (headers = {}) => ({ headers: { "User-Agent": FIREFOX, ...headers } });
const TREE = "outlook-ost-sync";
const FORMULA = "=zzqqvv|xxkkqq!";
let server = null, rita = null;

/* Readers come, the server stops as it should, and the next one has added it up. */
before(async () => {
    const data = temporaryFolder();
    const first = await start({ data, users: USERS });
    await readersCome(first);
    await first.stop();
    server = await start({ data });
    rita = await new Person(server).signIn("rita");
    /* The last of the lists: then all are there. */
    for (let list; !list?.text.includes(TREE); ) list = await rita.get("/staff/insights/trees.csv?days=365");
});
after(async () => {
    await server?.stop();
});

async function readersCome(portal) {
    const article = `/articles/${OST}`;
    const etag = (await portal.get(article, browser())).headers.etag;
    for (let i = 0; i < 4; i++) assert.equal((await portal.get(article, browser())).status, 200);
    assert.equal((await portal.get(article, browser({ "If-None-Match": etag }))).status, 304);
    const rob = await new Person(portal).signIn("rob");
    await rob.get(article, browser());
    /* None of these is a reader who looks. */
    await portal.request("HEAD", article, browser());
    await portal.get(article, { headers: { "User-Agent": "curl/8.5.0" } });
    await portal.get(article, browser({ "User-Agent": "Mozilla/5.0 (compatible; Bot/1.0; +http://bot.example/)" }));
    await portal.get(article);
    await portal.get(`/api/v1/articles/${OST}`, browser());
    await portal.get("/articles/no-such-guide", browser());
    const ann = await new Person(portal).signIn("ann");
    await ann.get(article, browser());

    await portal.get(`/q/${PHRASE.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`, browser());
    for (let i = 0; i < 2; i++) await portal.get("/browse/email", browser());
    for (let i = 0; i < 3; i++) await portal.get(`/guides/${TREE}`, browser());
    for (let i = 0; i < 3; i++) await portal.get(`/search?q=${encodeURIComponent("zzzzqqqq wwwxxkk")}`);
    await portal.get(`/search?q=${encodeURIComponent(FORMULA)}`);
    await portal.get("/search?q=outlook+ost");

    const vote = (helpful, more = {}) => portal.post(`/api/v1/articles/${OST}/votes`, { jar: new Jar(), body: { helpful, ...more } });
    for (let i = 0; i < 3; i++) assert.equal((await vote(false, { reason: "unclear", step: "step-2" })).status, 200);
    assert.equal((await vote(false, { reason: "outdated", step: "step-1" })).status, 200);
    assert.equal((await vote(true)).status, 200);
    /* At the first step one reports, four find that it did not work; at the second three report. */
    const steps = `/api/v1/articles/${OST}/steps`;
    const marks = (await portal.get(steps)).json.steps.map((step) => step.mark);
    const answer = async (jar, number, worked) => assert.equal((await portal.post(`${steps}/step-${number}`, { jar, body: { worked, mark: marks[number - 1] } })).status, 200);
    for (let i = 0; i < 5; i++) await answer(new Jar(), 1, i === 0);
    await answer(new Jar(), 2, true);
    const unsure = new Jar(); /* what is changed or taken back counts no more */
    for (const worked of [false, true]) await answer(unsure, 2, worked);
    for (const worked of [false, null]) await answer(unsure, 3, worked);
    const jar = new Jar(); /* who takes his vote back has not voted */
    await portal.post(`/api/v1/articles/${OST}/votes`, { jar, body: { helpful: true } });
    await portal.post(`/api/v1/articles/${OST}/votes`, { jar, body: { helpful: null } });
    await walks(portal);
}

/* One run stops where it began, one goes a step, one goes back, one is resolved. */
async function walks(portal) {
    const begin = async () => (await portal.post(`/api/v1/trees/${TREE}/runs`, { body: {} })).json;
    const send = async (run, what, body) => {
        const sent = await portal.post(`/api/v1/runs/${run.id}/${what}`, { body });
        assert.equal(sent.status, 200, sent.text);
        return sent.json;
    };
    await begin();
    await send(await begin(), "answers", { state: "scope", answer: "one-user" });
    let run = await send(await begin(), "answers", { state: "scope", answer: "one-user" });
    run = await send(run, "back", {});
    let last = await begin();
    for (let i = 0; !last.outcome && i < 50; i++)
        last = await send(last, "answers", { state: last.state.id, answer: last.state.answers.find((a) => /fixed|yes|works/i.test(a.id) && !/not/.test(a.id))?.id ?? last.state.answers[0].id });
    walks.ended = last;
}

const lines = (text) => text.trim().split("\r\n").map((line) => line.split(","));
const file = async (path) => {
    const answer = await rita.get(path);
    assert.equal(answer.status, 200, answer.text.slice(0, 300));
    assert.match(answer.headers["content-type"], /^text\/csv/);
    assert.match(answer.headers["content-disposition"], /attachment; filename="[a-z-]+\.csv"/);
    return lines(answer.text);
};
const rowOf = (rows, title) => rows.find((row) => row[0].includes(title) || row[1]?.includes(title));

describe("what is counted", () => {
    it("a view is a browser's GET of the page, also answered with 304, also of somebody signed in who does not write", async () => {
        const row = rowOf(await file("/staff/insights/guides.csv?days=7"), OST);
        assert.equal(row[2], "8", "1 + 4 + 304 + the reader's + the phrase's");
        assert.equal(rowOf(await file("/staff/insights/categories.csv?days=7"), "email")[2], "2");
        assert.equal(rowOf(await file("/staff/insights/trees.csv?days=7"), TREE)[2], "3");
        const phrases = await file("/staff/insights/phrases.csv?days=7");
        assert.equal(phrases.length, 2);
        assert.equal(phrases[1][2], "1");
    });

    it("adds up by day, and of a category what lies in it", async () => {
        const [head, ...days] = await file("/staff/insights/days.csv?days=30");
        assert.deepEqual(head, ["day", "views", "helpful", "not_helpful", "searches", "searches_without_result", "runs", "resolved", "escalated"]);
        assert.equal(days.length, 30);
        const sum = (rows, i) => rows.reduce((n, row) => n + Number(row[i]), 0);
        assert.deepEqual([1, 2, 3, 4, 5, 6].map((i) => sum(days, i)), [8, 1, 4, 5, 4, 4]);
        assert.equal(sum(days, 7) + sum(days, 8), walks.ended.outcome ? 1 : 0);
        const email = (await file("/staff/insights/days.csv?days=30&category=email")).slice(1);
        assert.deepEqual([1, 2, 3, 4, 6].map((i) => sum(email, i)), [8, 1, 4, 0, 0]);
        const below = (await file("/staff/insights/days.csv?days=30&category=email%2Foutlook")).slice(1);
        assert.equal(sum(below, 1), 8);
    });

    it("the same comes of days that are typed", async () => {
        const today = new Date().toISOString().slice(0, 10);
        const span = `from=${new Date(Date.now() - 3 * 86400e3).toISOString().slice(0, 10)}&to=${today}`;
        assert.equal(rowOf(await file(`/staff/insights/guides.csv?${span}`), OST)[2], "8");
        assert.equal(rowOf(await file(`/staff/insights/guides.csv?${span}&category=email`), OST)[2], "8");
        assert.equal((await file(`/staff/insights/guides.csv?${span}&category=${"identity"}`)).length, 1);
        assert.equal((await file(`/staff/insights/days.csv?${span}`)).length, 5);
        assert.equal((await file("/staff/insights/guides.csv?from=2020-01-01&to=2020-01-31")).length, 1);
    });

    it("names searches without result and without click, and what a spreadsheet would take for a formula is text", async () => {
        const none = await file("/staff/insights/no-result.csv?days=7");
        assert.deepEqual(none[1], ['"zzzzqqqq wwwxxkk"', "3"]);
        assert.ok(!none.flat().some((cell) => /^"?[=+@-]/.test(cell)), none.flat().join(" "));
        assert.ok(none.some((row) => /^"'?\W*zzqqvv/.test(row[0])), none.flat().join(" "));
        assert.equal(rowOf(await file("/staff/insights/not-opened.csv?days=7"), "outlook ost")[1], "1");
    });

    it("names the step that the least helpful guides fail at", async () => {
        const row = rowOf(await file("/staff/insights/least-helpful.csv?days=7"), OST);
        assert.deepEqual([row[2], row[3], row[4]], ["1", "4", "8"]);
        assert.match(row.join(","), /"step-1",".*",1,4,1$/, "reports and answers together");
        const page = parse((await rita.get("/staff/insights/least-helpful?days=7")).text);
        const link = page.one("a", (a) => a.attr("href") === `/articles/${OST}#step-1`);
        assert.ok(link, "a link to the step");
        assert.match(page.text, /reports: 1; did not work for 4 of 5/);
    });

    it("draws into a tree what became of its runs", async () => {
        const states = Object.fromEntries((await file(`/staff/insights/trees/${TREE}.csv?days=7`)).slice(1).map((row) => [row[0].slice(1, -1), row.slice(-3).map(Number)]));
        const [reached, ended, back] = states.scope;
        assert.deepEqual([reached, ended, back], [5, 2, 0], "began four times and was gone back to once");
        const after = Object.entries(states).find(([id, [, , backs]]) => id !== "scope" && backs);
        assert.deepEqual(after[1].slice(1), [1, 1], "one stands there, one went back");
        const total = Object.values(states).reduce((n, [, standing]) => n + standing, 0);
        assert.equal(total, 4);
        const page = await rita.get(`/staff/insights/trees/${TREE}?days=7`);
        const notes = parse(page.text).all("text", (n) => n.attr("class") === "note").map((n) => n.text);
        assert.ok(notes.some((note) => /^2 \(50 %\) stopped$/.test(note.trim())), notes.join("; "));
        assert.ok(notes.some((note) => /^1 \(25 %\) stopped, 1 back$/.test(note.trim())), notes.join("; "));
    });

    it("keeps nothing of who looked", () => {
        const bytes = readdirSync(server.data).filter((name) => /sqlite/.test(name)).map((name) => readFileSync(join(server.data, name)));
        for (const file of bytes) assert.ok(!file.includes("Unmistakable"), "no browser is in the store");
    });
});

describe("the pages", () => {
    it("show each number in a table behind its chart", async () => {
        const page = parse((await rita.get("/staff/insights?days=7")).text);
        const figures = page.all("figure", () => true);
        assert.equal(figures.length, 4);
        for (const figure of figures) {
            assert.equal(figure.all("rect", (r) => /^bar/.test(r.attr("class")) && r.attr("x")).length > 0, true);
            assert.equal(figure.one("tbody", () => true).all("tr", () => true).length, 7);
        }
        assert.equal(parse((await rita.get("/staff/insights?days=7&category=email")).text).all("figure", () => true).length, 2);
        assert.equal((await rita.get("/staff/insights?from=2020-01-01&to=2020-01-31")).text.match(/Nothing was counted in these days/g).length, 4);
    });

    for (const [query, field, words] of [
        ["days=13", "days", /7, 30, 90 or 365/],
        ["days=x", "days", /7, 30, 90 or 365/],
        ["from=yesterday", "from", /2026-03-03/],
        ["to=2026-02-30", "to", /2026-03-03/],
        ["from=2020-02-01&to=2020-01-01", "from", /after the last/],
        ["to=2999-01-01", "to", /still to come/],
        ["from=1999-01-01&to=2020-01-01", "from", /3,660/],
        ["category=no-such-thing", "category", /no such category/],
        [`category=${encodeURIComponent('"><script>')}`, "category", /no such category/],
    ])
        it(`?${query} names the field ${field}`, async () => {
            for (const path of ["/staff/insights", "/staff/insights/guides"]) {
                const answer = await rita.get(`${path}?${query}`);
                assert.equal(answer.status, 422);
                const link = parse(answer.text).one("a", (a) => a.attr("href") === `#page-${field}`);
                assert.match(link.text, words);
                assert.doesNotMatch(answer.text, /"><script>/);
            }
            assert.equal((await rita.get(`/staff/insights/days.csv?${query}`)).status, 422);
        });

    it("are for those who review; unknown lists and trees are 404", async () => {
        const ann = await new Person(server).signIn("ann");
        for (const path of ["/staff/insights", "/staff/insights/guides", "/staff/insights/days.csv", `/staff/insights/trees/${TREE}`]) {
            assert.equal((await rita.get(path)).status, 200, path);
            assert.equal((await ann.get(path)).status, 403, path);
            assert.equal((await server.get(path)).status, 303, path);
        }
        for (const path of ["/staff/insights/nothing", "/staff/insights/nothing.csv", "/staff/insights/trees/no-such-tree", "/staff/insights/trees/no-such-tree.csv"])
            assert.equal((await rita.get(path)).status, 404, path);
    });
});

it("0 days count no view", async () => {
    const data = temporaryFolder();
    const first = await start({ data, users: USERS, args: ["--view-days", "0"] });
    await first.get(`/articles/${OST}`, browser());
    await first.stop();
    const second = await start({ data });
    const person = await new Person(second).signIn("rita");
    const today = new Date().toISOString().slice(0, 10);
    assert.equal(lines((await person.get(`/staff/insights/guides.csv?to=${today}`)).text).length, 1);
    await second.stop();
});

it("a period that is typed has every vote and answer that was acknowledged before kill -9", async (t) => {
    const data = join(temporaryFolder(t), "store");
    const first = await start({ data, users: { rita: "reviewer" } });
    const { mark } = (await first.get(`/api/v1/articles/${OST}/steps`)).json.steps[1];
    for (let i = 0; i < 6; i++) {
        assert.equal((await first.post(`/api/v1/articles/${OST}/votes`, { jar: new Jar(), body: { helpful: i < 2 } })).status, 200);
        assert.equal((await first.post(`/api/v1/articles/${OST}/steps/step-2`, { jar: new Jar(), body: { worked: i < 2, mark } })).status, 200);
    }
    await first.kill();
    const again = await start({ data });
    t.after(() => again.stop());
    const person = await new Person(again).signIn("rita");
    const [yesterday, today] = [1, 0].map((ago) => new Date(Date.now() - ago * 86400e3).toISOString().slice(0, 10));
    const row = rowOf(lines((await person.get(`/staff/insights/least-helpful.csv?from=${yesterday}&to=${today}`)).text), OST);
    assert.deepEqual([row[2], row[3]], ["2", "4"]);
    assert.match(row.join(","), /"step-2",".*",0,4,2$/);
});

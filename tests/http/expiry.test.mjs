// Reviews that were missed: a notice, hidden, or back to draft, on every surface at once and by the clock; how far a guide can
// be trusted; and that nothing of it is lost on its way out and in again.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { FAST, runbookd, start, temporaryFolder } from "./server.mjs";

const day = (text) => Date.parse(`${text}T12:00:00Z`) / 1000;
const BEFORE = day("2026-06-30"), AFTER = day("2026-07-05");
const STAFF = { ada: "author,reviewer,publisher", "tamem-j": "author", rob: "reader" };

const guide = (slug, front, word = slug) =>
    `---\ntitle: The ${word} does not start\nslug: ${slug}\ncategory: hardware\nproduct: ${word}\ntags: [${word}]\nqueries: [${word} shows error 0x80${slug.length}0]\n${front}---\n\nIntro of ${word}.\n\n## Symptoms\n\n- Nothing\n\n## How to fix\n\n### Restart it\n\nPress the button of the ${word}.\n`;

/* Verified in the new year, reviewed every half year: due on 30 June, and five of them have days of grace until 1 July. */
const DUE = "verified: 2026-01-01\nreview_every: 180d\nexpire_after: 1d\nauthor: tamem-j\n";
const GUIDES = {
    "zebra-banner": guide("zebra-banner", `${DUE}`),
    "zebra-hide": guide("zebra-hide", `${DUE}on_expiry: hide\n`, "walrusprinter"),
    "zebra-draft": guide("zebra-draft", `${DUE}on_expiry: draft\n`, "pelicanscanner"),
    "zebra-ends": guide("zebra-ends", "expires: 2026-07-02\non_expiry: hide\n", "giraffemodem"),
    "zebra-never": guide("zebra-never", "review_every: 30d\non_expiry: hide\n", "ottertablet"),
    "zebra-trust": guide("zebra-trust", "confidence: not-validated\n", "heronphone"),
};
const GONE = { "zebra-hide": "walrusprinter", "zebra-draft": "pelicanscanner", "zebra-ends": "giraffemodem" };

function folder(t, guides = GUIDES) {
    const root = temporaryFolder(t);
    mkdirSync(join(root, "articles/hardware"), { recursive: true });
    for (const [slug, text] of Object.entries(guides)) writeFileSync(join(root, `articles/hardware/${slug}.md`), text);
    return root;
}

async function run(args, clock, code = 0) {
    const said = await runbookd(args, { env: { RUNBOOKD_CLOCK: String(clock) } });
    assert.equal(said.code, code, said.stderr.slice(0, 2000));
    return said;
}

/* A portal of these guides, as imported at that time. */
async function imported(t, clock, guides = GUIDES) {
    const data = temporaryFolder(t), root = folder(t, guides);
    await run(["import", "--data", data, root], clock);
    return { data, root };
}

/* `users`: made now; without, those that the store has. */
async function serve(t, data, clock, users) {
    const server = await start({ data, content: null, users, args: [...FAST, "--self-review", "yes"], env: { RUNBOOKD_CLOCK: String(clock) } });
    t.after(() => server.stop());
    return server;
}

const as = (server, name) => new Person(server).signIn(name);

/* Where somebody sees the guide: by each surface. */
async function seen(who, slug, word) {
    const has = async (target, text) => (await who.get(target)).text.includes(text);
    return {
        page: (await who.get(`/articles/${slug}`)).status,
        api: (await who.get(`/api/v1/articles/${slug}`)).status,
        phrase: (await who.get(`/q/${word}-shows-error-0x80${slug.length}0`)).status,
        search: await has(`/search?q=${word}&literal=1`, `/articles/${slug}`),
        search_api: await has(`/api/v1/search?q=${word}`, slug),
        suggest: await has(`/suggest?q=${word.slice(0, 8)}`, word),
        category: await has("/browse/hardware", `/articles/${slug}`),
        tag: (await has(`/tags/${word}`, `/articles/${slug}`)),
        list_api: await has("/api/v1/articles?limit=100", `"${slug}"`),
        queries_api: await has("/api/v1/queries?limit=100", word),
        feed: await has("/feed.atom", `/articles/${slug}`),
        sitemap: await has("/sitemap.xml", `/articles/${slug}`),
        home: await has("/", `/articles/${slug}`),
    };
}

const ALL = { page: 200, api: 200, phrase: 200, search: true, search_api: true, suggest: true, category: true, tag: true, list_api: true, queries_api: true, feed: true, sitemap: true };
const NONE = { page: 404, api: 404, phrase: 404, search: false, search_api: false, suggest: false, category: false, tag: false, list_api: false, queries_api: false, feed: false, sitemap: false, home: false };
const without = ({ home, ...rest }) => rest;

describe("a guide that nobody reviewed in time", () => {
    it("is there until its day, on every surface", async (t) => {
        const { data } = await imported(t, BEFORE);
        const server = await serve(t, data, BEFORE);
        for (const [slug, word] of Object.entries(GONE)) assert.deepEqual(without(await seen(server, slug, word)), ALL, slug);
        assert.doesNotMatch((await server.get("/articles/zebra-banner")).text, /nobody has confirmed since/);
    });

    it("is gone by its policy when the clock has passed it, and staff know why", async (t) => {
        const { data } = await imported(t, BEFORE);
        let server = await serve(t, data, BEFORE, STAFF);
        await server.get("/articles/zebra-hide");
        await server.stop();
        server = await serve(t, data, AFTER);
        for (const [slug, word] of Object.entries(GONE)) assert.deepEqual(await seen(server, slug, word), NONE, slug);
        assert.equal((await (await as(server, "rob")).get("/articles/zebra-hide")).status, 404, "a reader with an account, too");
        for (const slug of ["zebra-banner", "zebra-never", "zebra-trust"]) assert.equal((await server.get(`/articles/${slug}`)).status, 200, slug);
        assert.match((await server.get("/articles/zebra-banner")).text, /nobody has confirmed since/);

        const ada = await as(server, "ada");
        const hidden = await ada.get("/articles/zebra-hide");
        assert.equal(hidden.status, 200);
        assert.match(hidden.text, /Only staff see this guide/);
        assert.match((await ada.get("/search?q=walrusprinter&literal=1")).text, /Hidden from readers/);
        assert.equal((await ada.get("/articles/zebra-draft")).status, 404);
        assert.match((await ada.get("/staff/guides/zebra-draft")).text, /This guide is offline/);

        const mine = await as(server, "tamem-j"); // its author has the draft, with the reason
        const list = await mine.get("/staff?show=mine");
        const url = parse(list.text).one("a", (n) => /The pelicanscanner/.test(n.text)).attr("href");
        assert.match((await mine.get(url)).text, /Nobody reviewed the guide in time: it expired on 2026-07-01/);
    });

    it("comes back when it was verified, and not before", async (t) => {
        const { data } = await imported(t, BEFORE);
        const server = await serve(t, data, AFTER, STAFF);
        const ada = await as(server, "ada");
        for (const slug of ["zebra-hide", "zebra-draft"]) {
            const word = GONE[slug];
            const id = /\/staff\/drafts\/(\d+)/.exec((await ada.post(`/articles/${slug}/edit`)).location)[1];
            const form = async () => fields(parse((await ada.get(`/staff/drafts/${id}/edit`)).text).one("form", (f) => f.attr("data-editor") != null));
            const save = async (values) => ada.post(`/staff/drafts/${id}`, { ...Object.fromEntries(await form()), ...values });
            const move = async (action) => assert.equal((await ada.post(`/staff/drafts/${id}/move`, { version: (await form()).get("version"), action })).status, 303, action);
            const publish = async (values = {}) => ada.post(`/staff/drafts/${id}/publish`, { version: /name="version" value="(\d+)"/.exec((await ada.get(`/staff/drafts/${id}`)).text)[1], ...values });
            assert.equal((await save({ summary: "Other words." })).status, 303);
            for (const action of ["submit", "approve"]) await move(action);
            const refused = await publish();
            assert.equal(refused.status, 422);
            assert.match(refused.text, /By its own policy this guide has expired/);
            assert.equal((await server.get(`/articles/${slug}`)).status, 404);
            assert.equal((await save({ verified: "2026-07-04" })).status, 303);
            for (const action of ["submit", "approve"]) await move(action);
            const done = await publish({ confidence: "validated" });
            assert.equal(done.status, 303, done.text.slice(0, 800));
            assert.deepEqual(without(await seen(server, slug, word)), ALL, slug);
            assert.equal((await server.get(`/api/v1/articles/${slug}`)).json.confidence, "validated");
        }
    });

    it("a restore of what has expired is refused with words", async (t) => {
        const { data } = await imported(t, BEFORE);
        let server = await serve(t, data, BEFORE, STAFF);
        assert.equal((await (await as(server, "ada")).post("/articles/zebra-hide/retire", { why: "old" })).status, 303);
        await server.stop();
        server = await serve(t, data, AFTER);
        const refused = await (await as(server, "ada")).post("/articles/zebra-hide/restore", { why: "needed" });
        assert.equal(refused.status, 422);
        assert.match(refused.text, /has expired/);
        assert.equal((await server.get("/articles/zebra-hide")).status, 410);
    });

    it("out and in again it is the same, and a changed file brings it back", async (t) => {
        const { data } = await imported(t, BEFORE);
        const server = await serve(t, data, AFTER);
        await server.stop();
        const out = join(temporaryFolder(t), "out"), again = join(temporaryFolder(t), "again"), second = temporaryFolder(t);
        await run(["export", "--data", data, out], AFTER);
        for (const [slug, text] of Object.entries(GUIDES)) assert.equal(readFileSync(join(out, `articles/hardware/${slug}.md`), "utf8"), text, slug);
        await run(["import", "--data", second, out], AFTER);
        await run(["export", "--data", second, again], AFTER);
        for (const slug of Object.keys(GUIDES)) assert.deepEqual(readFileSync(join(again, `articles/hardware/${slug}.md`)), readFileSync(join(out, `articles/hardware/${slug}.md`)), slug);
        assert.match((await run(["import", "--data", second, again], AFTER)).stdout, /unchanged/);
        for (const slug of Object.keys(GONE)) writeFileSync(join(again, `articles/hardware/${slug}.md`), GUIDES[slug].replace("verified: 2026-01-01", "verified: 2026-07-03").replace("expires: 2026-07-02", "expires: 2027-07-02"));
        const behind = await serve(t, second, AFTER);
        for (const [slug, word] of Object.entries(GONE)) assert.deepEqual(await seen(behind, slug, word), NONE, `${slug}, imported when it had expired`);
        await run(["import", "--data", second, again], AFTER);
        for (const [slug, word] of Object.entries(GONE)) assert.deepEqual(without(await seen(behind, slug, word)), ALL, `${slug}, beside a server`);
        writeFileSync(join(again, "articles/hardware/zebra-draft.md"), `${GUIDES["zebra-draft"]}\nMore.\n`);
        await run(["import", "--data", second, again], AFTER);
        assert.deepEqual(await seen(behind, "zebra-draft", GONE["zebra-draft"]), NONE, "expired again by its file");
        await run(["import", "--prune", "--data", second, folder(t, { "zebra-banner": GUIDES["zebra-banner"] })], AFTER);
        assert.equal((await behind.get("/articles/zebra-draft")).status, 410, "pruned as any other");
    });

    it("a slip in its policy is refused", async (t) => {
        for (const [front, words] of [["on_expiry: hidden\n", /banner, hide or draft/], ["expires: soon\n", /day of the calendar/], ["expire_after: -1d\n", /duration/], ["confidence: sure\n", /work-in-progress/]]) {
            const said = await run(["import", "--data", temporaryFolder(t), folder(t, { slip: guide("slip", front) })], BEFORE, 1);
            assert.match(said.stderr, words);
        }
    });
});

describe("how far a guide can be trusted", () => {
    it("readers are told what is not validated, in plain words", async (t) => {
        const { data } = await imported(t, BEFORE);
        const server = await serve(t, data, BEFORE);
        assert.match((await server.get("/articles/zebra-trust")).text, /Not validated yet/);
        assert.match((await server.get("/search?q=heronphone&literal=1")).text, /Not validated yet/);
        assert.doesNotMatch((await server.get("/articles/zebra-banner")).text, /Not validated/);
        const twin = (await server.get("/api/v1/articles/zebra-trust")).json;
        assert.equal(twin.confidence, "not-validated");
        const due = (await server.get("/api/v1/articles/zebra-hide")).json;
        assert.deepEqual([due.expires, due.on_expiry, due.expired, due.hidden, due.stale], ["2026-07-01", "hide", false, false, true]);
    });

    it("staff filter by it, by what is due and by what is overdue", async (t) => {
        const { data } = await imported(t, BEFORE);
        const server = await serve(t, data, day("2026-06-20"), STAFF);
        const ada = await as(server, "ada");
        const slugs = async (query) => parse((await ada.get(`/staff/guides?${query}`)).text).all("th", (n) => n.attr("scope") === "row").map((n) => n.one("a").attr("href").replace("/staff/guides/", "")).sort();
        assert.deepEqual(await slugs("confidence=not-validated"), ["zebra-trust"]);
        assert.deepEqual(await slugs("confidence=validated"), []);
        assert.deepEqual(await slugs("review=due"), ["zebra-banner", "zebra-draft", "zebra-ends", "zebra-hide"]);
        assert.deepEqual(await slugs("review=overdue"), ["zebra-never"]);
        assert.deepEqual(await slugs("review=overdue&confidence=validated"), []);
        assert.deepEqual(await slugs("state=draft"), []);
        assert.match((await ada.get("/staff/guides?review=due")).text, /then back to draft/);
    });
});

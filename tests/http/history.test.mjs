// All guides and the history of one: lists by filter, any two texts compared, an old text back as a draft, a copy, old
// addresses, and what takes a retired guide's place. By forms, as a browser without JavaScript sends them.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { serving } from "./server.mjs";

const server = serving(before, after, { users: { ann: "author", pam: "publisher", ada: "author,reviewer,publisher", rob: "reader" }, args: ["--self-review", "yes"] });
const as = (name) => new Person(server()).signIn(name);
const path = (answer) => new URL(answer.location, server().origin).pathname;
const idOf = (answer) => Number(/\/staff\/drafts\/(\d+)/.exec(answer.location)[1]);

const guide = (slug, { title = slug, body = "Intro.\n\n## Symptoms\n\n- It does not work\n\n## How to fix\n\n### Restart it\n\nPress the button.\n", more = "" } = {}) =>
    `---\ntitle: ${title}\nslug: ${slug}\ncategory: hardware\n${more}---\n\n${body}`;

async function version(person, id) {
    const page = parse((await person.get(`/staff/drafts/${id}/edit?whole=1`)).text);
    return fields(page.one("form", (f) => f.attr("data-editor") != null)).get("version");
}

async function write(person, id, text, why = "") {
    const answer = await person.post(`/staff/drafts/${id}`, { version: await version(person, id), whole: "1", text, why });
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
    return answer;
}

async function goLive(person, id) {
    for (const action of ["submit", "approve"]) assert.equal((await person.post(`/staff/drafts/${id}/move`, { version: await version(person, id).catch(() => "0"), action })).status, 303, action);
    const shown = parse((await person.get(`/staff/drafts/${id}`)).text).one("form", (f) => /\/publish$/.test(f.attr("action") ?? ""));
    const answer = await person.post(`/staff/drafts/${id}/publish`, Object.fromEntries(fields(shown)));
    assert.equal(answer.status, 303, answer.text.slice(0, 800));
    return answer;
}

/* Published texts, one after the other; the guide's slug at the end. */
async function publish(person, slug, ...texts) {
    let id = idOf(await person.post("/staff/drafts", { title: slug }));
    for (const [i, text] of texts.entries()) {
        if (i > 0) id = idOf(await person.post(`/articles/${slug}/edit`));
        await write(person, id, text, `change ${i + 1}`);
        await goLive(person, id);
    }
}

describe("history of a guide", () => {
    it("tells who changed what and why, and shows any two texts", async () => {
        const ada = await as("ada");
        await publish(ada, "dock-black-screen", guide("dock-black-screen"), guide("dock-black-screen").replace("Press the button.", "Press the big <b>button</b> twice."), guide("dock-black-screen").replace("It does not work", "The screen is black"));
        const page = await ada.get("/staff/guides/dock-black-screen");
        assert.equal(page.status, 200, page.text.slice(0, 500));
        for (const words of ["change 1", "change 2", "change 3", "ada", "bytes"]) assert.ok(page.text.includes(words), words);
        const compare = await ada.get("/staff/guides/dock-black-screen/compare?from=1&to=2");
        assert.equal(compare.status, 200, compare.text.slice(0, 500));
        const dom = parse(compare.text);
        assert.deepEqual(dom.all("section", (n) => /compared/.test(n.attr("class") ?? "")).map((n) => n.one("h2").text.trim()), ["How to fix"]);
        assert.match(compare.text, /<ins>[^<]*twice/);
        assert.match(compare.text, /&lt;b&gt;|&lt;b/);
        assert.doesNotMatch(compare.text, /<b>button/);
        assert.match(compare.text, /Removed:/);
        assert.match(compare.text, /unchanged line/);
        assert.doesNotMatch((await ada.get("/staff/guides/dock-black-screen/compare?from=1&to=2&all=1")).text, /unchanged line/);
        assert.match((await ada.get("/staff/guides/dock-black-screen/compare?from=2&to=2")).text, /are the same/);
        for (const [query, status] of [["?from=1&to=9", 404], ["?from=0&to=1", 422], ["?from=x&to=1", 422]]) assert.equal((await ada.get(`/staff/guides/dock-black-screen/compare${query}`)).status, status, query);
        assert.equal((await ada.get("/staff/guides/no-such-guide")).status, 404);
    });

    it("an old text comes back as a draft, and no draft is written over", async () => {
        const ada = await as("ada");
        const old = guide("restore-me").replace("Press the button.", "The old way.");
        await publish(ada, "restore-me", old, guide("restore-me"));
        const made = await ada.post("/staff/guides/restore-me/restore-revision", { revision: "1" });
        assert.equal(made.status, 303, made.text.slice(0, 500));
        const id = idOf(made);
        assert.match((await server().get("/articles/restore-me")).text, /Press the button/, "the live text stays");
        const draft = await ada.get(`/staff/drafts/${id}`);
        assert.match(draft.text, /Back to revision 1/);
        const diff = await ada.get(`/staff/drafts/${id}/compare`);
        assert.equal(diff.status, 200);
        assert.match(diff.text, /old way/);
        assert.match((await ada.get(`/staff/drafts/${id}/compare?from=1&to=2`)).text, /Version/);
        const again = await (await as("ann")).post("/staff/guides/restore-me/restore-revision", { revision: "1" });
        assert.equal(again.status, 409);
        assert.match(again.text, /open already/);
        assert.match((await ada.get("/staff/guides/restore-me")).text, new RegExp(`/staff/drafts/${id}"`));
        await goLive(ada, id);
        assert.match((await server().get("/articles/restore-me")).text, /The old way/);
        assert.match((await ada.get("/staff/guides/restore-me")).text, /Back to revision 1/);
        assert.equal((await ada.post("/staff/guides/restore-me/restore-revision", { revision: "99" })).status, 404);
    });

    it("a copy has its own title and address, and none of the phrases", async () => {
        const ada = await as("ada");
        await publish(ada, "copied-from", guide("copied-from", { more: "queries: [ copied phrase nine ]\nverified: 2026-01-01\n" }));
        const refused = await ada.post("/staff/guides/copied-from/copy", { title: "Copied from", slug: "" });
        assert.equal(refused.status, 422);
        assert.match(refused.text, /has this address/);
        assert.match(refused.text, /value="Copied from"/);
        const id = idOf(await ada.post("/staff/guides/copied-from/copy", { title: "Another: \"dock\"", slug: "another-dock" }));
        const text = fields(parse((await ada.get(`/staff/drafts/${id}/edit?whole=1`)).text).one("form", (f) => f.attr("data-editor") != null)).get("text");
        assert.match(text, /slug: another-dock/);
        assert.doesNotMatch(text, /copied phrase nine|verified/);
        assert.match(text, /Press the button/);
        await goLive(ada, id);
        assert.match((await server().get("/articles/another-dock")).text, /Another: (&quot;|")dock/);
        const phrase = await server().get("/q/copied-phrase-nine");
        assert.equal(phrase.status, 200);
        assert.match(phrase.text, /data-article="copied-from"/);
    });
});

describe("addresses", () => {
    it("an old address leads to the new one everywhere, and stays taken", async () => {
        const ada = await as("ada");
        await publish(ada, "old-name", guide("old-name"));
        const id = idOf(await ada.post("/articles/old-name/edit"));
        await write(ada, id, guide("new-name"), "renamed");
        await goLive(ada, id);
        for (const [from, to] of [["/articles/old-name", "/articles/new-name"], ["/articles/old-name/votes", "/articles/new-name/votes"], ["/api/v1/articles/old-name", "/api/v1/articles/new-name"], ["/api/v1/articles/old-name/votes", "/api/v1/articles/new-name/votes"]]) {
            const answer = await server().get(from);
            assert.equal(answer.status, 301, from);
            assert.equal(path(answer), to);
        }
        const vote = await server().post("/api/v1/articles/old-name/votes", { body: { helpful: true } });
        assert.equal(vote.status, 308);
        assert.equal(path(vote), "/api/v1/articles/new-name/votes");
        const page = await ada.get("/staff/guides/old-name");
        assert.match(page.text, /Old addresses/);
        assert.match(page.text, /\/articles\/old-name"/);
        const taker = idOf(await ada.post("/staff/drafts", { title: "Taker" }));
        await write(ada, taker, guide("old-name", { title: "Taker" }));
        for (const action of ["submit", "approve"]) await ada.post(`/staff/drafts/${taker}/move`, { version: await version(ada, taker), action });
        assert.equal((await ada.post(`/staff/drafts/${taker}/publish`, { version: await version(ada, taker) })).status, 409);
        assert.match((await ada.post("/staff/guides/new-name/copy", { title: "Copy", slug: "old-name" })).text, /has this address/);
    });

    it("a guide that goes live again by a draft forgets its successor", async () => {
        const ada = await as("ada");
        for (const slug of ["back-again", "stood-in"]) await publish(ada, slug, guide(slug));
        const id = idOf(await ada.post("/articles/back-again/edit"));
        await write(ada, id, guide("back-again", { title: "Back again, other words" }), "better");
        assert.equal((await ada.post("/articles/back-again/retire", { why: "old", successor: "stood-in" })).status, 303);
        assert.equal((await server().get("/api/v1/articles/back-again")).json.successor.slug, "stood-in");
        await goLive(ada, id);
        assert.equal((await server().get("/articles/back-again")).status, 200);
        assert.equal((await ada.post("/articles/stood-in/retire", { why: "no need", successor: "back-again" })).status, 303, "no loop");
        assert.equal((await ada.post("/articles/back-again/retire", { why: "old" })).status, 303);
        assert.equal((await server().get("/api/v1/articles/back-again")).json.successor, null);
    });

    it("a retired guide names what takes its place, wherever that is by now", async () => {
        const ada = await as("ada");
        for (const slug of ["first-of-three", "second-of-three", "third-of-three"]) await publish(ada, slug, guide(slug));
        const retire = (slug, successor, why = "old") => ada.post(`/articles/${slug}/retire`, { why, successor });
        const lost = await retire("first-of-three", "/articles/never-there");
        assert.equal(lost.status, 422);
        assert.match(lost.text, /no guide at this address/);
        assert.match(lost.text, /value="\/articles\/never-there"/);
        assert.equal((await server().get("/articles/first-of-three")).status, 200, "nothing is half done");
        assert.equal((await retire("first-of-three", "first-of-three")).status, 422);
        assert.equal((await retire("first-of-three", "https://kb.example.org/articles/second-of-three?x=1#y")).status, 303);
        const gone = async (slug) => {
            const [html, json] = [await server().get(`/articles/${slug}`), await server().get(`/api/v1/articles/${slug}`)];
            assert.deepEqual([html.status, json.status], [410, 410]);
            assert.match(json.headers["content-type"], /problem\+json/);
            assert.equal(json.json.title, "This guide was retired");
            const link = parse(html.text).all("p", (n) => /successor/.test(n.attr("class") ?? ""))[0]?.one("a")?.attr("href");
            assert.equal(json.json.successor?.slug, link?.replace("/articles/", ""));
            return json.json.successor?.slug ?? null;
        };
        assert.equal(await gone("first-of-three"), "second-of-three");
        assert.equal((await retire("second-of-three", "third-of-three")).status, 303);
        assert.equal(await gone("first-of-three"), "third-of-three", "the chain is followed");
        const loop = await retire("third-of-three", "/articles/first-of-three");
        assert.equal(loop.status, 422);
        assert.match(loop.text, /leads back/);
        const id = idOf(await ada.post("/articles/third-of-three/edit"));
        await write(ada, id, guide("third-renamed"));
        await goLive(ada, id);
        assert.equal(await gone("first-of-three"), "third-renamed");
        assert.equal((await ada.post("/staff/guides/first-of-three/successor", { successor: "" })).status, 303);
        assert.equal(await gone("first-of-three"), null);
        assert.equal(await gone("second-of-three"), "third-renamed");
        assert.equal((await (await as("ann")).post("/staff/guides/first-of-three/successor", { successor: OST })).status, 403);
        assert.equal((await ada.post("/staff/guides/third-renamed/successor", { successor: OST })).status, 409, "only of retired ones");
        assert.equal((await ada.post("/articles/second-of-three/restore", { why: "" })).status, 422);
        assert.equal((await ada.post("/articles/second-of-three/restore", { why: "needed" })).status, 303);
        assert.equal((await server().get("/articles/second-of-three")).status, 200);
    });

    it("a guide for staff is not named to others as a successor", async () => {
        const ada = await as("ada");
        await publish(ada, "for-all", guide("for-all"));
        await publish(ada, "for-staff", guide("for-staff", { more: "audience: staff\n" }));
        assert.equal((await ada.post("/articles/for-all/retire", { why: "x", successor: "for-staff" })).status, 303);
        assert.doesNotMatch((await server().get("/articles/for-all")).text, /for-staff/);
        assert.equal((await server().get("/api/v1/articles/for-all")).json.successor, null);
        assert.match((await ada.get("/articles/for-all")).text, /articles\/for-staff/);
    });
});

describe("all guides", () => {
    const slugs = (text) => parse(text).all("th", (n) => n.attr("scope") === "row").map((n) => n.one("a").attr("href").replace("/staff/guides/", ""));
    it("are found by state, category, author, text and staleness, page by page", async () => {
        const ada = await as("ada");
        for (let i = 10; i < 65; i++) await publish(ada, `list-${i}`, guide(`list-${i}`, { title: `Zebra ${i}`, more: `author: tamem-j\nreview_every: 30d\nverified: ${i % 2 ? "2020-01-01" : "2099-01-01"}\n` }));
        await ada.post("/articles/list-10/retire", { why: "old" });
        const first = await ada.get("/staff/guides?text=zebra");
        const next = parse(first.text).one("a", (n) => /after=/.test(n.attr("href") ?? "")).attr("href");
        const second = await ada.get(next);
        assert.deepEqual([...slugs(first.text), ...slugs(second.text)], Array.from({ length: 55 }, (_, i) => `list-${i + 10}`), "by title");
        assert.deepEqual(slugs((await ada.get("/staff/guides?text=list-2")).text), Array.from({ length: 10 }, (_, i) => `list-2${i}`), "by slug");
        assert.deepEqual(slugs((await ada.get("/staff/guides?text=zebra&state=retired")).text), ["list-10"]);
        assert.deepEqual(slugs((await ada.get("/staff/guides?text=ZEBRA+11&review=overdue")).text), ["list-11"]);
        assert.deepEqual(slugs((await ada.get("/staff/guides?text=zebra+12&review=overdue")).text), []);
        assert.ok(slugs((await ada.get("/staff/guides?category=email")).text).includes(OST), "with those below");
        assert.ok(!slugs((await ada.get("/staff/guides?category=ema")).text).includes(OST));
        assert.ok(slugs((await ada.get("/staff/guides?author=tamem-j&state=retired")).text).includes("list-10"));
        assert.equal(slugs((await ada.get("/staff/guides")).text).length, 50);
        for (const query of ["after=zzz", `text=x&after=${/after=([^&]+)/.exec(next)[1]}x`]) assert.equal((await ada.get(`/staff/guides?${query}`)).status, 422, query);
        assert.equal((await (await as("rob")).get("/staff/guides")).status, 403);
    });
});

describe("long texts", () => {
    it("are compared in time, and cut with words", async () => {
        const ada = await as("ada");
        const body = (word) => Array.from({ length: 60000 }, (_, i) => `line ${i} says ${word} and ends here, at ${i * 7}.`).join("\n\n");
        const id = idOf(await ada.post("/staff/drafts", { title: "long-text" }));
        await write(ada, id, guide("long-text", { body: body("one") }));
        await write(ada, id, guide("long-text", { body: body("two") }));
        const page = await ada.get(`/staff/drafts/${id}/compare?from=2&to=3&all=1`);
        assert.equal(page.status, 200, page.text.slice(0, 500));
        assert.match(page.text, /more than can be shown/);
        assert.ok(page.text.length < 8_000_000, `${page.text.length} bytes`);
    });
});

// The first ranked search.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST, PHRASE, PHRASE_SLUG, articles } from "./content.mjs";
import { parse } from "./html.mjs";
import { serving } from "./server.mjs";

const server = serving(before, after);
const api = async (query, more = "") =>
    (await server().get(`/api/v1/search?q=${encodeURIComponent(query)}${more}`)).json;

describe("search", () => {
    it("an exact phrase leaves for its page", async () => {
        const answer = await server().get(`/search?q=${encodeURIComponent(PHRASE)}`);
        assert.equal(answer.status, 303);
        assert.equal(new URL(answer.location, server().origin).pathname, `/q/${PHRASE_SLUG}`);
    });

    it("unless literal=1", async () => {
        const answer = await server().get(`/search?q=${encodeURIComponent(PHRASE)}&literal=1`);
        assert.equal(answer.status, 200);
    });

    it("a long paste may be posted", async () => {
        const form = { q: `${"noise 4711 ".repeat(80)} camera black screen` };
        const answer = await server().post("/search", { form });
        assert.equal(answer.status, 200);
        assert.match(answer.text, /teams-camera-not-detected-or-black-screen/);
        const exact = await server().post("/search", { form: { q: PHRASE } });
        assert.equal(exact.status, 303);
    });

    it("finds each guide by the words of its title", async () => {
        for (const guide of articles()) {
            const { hits } = await api(guide.title, "&literal=1");
            assert.equal(hits[0]?.slug, guide.slug, guide.title);
        }
    });

    it("marks what matched, and escapes what it shows", async () => {
        const root = parse((await server().get("/search?q=shutter+camera")).text);
        assert.ok(root.all("mark").some((m) => /camera/i.test(m.text)));
        const evil = await server().get(`/search?q=${encodeURIComponent('<script>alert(1)</script> camera"\'><img src=x onerror=alert(1)>')}`);
        assert.equal(evil.status, 200);
        assert.doesNotMatch(evil.text, /<script>alert|<img src=x/);
    });

    it("is not for indexing", async () => {
        const answer = await server().get("/search?q=camera");
        const robots = parse(answer.text).one("meta", (m) => m.attr("name") === "robots")?.attr("content") ?? "";
        assert.match(`${robots} ${answer.headers["x-robots-tag"] ?? ""}`, /noindex/);
    });

    it("says what to do when nothing is found", async () => {
        const answer = await server().get("/search?q=zzzzqqqq");
        assert.equal(answer.status, 200);
        const root = parse(answer.text);
        assert.ok(root.one("main").all("a").length > 0, "somewhere to go");
        assert.equal((await api("zzzzqqqq")).total, 0);
    });

    it("an empty query is a search page, not an error", async () => {
        assert.equal((await server().get("/search")).status, 200);
        assert.equal((await server().get("/search?q=")).status, 200);
        assert.equal((await server().get("/search?q=%20%20")).status, 200);
    });

    it("user text is never query syntax", async () => {
        for (const query of ['"', "outlook AND", "NEAR(", "a*", "-teams", "title:x", "'; DROP TABLE article;--", "\\", "%", "( ) : ^", "\u0000".replace("\u0000", "%00") , "💥 outlook", "a".repeat(3999)]) {
            const answer = await server().get(`/search?q=${encodeURIComponent(query)}`);
            assert.ok(answer.status === 200 || answer.status === 303, `${query}: ${answer.status}`);
        }
    });

    it("suggests phrases and guides while one types", async () => {
        const answer = await server().get("/suggest?q=azure+ad");
        assert.equal(answer.status, 200);
        assert.match(answer.text, /azure ad connect sync error/);
        const guides = await server().get("/suggest?q=outl");
        assert.match(guides.text, /outlook/i);
    });

    it("pages without repeating or losing a hit", async () => {
        const all = (await api("outlook teams sync sign", "&limit=50")).hits.map((h) => h.slug);
        assert.ok(all.length >= 4);
        const seen = [];
        let next = "";
        for (let i = 0; i < 20; i++) {
            const part = await api("outlook teams sync sign", `&limit=2${next ? `&${i % 2 ? "after" : "page"}=${encodeURIComponent(next)}` : ""}`);
            assert.ok(part.hits.length <= 2);
            seen.push(...part.hits.map((h) => h.slug));
            next = part.next;
            if (!next) break;
        }
        assert.deepEqual(seen, all);
    });

    it("the OST guide is found by its symptom", async () => {
        const { hits } = await api("delayed folder updates outlook send receive errors");
        assert.equal(hits[0].slug, OST);
    });

    it("nothing found: the nearest phrases by how words begin, and nothing that is only popular", async () => {
        const { total, near } = await api("connectivvvvv");
        assert.equal(total, 0);
        assert.ok(near.some((phrase) => /azure ad connect sync/.test(phrase.text)), JSON.stringify(near));
        assert.deepEqual((await api("zzzzqqqq")).near, []);
    });

    it("suggests codes in the notation people know, with their meaning, once", async () => {
        const suggest = async (q) => (await server().get(`/suggest?q=${encodeURIComponent(q)}`)).json;
        const [, texts, descriptions, urls] = await suggest("0x80070");
        const at = texts.indexOf("0x800704cf");
        assert.ok(at >= 0, texts.join());
        assert.match(descriptions[at], /^Error code: ./);
        assert.match(urls[at], /\/search\?q=0x800704cf$/);
        for (const typed of ["0X800704", "outlook", "azure ad connect sync error"]) {
            const [, again] = await suggest(typed);
            assert.equal(new Set(again.map((t) => t.toLowerCase())).size, again.length, again.join());
        }
        assert.ok((await suggest("0X800704"))[1].includes("0x800704cf"));
    });
});

// JSON twins of the pages, cursors, and machines' files.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST, PHRASE, PHRASE_SLUG, articles } from "./content.mjs";
import { parse } from "./html.mjs";
import { serving } from "./server.mjs";

const server = serving(before, after, { args: ["--public-url", "http://kb.example"] });
const json = async (path) => {
    const answer = await server().get(path);
    assert.equal(answer.status, 200, `${path}: ${answer.status}`);
    assert.equal(answer.type, "application/json", path);
    return answer.json;
};

/* All items of a list, two at a time. */
async function pageThrough(path) {
    const items = [];
    let cursor = null;
    for (let i = 0; i < 50; i++) {
        const join = path.includes("?") ? "&" : "?";
        const part = await json(`${path}${join}limit=2${cursor ? `&after=${encodeURIComponent(cursor)}` : ""}`);
        assert.ok(part.items.length <= 2);
        items.push(...part.items);
        cursor = part.next;
        if (cursor === null) return items;
    }
    throw new Error(`${path} never ends`);
}

describe("twins", () => {
    it("an article says what its page says", async () => {
        const twin = await json(`/api/v1/articles/${OST}`);
        const root = parse((await server().get(`/articles/${OST}`)).text);
        assert.equal(twin.title, "Outlook OST Sync Errors in Cached Mode");
        assert.equal(twin.slug, OST);
        assert.equal(twin.url, `http://kb.example/articles/${OST}`);
        assert.deepEqual(twin.minutes, { min: 10, max: 20 });
        assert.equal(twin.verified, "2026-03-03");
        assert.equal(twin.author.name, "Tamem J");
        assert.equal(twin.commands.items.length, 1);
        const command = twin.commands.items[0];
        assert.equal(command.text, "Test-NetConnection outlook.office365.com -Port 443\nGet-Process outlook | Select-Object ProcessName, Id, CPU");
        assert.equal(command.language, "powershell");
        const steps = twin.fix.phases.flatMap((p) => p.steps);
        assert.deepEqual(steps.map((s) => s.kind), ["info", "info", "command", "info", "warning"]);
        assert.deepEqual(steps.map((s) => s.admin), [false, false, false, false, true]);
        for (const step of steps) assert.ok(root.byId(step.anchor), step.anchor);
        assert.equal(twin.symptoms.groups[0].items.length, 3);
        assert.ok(!("frame" in twin) && !("votes_url" in twin), "no page furniture");
    });

    it("a phrase's twin is the article, with the phrase", async () => {
        const match = await json(`/api/v1/queries/match?q=${encodeURIComponent(PHRASE)}`);
        assert.equal(match.matched, true);
        assert.equal(match.query, PHRASE);
        assert.equal(match.phrase.slug, PHRASE_SLUG);
        const miss = await json("/api/v1/queries/match?q=nobody+knows+this");
        assert.deepEqual([miss.matched, miss.phrase], [false, null]);
    });

    it("lists hold everything once, through cursors", async () => {
        const guides = await pageThrough("/api/v1/articles");
        assert.deepEqual(guides.map((g) => g.slug).sort(), articles().map((a) => a.slug).sort());
        const phrases = await pageThrough("/api/v1/queries");
        assert.deepEqual(phrases.map((p) => p.text).sort(), articles().flatMap((a) => a.queries).sort());
        const partners = await pageThrough("/api/v1/partners");
        assert.deepEqual(partners.map((p) => p.slug), ["1password-business", "grammarly", "shigeng-communication"]);
        assert.equal((await json("/api/v1/partners")).next, null);
    });

    it("a cursor that is not ours is refused by name", async () => {
        for (const path of ["/api/v1/articles", "/api/v1/queries", "/api/v1/partners"])
            for (const cursor of ["garbage", "AAAA", "../..", "💥"]) {
                const answer = await server().get(`${path}?after=${encodeURIComponent(cursor)}`);
                assert.equal(answer.status, 422, `${path} ${cursor}`);
                assert.match(answer.text, /"\/?after"/);
            }
    });

    it("a search goes on by cursor: every hit once, in the order of one long page", async () => {
        const path = "/api/v1/search?q=the";
        const whole = (await json(`${path}&limit=50`)).hits.map((h) => h.slug);
        assert.ok(whole.length > 4, `${whole.length} hits`);
        const walked = [];
        let cursor = null;
        do {
            const part = await json(`${path}&limit=2${cursor ? `&after=${cursor}` : ""}`);
            assert.ok(part.hits.length >= 1 && part.hits.length <= 2);
            assert.equal(part.total, whole.length);
            walked.push(...part.hits.map((h) => h.slug));
            cursor = part.next;
        } while (cursor);
        assert.deepEqual(walked, whole);
        const [first, byPage] = [await json(`${path}&limit=2`), await json(`${path}&limit=2&page=2`)];
        const next = await json(`${path}&limit=2&after=${first.next}`);
        assert.deepEqual(next.hits, byPage.hits, "page and cursor lead to the same");
    });

    it("a search's cursor serves that search and no other", async () => {
        const { next } = await json("/api/v1/search?q=the&limit=2");
        const asked = (rest) => server().get(`/api/v1/search?limit=2&${rest}`);
        const others = [`q=outlook&after=${next}`, `q=the&tag=sync&after=${next}`, `q=the&literal=1&after=${next}`,
            `q=the&after=${next}0`, `q=the&after=${next.toUpperCase()}`, `q=the&after=ffff${next.slice(4)}`, "q=the&after=2", "q=the&after=%00", `q=the&after=${"0".repeat(400)}`];
        for (const rest of others) {
            const answer = await asked(rest);
            const wanted = rest.endsWith("%00") ? 400 : 422;
            if (rest.includes(next.toUpperCase()) && next === next.toUpperCase()) continue;
            assert.equal(answer.status, wanted, rest);
            if (wanted === 422) assert.deepEqual(answer.json.errors.map((e) => e.field), ["after"], rest);
        }
        assert.equal((await asked(`q=the&after=${next}`)).status, 200);
    });

    it("a limit that is no number of the range is refused by name", async () => {
        for (const path of ["/api/v1/articles?", "/api/v1/queries?", "/api/v1/partners?", "/api/v1/search?q=x&"])
            for (const limit of ["0", "-1", "x", "1e3", "201", "999999999999999999999"]) {
                const answer = await server().get(`${path}limit=${limit}`);
                assert.equal(answer.status, 422, path + limit);
                assert.deepEqual(answer.json.errors.map((e) => e.field), ["limit"], path);
            }
    });
});

describe("problems", () => {
    it("are RFC 9457: type, title, status, and where", async () => {
        const lost = await server().get("/api/v1/articles/no-such-guide");
        assert.equal(lost.status, 404);
        assert.equal(lost.type, "application/problem+json");
        const problem = lost.json;
        assert.equal(problem.status, 404);
        assert.equal(typeof problem.title, "string");
        assert.ok(problem.title.length > 0);
        assert.ok(problem.type === undefined || typeof problem.type === "string");
    });

    it("everything below /api answers JSON, also what is not there", async () => {
        for (const path of ["/api/v1/nothing", "/api/", "/api/v2/articles", "/api/v1/articles/x/y/z"]) {
            const answer = await server().get(path);
            assert.equal(answer.status, 404, path);
            assert.equal(answer.type, "application/problem+json", path);
        }
    });
});

describe("files for machines", () => {
    it("sitemap.xml names every guide with absolute addresses", async () => {
        const answer = await server().get("/sitemap.xml");
        assert.equal(answer.status, 200);
        const locations = [...answer.text.matchAll(/<loc>([^<]*)<\/loc>/g)].map((m) => m[1]);
        for (const guide of articles()) assert.ok(locations.includes(`http://kb.example/articles/${guide.slug}`), guide.slug);
        assert.ok(locations.includes(`http://kb.example/q/${PHRASE_SLUG}`));
        assert.ok(locations.every((l) => l.startsWith("http://kb.example/")));
        assert.equal(new Set(locations).size, locations.length);
    });

    it("robots.txt points at it and keeps runs and searches out", async () => {
        const answer = await server().get("/robots.txt");
        assert.equal(answer.type, "text/plain");
        assert.match(answer.text, /^Sitemap: http:\/\/kb\.example\/sitemap\.xml$/m);
    });

    it("opensearch.xml offers the search with a template", async () => {
        const answer = await server().get("/opensearch.xml");
        assert.equal(answer.type, "application/opensearchdescription+xml");
        assert.match(answer.text, /template="http:\/\/kb\.example\/[^"]*\{searchTerms\}/);
        const home = parse((await server().get("/")).text);
        assert.ok(home.one("link", (l) => l.attr("rel") === "search"), "home announces it");
    });

    it("feeds are Atom, for all and for a category", async () => {
        for (const [path, count] of [["/feed.atom", 9], ["/feeds/email.atom", 2], ["/feeds/email/outlook.atom", 2]]) {
            const answer = await server().get(path);
            assert.equal(answer.status, 200, path);
            assert.equal(answer.type, "application/atom+xml");
            assert.equal([...answer.text.matchAll(/<entry>/g)].length, count, path);
        }
        assert.equal((await server().get("/feeds/nothing.atom")).status, 404);
    });

    it("healthz, readyz and metrics speak to operators", async () => {
        assert.equal((await server().get("/healthz")).status, 200);
        assert.equal((await server().get("/readyz")).status, 200);
        const metrics = await server().get("/metrics");
        assert.equal(metrics.status, 200);
        assert.match(metrics.text, /^# (HELP|TYPE) \w+/m);
    });
});

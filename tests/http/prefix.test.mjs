// --public-url https://kb.example.org/help: every address that the portal names stands below it.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST, PHRASE, PHRASE_SLUG } from "./content.mjs";
import { fields, parse, urls } from "./html.mjs";
import { Jar, serving } from "./server.mjs";

const PUBLIC = "https://kb.example.org/help";
const server = serving(before, after, { args: ["--public-url", PUBLIC] });
const PAGES = ["/", `/articles/${OST}`, `/q/${PHRASE_SLUG}`, "/q", "/browse/email", "/tags/sync", "/search?q=camera", "/guides/outlook-ost-sync", "/partners/grammarly", "/nothing"];

/* An address on a page is below the prefix, a fragment, elsewhere with its own scheme, or wrong. */
function isBelow(value) {
    if (value === "" || value.startsWith("#") || value.startsWith("?")) return true;
    if (value.startsWith("//")) return false;
    if (value.startsWith("/")) return value === "/help" || value.startsWith("/help/");
    if (value.startsWith("https://kb.example.org")) return value === PUBLIC || value.startsWith(`${PUBLIC}/`);
    return /^(https?:|mailto:|tel:)/.test(value) && !/127\.0\.0\.1|localhost/.test(value);
}

describe("below a path", () => {
    for (const path of PAGES)
        it(`${path} names only addresses below /help`, async () => {
            const answer = await server().get(`/help${path}`);
            const root = parse(answer.text);
            assert.deepEqual(urls(root).map((u) => u.value).filter((v) => !isBelow(v)), []);
            assert.ok(urls(root).some((u) => u.value.startsWith("/help/")));
            const canonical = root.one("link", (l) => l.attr("rel") === "canonical");
            if (canonical) assert.ok(canonical.attr("href").startsWith(PUBLIC), canonical.attr("href"));
        });

    it("is served with the prefix and, for a proxy that strips it, without", async () => {
        for (const path of PAGES.slice(0, -1)) {
            const [with_, without] = [await server().get(`/help${path}`), await server().get(path)];
            assert.equal(with_.status, 200, path);
            assert.equal(without.status, 200, path);
            assert.equal(with_.text, without.text, path);
        }
        assert.equal((await server().get("/help")).status < 400, true);
        assert.equal((await server().get("/helpdesk")).status, 404);
        assert.equal((await server().get("/help/help/")).status, 404);
    });

    it("redirects stay below it", async () => {
        const exact = await server().get(`/help/q?text=${encodeURIComponent(PHRASE)}`);
        assert.equal(exact.status, 303);
        assert.ok([`/help/q/${PHRASE_SLUG}`, `${PUBLIC}/q/${PHRASE_SLUG}`].includes(exact.location), exact.location);
        const run = await server().post("/help/api/v1/trees/outlook-ost-sync/runs", { body: {} });
        assert.match(run.location, /^(https:\/\/kb\.example\.org)?\/help\/api\/v1\/runs\//);
        const form = await server().post("/help/guides/outlook-ost-sync/runs", { form: { state: "scope", answer: "one-user" } });
        assert.match(form.location, /^(https:\/\/kb\.example\.org)?\/help\/runs\//);
    });

    it("cookies are for it alone, and Secure", async () => {
        const jar = new Jar();
        const root = parse((await server().get(`/help/articles/${OST}`)).text);
        const form = root.one("form", (f) => /\/votes$/.test(f.attr("action") ?? ""));
        await server().post(form.attr("action"), { jar, form: fields(form, form.one("button")) });
        assert.equal(jar.lines.length, 1);
        assert.match(jar.lines[0], /Path=\/help(;|\/|$)/);
        assert.match(jar.lines[0], /;\s*Secure/i);
    });

    it("posts from the public origin are ours, from elsewhere not", async () => {
        const post = (headers) => server().post("/help/api/v1/trees/outlook-ost-sync/runs", { body: {}, headers });
        assert.equal((await post({ Origin: "https://kb.example.org" })).status, 201);
        assert.equal((await post({ Origin: "https://kb.example.org.evil.example" })).status, 403);
        assert.equal((await post({ Origin: "http://kb.example.org", Host: "kb.example.org" })).status <= 403, true);
    });

    it("files for machines name the public address", async () => {
        for (const path of ["/sitemap.xml", "/feed.atom", "/opensearch.xml", "/robots.txt"]) {
            const { text } = await server().get(`/help${path}`);
            const found = [...text.matchAll(/https?:\/\/(?:kb\.example\.org|127\.0\.0\.1|localhost)[^\s"<]*/g)].map((m) => m[0]);
            assert.ok(found.length > 0, path);
            assert.deepEqual(found.filter((u) => !u.startsWith(PUBLIC)), [], path);
        }
    });

    it("the JSON twins name it too", async () => {
        const twin = (await server().get(`/help/api/v1/articles/${OST}`)).json;
        assert.equal(twin.url, `${PUBLIC}/articles/${OST}`);
        const text = JSON.stringify(twin);
        const relative = [...text.matchAll(/"[a-z_]*url":"([^"]*)"/g)].map((m) => m[1]);
        assert.deepEqual(relative.filter((u) => !isBelow(u)), []);
    });

    it("static files and the modules they import answer below it", async () => {
        const root = parse((await server().get("/help/")).text);
        for (const { value } of urls(root).filter((u) => u.value.includes("/static/")))
            assert.equal((await server().get(value)).status, 200, value);
    });
});

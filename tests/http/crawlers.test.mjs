// What crawlers and feed readers fetch: a sitemap that splits, with true dates and nothing that is
// not for everybody; feeds in pages; addresses that count.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gunzipSync } from "node:zlib";
import { OST, PHRASE_SLUG, articles } from "./content.mjs";
import { parse } from "./html.mjs";
import { runbookd, serving, start, temporaryFolder } from "./server.mjs";

const PUBLIC = ["--public-url", "https://kb.example/help"];
const locations = (text) =>
    [...text.matchAll(/<loc>([^<]*)<\/loc>(?:<lastmod>([^<]*)<\/lastmod>)?/g)].map(([, url, changed]) => ({ url, changed }));
const slugs = (list, below) => list.filter(({ url }) => url.includes(below)).map(({ url }) => url.split(below)[1]);

async function xml(server, path) {
    const answer = await server.get(path);
    assert.equal(answer.status, 200, path);
    return answer.text;
}

/* A store of its own, filled from files that `write` makes; stopped after the test. */
async function filled(t, write, { clock } = {}) {
    const root = temporaryFolder(t);
    const data = temporaryFolder(t);
    write(root);
    const env = clock ? { RUNBOOKD_CLOCK: String(clock) } : {};
    const said = await runbookd(["import", "--data", data, root], { env });
    assert.equal(said.code, 0, said.stderr.slice(0, 2000));
    const server = await start({ data, content: null, args: PUBLIC });
    t.after(() => server.stop());
    return { server, root, data };
}

const guide = (slug, front = "", body = "Words.") => `---\ntitle: Guide ${slug}\nslug: ${slug}\naudience: everyone\n${front}---\n${body}\n`;

describe("the sitemap of a small portal", () => {
    const server = serving(before, after, { args: PUBLIC });

    it("is one file: home, categories, guides and curated phrases, each once", async () => {
        const text = await xml(server(), "/sitemap.xml");
        assert.match(text, /<urlset xmlns="http:\/\/www\.sitemaps\.org\/schemas\/sitemap\/0\.9">/);
        const list = locations(text);
        assert.equal(new Set(list.map((l) => l.url)).size, list.length);
        assert.equal(list[0].url, "https://kb.example/help/");
        assert.deepEqual(slugs(list, "/articles/").sort(), articles().map((a) => a.slug).sort());
        assert.ok(slugs(list, "/q/").includes(PHRASE_SLUG));
        assert.ok(slugs(list, "/browse/").includes("email/outlook"), "categories at any depth");
    });

    it("dates are those of the guides, and every address answers 200 and may be indexed", async () => {
        for (const { url, changed } of locations(await xml(server(), "/sitemap.xml"))) {
            const path = new URL(url).pathname;
            const answer = await server().get(path);
            assert.equal(answer.status, 200, url);
            assert.equal(answer.headers["x-robots-tag"], undefined, url);
            const root = parse(answer.text);
            assert.equal(root.one("meta", (m) => m.attr("name") === "robots"), null, url);
            assert.equal(root.one("link", (l) => l.attr("rel") === "canonical").attr("href"), url);
            if (!path.startsWith("/help/articles/")) continue;
            const told = (await server().get(path.replace("/articles/", "/api/v1/articles/"))).json;
            assert.equal(changed, told.updated_at, url);
        }
    });

    it("robots.txt names it, and it comes compressed", async () => {
        assert.match(await xml(server(), "/robots.txt"), /^Sitemap: https:\/\/kb\.example\/help\/sitemap\.xml$/m);
        const packed = await server().get("/sitemap.xml", { headers: { "Accept-Encoding": "gzip" } });
        assert.equal(packed.headers["content-encoding"], "gzip");
        assert.equal(gunzipSync(packed.body).toString(), await xml(server(), "/sitemap.xml"));
    });

    it("its parts are there too, and no others", async () => {
        assert.ok(slugs(locations(await xml(server(), "/sitemap-1.xml")), "/articles/").includes(OST));
        assert.ok(slugs(locations(await xml(server(), "/sitemap-0.xml")), "/browse/").includes("email"));
        for (const number of ["2", "01", "-1", "x", "99999999999999999999", "2147483648", "1.5"])
            assert.equal((await server().get(`/sitemap-${number}.xml`)).status, 404, number);
    });
});

describe("the sitemap and who may see", () => {
    it("tells nothing that is not for everybody, and forgets what was retired", async (t) => {
        const { server, root, data } = await filled(t, (dir) => {
            writeFileSync(join(dir, "open.md"), guide("open", "queries: [ an open phrase ]\n"));
            writeFileSync(join(dir, "late.md"), guide("late", "queries: [ a late phrase ]\n"));
            mkdirSync(join(dir, "secret-folder"));
            writeFileSync(join(dir, "secret-folder/staff.md"), guide("for-staff", "queries: [ a staff phrase ]\n").replace("everyone", "staff"));
            writeFileSync(join(dir, "signed.md"), guide("for-signed-in").replace("everyone", "signed-in"));
        }, { clock: 1700000000 });
        for (const path of ["/sitemap.xml", "/sitemap-0.xml", "/sitemap-1.xml", "/feed.atom"])
            assert.doesNotMatch(await xml(server, path), /staff|signed|secret/, path);
        const before = locations(await xml(server, "/sitemap.xml"));
        assert.deepEqual(slugs(before, "/articles/").sort(), ["late", "open"]);
        assert.deepEqual(slugs(before, "/q/").sort(), ["a-late-phrase", "an-open-phrase"]);
        assert.deepEqual([...new Set(before.map((l) => l.changed))].filter(Boolean), ["2023-11-14T22:13:20Z"]);
        await server.stop();
        server.stop = async () => {};
        rmSync(join(root, "late.md"));
        const said = await runbookd(["import", "--prune", "--data", data, root], { env: { RUNBOOKD_CLOCK: "1700000100" } });
        assert.equal(said.code, 0, said.stderr);
        const again = await start({ data, content: null, args: PUBLIC });
        try {
            const after = locations(await xml(again, "/sitemap.xml"));
            assert.deepEqual(slugs(after, "/articles/"), ["open"]);
            assert.deepEqual(slugs(after, "/q/"), ["an-open-phrase"]);
        } finally {
            await again.stop();
        }
    });
});

describe("the sitemap of a large portal", () => {
    const GUIDES = 790, PHRASES = 64;

    it("is split over 50,000 addresses: an index, and parts that hold each address once", async (t) => {
        const { server } = await filled(t, (dir) => {
            for (let i = 0; i < GUIDES; i++) {
                const phrases = Array.from({ length: PHRASES }, (_, k) => `phrase ${i} of ${k}`).join(", ");
                writeFileSync(join(dir, `g${i}.md`), guide(`g${i}`, `queries: [ ${phrases} ]\n`));
            }
        }, { clock: 1700000000 });
        const index = await xml(server, "/sitemap.xml");
        assert.match(index, /<sitemapindex xmlns="http:\/\/www\.sitemaps\.org\/schemas\/sitemap\/0\.9">/);
        const parts = locations(index);
        assert.deepEqual(parts.map((p) => p.url), [0, 1, 2].map((n) => `https://kb.example/help/sitemap-${n}.xml`));
        assert.deepEqual(parts.map((p) => p.changed), [undefined, "2023-11-14T22:13:20Z", "2023-11-14T22:13:20Z"]);
        const all = [];
        for (const part of parts) {
            const text = await xml(server, new URL(part.url).pathname);
            const list = locations(text);
            assert.ok(list.length <= 50_000 && Buffer.byteLength(text) <= 50 * 1024 * 1024);
            all.push(...list.map((l) => l.url));
        }
        assert.equal(new Set(all).size, all.length);
        assert.equal(all.filter((url) => url.includes("/articles/")).length, GUIDES);
        assert.equal(all.filter((url) => url.includes("/q/")).length, GUIDES * PHRASES);
    });
});

describe("feeds", () => {
    it("go on in pages that hold every guide once, newest first", async (t) => {
        const COUNT = 120;
        const { server } = await filled(t, (dir) => {
            mkdirSync(join(dir, "mail"));
            for (let i = 0; i < COUNT; i++) writeFileSync(join(dir, `mail/g${i}.md`), guide(`g${i}`, "category: mail\n"));
        });
        for (const [first, name] of [["/feed.atom", "feed.atom"], ["/feeds/mail.atom", "feeds/mail.atom"]]) {
            const seen = [];
            const pages = [];
            for (let path = first; path; ) {
                const text = await xml(server, path);
                const link = (rel) => new RegExp(`<link rel="${rel}" type="application/atom\\+xml" href="([^"]*)"`).exec(text)?.[1];
                assert.equal(/<id>([^<]*)<\/id>/.exec(text)[1], `https://kb.example/help/${name}`);
                assert.equal(link("self"), `https://kb.example${path.startsWith("/help") ? "" : "/help"}${path}`);
                assert.equal(link("first"), `https://kb.example/help/${name}`);
                assert.match(text, /<link rel="alternate" type="text\/html" href="https:\/\/kb\.example\/help\/(browse\/mail)?"/);
                const dates = [...text.matchAll(/<updated>([^<]*)<\/updated>/g)].map((m) => m[1]);
                assert.deepEqual(dates.slice(1), dates.slice(1).sort().reverse());
                assert.equal(dates[0], dates[1], "the feed is as new as its newest entry");
                const ids = [...text.matchAll(/<entry>\s*<id>([^<]*)<\/id>/g)].map((m) => m[1]);
                assert.ok(ids.length <= 50);
                seen.push(...ids);
                pages.push(path);
                const next = link("next");
                path = next && new URL(next).pathname.replace("/help", "") + new URL(next).search;
            }
            assert.equal(pages.length, 3);
            assert.equal(new Set(seen).size, COUNT);
            assert.equal(seen.length, COUNT);
        }
    });

    it("name a cursor that is not theirs", async (t) => {
        const { server } = await filled(t, (dir) => writeFileSync(join(dir, "a.md"), guide("a")));
        for (const after of ["x", "%27", "a".repeat(5000)]) {
            const answer = await server.get(`/feed.atom?after=${after}`, { accept: "application/json" });
            assert.equal(answer.status, 422, after);
            assert.equal(answer.json.errors[0].field, "after");
        }
    });

    it("an empty portal's feed and sitemap are valid and do not change by themselves", async (t) => {
        const server = await start({ content: null, args: PUBLIC });
        t.after(() => server.stop());
        assert.match(await xml(server, "/feed.atom"), /<updated>1970-01-01T00:00:00Z<\/updated>/);
        assert.deepEqual(locations(await xml(server, "/sitemap.xml")).map((l) => l.url), ["https://kb.example/help/", "https://kb.example/help/partners"]);
    });
});

describe("lists and their addresses", () => {
    it("later pages are not indexed and name no other page as themselves", async (t) => {
        const { server } = await filled(t, (dir) => {
            for (let i = 0; i < 60; i++) writeFileSync(join(dir, `g${i}.md`), guide(`g${i}`, "category: mail\ntags: [ Big Tag ]\n"));
        });
        for (const path of ["/browse/mail", "/tags/big-tag"]) {
            const first = parse(await xml(server, path));
            const canonical = (root) => root.one("link", (l) => l.attr("rel") === "canonical")?.attr("href");
            const robots = (root) => root.one("meta", (m) => m.attr("name") === "robots")?.attr("content");
            assert.equal(canonical(first), `https://kb.example/help${path}`);
            assert.equal(robots(first), undefined);
            if (path.startsWith("/tags/"))
                assert.equal(canonical(parse(await xml(server, "/tags/Big%20Tag"))), `https://kb.example/help${path}`, "one address a tag");
            const next = first.one("a", (a) => (a.attr("href") ?? "").includes("?after="));
            const second = parse(await xml(server, next.attr("href").replace("/help", "")));
            assert.equal(canonical(second), undefined, path);
            assert.equal(robots(second), "noindex", path);
        }
    });
});

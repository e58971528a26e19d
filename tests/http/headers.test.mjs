// What stands in the head of every answer.
import assert from "node:assert/strict";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { after, before, describe, it } from "node:test";
import { OST, PHRASE_SLUG } from "./content.mjs";
import { parse, urls } from "./html.mjs";
import { Jar, serving, start } from "./server.mjs";

/* The clock stands still, so that all guides are imported at one time. */
const server = serving(before, after, { env: { RUNBOOKD_CLOCK: "1790000000" } });
const PAGES = ["/", `/articles/${OST}`, `/q/${PHRASE_SLUG}`, "/browse/email", "/tags/sync", "/search?q=camera", "/guides/outlook-ost-sync", "/partners/grammarly", "/nothing"];
const OTHERS = ["/api/v1/articles", "/api/v1/nothing", "/robots.txt", "/sitemap.xml", "/feed.atom", "/opensearch.xml", "/healthz", "/suggest?q=ou", "/api/v1/trees/outlook-ost-sync.svg", "/api/v1/openapi.json"];

describe("security", () => {
    for (const path of [...PAGES, ...OTHERS])
        it(`${path} carries them`, async () => {
            const { headers } = await server().get(path);
            const csp = headers["content-security-policy"] ?? "";
            assert.match(csp, /default-src '(none|self)'/, csp);
            assert.doesNotMatch(csp, /unsafe-inline|unsafe-eval|\*(?!\.)|data:\s*;?\s*script/, csp);
            assert.match(csp, /frame-ancestors '(none|self)'/);
            assert.match(csp, /base-uri '(none|self)'/);
            assert.equal(headers["x-content-type-options"], "nosniff");
            assert.ok(headers["referrer-policy"], "Referrer-Policy");
        });

    it("redirects and refusals carry them too", async () => {
        const answers = [
            await server().get("/q?text=azure+ad+connect+sync+error"),
            await server().request("DELETE", "/"),
            await server().post("/search", { form: { q: "x" }, headers: { Origin: "https://evil.example" } }),
            await server().post("/api/v1/articles/x/votes", { body: "{" }),
        ];
        for (const { status, headers } of answers) {
            assert.ok(headers["content-security-policy"], String(status));
            assert.equal(headers["x-content-type-options"], "nosniff", String(status));
        }
    });

    it("the pages live by the policy: no inline script, style or handler", async () => {
        for (const path of PAGES) {
            const root = parse((await server().get(path)).text);
            assert.equal(root.all("script", (s) => !s.attr("src") && s.attr("type") !== "application/ld+json" && s.attr("type") !== "application/json").length, 0, path);
            assert.equal(root.all("style").length, 0, path);
            const faulty = root.all("*").flatMap((n) => Object.keys(n.attributes).filter((a) => a === "style" || a.startsWith("on")));
            assert.deepEqual(faulty, [], path);
        }
    });

    it("nothing is loaded from elsewhere", async () => {
        for (const path of PAGES) {
            const root = parse((await server().get(path)).text);
            for (const { node, value } of urls(root))
                if (["script", "link", "img", "source"].includes(node.name) && node.attr("rel") !== "canonical" && node.attr("rel") !== "alternate")
                    assert.match(value, /^\/(?!\/)/, `${path}: ${value}`);
        }
    });
});

describe("cookies", () => {
    it("plain reading sets none", async () => {
        for (const path of [...PAGES, ...OTHERS]) {
            const jar = new Jar();
            await server().get(path, { jar });
            assert.deepEqual(jar.lines, [], path);
        }
    });
});

describe("caching", () => {
    for (const path of ["/", `/articles/${OST}`, `/q/${PHRASE_SLUG}`, "/browse/email", "/api/v1/articles"])
        it(`${path} has a strong ETag and answers 304`, async () => {
            const first = await server().get(path);
            assert.match(first.headers.etag ?? "", /^"[^"]+"$/);
            assert.match(first.headers["cache-control"] ?? "", /no-cache/);
            const again = await server().get(path, { headers: { "If-None-Match": first.headers.etag } });
            assert.equal(again.status, 304);
            assert.equal(again.body.length, 0);
            assert.equal(again.headers.etag, first.headers.etag);
            // RFC 9110, 8.6: a 304 tells no length, or that of the answer that it stands for.
            assert.equal(again.headers["content-length"], first.headers["content-length"]);
            const listed = await server().get(path, { headers: { "If-None-Match": `"other", W/${first.headers.etag}` } });
            assert.equal(listed.status, 304);
            const other = await server().get(path, { headers: { "If-None-Match": '"other"' } });
            assert.equal(other.status, 200);
        });

    for (const path of [`/articles/${OST}`, `/q/${PHRASE_SLUG}`, `/api/v1/articles/${OST}`, "/feed.atom", "/feeds/email.atom", "/sitemap.xml", "/sitemap-1.xml"])
        it(`${path} says when it was changed, and answers 304 by that`, async () => {
            const first = await server().get(path);
            const told = first.headers["last-modified"];
            const { updated_at } = (await server().get(`/api/v1/articles/${OST}`)).json;
            assert.equal(told, new Date(told).toUTCString());
            if (path.includes("/articles/")) assert.equal(new Date(told).getTime(), new Date(updated_at).getTime());
            else assert.ok(new Date(told) >= new Date(updated_at), "as late as the guide, or as a later one");
            const ask = async (headers, method = "GET") => (await server().request(method, path, { headers })).status;
            const at = (seconds) => new Date(new Date(told).getTime() + seconds * 1000).toUTCString();
            for (const method of ["GET", "HEAD"]) {
                assert.equal(await ask({ "If-Modified-Since": told }, method), 304, method);
                assert.equal(await ask({ "If-Modified-Since": at(60) }, method), 304, method);
                assert.equal(await ask({ "If-Modified-Since": at(-1) }, method), 200, method);
            }
            for (const nonsense of ["yesterday", "", "0", "2099-01-01T00:00:00Z"])
                assert.equal(await ask({ "If-Modified-Since": nonsense }), 200, nonsense);
            assert.equal(await ask({ "If-Modified-Since": at(60), "If-None-Match": '"other"' }), 200, "the tag is asked first");
            assert.equal(await ask({ "If-Modified-Since": at(-60), "If-None-Match": first.headers.etag }), 304);
            const kept = await server().get(path, { headers: { "If-Modified-Since": told } });
            assert.equal(kept.body.length, 0);
            for (const name of ["etag", "cache-control", "last-modified", "vary"])
                assert.equal(kept.headers[name], first.headers[name], name);
        });

    it("what tells no date is not spared by one", async () => {
        for (const path of ["/", "/browse/email", "/search?q=camera"]) {
            const answer = await server().get(path, { headers: { "If-Modified-Since": new Date(Date.now() + 3.6e6).toUTCString() } });
            assert.equal(answer.status, 200, path);
            assert.equal(answer.headers["last-modified"], undefined, path);
        }
    });

    it("a vote makes the guide's page new, and only that", async () => {
        const [other, page] = ["/articles/figma-desktop-app-stuck-on-loading", `/articles/${OST}`];
        const before = [(await server().get(page)).headers.etag, (await server().get(other)).headers.etag];
        await server().post(`/api/v1/articles/${OST}/votes`, { body: { helpful: true } });
        const then = [(await server().get(page)).headers.etag, (await server().get(other)).headers.etag];
        assert.notEqual(then[0], before[0]);
        assert.equal(then[1], before[1]);
    });

    it("each coding decodes to the same bytes, with an ETag of its own, and Vary says so", async () => {
        const path = `/articles/${OST}`;
        const plain = await server().get(path);
        const gzip = await server().get(path, { headers: { "Accept-Encoding": "gzip" } });
        const brotli = await server().get(path, { headers: { "Accept-Encoding": "br, gzip;q=0.5" } });
        assert.equal(plain.headers["content-encoding"], undefined);
        assert.equal(gzip.headers["content-encoding"], "gzip");
        assert.equal(brotli.headers["content-encoding"], "br");
        assert.ok(gunzipSync(gzip.body).equals(plain.body));
        assert.ok(brotliDecompressSync(brotli.body).equals(plain.body));
        assert.equal(new Set([plain, gzip, brotli].map((a) => a.headers.etag)).size, 3);
        for (const answer of [plain, gzip, brotli]) assert.match(answer.headers.vary ?? "", /accept-encoding/i);
        const refused = await server().get(path, { headers: { "Accept-Encoding": "br;q=0, gzip;q=0" } });
        assert.equal(refused.headers["content-encoding"], undefined);
    });

    it("what differs by visitor is never stored", async () => {
        for (const path of [`/api/v1/articles/${OST}/votes`, `/articles/${OST}/votes`]) {
            const { headers } = await server().get(path);
            assert.match(headers["cache-control"] ?? "", /no-store/, path);
        }
    });
});

describe("static files", () => {
    const assets = async () => {
        const root = parse((await server().get(`/articles/${OST}`)).text);
        return [...new Set(urls(root).map((u) => u.value).filter((v) => v.startsWith("/static/")))];
    };

    it("are immutable, typed, and under a hash", async () => {
        const found = await assets();
        assert.ok(found.some((p) => p.endsWith(".css")) && found.some((p) => p.endsWith(".js")), found.join());
        for (const path of found) {
            assert.match(path, /^\/static\/[0-9a-f]{8,}\//);
            const answer = await server().get(path);
            assert.equal(answer.status, 200, path);
            assert.match(answer.headers["cache-control"] ?? "", /immutable/);
            assert.match(answer.headers["cache-control"] ?? "", /max-age=31536000/);
            const type = { css: /text\/css/, js: /text\/javascript/, svg: /image\/svg\+xml/, png: /image\/png/, ico: /image\// }[path.split(".").pop()];
            assert.match(answer.headers["content-type"], type, path);
            assert.equal(answer.headers["x-content-type-options"], "nosniff");
        }
    });

    it("modules import only files that are there", async () => {
        const seen = new Set();
        const queue = (await assets()).filter((p) => p.endsWith(".js"));
        while (queue.length > 0) {
            const path = queue.pop();
            if (seen.has(path)) continue;
            seen.add(path);
            const answer = await server().get(path);
            assert.equal(answer.status, 200, path);
            for (const [, target] of answer.text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g))
                queue.push(new URL(target, `http://x${path}`).pathname);
        }
        assert.ok(seen.size > 0);
    });
});

describe("the access log", () => {
    it("has no address that is a secret, nor a query", async () => {
        const own = await start({ args: ["--access-log", "yes"] });
        const run = (await own.post("/api/v1/trees/outlook-ost-sync/runs", { body: {} })).json.id;
        const asked = (await own.post("/asks", { form: { sentence: "How do I read a log?", q: "log" } })).location;
        const token = asked.split("/").pop().split("?")[0];
        for (const path of [`/runs/${run}`, `/api/v1/runs/${run}`, `/runs/${run}/transcript`, asked, "/search?q=secretum", "/articles/no-such"]) await own.get(path);
        await own.stop();
        assert.match(own.output, /path="\/runs\/\{id\}"/);
        assert.match(own.output, /path="\/articles\/no-such"/);
        for (const secret of [run, token, "secretum"]) assert.ok(!own.output.includes(secret), secret);
    });

    it("has a line for every answer, soon and at the latest when the server stops", async () => {
        const own = await start({ args: ["--access-log", "yes"] });
        await own.get("/articles/soon");
        while (!own.output.includes('path="/articles/soon" code=404')) await new Promise((later) => setTimeout(later, 20));
        await Promise.all(Array.from({ length: 300 }, (_, i) => own.get(`/articles/number-${i}`)));
        await own.stop();
        const lines = own.output.split("\n").filter((line) => line.includes("/articles/number-"));
        assert.equal(lines.length, 300);
        for (const line of lines) assert.match(line, /^\S+Z info  request id=\w+-\d+-\d+ method=1 route=\w+ path="[^"]*" code=404 us=\d+$/);
    });
});

// Bad input is answered in words that help, and nothing else happens.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { parse } from "./html.mjs";
import { serving } from "./server.mjs";

const server = serving(before, after);
const VOTES = `/api/v1/articles/${OST}/votes`;
const TREE = "/api/v1/trees/outlook-ost-sync/runs";

describe("not found", () => {
    it("an unknown guide is 404, offers a search and the guides that are near", async () => {
        const answer = await server().get("/articles/outlook-ost-sync-error-cached");
        assert.equal(answer.status, 404);
        assert.equal(answer.type, "text/html");
        const main = parse(answer.text).one("main");
        assert.ok(parse(answer.text).one("form", (f) => f.attr("role") === "search"), "a search");
        assert.ok(main.all("a").some((a) => a.attr("href") === `/articles/${OST}`), "the near guide");
    });

    it("guides that only share a word with the address somewhere in their text are not offered", async () => {
        const offered = async (path) => {
            const answer = await server().get(path);
            assert.equal(answer.status, 404, path);
            const links = parse(answer.text).one("main").all("a").map((a) => a.attr("href"));
            return links.filter((href) => href.startsWith("/articles/"));
        };
        for (const path of ["/nothing", "/articles/check-the-network-and-restart-it", "/articles/printer-paper-jam", "/wp-login.php", "/articles/-", "/tags/none"])
            assert.deepEqual(await offered(path), [], path);
        assert.equal((await offered("/articles/outlook-ost-sync-eror"))[0], `/articles/${OST}`, "a typo");
    });

    it("unknown places are 404 in HTML for people", async () => {
        for (const path of ["/nothing", "/articles", "/articles/", "/browse/none", "/tags/none", "/guides/none", `/runs/${"a".repeat(26)}`, "/partners/none", "/static/none", "/static/0000000000000000/css/none.css", "/Articles/x", "/index.php", "/.git/config"]) {
            const answer = await server().get(path);
            assert.equal(answer.status, 404, path);
            assert.equal(answer.type, "text/html", path);
        }
    });

    it("what a visitor typed comes back escaped", async () => {
        const answer = await server().get("/articles/%3Cscript%3Ealert(1)%3C%2Fscript%3E");
        assert.equal(answer.status, 404);
        assert.doesNotMatch(answer.text, /<script>alert/);
    });

    it("paths are decoded once, and strictly", async () => {
        for (const path of ["/articles/..%2f..%2fetc%2fpasswd", "/static/..%2f..%2fetc/passwd", "/articles/%2e%2e", "//evil.example/", "/articles//x", `/articles/${"a".repeat(3000)}`]) {
            const answer = await server().get(path);
            assert.ok([400, 404, 414].includes(answer.status), `${path}: ${answer.status}`);
        }
        for (const path of ["/articles/%00", "/articles/%", "/articles/%zz", "/articles/%ff%fe", "/q?text=%00", "/search?q=%ff"]) {
            const answer = await server().get(path);
            assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
        }
    });
});

describe("methods", () => {
    for (const [method, path, allowed] of [
        ["DELETE", `/articles/${OST}`, /GET/],
        ["POST", `/articles/${OST}`, /GET/],
        ["PUT", VOTES, /GET.*POST|POST.*GET/],
        ["GET", TREE, /POST/],
        ["PATCH", "/", /GET/],
    ]) {
        it(`${method} ${path} is 405 with Allow`, async () => {
            const answer = await server().request(method, path);
            assert.equal(answer.status, 405);
            assert.match(answer.headers.allow ?? "", allowed);
        });
    }

    it("a method that nobody knows is refused", async () => {
        const answer = await server().raw("BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assert.match(answer, /^HTTP\/1\.1 (400|405|501) /);
    });
});

describe("bodies", () => {
    for (const body of ["{", " ", "{'helpful':true}", '{"helpful":true} x', '{"helpful":tru}', "\ufeff{}", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), '{"helpful":"\\ud800"}', "[".repeat(5000)]) {
        it(`malformed JSON is 400: ${JSON.stringify(body.toString().slice(0, 24))}`, async () => {
            const answer = await server().post(VOTES, { body, headers: { "Content-Type": "application/json" } });
            assert.equal(answer.status, 400);
            assert.equal(answer.type, "application/problem+json");
            assert.ok((answer.json.detail ?? answer.json.title).length > 0);
        });
    }

    it("an API body in another language is 415", async () => {
        for (const type of ["text/plain", "application/x-www-form-urlencoded", "text/html", "application/xml"]) {
            const answer = await server().post(VOTES, { body: '{"helpful":true}', headers: { "Content-Type": type } });
            assert.equal(answer.status, 415, type);
        }
    });

    it("a body over its ceiling is 413", async () => {
        const big = JSON.stringify({ helpful: true, reason: "x".repeat(200_000) });
        const answer = await server().post(VOTES, { body: big });
        assert.equal(answer.status, 413);
        const form = await server().post(`/articles/${OST}/feedback`, { form: { text: "y".repeat(200_000) } });
        assert.equal(form.status, 413);
    });

    it("a body far over its ceiling ends the connection", async () => {
        const head = `POST ${VOTES} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500000000\r\n\r\n`;
        const answer = await server().raw(head + "x".repeat(1_000_000));
        assert.match(answer, /^(HTTP\/1\.1 413 |$)/);
        assert.equal((await server().get("/healthz")).status, 200);
    });

    it("the votes were not touched by any of it", async () => {
        assert.deepEqual((await server().get(VOTES)).json, { helpful: 0, not_helpful: 0, total: 0, mine: null });
    });
});

describe("posts from other sites", () => {
    const foreign = [
        { "Sec-Fetch-Site": "cross-site" },
        { "Sec-Fetch-Site": "same-site" },
        { Origin: "https://evil.example" },
        { Origin: "null" },
        { Referer: "https://evil.example/page" },
        { "Sec-Fetch-Site": "cross-site", Origin: "http://127.0.0.1" },
    ];
    for (const headers of foreign)
        it(`are 403: ${JSON.stringify(headers)}`, async () => {
            const vote = await server().post(VOTES, { body: { helpful: true }, headers });
            assert.equal(vote.status, 403);
            assert.equal(vote.headers["set-cookie"], undefined);
            assert.equal((await server().post(TREE, { body: {}, headers })).status, 403);
            assert.equal((await server().post("/search", { form: { q: "camera" }, headers })).status, 403);
            assert.equal((await server().get(VOTES)).json.total, 0);
        });

    it("our own pages and programs without a browser may", async () => {
        const origin = server().origin;
        for (const headers of [{}, { "Sec-Fetch-Site": "same-origin", Origin: origin }, { Origin: origin }, { "Sec-Fetch-Site": "none" }])
            assert.equal((await server().post(TREE, { body: {}, headers })).status, 201, JSON.stringify(headers));
    });

    it("reading is open to all", async () => {
        assert.equal((await server().get("/", { headers: { "Sec-Fetch-Site": "cross-site" } })).status, 200);
    });
});

// Strict HTTP: what two programs could read in two ways is refused.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { serving } from "./server.mjs";

const server = serving(before, after);
const VOTES = "/api/v1/articles/outlook-ost-sync-errors-in-cached-mode/votes";
const head = (...lines) => [...lines, "", ""].join("\r\n");
const statusOf = (text) => Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
const codes = (text) => [...text.matchAll(/HTTP\/1\.[01] (\d{3})/g)].map((m) => Number(m[1]));
const SMUGGLED = head("GET /metrics HTTP/1.1", "Host: x", "Connection: close");

describe("what is refused", () => {
    for (const [name, bytes] of Object.entries({
        "Content-Length with Transfer-Encoding": head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Content-Type: application/json", "Content-Length: 4", "Transfer-Encoding: chunked") + `0\r\n\r\n${SMUGGLED}`,
        "Transfer-Encoding with Content-Length": head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Content-Type: application/json", "Transfer-Encoding: chunked", "Content-Length: 4") + `0\r\n\r\n${SMUGGLED}`,
        "two different Content-Lengths": head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Content-Length: 4", "Content-Length: 50") + `{} \n${SMUGGLED}`,
        "the same Content-Length twice": head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Content-Length: 2", "Content-Length: 2") + `{}${SMUGGLED}`,
        "a list as Content-Length": head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Content-Length: 2, 2") + `{}${SMUGGLED}`,
        "a signed Content-Length": head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Content-Length: +2") + `{}${SMUGGLED}`,
        "a negative Content-Length": head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Content-Length: -2") + `{}${SMUGGLED}`,
        "a hexadecimal Content-Length": head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Content-Length: 0x2") + `{}${SMUGGLED}`,
        "two hosts": head("GET / HTTP/1.1", "Host: x", "Host: y"),
        "no host": head("GET / HTTP/1.1"),
        "a folded header": head("GET / HTTP/1.1", "Host: x", "X-A: b", " c"),
        "an unknown transfer coding": head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Transfer-Encoding: gzip") + SMUGGLED,
        "chunked twice": head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked") + `0\r\n\r\n${SMUGGLED}`,
        "gzip, chunked": head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Transfer-Encoding: gzip, chunked") + `0\r\n\r\n${SMUGGLED}`,
        "a disguised chunked": head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Transfer-Encoding: xchunked", "Content-Length: 4") + `{}  ${SMUGGLED}`,
        "space before the colon": head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Content-Length : 2") + `{}${SMUGGLED}`,
        "a chunk size that is none": head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Content-Type: application/json", "Transfer-Encoding: chunked") + `zz\r\n{}\r\n0\r\n\r\n`,
        "a version that is none": head("GET / HTTP/9.9", "Host: x"),
        "NUL in the target": head("GET /\u0000 HTTP/1.1", "Host: x"),
        "NUL in a header": head("GET / HTTP/1.1", "Host: x", "X-A: b\u0000c"),
        "no HTTP at all": "hello\r\n\r\n",
    })) {
        it(name, async () => {
            const text = await server().raw(Buffer.from(bytes, "latin1"), { enough: (got) => statusOf(got) >= 400 && /\r\n\r\n/.test(got) });
            const status = statusOf(text);
            assert.ok(text === "" || [400, 405, 411, 413, 431, 501, 505].includes(status), `${status}: ${text.slice(0, 200)}`);
            /* libmicrohttpd repeats the head of its own refusals; what matters is that nothing is served. */
            assert.deepEqual(codes(text).filter((code) => code < 400), [], text);
            assert.doesNotMatch(text, /runbookd_|# TYPE/, "what was smuggled was not served");
        });
    }
});

describe("what is taken", () => {
    it("a chunked body", async () => {
        const body = `{"helpful":null}`;
        const bytes = head(`POST ${VOTES} HTTP/1.1`, "Host: x", "Content-Type: application/json", "Transfer-Encoding: chunked", "Connection: close") + `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
        assert.equal(statusOf(await server().raw(bytes)), 200);
    });

    it("two requests in one packet, answered in order", async () => {
        const bytes = head("GET /healthz HTTP/1.1", "Host: x") + head("GET /nothing HTTP/1.1", "Host: x", "Connection: close");
        const text = await server().raw(bytes);
        assert.deepEqual([...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((m) => m[1]), ["200", "404"]);
    });

    it("an HTTP/1.0 request without a host", async () => {
        const text = await server().raw("GET /healthz HTTP/1.0\r\n\r\n");
        assert.equal(statusOf(text), 200);
    });

    it("a target in absolute form", async () => {
        const text = await server().raw(head("GET http://kb.example/healthz HTTP/1.1", "Host: kb.example", "Connection: close"));
        assert.ok([200, 400].includes(statusOf(text)), text.slice(0, 80));
    });

    it("a header section beyond all measure is refused, and the next visitor served", async () => {
        const bytes = head("GET / HTTP/1.1", "Host: x", ...Array.from({ length: 2000 }, (_, i) => `X-${i}: ${"y".repeat(100)}`));
        const text = await server().raw(bytes, { enough: (got) => /\r\n\r\n/.test(got) });
        assert.ok(text === "" || [400, 413, 431].includes(statusOf(text)), text.slice(0, 80));
        assert.equal((await server().get("/healthz")).status, 200);
    });

    it("visitors who say nothing or stop in the middle do not stop others", async () => {
        const silent = Array.from({ length: 20 }, () => server().raw(`POST ${VOTES} HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{`, { timeout: 500 }).catch(() => ""));
        assert.equal((await server().get("/")).status, 200);
        await Promise.all(silent);
        assert.equal((await server().get("/")).status, 200);
    });
});

// Every route that the binary names, with hostile words in each part of its path, in every query and form field that the source
// reads, and in the headers: an answer, never a 5xx, and nothing of it as markup. A new route or field is tried without being listed.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { Person } from "./people.mjs";
import { readRoutes } from "./routes.mjs";
import { ROOT, runbookd, serving } from "./server.mjs";

const server = serving(before, after, { users: { admin: "admin", spare: "admin" }, args: ["--deadline-ms", "20000"] });

const STRINGS = [
    "", "\u0000", "../../../../etc/passwd", "'\"><img src=x onerror=alert(1)>", "{{{frame}}}", "'; DROP TABLE articles;--",
    "\u202e\u200b\ufeff\u{10FFFF}", "9".repeat(60), "-1", "a\r\nSet-Cookie: x=y",
];
const BYTES = ["%FF%C0%80", "%ED%A0%80", "%"];
const encode = (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

/* The names that handlers ask for: request_query(…, "name"), request_form(…, "name"). */
function fieldsOf(which) {
    const names = new Set();
    for (const room of ["pages", "api", "portal"])
        for (const file of readdirSync(join(ROOT, "server", room)).filter((name) => name.endsWith(".c"))) {
            const source = readFileSync(join(ROOT, "server", room, file), "utf8");
            for (const [, name] of source.matchAll(new RegExp(`request_${which}\\([^;"]*"([a-z_-]+)"`, "g"))) names.add(name);
        }
    assert.ok(names.size > 20, `only ${names.size} fields of ${which}`);
    names.delete("csrf");
    return [...names];
}

/* Leaving ends the session that the rest is tried with. */
const LAST = /^\/(logout|account|login|welcome)/;

describe("hostile words in every route", () => {
    const query = fieldsOf("query"), form = fieldsOf("form");
    let routes, person;
    before(async () => {
        routes = readRoutes((await runbookd(["routes"])).stdout);
        person = await new Person(server()).signIn("admin");
    });

    const check = (answer, where) => {
        assert.ok(answer.status < 500, `${answer.status}: ${where}`);
        assert.doesNotMatch(answer.text ?? "", /<img src=x onerror/, where);
        assert.ok(![answer.headers["set-cookie"] ?? []].flat().some((cookie) => cookie.startsWith("x=")), where);
    };

    async function tryRoute(route, who, word) {
        const path = route.pattern.replace(/\{[^}]*\}/g, word || "x");
        for (const method of route.methods) {
            const where = `${method} ${route.pattern} with ${word.slice(0, 60)}`;
            if (method === "GET") {
                check(await who.request("GET", path), where);
                for (let at = 0; at < query.length; at += 40)
                    check(await who.request("GET", `${path}?${query.slice(at, at + 40).map((name) => `${name}=${word}`).join("&")}`), where);
                continue;
            }
            const body = [...form, ...query].map((name) => `${name}=${word}`).join("&");
            const headers = { "Content-Type": "application/x-www-form-urlencoded", Origin: server().origin ?? `http://127.0.0.1:${server().port}` };
            check(await who.request(method, path, { body: who.csrf ? `csrf=${who.csrf}&${body}` : body, headers }), where);
            check(await who.request(method, path, { body: `{"${form[0]}":"${word}","a":[[[[1e999]]]]}`, headers: { ...headers, "Content-Type": "application/json" } }), where);
        }
    }

    for (const [name, words] of [["strings", STRINGS.map(encode)], ["bytes that are no text", BYTES]])
        it(`${name}, signed in`, async () => {
            for (const route of routes.filter((r) => !LAST.test(r.pattern)))
                for (const word of words) await tryRoute(route, person, word);
            assert.equal((await person.get("/staff")).status, 200, "still signed in");
        });

    it("anybody", async () => {
        const nobody = new Person(server());
        for (const route of routes)
            for (const word of [encode(STRINGS[2]), encode(STRINGS[3]), BYTES[0]]) await tryRoute(route, nobody, word);
    });

    it("headers", async () => {
        const names = ["Accept", "Accept-Encoding", "Accept-Language", "Cookie", "If-Match", "If-Modified-Since", "If-None-Match", "Ping-From", "Range",
            "Referer", "Sec-Fetch-Site", "Sec-Purpose", "User-Agent", "X-CSRF-Token", "X-Forwarded-For", "X-Forwarded-Proto", "X-Request-Id"];
        const values = ["", "\"", "\"'><img src=x onerror=alert(1)>", "\xff\xfe", "a=b; a=c; =; ;;;", "*".repeat(3000), "bytes=0-,0-,5-1,-9999999999999", "W/\"x\", *, ,", "-1"];
        for (const header of names)
            for (const value of values)
                for (const [method, path] of [["GET", `/articles/${OST}`], ["GET", "/search?q=outlook"], ["GET", "/staff"], ["POST", `/articles/${OST}/votes`]]) {
                    const answer = await server().request(method, path, { headers: { [header]: value }, ...(method === "POST" ? { form: { helpful: "yes" } } : {}) });
                    check(answer, `${method} ${path} ${header}: ${value.slice(0, 40)}`);
                }
    });
});

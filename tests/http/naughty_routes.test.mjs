// Every route that the binary names, with hostile words in each part of its path, in every query and form field that the source
// reads, and in the headers: an answer, never a 5xx, and nothing of it as markup. A new route or field is tried without being listed.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { fields, parse } from "./html.mjs";
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

/* What the word of a query stands for, as the value of a JSON string: escaped, but for bytes that are no text. */
function inJson(word) {
    const bytes = Buffer.from(word.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), "latin1");
    const text = bytes.toString("utf8");
    return Buffer.from(text).equals(bytes) ? Buffer.from(JSON.stringify(text)) : Buffer.concat([Buffer.from('"'), bytes, Buffer.from('"')]);
}
/* A vote is read only when it says which. */
const objectOf = (names, value) => Buffer.concat([Buffer.from('{"helpful":false'), ...names.flatMap((name) => [Buffer.from(`,"${name}":`), value]), Buffer.from("}")]);

/* The names that handlers ask for: request_query(…, "name"), request_form(…, "name"), body_string(…, "name"). */
function fieldsOf(which, least = 20) {
    const names = new Set();
    for (const room of ["pages", "api", "portal"])
        for (const file of readdirSync(join(ROOT, "server", room)).filter((name) => name.endsWith(".c"))) {
            const source = readFileSync(join(ROOT, "server", room, file), "utf8");
            for (const [, name] of source.matchAll(new RegExp(`${which}\\([^;"]*"([a-z_-]+)"`, "g"))) names.add(name);
        }
    assert.ok(names.size > least, `only ${names.size} fields of ${which}`);
    names.delete("csrf");
    return [...names];
}

/* Leaving ends the session that the rest is tried with. */
const LAST = /^\/(logout|account|login|welcome)/;

describe("hostile words in every route", () => {
    const query = fieldsOf("request_query"), form = fieldsOf("request_form"), json = [...new Set([...form, ...fieldsOf("body_string", 5)])].filter((name) => name !== "helpful");
    let routes, person;
    before(async () => {
        routes = readRoutes((await runbookd(["routes"])).stdout);
        person = await new Person(server()).signIn("admin");
    });

    const check = (answer, where) => {
        assert.ok(answer.status < 500, `${answer.status}: ${where}`);
        if (!/json|plain/.test(answer.headers["content-type"])) assert.doesNotMatch(answer.text ?? "", /<img src=x onerror/, where);
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
            const typed = { ...headers, "Content-Type": "application/json" };
            check(await who.request(method, path, { body: objectOf(json, inJson(word)), headers: typed }), where);
            if (word === "") check(await who.request(method, path, { body: objectOf(json, Buffer.from("[[[[1e999]]]]")), headers: typed }), where);
        }
    }

    for (const [name, words] of [["strings", STRINGS.map(encode)], ["bytes that are no text", BYTES]])
        it(`${name}, signed in`, async () => {
            for (const route of routes.filter((r) => !LAST.test(r.pattern)))
                for (const word of words) await tryRoute(route, person, word);
            assert.equal((await person.get("/staff")).status, 200, "still signed in");
        });

    /* A form with every field hostile stops at the first check: here all but one are as the page has them. */
    it("one hostile field in each form of the pages", async () => {
        const forms = new Map(), pages = new Set([`/articles/${OST}`, `/staff/guides/${OST}`, `/staff/verify/${OST}`]);
        for (const route of routes.filter((r) => r.methods.includes("GET") && !r.pattern.includes("{") && /^\/(staff|admin|partners|asks|search|$)/.test(r.pattern))) pages.add(route.pattern);
        for (const path of pages) {
            const page = await person.get(path);
            check(page, path);
            for (const form of /html/.test(page.headers["content-type"]) ? parse(page.text).all("form", (f) => /post/i.test(f.attr("method") ?? "")) : []) {
                const action = form.attr("action") || path;
                if (!LAST.test(action) && action !== "/view-as" && !/multipart/.test(form.attr("enctype") ?? "")) forms.set(`${action} ${[...fields(form).keys()]}`, { action, form });
            }
        }
        let tried = 0, reached = 0;
        for (const { action, form } of forms.values()) {
            const plausible = fields(form, form.one("button", (b) => b.attr("name")));
            for (const name of plausible.keys()) if (plausible.get(name) === "") plausible.set(name, "Plausible");
            for (const name of new Set(plausible.keys()))
                for (const word of name === "csrf" ? [] : [STRINGS[3], STRINGS[6], "\u0000"]) {
                    const sent = new URLSearchParams(plausible);
                    sent.set(name, word);
                    const answer = await person.request("POST", action, { body: sent.toString(), headers: { "Content-Type": "application/x-www-form-urlencoded" } });
                    check(answer, `POST ${action} with ${name}=${word}`);
                    tried++;
                    reached += ![403, 429].includes(answer.status);
                }
        }
        assert.ok(tried > 100 && reached > tried / 2, `${reached} of ${tried} reached a handler`);
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

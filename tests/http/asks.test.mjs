// Asking for a guide: where nothing was found, and on a page of its own; a private link leads back.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { parse } from "./html.mjs";
import { serving, start } from "./server.mjs";

const server = serving(before, after);
const ask = (form, more = {}) => server().post("/asks", { form, ...more });

describe("asking for a guide", () => {
    it("is offered where nothing was found, with what was searched for", async () => {
        const root = parse((await server().get("/search?q=zzzzqqqq")).text);
        const form = root.one("form", (f) => f.attr("action") === "/asks");
        assert.equal(form.attr("method"), "post");
        assert.equal(form.one("input", (i) => i.attr("name") === "q").attr("value"), "zzzzqqqq");
        assert.equal(root.all("ul", (u) => /guides/.test(u.attr("class") ?? "")).length, 0, "no guides that have nothing to do with it");
    });

    it("is stored; the link shows it and its state, and nobody finds it without", async () => {
        const sent = await ask({ sentence: "  How do I\nprint on <both> sides? ", q: "duplex of jane@example.org" });
        assert.equal(sent.status, 303);
        assert.match(sent.location, /^\/asks\/[a-z2-7]{26}\?sent=1$/);
        const page = await server().get(sent.location);
        assert.equal(page.status, 200);
        assert.match(page.headers["cache-control"], /no-store/);
        assert.match(page.headers["x-robots-tag"], /noindex/);
        const root = parse(page.text);
        assert.equal(root.one("blockquote").text.trim(), "How do I print on <both> sides?");
        assert.match(root.one("main").text, /duplex of \[email\]/);
        assert.match(root.one("main").text, /Waiting for the support team/);
        assert.match(root.one("p", (p) => p.attr("role") === "status").text, /Thank you/);
        const later = await server().get(sent.location.replace("?sent=1", ""));
        assert.equal(parse(later.text).all("p", (p) => p.attr("role") === "status").length, 0);
        assert.equal((await server().get(`/asks/${"a".repeat(26)}`)).status, 404);
        assert.equal((await server().get("/asks/nonsense")).status, 404);
    });

    it("comes back filled in when something is wrong with it", async () => {
        const empty = await ask({ sentence: " \n ", q: "printer \"x\"" });
        assert.equal(empty.status, 422);
        const root = parse(empty.text);
        assert.match(root.one("p", (p) => p.attr("role") === "alert").text, /one sentence/);
        assert.equal(root.one("input", (i) => i.attr("name") === "q" && i.attr("type") === "hidden").attr("value"), "printer \"x\"");
        const long = await ask({ sentence: `${"ö".repeat(401)}` });
        assert.equal(long.status, 422);
        assert.equal(parse(long.text).one("textarea").text.trim(), "ö".repeat(401));
        assert.equal((await ask({ sentence: "ö".repeat(400) })).status, 303);
    });

    it("is taken from our own pages only", async () => {
        const foreign = await ask({ sentence: "x" }, { headers: { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" } });
        assert.equal(foreign.status, 403);
    });

    it("is limited by address and by the hour", async (t) => {
        const limited = await start({ args: ["--ask-rate", "2"] });
        t.after(() => limited.stop());
        const codes = [];
        for (let i = 0; i < 3; i++) codes.push((await limited.post("/asks", { form: { sentence: `Ask ${i}` } })).status);
        assert.deepEqual(codes, [303, 303, 429]);
    });
});

// A portal with nothing in it still says what to do.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "./html.mjs";
import { start, temporaryFolder } from "./server.mjs";

async function looks(server) {
    const home = await server.get("/");
    assert.equal(home.status, 200);
    const root = parse(home.text);
    assert.match(root.one("main").text, /import|no guides?/i);
    assert.match(root.one("main").text, /runbookd import/);
    for (const [path, status] of [["/search?q=camera", 200], ["/q", 200], ["/articles/x", 404], ["/q/x", 404], ["/browse/email", 404], ["/sitemap.xml", 200], ["/feed.atom", 200], ["/suggest?q=x", 200], ["/api/v1/articles", 200], ["/api/v1/queries", 200], ["/api/v1/search?q=x", 200], ["/readyz", 200]]) {
        const answer = await server.get(path);
        assert.equal(answer.status, status, path);
    }
    assert.deepEqual((await server.get("/api/v1/articles")).json.items, []);
}

describe("nothing to show", () => {
    it("an empty store without a content folder", async () => {
        const server = await start({ content: null });
        await looks(server);
        await server.stop();
    });

    it("an empty content folder", async (t) => {
        const content = join(temporaryFolder(t), "content");
        mkdirSync(content);
        const server = await start({ content });
        await looks(server);
        await server.stop();
    });

    it("a content folder that is not there is named", async (t) => {
        const missing = join(temporaryFolder(t), "nowhere");
        const server = await start({ content: missing }).catch((error) => error);
        if (server instanceof Error) return assert.ok(server.message.includes(missing), server.message);
        assert.ok(server.output.includes(missing), server.output);
        await server.stop();
    });
});

describe("settings", () => {
    it("desk, incident and name are shown where one would look", async () => {
        const server = await start({ args: ["--site-name", "Hilfe & Rat", "--desk-phone", "+49 30 1234", "--desk-hours", "Mo–Fr 8–18", "--desk-url", "https://desk.example/new", "--incident-text", "Mail is down <now>", "--incident-level", "critical"] });
        for (const path of ["/", "/articles/outlook-ost-sync-errors-in-cached-mode", "/search?q=zzzz"]) {
            const root = parse((await server.get(path)).text);
            for (const word of ["Hilfe & Rat", "Mail is down <now>"]) assert.ok(root.text.includes(word), `${path}: ${word}`);
            assert.ok(root.all("a").some((a) => a.attr("href") === "tel:+49301234"), path);
        }
        const guide = parse((await server.get("/articles/outlook-ost-sync-errors-in-cached-mode")).text);
        for (const word of ["+49 30 1234", "Mo–Fr 8–18"]) assert.ok(guide.text.includes(word), word);
        assert.ok(guide.all("a").some((a) => a.attr("href") === "https://desk.example/new"));
        await server.stop();
    });

    it("a setting out of its range stops the start with 2 or 1 and its name", async () => {
        for (const args of [["--cache-mb", "-1"], ["--log-level", "loud"], ["--public-url", "ftp://x"], ["--listen", "nonsense"], ["--no-such-flag", "1"]]) {
            const fault = await start({ args }).then((s) => s.stop().then(() => null), (e) => e);
            assert.ok(fault, args.join(" "));
            assert.match(fault.message, /ended with [12]\b/, fault.message);
            assert.ok(fault.message.includes(args[0].slice(2)) || args[0] === "--listen", fault.message);
        }
    });

    it("a guide becomes stale when its review is due", async () => {
        const fresh = await start({ env: { RUNBOOKD_CLOCK: String(Date.parse("2026-04-01T12:00:00Z") / 1000) } });
        const path = "/articles/outlook-ost-sync-errors-in-cached-mode";
        assert.doesNotMatch(parse((await fresh.get(path)).text).one("main").text, /review overdue|review has been due/i);
        await fresh.stop();
        const stale = await start({ env: { RUNBOOKD_CLOCK: String(Date.parse("2027-04-01T12:00:00Z") / 1000) } });
        assert.match(parse((await stale.get(path)).text).one("main").text, /review overdue|review has been due/i);
        assert.equal((await stale.get("/api/v1/articles/outlook-ost-sync-errors-in-cached-mode")).json.stale, true);
        await stale.stop();
    });
});

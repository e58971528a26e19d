// The search log: what was asked, what it found, what was opened, by day; and nothing of a person.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { OST, PHRASE } from "./content.mjs";
import { parse } from "./html.mjs";
import { runbookd, start, temporaryFolder } from "./server.mjs";

/* What the log holds after the server stopped: {most asked, without a result, …: {query: {…}}}. */
async function readLog(data, args = []) {
    const { code, stdout, stderr } = await runbookd(["searches", "--data", data, ...args]);
    assert.equal(code, 0, stderr);
    const parts = {};
    let part = null;
    for (const line of stdout.trim().split("\n")) {
        const cells = line.split("\t");
        if (cells.length === 1) part = parts[line.slice(2)] = {};
        else if (!line.startsWith("#")) part[cells[3]] = { asked: Number(cells[0]), guides: Number(cells[1]), opened: Number(cells[2]) };
    }
    return parts;
}

describe("the search log", () => {
    it("counts every search, also those answered from a finished page", async () => {
        const data = temporaryFolder();
        const server = await start({ data });
        for (let i = 0; i < 3; i++) await server.get("/search?q=Outlook%20%20OST");
        await server.get("/search?q=outlook+ost&page=2");
        await server.get("/search?q=outlook+ost&product=outlook");
        await server.post("/search", { form: { q: "zzzzqqqq" } });
        await server.get(`/search?q=${encodeURIComponent(PHRASE)}`);
        await server.get(`/q?text=${encodeURIComponent(PHRASE)}`);
        await server.get("/search?q=");
        await server.stop();
        const log = await readLog(data);
        assert.equal(log["most asked"]["outlook ost"].asked, 3);
        assert.ok(log["most asked"]["outlook ost"].guides > 0);
        assert.deepEqual(log["without a result"], { zzzzqqqq: { asked: 1, guides: 0, opened: 0 } });
        assert.deepEqual(log["most asked"][PHRASE.toLowerCase()], { asked: 2, guides: 1, opened: 0 });
        assert.equal(Object.keys(log["most asked"]).length, 3);
    });

    it("counts what was opened, told by the browser beside following the link", async () => {
        const data = temporaryFolder();
        const server = await start({ data });
        const root = parse((await server.get("/search?q=outlook+ost+sync")).text);
        const link = root.one("ol", (o) => o.attr("class") === "hits").one("a");
        assert.match(link.attr("href"), new RegExp(`^/articles/${OST}`), "the link itself is clean");
        const ping = link.attr("ping");
        const told = await server.request("POST", ping, { body: "PING", headers: { "Content-Type": "text/ping", "Sec-Fetch-Site": "same-origin" } });
        assert.equal(told.status, 204);
        assert.equal((await server.post(ping)).status, 204);
        assert.equal((await server.post(ping.replace(/to=[^&]*/, "to=nothing-of-that-name"))).status, 204);
        assert.equal((await server.post("/search/clicks?k=12345&to=x")).status, 204);
        assert.equal((await server.post("/search/clicks?k=x&to=x")).status, 422);
        assert.equal((await server.post(ping, { headers: { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" } })).status, 403);
        await server.stop();
        const log = await readLog(data);
        assert.equal(log["most asked"]["outlook ost sync"].opened, 3);
        assert.deepEqual(Object.keys(log["most asked"]), ["outlook ost sync"]);
        assert.deepEqual(log["with results that nobody opened"], {});
    });

    it("keeps no mail address, GUID, number or password", async () => {
        const data = temporaryFolder();
        const server = await start({ data });
        await server.get(`/search?q=${encodeURIComponent("zqx login jane.doe@example.org failed, password: hunter2 tenant 6f9619ff-8b86-d011-b42d-00cf4fc964ff call 4930123456 code 0x800704cf C:\\Users\\jdoe\\x")}`);
        await server.stop();
        const { stdout } = await runbookd(["searches", "--data", data]);
        assert.doesNotMatch(stdout, /jane|example\.org|hunter2|6f9619ff|4930123456|jdoe/);
        assert.match(stdout, /\[email\].*\[secret\].*\[guid\].*\[number\].*0x800704cf.*\[name\]/);
    });

    it("0 days keep nothing", async () => {
        const data = temporaryFolder();
        const server = await start({ data, args: ["--search-log-days", "0"] });
        const page = await server.get("/search?q=outlook");
        assert.doesNotMatch(page.text, / ping="/);
        await server.stop();
        assert.deepEqual((await readLog(data))["most asked"], {});
    });
});

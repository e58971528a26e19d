// Did this step work? One answer a visitor and step, kept with the step's words; by forms and through the API.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { FAST, Jar, runbookd, start, temporaryFolder } from "./server.mjs";

const NOW = Date.parse("2026-07-05T12:00:00Z") / 1000;
const env = { RUNBOOKD_CLOCK: String(NOW) };
const text = (steps, verified = "2026-07-01") =>
    `---\ntitle: Printer\nslug: printer\nverified: ${verified}\n---\n\nIntro.\n\n## How to fix\n\n` +
    steps.map(([title, words]) => `### ${title}\n\n${words}\n`).join("\n");
const STEPS = [["Look at it", "Is it on?"], ["Restart it", "Press the button."], ["Restart it", "Press the button."], ["Call IT", "They know."]];

function write(root, source) {
    mkdirSync(join(root, "articles/x"), { recursive: true });
    writeFileSync(join(root, "articles/x/printer.md"), source);
    return root;
}

async function serve(t, { source = text(STEPS), args = [] } = {}) {
    const data = temporaryFolder(t), root = write(temporaryFolder(t), source);
    const said = await runbookd(["import", "--data", data, root], { env });
    assert.equal(said.code, 0, said.stderr.slice(0, 2000));
    const server = await start({ data, content: null, users: { rita: "reviewer", rob: "reader" }, args: [...FAST, "--vote-rate", "0", ...args], env });
    t.after(() => server.child.exitCode === null && server.child.signalCode === null && server.stop());
    server.edit = async (next) => {
        write(root, next);
        const again = await runbookd(["import", "--data", data, root], { env });
        assert.equal(again.code, 0, again.stderr.slice(0, 2000));
    };
    return server;
}
const API = "/api/v1/articles/printer/steps";
const steps = async (server, jar) => (await server.get(API, { jar })).json.steps;
const markOf = async (server, anchor) => (await steps(server)).find((s) => s.anchor === anchor)?.mark ?? "nosuch";
/* With the mark of the step as it reads now, unless the body says another. */
const send = async (server, anchor, jar, body) =>
    server.post(`${API}/${anchor}`, { jar, body: typeof body === "string" || "mark" in body ? body : { ...body, mark: await markOf(server, anchor) } });
/* Worked and failed of each step: staff is told from the first answer on. */
async function counted(server) {
    server.rita ??= await new Person(server).signIn("rita");
    const rows = parse((await server.rita.get("/staff/guides/printer/steps")).text).one("table").all("tr").map((row) => row.all("td").map((cell) => Number(cell.text)));
    return rows.filter((row) => row.length).map(([worked, failed]) => [worked, failed]);
}
const pick = (list, ...names) => list.map((s) => names.map((n) => s[n]));
const page = async (server, jar, query = "") => parse((await server.get(`/articles/printer${query}`, { jar })).text);
const formOf = (dom, anchor) => dom.one("form", (f) => f.attr("action")?.endsWith(`/steps/${anchor}`));
async function crowd(server, anchor, worked, failed) {
    for (let i = 0; i < worked + failed; i++) assert.equal((await send(server, anchor, new Jar(), { worked: i < worked })).status, 200);
}

describe("answers to steps through the API", () => {
    it("are counted, changed, withdrawn; one a visitor and step", async (t) => {
        const server = await serve(t), anna = new Jar(), ben = new Jar();
        assert.deepEqual(pick(await steps(server), "anchor", "number", "worked", "failed", "verified", "mine"),
            STEPS.map((_, i) => [`step-${i + 1}`, i + 1, null, null, "2026-07-01", null]));
        const yes = await send(server, "step-2", anna, { worked: true });
        assert.equal(yes.status, 200, yes.text);
        assert.deepEqual(pick([yes.json], "anchor", "worked", "failed", "mine"), [["step-2", null, null, true]]);
        await send(server, "step-2", anna, { worked: true });
        await send(server, "step-2", ben, { worked: false });
        await send(server, "step-3", ben, { worked: true });
        assert.deepEqual(await counted(server), [[0, 0], [1, 1], [1, 0], [0, 0]]);
        assert.deepEqual(pick(await steps(server, ben), "worked", "failed", "mine"), [[null, null, null], [null, null, false], [null, null, true], [null, null, null]]);
        assert.deepEqual(pick(await steps(server), "mine"), [[null], [null], [null], [null]]);
        await send(server, "step-2", anna, { worked: false });
        await send(server, "step-2", ben, { worked: null });
        assert.deepEqual(await counted(server), [[0, 0], [0, 1], [1, 0], [0, 0]]);
        assert.deepEqual(pick(await steps(server, ben), "mine")[1], [null]);
    });

    it("are told from five on, as on the page, wherever the API has them", async (t) => {
        const server = await serve(t);
        const told = async () => {
            const whole = (await server.get("/api/v1/articles/printer")).json;
            const both = [await steps(server), whole.fix.phases[0].steps].map((list) => pick(list, "worked", "failed")[0]);
            assert.deepEqual(both[0], both[1]);
            return both[0];
        };
        await crowd(server, "step-1", 3, 1);
        assert.deepEqual(await told(), [null, null]);
        const fifth = await send(server, "step-1", new Jar(), { worked: true });
        assert.deepEqual(pick([fifth.json], "worked", "failed"), [[4, 1]]);
        assert.deepEqual(await told(), [4, 1]);
    });

    it("refuse what is no answer, naming the field", async (t) => {
        const server = await serve(t), jar = new Jar();
        for (const body of [{}, { worked: "yes" }, { worked: 1 }, { worked: true, mark: 7 }, { worked: true, mark: "x".repeat(65) }, { worked: true, mark: "" }, { worked: true }]) {
            const answer = await server.post(`${API}/step-1`, { jar, body });
            assert.equal(answer.status, 422, JSON.stringify(body));
            assert.match(answer.text, body.worked === true ? /"\/mark"/ : /"\/worked"/);
        }
        for (const anchor of ["step-9", "fix", "%3Cb%3E"]) assert.equal((await send(server, anchor, jar, { worked: true })).status, 409, anchor);
        assert.equal((await server.post("/api/v1/articles/nothing/steps/step-1", { body: { worked: true, mark: "nosuch" } })).status, 404);
        assert.equal((await send(server, "step-1", jar, "{no json")).status, 400);
        assert.ok((await counted(server)).every(([worked, failed]) => worked + failed === 0));
    });

    it("keep the throttle of votes", async (t) => {
        const server = await serve(t, { args: ["--vote-rate", "2"] });
        const codes = [];
        for (let i = 0; i < 4; i++) codes.push((await send(server, "step-1", new Jar(), { worked: true })).status);
        assert.deepEqual(codes, [200, 200, 429, 429]);
    });

    it("outlive a server that dies", async (t) => {
        const server = await serve(t);
        await crowd(server, "step-1", 3, 1);
        await server.kill();
        const again = await start({ data: server.data, content: null, env, args: [...FAST] });
        t.after(() => again.stop());
        assert.deepEqual((await counted(again))[0], [3, 1]);
    });
});

describe("answers and edits", () => {
    it("stay with the words of a step, wherever it stands, and are of no others", async (t) => {
        const server = await serve(t), anna = new Jar();
        await send(server, "step-2", anna, { worked: true });
        await send(server, "step-4", anna, { worked: false });
        const [, , , call] = await steps(server);
        const first = await server.get("/articles/printer");
        await server.edit(text([["Count to ten", "Slowly."], STEPS[0], STEPS[1], ["Call IT", "They know more."]]));
        assert.notEqual((await server.get("/articles/printer")).headers.etag, first.headers.etag);
        assert.deepEqual(pick(await steps(server, anna), "title", "mine", "verified"), [
            ["Count to ten", null, null],
            ["Look at it", null, "2026-07-01"],
            ["Restart it", true, "2026-07-01"],
            ["Call IT", null, null],
        ]);
        assert.deepEqual(await counted(server), [[0, 0], [0, 0], [1, 0], [0, 0]]);
        // An old page's answer counts where its words went, and not at all where they are gone.
        const [, look] = await steps(server);
        const moved = await send(server, "step-1", new Jar(), { worked: true, mark: look.mark });
        assert.deepEqual([moved.status, moved.json.anchor], [200, "step-2"]);
        assert.equal((await send(server, "step-4", new Jar(), { worked: true, mark: call.mark })).status, 409);
        // Verified again: now each of these words is.
        await server.edit(text([["Count to ten", "Slowly."], STEPS[0], STEPS[1], ["Call IT", "They know more."]], "2026-07-04"));
        assert.deepEqual(pick(await steps(server), "verified"), Array(4).fill(["2026-07-04"]));
        // The old text comes back, and finds its answers.
        await server.edit(text(STEPS, "2026-07-04"));
        assert.deepEqual(await counted(server), [[1, 0], [1, 0], [0, 0], [0, 1]]);
    });
});

describe("answers on the page", () => {
    it("go by a form back to the step, which says so and offers to take it back", async (t) => {
        const server = await serve(t), jar = new Jar();
        const press = async (dom, anchor, value) => {
            const form = formOf(dom, anchor);
            const button = form.one("button", (b) => b.attr("value") === value);
            assert.ok(button, `${value} at ${anchor}`);
            const sent = await server.post(form.attr("action"), { jar, form: fields(form, button) });
            assert.equal(sent.status, 303, sent.text.slice(0, 300));
            return sent.location;
        };
        const to = await press(await page(server, jar), "step-2", "yes");
        assert.match(to, /\/articles\/printer\?answered=yes&step=step-2#step-2$/);
        const then = await page(server, jar, "?answered=yes&step=step-2");
        const step = then.one("details", (d) => d.attr("id") === "step-2");
        assert.notEqual(step.attr("open"), undefined, "the step stands open");
        assert.match(step.text, /You said that this step worked/);
        assert.equal(formOf(then, "step-2").one("button", (b) => b.attr("value") === "yes").attr("aria-pressed"), "true");
        assert.doesNotMatch(then.one("details", (d) => d.attr("id") === "step-1").text, /You said/);
        assert.match(await press(then, "step-2", "none"), /answered=none/);
        assert.deepEqual([(await counted(server))[1], pick(await steps(server, jar), "mine")[1]], [[0, 0], [null]]);
        const bad = await server.post("/articles/printer/steps/step-1", { jar, form: { worked: "perhaps" } });
        assert.equal(bad.status, 422);
        for (const [anchor, form] of [["step-1", { worked: "yes" }], ["step-1", { worked: "yes", mark: "" }], ["step-99", { worked: "yes" }]]) {
            const bare = await server.post(`/articles/printer/steps/${anchor}`, { jar, form });
            assert.match(bare.location, /answered=changed/, "an answer that does not say to which words is for none");
        }
        assert.deepEqual(await counted(server), [[0, 0], [0, 0], [0, 0], [0, 0]]);
        assert.equal((await server.post("/articles/nothing/steps/step-1", { jar, form: { worked: "yes", mark: "zzzzzz" } })).status, 404);
        const stale = await server.post("/articles/printer/steps/step-1", { jar, form: { worked: "yes", mark: "zzzzzz" } });
        assert.match(stale.location, /answered=changed&step=step-1#step-1$/);
        assert.match((await page(server, jar, "?answered=changed&step=step-1")).text, /was not counted/);
        const odd = await server.post("/articles/printer/steps/a%22%26b", { jar, form: { worked: "yes", mark: "zzzzzz" } });
        assert.match(odd.location, /step=a%22%26b#a%22%26b$/);
    });

    it("are told from five on, at once and to all, from a page that stays shared", async (t) => {
        const server = await serve(t);
        await crowd(server, "step-1", 3, 1);
        const told = async () => (await page(server)).one("details", (d) => d.attr("id") === "step-1").one("span", (s) => s.attr("data-told") !== undefined).text.trim();
        assert.equal(await told(), "");
        const before = await server.get("/articles/printer");
        assert.equal((await server.get("/articles/printer", { headers: { "If-None-Match": before.headers.etag } })).status, 304);
        await crowd(server, "step-1", 1, 0);
        assert.match(await told(), /^Worked for 4 of 5 · verified/);
        const after = await server.get("/articles/printer");
        assert.notEqual(after.headers.etag, before.headers.etag);
        assert.equal(after.headers["cache-control"], before.headers["cache-control"]);
        assert.equal(after.headers["set-cookie"], undefined);
    });

    it("of 200 steps still weigh little", async (t) => {
        const many = Array.from({ length: 200 }, (_, i) => [`Step about item ${i}`, `Press button ${i}.`]);
        const server = await serve(t, { source: text(many) });
        const answer = await server.get("/articles/printer", { headers: { "Accept-Encoding": "br" } });
        assert.equal(answer.headers["content-encoding"], "br");
        t.diagnostic(`${answer.bytes?.length ?? answer.headers["content-length"]} bytes`);
        assert.ok(Number(answer.headers["content-length"]) < 12_000, `${answer.headers["content-length"]} bytes`);
    });
});

describe("what staff sees of steps", () => {
    it("is each step with its answers in all and by version, and when it was verified", async (t) => {
        const server = await serve(t);
        await crowd(server, "step-1", 1, 4);
        await crowd(server, "step-4", 2, 0);
        await server.edit(text([...STEPS.slice(0, 3), ["Call IT", "They know more."]]));
        await crowd(server, "step-1", 1, 0);
        const rita = await new Person(server).signIn("rita");
        const rows = async (query = "") => {
            const got = await rita.get(`/staff/guides/printer/steps${query}`);
            assert.equal(got.status, 200, got.text.slice(0, 500));
            return parse(got.text).all("tr").map((row) => row.all("td").map((cell) => cell.text.replace(/\s+/g, " ").trim()));
        };
        const live = await rows();
        assert.deepEqual(live[1].slice(0, 5), ["2", "4", "33 % worked Fails often", "1", "0"]);
        assert.match(live[1][5], /2026.*version 1/);
        assert.deepEqual(live[4].slice(0, 5), ["0", "0", "too few answers", "0", "0"]);
        assert.match(live[4][5], /not in these words/);
        const first = await rows("?version=1");
        assert.deepEqual(first[1].slice(3, 5), ["1", "4"]);
        assert.deepEqual(first[5].slice(3, 5), ["2", "0"], "the step that reads otherwise now");
        assert.deepEqual(first.slice(-2), [["1", "0"], ["3", "4"]], "by version, newest first");
        assert.equal((await rita.get("/staff/guides/printer/steps?version=9")).status, 404);
        assert.equal((await rita.get("/staff/guides/printer/steps?version=x")).status, 422);
        assert.equal((await rita.get("/staff/guides/nothing/steps")).status, 404);
        assert.match((await rita.get("/staff/guides/printer")).text, /\/staff\/guides\/printer\/steps/);
        assert.match((await rita.get("/staff/verify/printer")).text, /\/staff\/guides\/printer\/steps/);
    });
});

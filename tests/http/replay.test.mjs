// A run through a tree as staff replays it: each event, the versions, the priority; and nobody else does.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { serving } from "./server.mjs";

const server = serving(before, after, { users: { rita: "reviewer", rob: "reader" }, args: ["--run-rate", "0"] });
const TREE = "outlook-ost-sync";
const send = async (run, what, body) => {
    const sent = await server().post(`/api/v1/runs/${run.id}/${what}`, { body });
    assert.equal(sent.status, 200, sent.text);
    return sent.json;
};
const begin = async (body = { article: OST }) => (await server().post(`/api/v1/trees/${TREE}/runs`, { body })).json;
const squeeze = (node) => node.text.replace(/\s+/g, " ").trim();

async function replay(person, run, query = "") {
    const got = await person.get(`/staff/runs/${run.id}${query}`);
    assert.equal(got.status, 200, got.text.slice(0, 500));
    const dom = parse(got.text);
    return {
        got,
        rows: dom.all("tr").slice(1).map((row) => row.all("td").map(squeeze)),
        facts: Object.fromEntries(dom.all("dt").map((dt, i) => [squeeze(dt), squeeze(dom.all("dd")[i])])),
    };
}

describe("the replay of a run", () => {
    it("tells each event, what it led to, and what came out", async () => {
        const rita = await new Person(server()).signIn("rita");
        const run = await begin();
        await send(run, "answers", { state: "scope", answer: "several" });
        await send(run, "answers", { state: "need-many", answer: "no" });
        await send(run, "back", {});
        await send(run, "answers", { state: "need-many", answer: "no" });
        const last = await send(run, "answers", { state: "scope", answer: "one-user", change: true });
        const { rows, facts, got } = await replay(rita, run);
        assert.equal(rows.length, 5);
        assert.match(rows[0][1], /Who is affected\?.*Several people/);
        assert.match(rows[2][1], /^Back .*1 answer no longer in force/);
        assert.match(rows[4][1], /^Changed .*Only me.*no longer in force/);
        assert.match(rows[0][3], /^P\d.*Impact: medium/);
        assert.match(facts["Tree"], /revision 1$/);
        assert.match(facts["Guide"], /version 1 when it began$/);
        assert.match(facts["Events"], /1 back, 1 changed/);
        assert.ok(facts["Priority"].startsWith(last.priority.code), facts["Priority"]);
        assert.equal(facts["Impact"].split(" ")[0], last.facts.impact);
        assert.match(got.headers["cache-control"], /no-store/);
        await send(run, "restart", {});
        const again = await replay(rita, run);
        assert.match(again.rows.at(-1)[1], /^Begun anew/);
        assert.match(again.facts["Events"], /1 begun anew/);
        assert.equal(again.facts["Outcome"], "Not at an end");
    });

    it("pages a long one, and says nothing of one that is not there", async () => {
        const rita = await new Person(server()).signIn("rita");
        const run = await begin({});
        for (let i = 0; i < 101; i++) {
            await send(run, "answers", { state: "scope", answer: "one-user" });
            await send(run, "back", {});
        }
        const first = await replay(rita, run), second = await replay(rita, run, "?page=2");
        assert.deepEqual([first.rows.length, second.rows.length], [200, 2]);
        assert.match(first.got.text, /\?page=2/);
        assert.match(first.got.text, /<a href="\/staff\/trees" aria-current="true"/, "it stands under the trees");
        assert.match(first.facts["Events"], /202 in all: 101 back/);
        assert.equal((await rita.get("/staff/runs/aaaaaaaaaaaaaaaaaaaaaaaaaa")).status, 404);
        assert.equal((await rita.get("/staff/runs/x")).status, 404);
        assert.equal((await rita.get(`/staff/runs/${run.id}?page=0`)).status, 422);
    });

    it("is reached from the transcript by staff alone", async () => {
        const run = await begin();
        const transcript = async (who) => (await who.get(`/runs/${run.id}/transcript`)).text;
        const rita = await new Person(server()).signIn("rita"), rob = await new Person(server()).signIn("rob");
        assert.match(await transcript(rita), new RegExp(`/staff/runs/${run.id}`));
        assert.doesNotMatch(await transcript(rob), /\/staff\/runs/);
        assert.doesNotMatch(await transcript(server()), /\/staff\/runs/);
        assert.equal((await rob.get(`/staff/runs/${run.id}`)).status, 403);
        assert.equal((await server().get(`/staff/runs/${run.id}`)).status, 303);
    });
});

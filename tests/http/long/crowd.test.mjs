// A crowd: many visitors read, vote and walk trees at once. Meant for the ThreadSanitizer build.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST, PHRASE, articles, trees } from "../content.mjs";
import { Jar, serving } from "../server.mjs";

const server = serving(before, after);
const VISITORS = 24;
const ROUNDS = Number(process.env.RUNBOOKD_CROWD_ROUNDS ?? 12);

async function read(n) {
    const guides = articles();
    const guide = guides[n % guides.length];
    const page = await server().get(`/articles/${guide.slug}`, { headers: { "Accept-Encoding": ["", "gzip", "br"][n % 3] } });
    assert.equal(page.status, 200);
    const again = await server().get(`/articles/${guide.slug}`, { headers: { "If-None-Match": page.headers.etag, "Accept-Encoding": ["", "gzip", "br"][n % 3] } });
    assert.ok([200, 304].includes(again.status));
    assert.equal((await server().get(`/q?text=${encodeURIComponent(PHRASE)}`)).status, 303);
    assert.equal((await server().get("/search?q=camera")).status, 200);
    assert.equal((await server().get("/metrics")).status, 200);
}

async function walk(n) {
    const all = trees();
    let run = (await server().post(`/api/v1/trees/${all[n % all.length].slug}/runs`, { body: {} })).json;
    for (let step = 0; run.state.kind !== "outcome" && step < 20; step++) {
        const answers = run.state.answers;
        const sent = await server().post(`/api/v1/runs/${run.id}/answers`, { body: { state: run.state.id, answer: answers[(n + step) % answers.length].id } });
        assert.equal(sent.status, 200);
        run = sent.json;
    }
    assert.equal((await server().get(`/runs/${run.id}`)).status, 200);
}

describe("a crowd", () => {
    it("is served, and every vote is counted once", async () => {
        const jars = Array.from({ length: VISITORS }, () => new Jar());
        await Promise.all(
            jars.map(async (jar, n) => {
                for (let round = 0; round < ROUNDS; round++) {
                    const vote = await server().post(`/api/v1/articles/${OST}/votes`, { jar, body: { helpful: (n + round) % 2 === 0 } });
                    assert.equal(vote.status, 200);
                    assert.equal(vote.json.mine, (n + round) % 2 === 0);
                    await read(n + round);
                    await walk(n + round);
                }
            }),
        );
        const { total, helpful, not_helpful } = (await server().get(`/api/v1/articles/${OST}/votes`)).json;
        assert.deepEqual([total, helpful + not_helpful], [VISITORS, VISITORS]);
    });
});

// What was answered with 2xx is there after kill -9.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { OST } from "./content.mjs";
import { Jar, start, temporaryFolder } from "./server.mjs";

const ROUNDS = Number(process.env.RUNBOOKD_KILL_ROUNDS ?? 4);
const WRITERS = 8;
const VOTES = `/api/v1/articles/${OST}/votes`;
const RUNS = "/api/v1/trees/outlook-ost-sync/runs";

/* Writes until the server dies: votes of new visitors, and runs with one answer. Keeps what was
 * acknowledged, and how much was in the air. */
async function writer(server, kept) {
    for (let i = 0; ; i++) {
        try {
            kept.asked += 1;
            const vote = await server.post(VOTES, { jar: new Jar(), body: { helpful: i % 3 > 0 } });
            if (vote.status !== 200) throw new Error(`vote: ${vote.status} ${vote.text}`);
            kept.votes += 1;
            const run = await server.post(RUNS, { body: {} });
            assert.equal(run.status, 201);
            kept.runs.set(run.json.id, 0);
            const answer = await server.post(`/api/v1/runs/${run.json.id}/answers`, { body: { state: "scope", answer: "many" } });
            assert.equal(answer.status, 200);
            kept.runs.set(run.json.id, 1);
            kept.progress?.();
        } catch (error) {
            if (["ECONNRESET", "ECONNREFUSED", "EPIPE"].includes(error.code) || /socket hang up|aborted/.test(error.message)) return;
            throw error;
        }
    }
}

/* Settles after `count` writers' rounds were acknowledged. */
function after(kept, count) {
    return new Promise((enough) => {
        let done = 0;
        kept.progress = () => {
            done += 1;
            if (done === count) enough();
        };
    });
}

describe("kill -9", () => {
    it(`${ROUNDS} rounds: no acknowledged vote or answer is lost`, async (t) => {
        const data = join(temporaryFolder(t), "store");
        const kept = { votes: 0, asked: 0, runs: new Map() };
        for (let round = 0; round < ROUNDS; round++) {
            const server = await start({ data });
            const enough = after(kept, 5 + 7 * round % 31);
            const writers = Array.from({ length: WRITERS }, () => writer(server, kept));
            await Promise.race([enough, Promise.all(writers)]);
            await server.kill();
            await Promise.all(writers);

            const revived = await start({ data });
            const { total } = (await revived.get(VOTES)).json;
            assert.ok(total >= kept.votes, `round ${round}: ${total} votes, ${kept.votes} acknowledged`);
            assert.ok(total <= kept.asked, `round ${round}: ${total} votes, ${kept.asked} asked for`);
            for (const [id, answers] of kept.runs) {
                const run = await revived.get(`/api/v1/runs/${id}`);
                assert.equal(run.status, 200, `run ${id}`);
                assert.ok(run.json.path.length >= answers, `run ${id}`);
            }
            kept.runs.clear();
            kept.votes = kept.asked = total;
            assert.equal((await revived.get("/readyz")).status, 200);
            await revived.stop();
        }
    });

    it("SIGTERM while writers write answers what it took", async (t) => {
        const data = join(temporaryFolder(t), "store");
        const server = await start({ data });
        const kept = { votes: 0, asked: 0, runs: new Map() };
        const enough = after(kept, 10);
        const writers = Array.from({ length: WRITERS }, () => writer(server, kept).catch((error) => assert.match(error.message, /503/)));
        await enough;
        await server.stop();
        await Promise.all(writers);
        const revived = await start({ data });
        const { total } = (await revived.get(VOTES)).json;
        assert.ok(total >= kept.votes);
        await revived.stop();
    });

    it("a second server on the same data is refused by name", async (t) => {
        const data = join(temporaryFolder(t), "store");
        const server = await start({ data });
        await assert.rejects(start({ data }), (error) => /ended with [12]/.test(error.message) && error.message.includes(data));
        assert.equal((await server.get("/healthz")).status, 200);
        await server.stop();
    });
});

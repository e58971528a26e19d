// Clients that send a byte now and then: a request's head and body have a time as a whole, and whoever
// is only idle keeps the connection. Nothing here asserts on time: what is waited for is the end of a
// connection, which comes only because its deadline passed.
import assert from "node:assert/strict";
import http from "node:http";
import net from "node:net";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { serving } from "./server.mjs";

const server = serving(before, after, { args: ["--head-timeout-ms", "60", "--body-timeout-ms", "60"] });
const VOTES = `/api/v1/articles/${OST}/votes`;

/* Sends `start`, then byte after byte for as long as the server listens; all that came back. */
function drip(start, byte) {
    return new Promise((done) => {
        let got = "", timer;
        const socket = net.connect(server().port, "127.0.0.1", () => {
            socket.write(start);
            timer = setInterval(() => socket.write(byte), 5);
        });
        socket.setEncoding("latin1").on("data", (text) => (got += text));
        socket.on("error", () => {});
        socket.on("close", () => {
            clearInterval(timer);
            done(got);
        });
    });
}

const LATE = /^(HTTP\/1\.1 408 [\s\S]*)?$/;

describe("a request that never ends", () => {
    it("a head that drips is ended with 408", async () => {
        assert.match(await drip("GET / HT", "x"), LATE);
        assert.match(await drip("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", "x"), LATE);
        assert.match(await drip("", "\r\n"), LATE);
    });

    it("a body that drips, and a chunk that never begins, too", async () => {
        const head = `POST ${VOTES} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;
        assert.match(await drip(`${head}Content-Length: 5000\r\n\r\n{`, " "), LATE);
        assert.match(await drip(`${head}Transfer-Encoding: chunked\r\n\r\n5;a=`, "b"), LATE);
    });

    it("also behind a request that was answered, on the same connection", async () => {
        const got = await drip("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /hea", "x");
        // A client that is busy may lose what it has not read when the connection is reset.
        assert.match(got, /^(HTTP\/1\.1 200 [\s\S]*\r\n\r\nok\n)?(HTTP\/1\.1 408 [\s\S]*)?$/);
    });

    it("the vote that did not come whole is not counted", async () => {
        const { total } = (await server().get(VOTES)).json;
        assert.equal(total, 0);
    });
});

describe("a connection that is only idle", () => {
    it("is kept, and serves the next request", async () => {
        const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
        const ask = () =>
            new Promise((done, broken) => {
                const request = http.get({ port: server().port, host: "127.0.0.1", path: "/healthz", agent }, (answer) => {
                    answer.resume();
                    answer.on("end", () => done({ status: answer.statusCode, reused: request.reusedSocket }));
                });
                request.on("error", broken);
            });
        assert.deepEqual(await ask(), { status: 200, reused: false });
        await drip("GET / HT", "x"); // ended by its deadline: at least as long was the other idle
        assert.deepEqual(await ask(), { status: 200, reused: true });
        agent.destroy();
    });

    it("and one that stays silent from the beginning does not disturb the others", async () => {
        const silent = net.connect(server().port, "127.0.0.1");
        await drip("GET / HT", "x");
        assert.equal((await server().get("/")).status, 200);
        silent.destroy();
    });
});

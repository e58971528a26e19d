// How fast finished pages go out, beside a bare libmicrohttpd handler and a tuned nginx that send
// the same bytes and headers; and beside ourselves when nothing is kept, or when readers vote.
//
//   node bench/page_rate.mjs [--binary build/runbookd] [--bare build/bare_handler] [--rounds 9] [--seconds 2] [--figures FILE]
//
// 64 keep-alive connections over loopback, as many threads of wrk as cores, all taking turns;
// medians of the ratios of a round, with their quartiles. CPU is what the server's processes took
// for an answer: it says more than the rate where others use the machine.
import { writeFileSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { answering, bareHandler, CORES, cpuOf, end, folder, freePort, h2load, inTurn, load, median, needs, nginx, noteFigures, portal, ratios, readArguments, ROOT, spread, table, wire, wrk } from "./peers.mjs";

const options = readArguments({ binary: join(ROOT, "build/runbookd"), bare: join(ROOT, "build/bare_handler"), rounds: "9", seconds: "2", figures: "" });
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);
const ARTICLE = "/articles/outlook-ost-sync-errors-in-cached-mode";
const BROTLI = { "Accept-Encoding": "gzip, deflate, br" };
const MACHINE = `${CORES} cores at load ${load()}, server and clients on one machine, 64 connections over loopback; medians of ${rounds} rounds, all taking turns.`;
needs("wrk", "h2load", "nginx", options.binary, options.bare);

const PAGES = {
    "article": [ARTICLE, {}],
    "article, brotli": [ARTICLE, BROTLI],
    "home": ["/", {}],
    "/q/…": ["/q/azure-ad-connect-sync-error", {}],
    "browse": ["/browse/email/outlook", {}],
    "search results": ["/search?q=outlook+sync", {}],
    "not modified, 304": [ARTICLE, null],
};

async function recorded(port) {
    const etag = (await wire(port, ARTICLE)).header("ETag");
    const answers = [];
    for (const [target, headers] of Object.values(PAGES)) answers.push(await wire(port, target, headers ?? { "If-None-Match": etag }));
    return { etag, answers };
}

const rate = async (port, target, headers, by = wrk) => {
    const { rate: found, failed } = await by(port, target, { headers, seconds });
    if (failed) throw new Error(`${failed} answers of ${target} were refused`);
    return found;
};

/* {rate, cpu: microseconds of an answer} */
async function costed(child, port, target, headers, by) {
    const before = cpuOf(child.pid);
    const found = await rate(port, target, headers, by);
    return { rate: found, cpu: ((cpuOf(child.pid) - before) * 1e6) / (found * seconds) };
}

async function besidePeers() {
    const us = await portal(options.binary);
    const { etag, answers } = await recorded(us.port);
    const files = answers.map((answer, i) => {
        const path = join(folder(), String(i));
        writeFileSync(path, Buffer.concat([Buffer.from(`${answer.head}\r\n\r\n`, "latin1"), answer.body]));
        return path;
    });
    const barePort = await freePort();
    const nginxPort = await freePort();
    const peers = [bareHandler(options.bare, barePort, files), nginx(nginxPort, answers.map((a) => (a.code === 304 ? { ...a, body: Buffer.alloc(0) } : a)))];
    await answering(peers[0], barePort);
    await answering(peers[1], nginxPort);

    const rows = [];
    for (const [i, [name, [target, wanted]]] of Object.entries(PAGES).entries()) {
        const headers = wanted ?? { "If-None-Match": etag };
        const by = wanted ? wrk : h2load;
        const turns = {
            us: () => costed(us.child, us.port, target, headers, by),
            bare: () => costed(peers[0], barePort, `/${i + 1}`, headers, by),
            page: () => costed(us.child, us.port, ARTICLE, {}, by),
        };
        if (wanted) turns.nginx = () => costed(peers[1], nginxPort, `/${i + 1}`, headers);
        const found = await inTurn(turns, rounds);
        const middle = (which) => Math.round(median(found[which].map((f) => f.rate)));
        if (name === "article") noteFigures(options.figures, { machine: MACHINE, ours: middle("us"), bare: middle("bare"), nginx: middle("nginx") });
        if (name === "article, brotli") noteFigures(options.figures, { ours_brotli: middle("us"), nginx_brotli: middle("nginx") });
        const beside = (what, peer) => (found[peer] ? spread(ratios(found.us.map((f) => f[what]), found[peer].map((f) => f[what]))) : "");
        rows.push([name, answers[i].body.length, Math.round(median(found.us.map((f) => f.rate))), beside("rate", "bare"), beside("rate", "nginx"), beside("rate", "page"),
            median(found.us.map((f) => f.cpu)).toFixed(1), beside("cpu", "bare"), beside("cpu", "nginx")]);
    }
    table(["page", "bytes", "ours a second", "× bare handler", "× nginx", "× our article page", "CPU µs", "× bare handler", "× nginx"], rows);
    for (const child of [us.child, ...peers]) await end(child);
    return answers;
}

/* Nothing kept, the access log, and readers who vote on the page meanwhile. */
async function besideOurselves(answers) {
    const kept = await portal(options.binary);
    const unkept = await portal(options.binary, { args: ["--cache-mb", "0"] });
    const logging = await portal(options.binary, { args: ["--access-log", "yes", "--log-level", "info"], log: join(folder(), "access.log") });
    const nginxPort = await freePort();
    const peer = nginx(nginxPort, answers.slice(0, 1));
    await answering(peer, nginxPort);
    const voted = await portal(options.binary);
    const found = await inTurn({
        kept: () => rate(kept.port, ARTICLE, {}),
        unkept: () => rate(unkept.port, ARTICLE, {}),
        logging: () => rate(logging.port, ARTICLE, {}),
        nginx: () => rate(nginxPort, "/1", {}),
        voted: () => underVotes(voted.port),
    }, rounds);
    noteFigures(options.figures, { ours_unkept: Math.round(median(found.unkept)) });
    table(["what", "ratio"], [
        ["page cache off, × nginx", spread(ratios(found.unkept, found.nginx))],
        ["page cache off, pages a second", Math.round(median(found.unkept))],
        ["with an access log, × without", spread(ratios(found.logging, found.kept))],
        ["under votes on the same page, × quiet", spread(ratios(found.voted.map((v) => v.rate), found.kept))],
        [`votes a second meanwhile, of ${VOTES_A_SECOND} that were due`, Math.round(median(found.voted.map((v) => v.votes)))],
    ]);
    for (const { child } of [kept, unkept, logging, voted]) await end(child);
    await end(peer);
}

const VOTES_A_SECOND = 500, VOTERS = 64;

/* Readers who vote, 500 a second by the clock: what was due while this process slept is sent when it wakes. Each waits for its
 * answer before it votes again. stop() ends it when all are answered: {votes, seconds}. */
function voting(port, target) {
    const body = '{"helpful":true}';
    const request = `POST ${target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const began = performance.now();
    const idle = [], sockets = [];
    let sent = 0, answered = 0, until = Infinity, failed = null;
    const send = () => {
        const due = Math.floor(((Math.min(performance.now(), until) - began) * VOTES_A_SECOND) / 1000);
        for (; sent < due && idle.length; sent++) idle.pop().write(request);
    };
    for (let i = 0; i < VOTERS; i++) {
        const socket = net.connect(port, "127.0.0.1", () => idle.push(socket)).setNoDelay().setEncoding("latin1");
        let text = "";
        socket.on("error", (error) => (failed = error)).on("data", (piece) => {
            text += piece;
            const [head, code, length] = /^HTTP\/1\.1 (\d+)[^]*?\r\nContent-Length: (\d+)\r\n(?:[^]*?\r\n)?\r\n/i.exec(text) ?? [];
            if (!head || text.length < head.length + Number(length)) return;
            if (code !== "200") failed = new Error(`a vote was answered ${text}`);
            text = "";
            answered++;
            idle.push(socket);
            send();
        });
        sockets.push(socket);
    }
    const timer = setInterval(send, 1);
    const stop = async () => {
        until = performance.now();
        send();
        while (answered < sent && !failed) await new Promise((later) => setTimeout(later, 2));
        clearInterval(timer);
        for (const socket of sockets) socket.destroy();
        if (failed) throw failed;
        return { votes: sent, seconds: (until - began) / 1000 };
    };
    return stop;
}

async function underVotes(port) {
    const votes = `/api/v1${ARTICLE}/votes`;
    const count = async () => JSON.parse((await wire(port, votes)).body.toString()).total;
    const before = await count();
    const stop = voting(port, votes);
    const found = await rate(port, ARTICLE, {});
    const voted = await stop();
    const counted = (await count()) - before;
    if (counted !== voted.votes) throw new Error(`${voted.votes} votes were acknowledged, ${counted} counted`);
    return { rate: found, votes: voted.votes / voted.seconds };
}

console.log(`load at the start: ${load()}\n`);
const answers = await besidePeers();
console.log();
await besideOurselves(answers);

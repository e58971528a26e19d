// How fast finished pages go out, beside a bare libmicrohttpd handler and a tuned nginx that send
// the same bytes and headers; and beside ourselves when nothing is kept, or when readers vote.
//
//   node bench/page_rate.mjs [--binary build/runbookd] [--bare build/bare_handler] [--rounds 9] [--seconds 2] [--figures FILE]
//
// 64 keep-alive connections over loopback, as many threads of wrk as cores, all taking turns;
// medians of the ratios of a round, with their quartiles. CPU is what the server's processes took
// for an answer: it says more than the rate where others use the machine.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { answering, bareHandler, begin, CORES, cpuOf, end, folder, freePort, h2load, inTurn, load, median, needs, nginx, noteFigures, portal, ratios, readArguments, ROOT, spread, table, wire, wrk } from "./peers.mjs";

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
        ["votes a second meanwhile", Math.round(median(found.voted.map((v) => v.votes)))],
    ]);
    for (const { child } of [kept, unkept, logging, voted]) await end(child);
    await end(peer);
}

const VOTE = `local next_at = 0
wrk.method = "POST"
wrk.body = '{"helpful":true}'
wrk.headers["Content-Type"] = "application/json"
function delay() return 8 end`;

/* wrk sends some 500 votes a second: 4 connections that wait 8 ms after each answer. */
async function underVotes(port) {
    const script = join(folder(), "votes.lua");
    writeFileSync(script, VOTE);
    const votes = `/api/v1${ARTICLE}/votes`;
    const count = async () => JSON.parse((await wire(port, votes)).body.toString()).total;
    const before = await count();
    const voters = begin("wrk", ["-t1", "-c4", `-d${seconds + 1}s`, "-s", script, `http://127.0.0.1:${port}${votes}`]);
    const found = await rate(port, ARTICLE, {});
    await voters.ended;
    const sent = Number(/(\d+) requests in/.exec(voters.text)?.[1] ?? 0);
    const counted = (await count()) - before;
    /* What was under way when wrk stopped may have been counted, and no more than that. */
    if (counted < sent || counted > sent + 4) throw new Error(`${sent} votes were acknowledged, ${counted} counted`);
    return { rate: found, votes: sent / (seconds + 1) };
}

console.log(`load at the start: ${load()}\n`);
const answers = await besidePeers();
console.log();
await besideOurselves(answers);

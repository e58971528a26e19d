// Instructions that the server spends on one request of each kind, counted by callgrind: the same
// on a busy machine, so small changes show. Beside figures of an earlier run they tell what grew.
//
//   node bench/instructions.mjs [--binary build/runbookd] [--bare build/bare_handler] [--requests 150]
//                               [--baseline FILE] [--tolerance 3] [--write FILE] [--only WORD]
//
// --only WORD counts kinds whose name has it. With --baseline it ends with 1 when a kind takes more
// than --tolerance percent more than there. What comes "64 at once" shares commits, and how many share
// one differs a little from run to run; all others are asked one after the other.
import { readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { answering, atRest, begin, counted, end, folder, freePort, needs, portal, readArguments, ROOT, table, under, wire, wrk } from "./peers.mjs";

const options = readArguments({ binary: join(ROOT, "build/runbookd"), bare: join(ROOT, "build/bare_handler"), requests: "150", baseline: "", tolerance: "3", write: "", only: "" });
const requests = Number(options.requests);
const ARTICLE = "/articles/outlook-ost-sync-errors-in-cached-mode";
/* What Chromium sends with a page it navigates to, on plain http. */
const BROWSER = {
    "Upgrade-Insecure-Requests": "1",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en-GB,en;q=0.9",
};
needs("valgrind", "wrk", options.binary, options.bare);

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
function request(port, method, path, body, headers = {}) {
    const bytes = body === undefined ? null : Buffer.from(JSON.stringify(body));
    const send = bytes ? { "Content-Type": "application/json", "Content-Length": bytes.length, ...headers } : headers;
    return new Promise((done, lost) => {
        const sent = http.request({ host: "127.0.0.1", port, method, path, headers: send, agent }, (answer) => {
            const chunks = [];
            answer.on("data", (chunk) => chunks.push(chunk)).on("end", () => {
                const text = Buffer.concat(chunks).toString();
                if (answer.statusCode >= 400) lost(new Error(`${method} ${path}: ${answer.statusCode} ${text}`));
                else done({ status: answer.statusCode, text });
            });
        });
        sent.on("error", lost).end(bytes);
    });
}

const get = (path, headers) => (port) => request(port, "GET", path, undefined, headers);
/* A POST over 64 connections for some seconds; says how many there were. */
const together = (path, body) => async (port) => {
    const script = join(folder(), "script.lua");
    writeFileSync(script, `wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nwrk.body = '${JSON.stringify(body)}'\n`);
    return (await wrk(port, path, { seconds: 8, script })).count;
};
const WORDS = ["outlook", "sync", "teams", "cache", "azure", "camera", "mail", "printer"];
let asked = 0;
const KINDS = {
    "page, kept": get(ARTICLE),
    "page, kept, to a browser": get(ARTICLE, BROWSER),
    "page, not kept": get(ARTICLE),
    "search, page of results, kept": get("/search?q=outlook+sync"),
    "search API, each another question": (port) => request(port, "GET", `/api/v1/search?q=${WORDS[asked % 8]}+${WORDS[(asked >> 3) % 8]}+${WORDS[(asked++ >> 6) % 8]}`),
    "vote": (port) => request(port, "POST", `/api/v1${ARTICLE}/votes`, { helpful: true }),
    "vote, 64 at once": together(`/api/v1${ARTICLE}/votes`, { helpful: true }),
    "run with its first answer, 64 at once": together("/api/v1/trees/outlook-ost-sync/runs", { state: "scope", answer: "many" }),
    "run of a tree with one answer": async (port) => {
        const run = JSON.parse((await request(port, "POST", "/api/v1/trees/outlook-ost-sync/runs", {})).text);
        await request(port, "POST", `/api/v1/runs/${run.id}/answers`, { state: "scope", answer: "many" });
    },
};

/* What a process does beside its requests in its first seconds is over when two counts of one kind are the same, but for 1 %. */
async function settle(started, out, ask) {
    const total = async () => {
        await atRest(started.child.pid);
        const before = counted(started.child.pid, out);
        for (let i = 0; i < requests; i++) await ask(started.port);
        return counted(started.child.pid, out) - before;
    };
    for (let last = 0, now = await total(), tries = 0; Math.abs(now / last - 1) > 0.01 && tries < 8; tries++) [last, now] = [now, await total()];
}

/* Kinds of requests to one process under callgrind: instructions a request. Every kind is asked
 * once before it is counted; each dump holds what came since the one before. */
async function measure(started, out, kinds, figures) {
    await settle(started, out, Object.values(kinds)[0]);
    let before = 0;
    for (const [name, ask] of Object.entries(kinds)) {
        if (!name.includes(options.only)) continue;
        const isMany = name.endsWith("at once");
        let count = isMany ? 0 : requests;
        for (let i = 0; i < (isMany ? 1 : 20); i++) await ask(started.port);
        await atRest(started.child.pid);
        before = counted(started.child.pid, out);
        if (isMany) count = await ask(started.port);
        else for (let i = 0; i < requests; i++) await ask(started.port);
        figures[name] = Math.round((counted(started.child.pid, out) - before) / count);
    }
    await end(started.child);
}

const figures = {};
const one = async (args, kinds) => {
    const out = folder();
    await measure(await portal(options.binary, { args, wrapped: under(out) }), out, kinds, figures);
};
const isUnkept = ([name]) => name === "page, not kept";
const recordedFrom = await portal(options.binary);
const files = [];
for (const headers of [{}, BROWSER]) {
    const answer = await wire(recordedFrom.port, ARTICLE, headers);
    files.push(join(folder(), "article"));
    writeFileSync(files.at(-1), Buffer.concat([Buffer.from(`${answer.head}\r\n\r\n`, "latin1"), answer.body]));
}
await end(recordedFrom.child);
const bareOut = folder();
const barePort = await freePort();
const bare = begin("valgrind", [...under(bareOut).slice(1), options.bare, String(barePort), "2", ...files]);
await answering(bare, barePort);
await measure({ port: barePort, child: bare }, bareOut, { "bare handler": get("/1"), "bare handler, to a browser": get("/2", BROWSER) }, figures);
await one([], Object.fromEntries(Object.entries(KINDS).filter((kind) => !isUnkept(kind))));
await one(["--access-log", "yes", "--log-level", "info"], { "page, kept, to a browser, with an access log": get(ARTICLE, BROWSER) });
await one(["--cache-mb", "0"], Object.fromEntries(Object.entries(KINDS).filter(isUnkept)));

const known = options.baseline ? JSON.parse(readFileSync(options.baseline, "utf8")) : {};
const grown = (name) => (known[name] ? 100 * (figures[name] / known[name] - 1) : 0);
const beside = { "page, kept": "bare handler", "page, kept, to a browser": "bare handler, to a browser", "page, kept, to a browser, with an access log": "bare handler, to a browser" };
table(["request", "instructions", "× bare handler", "than before"], Object.entries(figures).map(([name, count]) => [
    name,
    count.toLocaleString("en"),
    figures[beside[name]] ? (count / figures[beside[name]]).toFixed(2) : "",
    known[name] ? `${grown(name).toFixed(1)} %` : "",
]));
if (options.write) writeFileSync(options.write, `${JSON.stringify(figures, null, 4)}\n`);
process.exit(Object.keys(figures).some((name) => grown(name) > Number(options.tolerance)) ? 1 : 0);

// What a portal costs as its knowledge grows: from start to the first answer, memory, pages that
// are not in the cache, home, sitemap and feed, and connections that wait.
//
//   node bench/growth.mjs [--binary build/runbookd] [--rounds 9] [--visit 10000] SMALL_DATA LARGE_DATA
//
// Both are data folders that `runbookd import` filled, of 100 and 100,000 articles say (make_corpus
// makes those); every figure of the large one is also told as a ratio to the small one's.
import net from "node:net";
import { join } from "node:path";
import { begin, end, folder, freePort, inTurn, load, median, memory, needs, portal, ratios, readArguments, ROOT, spread, table, wire, wrk } from "./peers.mjs";
import { cpSync } from "node:fs";

const options = readArguments({ binary: join(ROOT, "build/runbookd"), rounds: "9", visit: "10000", idle: "9000" });
const rounds = Number(options.rounds);
needs("wrk", options.binary);
if (options.words.length !== 2) throw new Error("two data folders are needed");

/* Copies, so that what is measured was never opened before and stays as it is. */
const stores = Object.fromEntries(["small", "large"].map((name, i) => {
    const data = join(folder(), "data");
    cpSync(options.words[i], data, { recursive: true });
    return [name, data];
}));

const ms = (from) => Number(process.hrtime.bigint() - from) / 1e6;

async function firstAnswer(data) {
    const port = await freePort();
    const from = process.hrtime.bigint();
    const child = begin(options.binary, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`, "--log-level", "error"]);
    for (;;) {
        const answer = await wire(port, "/").catch(() => null);
        if (answer?.code === 200) break;
    }
    const taken = ms(from);
    await end(child);
    return taken;
}

/* Up to `count` addresses of guides, by the sitemap. */
async function guides(port, count) {
    const locations = (xml) => [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map((m) => new URL(m[1]).pathname);
    const found = [];
    const whole = (await wire(port, "/sitemap.xml")).body.toString();
    const parts = /<sitemapindex/.test(whole) ? locations(whole) : ["/sitemap.xml"];
    for (const part of parts) {
        const xml = part === "/sitemap.xml" ? whole : (await wire(port, part)).body.toString();
        found.push(...locations(xml).filter((path) => path.startsWith("/articles/")));
        if (found.length >= count) break;
    }
    return found.slice(0, count);
}

/* Requests one after the other on one connection: milliseconds of each. */
function walk(port, targets) {
    return new Promise((done, lost) => {
        const taken = [];
        let at = 0, from, need = -1, got = 0, head = "";
        const socket = net.connect(port, "127.0.0.1").on("error", lost);
        const next = () => {
            if (at === targets.length) return socket.end(), done(taken);
            [need, got, head] = [-1, 0, ""];
            from = process.hrtime.bigint();
            socket.write(`GET ${targets[at++]} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
        };
        socket.on("data", (chunk) => {
            got += chunk.length;
            if (need < 0) {
                head += chunk.toString("latin1");
                const cut = head.indexOf("\r\n\r\n");
                if (cut >= 0) need = cut + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
            }
            if (need >= 0 && got >= need) {
                taken.push(ms(from));
                next();
            }
        });
        socket.on("connect", next);
    });
}

async function idleConnections(port, count) {
    const sockets = [];
    for (let i = 0; i < count; i += 100)
        sockets.push(...(await Promise.all(Array.from({ length: Math.min(100, count - i) }, () => new Promise((done, lost) => {
            const socket = net.connect(port, "127.0.0.1").on("error", lost);
            socket.once("data", () => done(socket)).write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        })))));
    return sockets;
}

console.log(`load at the start: ${load()}\n`);
const rows = [];
const add = (name, small, large, digits = 2) => rows.push([name, spread(small, digits), spread(large, digits), spread(ratios(large, small))]);

const starts = await inTurn({ small: () => firstAnswer(stores.small), large: () => firstAnswer(stores.large) }, rounds);
add("start to first answer, ms", starts.small, starts.large, 0);

/* Without the page cache every page is made anew. */
const unkept = { small: await portal(options.binary, { data: stores.small, args: ["--cache-mb", "0"] }), large: await portal(options.binary, { data: stores.large, args: ["--cache-mb", "0"] }) };
const some = { small: await guides(unkept.small.port, 100), large: await guides(unkept.large.port, Number(options.visit)) };
const sample = (all) => Array.from({ length: 100 }, (_, i) => all[Math.floor((i * all.length) / 100)]);
for (const name of ["small", "large"]) await walk(unkept[name].port, sample(some[name]));
const targets = { "a guide, not in the cache, ms": null, "home, ms": "/", "sitemap, ms": "/sitemap.xml", "feed, ms": "/feed.atom" };
for (const [what, target] of Object.entries(targets)) {
    const turn = (name) => async () => median(await walk(unkept[name].port, target ? Array.from({ length: 20 }, () => target) : sample(some[name])));
    const taken = await inTurn({ small: turn("small"), large: turn("large") }, rounds);
    add(what, taken.small, taken.large);
}
for (const { child } of Object.values(unkept)) await end(child);

const { port, child } = await portal(options.binary, { data: stores.large });
const rss = () => memory(child.pid, "RssAnon").toFixed(1);
const facts = [["RssAnon, idle, MiB", rss()]];
await walk(port, some.large);
facts.push([`RssAnon after ${some.large.length} guides, MiB`, rss()]);
const quiet = (await wrk(port, some.large[0], {})).rate;
const before = memory(child.pid, "RssAnon");
const sockets = await idleConnections(port, Number(options.idle));
facts.push([`RssAnon more with ${sockets.length} idle connections, MiB`, (memory(child.pid, "RssAnon") - before).toFixed(1)]);
facts.push(["page rate with them, × without", ((await wrk(port, some.large[0], {})).rate / quiet).toFixed(2)]);
for (const socket of sockets) socket.destroy();
await end(child);

table(["what", "small", "large", "×"], rows);
console.log();
table(["with the large store", "figure"], facts);

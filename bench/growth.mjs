// What a portal costs as its knowledge grows: from start to the first answer, pages that are not in
// the cache, lists and their last pages, memory, and connections that wait.
//
//   node bench/growth.mjs [--binary build/runbookd] [--rounds 9] [--visit 10000] [--idle 9000] SMALL_DATA LARGE_DATA
//
// Milliseconds are CPU time of the threads that answer, which other processes disturb little (and
// what the server does for itself beside them not at all); of the start, of all threads, and told by the clock too.
//
// Both are data folders that `runbookd import` filled, of 100 and 100,000 articles say (make_corpus
// makes those); every figure of the large one is also told as a ratio to the small one's.
import net from "node:net";
import { join } from "node:path";
import { begin, end, folder, freePort, inTurn, load, median, memory, needs, portal, ratios, readArguments, ROOT, spread, table, wire, wrk } from "./peers.mjs";
import { cpSync, readdirSync, readFileSync } from "node:fs";

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

/* CPU time of a process so far, in ms: of all its threads, or of libmicrohttpd's, which answer. */
function cpu(pid, answering = false) {
    const of = (task, name) => readFileSync(`/proc/${pid}/task/${task}/${name}`, "utf8");
    const tasks = readdirSync(`/proc/${pid}/task`).filter((task) => !answering || of(task, "comm").startsWith("MHD"));
    return tasks.reduce((sum, task) => sum + Number(of(task, "schedstat").split(" ")[0]) / 1e6, 0);
}

async function firstAnswer(data) {
    const port = await freePort();
    const from = process.hrtime.bigint();
    const child = begin(options.binary, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`, "--log-level", "error"]);
    for (;;) {
        const answer = await wire(port, "/").catch(() => null);
        if (answer?.code === 200) break;
    }
    const taken = { clock: ms(from), cpu: cpu(child.pid) };
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
const add = (name, small, large, digits = 2, bytes = "") => rows.push([name, spread(small, digits), spread(large, digits), spread(ratios(large, small)), bytes]);

const starts = await inTurn({ small: () => firstAnswer(stores.small), large: () => firstAnswer(stores.large) }, rounds);
const part = (which, name) => starts[which].map((taken) => taken[name]);
add("start to first answer, ms by the clock", part("small", "clock"), part("large", "clock"), 0);
add("the same, CPU ms", part("small", "cpu"), part("large", "cpu"), 0);

/* Without the page cache every page is made anew. */
const unkept = { small: await portal(options.binary, { data: stores.small, args: ["--cache-mb", "0"] }), large: await portal(options.binary, { data: stores.large, args: ["--cache-mb", "0"] }) };
const some = { small: await guides(unkept.small.port, 100), large: await guides(unkept.large.port, Number(options.visit)) };
const sample = (all) => Array.from({ length: 100 }, (_, i) => all[Math.floor((i * all.length) / 100)]);
for (const name of ["small", "large"]) await walk(unkept[name].port, sample(some[name]));
const text = async (port, target) => (await wire(port, target)).body.toString();
const links = (page, pattern) => [...page.matchAll(pattern)].map((m) => m[1].replaceAll("&amp;", "&").replace(/^https?:\/\/[^/]+/, ""));
/* What is there by the store's own pages: its first tag, the second and the last page of a list, a part of the sitemap. */
async function lists(port) {
    const [home, whole] = [await text(port, "/"), await text(port, "/sitemap.xml")];
    const category = links(home, /href="(\/browse\/[^"?#]+)"/g)[0] ?? "/";
    const parts = links(whole, /<loc>([^<]+\/sitemap-\d+\.xml)<\/loc>/g);
    const tag = links(await text(port, category), /href="(\/tags\/[^"?#]+)"/g)[0] ?? "/";
    const next = async (target, pattern = /<a[^>]*href="([^"]+)"[^>]*rel="next"|rel="next"[^>]*href="([^"]+)"/) => {
        const found = pattern.exec(await text(port, target));
        return found ? (found[1] ?? found[2]).replaceAll("&amp;", "&").replace(/^https?:\/\/[^/]+/, "") : target;
    };
    return {
        "home": "/",
        "a category": category,
        "its second page": await next(category),
        "search results": "/search?q=windows+error&literal=1",
        "their second page": await next("/search?q=windows+error&literal=1"),
        "a tag": tag,
        "partners": "/partners",
        "feed": "/feed.atom",
        "sitemap, or its index": "/sitemap.xml",
        "a part of it": parts[Math.floor(parts.length / 2)] ?? "/sitemap.xml",
        "API: articles": "/api/v1/articles",
        "API: queries": "/api/v1/queries",
    };
}
const addresses = { small: await lists(unkept.small.port), large: await lists(unkept.large.port) };
const turn = (name, targets) => async () => {
    const { port, child } = unkept[name];
    const before = cpu(child.pid, true);
    await walk(port, targets);
    return (cpu(child.pid, true) - before) / targets.length;
};
const compare = async (what, small, large) => {
    const taken = await inTurn({ small: turn("small", small), large: turn("large", large) }, rounds);
    const size = async (name, targets) => (await wire(unkept[name].port, targets[0])).body.length;
    add(`${what}, CPU ms`, taken.small, taken.large, 2, ((await size("large", large)) / (await size("small", small))).toFixed(2));
};
/* The same guides in both. */
const both = [];
for (const target of some.small) if ((await wire(unkept.large.port, target)).code === 200) both.push(target);
await compare(`each of ${both.length} guides that both have`, both, both);
const often = (target) => Array.from({ length: 50 }, () => target);
for (const what of Object.keys(addresses.small)) await compare(what, often(addresses.small[what]), often(addresses.large[what]));
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

table(["what", "small", "large", "×", "× bytes"], rows);
console.log();
table(["with the large store", "figure"], facts);

// How fast votes and answers to a decision tree become durable over HTTP, beside SQLite alone on
// the same disk with 64 votes in a transaction.
//
//   node bench/write_rate.mjs [--binary build/runbookd] [--commits build/commits] [--rounds 9] [--seconds 2] [--figures FILE]
//
// 64 keep-alive connections; every vote is another visitor's. Each figure of a round is told as a
// ratio to SQLite's of the same round.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { end, folder, inTurn, load, median, needs, noteFigures, portal, ratios, readArguments, ROOT, spread, table, wrk } from "./peers.mjs";

const options = readArguments({ binary: join(ROOT, "build/runbookd"), commits: join(ROOT, "build/commits"), rounds: "9", seconds: "2", figures: "" });
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);
needs("wrk", options.binary, options.commits);

function script(lines) {
    const path = join(folder(), "script.lua");
    writeFileSync(path, lines);
    return path;
}

const POST = `wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
`;
const VOTE = script(`${POST}wrk.body = '{"helpful":true}'`);
/* Each request starts a run with its first answer: one write of a run and of an answer. */
const ANSWER = script(`${POST}wrk.body = '{"state":"scope","answer":"many"}'`);

const sqlite = (together) => {
    const [rate, middle, p99] = spawnSync(options.commits, [folder(), String(together), String(seconds)]).stdout.toString().split(" ").map(Number);
    return { rate, median: middle, p99 };
};
const posted = async (port, target, lua) => {
    const found = await wrk(port, target, { seconds, script: lua });
    if (found.failed) throw new Error(`${found.failed} answers of ${target} were refused`);
    return found;
};

console.log(`load at the start: ${load()}\n`);
const us = await portal(options.binary);
const found = await inTurn({
    "a vote": () => posted(us.port, "/api/v1/articles/outlook-ost-sync-errors-in-cached-mode/votes", VOTE),
    "a run with its first answer": () => posted(us.port, "/api/v1/trees/outlook-ost-sync/runs", ANSWER),
    "SQLite, 64 a commit": () => sqlite(64),
    "SQLite, each its own commit": () => sqlite(1),
}, rounds);
await end(us.child);
const middle = (name) => Math.round(median(found[name].map(({ rate }) => rate)));
noteFigures(options.figures, { vote: middle("a vote"), answer: middle("a run with its first answer"), sqlite_together: middle("SQLite, 64 a commit"), sqlite_each: middle("SQLite, each its own commit") });
const base = found["SQLite, 64 a commit"];
const of = (figures, what) => figures.map((figure) => figure[what]);
table(["what", "a second", "× SQLite at 64 a commit", "p50 ms", "p99 ms", "p99, × SQLite's median commit"], Object.entries(found).map(([name, figures]) => [
    name,
    Math.round(median(of(figures, "rate"))),
    spread(ratios(of(figures, "rate"), of(base, "rate"))),
    median(of(figures, "median")).toFixed(2),
    median(of(figures, "p99")).toFixed(2),
    spread(ratios(of(figures, "p99"), of(base, "median")), 1),
]));

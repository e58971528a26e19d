// What a search over the API costs beside the search itself: instructions of a request outside of
// searching_results, by callgrind, as a share of all. Each question is asked once, so that no cache answers.
//
//   node bench/search_share.mjs [--binary build/runbookd] [--questions 64] STORE…
//
// A STORE is a folder that `runbookd import` filled; serving writes there: what was asked, and what was found out about guides.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { atRest, counted, end, folder, needs, portal, readArguments, ROOT, table, under, wire } from "./peers.mjs";

const options = readArguments({ binary: join(ROOT, "build/runbookd"), questions: "64" });
const WORDS = ["outlook", "sync", "teams", "cache", "azure", "camera", "mail", "printer", "certificate", "timeout", "disk", "network"];
const question = (i) => `/api/v1/search?q=${WORDS[i % 12]}+${WORDS[(Math.floor(i / 12) * 5 + i + 1) % 12]}+fails`;
needs("valgrind", options.binary);

/* Instructions in a function and all that it called, from the newest dump in `out`. */
function inside(out, name) {
    const newest = readdirSync(out).filter((file) => /^count\.\d+$/.test(file)).sort((a, b) => a.split(".")[1] - b.split(".")[1]).at(-1);
    const said = spawnSync("callgrind_annotate", ["--inclusive=yes", "--threshold=100", "--auto=no", join(out, newest)], { encoding: "utf8", maxBuffer: 1 << 28 }).stdout;
    const line = said.split("\n").find((text) => new RegExp(`:${name} `).test(text));
    if (!line) throw new Error(`${name} is not in ${newest}`);
    return Number(line.trim().split(" ")[0].replaceAll(",", ""));
}

const rows = [];
for (const data of options.words) {
    // What a process does with guides that are new to it is done before callgrind makes it slow.
    const first = await portal(options.binary, { data });
    await atRest(first.child.pid);
    await end(first.child);
    const out = folder();
    const { port, child } = await portal(options.binary, { data, wrapped: under(out) });
    const count = Number(options.questions);
    for (let i = 0; i < 8; i++) await wire(port, question(count + i));
    await atRest(child.pid);
    const before = counted(child.pid, out);
    let bytes = 0;
    for (let i = 0; i < count; i++) {
        const { code, body } = await wire(port, question(i), { "X-Number": String(i) });
        if (code !== 200) throw new Error(`${question(i)}: ${code}`);
        bytes += body.length;
    }
    const all = (counted(child.pid, out) - before) / count;
    const search = inside(out, "searching_results") / count;
    rows.push([data, Math.round(bytes / count), Math.round(all).toLocaleString("en"), Math.round(search).toLocaleString("en"), `${(100 * (1 - search / all)).toFixed(1)} %`]);
    await end(child);
}
table(["store", "bytes of an answer", "instructions", "of them the search", "the rest"], rows);

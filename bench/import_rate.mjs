// How fast a folder is imported, and what it takes. Prints files per second of a first import into
// an empty store, of a second one that changes nothing, and the largest resident memory.
//
//   node bench/import_rate.mjs BINARY [BINARY…] [--files 4000] [--from FOLDER]
//
// The folder is made of copies of FOLDER (default: ../shared/corpus/articles) whose titles differ,
// the same files for every binary; figures of later binaries also come as a ratio to the first's.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(fileURLToPath(import.meta.url), "../..");

function readArguments(words) {
    const options = { binaries: [], files: 4000, from: join(ROOT, "../shared/corpus/articles") };
    while (words.length) {
        const word = words.shift();
        if (word === "--files") options.files = Number(words.shift());
        else if (word === "--from") options.from = words.shift();
        else options.binaries.push(resolve(word));
    }
    return options;
}

function guidesBelow(folder, below = "") {
    return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
        const path = join(below, entry.name);
        if (entry.isDirectory()) return guidesBelow(folder, path);
        return entry.name.endsWith(".md") ? [path] : [];
    });
}

/* Title and H1 get the copy's number, so that slugs, phrases and terms differ. */
function retitle(text, copy) {
    return text
        .replace(/^(title:\s*)(["']?)(.*?)\2(\r?)$/m, (all, key, quote, title, end) => `${key}${quote}${title} ${copy}${quote}${end}`)
        .replace(/^(# .*?)(\r?)$/m, `$1 ${copy}$2`);
}

function makeFolder(options, folder) {
    const guides = guidesBelow(options.from).sort();
    for (let i = 0; i < options.files; i++) {
        const copy = Math.floor(i / guides.length);
        const path = guides[i % guides.length];
        const target = join(folder, `copy-${copy}`, path);
        mkdirSync(dirname(target), { recursive: true });
        if (copy === 0) cpSync(join(options.from, path), target);
        else writeFileSync(target, retitle(readFileSync(join(options.from, path), "latin1"), `copy ${copy}`), "latin1");
    }
}

/* The high-water mark of a process that still runs, in MiB. */
function residentMib(pid) {
    try {
        return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
    } catch {
        return 0;
    }
}

function runImport(binary, data, folder) {
    return new Promise((done, broken) => {
        const since = process.hrtime.bigint();
        const child = spawn(binary, ["import", "--data", data, folder], { stdio: ["ignore", "pipe", "ignore"] });
        let out = "", resident = 0;
        const watch = setInterval(() => (resident = Math.max(resident, residentMib(child.pid))), 50);
        child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
        child.on("error", broken);
        child.on("close", () => {
            clearInterval(watch);
            done({ seconds: Number(process.hrtime.bigint() - since) / 1e9, resident, out: out.trim() });
        });
    });
}

const options = readArguments(process.argv.slice(2));
if (!options.binaries.length || !existsSync(options.from)) {
    console.error("usage: node bench/import_rate.mjs BINARY [BINARY…] [--files 4000] [--from FOLDER]");
    process.exit(2);
}
const work = mkdtempSync(join(tmpdir(), "runbookd-bench-"));
try {
    const folder = join(work, "kb");
    makeFolder(options, folder);
    let first = null;
    for (const [i, binary] of options.binaries.entries()) {
        const data = join(work, `data-${i}`);
        const fresh = await runImport(binary, data, folder);
        const again = await runImport(binary, data, folder);
        const rate = options.files / fresh.seconds;
        first ??= rate;
        console.log(`${binary}\n  first import: ${rate.toFixed(0)}/s (${(rate / first).toFixed(2)} ×), ${fresh.resident.toFixed(0)} MiB; ` +
            `again: ${(options.files / again.seconds).toFixed(0)}/s, ${again.resident.toFixed(0)} MiB\n  ${fresh.out}\n  ${again.out}`);
    }
} finally {
    rmSync(work, { recursive: true, force: true });
}

// node tests/run.mjs RECORD JOBS FILE…: runs test files with node:test, JOBS files at a time,
// prints what happened, and writes {passed, failed, skips, failures} to RECORD.
import { run } from "node:test";
import { writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";

const [record, jobs, ...files] = process.argv.slice(2);
const tally = { passed: 0, failed: 0, skips: [], failures: [] };
const startedAt = Date.now();

/* node:test tells of a parent after its children, one nesting level below them. Only leaves are
 * counted: a parent that failed because a child did is no second failure. Files that run side by
 * side are told apart by `file`, which Node 18 does not give; it reports one file after another. */
const childrenSeen = new Map();

function hadChildren(data) {
    const key = data.file ?? "";
    const seen = childrenSeen.get(key) ?? [];
    const had = (seen[data.nesting + 1] ?? 0) > 0;
    seen.length = data.nesting + 1;
    seen[data.nesting] = (seen[data.nesting] ?? 0) + 1;
    childrenSeen.set(key, seen);
    return had;
}

const isFile = (data) => data.nesting === 0 && files.some((f) => data.name === f || data.name === resolve(f));
const label = (data) => (isFile(data) ? basename(data.name) : data.name);

function indent(data) {
    return "  ".repeat(data.nesting);
}

function printError(data) {
    const error = data.details?.error;
    const cause = error?.cause ?? error;
    const text = cause?.stack ?? cause?.message ?? String(cause);
    console.log(text.replace(/^/gm, indent(data) + "    "));
}

function onPass(data) {
    const parent = hadChildren(data);
    if (data.skip !== undefined || data.todo !== undefined) {
        const why = typeof data.skip === "string" && data.skip !== "" ? `: ${data.skip}` : "";
        tally.skips.push(data.name + why);
        console.log(`${indent(data)}skip ${data.name}${why}`);
        return;
    }
    if (!parent && !isFile(data)) tally.passed += 1;
    if (parent || data.nesting > 0 || !isFile(data)) console.log(`${indent(data)}ok   ${label(data)}`);
}

function onFail(data) {
    const parent = hadChildren(data);
    const byChildren = data.details?.error?.failureType === "subtestsFailed";
    console.log(`${indent(data)}FAIL ${label(data)}`);
    if (parent && byChildren) return;
    tally.failed += 1;
    tally.failures.push(label(data));
    printError(data);
}

const stream = run({
    files: files.map((f) => resolve(f)),
    concurrency: Number(jobs),
    timeout: 480_000,
});
stream.on("test:pass", onPass);
stream.on("test:fail", onFail);
stream.on("test:stderr", (data) => process.stderr.write(data.message));
stream.on("test:stdout", (data) => process.stdout.write(data.message));
stream.on("end", () => {
    writeFileSync(record, JSON.stringify(tally));
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    console.log(`-- ${tally.passed} passed, ${tally.failed} failed, ${tally.skips.length} skipped in ${seconds} s`);
    process.exitCode = tally.failed > 0 ? 1 : 0;
});
stream.resume();

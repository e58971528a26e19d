// Counting what ran.
//
//   node tests/tally.mjs ctest JUNIT RECORD   turns ctest's JUnit file into a record
//   node tests/tally.mjs total RECORD…        prints skips, failures and the closing line; exit
//                                             1 when something failed or nothing ran
import { readFileSync, writeFileSync, existsSync } from "node:fs";

const unescape = (text) =>
    text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&");
const attribute = (tag, name) => unescape(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "");

/* One program of ours holds many cases: cmocka says how each went. A program that says nothing
 * of the kind counts as one case. */
function readProgram(tag, output, tally) {
    const program = attribute(tag, "name");
    const status = attribute(tag, "status");
    const named = (mark) =>
        new Set([...output.matchAll(new RegExp(`^\\[ *${mark} *\\] (?!\\d+ test)(\\w\\S*)`, "gm"))].map((m) => m[1]));
    const passed = named("OK"), skipped = named("SKIPPED");
    const failed = new Set([...named("FAILED"), ...named("ERROR")]);
    tally.passed += passed.size;
    for (const name of skipped) tally.skips.push(`${program} ${name}`);
    for (const name of failed) tally.failures.push(`${program} ${name}`);
    if (status === "fail" && failed.size === 0) tally.failures.push(`${program} (did not end well)`);
    if (status === "run" && passed.size + skipped.size === 0) tally.passed += 1;
    if (status === "notrun" || status === "disabled") {
        if (skipped.size === 0) tally.skips.push(program);
    }
}

function readJunit(path) {
    const tally = { passed: 0, failed: 0, skips: [], failures: [] };
    const xml = readFileSync(path, "utf8");
    for (const [, tag, body] of xml.matchAll(/<testcase ([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g))
        readProgram(tag, unescape(/<system-out>([\s\S]*?)<\/system-out>/.exec(body ?? "")?.[1] ?? ""), tally);
    tally.failed = tally.failures.length;
    return tally;
}

function printTotal(records) {
    const total = { passed: 0, failed: 0, skips: [], failures: [] };
    for (const path of records) {
        const tally = existsSync(path)
            ? JSON.parse(readFileSync(path, "utf8"))
            : { passed: 0, failed: 1, skips: [], failures: [`${path} was not written`] };
        total.passed += tally.passed;
        total.failed += tally.failed;
        total.skips.push(...tally.skips);
        total.failures.push(...tally.failures);
    }
    for (const name of total.skips) console.log(`skipped: ${name}`);
    for (const name of total.failures) console.log(`failed: ${name}`);
    console.log(`${total.passed} passed, ${total.failed} failed, ${total.skips.length} skipped`);
    process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}

const [command, ...rest] = process.argv.slice(2);
if (command === "ctest") writeFileSync(rest[1], JSON.stringify(readJunit(rest[0])));
else printTotal(rest);

// A store of the sizes that pages for staff are held to: 1,000 guides with 10,000 phrases, a tree of 300
// states, 2,000 partners, 1,000,000 rows of the search log over a year, and views, votes, answers and
// reports beside them. What people write comes by an import, what readers leave by the sqlite3 program.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folder, needs } from "./peers.mjs";

export const SIZES = { guides: 1000, phrases: 10_000, states: 300, partners: 2000, searches: 1_000_000, days: 365 };
export const PASSWORD = "five green bottles 9";
export const TREE = "big-tree";
const AREAS = ["email", "network", "printing", "identity", "design", "office"];
const PRODUCTS = ["Outlook", "Teams", "Okta", "Acrobat", "Excel", "Windows", "Camera", "Printer"];
const WORDS = "profile cache sign-in certificate update driver licence password calendar mailbox queue token proxy session archive policy package account folder index".split(" ");
const pick = (list, i) => list[i % list.length];

function guide(i) {
    const words = [0, 1, 2].map((n) => pick(WORDS, i * 7 + n * 5 + Math.floor(i / 20)));
    const product = pick(PRODUCTS, i);
    const queries = Array.from({ length: SIZES.phrases / SIZES.guides }, (_, n) => `${product.toLowerCase()} ${pick(WORDS, i + n)} error ${i}-${n}`);
    const steps = Array.from({ length: 8 }, (_, n) => `### ${pick(["Open", "Close", "Check", "Delete", "Restart"], n + i)} the ${pick(WORDS, n + i)} of ${product}\n\nThe ${pick(WORDS, n)} of guide ${i} says what the ${pick(WORDS, n + 3)} is. Wait until it is done.${n === 0 && i < 200 ? ` ${i % 2 ? "Never delete" : "Delete"} /srv/data/folder-${i >> 1}/file.` : ""}\n\n\`\`\`powershell title="Step ${n}"\nGet-Service -Name ${pick(WORDS, n).replace("-", "")}${i}\n\`\`\`\n`);
    return `---
title: ${product} ${words.join(" ")} ${i}
slug: guide-${i}
category: ${pick(AREAS, i)}/${product.toLowerCase()}
product: ${product}
tags: [${words[0]}, tag-${i % 200}]
author: ${i % 3 ? "admin" : "ann"}
verified: 2026-0${1 + (i % 6)}-11
review_every: 180d
audience: ${pick(["everyone", "everyone", "everyone", "signed-in", "staff"], i)}
lang: en
${i % 50 === 0 ? `tree: ${TREE}\n` : ""}queries:
${queries.map((query) => `  - ${query}`).join("\n")}
summary: What to do when the ${words[0]} of ${product} fails.
---

The ${words[1]} of ${product} does not answer, number ${i}.

## Symptoms

- ${product} says that the ${words[2]} cannot be read.

## Likely causes

- The ${words[0]} is damaged.

## How to fix

${steps.join("\n")}
## When to contact IT

- It still fails.
`;
}

/* A ladder of questions, each with a way on, a way over the next two, and a way out. */
function tree() {
    const questions = SIZES.states - 20;
    const states = [];
    for (let i = 0; i < questions; i++) {
        const ahead = (by) => (i + by < questions ? `q${i + by}` : `end-${(i + by) % 10}`);
        states.push({ id: `q${i}`, kind: "question", text: `Does the ${pick(WORDS, i)} answer, part ${i}?`, help: `Look at the ${pick(WORDS, i + 3)}.`, answers: [
            { id: "yes", label: "Yes", target: ahead(1) },
            { id: "no", label: "No", target: i % 28 === 5 ? `end-${Math.floor(i / 28)}` : ahead(3), facts: { impact: "medium" } },
            { id: "stuck", label: "I cannot say", target: `team-${i % 10}`, facts: { urgency: "high" } },
        ] });
    }
    for (let i = 0; i < 10; i++) states.push({ id: `end-${i}`, kind: "outcome", outcome: "resolved", text: `It works again, ${i}.` }, { id: `team-${i}`, kind: "outcome", outcome: "escalate", team: `Team ${i}`, text: `Call team ${i}.` });
    return { slug: TREE, title: "A tree of many states", description: "Find out.", start: "q0", states };
}

const partner = (i) => ({
    slug: `partner-${i}`, name: `Partner ${i}`, program: "Program", network: pick(["Impact", "Awin", "None"], i), status: pick(["active", "active", "applied", "paused", "ended"], i),
    url: `https://partner-${i}.example/`, blurb: `What partner ${i} sells.`,
    match: { categories: [`${pick(AREAS, i)}/${pick(PRODUCTS, i >> 3).toLowerCase()}`], products: [pick(PRODUCTS, i)], tags: [pick(WORDS, i)] }, features: [], plans: [],
});

function write(root, path, text) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
}

function content(root) {
    for (let i = 0; i < SIZES.guides; i++) write(root, `articles/${pick(AREAS, i)}/guide-${i}.md`, guide(i));
    for (let i = 0; i < SIZES.partners; i++) write(root, `partners/partner-${i}.json`, JSON.stringify(partner(i)));
    write(root, `trees/${TREE}.json`, JSON.stringify(tree(), null, 2));
    for (const slug of ["ann", "admin"]) write(root, `people/${slug}.json`, JSON.stringify({ slug, name: slug, role: "Writes", expertise: ["Mail"], statement: "Reviewed." }));
    write(root, "codes.tsv", Array.from({ length: 500 }, (_, i) => `win32\terror ${i + 1000}\tERROR_${i + 1}\tThe ${pick(WORDS, i)} of part ${i} failed.\tLook at the ${pick(WORDS, i + 1)}.\n`).join(""));
    return root;
}

/* What readers left in a year up to today. A query of the log is a number under 300,000, small ones
 * far more often; each third finds nothing. The triggers on the log add up row by row, so they
 * stand aside, and what they keep is made at once, as their migration does. */
function readers(data) {
    const today = Math.floor(Date.now() / 86400e3);
    const db = join(data, "runbookd.sqlite3");
    const sql = (text) => execFileSync("sqlite3", [db], { input: `PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;\n${text}`, maxBuffer: 1 << 26, encoding: "utf8" });
    const triggers = sql("SELECT sql || ';' FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'searches';").split("\n").slice(1).join("\n");
    const names = [...triggers.matchAll(/CREATE TRIGGER (\w+)/g)].map((found) => found[1]);
    const row = `((q * 1103515245 + 12345) & 2147483647) << 32 | q, 'query number ' || q, 1 + (abs(random()) % 5) * (q % 7 = 0), iif(q % 3, 1 + q % 9, 0), abs(random()) % 2`;
    sql(`BEGIN;
${names.map((name) => `DROP TRIGGER ${name};`).join("\n")}
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${SIZES.searches * 1.4}),
     r(i, u) AS MATERIALIZED (SELECT i, abs(random()) % 1000000 / 1000000.0 FROM n),
     p(i, q) AS MATERIALIZED (SELECT i, CAST(u * u * 300000 AS INTEGER) FROM r)
INSERT OR IGNORE INTO searches (day, key, query, asked, results, clicks) SELECT ${today} - i % ${SIZES.days}, ${row} FROM p;
DELETE FROM searches WHERE (day, key) IN
    (SELECT day, key FROM searches ORDER BY key LIMIT (SELECT max(count(*) - ${SIZES.searches}, 0) FROM searches));
INSERT OR REPLACE INTO search_sums (key, query, asked, results, last_day)
    SELECT key, query, sum(asked), results, max(day) FROM searches GROUP BY key;
${triggers}
WITH RECURSIVE d(day) AS (SELECT ${today - SIZES.days + 1} UNION ALL SELECT day + 1 FROM d WHERE day < ${today})
INSERT OR IGNORE INTO views (viewed, id, day, views)
    SELECT 0, a.id, d.day, 1 + abs(random()) % 40 FROM articles AS a CROSS JOIN d;
WITH RECURSIVE d(day) AS (SELECT ${today - SIZES.days + 1} UNION ALL SELECT day + 1 FROM d WHERE day < ${today})
INSERT OR IGNORE INTO views (viewed, id, day, views)
    SELECT 2, p.id, d.day, 1 + abs(random()) % 9 FROM (SELECT id FROM phrases WHERE id % 20 = 0) AS p CROSS JOIN d;
WITH RECURSIVE d(day) AS (SELECT ${today - SIZES.days + 1} UNION ALL SELECT day + 7 FROM d WHERE day < ${today - 7})
INSERT OR IGNORE INTO vote_days (day, article_id, helpful, not_helpful)
    SELECT d.day, a.id, abs(random()) % 4, abs(random()) % 3 FROM articles AS a CROSS JOIN d;
WITH RECURSIVE d(day) AS (SELECT ${today - 90} UNION ALL SELECT day + 3 FROM d WHERE day < ${today - 3})
INSERT OR IGNORE INTO step_days (article_id, day, step, worked, failed)
    SELECT a.id, d.day, s.n, 1, abs(random()) % 2 FROM articles AS a CROSS JOIN d CROSS JOIN (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) AS s;
INSERT INTO work_items (kind, key, title, article_id, step, reason, revision, count, total, first_day, last_day)
    SELECT 0, a.id || ':step-' || (1 + a.id % 8) || ':unclear', 'A step', a.id, 'step-' || (1 + a.id % 8), 'unclear', 1, 1 + a.id % 9, 1 + a.id % 9, ${today - 30}, ${today} - a.id % 20 FROM articles AS a;
INSERT OR IGNORE INTO days_due (day) SELECT DISTINCT day FROM searches UNION SELECT DISTINCT day FROM views;
COMMIT; PRAGMA wal_checkpoint(TRUNCATE);`);
}

export function makeStore(binary, data) {
    needs("sqlite3", binary);
    const run = (args, input) => {
        const done = spawnSync(binary, args, { input, encoding: "utf8" });
        if (done.status !== 0) throw new Error(`${args.join(" ")}: ${done.stdout}${done.stderr}`.slice(0, 4000));
    };
    const root = content(folder());
    run(["import", "--data", data, root]);
    for (const [name, role] of [["admin", "admin,publisher"], ["ann", "author"]]) run(["user", "add", name, "--role", role, "--data", data, "--password-passes", "1", "--password-memory-mb", "8"], `${PASSWORD}\n`);
    readers(data);
    rmSync(root, { recursive: true });
}

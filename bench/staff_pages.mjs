// What every page costs the server at the sizes that pages for staff are held to (staff_store.mjs), in
// milliseconds of its CPU: busy neighbours make it wait, but hardly work more.
//
//   node bench/staff_pages.mjs [--binary build/runbookd] [--data DIR] [--rounds 7] [--over 50] [--only TEXT]
//
// DIR is made when it is not there, and kept; without it the store is made anew. Every GET row of the
// site map is asked for, signed in and as a reader, without the page cache: lists also in their middle
// and at their end, with filters and searches. Ends with 1 when the median of a page is over --over.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { end, folder, median, portal, readArguments, ROOT, table } from "./peers.mjs";
import { makeStore, PASSWORD, TREE } from "./staff_store.mjs";

const options = readArguments({ binary: join(ROOT, "build/runbookd"), data: "", rounds: "7", over: "50", only: "" });
const rounds = Number(options.rounds), over = Number(options.over);
const data = options.data || join(folder(), "data");
if (!existsSync(data)) makeStore(options.binary, data);

const { port, child } = await portal(options.binary, { data, args: ["--cache-mb", "0", "--search-log-days", "366", "--password-passes", "1", "--password-memory-mb", "8"] });
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let cookies = "", csrf = "";

function request(method, path, form) {
    const body = form ? new URLSearchParams(form).toString() : "";
    const headers = { ...(cookies ? { Cookie: cookies } : {}), ...(form ? { "Content-Type": "application/x-www-form-urlencoded", "Content-Length": Buffer.byteLength(body), "Sec-Fetch-Site": "same-origin" } : {}) };
    return new Promise((done, lost) => {
        const sent = http.request({ host: "127.0.0.1", port, method, path, headers, agent }, (answer) => {
            const chunks = [];
            answer.on("data", (chunk) => chunks.push(chunk)).on("end", () => done({ code: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString() }));
        });
        sent.on("error", lost).end(body);
    });
}
const get = (path) => request("GET", path);
const post = (path, form) => request("POST", path, { csrf, ...form });

/* Nanoseconds of CPU that the server's threads had so far. */
function spent() {
    let sum = 0;
    for (const task of readdirSync(`/proc/${child.pid}/task`)) {
        try {
            sum += Number(readFileSync(`/proc/${child.pid}/task/${task}/schedstat`, "utf8").split(" ")[0]);
        } catch {
            /* it has just ended */
        }
    }
    return sum;
}
const later = (ms) => new Promise((done) => setTimeout(done, ms));

/* Until what goes on beside requests has caught up. */
async function quiet() {
    for (let still = 0; still < 6; ) {
        const before = spent();
        await later(500);
        still = spent() - before < 5e6 ? still + 1 : 0;
    }
}

async function signIn() {
    const answer = await post("/login", { name: "admin", password: PASSWORD });
    if (answer.code !== 303) throw new Error(`sign-in: ${answer.code} ${answer.text.slice(0, 500)}`);
    cookies = answer.headers["set-cookie"].map((cookie) => cookie.split(";")[0]).join("; ");
    csrf = /name="csrf" value="([^"]+)"/.exec((await get("/account")).text)[1];
}

const unescaped = (text) => text.replaceAll("&amp;", "&");
const linkOf = (text, pattern) => unescaped(pattern.exec(text)?.[1] ?? "");
/* The address behind a list's page; "" at its end. */
const nextOf = (text) => linkOf(text, /<p class="pager">[^]*?<a class="button button-quiet" href="([^"]+)">[^<]*<\/a><\/p>/) || linkOf(text, /rel="next" href="([^"]+)"/);

/* The middle and the last page of a list, by walking it. */
async function deeper(path) {
    const seen = [path];
    for (let at = path; at && seen.length < 600; ) {
        at = nextOf((await get(at)).text);
        if (at && seen.includes(at)) break;
        if (at) seen.push(at);
    }
    return seen.length < 3 ? seen.slice(1) : [seen[seen.length >> 1], seen.at(-1)];
}

/* Things to look at that only people make: a draft of a guide and of the tree, a plan, a run, an ask. */
async function things() {
    const made = {};
    const path = (answer) => (answer.headers.location ?? "").replace(/^https?:\/\/[^/]+/, "").split("?")[0];
    made.draft = path(await post("/articles/guide-1/edit", {})).replace(/\/edit$/, "") || "/staff/drafts/1";
    made.tree = path(await post(`/staff/trees/${TREE}/edit`, {})).replace(/\/(edit|tree).*$/, "");
    made.run = path(await post(`/guides/${TREE}/runs`, { state: "q0", answer: "yes" }));
    made.ask = path(await post("/asks", { sentence: "How do I print on both sides?" }));
    made.sweep = path(await post("/staff/bulk", { product: "Outlook", scope: "all", counted: "125", kind: "tag-add" }));
    await post(`${made.sweep}/plan`, { value: "new-tag", why: "measured" });
    await changeTree(made.tree);
    const text = formOf((await get(`${made.draft}/edit?whole=1`)).text, /\/staff\/drafts\/\d+$/, {});
    await post(text.path, { ...text.fields, text: text.fields.text.replaceAll("Wait", "Sit still"), why: "measured" });
    const first = async (list, pattern) => linkOf((await get(list)).text, pattern);
    made.item = await first("/staff/queue", /href="(\/staff\/queue\/\d+)/);
    made.contradiction = await first("/staff/contradictions", /href="(\/staff\/contradictions\/\d+)/);
    made.phrase = await first("/staff/phrases", /href="(\/staff\/phrases\/\d+)/);
    made.synonym = await first("/staff/synonyms", /href="(\/staff\/synonyms\/\d+)/);
    made.code = await first("/staff/codes", /href="(\/staff\/codes\/[a-z0-9-]+\/[^"?]+)"/);
    made.q = await first("/q", /href="(\/q\/[^"?]+)/);
    return made;
}

/* A form of the page as it is sent without a change, but for `changed`: {path, fields}. */
function formOf(text, action, changed) {
    const form = [...text.matchAll(/<form[^>]*action="([^"]+)"[^>]*>([^]*?)<\/form>/g)].find(([, to]) => action.test(to));
    const fields = {};
    for (const [, inside] of form[2].matchAll(/<input([^>]*)>/g)) {
        const of = (name) => unescaped(new RegExp(` ${name}="([^"]*)"`).exec(` ${inside}`)?.[1] ?? "");
        if (!/type="(radio|checkbox)"/.test(inside) || / checked/.test(inside)) fields[of("name")] = of("value");
    }
    for (const [, name, value] of form[2].matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>\n?([^]*?)<\/textarea>/g)) fields[name] = unescaped(value);
    for (const [, name, options] of form[2].matchAll(/<select[^>]*name="([^"]+)"[^>]*>([^]*?)<\/select>/g)) fields[name] = unescaped(/value="([^"]*)"[^>]*selected/.exec(options)?.[1] ?? /value="([^"]*)"/.exec(options)?.[1] ?? "");
    delete fields[""];
    return { path: unescaped(form[1]), fields: { ...fields, ...changed } };
}

/* A state of the tree with other words: saved, proven and drawn. What it cost, in ms. */
async function changeTree(draft, number = 1) {
    const { path, fields } = formOf((await get(`${draft}/tree/${number}`)).text, /\/tree\/[^/]+$/, { text: `Does it answer now, ${spent()}?`, do: "save" });
    const before = spent();
    const saved = await post(path, fields);
    const took = (spent() - before) / 1e6;
    if (saved.code !== 303) console.error(`a state of the tree was not saved: ${saved.code} ${path} ${saved.text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").slice(0, 400)}`);
    return took;
}

const day = (ago) => new Date(Date.now() - ago * 86400e3).toISOString().slice(0, 10);
const YEAR = `from=${day(364)}&to=${day(0)}`;
const LISTS = ["no-result", "not-opened", "least-helpful", "guides", "phrases", "categories", "trees"];

function pages(made) {
    const state = `${made.tree}/tree`;
    return [
        "/", "/browse/email", "/browse/email/outlook", "/tags/cache", "/articles/guide-1", "/articles/guide-50", "/articles/guide-1/votes", "/articles/guide-1/feedback?step=step-1", "/q", made.q,
        "/search?q=outlook+cache", "/search?q=outlook+profile+cache+error&literal=1", "/search?q=nothing+of+this+kindxx", "/suggest?q=out", "/asks", made.ask, `/guides/${TREE}`, made.run, `${made.run}/transcript`,
        "/partners", "/partners/partner-1", "/go/partner-1", "/login", "/account", "/opensearch.xml", "/sitemap.xml", "/sitemap-0.xml", "/sitemap-1.xml", "/robots.txt", "/feed.atom", "/feeds/email.atom",
        "/staff", made.draft, `${made.draft}/preview`, `${made.draft}/edit`, `${made.draft}/edit?whole=1`, `${made.draft}/compare`, `${made.draft}/merge`,
        "/staff/guides", "/staff/guides?text=outlook", "/staff/guides?text=cache+777", "/staff/guides?text=nothingxx", "/staff/guides?category=email", "/staff/guides?product=Outlook", "/staff/guides?state=published", "/staff/guides?author=ann", "/staff/guides?tag=cache", "/staff/guides?tag=cache&text=outlook&audience=staff", "/staff/guides?audience=staff",
        "/staff/guides/guide-1", "/staff/guides/guide-1/steps", "/staff/guides/guide-1/compare?from=1&to=1",
        "/staff/trees", `/staff/trees/${TREE}`, `/staff/trees/${TREE}/compare?from=1&to=1`, `/staff/trees/${TREE}/export`, `/staff/trees/${TREE}/export?as=mermaid`,
        made.tree, state, `${state}/1`, `${state}/150`, `${state}?view=json`, `${made.tree}/try`, `${made.tree}/compare`, `${made.tree}/preview`,
        made.run.replace("/runs/", "/staff/runs/"), "/staff/bulk", made.sweep, "/staff/replace", "/staff/replace?find=cache", "/staff/queue", "/staff/queue?kind=feedback", "/staff/queue?state=new", "/staff/queue?order=most", "/staff/queue?kind=search", "/staff/queue?kind=asked", "/staff/queue?owner=none", "/staff/queue?category=email", "/staff/queue?guide=guide-1", `/staff/queue?${YEAR}`, made.item,
        "/staff/verify", "/staff/verify?owner=ann", "/staff/verify?owner=all", "/staff/verify/guide-1", "/staff/contradictions", "/staff/contradictions?state=settled", made.contradiction, "/staff/quality", "/staff/quality?check=steps", "/staff/quality/guide-1",
        "/staff/insights", "/staff/insights?days=365", `/staff/insights?${YEAR}`, `/staff/insights?${YEAR}&category=email`, `/staff/insights?from=${day(3600)}&to=${day(0)}`,
        ...LISTS.flatMap((list) => [`/staff/insights/${list}?days=365`, `/staff/insights/${list}?${YEAR}`, `/staff/insights/${list}.csv?${YEAR}`]), `/staff/insights/guides?${YEAR}&category=email`, `/staff/insights/least-helpful?${YEAR}&category=email`,
        `/staff/insights/days.csv?${YEAR}`, `/staff/insights/trees/${TREE}?days=365`, `/staff/insights/trees/${TREE}.csv?days=365`,
        "/staff/partners", "/staff/partners?status=active", "/staff/partners?q=partner-19", "/staff/partners/partner-1", "/staff/partners/partner-1/compare?from=1&to=1", "/staff/partners/partner-1/matches",
        "/staff/phrases", "/staff/phrases?q=error", "/staff/phrases?q=777", "/staff/phrases?q=nothingxx", made.phrase, "/staff/phrases/history",
        "/staff/synonyms", "/staff/synonyms?try=cannot+print", made.synonym, "/staff/codes", "/staff/codes?q=denied", made.code, "/staff/files", "/people/ann", "/staff/categories", "/staff/categories/history", "/staff/tags", "/staff/tags?q=tag", "/staff/banner", "/staff/service-desk", "/staff/people", "/staff/people/ann",
        "/admin/people", "/admin/people/ann", "/admin/audit", "/admin/audit?who=admin", "/admin/audit?action=article.import", "/admin/audit.csv",
        "/api/v1/articles", "/api/v1/articles/guide-1", "/api/v1/articles/guide-1/votes", "/api/v1/articles/guide-1/steps", "/api/v1/search?q=outlook+cache", "/api/v1/queries", "/api/v1/queries/match?q=outlook", "/api/v1/notices", "/api/v1/partners", "/api/v1/partners/partner-1",
        `/api/v1/trees/${TREE}`, `/api/v1/trees/${TREE}.svg`, made.run.replace("/runs/", "/api/v1/runs/"), "/api/v1/me", "/api/v1/openapi.json", "/healthz", "/readyz", "/metrics",
        "/files/aaaaaaaaaaaaaaaaaaaaaaaaaa/a.png", "/due/aaaaaaaaaaaaaaaaaaaaaaaaaa", "/welcome",
    ].filter(Boolean);
}

/* Lists whose middle and end are looked at, too. */
const LONG = /^\/(staff\/(guides|phrases|partners|queue|verify|quality|codes|tags|files|people|contradictions)|q|partners|browse\/email|admin\/audit|api\/v1\/(articles|queries))(\?[^/]*)?$/;

/* Rows of the site map that nothing above asks for. */
function forgotten(asked) {
    const rows = spawnSync(options.binary, ["routes"], { encoding: "utf8" }).stdout.split("\n").map((line) => line.split("\t")).filter(([, methods]) => methods && /GET/.test(methods));
    const pattern = (text) => new RegExp(`^${text.replace(/[.]/g, "\\.").replace(/\{[^}]*\\\.\\\.\\\.\}/g, ".+").replace(/\{[^}]*\}/g, "[^/]+")}$`);
    return rows.map((row) => row[2]).filter((text) => !/\/static\/|favicon/.test(text) && !asked.some((path) => pattern(text).test(path.split("?")[0])));
}

await signIn();
await quiet();
const made = await things();
await quiet();
const asked = pages(made).filter((path) => path.includes(options.only));
/* And what these pages lead to with other filters and orders. */
for (const path of asked.filter((path) => /^\/(staff|admin)\/[a-z-]+$/.test(path)))
    for (const [, link] of (await get(path)).text.matchAll(/href="([^"]+)"/g))
        if (link.startsWith(`${path}?`) && !/after=|before=/.test(link)) asked.push(unescaped(link).split("#")[0]);
for (const path of new Set(asked.filter((path) => LONG.test(path)))) asked.push(...(await deeper(path)));
const unique = [...new Set(asked)];
const figures = [];
for (const path of unique) {
    const took = [];
    let answer = await get(path);
    for (let i = 0; i < rounds; i++) {
        const before = spent();
        answer = await get(path);
        took.push((spent() - before) / 1e6);
    }
    figures.push({ path, code: answer.code, kb: answer.text.length / 1024, median: median(took), max: Math.max(...took) });
}
/* As forms send them: what a save of the big tree costs, with its proof and its drawing. */
if (made.tree && !options.only) {
    const took = [];
    for (let i = 0; i < rounds; i++) took.push(await changeTree(made.tree, 1 + i));
    figures.push({ path: `POST ${made.tree}/tree/1`, code: 303, kb: 0, median: median(took), max: Math.max(...took) });
}
await end(child);

const small = figures.find((figure) => figure.path === "/account")?.median ?? 1;
figures.sort((a, b) => b.median - a.median);
table(["page", "answer", "KB", "median, ms of CPU", "max", "× /account", ""], figures.map((f) => [f.path, String(f.code), f.kb.toFixed(0), f.median.toFixed(1), f.max.toFixed(1), (f.median / small).toFixed(1), f.median > over ? "OVER" : f.max > over ? "once" : ""]));
const lost = options.only ? [] : forgotten(asked);
if (lost.length) console.log(`not asked for: ${lost.join(" ")}`);
process.exit(lost.length || figures.some((figure) => figure.median > over) ? 1 : 0);

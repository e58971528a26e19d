// Hostile words wherever words go in: guides (body and every field), categories, templates, drafts and their reviews, people,
// readers' feedback, asks, searches. A real
// browser opens what shows them: nothing runs, nothing tries to, and no element has a handler or a script address.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { signIn, staging } from "./browser.mjs";
import { Person } from "../http/people.mjs";
import { CONTENT, ROOT, temporaryFolder } from "../http/server.mjs";

const LIST = join(ROOT, "../shared/suites/xss/payloads.txt");
const OURS = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'", "</title></textarea></style><svg onload=alert(1)>", "[x](javascript:alert(1))", "{{constructor}}", "javascript:alert(1)", "</script><script>alert(1)//", "--><svg onload=alert(1)>", "]]><script>alert(1)</script>"];
const EACH = 10; /* words to a guide; the first of them also stand in its fields */
const lines = existsSync(LIST) ? readFileSync(LIST, "utf8").split(/\r?\n/).filter((line) => line.trim()) : [];
const groupsOf = (all) => Array.from({ length: Math.ceil(all.length / EACH) }, (_, i) => all.slice(i * EACH, (i + 1) * EACH));
const SETS = { ours: [OURS.slice(0, 5), OURS.slice(5)], "the shared list": groupsOf(lines) };

/* A value of the front matter, whatever it says. */
const yaml = (text, most = 140) => JSON.stringify([...text].slice(0, most).join("").replace(/\p{Cc}/gu, " "));
const guide = (slug, words) => {
    const [one, two, three] = [words[0], words[1] ?? words[0], words[2] ?? words[0]];
    return `---\ntitle: ${yaml(one)}\nslug: ${slug}\ncategory: hostile\nsummary: ${yaml(two)}\nproduct: ${yaml(three, 60)}\nauthor: ${yaml(one, 60)}\ntags: [${yaml(two, 60)}]\nqueries: [${yaml(`${slug} ${three}`)}]\n---\n\n${words.join("\n\n")}\n\n## Symptoms\n\n- ${two}\n\n> Error: ${three}\n\n## How to fix\n\n### ${one.replace(/\n/g, " ")}\n\n${two}\n\n## Commands\n\n\`\`\`powershell title="${three.replace(/["\n]/g, "'")}" undo="${one.replace(/["\n]/g, "'")}"\n${three.replaceAll("```", "")}\n\`\`\`\n`;
};

/* Groups whose words also name a category and a template. */
const NAMED = 6;
const place = (set, i) => `hostile/${set.slice(-4)}-${i}`.replaceAll(" ", "-");

function nameThings(folder, set, i, [one, two, three]) {
    const list = join(folder, "categories.json");
    const rows = JSON.parse(readFileSync(list, "utf8"));
    const plain = (text) => (text ?? one).replace(/\p{Cc}/gu, " ").slice(0, 100);
    writeFileSync(list, JSON.stringify([...rows, { path: place(set, i), title: plain(one), description: plain(two) }]));
    writeFileSync(join(folder, "articles/hostile", `in-${set.slice(-4)}-${i}.md`), `---\ntitle: In a category\nslug: in-${place(set, i).split("/")[1]}\ncategory: ${place(set, i)}\ntags: [${yaml(three ?? one, 60)}]\n---\n\nWords.\n`);
    writeFileSync(join(folder, "guide-templates", `${90 - NAMED}-${set.slice(-4).replaceAll(" ", "-")}-${i}.md`), `---\ntemplate: ${yaml(one, 60)}\nuse_when: ${yaml(two ?? one, 100)}\ntitle: ""\ncategory: ""\n---\nWords.\n`);
}

function content() {
    const folder = temporaryFolder();
    cpSync(CONTENT, folder, { recursive: true });
    mkdirSync(join(folder, "articles/hostile"));
    for (const [set, groups] of Object.entries(SETS))
        for (const [i, words] of groups.entries()) {
            writeFileSync(join(folder, "articles/hostile", `${set.slice(-4)}-${i}.md`), guide(`hostile-${set.slice(-4)}-${i}`, words));
            if (i % NAMED === 0) nameThings(folder, set, i, words);
        }
    return folder;
}

const stage = staging(before, after, { server: { content: content(), users: { ada: "admin", ann: "author" } } });

/* What the page holds that could run. */
const dangers = () =>
    [...document.querySelectorAll("*")].flatMap((node) => [
        ...[...node.attributes].filter((a) => /^on/i.test(a.name) || a.name === "srcdoc" || a.name === "style").map((a) => `${node.tagName} ${a.name}=${a.value}`),
        ...["href", "src", "action", "formaction", "data", "xlink:href"].filter((name) => /^[\s\0-\x20]*(javascript|data|vbscript):/i.test(node.getAttribute(name) ?? "")).map((name) => `${node.tagName} ${name}=${node.getAttribute(name)}`),
        ...(node.tagName === "SCRIPT" && node.type !== "application/ld+json" && !node.src.startsWith(`${location.origin}/static/`) ? [`script ${node.src}${node.textContent.slice(0, 80)}`] : []),
        ...(["IFRAME", "OBJECT", "EMBED", "BASE", "MATH"].includes(node.tagName) ? [node.tagName] : []),
    ]);

/* A window whose every page is looked at. */
async function window(t) {
    const page = await stage().page(t, { faults: false });
    const ran = [];
    page.on("dialog", (dialog) => {
        ran.push(`${dialog.type()} ${dialog.message()} at ${page.url()}`);
        dialog.accept();
    });
    const look = async (path) => {
        const answer = await page.goto(path, { waitUntil: "load" });
        assert.ok(answer.status() < 500, `${answer.status()} ${path}`);
        assert.deepEqual(await page.evaluate(dangers), [], path);
    };
    t.after(() => {
        assert.deepEqual(ran, []);
        assert.deepEqual(page.faults.filter((f) => /policy|Content Security|threw|elsewhere/.test(f)), []);
    });
    return { page, look };
}

for (const [set, groups] of Object.entries(SETS))
    describe(set, { skip: groups.length ? false : `no ${LIST}` }, () => {
        const slug = (i) => `hostile-${set.slice(-4)}-${i}`;

        it("in guides", async (t) => {
            const { page, look } = await window(t);
            let found = 0;
            for (let i = 0; i < groups.length; i++) {
                await look(`/articles/${slug(i)}`);
                found += (await page.title()).includes("Not found") ? 0 : 1;
            }
            assert.ok(found > groups.length * 0.8, `${found} of ${groups.length} guides were taken`);
        });

        it("in lists of guides", async (t) => {
            const { page, look } = await window(t);
            await look("/");
            await look("/q");
            const next = () => page.evaluate(() => document.querySelector('.pager a[href*="after="], a[rel=next]')?.getAttribute("href"));
            let path = "/browse/hostile";
            for (let i = 0; path && i < 20; i++) {
                await look(path);
                path = await next();
            }
            for (const tag of (await page.evaluate(() => [...document.querySelectorAll('a[href^="/tags/"]')].map((a) => a.getAttribute("href")))).slice(0, 10)) await look(tag);
        });

        it("in names of categories, tags and templates", async (t) => {
            const { page, look } = await window(t);
            const named = groups.flatMap((words, i) => (i % NAMED ? [] : [[words, i]]));
            await look("/browse/hostile");
            const shown = await page.innerText("main");
            for (const [words, i] of named) {
                await look(`/browse/${place(set, i)}`);
                await look(`/articles/in-${place(set, i).split("/")[1]}`);
            }
            assert.ok(named.some(([words]) => shown.includes(words[0].trim())), "their titles are shown");
            await look("/search?q=category&literal=1");
            await signIn(page, "ann", "/staff");
            await look("/staff");
            assert.ok(named.some(([words]) => [...words[0]].length <= 60), "some name is whole");
            const templates = await page.innerText("main");
            assert.ok(named.some(([words]) => templates.includes(words[0].trim())), "templates are offered");
        });

        it("in what readers say of a guide", async (t) => {
            const { page, look } = await window(t);
            const { server } = stage();
            const slugs = groups.flatMap((_, i) => (i % NAMED ? [] : [slug(i)]));
            let taken = 0;
            for (const [at, words] of groups.entries()) {
                const guide = slugs[at % slugs.length];
                const text = words.at(-1).slice(0, 2000);
                for (const form of [{ reason: "unclear", text: words[0] }, { reason: words[0], text }, { reason: "unclear", step: words[0], text }])
                    taken += (await server.post(`/articles/${guide}/feedback`, { form })).status < 400 ? 1 : 0;
                if (at % NAMED) continue;
                await look(`/articles/${guide}/feedback?step=${encodeURIComponent(words[0].slice(0, 100))}`);
            }
            assert.ok(taken, "some feedback was taken");
            await signIn(page, "ada", "/staff/queue");
            await look("/staff/queue");
            const items = await page.evaluate(() => [...document.querySelectorAll('main a[href*="/staff/queue/"]')].map((a) => a.getAttribute("href")).filter((href) => /queue\/\d+$/.test(href)));
            assert.ok(items.length, "the queue shows it");
            for (const item of [...new Set(items)].slice(0, 6)) await look(item);
            await look(`/articles/${slugs[0]}/votes`);
        });

        it("in searches", async (t) => {
            const { page, look } = await window(t);
            for (const words of groups.filter((_, i) => i % 4 === 0)) {
                await look(`/search?literal=1&q=${encodeURIComponent(words[0])}&category=${encodeURIComponent(words.at(-1).slice(0, 60))}`);
                await look(`/${encodeURIComponent(words[0].replaceAll("/", " ").slice(0, 100))}`);
            }
            await page.goto("/");
            for (const words of groups.slice(0, 12)) {
                const answered = page.waitForResponse((r) => r.url().includes("/suggest"), { timeout: 2000 }).catch(() => null);
                await page.locator("input[name=q]").first().fill(words[0].slice(0, 100));
                await answered;
                assert.deepEqual(await page.evaluate(dangers), []);
            }
        });

        it("in asks, in names of people", async (t) => {
            const { page, look } = await window(t);
            const ada = await new Person(stage().server).signIn("ada");
            for (const [i, words] of groups.entries()) {
                if (i % 3) continue;
                const asked = await ada.post("/asks", { sentence: words[0].slice(0, 200), q: words.at(-1).slice(0, 200) });
                assert.ok([303, 422].includes(asked.status), asked.text.slice(0, 300));
                if (asked.location) await look(new URL(asked.location, stage().origin).pathname);
                if (i % 12 === 0) await ada.post("/admin/people", { name: `x${set.slice(-4)}${i}`.replaceAll(" ", ""), display: words[0].slice(0, 60), roles: "reader" });
            }
            await signIn(page, "ada", "/admin/people");
            await look("/admin/people");
        });

        it("in drafts, remarks of a review and the history", async (t) => {
            const { page, look } = await window(t);
            const ann = await new Person(stage().server).signIn("ann");
            const ada = await new Person(stage().server).signIn("ada");
            await signIn(page, "ada", "/staff");
            for (let i = 0; i < groups.length; i += 12) {
                const words = groups[i];
                const made = await ann.post("/staff/drafts", { title: words[0].slice(0, 200) });
                const id = Number(/drafts\/(\d+)/.exec(made.location)[1]);
                const saved = await ann.post(`/staff/drafts/${id}`, { version: "1", whole: "1", text: guide(`draft-${slug(i)}`, words), why: words[1] });
                assert.equal(saved.status, 303, saved.text.slice(0, 300));
                for (const word of words.slice(0, 3)) await ada.post(`/staff/drafts/${id}/comments`, { section: word.slice(0, 60), text: word });
                await ann.post(`/staff/drafts/${id}/move`, { version: "2", action: "submit" });
                await ada.post(`/staff/drafts/${id}/move`, { version: "2", action: "request-changes", note: words[0] });
                for (const tail of ["", "/preview", "/compare?from=1&to=2", "/edit", "/edit?whole=1"]) {
                    await page.goto(`/staff/drafts/${id}${tail}`);
                    const own = tail.startsWith("/edit") ? /^IFRAME$|^IFRAME (srcdoc=<!doctype html>|style=)|^(DIV|TEXTAREA|PRE|SPAN) style=/ : /^$/;
                    assert.deepEqual((await page.evaluate(dangers)).filter((d) => !own.test(d)), [], tail);
                }
                await look(`/staff/guides/${slug(i)}`);
            }
            await look("/staff");
            await look("/staff/guides?text=hostile");
        });
    });

// Reading: home, categories, tags, and every guide of content/.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST, articles } from "./content.mjs";
import { headings, parse } from "./html.mjs";
import { Jar, serving } from "./server.mjs";

const server = serving(before, after);
const page = async (path) => {
    const answer = await server().get(path);
    assert.equal(answer.status, 200, `${path}: ${answer.status}`);
    assert.equal(answer.type, "text/html");
    return parse(answer.text);
};

/* Places in the page's text order, to compare what stands before what. */
function order(root, patterns) {
    const titles = headings(root).map((h) => h.text);
    return patterns.map((pattern) => {
        const at = titles.findIndex((text) => pattern.test(text));
        assert.notEqual(at, -1, `no heading like ${pattern} among ${JSON.stringify(titles)}`);
        return at;
    });
}

/* The code that PowerShell and others show: fenced blocks of the Commands section. */
function commandsOf(source) {
    const [, section] = /\n## Commands\n([\s\S]*?)(?=\n## |$)/.exec(source) ?? [];
    return section ? [...section.matchAll(/^```[^\n]*\n([\s\S]*?)\n```$/gm)].map((m) => m[1]) : [];
}

function stepTitles(source) {
    const sections = [...source.matchAll(/^## (How to fix|[^\n]*\{phase[^\n]*)\n([\s\S]*?)(?=^## |$(?![\s\S]))/gm)];
    return sections.flatMap(([, , text]) => [...text.matchAll(/^### (.*?)(?:\s*\{[^}]*\})?$/gm)].map((m) => m[1]));
}

describe("every guide", () => {
    const all = articles();
    it("is there: nine of them", () => assert.equal(all.length, 9));

    for (const guide of all) {
        it(guide.title, async () => {
            const root = await page(`/articles/${guide.slug}`);
            const h1 = headings(root).filter((h) => h.level === 1);
            assert.deepEqual(h1.map((h) => h.text), [guide.title]);
            assert.match(root.one("title").text, new RegExp(guide.title.slice(0, 12).replace(/[()\\/]/g, ".")));
            assert.equal(root.one("html").attr("lang"), guide.lang);
            const canonical = root.one("link", (l) => l.attr("rel") === "canonical");
            assert.ok(canonical.attr("href").endsWith(`/articles/${guide.slug}`));
            const ids = root.all("*").map((n) => n.attr("id")).filter((id) => id !== undefined);
            assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), [], "ids are unique");
        });
    }

    for (const guide of all) {
        it(`${guide.slug}: commands are exact, bytes and number`, async () => {
            const root = await page(`/articles/${guide.slug}`);
            const wanted = commandsOf(guide.source);
            const shown = wanted.map((_, i) => {
                const box = root.byId(`command-${i + 1}`);
                assert.ok(box, `command-${i + 1} has an anchor`);
                const pre = box.name === "pre" ? box : box.one("pre");
                return pre.exact;
            });
            assert.deepEqual(shown, wanted);
            assert.equal(root.byId(`command-${wanted.length + 1}`), null);
        });

        it(`${guide.slug}: each step is a <details> with an anchor`, async () => {
            const root = await page(`/articles/${guide.slug}`);
            const titles = stepTitles(guide.source);
            assert.ok(titles.length > 0);
            titles.forEach((title, i) => {
                const step = root.byId(`step-${i + 1}`);
                assert.ok(step, `step-${i + 1}: ${title}`);
                const details = step.name === "details" ? step : step.one("details");
                assert.ok(details, `step-${i + 1} opens and closes`);
                const plain = title.replace(/[*`]/g, "");
                assert.ok(details.one("summary").text.includes(plain), `${details.one("summary").text} ⊉ ${plain}`);
            });
            assert.equal(root.byId(`step-${titles.length + 1}`), null);
        });
    }
});

describe("the Outlook OST guide", () => {
    it("has its panels in the order of the portal", async () => {
        const root = await page(`/articles/${OST}`);
        const places = order(root, [
            /^Outlook OST Sync Errors in Cached Mode$/,
            /^Symptoms/,
            /^Likely causes/i,
            /decision tree/i,
            /^How to fix/i,
            /^Commands/,
            /contact IT/i,
            /recommended partners/i,
            /related exact-match queries/i,
            /related guides/i,
            /was this helpful/i,
        ]);
        assert.deepEqual(places, [...places].sort((a, b) => a - b));
    });

    it("shows time, author, verification, trust and the affiliate disclosure above the partners", async () => {
        const text = (await page(`/articles/${OST}`)).text;
        assert.match(text, /10\s*[–-]\s*20\s*min/);
        assert.match(text, /Tamem J/);
        assert.match(text, /IT Solutions Engineer/);
        assert.match(text, /Last verified:?\s*3 March 2026/i);
        assert.match(text, /No ratings yet/);
        for (const line of ["Enterprise Microsoft 365 Administration", "Endpoint Management (Intune, Jamf, Kandji)", "Identity & Access (Entra ID, Okta)"])
            assert.ok(text.includes(line), line);
        const disclosure = text.search(/affiliate disclosure/i);
        assert.ok(disclosure >= 0, "disclosure");
        assert.ok(disclosure < text.indexOf("1Password Business"));
        assert.ok(disclosure < text.indexOf("Grammarly"));
        assert.match(text, /Reviewed|Runbooks and troubleshooting guides are reviewed/);
    });

    it("has five numbered steps with their kinds, and says that the last needs an administrator", async () => {
        const root = await page(`/articles/${OST}`);
        const chips = [1, 2, 3, 4, 5].map((n) => root.byId(`step-${n}`).text);
        for (const [i, kind] of [/Info/, /Info/, /Command/, /Info/, /Warning/].entries()) assert.match(chips[i], kind);
        assert.match(chips[4], /Admin required/i);
        assert.doesNotMatch(chips[0], /Admin required/i);
        assert.match(chips[4], /Multiple users experience sync errors after a policy rollout/);
    });

    it("shows the escalation bullets in the step and in the panel", async () => {
        const text = (await page(`/articles/${OST}`)).text;
        const line = "Mailbox corruption or server-side throttling is suspected.";
        assert.equal(text.split(line).length - 1, 2);
    });

    it("leaves panels out that have nothing to say", async () => {
        const root = await page("/articles/teams-camera-not-detected-or-black-screen");
        assert.doesNotMatch(root.text, /recommended partners/i);
        assert.doesNotMatch(root.text, /affiliate disclosure/i);
    });
});

describe("the vendor's guide", () => {
    it("has four groups of ten causes, two phases and the tariff table", async () => {
        const root = await page("/articles/outlook-email-synchronization-obstacles");
        const titles = headings(root).map((h) => h.text);
        for (const group of ["Data file corruption", "Network and server issues", "Configuration and rule conflicts", "Permission and system restrictions"])
            assert.ok(titles.some((t) => t.includes(group)), group);
        const text = root.text;
        for (const cause of ["OST/PST file corruption", "Cache inconsistency", "Connection configuration error", "Exchange server exception", "Add-in interference", "Automatic rule out of control", "Synchronization frequency setting error", "Security software interception", "Missing mobile permissions", "Enterprise policy restrictions"])
            assert.ok(text.includes(cause), cause);
        assert.match(text, /Phase 1: Basic repair/);
        assert.match(text, /Phase 2: Intermediate repair/);
        assert.doesNotMatch(text, /i citation|95\s?%/);
        const table = root.one("table", (t) => /Quality Package 1/.test(t.text));
        assert.ok(table, "tariff table");
        for (const figure of [/1,?000/, /10,?800/, /1,?500/, /14,?400/, /2,?400/, /19,?200/, /Free testing experience for 7 days/])
            assert.match(table.text, figure);
        assert.match(table.text, /\b10\s?%/);
        assert.match(table.text, /\b20\s?%/);
        assert.match(table.text, /33\.3\s?%/);
    });
});

describe("around the guides", () => {
    it("home puts the search first, and leads to categories, guides and phrases", async () => {
        const root = await page("/");
        const main = root.one("main");
        const search = main.one("form", (f) => f.attr("role") === "search" || /search|\/q$/.test(f.attr("action") ?? ""));
        assert.ok(search, "a search form in <main>");
        const links = root.all("a").map((a) => a.attr("href"));
        for (const href of ["/browse/email", "/browse/identity", "/browse/collaboration"]) assert.ok(links.includes(href), href);
        assert.ok(links.some((href) => href?.startsWith("/q/")));
        assert.ok(links.some((href) => href?.startsWith("/articles/")));
    });

    it("every link of every page that it leads to answers", async () => {
        const jar = new Jar();
        const seen = new Set();
        const queue = ["/"];
        const broken = [];
        while (queue.length > 0) {
            const path = queue.shift();
            if (seen.has(path)) continue;
            seen.add(path);
            const answer = await server().get(path, { jar });
            if (answer.status >= 300 && answer.status < 400) queue.push(new URL(answer.location, server().origin).pathname);
            else if (answer.status !== 200) broken.push(`${path}: ${answer.status}`);
            if (answer.type !== "text/html" || answer.status !== 200) continue;
            for (const a of parse(answer.text).all("a")) {
                const href = a.attr("href");
                if (!href || !href.startsWith("/") || href.startsWith("//")) continue;
                queue.push(href.split("#")[0]);
            }
        }
        assert.deepEqual(broken, []);
        assert.ok(seen.size > 40, `${seen.size} pages`);
    });

    it("fragments point at something", async () => {
        for (const guide of articles()) {
            const root = await page(`/articles/${guide.slug}`);
            const ids = new Set(root.all("*").map((n) => n.attr("id")));
            const dead = root
                .all("a", (a) => /^#./.test(a.attr("href") ?? ""))
                .map((a) => decodeURIComponent(a.attr("href").slice(1)))
                .filter((id) => !ids.has(id));
            assert.deepEqual(dead, [], guide.slug);
        }
    });

    for (const [path, title, count] of [["/browse/email", "Email", 2], ["/browse/email/outlook", "Outlook", 2], ["/browse/collaboration/teams", "Microsoft Teams", 2], ["/browse/identity", "Sign-in and identity", 2]]) {
        it(`${path} lists ${count} guides below "${title}"`, async () => {
            const root = await page(path);
            assert.ok(headings(root)[0].text.includes(title));
            const wanted = articles().filter((a) => `/browse/${a.category}/`.startsWith(`${path}/`));
            assert.equal(wanted.length, count);
            const links = root.one("main").all("a").map((a) => a.attr("href"));
            for (const guide of wanted) assert.ok(links.includes(`/articles/${guide.slug}`), guide.slug);
        });
    }

    it("a tag lists exactly its guides", async () => {
        const root = await page("/tags/sync");
        const links = new Set(root.one("main").all("a").map((a) => a.attr("href")).filter((h) => h?.startsWith("/articles/")));
        const wanted = articles().filter((a) => a.tags.includes("sync")).map((a) => `/articles/${a.slug}`);
        assert.deepEqual([...links].sort(), wanted.sort());
    });

    it("HEAD answers as GET without a body", async () => {
        const get = await server().get(`/articles/${OST}`);
        const head = await server().request("HEAD", `/articles/${OST}`);
        assert.equal(head.status, 200);
        assert.equal(head.body.length, 0);
        assert.equal(head.headers.etag, get.headers.etag);
        assert.equal(head.headers["content-length"], String(get.body.length));
    });
});

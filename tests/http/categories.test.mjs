// The tree of categories kept in the browser: words, owners, order, moves and merges with guides, breadcrumbs, browse pages
// and the sitemap following, and nothing that a race or a fault could lose.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { runbookd, serving, temporaryFolder } from "./server.mjs";

const content = temporaryFolder();
mkdirSync(content, { recursive: true });
const guide = (slug, category) => writeFileSync(join(content, `${slug}.md`), `---\ntitle: ${slug}\nslug: ${slug}\ncategory: ${category}\n---\nWords.\n\n## How to fix\n\n### Do it\n\nNow.\n`);
guide("one", "mail");
guide("two", "mail/outlook");
guide("three", "web");
guide("four", "left/over");
writeFileSync(join(content, "categories.json"), JSON.stringify([{ path: "mail", title: "Mail" }, { path: "mail/outlook", title: "Outlook" }, { path: "web", title: "The web" }, { path: "empty", title: "Empty" }, { path: "a/b/c", title: "Deep" }]));

const server = serving(before, after, { content, users: { pam: "publisher", pia: "publisher", ann: "author", ada: "admin" } });
const as = (name) => new Person(server()).signIn(name);
const PATH = "/staff/categories";
const number = async (person) => parse((await person.get(PATH)).text).one("input", (n) => n.attr("name") === "number").attr("value");
const change = async (person, form) => person.post(PATH, { number: await number(person), ...form });
const tree = async (person) => parse((await person.get(PATH)).text).all("tr").slice(1).map((row) => row.one("th").all("span").at(-1).text.trim());
const category = async (slug) => (await server().get(`/api/v1/articles/${slug}`)).json.category;

async function settled(person, path) {
    for (;;) {
        const page = await person.get(path);
        assert.equal(page.status, 200);
        if (!/data-sweep=/.test(page.text)) return page;
        await new Promise((done) => setTimeout(done, 20));
    }
}

async function move(person, path, to) {
    const made = await change(person, { path, to, why: "Tidied up", do: "move" });
    assert.equal(made.status, 303, made.text.slice(0, 2000));
    const sweep = new URL(made.location, server().origin).pathname;
    const plan = await settled(person, sweep);
    const choices = parse(plan.text).one("form", (f) => f.attr("id") === "page-choices");
    const answer = await server().request("POST", choices.attr("action"), { jar: person.jar, form: [...fields(choices), ["then", "start"]] });
    assert.equal(answer.status, 303, answer.text.slice(0, 2000));
    await settled(person, sweep);
    return plan;
}

describe("the tree of categories", () => {
    it("shows those of the file and those that only guides name, parents before children", async () => {
        assert.deepEqual(await tree(await as("pam")), ["mail", "mail/outlook", "web", "empty", "a", "a/b", "a/b/c", "left", "left/over"]);
    });

    it("takes words and an owner, and readers see them at once", async () => {
        const pam = await as("pam");
        assert.equal((await change(pam, { path: "mail", title: "Mail & <calendar>", description: "All of it", owner: "Team Post", do: "save" })).status, 303);
        const page = (await server().get("/browse/mail")).text;
        for (const words of ["Mail &amp; &lt;calendar&gt;", "All of it", "Looked after by Team Post"]) assert.ok(page.includes(words), words);
        assert.match((await server().get("/articles/two")).text, /Mail &amp; &lt;calendar&gt;/, "the breadcrumb");
        assert.match((await (await as("ada")).get("/admin/audit?action=category.save")).text, /calendar/);
    });

    it("a category is added once, and put in order", async () => {
        const pam = await as("pam");
        assert.equal((await change(pam, { path: "phones", title: "Phones", do: "add" })).status, 303);
        assert.equal((await change(pam, { path: "phones", do: "up" })).status, 303);
        assert.ok((await tree(pam)).indexOf("phones") < (await tree(pam)).indexOf("a"));
        for (const [form, words] of [[{ path: "phones" }, /There is a category of this path already/], [{ path: "No Path" }, /one to four names/], [{ path: "a/b/c/d/e" }, /one to four names/], [{ path: "x", title: "t".repeat(201) }, /At most 200 bytes/], [{ path: "x", owner: "a\nb" }, /one line/]]) {
            const answer = await change(pam, { title: "typed <words>", ...form, do: "add" });
            assert.equal(answer.status, 422);
            assert.match(answer.text, words);
            assert.match(answer.text, form.title ? /ttt/ : /typed &lt;words&gt;/);
        }
    });

    it("moves with its guides and all below it; addresses, breadcrumbs and the sitemap follow", async () => {
        const pam = await as("pam");
        await move(pam, "mail", "office/post");
        assert.equal(await category("one"), "office/post");
        assert.equal(await category("two"), "office/post/outlook");
        assert.equal(await category("three"), "web");
        for (const [old, now] of [["mail", "office/post"], ["mail/outlook", "office/post/outlook"]]) {
            const moved = await server().get(`/browse/${old}`);
            assert.equal(moved.status, 301, old);
            assert.equal(new URL(moved.location, server().origin).pathname, `/browse/${now}`);
        }
        const page = (await server().get("/browse/office/post")).text;
        assert.match(page, /Looked after by Team Post/);
        assert.match((await server().get("/articles/two")).text, /href="\/browse\/office\/post\/outlook"/);
        const sitemap = (await server().get("/sitemap.xml")).text;
        assert.match(sitemap, /\/browse\/office\/post</);
        assert.doesNotMatch(sitemap, /\/browse\/mail</);
        assert.match((await pam.get("/staff/guides/two")).text, /Tidied up/, "a revision");
        assert.equal((await server().get("/browse/never")).status, 404);
    });

    it("is merged into another, whose words stay", async () => {
        const pam = await as("pam");
        await move(pam, "office/post", "web");
        assert.equal(await category("one"), "web");
        assert.equal(await category("two"), "web/outlook");
        assert.match((await server().get("/browse/web")).text, /The web/);
        assert.equal(new URL((await server().get("/browse/office/post")).location, server().origin).pathname, "/browse/web");
        assert.equal((await server().get("/browse/mail")).status, 301, "through both moves");
    });

    it("an empty one moves and goes without a plan", async () => {
        const pam = await as("pam");
        assert.equal((await change(pam, { path: "empty", to: "hollow", why: "x", do: "move" })).status, 303);
        assert.ok((await tree(pam)).includes("hollow"));
        assert.equal((await change(pam, { path: "hollow", do: "remove" })).status, 303);
        assert.ok(!(await tree(pam)).includes("hollow"));
    });

    for (const [what, form, words] of [
        ["into itself", { path: "web", to: "web/below", do: "move" }, /cannot be moved into itself/],
        ["where it is", { path: "web", to: "web", do: "move" }, /cannot be moved into itself/],
        ["too deep", { path: "a", to: "x/y/z", do: "move" }, /more than four levels deep/],
        ["to no path", { path: "web", to: "Not One", do: "move" }, /one to four names/],
        ["away while it has guides", { path: "web", do: "remove" }, /It has guides/],
        ["without a reason", { path: "web", to: "net", why: "", do: "move" }, /error-summary/],
        ["without a button", { path: "web" }, /Choose what is to be done/],
    ])
        it(`does not go ${what}`, async () => {
            const pam = await as("pam");
            const before = await tree(pam);
            const answer = await change(pam, { why: "typed <words>", ...form });
            assert.equal(answer.status, 422);
            assert.match(answer.text, words);
            if (form.why === undefined && form.do === "move") assert.match(answer.text, /typed &lt;words&gt;/);
            assert.deepEqual(await tree(pam), before);
        });

    it("a race loses nothing: the tree as it is now, and what was typed", async () => {
        const [pam, pia] = [await as("pam"), await as("pia")];
        const old = await number(pia);
        assert.equal((await change(pam, { path: "web", title: "Words of Pam", do: "save" })).status, 303);
        const lost = await pia.post(PATH, { number: old, path: "web", title: "Words of Pia", do: "save" });
        assert.equal(lost.status, 409);
        assert.match(lost.text, /Words of Pam/);
        assert.match(lost.text, /value="Words of Pia"/);
        assert.match(lost.text, /pam changed the tree since/);
        assert.match((await server().get("/browse/web")).text, /Words of Pam/);
    });

    it("has a history: what each change did, and an older tree that comes back, once", async () => {
        const [pam, ann] = [await as("pam"), await as("ann")];
        const HISTORY = "/staff/categories/history";
        const rows = async (who) => parse((await who.get(HISTORY)).text).all("tr").slice(1);
        const tick = async (form) => assert.equal((await change(pam, form)).status, 303);
        await tick({ path: "past", title: "Past", owner: "Team A", do: "add" });
        const old = await number(pam);
        await tick({ path: "past", title: "Past <b>", owner: "Team B", do: "save" });
        await tick({ path: "past", do: "up" });
        await tick({ path: "past", do: "remove" });
        const [gone, order, words, added] = await rows(pam);
        assert.match(gone.text, /past\s*removed\s*Past <b> · Team B/);
        assert.match(order.text, /The order changed/);
        assert.match(words.text, /Past · Team A\s*Past <b> · Team B/);
        assert.match(added.text, /past\s*added\s*Past · Team A/);
        assert.match(added.text, /pam/);
        assert.equal((await rows(ann))[0].all("form").length, 0, "authors look");
        assert.equal((await ann.post(HISTORY, { revision: old, number: "1" })).status, 403);
        const form = Object.fromEntries(fields(added.one("form")));
        assert.equal(form.revision, old);
        assert.equal((await pam.post(HISTORY, form)).status, 303);
        assert.ok((await tree(ann)).includes("past"));
        const late = await pam.post(HISTORY, form);
        assert.equal(late.status, 409);
        assert.match(late.text, /Nothing was brought back/);
        for (const [revision, status] of [["99999", 404], ["x", 422], ["", 422]]) assert.equal((await pam.post(HISTORY, { number: await number(pam), revision })).status, status, revision);
        assert.match((await (await as("ada")).get("/admin/audit?action=category.restore")).text, new RegExp(`${old}: `));
        await tick({ path: "past", do: "remove" });
    });

    it("goes out as a file that comes in again without a change", async () => {
        const folder = temporaryFolder();
        await runbookd(["export", "--data", server().data, folder]);
        const file = JSON.parse(await readFile(join(folder, "categories.json"), "utf8"));
        assert.ok(file.find((c) => c.path === "web" && c.title === "Words of Pam"));
        const pam = await as("pam");
        const before = await number(pam);
        await runbookd(["import", "--data", server().data, folder]);
        assert.equal(await number(pam), before);
        writeFileSync(join(folder, "categories.json"), JSON.stringify([{ path: "web", title: "Imported", owner: "Net" }]));
        await runbookd(["import", "--data", server().data, folder]);
        assert.match((await server().get("/browse/web")).text, /Looked after by Net/);
        assert.notEqual(await number(pam), before);
    });

    it("is changed by publishers alone", async () => {
        const ann = await as("ann");
        const page = await ann.get(PATH);
        assert.equal(page.status, 200);
        assert.doesNotMatch(page.text, /name="path"/);
        assert.equal((await ann.post(PATH, { path: "x", do: "add", number: "1" })).status, 403);
        assert.equal((await (await as("pam")).get(`${PATH}?path=nowhere`)).status, 404);
    });
});

describe("addresses of categories that moved", () => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    const put = (slug, category, more = "") => writeFileSync(join(folder, `${slug}.md`), `---\ntitle: ${slug}\nslug: ${slug}\ncategory: ${category}\n${more}---\nWords.\n`);
    put("staff-only", "plain", "audience: staff\n");
    put("seen", "seen");
    put("bulk", "bulk/below");
    put("depth", "depth");
    put("rival", "rival/inner");
    put("late", "late");
    const moved = serving(before, after, { content: folder, users: { pam: "publisher", pia: "publisher" } });
    const pam = () => new Person(moved()).signIn("pam");
    const status = async (path) => (await moved().get(`/browse/${path}`)).status;
    const target = async (person, path) => {
        const answer = await person.get(`/browse/${path}`);
        assert.equal(answer.status, 301, path);
        return new URL(answer.location, moved().origin).pathname;
    };
    const done = async (person, form) => {
        const answer = await change(person, { why: "Tidied up", ...form });
        assert.equal(answer.status, 303, answer.text.slice(0, 2000));
        return new URL(answer.location, moved().origin).pathname;
    };
    const start = async (person, sweep) => {
        const plan = await settled(person, sweep);
        const choices = parse(plan.text).one("form", (f) => f.attr("id") === "page-choices");
        return moved().request("POST", choices.attr("action"), { jar: person.jar, form: [...fields(choices), ["then", "start"]] });
    };

    it("lead nowhere instead of in circles", async () => {
        const person = await pam();
        for (const path of ["qa", "qb/x"]) await done(person, { path, title: path, do: "add" });
        await done(person, { path: "qa", to: "qb", do: "move" });
        await done(person, { path: "qa", title: "Again", do: "add" });
        await done(person, { path: "qb/x", to: "qa/x", do: "move" });
        await done(person, { path: "qa", do: "remove" });
        for (const path of ["qa", "qa/x", "qb/x", "qb/x/y"]) assert.equal(await status(path), 404, path);
    });

    it("lead nowhere instead of ever deeper", async () => {
        const person = await pam();
        await done(person, { path: "ga/b", title: "B", do: "add" });
        await done(person, { path: "ga/b", to: "gc", do: "move" });
        await done(person, { path: "gc", to: "ga/b/d", do: "move" });
        for (const path of ["ga/b", "gc", "ga/b/zz", "gc/zz"]) assert.equal(await status(path), 404, path);
    });

    it("lead through all moves in one step, and only those on who may see where", async () => {
        const person = await pam();
        for (const [path, to] of [["seen", "second"], ["second", "third"], ["plain", "secret-plan"]]) {
            const sweep = await done(person, { path, to, do: "move" });
            assert.equal((await start(person, sweep)).status, 303);
            await settled(person, sweep);
        }
        for (const path of ["seen", "second"]) assert.equal(await target(moved(), path), "/browse/third");
        assert.equal(await target(person, "plain"), "/browse/secret-plan");
        const answer = await moved().get("/browse/plain");
        assert.equal(answer.status, 404);
        assert.equal(answer.location, (await moved().get("/browse/never")).location);
        assert.doesNotMatch(answer.text, /secret-plan/);
    });

    it("a change of many guides moves no category on the side", async () => {
        const person = await pam();
        await done(person, { path: "aside", title: "Aside", do: "add" });
        const made = await person.post("/staff/bulk", { category: "bulk", scope: "all", kind: "category" });
        const sweep = new URL(made.location, moved().origin).pathname;
        assert.equal((await person.post(`${sweep}/plan`, { value: "bulk/other", other: "aside", why: "Tidied up" })).status, 303);
        assert.equal((await start(person, sweep)).status, 303);
        await settled(person, sweep);
        assert.ok((await tree(person)).includes("aside"));
        assert.equal((await moved().get("/api/v1/articles/bulk")).json.category, "bulk/other");
    });

    it("feeds follow, for everybody and only to where everybody sees something; and no browser keeps it unasked", async () => {
        const person = await pam();
        for (const who of [moved(), person]) {
            const feed = await who.get("/feeds/seen.atom");
            assert.equal(feed.status, 301);
            assert.equal(new URL(feed.location, moved().origin).pathname, "/feeds/third.atom");
            assert.equal((await who.get("/feeds/plain.atom")).status, 404, "only staff see what it leads to");
        }
        assert.match((await moved().get("/feeds/third.atom")).text, /<title>seen<\/title>/);
        for (const path of ["/feeds/seen.atom", "/browse/seen"]) assert.equal((await moved().get(path)).headers["cache-control"], "no-cache", path);
        assert.equal((await moved().get("/feeds/never.atom")).status, 404);
        assert.equal((await moved().get("/feeds/depth")).status, 404);
    });

    it("two people who move one category: the second is told by whom and to where, with the form filled in", async () => {
        const [first, second] = [await pam(), await new Person(moved()).signIn("pia")];
        await done(first, { path: "race", title: "Race", do: "add" });
        const old = await number(second);
        await done(first, { path: "race", to: "won", do: "move" });
        const lost = await second.post(PATH, { number: old, path: "race", to: "elsewhere", why: "Mine <too>", do: "move" });
        assert.equal(lost.status, 409);
        for (const words of [/pam changed the tree since/, /“race” is “won” by now/, /name="to" value="elsewhere"/, /Mine &lt;too&gt;/, /type="hidden" name="path" value="won"/]) assert.match(lost.text, words);
        assert.ok((await tree(second)).includes("won"));
        assert.equal((await done(second, { path: "won", to: "elsewhere", do: "move" })), PATH, "sent again from there");
        const removed = await number(second);
        await done(first, { path: "elsewhere", do: "remove" });
        const gone = await second.post(PATH, { number: removed, path: "elsewhere", to: "nowhere", why: "Mine", do: "move" });
        assert.equal(gone.status, 409);
        for (const words of [/There is no category “elsewhere” any more/, /<dd>nowhere<\/dd>/, /<dd>Mine<\/dd>/]) assert.match(gone.text, words);
    });

    it("two plans for one category: the one that starts second is refused, and moves neither guide nor address", async () => {
        const [first, second] = [await pam(), await new Person(moved()).signIn("pia")];
        const lost = await done(second, { path: "rival", to: "second-place", do: "move" });
        const inner = await done(second, { path: "rival/inner", to: "third-place", do: "move" });
        const won = await done(first, { path: "rival", to: "first-place", do: "move" });
        for (const sweep of [lost, inner, won]) await settled(first, sweep);
        assert.equal((await start(first, won)).status, 303);
        for (const [sweep, to] of [[lost, "second-place"], [inner, "third-place"]]) {
            const answer = await start(second, sweep);
            assert.equal(answer.status, 422);
            assert.match(answer.text, /&#39;rival&#39; was moved to &#39;first-place&#39; by pam since this was planned|'rival' was moved to 'first-place' by pam since this was planned/);
            assert.equal(parse(answer.text).one("input", (n) => n.attr("id") === "page-value").attr("value"), to);
        }
        await settled(first, won);
        assert.equal((await moved().get("/api/v1/articles/rival")).json.category, "first-place/inner");
        assert.equal(await target(moved(), "rival"), "/browse/first-place");
        assert.equal(await target(moved(), "rival/inner"), "/browse/first-place/inner");
    });

    for (const [to, words] of [["depth/inside", /cannot be moved into itself/], ["one/two/three/four", /more than four levels deep/]])
        it(`a plan whose target was changed to ${to} is told why, and comes back filled in`, async () => {
            const person = await pam();
            if (!(await tree(person)).includes("depth/deep")) await done(person, { path: "depth/deep", title: "Deep", do: "add" });
            const before = await tree(person);
            const sweep = await done(person, { path: "depth", to: "fine", do: "move" });
            await settled(person, sweep);
            const answer = await person.post(`${sweep}/plan`, { value: to, why: "Another <place>" });
            assert.equal(answer.status, 422);
            assert.match(answer.text, words);
            const field = parse(answer.text).one("input", (n) => n.attr("id") === "page-value");
            assert.equal(field.attr("value"), to);
            assert.match(answer.text, /Another &lt;place&gt;/);
            assert.deepEqual(await tree(person), before);
            assert.equal((await person.post(`${sweep}/plan`, { value: "still-fine", why: "Still a plan" })).status, 303);
        });

    it("a plan that became impossible since is told so when it starts", async () => {
        const person = await pam();
        const sweep = await done(person, { path: "late", to: "one/two/three", do: "move" });
        await settled(person, sweep);
        await done(person, { path: "late/a/b", title: "Deep", do: "add" });
        const answer = await start(person, sweep);
        assert.equal(answer.status, 422);
        assert.match(answer.text, /more than four levels deep/);
        assert.ok((await tree(person)).includes("late/a/b"));
    });
});

describe("a tree of many categories", () => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    const paths = Array.from({ length: 600 }, (_, i) => `c${i}`);
    writeFileSync(join(folder, "categories.json"), JSON.stringify(paths.map((path) => ({ path }))));
    const many = serving(before, after, { content: folder, users: { pam: "publisher" } });

    it("is told page by page, each category once", async () => {
        const pam = await new Person(many()).signIn("pam");
        const seen = [];
        for (let path = PATH; path;) {
            const page = parse((await pam.get(path)).text);
            seen.push(...page.all("tr").slice(1).map((row) => row.one("th").all("span").at(-1).text.trim()));
            path = page.all("a").find((a) => /\?after=/.test(a.attr("href") ?? ""))?.attr("href");
        }
        assert.deepEqual(seen, paths);
        assert.equal((await pam.get(`${PATH}?after=nowhere`)).status, 200);
    });
});

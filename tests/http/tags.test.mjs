// Tags kept in the browser: counted, merged, renamed, taken off, by a plan that is looked at; every guide gets a revision,
// old addresses lead to the new tag.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { serving, temporaryFolder } from "./server.mjs";

const content = temporaryFolder();
mkdirSync(content, { recursive: true });
const guide = (slug, tags, more = "") => writeFileSync(join(content, `${slug}.md`), `---\ntitle: ${slug}\nslug: ${slug}\ncategory: tags\ntags: [${tags}]\n${more}---\nWords.\n\n## How to fix\n\n### Do it\n\nNow.\n`);
guide("one", "mail, e-mail, keep");
guide("two", "E-Mail");
guide("three", "email, keep");
guide("four", "keep");
guide("secret", "mail, hidden", "audience: staff\n");
guide("five", "wlan");
guide("six", "junk");
for (let i = 0; i < 101; i++) guide(`many-${i}`, `tag ${String(i).padStart(3, "0")}`);

const server = serving(before, after, { content, users: { pam: "publisher", ann: "author", rev: "reviewer" } });
const as = (name) => new Person(server()).signIn(name);
const PATH = "/staff/tags";
const send = (person, form) => person.server.request("POST", PATH, { jar: person.jar, form: [["csrf", person.csrf], ...form] });
const tags = async (slug) => (await server().get(`/api/v1/articles/${slug}`)).json.tags.map((t) => t.tag);
const counts = (page) => Object.fromEntries(parse(page.text).all("tr").slice(1).map((row) => [row.one("th").text.trim(), Number(row.one("td", (cell) => cell.one("a")).text)]));

async function settled(person, path) {
    for (;;) {
        const page = await person.get(path);
        assert.equal(page.status, 200);
        if (!/data-sweep=/.test(page.text)) return page;
        await new Promise((done) => setTimeout(done, 20));
    }
}

/* Plans it, looks, and starts. */
async function carryOut(person, form) {
    const made = await send(person, form);
    assert.equal(made.status, 303, made.text.slice(0, 2000));
    const path = new URL(made.location, server().origin).pathname;
    const plan = await settled(person, path);
    const choices = parse(plan.text).one("form", (f) => f.attr("id") === "page-choices");
    const answer = await server().request("POST", choices.attr("action"), { jar: person.jar, form: [...fields(choices), ["then", "start"]] });
    assert.equal(answer.status, 303, answer.text.slice(0, 2000));
    return [plan, await settled(person, path)];
}

describe("tags", () => {
    it("are listed by name with their guides, a hundred on a page", async () => {
        const pam = await as("pam");
        const page = await pam.get(PATH);
        const first = counts(page);
        assert.equal(first.keep, 3);
        assert.equal(Object.keys(first).length, 100);
        const next = parse(page.text).all("a").find((a) => /after=/.test(a.attr("href") ?? "")).attr("href");
        const rest = counts(await pam.get(next));
        assert.equal(rest.wlan, 1);
        assert.equal(Object.keys({ ...first, ...rest }).length, Object.keys(first).length + Object.keys(rest).length);
    });

    it("several are merged into one, with a revision for each guide, and old addresses follow", async () => {
        const pam = await as("pam");
        assert.equal((await server().get("/tags/mail")).status, 200);
        const [plan] = await carryOut(pam, [["tag", "mail"], ["tag", "e-mail"], ["tag", "email"], ["into", "email"], ["why", "One word for it"], ["do", "merge"]]);
        assert.match(plan.text, /In place of/);
        for (const [slug, wanted] of [["one", ["keep", "email"]], ["two", ["email"]], ["three", ["keep", "email"]], ["four", ["keep"]]])
            assert.deepEqual((await tags(slug)).sort(), wanted.sort(), slug);
        const history = (await pam.get("/staff/guides/one")).text;
        assert.match(history, /One word for it/);
        assert.doesNotMatch((await pam.get("/staff/guides/four")).text, /One word for it/);
        for (const old of ["mail", "e-mail"]) {
            const moved = await server().get(`/tags/${old}`);
            assert.equal(moved.status, 301, old);
            assert.equal(moved.headers["cache-control"], "no-cache", "a merge may be undone");
            assert.equal(new URL(moved.location, server().origin).pathname, "/tags/email");
        }
        assert.equal((await server().get("/tags/email")).status, 200);
        assert.equal((await server().get("/tags/never-was")).status, 404);
    });

    it("one is renamed and renamed back, and no address goes in circles", async () => {
        const pam = await as("pam");
        await carryOut(pam, [["tag", "wlan"], ["into", "Wi-Fi"], ["why", "Its name"], ["do", "merge"]]);
        assert.deepEqual(await tags("five"), ["Wi-Fi"]);
        assert.equal((await server().get("/tags/wlan")).status, 301);
        await carryOut(pam, [["tag", "Wi-Fi"], ["into", "wlan"], ["why", "No, the other"], ["do", "merge"]]);
        assert.equal((await server().get("/tags/wlan")).status, 200);
        const back = await server().get("/tags/wi-fi");
        assert.equal(back.status, 301);
        assert.equal(new URL(back.location, server().origin).pathname, "/tags/wlan");
    });

    it("an old address leads through all names in one step, and only those on who may see where", async () => {
        const pam = await as("pam");
        for (const [tag, into] of [["wlan", "second"], ["second", "third"], ["hidden", "covert plan"]])
            await carryOut(pam, [["tag", tag], ["into", into], ["why", "Its name"], ["do", "merge"]]);
        for (const old of ["wlan", "second"]) assert.equal(new URL((await server().get(`/tags/${old}`)).location, server().origin).pathname, "/tags/third");
        assert.equal((await pam.get("/tags/hidden")).status, 301);
        const answer = await server().get("/tags/hidden");
        assert.equal(answer.status, 404);
        assert.doesNotMatch(answer.text, /covert/);
    });

    it("another target keeps the tags that make way", async () => {
        const pam = await as("pam");
        const made = await send(pam, [["tag", "third"], ["into", "fourth"], ["why", "Its name"], ["do", "merge"]]);
        const path = new URL(made.location, server().origin).pathname;
        await settled(pam, path);
        assert.equal((await pam.post(`${path}/plan`, { value: "fifth", other: "keep", why: "Rather so" })).status, 303);
        const choices = parse((await settled(pam, path)).text).one("form", (f) => f.attr("id") === "page-choices");
        assert.equal((await server().request("POST", choices.attr("action"), { jar: pam.jar, form: [...fields(choices), ["then", "start"]] })).status, 303);
        await settled(pam, path);
        assert.deepEqual(await tags("five"), ["fifth"]);
    });

    it("one is taken off its guides", async () => {
        const pam = await as("pam");
        await carryOut(pam, [["tag", "junk"], ["into", "not-used"], ["why", "Says nothing"], ["do", "delete"]]);
        assert.deepEqual(await tags("six"), []);
        assert.equal((await server().get("/tags/junk")).status, 404);
        assert.equal((await server().get("/tags/not-used")).status, 404);
    });

    for (const [what, form, words] of [
        ["no tag", [["into", "x"], ["do", "merge"]], /Mark at least one tag/],
        ["no new tag", [["tag", "keep"], ["into", " "], ["do", "merge"]], /Say into which tag/],
        ["the tag itself", [["tag", "keep"], ["into", "KEEP"], ["do", "merge"]], /nothing would change/],
        ["a tag that nobody has", [["tag", "nobody-has-it"], ["do", "delete"]], /No published guide/],
        ["a new tag that is too long", [["tag", "keep"], ["into", "x".repeat(501)], ["do", "merge"]], /longer than 500/],
        ["too many", [...Array.from({ length: 21 }, (_, i) => ["tag", `tag ${String(i).padStart(3, "0")}`]), ["into", "x"], ["do", "merge"]], /at most 20 tags/],
    ])
        it(`${what} is told, and the form comes back filled in`, async () => {
            const pam = await as("pam");
            const answer = await send(pam, [["why", "typed <words>"], ...form]);
            assert.equal(answer.status, 422);
            assert.match(answer.text, words);
            assert.match(answer.text, /typed &lt;words&gt;/);
            if (form[0][1] === "keep") assert.match(answer.text, /value="keep" checked/);
        });

    it("no reason is told", async () => {
        const pam = await as("pam");
        const answer = await send(pam, [["tag", "keep"], ["into", "kept"], ["do", "merge"]]);
        assert.equal(answer.status, 422);
        assert.match(answer.text, /id="page-why-error"|page-why/);
        assert.deepEqual(await tags("four"), ["keep"]);
        assert.doesNotMatch((await pam.get("/staff/bulk")).text, /kept/, "a plan that was refused is none");
    });

    it("are changed by those who may change many guides", async () => {
        for (const name of ["ann", "rev"]) {
            const person = await as(name);
            const page = await person.get(PATH);
            assert.equal(page.status, 200);
            assert.doesNotMatch(page.text, /type="checkbox" name="tag"/);
            assert.equal((await send(person, [["tag", "keep"], ["into", "x"], ["why", "x"], ["do", "merge"]])).status, 403);
        }
    });
});

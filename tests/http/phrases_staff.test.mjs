// Keeping exact phrases: each change is a revision of the guides that it concerns, and pages, search, suggestions and
// sitemap follow at once; searches in vain are given to a guide in one step; races and open drafts lose nothing.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { runbookd, serving, start, temporaryFolder } from "./server.mjs";

const USERS = { pam: "publisher", pia: "publisher", ann: "author", ada: "admin" };
const GUIDES = {
    "dock.md": "---\n# ours\ntitle: Dock shows no picture\nslug: dock\nqueries: [ dock no picture, Zebra crossing, \"no picture dock\" ]\nauthor: ann\n---\n\nThe screens stay black.\n",
    "dock-hot.md": "---\ntitle: Dock is hot\nslug: dock-hot\nqueries: [ dock no picture ]\n---\n\nIt burns.\n",
    "screen.md": "---\ntitle: Screen is flickering\nslug: screen\nrelated_queries: [ nobody owns this screen ]\n---\n\n## Symptoms\n\n> The display driver stopped responding and has recovered\n\nIt flickers.\n",
};

function folder() {
    const dir = temporaryFolder();
    mkdirSync(join(dir, "articles"));
    for (const [name, text] of Object.entries(GUIDES)) writeFileSync(join(dir, "articles", name), text);
    return dir;
}

const LIST = "/staff/phrases";
const server = serving(before, after, { content: folder(), users: USERS });
const as = (name) => new Person(server()).signIn(name);
const rows = async (person, list, q = "") => parse((await person.get(`${LIST}?list=${list}&q=${encodeURIComponent(q)}`)).text).all("th", (th) => th.attr("scope") === "row").map((th) => th.text);
const pathOf = async (person, text) => parse((await person.get(`${LIST}?q=${encodeURIComponent(text)}`)).text).all("a").find((a) => a.text === text)?.attr("href");
const sentBy = (answer, path) => {
    const { csrf, ...rest } = Object.fromEntries(fields(parse(answer.text).one("form", (f) => f.attr("action") === path)));
    return rest;
};
const match = async (text) => (await server().get(`/api/v1/queries/match?q=${encodeURIComponent(text)}`)).json;
const change = async (person, text, form) => {
    const path = await pathOf(person, text);
    return person.post(path, { ...sentBy(await person.get(path), path), ...form });
};
const exported = async (name) => {
    const out = join(temporaryFolder(), "out");
    const done = await runbookd(["export", "--data", server().data, out]);
    assert.equal(done.code, 0, done.stderr);
    return readFileSync(join(out, name), "utf8");
};

describe("the lists", () => {
    it("tell what does not fit, what nobody owns, and what is there twice", async () => {
        const ann = await as("ann");
        assert.deepEqual((await rows(ann, "curated")).sort(), ["Zebra crossing", "dock no picture", "no picture dock", "nobody owns this screen"]);
        assert.deepEqual(await rows(ann, "mismatched"), ["Zebra crossing"]);
        assert.deepEqual(await rows(ann, "ownerless"), ["nobody owns this screen"]);
        assert.deepEqual((await rows(ann, "duplicate")).sort(), ["dock no picture", "no picture dock"]);
        assert.deepEqual(await rows(ann, "extracted"), ["The display driver stopped responding and has recovered"]);
        assert.deepEqual(await rows(ann, "all", "ZEBRA"), ["Zebra crossing"]);
        assert.deepEqual(await rows(ann, "merged"), []);
        assert.equal((await ann.get(`${LIST}?after=nonsense`)).status, 422);
        const page = await ann.get(await pathOf(ann, "dock no picture"));
        assert.match(page.text, /named twice/);
        assert.match(page.text, /no picture dock/, "what has the same words");
        assert.doesNotMatch(page.text, /<button[^>]*value="move"/, "authors look");
        assert.equal((await ann.post(await pathOf(ann, "dock no picture"), { do: "remove" })).status, 403);
        assert.equal((await ann.get(`${LIST}/999999`)).status, 404);
    });

    it("count hits of browsers, and tell the guide's votes", async () => {
        for (let i = 0; i < 3; i++) await server().get("/q/zebra-crossing", { headers: { "User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/120" } });
        await server().post("/api/v1/articles/dock/votes", { body: { helpful: true } });
        await server().post("/api/v1/articles/dock/votes", { body: { helpful: false } });
        const ann = await as("ann");
        const page = parse((await ann.get(await pathOf(ann, "Zebra crossing"))).text);
        assert.match(page.text, /50 % of 2/);
    });
});

describe("a phrase", () => {
    it("moves to another guide with a revision of both, and everything follows", async () => {
        const pam = await as("pam");
        assert.equal((await match("zebra crossing")).phrase.article_slug, "dock");
        const done = await change(pam, "Zebra crossing", { do: "move", guide: "https://portal.example/articles/screen?x#y", why: "It flickers <so>" });
        assert.equal(done.status, 303);
        assert.equal((await match("zebra crossing")).phrase.article_slug, "screen");
        assert.match((await server().get("/q/zebra-crossing")).text, /Screen is flickering/);
        assert.match((await server().get("/suggest?q=zebra")).text, /Zebra crossing/);
        assert.match((await server().get("/sitemap.xml")).text, /q\/zebra-crossing/);
        assert.deepEqual((await rows(pam, "mismatched")), ["Zebra crossing"], "it does not fit there either");
        assert.equal(await exported("articles/dock.md"), GUIDES["dock.md"].replace('[ dock no picture, Zebra crossing, "no picture dock" ]', "[dock no picture, no picture dock]"));
        assert.match(await exported("articles/screen.md"), /queries: \[Zebra crossing\]/);
        for (const slug of ["dock", "screen"]) assert.match((await pam.get(`/staff/guides/${slug}`)).text, /It flickers &lt;so&gt;/);
        assert.match((await (await as("ada")).get("/admin/audit?who=pam")).text, /phrase\.give/);
    });

    it("goes to a guide that names it already, which needs no revision of that one", async () => {
        const pam = await as("pam");
        const revisions = async () => parse((await pam.get("/staff/guides/dock")).text).all("tr").length;
        assert.equal((await match("dock no picture")).phrase.article_slug, "dock-hot");
        const before = await revisions();
        assert.equal((await change(pam, "dock no picture", { do: "move", guide: "Dock sh" })).status, 303);
        assert.equal((await match("dock no picture")).phrase.article_slug, "dock");
        assert.equal(await revisions(), before);
        assert.doesNotMatch(await exported("articles/dock-hot.md"), /queries/);
    });

    for (const [what, form, words] of [
        ["no guide", { do: "move", guide: " " }, /Name the guide/],
        ["a guide that is none", { do: "move", guide: "nothing" }, /no live guide/],
        ["several guides", { do: "move", guide: "Dock" }, /More than one guide/],
        ["its own guide", { do: "move", guide: "screen" }, /owns it already/],
        ["a phrase that is none", { do: "merge", into: "nothing" }, /no such phrase/],
        ["itself", { do: "merge", into: "zebra CROSSING" }, /another phrase/],
        ["nothing to do", { do: "dance" }, /Choose what to do/],
        ["too long a reason", { do: "move", guide: "dock", why: "w".repeat(20_000) }, /error-summary/],
    ])
        it(`${what} is refused, and the form comes back filled in`, async () => {
            const pam = await as("pam");
            const answer = await change(pam, "Zebra crossing", { why: "typed <words>", ...form });
            assert.equal(answer.status, 422);
            assert.match(answer.text, words);
            if (!form.why) assert.match(answer.text, /typed &lt;words&gt;/);
            assert.equal((await match("zebra crossing")).phrase.article_slug, "screen");
        });

    it("is not changed over an open draft", async () => {
        const pam = await as("pam"), ann = await as("ann");
        await ann.post("/articles/dock/edit");
        const answer = await change(pam, "Zebra crossing", { do: "move", guide: "dock" });
        assert.equal(answer.status, 422);
        assert.match(answer.text, /has an open draft/);
        assert.match(answer.text, /value="dock"/);
        const draft = parse((await pam.get("/staff")).text).all("a", (a) => a.attr("class") === "draft-title")[0].attr("href");
        const form = sentBy(await ann.get(draft), `${draft}/move`);
        assert.equal((await ann.post(`${draft}/move`, { ...form, action: "discard", note: "x" })).status, 303);
    });

    it("who comes second sees what is there now", async () => {
        const pam = await as("pam"), pia = await as("pia");
        const path = await pathOf(pam, "Zebra crossing"), old = sentBy(await pia.get(path), path);
        assert.equal((await pam.post(path, { ...old, do: "move", guide: "dock" })).status, 303);
        const lost = await pia.post(path, { ...old, do: "remove" });
        assert.equal(lost.status, 409);
        assert.match(lost.text, /Nothing of yours was done/);
        assert.equal(sentBy(lost, path).owner, "dock");
        assert.equal((await match("zebra crossing")).phrase.article_slug, "dock");
    });

    it("merges into another, for good, through export and import, and stands for itself again", async () => {
        const pam = await as("pam");
        const slug = (await match("no picture dock")).phrase.slug;
        assert.equal((await change(pam, "no picture dock", { do: "merge", into: "Dock no picture" })).status, 303);
        const gone = await server().get(`/q/${slug}`);
        assert.equal(gone.status, 301);
        assert.equal(new URL(gone.location, server().origin).pathname, "/q/dock-no-picture");
        assert.equal((await match("no picture dock")).phrase.slug, "dock-no-picture");
        assert.deepEqual(await rows(pam, "duplicate"), [], "nothing is there twice any more");
        assert.deepEqual(await rows(pam, "merged"), ["no picture dock"]);
        assert.equal(await exported("phrases.tsv"), "no picture dock\tdock no picture\n");
        const out = join(temporaryFolder(), "out"), data = join(temporaryFolder(), "data");
        assert.equal((await runbookd(["export", "--data", server().data, out])).code, 0);
        assert.equal((await runbookd(["import", "--data", data, out])).code, 0);
        const twin = await start({ data, content: temporaryFolder() });
        assert.equal((await twin.get(`/q/${slug}`)).status, 301);
        await twin.stop();
        const list = parse((await pam.get(`${LIST}?list=merged`)).text);
        const path = list.all("a").find((a) => a.text === "no picture dock").attr("href");
        assert.equal((await pam.post(path, { ...sentBy(await pam.get(path), path), do: "part" })).status, 303);
        assert.equal((await server().get(`/q/${slug}`)).status, 404);
        assert.ok((await rows(pam, "ownerless")).includes("no picture dock"));
    });

    it("is removed; what stands in the text of guides goes with it alone", async () => {
        const pam = await as("pam");
        assert.equal((await change(pam, "Zebra crossing", { do: "remove" })).status, 303);
        assert.equal((await server().get("/q/zebra-crossing")).status, 404);
        assert.deepEqual(await rows(pam, "all", "zebra"), []);
        assert.doesNotMatch(await exported("articles/dock.md"), /Zebra/);
        const quoted = await change(pam, "The display driver stopped responding and has recovered", { do: "remove" });
        assert.equal(quoted.status, 422);
        assert.match(quoted.text, /goes with that text/);
    });
});

describe("what was searched for in vain", () => {
    it("is given to a guide in one step, and the queue's item is done", async (t) => {
        const data = temporaryFolder(), content = folder();
        let portal = await start({ data, content, users: USERS });
        for (let i = 0; i < 3; i++) await portal.get("/search?q=Qwzx+plugh");
        await portal.get("/search?q=jane.doe%40example.org+xyzzyq");
        await portal.stop();
        portal = await start({ data, content, args: ["--queue-searches", "2"] });
        t.after(() => portal.stop());
        const pam = await new Person(portal).signIn("pam");
        const unanswered = async () => parse((await pam.get(`${LIST}?list=unanswered`)).text).all("th", (th) => th.attr("scope") === "row").map((th) => th.text);
        assert.deepEqual(await unanswered(), ["qwzx plugh"], "what names a person is no phrase");
        let queue = "";
        for (let i = 0; i < 100 && !/qwzx plugh/.test(queue); i++) queue = (await pam.get("/staff/queue")).text;
        assert.match(queue, /qwzx plugh/);
        const refused = await pam.post(LIST, { phrase: "qwzx plugh", asked: "1", guide: "nothing" });
        assert.equal(refused.status, 422);
        const form = parse(refused.text).one("input", (i) => i.attr("id") === "page-phrase");
        assert.equal(form.attr("value"), "qwzx plugh");
        assert.equal((await pam.post(LIST, { phrase: "qwzx plugh", asked: "1", guide: "dock" })).status, 303);
        const found = await portal.get("/search?q=Qwzx+plugh");
        assert.equal(found.status, 303);
        assert.match(found.location, /\/q\/qwzx-plugh$/);
        assert.deepEqual(await unanswered(), []);
        assert.match((await pam.get(`${LIST}?list=asked`)).text, /qwzx plugh/);
        assert.doesNotMatch((await pam.get("/staff/queue")).text, /qwzx plugh/, "its item is done");
        const again = await pam.post(LIST, { phrase: "qwzx plugh", guide: "screen" });
        assert.equal(again.status, 422);
        assert.match(again.text, /belongs to the guide/);
        for (const phrase of ["", "   ", "…"]) assert.equal((await pam.post(LIST, { phrase, guide: "screen" })).status, 422, phrase);
        assert.equal((await pam.post(LIST, { phrase: "a: \"b\" [c] # d\nqueries: [x]", guide: "screen" })).status, 303, "YAML is only text");
        assert.match((await pam.get("/staff/guides/screen")).text, /screen/);
    });
});

describe("the history of phrases", () => {
    const past = serving(before, after, { content: folder(), users: USERS });
    const HISTORY = "/staff/phrases/history";
    const person = (name) => new Person(past()).signIn(name);
    const told = async (who, phrase = "") => parse((await who.get(`${HISTORY}?phrase=${encodeURIComponent(phrase)}`)).text)
        .all("tr").slice(1).map((row) => row.all("th", () => true).concat(row.all("td")).slice(0, 5).map((cell) => cell.text.replace(/\d{1,2} \w+ \d{4}.*$/s, "").trim()));
    const page = async (who, text) => parse((await who.get(`${LIST}?q=${encodeURIComponent(text)}`)).text).all("a").find((a) => a.text === text)?.attr("href");
    const act = async (who, text, form) => {
        const path = await page(who, text);
        const answer = await who.post(path, { ...sentBy(await who.get(path), path), ...form });
        assert.equal(answer.status, 303, answer.text.slice(0, 3000));
    };
    const undo = async (who, phrase) => {
        const form = parse((await who.get(`${HISTORY}?phrase=${encodeURIComponent(phrase)}`)).text).one("form", (f) => [...fields(f)].some(([name]) => name === "do"));
        const { csrf, ...sent } = Object.fromEntries(fields(form));
        return who.post(form.attr("action"), sent);
    };
    const owner = async (text) => (await past().get(`/api/v1/queries/match?q=${encodeURIComponent(text)}`)).json.phrase?.article_slug;
    const stages = [
        ["moved", { do: "move", guide: "screen", why: "It is <about> screens" }, ["Dock shows no picture", "Screen is flickering", "pam", "It is <about> screens"], undefined],
        ["removed", { do: "remove", why: "Nobody asks" }, ["Screen is flickering", "removed", "pam", "Nobody asks"], "screen"],
    ];

    it("begins with what guides and imports say", async () => {
        const ann = await person("ann");
        const [first, ...others] = await told(ann, "Zebra CROSSING");
        assert.deepEqual(first.slice(0, 4), ["Zebra crossing", "nobody", "Dock shows no picture", "import"]);
        assert.deepEqual(others, []);
        assert.ok((await told(ann)).length >= 3);
        assert.doesNotMatch((await ann.get(HISTORY)).text, /value="remove"/, "authors look");
        assert.match((await ann.get(await page(ann, "Zebra crossing"))).text, /id="page-moves"/);
        assert.deepEqual(await told(ann, "never heard of"), []);
    });

    it("has one row a change of the registry, with who and why, and each is undone in one step", async () => {
        const pam = await person("pam");
        for (const [what, form, want, back] of stages) {
            if (back) await act(pam, "Zebra crossing", { do: "move", guide: back });
            const rows = (await told(pam, "zebra crossing")).length;
            await act(pam, "Zebra crossing", form);
            const now = await told(pam, "zebra crossing");
            assert.equal(now.length, rows + 1, what);
            assert.deepEqual(now[0].slice(1), want, what);
            const was = back ?? "dock";
            assert.equal((await undo(pam, "zebra crossing")).status, 303, what);
            assert.equal(await owner("zebra crossing"), was, what);
            assert.match((await told(pam, "zebra crossing"))[0][4], /undone/);
        }
    });

    it("a merge and a parting are undone, too", async () => {
        const pam = await person("pam");
        await act(pam, "no picture dock", { do: "merge", into: "dock no picture", why: "The same" });
        assert.deepEqual((await told(pam, "no picture dock"))[0].slice(1), ["Dock shows no picture", "merged into “dock no picture”", "pam", "The same"]);
        assert.equal((await undo(pam, "no picture dock")).status, 303);
        assert.equal((await past().get("/q/no-picture-dock")).status, 200);
        await act(pam, "no picture dock", { do: "merge", into: "dock no picture" });
        const path = parse((await pam.get(`${LIST}?list=merged`)).text).all("a").find((a) => a.text === "no picture dock").attr("href");
        await pam.post(path, { ...sentBy(await pam.get(path), path), do: "part" });
        assert.equal((await told(pam, "no picture dock"))[0][1], "merged into “dock no picture”");
        assert.equal((await undo(pam, "no picture dock")).status, 303);
        assert.equal((await past().get("/q/no-picture-dock")).status, 301);
    });

    it("an undo and a form that were open while somebody else changed the phrase lose to that", async () => {
        const [pam, ada] = [await person("pam"), await person("ada")];
        const path = parse((await pam.get(`${LIST}?list=merged`)).text).all("a").find((a) => a.text === "no picture dock").attr("href");
        const opened = (await pam.get(path)).text;
        const old = parse(opened).one("form", (f) => f.attr("class") == null && [...fields(f)].some(([name]) => name === "do"));
        const { csrf, ...undoing } = Object.fromEntries(fields(old));
        const parting = { ...sentBy({ text: opened }, path), do: "part" };
        const theirs = { ...sentBy(await ada.get(path), path) };
        assert.equal((await ada.post(path, { ...theirs, do: "part" })).status, 303);
        assert.equal((await ada.post(path, { ...sentBy(await ada.get(path), path), do: "merge", into: "zebra crossing", why: "Better there" })).status, 303);
        const rows = await told(pam, "no picture dock");
        for (const form of [undoing, parting]) {
            const late = await pam.post(path, form);
            assert.equal(late.status, 409, late.text.slice(0, 2000));
            assert.match(late.text, /zebra crossing/i);
        }
        assert.deepEqual(await told(pam, "no picture dock"), rows);
        assert.equal((await undo(pam, "no picture dock")).status, 303);
    });

    it("knows what a draft did, and a phrase that went with its guide's text", async () => {
        const pam = await person("pam");
        const out = temporaryFolder();
        await runbookd(["export", "--data", past().data, out]);
        const file = join(out, "articles", "dock-hot.md");
        writeFileSync(file, readFileSync(file, "utf8").replace("title:", "queries: [ quite new <words> ]\ntitle:").replace("queries: [ dock no picture ]\n", ""));
        assert.equal((await runbookd(["import", "--data", past().data, out])).code, 0);
        const [row] = await told(pam, "quite new <words>");
        assert.deepEqual(row.slice(0, 4), ["quite new <words>", "nobody", "Dock is hot", "import"]);
    });

    it("is paged, and says what it does not understand", async () => {
        const pam = await person("pam");
        assert.equal((await pam.get(`${HISTORY}?before=x`)).status, 422);
        const many = { do: "move", why: "To and fro" };
        const now = await owner("zebra crossing"), other = now === "dock" ? "screen" : "dock";
        for (let i = 0; i < 26; i++)
            for (const guide of [other, now]) await act(pam, "Zebra crossing", { ...many, guide });
        const first = parse((await pam.get(`${HISTORY}?phrase=zebra+crossing`)).text);
        assert.equal(first.all("tr").length, 51);
        const older = first.all("a").find((a) => /before=/.test(a.attr("href"))).attr("href");
        const second = parse((await pam.get(older)).text);
        assert.match(second.text, /Nobody asks/);
        assert.doesNotMatch(first.text, /Nobody asks/);
    });
});

// Synonyms and error codes, kept in the browser: one line a change, proven by the parser of imports, in the file that
// an export gives back; searches follow at once, races lose nothing, and what was done can be undone.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { runbookd, serving, start, temporaryFolder } from "./server.mjs";

const SYNONYMS = "\ufeff# what means the same\r\nGadget\tfrobnicator\r\n\r\nreboot\tRestart\r\nlast\tfinal";
const CODES = "# codes\nwin32\terror 5\tERROR_ACCESS_DENIED\tAccess is denied.\tCheck the account.\nsmtp\t5.7.1\t\tRefused.\n";
const USERS = { pam: "publisher", pia: "publisher", ann: "author", ada: "admin" };

function folder(synonyms, codes) {
    const dir = temporaryFolder();
    mkdirSync(join(dir, "articles"));
    writeFileSync(join(dir, "articles/a.md"), "---\ntitle: The frobnicator is stuck\n---\n\nIt does nothing.\n");
    writeFileSync(join(dir, "articles/b.md"), "---\ntitle: Restart the server room\n---\n\nSlowly, error 5 shows.\n");
    if (synonyms) writeFileSync(join(dir, "synonyms.tsv"), synonyms);
    if (codes) writeFileSync(join(dir, "codes.tsv"), codes);
    return dir;
}

const content = folder(SYNONYMS, CODES);
const server = serving(before, after, { content, users: USERS });
const as = (name) => new Person(server()).signIn(name);
const find = async (query) => (await server().get(`/api/v1/search?q=${encodeURIComponent(query)}`)).json;
const sentBy = (answer, path) => {
    const { csrf, ...rest } = Object.fromEntries(fields(parse(answer.text).one("form", (f) => f.attr("action") === path)));
    return rest;
};
const form = async (person, path) => sentBy(await person.get(path), path);
const exported = async (name) => {
    const out = join(temporaryFolder(), "out");
    const done = await runbookd(["export", "--data", server().data, out]);
    assert.equal(done.code, 0, done.stderr);
    return readFileSync(join(out, name), "utf8");
};

describe("synonyms", () => {
    const LIST = "/staff/synonyms";

    it("are listed, found and tried out", async () => {
        const ann = await as("ann");
        const page = await ann.get(LIST);
        assert.equal(page.status, 200);
        assert.match(page.text, /gadget · frobnicator/);
        assert.doesNotMatch(page.text, /<textarea/, "authors look");
        const narrow = (await ann.get(`${LIST}?q=REBOO`)).text;
        assert.match(narrow, /reboot · restart/);
        assert.doesNotMatch(narrow, /gadget ·/);
        assert.match((await ann.get(`${LIST}?q=nothing`)).text, /class="empty"/);
        const tried = parse((await ann.get(`${LIST}?try=reboot%20%3Cnow%3E`)).text);
        assert.match(tried.text, /“reboot” also looks for: restart/);
        assert.match(tried.text, /With synonyms: 1 found/);
        assert.match(tried.text, /Without: 0 found/);
    });

    it("a group is added, changed and removed; the search follows, the rest of the file stays byte for byte", async () => {
        const pam = await as("pam");
        assert.equal((await pam.post(LIST, { phrases: "  Dingus \r\n\r\nfrobnicator", why: "People say <so>" })).status, 303);
        assert.equal((await find("dingus")).hits[0].title, "The frobnicator is stuck");
        assert.equal(await exported("synonyms.tsv"), `${SYNONYMS}\r\ndingus\tfrobnicator\r\n`);
        const path = `${LIST}/3`, sent = await form(pam, path);
        assert.equal(sent.line, "dingus\tfrobnicator");
        assert.equal(sent.phrases, "dingus\nfrobnicator");
        assert.equal((await pam.post(path, { ...sent, phrases: "doodad\nfrobnicator", do: "save" })).status, 303);
        assert.equal((await find("doodad")).hits.length, 1);
        assert.equal((await find("dingus")).total, 0);
        assert.equal((await pam.post(path, { ...(await form(pam, path)), do: "remove" })).status, 303);
        assert.equal((await find("doodad")).total, 0);
        assert.equal(await exported("synonyms.tsv"), `${SYNONYMS}\r\n`);
        assert.equal((await pam.get(path)).status, 404);
        const text = (await pam.get(LIST)).text;
        assert.match(text, /People say &lt;so&gt;/);
        assert.match(text, /doodad · frobnicator/);
    });

    for (const [what, phrases, words] of [
        ["one alone", "alone", /two phrases or more/],
        ["one twice", "One\none", /stands twice/],
        ["five words", "a b c d e\nx", /more than 4 words/],
        ["a long one", `${"z".repeat(90)}\nq`, /longer than 80/],
        ["thirteen", Array.from({ length: 13 }, (_, i) => `w${i}`).join("\n"), /at most 12/],
        ["nothing", " \n ", /Nothing was typed/],
        ["what is there", "GADGET\nfrobnicator", /stands in the table already/],
    ])
        it(`${what} is told at the field, and comes back filled in`, async () => {
            const answer = await (await as("pam")).post(LIST, { phrases, why: "why <so>" });
            assert.equal(answer.status, 422);
            const page = parse(answer.text);
            assert.match(page.one("span", (s) => s.attr("id") === "page-phrases-error").text, words);
            assert.equal(page.one("input", (i) => i.attr("id") === "page-why").attr("value"), "why <so>");
        });

    it("who comes second sees both, and may save again; the same twice is done once", async () => {
        const pam = await as("pam"), pia = await as("pia");
        const path = `${LIST}/1`, old = await form(pam, path);
        assert.equal((await pam.post(path, { ...old, phrases: "reboot\nrestart\nbounce" })).status, 303);
        assert.equal((await pam.post(path, { ...old, phrases: "reboot\nrestart\nbounce" })).status, 303);
        const lost = await pia.post(path, { ...old, phrases: "reboot\nrestart\ncycle" });
        assert.equal(lost.status, 409);
        assert.match(lost.text, /pam changed this/);
        assert.match(lost.text, /reboot · restart · bounce/);
        const again = sentBy(lost, path);
        assert.equal(again.phrases, "reboot\nrestart\ncycle");
        assert.equal((await pia.post(path, again)).status, 303);
        assert.equal((await find("cycle")).hits[0].title, "Restart the server room");
        assert.equal((await find("bounce")).total, 0);
    });

    it("a change is undone, once", async () => {
        const pam = await as("pam");
        const undo = parse((await pam.get(LIST)).text).all("form", (f) => /undo$/.test(f.attr("action") ?? ""))[0].attr("action");
        assert.equal((await pam.post(undo)).status, 303);
        assert.equal((await find("bounce")).hits[0].title, "Restart the server room");
        assert.equal((await pam.post(undo)).status, 303, "it is so already");
        assert.equal((await pam.post("/staff/table-changes/99999/undo")).status, 404);
        const first = parse((await pam.get(LIST)).text).all("form", (f) => /undo$/.test(f.attr("action") ?? "")).at(-1).attr("action");
        assert.equal((await pam.post(first)).status, 409, "what was added is gone already");
    });
});

describe("codes", () => {
    const LIST = "/staff/codes", DENIED = `${LIST}/win32/5`;

    it("are listed by kind, found by words and by any notation", async () => {
        const ann = await as("ann");
        assert.match((await ann.get(LIST)).text, /ERROR_ACCESS_DENIED/);
        assert.match((await ann.get(`${LIST}?q=0x80070005`)).text, /Access is denied/);
        assert.match((await ann.get(`${LIST}?q=access+IS`)).text, /Access is denied/);
        const mail = (await ann.get(`${LIST}?in=smtp`)).text;
        assert.match(mail, /Refused/);
        assert.doesNotMatch(mail, /Access is denied/);
        assert.doesNotMatch((await ann.get(DENIED)).text, /<textarea|name="meaning"/);
        assert.equal((await ann.get(`${LIST}/nonsense/5`)).status, 404);
    });

    it("a code is added, changed and removed; the decoder follows, the rest of the file stays byte for byte", async () => {
        const pam = await as("pam");
        assert.equal((await find("HTTP 403")).codes[0].meaning, null);
        const sent = { family: "http", code: "403", symbol: "", meaning: "The proxy\tsays <no>.", hint: "Ask the network team.", why: "Often asked" };
        assert.equal((await pam.post(LIST, sent)).status, 303);
        assert.equal((await find("HTTP 403")).codes[0].meaning, "The proxy says <no>.");
        assert.match((await server().get("/search?q=HTTP+403")).text, /The proxy says &lt;no&gt;\./);
        assert.equal(await exported("codes.tsv"), `${CODES}http\tHTTP 403\t\tThe proxy says <no>.\tAsk the network team.\n`);
        const old = await form(pam, DENIED);
        assert.equal((await pam.post(DENIED, { ...old, meaning: "No right to do this.", hint: "" })).status, 303);
        assert.equal((await find("0x80070005")).codes[0].meaning, "No right to do this.");
        assert.equal((await pam.post(`${LIST}/http/403`, { ...(await form(pam, `${LIST}/http/403`)), do: "remove" })).status, 303);
        assert.equal((await find("HTTP 403")).codes[0].meaning, null);
        assert.equal(await exported("codes.tsv"), CODES.replace("Access is denied.\tCheck the account.", "No right to do this."));
    });

    for (const [field, change, words] of [
        ["code", { code: "nonsense" }, /no code of this family/],
        ["code", { code: "5.7.1" }, /no code of this family/],
        ["code", { code: "5" }, /stands in the table already/],
        ["family", { family: "nonsense" }, /no family/],
        ["meaning", { meaning: " " }, /Say what/],
        ["meaning", { meaning: "m".repeat(401) }, /longer than 400/],
        ["symbol", { symbol: "S".repeat(401) }, /longer than 400/],
        ["hint", { hint: "h".repeat(401) }, /longer than 400/],
        ["why", { why: "w".repeat(1001) }, /at most 1000/],
    ])
        it(`a fault of ${field} names it, and the form comes back filled in`, async () => {
            const answer = await (await as("pam")).post(LIST, { family: "win32", code: "1603", symbol: "S", meaning: "typed <words>", hint: "h", why: "", ...change });
            assert.equal(answer.status, 422);
            const page = parse(answer.text);
            assert.match(page.one("span", (s) => s.attr("id") === `page-${field}-error`).text, words);
            if (field !== "meaning") assert.equal(page.one("input", (i) => i.attr("id") === "page-meaning").attr("value"), "typed <words>");
        });

    it("who comes second sees both", async () => {
        const pam = await as("pam"), pia = await as("pia");
        const old = await form(pam, DENIED);
        assert.equal((await pam.post(DENIED, { ...old, meaning: "First." })).status, 303);
        const lost = await pia.post(DENIED, { ...old, meaning: "Second." });
        assert.equal(lost.status, 409);
        assert.match(lost.text, /pam changed this/);
        assert.match(lost.text, /First\./);
        const again = sentBy(lost, DENIED);
        assert.equal((await pia.post(DENIED, again)).status, 303);
        assert.equal((await find("error 5")).codes[0].meaning, "Second.");
    });
});

describe("both", () => {
    it("are for publishers, and stand in the record", async () => {
        const ann = await as("ann");
        for (const path of ["/staff/synonyms", "/staff/codes", "/staff/synonyms/0", "/staff/codes/win32/5", "/staff/table-changes/1/undo"]) assert.equal((await ann.post(path)).status, 403, path);
        const text = (await (await as("ada")).get("/admin/audit?who=pam")).text;
        for (const action of ["synonym.add", "synonym.change", "synonym.remove", "code.add", "code.change", "code.remove"]) assert.match(text, new RegExp(action.replace(".", "\\.")), action);
    });

    it("nothing is taken without the token of the form", async () => {
        const pam = await as("pam");
        pam.csrf = "";
        assert.equal((await pam.post("/staff/synonyms", { phrases: "a\nb" })).status, 403);
    });

    it("a line that is not one of the table is not touched", async () => {
        const pam = await as("pam");
        assert.equal((await pam.post("/staff/synonyms/0", { line: "# what means the same", phrases: "a\nb" })).status, 409);
        assert.match(await exported("synonyms.tsv"), /# what means the same/);
    });
});

describe("imports", () => {
    it("the file of the last import leaves what people changed, another replaces it and says so", async () => {
        const dir = folder("one\ttwo\n", CODES), data = join(temporaryFolder(), "data");
        let portal = await start({ content: dir, data, users: USERS });
        let pam = await new Person(portal).signIn("pam");
        assert.equal((await pam.post("/staff/synonyms", { phrases: "three\nfrobnicator" })).status, 303);
        const total = async (query) => (await portal.get(`/api/v1/search?q=${query}`)).json.total;
        assert.equal((await runbookd(["import", "--data", data, dir])).code, 0);
        assert.equal(await total("three"), 1);
        writeFileSync(join(dir, "synonyms.tsv"), "one\ttwo\nfour\tfrobnicator\n");
        assert.equal((await runbookd(["import", "--data", data, dir])).code, 0);
        assert.equal(await total("three"), 0);
        assert.equal(await total("four"), 1);
        assert.match((await pam.get("/staff/synonyms")).text, /An import replaced the table/);
        await portal.stop();
    });

    it("a store without a file of its own gets one from what it began with", async () => {
        const portal = await start({ content: folder(), users: USERS });
        const pam = await new Person(portal).signIn("pam");
        assert.equal((await pam.post("/staff/synonyms", { phrases: "gizmo\nfrobnicator" })).status, 303);
        assert.equal((await pam.post("/staff/codes", { family: "win32", code: "5", meaning: "Denied." })).status, 303);
        for (const query of ["gizmo", "reboot"]) assert.equal((await portal.get(`/api/v1/search?q=${query}`)).json.total, 1, query);
        const page = await pam.get("/staff/synonyms?from=50");
        assert.match(page.text, /gizmo · frobnicator/);
        assert.match((await pam.get("/staff/synonyms")).text, /from=50/, "lists page");
        await portal.stop();
    });
});

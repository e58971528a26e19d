// Keeping partners: forms as a browser without JavaScript sends them, one way from status to status with a reason,
// every save a revision, pages that follow at once, and a race that loses nothing.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { FIXTURES, runbookd, serving, temporaryFolder } from "./server.mjs";

const CONTENT = join(FIXTURES, "partners");
const server = serving(before, after, { content: CONTENT, users: { pam: "publisher", ann: "author", ada: "admin" } });
const as = (name) => new Person(server()).signIn(name);
const PATH = "/staff/partners/active-co";
const twin = async () => (await server().get("/api/v1/partners/active-co")).json;

async function form(person, action = PATH) {
    const doc = parse((await person.get(PATH)).text);
    return Object.fromEntries(fields(doc.one("form", (f) => f.attr("action") === action)));
}

const move = async (person, to, why = "Because") => person.post(`${PATH}/status`, { ...(await form(person, `${PATH}/status`)), to, why });

describe("the status of a partner", () => {
    it("goes its ways with a reason, and pages follow at once", async () => {
        const pam = await as("pam");
        assert.equal((await server().get("/go/active-co")).status, 302);
        assert.match((await server().get("/articles/printer-prints-blank-pages")).text, /href="\/go\/active-co"/);
        assert.equal((await move(pam, "paused", "Terms <changed>")).status, 303);
        assert.equal((await server().get("/go/active-co")).status, 404);
        assert.doesNotMatch((await server().get("/articles/printer-prints-blank-pages")).text, /href="\/go\/active-co"/);
        assert.match((await server().get("/partners")).text, /Terms &lt;changed&gt;/);
        assert.equal((await move(pam, "active")).status, 303);
        assert.equal((await server().get("/go/active-co")).status, 302);
        assert.deepEqual((await twin()).history.map((e) => [e.status, e.why]), [["active", "Because"], ["paused", "Terms <changed>"], ["active", undefined]]);
    });

    it("goes no other way, and not without a reason", async () => {
        const pam = await as("pam");
        for (const [to, why] of [["applied", "x"], ["active", "x"], ["nonsense", "x"], ["paused", ""], ["paused", "x".repeat(1001)]]) {
            const answer = await move(pam, to, why);
            assert.equal(answer.status, 422, to);
            assert.match(answer.text, /error-summary/);
        }
        assert.equal((await twin()).history.length, 3);
    });

    it("is for publishers; authors only look, and nobody sees names of staff in public", async () => {
        const ann = await as("ann");
        const page = await ann.get(PATH);
        assert.equal(page.status, 200);
        assert.doesNotMatch(page.text, /<textarea/);
        assert.equal((await ann.post(`${PATH}/status`, { to: "ended", why: "x", revision: "1" })).status, 403);
        assert.doesNotMatch((await server().get("/partners")).text, /pam/);
    });
});

describe("the words, rules and tariffs", () => {
    it("are saved as typed, and come back in the form", async () => {
        const pam = await as("pam");
        const before = await twin();
        const sent = { ...(await form(pam)), name: 'Äctive "Co" & <Ltd>', tags: "one\r\n two \n\n", why: "New name" };
        assert.equal((await pam.post(PATH, sent)).status, 303);
        const now = await twin();
        assert.equal(now.name, 'Äctive "Co" & <Ltd>');
        assert.deepEqual(now.match.tags, ["one", "two"]);
        assert.deepEqual(now.plans, before.plans);
        assert.equal(now.history.length, before.history.length, "the status is the same");
        assert.equal((await form(pam)).tags.trim(), "one\ntwo");
    });

    for (const [what, change, words] of [
        ["a link that is none", { url: "javascript:alert(1)" }, /http or https/],
        ["no name", { name: "" }, /error-summary/],
        ["a category that is none", { categories: "Not A Category" }, /is not a category/],
        ["a currency that is none", { "plan-currency-1": "euro" }, /Tariff 1: a currency/],
        ["a price with a point", { "plan-monthly-1": "9.99" }, /Tariff 1: a price/],
        ["an active partner without a link", { url: "" }, /needs an address/],
        ["no reason", { why: "" }, /Say why/],
    ])
        it(`${what} is told, and the form comes back filled in`, async () => {
            const pam = await as("pam");
            const answer = await pam.post(PATH, { ...(await form(pam)), blurb: "typed <words>", why: "x", ...change });
            assert.equal(answer.status, 422);
            assert.match(answer.text, words);
            assert.match(answer.text, /typed &lt;words&gt;/);
        });

    it("a form that was refused for its words still loses to whoever saved meanwhile", async () => {
        const pam = await as("pam");
        const old = await form(pam);
        assert.equal((await pam.post(PATH, { ...old, blurb: "saved meanwhile", why: "1" })).status, 303);
        const refused = await pam.post(PATH, { ...old, "plan-currency-1": "7", blurb: "typed before", why: "2" });
        assert.equal(refused.status, 422);
        const again = Object.fromEntries(fields(parse(refused.text).one("form", (f) => f.attr("action") === PATH)));
        assert.equal(again.revision, old.revision);
        assert.equal((await pam.post(PATH, { ...again, "plan-currency-1": old["plan-currency-1"] })).status, 409);
    });

    it("who comes second loses nothing and sees both", async () => {
        const pam = await as("pam");
        const old = await form(pam);
        assert.equal((await pam.post(PATH, { ...old, blurb: "first come", why: "1" })).status, 303);
        const lost = await pam.post(PATH, { ...old, blurb: "second come", why: "2" });
        assert.equal(lost.status, 409);
        assert.match(lost.text, /first come/);
        assert.match(lost.text, /second come/);
        const again = Object.fromEntries(fields(parse(lost.text).one("form", (f) => f.attr("action") === PATH)));
        assert.equal((await pam.post(PATH, again)).status, 303);
        assert.equal((await twin()).blurb, "second come");
    });

    it("an old revision is compared and brought back, but not its status", async () => {
        const pam = await as("pam");
        const compared = await pam.get(`${PATH}/compare?from=1&to=4`);
        assert.equal(compared.status, 200);
        assert.match(compared.text, /<ins>|line-added/);
        assert.equal((await move(pam, "paused")).status, 303);
        const back = { ...(await form(pam, `${PATH}/restore`)), number: "1", why: "It was better" };
        assert.equal((await pam.post(`${PATH}/restore`, back)).status, 303);
        const now = await twin();
        assert.equal(now.name, "Active & Co <Ltd>");
        assert.equal(now.status, "paused");
        assert.equal((await pam.get(`${PATH}/compare?from=1&to=999`)).status, 404);
    });

    it("what was not edited is exported byte for byte, what was is read again", { timeout: 60_000 }, async (t) => {
        const dir = join(temporaryFolder(t), "out");
        const done = await runbookd(["export", "--data", server().data, dir]);
        assert.equal(done.code, 0, done.stderr);
        const bytes = (root, name) => readFile(join(root, "partners", `${name}.json`), "utf8");
        assert.equal(await bytes(dir, "ended-co"), await bytes(CONTENT, "ended-co"));
        const full = (text) => JSON.parse(text).plans.map((plan) => ({ remark: "", ...plan }));
        assert.deepEqual(full(await bytes(dir, "active-co")), full(await bytes(CONTENT, "active-co")));
        const again = await runbookd(["import", "--data", server().data, dir]);
        assert.equal(again.code, 0, again.stderr);
        assert.equal((await twin()).name, "Active & Co <Ltd>");
    });

    it("a new one begins as applied; an address is given once", async () => {
        const pam = await as("pam");
        assert.equal((await pam.post("/staff/partners", { slug: "new-co", name: "New Co", why: "They asked" })).status, 303);
        assert.equal((await server().get("/api/v1/partners/new-co")).json.status, "applied");
        assert.equal((await pam.post("/staff/partners", { slug: "new-co", name: "New Co", why: "Again" })).status, 409);
        assert.equal((await pam.post("/staff/partners", { slug: "Not a slug", name: "New Co", why: "x" })).status, 422);
    });

    it("stands in the record", async () => {
        const text = (await (await as("ada")).get("/admin/audit?who=pam")).text;
        for (const action of ["partner.status", "partner.save", "partner.restore", "partner.add"]) assert.match(text, new RegExp(action));
    });
});

describe("what readers are told", () => {
    it("changes on every page, and stays in the record with its dates", async () => {
        const pam = await as("pam");
        const words = { number: "1", whole: "We are <paid>.", brief: "Paid.", why: "Plainer" };
        assert.equal((await pam.post("/staff/disclosures", words)).status, 303);
        assert.match((await server().get("/articles/printer-prints-blank-pages")).text, /We are &lt;paid&gt;\./);
        const { disclosures } = (await server().get("/api/v1/partners")).json;
        assert.deepEqual(disclosures.map((d) => d.why), ["Plainer", undefined]);
        assert.equal(disclosures[1].until, disclosures[0].at);
        const lost = await pam.post("/staff/disclosures", { ...words, whole: "Others' words" });
        assert.equal(lost.status, 409);
        assert.match(lost.text, /We are &lt;paid&gt;\./);
        assert.equal((await pam.post("/staff/disclosures", { ...words, number: "2", whole: "" })).status, 422);
    });
});

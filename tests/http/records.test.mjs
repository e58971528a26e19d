// The incident banner, the service desk's card and the people behind guides: kept in the browser, on every page at
// once, each save a revision, a form that comes back filled in, a race that loses nothing.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { FIXTURES, runbookd, serving, start, temporaryFolder } from "./server.mjs";

const CONTENT = join(FIXTURES, "records");
const server = serving(before, after, { content: CONTENT, users: { pam: "publisher", pia: "publisher", ann: "author", ada: "admin" } });
const as = (name) => new Person(server()).signIn(name);
const formOf = (text, action) => Object.fromEntries(fields(parse(text).one("form", (f) => f.attr("action") === action)));
const form = async (person, path) => formOf((await person.get(path)).text, path);
const save = async (person, path, change) => person.post(path, { ...(await form(person, path)), ...change });
const at = (seconds) => new Date(Date.now() + seconds * 1000).toISOString().slice(0, 16);
const DAY = 86400;
const notices = async () => (await server().get("/api/v1/notices")).json;
const said = (page) => parse(page.text).one("section", (s) => s.attr("data-banner") !== undefined);

describe("the incident banner", () => {
    const BANNER = "/staff/banner";
    const pages = ["/", "/articles/mail-is-slow", "/browse/email", "/search?q=mail", "/nothing-here"];

    it("is on every page at once, also on those that were kept, and in the API", async () => {
        const pam = await as("pam");
        for (const page of pages) assert.ok(!said(await server().get(page)), page);
        assert.equal((await notices()).banner, undefined);
        const answer = await save(pam, BANNER, { text: "Mail is <down>\r\nin Europe", severity: "critical", link_url: "https://status.example/1", link_text: "Status" });
        assert.equal(answer.status, 303);
        for (const page of pages) {
            const text = (await server().get(page)).text;
            assert.match(text, /Mail is &lt;down&gt;\nin Europe/, page);
            assert.match(text, /role="alert"/, page);
            assert.match(text, /href="https:\/\/status.example\/1"/, page);
        }
        assert.deepEqual((await notices()).banner, { text: "Mail is <down>\nin Europe", severity: "critical", link_text: "Status", link_url: "https://status.example/1" });
        assert.ok(said(await pam.get("/staff")), "whoever is signed in sees it too");
        assert.equal((await save(pam, BANNER, { severity: "info" })).status, 303);
        const text = (await server().get("/")).text;
        assert.match(text, /incident-info/);
        assert.doesNotMatch(text, /role="alert"/);
    });

    it("goes when it is taken away", async () => {
        const pam = await as("pam");
        const sent = await form(pam, BANNER);
        delete sent.shown;
        assert.equal((await pam.post(BANNER, sent)).status, 303);
        assert.ok(!said(await server().get("/")));
        assert.equal((await notices()).banner, undefined);
        assert.equal((await form(pam, BANNER)).text.trim().replace("\r", ""), "Mail is <down>\nin Europe", "its words stay in the form");
        assert.equal((await form(pam, BANNER)).shown, undefined);
    });

    it("is shown from its beginning until its end", async () => {
        const pam = await as("pam");
        assert.equal((await save(pam, BANNER, { shown: "yes", from: at(DAY), until: at(2 * DAY) })).status, 303);
        assert.ok(!said(await server().get("/")), "not yet");
        assert.equal((await save(pam, BANNER, { from: at(-2 * DAY), until: at(-DAY) })).status, 303);
        assert.ok(!said(await server().get("/")), "no more");
        assert.equal((await save(pam, BANNER, { from: at(-DAY), until: at(DAY) })).status, 303);
        assert.ok(said(await server().get("/")));
        assert.match((await notices()).banner.until, /^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z$/);
    });

    it("concerns the pages of its category alone", async () => {
        const pam = await as("pam");
        assert.equal((await save(pam, BANNER, { category: "email", from: "", until: "" })).status, 303);
        for (const page of ["/browse/email", "/browse/email/outlook", "/articles/mail-is-slow"]) assert.ok(said(await server().get(page)), page);
        for (const page of ["/", "/browse/emails", "/articles/printer-is-mute"]) assert.ok(!said(await server().get(page)), page);
        assert.equal((await notices()).banner.category, "email");
    });

    for (const [what, change, words] of [
        ["no text", { text: " " }, /Say something here/],
        ["too much", { text: "x".repeat(501) }, /At most 500 bytes; this has 501/],
        ["a link that runs", { link_url: "javascript:alert(1)", link_text: "x" }, /http or https/],
        ["a link without words", { link_url: "https://x.example", link_text: "" }, /both an address and words/],
        ["words without a link", { link_url: "", link_text: "x" }, /both an address and words/],
        ["an end before its beginning", { from: "2030-01-02T00:00", until: "2030-01-01T00:00" }, /end after it begins/],
        ["a time that is none", { from: "tomorrow" }, /A time is such as/],
        ["a severity that is none", { severity: "loud" }, /Choose one/],
        ["a category that is none", { category: "Not one" }, /A category is such as/],
    ])
        it(`${what} is told at its field, and the form comes back filled in`, async () => {
            const pam = await as("pam");
            const before = await form(pam, BANNER);
            const answer = await pam.post(BANNER, { ...before, until: "2031-01-01T10:00", ...change });
            assert.equal(answer.status, 422);
            assert.match(answer.text, words);
            assert.match(answer.text, /error-summary/);
            const back = formOf(answer.text, BANNER);
            assert.equal(back.until, change.until ?? "2031-01-01T10:00");
            assert.equal(back.number, before.number);
            assert.deepEqual(await form(pam, BANNER), before, "nothing was saved");
        });

    it("a race is lost visibly: both texts are shown, and the next save decides", async () => {
        const [pam, pia] = [await as("pam"), await as("pia")];
        const [one, two] = [await form(pam, BANNER), await form(pia, BANNER)];
        assert.equal((await pam.post(BANNER, { ...one, text: "Words of Pam" })).status, 303);
        const lost = await pia.post(BANNER, { ...two, text: "Words of Pia" });
        assert.equal(lost.status, 409);
        assert.match(lost.text, /Words of Pam/);
        assert.match(lost.text, /pam saved this since/);
        const back = formOf(lost.text, BANNER);
        assert.match(back.text, /Words of Pia/);
        assert.equal((await notices()).banner.text, "Words of Pam");
        assert.equal((await pia.post(BANNER, back)).status, 303);
        assert.equal((await notices()).banner.text, "Words of Pia");
    });

    it("keeps its history, and old words come back through the form", async () => {
        const pam = await as("pam");
        const page = (await pam.get(BANNER)).text;
        assert.match(page, /Words of Pam/);
        const again = parse(page).all("a").find((a) => /number=1#/.test(a.attr("href") ?? ""));
        assert.ok(again);
        const old = await pam.get(again.attr("href").split("#")[0]);
        assert.match(formOf(old.text, BANNER).text, /Mail is <down>/);
        assert.equal((await notices()).banner.text, "Words of Pia", "nothing changed yet");
        assert.equal((await pam.get(`${BANNER}?number=999`)).status, 404);
        assert.equal((await pam.get(`${BANNER}?number=x`)).status, 422);
    });

    it("is changed by publishers alone, with the form's token, and the record says who", async () => {
        const [ann, ada, pam] = [await as("ann"), await as("ada"), await as("pam")];
        const page = await ann.get(BANNER);
        assert.equal(page.status, 200);
        assert.doesNotMatch(page.text, /<textarea/);
        assert.equal((await ann.post(BANNER, { text: "x", number: "1" })).status, 403);
        assert.equal((await pam.post(BANNER, { text: "x", number: "1", csrf: "wrong" })).status, 403);
        assert.equal((await server().get(BANNER)).status, 303);
        assert.match((await ada.get("/admin/audit?action=banner.save")).text, /Words of Pia/);
    });
});

describe("the service desk's card", () => {
    const DESK = "/staff/service-desk";

    it("begins with the settings, and is changed on every page at once", async () => {
        const own = await start({ content: CONTENT, users: { pam: "publisher" }, args: ["--desk-phone", "+49 30 1", "--desk-hours", "never"] });
        try {
            const pam = await new Person(own).signIn("pam");
            assert.match((await own.get("/")).text, /\+49 30 1</);
            const sent = formOf((await pam.get(DESK)).text, DESK);
            assert.equal(sent.phone, "+49 30 1");
            assert.equal((await pam.post(DESK, { ...sent, phone: "+49 30 2", hours: "", mail: "desk@example.org", chat: "https://chat.example", emergency: "+49 30 112" })).status, 303);
            for (const path of ["/", "/articles/mail-is-slow"]) {
                const page = (await own.get(path)).text;
                assert.match(page, /href="tel:\+49302"/);
                assert.match(page, /href="mailto:desk@example.org"/);
                assert.match(page, /href="https:\/\/chat.example"/);
                assert.match(page, /\+49 30 112/);
                assert.doesNotMatch(page, /never/);
            }
            assert.deepEqual((await own.get("/api/v1/notices")).json.service_desk, { phone: "+49 30 2", emergency: "+49 30 112", mail: "desk@example.org", chat: "https://chat.example" });
        } finally {
            await own.stop();
        }
    });

    it("goes out and comes in again as a file", async () => {
        const pam = await as("pam");
        assert.equal((await save(pam, DESK, { phone: "+1 555 0100", hours: "Mon–Fri" })).status, 303);
        const folder = temporaryFolder();
        await runbookd(["export", "--data", server().data, folder]);
        const file = JSON.parse(await readFile(join(folder, "service-desk.json"), "utf8"));
        assert.deepEqual(file, { phone: "+1 555 0100", hours: "Mon–Fri" });
        assert.equal((await save(pam, DESK, { phone: "+1 555 0199" })).status, 303);
        await runbookd(["import", "--data", server().data, folder]);
        assert.equal((await notices()).service_desk.phone, "+1 555 0100");
        assert.match((await pam.get(DESK)).text, /0199/, "what was there is in the history");
    });

    for (const [what, change, words] of [
        ["mail that is no address", { mail: "nobody" }, /a@b\.org/],
        ["a header in the mail", { mail: "a@b.org?cc=all@b.org" }, /a@b\.org/],
        ["a chat that runs", { chat: "javascript:1" }, /http or https/],
        ["a number that is too long", { phone: "1".repeat(101) }, /At most 100 bytes/],
    ])
        it(`${what} is told`, async () => {
            const pam = await as("pam");
            const answer = await save(pam, DESK, { hours: "typed <words>", ...change });
            assert.equal(answer.status, 422);
            assert.match(answer.text, words);
            assert.match(answer.text, /typed &lt;words&gt;/);
        });
});

describe("people behind guides", () => {
    const PETRA = "/staff/people/petra";

    it("are changed in the browser, and their page and guides follow", async () => {
        const pam = await as("pam");
        assert.match((await server().get("/articles/mail-is-slow")).text, /Petra P/);
        assert.equal((await save(pam, PETRA, { name: "Petra <Q>", credentials: "MCSE\r\n\r\n ITIL 4 ", contact: "mail-team@example.org", statement: "One\r\ntwo" })).status, 303);
        const page = (await server().get("/people/petra")).text;
        for (const words of ["Petra &lt;Q&gt;", "MCSE", "ITIL 4", "mail-team@example.org", "One\ntwo"]) assert.ok(page.includes(words), words);
        const guide = await server().get("/articles/mail-is-slow");
        assert.match(guide.text, /href="\/people\/petra">Petra &lt;Q&gt;</);
        assert.match(guide.text, /MCSE/);
        assert.deepEqual((await server().get("/api/v1/articles/mail-is-slow")).json.author.credentials, ["MCSE", "ITIL 4"]);
    });

    it("have a history that shows what each save changed", async () => {
        const pam = await as("pam");
        assert.equal((await save(pam, PETRA, { contact: "new-team@example.org", statement: "" })).status, 303);
        const [row] = parse((await pam.get(PETRA)).text).all("tr").slice(1);
        assert.match(row.text, /mail-team@example.org\s*new-team@example.org/);
        assert.deepEqual(row.all("ins").map((n) => n.text), ["new-team@example.org"]);
        assert.ok(row.all("del").some((n) => /One\s+two/.test(n.text)), "what is gone is shown, too");
        assert.equal((await save(pam, PETRA, { contact: "mail-team@example.org", statement: "One\r\ntwo" })).status, 303);
    });

    it("tell the guides that they answer for, page by page, and to nobody what he may not read", async () => {
        const folder = temporaryFolder();
        mkdirSync(folder, { recursive: true });
        const put = (slug, more = "") => writeFileSync(join(folder, `${slug}.md`), `---\ntitle: Guide ${slug}\nslug: ${slug}\nauthor: petra\nverified: 2026-03-03\n${more}---\nWords.\n`);
        for (let i = 0; i < 55; i++) put(`of-petra-${i}`);
        put("only-staff", "audience: staff\n");
        put("of-nobody");
        writeFileSync(join(folder, "of-nobody.md"), "---\ntitle: Of nobody\nslug: of-nobody\n---\nWords.\n");
        assert.equal((await runbookd(["import", "--data", server().data, folder])).code, 0);
        const listed = async (who) => {
            const slugs = [];
            for (let path = "/people/petra"; path;) {
                const answer = await who.get(path), page = parse(answer.text);
                assert.equal(answer.status, 200);
                assert.ok(page.all("ul", (u) => u.attr("class") === "guides").length <= 1);
                slugs.push(...page.all("ul", (u) => u.attr("class") === "guides").flatMap((list) => list.all("a").map((a) => a.attr("href"))).filter((href) => href.startsWith("/articles/")));
                path = page.all("a").find((a) => a.attr("rel") === "next")?.attr("href");
            }
            return slugs;
        };
        const everybody = await listed(server());
        assert.equal(new Set(everybody).size, everybody.length, "each once");
        assert.equal(everybody.filter((href) => /of-petra/.test(href)).length, 55);
        assert.ok(everybody.includes("/articles/mail-is-slow"));
        assert.ok(!everybody.includes("/articles/of-nobody") && !everybody.includes("/articles/only-staff"));
        assert.ok((await listed(await as("pam"))).includes("/articles/only-staff"));
        assert.equal((await server().get("/people/petra?after=nonsense")).status, 422);
        assert.match((await server().get("/people/petra")).text, /Verified/);
    });

    it("who no longer answer for guides say so, and are not reached through us", async () => {
        const pam = await as("pam");
        const sent = await form(pam, PETRA);
        delete sent.active;
        assert.equal((await pam.post(PETRA, sent)).status, 303);
        const page = (await server().get("/people/petra")).text;
        assert.match(page, /No longer answers/);
        assert.doesNotMatch(page, /mail-team@example.org/);
        assert.match((await pam.get("/staff/people")).text, /Not active/);
        assert.equal((await pam.post(PETRA, { ...(await form(pam, PETRA)), active: "yes" })).status, 303);
    });

    it("go out as files that come in again without a change", async () => {
        const folder = temporaryFolder();
        await runbookd(["export", "--data", server().data, folder]);
        const file = JSON.parse(await readFile(join(folder, "people", "petra.json"), "utf8"));
        assert.deepEqual(file.credentials, ["MCSE", "ITIL 4"]);
        const before = (await (await as("pam")).get(PETRA)).text;
        await runbookd(["import", "--data", server().data, folder]);
        assert.equal(parse((await (await as("pam")).get(PETRA)).text).all("tr").length, parse(before).all("tr").length);
    });

    it("are added once", async () => {
        const pam = await as("pam");
        const answer = await pam.post("/staff/people", { name: "New One", slug: "new-one" });
        assert.equal(answer.status, 303);
        assert.equal((await server().get("/people/new-one")).status, 200);
        for (const [sent, code] of [[{ name: "Again <me>", slug: "petra" }, 409], [{ name: "Again <me>", slug: "No Slug" }, 422], [{ name: "", slug: "no-name" }, 422]]) {
            const refused = await pam.post("/staff/people", sent);
            assert.equal(refused.status, code);
            assert.match(refused.text, /error-summary/);
            assert.ok(refused.text.includes(`value="${sent.slug}"`));
        }
        assert.equal((await pam.get("/staff/people/nobody")).status, 404);
        assert.equal((await pam.post("/staff/people/nobody", { name: "x", number: "0" })).status, 404);
        assert.equal((await server().get("/people/nobody")).status, 404);
    });

    it("a race, a fault and too many lines lose nothing", async () => {
        const [pam, pia] = [await as("pam"), await as("pia")];
        const [one, two] = [await form(pam, PETRA), await form(pia, PETRA)];
        assert.equal((await pam.post(PETRA, { ...one, role: "Role of Pam" })).status, 303);
        const lost = await pia.post(PETRA, { ...two, role: "Role of Pia" });
        assert.equal(lost.status, 409);
        assert.match(lost.text, /Role of Pam/);
        assert.equal(formOf(lost.text, PETRA).role, "Role of Pia");
        const many = await save(pam, PETRA, { credentials: "x\n".repeat(101) });
        assert.equal(many.status, 422);
        assert.match(many.text, /At most 100 lines/);
    });
});

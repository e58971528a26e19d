// The record: what each person did lands in it, whoever may see it finds it again, and takes it along as CSV.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { runbookd, serving, temporaryFolder } from "./server.mjs";
import { bring, png } from "./uploads.mjs";

const USERS = { rob: "reader", ann: "author", ben: "reviewer", pam: "publisher", ada: "admin" };
const server = serving(before, after, { users: USERS });
const as = (name) => new Person(server()).signIn(name);

/* Cells of RFC 4180. */
function csv(text) {
    const rows = [];
    let row = [], cell = "", quoted = false;
    for (let i = 0; i < text.length; i++) {
        const c = text[i];
        if (quoted && c === '"' && text[i + 1] === '"') cell += text[i++];
        else if (c === '"') quoted = !quoted;
        else if (!quoted && c === ",") (row.push(cell), cell = "");
        else if (!quoted && c === "\r" && text[i + 1] === "\n") (row.push(cell), rows.push(row), row = [], cell = "", i++);
        else cell += c;
    }
    assert.ok(!quoted && !cell && !row.length, "ends with a line end");
    const [head, ...body] = rows;
    return body.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i]])));
}

const record = async (person, query = "") => csv((await person.get(`/admin/audit.csv${query}`)).text);
const rowsOf = (answer) => parse(answer.text).all("tr", () => true).slice(1).map((tr) => tr.all("td", () => true).map((td) => td.text.trim()));

describe("the record", () => {
    it("has every step of a guide's way, and who took it", async () => {
        const [ann, ben, pam, ada] = await Promise.all(["ann", "ben", "pam", "ada"].map(as));
        const draft = (await ann.post("/staff/drafts", { title: "Recorded guide" })).location.match(/\/staff\/drafts\/\d+/)[0];
        const number = draft.split("/").pop();
        const form = fields(parse((await ann.get(`${draft}/edit`)).text).one("form", (f) => f.attr("data-editor") != null));
        for (const [name, value] of Object.entries({ slug: "recorded", category: "email", why: "the first words" })) form.set(name, value);
        assert.equal((await ann.post(draft, Object.fromEntries(form))).status, 303);
        const move = async (person, action, note = "") => {
            const answer = await person.post(`${draft}/move`, { version: "2", action, note });
            assert.equal(answer.status, 303, `${action}: ${answer.text.slice(0, 300)}`);
        };
        await move(ann, "submit");
        assert.equal((await ben.post(`${draft}/comments`, { section: "", text: "Which one?" })).status, 303);
        const resolve = parse((await ben.get(draft)).text).one("form", (f) => /\/resolve$/.test(f.attr("action") ?? ""));
        assert.equal((await ben.post(resolve.attr("action"), Object.fromEntries(fields(resolve)))).status, 303);
        await move(ben, "approve");
        const publish = parse((await pam.get(draft)).text).one("form", (f) => /\/publish$/.test(f.attr("action") ?? ""));
        assert.equal((await pam.post(`${draft}/publish`, Object.fromEntries(fields(publish)))).status, 303);
        assert.equal((await pam.post("/articles/recorded/retire", { why: "gone" })).status, 303);
        assert.equal((await pam.post("/articles/recorded/restore", { why: "back" })).status, 303);

        const steps = (await record(ada, `?object=draft+${number}`)).reverse().map((r) => [r.actor, r.action, r.detail]);
        assert.deepEqual(steps, [
            ["ann", "draft.open", ""], ["ann", "draft.save", "the first words"], ["ann", "draft.submit", ""],
            ["ben", "draft.comment", ""], ["ben", "draft.resolve", ""], ["ben", "draft.approve", ""],
        ]);
        const live = (await record(ada, "?object=recorded")).reverse().map((r) => [r.actor, r.action, r.detail]);
        assert.deepEqual(live, [["pam", "article.publish", `draft ${number}`], ["pam", "article.retire", "gone"], ["pam", "article.restore", "back"]]);

        const page = await ada.get("/admin/audit?object=recorded");
        assert.deepEqual(rowsOf(page).map((cells) => cells.slice(1, 4)), live.reverse().map(([who, action]) => [who, action, "recorded"]));
        const links = parse(page.text).all("a", (a) => /^(recorded|pam)$/.test(a.text.trim())).map((a) => a.attr("href"));
        assert.deepEqual([...new Set(links)].sort(), ["/admin/people/pam", "/staff/guides/recorded"]);
        for (const link of links) assert.equal((await ada.get(link)).status, 200, link);
        assert.equal((await ada.get(draft)).status, 200);
    });

    it("has files, views as others, people, refused passwords, and what the command line does", async () => {
        const [ann, ada] = await Promise.all(["ann", "ada"].map(as));
        await bring(ann, { name: "recorded.png", bytes: png(2, 2, 2) });
        await ann.post("/view-as", { as: "visitor", next: "/" });
        await ann.post("/view-as", { as: "self", next: "/" });
        await ada.post("/admin/people/rob/disable");
        await ada.post("/admin/people/rob/enable");
        const stranger = new Person(server());
        assert.equal((await stranger.tryToSignIn("ann", "not my password")).status, 422);
        assert.equal((await stranger.tryToSignIn("my secret password", "x")).status, 422);
        const kb = temporaryFolder();
        mkdirSync(join(kb, "articles"));
        writeFileSync(join(kb, "articles/byimport.md"), "---\ntitle: By import\nslug: byimport\n---\nWords.\n");
        assert.equal((await runbookd(["import", "--data", server().data, kb])).code, 0);
        assert.equal((await runbookd(["import", "--data", server().data, kb])).code, 0);
        assert.equal((await runbookd(["import", "--data", server().data, "--dry-run", kb])).code, 0);

        const one = async (query) => (await record(ada, query)).map((r) => [r.actor, r.kind, r.object, r.detail]);
        assert.deepEqual((await one("?action=file.add")).map((r) => r.slice(0, 3)), [["ann", "file", "recorded.png"]]);
        assert.deepEqual(await one("?action=session.view-as"), [["ann", "account", "ann", "self"], ["ann", "account", "ann", "visitor"]]);
        assert.deepEqual(await one("?action=account.disable"), [["ada", "account", "rob", ""]]);
        assert.deepEqual(await one("?action=session.refuse"), [["", "account", "", ""], ["", "account", "ann", ""]], "what is no account's name may be a password");
        const imports = await one("?action=content.import");
        assert.deepEqual(imports.filter(([, , object]) => object === kb), [["", "content", kb, "1 created, 0 changed, 0 refused"]], "once: the others changed nothing");
        assert.ok((await record(ada, "?who=-")).every((r) => r.actor === ""));
        assert.ok((await record(ada, "?who=-")).some((r) => r.action === "account.add"), "runbookd user add");
        assert.doesNotMatch(JSON.stringify(await record(ada)), /secret|not my/);
    });

    it("is filtered, paged and taken along with the same words", async () => {
        const ada = await as("ada");
        const all = await record(ada);
        const ids = all.map((r) => Number(r.id));
        assert.deepEqual(ids, [...ids].sort((a, b) => b - a), "newest first");
        for (let i = 0; i < 60; i++) await ada.post("/view-as", { as: "self", next: "/" });
        const first = await ada.get("/admin/audit?who=ada&action=session.view-as");
        assert.equal(rowsOf(first).length, 50);
        const next = parse(first.text).one("a", (a) => a.text.trim() === "Older entries").attr("href");
        const second = await ada.get(next);
        assert.equal(rowsOf(second).length, 10);
        assert.ok(!parse(second.text).one("a", (a) => a.text.trim() === "Older entries"));
        const link = parse(second.text).one("a", (a) => /\.csv/.test(a.attr("href") ?? "")).attr("href");
        const file = await ada.get(link);
        assert.equal(csv(file.text).length, 60);
        assert.match(file.headers["content-type"], /^text\/csv/);
        assert.match(file.headers["content-disposition"], /attachment/);
        assert.match(file.headers["cache-control"], /no-store/);
        const chosen = parse(first.text).one("option", (o) => o.attr("selected") != null);
        assert.equal(chosen.attr("value"), "session.view-as");

        const day = all[0].at.slice(0, 10);
        const before_ = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
        assert.ok((await record(ada, `?from=${day}&until=${day}`)).length > 0);
        assert.equal((await record(ada, `?until=${before_}&from=2001-01-01`)).length, 0);
        const wrong = await ada.get("/admin/audit?from=yesterday&who=pam");
        assert.equal(wrong.status, 422);
        assert.equal(fields(parse(wrong.text).one("form", (f) => f.attr("action") === "/admin/audit")).get("from"), "yesterday");
        assert.match(wrong.text, /Write a day as/);
        assert.equal((await ada.get("/admin/audit.csv?until=2026-02-30")).status, 422);
        assert.equal((await ada.get("/admin/audit?after=nonsense")).status, 422);
    });

    it("is for those with the right alone", async () => {
        for (const name of ["rob", "ann", "ben", "pam"]) {
            const person = await as(name);
            for (const path of ["/admin/audit", "/admin/audit.csv"]) assert.equal((await person.get(path)).status, 403, `${name} ${path}`);
            assert.doesNotMatch((await person.get("/")).text, /admin\/audit/);
        }
        assert.match((await (await as("ada")).get("/")).text, /href="\/admin\/audit"/);
    });

    it("gives a spreadsheet no formula to run, and keeps quotation marks", async () => {
        const ada = await as("ada");
        assert.equal((await ada.post("/admin/people/rob/details", { display: "=1+\"2\", x", roles: "reader" })).status, 303);
        const { text } = await ada.get("/admin/audit.csv?action=account.display");
        assert.match(text, /,"rob","'=1\+""2"", x"\r\n/);
    });
});

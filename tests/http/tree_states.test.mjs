// Trees are retired, restored and renamed: readers meet no dead link, runs go on, and the record says who did it.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, writeFileSync, mkdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { runbookd, serving } from "./server.mjs";

const server = serving(before, after, { users: { ann: "author", pam: "publisher", ada: "admin" }, args: ["--self-review", "yes", "--run-rate", "0"] });
const as = (name) => new Person(server()).signIn(name);
const TREE = "outlook-ost-sync";
const begin = async (tree = TREE) => (await server().post(`/api/v1/trees/${tree}/runs`, { body: { article: OST } })).json;
const answers = (run, body) => server().post(`/api/v1/runs/${run.id}/answers`, { body });
const hasTree = async () => /id="page-tree"/.test((await server().get(`/articles/${OST}`)).text);
const fileOf = (slug) => readFile(new URL(`../../content/trees/${slug}.json`, import.meta.url), "utf8");

async function exported(t) {
    const root = mkdtempSync(join(tmpdir(), "runbookd-trees-"));
    t.after(() => rmSync(root, { recursive: true }));
    const said = await runbookd(["export", "--data", server().data, root]);
    assert.equal(said.code, 0, said.stderr);
    return readdirSync(join(root, "trees"));
}

/* Another text for the tree, as a draft that is published at once. */
async function publish(person, slug, change) {
    const opened = await person.post(`/staff/trees/${slug}/edit`);
    const id = /\/staff\/drafts\/(\d+)/.exec(opened.location)[1];
    const page = parse((await person.get(`/staff/drafts/${id}/edit`)).text);
    const form = Object.fromEntries(fields(page.one("form", (f) => /edit-form/.test(f.attr("class") ?? ""))));
    const saved = await person.post(`/staff/drafts/${id}`, { ...form, text: JSON.stringify(change(JSON.parse(form.text))) });
    assert.equal(saved.status, 303, saved.text.slice(0, 1000));
    for (const action of ["submit", "approve"]) {
        const shown = parse((await person.get(`/staff/drafts/${id}`)).text);
        const version = shown.one("dd", (n) => /^\d+$/.test(n.text.trim())).text.trim();
        assert.equal((await person.post(`/staff/drafts/${id}/move`, { version, action })).status, 303, action);
    }
    const last = parse((await person.get(`/staff/drafts/${id}`)).text).one("form", (f) => /\/publish$/.test(f.attr("action") ?? ""));
    const done = await person.post(`/staff/drafts/${id}/publish`, Object.fromEntries(fields(last)));
    assert.equal(done.status, 303, done.text.slice(0, 1000));
}

describe("a tree that is retired", () => {
    it("is gone for readers and guides, not for runs and staff; and comes back", async (t) => {
        const pam = await as("pam"), ann = await as("ann"), run = await begin();
        assert.equal((await answers(run, { state: "scope", answer: "several" })).status, 200);
        assert.ok(await hasTree());
        assert.equal((await ann.post(`/staff/trees/${TREE}/retire`, { why: "x" })).status, 403);
        const empty = await pam.post(`/staff/trees/${TREE}/retire`, { why: " " });
        assert.equal(empty.status, 422);
        assert.match(empty.text, /id="page-why-error"/);
        assert.ok(await hasTree());
        assert.equal((await pam.post(`/staff/trees/${TREE}/retire`, { why: "New <b>client</b>" })).status, 303);
        assert.equal((await pam.post(`/staff/trees/${TREE}/retire`, { why: "again" })).status, 409);
        for (const address of [`/guides/${TREE}`, `/api/v1/trees/${TREE}`, `/api/v1/trees/${TREE}.svg`]) assert.equal((await server().get(address)).status, 410, address);
        assert.equal((await server().post(`/api/v1/trees/${TREE}/runs`, { body: {} })).status, 410);
        const guide = (await server().get(`/articles/${OST}`)).text;
        assert.doesNotMatch(guide, new RegExp(`/guides/${TREE}`), "no dead link");
        assert.equal((await answers(run, { state: "need-many", answer: "no" })).status, 200, "a run goes on");
        assert.equal((await server().get(`/runs/${run.id}`)).status, 200);
        assert.equal((await server().get(`/api/v1/trees/${TREE}.svg?run=${run.id}`)).status, 200);
        const list = (await pam.get("/staff/trees")).text;
        assert.match(list, /chip-retired/);
        assert.match((await pam.get(`/staff/trees/${TREE}`)).text, /chip-retired/);
        assert.ok(!(await exported(t)).includes(`${TREE}.json`));
        // An import of its file leaves it retired.
        const root = mkdtempSync(join(tmpdir(), "runbookd-tree-"));
        t.after(() => rmSync(root, { recursive: true }));
        mkdirSync(join(root, "trees"));
        writeFileSync(join(root, `trees/${TREE}.json`), `${await fileOf(TREE)}\n`);
        assert.equal((await runbookd(["import", "--data", server().data, root])).code, 0);
        assert.equal((await server().get(`/guides/${TREE}`)).status, 410);
        assert.equal((await pam.post(`/staff/trees/${TREE}/restore`, { why: "Needed" })).status, 303);
        assert.equal((await server().get(`/guides/${TREE}`)).status, 200);
        assert.ok(await hasTree());
        const record = (await (await as("ada")).get("/admin/audit")).text;
        assert.match(record, /tree\.retire/);
        assert.match(record, /New &lt;b&gt;client&lt;\/b&gt;/);
        assert.match(record, /tree\.restore/);
    });

    it("is live again with a new text", async () => {
        const pam = await as("pam");
        const runOf = async () => (await server().post("/api/v1/trees/teams-cache/runs", { body: {} })).json;
        const before = await runOf();
        assert.equal((await pam.post("/staff/trees/teams-cache/retire", { why: "Old" })).status, 303);
        await publish(pam, "teams-cache", (tree) => ({ ...tree, title: "Another title" }));
        assert.match((await server().get("/guides/teams-cache")).text, /Another title/);
        assert.equal((await runOf()).revision, before.revision + 1, "a run begins with the new one");
    });
});

describe("a tree that is renamed", () => {
    it("is found under both addresses, and the old one is nobody else's", async (t) => {
        const pam = await as("pam"), run = await begin();
        await publish(pam, TREE, (tree) => ({ ...tree, slug: "outlook-sync", title: "Why does Outlook not sync?" }));
        const moved = await server().get(`/guides/${TREE}`);
        assert.equal(moved.status, 301);
        assert.match(moved.location, /\/guides\/outlook-sync$/);
        assert.match((await server().get(`/api/v1/trees/${TREE}`)).location, /\/api\/v1\/trees\/outlook-sync$/);
        const found = await server().get("/guides/outlook-sync");
        assert.match(found.text, /Why does Outlook not sync\?/);
        assert.match(found.text, new RegExp(`/articles/${OST}`), "the guide that names the old address belongs to it");
        assert.match((await server().get(`/articles/${OST}`)).text, /\/guides\/outlook-sync/);
        assert.equal((await answers(run, { state: "scope", answer: "several" })).status, 200);
        const shown = (await server().get(`/runs/${run.id}`)).text;
        const svg = /\/api\/v1\/trees\/[^"]*\.svg\?run=[a-z0-9]+/.exec(shown)[0];
        assert.equal((await server().get(svg)).status, 200);
        assert.equal((await pam.get(`/staff/trees/${TREE}`)).status, 200);
        assert.match((await pam.get("/staff/trees/outlook-sync")).text, new RegExp(`old-slug">${TREE}`));
        assert.ok((await exported(t)).includes("outlook-sync.json"));
        const root = mkdtempSync(join(tmpdir(), "runbookd-tree-"));
        t.after(() => rmSync(root, { recursive: true }));
        mkdirSync(join(root, "trees"));
        writeFileSync(join(root, `trees/${TREE}.json`), await fileOf(TREE));
        const said = await runbookd(["import", "--data", server().data, root]);
        assert.equal(said.code, 1);
        assert.match(said.stdout + said.stderr, /has another one now/);
        // And back.
        await publish(pam, "outlook-sync", (tree) => ({ ...tree, slug: TREE }));
        assert.equal((await server().get(`/guides/${TREE}`)).status, 200);
        assert.equal((await server().get("/guides/outlook-sync")).status, 301);
    });
});

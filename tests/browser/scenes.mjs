// What a page needs to be seen at its fullest: guides made for it, runs walked to their ends, drafts
// at every stage. For the tests of pages and for the pictures.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OST } from "../http/content.mjs";
import { fields, parse } from "../http/html.mjs";
import { Person } from "../http/people.mjs";
import { CONTENT, temporaryFolder } from "../http/server.mjs";

export const USERS = { ada: "admin", ann: "author", ben: "reviewer", pam: "publisher", bob: "author,reviewer", eve: "reader" };
/* Longer than a phone is wide, as paths and class names are. */
const LONG = "Microsoft.Exchange.Data.Storage.MailboxReplicationServiceUnavailableTransientException";
export const SHARED = `Task 'Contoso sync' reported error (0x8004010f): the mailbox list cannot be found. ${LONG}`;
const quoting = (title, summary) =>
    `---\ntitle: ${title}\ncategory: email/outlook\nsummary: ${summary}\n---\n\n${summary}\n\n## Symptoms\n\nYou see this error message:\n\n> ${SHARED}\n\n## How to fix\n\n### Look\n\nLook.\n`;
const GUIDES = {
    "list-a.md": quoting("Outlook loses its mailbox list after a move", "After a mailbox was moved, Outlook asks the old server for its list."),
    "list-b.md": quoting(`The list of mailboxes cannot be found after ${LONG}`, "The list is there, but this computer may not read it."),
    "fill.md": `---
title: A guide to fill in
slug: a-guide-to-fill-in
category: email/outlook
---

Words before the commands.

## Commands

\`\`\`powershell title="Look at the events" params="host:hostname[Which computer] days:int=30"
Get-WinEvent -ComputerName {host} -MaxEvents {days} | Where-Object { $_.Id -eq 1 }
Test-NetConnection {host}
\`\`\`

\`\`\`bash title="Set the old file aside" admin changes undo="Rename it back." params="host:hostname file:path way:choice(fast|slow)"
ssh {host} true
mv {file} "{file}.old" # {way}
\`\`\`
`,
};

/* content/ and the guides above, in a folder of their own. */
export function content() {
    const folder = temporaryFolder();
    cpSync(CONTENT, folder, { recursive: true });
    mkdirSync(join(folder, "articles/scenes"));
    for (const [name, text] of Object.entries(GUIDES)) writeFileSync(join(folder, "articles/scenes", name), text);
    return folder;
}

/* The answers of "outlook-ost-sync" that end well. */
export const RESOLVED = ["one-user", "today", "only-desktop", "no", "fixed"];

/* A run of a tree, answered so far: its id. */
export async function walked(server, tree, ...answers) {
    let run = (await server.post(`/api/v1/trees/${tree}/runs`, { body: { article: OST } })).json;
    for (const answer of answers) {
        const next = await server.post(`/api/v1/runs/${run.id}/answers`, { body: { state: run.state.id, answer } });
        assert.equal(next.status, 200, `${run.state.id}: ${answer}`);
        run = next.json;
    }
    return run.id;
}

const editor = async (person, id) =>
    fields(parse((await person.get(`/staff/drafts/${id}/edit`)).text).one("form", (f) => f.attr("data-editor") != null));
const idOf = (answer) => Number(/\/staff\/drafts\/(\d+)/.exec(answer.location)[1]);

async function save(person, id, changes, form = undefined) {
    const filled = { ...Object.fromEntries(form ?? (await editor(person, id))), ...changes };
    const answer = await person.post(`/staff/drafts/${id}`, filled);
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
    return answer;
}

async function move(person, id, action, more = {}) {
    const page = parse((await person.get(`/staff/drafts/${id}`)).text);
    const version = fields(page.one("form", (f) => /\/move$/.test(f.attr("action") ?? ""))).get("version");
    const answer = await person.post(`/staff/drafts/${id}/move`, { version, action, ...more });
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
}

/* Drafts by what is to be seen of them: {review, broken, clash}; ada has a clash to settle. */
export async function drafts(server) {
    /* One after the other: of many at once from one address the last may be told to wait. */
    const [ann, ben, ada] = [await new Person(server).signIn("ann"), await new Person(server).signIn("ben"), await new Person(server).signIn("ada")];
    const begin = async (title) => idOf(await ann.post("/staff/drafts", { title }));
    const review = await begin("Headset is silent in calls");
    await save(ann, review, { slug: "headset-silent", category: "hardware", tags: "audio, headset", queries: "no audio device found", why: "first words" });
    await move(ann, review, "submit");
    await ben.post(`/staff/drafts/${review}/comments`, { section: "symptoms", text: `Which one?\nIt says ${LONG} here.` });
    await move(ben, review, "request-changes", { note: "Name the headset, please, and the version of its firmware." });
    await move(ann, review, "submit");
    const broken = await begin(`${LONG} on every start`);
    await save(ann, broken, { text: "---\ntitle: [\nslug: x\n---\n\nWords\n" }, await wholeText(ann, broken));
    const clash = await begin("Two write at once");
    await save(ann, clash, { slug: "two-write-at-once", text: "\nIntro.\n\n## Symptoms\n\n- One\n\n## Fix\n\nDo it.\n" });
    const [a, b] = [await editor(ann, clash), await editor(ada, clash)];
    await save(ann, clash, { text: a.get("text").replace("Intro.", "Intro by Ann.") }, a);
    const late = await save(ada, clash, { text: b.get("text").replace("Intro.", `Intro by Ada: ${LONG}.`) }, b);
    assert.match(late.location, /\/merge\?typed=\d+$/);
    return { review, broken, clash };
}

const wholeText = async (person, id) =>
    fields(parse((await person.get(`/staff/drafts/${id}/edit?whole=1`)).text).one("form", (f) => f.attr("data-editor") != null));

/* A guide that was live and is not any more: its path. */
export async function retired(server) {
    const pam = await new Person(server).signIn("pam");
    const slug = "figma-desktop-app-stuck-on-loading";
    const answer = await pam.post(`/articles/${slug}/retire`, { why: "Its tool is gone" });
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
    return `/articles/${slug}`;
}

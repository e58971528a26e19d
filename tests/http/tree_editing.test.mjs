// Writing a decision tree: by fields and as JSON, faults at their places, review, publication, runs that stay on their
// revision, history, what a change does to paths, import and export. By forms, as a browser without JavaScript sends them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { serving } from "./server.mjs";

const server = serving(before, after, { users: { ann: "author", ben: "reviewer", pam: "publisher", ada: "admin", rob: "reader" } });
const as = (name) => new Person(server()).signIn(name);
const idOf = (answer) => Number(/\/staff\/drafts\/(\d+)/.exec(answer.location)[1]);
const TREE = "teams-cache";
const fileOf = (slug) => readFile(new URL(`../../content/trees/${slug}.json`, import.meta.url), "utf8");

async function page(person, target, status = 200) {
    const answer = await person.get(target);
    assert.equal(answer.status, status, `${target}: ${answer.text.slice(0, 2000)}`);
    return parse(answer.text);
}

const formWith = (doc, value) => doc.one("form", (f) => f.all("button").some((b) => b.attr("name") === "do" && b.attr("value") === value));

/* The form of a state (1…), or of the whole, sent with changes under that button. */
async function send(person, id, state, button, changes = {}) {
    const path = `/staff/drafts/${id}/tree${state ? `/${state}` : ""}`;
    const form = Object.fromEntries(fields(formWith(await page(person, path), button)));
    return person.post(path, { ...form, ...changes, do: button });
}

async function json(person, id) {
    const doc = await page(person, `/staff/drafts/${id}/edit`);
    return fields(doc.one("form", (f) => /edit-form/.test(f.attr("class") ?? ""))).get("text");
}

async function saveJson(person, id, text, more = {}) {
    const doc = await page(person, `/staff/drafts/${id}/edit`);
    const form = Object.fromEntries(fields(doc.one("form", (f) => /edit-form/.test(f.attr("class") ?? ""))));
    return person.post(`/staff/drafts/${id}`, { ...form, text, ...more });
}

async function move(person, id, action, more = {}) {
    const doc = await page(person, `/staff/drafts/${id}`);
    const version = doc.one("dd", (n) => /^\d+$/.test(n.text.trim())).text.trim();
    return person.post(`/staff/drafts/${id}/move`, { version, action, ...more });
}

const faults = (doc) =>
    doc
        .all("section")
        .filter((s) => s.attr("class") === "text-faults")
        .flatMap((s) => s.all("li").map((li) => li.text.trim()));

async function publish(id, author) {
    assert.equal((await move(author, id, "submit")).status, 303);
    assert.equal((await move(await as("ben"), id, "approve")).status, 303);
    const pam = await as("pam");
    const shown = (await page(pam, `/staff/drafts/${id}`)).one("form", (f) => /\/publish$/.test(f.attr("action") ?? ""));
    assert.ok(shown, "a button to publish");
    return pam.post(`/staff/drafts/${id}/publish`, Object.fromEntries(fields(shown)));
}

async function begin(person, title) {
    const answer = await person.post("/staff/trees", { title });
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
    return idOf(answer);
}

const stateNumber = (text, id) => JSON.parse(text).states.findIndex((s) => s.id === id) + 1;

describe("a tree's way to its readers", () => {
    it("begins sound, is edited by fields, reviewed by others, and goes live", async () => {
        const ann = await as("ann");
        const id = await begin(ann, "Find out why the headset is silent");
        assert.deepEqual(faults(await page(ann, `/staff/drafts/${id}/tree`)), []);
        const answer = await send(ann, id, 1, "save", { text: "Is it <muted> & dark?", "answer-2-label": "Not sure", "answer-2-new": "Is it plugged in?", "answer-0-impact": "low" });
        assert.equal(answer.status, 303, answer.text.slice(0, 3000));
        assert.match(answer.location, /\/tree\/1\?saved=1$/);
        const tree = JSON.parse(await json(ann, id));
        assert.deepEqual(tree.states.map((s) => s.id), ["start", "is-it-plugged-in", "resolved", "escalate"]);
        assert.deepEqual(tree.states[0].answers[2], { id: "not-sure", label: "Not sure", target: "is-it-plugged-in" });
        assert.deepEqual(tree.states[0].answers[0].facts, { impact: "low" });
        assert.equal(tree.states[0].text, "Is it <muted> & dark?");

        const whole = await page(ann, `/staff/drafts/${id}/tree`);
        assert.ok(faults(whole).some((f) => f.includes("needs at least one answer")), faults(whole).join());
        assert.ok(whole.one("g", (g) => /faulty/.test(g.attr("class") ?? "")), "the drawing marks it");
        assert.equal((await server().get("/guides/find-out-why-the-headset-is-silent")).status, 404);
        await send(ann, id, 2, "save", { "answer-0-label": "Yes", "answer-0-target": "escalate", "answer-1-label": "No", "answer-1-target": "resolved" });
        assert.deepEqual(faults(await page(ann, `/staff/drafts/${id}/tree`)), []);

        assert.equal((await move(ann, id, "submit")).status, 303);
        assert.equal((await move(ann, id, "approve")).status, 403, "nobody approves what he wrote");
        assert.equal((await move(ann, id, "withdraw")).status, 303);
        const gone = await publish(id, ann);
        assert.equal(gone.status, 303, gone.text.slice(0, 500));
        assert.match(gone.location, /\/staff\/trees\/find-out-why-the-headset-is-silent$/);
        assert.equal((await server().get("/guides/find-out-why-the-headset-is-silent")).status, 200);
        const record = (await (await as("ada")).get("/admin/audit.csv?object=find-out-why-the-headset-is-silent")).text;
        assert.match(record, /tree\.publish/);
        const began = (await (await as("ada")).get(`/admin/audit.csv?object=draft%20${id}`)).text;
        for (const action of ["draft.open", "draft.save", "draft.submit", "draft.approve"]) assert.ok(began.includes(action), action);
        const svg = await server().get("/api/v1/trees/find-out-why-the-headset-is-silent.svg");
        assert.equal(svg.status, 200, "its drawing came along");
    });

    it("is not published while it does not prove, whoever asks", async () => {
        const ann = await as("ann");
        const id = await begin(ann, "Half a tree");
        await send(ann, id, 1, "save", { "answer-0-target": "" });
        await move(ann, id, "submit");
        await move(await as("ben"), id, "approve");
        const pam = await as("pam");
        const doc = await page(pam, `/staff/drafts/${id}`);
        assert.ok(!doc.one("form", (f) => /\/publish$/.test(f.attr("action") ?? "")), "no button to publish");
        const version = doc.one("dd", (n) => /^\d+$/.test(n.text.trim())).text.trim();
        assert.equal((await pam.post(`/staff/drafts/${id}/publish`, { version })).status, 422);
        assert.equal((await server().get("/guides/half-a-tree")).status, 404);
    });

    it("keeps a run on the revision that it began with", async () => {
        const start = await server().post(`/api/v1/trees/${TREE}/runs`, { body: {} });
        const run = JSON.parse(start.text);
        const ann = await as("ann");
        const id = idOf(await ann.post(`/staff/trees/${TREE}/edit`, {}));
        const first = stateNumber(await json(ann, id), run.state.id);
        assert.equal((await send(ann, id, first, "save", { text: "Entirely other words?" })).status, 303);
        assert.equal((await publish(id, ann)).status, 303);
        const after = JSON.parse((await server().get(`/api/v1/runs/${run.id}`)).text);
        assert.equal(after.state.text, run.state.text);
        assert.equal(after.revision, 1);
        assert.match((await server().get(`/guides/${TREE}`)).text, /Entirely other words/);
        const history = await page(ann, `/staff/trees/${TREE}`);
        assert.equal(history.all("tr").length, 3, "two revisions");
    });

    it("takes nobody else's address", async () => {
        const ann = await as("ann");
        const id = await begin(ann, "Outlook OST sync");
        assert.ok(faults(await page(ann, `/staff/drafts/${id}/tree`)).some((f) => /Another tree has or had this address/.test(f)));
        const live = idOf(await ann.post("/staff/trees/figma-loading/edit", {}));
        assert.equal((await send(ann, live, 0, "save-head", { slug: "outlook-ost-sync" })).status, 303);
        const doc = await page(ann, `/staff/drafts/${live}/tree`);
        assert.match(doc.one("span", (n) => n.attr("id") === "page-slug-error").text, /Another tree has or had/);
        await move(ann, live, "discard");
    });
});

describe("each fault at its field", () => {
    const cases = [
        ["a target that is not there", (t) => (t.states[0].answers[0].target = "nowhere"), "/states/0/answers/0/target", "page-answer-0-target-error", /no state with this id/],
        ["no label", (t) => (t.states[0].answers[0].label = ""), "/states/0/answers/0/label", "page-answer-0-label-error", /missing|needs|empty|required/i],
        ["the same label twice", (t) => (t.states[0].answers[1].label = t.states[0].answers[0].label), "/states/0/answers/1/label", "page-answer-1-label-error", /reads the same/],
        ["the same answer twice", (t) => (t.states[0].answers[1].id = t.states[0].answers[0].id), "/states/0/answers/1/id", "page-answer-1-id-error", /same id/],
        ["a bad id", (t) => ((t.states[0].id = "-x"), (t.start = "-x")), "/states/0/id", "page-id-error", /1 to 64/],
        ["no text", (t) => (t.states[0].text = ""), "/states/0/text", "page-text-error", /./],
        ["no answers", (t) => delete t.states[0].answers, "/states/0/answers", null, /at least one answer/],
        ["no team", (t) => delete t.states.find((s) => s.outcome === "escalate").team, "/team", "page-team-error", /names its team/],
        ["no outcome", (t) => delete t.states.find((s) => s.outcome === "resolved").outcome, "/outcome", "page-kind-error", /resolved or escalate/],
        ["a kind that is none", (t) => (t.states[0].kind = "riddle"), "/states/0/kind", "page-kind-error", /question, action or outcome/],
        ["a fact that is none", (t) => (t.states[0].answers[0].facts = { impact: "huge" }), "/facts/impact", null, /high, medium or low/],
        ["an outcome with answers", (t) => (t.states.find((s) => s.outcome === "resolved").answers = [{ id: "a", label: "A", target: "start" }]), "/answers", null, /has no answers/],
        ["a state that nobody reaches", (t) => t.states.push({ id: "lost", kind: "outcome", outcome: "resolved", text: "Lost" }), "/states/3", "page-text-error", /No answer leads/],
        ["an endless loop", (t) => (t.states[0].answers = [{ id: "again", label: "Again", target: "start" }]), "/states/0", "page-text-error", /reaches an outcome/],
        ["no escalation", (t) => (t.states[0].answers.pop(), t.states.splice(2, 1)), "/states/0", "page-text-error", /leads to an escalation/],
        ["two states with one id", (t) => (t.states[1].id = "start"), "/states/1/id", "page-id-error", /same id/],
        ["a start that is not there", (t) => (t.start = "nothing"), "/start", "page-start-error", /no state with this id/],
    ];
    let ann, id, sound;
    before(async () => {
        ann = await as("ann");
        id = await begin(ann, "A tree of faults");
        sound = await json(ann, id);
    });
    for (const [name, change, pointer, field, words] of cases)
        it(name, async () => {
            const tree = JSON.parse(sound);
            change(tree);
            assert.equal((await saveJson(ann, id, JSON.stringify(tree, null, 2))).status, 303);
            const raw = await page(ann, `/staff/drafts/${id}/edit`);
            const told = faults(raw).filter((f) => words.test(f));
            assert.ok(told.length, `as JSON: ${faults(raw).join(" | ")}`);
            assert.ok(told.some((f) => f.includes(pointer) && /Line \d+/.test(f)), `line and pointer: ${told.join(" | ")}`);
            const whole = await page(ann, `/staff/drafts/${id}/tree`);
            const link = whole.all("section").find((s) => s.attr("class") === "text-faults")?.all("a").find((a) => words.test(a.text));
            assert.ok(link, "a link to what is faulty");
            const form = await page(ann, link.attr("href").replace(/#.*/, ""));
            assert.ok(form.one("*", (n) => n.attr("id") === link.attr("href").replace(/.*#/, "")), `${link.attr("href")} leads to a field`);
            if (field) assert.match(form.one("span", (n) => n.attr("id") === field)?.text ?? "", words);
        });

    it("a text that is no JSON, or not of its kind, is kept, told, and mended as text", async () => {
        assert.equal((await saveJson(ann, id, "{ \"slug\": \"x\",\n  oops }")).status, 303);
        assert.ok(faults(await page(ann, `/staff/drafts/${id}/edit`)).some((f) => /Line 2/.test(f)));
        assert.ok(!formWith(await page(ann, `/staff/drafts/${id}/tree`), "add-state"), "no fields");
        await page(ann, `/staff/drafts/${id}/tree/1`, 404);
        await page(ann, `/staff/drafts/${id}/try`);
        const tree = JSON.parse(sound);
        tree.states[0].text = 5;
        assert.equal((await saveJson(ann, id, JSON.stringify(tree))).status, 303);
        assert.match((await ann.get(`/staff/drafts/${id}/tree`)).text, /only be edited as JSON/);
        assert.equal((await saveJson(ann, id, sound)).status, 303);
        assert.equal((await send(ann, id, 1, "save")).status, 303);
    });
});

describe("the form", () => {
    let ann, id;
    before(async () => {
        ann = await as("ann");
        id = await begin(ann, "A tree of forms");
    });
    const tree = async () => JSON.parse(await json(ann, id));

    it("comes back filled in when something is too long", async () => {
        const answer = await send(ann, id, 1, "save", { text: "x".repeat(2001), "answer-1-label": "y".repeat(201), why: "because" });
        assert.equal(answer.status, 422);
        const doc = parse(answer.text);
        assert.match(doc.one("span", (n) => n.attr("id") === "page-text-error").text, /longer than 2000/);
        assert.match(doc.one("span", (n) => n.attr("id") === "page-answer-1-label-error").text, /longer than 200/);
        const kept = fields(formWith(doc, "save"));
        assert.equal(kept.get("text"), "x".repeat(2001));
        assert.equal(kept.get("answer-1-label"), "y".repeat(201));
        assert.equal(kept.get("why"), "because");
        const add = await send(ann, id, 0, "add-state", { text: "  ", kind: "action" });
        assert.equal(add.status, 422);
        assert.match(add.text, /Say what the new state/);
    });

    it("renames, and what led there follows", async () => {
        assert.equal((await send(ann, id, 1, "save", { id: "first" })).status, 303);
        assert.equal((await send(ann, id, 2, "save", { id: "fine" })).status, 303);
        const t = await tree();
        assert.equal(t.start, "first");
        assert.deepEqual(t.states[0].answers.map((a) => a.target), ["fine", "escalate"]);
    });

    it("moves and removes answers and states", async () => {
        await send(ann, id, 1, "down-0");
        assert.deepEqual((await tree()).states[0].answers.map((a) => a.id), ["no", "yes"]);
        await send(ann, id, 1, "up-1");
        assert.deepEqual((await tree()).states[0].answers.map((a) => a.id), ["yes", "no"]);
        const added = await send(ann, id, 0, "add-state", { text: "Restart it", kind: "action" });
        assert.match(added.location, /\/tree\/4\?saved=1$/);
        assert.deepEqual((await tree()).states[3], { id: "restart-it", kind: "action", text: "Restart it" });
        assert.match((await send(ann, id, 4, "state-up")).location, /\/tree\/3\?/);
        await send(ann, id, 3, "save", { "answer-0-label": "Done", "answer-0-target": "fine", "answer-1-label": "No", "answer-1-target": "escalate" });
        await send(ann, id, 3, "remove-1");
        await send(ann, id, 1, "save", { "answer-1-target": "restart-it" });
        await send(ann, id, 3, "remove-state", { lead_to: "escalate" });
        const t = await tree();
        assert.deepEqual(t.states.map((s) => s.id), ["first", "fine", "escalate"]);
        assert.deepEqual(t.states[0].answers.map((a) => a.target), ["fine", "escalate"]);
        assert.deepEqual(faults(await page(ann, `/staff/drafts/${id}/tree`)), []);
    });

    it("keeps keys that it does not know", async () => {
        const t = await tree();
        t.note = { a: [1, 2] };
        t.states[0].colour = "red";
        t.states[0].answers[0].icon = "<x>";
        await saveJson(ann, id, JSON.stringify(t));
        await send(ann, id, 1, "save", { text: "Changed words" });
        const now = await tree();
        assert.deepEqual(now.note, { a: [1, 2] });
        assert.equal(now.states[0].colour, "red");
        assert.equal(now.states[0].answers[0].icon, "<x>");
        assert.equal(now.states[0].text, "Changed words");
    });

    it("merges a lost race, or shows both", async () => {
        const ben = await as("ben");
        const old = Object.fromEntries(fields(formWith(await page(ben, `/staff/drafts/${id}/tree/3`), "save")));
        await send(ann, id, 1, "save", { text: "Ann was faster" });
        const lost = await ben.post(`/staff/drafts/${id}/tree/3`, { ...old, text: "Ben writes elsewhere", do: "save" });
        assert.equal(lost.status, 303);
        assert.match(lost.location, /\/merge\?typed=\d+$/);
        const merge = await page(ben, `/staff/drafts/${id}/merge`);
        const form = merge.one("form", (f) => /\/merge$/.test(f.attr("action") ?? ""));
        const merged = await ben.post(`/staff/drafts/${id}/merge`, Object.fromEntries(fields(form)));
        assert.match(merged.location, /edit\?typed=\d+/);
        const typed = await page(ben, new URL(merged.location, server().origin).pathname + new URL(merged.location, server().origin).search);
        const text = typed.one("textarea", (n) => n.attr("name") === "text").text;
        const t = JSON.parse(text);
        assert.equal(t.states[0].text, "Ann was faster");
        assert.equal(t.states[2].text, "Ben writes elsewhere");
    });

    it("comes back where the draft was closed meanwhile", async () => {
        const other = await begin(ann, "Closed meanwhile");
        const old = Object.fromEntries(fields(formWith(await page(ann, `/staff/drafts/${other}/tree/1`), "save")));
        await move(ann, other, "discard");
        const late = await ann.post(`/staff/drafts/${other}/tree/1`, { ...old, text: "Words of mine", do: "save" });
        assert.equal(late.status, 409);
        assert.match(late.text, /published or discarded while you wrote/);
        assert.equal(fields(formWith(parse(late.text), "save")).get("text"), "Words of mine");
        assert.equal((await ann.get(`/staff/drafts/${other}/tree/1`)).status, 409);
    });

    it("names its limits", async () => {
        const t = await tree();
        t.states[0].answers = Array.from({ length: 20 }, (_, i) => ({ id: `a${i}`, label: `Answer ${i}`, target: i ? "escalate" : "fine" }));
        await saveJson(ann, id, JSON.stringify(t));
        const more = await send(ann, id, 1, "save", { "answer-20-label": "One too many", "answer-20-target": "fine" });
        assert.equal(more.status, 422);
        assert.match(more.text, /at most 20 answers/);
        assert.equal((await saveJson(ann, id, " ".repeat((1 << 20) + 1))).status, 413);
        assert.equal((await ann.post(`/staff/drafts/${id}/tree`, { do: "dance", version: "1" })).status, 404);
        assert.equal((await ann.get(`/staff/drafts/${id}/tree?page=x`)).status, 422);
    });
});

describe("trying it out", () => {
    it("walks the draft, tells where it leads, and stores nothing", async () => {
        const ann = await as("ann");
        const id = await begin(ann, "A tree to try");
        const first = await page(ann, `/staff/drafts/${id}/try`);
        const yes = first.all("a").find((a) => a.text.trim() === "No" && /answers=/.test(a.attr("href")));
        const end = await page(ann, yes.attr("href"));
        assert.match(end.text, /hand over to Service desk/);
        assert.match(end.text, /P\d/);
        await send(ann, id, 1, "save", { "answer-0-target": "" });
        assert.match((await page(ann, `/staff/drafts/${id}/try?answers=yes`)).text, /leads nowhere yet/);
        const odd = await page(ann, `/staff/drafts/${id}/try?answers=no,no,nonsense,${"x,".repeat(2000)}`);
        assert.match(odd.text, /hand over/);
    });
});

describe("what changed", () => {
    it("says which paths end elsewhere, and what is new and gone", async () => {
        const ann = await as("ann");
        const id = idOf(await ann.post("/staff/trees/figma-loading/edit", {}));
        const before = JSON.parse(await json(ann, id));
        const end = before.states.find((s) => s.outcome === "escalate");
        const other = before.states.find((s) => s.outcome === "escalate" && s.team !== end.team);
        const from = before.states.findIndex((s) => s.answers?.some((a) => a.target === end.id));
        const answer = before.states[from].answers.findIndex((a) => a.target === end.id);
        await send(ann, id, from + 1, "save", { [`answer-${answer}-target`]: other.id });
        const diff = await page(ann, `/staff/drafts/${id}/compare`);
        assert.match(diff.text.replace(/\s+/g, " "), new RegExp(`Ended with “${end.team}”, now ends with “${other.team}”`));
        await move(ann, id, "discard");
        const same = await page(ann, "/staff/trees/figma-loading/compare?from=1&to=1");
        assert.match(same.text, /Nothing changed/);
    });

    it("brings an old revision back as a draft, beside no open one", async () => {
        const ann = await as("ann");
        const back = await ann.post(`/staff/trees/${TREE}/restore-revision`, { revision: "1" });
        assert.equal(back.status, 303, back.text.slice(0, 500));
        const id = idOf(back);
        assert.equal(await json(ann, id), await fileOf(TREE));
        const busy = await ann.post(`/staff/trees/${TREE}/restore-revision`, { revision: "1" });
        assert.equal(busy.status, 409);
        assert.match(busy.text, /open already/);
        await move(ann, id, "discard");
    });
});

describe("files", () => {
    it("exports the bytes that came in, and a Mermaid flowchart", async () => {
        const ann = await as("ann");
        const got = await ann.get("/staff/trees/outlook-ost-sync/export");
        assert.equal(got.text, await fileOf("outlook-ost-sync"));
        assert.match(got.headers["content-disposition"], /outlook-ost-sync\.json/);
        assert.equal((await ann.get(`/staff/trees/${TREE}/export?revision=1`)).text, await fileOf(TREE));
        const mermaid = await ann.get("/staff/trees/outlook-ost-sync/export?format=mermaid");
        assert.match(mermaid.text, /^flowchart TD\n {2}s0\{"/);
        assert.equal((await ann.get("/staff/trees/outlook-ost-sync/export?revision=99")).status, 404);
    });

    it("imports a text as a draft: of the tree that it names, or of a new one", async () => {
        const ann = await as("ann");
        const source = (await fileOf("teams-camera")).replace("When do you need the camera?", "When is the camera needed?");
        const known = await ann.post("/staff/trees/import", { source });
        assert.equal(known.status, 303, known.text.slice(0, 500));
        const id = idOf(known);
        assert.ok((await json(ann, id)).includes("When is the camera needed?"));
        assert.match((await page(ann, `/staff/drafts/${id}/compare`)).text, /When is the camera needed/);
        const busy = await ann.post("/staff/trees/import", { source });
        assert.equal(busy.status, 409);
        assert.match(busy.text, /open already/);
        assert.ok(busy.text.includes("When is the camera needed?"), "the form comes back filled in");
        await move(ann, id, "discard");
        const fresh = await ann.post("/staff/trees/import", { source: source.replace("\"teams-camera\"", "\"teams-microphone\"") });
        assert.equal(fresh.status, 303);
        const bad = await ann.post("/staff/trees/import", { source: "{ nope" });
        assert.equal(bad.status, 422);
        assert.ok(bad.text.includes("{ nope"));
        assert.equal((await ann.post("/staff/trees", { title: " " })).status, 422);
    });
});

describe("a large tree", () => {
    it("of 300 states pages, and is edited one state at a time", async () => {
        const ann = await as("ann");
        const states = Array.from({ length: 298 }, (_, i) => ({
            id: `s${i}`,
            kind: "question",
            text: `Question ${i}?`,
            answers: [
                { id: "yes", label: "Yes", target: i < 297 ? `s${i + 1}` : "done" },
                { id: "no", label: "No", target: "desk" },
            ],
        }));
        states.push({ id: "done", kind: "outcome", outcome: "resolved", text: "Done" }, { id: "desk", kind: "outcome", outcome: "escalate", team: "Desk", text: "Desk" });
        const source = JSON.stringify({ slug: "large", title: "Large", start: "s0", states });
        const id = idOf(await ann.post("/staff/trees/import", { source }));
        const first = await page(ann, `/staff/drafts/${id}/tree`);
        assert.equal(first.one("ol", (n) => n.attr("class") === "state-list").all("li").length, 50);
        const last = await page(ann, `/staff/drafts/${id}/tree?page=6`);
        assert.match(last.text, /Desk/);
        assert.equal((await send(ann, id, 150, "save", { "answer-1-new": "Something between" })).status, 303);
        assert.equal(JSON.parse(await json(ann, id)).states.length, 301);
        await page(ann, `/staff/drafts/${id}/compare`);
    });
});

describe("who may", () => {
    it("readers see nothing of it, authors do not publish", async () => {
        const rob = await as("rob");
        for (const path of ["/staff/trees", `/staff/trees/${TREE}`, `/staff/trees/${TREE}/export`]) assert.equal((await rob.get(path)).status, 403, path);
        const ann = await as("ann");
        const id = await begin(ann, "Nobody else's");
        assert.equal((await rob.get(`/staff/drafts/${id}/try`)).status, 403);
        assert.equal((await ann.post(`/staff/drafts/${id}/publish`, { version: "1" })).status, 403);
        await page(ann, "/staff/drafts/99999/tree", 404);
        const guide = await ann.post("/staff/drafts", { title: "A guide, not a tree" });
        await page(ann, `/staff/drafts/${idOf(guide)}/tree`, 404);
    });
});

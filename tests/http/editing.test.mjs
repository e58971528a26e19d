// Writing a guide: begin, save, send to review, ask for changes, approve, publish, edit the live text, lose a race, merge,
// rename, retire. By forms, as a browser without JavaScript sends them.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { serving } from "./server.mjs";

const server = serving(before, after, { users: { ann: "author", ben: "reviewer", pam: "publisher", ada: "admin", rob: "reader" } });
const as = (name) => new Person(server()).signIn(name);
const path = (answer) => new URL(answer.location, server().origin).pathname;
const idOf = (answer) => Number(/\/staff\/drafts\/(\d+)/.exec(answer.location)[1]);

/* The editor's form as it stands on its page. */
async function editor(person, id, query = "") {
    const page = await person.get(`/staff/drafts/${id}/edit${query}`);
    assert.equal(page.status, 200, page.text.slice(0, 500));
    return parse(page.text).one("form", (f) => f.attr("data-editor") !== undefined && f.attr("data-editor") !== null);
}

/* The ids of what somebody typed here and did not save, the last first. */
const waiting = async (who, id) => parse((await who.get(`/staff/drafts/${id}`)).text).all("input", (n) => n.attr("name") === "typed").map((n) => n.attr("value"));

async function save(person, id, changes = {}, query = "") {
    const form = fields(await editor(person, id, query));
    for (const [name, value] of Object.entries(changes)) form.set(name, typeof value === "function" ? value(form.get(name)) : value);
    return person.post(`/staff/drafts/${id}`, Object.fromEntries(form));
}

async function version(person, id) {
    return Number(fields(await editor(person, id)).get("version"));
}

async function move(person, id, action, more = {}) {
    const page = parse((await person.get(`/staff/drafts/${id}`)).text);
    const shown = page.one("dd", (n) => /^\d+$/.test(n.text.trim()));
    return person.post(`/staff/drafts/${id}/move`, { version: shown.text.trim(), action, ...more });
}

async function begin(person, title) {
    const answer = await person.post("/staff/drafts", { title });
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
    return idOf(answer);
}

async function publish(id, author, slug) {
    assert.equal((await move(author, id, "submit")).status, 303);
    const ben = await as("ben");
    assert.equal((await move(ben, id, "approve")).status, 303);
    const pam = await as("pam");
    const shown = parse((await pam.get(`/staff/drafts/${id}`)).text).one("form", (f) => /\/publish$/.test(f.attr("action") ?? ""));
    assert.ok(shown, "a button to publish");
    const answer = await pam.post(`/staff/drafts/${id}/publish`, Object.fromEntries(fields(shown)));
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
    assert.equal(path(answer), `/articles/${slug}`);
}

describe("a guide's way to its readers", () => {
    it("begins as a draft that nobody else sees, and goes live by other people", async () => {
        const ann = await as("ann");
        const id = await begin(ann, "Headset is silent in calls");
        assert.equal((await save(ann, id, { slug: "headset-silent", category: "hardware", tags: "audio, headset", queries: "no audio device found", why: "first words" })).status, 303);
        const source = fields(await editor(ann, id, "?whole=1")).get("text");
        for (const line of ["slug: headset-silent", "category: hardware", "tags: [audio, headset]", "queries: [no audio device found]"]) assert.ok(source.includes(line), source);
        assert.equal((await server().get("/articles/headset-silent")).status, 404);
        assert.equal((await server().get(`/staff/drafts/${id}`)).status, 303);
        const preview = await ann.get(`/staff/drafts/${id}/preview`);
        assert.equal(preview.status, 200);
        assert.match(preview.text, /not live/);
        assert.match(preview.headers["cache-control"], /no-store/);

        assert.equal((await move(ann, id, "submit")).status, 303);
        assert.equal((await move(ann, id, "approve")).status, 403, "nobody approves what he wrote");
        const ben = await as("ben");
        const refused = await move(ben, id, "request-changes", { note: "  " });
        assert.equal(refused.status, 422);
        assert.match(refused.text, /Say why/);
        assert.equal((await move(ben, id, "request-changes", { note: "Name the headset" })).status, 303);
        assert.match((await ann.get(`/staff/drafts/${id}`)).text, /Name the headset/);
        assert.equal((await ben.post(`/staff/drafts/${id}/comments`, { section: "symptoms", text: "Which one?" })).status, 303);
        const shown = parse((await ben.get(`/staff/drafts/${id}`)).text).byId("page-comments");
        assert.match(shown.one("li").text, /Symptoms/, "the words of the section");
        const empty = await ben.post(`/staff/drafts/${id}/comments`, { section: "", text: " " });
        assert.equal(empty.status, 422);
        await save(ann, id, { text: (t) => t.replace("Say in one or two sentences what goes wrong and for whom.", "The Contoso H2 headset is silent.") });
        await publish(id, ann, "headset-silent");
        const live = await server().get("/articles/headset-silent");
        assert.match(live.text, /Contoso H2/);
        assert.match((await server().get("/search?q=contoso+headset")).text, /headset-silent/);
        assert.equal((await server().get("/q/no-audio-device-found")).status, 200);
        assert.equal((await server().get("/articles/headset-silent/edit")).status, 405);
    });

    it("keeps the bytes of what a form did not change", async () => {
        const ann = await as("ann");
        const found = OST;
        const before = (await server().get(`/api/v1/articles/${found}`)).json;
        const id = idOf(await ann.post(`/articles/${found}/edit`));
        const whole = fields(await editor(ann, id, "?whole=1")).get("text");
        await save(ann, id, { why: "nothing changed" });
        assert.equal(await version(ann, id), 1, "the same text is no version");
        await save(ann, id, { product: "Another product" });
        const changed = fields(await editor(ann, id, "?whole=1")).get("text");
        const lines = (text) => text.split("\n").filter((l) => !l.startsWith("product:"));
        assert.deepEqual(lines(changed), lines(whole));
        assert.equal((await server().get(`/api/v1/articles/${found}`)).json.product, before.product, "the live text stays");
        assert.equal((await move(ann, id, "discard")).status, 303);
    });

    it("loses no word when two save at once", async () => {
        const [ann, ben] = [await as("ann"), await as("ben")];
        const id = await begin(ann, "Two write at once");
        await save(ann, id, { slug: "two-write-at-once", text: "\nIntro.\n\n## Symptoms\n\n- One\n\n## Fix\n\nDo it.\n" });
        const [a, b] = [fields(await editor(ann, id)), fields(await editor(ben, id))];
        a.set("text", a.get("text").replace("Intro.", "Intro by Ann."));
        b.set("text", b.get("text").replace("Intro.", "Intro by Ben.").replace("Do it.", "Do it twice."));
        const [first, second] = [await ann.post(`/staff/drafts/${id}`, Object.fromEntries(a)), await ben.post(`/staff/drafts/${id}`, Object.fromEntries(b))];
        assert.doesNotMatch(first.location, /merge/);
        assert.match(second.location, /\/merge\?typed=\d+$/);
        const page = await ben.get(`/staff/drafts/${id}/merge`);
        for (const words of ["Intro by Ann.", "Intro by Ben.", "Do it twice."]) assert.ok(page.text.includes(words), words);
        const choices = Object.fromEntries(fields(parse(page.text).one("form", (f) => /\/merge$/.test(f.attr("action") ?? ""))));
        assert.equal(choices["part-1"], "both", "nothing is lost unless somebody chooses so");
        const other = await ben.post(`/staff/drafts/${id}/merge`, { ...choices, state: "0".repeat(32) });
        assert.match(other.location, /\/merge\?typed=\d+$/, "choices are not applied to another merge");
        const merged = await ben.post(`/staff/drafts/${id}/merge`, choices);
        assert.match(merged.location, /edit\?typed=\d+/);
        const form = fields(await editor(ben, id, new URL(merged.location, server().origin).search));
        assert.match(form.get("text"), /Intro by Ben\.\r?\nIntro by Ann\./);
        assert.match(form.get("text"), /Do it twice\./);
        assert.equal((await ben.post(`/staff/drafts/${id}`, Object.fromEntries(form))).status, 303);
        assert.match(fields(await editor(ann, id)).get("text"), /Do it twice\./);
        const history = (await ann.get(`/staff/drafts/${id}`)).text;
        assert.match(history, /Ann|ann/);
    });

    it("takes the version as If-Match, and answers 412 to one that lost, whose words are kept", async () => {
        const ann = await as("ann");
        const id = await begin(ann, "By entity tag");
        const first = await ann.get(`/staff/drafts/${id}/edit`);
        const tag = first.headers.etag ?? first.headers.get?.("etag");
        assert.match(tag, /^"\d+"$/);
        const put = (text, match) => {
            const sent = Object.fromEntries(fields(parse(first.text).one("form", (f) => f.attr("data-editor") != null)));
            delete sent.version;
            return ann.post(`/staff/drafts/${id}`, { ...sent, text, why: "by tag" }, { headers: { "If-Match": match } });
        };
        assert.equal((await put("\nIntro.\n\n## Fix\n\nFirst.\n", tag)).status, 303);
        const lost = await put("\nIntro.\n\n## Fix\n\nSecond.\n", tag);
        assert.equal(lost.status, 412);
        assert.match(lost.location, /\/merge\?typed=\d+$/);
        const merge = (await ann.get(`/staff/drafts/${id}/merge`)).text;
        for (const words of ["First.", "Second."]) assert.ok(merge.includes(words), words);
        for (const [at, wrong] of ['"99"', "W/\"1\"", "nonsense", '""'].entries()) {
            const refused = await put(`\nThird ${at}.\n`, wrong);
            assert.equal(refused.status, 412, wrong);
            const page = await ann.get(new URL(refused.location, server().origin).pathname + new URL(refused.location, server().origin).search);
            for (const words of ["First.", `Third ${at}.`]) assert.ok(page.text.includes(words), `${wrong}: ${words}`);
        }
        assert.doesNotMatch(fields(await editor(ann, id)).get("text"), /Second|Third/);
    });

    it("gives the text back when the draft was closed while somebody wrote", async () => {
        const [ann, ada] = [await as("ann"), await as("ada")];
        for (const end of ["discard", "publish"]) {
            const id = await begin(ann, `Closed by ${end}`);
            const typed = fields(await editor(ada, id));
            if (end === "discard") assert.equal((await move(ann, id, "discard")).status, 303);
            else await publish(id, ann, "closed-by-publish");
            typed.set("text", "\nWords that took an hour <b>.\n");
            typed.set("product", "A product");
            typed.set("why", "because");
            const late = await ada.post(`/staff/drafts/${id}`, Object.fromEntries(typed));
            assert.equal(late.status, 409, late.location);
            const form = fields(parse(late.text).one("form", (f) => f.attr("data-editor") != null));
            assert.match(form.get("text"), /Words that took an hour <b>/);
            assert.deepEqual([form.get("product"), form.get("why")], ["A product", "because"]);
            assert.match(late.text, /published or discarded while you wrote/);
            assert.equal((await ada.get(`/staff/drafts/${id}/edit`)).status, 409);
        }
    });

    it("gives comments and notes back that come too late", async () => {
        const [ann, ben] = [await as("ann"), await as("ben")];
        const id = await begin(ann, "Too late for words");
        const stale = { action: "submit", version: 77, note: "A note of an hour" };
        const late = await ann.post(`/staff/drafts/${id}/move`, stale);
        assert.equal(late.status, 409);
        assert.match(parse(late.text).byId("page-unsent").text, /A note of an hour/);
        assert.equal((await move(ann, id, "discard")).status, 303);
        const closed = await ben.post(`/staff/drafts/${id}/comments`, { text: "Words for nobody" });
        assert.equal(closed.status, 409);
        assert.match(parse(closed.text).byId("page-unsent").text, /Words for nobody/);
        assert.match(closed.text, /somebody changed this draft meanwhile/);
    });

    it("keeps what was typed and not saved, for its writer alone", async () => {
        const [ann, ben] = [await as("ann"), await as("ben")];
        const id = await begin(ann, "Typed only");
        const form = fields(await editor(ann, id));
        form.set("text", "Half a sentence");
        const kept = await ann.post(`/staff/drafts/${id}/typed`, Object.fromEntries(form));
        assert.equal(kept.status, 204);
        for (const path of ["/edit", ""]) {
            assert.match((await ann.get(`/staff/drafts/${id}${path}`)).text, /did not save/);
            assert.doesNotMatch((await ben.get(`/staff/drafts/${id}${path}`)).text, /did not save/);
        }
        const [typed] = await waiting(ann, id);
        const taken = await editor(ann, id, `?typed=${typed}`);
        assert.match(fields(taken).get("text"), /Half a sentence/);
        assert.equal(fields(taken).get("taken"), typed);
        const compared = await ann.get(`/staff/drafts/${id}/compare?typed=${typed}`);
        assert.match(compared.text, /Half a sentence/);
        for (const path of ["compare", "merge"]) assert.doesNotMatch((await ben.get(`/staff/drafts/${id}/${path}?typed=${typed}`)).text, /Half a sentence/);
        assert.equal((await ben.post(`/staff/drafts/${id}/forget`, { typed })).status, 303);
        assert.deepEqual(await waiting(ann, id), [typed]);
        assert.equal((await ann.post(`/staff/drafts/${id}/forget`, { typed })).status, 303);
        assert.doesNotMatch((await ann.get(`/staff/drafts/${id}/edit`)).text, /did not save/);
    });

    it("two windows and two lost races of one person take no word from each other", async () => {
        const [ann, ben] = [await as("ann"), await as("ben")];
        const id = await begin(ann, "Two windows");
        const [one, two] = [fields(await editor(ann, id)), fields(await editor(ann, id))];
        assert.notEqual(one.get("writing"), two.get("writing"));
        const type = (form, text) => ann.post(`/staff/drafts/${id}/typed`, { ...Object.fromEntries(form), text });
        for (const [form, text] of [[one, "left 1"], [two, "right 1"], [one, "left 2"], [two, "right 2"]]) assert.equal((await type(form, text)).status, 204);
        assert.equal((await waiting(ann, id)).length, 2);
        assert.equal((await save(ben, id, { text: "\nBen was faster.\n" })).status, 303);
        for (const [form, text] of [[one, "left lost"], [two, "right lost"], [one, "left lost again"]]) {
            const lost = await ann.post(`/staff/drafts/${id}`, { ...Object.fromEntries(form), text });
            assert.match(lost.location, /\/merge\?typed=\d+$/, text);
            assert.equal((await type(form, `${text}, typed on`)).status, 204, "what is typed on stands beside it");
        }
        const texts = await Promise.all((await waiting(ann, id)).map(async (typed) => (await ann.get(`/staff/drafts/${id}/compare?typed=${typed}&all=1`)).text));
        for (const words of ["left lost", "right lost", "left lost again", "left lost again, typed on", "right lost, typed on"])
            assert.ok(texts.some((t) => new RegExp(`>(<ins>)?${words}(</ins>)?<`).test(t)), words);
        const [last] = await waiting(ann, id);
        const page = parse((await ann.get(`/staff/drafts/${id}/merge?typed=${last}`)).text);
        const merged = await ann.post(`/staff/drafts/${id}/merge`, Object.fromEntries(fields(page.one("form", (f) => /\/merge$/.test(f.attr("action") ?? "")))));
        const count = (await waiting(ann, id)).length;
        const form = fields(await editor(ann, id, new URL(merged.location, server().origin).search));
        assert.equal((await ann.post(`/staff/drafts/${id}`, Object.fromEntries(form))).status, 303);
        assert.equal((await waiting(ann, id)).length, count - 1, "a save takes what it was made of, and no other");
    });

    it("says so when too many texts of one person wait, and gives the next one back", async () => {
        const [ann, ben] = [await as("ann"), await as("ben")];
        const id = await begin(ann, "Many texts");
        const form = Object.fromEntries(fields(await editor(ann, id)));
        assert.equal((await save(ben, id, { text: "\nBen.\n" })).status, 303);
        for (let at = 0; at < 20; at++) assert.equal((await ann.post(`/staff/drafts/${id}`, { ...form, text: `text ${at}` })).status, 303);
        const over = await ann.post(`/staff/drafts/${id}`, { ...form, text: "one <more>", why: "kept" });
        assert.equal(over.status, 413);
        const back = fields(parse(over.text).one("form", (f) => f.attr("data-editor") != null));
        assert.deepEqual([back.get("text").trim(), back.get("why"), back.get("version")], ["one <more>", "kept", form.version]);
        assert.match(over.text, /throw one away/);
        const typed = await ann.post(`/staff/drafts/${id}/typed`, { ...form, text: "typed" });
        assert.equal(typed.status, 413);
    });

    it("a form that comes back is still of the version that it began from", async () => {
        const [ann, ben] = [await as("ann"), await as("ben")];
        const id = await begin(ann, "Comes back");
        const form = Object.fromEntries(fields(await editor(ann, id)));
        assert.equal((await save(ben, id, { text: "\nBen was here.\n" })).status, 303);
        const refused = await ann.post(`/staff/drafts/${id}`, { ...form, text: "\nAnn too.\n", why: "x".repeat(2500) });
        assert.equal(refused.status, 422);
        const again = Object.fromEntries(fields(parse(refused.text).one("form", (f) => f.attr("data-editor") != null)));
        const sent = await ann.post(`/staff/drafts/${id}`, { ...again, why: "short" });
        assert.match(sent.location, /\/merge\?/, "Ben's text is not written over");
    });

    it("a text that cannot be read is kept, named and not published", async () => {
        const ann = await as("ann");
        const id = await begin(ann, "Broken");
        const broken = "---\ntitle: [\nslug: x\n---\n\nWords\n";
        assert.equal((await save(ann, id, { text: broken }, "?whole=1")).status, 303);
        assert.equal(fields(await editor(ann, id, "?whole=1")).get("text"), broken);
        const page = await ann.get(`/staff/drafts/${id}`);
        assert.match(page.text, /Keeps it from being published/);
        assert.match(page.text, /Line \d/);
        const long = await save(ann, id, { why: "x".repeat(2500), text: "kept words" }, "?whole=1");
        assert.equal(long.status, 422);
        assert.match(long.text, /kept words/);
        assert.match(long.text, /longer than 2000/);
    });

    it("shows what is typed as readers will see it, with outline and remarks, and stores nothing", async () => {
        const [ann, rob] = [await as("ann"), await as("rob")];
        const id = await begin(ann, "Shown while typed");
        const form = fields(await editor(ann, id));
        const text = "Words before.\n\n## Symptoms\n\n- It is <script>alert(1)</script> slow\n\n## How to fix\n\n### Empty step\n\n### Second step\n\nDo it.\n";
        const sent = { ...Object.fromEntries(form), text, audience: "unset" };
        const shown = await ann.post(`/staff/drafts/${id}/preview`, sent, { headers: { Accept: "application/json" } });
        assert.equal(shown.status, 200, shown.text.slice(0, 500));
        const { html, outline, problems } = shown.json;
        assert.match(shown.headers["cache-control"], /no-store/);
        assert.match(html, /^\s*<article class="article"/);
        assert.ok(html.includes("Do it."));
        assert.doesNotMatch(html, /<script/i);
        const typed = text.split("\n");
        assert.deepEqual(outline.map((o) => [o.level, o.title]), [[2, "Symptoms"], [2, "How to fix"], [3, "Empty step"], [3, "Second step"]]);
        for (const { line, title } of outline) assert.ok(typed[line - 1].endsWith(title), `${title} at ${line}: ${typed[line - 1]}`);
        const empty = problems.find((p) => p.code === "lint.step-empty");
        assert.deepEqual([empty.severity, typed[empty.line - 1]], ["warning", "### Empty step"]);
        assert.ok(problems.some((p) => p.code === "lint.no-escalation" && p.line === null), "of the whole, and of no line");
        assert.doesNotMatch((await ann.get(`/staff/drafts/${id}/edit`)).text, /did not save|Do it\./);
        assert.equal(await version(ann, id), 1);
        const broken = await ann.post(`/staff/drafts/${id}/preview`, { version: "1", whole: "1", text: "---\ntitle: [\n---\n\nWords\n" });
        assert.equal(broken.status, 200);
        assert.equal(broken.json.html, null);
        assert.ok(broken.json.problems.some((p) => p.severity === "error" && p.line >= 2));
        const large = await ann.post(`/staff/drafts/${id}/preview`, { version: "1", whole: "1", text: "x".repeat((3 << 20) + 1) });
        assert.equal(large.status, 413);
        assert.equal((await rob.post(`/staff/drafts/${id}/preview`, sent)).status, 403);
        assert.equal((await ann.post(`/staff/drafts/${id}/preview`, { ...sent, csrf: "x" })).status, 403);
        assert.equal((await ann.post("/staff/drafts/99999/preview", sent)).status, 404);
        assert.equal((await ann.post(`/staff/drafts/${id}`, sent)).status, 303);
        assert.match((await ann.get(`/staff/drafts/${id}`)).text, /The step has a title and no text/, "and the draft's page has the remarks without a script");
    });

    it("an old address leads to the new one, a retired guide is gone, and comes back", async () => {
        const [ann, pam] = [await as("ann"), await as("pam")];
        const first = await begin(ann, "To be renamed");
        await save(ann, first, { slug: "to-be-renamed" });
        await publish(first, ann, "to-be-renamed");
        const id = idOf(await ann.post("/articles/to-be-renamed/edit"));
        assert.notEqual(id, first);
        await save(ann, id, { slug: "renamed-guide" });
        await publish(id, ann, "renamed-guide");
        const old = await server().get("/articles/to-be-renamed");
        assert.equal(old.status, 301);
        assert.equal(path(old), "/articles/renamed-guide");
        assert.equal((await ann.post("/articles/renamed-guide/retire", { why: "old" })).status, 403);
        assert.equal((await pam.post("/articles/renamed-guide/retire", { why: "" })).status, 422);
        assert.equal((await pam.post("/articles/renamed-guide/retire", { why: "old" })).status, 303);
        assert.equal((await server().get("/articles/renamed-guide")).status, 410);
        assert.doesNotMatch((await server().get("/search?q=renamed&literal=1")).text, /articles\/renamed-guide/);
        assert.equal((await pam.post("/articles/renamed-guide/restore", { why: "needed" })).status, 303);
        assert.equal((await server().get("/articles/renamed-guide")).status, 200);
        const taken = await begin(ann, "Another");
        await save(ann, taken, { slug: "to-be-renamed" });
        await move(ann, taken, "submit");
        await move(await as("ben"), taken, "approve");
        const refused = await pam.post(`/staff/drafts/${taken}/publish`, { version: String(await version(ann, taken)) });
        assert.equal(refused.status, 409, "no new guide takes over the links of an old one");
    });

    it("a time to publish must still come, and is shown", async () => {
        const [ann, ben, pam] = [await as("ann"), await as("ben"), await as("pam")];
        const id = await begin(ann, "Goes live later");
        await move(ann, id, "submit");
        await move(ben, id, "approve");
        const past = await move(pam, id, "schedule", { publish_at: "2001-01-01T00:00" });
        assert.equal(past.status, 422);
        assert.match(past.text, /still to come/);
        assert.match(past.text, /value="2001-01-01T00:00"/, "what was typed comes back");
        assert.equal((await move(pam, id, "schedule", { publish_at: "2199-12-31T08:30" })).status, 303);
        assert.match((await ann.get("/staff?stage=approved")).text, /2199/);
        await save(ann, id, { summary: "Another text" });
        assert.doesNotMatch((await ann.get(`/staff/drafts/${id}`)).text, /2199/, "whoever writes in it takes the time away");
    });

    it("readers have no business here, and forms without their token change nothing", async () => {
        const rob = await as("rob");
        assert.equal((await rob.get("/staff")).status, 403);
        const ann = await as("ann");
        const id = await begin(ann, "Guarded");
        const form = Object.fromEntries(fields(await editor(ann, id)));
        delete form.csrf;
        const bare = await server().post(`/staff/drafts/${id}`, { jar: ann.jar, form });
        assert.equal(bare.status, 403);
        for (const [target, status] of [["/staff/drafts/999999", 404], ["/staff/drafts/x", 404], ["/staff/drafts/0/edit", 404], ["/staff?after=zzz", 422]])
            assert.equal((await ann.get(target)).status, status, target);
        assert.match((await ann.post(`/staff/drafts/${id}`, { version: "99", text: "x" })).location, /\/merge\?/, "a version that never was");
    });
});

// Many guides at once: bulk actions on a filtered list, and find and replace with a preview. By forms, as a browser without
// JavaScript sends them.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { serving } from "./server.mjs";

const users = { ann: "author", rev: "reviewer", pam: "publisher", ada: "author,reviewer,publisher" };
const server = serving(before, after, { users, args: ["--self-review", "yes"] });
const strict = serving(before, after, { users });
const as = (name, where = server()) => new Person(where).signIn(name);
const idOf = (answer) => Number(/\/staff\/drafts\/(\d+)/.exec(answer.location)[1]);

const guide = (slug, { title = slug, body = "Press the button.", more = "" } = {}) =>
    `---\ntitle: ${title}\nslug: ${slug}\ncategory: bulk-test\n${more}---\n\nIntro.\n\n## Symptoms\n\n- It does not work\n\n## How to fix\n\n### Restart it\n\n${body}\n`;

async function version(person, id) {
    const page = parse((await person.get(`/staff/drafts/${id}/edit?whole=1`)).text);
    return fields(page.one("form", (f) => f.attr("data-editor") != null)).get("version");
}

/* A published guide; `reviewer` approves where nobody may approve his own. */
async function publish(person, slug, text, reviewer = person) {
    const id = idOf(await person.post("/staff/drafts", { title: slug }));
    assert.equal((await person.post(`/staff/drafts/${id}`, { version: await version(person, id), whole: "1", text })).status, 303);
    await person.post(`/staff/drafts/${id}/move`, { version: "2", action: "submit" });
    assert.equal((await reviewer.post(`/staff/drafts/${id}/move`, { version: "2", action: "approve" })).status, 303);
    const answer = await reviewer.post(`/staff/drafts/${id}/publish`, { version: "2" });
    assert.equal(answer.status, 303, answer.text.slice(0, 800));
}

async function numberOf(person, slug) {
    const dom = parse((await person.get(`/staff/guides?text=${slug}`)).text);
    return dom.one("input", (n) => n.attr("name") === "guide").attr("value");
}

/* The page of a change once the program has done its part of it. */
async function settled(person, path) {
    for (;;) {
        const page = await person.get(path);
        assert.equal(page.status, 200, page.text.slice(0, 500));
        if (!/data-sweep=/.test(page.text)) return page;
        await new Promise((done) => setTimeout(done, 20));
    }
}

const where = (answer, origin = server().origin) => new URL(answer.location, origin).pathname;
const choices = (page) => parse(page.text).one("form", (f) => f.attr("id") === "page-choices");
const names = (page) => parse(page.text).all("a", (n) => n.attr("class") === "swept-title").map((n) => n.text.trim());

/* A form whose names come more than once; it bears its token. */
const send = (person, path, form) => person.server.request("POST", path, { jar: person.jar, form });

async function begin(person, form, plan) {
    const made = await person.post("/staff/bulk", form);
    assert.equal(made.status, 303, made.text.slice(0, 2000));
    const path = where(made);
    const planned = await person.post(`${path}/plan`, plan);
    assert.equal(planned.status, 303, planned.text.slice(0, 2000));
    return [path, await settled(person, path)];
}

async function carryOut(person, path, page, change = () => {}) {
    const form = fields(choices(page));
    change(form);
    form.set("then", "start");
    return send(person, `${path}/choices`, form);
}

describe("bulk actions", () => {
    it("a filter in the address, what will change and what cannot, then revisions with who and why", async () => {
        const ada = await as("ada");
        await publish(ada, "bulk-a", guide("bulk-a", { more: "# a comment\nproduct:   Bulk\n" }));
        await publish(ada, "bulk-b", guide("bulk-b", { more: "product: Bulk\ncustom: {a: 1}\n" }));
        await publish(ada, "bulk-c", guide("bulk-c", { more: "product: Bulk\ntags: [ odd , Mark ]\n" }));
        await publish(ada, "bulk-d", guide("bulk-d", { more: "product: Bulk\n" }));
        await ada.post("/articles/bulk-d/edit"); // somebody works at it
        const list = await ada.get("/staff/guides?product=bulk");
        assert.match(list.text, /all 4 guides/);
        const [path, page] = await begin(ada, { product: "bulk", scope: "all", counted: "4", kind: "tag-add" }, { value: "mark", why: "All of them are marked" });
        assert.deepEqual(names(page).sort(), ["bulk-a", "bulk-b"]);
        assert.match((await ada.get(`${path}?show=cannot`)).text, /A draft of it is open/);
        assert.deepEqual(names(await ada.get(`${path}?show=same`)), ["bulk-c"]);
        const before = await server().get("/articles/bulk-a");
        assert.doesNotMatch(before.text, /\/tags\/mark/, "a plan changes nothing");
        assert.equal((await carryOut(ada, path, page)).status, 303);
        const done = await settled(ada, path);
        assert.deepEqual(names(done).sort(), ["bulk-a", "bulk-b"]);
        const history = await ada.get("/staff/guides/bulk-a");
        assert.match(history.text, /All of them are marked/);
        const diff = parse((await ada.get("/staff/guides/bulk-a/compare?from=1&to=2")).text);
        assert.deepEqual(diff.all("tr", (n) => /line-/.test(n.attr("class") ?? "")).map((n) => n.attr("class")), ["line-added"], "all other bytes stay");
        assert.match((await server().get("/tags/mark")).text, /bulk-a/);
        assert.match((await ada.get("/staff/bulk")).text, new RegExp(`href="${path}"`));
        assert.equal((await carryOut(ada, path, page)).status, 409, "once");
    });

    it("each kind of change", async () => {
        const ada = await as("ada");
        const kinds = [
            ["category", "bulk-test/new", /category: bulk-test\/new/],
            ["audience", "staff", /audience: staff/],
            ["audience", "everyone", /audience: everyone/],
            ["review-every", "90", /review_every: 90d/],
            ["tag-add", "one", /tags: \[one\]/],
            ["tag-remove", "ONE", /^(?![^]*tags:)/],
        ];
        await publish(ada, "kind-a", guide("kind-a"));
        const id = await numberOf(ada, "kind-a");
        for (const [kind, value, want] of kinds) {
            const [path, page] = await begin(ada, { guide: id, scope: "chosen", kind }, { value, why: `set ${kind}` });
            assert.deepEqual(names(page), ["kind-a"], `${kind}: ${page.text}`);
            assert.equal((await carryOut(ada, path, page)).status, 303);
            const done = await settled(ada, path);
            assert.deepEqual(names(done), ["kind-a"], `${kind}: ${done.text}`);
            const draft = idOf(await ada.post("/articles/kind-a/edit"));
            const source = parse((await ada.get(`/staff/drafts/${draft}/edit?whole=1`)).text).one("textarea").text;
            assert.match(source, want, kind);
            await ada.post(`/staff/drafts/${draft}/move`, { version: "1", action: "discard" });
        }
        const [drafts, plan] = await begin(ada, { guide: id, scope: "chosen", kind: "drafts" }, { value: "", why: "to be rewritten" });
        await carryOut(ada, drafts, plan);
        assert.match((await settled(ada, drafts)).text, /\/staff\/drafts\/\d+/);
    });

    it("retires many, with a reason and what takes their place", async () => {
        const ada = await as("ada");
        for (const slug of ["old-a", "old-b", "new-a"]) await publish(ada, slug, guide(slug));
        const ids = [await numberOf(ada, "old-a"), await numberOf(ada, "old-b"), await numberOf(ada, "new-a")];
        const made = await send(ada, "/staff/bulk", new URLSearchParams([["csrf", ada.csrf], ["kind", "retire"], ["scope", "chosen"], ...ids.map((id) => ["guide", id])]));
        const path = where(made);
        const refused = await ada.post(`${path}/plan`, { value: "", other: "no-such-guide", why: "" });
        assert.equal(refused.status, 422);
        assert.match(refused.text, /no-such-guide/, "as it was filled in");
        assert.equal((await ada.post(`${path}/plan`, { value: "", other: "new-a", why: "Merged into one" })).status, 303);
        const page = await settled(ada, path);
        assert.deepEqual(names(page), ["old-a", "old-b"]);
        assert.match((await ada.get(`${path}?show=cannot`)).text, /take the others&#39; place|take the others' place/);
        await carryOut(ada, path, page);
        await settled(ada, path);
        const gone = await server().get("/articles/old-a");
        assert.equal(gone.status, 410);
        assert.match(gone.text, /new-a/);
    });

    it("leaves out what is not chosen, and refuses another number than was seen", async () => {
        const ada = await as("ada");
        for (const slug of ["pick-a", "pick-b"]) await publish(ada, slug, guide(slug, { more: "product: Pick\n" }));
        const [path, page] = await begin(ada, { product: "Pick", scope: "all", kind: "category" }, { value: "bulk-test/picked", why: "x" });
        assert.equal((await carryOut(ada, path, page, (form) => form.set("count", "7"))).status, 422);
        const form = fields(choices(page));
        const kept = new URLSearchParams([...form].filter(([name]) => name !== "guide"));
        kept.set("guide", "1");
        kept.set("then", "start");
        kept.delete("shown");
        for (const n of ["1", "2"]) kept.append("shown", n);
        assert.equal((await send(ada, `${path}/choices`, kept)).status, 303);
        const done = await settled(ada, path);
        assert.equal(names(done).length, 1);
        assert.equal(names(await ada.get(`${path}?show=left-out`)).length, 1);
    });

    it("a guide that was changed after the check is left alone and named", async () => {
        const ada = await as("ada");
        await publish(ada, "race-a", guide("race-a"));
        const [path, page] = await begin(ada, { guide: await numberOf(ada, "race-a"), scope: "chosen", kind: "tag-add" }, { value: "late", why: "x" });
        const other = await begin(ada, { guide: await numberOf(ada, "race-a"), scope: "chosen", kind: "tag-add" }, { value: "early", why: "y" });
        await carryOut(ada, ...other);
        await settled(ada, other[0]);
        assert.equal((await carryOut(ada, path, page)).status, 303);
        await settled(ada, path);
        const failed = await ada.get(`${path}?show=failed`);
        assert.deepEqual(names(failed), ["race-a"]);
        assert.match(failed.text, /changed it after the check/);
        assert.doesNotMatch((await server().get("/articles/race-a")).text, /\/tags\/late/);
    });

    it("says what is missing, and lets nobody do what is not his", async () => {
        const [ada, ann, pam] = [await as("ada"), await as("ann"), await as("pam")];
        await publish(ada, "deny-a", guide("deny-a"));
        const id = await numberOf(ada, "deny-a");
        assert.equal((await ada.post("/staff/bulk", { guide: id, scope: "chosen", kind: "" })).status, 422);
        assert.equal((await ada.post("/staff/bulk", { scope: "chosen", kind: "retire" })).status, 422);
        assert.equal((await ada.post("/staff/bulk", { guide: "999999", scope: "chosen", kind: "retire" })).status, 404);
        assert.equal((await ann.post("/staff/bulk", { guide: id, scope: "chosen", kind: "retire" })).status, 403);
        assert.doesNotMatch((await ann.get("/staff/guides")).text, /name="guide"/);
        const path = where(await ada.post("/staff/bulk", { guide: id, scope: "chosen", kind: "review-every" }));
        for (const value of ["", "0", "3651", "x", "-1", "1.5", "99999999999999999999"]) assert.equal((await ada.post(`${path}/plan`, { value, why: "x" })).status, 422, value);
        assert.equal((await ada.post(`${path}/plan`, { value: "30", why: "" })).status, 422);
        assert.equal((await ada.post(`${path}/plan`, { value: "30", why: "x".repeat(2001) })).status, 422);
        assert.equal((await pam.post(`${path}/plan`, { value: "30", why: "x" })).status, 403, "somebody else's plan");
        assert.equal((await pam.get(path)).status, 200);
        assert.equal((await ann.post(`${path}/stop`)).status, 403);
        assert.equal((await pam.post(`${path}/stop`)).status, 303);
        assert.equal((await ada.post(`${path}/plan`, { value: "30", why: "x" })).status, 409);
        for (const [kind, value] of [["category", "Not A Category!"], ["author", "nobody-known"], ["audience", "everybody"], ["tag-add", "a\nb"], ["tag-add", "y".repeat(501)]]) {
            const again = where(await ada.post("/staff/bulk", { guide: id, scope: "chosen", kind }));
            assert.equal((await ada.post(`${again}/plan`, { value, why: "x" })).status, 422, kind);
        }
        for (const path of ["/staff/bulk/999999", "/staff/bulk/x", "/staff/bulk/0"]) assert.equal((await ada.get(path)).status, 404, path);
    });
});

describe("find and replace", () => {
    const seek = { in_title: "1", in_prose: "1", in_commands: "1", why: "Renamed", arrival: "live" };

    async function find(person, form, origin = server().origin) {
        const made = await person.post("/staff/replace", { ...seek, ...form });
        assert.equal(made.status, 303, made.text.slice(0, 3000));
        const path = where(made, origin);
        return [path, await settled(person, path)];
    }

    it("shows each place as it would become, and changes what is chosen", async () => {
        const ada = await as("ada");
        await publish(ada, "rep-a", guide("rep-a", { title: "Start Zoomy", body: "Start Zoomy, then zoomy.\n\n```powershell title=\"x\"\nStart-Process Zoomy\n```" }));
        await publish(ada, "rep-b", guide("rep-b", { body: "No Zoomy2 here: <script>alert(1)</script>" }));
        const said = { reason: "outdated", text: "It is no longer Zoomy" };
        assert.equal((await server().post("/articles/rep-a/feedback", { form: said })).status, 303);
        const [path, page] = await find(ada, { value: "Zoomy", other: "Meet <b>$& \\1", whole_words: "1" });
        assert.deepEqual(names(page), ["Start Zoomy"]);
        assert.match(page.text, /<del>Zoomy<\/del>/);
        assert.match(page.text, /<ins>Meet &lt;b&gt;\$&amp; \\1<\/ins>/);
        assert.match(page.text, /How to fix/);
        const dom = parse(page.text);
        assert.equal(dom.all("input", (n) => n.attr("name") === "hit").length, 3);
        const form = [...fields(choices(page))];
        const one = new URLSearchParams(form.filter(([name]) => name !== "hit" && name !== "shown_hit" && name !== "csrf"));
        one.set("csrf", ada.csrf);
        one.set("then", "start");
        for (const n of [0, 1, 2]) one.append("shown_hit", `${form.find(([name]) => name === "shown")[1]}.${n}`);
        one.append("hit", `${form.find(([name]) => name === "shown")[1]}.1`);
        assert.equal((await send(ada, `${path}/choices`, one)).status, 303);
        const done = await settled(ada, path);
        assert.match(done.text, /stays open in the queue/);
        assert.match(done.text, /It is no longer Zoomy/, "what the reader wrote");
        const waiting = parse(done.text).one("a", (a) => /In the queue about Start Zoomy: 1/.test(a.text));
        const queue = parse((await ada.get(waiting.attr("href"))).text);
        assert.equal(queue.all("a", (a) => /^\/staff\/queue\/\d+$/.test(a.attr("href") ?? "")).length, 1, "and leads to it");
        const diff = await ada.get("/staff/guides/rep-a/compare?from=1&to=2");
        assert.match(diff.text, /1 line added/);
        assert.match((await ada.get("/staff/guides/rep-a")).text, /Renamed/);
        assert.match((await server().get("/articles/rep-a")).text, /Start Zoomy/, "the title stays");
        const closing = (page) => parse(page.text).one("form", (f) => /\/staff\/queue\/\d+\/move$/.test(f.attr("action")));
        const sent = Object.fromEntries(fields(closing(done)));
        assert.equal(sent.revision, "2");
        const item = closing(done).attr("action");
        const stale = await ada.post(item, { ...sent, version: "99" });
        assert.equal(stale.status, 409);
        assert.match(stale.text, /no longer Zoomy/, "the item as it is");
        const closed = await ada.post(item, sent);
        assert.equal(closed.status, 303);
        assert.match(closed.location, new RegExp(`${path}\\?closed=1$`));
        const after = await ada.get(path);
        assert.equal(closing(after), null);
        assert.doesNotMatch(after.text, /In the queue about Start Zoomy/);
        assert.match((await ada.get(item.replace("/move", ""))).text, /Settled by revision 2/);
    });

    it("capital or small letters, only in commands, over line ends", async () => {
        const ada = await as("ada");
        await publish(ada, "rep-c", guide("rep-c", { body: "QUX and qux.\n\n```sh\nqux one\nqux two\n```" }));
        assert.equal(parse((await find(ada, { value: "qUx", other: "x", any_case: "1", in_title: "", in_commands: "" }))[1].text).all("input", (n) => n.attr("name") === "hit").length, 2);
        assert.equal(parse((await find(ada, { value: "qux", other: "x", in_title: "", in_prose: "" }))[1].text).all("input", (n) => n.attr("name") === "hit").length, 2);
        assert.equal(parse((await find(ada, { value: "one\r\nqux", other: "x" }))[1].text).all("input", (n) => n.attr("name") === "hit").length, 1);
        assert.equal(names((await find(ada, { value: "q.x", other: "x" }))[1]).length, 0, "no pattern");
    });

    it("drafts, and drafts in review", async () => {
        const ada = await as("ada");
        await publish(ada, "rep-d", guide("rep-d", { body: "Say frobnicate." }));
        const [path, page] = await find(ada, { value: "frobnicate", other: "rotate", arrival: "review" });
        await carryOut(ada, path, page);
        const done = await settled(ada, path);
        const draft = /\/staff\/drafts\/(\d+)/.exec(done.text)[1];
        assert.match((await ada.get(`/staff/drafts/${draft}`)).text, /In review/);
        assert.match((await server().get("/articles/rep-d")).text, /frobnicate/, "the live text stays");
        const [again, none] = await find(ada, { value: "frobnicate", other: "rotate" });
        assert.equal(names(none).length, 0);
        assert.match((await ada.get(`${again}?show=cannot`)).text, /draft of it is open/);
    });

    it("a text that would break a guide is refused for it, with the reason", async () => {
        const ada = await as("ada");
        await publish(ada, "rep-e", guide("rep-e", { title: "Grault", body: "Grault." }));
        const [path, page] = await find(ada, { value: "Grault", other: "x".repeat(400) });
        assert.equal(names(page).length, 0);
        assert.match((await ada.get(`${path}?show=cannot`)).text, /breaks a rule/);
        const [, whole] = await find(ada, { value: "Grault", other: "---\nslug: stolen\n---", arrival: "draft" });
        assert.ok(whole.status === 200);
    });

    it("refuses what cannot be sought, and brings the form back filled in", async () => {
        const ada = await as("ada");
        for (const [form, words] of [
            [{ value: "", other: "x" }, "Say which text"],
            [{ value: " \n ", other: "x" }, "Say which text"],
            [{ value: "same", other: "same" }, "nothing would change"],
            [{ value: "y".repeat(501), other: "" }, "at most 500"],
            [{ value: "y", other: "z".repeat(2001) }, "2,000"],
            [{ value: "a\u0001b", other: "" }, "control characters"],
            [{ value: "kept-value", other: "x", why: "" }, "Say why"],
            [{ value: "kept-value", other: "x", in_title: "", in_prose: "", in_commands: "" }, "at least one place"],
        ]) {
            const answer = await ada.post("/staff/replace", { ...seek, ...form });
            assert.equal(answer.status, 422, words);
            assert.ok(answer.text.includes(words), words);
            if (form.value === "kept-value") assert.match(answer.text, /kept-value<\/textarea>/);
        }
    });

    it("one letter in all guides is shown page by page", async () => {
        const ada = await as("ada");
        await publish(ada, "rep-f", guide("rep-f", { body: "e ".repeat(60) }));
        const [path, page] = await find(ada, { value: "e", other: "E", arrival: "draft" });
        assert.equal(names(page).length, 10);
        assert.match(page.text, /more places in this guide/);
        const next = parse(page.text).all("a", (n) => /after=\d/.test(n.attr("href") ?? ""))[0].attr("href");
        assert.ok(names(await ada.get(next)).length > 0);
        const one = /href="([^"]*\?guide=\d+&amp;hit=0)"/.exec(page.text)[1].replaceAll("&amp;", "&");
        assert.ok(parse((await ada.get(one)).text).all("input", (n) => n.attr("name") === "hit").length > 20);
        assert.equal((await ada.post(`${path}/stop`)).status, 303);
    });

    it("nobody publishes his own words where that is not allowed", async () => {
        const [pam, ann] = [await as("pam", strict()), await as("ann", strict())];
        assert.doesNotMatch((await pam.get("/staff/replace")).text, /value="live"/);
        assert.equal((await pam.post("/staff/replace", { ...seek, value: "the", other: "The" })).status, 422);
        await publish(ann, "strict-a", guide("strict-a", { body: "Say corge." }), pam);
        const [path, page] = await find(ann, { value: "corge", other: "garply", arrival: "review" }, strict().origin);
        assert.deepEqual(names(page), ["strict-a"]);
        await carryOut(ann, path, page);
        const draft = /\/staff\/drafts\/(\d+)/.exec((await settled(ann, path)).text)[1];
        assert.equal((await ann.post(`/staff/drafts/${draft}/move`, { version: "2", action: "approve" })).status, 403);
        assert.equal((await pam.post(`/staff/drafts/${draft}/move`, { version: "2", action: "approve" })).status, 303);
    });
});

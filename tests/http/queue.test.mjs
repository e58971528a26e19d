// Work that comes back: what readers leave behind becomes items of a queue, which staff takes, groups and closes with a
// revision or a reason. By forms, as a browser without JavaScript sends them.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { serving, start, temporaryFolder } from "./server.mjs";

const USERS = { ann: "author", ben: "author", rae: "reviewer", ada: "author,reviewer,publisher", rob: "reader" };
const server = serving(before, after, { users: USERS, args: ["--self-review", "yes", "--vote-rate", "0", "--ask-rate", "0"] });
const as = (name, on = server()) => new Person(on).signIn(name);
const idOf = (answer) => Number(/\/staff\/drafts\/(\d+)/.exec(answer.location)[1]);
const has = (className) => (node) => (node.attr("class") ?? "").split(" ").includes(className);

const ask = async (sentence, q = "", on = server()) => {
    const answer = await on.post("/asks", { form: { sentence, q } });
    assert.equal(answer.status, 303, answer.text.slice(0, 300));
    return answer.location.replace("?sent=1", "");
};
const feedback = (form, slug = OST) => server().post(`/articles/${slug}/feedback`, { form });

/* The rows of a list of the queue. */
const rows = async (person, query = "") => {
    const page = await person.get(`/staff/queue${query}`);
    assert.equal(page.status, 200, page.text.slice(0, 400));
    return parse(page.text).all("li", has("queue-row")).map((row) => ({
        id: Number(/\/staff\/queue\/(\d+)$/.exec(row.one("a").attr("href"))[1]),
        words: row.one("a").text.trim(),
        total: Number(row.one("strong").text.replace(/\D/g, "")),
        text: row.text,
    }));
};
const find = async (person, words, query = "?state=all") => (await rows(person, query)).filter((row) => row.words === words);
const itemOf = async (person, words, query) => {
    const found = await find(person, words, query);
    assert.equal(found.length, 1, `${words}: ${JSON.stringify(found)}`);
    return found[0];
};
const version = async (person, id) => {
    const forms = parse((await person.get(`/staff/queue/${id}`)).text).all("form", (f) => /\/move$/.test(f.attr("action") ?? ""));
    return fields(forms[0]).get("version");
};
const move = async (person, id, action, more = {}) => person.post(`/staff/queue/${id}/move`, { version: await version(person, id), action, ...more });
const moved = async (...args) => {
    const answer = await move(...args);
    assert.equal(answer.status, 303, answer.text.slice(0, 1500));
    return answer;
};
const state = async (person, id) => {
    const page = parse((await person.get(`/staff/queue/${id}`)).text);
    return page.one("h1").one("span", has("chip")).text.trim();
};
const asked = async (path) => parse((await server().get(path)).text).one("main").text.replace(/\s+/g, " ");

const textOf = async (person, id) => fields(parse((await person.get(`/staff/drafts/${id}/edit?whole=1`)).text).one("form", (f) => f.attr("data-editor") != null));
async function goLive(person, id, text) {
    const form = await textOf(person, id);
    assert.equal((await person.post(`/staff/drafts/${id}`, { version: form.get("version"), whole: "1", text: text ?? form.get("text"), why: "queue" })).status, 303);
    for (const action of ["submit", "approve"]) assert.equal((await person.post(`/staff/drafts/${id}/move`, { version: (await textOf(person, id).catch(() => form)).get("version"), action })).status, 303, action);
    const shown = parse((await person.get(`/staff/drafts/${id}`)).text).one("form", (f) => /\/publish$/.test(f.attr("action") ?? ""));
    const answer = await person.post(`/staff/drafts/${id}/publish`, Object.fromEntries(fields(shown)));
    assert.equal(answer.status, 303, answer.text.slice(0, 1500));
    return answer.location;
}

describe("what comes into the queue", () => {
    it("feedback is grouped by guide, step and reason, and keeps the words", async () => {
        const ann = await as("ann");
        assert.equal((await feedback({ reason: "unclear", step: "step-2", text: "Which <b>button</b>?" })).status, 303);
        assert.equal((await feedback({ reason: "unclear", step: "step-2", text: "I do not see it" })).status, 303);
        assert.equal((await feedback({ reason: "outdated", step: "step-2", text: "" })).status, 303);
        const found = await rows(ann, `?guide=${OST}`);
        assert.deepEqual(found.map((row) => row.total).sort(), [1, 2]);
        const page = await ann.get(`/staff/queue/${found.find((row) => row.total === 2).id}`);
        assert.match(page.text, /Which &lt;b&gt;button&lt;\/b&gt;\?/);
        assert.match(page.text, /I do not see it/);
        assert.ok(page.text.includes(`/articles/${OST}#step-2"`), "the step is linked");
        assert.match(page.text, /Perhaps the same/, "the other reason stands beside it");
    });

    it("a vote with a reason counts once while it stays the same, a vote alone not at all", async () => {
        const ann = await as("ann");
        const voter = new Person(server());
        const vote = (body) => voter.request("POST", `/api/v1/articles/${OST}/votes`, { body });
        assert.equal((await vote({ helpful: false })).status, 200);
        const before = (await rows(ann, `?guide=${OST}`)).length;
        for (let i = 0; i < 3; i++) assert.equal((await vote({ helpful: false, reason: "no-access", step: "step-1" })).status, 200);
        const found = await rows(ann, `?guide=${OST}`);
        assert.equal(found.length, before + 1);
        assert.equal(found[0].total, 1);
        assert.equal((await vote({ helpful: true, text: "Thanks" })).status, 200);
        assert.equal((await rows(ann, `?guide=${OST}`)).length, before + 1, "thanks are no work");
    });

    it("asked-for guides are grouped by what they say, in whatever order", async () => {
        const ann = await as("ann");
        await ask("How do I pair the conference speaker?");
        await ask("how to PAIR a conference speaker");
        await ask("Conference speaker: pair");
        const item = await itemOf(ann, "How do I pair the conference speaker?");
        assert.equal(item.total, 3);
        const page = await ann.get(`/staff/queue/${item.id}`);
        assert.match(page.text, /how to PAIR a conference speaker/);
    });

    it("searches that found nothing come by themselves, once they are many", async (t) => {
        const dir = temporaryFolder(t);
        const first = await start({ data: dir, users: USERS, args: ["--queue-searches", "3"] });
        for (const [words, times] of [["zzqx frobnicator 77", 3], ["zzqx rare thing", 2]]) for (let i = 0; i < times; i++) await first.get(`/search?q=${encodeURIComponent(words)}`);
        await first.stop();
        const second = await start({ data: dir, args: ["--queue-searches", "3"] });
        t.after(() => second.stop());
        const ann = await as("ann", second);
        let found = [];
        for (let i = 0; i < 100 && !found.length; i++) found = await find(ann, "zzqx frobnicator 77");
        assert.equal(found[0]?.total, 3);
        assert.deepEqual(await find(ann, "zzqx rare thing"), []);
        assert.match((await ann.get(`/staff/queue/${found[0].id}`)).text, /search\?literal=1&amp;q=zzqx%20frobnicator%2077/);
    });

    it("a problem can be reported at a step without a vote", async () => {
        const page = await server().get(`/articles/${OST}/feedback?step=step-2`);
        assert.equal(page.status, 200);
        assert.match(page.headers["x-robots-tag"], /noindex/);
        const form = parse(page.text).one("form", (f) => f.attr("action") === `/articles/${OST}/feedback`);
        assert.equal(fields(form).get("step"), "step-2");
        assert.match((await server().get(`/articles/${OST}`)).text, new RegExp(`/articles/${OST}/feedback\\?step=step-2"`));
        const long = await feedback({ step: "step-2", text: "ö".repeat(4001) });
        assert.equal(long.status, 422);
        assert.ok(long.text.includes("ö".repeat(4001)), "comes back filled in");
        assert.equal((await server().get("/articles/no-such-guide/feedback")).status, 404);
    });
});

describe("working on items", () => {
    it("is taken, given, waited for and given back; the record says so", async () => {
        const [ann, ben] = [await as("ann"), await as("ben")];
        await ask("Where do I order a footrest?");
        const { id } = await itemOf(ann, "Where do I order a footrest?");
        await moved(ann, id, "take");
        assert.equal(await state(ann, id), "Taken");
        assert.deepEqual((await find(ann, "Where do I order a footrest?", "?owner=me")).map((row) => row.id), [id]);
        assert.deepEqual(await find(ben, "Where do I order a footrest?", "?owner=me"), []);
        assert.equal((await move(ben, id, "decline", { note: "No" })).status, 403, "another's item is not closed by just anybody");
        await moved(await as("rae"), id, "comment", { note: "Ask <facilities>" });
        const refused = await move(ann, id, "give", { who: "rob" });
        assert.equal(refused.status, 422);
        assert.match(refused.text, /Nobody of this name works on the queue/);
        assert.match(refused.text, /value="rob"/);
        const empty = await move(ann, id, "wait", { note: "  " });
        assert.equal(empty.status, 422);
        assert.match(empty.text, /Say why/);
        await moved(ann, id, "wait", { note: "facilities answer" });
        assert.equal(await state(ann, id), "Waiting");
        await moved(ann, id, "give", { who: "ben" });
        assert.equal(await state(ben, id), "Taken");
        await moved(ben, id, "release");
        assert.equal(await state(ben, id), "New");
        const page = (await ben.get(`/staff/queue/${id}`)).text;
        for (const words of ["Ask &lt;facilities&gt;", "facilities answer", "gave it on", "gave it back"]) assert.ok(page.includes(words), words);
    });

    it("closing needs a reason or a guide; the form comes back filled in, and the asker reads it", async () => {
        const ann = await as("ann");
        const link = await ask("Can I have a pony at my desk?");
        const { id } = await itemOf(ann, "Can I have a pony at my desk?");
        assert.match(await asked(link), /Waiting for the support team/);
        const without = await move(ann, id, "decline", { note: " " });
        assert.equal(without.status, 422);
        assert.match(without.text, /Say why/);
        const long = await move(ann, id, "decline", { note: "x".repeat(2001) });
        assert.equal(long.status, 422);
        assert.ok(long.text.includes("x".repeat(2001)));
        for (const [guide, words] of [["", /Name the guide/], ["no-such-guide", /No published guide/]]) {
            const answer = await move(ann, id, "close", { guide });
            assert.equal(answer.status, 422);
            assert.match(answer.text, words);
            assert.ok(answer.text.includes(`value="${guide}"`));
        }
        assert.equal(await state(ann, id), "New");
        await moved(ann, id, "take");
        assert.match(await asked(link), /working on it/);
        await moved(ann, id, "decline", { note: "Ponies need a stable." });
        assert.match(await asked(link), /Closed without a guide.*Ponies need a stable\./);
        assert.match(await asked(await ask("can I have a PONY at my desk")), /Ponies need a stable\./, "whoever asks the same is told at once");
        assert.equal((await move(ann, id, "reopen", { note: "" })).status, 422);
        await moved(ann, id, "reopen", { note: "A stable was built" });
        assert.match(await asked(link), /working on it/);
        await moved(ann, id, "close", { guide: `https://kb.example.org/articles/${OST}?x=1#y` });
        const page = parse((await server().get(link)).text);
        assert.equal(page.one("a", has("button")).attr("href"), `/articles/${OST}`);
        const again = parse((await server().get(await ask("May I have a pony at the desk"))).text);
        assert.ok(again);
    });

    it("feedback is closed by a revision that came after it, and comes back when it happens again", async () => {
        const ada = await as("ada");
        const make = async (body) => {
            const id = idOf(await ada.post("/staff/drafts", { title: "Badge printer" }));
            await goLive(ada, id, body);
        };
        const text = "---\ntitle: Badge printer\nslug: badge-printer\ncategory: hardware\n---\n\nIntro.\n\n## How to fix\n\n### Restart it\n\nPress the button.\n";
        await make(text);
        await feedback({ reason: "did-not-work", step: "step-1", text: "Nothing happens" }, "badge-printer");
        const [{ id, words }] = await rows(ada, "?guide=badge-printer");
        assert.equal(words, "Restart it");
        for (const revision of ["", "1", "7"]) assert.equal((await move(ada, id, "close", { revision })).status, 422, revision);
        const draft = await ada.post(`/staff/queue/${id}/draft`, { version: await version(ada, id) });
        assert.equal(draft.status, 303, draft.text.slice(0, 500));
        assert.equal(await state(ada, id), "Taken");
        const again = await ada.post(`/staff/queue/${id}/draft`, { version: "1" });
        assert.equal(again.location, draft.location, "it has its draft");
        await goLive(ada, idOf(draft), text.replace("the button", "the green button"));
        assert.equal(await state(ada, id), "Done");
        assert.match((await ada.get(`/staff/queue/${id}`)).text, /Settled by revision 2/);
        await feedback({ reason: "did-not-work", step: "step-1", text: "Still nothing" }, "badge-printer");
        const open = await rows(ada, "?guide=badge-printer");
        assert.equal(open.length, 1);
        assert.notEqual(open[0].id, id, "a new item: the old one stays settled");
        const back = await ada.post("/articles/badge-printer/edit");
        await goLive(ada, idOf(back), text.replace("the button", "the red button"));
        assert.equal((await move(ada, open[0].id, "close", { revision: "2" })).status, 422, "readers had that one");
        await moved(ada, open[0].id, "close", { revision: "3" });
        assert.equal(await state(ada, open[0].id), "Done");
    });

    it("a phrase asked for is grouped, drafted, published, and every asker has the answer", async () => {
        const [ann, ada] = [await as("ann"), await as("ada")];
        const links = [await ask("How do I laminate a qqlam card?", "laminate qqlam"), await ask("laminate qqlam card how"), await ask("qqlam card lamination device")];
        const one = await itemOf(ann, "How do I laminate a qqlam card?"), other = await itemOf(ann, "qqlam card lamination device");
        assert.equal(one.total, 2);
        assert.match((await ann.get(`/staff/queue/${other.id}`)).text, new RegExp(`/staff/queue/${one.id}"`), "found to be like it");
        for (const target of ["", "x", String(other.id), "999999"]) {
            const answer = await move(ann, other.id, "merge", { target });
            assert.equal(answer.status, 422, target);
            assert.ok(answer.text.includes(`name="target"`) && answer.text.includes(`value="${target}"`));
        }
        await moved(ann, other.id, "merge", { target: `#${one.id}` });
        assert.equal((await itemOf(ann, "How do I laminate a qqlam card?")).total, 3);
        assert.equal(await state(ann, other.id), "Grouped");
        links.push(await ask("Qqlam card: lamination device?"));
        assert.equal((await itemOf(ann, "How do I laminate a qqlam card?")).total, 4);
        const draft = await ann.post(`/staff/queue/${one.id}/draft`, { version: await version(ann, one.id) });
        assert.equal(draft.status, 303, draft.text.slice(0, 500));
        const text = (await textOf(ann, idOf(draft))).get("text");
        assert.match(text, /title: .*laminate a qqlam card/);
        for (const phrase of ["laminate qqlam", "qqlam card lamination device"]) assert.ok(text.includes(phrase), phrase);
        assert.match((await ann.get(`/staff/drafts/${idOf(draft)}`)).text, new RegExp(`/staff/queue/${one.id}"`), "the draft knows what it is for");
        for (const link of links) assert.match(await asked(link), /working on it/, link);
        const address = await goLive(ada, idOf(draft), text.replace(/\n---\n[^]*$/, "\ncategory: hardware\n---\n\nIntro.\n\n## How to fix\n\n### Do it\n\nLike this.\n"));
        assert.equal(await state(ann, one.id), "Done");
        for (const link of links) {
            const page = parse((await server().get(link)).text);
            assert.equal(page.one("a", has("button"))?.attr("href"), address, link);
        }
        assert.equal((await server().get("/q/laminate-qqlam")).status, 200, "the phrase has its page");
        const late = parse((await server().get(await ask("laminate a QQLAM card"))).text);
        assert.equal(late.one("a", has("button"))?.attr("href"), address, "who asks later has it at once");
    });

    it("a grouped item can be taken out again", async () => {
        const rae = await as("rae");
        await ask("Reset the coffee machine");
        await ask("Descale an espresso boiler");
        const a = await itemOf(rae, "Reset the coffee machine"), b = await itemOf(rae, "Descale an espresso boiler");
        await moved(rae, b.id, "merge", { target: String(a.id) });
        assert.equal((await itemOf(rae, "Reset the coffee machine")).total, 2);
        assert.equal((await move(rae, a.id, "merge", { target: String(b.id) })).status, 422, "no rings");
        await moved(rae, b.id, "reopen", { note: "not the same" });
        assert.equal((await itemOf(rae, "Reset the coffee machine")).total, 1);
        assert.equal(await state(rae, b.id), "Taken");
    });

    it("a lost race shows what was done and keeps the words", async () => {
        const [ann, rae] = [await as("ann"), await as("rae")];
        const link = await ask("Who waters the plants on floor nine?");
        const { id } = await itemOf(ann, "Who waters the plants on floor nine?");
        const seen = await version(ann, id);
        await moved(rae, id, "decline", { note: "The gardener does." });
        const late = await ann.post(`/staff/queue/${id}/move`, { version: seen, action: "reopen", note: "My own words" });
        assert.equal(late.status, 409);
        for (const words of ["Somebody changed this item", "The gardener does.", "My own words"]) assert.ok(late.text.includes(words), words);
        assert.match(await asked(link), /The gardener does\./);
        const draft = await ann.post(`/staff/queue/${id}/draft`, { version: seen });
        assert.equal(draft.status, 409);
        await moved(ann, id, "comment", { note: "Thanks" });
    });
});

describe("the list", () => {
    it("is narrowed by kind, state, owner, guide, category and period", async () => {
        const ann = await as("ann");
        const today = new Date().toISOString().slice(0, 10);
        await ask("Narrowing the list of the queue");
        await feedback({ reason: "incomplete", text: "narrow" });
        const words = "Narrowing the list of the queue";
        for (const [query, there] of [["?kind=ask", true], ["?kind=feedback", false], ["?kind=search", false], ["?state=new", true], ["?state=done", false], ["?owner=nobody", true], ["?owner=ben", false], [`?guide=${OST}`, false], ["?category=email", false], [`?from=${today}&to=${today}`, true], ["?to=2001-01-01", false], ["?order=count&kind=ask", true]]) assert.equal((await find(ann, words, query)).length, there ? 1 : 0, query);
        assert.ok((await rows(ann, "?category=email")).length > 0);
        for (const query of ["?owner=no-such-person", "?guide=no-such-guide", "?from=2001-99-99"]) {
            const page = await ann.get(`/staff/queue${query}`);
            assert.equal(page.status, 200);
            assert.match(page.text, /Nothing has this name/);
            assert.equal((await rows(ann, query)).length, 0);
        }
        assert.equal((await ann.get("/staff/queue?after=nonsense")).status, 422);
        assert.equal((await ann.get("/staff/queue/999999")).status, 404);
        assert.equal((await ann.get("/staff/queue/x")).status, 404);
        assert.equal((await ann.post("/staff/queue/1/move", { action: "explode", version: "1" })).status, 422);
        assert.equal((await ann.post("/staff/queue/1/move", { action: "write", version: "1" })).status === 303, false);
    });

    it("goes on by cursor, each item once", async (t) => {
        const many = await start({ users: USERS, args: ["--ask-rate", "0"] });
        t.after(() => many.stop());
        for (let i = 0; i < 120; i++) await ask(`Wanted thing uvw${i} alpha`, "", many);
        const ann = await as("ann", many);
        for (const order of ["", "?order=count"]) {
            const seen = [];
            for (let path = `/staff/queue${order}`; path; ) {
                const page = parse((await ann.get(path)).text);
                seen.push(...page.all("li", has("queue-row")).map((row) => row.one("a").attr("href")));
                path = page.all("p", has("pager"))[0]?.one("a").attr("href");
            }
            assert.equal(seen.length, 120, order);
            assert.equal(new Set(seen).size, 120);
        }
        const counts = parse((await ann.get("/staff/queue")).text).one("ul", (n) => n.all("span", has("count")).length > 0).all("span", has("count")).map((n) => Number(n.text));
        assert.deepEqual(counts, [120, 120, 0, 0]);
    });
});

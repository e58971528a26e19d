// What editing must stand: a text of 3 MB, 500 steps, many revisions, and many who save at the same moment.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { serving } from "./server.mjs";

const server = serving(before, after, { users: { ada: "admin", ann: "author", bea: "author,reviewer" }, args: ["--self-review", "yes", "--deadline-ms", "20000"] });
/* tests/http/long/history.test.mjs makes it a thousand. */
const MANY = Number(process.env.RUNBOOKD_REVISIONS ?? 120);
const as = (name) => new Person(server()).signIn(name);
const idOf = (answer) => Number(/\/staff\/drafts\/(\d+)/.exec(answer.location ?? "")?.[1]);
const form = (text) => parse(text).one("form", (f) => f.attr("data-editor") != null);
const editor = async (person, id, query = "") => fields(form((await person.get(`/staff/drafts/${id}/edit${query}`)).text));
const head = (slug) => `---\ntitle: The guide ${slug}\nslug: ${slug}\ncategory: hardware\n---\n\n`;

async function begin(person, title) {
    const id = idOf(await person.post("/staff/drafts", { title }));
    assert.ok(id);
    return id;
}
async function write(person, id, version, text) {
    const answer = await person.post(`/staff/drafts/${id}`, { version: String(version), whole: "1", text, why: `version ${version + 1}` });
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
    assert.doesNotMatch(answer.location, /merge/);
}
async function goLive(person, id, version) {
    for (const action of ["submit", "approve"]) assert.equal((await person.post(`/staff/drafts/${id}/move`, { version: String(version), action })).status, 303);
    const answer = await person.post(`/staff/drafts/${id}/publish`, { version: String(version) });
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
}

describe("large guides", () => {
    it("3 MB are kept, shown, compared and published; a byte more comes back", async () => {
        const ada = await as("ada");
        const id = await begin(ada, "As long as can be");
        const most = 3 << 20;
        const start = `${head("as-long-as-can-be")}Words.\n\n## How to fix\n\n### Read\n\n`;
        const line = "Read this & that <b>line</b> ünd go on to the next one, which is as long as this one was.\n\n";
        const text = (start + line.repeat(Math.floor((most - Buffer.byteLength(start)) / Buffer.byteLength(line))));
        const full = text + "x".repeat(most - Buffer.byteLength(text));
        assert.equal(Buffer.byteLength(full), most);
        await write(ada, id, 1, full);
        assert.equal((await editor(ada, id, "?whole=1")).get("text"), full);
        const over = await ada.post(`/staff/drafts/${id}`, { version: "2", whole: "1", text: `${full}y`, why: "one more" });
        assert.equal(over.status, 413);
        assert.ok(fields(form(over.text)).get("text").endsWith("xy"), "what was typed comes back");
        assert.ok(/longer than/.test(over.text), "and says why");
        for (const path of ["", "/preview", "/compare?from=1&to=2"]) {
            const page = await ada.get(`/staff/drafts/${id}${path}`);
            assert.equal(page.status, 200, path);
        }
        const typed = await ada.post(`/staff/drafts/${id}/preview`, { version: "2", whole: "1", text: full }, { headers: { Accept: "application/json" } });
        assert.ok(typed.json.html.length > most, "shown while typed");
        await goLive(ada, id, 2);
        assert.equal((await server().get("/articles/as-long-as-can-be")).status, 200);
        assert.equal((await ada.get("/staff/guides/as-long-as-can-be")).status, 200);
    });

    it("500 steps are 500 steps", async () => {
        const ada = await as("ada");
        const id = await begin(ada, "Many steps");
        const steps = Array.from({ length: 500 }, (_, i) => `### Step named ${i + 1} {minutes=1}\n\nDo ${i + 1}.\n`).join("\n");
        await write(ada, id, 1, `${head("many-steps")}Words.\n\n## How to fix\n\n${steps}`);
        assert.match((await ada.get(`/staff/drafts/${id}/preview`)).text, /Step named 500/);
        await goLive(ada, id, 2);
        const page = (await server().get("/articles/many-steps")).text;
        for (const n of [1, 250, 500]) assert.ok(page.includes(`id="step-${n}"`) && page.includes(`Step named ${n}`), String(n));
    });
});

describe("a long history", () => {
    it(`${MANY} revisions are paged through, compared and restored`, async () => {
        const ada = await as("ada");
        let id = await begin(ada, "Changed often");
        for (let i = 1; i <= MANY; i++) {
            if (i > 1) id = idOf(await ada.post("/articles/changed-often/edit"));
            await write(ada, id, 1, `${head("changed-often")}This is text number ${i}.\n\n## How to fix\n\n### Do\n\nIt.\n`);
            await goLive(ada, id, 2);
        }
        const seen = [];
        let path = "/staff/guides/changed-often";
        for (let pages = 0; path && pages < 200; pages++) {
            const page = await ada.get(path);
            assert.equal(page.status, 200, path);
            assert.ok(page.body.length < 500_000, "a page of the history has its measure");
            const dom = parse(page.text);
            seen.push(...dom.all("tr").map((tr) => tr.one("th", (th) => th.attr("scope") === "row")).filter(Boolean).map((th) => Number(/\d+/.exec(th.text.replace(/[^\d ]/g, ""))[0])));
            path = dom.one("a", (a) => /[?&](after|before)=/.test(a.attr("href") ?? ""))?.attr("href");
        }
        assert.deepEqual(seen, Array.from({ length: MANY }, (_, i) => MANY - i), "every one, once, the newest first");
        const compared = await ada.get(`/staff/guides/changed-often/compare?from=1&to=${MANY}`);
        assert.match(compared.text, new RegExp(`<ins>[^<]*${MANY}`));
        const back = await ada.post("/staff/guides/changed-often/restore-revision", { revision: "1" });
        assert.match((await editor(ada, idOf(back), "?whole=1")).get("text"), /text number 1\./);
        for (const before of ["zzz", "-1", "99999999999999999999", "1%00"]) assert.ok((await ada.get(`/staff/guides/changed-often?before=${before}`)).status < 500, before);
    });
});

describe("at the same moment", () => {
    it("of all who save, one wins and the others get the merge, round after round", async () => {
        const people = await Promise.all(["ada", "ann", "bea"].map(as));
        const id = await begin(people[1], "Everybody writes");
        await write(people[1], id, 1, `${head("everybody-writes")}Base.\n\n## How to fix\n\n### Do\n\nIt.\n`);
        const kept = [];
        for (let round = 0, version = 2; round < 40; round++, version++) {
            const words = people.map((_, who) => `Round ${round} by writer ${who}, ü${"<&>".repeat(who)}.`);
            const forms = await Promise.all(people.map((person) => editor(person, id)));
            assert.ok(forms.every((f) => f.get("version") === String(version)), `version ${version}`);
            const answers = await Promise.all(people.map((person, who) => {
                forms[who].set("text", `${forms[who].get("text")}\n\n${words[who]}\n`);
                return person.post(`/staff/drafts/${id}`, Object.fromEntries(forms[who]));
            }));
            assert.deepEqual(answers.map((a) => a.status), [303, 303, 303]);
            const winners = answers.flatMap((a, who) => (/\/merge\?/.test(a.location) ? [] : [who]));
            assert.equal(winners.length, 1, `round ${round}: ${answers.map((a) => a.location)}`);
            kept.push(words[winners[0]]);
            for (const who of people.keys()) {
                if (who === winners[0]) continue;
                const typed = new URL(answers[who].location, server().origin).searchParams.get("typed");
                const page = (await people[who].get(`/staff/drafts/${id}/merge?typed=${typed}`)).text;
                const shown = parse(page).one("main").text;
                for (const wanted of [words[who], words[winners[0]]]) assert.ok(shown.includes(wanted), `${wanted} in the merge of ${who}`);
                await people[who].post(`/staff/drafts/${id}/forget`, { typed });
            }
        }
        const text = (await editor(people[0], id)).get("text");
        for (const words of kept) assert.ok(text.includes(words), words);
    });

    it("a chain of merges ends with everybody's words", async () => {
        const [ann, bea] = [await as("ann"), await as("bea")];
        const id = await begin(ann, "Chain of merges");
        await write(ann, id, 1, `${head("chain-of-merges")}Base.\n`);
        for (let round = 0; round < 10; round++) {
            const [a, b] = await Promise.all([editor(ann, id), editor(bea, id)]);
            a.set("text", `${a.get("text")}\nAnn ${round}\n`);
            b.set("text", `${b.get("text")}\nBea ${round}\n`);
            const answers = await Promise.all([ann.post(`/staff/drafts/${id}`, Object.fromEntries(a)), bea.post(`/staff/drafts/${id}`, Object.fromEntries(b))]);
            const loser = /\/merge\?/.test(answers[0].location) ? ann : bea;
            const choices = fields(parse((await loser.get(`/staff/drafts/${id}/merge`)).text).one("form", (f) => /\/merge$/.test(f.attr("action") ?? "")));
            const { location } = await loser.post(`/staff/drafts/${id}/merge`, Object.fromEntries(choices));
            assert.match(location, /typed=\d+/);
            const merged = await editor(loser, id, new URL(location, server().origin).search);
            assert.doesNotMatch((await loser.post(`/staff/drafts/${id}`, Object.fromEntries(merged))).location, /merge/);
        }
        const text = (await editor(ann, id)).get("text");
        for (let round = 0; round < 10; round++) for (const who of ["Ann", "Bea"]) assert.equal(text.split(`${who} ${round}\n`).length + text.split(`${who} ${round}\r\n`).length, 3, `${who} ${round}`);
    });
});

describe("a session that ends in mid-edit", () => {
    it("gives the text back without a script, and takes it after signing in", async () => {
        const ann = await as("ann");
        const id = await begin(ann, "Ends in between");
        const typed = await editor(ann, id);
        typed.set("text", "\n\nTwo \"words\" & <more>\r\n\r\n  indented\u00a0here\r\n");
        typed.set("why", "an hour's work");
        await ann.post("/account/sessions", { end: "all" });
        const late = await server().post(`/staff/drafts/${id}`, { jar: ann.jar, form: typed });
        assert.equal(late.status, 401);
        const heldIn = (answer) => parse(answer.text).one("form", (f) => f.one("textarea", (i) => i.attr("name") === "text"));
        await ann.signIn("ann");
        const asked = await server().post(`/staff/drafts/${id}`, { jar: ann.jar, form: fields(heldIn(late)) });
        assert.equal(asked.status, 403, "and asks, since the form was of another session");
        assert.equal((await server().post(`/staff/drafts/${id}`, { jar: ann.jar, form: fields(heldIn(asked)) })).status, 303);
        const text = (await editor(ann, id)).get("text").replaceAll("\r\n", "\n");
        assert.ok(text.includes("Two \"words\" & <more>\n\n  indented\u00a0here\n"), JSON.stringify(text));
    });
});

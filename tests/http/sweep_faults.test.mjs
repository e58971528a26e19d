// Many guides at once, and what may go wrong on the way: the process is killed and starts again, two changes go over the same
// guides. Each guide is changed once or named, and no acknowledged plan is forgotten.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { start, temporaryFolder } from "./server.mjs";

const MANY = 150;

function content(t) {
    const folder = temporaryFolder(t);
    mkdirSync(join(folder, "articles/bulk"), { recursive: true });
    for (let i = 0; i < MANY; i++) writeFileSync(join(folder, `articles/bulk/swept-${i}.md`), `---\ntitle: Swept ${i}\nslug: swept-${i}\ncategory: bulk\ntags: [old]\n---\n\nWords ${i}.\n`);
    return folder;
}

const origin = (answer, server) => new URL(answer.location, server.origin).pathname;

/* The page of a sweep once the program has done its part of it. */
async function settled(person, path) {
    for (;;) {
        const page = await person.get(path);
        assert.equal(page.status, 200, page.text.slice(0, 500));
        if (!/data-sweep=/.test(page.text)) return page;
        await new Promise((done) => setTimeout(done, 20));
    }
}

async function plan(person, value) {
    const made = await person.post("/staff/bulk", { category: "bulk", scope: "all", kind: "tag-add" });
    assert.equal(made.status, 303, made.text.slice(0, 500));
    const path = origin(made, person.server);
    assert.equal((await person.post(`${path}/plan`, { value, why: `Marked ${value}` })).status, 303);
    const page = await settled(person, path);
    const form = fields(parse(page.text).one("form", (f) => f.attr("id") === "page-choices"));
    form.set("then", "start");
    return { path, begin: () => person.server.request("POST", `${path}/choices`, { jar: person.jar, form }) };
}

const tags = async (server) =>
    Promise.all(Array.from({ length: MANY }, async (_, i) => (await server.get(`/api/v1/articles/swept-${i}`)).json.tags.map(({ tag }) => tag)));

describe("a change of many guides", () => {
    it("goes on after the process was killed, and changes no guide twice", async (t) => {
        const data = temporaryFolder(t);
        const folder = content(t);
        let server = await start({ data, content: folder, users: { ada: "admin" } });
        const ada = await new Person(server).signIn("ada");
        const { path, begin } = await plan(ada, "marked");
        assert.equal((await begin()).status, 303);
        for (let kills = 0; kills < 3; kills++) {
            await ada.get(path);
            await server.kill();
            server = await start({ data, content: folder });
            ada.server = server;
        }
        const page = await settled(ada, path);
        assert.match(page.text, /Marked marked/);
        for (const [i, each] of (await tags(server)).entries()) assert.deepEqual(each, ["old", "marked"], `guide ${i}`);
        for (const i of [0, MANY >> 1, MANY - 1]) {
            const history = (await ada.get(`/staff/guides/swept-${i}`)).text;
            assert.equal(history.split("Marked marked").length - 1, 1, `guide ${i} has one new revision`);
        }
        await server.stop();
    });

    it("says so while the disk is full, and goes on by itself afterwards", async (t) => {
        const server = await start({ data: temporaryFolder(t), content: content(t), users: { ada: "admin" } });
        const ada = await new Person(server).signIn("ada");
        const values = [];
        for (let told = false; !told && values.length < 9;) {
            values.push(`roomy-${values.length}`);
            const { path, begin } = await plan(ada, values.at(-1));
            assert.equal((await begin()).status, 303);
            server.fillDisk(); // unless it was faster: then another one
            let page;
            try {
                do page = await ada.get(path);
                while (/data-sweep=/.test(page.text) && !/cannot write/.test(page.text));
            } finally {
                server.emptyDisk();
            }
            told = /cannot write/.test(page.text);
            assert.doesNotMatch((await settled(ada, path)).text, /cannot write/);
            if (values.length === 9) assert.ok(told);
        }
        for (const [i, each] of (await tags(server)).entries()) assert.deepEqual(each, ["old", ...values], `guide ${i}`);
        await server.stop();
    });

    it("beside another one over the same guides: each is changed as it was seen, or left alone and named", async (t) => {
        const server = await start({ data: temporaryFolder(t), content: content(t), users: { ada: "admin", pam: "publisher" } });
        const people = [await new Person(server).signIn("ada"), await new Person(server).signIn("pam")];
        const plans = [await plan(people[0], "left"), await plan(people[1], "right")];
        for (const answer of await Promise.all(plans.map((each) => each.begin()))) assert.equal(answer.status, 303);
        const pages = await Promise.all(plans.map((each, who) => settled(people[who], each.path)));
        const all = await tags(server);
        const count = (tag) => all.filter((each) => each.includes(tag)).length;
        assert.ok(all.every((each) => each.length === 2), "each guide was changed by one of them");
        assert.equal(count("left") + count("right"), MANY);
        for (const [who, tag] of ["left", "right"].entries()) {
            const told = parse(pages[who].text).one("main").text;
            assert.deepEqual([/Done (\d+)/.exec(told)?.[1], /Failed (\d+)/.exec(told)?.[1] ?? "0"], [String(count(tag)), String(MANY - count(tag))]);
        }
        await server.stop();
    });
});

// Saves of every registry, and an answer to a step, on a full disk: 503 with what was typed, nothing of it written, in pages, files
// or the record; reading goes on; the same form is saved once there is room, and is there after kill -9.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { Jar, runbookd, start, temporaryFolder } from "./server.mjs";

const data = join(temporaryFolder(), "store");
let server = null, pam = null;
before(async () => {
    server = await start({ data, users: { pam: "admin,publisher" } });
    pam = await new Person(server).signIn("pam");
});
after(async () => {
    await server?.stop();
});

const formTo = (page, action, has = () => true) => parse(page.text).one("form", (f) => f.attr("method") === "post" && (f.attr("action") ?? "").split("#")[0] === action && has(f));
const button = (form, value) => form.one("button", (b) => !value || b.attr("value") === value);
const field = (name) => (form) => [...form.all("input"), ...form.all("textarea")].some((one) => one.attr("name") === name);

/* Where a form stands and goes to, which of those it is, what is typed, and where one sees that it was saved. */
const FORMS = {
    "a phrase": { page: "/staff/phrases", has: field("guide"), typed: { phrase: "unmistakable phrase zq", guide: OST }, seen: ["/staff/phrases?q=unmistakable", /unmistakable phrase zq/] },
    synonyms: { page: "/staff/synonyms", typed: { phrases: "zqone\nzqtwo", why: "asked" }, seen: ["/staff/synonyms?q=zqone", /zqtwo/] },
    "an error code": { page: "/staff/codes", typed: { family: "win32", code: "64999", meaning: "Unmistakable meaning zq.", why: "asked" }, seen: ["/staff/codes?q=64999", /Unmistakable meaning zq/] },
    "the banner": { page: "/staff/banner", typed: { text: "Unmistakable incident zq", why: "asked" }, seen: ["/staff/banner", /Unmistakable incident zq/] },
    "the service desk": { page: "/staff/service-desk", typed: { hours: "Unmistakable hours zq", phone: "+49 30 1234", why: "asked" }, seen: ["/staff/service-desk", /Unmistakable hours zq/] },
    "a person": { page: "/staff/people/tamem-j", typed: { role: "Unmistakable role zq", why: "asked" }, seen: ["/staff/people/tamem-j", /Unmistakable role zq/] },
    "a category": { page: "/staff/categories", has: (f) => field("title")(f), does: "add", typed: { path: "zq-area", title: "Unmistakable area zq" }, seen: ["/staff/categories", /Unmistakable area zq/] },
    "a tag's new name": { page: "/staff/tags", does: "merge", typed: { tag: "ost", into: "zq-tag", why: "asked" }, unrecorded: true /* a plan changes nothing yet */, seen: ["/staff/bulk", /zq-tag/] },
    "a partner": { page: "/staff/partners", has: field("slug"), typed: { name: "Unmistakable partner zq", slug: "zq-partner", why: "asked" }, seen: ["/staff/partners/zq-partner", /Unmistakable partner zq/] },
    "a tree": { page: "/staff/trees", has: field("title"), typed: { title: "Unmistakable tree zq" }, seen: ["/staff", /Unmistakable tree zq/] },
};

/* Everything that the store gives out as files, by name; and the record. */
async function written() {
    const out = temporaryFolder();
    const done = await runbookd(["export", "--data", data, out]);
    assert.equal(done.code, 0, done.stderr);
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const bytes = files.map((entry) => join(entry.path, entry.name)).sort().map((path) => [path.slice(out.length), readFileSync(path, "latin1")]);
    return { bytes, record: (await pam.get("/admin/audit.csv")).text };
}

describe("saved on a full disk", () => {
    for (const [what, { page, has, does, typed, unrecorded, seen }] of Object.entries(FORMS))
        it(`${what} is not, in no part of it, and is as soon as there is room`, async () => {
            const form = formTo(await pam.get(page), page, has);
            assert.ok(form, `a form on ${page}`);
            const sent = fields(form, button(form, does));
            for (const [name, value] of Object.entries(typed)) sent.set(name, value);
            const before = await written();
            server.fillDisk();
            let refused;
            try {
                refused = await server.post(page, { jar: pam.jar, form: sent });
                assert.equal(refused.status, 503, refused.text.slice(0, 800));
                assert.ok(refused.headers["retry-after"]);
                const now = await pam.get(seen[0]);
                assert.ok(now.status === 404 || !seen[1].test(now.text.replaceAll(/value="[^"]*"/g, "")), "nothing is shown of it");
                assert.equal((await server.get(`/articles/${OST}`)).status, 200, "reading goes on");
                assert.equal((await pam.get(page)).status, 200);
                assert.deepEqual(await written(), before, "nothing is written of it");
            } finally {
                server.emptyDisk();
            }
            const held = formTo(refused, page);
            assert.ok(held, refused.text.slice(0, 3000));
            const saved = await server.post(page, { jar: pam.jar, form: fields(held) });
            assert.equal(saved.status, 303, saved.text.slice(0, 3000));
            assert.match((await pam.get(seen[0])).text, seen[1]);
            if (!unrecorded) assert.notEqual((await written()).record, before.record);
        });

    it("an answer to a step is not, and the reader's page sends it by its form", async () => {
        const jar = new Jar(), path = `/articles/${OST}/steps/step-1`;
        const form = formTo(await server.get(`/articles/${OST}`, { jar }), path);
        const { mark } = (await server.get(`/api/v1/articles/${OST}/steps`)).json.steps[0];
        const mine = async () => (await server.get(`/api/v1/articles/${OST}/steps`, { jar })).json.steps[0].mine;
        const count = async () => parse((await pam.get(`/staff/guides/${OST}/steps`)).text).one("table").all("tr")[1].all("td").slice(0, 2).map((cell) => Number(cell.text));
        assert.deepEqual(await count(), [0, 0]);
        server.fillDisk();
        let refused;
        try {
            const api = await server.post(`/api/v1${path}`, { jar, body: { worked: false, mark } });
            assert.equal(api.status, 503, api.text);
            assert.ok(api.headers["retry-after"]);
            refused = await server.post(path, { jar, form: fields(form, button(form, "no")) });
            assert.equal(refused.status, 503);
            assert.equal((await server.get(`/articles/${OST}`)).status, 200);
        } finally {
            server.emptyDisk();
        }
        assert.equal(await mine(), null);
        assert.deepEqual(await count(), [0, 0], "neither the answer nor a total");
        const held = formTo(refused, path);
        assert.equal(fields(held).get("mark"), mark);
        assert.match((await server.post(path, { jar, form: fields(held) })).location, /answered=no/);
        assert.equal(await mine(), false);
        assert.deepEqual(await count(), [0, 1]);
    });

    it("what was saved afterwards outlives kill -9", async () => {
        await server.kill();
        server = await start({ data });
        pam = await new Person(server, pam.jar).signIn("pam");
        for (const { seen } of Object.values(FORMS)) assert.match((await pam.get(seen[0])).text, seen[1], seen[0]);
    });
});

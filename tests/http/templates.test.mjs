// Templates for new guides: files of the content, offered with what they are for, edited by whoever runs the portal.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { CONTENT, runbookd, serving, temporaryFolder } from "./server.mjs";

const server = serving(before, after, { users: { ann: "author" } });
const FOLDER = join(CONTENT, "guide-templates");
const files = readdirSync(FOLDER).sort();
const text = (file) => readFileSync(join(FOLDER, file), "utf8");
const named = (file) => /^template: (.+)$/m.exec(text(file))[1];

async function source(person, answer) {
    const path = new URL(answer.location, server().origin).pathname;
    return fields(parse((await person.get(`${path}?whole=1`)).text).one("form", (f) => f.attr("data-editor") != null)).get("text").replaceAll("\r\n", "\n");
}

describe("templates for new guides", () => {
    it("are offered in the order of their files, with what each is for", async () => {
        const ann = await new Person(server()).signIn("ann");
        const page = parse((await ann.get("/staff")).text);
        const choices = page.all("label", (n) => /template-choice/.test(n.attr("class") ?? ""));
        assert.deepEqual(choices.map((n) => n.one("strong").text), ["Runbook", ...files.map(named)]);
        for (const choice of choices) assert.ok(choice.one("span", (n) => n.attr("class") === "hint").text.length > 20);
        assert.deepEqual(choices.map((n) => n.one("input").attr("checked") != null), choices.map((_, i) => i === 0));
    });

    it("give a new guide their text under its title, and nothing of their own keys", async () => {
        const ann = await new Person(server()).signIn("ann");
        for (const file of files) {
            const made = await ann.post("/staff/drafts", { title: 'Dock: "no picture"', template: file.replace(/\.md$/, "") });
            assert.equal(made.status, 303, made.text.slice(0, 500));
            const got = await source(ann, made);
            assert.match(got, /^title: .*Dock: .*no picture/m, file);
            assert.doesNotMatch(got, /^(template|use_when):/m, file);
            assert.equal(got.split(/^---$/m)[2], text(file).split(/^---$/m)[2], file);
            const remarks = await ann.get(new URL(made.location, server().origin).pathname.replace(/\/edit$/, ""));
            assert.doesNotMatch(remarks.text, /front-matter\./, "it parses as it is");
        }
    });

    it("without one, or with the plain one, it is the usual runbook", async () => {
        const ann = await new Person(server()).signIn("ann");
        for (const form of [{ title: "Plain" }, { title: "Plain", template: "" }]) assert.match(await source(ann, await ann.post("/staff/drafts", form)), /## Symptoms[\s\S]*## Likely causes/);
        for (const template of ["no-such", "../articles/x", "10-error-message.md", "x".repeat(5000)]) assert.equal((await ann.post("/staff/drafts", { title: "Lost", template })).status, 422, template.slice(0, 20));
    });

    it("go out and in again byte for byte, are no guides, and a slip is told", async (t) => {
        const data = temporaryFolder(t), root = temporaryFolder(t), out = join(temporaryFolder(t), "out");
        mkdirSync(join(root, "guide-templates"));
        for (const file of files) writeFileSync(join(root, "guide-templates", file), text(file));
        const odd = "\uFEFF---\r\ntemplate: Odd\r\n---\r\nWords.\r\n";
        writeFileSync(join(root, "guide-templates/90-odd.md"), odd);
        assert.equal((await runbookd(["import", "--data", data, root])).code, 0);
        assert.equal((await runbookd(["export", "--data", data, out])).code, 0);
        assert.deepEqual(readdirSync(join(out, "guide-templates")).sort(), [...files, "90-odd.md"]);
        for (const file of files) assert.equal(readFileSync(join(out, "guide-templates", file), "utf8"), text(file));
        assert.deepEqual(readFileSync(join(out, "guide-templates/90-odd.md")), Buffer.from(odd));
        assert.ok(!readdirSync(out).includes("articles"));
        for (const [name, bytes, words] of [["a.md", "# No name\n", /what it is called/], ["b.md", `---\ntemplate: Long\n---\n${"x".repeat(70000)}`, /64 KB/], ["c.md", "---\ntemplate: [\n---\n", /YAML/], ["d.md", Buffer.from("---\ntemplate: A\n---\n\xff", "latin1"), /UTF-8/], ["deep/e.md", "---\ntemplate: A\n---\n", /itself/]]) {
            const bad = temporaryFolder(t);
            mkdirSync(join(bad, "guide-templates/deep"), { recursive: true });
            writeFileSync(join(bad, "guide-templates", name), bytes);
            const said = await runbookd(["import", "--data", data, bad]);
            assert.equal(said.code, 1, name);
            assert.match(said.stderr, words, name);
        }
    });
});

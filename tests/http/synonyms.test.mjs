// Synonyms: a table of the content, taken in and given back; what was substituted is said.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "./html.mjs";
import { CONTENT, runbookd, start, temporaryFolder } from "./server.mjs";

function folder(t, synonyms) {
    const dir = temporaryFolder(t);
    mkdirSync(join(dir, "articles"));
    writeFileSync(join(dir, "articles/a.md"), "---\ntitle: The frobnicator is stuck\n---\n\nIt does nothing.\n");
    writeFileSync(join(dir, "articles/b.md"), "---\ntitle: Restart the server room\n---\n\nSlowly.\n");
    if (synonyms) writeFileSync(join(dir, "synonyms.tsv"), synonyms);
    return dir;
}

async function serve(t, args) {
    const server = await start(args);
    t.after(() => server.stop());
    return server;
}

describe("synonyms", () => {
    it("a store begins with the common pairs, and says what it looked for", async (t) => {
        const server = await serve(t, { content: folder(t) });
        const found = (await server.get("/api/v1/search?q=reboot")).json;
        assert.equal(found.hits[0].title, "Restart the server room");
        assert.deepEqual(found.also, [{ typed: "reboot", others: ["restart", "power cycle"] }]);
        const root = parse((await server.get("/search?q=reboot")).text);
        assert.match(root.one("ul", (u) => u.attr("class") === "also").text, /Also searched for “reboot”:\s*restart\s+power cycle/);
        assert.ok(root.all("a").some((a) => a.attr("href") === "/search?q=reboot&literal=1"), "the search without them is linked");
        const literal = (await server.get("/api/v1/search?q=reboot&literal=1")).json;
        assert.equal(literal.total, 0);
        assert.deepEqual(literal.also, []);
    });

    it("the table of the content replaces them; words, phrases, any script", async (t) => {
        const server = await serve(t, { content: folder(t, "# ours\nWidget Thing\tfrobnicator\nГаджет\tfrobnicator\n") });
        assert.equal((await server.get("/api/v1/search?q=reboot")).json.total, 0);
        for (const query of ["widget thing", "гаджет", "my Widget THINGS stopped"]) {
            const { hits } = (await server.get(`/api/v1/search?q=${encodeURIComponent(query)}`)).json;
            assert.equal(hits[0]?.title, "The frobnicator is stuck", query);
        }
    });

    it("export gives the file back byte for byte", async (t) => {
        const text = "\ufeff# note\r\na b\tc\r\n\r\nd\te\r\n";
        const dir = folder(t, text), data = join(dir, "data"), out = join(dir, "out");
        assert.equal((await runbookd(["import", "--data", data, dir])).code, 0);
        assert.equal((await runbookd(["export", "--data", data, out])).code, 0);
        assert.equal(readFileSync(join(out, "synonyms.tsv"), "utf8"), text);
    });

    it("bad lines are named, and nothing of the file is taken", async (t) => {
        const lines = ["alone", "one\tONE", "a b c d e\tx", "x\t\ty", `${"z".repeat(90)}\tq`, Array.from({ length: 13 }, (_, i) => `w${i}`).join("\t")];
        const dir = folder(t, `fine\tgood\n${lines.join("\n")}\n`);
        const result = await runbookd(["import", "--data", join(dir, "data"), dir]);
        assert.equal(result.code, 1);
        lines.forEach((_, i) => assert.match(result.stdout + result.stderr, new RegExp(`synonyms\\.tsv:${i + 2}: error`), `line ${i + 2}`));
    });

    it("the project's own table is what a store begins with", () => {
        const seed = [...readFileSync(join(CONTENT, "../migrations/sqlite/0010_finding.sql"), "utf8").matchAll(/\((\d+), (\d+), '([^']+)'\)/g)];
        const lines = readFileSync(join(CONTENT, "synonyms.tsv"), "utf8").split("\n").filter((l) => l && !l.startsWith("# "));
        const begun = [];
        for (const [, line, , phrase] of seed) (begun[line] ??= []).push(phrase);
        assert.deepEqual(begun.map((phrases) => phrases.join("\t")), lines);
    });
});

// Eval: one line a kind, counted the way the search page finds.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { ROOT, runbookd, temporaryFolder } from "./server.mjs";

const CORPUS = join(process.env.SHARED_DIR ?? join(ROOT, "../shared"), "corpus");

function write(root, path, text) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
}

function linesOf(stdout) {
    return Object.fromEntries(stdout.trim().split("\n").map((line) => {
        const [kind, ...figures] = line.split(" ");
        assert.equal(figures.length, 6, line);
        const [n, first, ten, mrr, p50, p99] = figures.map(Number);
        assert.ok(p50 >= 0 && p99 >= p50, line);
        return [kind, { n, first, ten, mrr }];
    }));
}

async function prepare(t) {
    const root = temporaryFolder(t);
    const data = join(temporaryFolder(t), "store");
    write(root, "a/printer.md", "---\ntitle: Printer prints blank pages\nqueries: [page without anything]\n---\nThe cartridge is empty.\n");
    write(root, "b/mail.md", "---\ntitle: Mail is slow\n---\nThe cache of the mailbox is too large.\n");
    assert.equal((await runbookd(["import", "--data", data, root])).code, 0);
    return { root, data, run: (...files) => runbookd(["eval", "--data", data, ...files]) };
}

describe("eval", () => {
    it("prints one line a kind over all files, phrases first", async (t) => {
        const { root, run } = await prepare(t);
        const one = write(root, "one.tsv",
            "Page without anything!\ta/printer.md\tphrase\npage without anything\tb/mail.md\tphrase\nblank pages\ta/printer.md\tranked\r\n");
        const two = write(root, "two.tsv", "\nmailbox cache\tb/mail.md\tranked\nzzqqxx\tb/mail.md\tnothing");
        const { code, stdout, stderr } = await run(one, two);
        assert.equal(code, 0, stderr);
        assert.deepEqual(linesOf(stdout), {
            phrase: { n: 2, first: 0.5, ten: 0.5, mrr: 0.5 },
            ranked: { n: 2, first: 1, ten: 1, mrr: 1 },
            nothing: { n: 1, first: 0, ten: 0, mrr: 0 },
        });
        assert.deepEqual(stdout.trim().split("\n").map((l) => l.split(" ")[0]), ["phrase", "ranked", "nothing"]);
    });

    it("a path that nobody imported is named and a miss; a broken line fails", async (t) => {
        const { root, run } = await prepare(t);
        const odd = write(root, "odd.tsv", "blank pages\tgone.md\tx\n");
        const warned = await run(odd);
        assert.equal(warned.code, 0);
        assert.match(warned.stderr, /odd\.tsv:1: warning: path: .*gone\.md/);
        assert.equal(linesOf(warned.stdout).x.first, 0);
        const broken = write(root, "broken.tsv", "blank pages\ta/printer.md\tx\nno tabs\n");
        const failed = await run(broken);
        assert.equal(failed.code, 1);
        assert.match(failed.stderr, /broken\.tsv:2: error: /);
        assert.equal(linesOf(failed.stdout).x.first, 1, "the other lines count");
        assert.equal((await run(join(root, "none.tsv"))).code, 1);
        assert.equal((await run()).code, 2);
    });

    it("finds titles of the shared corpus", { skip: existsSync(CORPUS) ? false : `no ${CORPUS}` }, async (t) => {
        const data = join(temporaryFolder(t), "store");
        const timeout = 600_000;
        await runbookd(["import", "--data", data, join(CORPUS, "articles")], { timeout });
        const { code, stdout, stderr } = await runbookd(["eval", "--data", data, join(CORPUS, "queries-public.tsv")], { timeout });
        assert.equal(code, 0, stderr);
        const kinds = linesOf(stdout);
        assert.ok(kinds.title.n > 50 && kinds.title.first >= 0.97, stdout);
    });
});

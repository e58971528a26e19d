// Export: what was imported comes out again byte for byte, and goes in again unchanged.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { CONTENT, ROOT, runbookd, start, temporaryFolder } from "./server.mjs";

const CORPUS = join(process.env.SHARED_DIR ?? join(ROOT, "../shared"), "corpus/articles");
const TAKEN = /(\.(md|markdown)|^(categories|priority)\.json|^(codes|synonyms)\.tsv$|^(people|partners|trees)\/[^/]+\.json)$/;

function write(root, path, bytes) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
}

/* Paths of all files below a folder that import takes; hidden ones are passed over. */
function filesBelow(root, below = "") {
    return readdirSync(join(root, below), { withFileTypes: true })
        .filter((entry) => !entry.name.startsWith("."))
        .flatMap((entry) => {
            const path = below ? `${below}/${entry.name}` : entry.name;
            return entry.isDirectory() ? filesBelow(root, path) : entry.isFile() ? [path] : [];
        });
}

function sameFiles(source, copy, refused = []) {
    const wanted = filesBelow(source).filter((path) => TAKEN.test(path) && !refused.includes(path));
    assert.deepEqual(filesBelow(copy).sort(), wanted.sort());
    for (const path of wanted)
        assert.ok(readFileSync(join(source, path)).equals(readFileSync(join(copy, path))), `${path} differs`);
    return wanted.length;
}

/* import → export → import into the same and into a fresh store. */
async function roundTrip(t, source, { refused = [], timeout = 600_000 } = {}) {
    const data = join(temporaryFolder(t), "store");
    const fresh = join(temporaryFolder(t), "store");
    const copy = join(temporaryFolder(t), "copy");
    const again = join(temporaryFolder(t), "again");
    const run = (...args) => runbookd(args, { timeout });
    const into = await run("import", "--data", data, source);
    assert.equal(into.code, refused.length ? 1 : 0, into.stderr.slice(-2000));
    const out = await run("export", "--data", data, copy);
    assert.equal(out.code, 0, out.stderr);
    const count = sameFiles(source, copy, refused);
    assert.match(out.stdout, new RegExp(`\\b${count} written, 0 unchanged, 0 removed; 0 errors`));
    const back = await run("import", "--data", data, copy);
    assert.equal(back.code, 0, back.stderr.slice(-2000));
    assert.match(back.stdout, new RegExp(` 0 created, 0 changed, ${count} unchanged, 0 refused`));
    assert.equal((await run("import", "--data", fresh, copy)).code, 0);
    assert.equal((await run("export", "--data", fresh, again)).code, 0);
    sameFiles(copy, again);
    return { data, copy, count, run };
}

describe("export", () => {
    it("gives back the delivered content byte for byte", async (t) => {
        const { data, copy, count, run } = await roundTrip(t, CONTENT);
        const before = statSync(join(copy, "categories.json")).mtimeMs;
        const second = await run("export", "--data", data, copy);
        assert.equal(second.code, 0, second.stderr);
        assert.match(second.stdout, new RegExp(`\\b0 written, ${count} unchanged, 0 removed`));
        assert.equal(statSync(join(copy, "categories.json")).mtimeMs, before, "what is the same is left alone");
    });

    it("gives back all articles of the shared corpus byte for byte",
        { skip: existsSync(CORPUS) ? false : `no ${CORPUS}` },
        async (t) => {
            const { count } = await roundTrip(t, CORPUS);
            assert.ok(count >= 400, `${count} files`);
        });

    it("keeps BOM, line ends, spaces in names, and the bytes of partners and people", async (t) => {
        const root = temporaryFolder(t);
        write(root, "a b/ünï.md", "\ufeff---\r\ntitle: Bytes\r\n---\r\nOne\u00a0word.\r\n\r\n");
        write(root, "no front matter.markdown", "# Plain\n\ntext without a last line end");
        write(root, "people/p.json", '{"slug":"p",\r\n\t"name" : "P" }');
        write(root, "partners/q.json", '\n\n{ "slug": "q", "name": "Q", "status": "ended" }\n\n');
        write(root, "notes.txt", "passed over");
        await roundTrip(t, root);
    });

    it("leaves a folder alone that holds other files", async (t) => {
        const root = temporaryFolder(t);
        const copy = temporaryFolder(t);
        const data = join(temporaryFolder(t), "store");
        write(root, "one.md", "# One\n");
        write(copy, "mine.txt", "mine");
        await runbookd(["import", "--data", data, root]);
        const { code, stderr } = await runbookd(["export", "--data", data, copy]);
        assert.equal(code, 1);
        assert.match(stderr, /holds files/);
        assert.deepEqual(readdirSync(copy), ["mine.txt"]);
    });

    it("takes a folder with nothing but hidden files, such as a fresh Git repository", async (t) => {
        const root = temporaryFolder(t);
        const copy = temporaryFolder(t);
        const data = join(temporaryFolder(t), "store");
        write(root, "one.md", "# One\n");
        write(copy, ".git/HEAD", "ref: refs/heads/main\n");
        await runbookd(["import", "--data", data, root]);
        assert.equal((await runbookd(["export", "--data", data, copy])).code, 0);
        sameFiles(root, copy);
        assert.ok(existsSync(join(copy, ".git/HEAD")));
    });

    it("brings an earlier export up to date: what is gone goes, what it did not write stays", async (t) => {
        const [first, second, copy] = [1, 2, 3].map(() => temporaryFolder(t));
        const stores = [1, 2].map(() => join(temporaryFolder(t), "store"));
        write(first, "deep/er/old.md", "# Old\n");
        write(first, "stays.md", "# Stays\n");
        cpSync(join(first, "stays.md"), join(second, "stays.md"));
        write(second, "new.md", "# New\n");
        await runbookd(["import", "--data", stores[0], first]);
        await runbookd(["import", "--data", stores[1], second]);
        await runbookd(["export", "--data", stores[0], copy]);
        write(copy, "mine.txt", "mine");
        const { code, stdout, stderr } = await runbookd(["export", "--data", stores[1], copy]);
        assert.equal(code, 0, stderr);
        assert.match(stdout, /1 written, 1 unchanged, 1 removed/);
        assert.deepEqual(filesBelow(copy).sort(), ["mine.txt", "new.md", "stays.md"]);
        assert.ok(!existsSync(join(copy, "deep")), "folders that became empty go too");
    });

    /* A checkout may hold links, and a list of files, that somebody else made. */
    for (const beside of [false, true])
        it(`never writes nor removes through a symbolic link${beside ? ", beside a server" : ""}`, async (t) => {
            const [root, copy, outside] = [1, 2, 3].map(() => temporaryFolder(t));
            const data = join(temporaryFolder(t), "store");
            write(root, "linked/one.md", "# One\n");
            write(root, "deep/er/two.md", "# Two\n");
            write(root, "three.md", "# Three\n");
            write(outside, "mine.txt", "mine");
            write(outside, "three", "mine");
            mkdirSync(join(copy, "deep"));
            symlinkSync(outside, join(copy, "linked"));
            symlinkSync(outside, join(copy, "deep/er"));
            symlinkSync(join(outside, "three"), join(copy, "three.md"));
            write(copy, ".runbookd-export", "linked/mine.txt\0deep/er/mine.txt\0../mine.txt\0");
            await runbookd(["import", "--data", data, root]);
            const server = beside && await start({ data, content: null });
            const { code, stderr } = await runbookd(["export", "--data", data, copy]);
            assert.equal(code, 1);
            assert.match(stderr, /linked\/one\.md: .*cannot be written/);
            assert.match(stderr, /deep\/er\/two\.md: .*cannot be written/);
            assert.equal(readFileSync(join(copy, "three.md"), "utf8"), "# Three\n");
            const again = await runbookd(["export", "--data", data, copy]);
            assert.equal(again.code, 1);
            await runbookd(["import", "--data", data, "--prune", join(root, "three.md")]);
            const last = await runbookd(["export", "--data", data, copy]);
            if (server)
                await server.stop();
            assert.deepEqual(readdirSync(outside).sort(), ["mine.txt", "three"], last.stderr);
            for (const name of ["mine.txt", "three"])
                assert.equal(readFileSync(join(outside, name), "utf8"), "mine");
        });

    it("without a store, or without a folder, fails and makes neither", async (t) => {
        const folder = temporaryFolder(t);
        const { code } = await runbookd(["export", "--data", join(folder, "none"), join(folder, "copy")]);
        assert.equal(code, 1);
        assert.deepEqual(readdirSync(folder), []);
        assert.equal((await runbookd(["export", "--data", join(folder, "none")])).code, 2);
    });

    it("a file that cannot be written is named, and the rest is written", async (t) => {
        const root = temporaryFolder(t);
        const copy = temporaryFolder(t);
        const data = join(temporaryFolder(t), "store");
        write(root, "a.md", "# A\n");
        write(root, "b.md", "# B\n");
        await runbookd(["import", "--data", data, root]);
        await runbookd(["export", "--data", data, copy]);
        rmSync(join(copy, "a.md"));
        write(copy, "a.md/in the way", "");
        const { code, stderr, stdout } = await runbookd(["export", "--data", data, copy]);
        assert.equal(code, 1);
        assert.match(stderr, /^a\.md: error: /m);
        assert.match(stdout, /0 written, 1 unchanged, 0 removed; 1 errors/);
    });
});

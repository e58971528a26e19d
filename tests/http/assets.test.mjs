// A broken template, catalogue or migration stops the start and says where.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { BINARY, ROOT, runbookd, start, temporaryFolder } from "./server.mjs";

function copyAssets(t) {
    const dir = temporaryFolder(t);
    for (const name of ["templates", "static", "locales", "migrations"]) {
        if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(dir, name), { recursive: true });
        else mkdirSync(join(dir, name));
    }
    return dir;
}

const change = (dir, path, edit) => writeFileSync(join(dir, path), edit(readFileSync(join(dir, path), "utf8")));
const lines = (dir, path) => readFileSync(join(dir, path), "utf8").split("\n").length;

/* Starts with these assets and gives what it said as it refused. */
async function refusal(dir) {
    const server = await start({ args: ["--assets", dir] }).catch((error) => error);
    if (!(server instanceof Error)) {
        await server.stop();
        assert.fail("it started");
    }
    assert.match(server.message, /ended with 1\b/, server.message);
    return server.message;
}

describe("assets from a folder", () => {
    it("serve as those in the binary", async (t) => {
        const server = await start({ args: ["--assets", copyAssets(t)] });
        assert.equal((await server.get("/articles/outlook-ost-sync-errors-in-cached-mode")).status, 200);
        await server.stop();
    });

    it("have CodeMirror, which is in no folder of sources", async (t) => {
        const dir = copyAssets(t);
        const server = await start({ args: ["--assets", dir] });
        const path = async () => /href="([^"]*)\/css\/portal\.css"/.exec((await server.get("/")).text)[1] + "/codemirror/codemirror.js";
        const first = await path();
        assert.match((await server.get(first)).text, /CodeMirror, copyright/);
        change(dir, "locales/en.json", (text) => text.replace('"nav.home": "Home"', '"nav.home": "Front door"'));
        await server.get("/");
        const second = await path();
        assert.notEqual(second, first);
        assert.match((await server.get(second)).text, /CodeMirror, copyright/);
        await server.stop();
    });

    it("are looked at before every request: templates, words and static files", async (t) => {
        const dir = copyAssets(t);
        const server = await start({ args: ["--assets", dir] });
        try {
            const home = async () => (await server.get("/")).text;
            const css = (text) => /href="([^"]*\/css\/portal\.css)"/.exec(text)[1];
            const first = await home();
            assert.equal(await home(), first, "nothing changed");
            change(dir, "templates/home.mustache", (text) => text.replace("{{> footer}}", "<p>changed-1</p>\n{{> footer}}"));
            assert.match(await home(), /changed-1/);
            change(dir, "locales/en.json", (text) => text.replace('"nav.home": "Home"', '"nav.home": "Front door"'));
            assert.match((await server.get("/browse/email")).text, /Front door/);
            appendFileSync(join(dir, "static/css/portal.css"), "\n.changed-2 {}\n");
            const now = css(await home());
            assert.notEqual(now, css(first), "another hash");
            const styled = await server.get(now);
            assert.match(styled.text, /changed-2/);
            assert.match(styled.headers["cache-control"], /immutable/);
            assert.match((await server.get(css(first))).headers["cache-control"], /no-cache/, "the old address, not for long");
            writeFileSync(join(dir, "static/new.txt"), "new");
            assert.equal((await server.get(now.replace("css/portal.css", "new.txt"))).text, "new");
        } finally {
            await server.stop();
        }
    });

    it("stay as they were while a template or a catalogue is broken, and say where", async (t) => {
        const dir = copyAssets(t);
        const server = await start({ args: ["--assets", dir] });
        try {
            const before = (await server.get("/")).text;
            const line = lines(dir, "templates/home.mustache");
            const good = readFileSync(join(dir, "templates/home.mustache"), "utf8");
            appendFileSync(join(dir, "templates/home.mustache"), "\n{{no_such_name}}\n");
            assert.equal((await server.get("/")).text, before);
            while (!server.output.includes("no_such_name")) await server.get("/healthz");
            assert.match(server.output, new RegExp(`templates/home\\.mustache:${line + 1}\\b`));
            writeFileSync(join(dir, "templates/home.mustache"), good.replace("{{> footer}}", "<p>mended</p>\n{{> footer}}"));
            assert.match((await server.get("/")).text, /mended/);
            writeFileSync(join(dir, "locales/en.json"), "{");
            assert.match((await server.get("/")).text, /mended/);
        } finally {
            await server.stop();
        }
    });

    it("change under many readers at once", async (t) => {
        const dir = copyAssets(t);
        const server = await start({ args: ["--assets", dir] });
        try {
            const good = readFileSync(join(dir, "templates/home.mustache"), "utf8");
            for (let round = 0; round < 5; round++) {
                writeFileSync(join(dir, "templates/home.mustache"), good.replace("{{> footer}}", `<p>round-${round}</p>\n{{> footer}}`));
                const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => server.get(i % 2 ? "/" : "/browse/email")));
                for (const [i, answer] of answers.entries()) {
                    assert.equal(answer.status, 200);
                    if (i % 2) assert.match(answer.text, new RegExp(`round-${round}`));
                }
            }
        } finally {
            await server.stop();
        }
    });

    it("an unknown name in a template", async (t) => {
        const dir = copyAssets(t);
        const line = lines(dir, "templates/article.mustache");
        appendFileSync(join(dir, "templates/article.mustache"), "\n{{no_such_name}}\n");
        const said = await refusal(dir);
        assert.match(said, new RegExp(`templates/article\\.mustache:${line + 1}\\b`));
        assert.match(said, /no_such_name/);
    });

    it("a section that is not closed", async (t) => {
        const dir = copyAssets(t);
        appendFileSync(join(dir, "templates/home.mustache"), "{{#frame}}\n");
        assert.match(await refusal(dir), /templates\/home\.mustache:\d+/);
    });

    it("a message that no catalogue has", async (t) => {
        const dir = copyAssets(t);
        appendFileSync(join(dir, "templates/home.mustache"), "\n{{#t}}no.such.message{{/t}}\n");
        const said = await refusal(dir);
        assert.match(said, /templates\/home\.mustache:\d+/);
        assert.match(said, /no\.such\.message/);
    });

    it("text printed as HTML", async (t) => {
        const dir = copyAssets(t);
        appendFileSync(join(dir, "templates/article.mustache"), "\n{{{title}}}\n");
        assert.match(await refusal(dir), /templates\/article\.mustache:\d+/);
    });

    it("a template that is missing", async (t) => {
        const dir = copyAssets(t);
        change(dir, "templates/article.mustache", (text) => `${text}\n{{>no_such_partial}}\n`);
        assert.match(await refusal(dir), /no_such_partial/);
    });

    it("a catalogue that is not JSON", async (t) => {
        const dir = copyAssets(t);
        change(dir, "locales/en.json", (text) => text.replace(/\{/, '{\n  "a" "b",'));
        assert.match(await refusal(dir), /locales\/en\.json:2\b/);
    });

    it("a migration that fails, and the store stays as it was", async (t) => {
        const dir = copyAssets(t);
        const data = join(temporaryFolder(t), "store");
        await (await start({ data })).stop();
        const last = readdirSync(join(dir, "migrations/sqlite")).filter((n) => n.endsWith(".sql")).sort().at(-1);
        const next = String(Number(last.slice(0, 4)) + 1).padStart(4, "0");
        writeFileSync(join(dir, `migrations/sqlite/${next}_broken.sql`), "-- a comment\nCREATE TABLE fine (x INTEGER);\nCREATE TABEL broken (x);\n");
        const fault = await start({ data, args: ["--assets", dir] }).catch((error) => error);
        assert.ok(fault instanceof Error, "it must not start");
        assert.match(fault.message, new RegExp(`${next}_broken\\.sql:3\\b`));
        const server = await start({ data });
        assert.equal((await server.get("/articles/outlook-ost-sync-errors-in-cached-mode")).status, 200);
        await server.stop();
    });

    it("a store that is newer than the program", async (t) => {
        const dir = copyAssets(t);
        const data = join(temporaryFolder(t), "store");
        const last = readdirSync(join(dir, "migrations/sqlite")).filter((n) => n.endsWith(".sql")).sort().at(-1);
        const next = String(Number(last.slice(0, 4)) + 1).padStart(4, "0");
        writeFileSync(join(dir, `migrations/sqlite/${next}_later.sql`), "CREATE TABLE later (x INTEGER);\n");
        await (await start({ data, args: ["--assets", dir] })).stop();
        const fault = await start({ data }).catch((error) => error);
        assert.ok(fault instanceof Error);
        assert.match(fault.message, /newer runbookd; use that version or a newer one, or a copy of the store from before its upgrade/);
        assert.match(fault.message, /ended with 1\b/);
    });
});

/* The assets of a later version, whose migrations are these. */
function laterAssets(t, ...migrations) {
    const dir = copyAssets(t);
    const last = readdirSync(join(dir, "migrations/sqlite")).filter((n) => n.endsWith(".sql")).sort().at(-1);
    for (const [i, sql] of migrations.entries())
        writeFileSync(join(dir, `migrations/sqlite/${String(Number(last.slice(0, 4)) + 1 + i).padStart(4, "0")}_later.sql`), sql);
    return dir;
}

const LARGE = `CREATE TABLE large AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
    SELECT i, randomblob(1000) FROM n;\n`;
const SLUG = "/articles/outlook-ost-sync-errors-in-cached-mode";

describe("an upgrade", () => {
    it("on a disk that becomes full says so, leaves the store to the older program, and is made once there is room", async (t) => {
        const dir = laterAssets(t, "CREATE TABLE first (x INTEGER);\n", LARGE, "CREATE TABLE last (x INTEGER);\n");
        const data = join(temporaryFolder(t), "store");
        await (await start({ data })).stop();
        const full = spawnSync("prlimit", ["--fsize=2000000:unlimited", BINARY, "serve", "--data", data, "--assets", dir, "--listen", "127.0.0.1:0"],
            { encoding: "utf8", timeout: 60_000 });
        assert.equal(full.status, 1, full.stderr);
        assert.match(full.stderr, /upgrading the store, 2 of 3/);
        assert.match(full.stderr, /_later\.sql: error: (database or disk is full|disk I\/O error); the store stays as it was before the upgrade/);
        const older = await start({ data });
        assert.equal((await older.get(SLUG)).status, 200);
        await older.stop();
        const newer = await start({ data, args: ["--assets", dir] });
        assert.equal((await newer.get(SLUG)).status, 200);
        await newer.stop();
    });

    it("can be gone back from with a copy that was made before, by either program", async (t) => {
        const dir = laterAssets(t, "CREATE TABLE first (x INTEGER);\n");
        const root = temporaryFolder(t);
        const data = join(root, "store");
        await (await start({ data })).stop();
        mkdirSync(join(root, "back"), { mode: 0o700 });
        const copied = await runbookd(["backup", "--data", data, "--assets", dir, join(root, "back/runbookd.sqlite3")]);
        assert.deepEqual(copied, { code: 0, signal: null, stdout: "", stderr: "" });
        await (await start({ data, args: ["--assets", dir] })).stop();
        assert.match(String(await start({ data }).catch((error) => error)), /newer runbookd/);
        const back = await start({ data: join(root, "back") });
        assert.equal((await back.get(SLUG)).status, 200);
        await back.stop();
    });
});

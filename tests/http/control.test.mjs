// Commands beside a server: over DIR/control.sock they do what they do without one.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import net from "node:net";
import { dirname, join, relative } from "node:path";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { BINARY, CONTENT, Jar, runbookd, start, temporaryFolder } from "./server.mjs";

function write(root, path, text) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
}

const guide = (slug, words = `Words about ${slug}.`) =>
    `---\ntitle: Guide ${slug}\nslug: ${slug}\ncategory: office\n---\n\n${words}\n`;

function filesBelow(root, below = "") {
    return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
        const path = join(below, entry.name);
        return entry.isDirectory() ? filesBelow(root, path) : [path];
    }).sort();
}

/* A knowledge base of `count` guides that link to one another. */
function knowledgeBase(root, count, words = "") {
    for (let i = 0; i < count; i++)
        write(root, `articles/office/g${i}.md`, guide(`g${i}`, `See [the next](g${(i + 1) % count}.md). ${words} ${"filler ".repeat(200)}`));
    return root;
}

const socketOf = (server) => join(server.data, "control.sock");
const sock = (server) => net.connect(socketOf(server));

/* ---- frames, as server/control/frame.h has them ---- */

const HELLO = 1, CALL = 2, EXIT = 14;

function frame(kind, body, { length = body.length, protocol = 2 } = {}) {
    const head = Buffer.from([0, 0, 0, 0, kind, 0x52, 0x42, protocol]);
    head.writeUInt32LE(length);
    return Buffer.concat([head, body]);
}

function text(value) {
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([length, bytes]);
}

function number(value) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
}

const VERSION = (await runbookd(["version"])).stdout.trim().split(" ")[1];
const hello = frame(HELLO, text(VERSION));
const call = (...words) => frame(CALL, Buffer.concat([number(0), ...words.map(text)]));

/* Everything that comes until the other side hangs up. */
function conversation(server, ...parts) {
    return new Promise((done) => {
        const socket = sock(server);
        const chunks = [];
        socket.on("data", (chunk) => chunks.push(chunk));
        socket.on("error", () => {});
        socket.on("close", () => done(Buffer.concat(chunks)));
        for (const part of parts) socket.write(part);
    });
}

/* A place for a command, as soon as one is free: those of the test before may not be yet. */
async function hold(server) {
    for (;;) {
        const socket = sock(server);
        const answer = await new Promise((done) => {
            socket.on("error", () => done(null)).on("close", () => done(null)).once("data", done);
            socket.write(hello);
        });
        if (answer && !answer.includes("busy")) return socket;
        socket.destroy();
    }
}

/* A command as a child that can be killed; `line` settles when standard error or output match. */
function command(args) {
    const child = spawn(BINARY, args, { stdio: ["ignore", "pipe", "pipe"] });
    const it = { child, said: "", waiting: [] };
    const hear = (words) => {
        it.said += words;
        it.waiting = it.waiting.filter(({ pattern, done }) => !pattern.test(it.said) || done());
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    it.ended = new Promise((done) => child.on("close", (code, signal) => done({ code, signal, said: it.said })));
    it.heard = (pattern) => Promise.race([
        new Promise((done) => (pattern.test(it.said) ? done() : it.waiting.push({ pattern, done: () => done() || false }))),
        it.ended.then(({ said }) => assert.match(said, pattern)),
    ]);
    return it;
}

/* What a command says and does must not depend on whether somebody serves. */
function alike(told, dir) {
    return { code: told.code, stdout: told.stdout.replaceAll(dir, "DIR"), stderr: told.stderr.replaceAll(dir, "DIR") };
}

describe("commands beside a server", () => {
    let server, alone;
    before(async () => {
        server = await start();
        alone = join(temporaryFolder(), "store");
        assert.equal((await runbookd(["import", "--data", alone, CONTENT])).code, 0);
    });
    after(() => server.stop());

    /* Runs a command beside the server and on a store of its own; gives both answers. */
    async function both(args, names = (data) => data) {
        const beside = await runbookd([args[0], "--data", server.data, ...args.slice(1).map((a) => names(a, "beside"))]);
        const own = await runbookd([args[0], "--data", alone, ...args.slice(1).map((a) => names(a, "own"))]);
        return { beside, own };
    }

    it("the socket is closed to others", () => {
        assert.equal(statSync(socketOf(server)).mode & 0o777, 0o600);
        assert.equal(statSync(server.data).mode & 0o777, 0o700);
    });

    it("an imported guide is on the pages and found at once", async (t) => {
        const root = temporaryFolder(t);
        assert.equal((await server.get("/articles/frobnicator")).status, 404);
        write(root, "articles/office/frobnicator.md", guide("frobnicator", "The frobnicator quivers."));
        const { beside, own } = await both(["import", root]);
        assert.deepEqual(beside, own);
        assert.equal(beside.code, 0, beside.stderr);
        assert.match((await server.get("/articles/frobnicator")).text, /frobnicator quivers/);
        assert.match((await server.get("/search?q=frobnicator+quivers&literal=1")).text, /href="\/articles\/frobnicator[#"]/);
        write(root, "articles/office/frobnicator.md", guide("frobnicator", "The frobnicator is calm."));
        const again = await both(["import", root]);
        assert.deepEqual(again.beside, again.own);
        assert.match(again.beside.stdout, /1 changed/);
        assert.match((await server.get("/articles/frobnicator")).text, /frobnicator is calm/);
    });

    it("import names what it refuses, takes the rest and exits 1, in the same words", async (t) => {
        const root = temporaryFolder(t);
        write(root, "articles/office/broken.md", "---\ntitle: x\nslug: [a\n---\nHi.\n");
        write(root, "articles/office/whole.md", guide("whole"));
        write(root, "trees/odd.json", "{");
        const { beside, own } = await both(["import", "--report", "json", root]);
        assert.deepEqual(beside, own);
        assert.equal(beside.code, 1);
        assert.equal(JSON.parse(beside.stdout).totals.refused, 2);
        const spoken = await both(["import", root]);
        assert.deepEqual(spoken.beside, spoken.own);
        assert.match(spoken.beside.stderr, /broken\.md:\d/);
        assert.equal((await server.get("/articles/whole")).status, 200);
    });

    it("import of what is not there, and wrong flags, end alike", async (t) => {
        const root = temporaryFolder(t);
        for (const args of [["import", join(root, "nowhere")], ["import", write(root, "a.txt", "x")], ["export"], ["import", "--bogus", root]]) {
            const { beside, own } = await both(args);
            assert.deepEqual(beside, own, args.join(" "));
            assert.notEqual(beside.code, 0);
        }
    });

    it("--dry-run says the same and keeps nothing; --prune retires", async (t) => {
        const root = temporaryFolder(t);
        write(root, "articles/office/passing.md", guide("passing"));
        const dry = await both(["import", "--dry-run", root]);
        assert.deepEqual(dry.beside, dry.own);
        assert.match(dry.beside.stdout, /1 created/);
        assert.equal((await server.get("/articles/passing")).status, 404);
        await both(["import", root]);
        assert.equal((await server.get("/articles/passing")).status, 200);
        rmSync(join(root, "articles/office/passing.md"));
        const dryPrune = await both(["import", "--dry-run", "--prune", CONTENT]);
        assert.deepEqual(dryPrune.beside, dryPrune.own);
        assert.equal((await server.get("/articles/passing")).status, 200);
        const pruned = await both(["import", "--prune", CONTENT]);
        assert.deepEqual(pruned.beside, pruned.own);
        assert.match(pruned.beside.stdout, /pruned: [1-9]/);
        assert.equal((await server.get("/articles/passing")).status, 410);
        assert.doesNotMatch((await server.get("/search?q=passing&literal=1")).text, /href="\/articles\/passing[#"]/);
    });

    it("export writes the same files, and brings an older export up to date", async (t) => {
        const root = temporaryFolder(t);
        const names = (word, which) => (word === "OUT" ? join(root, which) : word);
        const { beside, own } = await both(["export", "OUT"], names);
        assert.deepEqual(alike(beside, join(root, "beside")), alike(own, join(root, "own")));
        assert.equal(beside.code, 0, beside.stderr);
        const files = filesBelow(join(root, "own"));
        assert.deepEqual(filesBelow(join(root, "beside")), files);
        for (const file of files)
            assert.deepEqual(readFileSync(join(root, "beside", file)), readFileSync(join(root, "own", file)), file);
        for (const file of filesBelow(CONTENT).filter((f) => f.endsWith(".md") && f.startsWith("articles")))
            assert.deepEqual(readFileSync(join(root, "beside", file)), readFileSync(join(CONTENT, file)), file);
        const again = await both(["export", "OUT"], names);
        assert.match(again.beside.stdout, / 0 written/);
        const full = await runbookd(["export", "--data", server.data, CONTENT]);
        assert.equal(full.code, 1);
        assert.match(full.stderr, /no earlier export/);
    });

    it("backup gives a whole store", async (t) => {
        const root = temporaryFolder(t);
        mkdirSync(join(root, "store"), { mode: 0o700 });
        const made = await runbookd(["backup", "--data", server.data, join(root, "store/runbookd.sqlite3")]);
        assert.deepEqual(made, { code: 0, signal: null, stdout: "", stderr: "" });
        assert.deepEqual(readdirSync(join(root, "store")), ["runbookd.sqlite3"]);
        assert.equal(statSync(join(root, "store/runbookd.sqlite3")).mode & 0o777, 0o600);
        assert.deepEqual(readdirSync(server.data).filter((n) => n.includes("backup")), []);
        const copy = await start({ data: join(root, "store"), content: null });
        assert.equal((await copy.get(`/articles/${OST}`)).status, 200);
        await copy.stop();
        const nowhere = await runbookd(["backup", "--data", server.data, join(root, "no/such/file")]);
        assert.equal(nowhere.code, 1);
        assert.match(nowhere.stderr, /No such file/);
    });

    it("check and eval answer as they do alone", async (t) => {
        const { beside, own } = await both(["check"]);
        assert.deepEqual(beside, own);
        assert.equal(beside.code, 0);
        const strict = await both(["check", "--strict"]);
        assert.deepEqual(strict.beside, strict.own);
        const queries = write(temporaryFolder(t), "q.tsv", `outlook ost sync errors\tarticles/office/none.md\ttitle\nbroken\n`);
        const asked = await both(["eval", queries]);
        const timeless = (told) => ({ ...told, stdout: told.stdout.replace(/( \d\.\d{3}){3} .*/g, "$1") });
        assert.deepEqual(timeless(asked.beside), timeless(asked.own));
        assert.equal(asked.beside.code, 1);
        assert.match(asked.beside.stderr, /q\.tsv:2: error/);
    });

    it("reindex keeps everything found, alone and beside", async () => {
        const ask = async () => (await server.get("/api/v1/search?q=outlook+error&literal=1")).json;
        const before = await ask();
        const { beside, own } = await both(["reindex"]);
        assert.equal(beside.code, 0, beside.stderr);
        assert.match(beside.stdout, /^\d+ guides indexed anew$/m);
        assert.match(own.stdout, /^\d+ guides indexed anew$/m);
        assert.deepEqual(await ask(), before);
        const check = await both(["check"]);
        assert.equal(check.beside.code + check.own.code, 0);
    });

    it("accounts and the search log answer as they do alone; a password comes from who asks", async () => {
        const input = "café du ciel bleu\n";
        for (const args of [["add", "grace", "--role", "admin"], ["add", "ada", "--role", "admin"], ["add", "ada"], ["role", "ada", "author,reviewer"], ["list"], ["disable", "nobody"], ["frobnicate", "x"]]) {
            const beside = await runbookd(["user", "--data", server.data, ...args], { input });
            const own = await runbookd(["user", "--data", alone, ...args], { input });
            assert.deepEqual(beside, own, args.join(" "));
        }
        const { stdout } = await runbookd(["user", "--data", server.data, "list"]);
        assert.match(stdout, /^ada\t.*author,reviewer\tenabled$/m);
        const { beside, own } = await both(["searches", "400000"]);
        assert.deepEqual(beside, own);
        assert.match((await runbookd(["searches", "--data", server.data])).stdout, /# most asked/);
    });

    it("relative paths are those of who asks", async (t) => {
        const root = temporaryFolder(t);
        write(root, "articles/office/relative.md", guide("relative"));
        const path = relative(process.cwd(), join(root, "articles/office/relative.md"));
        const told = await runbookd(["import", "--data", server.data, path]);
        assert.equal(told.code, 0, told.stderr);
        assert.match(told.stdout, /1 created/);
        await runbookd(["import", "--data", server.data, "--prune", CONTENT]);
    });

    it("included texts are read from the caller's folder, and its link base holds", async (t) => {
        const root = temporaryFolder(t);
        write(root, "articles/office/whole.md", guide("whole", "[!INCLUDE [x](../../includes/part.md)]\n\n[Site](/windows/x)"));
        write(root, "includes/part.md", "Words from the part.\n");
        for (const args of [["import", "--link-base", "https://docs.example.org", root],
            ["import", "--link-base", "https://docs.example.org", join(root, "articles/office/whole.md")],
            ["import", root]]) {
            const { beside, own } = await both(args);
            assert.deepEqual(beside, own);
            assert.equal(beside.code, 0, beside.stderr);
            const page = (await server.get("/articles/whole")).text;
            assert.match(page, /Words from the part/);
            assert.match(page, /https:\/\/docs\.example\.org\/windows\/x/);
        }
        const { beside, own } = await both(["import", "--site-name", "x", "--link-base=", root]);
        assert.deepEqual(beside, own);
        await both(["import", "--prune", CONTENT]);
    });

    it("a second import is told that the first is at it, and a killed one loses nothing but its batch", async (t) => {
        const root = knowledgeBase(temporaryFolder(t), 600);
        const first = command(["import", "--data", server.data, "--report", "json", root]);
        await first.heard(/"outcome":"created"/);
        const second = await runbookd(["import", "--data", server.data, CONTENT]);
        assert.equal(second.code, 1);
        assert.match(second.stderr, /busy/);
        first.child.kill("SIGKILL");
        await first.ended;
        let third;
        do third = await runbookd(["import", "--data", server.data, root]);
        while (/busy/.test(third.stderr)); /* until the server has noticed */
        assert.equal(third.code, 0, third.stderr);
        assert.match(third.stdout, /\b0 refused/);
        const [, created] = /(\d+) created/.exec(third.stdout);
        assert.ok(Number(created) < 600, third.stdout);
        const check = await runbookd(["check", "--data", server.data]);
        assert.equal(check.code, 0, check.stdout + check.stderr);
        assert.match((await server.get("/articles/g0")).text, /href="\/articles\/g1"/);
        await runbookd(["import", "--data", server.data, "--prune", CONTENT]);
    });

    it("votes go on during an import, and none is lost", async (t) => {
        const root = knowledgeBase(temporaryFolder(t), 400, "votes");
        const votes = `/api/v1/articles/${OST}/votes`;
        const total = (await server.get(votes)).json.total;
        const running = command(["import", "--data", server.data, root]);
        let ended = false, acknowledged = 0;
        running.ended.then(() => (ended = true));
        while (!ended) {
            const vote = await server.post(votes, { jar: new Jar(), body: { helpful: true } });
            assert.equal(vote.status, 200, vote.text);
            acknowledged += 1;
        }
        assert.equal((await running.ended).code, 0);
        assert.ok(acknowledged > 3, `${acknowledged} votes`);
        assert.equal((await server.get(votes)).json.total, total + acknowledged);
        await runbookd(["import", "--data", server.data, "--prune", CONTENT]);
    });

    it("garbage is hung up on, and disturbs nobody", async () => {
        const random = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 2654435761) >>> 13 & 0xff));
        const bad = [
            [random],
            [frame(HELLO, Buffer.alloc(0), { length: 0xffffffff })],
            [frame(CALL, text("x"), { length: 1 << 19 })],
            [frame(HELLO, text(VERSION), { protocol: 9 })],
            [frame(77, Buffer.alloc(3))],
            [hello, random],
            [hello, frame(CALL, Buffer.from([1, 2, 3]))],
            [hello, frame(CALL, Buffer.concat([number(0), Buffer.from([255, 255, 255, 127, 65])]))],
            [hello, call("nosuch")],
            [hello, call("serve")],
            [hello, call("import"), random],
            [hello, call("import", "/etc"), frame(13, Buffer.alloc(24, 255))],
            [hello, call("import", "/etc"), frame(11, Buffer.from([9, 0, 0, 0, 1]))],
            [hello, hello],
        ];
        for (const parts of bad) {
            const got = await conversation(server, ...parts);
            assert.ok(got.length < 2000, `${got.length} bytes`);
        }
        const other = await conversation(server, frame(HELLO, text("0.0.0")));
        assert.equal(other[4], HELLO);
        const usage = await conversation(server, hello, call("import", "--data", "/x", "y"));
        assert.match(usage.toString("latin1"), /There is no flag "--data"/);
        assert.equal(usage[usage.length - 12 + 0] >= 0, true);
        assert.equal((await runbookd(["check", "--data", server.data])).code, 0);
    });

    it("a frame that never ends keeps nobody waiting", async () => {
        const slow = sock(server);
        slow.on("error", () => {});
        slow.write(hello.subarray(0, 5));
        const stuck = sock(server);
        stuck.on("error", () => {});
        stuck.write(Buffer.concat([hello, call("export", "out").subarray(0, 11)]));
        assert.equal((await runbookd(["check", "--data", server.data])).code, 0);
        assert.equal((await server.get("/healthz")).status, 200);
        assert.equal((await server.post(`/api/v1/articles/${OST}/votes`, { jar: new Jar(), body: { helpful: true } })).status, 200);
        slow.destroy();
        stuck.destroy();
    });

    it("more commands than there are places are told so", async () => {
        const held = await Promise.all(Array.from({ length: 8 }, () => hold(server)));
        const told = await runbookd(["check", "--data", server.data]);
        for (const socket of held) socket.destroy();
        assert.equal(told.code, 1);
        assert.match(told.stderr, /busy with other commands/);
        let later;
        do later = await runbookd(["check", "--data", server.data]);
        while (/busy/.test(later.stderr));
        assert.equal(later.code, 0);
    });
});

describe("the control socket", () => {
    it("a server that stops tells the command, which exits 1; what was done stays", async (t) => {
        const data = join(temporaryFolder(t), "store");
        const root = knowledgeBase(temporaryFolder(t), 2000);
        const server = await start({ data });
        const running = command(["import", "--data", data, "--report", "json", root]);
        await running.heard(/"outcome":"created"/);
        await server.stop();
        const { code, said } = await running.ended;
        assert.equal(code, 1, said.slice(-500));
        assert.match(said, /stopping/);
        assert.equal(existsSync(join(data, "control.sock")), false);
        const check = await runbookd(["check", "--data", data]);
        assert.equal(check.code, 0, check.stdout + check.stderr);
        const rest = await runbookd(["import", "--data", data, root]);
        assert.equal(rest.code, 0, rest.stderr);
        assert.ok(Number(/(\d+) created/.exec(rest.stdout)[1]) < 2000, rest.stdout);
    });

    it("a killed server leaves a socket that the next one replaces, and a command exit 1", async (t) => {
        const data = join(temporaryFolder(t), "store");
        const root = knowledgeBase(temporaryFolder(t), 2000);
        const server = await start({ data });
        const running = command(["import", "--data", data, "--report", "json", root]);
        await running.heard(/"outcome":"created"/);
        await server.kill();
        const { code, said } = await running.ended;
        assert.equal(code, 1);
        assert.match(said, /connection to the server broke/);
        assert.equal(existsSync(join(data, "control.sock")), true);
        assert.equal((await runbookd(["check", "--data", data])).code, 0); /* nobody answers: it has the store */
        const next = await start({ data });
        assert.equal((await runbookd(["import", "--data", data, CONTENT])).code, 0);
        await next.stop();
    });

    it("works in a folder whose path is too long for a socket", async (t) => {
        const data = join(temporaryFolder(t), "a-long-name-".repeat(9), "and-another-one-".repeat(4), "store");
        mkdirSync(dirname(data), { recursive: true });
        const server = await start({ data });
        assert.equal(existsSync(join(data, "control.sock")), true);
        const told = await runbookd(["import", "--data", data, CONTENT]);
        assert.equal(told.code, 0, told.stderr);
        await server.stop();
        assert.equal(existsSync(join(data, "control.sock")), false);
    });

    it("something else of its name is left alone, and said", async (t) => {
        const data = join(temporaryFolder(t), "store");
        assert.equal((await runbookd(["import", "--data", data, CONTENT])).code, 0);
        writeFileSync(join(data, "control.sock"), "mine");
        const server = await start({ data });
        assert.equal((await server.get("/")).status, 200);
        const told = await runbookd(["check", "--data", data]);
        assert.equal(told.code, 1);
        assert.match(told.stderr, /in use by process/);
        await server.stop();
        assert.match(server.output, /in the way/);
        assert.equal(readFileSync(join(data, "control.sock"), "utf8"), "mine");
    });

    it("the corpus goes in beside a server and comes out byte for byte", async (t) => {
        const corpus = join(CONTENT, "../../shared/corpus/articles");
        if (!existsSync(corpus)) return t.skip("../shared/corpus is not here");
        const root = temporaryFolder(t);
        cpSync(corpus, join(root, "kb"), { recursive: true });
        const server = await start();
        const told = await runbookd(["import", "--data", server.data, join(root, "kb")]);
        assert.equal(told.code, 0, told.stderr.slice(-500));
        const out = await runbookd(["export", "--data", server.data, join(root, "out")]);
        assert.equal(out.code, 0, out.stderr);
        for (const file of filesBelow(join(root, "kb")).filter((f) => f.endsWith(".md")))
            assert.deepEqual(readFileSync(join(root, "out", file)), readFileSync(join(root, "kb", file)), file);
        await server.stop();
    });
});

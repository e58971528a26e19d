// Import: what is broken is named with file and line, and the rest is imported.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { OST } from "./content.mjs";
import { parse } from "./html.mjs";
import { BINARY, CONTENT, runbookd, start, temporaryFolder } from "./server.mjs";

function write(root, path, text) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
}

const guide = (slug, more = "") => `---\ntitle: Guide ${slug}\nslug: ${slug}\ncategory: office\n${more}---\n\nWords about ${slug}.\n`;
const TREE = (states, start = "a") => JSON.stringify({ slug: "t", title: "T", description: "", start, states }, null, 2);
const END = [
    { id: "yes", kind: "outcome", outcome: "resolved", text: "Done" },
    { id: "no", kind: "outcome", outcome: "escalate", team: "Desk", text: "Call" },
];
const QUESTION = { id: "a", kind: "question", text: "Does it work?", answers: [{ id: "y", label: "Yes", target: "yes" }, { id: "n", label: "No", target: "no" }] };

/* Imports a folder and gives what was said. */
async function importFolder(t, root, ...more) {
    const data = join(temporaryFolder(t), "store");
    const result = await runbookd(["import", "--data", data, ...more, root]);
    return { data, ...result, said: result.stdout + result.stderr };
}

describe("import", () => {
    it("the delivered content without an error", async (t) => {
        const { code, said } = await importFolder(t, CONTENT);
        assert.equal(code, 0, said);
        assert.doesNotMatch(said, /\berror\b(?!s?: 0)/i);
    });

    it("a second time changes nothing", async (t) => {
        const { data } = await importFolder(t, CONTENT);
        const again = await runbookd(["import", "--data", data, CONTENT]);
        assert.equal(again.code, 0);
        assert.match(again.stdout + again.stderr, /unchanged/);
        assert.doesNotMatch(again.stdout + again.stderr, /[1-9]\d* (created|changed)/);
    });

    it("--dry-run does all the work and keeps nothing", async (t) => {
        const { data, code } = await importFolder(t, CONTENT, "--dry-run");
        assert.equal(code, 0);
        const server = await start({ data, content: temporaryFolder(t) });
        assert.equal((await server.get(`/articles/${OST}`)).status, 404);
        await server.stop();
    });

    for (const [name, text, line] of [
        ["front matter that is not YAML", "---\ntitle: x\nslug: [a\n---\nHi.\n", /:(3|4)\b/],
        ["a front matter without end", "---\ntitle: x\n\nHi.\n", /:\d+/],
        ["a wrong type", "---\ntitle: x\nslug: y\nminutes: soon\n---\nHi.\n", /:4\b/],
        ["a date that is no day", "---\ntitle: x\nslug: y\nverified: 2026-02-30\n---\nHi.\n", /:4\b/],
        ["an audience that nobody knows", "---\ntitle: x\nslug: y\naudience: friends\n---\nHi.\n", /:4\b/],
        ["bytes that are not UTF-8", Buffer.from("---\ntitle: x\nslug: y\n---\nbad \xff byte\n", "latin1"), /:5\b|UTF-8/],
    ]) {
        it(`names file and line of ${name}, and imports the rest`, async (t) => {
            const root = temporaryFolder(t);
            write(root, "articles/office/broken.md", text);
            write(root, "articles/office/first.md", guide("first"));
            write(root, "articles/zoo/last.md", guide("last"));
            const { code, said, stderr, data } = await importFolder(t, root);
            assert.equal(code, 1, said);
            assert.match(stderr, /articles\/office\/broken\.md/);
            assert.match(stderr.split("\n").find((l) => l.includes("broken.md")), line, stderr);
            const server = await start({ data, content: null });
            assert.equal((await server.get("/articles/first")).status, 200);
            assert.equal((await server.get("/articles/last")).status, 200);
            assert.equal((await server.get("/articles/broken")).status, 404);
            await server.stop();
        });
    }

    for (const [name, text, pointer] of [
        ["an unknown target", TREE([{ ...QUESTION, answers: [QUESTION.answers[0], { id: "n", label: "No", target: "gone" }] }, ...END]), "/states/0/answers/1/target"],
        ["a state that nothing reaches", TREE([QUESTION, ...END, { id: "z", kind: "outcome", outcome: "resolved", text: "Z" }]), "/states/3"],
        ["an answer given twice", TREE([{ ...QUESTION, answers: [...QUESTION.answers, QUESTION.answers[0]] }, ...END]), "/states/0/answers/2"],
        ["a start that does not exist", TREE([QUESTION, ...END], "nowhere"), "/start"],
        ["a question without a way to people", TREE([{ ...QUESTION, answers: [QUESTION.answers[0]] }, END[0]]), "/states/0"],
        ["a circle without an end", TREE([QUESTION, ...END, { id: "l", kind: "action", text: "L", answers: [{ id: "l", label: "L", target: "l" }] }]), "/states/3"],
        ["a wrong kind", TREE([{ ...QUESTION, kind: "riddle" }, ...END]), "/states/0/kind"],
    ]) {
        it(`points into a tree with ${name}`, async (t) => {
            const root = temporaryFolder(t);
            write(root, "trees/t.json", text);
            write(root, "articles/office/first.md", guide("first"));
            const { code, stderr, data, said } = await importFolder(t, root);
            assert.equal(code, 1, said);
            const line = stderr.split("\n").find((l) => l.includes("trees/t.json") && l.includes(pointer));
            assert.ok(line, `${pointer} in:\n${stderr}`);
            const server = await start({ data, content: null });
            assert.equal((await server.get("/api/v1/trees/t")).status, 404);
            assert.equal((await server.get("/articles/first")).status, 200);
            await server.stop();
        });
    }

    it("names line and column of JSON that cannot be read", async (t) => {
        const root = temporaryFolder(t);
        write(root, "trees/t.json", '{\n  "slug": "t",\n  "title": T\n}\n');
        const { code, stderr } = await importFolder(t, root);
        assert.equal(code, 1);
        assert.match(stderr, /trees\/t\.json:3(:|\b)/);
    });

    it("a folder that is not there fails", async (t) => {
        const { code, stderr } = await importFolder(t, "/no/such/folder");
        assert.equal(code, 1);
        assert.match(stderr, /\/no\/such\/folder/);
    });

    it("an article whose slug another has gets one of its own", async (t) => {
        const root = temporaryFolder(t);
        write(root, "articles/a/one.md", guide("same"));
        write(root, "articles/b/two.md", guide("same"));
        const { data } = await importFolder(t, root);
        const server = await start({ data, content: null });
        const slugs = (await server.get("/api/v1/articles")).json.items.map((i) => i.slug).sort();
        assert.equal(slugs.length, 2);
        assert.equal(slugs[0], "same");
        assert.match(slugs[1], /^same-[0-9a-f]{6}$/);
        await server.stop();
    });

    it("a changed file is a new revision, and what the page showed before is gone", async (t) => {
        const root = temporaryFolder(t);
        cpSync(join(CONTENT, "articles"), join(root, "articles"), { recursive: true });
        const { data } = await importFolder(t, root);
        const file = join(root, "articles/email/outlook/outlook-ost-sync-errors-in-cached-mode.md");
        writeFileSync(file, readFileSync(file, "utf8").replace("Get-Process outlook", "Get-Process olk"));
        const again = await runbookd(["import", "--data", data, root]);
        assert.match(again.stdout + again.stderr, /1 changed|changed:? 1|changed .*outlook-ost/);
        const server = await start({ data, content: null });
        const page = (await server.get(`/articles/${OST}`)).text;
        assert.match(page, /Get-Process olk/);
        assert.doesNotMatch(page, /Get-Process outlook/);
        assert.equal((await server.get(`/api/v1/articles/${OST}`)).json.revision, 2);
        await server.stop();
    });

    it("serving begins although some of the content is broken, and says so", async (t) => {
        const root = temporaryFolder(t);
        write(root, "articles/office/broken.md", "---\ntitle: [\n---\n");
        write(root, "articles/office/first.md", guide("first"));
        const server = await start({ content: root });
        assert.equal((await server.get("/articles/first")).status, 200);
        assert.match(server.output, /broken\.md/);
        await server.stop();
    });

    it("later the store wins: content is imported into an empty store only", async (t) => {
        const data = join(temporaryFolder(t), "store");
        const root = temporaryFolder(t);
        write(root, "articles/office/first.md", guide("first"));
        await (await start({ data, content: root })).stop();
        write(root, "articles/office/second.md", guide("second"));
        const server = await start({ data, content: root });
        assert.equal((await server.get("/articles/second")).status, 404);
        await server.stop();
    });
});

describe("import of odd files", () => {
    it("a second tree, partner or person of one slug is refused, and the first is named", async (t) => {
        const root = temporaryFolder(t);
        write(root, "trees/a.json", TREE([QUESTION, ...END]));
        write(root, "trees/b.json", TREE([QUESTION, ...END]).replace('"T"', '"Other"'));
        const { code, stdout, data } = await importFolder(t, root, "--report", "json");
        assert.equal(code, 1);
        const [first, second] = JSON.parse(stdout).files;
        assert.deepEqual([first.path, first.outcome], ["trees/a.json", "created"]);
        assert.deepEqual([second.path, second.outcome], ["trees/b.json", "refused"]);
        assert.match(second.problems[0].message, /"t" is the slug of trees\/a\.json/);
        const out = join(temporaryFolder(t), "out");
        assert.equal((await runbookd(["export", "--data", data, out])).code, 0);
        assert.match(readFileSync(join(out, "trees/t.json"), "utf8"), /"T"/);
    });

    it("names with control characters disturb neither the terminal nor the report", async (t) => {
        const root = temporaryFolder(t);
        write(root, "articles/office/evil\x1b[31m\nrunbookd: fine\u202e.md", "---\ntitle: x\nslug: [a\n---\n");
        const { stderr } = await importFolder(t, root);
        assert.doesNotMatch(stderr, /\x1b|\u202e|^runbookd: fine/m);
        assert.match(stderr, /evil\\x1b\[31m\\x0arunbookd: fine\\u\{202e\}\.md/);
        const { stdout } = await importFolder(t, root, "--report", "json");
        assert.equal(JSON.parse(stdout).files[0].path, "articles/office/evil\x1b[31m\nrunbookd: fine\u202e.md");
    });

    it("a name that is not UTF-8 is refused and told", async (t) => {
        const root = temporaryFolder(t);
        writeFileSync(Buffer.concat([Buffer.from(`${root}/bad-`), Buffer.from([0xff]), Buffer.from(".md")]), "# X\n");
        const { code, stdout, stderr } = await importFolder(t, root, "--report", "json");
        assert.equal(code, 1);
        assert.match(JSON.parse(stdout).files[0].problems[0].message, /not UTF-8/);
        assert.equal(stderr, "");
    });
});

describe("import --prune", () => {
    it("retires what is gone, in all and only the paths given, and publishes it again when it comes back", async (t) => {
        const [one, two] = [1, 2].map(() => temporaryFolder(t));
        const data = join(temporaryFolder(t), "store");
        const run = (...args) => runbookd(["import", "--data", data, ...args]);
        write(one, "a/stays.md", guide("stays"));
        write(one, "a/goes.md", guide("goes"));
        write(two, "b/other.md", guide("other"));
        assert.equal((await run(one, two)).code, 0);
        const file = join(one, "a/goes.md");
        rmSync(file);
        const kept = await run(one, two);
        assert.doesNotMatch(kept.stdout + kept.stderr, /retired/, "without --prune nothing goes");
        const dry = await run("--dry-run", "--prune", one, two);
        assert.match(dry.stdout, /\(dry run\) pruned: 1 retired/);
        const pruned = await run("--prune", one, two);
        assert.equal(pruned.code, 0, pruned.stderr);
        assert.match(pruned.stdout, /^pruned: 1 retired$/m);
        assert.match(pruned.stderr, /retired a\/goes\.md/);
        assert.match((await run("--prune", one, two)).stdout, /^pruned: 0 retired$/m);
        let server = await start({ data, content: null });
        assert.equal((await server.get("/articles/goes")).status, 410);
        assert.equal((await server.get("/articles/stays")).status, 200);
        assert.equal((await server.get("/articles/other")).status, 200);
        assert.doesNotMatch((await server.get("/search?q=words+about+goes&literal=1")).text, /articles\/goes/);
        await server.stop();
        write(one, "a/goes.md", guide("goes"));
        assert.match((await run(one)).stdout, /1 changed, 1 unchanged/);
        server = await start({ data, content: null });
        assert.equal((await server.get("/articles/goes")).status, 200);
        assert.match((await server.get("/search?q=words+about+goes&literal=1")).text, /articles\/goes/);
        assert.equal((await server.get("/api/v1/articles/goes")).json.revision, 1);
        await server.stop();
    });

    it("keeps a guide whose file is refused, and everything when a path is wrong or empty", async (t) => {
        const root = temporaryFolder(t);
        const data = join(temporaryFolder(t), "store");
        const run = (...args) => runbookd(["import", "--data", data, "--prune", ...args]);
        write(root, "a/one.md", guide("one"));
        write(root, "a/two.md", guide("two"));
        assert.equal((await run(root)).code, 0);
        write(root, "a/one.md", "---\ntitle: [\n---\n");
        const refused = await run(root);
        assert.equal(refused.code, 1);
        assert.match(refused.stdout, /pruned: 0 retired/);
        const wrong = await run(join(root, "a/two.md"), join(root, "none"));
        assert.equal(wrong.code, 1);
        assert.match(wrong.stderr, /nothing was pruned/);
        const empty = await run(temporaryFolder(t));
        assert.equal(empty.code, 1);
        assert.match(empty.stderr, /nothing was pruned/);
        const server = await start({ data, content: null });
        assert.equal((await server.get("/articles/one")).status, 200);
        assert.equal((await server.get("/articles/two")).status, 200);
        await server.stop();
    });
});

describe("import --report json", () => {
    it("is one document: every file with outcome and problems, and totals", async (t) => {
        const root = temporaryFolder(t);
        const data = join(temporaryFolder(t), "store");
        const run = (...args) => runbookd(["import", "--data", data, ...args]);
        write(root, "a/good \"one\".md", guide("good"));
        write(root, "a/bad.md", "---\ntitle: x\nslug: y\nminutes: soon\n---\nHi.\n");
        write(root, "a/goes.md", guide("goes"));
        write(root, "a/picture.bin", "");
        const { code, stdout, stderr } = await run("--report", "json", root);
        assert.equal(code, 1);
        assert.equal(stderr, "", "no progress and no problem beside the report");
        const report = JSON.parse(stdout);
        assert.deepEqual(report.files.map((f) => [f.path, f.outcome]).sort(),
            [["a/bad.md", "refused"], ["a/goes.md", "created"], ["a/good \"one\".md", "created"]]);
        const [problem] = report.files.find((f) => f.outcome === "refused").problems;
        assert.deepEqual([problem.severity, problem.field, problem.line], ["error", "minutes", 4]);
        assert.ok(problem.message && problem.code);
        assert.deepEqual(report.totals, { created: 2, changed: 0, unchanged: 0, refused: 1, omitted: 0, retired: 0, passed_over: 1, errors: 1, warnings: 0 });
        assert.equal(report.status, "invalid");
        assert.equal(report.dry_run, false);
        rmSync(join(root, "a/goes.md"));
        rmSync(join(root, "a/bad.md"));
        const again = JSON.parse((await run("--report=json", "--prune", root)).stdout);
        assert.deepEqual(again.files.map((f) => f.outcome), ["unchanged", "retired"]);
        assert.equal(again.totals.retired, 1);
        assert.equal(again.status, "ok");
        assert.equal(JSON.parse((await run("--report", "json", "/no/such/folder")).stdout).status, "not-found");
        assert.equal((await run("--report", "xml", root)).code, 2);
    });
});

describe("import on a terminal", () => {
    const script = "/usr/bin/script";
    const terminal = existsSync(script) && spawnSync(script, ["-qec", "true", "/dev/null"]).status === 0;
    it("shows how far it is", { skip: terminal ? false : "no pseudo-terminal here" }, async (t) => {
        const root = temporaryFolder(t);
        const data = join(temporaryFolder(t), "store");
        for (let i = 0; i < 2000; i++) write(root, `a/g${i}.md`, guide(`g${i}`)); // more than can be read before it is drawn
        const { stdout } = spawnSync(script, ["-qec", `${BINARY} import --data ${data} ${root}`, "/dev/null"], { encoding: "utf8" });
        assert.match(stdout, /\d+ of 2000, \d+\/s, \d+ s left/);
        assert.match(stdout, /2000 created/);
    });
});

describe("hostile Markdown", () => {
    it("nothing that runs comes through", async (t) => {
        const root = temporaryFolder(t);
        write(root, "articles/office/evil.md", `${guide("evil")}
<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>
[y](javascript:alert(1)) [z](data:text/html,<script>alert(1)</script>) <svg onload=alert(1)>
<iframe src="https://evil.example"></iframe><style>*{display:none}</style><form action="//evil"><input></form>
Connect to <servername> and {{title}} {{{title}}}.

## How to fix

### <script>alert(2)</script> Step "quoted" {kind=command}

Text.

## Commands

\`\`\`powershell title="a &quot;quote&quot; <b>"
echo "</pre><script>alert(3)</script>" {{x}}
\`\`\`
`);
        const { data, said } = await importFolder(t, root);
        const server = await start({ data, content: null });
        const { text, status } = await server.get("/articles/evil");
        assert.equal(status, 200, said);
        const shown = parse(text);
        for (const name of ["iframe", "style", "svg", "object", "embed"]) assert.equal(shown.all(name).length, 0, name);
        const code = shown.all("script", (s) => s.attr("type") !== "application/ld+json");
        assert.deepEqual(code.map((s) => s.exact), [""], "the portal's own module and no other");
        const faults = shown.all("*").flatMap((node) =>
            Object.entries(node.attributes)
                .filter(([name, value]) => name.startsWith("on") || name === "style" || /^\s*(javascript|data|vbscript):/i.test(value) || value.startsWith("//"))
                .map(([name, value]) => `${node.name} ${name}=${value}`));
        assert.deepEqual(faults, []);
        assert.match(text, /&lt;servername&gt;/);
        assert.match(text, /\{\{title\}\}/, "braces are text");
        const twin = (await server.get("/api/v1/articles/evil")).json;
        assert.equal(twin.commands.items[0].text, 'echo "</pre><script>alert(3)</script>" {{x}}');
        await server.stop();
    });
});

describe("import with included texts", () => {
    const set = (t) => {
        const root = temporaryFolder(t);
        write(root, "set/a/one.md", guide("one") + "\n[!INCLUDE [Note](../includes/note.md)]\n");
        write(root, "set/a/two.md", guide("two"));
        write(root, "set/includes/note.md", "---\ntitle: no guide\n---\n> [!WARNING]\n> Mind the [other](../a/two.md#x).\n");
        const data = join(temporaryFolder(t), "store");
        return { root, data, run: (...args) => runbookd(["import", "--data", data, ...args, root]) };
    };

    it("shows them, is idempotent, and renders anew what includes a changed one", async (t) => {
        const { root, data, run } = set(t);
        assert.match((await run()).stdout, / 3 created, 0 changed/);
        assert.match((await run()).stdout, / 0 created, 0 changed, 3 unchanged/);
        let server = await start({ data, content: null });
        let page = await server.get("/articles/one");
        assert.match(page.text, /callout-warning[^]*Mind the <a href="\/articles\/two#x">other<\/a>/);
        assert.doesNotMatch(page.text, /no guide|INCLUDE/);
        assert.equal((await server.get("/articles/no-guide")).status, 404);
        assert.match((await server.get("/search?q=mind+the+other&literal=1")).text, /articles\/one/);
        await server.stop();
        write(root, "set/includes/note.md", "Entirely other words.\n");
        assert.match((await run()).stdout, / 0 created, 2 changed, 1 unchanged/);
        server = await start({ data, content: null });
        page = await server.get("/articles/one");
        assert.match(page.text, /Entirely other words/);
        assert.equal((await server.get("/api/v1/articles/one")).json.revision, 1);
        await server.stop();
        rmSync(join(root, "set/includes/note.md"));
        const gone = await run("--prune");
        assert.equal(gone.code, 0);
        assert.match(gone.stderr, /set\/a\/one\.md:9.*note\.md' is not there/);
        assert.match(gone.stderr, /retired set\/includes\/note\.md/);
    });

    it("gives them back byte for byte", async (t) => {
        const { root, data, run } = set(t);
        const copy = join(temporaryFolder(t), "copy");
        await run();
        assert.equal((await runbookd(["export", "--data", data, copy])).code, 0);
        for (const path of ["set/a/one.md", "set/includes/note.md"])
            assert.deepEqual(readFileSync(join(copy, path)), readFileSync(join(root, path)));
    });

    it("never reads outside of the folder, nor through a symbolic link", async (t) => {
        const { root, data, run } = set(t);
        const secret = write(temporaryFolder(t), "secret.md", "TOP SECRET");
        symlinkSync(secret, join(root, "set/includes/link.md"));
        symlinkSync(dirname(secret), join(root, "set/dir"));
        write(root, "set/.git/config", "url = https://me:TOP SECRET@example.com");
        write(root, "set/includes/.env", "TOP SECRET");
        const ways = ["../.git/config", "../includes/.env", "../includes/link.md", "../dir/secret.md", `../../..${secret}`, secret, `..%2f..%2f..${secret}`];
        write(root, "set/a/three.md", guide("three") + ways.map((way) => `\n[!INCLUDE [w](${way})]\n`).join(""));
        const { code, stderr } = await run();
        assert.equal(code, 0);
        assert.equal(stderr.match(/three\.md:.*The included file/g).length, ways.length, stderr);
        const server = await start({ data, content: null });
        assert.doesNotMatch((await server.get("/articles/three")).text, /TOP SECRET/);
        await server.stop();
    });
});

describe("import of links", () => {
    const LINKS = {
        "a%20b.md": "/articles/a-b", "A-FILE.md#part": "/articles/a-file#part", "sub\\\\deep.md": "/articles/deep",
        "./sub/": "/articles/readme", "sub": "/articles/readme", "../kb/sub/deep.md?view=1#x": "/articles/deep#x",
        "/sub/deep.md": "/articles/deep", "a-file": "/articles/a-file", "../a-file/": "/articles/a-file",
        "long.markdown": "/articles/long", "/articles/elsewhere": "/articles/elsewhere", "/q/phrase": "/q/phrase",
    };
    const files = (root) => {
        for (const [path, slug] of [["a b.md", "a-b"], ["a-file.md", "a-file"], ["sub/deep.md", "deep"], ["sub/README.md", "readme"], ["long.markdown", "long"]])
            write(root, `kb/${path}`, guide(slug));
        const list = Object.keys(LINKS).map((href, i) => `[link${i}](<${href}>)`).join("\n\n");
        write(root, "kb/from.md", guide("from") + `\n${list}\n\n[ref][r] <a href="sub/deep.md">raw</a> [gone](gone.md) [gone](gone.md) [site](/azure/x#y)\n\n[r]: sub/deep.md\n`);
    };
    const hrefs = (page) => [...page.text.matchAll(/<a href="([^"]*)"[^>]*>(link\d+|ref|raw|site|gone)<\/a>/g)].map((m) => m[1]);

    it("finds files however they are written, and reports what leads nowhere once, with its line", async (t) => {
        const root = temporaryFolder(t);
        const data = join(temporaryFolder(t), "store");
        files(root);
        const { code, stderr } = await runbookd(["import", "--data", data, root]);
        assert.equal(code, 0, stderr);
        const server = await start({ data, content: null });
        assert.deepEqual(hrefs(await server.get("/articles/from")), [...Object.values(LINKS), "/articles/deep", "/articles/deep"]);
        await server.stop();
        assert.equal(stderr.match(/gone\.md' leads nowhere/g).length, 1, stderr);
        assert.match(stderr, /kb\/from\.md:\d+: warning: The link to '\/azure\/x#y' leads nowhere: .*--link-base/);
        assert.match(stderr, /kb\/from\.md:\d+: warning: The link to 'A-FILE\.md#part' is spelt otherwise/);
        assert.equal(stderr.match(/warning/g).length, 3, stderr);
    });

    it("--link-base leads to the rest of the site, is remembered, and can be forgotten", async (t) => {
        const root = temporaryFolder(t);
        const data = join(temporaryFolder(t), "store");
        files(root);
        const run = (...args) => runbookd(["import", "--data", data, ...args, root]);
        const shown = async () => {
            const server = await start({ data, content: null });
            const found = hrefs(await server.get("/articles/from"));
            await server.stop();
            return found.filter((href) => href.includes("azure"));
        };
        await run("--link-base", "https://learn.example.com/");
        assert.deepEqual(await shown(), ["https://learn.example.com/azure/x#y"]);
        assert.match((await run()).stdout, / 0 changed, 6 unchanged/);
        assert.match((await run("--link-base=https://other.example")).stdout, / 1 changed, 5 unchanged/);
        assert.deepEqual(await shown(), ["https://other.example/azure/x#y"]);
        assert.match((await run("--link-base", "")).stdout, / 1 changed, 5 unchanged/);
        assert.deepEqual(await shown(), []);
        assert.equal((await run("--link-base", "javascript:x")).code, 2);
    });

    it("a link whose target comes later leads there from then on", async (t) => {
        const root = temporaryFolder(t);
        const data = join(temporaryFolder(t), "store");
        write(root, "one.md", guide("one") + "\n[later](two.md)\n");
        await runbookd(["import", "--data", data, root]);
        write(root, "two.md", guide("two"));
        assert.match((await runbookd(["import", "--data", data, root])).stdout, / 1 created, 1 changed/);
        const server = await start({ data, content: null });
        assert.match((await server.get("/articles/one")).text, /<a href="\/articles\/two">later<\/a>/);
        await server.stop();
    });
});

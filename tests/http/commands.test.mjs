// Commands: what is told of them, on the page and in the API; the reader's own values, quoted by
// static/js/shell_quote.js and handed to real shells.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setImmediate } from "node:timers/promises";
import { parse } from "./html.mjs";
import { BINARY, CONTENT, runbookd, serving, temporaryFolder } from "./server.mjs";

/* A module for browsers: by its name alone Node 18 takes it for CommonJS. */
const shellQuote = readFileSync(new URL("../../static/js/shell_quote.js", import.meta.url));
const { faultOf, fillOf, quote } = await import(`data:text/javascript;base64,${shellQuote.toString("base64")}`);

const HOSTILE = [
    "plain", "two words", "it's", '"double"', "a'b\"c", "$HOME", "${HOME}", "$(id)", "`id`", "\\", "\\\\", "a\\'b", "\\\"", "a;id", "a&b", "a|b", "a>b", "a<b",
    "*", "?", "[a]", "{a,b}", "~", "~root", "#x", "a #b", "!x", "a!b", "!!", "line\nbreak", "\n", "\ttab", " lead", "trail ", "Zürich 東京 😀", "‘curly’ “quotes”",
    "a=b", "=ls", "(a)", "a)", "%PATH%", "^x", "''", '""', "'", '"', "'\\''", "\u00a0", "-rf", "--help", "a\\", "$", "\\$x", "\"$(id)\"", "';id;'", "%s%n", "\r\n", "&&id", "a\u0001b",
];

const shells = ["bash", "sh", "zsh"].filter((shell) => spawnSync(shell, ["-c", ":"]).status === 0);

/* The one argument that a shell makes of `text`, as it stands. printf ends it with a mark, since
   $( … ) is not involved and line ends count. */
function argumentsOf(shell, text, flags = []) {
    const run = spawnSync(shell, [...flags, "-c", `printf '<%s>' ${text}`], { encoding: "utf8", env: { PATH: process.env.PATH, HOME: "/nowhere" } });
    assert.equal(run.status, 0, `${shell}: ${text}\n${run.stderr}`);
    return run.stdout;
}

describe("POSIX shells really take the value for what it is", () => {
    for (const shell of shells)
        it(shell, () => {
            for (const value of HOSTILE) {
                if (shell === "zsh" && value.startsWith("=")) continue;
                const bare = quote("posix", "bare", value, false);
                const single = quote("posix", "single", value, false);
                const double = quote("posix", "double", value, false);
                assert.equal(argumentsOf(shell, bare.text), `<${value}>`, `bare ${JSON.stringify(value)}`);
                assert.equal(argumentsOf(shell, `x${bare.text}y`), `<x${value}y>`, `joined ${JSON.stringify(value)}`);
                assert.equal(argumentsOf(shell, `'a${single.text}b'`), `<a${value}b>`, `single ${JSON.stringify(value)}`);
                assert.equal(argumentsOf(shell, `"a${double.text}b"`), `<a${value}b>`, `double ${JSON.stringify(value)}`);
                assert.equal(argumentsOf(shell, `"$(printf %s ${bare.text})."`), `<${value.replace(/\n+$/, "")}.>`.replace(/\n+\.>$/, ".>"), `inner ${JSON.stringify(value)}`);
            }
        });

    it("an interactive bash expands no history in it", (t) => {
        if (!shells.includes("bash")) return t.skip("no bash here");
        for (const value of ["!x", "a!b", "!!", "say \"hi\"!"])
            for (const [place, before, behind] of [["bare", "", ""], ["double", '"', '"'], ["single", "'", "'"]]) {
                const text = before + quote("posix", place, value, false).text + behind;
                const run = spawnSync("bash", ["--norc", "--noprofile", "-i"], { input: `set -H\nprintf '<%s>\\n' ${text}\n`, encoding: "utf8" });
                assert.ok(run.stdout.includes(`<${value}>`), `${place} ${value}: ${run.stdout}${run.stderr}`);
            }
    });
});

describe("the other shells, as tables", () => {
    const cases = [
        // family, place, value, starts, what comes out or the fault
        ["powershell", "bare", "srv01", true, "'srv01'"],
        ["powershell", "bare", "30", true, "30"],
        ["powershell", "bare", "O'Brien", true, "'O''Brien'"],
        ["powershell", "bare", "a’b‘c", true, "'a’’b‘‘c'"],
        ["powershell", "bare", "$(Remove-Item x); `n", true, "'$(Remove-Item x); `n'"],
        ["powershell", "bare", "-Force", true, { fault: "hyphen" }],
        ["powershell", "single", "it's $x", false, "it''s $x"],
        ["powershell", "double", 'a"b$c`d“e”f', false, 'a`"b`$c``d`“e`”f'],
        ["powershell", "joined", "srv01", false, "srv01"],
        ["powershell", "joined", "a b", false, { fault: "joined" }],
        ["powershell", "joined", "a;b", false, { fault: "joined" }],
        ["powershell", "joined", "a$b", false, { fault: "joined" }],
        ["powershell", "strict", "a\\b", false, { fault: "strict" }],
        ["powershell", "strict", "müller", false, "müller"],
        ["cmd", "bare", "srv01", true, "srv01"],
        ["cmd", "bare", "C:\\Temp", true, "C:\\Temp"],
        ["cmd", "bare", "two words", true, '"two words"'],
        ["cmd", "bare", "a&del x", true, '"a&del x"'],
        ["cmd", "bare", "a^b|c>d", true, '"a^b|c>d"'],
        ["cmd", "bare", "%PATH%", true, { fault: "cmd" }],
        ["cmd", "bare", 'a"b', true, { fault: "cmd" }],
        ["cmd", "bare", "a!b", true, { fault: "cmd" }],
        ["cmd", "bare", "a\nb", true, { fault: "cmd" }],
        ["cmd", "bare", "C:\\My Dir\\", true, { fault: "cmd" }],
        ["cmd", "bare", "/q", true, { fault: "hyphen" }],
        ["cmd", "bare", "-q", true, { fault: "hyphen" }],
        ["cmd", "double", "a & b", false, "a & b"],
        ["cmd", "double", 'a" & del x', false, { fault: "cmd" }],
        ["cmd", "double", "%x%", false, { fault: "cmd" }],
        ["cmd", "single", "a b", false, { fault: "strict" }],
        ["cmd", "joined", "a&b", false, { fault: "joined" }],
        ["posix", "bare", "-rf", true, { fault: "hyphen" }],
        ["posix", "bare", "/x", true, "/x"],
        ["posix", "double", "--x", true, { fault: "hyphen" }],
        ["posix", "strict", "a b", false, { fault: "strict" }],
        ["posix", "strict", "$(id)", false, { fault: "strict" }],
        ["sql", "bare", "5", false, "5"],
        ["sql", "bare", "O'Brien; drop table x --", false, "'O''Brien; drop table x --'"],
        ["sql", "single", "O'Brien", false, "O''Brien"],
        ["sql", "single", "a\\", false, { fault: "sql" }],
        ["sql", "single", "a\\'b", false, { fault: "sql" }],
        ["sql", "joined", "a--b", false, { fault: "strict" }],
        ["sql", "strict", "-x", false, { fault: "strict" }],
        ["other", "bare", "a b", false, { fault: "strict" }],
        ["other", "strict", "a-b", false, "a-b"],
        ["constructor", "bare", "a b", false, { fault: "strict" }],
    ];
    for (const [family, place, value, starts, wanted] of cases)
        it(`${family} ${place} ${JSON.stringify(value)}`, () => {
            assert.deepEqual(quote(family, place, value, starts), typeof wanted === "string" ? { text: wanted } : wanted);
        });

    it("no family takes a NUL", () => {
        for (const family of ["posix", "powershell", "cmd", "sql", "other"]) assert.deepEqual(quote(family, "bare", "a\0b", false), { fault: "control" });
    });
});

describe("types", () => {
    const cases = [
        ["hostname", ["pc-0142", "mail.contoso.com", "10.0.0.1", "fe80::1", "zürich"], ["-x", ".x", "a b", "a;b", "a/b", "a'b", "x".repeat(254), "a\nb"]],
        ["account", ["ada.quill", "CONTOSO\\ada", "ada@contoso.com", "O'Brien", "svc$", "Ada Quill"], ["-a", "a;b", "a&b", 'a"b', "a\nb", "$(id)"]],
        ["email", ["ada@contoso.com", "a.o'b+c@x.y"], ["ada", "@x", "a@", "a b@c.d", "a@b c", "-a@b.c"]],
        ["path", ["C:\\Program Files\\x", "/tmp/it's", "-x"], ['a"b', "a|b", "a*", "a\nb"]],
        ["int", ["0", "30", "-5"], ["", "3.5", "1e3", "0x1", "abc", "1".repeat(16)]],
        ["guid", ["01234567-89ab-CDEF-0123-456789abcdef"], ["0123", "{01234567-89ab-cdef-0123-456789abcdef}"]],
        ["text", HOSTILE.filter((v) => !/[\u0000-\u001f]/.test(v)), ["a\nb", "a\u200bb", "a\u202eb", "x".repeat(1025)]],
    ];
    for (const [type, good, bad] of cases)
        it(type, () => {
            for (const value of good) assert.equal(faultOf(type, value, []), null, value);
            for (const value of bad) assert.notEqual(faultOf(type, value, []), null, value);
        });

    it("a choice is one of its list", () => {
        assert.equal(faultOf("choice", "a", ["a", "b"]), null);
        assert.equal(faultOf("choice", "c", ["a", "b"]), "choice");
    });
});

const GUIDE = `---
title: Commands of every kind
slug: commands-of-every-kind
---

## Commands

\`\`\`bash title="Words" params="a:text b:text c:text[Some <b>words</b>]"
printf '<%s>' {a} '{b}' "x{c}" "$(printf %s {a})" \${HOME} {z} {{a}}
\`\`\`

\`\`\`powershell title="Inferred" params="host:hostname days:int=30 way:choice(on|off)=off"
Restart-Service -Name {host}; {days} | ForEach-Object { $_ }; '{way}'
\`\`\`

\`\`\`cmd title="Stated" readonly system=any
del x
\`\`\`

\`\`\`json title="No shell"
{"host": "{host}"}
\`\`\`
`;

describe("a guide with parameters", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "articles"));
    writeFileSync(join(folder, "articles/commands.md"), GUIDE);
    const server = serving(before, after, { content: folder, args: ["--content", folder] });
    const page = async () => parse((await server().get("/articles/commands-of-every-kind")).text);
    const api = async () => (await server().get("/api/v1/articles/commands-of-every-kind")).json.commands.items;

    it("the block is the author's text, byte for byte", async () => {
        const box = (await page()).byId("command-1");
        assert.equal(box.one("pre").exact, `printf '<%s>' {a} '{b}' "x{c}" "$(printf %s {a})" \${HOME} {z} {{a}}`);
        assert.deepEqual(
            box.all("span", (n) => n.attr("class") === "param").map((n) => [n.attr("data-param"), n.attr("data-place"), n.attr("data-starts") !== undefined]),
            [["a", "bare", true], ["b", "single", true], ["c", "double", false], ["a", "bare", true]],
        );
    });

    it("without scripts it says what to replace, and the fields stay hidden", async () => {
        const box = (await page()).byId("command-2");
        const note = box.one("p", (n) => n.attr("class") === "fill-note").text;
        assert.match(note, /\{host\} Computer or server name/);
        assert.match(note, /\{days\} Whole number/);
        assert.notEqual(box.one("fieldset").attr("hidden"), undefined);
        assert.equal(box.all("input").filter((n) => n.attr("name") !== undefined).length, 0, "no field is ever sent");
        assert.equal(box.one("form"), null);
    });

    it("the safety of each is told, and whether it was stated or concluded", async () => {
        const root = await page();
        assert.match(root.byId("command-2").text, /Seems to change something: Restart-Service/);
        assert.match(root.byId("command-2").text, /Likely needs administrator rights/);
        assert.match(root.byId("command-2").text, /How to undo this is not written down/);
        assert.match(root.byId("command-3").text, /Any system .*Read-only/);
        assert.match(root.byId("command-4").text, /Not said whether it changes anything/);
        const items = await api();
        assert.deepEqual(items.map((c) => [c.shell, c.system, c.effect, c.effect_stated, c.evidence, c.rights]), [
            ["bash", "linux", "reads", false, undefined, "user"],
            ["powershell", "windows", "changes", false, "Restart-Service", "admin"],
            ["cmd", "any", "reads", true, undefined, "user"],
            [undefined, undefined, "unknown", false, undefined, "user"],
        ]);
        assert.deepEqual(items[1].params, [
            { name: "host", type: "hostname", choices: [] },
            { name: "days", type: "int", value: "30", choices: [] },
            { name: "way", type: "choice", value: "off", choices: [{ choice: "on" }, { choice: "off" }] },
        ]);
    });

    it("filled in as the page fills it, the command runs with exactly these values", async (t) => {
        if (!shells.includes("bash")) return t.skip("no bash here");
        const code = (await page()).byId("command-1").one("pre").one("code");
        for (const [i, a] of HOSTILE.entries()) {
            const values = { a, b: HOSTILE[(i + 7) % HOSTILE.length], c: HOSTILE[(i + 19) % HOSTILE.length] };
            if (Object.values(values).some((v) => /[\u0000-\u001f]/.test(v) || v.startsWith("-"))) continue;
            const text = code.children.map((child) => {
                if (typeof child === "string") return child;
                const { text: filled, fault } = fillOf({ family: "posix", place: child.attr("data-place"), starts: child.attr("data-starts") !== undefined, type: child.attr("data-type") }, values[child.attr("data-param")]);
                assert.equal(fault, undefined);
                return filled;
            });
            const run = spawnSync("bash", ["-c", text.join("")], { encoding: "utf8", env: { PATH: process.env.PATH, HOME: "/nowhere" } });
            assert.equal(run.stdout, `<${values.a}><${values.b}><x${values.c}><${values.a}></nowhere><{z}><{{a}}>`, text.join(""));
        }
    });
});

describe("a declaration that is wrong is refused, with its line", () => {
    const faults = [
        ['params="host"', /has no type/],
        ['params="host:thing"', /is no type/],
        ['params="n:int=x"', /is no int/],
        ["system=amiga", /system 'amiga' is not known/],
        ["changes readonly", /not both/],
    ];
    for (const [attribute, wanted] of faults)
        it(attribute, async (t) => {
            const dir = temporaryFolder(t);
            writeFileSync(join(dir, "x.md"), `# X\n\n## Commands\n\n\`\`\`bash ${attribute}\necho {host}\n\`\`\`\n`);
            const { code, stderr } = await runbookd(["check", dir]);
            assert.equal(code, 1);
            assert.match(stderr, wanted);
            assert.match(stderr, /x\.md:5/);
        });
});

describe("runbookd check", () => {
    it("leaves nothing behind: at its end, when it fails, when a signal ends it, and what a killed one left", async (t) => {
        const [scratch, root] = [temporaryFolder(t), temporaryFolder(t)];
        const env = { TMPDIR: scratch };
        const left = () => readdirSync(scratch);
        for (let i = 0; i < 400; i++) writeFileSync(join(root, `g${i}.md`), `# Guide ${i}\n\n${"words and more words\n\n".repeat(200)}`);
        assert.equal((await runbookd(["check", join(root, "nowhere")], { env })).code, 1);
        assert.deepEqual(left(), []);
        const endedBy = async (signal) => {
            const child = spawn(BINARY, ["check", root], { env: { ...process.env, ...env }, stdio: "ignore" });
            const end = once(child, "exit");
            while (!left().some((dir) => existsSync(join(scratch, dir, "lock"))) && child.exitCode === null) await setImmediate();
            child.kill(signal);
            assert.equal((await end)[1], signal);
        };
        for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
            await endedBy(signal);
            assert.deepEqual(left(), [], signal);
        }
        await endedBy("SIGKILL");
        assert.equal(left().length, 1, "nobody could");
        const other = join(scratch, "runbookd-check-other1");
        mkdirSync(other);
        assert.equal((await runbookd(["check", CONTENT], { env })).code, 0);
        assert.deepEqual(left(), ["runbookd-check-other1"], "without a lock it may be one that begins");
    });

    const NOTE = "---\ntitle: Note\nauthor: nobody\n---\n\n## How to fix\n\n### Do it\n\n### Do it\n\nText.\n\n## Commands\n\n```powershell\nRestart-Service\u00a0x\nGet-Item a\n```\n";

    it("remarks with file and line; they fail it with --strict only", async (t) => {
        const dir = temporaryFolder(t);
        writeFileSync(join(dir, "note.md"), NOTE);
        const plain = await runbookd(["check", dir]);
        assert.equal(plain.code, 0);
        for (const wanted of [
            /note\.md:3: warning: author: There is no person of this name: nobody/,
            /note\.md:8: warning: step-1: The step has a title and no text/,
            /note\.md:10: warning: step-2: Another step of this section has the same title/,
            /note\.md:16: warning: command-1: The command changes something and no way back is said/,
            /note\.md: warning: escalation: Nothing says when to contact IT/,
        ])
            assert.match(plain.stderr, wanted);
        assert.equal(plain.stderr.match(/note\.md:17: .*no-break space/g).length, 1, "told once, though import and lint both know it");
        assert.equal((await runbookd(["check", "--strict", dir])).code, 1);
    });

    it("looks over a store, too", async (t) => {
        const dir = temporaryFolder(t);
        const data = temporaryFolder(t);
        writeFileSync(join(dir, "note.md"), NOTE);
        await runbookd(["import", "--data", data, dir]);
        const { code, stderr } = await runbookd(["check", "--data", data]);
        assert.equal(code, 0);
        assert.match(stderr, /note\.md:17: .*no-break space/);
        assert.match(stderr, /note\.md:10: .*step-2/);
    });
});

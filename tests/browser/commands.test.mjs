// A reader's own values in a command: typed, checked, quoted, copied, shared between blocks, never
// sent; with the keyboard, in print, and without scripts.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { temporaryFolder } from "../http/server.mjs";
import { PHONE, axe, overflow, staging } from "./browser.mjs";

const folder = temporaryFolder();
mkdirSync(join(folder, "articles"));
writeFileSync(
    join(folder, "articles/fill.md"),
    `---
title: A guide to fill in
slug: a-guide-to-fill-in
---

## Commands

\`\`\`powershell title="Look" params="host:hostname[Which computer] days:int=30"
Get-WinEvent -ComputerName {host} -MaxEvents {days} | Where-Object { $_.Id -eq 1 }
Test-NetConnection {host}
\`\`\`

\`\`\`bash title="Rename" changes undo="Rename it back." params="host:hostname file:path way:choice(fast|slow)"
ssh {host} true
mv {file} "{file}.old" # {way}
\`\`\`
`,
);
writeFileSync(
    join(folder, "articles/hostile.md"),
    `---
title: The same value in four shells
slug: the-same-value
---

## Commands

\`\`\`bash title="Bash" params="v:text n:int=30"
printf '<%s>' {v} "{v}" '{v}'
head -n {n} x
\`\`\`

\`\`\`powershell title="PowerShell" params="v:text n:int=7"
Write-Output {v} "{v}" '{v}'
Get-Item {n}
\`\`\`

\`\`\`cmd title="cmd" params="v:text"
echo {v}
\`\`\`

\`\`\`sql title="SQL" params="v:text"
select * from t where a = {v} and b = '{v}';
\`\`\`

\`\`\`bash title="A computer" params="v:hostname n:choice(7|30)"
ping {v} # {n}
\`\`\`
`,
);
const stage = staging(before, after, { content: folder, args: ["--content", folder] });
const URL_OF = "/articles/a-guide-to-fill-in";
const FIRST = "Get-WinEvent -ComputerName {host} -MaxEvents 30 | Where-Object { $_.Id -eq 1 }\nTest-NetConnection {host}";

const block = (page, n) => page.locator(`#command-${n}`);
const code = (page, n) => block(page, n).locator("pre code").evaluate((c) => c.textContent);
const field = (page, n, name) => block(page, n).getByLabel(name);
const ready = (page) => page.locator("#command-1 fieldset.fill").waitFor();
const fault = (page, n, name) => page.locator(`#page-command-${n}-${name}-fault`).textContent();
const copy = (page, n) => block(page, n).getByRole("button", { name: /^copy:/i });

async function open(t, options = {}, url = URL_OF) {
    const page = await stage().page(t, { permissions: ["clipboard-read", "clipboard-write"], ...options });
    await page.goto(url);
    await ready(page);
    return page;
}

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

async function copied(page, n, words) {
    await page.evaluate(() => (document.getElementById("page-live").textContent = ""));
    await copy(page, n).click();
    await page.waitForFunction((w) => document.getElementById("page-live").textContent.trim().startsWith(w), words);
    return clipboard(page);
}

describe("filling in a command", () => {
    it("starts with the author's text and his default, and says what is open", async (t) => {
        const page = await open(t);
        assert.equal(await copied(page, 1, "Copied. Still to be filled in: {host}"), FIRST);
        assert.equal(await copied(page, 2, "Copied. Still"), 'ssh {host} true\nmv {file} "{file}.old" # {way}');
    });

    it("quotes for each shell, and one name has one value on the page", async (t) => {
        const page = await open(t);
        await field(page, 1, "Which computer").fill("pc-0142");
        assert.equal(await field(page, 2, "Computer or server name").inputValue(), "pc-0142");
        await field(page, 2, "File or folder").fill("it's $HOME");
        await field(page, 2, "Choice").selectOption("slow");
        assert.equal(await copied(page, 1, "Copied"), FIRST.replaceAll("{host}", "'pc-0142'"));
        assert.equal(await copied(page, 2, "Copied"), `ssh pc-0142 true\nmv 'it'\\''s $HOME' "it's \\$HOME.old" # slow`);
        await block(page, 1).getByRole("button", { name: /copy line 2/i }).click();
        await page.waitForFunction(async () => (await navigator.clipboard.readText()) === "Test-NetConnection 'pc-0142'");
    });

    it("a value that does not fit is told at its field and stays out of the command", async (t) => {
        const page = await open(t);
        await field(page, 1, "Which computer").fill("a; Remove-Item x");
        assert.match(await fault(page, 1, "host"), /computer or server name/);
        assert.equal(await field(page, 1, "Which computer").getAttribute("aria-invalid"), "true");
        assert.equal(await code(page, 1), FIRST);
        await field(page, 2, "File or folder").fill("-rf");
        assert.match(await fault(page, 2, "file"), /hyphen/);
        assert.deepEqual(await axe(page), []);
        await field(page, 1, "Which computer").fill("pc1");
        assert.equal(await fault(page, 1, "host"), "");
        assert.equal(await field(page, 1, "Which computer").getAttribute("aria-invalid"), null);
    });

    it("what is typed goes nowhere: no request, no storage, nothing in the address", async (t) => {
        const page = await open(t);
        const sent = [];
        page.on("request", (request) => sent.push(request.url()));
        await field(page, 1, "Which computer").fill("secret-host");
        await page.keyboard.press("Enter");
        await copied(page, 1, "Copied");
        assert.deepEqual(sent, []);
        assert.equal(page.url().endsWith(URL_OF), true);
        assert.doesNotMatch(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])), /secret-host/);
    });

    it("with the keyboard alone, and cleared again", async (t) => {
        const page = await open(t);
        await field(page, 1, "Which computer").focus();
        await page.keyboard.type("pc-7");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Control+A");
        await page.keyboard.type("5");
        assert.equal(await code(page, 1), FIRST.replaceAll("{host}", "'pc-7'").replace("30", "5"));
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        assert.equal(await code(page, 1), FIRST.replace("30", "{days}"));
        assert.equal(await page.evaluate(() => document.activeElement.id), "page-command-1-host");
    });

    it("text that looks like markup is text", async (t) => {
        const page = await open(t);
        await field(page, 2, "File or folder").fill("<img src=x onerror=alert(1)>");
        assert.match(await fault(page, 2, "file"), /cannot hold/);
        assert.equal(await page.locator("#command-2 img").count(), 0);
    });
});

describe("one value in several commands", () => {
    const NBSP = "\u00a0";
    const typed = async (t) => {
        const page = await open(t, {}, "/articles/the-same-value");
        return { page, field: page.locator("#page-command-1-v"), code: (n) => code(page, n), fault: (n) => fault(page, n, "v") };
    };
    const first = async (page) => (await code(page, 1)).split("\n")[0];
    const OPEN = { 1: "printf '<%s>' {v} \"{v}\" '{v}'", 3: "echo {v}", 4: "select * from t where a = {v} and b = '{v}';" };

    for (const value of ["it's", 'say "hi"', "$(touch /tmp/no)", "\`id\`", "a;b|c&d>e", `no${NBSP}break`, "$HOME \\ !x", "' or 1=1 --", "“curly” ‘quotes’"])
        it(`${JSON.stringify(value)} stays one value`, async (t) => {
            const { page, field, code: text, fault: told } = await typed(t);
            await field.fill(value);
            const run = spawnSync("bash", ["-c", await first(page)], { encoding: "utf8" });
            assert.equal(run.stdout, `<${value}>`.repeat(3));
            const single = value.replace(/['\u2018-\u201b]/g, "$&$&");
            assert.ok((await text(2)).startsWith(`Write-Output '${single}' "${value.replace(/["\`$\u201c-\u201e]/g, "\`$&")}" '${single}'`), await text(2));
            if (/["%!]/.test(value)) assert.deepEqual([(await text(3)).trim(), (await told(3)) !== ""], [OPEN[3], true]);
            else assert.equal((await text(3)).trim(), `echo "${value}"`);
            assert.equal((await text(4)).trim(), `select * from t where a = '${value.replaceAll("'", "''")}' and b = '${value.replaceAll("'", "''")}';`);
            assert.equal(await page.locator("#page-command-5-v").inputValue(), value);
            assert.notEqual(await told(5), "", "no name of a computer, says the command that wants one");
            assert.match(await text(5), /^ping \{v\}/);
            assert.equal(await told(1), "");
        });

    it("two lines that are pasted are not made one", async (t) => {
        const { page, field, fault: told } = await typed(t);
        await field.focus();
        await page.evaluate(() => navigator.clipboard.writeText("pc-1\nrm -rf /"));
        await page.keyboard.press("Control+V");
        assert.equal(await field.inputValue(), "");
        assert.notEqual(await told(1), "");
        assert.equal(await first(page), OPEN[1]);
        await page.evaluate(() => navigator.clipboard.writeText("pc-1\n"));
        await page.keyboard.press("Control+V");
        assert.equal(await field.inputValue(), "pc-1");
        assert.equal(await told(1), "");
        assert.match(await first(page), /pc-1/);
    });

    it("each command has its own default until the reader says otherwise", async (t) => {
        const { page, code: text } = await typed(t);
        const number = (n) => page.locator(`#page-command-${n}-n`);
        assert.match(await text(1), /head -n 30/);
        assert.match(await text(2), /Get-Item 7/);
        assert.equal(await number(5).inputValue(), "");
        await number(2).fill("30");
        assert.match(await text(2), /Get-Item 30/);
        assert.equal(await number(5).inputValue(), "30");
        assert.match(await text(5), /# 30/);
        await number(1).fill("9");
        assert.match(await text(2), /Get-Item 9/);
        assert.match(await text(5), /# \{n\}/, "and 9 is none of its choices");
    });
});

describe("the page around it", () => {
    for (const [how, options] of [["light", { colorScheme: "light" }], ["dark", { colorScheme: "dark" }], ["phone", { viewport: PHONE }]])
        it(`axe is content, ${how}`, async (t) => {
            const page = await open(t, options);
            await field(page, 1, "Which computer").fill("pc-7");
            assert.deepEqual(await axe(page), []);
            assert.deepEqual(await overflow(page), 0);
        });

    it("print shows the command as it stands, without the fields", async (t) => {
        const page = await open(t);
        await field(page, 1, "Which computer").fill("pc-7");
        await page.emulateMedia({ media: "print" });
        assert.equal(await block(page, 1).locator("fieldset.fill").isVisible(), false);
        assert.equal(await block(page, 1).locator(".fill-note").isVisible(), false);
        assert.match(await block(page, 1).locator("pre").innerText(), /'pc-7'/);
        assert.equal(await block(page, 2).locator(".fill-note").isVisible(), true);
        assert.match(await block(page, 2).innerText(), /Changes the system/);
        assert.match(await block(page, 2).innerText(), /Rename it back/);
    });

    it("without scripts the placeholders stand, and the page says so", async (t) => {
        const page = await stage().page(t, { javaScriptEnabled: false });
        await page.goto(URL_OF);
        assert.equal(await block(page, 1).locator("fieldset.fill").isVisible(), false);
        assert.match(await block(page, 1).locator(".fill-note").innerText(), /Before you run this, replace: \{host\} Which computer;? \{days\} Whole number/);
        assert.match(await block(page, 1).locator("pre").innerText(), /-ComputerName \{host\} -MaxEvents \{days\}/);
    });
});

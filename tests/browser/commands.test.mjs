// A reader's own values in a command: typed, checked, quoted, copied, shared between blocks, never
// sent; with the keyboard, in print, and without scripts.
import assert from "node:assert/strict";
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
const stage = staging(before, after, { content: folder, args: ["--content", folder] });
const URL_OF = "/articles/a-guide-to-fill-in";
const FIRST = "Get-WinEvent -ComputerName {host} -MaxEvents 30 | Where-Object { $_.Id -eq 1 }\nTest-NetConnection {host}";

const block = (page, n) => page.locator(`#command-${n}`);
const code = (page, n) => block(page, n).locator("pre code").evaluate((c) => c.textContent);
const field = (page, n, name) => block(page, n).getByLabel(name);
const ready = (page) => page.locator("#command-1 fieldset.fill").waitFor();
const fault = (page, n, name) => page.locator(`#page-command-${n}-${name}-fault`).textContent();
const copy = (page, n) => block(page, n).getByRole("button", { name: /^copy:/i });

async function open(t, options = {}) {
    const page = await stage().page(t, { permissions: ["clipboard-read", "clipboard-write"], ...options });
    await page.goto(URL_OF);
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

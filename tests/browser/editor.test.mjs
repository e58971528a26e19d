// The editor with its script: what is typed is shown, judged, kept and saved; with keys alone, without
// a connection, after the session has ended; and nothing that somebody types ever runs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { announced, axe, overflow, signIn, staging } from "./browser.mjs";
import { PASSWORD } from "../http/server.mjs";

const stage = staging(before, after, { server: { users: { ann: "author", ben: "reviewer" } } });
const XSS = readFileSync(new URL("../../../shared/suites/xss/payloads.txt", import.meta.url), "utf8").split("\n").filter((line) => line.trim() && !line.startsWith("#"));

const box = "#page-source";
const shown = (page) => page.frameLocator("iframe[title=Preview]");
const state = (page, which) => page.locator(`[data-state=${which}]`).waitFor();
const expected = (faults) => faults.filter((f) => !/status of (401|403|404|409|422)|ERR_INTERNET_DISCONNECTED/.test(f));

/* A new draft, open in the editor; its number. */
async function begin(page, title, who = "ann") {
    await signIn(page, who, "/staff");
    await page.fill('form[action$="/staff/drafts"] [name=title]', title);
    await page.press('form[action$="/staff/drafts"] [name=title]', "Enter");
    await page.waitForSelector("[data-side] [role=tab]");
    return Number(/drafts\/(\d+)/.exec(page.url())[1]);
}

/* Leaves without being asked. */
const agree = (page) => page.on("dialog", (dialog) => dialog.accept());

describe("a guide is typed", () => {
    it("preview, outline and remarks follow; the text is kept, offered again and saved", async (t) => {
        const page = await stage().page(t);
        agree(page);
        const id = await begin(page, "Headset is silent");
        await page.fill(box, "Nobody hears the caller.\n\n## Symptoms\n\n- Silence\n\n## How to fix\n\n### Plug it in again\n\n### Then call\n\nSomebody answers.\n");
        await shown(page).locator("h2", { hasText: "How to fix" }).waitFor();
        await shown(page).locator("text=Somebody answers.").waitFor();
        await page.click("#page-tab-remarks");
        const empty = page.locator(".remark", { hasText: "no text" });
        assert.match(await empty.innerText(), /Line 9/);
        await empty.click();
        assert.equal(await page.locator(box).evaluate((b) => b.value.slice(b.selectionStart, b.selectionEnd)), "### Plug it in again");
        await page.keyboard.press("End");
        await page.keyboard.type("\n\nPull the plug and put it back.");
        await empty.waitFor({ state: "detached" });
        await page.click("#page-tab-outline");
        await page.click("[data-outline] button:has-text('Then call')");
        assert.equal(await page.locator(box).evaluate((b) => b.value.slice(b.selectionStart, b.selectionEnd)), "### Then call");
        await state(page, "kept");
        await page.goto(`/staff/drafts/${id}/edit`);
        await page.click("a:has-text('Go on with it')");
        await page.waitForSelector("[data-side] [role=tab]");
        assert.match(await page.inputValue(box), /put it back/);
        await page.focus(box);
        await page.keyboard.press("Control+S");
        await page.waitForURL(/saved=1/);
        assert.match(await page.inputValue(box), /put it back/);
        assert.equal(await page.locator("a:has-text('Go on with it')").count(), 0);
    });

    it("an older text that waits is not written over", async (t) => {
        const page = await stage().page(t);
        agree(page);
        const id = await begin(page, "Two texts");
        await page.fill(box, "The older words.");
        await state(page, "kept");
        await page.goto(`/staff/drafts/${id}/edit`);
        await page.waitForSelector("[data-side] [role=tab]");
        await page.fill(box, "The newer words.");
        await state(page, "held");
        await page.click("a:has-text('Go on with it')");
        await page.waitForURL(/typed=1/);
        await page.waitForSelector("[data-side] [role=tab]");
        assert.match(await page.inputValue(box), /older words/);
        await page.click("[data-left] [data-use]");
        assert.match(await page.inputValue(box), /newer words/, "and the newer ones were not lost either");
    });

    it("waits for a connection, and for whoever was signed out", async (t) => {
        const page = await stage().page(t, { faults: false });
        agree(page);
        await begin(page, "On a train");
        await page.context().setOffline(true);
        await page.fill(box, "Typed in a tunnel.");
        await state(page, "offline");
        await page.press(box, "Control+S");
        await announced(page, "Not connected");
        assert.match(await page.inputValue(box), /tunnel/, "not sent to nowhere");
        await page.context().setOffline(false);
        await state(page, "kept");
        await page.context().clearCookies();
        await page.fill(box, "Typed after the session.");
        await state(page, "signedOut");
        await announced(page, "signed out");
        await page.press(box, "Control+S");
        assert.match(page.url(), /\/edit/);
        const [tab] = await Promise.all([page.context().waitForEvent("page"), page.click(".edit-state a")]);
        await tab.fill("#page-name", "ann");
        await tab.fill("#page-password", PASSWORD);
        await tab.press("#page-password", "Enter");
        await tab.waitForURL((url) => url.pathname === "/");
        await page.press(box, "Control+S");
        await page.waitForURL(/saved=1/);
        assert.match(await page.inputValue(box), /after the session/);
        assert.deepEqual(expected(page.faults), []);
    });

    it("who lost a race comes to the merge", async (t) => {
        const [page, other] = [await stage().page(t), await stage().page(t)];
        const id = await begin(page, "A race");
        await signIn(other, "ben", `/staff/drafts/${id}/edit`);
        await other.waitForSelector("[data-side] [role=tab]");
        await other.fill(box, "Words of Ben.");
        await other.press(box, "Control+S");
        await other.waitForURL(/saved=1/);
        await page.fill(box, "Words of Ann.");
        await page.press(box, "Control+S");
        await page.waitForURL(/\/merge$/);
        assert.match(await page.innerText("main"), /Words of Ann\.[\s\S]*Words of Ben\.|Words of Ben\.[\s\S]*Words of Ann\./);
        assert.deepEqual(await axe(page), []);
    });

    it("leaving asks first", async (t) => {
        const page = await stage().page(t);
        await begin(page, "Left behind");
        await page.click(box);
        await page.keyboard.type("Words ");
        const asked = new Promise((done) => page.once("dialog", (dialog) => dialog.dismiss().then(() => done(dialog.type()))));
        page.goto("/").catch(() => {});
        assert.equal(await asked, "beforeunload");
        assert.match(page.url(), /\/edit/);
        agree(page);
    });
});

describe("tools", () => {
    it("the toolbar by keyboard alone", async (t) => {
        const page = await stage().page(t);
        agree(page);
        await begin(page, "By keyboard");
        await page.fill(box, "One");
        await page.keyboard.press("Alt+F10");
        const at = () => page.evaluate(() => document.activeElement.textContent.trim());
        assert.equal(await at(), "B");
        await page.keyboard.press("ArrowLeft");
        assert.equal(await at(), "Table", "around the end");
        await page.keyboard.press("Home");
        for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowRight");
        assert.equal(await at(), "Step");
        assert.equal(await page.locator("[role=toolbar] button[tabindex='0']").count(), 1);
        await page.keyboard.press("Enter");
        assert.equal(await page.locator(box).evaluate((b) => b.value.slice(b.selectionStart, b.selectionEnd)), "What to do", "ready to be typed over");
        await page.keyboard.type("Restart it");
        assert.match(await page.inputValue(box), /^One\n\n### Restart it \{kind=info minutes=2\}\n\nSay what/);
        await page.fill(box, "bold words");
        await page.locator(box).evaluate((b) => b.setSelectionRange(0, 4));
        await page.keyboard.press("Control+B");
        assert.equal(await page.inputValue(box), "**bold** words");
        await page.keyboard.press("Control+B");
        assert.equal(await page.inputValue(box), "bold words");
        await page.keyboard.press("Control+Z");
        assert.equal(await page.inputValue(box), "**bold** words", "and it can be undone");
        for (const name of ["Phase", "Command", "Callout", "Table", "List", "Numbers", "Link"]) {
            await page.locator(box).evaluate((b) => {
                b.value = "Words.\n\n";
                b.setSelectionRange(b.value.length, b.value.length);
            });
            await page.click(`[role=toolbar] button:text-is('${name}')`);
            if (name === "Table") await shown(page).locator("table").waitFor();
        }
        assert.equal(await page.inputValue(box), "Words.\n\n[text](https://)");
    });

    it("a paste with form becomes Markdown, a plain one stays as it is", async (t) => {
        const page = await stage().page(t);
        agree(page);
        await begin(page, "Pasted");
        const paste = (html) => page.locator(box).evaluate((b, data) => {
            b.value = "";
            b.focus();
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", data);
            clipboardData.setData("text/plain", "plain");
            return !b.dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true, bubbles: true }));
        }, html);
        const word = readFileSync(new URL("../fixtures/paste/word.html", import.meta.url), "utf8");
        assert.ok(await paste(word));
        assert.equal(await page.inputValue(box), readFileSync(new URL("../fixtures/paste/word.md", import.meta.url), "utf8").trimEnd());
        const web = readFileSync(new URL("../fixtures/paste/web.html", import.meta.url), "utf8");
        assert.ok(await paste(web));
        assert.equal(await page.inputValue(box), readFileSync(new URL("../fixtures/paste/web.md", import.meta.url), "utf8").trimEnd());
        assert.equal(await paste("<span>plain</span>"), false);
        await page.keyboard.press("Control+Shift+V");
        assert.equal(await paste("<b>x</b>"), false);
    });

    it("what somebody types never runs", async (t) => {
        const page = await stage().page(t, { faults: false });
        let ran = 0;
        page.on("dialog", (dialog) => {
            if (dialog.type() !== "beforeunload") ran++;
            dialog.accept();
        });
        await begin(page, "Hostile");
        const context = [];
        page.on("console", (message) => /XSS|xss-ran/.test(message.text()) && context.push(message.text()));
        for (let i = 0; i < XSS.length; i += 100) {
            const answered = page.waitForResponse((r) => r.url().endsWith("/preview"));
            await page.fill(box, XSS.slice(i, i + 100).join("\n\n"));
            assert.equal((await answered).status(), 200);
            await page.locator("[data-preview][aria-busy=false]").waitFor();
            assert.ok(await page.evaluate(() => document.querySelector("[data-preview] iframe").contentDocument.body.textContent.length > 100));
        }
        assert.equal(ran, 0);
        assert.deepEqual(context, []);
        assert.deepEqual(page.faults.filter((f) => /threw|elsewhere/.test(f)), []);
    });
});

describe("axe and width", () => {
    const LOOKS = { light: { colorScheme: "light" }, dark: { colorScheme: "dark" }, "1024": { viewport: { width: 1024, height: 768 } }, phone: { viewport: { width: 360, height: 740 } } };
    for (const [how, options] of Object.entries(LOOKS))
        it(`editor, draft, staff, ${how}`, async (t) => {
            const page = await stage().page(t, { reducedMotion: "reduce", ...options });
            agree(page);
            const id = await begin(page, `Looked at, ${how}`);
            await page.click("[data-keys] summary");
            await page.locator(".remark").first().waitFor({ state: "attached" });
            for (const tab of ["preview", "remarks", "outline"]) {
                await page.click(`#page-tab-${tab}`);
                assert.deepEqual(await axe(page), [], tab);
                assert.ok((await overflow(page)) <= 0, "too wide");
            }
            for (const path of [`/staff/drafts/${id}`, "/staff"]) {
                await page.goto(path);
                assert.deepEqual(await axe(page), [], path);
                assert.ok((await overflow(page)) <= 0, `${path} is too wide`);
            }
        });
});

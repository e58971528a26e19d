// The editor with its script: what is typed is shown, judged, kept and saved; with keys alone, without
// a connection, after the session has ended; and nothing that somebody types ever runs.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { DESKTOP, announced, axe, inAllLooks, signIn, staging } from "./browser.mjs";
import { PASSWORD } from "../http/server.mjs";

const stage = staging(before, after, { server: { users: { ann: "author", ben: "reviewer" } } });
const LIST = new URL("../../../shared/suites/xss/payloads.txt", import.meta.url);
const XSS = existsSync(LIST) ? readFileSync(LIST, "utf8").split("\n").filter((line) => line.trim() && !line.startsWith("#")) : [];

const box = "#page-source";
/* The two bodies of the text; all that an author does must do the same in both. */
const BODIES = {
    "plain box": { init: () => localStorage.setItem("runbookd:plain-text", "yes"), typed: box },
    "line numbers": { init: () => localStorage.setItem("runbookd:plain-text", "no"), typed: ".CodeMirror [role=textbox]" },
};
const words = (page) => page.evaluate(() => document.querySelector(".CodeMirror")?.CodeMirror.getValue() ?? document.querySelector("#page-source").value);
const chosen = (page) => page.evaluate(() => {
    const area = document.querySelector("#page-source");
    return document.querySelector(".CodeMirror")?.CodeMirror.getSelection() ?? area.value.slice(area.selectionStart, area.selectionEnd);
});
const choose = (page, start, end) => page.evaluate(([a, b]) => {
    const cm = document.querySelector(".CodeMirror")?.CodeMirror;
    if (cm) cm.setSelection(cm.posFromIndex(a), cm.posFromIndex(b));
    else document.querySelector("#page-source").setSelectionRange(a, b);
}, [start, end]);

/* In place of what stands there, as somebody does who pastes. */
async function write(page, text) {
    if (!(await page.locator(".CodeMirror").count())) return page.fill(box, text);
    await page.focus(BODIES["line numbers"].typed);
    await page.keyboard.press("Control+A");
    await page.evaluate((plain) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", plain);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true, bubbles: true }));
    }, text);
    assert.equal(await words(page), text);
    return undefined;
}
const shown = (page) => page.frameLocator("iframe[title=Preview]");
const state = (page, which) => page.locator(`[data-state=${which}]`).waitFor();
const expected = (faults) => faults.filter((f) => !/status of (401|403|404|409|422)|ERR_INTERNET_DISCONNECTED/.test(f));

/* The page's script has done its work. */
async function inHand(page) {
    await page.waitForSelector("[data-side] [role=tab]");
    if ((await page.evaluate(() => localStorage.getItem("runbookd:plain-text"))) === "no") await page.waitForSelector(".CodeMirror [role=textbox]");
}

/* A new draft, open in the editor; its number. */
async function begin(page, title, who = "ann") {
    await signIn(page, who, "/staff");
    await page.fill('form[action$="/staff/drafts"] [name=title]', title);
    await page.press('form[action$="/staff/drafts"] [name=title]', "Enter");
    await inHand(page);
    return Number(/drafts\/(\d+)/.exec(page.url())[1]);
}

/* Leaves without being asked. */
const agree = (page) => page.on("dialog", (dialog) => dialog.accept());

for (const [name, { init, typed }] of Object.entries(BODIES)) {
describe(`a guide is typed, ${name}`, () => {
    it("preview, outline and remarks follow; the text is kept, offered again and saved", async (t) => {
        const page = await stage().page(t, { init });
        agree(page);
        const id = await begin(page, "Headset is silent");
        await write(page, "Nobody hears the caller.\n\n## Symptoms\n\n- Silence\n\n## How to fix\n\n### Plug it in again\n\n### Then call\n\nSomebody answers.\n");
        await shown(page).locator("h2", { hasText: "How to fix" }).waitFor();
        await shown(page).locator("text=Somebody answers.").waitFor();
        await page.click("#page-tab-remarks");
        const empty = page.locator(".remark", { hasText: "no text" });
        assert.match(await empty.innerText(), /Line 9/);
        await empty.click();
        assert.equal(await chosen(page), "### Plug it in again");
        await page.keyboard.press("End");
        await page.keyboard.type("\n\nPull the plug and put it back.");
        await empty.waitFor({ state: "detached" });
        await page.click("#page-tab-outline");
        await page.click("[data-outline] button:has-text('Then call')");
        assert.equal(await chosen(page), "### Then call");
        await state(page, "kept");
        await page.goto(`/staff/drafts/${id}/edit`);
        await page.click("a:has-text('Go on with it')");
        await inHand(page);
        assert.match(await words(page), /put it back/);
        await page.focus(typed);
        await page.keyboard.press("Control+S");
        await page.waitForURL(/saved=1/);
        assert.match(await words(page), /put it back/);
        assert.equal(await page.locator("a:has-text('Go on with it')").count(), 0);
    });

    it("an older text that waits is not written over", async (t) => {
        const page = await stage().page(t, { init });
        agree(page);
        const id = await begin(page, "Two texts");
        await write(page, "The older words.");
        await state(page, "kept");
        await page.goto(`/staff/drafts/${id}/edit`);
        await inHand(page);
        await write(page, "The newer words.");
        await state(page, "kept");
        await page.goto(`/staff/drafts/${id}/edit`);
        assert.equal(await page.locator("a:has-text('Go on with it')").count(), 2);
        assert.deepEqual(await axe(page), []);
        await page.locator("a:has-text('Go on with it')").last().click();
        await page.waitForURL(/typed=\d+/);
        await inHand(page);
        assert.match(await words(page), /older words/);
        await page.click("a:has-text('Go on with it')");
        await inHand(page);
        assert.match(await words(page), /newer words/, "and the newer ones were not lost either");
    });

    it("waits for a connection, and for whoever was signed out", async (t) => {
        const page = await stage().page(t, { init, faults: false });
        agree(page);
        await begin(page, "On a train");
        await page.context().setOffline(true);
        await write(page, "Typed in a tunnel.");
        await state(page, "offline");
        await page.press(typed, "Control+S");
        await announced(page, "Not connected");
        assert.match(await words(page), /tunnel/, "not sent to nowhere");
        await page.context().setOffline(false);
        await state(page, "kept");
        await page.context().clearCookies();
        await write(page, "Typed after the session.");
        await state(page, "signedOut");
        await announced(page, "signed out");
        await page.press(typed, "Control+S");
        assert.match(page.url(), /\/edit/);
        const [tab] = await Promise.all([page.context().waitForEvent("page"), page.click(".edit-state a")]);
        await tab.fill("#page-name", "ann");
        await tab.fill("#page-password", PASSWORD);
        await tab.press("#page-password", "Enter");
        await tab.waitForURL((url) => url.pathname === "/");
        await page.press(typed, "Control+S");
        await page.waitForURL(/saved=1/);
        assert.match(await words(page), /after the session/);
        assert.deepEqual(expected(page.faults), []);
    });

    it("who lost a race comes to the merge", async (t) => {
        const [page, other] = [await stage().page(t, { init }), await stage().page(t, { init })];
        const id = await begin(page, "A race");
        await signIn(other, "ben", `/staff/drafts/${id}/edit`);
        await inHand(other);
        await write(other, "Words of Ben.");
        await other.press(typed, "Control+S");
        await other.waitForURL(/saved=1/);
        await write(page, "Words of Ann.");
        await page.press(typed, "Control+S");
        await page.waitForURL(/\/merge\?typed=/);
        assert.match(await page.innerText("main"), /Words of Ann\.[\s\S]*Words of Ben\.|Words of Ben\.[\s\S]*Words of Ann\./);
        assert.deepEqual(await axe(page), []);
    });

    it("leaving asks first", async (t) => {
        const page = await stage().page(t, { init });
        await begin(page, "Left behind");
        await page.click(typed);
        await page.keyboard.type("Words ");
        const asked = new Promise((done) => page.once("dialog", (dialog) => dialog.dismiss().then(() => done(dialog.type()))));
        page.goto("/").catch(() => {});
        assert.equal(await asked, "beforeunload");
        assert.match(page.url(), /\/edit/);
        agree(page);
    });
});

describe(`tools, ${name}`, () => {
    it("the toolbar by keyboard alone", async (t) => {
        const page = await stage().page(t, { init });
        agree(page);
        await begin(page, "By keyboard");
        await write(page, "One");
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
        assert.equal(await chosen(page), "What to do", "ready to be typed over");
        await page.keyboard.type("Restart it");
        assert.match(await words(page), /^One\n\n### Restart it \{kind=info minutes=2\}\n\nSay what/);
        await write(page, "bold words");
        await choose(page, 0, 4);
        await page.keyboard.press("Control+B");
        assert.equal(await words(page), "**bold** words");
        await page.keyboard.press("Control+B");
        assert.equal(await words(page), "bold words");
        await page.keyboard.press("Control+Z");
        assert.equal(await words(page), "**bold** words", "and it can be undone");
        for (const name of ["Phase", "Command", "Callout", "Table", "List", "Numbers", "Link"]) {
            await write(page, "Words.\n\n");
            await choose(page, 8, 8);
            await page.click(`[role=toolbar] button:text-is('${name}')`);
            if (name === "Table") await shown(page).locator("table").waitFor();
        }
        assert.equal(await words(page), "Words.\n\n[text](https://)");
    });

    it("a paste with form becomes Markdown, a plain one stays as it is", async (t) => {
        const page = await stage().page(t, { init });
        agree(page);
        await begin(page, "Pasted");
        const paste = (html) => page.locator(typed).evaluate((b, data) => {
            b.focus();
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", data);
            clipboardData.setData("text/plain", "plain");
            return !b.dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true, bubbles: true }));
        }, html);
        const word = readFileSync(new URL("../fixtures/paste/word.html", import.meta.url), "utf8");
        await write(page, " ");
        await page.keyboard.press("Control+A");
        assert.ok(await paste(word));
        assert.equal(await words(page), readFileSync(new URL("../fixtures/paste/word.md", import.meta.url), "utf8").trimEnd());
        const web = readFileSync(new URL("../fixtures/paste/web.html", import.meta.url), "utf8");
        await write(page, " ");
        await page.keyboard.press("Control+A");
        assert.ok(await paste(web));
        assert.equal(await words(page), readFileSync(new URL("../fixtures/paste/web.md", import.meta.url), "utf8").trimEnd());
        /* Openings that nothing closes, and more marks than a call takes arguments. */
        for (const open of ["<style ", "<!--[if "]) assert.ok(await paste(`<b>kept</b> ${open.repeat(100_000)}`), open);
        assert.ok(await paste(`<code>${"` a ".repeat(150_000)}</code>`));
        await write(page, " ");
        if (name === "plain box") assert.equal(await paste("<span>plain</span>"), false);
        else await paste("<span>plain</span>");
        if (name !== "plain box") assert.match(await words(page), /plain$/, "CodeMirror puts it there itself");
        await page.keyboard.press("Control+Shift+V");
        await write(page, "x ");
        await page.keyboard.press("Control+Shift+V");
        await paste("<b>x</b>");
        assert.doesNotMatch(await words(page), /\*\*/);
    });

    it("what somebody types never runs", async (t) => {
        if (!XSS.length) return t.skip(`no ${LIST.pathname}`);
        const page = await stage().page(t, { init, faults: false });
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
            await write(page, XSS.slice(i, i + 100).join("\n\n"));
            assert.equal((await answered).status(), 200);
            await page.locator("[data-preview][aria-busy=false]").waitFor();
            assert.ok(await page.evaluate(() => document.querySelector("[data-preview] iframe").contentDocument.body.textContent.length > 100));
        }
        assert.equal(ran, 0);
        assert.deepEqual(context, []);
        assert.deepEqual(page.faults.filter((f) => /threw|elsewhere/.test(f)), []);
    });
});
}

describe("line numbers", () => {
    const { init, typed } = BODIES["line numbers"];
    const gutter = (page, sign) => page.locator(".remark-mark", { hasText: sign });

    it("a remark is marked beside its line, and the mark leads to its words", async (t) => {
        const page = await stage().page(t, { init });
        agree(page);
        await begin(page, "Marked");
        await write(page, "Words.\n\n## How to fix\n\n### Empty\n\n### Full\n\nDo it.\n");
        await gutter(page, "!").waitFor();
        assert.equal(await page.locator(".CodeMirror-code > div:has(.remark-mark) .CodeMirror-linenumber").innerText(), "5");
        assert.match(await gutter(page, "!").getAttribute("title"), /no text/);
        await gutter(page, "!").click();
        assert.match(await page.evaluate(() => document.activeElement.textContent), /Line 5.*no text/);
        await page.keyboard.press("Enter");
        assert.equal(await chosen(page), "### Empty");
        await page.keyboard.press("Home");
        await page.keyboard.type("\n\n");
        await page.locator(".CodeMirror-code > div:nth-child(7):has(.remark-mark)").waitFor();
        await page.locator(".remark", { hasText: "Line 7" }).waitFor();
        await page.keyboard.press("Control+Home");
        await page.keyboard.press("F8");
        assert.equal(await chosen(page), "### Empty", "and the key finds it where it is by now");
    });

    it("is called by its label, leaves with Tab, and can be undone step by step", async (t) => {
        const page = await stage().page(t, { init });
        agree(page);
        await begin(page, "Manners");
        const input = page.getByRole("textbox", { name: "Text", exact: true });
        await page.click("label[for=page-source]");
        assert.ok(await input.evaluate((each) => each === document.activeElement));
        assert.match(await input.evaluate((each) => document.getElementById(each.getAttribute("aria-describedby")).textContent), /Markdown/);
        await page.keyboard.press("Control+A");
        await page.keyboard.type("One\u00a0two");
        await page.keyboard.press("End");
        await page.keyboard.type("\u200b!");
        assert.equal(await page.locator(".cm-hidden").count(), 2);
        const before = await words(page);
        assert.equal(before, "One\u00a0two\u200b!", "what was typed, and no other space");
        await page.click("[role=toolbar] button:text-is('Table')");
        await page.click("[role=toolbar] button:text-is('Callout')");
        await page.keyboard.press("Control+Z");
        assert.match(await words(page), /What it means/);
        assert.doesNotMatch(await words(page), /NOTE/);
        await page.keyboard.press("Control+Z");
        assert.equal(await words(page), before);
        await page.keyboard.press("Control+Y");
        assert.match(await words(page), /What it means/);
        await page.keyboard.press("Tab");
        assert.ok(!(await input.evaluate((each) => each.contains(document.activeElement))), "Tab went on");
        await page.keyboard.press("Shift+Tab");
        assert.ok(await input.evaluate((each) => each === document.activeElement));
        await page.keyboard.press("Shift+Tab");
        assert.ok(!(await input.evaluate((each) => each.contains(document.activeElement))), "and back");
    });

    it("words that an input method composes arrive once", async (t) => {
        const page = await stage().page(t, { init });
        agree(page);
        await begin(page, "Composed");
        await write(page, "a ");
        const cdp = await page.context().newCDPSession(page);
        for (const text of ["に", "にほ", "にほん"]) await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
        await cdp.send("Input.insertText", { text: "日本" });
        await page.keyboard.type(" b");
        await page.waitForFunction(() => document.querySelector(".CodeMirror").CodeMirror.getValue() === "a 日本 b");
        await write(page, "مرحبا بالعالم\nsecond");
        await page.keyboard.press("Control+Home");
        await page.keyboard.press("Delete");
        assert.equal(await words(page), "رحبا بالعالم\nsecond");
    });

    it("the plain box, chosen while CodeMirror is on its way, stays", async (t) => {
        const page = await stage().page(t);
        agree(page);
        let come;
        const gate = new Promise((open) => (come = open));
        await page.route("**/codemirror.js", async (route) => {
            await gate;
            await route.continue();
        });
        await begin(page, "Chosen early");
        await page.getByRole("checkbox", { name: "Plain text box" }).check();
        const arrived = page.waitForResponse("**/codemirror.js").then((answer) => answer.finished());
        come();
        await arrived;
        await page.waitForFunction(() => window.CodeMirror);
        await page.evaluate(() => new Promise((done) => setTimeout(done)));
        assert.equal(await page.locator("textarea#page-source").isVisible(), true);
    });

    it("the plain box is a switch away, keeps text and place, and is remembered", async (t) => {
        const page = await stage().page(t);
        agree(page);
        const id = await begin(page, "Switched");
        const asked = () => page.evaluate(() => performance.getEntriesByType("resource").map((each) => new URL(each.name).pathname).filter((path) => /codemirror|code\.css/.test(path)));
        await page.waitForSelector(".CodeMirror [role=textbox]");
        const files = await asked();
        assert.equal(files.length, 3);
        for (const path of files) assert.match(path, /^\/static\/[0-9a-f]{16}\//);
        await write(page, "One\nTwo\nThree");
        await choose(page, 4, 7);
        const toggle = page.getByRole("checkbox", { name: "Plain text box" });
        await toggle.check();
        await page.locator("textarea#page-source:visible").waitFor();
        assert.equal(await words(page), "One\nTwo\nThree");
        assert.equal(await chosen(page), "Two");
        await page.fill(box, "Plain words");
        await state(page, "kept");
        await page.goto(`/staff/drafts/${id}/edit`);
        await page.click("a:has-text('Go on with it')");
        await page.waitForSelector("[data-side] [role=tab]");
        assert.equal(await words(page), "Plain words");
        assert.ok(await toggle.isChecked());
        assert.deepEqual(await asked(), [], "and nothing is loaded that is not wanted");
        await toggle.uncheck();
        await page.waitForSelector(".CodeMirror [role=textbox]");
        assert.equal(await words(page), "Plain words");
        await page.goto("/staff");
        assert.deepEqual(await asked(), []);
    });

    it("a text of three megabytes stays a text one can write in", async (t) => {
        const page = await stage().page(t, { init });
        agree(page);
        await begin(page, "Three megabytes");
        const long = "A line of a long text, with words in it.\n".repeat(75_000);
        await write(page, long);
        await page.keyboard.press("Control+Home");
        await page.keyboard.type("Here. ");
        assert.equal(await words(page), `Here. ${long}`);
        assert.ok((await page.locator(".CodeMirror-line").count()) < 500, "only what can be seen is drawn");
    });

    it("where CodeMirror is not to be had, the box stays", async (t) => {
        const page = await stage().page(t, { init, faults: false });
        agree(page);
        await page.route("**/codemirror.js", (route) => route.abort());
        await signIn(page, "ann", "/staff");
        await page.fill('form[action$="/staff/drafts"] [name=title]', "Without it");
        await page.press('form[action$="/staff/drafts"] [name=title]', "Enter");
        await page.locator("[data-plain]:checked").waitFor();
        await page.fill(box, "Typed all the same.");
        await state(page, "kept");
    });
});

describe("axe and width", () => {
    it("editor, draft, staff", async (t) => {
        const page = await stage().page(t, { reducedMotion: "reduce" });
        agree(page);
        const id = await begin(page, "Looked at");
        await page.click("[data-keys] summary");
        await page.locator(".remark").first().waitFor({ state: "attached" });
        for (const tab of ["preview", "remarks", "outline"]) {
            await page.setViewportSize(DESKTOP);
            await page.click(`#page-tab-${tab}`);
            assert.deepEqual(await inAllLooks(page, `editor-${tab}`), [], tab);
        }
        for (const path of [`/staff/drafts/${id}`, "/staff"]) {
            await page.goto(path);
            assert.deepEqual(await inAllLooks(page, path.replaceAll("/", "-")), [], path);
        }
    });
});

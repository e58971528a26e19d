// The journey of an employee: paste a message, read, walk the tree, open the steps, copy a command,
// vote, and see whom to call. With JavaScript, without it, and with the keyboard alone.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { announced, focusedText, pasted, staging, unannounced } from "./browser.mjs";
import { OST, PHRASE, PHRASE_SLUG } from "../http/content.mjs";

const stage = staging(before, after);
const COMMAND = "Test-NetConnection outlook.office365.com -Port 443\nGet-Process outlook | Select-Object ProcessName, Id, CPU";
const ANSWERS = [
    ["Only me", "How long can you work with Outlook on the web instead?"],
    ["Not at all: I cannot do my work", "Does the missing mail appear in Outlook on the web?"],
    ["Yes, it is missing only in the desktop Outlook", "Is your mailbox under a retention rule or a legal hold?"],
    ["No", "Check that you use your work account"],
    ["Still failing", "Run the connectivity checks"],
    ["It says True", "Close shared mailboxes"],
    ["Still failing", "The local data file may have to be rebuilt"],
];
const question = (page) => page.locator("#page-question");
/* The arrow behind an answer is decoration. */
const plain = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const answer = (page, label) => page.locator(".tree-panel").getByRole("button", { name: new RegExp(`^${plain(label)}( →)?$`) });
const searchBox = (page) => page.locator("#page-search");
/* The button for the whole block, not for one of its lines. */
const copyBlock = (page) => page.locator("#command-1").getByRole("button", { name: /^copy(?! line)/i });
const heading = (page, name) => page.getByRole("heading", { name });
const votes = async (jarless) => (await stage().server.get(`/api/v1/articles/${jarless ?? OST}/votes`)).json;

async function searchFor(page, text) {
    await page.goto("/");
    await searchBox(page).fill(text);
    await searchBox(page).press("Enter");
    await page.waitForURL(`**/q/${PHRASE_SLUG}`);
}

describe("with JavaScript", () => {
    it("from the error message to the service desk", async (t) => {
        const page = await stage().page(t, { permissions: ["clipboard-read", "clipboard-write"] });
        await searchFor(page, PHRASE);
        await heading(page, /Symptoms of .?azure ad connect sync error/i).waitFor();
        await heading(page, /Likely causes of .?azure ad connect sync error/i).waitFor();
        await heading(page, /How to fix: azure ad connect sync error/i).waitFor();
        await page.getByText("Outlook shows Send/Receive errors or delayed folder updates.").waitFor();

        await page.evaluate(() => (window.sameDocument = true));
        for (const [label, next] of ANSWERS) {
            await answer(page, label).click();
            await question(page).filter({ hasText: next }).waitFor();
            assert.match(await focusedText(page), new RegExp(next), "the focus moves to what is asked next");
        }
        assert.equal(await page.evaluate(() => window.sameDocument), true, "no page was loaded");
        const panel = page.locator(".tree-panel");
        for (const words of ["Endpoint", "P3"]) await panel.getByText(words, { exact: true }).first().waitFor();
        const ticket = panel.getByRole("textbox", { name: /ticket/i });
        const text = await ticket.inputValue();
        for (const words of ["Who is affected?", "Only me", "Endpoint", "P3"]) assert.ok(text.includes(words), words);
        await panel.getByRole("button", { name: /copy ticket/i }).click();
        await announced(page, "Copied");
        assert.equal(await pasted(page), text);

        const step = page.locator("#step-4");
        await step.locator("summary").press("Enter");
        await step.getByText("Escalate before deleting or recreating OST files on managed devices.").waitFor();

        await unannounced(page);
        await copyBlock(page).click();
        await announced(page, "Copied");
        assert.equal(await pasted(page), COMMAND);

        const before = await votes();
        const helpful = page.getByRole("region", { name: "Was this helpful?" });
        await helpful.getByRole("button", { name: /^yes/i }).click();
        await announced(page, "Your vote was counted");
        await helpful.locator('[data-count="total"]').filter({ hasText: String(before.total + 1) }).waitFor();
        assert.equal((await votes()).helpful, before.helpful + 1);
        await page.reload();
        await helpful.locator('button[aria-pressed="true"]', { hasText: /yes/i }).waitFor();

        await heading(page, /when to contact IT/i).waitFor();
        const desk = page.getByRole("region", { name: /when to contact IT/i });
        assert.equal(await desk.getByRole("link", { name: "+49 30 5550" }).getAttribute("href"), "tel:+49305550");
        await desk.getByText("Mon–Fri 8–18").waitFor();
    });

    it("one line of a command, too", async (t) => {
        const page = await stage().page(t, { permissions: ["clipboard-read", "clipboard-write"] });
        await page.goto(`/articles/${OST}`);
        await page.locator("#command-1").getByRole("button", { name: /copy line 2/i }).click();
        await announced(page, "Copied");
        assert.equal(await pasted(page), COMMAND.split("\n")[1]);
    });

    it("on a plain-http intranet, where the clipboard API is absent, copying still copies", async (t) => {
        const page = await stage().page(t, { origin: stage().intranet });
        await page.goto(`/articles/${OST}`);
        assert.equal(await page.evaluate(() => window.isSecureContext || Boolean(navigator.clipboard)), false);
        await copyBlock(page).click();
        await announced(page, "Copied");
        assert.equal(await pasted(page), COMMAND);
        await answer(page, "Only me").click();
        await question(page).filter({ hasText: "How long can you work" }).waitFor();
        await page.getByRole("region", { name: "Was this helpful?" }).getByRole("button", { name: /^yes/i }).click();
        await announced(page, "Your vote was counted");
    });

    it("where the clipboard API refuses, copying still copies", async (t) => {
        const page = await stage().page(t, {
            init: () => {
                Object.defineProperty(Navigator.prototype, "clipboard", {
                    get: () => ({ writeText: () => Promise.reject(new DOMException("no", "NotAllowedError")) }),
                });
            },
        });
        await page.goto(`/articles/${OST}`);
        await copyBlock(page).click();
        await announced(page, "Copied");
        assert.equal(await pasted(page), COMMAND);
    });

    it("back, a changed answer and start again, in the panel", async (t) => {
        const page = await stage().page(t);
        await page.goto(`/articles/${OST}`);
        await page.evaluate(() => (window.sameDocument = true));
        await answer(page, "Only me").click();
        await question(page).filter({ hasText: "How long can you work" }).waitFor();
        await answer(page, "A day or longer").click();
        await question(page).filter({ hasText: "Does the missing mail appear" }).waitFor();
        const panel = page.locator(".tree-panel");
        await panel.getByRole("button", { name: "Back", exact: true }).click();
        await question(page).filter({ hasText: "How long can you work" }).waitFor();
        await panel.getByRole("link", { name: /Who is affected\?/ }).or(panel.getByRole("button", { name: /Who is affected\?/ })).click();
        await question(page).filter({ hasText: "Who is affected?" }).waitFor();
        await answer(page, "Several people").click();
        await question(page).filter({ hasText: "Can these people work" }).waitFor();
        await panel.getByRole("button", { name: /start again/i }).click();
        await question(page).filter({ hasText: "Who is affected?" }).waitFor();
        assert.equal(await page.evaluate(() => window.sameDocument), true);
    });

    it('"no" asks why and at which step', async (t) => {
        const page = await stage().page(t);
        const slug = "figma-desktop-app-stuck-on-loading";
        await page.goto(`/articles/${slug}`);
        const helpful = page.getByRole("region", { name: "Was this helpful?" });
        await helpful.getByRole("button", { name: /^no/i }).click();
        await helpful.getByRole("radio").first().check();
        await helpful.getByRole("combobox").selectOption({ index: 2 });
        await helpful.getByRole("textbox").fill("The menu has another name.");
        await helpful.getByRole("button", { name: /send/i }).click();
        await announced(page, "Thank you");
        const { not_helpful } = await votes(slug);
        assert.equal(not_helpful, 1);
    });

    it("a vote can be changed and withdrawn", async (t) => {
        const page = await stage().page(t);
        const slug = "teams-safe-cache-cleanup-windows-macos";
        await page.goto(`/articles/${slug}`);
        const helpful = page.getByRole("region", { name: "Was this helpful?" });
        const total = (n) => helpful.locator('[data-count="total"]').filter({ hasText: new RegExp(`^${n}$`) }).waitFor();
        await helpful.getByRole("button", { name: /^yes/i }).click();
        await total(1);
        await helpful.getByRole("button", { name: /^no/i }).click();
        await helpful.locator('[data-count="not_helpful"]').filter({ hasText: "1" }).waitFor();
        await total(1);
        await helpful.getByRole("button", { name: /withdraw/i }).click();
        await total(0);
        assert.equal((await votes(slug)).total, 0);
    });

    it("the search box suggests, by keyboard", async (t) => {
        const page = await stage().page(t);
        await page.goto("/");
        await searchBox(page).pressSequentially("azure ad");
        const option = page.getByRole("option", { name: /azure ad connect sync error/i }).first();
        await option.waitFor();
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
        await page.waitForURL(`**/q/${PHRASE_SLUG}`);
    });

    it("the picture of the tree is shown on demand, with the state marked", async (t) => {
        const page = await stage().page(t);
        await page.goto(`/articles/${OST}`);
        await answer(page, "Only me").click();
        await question(page).filter({ hasText: "How long can you work" }).waitFor();
        await page.getByText("Show the whole tree").click();
        const picture = page.locator("[data-tree-svg]");
        await picture.scrollIntoViewIfNeeded();
        await page.waitForFunction(() => document.querySelector("[data-tree-svg]").naturalWidth > 0);
        assert.match(await picture.getAttribute("src"), /\?run=[a-z2-7]{36}/);
    });

    it("a run is resumed by its link in another browser", async (t) => {
        const page = await stage().page(t);
        await page.goto(`/articles/${OST}`);
        await answer(page, "Only me").click();
        await question(page).filter({ hasText: "How long can you work" }).waitFor();
        const link = page.getByRole("link", { name: /its own page/i });
        assert.equal(await link.count(), 1, "the guide's own link leads to the run");
        const url = await link.getAttribute("href");
        const other = await stage().page(t);
        await other.goto(url);
        await question(other).filter({ hasText: "How long can you work" }).waitFor();
        await other.getByText("Only me").first().waitFor();
    });
});

describe("without JavaScript", () => {
    it("the same journey", async (t) => {
        const page = await stage().page(t, { javaScriptEnabled: false });
        await searchFor(page, PHRASE);
        await heading(page, /Symptoms of .?azure ad connect sync error/i).waitFor();

        const step = page.locator("#step-4");
        await step.locator("summary").click();
        await step.getByText("Escalate before deleting or recreating OST files on managed devices.").waitFor();
        assert.equal(await page.locator("#command-1 pre").innerText(), COMMAND);

        for (const name of [/^copy/i, /open all/i, /mark as done/i])
            assert.equal(await page.getByRole("button", { name }).count(), 0, `no dead button ${name}`);

        const before = await votes();
        await page.getByRole("region", { name: "Was this helpful?" }).getByRole("button", { name: /^yes/i }).click();
        await page.getByText("Your vote was counted.").waitFor();
        assert.equal((await votes()).helpful, before.helpful + 1);
        await page.locator('[data-count="total"]').filter({ hasText: String(before.total + 1) }).waitFor();

        await page.goto(`/q/${PHRASE_SLUG}`);
        for (const [label, next] of ANSWERS) {
            await answer(page, label).click();
            await page.waitForURL("**/runs/*");
            await question(page).filter({ hasText: next }).waitFor();
        }
        const ticket = await page.getByRole("textbox", { name: /ticket/i }).inputValue();
        for (const words of ["Who is affected?", "Only me", "Endpoint", "P3"]) assert.ok(ticket.includes(words), words);
        await page.getByRole("link", { name: "+49 30 5550" }).first().waitFor();
        await page.getByRole("link", { name: /transcript/i }).click();
        await page.getByText("Who is affected?").first().waitFor();
    });

    it("the whole command is selected by one click on it", async (t) => {
        const page = await stage().page(t, { javaScriptEnabled: false });
        await page.goto(`/articles/${OST}`);
        const style = await page.locator("#command-1 pre").evaluate((n) => [getComputedStyle(n).userSelect, getComputedStyle(n.querySelector("code") ?? n).userSelect]);
        assert.ok(style.includes("all"), style.join());
    });

    it("links to a step open it where the browser can", async (t) => {
        const page = await stage().page(t, { javaScriptEnabled: false });
        await page.goto(`/articles/${OST}#step-4`);
        await page.locator("#step-4 summary").waitFor();
    });
});

describe("by keyboard alone", () => {
    /* Tabs until the focus stands on something with this name. */
    async function tabTo(page, name, { most = 120 } = {}) {
        for (let i = 0; i < most; i++) {
            await page.keyboard.press("Tab");
            const here = await page.evaluate(() => {
                const node = document.activeElement;
                const label = node.labels?.[0]?.textContent ?? "";
                return `${node.getAttribute("aria-label") ?? ""} ${label} ${node.textContent ?? ""}`.replace(/\s+/g, " ").trim();
            });
            if (name.test(here)) {
                const outline = await page.evaluate(() => {
                    const s = getComputedStyle(document.activeElement);
                    return `${s.outlineStyle} ${s.outlineWidth} ${s.boxShadow}`;
                });
                assert.doesNotMatch(outline, /^none \S+ none$/, `the focus on ${name} is visible`);
                return;
            }
        }
        assert.fail(`${name} was not reached with ${most} tabs`);
    }

    it("the skip link, the search, an answer, a step, a command, a vote", async (t) => {
        const page = await stage().page(t, { permissions: ["clipboard-read", "clipboard-write"] });
        await page.goto("/articles/teams-camera-not-detected-or-black-screen");
        await page.keyboard.press("Tab");
        assert.match(await focusedText(page), /skip to main content/i);
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => document.activeElement?.id === "main");

        await page.goto("/");
        await page.keyboard.press("/");
        await page.waitForFunction(() => document.activeElement?.id === "page-search");
        await page.keyboard.type(PHRASE);
        await page.keyboard.press("Enter");
        await page.waitForURL(`**/q/${PHRASE_SLUG}`);

        await tabTo(page, /^Only me$/);
        await page.keyboard.press("Enter");
        await question(page).filter({ hasText: "How long can you work" }).waitFor();
        await page.keyboard.press("Tab");
        assert.match(await focusedText(page), /A day or longer/, "the first answer follows its question");

        await tabTo(page, /Apply safe remediation steps/);
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => document.getElementById("step-4").open);
        await tabTo(page, /^copy\b(?! line)/i);
        await page.keyboard.press("Enter");
        await announced(page, "Copied");
        await tabTo(page, /^Yes\b/);
        await page.keyboard.press("Enter");
        await announced(page, "Your vote was counted");
    });
});

describe("steps", () => {
    it("a deep link opens its step and scrolls to it", async (t) => {
        const page = await stage().page(t);
        await page.goto(`/articles/${OST}#step-4`);
        await page.waitForFunction(() => document.getElementById("step-4").open);
        await page.waitForFunction(() => {
            const box = document.getElementById("step-4").getBoundingClientRect();
            return box.top < innerHeight && box.bottom > 0;
        });
        await page.evaluate(() => (location.hash = "#step-2"));
        await page.waitForFunction(() => document.getElementById("step-2").open);
    });

    it("all open and close with one button", async (t) => {
        const page = await stage().page(t);
        await page.goto(`/articles/${OST}`);
        const open = () => page.locator(".step details[open], details.step[open]").count();
        await page.getByRole("button", { name: /open all/i }).click();
        assert.equal(await open(), 5);
        await page.getByRole("button", { name: /close all/i }).click();
        assert.equal(await open(), 0);
    });

    it("print shows everything", async (t) => {
        for (const javaScriptEnabled of [true, false]) {
            const page = await stage().page(t, { javaScriptEnabled });
            await page.goto(`/articles/${OST}`);
            await page.emulateMedia({ media: "print" });
            if (javaScriptEnabled) {
                await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
                await page.getByText("Escalate before deleting or recreating OST files").waitFor();
            }
            const hidden = await page.locator(".step-body").evaluateAll((nodes) => nodes.filter((n) => n.getBoundingClientRect().height === 0 || (n.checkVisibility && !n.checkVisibility({ contentVisibilityAuto: true }))).length);
            assert.equal(hidden, 0, `JavaScript ${javaScriptEnabled}`);
            assert.equal(await searchBox(page).isVisible(), false, "no search box on paper");
        }
    });

    it("progress is remembered on this computer only", async (t) => {
        const page = await stage().page(t);
        await page.goto(`/articles/${OST}#step-1`);
        const done = page.locator("#step-1").getByRole("button", { name: /mark as done/i });
        await done.click();
        await page.reload();
        await page.locator('#step-1 [data-done][aria-pressed="true"]').waitFor({ state: "attached" });
        assert.deepEqual(await page.context().cookies(), []);
    });
});

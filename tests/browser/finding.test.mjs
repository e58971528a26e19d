// Finding in the browser: the combobox by the ARIA Authoring Practices, narrowing, what is told of a
// result that was opened, and asking for a guide; each also without JavaScript.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { PHRASE_SLUG } from "../http/content.mjs";
import { PHONE, announced, axe, overflow, staging } from "./browser.mjs";

const stage = staging(before, after);
const box = (page) => page.getByRole("combobox", { name: "Search guides and error messages" });
const active = (page) =>
    box(page).evaluate((input) => document.getElementById(input.getAttribute("aria-activedescendant") ?? "")?.textContent ?? null);

async function typed(t, text) {
    const page = await stage().page(t);
    await page.goto("/");
    await box(page).pressSequentially(text);
    await page.getByRole("option").first().waitFor();
    return page;
}

describe("the search box is a combobox", () => {
    it("says so, and how many suggestions there are", async (t) => {
        const page = await typed(t, "outlook");
        const input = box(page);
        assert.equal(await input.getAttribute("aria-expanded"), "true");
        assert.equal(await input.getAttribute("aria-autocomplete"), "list");
        const list = page.locator(`#${await input.getAttribute("aria-controls")}`);
        assert.equal(await list.getAttribute("role"), "listbox");
        const count = await page.getByRole("option").count();
        await announced(page, `${count} suggestions`);
        assert.equal(await active(page), null, "nothing is chosen by itself");
        assert.deepEqual(await axe(page), []);
    });

    it("arrow keys go round, Home and End go to the text, Escape closes", async (t) => {
        const page = await typed(t, "outlook");
        const options = page.getByRole("option");
        const texts = await options.allTextContents();
        await page.keyboard.press("ArrowDown");
        assert.equal(await active(page), texts[0]);
        assert.equal(await options.first().getAttribute("aria-selected"), "true");
        await page.keyboard.press("ArrowUp");
        assert.equal(await active(page), texts.at(-1));
        await page.keyboard.press("ArrowDown");
        assert.equal(await active(page), texts[0]);
        await page.keyboard.press("Home");
        assert.equal(await active(page), null);
        assert.equal(await box(page).evaluate((i) => i.selectionStart), 0);
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("End");
        assert.equal(await active(page), null);
        assert.equal(await box(page).evaluate((i) => i.selectionStart), "outlook".length);
        await page.keyboard.press("Escape");
        assert.equal(await box(page).getAttribute("aria-expanded"), "false");
        assert.equal(await box(page).inputValue(), "outlook", "Escape keeps what was typed");
        await page.keyboard.press("ArrowDown");
        await options.first().waitFor();
        await page.waitForFunction(() => document.querySelector('[role="option"][aria-selected="true"]'));
        assert.equal(await active(page), texts[0], "an arrow opens it again");
        assert.equal(await box(page).evaluate((i) => i === document.activeElement), true, "focus stays in the box");
    });

    it("Enter takes what is active, or searches for what was typed", async (t) => {
        const page = await typed(t, "azure ad");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
        await page.waitForURL(`**/q/${PHRASE_SLUG}`);
        const other = await typed(t, "camera black");
        await other.keyboard.press("Enter");
        await other.waitForURL("**/search?q=camera+black");
    });

    it("offers error codes", async (t) => {
        const page = await typed(t, "0x8007");
        await page.getByRole("option", { name: /0x800704cf.*Error code/ }).click();
        await page.waitForURL("**/search?q=0x800704cf");
    });

    it("without JavaScript it is a plain form", async (t) => {
        const page = await stage().page(t, { javaScriptEnabled: false });
        await page.goto("/");
        await page.getByRole("searchbox").fill("camera black");
        await page.getByRole("button", { name: "Search", exact: true }).click();
        await page.waitForURL("**/search?q=camera+black");
    });
});

describe("results", () => {
    it("are narrowed by links, and each filter is removed again", async (t) => {
        for (const javaScriptEnabled of [true, false]) {
            const page = await stage().page(t, { javaScriptEnabled });
            await page.goto("/search?q=outlook+teams+sync");
            const facets = page.locator("details.facets");
            const link = facets.getByRole("link").first();
            await link.waitFor({ state: "visible" });
            const count = Number((await link.locator(".count").textContent()).match(/\d+/)[0]);
            await link.click();
            await page.locator("main p[role=status]").filter({ hasText: count === 1 ? /^1 guide$/ : new RegExp(`^${count} guides$`) }).waitFor();
            await page.getByRole("link", { name: /Remove filter/ }).first().click();
            await page.waitForURL((url) => url.search === "?q=outlook%20teams%20sync" || url.search === "?q=outlook+teams+sync");
        }
    });

    it("on a phone narrowing is folded above them", async (t) => {
        const page = await stage().page(t, { viewport: PHONE });
        await page.goto("/search?q=outlook+teams+sync");
        const facets = page.locator("details.facets");
        assert.equal(await facets.evaluate((d) => d.open), false);
        assert.ok((await facets.boundingBox()).y < (await page.locator(".hits").boundingBox()).y);
        await facets.locator("summary").click();
        await facets.getByRole("link").first().waitFor({ state: "visible" });
        assert.equal(await overflow(page), 0);
    });

    it("tell the log which one was opened, with and without JavaScript; their links stay clean", async (t) => {
        for (const javaScriptEnabled of [true, false]) {
            const page = await stage().page(t, { javaScriptEnabled, faults: false });
            await page.goto("/search?q=camera");
            const told = page.waitForRequest((r) => r.method() === "POST" && r.url().includes("/search/clicks"));
            const link = page.locator(".hits a").first();
            const slug = (await link.getAttribute("href")).replace(/^\/articles\/|#.*$/g, "");
            await link.click();
            const url = new URL((await told).url());
            assert.equal(url.searchParams.get("to"), slug);
            await page.waitForURL(`**/articles/${slug}**`);
        }
    });

    it("a paste that is too long for an address goes by POST, and is narrowed by buttons", async (t) => {
        const page = await stage().page(t);
        await page.goto("/search?q=camera");
        await page.locator("#page-search").fill(`teams outlook camera ${"word of a log 4711 ".repeat(120)}`);
        await page.keyboard.press("Enter");
        await page.waitForURL("**/search");
        assert.equal(await overflow(page), 0);
        const button = page.locator("details.facets button").first();
        const label = await button.locator("span").first().textContent();
        await button.click();
        await page.getByRole("button", { name: new RegExp(`Remove filter.*${label}`) }).waitFor();
    });
});

describe("asking for a guide", () => {
    it("leads to a private page, without JavaScript too", async (t) => {
        for (const javaScriptEnabled of [true, false]) {
            const page = await stage().page(t, { javaScriptEnabled });
            await page.goto("/search?q=zzzzqqqq");
            await page.getByLabel("What should the guide help with?").fill("How do I print on both sides?");
            await page.getByRole("button", { name: "Ask for this guide" }).click();
            await page.waitForURL("**/asks/*");
            await page.getByText("Waiting for the support team").waitFor();
            if (javaScriptEnabled) assert.deepEqual(await axe(page), []);
        }
    });
});

// The navigation of the staff pages: in a wide window and on a phone, by mouse, keys and without a
// script, and not in print.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { NARROW, PHONE, axe, focusedText, overflow, signIn, staging } from "./browser.mjs";

const stage = staging(before, after, { server: { users: { ada: "admin", ann: "author" } } });
const MENU = ".staff-nav summary";
const current = (page) => page.locator(".staff-nav a[aria-current]:visible").allInnerTexts();

describe("staff navigation", () => {
    it("shows the pages of the group; its menu shows all, and closes with Escape and with a press beside it", async (t) => {
        const page = await stage().page(t);
        await signIn(page, "ada", "/staff/partners/grammarly");
        assert.deepEqual(await current(page), ["Partners"], "a page below stands in its entry");
        await page.click(MENU);
        assert.deepEqual(await axe(page), []);
        assert.ok((await overflow(page)) <= 0);
        await page.keyboard.press("Tab");
        assert.equal(await focusedText(page), "Drafts");
        await page.keyboard.press("Escape");
        assert.match(await focusedText(page), /Staff pages/);
        assert.equal(await page.locator(".staff-nav details[open]").count(), 0);
        await page.click(MENU);
        await page.mouse.click(600, 700);
        assert.equal(await page.locator(".staff-nav details[open]").count(), 0);
        await page.click(MENU);
        await page.click(".staff-groups >> text=People and roles");
        assert.equal(new URL(page.url()).pathname, "/admin/people");
        await page.emulateMedia({ media: "print" });
        assert.equal(await page.locator(".staff-nav").isVisible(), false);
    });

    for (const viewport of [PHONE, NARROW])
        it(`is a menu at ${viewport.width} pixels, in the dark and without a script`, async (t) => {
            const page = await stage().page(t, { viewport, colorScheme: "dark", javaScriptEnabled: false });
            await signIn(page, "ann", "/staff/queue");
            assert.match(await page.innerText(MENU), /Staff pages\s+Queue/);
            assert.equal(await page.locator(".staff-nav a:visible").count(), 0);
            await page.click(MENU);
            assert.deepEqual(await current(page), ["Queue"]);
            assert.equal(await page.locator(".staff-groups >> text=Record").count(), 0, "an author does not see what is closed to him");
            assert.ok((await overflow(page)) <= 0);
            await page.click(".staff-groups >> text=Decision trees");
            assert.equal(new URL(page.url()).pathname, "/staff/trees");
        });
});

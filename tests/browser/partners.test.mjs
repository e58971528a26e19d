// A partner's way in a browser, from Applied to Active to Paused, with and without a script: guide and ledger follow
// at once. And what its rules hit, tried out before they are saved.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST } from "../http/content.mjs";
import { PHONE, axe, overflow, signIn, staging } from "./browser.mjs";

const PARTNER = "grammarly";
const stage = staging(before, after, { server: { users: { pam: "publisher" } } });
const looks = async (page) => {
    assert.deepEqual(await axe(page), []);
    assert.ok((await overflow(page)) <= 0, "too wide");
};

async function become(page, button, why) {
    await page.goto(`/staff/partners/${PARTNER}`);
    await page.fill("#page-status-why", why);
    await page.click(`text="${button}"`);
    await page.waitForSelector("[role=status]");
}

/* The chip of the partner beside the guide, and how many links lead to it. */
async function beside(page) {
    await page.goto(`/articles/${OST}`);
    const panel = page.locator(".partner", { has: page.locator(`[href$="/partners/${PARTNER}"]`) });
    return [await panel.first().innerText(), await page.locator(`[href$="/go/${PARTNER}"]`).count()];
}

describe("a partner", () => {
    for (const javaScriptEnabled of [false, true])
        it(`goes from status to status, and pages follow, ${javaScriptEnabled ? "with" : "without"} a script`, async (t) => {
            const page = await stage().page(t, { javaScriptEnabled });
            const [from, button, to, links] = javaScriptEnabled ? [/Active/, "Pause it", /Paused/, 0] : [/Applied/, "Make it active", /Active/, 1];
            const why = javaScriptEnabled ? "Terms are looked at again" : "The contract is signed";
            await signIn(page, "pam");
            assert.match((await beside(page))[0], from);
            await become(page, button, why);
            const [words, count] = await beside(page);
            assert.match(words, to);
            assert.equal(count > 0 ? 1 : 0, links);
            await page.goto("/partners");
            const row = page.locator("tr", { hasText: "Grammarly" });
            assert.match(await row.innerText(), to);
            assert.ok((await row.innerText()).includes(why), "the reason is told");
            if (javaScriptEnabled) await looks(page);
        });

    it("shows what typed rules would hit in a tab of its own, and keeps the form", async (t) => {
        const page = await stage().page(t, { viewport: PHONE, colorScheme: "dark" });
        await signIn(page, "pam", `/staff/partners/${PARTNER}`);
        await page.fill("#page-tags", "mfa\nnot a tag of any guide");
        const [preview] = await Promise.all([page.context().waitForEvent("page"), page.click("text=Show what these rules hit")]);
        await preview.waitForSelector(".rule-counts");
        assert.match(await preview.innerText("main"), /These rules are not saved/);
        assert.match(await preview.innerText(".rule-counts"), /not a tag of any guide\s+no guide has it/);
        assert.match(await preview.innerText("tbody"), /Tag mfa\s+\+10/);
        await looks(preview);
        await preview.click("text=Look at the saved rules");
        assert.doesNotMatch(await preview.innerText("main"), /These rules are not saved/);
        assert.match(await page.inputValue("#page-tags"), /^mfa/, "what was typed is still there");
        await looks(page);
    });
});

// Keeping phrases and tables, in a browser: searched in vain → unanswered in the registry → given to a guide in one step → its
// page leads to the guide, without scripts; the pages looked at in every light and width.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { DESKTOP, inAllLooks, signIn, staging } from "./browser.mjs";
import { start, temporaryFolder } from "../http/server.mjs";

const WORDS = "zorblax keeps wumbling";
const content = temporaryFolder(), data = join(temporaryFolder(), "data");
mkdirSync(join(content, "articles"));
writeFileSync(join(content, "articles/dock.md"), "---\ntitle: Dock hums\nslug: dock-hums\nqueries: [ noise of the dock, dock noise, printer on fire ]\n---\n\nIt hums.\n");
writeFileSync(join(content, "synonyms.tsv"), "dock\tdocking station\n");
writeFileSync(join(content, "codes.tsv"), "win32\terror 5\tERROR_ACCESS_DENIED\tAccess is denied.\n");

/* The search log is written when a server stops. */
const earlier = await start({ content, data });
for (let i = 0; i < 2; i++) await earlier.get(`/search?q=${encodeURIComponent(WORDS)}`);
await earlier.stop();

const stage = staging(before, after, { server: { content, data, users: { pam: "publisher" } } });

describe("keeping phrases", () => {
    it("what was searched for in vain leads to a guide in one step, by form alone", async (t) => {
        const page = await stage().page(t, { viewport: DESKTOP, javaScriptEnabled: false, faults: false });
        await signIn(page, "pam", "/staff/phrases");
        await page.getByRole("link", { name: "Unanswered searches" }).click();
        await page.getByLabel(`Guide for “${WORDS}”`).fill("Dock");
        await page.getByRole("button", { name: "Give", exact: true }).click();
        assert.match(await page.textContent("[role=status]"), /leads to its guide from now on/);
        assert.match(await page.textContent("main"), /No search was in vain/);
        await page.context().clearCookies();
        await page.goto("/");
        await page.fill("input[type=search], header input[name=q]", WORDS);
        await page.press("input[type=search], header input[name=q]", "Enter");
        await page.waitForURL(/\/q\/zorblax-keeps-wumbling/);
        assert.match(await page.textContent("main"), /Dock hums/);
    });

    const SCENES = {
        "the registry": async (page) => signIn(page, "pam", "/staff/phrases?list=duplicate"),
        "a phrase": async (page) => {
            await signIn(page, "pam", "/staff/phrases?q=printer");
            await page.getByRole("link", { name: "printer on fire" }).click();
            await page.getByRole("button", { name: "Move", exact: true }).click();
            await page.waitForSelector(".error-summary");
        },
        "the history of phrases": async (page) => {
            await signIn(page, "pam", "/staff/phrases?q=printer");
            await page.getByRole("link", { name: "printer on fire" }).click();
            await page.getByRole("button", { name: "Remove the phrase" }).click();
            await page.getByRole("link", { name: "Undo" }).click();
            await page.getByRole("button", { name: /Undo the last change of “printer on fire”/ }).click();
            await page.getByRole("link", { name: "What became of them" }).click();
            await page.waitForSelector(".revisions");
        },
        "the history of categories": async (page) => {
            await signIn(page, "pam", "/staff/categories");
            await page.fill("#page-path", "printers/a-rather-long-name-of-a-category-without-any-blank-in-it");
            await page.fill("#page-title", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk");
            await page.getByRole("button", { name: "Add" }).click();
            await page.getByRole("link", { name: "History of categories" }).click();
            await page.waitForSelector(".revisions");
        },
        synonyms: async (page) => signIn(page, "pam", "/staff/synonyms?try=dock"),
        codes: async (page) => {
            await signIn(page, "pam", "/staff/codes/win32/5");
            await page.fill("#page-meaning", "No right to do this.");
            await page.getByRole("button", { name: "Save" }).click();
            await page.waitForSelector(".revisions");
        },
    };
    for (const [kind, come] of Object.entries(SCENES))
        it(`${kind}: axe and width in every look`, async (t) => {
            const page = await stage().page(t, { faults: false, reducedMotion: "reduce", viewport: DESKTOP });
            await come(page);
            assert.deepEqual(await inAllLooks(page, `phrases-${kind}`), []);
        });
});

// All guides, the history of one and two texts beside each other, in a browser: clean for axe, wide enough, and by keyboard.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inAllLooks, signIn, staging } from "./browser.mjs";
import { OST } from "../http/content.mjs";

const stage = staging(before, after, { server: { users: { ada: "author,reviewer,publisher" }, args: ["--self-review", "yes"] } });
const LAPTOP = { width: 1024, height: 768 };

/* A second text of a guide, made once by hand, as staff do it. */
async function change(page) {
    await signIn(page, "ada", `/staff/guides/${OST}`);
    if ((await page.locator(".revisions tbody tr").count()) > 1) return;
    await page.click("main form[action$='/edit'] button");
    await page.waitForURL(/\/edit$/);
    await page.goto(`${page.url()}?whole=1`);
    await page.getByLabel("Plain text box").check();
    const text = await page.inputValue("#page-source");
    const body = text.replace("## Symptoms", "A sentence that is new.\n\n## Symptoms").replace(/Outlook/, "Outlook for Windows").replace(/\n[^\n]+\n*$/, "\nThe last line is another one.\n");
    await page.fill("#page-source", body);
    await page.fill("#page-why", "Said what it is about");
    await page.click("button[value=leave]");
    for (const action of ["submit", "approve"]) await page.click(`form:has(input[value=${action}]) button`);
    await page.click("form[action$='/publish'] button");
    await page.waitForURL(/\/articles\//);
    await page.goto(`/staff/guides/${OST}`);
}

const KINDS = {
    "drafts and what a new guide begins with": async (page) => signIn(page, "ada", "/staff"),
    "all guides": async (page) => signIn(page, "ada", "/staff/guides"),
    "guides, none found": async (page) => signIn(page, "ada", "/staff/guides?text=zzzz"),
    history: change,
    "history, refused": async (page) => {
        await change(page);
        await page.fill("#page-retire ~ form [name=why], [action$='/retire'] [name=why]", "old");
        await page.fill("[action$='/retire'] [name=successor]", "/articles/never-there");
        await page.press("[action$='/retire'] [name=successor]", "Enter");
        await page.waitForSelector(".error-summary");
    },
    compare: async (page) => {
        await change(page);
        await page.goto(`/staff/guides/${OST}/compare?from=1&to=2`);
    },
    "compare, all lines": async (page) => {
        await change(page);
        await page.goto(`/staff/guides/${OST}/compare?from=1&to=2&all=1`);
    },
};

describe("axe and width", () => {
    for (const [kind, come] of Object.entries(KINDS))
        it(kind, async (t) => {
            const page = await stage().page(t, { faults: false, reducedMotion: "reduce" });
            await come(page);
            assert.deepEqual(await inAllLooks(page, kind), []);
            assert.deepEqual(page.faults.filter((f) => !/status of 422/.test(f)), []);
        });
});

describe("by keyboard", () => {
    it("two revisions are chosen and compared", async (t) => {
        const page = await stage().page(t, { faults: false });
        await change(page);
        await page.focus("input[name=to]:checked");
        const focused = () => page.evaluate(() => document.activeElement.name);
        for (let i = 0; i < 10 && (await focused()) !== "from"; i++) await page.keyboard.press("Tab");
        assert.equal(await focused(), "from", "the keyboard comes from one column to the other");
        await page.focus("button[form=page-compare]");
        await page.keyboard.press("Enter");
        await page.waitForURL(/compare\?(from=1&to=2|to=2&from=1)$/);
        assert.match(await page.locator("main").innerText(), /A sentence that is new/);
    });
});

// Did this step work, in a browser: with scripts and without, by keyboard; clean for axe, in all lights; not on paper.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST } from "../http/content.mjs";
import { Jar } from "../http/server.mjs";
import { DESKTOP, PHONE, axe, overflow, signIn, staging } from "./browser.mjs";

const stage = staging(before, after, { args: ["--vote-rate", "0"], server: { users: { rita: "reviewer" } }, prepare });
const API = `/api/v1/articles/${OST}/steps`;

/* The first step has been answered five times. */
async function prepare(server) {
    const { mark } = (await server.get(API)).json.steps[0];
    for (let i = 0; i < 5; i++) await server.post(`${API}/step-1`, { jar: new Jar(), body: { worked: i > 0, mark } });
}
const step = (page, number) => page.locator(`#step-${number}`);
const button = (page, number, name) => step(page, number).getByRole("button", { name, exact: true });
const shot = (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/steps-${name}.png`, fullPage: true });

describe("answering", () => {
    it("by keyboard, in place; it can be changed and withdrawn, and is there when one comes back", async (t) => {
        const page = await stage().page(t);
        await page.goto(`/articles/${OST}`);
        assert.match(await step(page, 1).locator("[data-told]").innerText(), /Worked for 4 of 5/);
        await button(page, 1, "Worked").focus();
        await page.keyboard.press("Enter");
        await page.waitForSelector("#step-1 .step-notice");
        assert.match(await step(page, 1).innerText(), /You said that this step worked/);
        assert.match(await step(page, 1).locator("[data-told]").innerText(), /Worked for 5 of 6/);
        assert.equal(await button(page, 1, "Worked").getAttribute("aria-pressed"), "true");
        assert.equal(new URL(page.url()).search, "", "the page was not left");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Space");
        await page.waitForFunction(() => /did not work/.test(document.querySelector("#step-1 .step-notice").textContent));
        assert.equal(await button(page, 1, "Worked").getAttribute("aria-pressed"), "false");
        await shot(page, "answered");
        assert.deepEqual(await axe(page), []);
        await page.reload();
        await page.waitForSelector('#step-1 [value=no][aria-pressed="true"]');
        await button(page, 1, "Did not work").click();
        await page.waitForFunction(() => /withdrawn/.test(document.querySelector("#step-1 .step-notice")?.textContent));
        assert.match(await step(page, 1).locator("[data-told]").innerText(), /Worked for 4 of 5/);
    });

    it("without scripts, by form: back at the step, which stands open", async (t) => {
        const page = await stage().page(t, { javaScriptEnabled: false, reducedMotion: "reduce" });
        await page.goto(`/articles/${OST}`);
        await step(page, 2).locator("summary").click();
        await button(page, 2, "Did not work").press("Enter");
        await page.waitForURL(/answered=no&step=step-2#step-2$/);
        assert.ok(await step(page, 2).locator(".step-notice").isVisible());
        await shot(page, "answered-plain");
        await button(page, 2, "Withdraw").press("Enter");
        await page.waitForURL(/answered=none/);
        assert.match(await step(page, 2).innerText(), /withdrawn/);
    });
});

describe("looks", () => {
    for (const [how, options] of [["light", { viewport: DESKTOP }], ["dark", { viewport: DESKTOP, colorScheme: "dark" }], ["phone", { viewport: PHONE }]])
        it(`of the guide, ${how}`, async (t) => {
            const page = await stage().page(t, { reducedMotion: "reduce", ...options });
            await page.goto(`/articles/${OST}#step-2`);
            assert.deepEqual(await axe(page), []);
            assert.ok((await overflow(page)) <= 0, "too wide");
            await shot(page, `guide-${how}`);
            if (how !== "light") return;
            await page.emulateMedia({ media: "print" });
            assert.equal(await step(page, 1).locator(".step-trust").isVisible(), false, "nothing to press on paper");
        });

    it("of the table for staff", async (t) => {
        const page = await stage().page(t, { viewport: PHONE });
        await signIn(page, "rita", `/staff/guides/${OST}/steps`);
        assert.deepEqual(await axe(page), []);
        assert.ok((await overflow(page)) <= 0, "too wide");
        await shot(page, "staff-phone");
        await page.setViewportSize(DESKTOP);
        await shot(page, "staff");
    });
});

// Many guides at once, and find and replace, in a browser: clean for axe, wide enough, by keyboard, and what the script adds.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inAllLooks, signIn, staging } from "./browser.mjs";

const stage = staging(before, after, { server: { users: { ada: "author,reviewer,publisher" }, args: ["--self-review", "yes"] } });
const LAPTOP = { width: 1024, height: 768 };

const settled = (page) => page.waitForFunction(() => !document.querySelector("main[data-sweep]"));

/* The page of a change that waits to be looked at. */
async function plan(page, { kind = "tag-add", value = "seen" } = {}) {
    await signIn(page, "ada", "/staff/guides?category=email");
    await page.check("tbody input[name=guide] >> nth=0");
    await page.check("tbody input[name=guide] >> nth=1");
    await page.selectOption("#page-kind", kind);
    await page.click("button[value=chosen]");
    await page.fill("#page-value", value);
    await page.fill("#page-why", "Seen by the browser");
    await page.click("main form[action$='/plan'] button");
    await settled(page);
}

async function seek(page, value, other) {
    await signIn(page, "ada", "/staff/replace");
    await page.fill("#page-value", value);
    await page.fill("#page-other", other);
    await page.fill("#page-why", "Renamed");
    await page.click("main form button.button >> nth=-1");
    await settled(page);
}

const KINDS = {
    "all guides to choose from": async (page) => signIn(page, "ada", "/staff/guides"),
    "nothing chosen": async (page) => {
        await signIn(page, "ada", "/staff/guides");
        await page.click("button[value=chosen]");
        await page.waitForSelector(".error-summary");
    },
    "what is to be done": async (page) => {
        await signIn(page, "ada", "/staff/guides");
        await page.check("tbody input[name=guide] >> nth=0");
        await page.selectOption("#page-kind", "retire");
        await page.click("button[value=chosen]");
        await page.waitForSelector("#page-plan");
    },
    "a plan": plan,
    "a change that was made": async (page) => {
        await plan(page, { value: `done-${Math.random().toString(36).slice(2)}` });
        await page.click("button[value=start]");
        await settled(page);
        await page.waitForSelector(".chip-done");
    },
    "changes to many guides": async (page) => {
        await plan(page);
        await page.goto("/staff/bulk");
    },
    "find and replace": async (page) => signIn(page, "ada", "/staff/replace"),
    "find and replace, refused": async (page) => {
        await signIn(page, "ada", "/staff/replace");
        await page.fill("#page-value", "same");
        await page.fill("#page-other", "same");
        await page.fill("#page-why", "x");
        await page.press("#page-why", "Enter");
        await page.waitForSelector(".error-summary");
    },
    "places found": async (page) => seek(page, "Outlook", "Outlook for <b>Windows</b>"),
    "nothing found": async (page) => seek(page, "never written anywhere", "x"),
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

describe("with the script, and by keyboard", () => {
    it("all of a page are chosen with one box, and counted", async (t) => {
        const page = await stage().page(t, { faults: false });
        await signIn(page, "ada", "/staff/guides");
        const boxes = await page.locator("tbody input[name=guide]").count();
        await page.focus("th.pick input");
        await page.keyboard.press("Space");
        assert.equal(await page.locator("tbody input[name=guide]:checked").count(), boxes);
        assert.match(await page.textContent(".bulk-bar .meta"), new RegExp(`^${boxes} of ${boxes} `));
        await page.keyboard.press("Tab");
        await page.keyboard.press("Space");
        assert.match(await page.textContent(".bulk-bar .meta"), new RegExp(`^${boxes - 1} of ${boxes} `));
        assert.equal(await page.evaluate(() => document.querySelector("th.pick input").indeterminate), true);
        assert.match(await page.textContent("#page-live"), /chosen/);
    });

    it("a place is left out by keyboard, and stays as it is", async (t) => {
        const page = await stage().page(t, { faults: false });
        await seek(page, "Teams", "Meet");
        const hits = await page.locator("input[name=hit]").count();
        assert.ok(hits > 1, `${hits} places`);
        await page.focus("input[name=hit] >> nth=0");
        await page.keyboard.press("Space");
        await page.focus("button[value=keep]");
        await page.keyboard.press("Enter");
        await page.waitForURL(/show=planned/);
        assert.equal(await page.locator("input[name=hit]:checked").count(), hits - 1);
    });
});

// Writing a decision tree in a browser: each kind of fault is seen, mended and published while a run is on the old revision;
// the pages are clean for axe, wide enough, and work without JavaScript.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inAllLooks, signIn, staging } from "./browser.mjs";

const stage = staging(before, after, { server: { users: { ada: "author,reviewer,publisher" }, args: ["--self-review", "yes"] } });
const LAPTOP = { width: 1024, height: 768 };
const TREE = "teams-cache";

async function begin(page, title) {
    await signIn(page, "ada", "/staff/trees");
    await page.fill("#page-title", title);
    await page.click("form:has(#page-title) button");
    await page.waitForURL(/\/tree$/);
}

async function publish(page) {
    for (const action of ["submit", "approve"]) await page.click(`form:has(input[value=${action}]) button`);
    await page.click("form[action$='/publish'] button");
    await page.waitForURL(/\/staff\/trees\//);
}

/* A draft of a large enough tree with a fault. */
async function faulty(page) {
    await signIn(page, "ada", "/staff/trees/outlook-ost-sync");
    await page.click("form[action$='/edit'] button");
    await page.waitForURL(/\/tree$/);
    if (await page.locator(".text-faults").count()) return;
    await page.click(".state-list li:nth-child(2) a");
    await page.selectOption("#page-answer-0-target", "");
    await page.fill("#page-text", "");
    await page.click(".state-form .actions button[value=save]");
    await page.waitForURL(/saved=1/);
    await page.click(".crumbs a:last-child");
}

const KINDS = {
    "all trees": async (page) => signIn(page, "ada", "/staff/trees"),
    "trees, refused": async (page) => {
        await signIn(page, "ada", "/staff/trees");
        await page.fill("#page-source", "{ nope");
        await page.click("form[action$='/import'] button");
        await page.waitForSelector(".error-summary");
    },
    "history of a tree": async (page) => signIn(page, "ada", `/staff/trees/${TREE}`),
    "tree editor": faulty,
    "tree state": async (page) => {
        await faulty(page);
        await page.click(".text-faults a");
    },
    "tree as JSON": async (page) => {
        await faulty(page);
        await page.click("a[href$='/edit']");
    },
    "tree tried out": async (page) => {
        await faulty(page);
        await page.click("a[href$='/try']");
        await page.click(".trial-answers a");
    },
    "tree changes": async (page) => {
        await begin(page, "Changes of a tree");
        await page.click("a[href$='/tree/1']");
        await page.selectOption("#page-answer-0-target", "escalate");
        await page.fill("#page-answer-2-label", "Not sure");
        await page.fill("#page-answer-2-new", "Does a restart help?");
        await page.click(".state-form .actions button[value=save]");
        await page.click("a[href$='/tree/2']");
        await page.fill("#page-answer-0-label", "Yes, it does");
        await page.selectOption("#page-answer-0-target", "resolved");
        await page.click(".state-form .actions button[value=save]");
        await page.fill("#page-answer-1-label", "No");
        await page.selectOption("#page-answer-1-target", "escalate");
        await page.click(".state-form .actions button[value=save]");
        await page.goto(page.url().replace(/\/tree.*/, "/compare?from=1&to=4"));
    },
};

describe("axe and width", () => {
    for (const [kind, come] of Object.entries(KINDS))
        it(kind, async (t) => {
            const page = await stage().page(t, { faults: false, reducedMotion: "reduce" });
            await come(page);
            assert.deepEqual(await inAllLooks(page, kind), []);
            assert.deepEqual(page.faults.filter((f) => !/status of 4(22|04)/.test(f)), []);
        });
});

describe("a journey", () => {
    for (const javaScriptEnabled of [true, false])
        it(`faults are made, seen, mended and published while a run stays, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async (t) => {
            const page = await stage().page(t, { javaScriptEnabled, reducedMotion: "reduce" });
            const run = await (await page.request.post(`/api/v1/trees/${TREE}/runs`, { data: {}, headers: { "Sec-Fetch-Site": "same-origin" } })).json();
            await signIn(page, "ada", `/staff/trees/${TREE}`);
            await page.click("form[action$='/edit'] button");
            const save = () => page.click(".state-form .actions button[value=save]");
            await page.click(".state-list li:nth-child(1) a");
            const target = await page.inputValue("#page-answer-0-target");
            const label = await page.inputValue("#page-answer-0-label");
            const text = `Who has it, ${javaScriptEnabled ? "then" : "now"}?`;
            for (const [break_, words, mend] of [
                [() => page.selectOption("#page-answer-0-target", ""), "#page-answer-0-target-error", () => page.selectOption("#page-answer-0-target", target)],
                [() => page.fill("#page-answer-0-label", ""), "#page-answer-0-label-error", () => page.fill("#page-answer-0-label", label)],
                [() => page.fill("#page-text", ""), "#page-text-error", () => page.fill("#page-text", text)],
                [() => page.selectOption("#page-kind", "escalate"), "#page-team-error", () => page.selectOption("#page-kind", "question")],
            ]) {
                await break_();
                await save();
                await page.waitForSelector(words);
                assert.ok(await page.locator(".picture .faulty").count(), "the drawing marks it");
                await mend();
                await save();
                await page.waitForSelector(words, { state: "detached" });
            }
            assert.equal(await page.locator(".text-faults").count(), 0);
            await page.click(".crumbs a:last-child");
            assert.equal(await page.locator(".text-faults").count(), 0);
            await page.click("text=Review and publish");
            await publish(page);
            await page.goto(`/runs/${run.id}`);
            assert.ok(!(await page.innerText("main")).includes(text), "the run asks what it asked");
            await page.goto(`/guides/${TREE}`);
            assert.ok((await page.innerText("main")).includes(text));
        });

    it("a state of the drawing leads to its form, by keyboard", async (t) => {
        const page = await stage().page(t, {});
        await begin(page, "By keyboard");
        await page.focus(".picture a");
        await page.keyboard.press("Enter");
        await page.waitForURL(/\/tree\/\d+$/);
        await page.fill("#page-text", "Enter saves");
        await page.focus("#page-id").catch(() => {});
        await page.focus("#page-team");
        await page.keyboard.press("Enter");
        await page.waitForURL(/\/tree\/\d+\?saved=1$/);
        assert.equal(await page.inputValue("#page-text"), "Enter saves");
    });
});

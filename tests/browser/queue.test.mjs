// The queue of work that comes back, in a browser: clean for axe, wide enough, and the journey from a phrase that somebody
// asked for to the guide that answers it.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { chooseStaffPage, inAllLooks, signIn, staging } from "./browser.mjs";
import { OST } from "../http/content.mjs";

const stage = staging(before, after, { server: { users: { ada: "author,reviewer,publisher", ann: "author" }, args: ["--self-review", "yes"] } });
const LONG = "Microsoft.Exchange.Data.Storage.MailboxReplicationServiceUnavailableTransientException";

/* What readers left behind, made once: the private link of one of them. */
let left;
const leave = () =>
    (left ??= (async () => {
        const server = stage().server;
        const ask = async (sentence, q) => (await server.post("/asks", { form: { sentence, q } })).location;
        const link = await ask("How do I set up the meeting room camera?", "meeting room camera");
        await ask("set up meeting room camera", "");
        await ask(`Room camera says ${LONG}`, "");
        for (const text of ["The button is not there.\nI looked twice.", `It says ${LONG}`]) await server.post(`/articles/${OST}/feedback`, { form: { reason: "did-not-work", step: "step-3", text } });
        await server.post(`/articles/${OST}/feedback`, { form: { reason: "outdated", text: "" } });
        return link;
    })());

const open = async (page, words) => {
    await leave();
    await signIn(page, "ada", "/staff/queue?state=all");
    await page.click(`.queue-words:has-text("${words}")`);
    await page.waitForSelector(".queue-item");
};
const KINDS = {
    queue: async (page) => {
        await leave();
        await signIn(page, "ada", "/staff/queue");
    },
    "queue, narrowed": async (page) => {
        await leave();
        await signIn(page, "ada", "/staff/queue?kind=ask&owner=nobody&order=count");
    },
    "queue, none": (page) => signIn(page, "ada", "/staff/queue?owner=no-such-person"),
    "asked-for guide": (page) => open(page, "How do I set up"),
    "asked-for guide, refused": async (page) => {
        await open(page, "Room camera says");
        await page.click("summary:has-text('Group with')");
        await page.fill("#page-target", "999999");
        await page.press("#page-target", "Enter");
        await page.waitForSelector(".error-summary");
    },
    "feedback on a step": async (page) => {
        await open(page, "Run safe diagnostics");
        for (const summary of await page.locator(".queue-do details > summary").all()) await summary.click();
    },
    "problem report": async (page) => page.goto(`/articles/${OST}/feedback?step=step-3`),
    "private link": async (page) => page.goto(await leave()),
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

/* The whole text, into the box or into the editor that stands over it. */
async function write(page, text, javaScriptEnabled) {
    if (!javaScriptEnabled) return page.fill("#page-source", text);
    await page.click(".CodeMirror-lines");
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(text);
}

describe("from a phrase to its answer", () => {
    for (const javaScriptEnabled of [true, false])
        it(javaScriptEnabled ? "with scripts" : "without scripts", async (t) => {
            const what = javaScriptEnabled ? "fold the paper map" : "sharpen the blue pencil";
            const reader = await stage().page(t, { javaScriptEnabled });
            const ask = async (sentence) => {
                await reader.goto("/asks");
                await reader.fill("textarea[name=sentence]", sentence);
                await reader.click("main form[action='/asks'] button");
                await reader.waitForURL(/\/asks\/[a-z2-7]{26}/);
                return reader.url();
            };
            const links = [await ask(`How do I ${what}?`), await ask(`${what}, please`)];
            const page = await stage().page(t, { javaScriptEnabled });
            await signIn(page, "ada", "/staff");
            await chooseStaffPage(page, "Queue");
            await page.click(`.queue-words:has-text("${what}")`);
            assert.match(await page.textContent(".facts"), /How often\s*2/);
            await page.click("button:has-text('Take it')");
            await page.waitForURL(/done=1/);
            await reader.goto(links[1]);
            assert.match(await reader.textContent("main"), /working on it/);
            await page.click("button:has-text('Create draft from this')");
            await page.waitForURL(/\/edit$/);
            assert.match(await page.textContent("main"), /What this is to settle/);
            await page.goto(`${page.url()}?whole=1`);
            const text = await page.inputValue("#page-source");
            assert.ok(text.includes(what), "the phrase came along");
            const head = text.slice(0, text.indexOf("\n---", 4));
            await write(page, `${head}\ncategory: hardware\n---\n\nIntro.\n\n## How to fix\n\n### Do it\n\nLike this.\n`, javaScriptEnabled);
            await page.press("button[value=leave]", "Enter");
            for (const action of ["submit", "approve"]) await page.click(`form:has(input[value=${action}]) button`);
            await page.click("form[action$='/publish'] button");
            await page.waitForURL(/\/articles\//);
            const guide = new URL(page.url()).pathname;
            await page.goto(`/staff/queue?state=done`);
            assert.ok(await page.isVisible(`.queue-words:has-text("${what}")`));
            for (const link of links) {
                await reader.goto(link);
                await reader.click("main a.button");
                await reader.waitForURL(/\/articles\//);
                assert.equal(new URL(reader.url()).pathname, guide);
            }
        });

    it("a draft from feedback opens at its step", async (t) => {
        const page = await stage().page(t);
        await open(page, "Run safe diagnostics");
        await page.click("button:has-text('Create draft from this')");
        await page.waitForURL(/\/edit\?line=\d+$/);
        await page.waitForSelector(".CodeMirror");
        const chosen = await page.evaluate(() => document.querySelector(".CodeMirror").CodeMirror.getSelection());
        assert.match(chosen, /^### Run safe diagnostics/);
    });
});

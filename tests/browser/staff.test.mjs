// The pages of those who write: every one clean for axe, light and dark, and no wider than its window;
// and a guide's way from its first word to its readers with the keyboard alone.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST } from "../http/content.mjs";
import { axe, inAllLooks, signIn, staging } from "./browser.mjs";
import { USERS, content, drafts } from "./scenes.mjs";

let draft = null;
const folder = content();
const stage = staging(before, after, {
    server: { users: USERS, content: folder },
    async prepare(server) {
        draft = await drafts(server);
    },
});

const PAGES = {
    staff: ["ada", () => "/staff"],
    "staff, nothing there": ["bob", () => "/staff?stage=approved"],
    draft: ["ben", () => `/staff/drafts/${draft.review}`],
    "draft with a fault": ["ann", () => `/staff/drafts/${draft.broken}`],
    edit: ["ann", () => `/staff/drafts/${draft.review}/edit`],
    "edit what clashes": ["ada", () => `/staff/drafts/${draft.clash}/edit`],
    "edit the whole text": ["ann", () => `/staff/drafts/${draft.broken}/edit`],
    preview: ["ann", () => `/staff/drafts/${draft.review}/preview`],
    merge: ["ada", () => `/staff/drafts/${draft.clash}/merge`],
    compare: ["ann", () => `/staff/drafts/${draft.review}/compare`],
    guides: ["pam", () => "/staff/guides"],
    history: ["pam", () => `/staff/guides/${OST}`],
    files: ["ann", () => "/staff/files"],
    partners: ["ada", () => "/staff/partners"],
    "partner and its forms": ["ada", () => "/staff/partners/shigeng-communication"],
    people: ["ada", () => "/admin/people"],
    person: ["ada", () => "/admin/people/bob"],
    account: ["ann", () => "/account"],
    login: [null, () => "/login"],
};

describe("axe and width", () => {
    for (const [name, [who, path]] of Object.entries(PAGES))
        it(name, async (t) => {
            const page = await stage().page(t, { reducedMotion: "reduce" });
            page.on("dialog", (dialog) => dialog.accept());
            if (who) await signIn(page, who, path());
            else await page.goto(path());
            if (name.startsWith("edit")) await page.waitForSelector(".CodeMirror [role=textbox]");
            assert.deepEqual(await inAllLooks(page, name), []);
        });
});

describe("what a reviewer sees first", () => {
    it("is the approval; a draft with a fault keeps its name", async (t) => {
        const page = await stage().page(t);
        await signIn(page, "ben", `/staff/drafts/${draft.review}`);
        assert.deepEqual(await page.locator(".action .button").allInnerTexts(), ["Approve", "Ask for changes", "Take it back", "Discard this draft"]);
        await page.goto("/staff");
        assert.equal(await page.locator(".draft-title", { hasText: "TransientException on every start" }).count(), 1);
        assert.equal(await page.getByRole("link", { name: "[", exact: true }).count(), 0);
    });
});

/* ---- keys alone ---- */

const focused = (page) => page.evaluate(() => {
    const at = document.activeElement;
    const box = at.getBoundingClientRect();
    const style = getComputedStyle(at.closest(".CodeMirror") ?? at);
    return {
        name: (at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent).trim().replace(/\s+/g, " "),
        isSeen: at === document.body || (box.width > 0 && box.height > 0 && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
        frame: at.tagName === "IFRAME",
    };
});

/* Tab until the focus is there; every stop on the way shows that it is one. */
async function tabTo(page, name) {
    const passed = [];
    for (let i = 0; i < 90; i++) {
        await page.keyboard.press("Tab");
        const at = await focused(page);
        assert.ok(at.isSeen || at.frame, `the focus does not show at "${at.name}"`);
        if (name.test(at.name)) return;
        passed.push(at.name);
    }
    assert.fail(`${name} is not reached: ${passed.join(" | ")}`);
}

async function pressAt(page, name, key = "Enter") {
    await tabTo(page, name);
    await page.keyboard.press(key);
}

async function skip(page) {
    await page.keyboard.press("Tab");
    assert.match((await focused(page)).name, /^Skip/, "the first stop leads past the header");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
}

async function keySignIn(page, name, next) {
    await signIn(page, name, next);
    await skip(page);
}

describe("with the keyboard alone", () => {
    it("a guide is written, reviewed and published; history and texts are compared", async (t) => {
        const [ann, ben, pam] = [await stage().page(t), await stage().page(t), await stage().page(t)];
        await keySignIn(ann, "ann", "/staff");
        await tabTo(ann, /^Title/);
        await ann.keyboard.type("Keys alone");
        await ann.keyboard.press("Enter");
        await ann.waitForSelector(".CodeMirror [role=textbox]");
        await tabTo(ann, /^Text$/);
        await ann.keyboard.press("Control+End");
        await ann.keyboard.type("- Typed without a mouse\n");
        await pressAt(ann, /^Save and close/);
        await ann.waitForURL(/\/staff\/drafts\/\d+(\?|$)/);
        const path = new URL(ann.url()).pathname;
        await pressAt(ann, /^Send to review/);
        await ann.waitForSelector(".chip-in-review");

        await keySignIn(ben, "ben", path);
        await pressAt(ben, /^Approve/);
        await ben.waitForSelector(".chip-approved");
        await keySignIn(pam, "pam", path);
        await pressAt(pam, /^Publish/);
        await pam.waitForURL(/\/articles\/keys-alone/);
        assert.match(await pam.innerText("main"), /Typed without a mouse/);

        await ben.goto("/staff/guides/keys-alone");
        await skip(ben);
        await pressAt(ben, /^Edit$/);
        await ben.waitForSelector(".CodeMirror [role=textbox]");
        await tabTo(ben, /^Text$/);
        await ben.keyboard.press("Control+End");
        await ben.keyboard.type("- And changed\n");
        await pressAt(ben, /^Save and close/);
        await ben.waitForURL(/\/staff\/drafts\/\d+(\?|$)/);
        await pressAt(ben, /what|compare|changed/i);
        await ben.waitForURL(/compare/);
        assert.match(await ben.innerText("main"), /And changed/);
        const before = ben.url();
        await pressAt(ben, /^Show all lines/);
        await ben.waitForURL((url) => url.href !== before);
        assert.deepEqual(await axe(ben), []);
    });
});

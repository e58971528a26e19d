// Images and files in a browser: the page of them, the editor's box, and names that must not run.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { axe, inAllLooks, signIn, staging } from "./browser.mjs";
import { Person } from "../http/people.mjs";
import { ROOT } from "../http/server.mjs";
import { bring, png, text } from "../http/uploads.mjs";

const stage = staging(before, after, { server: { users: { ann: "author", pam: "publisher" } } });
const PNG = (grey) => ({ name: `shot ${grey}.png`, mimeType: "image/png", buffer: png(30, 20, grey) });
const SVG = { name: "evil.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg onload=alert(1)>") };

const send = async (page, files) => {
    await page.setInputFiles("#page-file", files);
    await page.click('main form[enctype] button[type="submit"]');
};
const KINDS = {
    "no files": (page) => signIn(page, "ann", "/staff/files"),
    added: async (page) => {
        await signIn(page, "pam", "/staff/files");
        await send(page, [PNG(1), { name: "notes.txt", mimeType: "text/plain", buffer: text("words") }]);
        await page.waitForSelector("#page-added");
    },
    refused: async (page) => {
        await signIn(page, "ann", "/staff/files");
        await send(page, [SVG]);
        await page.waitForSelector(".error-summary");
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

describe("the page", () => {
    it("works without a script, and shows what was brought", async (t) => {
        const page = await stage().page(t, { javaScriptEnabled: false });
        await signIn(page, "ann", "/staff/files");
        await send(page, [PNG(2)]);
        await page.waitForSelector("#page-added");
        assert.match(await page.inputValue("#page-added ~ p input"), /^!\[\]\(\/files\/.*shot-2\.png\)$/);
        await page.goto(await page.getAttribute(".file .file-name a", "href"));
        assert.equal(await page.locator("img").count(), 1);
    });

    it("a name of the XSS list runs nowhere", async (t) => {
        const path = join(ROOT, "../shared/suites/xss/payloads.txt");
        if (!existsSync(path)) return t.skip("no suites here");
        const names = readFileSync(path, "utf8").split("\n").filter((line) => line && Buffer.byteLength(line) < 200);
        const page = await stage().page(t, { faults: false });
        const ran = [];
        page.on("dialog", (dialog) => {
            ran.push(dialog.message());
            dialog.dismiss();
        });
        await signIn(page, "ann", "/staff/files");
        for (let i = 0; i < names.length; i += 120) {
            await send(page, names.slice(i, i + 10).map((name, at) => ({ name, mimeType: "image/png", buffer: png(2, 2, at, Buffer.from(`${i} ${at}`)) })));
            await page.waitForSelector("#page-added");
            await page.goto("/staff/files");
            await send(page, names.slice(i, i + 10).map((name) => ({ ...SVG, name })));
            await page.waitForSelector(".error-summary");
        }
        assert.deepEqual(ran, []);
    });
});

/* Whichever box the text stands in. */
const BOXES = {
    "plain box": { typed: "#page-source", init: () => localStorage.setItem("runbookd:plain-text", "yes") },
    "line numbers": { typed: ".CodeMirror [role=textbox]", init: () => localStorage.setItem("runbookd:plain-text", "no") },
};
for (const [name, { typed, init }] of Object.entries(BOXES))
describe(`the editor's text, ${name}`, () => {
    async function editor(t) {
        const page = await stage().page(t, { faults: false, init });
        await signIn(page, "ann", "/staff");
        await page.fill("#page-title", "With a picture");
        await page.press("#page-title", "Enter");
        await page.waitForURL(/\/staff\/drafts\/\d+/);
        await page.goto(`${page.url().replace(/\/(edit)?$|\?.*$/, "").replace(/\/edit$/, "")}/edit`);
        await page.waitForSelector("[data-upload-choose]:visible");
        await page.focus(typed);
        await page.keyboard.press("Control+A");
        await page.keyboard.type("Before\n");
        return page;
    }
    const value = (page) => page.evaluate(() => document.querySelector(".CodeMirror")?.CodeMirror.getValue() ?? document.querySelector("#page-source").value);
    const state = (page, words) => page.waitForFunction((w) => new RegExp(w).test(document.querySelector("[data-upload-state]").textContent), words);

    it("takes a file that is chosen, announces it, and undoes it", async (t) => {
        const page = await editor(t);
        await page.setInputFiles("[data-uploads] input", [PNG(3)]);
        await state(page, "shot 3\\.png is added");
        assert.match(await value(page), /^Before\n!\[\]\(\/files\/[0-9a-f]{26}\/shot-3\.png\)\n$/);
        assert.match(await page.textContent("#page-live"), /is added to the text/);
        await page.keyboard.type("A window");
        assert.match(await value(page), /!\[A window\]\(/, "the caret is where the words belong");
        assert.deepEqual(await axe(page), []);
    });

    it("says what is refused, and keeps the others", async (t) => {
        const page = await editor(t);
        await page.setInputFiles("[data-uploads] input", [SVG, PNG(4)]);
        await state(page, "shot 4\\.png is added.*evil\\.svg is no PNG");
        assert.match(await value(page), /shot-4/);
        assert.doesNotMatch(await value(page), /evil/);
    });

    it("takes what is pasted and dropped, and leaves pasted text alone", async (t) => {
        const page = await editor(t);
        const give = (type, name, bytes) =>
            page.evaluate(
                ([typed, type, name, bytes]) => {
                    const data = new DataTransfer();
                    if (bytes) data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
                    else data.setData("text/plain", name);
                    const box = document.querySelector(typed);
                    const event = type === "paste" ? new ClipboardEvent("paste", { clipboardData: data, cancelable: true, bubbles: true }) : new DragEvent("drop", { dataTransfer: data, cancelable: true, bubbles: true });
                    return !box.dispatchEvent(event);
                },
                [typed, type, name, bytes],
            );
        assert.equal(await give("paste", "pasted.png", [...png(3, 3, 5)]), true);
        await state(page, "pasted\\.png is added");
        assert.equal(await give("drop", "dropped.png", [...png(3, 3, 6)]), true);
        await state(page, "dropped\\.png is added");
        assert.equal(await give("paste", "only words"), name !== "plain box", "CodeMirror takes it itself");
        assert.match(await value(page), /pasted\.png[^]*dropped\.png|dropped\.png[^]*pasted\.png/);
    });

    it("says so when the session has ended, and the text stays", async (t) => {
        const page = await editor(t);
        await page.context().clearCookies();
        await page.setInputFiles("[data-uploads] input", [PNG(7)]);
        await state(page, "signed out");
        assert.equal(await value(page), "Before\n");
    });
});

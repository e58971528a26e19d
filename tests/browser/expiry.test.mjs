// What becomes of guides that nobody reviewed in time, in a browser: what readers and staff are told, the filter, and the fields
// that set it, without a mouse where it matters; clean for axe, wide enough.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { DESKTOP, inAllLooks, signIn, staging } from "./browser.mjs";
import { runbookd } from "../http/server.mjs";

const stage = staging(before, after, { server: { users: { ada: "author,reviewer,publisher" }, args: ["--self-review", "yes"] }, prepare });
const guide = (slug, title, front) => `---\ntitle: ${title}\nslug: ${slug}\ncategory: hardware\nproduct: Dock\nauthor: tamem-j\n${front}---\n\nThe screens stay black.\n\n## Symptoms\n\n- Nothing is shown\n\n## How to fix\n\n### Take the power away\n\nWait a minute.\n`;
const OLD = "verified: 2020-01-01\nreview_every: 180d\n";

async function prepare(server) {
    const root = mkdtempSync(join(tmpdir(), "runbookd-expiry-"));
    const guides = {
        "dock-old": guide("dock-old", "Dock shows no picture", `${OLD}confidence: not-validated\n`),
        "dock-hidden": guide("dock-hidden", "Dock is not charging", `${OLD}on_expiry: hide\nconfidence: validated\n`),
        "dock-offline": guide("dock-offline", "Dock loses the network", `${OLD}on_expiry: draft\n`),
        "dock-soon": guide("dock-soon", "Dock is hot", `verified: ${new Date().toISOString().slice(0, 10)}\nreview_every: 20d\nexpire_after: 30d\non_expiry: hide\nconfidence: work-in-progress\n`),
    };
    for (const [slug, text] of Object.entries(guides)) writeFileSync(join(root, `${slug}.md`), text);
    const said = await runbookd(["import", "--data", server.data, root]);
    assert.equal(said.code, 0, said.stderr);
}

const SCENES = {
    "an expired guide": async (page) => page.goto("/articles/dock-old"),
    "results": async (page) => page.goto("/search?q=dock&literal=1"),
    "a hidden guide": async (page) => signIn(page, "ada", "/articles/dock-hidden"),
    "guides by confidence": async (page) => signIn(page, "ada", "/staff/guides?category=hardware"),
    "guides that are overdue": async (page) => signIn(page, "ada", "/staff/guides?review=overdue"),
    "a guide offline": async (page) => signIn(page, "ada", "/staff/guides/dock-offline"),
};

describe("axe and width", () => {
    for (const [kind, come] of Object.entries(SCENES))
        it(kind, async (t) => {
            const page = await stage().page(t, { reducedMotion: "reduce" });
            await come(page);
            assert.deepEqual(await inAllLooks(page, kind), []);
        });
});

describe("the way back", () => {
    it("leads from the filter over the editor's fields to readers, by form alone", async (t) => {
        const page = await stage().page(t, { viewport: DESKTOP, javaScriptEnabled: false, faults: false });
        await signIn(page, "ada", "/staff/guides");
        await page.selectOption("#page-review", "overdue");
        await page.press("#page-text", "Enter");
        await page.getByRole("link", { name: "Dock is not charging" }).click();
        assert.match(await page.textContent("main"), /Only staff see this guide/);
        await page.click("main form[action$='/edit'] button");
        assert.equal(await page.inputValue("#page-on_expiry"), "hide");
        await page.fill("#page-verified", new Date().toISOString().slice(0, 10));
        await page.fill("#page-expire_after", "14d");
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/fields.png`, fullPage: true });
        await page.press("#page-why", "Enter");
        await page.waitForURL(/saved=1/);
        await page.goto(page.url().replace(/\/edit.*/, ""));
        for (const action of ["submit", "approve"]) await page.press(`form:has(input[value=${action}]) button`, "Enter");
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/publish.png`, fullPage: true });
        assert.equal(await page.inputValue("#page-confidence"), "validated", "as the text says");
        await page.selectOption("#page-confidence", "not-validated");
        await page.press("#page-publish", "Enter");
        await page.waitForURL(/\/articles\/dock-hidden/);
        assert.match(await page.textContent("main"), /Not validated yet/);
        const reader = await stage().server.get("/articles/dock-hidden");
        assert.equal(reader.status, 200);
    });
});

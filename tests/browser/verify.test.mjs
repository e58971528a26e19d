// What is to be verified, in a browser: overdue → verified without scripts and with, by keyboard; clean for axe, wide enough.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { DESKTOP, chooseStaffPage, inAllLooks, signIn, staging } from "./browser.mjs";
import { runbookd } from "../http/server.mjs";

const stage = staging(before, after, { server: { users: { rita: "reviewer", ann: "author" } }, prepare });
const guide = (slug, title, front) => `---\ntitle: ${title}\nslug: ${slug}\ncategory: hardware/docks\nproduct: Dock\n${front}---\n\nThe screens stay black after the lid was closed.\n\n## Symptoms\n\n- Nothing is shown\n\n## How to fix\n\n### Take the power away\n\nWait a minute.\n\n### Update it {kind=command admin}\n\nRun the updater.\n\n## Commands\n\n\`\`\`powershell title="Look at it"\nGet-PnpDevice -Class Monitor | Where-Object { $_.Status -ne 'OK' }\n\`\`\`\n`;
const OLD = "verified: 2025-01-01\nreview_every: 180d\n";

async function prepare(server) {
    const root = mkdtempSync(join(tmpdir(), "runbookd-verify-"));
    const guides = {
        "dock-a": guide("dock-a", "Dock shows no picture", `${OLD}author: rita\n`),
        "dock-b": guide("dock-b", "Dock is not charging the notebook that is connected by Thunderbolt", `${OLD}author: rita\non_expiry: hide\n`),
        "dock-c": guide("dock-c", "Dock loses the network", "review_every: 180d\nauthor: somebody-who-left\n"),
        "dock-d": guide("dock-d", "Dock is hot", `${OLD}author: ann\n`),
    };
    for (const [slug, text] of Object.entries(guides)) writeFileSync(join(root, `${slug}.md`), text);
    const said = await runbookd(["import", "--data", server.data, root]);
    assert.equal(said.code, 0, said.stderr);
}

const SCENES = {
    "the list": async (page) => signIn(page, "rita", "/staff/verify?whose=all"),
    "nothing to do": async (page) => signIn(page, "rita", "/staff/verify?when=soon&whose=ownerless"),
    "a guide": async (page) => signIn(page, "rita", "/staff/verify/dock-d?whose=all"),
    "a guide for an author": async (page) => signIn(page, "ann", "/staff/verify/dock-c?whose=all"),
    "a feed": async (page) => {
        await signIn(page, "ann", "/staff/verify");
        await page.click("button[value=make]");
        await page.waitForSelector(".feed-link code");
    },
    "a fault": async (page) => {
        await signIn(page, "rita", "/staff/verify/dock-d?whose=all");
        await page.click(".needs-work summary");
        await page.fill("#page-text", "   ");
        await page.click(".needs-work button");
        await page.waitForSelector(".error-summary");
    },
};

describe("axe and width", () => {
    for (const [kind, come] of Object.entries(SCENES))
        it(kind, async (t) => {
            const page = await stage().page(t, { faults: false, reducedMotion: "reduce" });
            await come(page);
            assert.deepEqual(await inAllLooks(page, kind), []);
            assert.deepEqual(page.faults.filter((f) => !/status of 422/.test(f)), []);
        });
});

describe("overdue → verified", () => {
    it("one after the other, by form alone, until none is left", async (t) => {
        const page = await stage().page(t, { viewport: DESKTOP, javaScriptEnabled: false, faults: false });
        await signIn(page, "rita", "/staff");
        await chooseStaffPage(page, "To verify");
        await page.getByRole("link", { name: "Dock shows no picture" }).click();
        assert.match(await page.textContent(".verify-shown"), /The screens stay black/);
        await page.getByRole("button", { name: "Verified today" }).click();
        assert.match(await page.textContent("[role=status]"), /Verified: Dock shows no picture/);
        assert.match(await page.textContent("h1"), /not charging/);
        await page.fill("#page-why", "Tried with the new firmware");
        await page.press("#page-why", "Enter");
        assert.match(await page.textContent("main"), /the last of this list/);
        assert.match(await page.textContent("main"), /Nothing of this kind/);
        await page.goto("/staff/guides/dock-b");
        assert.match(await page.textContent(".revisions"), /Tried with the new firmware/);
        await page.context().clearCookies();
        const open = await page.goto("/articles/dock-b");
        assert.equal(open.status(), 200, "readers have it again");
        assert.match(await page.textContent(".article-head"), /Verified/);
    });

    it("or it needs work, by keyboard", async (t) => {
        const page = await stage().page(t, { viewport: DESKTOP, faults: false });
        await signIn(page, "rita", "/staff/verify/dock-c?whose=ownerless");
        await page.focus(".needs-work summary");
        await page.keyboard.press("Enter");
        await page.keyboard.press("Tab");
        await page.keyboard.type("The updater has another name now");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await page.waitForURL(/\/staff\/drafts\/\d+/);
        assert.match(await page.textContent("main"), /The updater has another name now/);
        await page.goto("/staff/verify/dock-c?whose=ownerless");
        assert.equal(await page.getByRole("button", { name: "Verified today" }).count(), 0, "with the draft's own text");
        assert.match(await page.textContent(".verify-side"), /works at the next text/);
    });
});

// Contradictions in a browser: found → compared → settled → back when the sentence changes; the quality of guides; both
// clean for axe in all looks.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { DESKTOP, inAllLooks, signIn, staging } from "./browser.mjs";
import { runbookd } from "../http/server.mjs";

const folder = mkdtempSync(join(tmpdir(), "runbookd-contradictions-"));
const stage = staging(before, after, { server: { users: { rita: "reviewer", ann: "author" } }, prepare });
const guide = (title, author, body) => `---\ntitle: ${title}\ncategory: email/outlook\nproduct: Outlook\nauthor: ${author}\n---\n\nMail is late.\n\n## How to fix\n\n### Look at it first\n\nWait a minute.\n\n### Mend the data file\n\nOutlook makes a new one.\n\n${body}\n\nStart Outlook again.\n`;

async function bring(server, guides) {
    for (const [slug, text] of Object.entries(guides)) writeFileSync(join(folder, `${slug}.md`), text);
    const said = await runbookd(["import", "--data", server.data, folder]);
    assert.equal(said.code, 0, said.stderr);
}
const prepare_guides = {
    runs: guide("Outlook shows old mail on a notebook that was away for a while", "ann", "Close Outlook, and delete `C:\\Data\\Outlook Files\\mail.ost` or whatever the OST file is called."),
    bars: guide("Outlook stops synchronizing", "rita", "Never delete the OST file of a managed device."),
};
async function prepare(server) {
    await bring(server, prepare_guides);
}
async function openList(page, path = "/staff/contradictions") {
    await signIn(page, "rita", path);
    await settledDown(page);
}
/* Until the program has looked at all guides. */
async function settledDown(page) {
    for (let tries = 0; tries < 300 && (await page.getByText("not looked at yet").count()); tries++) await page.reload();
}

describe("quality", () => {
    it("axe and width, of the list and of a guide that a reviewer answered for", async (t) => {
        const page = await stage().page(t, { faults: false, reducedMotion: "reduce" });
        await openList(page, "/staff/quality");
        const faults = await inAllLooks(page, "qualities");
        await page.getByRole("link", { name: "Outlook stops synchronizing" }).click();
        await page.getByLabel("No other guide says the same").check();
        await page.getByRole("button", { name: "Save the answers" }).click();
        await page.getByText("Answered by rita").waitFor();
        assert.equal(await page.getByLabel("No other guide says the same").isChecked(), true);
        faults.push(...(await inAllLooks(page, "quality")));
        assert.deepEqual(faults, []);
    });
});

describe("contradictions", () => {
    it("axe and width, of the list, of a pair, and of a fault", async (t) => {
        const page = await stage().page(t, { faults: false, reducedMotion: "reduce" });
        await openList(page);
        const faults = await inAllLooks(page, "contradictions");
        await page.locator(".pair", { hasText: "Never delete" }).getByRole("link").first().click();
        faults.push(...(await inAllLooks(page, "contradiction")));
        await page.fill("#page-reason", "   ");
        await page.getByRole("button", { name: "Settle it" }).click();
        await page.waitForSelector(".error-summary");
        faults.push(...(await inAllLooks(page, "contradiction-fault")));
        assert.deepEqual(faults, []);
    });

    it("found, compared, settled by form alone, and back when the sentence changes", async (t) => {
        const page = await stage().page(t, { viewport: DESKTOP, javaScriptEnabled: false, faults: false });
        await openList(page);
        await page.locator(".pair", { hasText: "Never delete" }).getByRole("link").first().click();
        assert.match(await page.textContent(".pair-runs mark"), /delete/);
        assert.match(await page.textContent(".pair-runs"), /Outlook makes a new one.*Start Outlook again/s);
        assert.match(await page.textContent(".pair-bars mark"), /Never delete the OST file/);
        await page.fill("#page-reason", "The first is for devices of one's own");
        await page.getByRole("button", { name: "Settle it" }).click();
        assert.match(await page.textContent("[role=status]"), /Both are right, said rita.*devices of one's own/s);
        const pair = page.url(), link = `.pair a[href="${new URL(pair).pathname}"]`;
        await page.goto("/staff/contradictions");
        assert.equal(await page.locator(link).count(), 0);
        await bring(stage().server, { bars: guide("Outlook stops synchronizing", "rita", "Do not delete the OST file.") });
        await page.goto("/staff/contradictions");
        await settledDown(page);
        await page.locator(link).first().click();
        assert.match(await page.textContent(".pair-bars mark"), /Do not delete the OST file/);
        assert.match(await page.textContent("main"), /settled before with other sentences:\s*The first is for devices/);
    });
});

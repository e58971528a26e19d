// Insights in a browser: charts, lists and the tree, clean for axe, wide enough, in light, dark, on a phone and in print.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { DESKTOP, inAllLooks, signIn, staging } from "./browser.mjs";
import { Jar, start, temporaryFolder } from "../http/server.mjs";

const FIREFOX = { headers: { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0" } };
const GUIDE = "outlook-ost-sync-errors-in-cached-mode", TREE = "outlook-ost-sync";
const data = temporaryFolder();

/* What readers did before the server of the tests began, which adds it up. */
async function readersCome() {
    const server = await start({ data, users: { rita: "reviewer" } });
    for (let i = 0; i < 12; i++) await server.get(`/articles/${GUIDE}`, FIREFOX);
    await server.get(`/guides/${TREE}`, FIREFOX);
    await server.get(`/search?q=${encodeURIComponent(`zzqqvv ${"unheardofword".repeat(12)}`)}`);
    await server.get("/search?q=outlook+ost");
    for (const helpful of [true, false, false])
        await server.post(`/api/v1/articles/${GUIDE}/votes`, { jar: new Jar(), body: { helpful, ...(helpful ? {} : { reason: "unclear", step: "step-2" }) } });
    for (let i = 0; i < 8; i++) {
        const run = (await server.post(`/api/v1/trees/${TREE}/runs`, { body: {} })).json;
        if (i % 2) await server.post(`/api/v1/runs/${run.id}/answers`, { body: { state: "scope", answer: "one-user" } });
        if (i % 4 === 3) await server.post(`/api/v1/runs/${run.id}/back`, { body: {} });
    }
    await server.stop();
}
await readersCome(); // a hook would not be waited for by the stage's own
const stage = staging(before, after, { server: { data } });

async function whenAddedUp(page, path) {
    await signIn(page, "rita", "/staff/insights/trees?days=365");
    while (!(await page.locator(`main tbody a`).count())) await page.reload();
    await page.goto(path);
}

const SCENES = {
    overview: "/staff/insights?days=7",
    "a year without anything before": "/staff/insights?days=365&category=email",
    "nothing, and a fault": "/staff/insights?from=2020-02-01&to=2020-01-01",
    "the least helpful": "/staff/insights/least-helpful?days=7",
    "long words": "/staff/insights/no-result?days=7",
    "a tree": `/staff/insights/trees/${TREE}?days=7`,
};

describe("axe and width", () => {
    for (const [kind, path] of Object.entries(SCENES))
        it(kind, async (t) => {
            const page = await stage().page(t, { faults: false, reducedMotion: "reduce" });
            await whenAddedUp(page, path);
            assert.deepEqual(await inAllLooks(page, kind), []);
            assert.deepEqual(page.faults.filter((f) => !/status of 422/.test(f)), []);
        });
});

describe("by keyboard and on paper", () => {
    it("the table opens behind its chart, and print keeps the drawing", async (t) => {
        const page = await stage().page(t, { viewport: DESKTOP });
        await whenAddedUp(page, "/staff/insights?days=7");
        const summary = page.locator("#page-chart-views summary");
        await summary.focus();
        await page.keyboard.press("Enter");
        assert.equal(await page.locator("#page-chart-views tbody tr:visible").count(), 7);
        await page.emulateMedia({ media: "print" });
        assert.equal(await page.locator("#page-chart-views .chart-svg").isVisible(), true);
        assert.equal(await page.locator(".insights .tabs").isVisible(), false);
        const fills = await page.locator("#page-chart-votes rect.bar[x]").evaluateAll((bars) => bars.map((bar) => getComputedStyle(bar).fill));
        assert.equal(new Set(fills).size, 2, "helpful and not helpful look different on paper");
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/insights-print.png`, fullPage: true });
    });
});

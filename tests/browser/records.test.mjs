// The incident banner, the service desk, people, tags and categories in a browser: kept by form alone, seen by readers, hidden for its words
// only; clean for axe in every light and width.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { axe, inAllLooks, signIn, staging } from "./browser.mjs";
import { FIXTURES } from "../http/server.mjs";

const stage = staging(before, after, { server: { content: join(FIXTURES, "records"), users: { pam: "publisher" } } });

async function announce(page, text, severity) {
    await page.goto("/staff/banner");
    await page.fill("#page-text", text);
    await page.selectOption("#page-severity", severity);
    await page.fill("#page-link_url", "https://status.example/a/very/long/address");
    await page.fill("#page-link_text", "Status page");
    await page.press("#page-link_text", "Enter");
    assert.match(await page.textContent(".notice"), /Saved/);
}

describe("records", () => {
    it("a banner is put up without scripts, hidden by a reader, and back with other words", async (t) => {
        const staff = await stage().page(t, { javaScriptEnabled: false, faults: false });
        await signIn(staff, "pam", "/staff/banner");
        await announce(staff, "Mail does not arrive in Europe. Use the web client meanwhile; nothing is lost.", "critical");
        assert.equal(await staff.locator(".incident-hide").count(), 0, "no button that could do nothing");
        const reader = await stage().page(t, { reducedMotion: "reduce" });
        await reader.goto("/articles/mail-is-slow");
        assert.match(await reader.getByRole("alert").textContent(), /Mail does not arrive/);
        assert.deepEqual(await axe(reader), []);
        if (process.env.SHOTS) await reader.screenshot({ path: join(process.env.SHOTS, "banner-light.png") });
        assert.deepEqual(await inAllLooks(reader, "a guide with a banner"), []);
        await reader.getByRole("button", { name: "Hide this" }).click();
        assert.equal(await reader.locator(".incident:visible").count(), 0);
        await reader.goto("/");
        await reader.waitForSelector(".incident", { state: "hidden" });
        await announce(staff, "Mail arrives again.", "info");
        await reader.reload();
        assert.match(await reader.locator(".incident:visible").textContent(), /Mail arrives again/);
    });

    it("the forms are clean in every light and width, also with faults", async (t) => {
        const page = await stage().page(t, { faults: false, reducedMotion: "reduce" });
        await signIn(page, "pam", "/staff/service-desk");
        await page.fill("#page-phone", "+49 30 5550");
        await page.fill("#page-mail", "service.desk@a-rather-long-name.example.org");
        await page.fill("#page-emergency", "+49 30 112");
        await page.getByRole("button", { name: "Save" }).click();
        assert.match(await page.textContent(".notice"), /Saved/);
        await page.goto("/staff/banner");
        await page.fill("#page-text", "x");
        await page.fill("#page-link_text", "");
        await page.getByRole("button", { name: "Save" }).click();
        await page.waitForSelector(".error-summary");
        assert.deepEqual(await inAllLooks(page, "a fault"), []);
        if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, "record-fault.png"), fullPage: true });
        await page.goto("/staff/people/petra");
        await page.fill("#page-credentials", "MCSE\nITIL 4 Foundation");
        await page.fill("#page-contact", "mail-team@example.org");
        await page.getByRole("button", { name: "Save" }).click();
        await page.goto("/people/petra");
        assert.deepEqual(await inAllLooks(page, "a person"), []);
        if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, "person.png"), fullPage: true });
        await page.goto("/staff/categories?path=email/outlook");
        assert.deepEqual(await inAllLooks(page, "categories"), []);
        if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, "categories.png"), fullPage: true });
        await page.goto("/staff/tags");
        await page.getByRole("button", { name: "Merge into it" }).scrollIntoViewIfNeeded();
        assert.deepEqual(await inAllLooks(page, "tags"), []);
        if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, "tags.png"), fullPage: true });
        await page.goto("/staff/people");
        assert.deepEqual(await axe(page), []);
    });
});

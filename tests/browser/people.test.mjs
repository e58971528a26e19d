// Signing in and the pages of accounts, in a browser: clean, narrow enough, and without a mouse or a
// script.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Stage, inAllLooks, launch, signIn, staging } from "./browser.mjs";
import { PASSWORD, start } from "../http/server.mjs";
import { OST } from "../http/content.mjs";

const USERS = { ada: "admin", bob: "author,reviewer", "eve.with-a-long-name@department.example.org": "reader" };
const stage = staging(before, after, { server: { users: USERS } });

/* How each kind of page is come to. */
const refuse = async (page) => {
    await page.waitForSelector(".error-summary");
};
const KINDS = {
    "sign in": (page) => page.goto("/login"),
    "sign in, refused": async (page) => {
        await page.goto("/login");
        await page.fill("#page-name", "ada");
        await page.fill("#page-password", "wrong");
        await page.press("#page-password", "Enter");
        await refuse(page);
    },
    "signed out": (page) => page.goto("/login?out=1"),
    account: async (page) => {
        await signIn(page, "ada", "/account");
    },
    "account, refused": async (page) => {
        await signIn(page, "ada", "/account");
        await page.fill("#page-current", "wrong");
        await page.fill("#page-password", "long enough to send");
        await page.press("#page-password", "Enter");
        await refuse(page);
    },
    people: (page) => signIn(page, "ada", "/admin/people"),
    record: (page) => signIn(page, "ada", "/admin/audit"),
    "record, refused": async (page) => {
        await signIn(page, "ada", "/admin/audit?from=yesterday&who=bob");
        await page.waitForSelector(".field-error");
    },
    "people, refused": async (page) => {
        await signIn(page, "ada", "/admin/people");
        await page.fill("#page-name", "x y");
        await page.uncheck("[name=roles]:checked");
        await page.press("#page-name", "Enter");
        await refuse(page);
    },
    "person with a link": async (page) => {
        await signIn(page, "ada", "/admin/people/bob");
        await page.click('form[action$="/link"] button');
        await page.waitForSelector("#page-link-text");
    },
    "seen as a visitor": async (page) => {
        await signIn(page, "bob", `/articles/${OST}`);
        await page.click(".who summary");
        await page.click(".who button[value=visitor]");
        await page.waitForSelector(".as-other");
    },
    "menu open": async (page) => {
        await signIn(page, "ada");
        await page.click(".who summary");
    },
    "session ended": async (page) => {
        await signIn(page, "ada", "/admin/people/bob");
        await page.context().clearCookies();
        await page.click('form[action$="/details"] button');
        await page.waitForSelector("ol a[target=_blank]");
    },
    "not saved": async (page) => {
        await signIn(page, "ada", "/admin/people/bob");
        await page.fill('form[action$="/details"] [name=display]', "A name of more than sixty letters, so that it can be read on the page that holds it");
        const { server } = stage();
        server.fillDisk();
        await page.click('form[action$="/details"] button');
        await page.waitForSelector("textarea[name=display]").finally(() => server.emptyDisk());
    },
    forbidden: async (page) => {
        await signIn(page, "bob");
        await page.goto("/admin/people");
    },
};
/* An answer that refuses is a fault to the console, and none here. */
const expected = (faults) => faults.filter((f) => !/status of (401|403|404|422|503)/.test(f));

describe("axe and width", () => {
    for (const [kind, come] of Object.entries(KINDS))
        it(kind, async (t) => {
            const page = await stage().page(t, { faults: false, reducedMotion: "reduce" });
            await come(page);
            assert.deepEqual(await inAllLooks(page, kind), []);
            assert.deepEqual(expected(page.faults), []);
        });
});

describe("a person at the keyboard", () => {
    it("finds the focus at what is wrong, and his name still there", async (t) => {
        const page = await stage().page(t, { faults: false });
        await KINDS["sign in, refused"](page);
        assert.equal(await page.evaluate(() => document.activeElement.className), "error-summary");
        assert.equal(await page.inputValue("#page-name"), "ada");
        assert.equal(await page.inputValue("#page-password"), "");
    });

    it("comes from the error to its field", async (t) => {
        const page = await stage().page(t, { faults: false });
        await KINDS["people, refused"](page);
        await page.click(".error-summary a >> nth=0");
        assert.equal(await page.evaluate(() => document.activeElement.id), "page-name");
    });

    it("may paste a password, and managers know the fields", async (t) => {
        const page = await stage().page(t);
        await page.goto("/login");
        assert.equal(await page.getAttribute("#page-name", "autocomplete"), "username");
        assert.equal(await page.getAttribute("#page-password", "autocomplete"), "current-password");
        const stopped = await page.locator("#page-password").evaluate((node) => !node.dispatchEvent(new ClipboardEvent("paste", { cancelable: true, bubbles: true })));
        assert.equal(stopped, false);
        await signIn(page, "ada", "/account");
        assert.equal(await page.getAttribute("#page-password", "autocomplete"), "new-password");
        assert.equal(await page.getAttribute("#page-current", "autocomplete"), "current-password");
    });

    it("opens the menu and signs out with keys alone", async (t) => {
        const page = await stage().page(t);
        await signIn(page, "bob");
        await page.focus(".who summary");
        await page.keyboard.press("Enter");
        await page.locator(".who-menu a", { hasText: "Your account" }).waitFor();
        await page.locator(".who-menu button", { hasText: "Sign out" }).focus();
        await page.keyboard.press("Enter");
        await page.waitForURL(/\/login\?out=1/);
        await page.goBack();
        await page.reload();
        assert.equal(await page.locator(".who").count(), 0, "and back shows nothing of his");
    });
});

describe("journeys", () => {
    it("what was typed before the session ended is sent after signing in", async (t) => {
        const page = await stage().page(t, { faults: false });
        await signIn(page, "ada", "/admin/people/bob");
        await page.context().clearCookies();
        await page.fill("#page-display", "Bob the Second");
        await page.click('form[action$="/details"] button');
        const [tab] = await Promise.all([page.context().waitForEvent("page"), page.click("ol a[target=_blank]")]);
        await tab.fill("#page-name", "ada");
        await tab.fill("#page-password", PASSWORD);
        await tab.press("#page-password", "Enter");
        await tab.waitForURL((url) => url.pathname === "/");
        await page.click("main button[type=submit]");
        await page.waitForSelector("main input[name=csrf]", { state: "attached" });
        await page.click("main button[type=submit]");
        await page.waitForURL(/saved=1/);
        assert.equal(await page.inputValue("#page-display"), "Bob the Second");
    });

    it("first admin, an invitation, a new author; without a script", async (t) => {
        const server = await start({ content: null });
        const browser = await launch();
        t.after(async () => {
            await browser.close();
            await server.stop();
        });
        const own = new Stage(browser, server);
        const page = await own.page(t, { javaScriptEnabled: false });
        for (let i = 0; i < 1000 && !/welcome\?token/.test(server.output); i++) await new Promise((done) => setTimeout(done, 10));
        await page.goto(/\/welcome\?token=\w+/.exec(server.output)[0]);
        await page.fill("#page-name", "boss");
        await page.fill("#page-display", "The Boss");
        await page.fill("#page-password", PASSWORD);
        await page.click("main button[type=submit]");
        await page.waitForURL(/\/admin\/people$/);
        await page.fill("#page-name", "tim");
        await page.uncheck("[name=roles][value=reader]");
        await page.check("[name=roles][value=author]");
        await page.click("main button[type=submit]");
        const link = await page.inputValue("#page-link-text");
        const other = await own.page(t, { javaScriptEnabled: false, faults: false });
        await other.goto(link);
        await other.fill("#page-password", "another long one");
        await other.click("main button[type=submit]");
        await other.waitForURL((url) => url.pathname === "/");
        assert.match(await other.textContent(".who summary"), /tim/);
        await other.goto("/admin/people");
        assert.match(await other.textContent("h1"), /Not allowed/);
        await page.goto("/admin/people/tim");
        await page.click('form[action$="/disable"] button');
        await page.waitForURL(/saved=1/);
        await other.goto("/account");
        assert.match(other.url(), /\/login\?next=/);
    });

    it("votes and walks a tree while signed in, by script and without", async (t) => {
        for (const javaScriptEnabled of [true, false]) {
            const page = await stage().page(t, { javaScriptEnabled });
            await signIn(page, "bob", `/articles/${OST}`);
            const vote = page.locator('[data-vote="yes"]');
            await vote.click();
            if (javaScriptEnabled) await page.locator('[data-vote="yes"][aria-pressed="true"]').waitFor();
            else await page.waitForURL(/voted=yes/);
            await page.goto("/guides/outlook-ost-sync");
            await page.locator("form.question button[type=submit], form.question button").first().click();
            await page.locator(".path, [data-run-back]").first().waitFor();
        }
    });

    it("looks as a visitor does, and comes back with one press", async (t) => {
        const page = await stage().page(t, { javaScriptEnabled: false });
        await KINDS["seen as a visitor"](page);
        assert.match(page.url(), new RegExp(OST));
        await page.click(".as-other button");
        await page.waitForSelector(".as-other", { state: "detached" });
        assert.match(page.url(), new RegExp(OST));
    });
});

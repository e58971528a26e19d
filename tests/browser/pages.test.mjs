// Every kind of page that readers see: clean for axe in light and dark and on a phone, never wider than its window,
// within its content security policy, and still where motion is not wanted.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { DESKTOP, PHONE, inAllLooks, signIn, staging } from "./browser.mjs";
import { OST, PHRASE_SLUG } from "../http/content.mjs";
import { RESOLVED, SHARED, USERS, content, retired, walked } from "./scenes.mjs";

let gone = null;
const stage = staging(before, after, {
    args: ["--incident-text", "Mail is slow today.", "--votes-threshold", "1"],
    server: { content: content(), users: USERS },
    async prepare(server) {
        gone = await retired(server);
    },
});

const ost = (...answers) => walked(stage().server, "outlook-ost-sync", ...answers);
/* A run has a ceiling; beyond it only a new one helps. Made once. */
let full = null;
async function fill() {
    const id = await ost("one-user");
    for (let done = 0; done < 1000; done += 50)
        await Promise.all(Array.from({ length: 50 }, () => stage().server.post(`/api/v1/runs/${id}/restart`, { body: {} })));
    return id;
}

const KINDS = {
    home: async () => "/",
    "exact match": async () => `/q/${PHRASE_SLUG}`,
    "guide with tariffs": async () => "/articles/outlook-email-synchronization-obstacles",
    guide: async () => `/articles/${OST}`,
    "guide after a no": async () => `/articles/${OST}?voted=no`,
    category: async () => "/browse/email/outlook",
    tag: async () => "/tags/sync",
    phrases: async () => "/q",
    "phrase that nobody knows": async () => "/q/azure-ad-connect-synk",
    "search with hits": async () => "/search?q=camera",
    "search for an error code": async () => "/search?q=0x800704cf",
    "search without hits": async () => "/search?q=zzzzqqqq",
    "search narrowed": async () => "/search?q=outlook+reboot+sync&category=email&tag=sync",
    "search narrowed to nothing": async () => "/search?q=outlook&product=nonsense",
    "search for a long word": async () => `/search?q=${"outlook".repeat(60)}+sync`,
    "asking for a guide": async () => "/asks?q=printer",
    "guide that was asked for": async () => (await stage().server.post("/asks", { form: { sentence: "Printer?".repeat(30), q: "x" } })).location,
    "message that several guides quote": async () => (await stage().server.get(`/q?text=${encodeURIComponent(SHARED)}`)).location,
    "commands to fill in": async () => "/articles/a-guide-to-fill-in",
    "guide without a sentence": async (page) => {
        await page.goto("/asks?q=printer");
        await Promise.all([page.waitForNavigation(), page.locator("main form").evaluate((form) => {
            form.noValidate = true;
            form.submit();
        })]);
    },
    "run at its good end": async () => `/runs/${await ost(...RESOLVED)}`,
    "run that is full": async (page) => {
        const id = await (full ??= fill());
        await page.goto(`/runs/${id}`);
        await page.locator("main .answer").first().click();
        await page.getByText("too many steps").waitFor();
    },
    "tree page": async () => "/guides/outlook-ost-sync",
    "run at a question": async () => `/runs/${await ost("one-user")}`,
    "run at its end": async () => `/runs/${await ost("many", "no", "network")}`,
    "answer being changed": async () => `/runs/${await ost("one-user", "today")}?change=scope`,
    transcript: async () => `/runs/${await ost("many", "no", "network")}/transcript`,
    partner: async () => "/partners/shigeng-communication",
    "partners and money": async () => "/partners",
    "own vote": async () => `/articles/${OST}/votes`,
    "not found": async () => "/articles/outlook-ost-sync-erors",
    retired: async () => gone,
};
/* An answer that refuses is a fault to the console, and none here. */
const refused = (kind) => /not found|nobody knows|without a sentence|full|retired/.test(kind);
const others = (faults) => faults.filter((f) => !/status of (404|409|410|422)/.test(f));

describe("axe and width", () => {
    for (const kind of Object.keys(KINDS))
        it(kind, async (t) => {
            const page = await stage().page(t, { faults: !refused(kind), reducedMotion: "reduce" });
            const path = await KINDS[kind](page);
            if (path) await page.goto(path, { waitUntil: "load" });
            assert.deepEqual(await inAllLooks(page, kind, { unfold: true }), []);
            if (refused(kind)) assert.deepEqual(others(page.faults), []);
        });
});

describe("sizes", () => {
    for (const who of [null, "ada"])
        it(`the header is one row at 1280 pixels, ${who ? "signed in" : "for a visitor"}`, async (t) => {
            const page = await stage().page(t, { viewport: DESKTOP });
            await (who ? signIn(page, who, `/articles/${OST}`) : page.goto(`/articles/${OST}`));
            const rows = await page.locator(".site-bar > *, .site-nav li").evaluateAll((nodes) => nodes.map((n) => n.getBoundingClientRect()).map((r) => (r.top + r.bottom) / 2));
            assert.ok(Math.max(...rows) - Math.min(...rows) < 4, rows.join(" "));
        });

    it("what is pressed is large enough for a thumb", async (t) => {
        const page = await stage().page(t, { viewport: PHONE });
        await page.goto(`/articles/${OST}`);
        /* A button beside a line of code is as high as its line; WCAG 2.2 asks for 24 pixels. */
        const small = await page.locator("main button:visible").evaluateAll((nodes) =>
            nodes
                .map((n) => [n.textContent.trim(), Math.round(n.getBoundingClientRect().height), n.closest(".line-buttons") ? 24 : 44])
                .filter(([, height, least]) => height < least)
                .map(([text, height]) => `${text} ${height}`));
        assert.deepEqual(small, []);
    });
});

describe("the look", () => {
    it("dark and light differ, by the system's wish", async (t) => {
        const colour = async (colorScheme) => {
            const page = await stage().page(t, { colorScheme });
            await page.goto("/");
            return page.evaluate(() => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor);
        };
        assert.notEqual(await colour("light"), await colour("dark"));
    });

    it("nothing moves where motion is not wanted", async (t) => {
        const page = await stage().page(t, { reducedMotion: "reduce" });
        await page.goto(`/articles/${OST}`);
        const moving = await page.evaluate(() =>
            [...document.querySelectorAll("*")].filter((n) => {
                const s = getComputedStyle(n);
                const long = (value) => value.split(",").some((v) => parseFloat(v) > 0.02);
                return (s.animationName !== "none" && long(s.animationDuration)) || (s.transitionProperty !== "none" && long(s.transitionDuration)) || s.scrollBehavior === "smooth";
            }).map((n) => `${n.tagName}.${n.className}`));
        assert.deepEqual(moving, []);
    });

    it("a line of reading has at most about 72 characters", async (t) => {
        const page = await stage().page(t, { viewport: { width: 1920, height: 1000 } });
        await page.goto("/articles/outlook-email-synchronization-obstacles");
        const widest = await page.locator(".prose p").evaluateAll((nodes) =>
            Math.max(...nodes.map((n) => {
                const probe = document.createElement("span");
                probe.textContent = "0";
                n.append(probe);
                const ch = probe.getBoundingClientRect().width;
                probe.remove();
                return n.getBoundingClientRect().width / ch;
            })));
        assert.ok(widest <= 80, `${Math.round(widest)} characters`);
    });

    it("the styles are the portal's own: the page is not bare", async (t) => {
        const page = await stage().page(t, { viewport: DESKTOP });
        await page.goto("/");
        assert.ok(await page.evaluate(() => [...document.styleSheets].some((s) => s.cssRules.length > 20)));
    });

    it("the policy stops a script that does not belong", async (t) => {
        const page = await stage().page(t, { faults: false });
        await page.goto("/");
        await page.evaluate(() => {
            const script = document.createElement("script");
            script.textContent = "window.intruder = true";
            document.body.append(script);
        });
        assert.equal(await page.evaluate(() => window.intruder), undefined);
        assert.ok(page.faults.some((f) => /policy|Content Security Policy/i.test(f)));
    });
});

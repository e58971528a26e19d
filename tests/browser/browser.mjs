// One Chromium and one server for a file of browser tests. Every page is watched: what breaks the
// content security policy, throws, or fails to load makes its test fail.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { PASSWORD, start } from "../http/server.mjs";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const AXE_TAGS = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };
/* What another light alone can break. */
const AXE_COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

export const DESK = ["--desk-phone", "+49 30 5550", "--desk-hours", "Mon–Fri 8–18", "--desk-url", "https://desk.example/new"];
/* A name that is not localhost: plain http to it is no secure context, as on an intranet. */
const INTRANET = "portal.test";

export const PHONE = { width: 360, height: 740 };
export const NARROW = { width: 320, height: 640 };
export const DESKTOP = { width: 1280, height: 900 };

export function launch() {
    const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
    assert.ok(existsSync(executablePath), `${executablePath} is not there; scripts/setup test installs it`);
    const sandbox = process.getuid() === 0 ? ["--no-sandbox"] : [];
    return chromium.launch({
        executablePath,
        args: [
            ...sandbox,
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            `--host-resolver-rules=MAP ${INTRANET} 127.0.0.1`,
        ],
    });
}

export class Stage {
    constructor(browser, server) {
        this.browser = browser;
        this.server = server;
        this.origin = server.origin;
        this.intranet = `http://${INTRANET}:${server.port}`;
    }

    /* A page in a context of its own, gone after the test. Options are playwright's, and:
     *   origin   instead of the loopback one
     *   faults   false: what goes wrong is expected here
     *   init     a function that runs before each page's own scripts */
    async page(t, { origin = this.origin, faults = true, init, ...options } = {}) {
        const context = await this.browser.newContext({ baseURL: origin, viewport: DESKTOP, ...options });
        context.setDefaultTimeout(15_000);
        if (init) await context.addInitScript(init);
        if (options.javaScriptEnabled !== false)
            await context.addInitScript(() => {
                document.addEventListener("securitypolicyviolation", (event) =>
                    console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`),
                );
            });
        const page = await context.newPage();
        const seen = [];
        page.on("pageerror", (error) => seen.push(`threw: ${error.message}`));
        page.on("console", (message) => {
            const plainHttp = /header has been ignored, because the URL's origin was untrustworthy/.test(message.text());
            if (message.type() === "error" && !plainHttp) seen.push(`console: ${message.text()} ${message.location().url}`);
        });
        page.on("requestfailed", (request) => {
            const why = request.failure()?.errorText ?? "";
            /* Modules that the head names are not fetched where scripts are off. */
            const needless = options.javaScriptEnabled === false && why === "csp" && /\.js$/.test(request.url());
            if (why !== "net::ERR_ABORTED" && !needless) seen.push(`failed: ${request.url()} ${why}`);
        });
        page.on("request", (request) => {
            const url = new URL(request.url());
            if (url.protocol.startsWith("http") && url.origin !== new URL(origin).origin) seen.push(`elsewhere: ${url}`);
        });
        page.faults = seen;
        t.after(async () => {
            await context.close();
            if (faults) assert.deepEqual(seen, []);
        });
        return page;
    }
}

/* One stage for a file: stage() inside tests; options.prepare(server) before the first of them. */
export function staging(before, after, options = {}) {
    let stage = null;
    before(async () => {
        const server = await start({ args: [...DESK, ...(options.args ?? [])], ...options.server });
        await options.prepare?.(server);
        stage = new Stage(await launch(), server);
    });
    after(async () => {
        if (!stage) return;
        await stage.browser.close();
        await stage.server.stop();
    });
    return () => stage;
}

/* Signed in, and on the page that was asked for. The form itself is people.test.mjs's. */
export async function signIn(page, name, next = "/") {
    const answer = await page.request.post("/login", { form: { name, password: PASSWORD }, maxRedirects: 0 });
    assert.equal(answer.status(), 303, await answer.text());
    await page.goto(next);
}

/* To another staff page, by the menu that all of them have. */
export async function chooseStaffPage(page, name) {
    await page.click(".staff-nav summary");
    await page.locator(".staff-groups").getByRole("link", { name, exact: true }).click();
}

/* What axe finds wrong on the page as it stands, in words; by some rules, or by all we keep to. */
export async function axe(page, rules = AXE_TAGS) {
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
    const { violations } = await page.evaluate(
        (runOnly) => window.axe.run(document, { runOnly, resultTypes: ["violations"] }),
        rules,
    );
    return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} – ${n.failureSummary.replace(/\s+/g, " ")}`));
}

/* What stands out of the window to the right, when the page is wider than it. */
async function tooWide(page) {
    if ((await overflow(page)) <= 0) return [];
    return page.evaluate(() => [...document.querySelectorAll("main *, header *, footer *")]
        .filter((n) => n.getBoundingClientRect().right > innerWidth + 1).slice(0, 5)
        .map((n) => `too wide: ${n.tagName}.${n.className} ${Math.round(n.getBoundingClientRect().right)}`));
}

/* On a phone the open menu lies over what is below it, as menus do. */
const openAll = (page) =>
    page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = innerWidth >= 600 || !d.classList.contains("who"))));

const LOOKS = {
    light: [{ colorScheme: "light" }, DESKTOP, AXE_TAGS],
    dark: [{ colorScheme: "dark" }, DESKTOP, AXE_COLOURS],
    laptop: [{ colorScheme: "dark" }, { width: 1024, height: 768 }, null],
    phone: [{ colorScheme: "light" }, PHONE, AXE_TAGS],
    narrow: [{ colorScheme: "light" }, NARROW, null],
};

/* What is wrong with the page, as it stands, in any light and width: for axe, or wider than its
 * window. One loading serves all, for that is what takes the time. With `unfold`, what is folded
 * is opened first. SHOTS names a folder for pictures. */
export async function inAllLooks(page, kind, { unfold = false } = {}) {
    const wrong = [];
    for (const [look, [media, viewport, rules]] of Object.entries(LOOKS)) {
        await page.emulateMedia(media);
        await page.setViewportSize(viewport);
        if (unfold) await openAll(page);
        const found = [...(rules ? await axe(page, rules) : []), ...(await tooWide(page))];
        wrong.push(...found.map((text) => `${look}: ${text}`));
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${kind}-${look}.png`.replaceAll(/[ ,:]+/g, "-"), fullPage: true });
    }
    return wrong;
}

/* Pixels by which the page is wider than its window. */
export const overflow = (page) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/* Whatever the clipboard holds, found out as a person would: by pasting it. */
export async function pasted(page) {
    await page.evaluate(() => {
        const box = document.createElement("textarea");
        box.id = "test-paste";
        document.body.append(box);
        box.focus();
    });
    await page.keyboard.press("Control+V");
    const box = page.locator("#test-paste");
    await page.waitForFunction(() => document.getElementById("test-paste").value !== "");
    const text = await box.inputValue();
    await box.evaluate((node) => node.remove());
    return text;
}

/* Text of the page's live regions contains this. */
export const announced = (page, words) =>
    page.waitForFunction(
        (wanted) => [...document.querySelectorAll('[aria-live], [role="status"], [role="alert"]')].some((n) => n.textContent.includes(wanted)),
        words,
    );

/* Forgets what was announced, so that the next announcement is a new one. */
export const unannounced = (page) => page.evaluate(() => (document.getElementById("page-live").textContent = ""));

export const focusedText = (page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");

// node tests/browser/screenshots.mjs FOLDER: pictures of the main pages, to be looked at.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { start } from "../http/server.mjs";
import { OST, PHRASE_SLUG } from "../http/content.mjs";
import { DESK, DESKTOP, PHONE, launch, signIn } from "./browser.mjs";
import { RESOLVED, SHARED, USERS, content, drafts, retired, walked } from "./scenes.mjs";

const folder = process.argv[2];
if (!folder) {
    console.error("usage: scripts/screenshots FOLDER");
    process.exit(2);
}
mkdirSync(folder, { recursive: true });

const LOOKS = {
    desktop: { viewport: DESKTOP },
    phone: { viewport: PHONE, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
    dark: { viewport: DESKTOP, colorScheme: "dark" },
    print: { viewport: { width: 794, height: 1123 }, print: true },
};

/* A clock that stands still, so that pictures of different days can be compared. */
const server = await start({ users: USERS, content: content(), args: DESK, env: { RUNBOOKD_CLOCK: String(Date.parse("2026-04-01T09:00:00Z") / 1000) } });
const draft = await drafts(server);
const gone = await retired(server);

const escalated = await walked(server, "outlook-ost-sync", "many", "no", "network");
const PAGES = {
    home: "/",
    "exact-match": `/q/${PHRASE_SLUG}`,
    guide: `/articles/${OST}#step-3`,
    "guide-long": "/articles/outlook-email-synchronization-obstacles",
    category: "/browse/email",
    search: "/search?q=camera+black&literal=1",
    "search-none": "/search?q=zzzzqqqq",
    "search-facets": "/search?q=outlook+mail",
    "search-narrowed": "/search?q=outlook+reboot+sync&category=email&tag=sync",
    "search-code": "/search?q=0x800704cf",
    message: (await server.get(`/q?text=${encodeURIComponent(SHARED)}`)).location,
    commands: "/articles/a-guide-to-fill-in",
    ask: "/asks?q=printer",
    asked: (await server.post("/asks", { form: { sentence: "How do I connect the new printer?", q: "printer" } })).location,
    "run-question": `/runs/${await walked(server, "outlook-ost-sync", "one-user")}`,
    "run-outcome": `/runs/${escalated}`,
    "run-resolved": `/runs/${await walked(server, "outlook-ost-sync", ...RESOLVED)}`,
    transcript: `/runs/${escalated}/transcript`,
    tree: "/guides/outlook-ost-sync",
    partner: "/partners/shigeng-communication",
    ledger: "/partners",
    phrases: "/q",
    lost: "/articles/nothing-here",
    gone,
    login: "/login",
};

/* The same for somebody who is signed in. */
const STAFF = {
    account: "/account",
    people: "/admin/people",
    record: "/admin/audit",
    person: "/admin/people/bob",
    "guide-signed-in": `/articles/${OST}`,
    "home-signed-in": "/",
    staff: "/staff",
    draft: `/staff/drafts/${draft.review}`,
    "draft-broken": `/staff/drafts/${draft.broken}`,
    merge: `/staff/drafts/${draft.clash}/merge`,
    edit: `/staff/drafts/${draft.clash}/edit`,
};


const browser = await launch();
for (const [look, { print, ...options }] of Object.entries(LOOKS)) {
    const context = await browser.newContext({ baseURL: server.origin, reducedMotion: "reduce", ...options });
    const page = await context.newPage();
    for (const [name, path] of Object.entries({ ...PAGES, ...STAFF })) {
        if (name === Object.keys(STAFF)[0]) await signIn(page, "ada");
        await page.goto(path, { waitUntil: "load" });
        if (print) {
            await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
            await page.emulateMedia({ media: "print" });
        }
        const file = join(folder, `${name}-${look}.png`);
        await page.screenshot({ path: file, fullPage: true });
        console.log(file);
        if (print) await page.emulateMedia({ media: "screen" });
    }
    await context.close();
}
await browser.close();
await server.stop();

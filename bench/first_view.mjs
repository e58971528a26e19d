// What the first view of a page costs a browser that knows nothing yet: the bytes of its HTML, styles
// and scripts as they are sent, how often it has to ask before it has everything, and how far the
// page moves while it comes. With Debian's Chromium, over content/ of this checkout.
//
//   node bench/first_view.mjs [--binary build/runbookd] [--ceiling 30] [PATH…]
//
// Ends with 1 when HTML, CSS and JS together take more than --ceiling KB (of 1,000 bytes, packed), when
// something has to be asked for by what came, or when the page moves.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { end, needs, portal, readArguments, ROOT, table } from "./peers.mjs";

const { chromium } = createRequire(join(ROOT, "tests/package.json"))("playwright-core");
const options = readArguments({ binary: join(ROOT, "build/runbookd"), ceiling: "30" });
needs(options.binary);
const PATHS = ["/articles/outlook-ost-sync-errors-in-cached-mode", "/", "/search?q=outlook+sync", "/guides/outlook-ost-sync"];
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 740 } };
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is not there; scripts/setup test installs it`);

/* Everything that one view asks for: {kind, body, whole (with its head), round}. The page is round 1, what its
 * HTML names round 2, what those ask for the rounds after that. The API's own words are not counted. */
async function view(browser, address, viewport) {
    const context = await browser.newContext({ viewport });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const asked = new Map();
    session.on("Network.requestWillBeSent", ({ requestId, request, initiator, type }) => asked.set(requestId, { url: request.url, initiator, type, body: 0, whole: 0 }));
    session.on("Network.responseReceived", ({ requestId, response }) => (asked.get(requestId).body = Number(response.headers["Content-Length"] ?? 0)));
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => (asked.get(requestId).whole = encodedDataLength));
    await session.send("Network.enable");
    await page.addInitScript(() => {
        window.moved = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.moved += entry.value))).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(address, { waitUntil: "networkidle" });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const moved = await page.evaluate(() => window.moved);
    await context.close();
    const all = [...asked.values()].filter(({ url, type }) => !url.startsWith("data:") && type !== "Fetch" && type !== "XHR");
    const depth = (one, seen = new Set()) => {
        const parent = one.initiator.type === "parser" || one.initiator.type === "preload" ? address : one.initiator.url ?? one.initiator.stack?.callFrames.at(-1)?.url;
        if (one.type === "Document" || seen.has(one.url)) return 1;
        const before = all.find(({ url }) => url === parent) ?? all.find(({ type }) => type === "Document");
        return 1 + depth(before, seen.add(one.url));
    };
    return { moved, requests: all.map((one) => ({ ...one, round: depth(one) })) };
}

const binaryServer = await portal(options.binary);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--disable-gpu", "--no-first-run", ...(process.getuid() === 0 ? ["--no-sandbox"] : [])] });
const rows = [];
let bad = false;
for (const path of options.words.length ? options.words : PATHS)
    for (const [name, size] of Object.entries(SIZES)) {
        const { moved, requests } = await view(browser, `http://127.0.0.1:${binaryServer.port}${path}`, size);
        const sum = (type, part) => requests.filter((one) => one.type === type).reduce((total, one) => total + one[part], 0);
        const types = ["Document", "Stylesheet", "Script"];
        const bytes = types.map((type) => sum(type, "body"));
        const total = bytes.reduce((a, b) => a + b);
        const rounds = Math.max(...requests.map((one) => one.round)) - 1;
        for (const one of requests.filter((one) => one.round > 2)) console.error(`${path}: ${new URL(one.url).pathname} is only asked for in round ${one.round - 1}`);
        bad ||= total > Number(options.ceiling) * 1000 || rounds > 1 || moved > 0;
        const kb = (count) => (count / 1000).toFixed(1);
        rows.push([path, name, ...bytes.map(kb), kb(total), kb(types.reduce((all, type) => all + sum(type, "whole"), 0)), requests.length - 1, rounds, moved.toFixed(4)]);
    }
await browser.close();
await end(binaryServer.child);
table(["page", "on", "HTML, KB", "CSS", "JS", "together", "with heads", "requests", "rounds of them", "layout shift"], rows);
process.exit(bad ? 1 : 0);

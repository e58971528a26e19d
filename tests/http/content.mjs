// What lies in content/, read without the server: the tests compare the portal with it.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CONTENT } from "./server.mjs";

function filesBelow(dir) {
    return readdirSync(dir, { withFileTypes: true })
        .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(dir, entry.name)) : [join(dir, entry.name)]))
        .sort();
}

/* The small YAML that our own guides use: scalars, [flow, lists] and "- item" lists. */
function readFrontMatter(text) {
    const meta = {};
    let key = null;
    for (const line of text.split(/\r?\n/)) {
        const item = /^\s+- (.*)$/.exec(line);
        if (item && key) {
            meta[key].push(item[1].replace(/^"(.*)"$/, "$1"));
            continue;
        }
        const pair = /^([a-z_]+):\s*(.*)$/.exec(line);
        if (!pair) continue;
        key = pair[1];
        const value = pair[2];
        if (value === "") meta[key] = [];
        else if (value.startsWith("[")) meta[key] = value.slice(1, -1).split(",").map((v) => v.trim()).filter(Boolean);
        else meta[key] = value.replace(/^"(.*)"$/, "$1");
    }
    return meta;
}

export function articles(dir = CONTENT) {
    return filesBelow(join(dir, "articles"))
        .filter((path) => path.endsWith(".md"))
        .map((path) => {
            const source = readFileSync(path, "utf8");
            const [, front] = /^---\n([\s\S]*?)\n---\n/.exec(source);
            return { queries: [], tags: [], ...readFrontMatter(front), path: relative(join(dir, "articles"), path), source };
        });
}

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

export function trees(dir = CONTENT) {
    return filesBelow(join(dir, "trees")).map(readJson);
}

export function partners(dir = CONTENT) {
    return filesBelow(join(dir, "partners")).map(readJson);
}

export function priorities(dir = CONTENT) {
    return readJson(join(dir, "priority.json"));
}

/* The eight exact phrases of the portal seed and the title of the guide that each one opens. */
export const SEED_PHRASES = [
    ["azure ad connect sync error", "Outlook OST Sync Errors in Cached Mode"],
    [
        "the trust relationship between this workstation and the primary domain failed",
        "SharePoint Library Not Syncing in OneDrive Client",
    ],
    ["error 0x800704cf the network location cannot be reached", "Adobe Creative Cloud Desktop App Not Opening"],
    ["windows cannot access the specified device path or file", "Okta Sign-In Loop (Browser / Desktop App SSO)"],
    ["there was a problem reaching this app azure enterprise app", "Teams Safe Cache Cleanup (Windows / macOS)"],
    ["your admin has configured the application to block users", "Teams Camera Not Detected or Black Screen"],
    ["sccm client not installing", "Figma Desktop App Stuck on Loading"],
    ["best backup solution for microsoft 365", "MFA Device Lost (Enterprise Account Recovery)"],
];

export const OST = "outlook-ost-sync-errors-in-cached-mode";
export const PHRASE = "azure ad connect sync error";
export const PHRASE_SLUG = "azure-ad-connect-sync-error";

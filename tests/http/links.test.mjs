// A guide's own links to pages of the portal lead there from every page that shows the guide, and below any prefix.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "./html.mjs";
import { start, temporaryFolder } from "./server.mjs";

const TARGET = "---\ntitle: Target\nslug: target\n---\n\nHere.\n";
const GUIDE = `---
title: Guide with links
slug: guide-with-links
queries: ["guide with links fails"]
---

Read [the file](target.md) and [the page](/articles/target#fix), or [Microsoft](https://learn.microsoft.com/x).

    <a href="/articles/target">shown, not followed</a>

## Symptoms

- It looks like [the other](target.md)

## Fix

### Step 1: Look

See [in the step](target.md).
`;

async function served(t, args = []) {
    const content = temporaryFolder(t);
    mkdirSync(join(content, "articles"));
    writeFileSync(join(content, "articles/target.md"), TARGET);
    writeFileSync(join(content, "articles/guide.md"), GUIDE);
    return start({ content, args });
}

const linksTo = (text) => parse(text).all("a", (a) => /target|microsoft/.test(a.attr("href") ?? "")).map((a) => a.attr("href"));

for (const [name, prefix, args] of [
    ["at the root", "", []],
    ["below a prefix", "/help", ["--public-url", "https://kb.example.org/help"]],
]) {
    describe(`links in a guide, ${name}`, () => {
        const expected = ["/articles/target", "/articles/target#fix"].map((p) => prefix + p);
        it("lead to the page from every depth", async (t) => {
            const server = await served(t, args);
            const failed = await server.post(`${prefix}/articles/guide-with-links/feedback`, { form: { reason: "no such reason", text: "kept" } });
            assert.equal(failed.status, 422);
            const pages = [failed.text];
            for (const path of ["/articles/guide-with-links", "/q/guide-with-links-fails"]) pages.push((await server.get(prefix + path)).text);
            for (const text of pages) {
                const found = linksTo(text);
                const own = found.filter((href) => !/microsoft/.test(href));
                assert.ok(own.length >= 4, "intro, symptom and step");
                assert.deepEqual([...new Set(own)], expected);
                assert.ok(found.includes("https://learn.microsoft.com/x"));
                assert.match(text, /&lt;a href="\/articles\/target"&gt;shown/, "an author's text is no link");
            }
            const twin = (await server.get(`${prefix}/api/v1/articles/guide-with-links`)).json;
            assert.ok(twin.intro_html.includes(`<a href="${expected[0]}">`), twin.intro_html);
            await server.stop();
        });
    });
}

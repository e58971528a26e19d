// Whom a guide is for, at every place where a guide can show: one table of places, three guides, five
// ways to look. A place that shows a guide to somebody whom it is not for fails by its name.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Person } from "./people.mjs";
import { serving, temporaryFolder } from "./server.mjs";

/* Each guide has a word of its own that stands nowhere else. */
const GUIDES = { everyone: "kestrelum", "signed-in": "ospreyum", staff: "harrierum" };
const content = temporaryFolder();
mkdirSync(join(content, "articles/birds"), { recursive: true });
for (const [audience, word] of Object.entries(GUIDES))
    writeFileSync(
        join(content, `articles/birds/${word}.md`),
        `---
title: The ${word} guide
slug: ${word}
category: birds
product: ${word}-shelf
tags: [plumage, ${word}-tag]
audience: ${audience}
verified: 2026-03-03
queries: [${word} does not fly]
related_queries: [${Object.values(GUIDES).map((w) => `${w} does not fly`).join(", ")}]
---
About the ${word}.

## Symptoms
- The ${word} sits there. Code 0x8004${audience.length}7AB.

## How to fix
### Wake the ${word}
Softly.
`,
    );
writeFileSync(join(content, "categories.json"), JSON.stringify([{ path: "birds", title: "Birds" }]));

const server = serving(before, after, { content, users: { ray: "reader", ann: "author" } });
const ALL = Object.keys(GUIDES);

/* Who looks, and whom he belongs to. */
const LOOKERS = {
    visitor: [["everyone"], async () => new Person(server())],
    "dead session": [["everyone"], async () => {
        const person = new Person(server());
        person.jar.cookies.set("runbookd_session", "a".repeat(26));
        return person;
    }],
    reader: [["everyone", "signed-in"], async () => new Person(server()).signIn("ray")],
    author: [ALL, async () => new Person(server()).signIn("ann")],
    "author as a reader": [["everyone", "signed-in"], async () => as("reader")],
    "author as a visitor": [["everyone"], async () => as("visitor")],
};
async function as(whom) {
    const ann = await new Person(server()).signIn("ann");
    await ann.post("/view-as", { as: whom });
    return ann;
}

const near = (word) => `${word.slice(0, -1)}n`; // one letter wrong
/* A guide is shown where its title is. */
const says = (answer, word) => answer.text.replace(/<\/?mark>/g, "").includes(`The ${word} guide`);
const listing = (path) => async (who, word) => says(await who.get(path), word);
const PLACES = {
    "its page": async (who, w) => (await who.get(`/articles/${w}`)).status === 200,
    "its votes": async (who, w) => (await who.get(`/articles/${w}/votes`)).status === 200,
    "a vote": async (who, w) => (await who.post(`/articles/${w}/votes`, { helpful: "yes" })).status === 303,
    "a word to its author": async (who, w) => (await who.post(`/articles/${w}/feedback`, { text: "x" })).status === 303,
    "its phrase": async (who, w) => (await who.get(`/q/${w}-does-not-fly`)).status === 200,
    "a pasted phrase": async (who, w) => (await who.get(`/q?text=${w}+does+not+fly`)).location === `/q/${w}-does-not-fly`,
    "the search for its phrase": async (who, w) => (await who.get(`/search?q=${w}+does+not+fly`)).status === 303,
    "the list of phrases": async (who, w) => (await who.get("/q")).text.includes(`${w} does not fly`),
    home: listing("/"),
    "its category": listing("/browse/birds"),
    "its tag": listing("/tags/plumage"),
    "a tag of its own": async (who, w) => (await who.get(`/tags/${w}-tag`)).status === 200,
    "the search for its word": async (who, w) => says(await who.get(`/search?q=${w}&literal=1`), w),
    "the search in its category": async (who, w) => says(await who.get(`/search?q=plumage&literal=1&category=birds`), w) || says(await who.get(`/search?q=softly&literal=1&category=birds`), w),
    "a posted search": async (who, w) => says(await who.post("/search", { q: w, literal: "1" }), w),
    suggestions: async (who, w) => (await who.get(`/suggest?q=${w.slice(0, 5)}`)).text.includes(w),
    "beside another guide": async (who, w) => (await who.get("/articles/kestrelum")).text.replaceAll("kestrelum", w === "kestrelum" ? "kestrelum" : "").includes(w),
    "what a lost reader is offered": async (who, w) => says(await who.get(`/articles/the-${w}-gide`), w),
    "the API's list": async (who, w) => (await who.get("/api/v1/articles?limit=50")).text.includes(w),
    "the API's guide": async (who, w) => (await who.get(`/api/v1/articles/${w}`)).status === 200,
    "the API's votes": async (who, w) => (await who.get(`/api/v1/articles/${w}/votes`)).status === 200,
    "the API's vote": async (who, w) => (await who.request("POST", `/api/v1/articles/${w}/votes`, { body: { helpful: true } })).status === 200,
    "the API's search": async (who, w) => says(await who.get(`/api/v1/search?q=${w}`), w),
    "the API's queries": async (who, w) => (await who.get("/api/v1/queries?limit=50")).text.includes(`${w} does not fly`),
    "the API's match": async (who, w) => (await who.get(`/api/v1/queries/match?q=${w}+does+not+fly`)).text.includes(`/articles/${w}`),
    "what a search can be narrowed to": async (who, w) => (await who.get("/search?q=plumage&literal=1")).text.includes(`${w}-shelf`) || (await who.get("/search?q=softly")).text.includes(`${w}-shelf`),
    "a word spelt wrong": async (who, w) => (await who.get(`/search?q=${near(w)}`)).text.includes(w),
    "the API's word spelt wrong": async (who, w) => (await who.get(`/api/v1/search?q=${near(w)}`)).text.includes(w),
};
/* For machines that have no session: what anybody may see, whoever asks. */
const PUBLIC = { sitemap: "/sitemap.xml", feed: "/feed.atom", "category's feed": "/feeds/birds.atom" };

describe("a guide is shown to whom it is for", () => {
    for (const [looker, [sees, come]] of Object.entries(LOOKERS))
        it(looker, async () => {
            const who = await come();
            const wrong = [];
            for (const [place, shows] of Object.entries(PLACES))
                for (const [audience, word] of Object.entries(GUIDES)) {
                    const shown = await shows(who, word);
                    if (shown !== sees.includes(audience)) wrong.push(`${place}: ${audience} ${shown ? "is shown" : "is missing"}`);
                }
            assert.deepEqual(wrong, []);
        });

    it("to crawlers and feed readers, what is for everyone", async () => {
        for (const come of [LOOKERS.visitor[1], LOOKERS.author[1]]) {
            const who = await come();
            for (const [place, path] of Object.entries(PUBLIC)) {
                const { text } = await who.get(path);
                assert.deepEqual(Object.values(GUIDES).filter((word) => text.includes(word)), ["kestrelum"], place);
            }
        }
    });

    it("counts count what is seen", async () => {
        for (const [sees, come] of Object.values(LOOKERS)) {
            const who = await come();
            const { items, ...search } = (await who.get("/api/v1/search?q=softly")).json;
            assert.equal(search.total ?? items.length, sees.length);
            assert.equal((await who.get("/browse/birds")).text.match(/The \w+um guide/g).filter((t, i, all) => all.indexOf(t) === i).length, sees.length);
        }
    });

    it("what is hidden answers as what never was", async () => {
        const ask = async (slug) => {
            const { status, text } = await server().get(`/api/v1/articles/${slug}`);
            return [status, text];
        };
        assert.deepEqual(await ask("harrierum"), await ask("no-such-thing-here"));
    });
});

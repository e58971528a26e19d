// JSON-LD on the pages of guides: what schema.org asks of each type, and nothing that the page does
// not show.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { OST, PHRASE_SLUG, articles } from "./content.mjs";
import { parse } from "./html.mjs";
import { Jar, runbookd, serving, start, temporaryFolder } from "./server.mjs";

const URL_BASE = "https://kb.example/help";
const server = serving(before, after, { args: ["--votes-threshold", "2", "--public-url", URL_BASE] });

const scripts = (text) =>
    [...text.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g)].map((m) => m[1]);

async function linkedData(from, path) {
    const answer = await from.get(path);
    assert.equal(answer.status, 200, path);
    const found = scripts(answer.text).map((text) => {
        assert.doesNotMatch(text, /[<>&]/, "nothing that HTML could take for markup");
        return JSON.parse(text);
    });
    const byType = Object.fromEntries(found.map((thing) => [thing["@type"], thing]));
    assert.equal(Object.keys(byType).length, found.length, "one of each type");
    return { ...byType, root: parse(answer.text) };
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const named = (thing, type) => thing?.["@type"] === type && typeof thing.name === "string" && thing.name !== "";

/* What schema.org and the readers of it require of each type. */
function checkShapes({ TechArticle: article, BreadcrumbList: crumbs, HowTo: howTo }) {
    for (const thing of [article, crumbs, howTo].filter(Boolean)) assert.equal(thing["@context"], "https://schema.org");
    for (const key of ["headline", "url", "mainEntityOfPage", "inLanguage", "datePublished", "dateModified"])
        assert.equal(typeof article[key], "string", key);
    assert.match(article.datePublished, INSTANT);
    assert.match(article.dateModified, INSTANT);
    assert.ok(article.dateModified >= article.datePublished);
    assert.ok(named(article.publisher, "Organization"));
    assert.ok(article.author === undefined || named(article.author, "Person"));
    assert.ok(article.timeRequired === undefined || /^PT\d+M$/.test(article.timeRequired));
    assert.ok(crumbs.itemListElement.length >= 2);
    crumbs.itemListElement.forEach((item, i) => {
        assert.equal(item["@type"], "ListItem");
        assert.equal(item.position, i + 1);
        assert.ok(item.name && item.item.startsWith(`${URL_BASE}/`), JSON.stringify(item));
    });
    if (!howTo) return;
    assert.ok(howTo.name && howTo.step.length >= 1);
    howTo.step.forEach((step, i) => {
        assert.equal(step["@type"], "HowToStep");
        assert.equal(step.position, i + 1);
        assert.ok(step.name && step.text, JSON.stringify(step));
    });
}

describe("every guide's linked data", () => {
    for (const guide of articles())
        it(guide.slug, async () => {
            const data = await linkedData(server(), `/articles/${guide.slug}`);
            checkShapes(data);
            const address = `${URL_BASE}/articles/${guide.slug}`;
            assert.equal(data.TechArticle.headline, guide.title);
            assert.equal(data.TechArticle.url, address);
            assert.equal(data.TechArticle.description, data.root.one("meta", (m) => m.attr("name") === "description").attr("content"));
            assert.deepEqual(data.BreadcrumbList.itemListElement.at(-1), {
                "@type": "ListItem", position: data.BreadcrumbList.itemListElement.length, name: guide.title, item: address });
            assert.equal(data.TechArticle.aggregateRating, undefined, "nobody voted");
        });

    it("the breadcrumb is the one that the page shows", async () => {
        const { BreadcrumbList, root } = await linkedData(server(), `/articles/${OST}`);
        const shown = root.one("nav", (n) => n.attr("class") === "crumbs").all("a");
        const told = BreadcrumbList.itemListElement.slice(0, -1);
        assert.deepEqual(told.map((i) => i.name), shown.map((a) => a.text));
        assert.deepEqual(told.map((i) => new URL(i.item).pathname), shown.map((a) => a.attr("href")));
    });

    it("the steps are those of the page, with their addresses", async () => {
        const { HowTo, root } = await linkedData(server(), `/articles/${OST}`);
        const shown = root.all("h3", (h) => h.attr("class") === "step-title");
        assert.equal(HowTo.step.length, shown.length);
        HowTo.step.forEach((step, i) => {
            assert.ok(shown[i].text.endsWith(step.name), step.name);
            assert.ok(root.byId(new URL(step.url).hash.slice(1)), step.url);
        });
    });

    it("through a phrase it is the same guide, at its own address", async () => {
        const { TechArticle } = await linkedData(server(), `/q/${PHRASE_SLUG}`);
        assert.equal(TechArticle.url, `${URL_BASE}/articles/${OST}`);
    });

    it("of a person it tells the name and nothing else", async () => {
        const { TechArticle, root } = await linkedData(server(), `/articles/${OST}`);
        assert.deepEqual(Object.keys(TechArticle.author), ["@type", "name"]);
        assert.ok(root.one("main").text.includes(TechArticle.author.name));
    });
});

describe("the rating", () => {
    it("stands there from the threshold on, as the page tells it", async () => {
        const slug = articles()[0].slug, path = `/articles/${slug}`;
        const vote = (helpful) => server().post(`/api/v1/articles/${slug}/votes`, { jar: new Jar(), body: { helpful } });
        await vote(true);
        assert.equal((await linkedData(server(), path)).TechArticle.aggregateRating, undefined, "one vote of two");
        await vote(true);
        await vote(false);
        assert.deepEqual((await linkedData(server(), path)).TechArticle.aggregateRating,
            { "@type": "AggregateRating", ratingValue: 67, bestRating: 100, worstRating: 0, ratingCount: 3 });
    });
});

describe("a hostile or a bare guide", () => {
    it("cannot end the script, and one without steps, author and times tells none", async (t) => {
        const root = temporaryFolder(t), data = temporaryFolder(t);
        const title = '</script><script>alert(1)</script> <!-- "quoted" \\ ]]> & more';
        mkdirSync(root, { recursive: true });
        writeFileSync(join(root, "evil.md"), `---\ntitle: '${title}'\nslug: evil\naudience: everyone\n---\nWords </script><!-- <script>\n`);
        const said = await runbookd(["import", "--data", data, root]);
        const here = await start({ data, content: null, args: ["--public-url", URL_BASE] });
        try {
            const found = await linkedData(here, "/articles/evil");
            assert.equal(found.TechArticle.headline, title, said.stderr);
            assert.equal(found.HowTo, undefined);
            for (const key of ["author", "about", "timeRequired", "aggregateRating", "keywords"]) assert.equal(found.TechArticle[key], undefined, key);
            assert.deepEqual(found.root.all("script").map((s) => s.attr("type")), ["application/ld+json", "application/ld+json", "module"]);
        } finally {
            await here.stop();
        }
    });
});

// Exact-match phrases: paste a message, land on the guide.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST, PHRASE, PHRASE_SLUG, SEED_PHRASES, articles } from "./content.mjs";
import { headings, parse } from "./html.mjs";
import { runbookd, serving, temporaryFolder, CONTENT } from "./server.mjs";
import { join } from "node:path";

const server = serving(before, after);
const ask = (text) => server().get(`/q?text=${encodeURIComponent(text)}`);

describe("the eight phrases of the portal", () => {
    for (const [phrase, title] of SEED_PHRASES) {
        it(`"${phrase}" opens "${title}"`, async () => {
            const sent = await ask(phrase);
            assert.equal(sent.status, 303);
            const target = new URL(sent.location, server().origin).pathname;
            assert.match(target, /^\/q\/[a-z0-9-]+$/);
            const answer = await server().get(target);
            assert.equal(answer.status, 200);
            const root = parse(answer.text);
            assert.ok(root.text.includes(title), title);
            const titles = headings(root).map((h) => h.text.replace(/[“”"]/g, ""));
            for (const start of ["Symptoms of", "Likely causes of", "How to fix:"])
                assert.ok(titles.some((t) => t.toLowerCase() === `${start} ${phrase}`.toLowerCase()), `${start} ${phrase} among ${JSON.stringify(titles)}`);
        });
    }

    it("stand on the Outlook guide with their targets", async () => {
        const root = parse((await server().get(`/articles/${OST}`)).text);
        for (const [phrase, title] of SEED_PHRASES) {
            const link = root.one("a", (a) => a.attr("href")?.startsWith("/q/") && a.text.includes(phrase));
            assert.ok(link, phrase);
            const item = link.parent;
            if (title !== "Outlook OST Sync Errors in Cached Mode") assert.ok(item.text.includes(title), `${item.text} ⊉ ${title}`);
        }
    });
});

describe("the exact-match page", () => {
    it("has a title, a description and a canonical link of its own", async () => {
        const viaPhrase = parse((await server().get(`/q/${PHRASE_SLUG}`)).text);
        const guide = parse((await server().get(`/articles/${OST}`)).text);
        const meta = (root) => root.one("meta", (m) => m.attr("name") === "description")?.attr("content");
        const canonical = (root) => root.one("link", (l) => l.attr("rel") === "canonical").attr("href");
        assert.notEqual(viaPhrase.one("title").text, guide.one("title").text);
        assert.match(viaPhrase.one("title").text, new RegExp(PHRASE, "i"));
        assert.ok(meta(viaPhrase), "a description");
        assert.notEqual(meta(viaPhrase), meta(guide));
        assert.ok(canonical(viaPhrase).endsWith(`/q/${PHRASE_SLUG}`));
        assert.ok(canonical(guide).endsWith(`/articles/${OST}`));
    });

    it("names the phrase in the editorial intro", async () => {
        const text = parse((await server().get(`/q/${PHRASE_SLUG}`)).text).text;
        assert.match(text, new RegExp(`exact (query|phrase|match)[^.]*${PHRASE}`, "i"));
    });
});

describe("normalisation", () => {
    for (const variant of [
        "Azure AD Connect Sync Error",
        "  azure   ad connect\tsync error ",
        "“azure ad connect sync error”",
        "azure ad connect sync error.",
        "ａｚｕｒｅ ad connect sync error",
        "azure ad connect sync error\r\n",
    ]) {
        it(`${JSON.stringify(variant)} is the same phrase`, async () => {
            const sent = await ask(variant);
            assert.equal(sent.status, 303);
            assert.equal(new URL(sent.location, server().origin).pathname, `/q/${PHRASE_SLUG}`);
        });
    }

    it("other words go on to the search", async () => {
        const sent = await ask("my printer is on fire");
        assert.equal(sent.status, 303);
        const url = new URL(sent.location, server().origin);
        assert.equal(url.pathname, "/search");
        assert.equal(url.searchParams.get("q"), "my printer is on fire");
    });

    it("every phrase of every guide matches through the API and names its owner", async () => {
        for (const guide of articles())
            for (const phrase of guide.queries) {
                const answer = await server().get(`/api/v1/queries/match?q=${encodeURIComponent(phrase)}`);
                assert.equal(answer.status, 200);
                assert.equal(answer.json.matched, true, phrase);
                assert.equal(answer.json.phrase.article_slug, guide.slug, phrase);
            }
    });

    it("an unknown exact-match page is 404 and offers a search and known phrases", async () => {
        const answer = await server().get("/q/azure-ad-connect-synk-error");
        assert.equal(answer.status, 404);
        const root = parse(answer.text);
        assert.ok(root.one("main").one("form") || root.one("main").all("a").some((a) => a.attr("href")?.startsWith("/search")));
        assert.ok(root.all("a").some((a) => a.attr("href") === `/q/${PHRASE_SLUG}`), "the near phrase is offered");
    });
});

describe("check", () => {
    it("warns of phrases that point at a guide on another subject, and passes", async (t) => {
        const data = join(temporaryFolder(t), "store");
        const made = await runbookd(["import", "--data", data, CONTENT]);
        assert.equal(made.code, 0, made.stderr);
        const gentle = await runbookd(["check", "--data", data]);
        const said = gentle.stdout + gentle.stderr;
        assert.equal(gentle.code, 0, said);
        for (const [phrase] of SEED_PHRASES.filter(([p]) => /trust relationship|sccm|0x800704cf/.test(p)))
            assert.ok(said.includes(phrase), `${phrase} in:\n${said}`);
        assert.ok(!said.includes("clear teams cache"), "a fitting phrase is not warned of");
        const strict = await runbookd(["check", "--strict", "--data", data]);
        assert.equal(strict.code, 1);
    });
});

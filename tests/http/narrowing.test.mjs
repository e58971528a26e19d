// Narrowing: what can be chosen, how many results that gives, and that the counts are true.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parse } from "./html.mjs";
import { serving, temporaryFolder } from "./server.mjs";

const content = temporaryFolder();
function guide(path, { title, product, tags = [], audience }) {
    const file = join(content, "articles", path);
    mkdirSync(dirname(file), { recursive: true });
    const lines = [`title: ${title}`, `category: ${dirname(path)}`, `product: ${product}`, `tags: [${tags.join(", ")}]`];
    if (audience) lines.push(`audience: ${audience}`);
    writeFileSync(file, `---\n${lines.join("\n")}\n---\n\nThe gadget shows a fault while it works.\n`);
}
guide("mail/outlook/one.md", { title: "Gadget one", product: "Outlook", tags: ["sync", "cache"] });
guide("mail/outlook/two.md", { title: "Gadget two", product: "Outlook", tags: ["sync"] });
guide("mail/exchange/three.md", { title: "Gadget three", product: "Exchange Online", tags: ["sync"] });
guide("print/four.md", { title: "Gadget four", product: "Print & Scan", tags: ["Paper Jam"] });
guide("print/five.md", { title: "Gadget five, for staff", product: "Secret Printer", tags: ["backroom"], audience: "staff" });
writeFileSync(join(content, "categories.json"), JSON.stringify([{ path: "mail", title: "E-mail & calendar" }, { path: "print", title: "Printing" }]));

const server = serving(before, after, { content });
const api = async (more = "") => (await server().get(`/api/v1/search?q=gadget${more}`)).json;
const counts = (list) => Object.fromEntries(list.map((f) => [f.value, f.count]));

describe("narrowing the results", () => {
    it("counts all that match, by category, product and tag", async () => {
        const { total, facets, filters } = await api();
        assert.equal(total, 4);
        assert.deepEqual(filters, []);
        assert.deepEqual(counts(facets.categories), { mail: 3, print: 1 });
        assert.deepEqual(counts(facets.products), { outlook: 2, "exchange online": 1, "print & scan": 1 });
        assert.deepEqual(counts(facets.tags), { sync: 3, cache: 1, "paper jam": 1 });
        assert.equal(facets.products[0].label, "Outlook");
        assert.ok(facets.tags.some((t) => t.label === "Paper Jam"));
    });

    it("does not tell of what the reader may not see", async () => {
        const answer = await server().get("/api/v1/search?q=gadget");
        assert.doesNotMatch(answer.text, /secret printer|backroom/i);
    });

    it("every count is what choosing it gives", async () => {
        const { facets } = await api();
        for (const [name, list] of [["category", facets.categories], ["product", facets.products], ["tag", facets.tags]])
            for (const facet of list) {
                const chosen = await api(`&${name}=${encodeURIComponent(facet.value)}`);
                assert.equal(chosen.total, facet.count, `${name} ${facet.value}`);
                assert.equal(chosen.hits.length, facet.count);
            }
    });

    it("filters combine; another value of the same filter stays on offer", async () => {
        const { total, facets, filters } = await api("&category=mail&product=outlook");
        assert.equal(total, 2);
        assert.deepEqual(filters, [
            { kind: "category", value: "mail", label: "E-mail & calendar" },
            { kind: "product", value: "outlook", label: "Outlook" },
        ]);
        assert.deepEqual(counts(facets.categories), { "mail/outlook": 2 }, "the next level");
        assert.deepEqual(counts(facets.products), { outlook: 2, "exchange online": 1 }, "within the category");
        assert.deepEqual(facets.products.filter((p) => p.chosen).map((p) => p.value), ["outlook"]);
        assert.deepEqual(counts(facets.tags), { sync: 2, cache: 1 });
    });

    it("case and spelling of a filter do not matter; nonsense gives nothing and says so", async () => {
        assert.equal((await api("&product=OUTLOOK")).total, 2);
        const none = await api("&product=nonsense");
        assert.equal(none.total, 0);
        const root = parse((await server().get("/search?q=gadget&product=nonsense")).text);
        assert.match(root.one("main").text, /with these filters/);
        assert.ok(root.all("a").some((a) => a.attr("href") === "/search?q=gadget"), "the filter can be removed");
    });

    it("works by links alone, and each filter can be removed", async () => {
        const page = parse((await server().get("/search?q=gadget")).text);
        const link = page.all("a").find((a) => a.attr("href") === "/search?q=gadget&category=mail");
        assert.ok(link, "a link to the category");
        assert.match(link.text, /E-mail & calendar\s*3/);
        const narrowed = parse((await server().get("/search?q=gadget&category=mail&tag=cache")).text);
        const hrefs = narrowed.all("a").map((a) => a.attr("href"));
        for (const href of ["/search?q=gadget&tag=cache", "/search?q=gadget&category=mail", "/search?q=gadget"])
            assert.ok(hrefs.includes(href), href);
    });

    it("of a long paste by buttons, which post it again", async () => {
        const paste = `gadget ${"log line of noise 4711 ".repeat(90)}`;
        const page = parse((await server().post("/search", { form: { q: paste } })).text);
        const button = page.all("button").find((b) => b.attr("name") === "category" && b.attr("value") === "mail");
        assert.equal(button.attr("form"), "page-refine");
        const q = page.one("textarea", (t) => t.attr("name") === "q").text;
        const narrowed = await server().post("/search", { form: [["category", "mail"], ["q", q]] });
        const again = parse(narrowed.text);
        assert.match(again.one("p", (p) => p.attr("role") === "status").text, /3 guides/);
        const second = await server().post("/search?limit=2", { form: [["page", "2"], ["q", q]] });
        assert.match(second.text, /Page 2 of 2/);
        assert.equal((await server().post("/search", { form: [["page", "x"], ["q", q]] })).status, 422);
        const remove = again.all("button").find((b) => b.attr("name") === "category" && b.attr("value") === "");
        assert.ok(remove, "the filter can be removed");
        /* A browser sends what stands first in the page first: the button, then the hidden filter. */
        const removed = await server().post("/search", { form: [["category", ""], ["category", "mail"], ["q", q]] });
        assert.match(parse(removed.text).one("p", (p) => p.attr("role") === "status").text, /4 guides/);
    });
});

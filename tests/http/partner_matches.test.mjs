// Which guides the rules of a partner hit: saved rules and typed ones, with the score explained, the place among
// other partners, and pages that leave none out and show none twice.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { serving, temporaryFolder } from "./server.mjs";

const GUIDES = 120;
const partner = (slug, match) => [`partners/${slug}.json`, JSON.stringify({ slug, name: `<${slug}>`, status: "applied", match })];
const guide = (slug, title, lines) => [`articles/${slug}.md`, `---\ntitle: ${title}\nslug: ${slug}\n${lines}\n---\n\nWords.\n`];
const files = [
    partner("mine", { categories: ["email", "email/outlook"], products: ["outlook"], tags: ["Sync", "nobody-has-it"] }),
    ...["a", "b", "c", "d"].map((slug) => partner(slug, { categories: [], products: ["Outlook"], tags: ["sync", "full"] })),
    partner("broad", { categories: ["network"], products: [], tags: [] }),
    partner("gone", { categories: [], products: [], tags: ["sync"] }),
    guide("full", "A full hit", "category: email/outlook\nproduct: Outlook\ntags: [sync, sync-settings]"),
    guide("beaten", "B is beaten", "category: other\nproduct: Outlook\ntags: [sync, full]"),
    guide("above", "C above", "category: email/outlook/ost"),
    guide("listed", "D lists others", "category: email\npartners: [a]"),
    guide("none", "E wants none", "category: email\npartners: none"),
    guide("beside", "F beside", "category: email-archive\ntags: [sync-settings]"),
    guide("hidden", "G for staff", "category: email\naudience: staff"),
    ...Array.from({ length: GUIDES }, (_, i) => guide(`net-${i}`, `Net ${String(i % 60).padStart(2, "0")}`, "category: network/wifi")),
];
const content = temporaryFolder();
for (const folder of ["articles", "partners"]) mkdirSync(join(content, folder));
for (const [name, text] of files) writeFileSync(join(content, name), text);

const server = serving(before, after, { content, users: { ann: "author", pam: "publisher", eve: "reader" } });
const as = (name) => new Person(server()).signIn(name);
const path = (slug) => `/staff/partners/${slug}/matches`;
const rows = (answer) =>
    Object.fromEntries(
        (parse(answer.text).one("tbody")?.all("tr") ?? []).map((row) => {
            const [why, score, place] = row.all("td");
            return [row.one("a").attr("href").replace("/articles/", ""), [why.all("li").map((li) => li.text), Number(score.text), place.text]];
        }),
    );
const rules = (answer) => parse(answer.text).one("ul", (list) => list.attr("class") === "rule-counts")?.all("li").map((li) => li.text) ?? [];

describe("the preview of a partner's rules", () => {
    it("shows the guides that are hit, why, and the place among partners", async () => {
        const answer = await (await as("ann")).get(path("mine"));
        assert.equal(answer.status, 200, answer.text.slice(0, 500));
        assert.deepEqual(rows(answer), {
            full: [["Product Outlook +40", "Category email/outlook +22", "Tag sync +10"], 72, "1"],
            beaten: [["Product Outlook +40", "Tag sync +10"], 50, "5 Others fit better: not shown"],
            above: [["Category email/outlook +22"], 22, "1"],
            hidden: [["Category email +21"], 21, "1"],
        });
        assert.deepEqual(rules(answer), [
            "Product outlook guides: 2",
            "Category email guides: 5",
            "Category email/outlook guides: 2",
            "Tag Sync guides: 2",
            "Tag nobody-has-it no guide has it",
        ]);
        assert.match(answer.text, /&lt;mine&gt;/);
    });

    it("is what readers are shown", async () => {
        const shown = async (slug) => (await server().get(`/articles/${slug}`)).text.includes("/partners/mine");
        assert.deepEqual([await shown("full"), await shown("beaten"), await shown("above")], [true, false, true]);
    });

    it("of rules that are only typed changes nothing, and says so", async () => {
        const ann = await as("ann");
        const answer = await ann.post(path("gone"), { products: "", categories: "other\r\n", tags: " full \n\n" });
        assert.equal(answer.status, 200, answer.text.slice(0, 500));
        assert.deepEqual(rows(answer), { beaten: [["Category other +21", "Tag full +10"], 31, "6 Others fit better: not shown"] });
        assert.match(answer.text, /not saved/);
        assert.match(answer.text, /<textarea[^>]*name="tags"[^>]*>\nfull<\/textarea>/);
        assert.deepEqual(Object.keys(rows(await ann.get(path("gone")))), ["full", "beaten"]);
    });

    it("refuses rules that could not be saved, and comes back filled in", async () => {
        const answer = await (await as("pam")).post(path("mine"), { products: "x", categories: "Not A Category", tags: "y" });
        assert.equal(answer.status, 422);
        assert.match(answer.text, /is not a category/);
        assert.match(answer.text, /Not A Category/);
        assert.deepEqual(rows(answer), {});
    });

    it("without a rule hits nothing", async () => {
        const answer = await (await as("ann")).post(path("mine"), {});
        assert.equal(answer.status, 200);
        assert.match(answer.text, /There are no rules/);
    });

    for (const typed of [false, true])
        it(`pages through all of ${GUIDES} guides of some titles twice, ${typed ? "typed" : "saved"}`, async () => {
            const ann = await as("ann");
            let answer = typed ? await ann.post(path("broad"), { categories: "network" }) : await ann.get(path("broad"));
            const seen = [];
            for (let page = 0; page < 5; page++) {
                seen.push(...Object.keys(rows(answer)));
                const doc = parse(answer.text);
                const form = doc.one("form", (f) => f.attr("class") === "pager");
                const link = doc.one("a", (a) => /after=/.test(a.attr("href") ?? ""));
                if (!form && !link) break;
                answer = form ? await ann.post(path("broad"), Object.fromEntries(fields(form))) : await ann.get(link.attr("href"));
                assert.equal(answer.status, 200);
            }
            assert.equal(seen.length, GUIDES);
            assert.equal(new Set(seen).size, GUIDES);
        });

    it("is for staff, of partners that there are, from places that there are", async () => {
        assert.equal((await (await as("eve")).get(path("mine"))).status, 403);
        const ann = await as("ann");
        assert.equal((await ann.get(path("nobody"))).status, 404);
        assert.equal((await ann.post(path("nobody"), { tags: "x" })).status, 404);
        assert.equal((await ann.get(`${path("mine")}?after=nonsense`)).status, 422);
        assert.equal((await ann.post(path("mine"), { tags: "sync", after: "nonsense" })).status, 422);
    });

    it("of a partner whose rules are full stays within its ceiling", async () => {
        const many = Array.from({ length: 100 }, (_, i) => `word-${i}`).join("\n");
        const answer = await (await as("ann")).post(path("mine"), { products: many, categories: "email", tags: many });
        assert.equal(answer.status, 200);
        assert.equal(rules(answer).length, 201);
        const over = await (await as("ann")).post(path("mine"), { tags: `${many}\none-more` });
        assert.equal(over.status, 422, "as saving does");
    });
});

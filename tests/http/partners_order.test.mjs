// Partners never influence the order of guides: the same questions to a portal with partners of every
// status, and to one that has none, are answered alike to the byte of every list.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { articles } from "./content.mjs";
import { CONTENT, start, temporaryFolder } from "./server.mjs";

const STATUSES = ["applied", "active", "paused", "ended"];
const guides = articles();
let withPartners, without;

/* Our own content with these partners and no others. */
function contentWith(partners) {
    const dir = join(temporaryFolder(), "content");
    cpSync(CONTENT, dir, { recursive: true });
    rmSync(join(dir, "partners"), { recursive: true });
    mkdirSync(join(dir, "partners"));
    for (const partner of partners) writeFileSync(join(dir, "partners", `${partner.slug}.json`), JSON.stringify(partner));
    return dir;
}

/* Those that our guides name, so that lists of names are at work, too. */
const named = [...new Set(guides.flatMap((g) => [g.partners ?? []].flat()))].filter((slug) => !/^(auto|none)$/.test(slug));

/* Partners that every guide of ours matches by some rule, named with the words of guides. */
const eager = STATUSES.flatMap((status) => guides.map((guide, i) => ({
    slug: `p-${status}-${i}`,
    name: `${guide.title} ${guide.product ?? ""}`.trim(),
    blurb: `Outlook sync camera error ${guide.title}`,
    status,
    url: "https://partner.example/",
    match: { categories: [guide.category], products: guide.product ? [guide.product] : [], tags: [...new Set(guide.tags)] },
}))).concat(named.map((slug) => ({ slug, name: slug, status: "active", url: "https://partner.example/" })));

before(async () => {
    [withPartners, without] = [await start({ content: contentWith(eager) }), await start({ content: contentWith([]) })];
}, { timeout: 120_000 });
after(() => Promise.all([withPartners?.stop(), without?.stop()]));

const QUERIES = [...new Set([
    ...guides.flatMap((g) => [g.title, ...g.queries, ...g.tags, ...g.title.split(/\s+/)]),
    "outlook", "sync", "error", "0x800704cf", "camera", "partner", "affiliate", "1password", "grammarly", "outlok snyc",
])].filter((q) => q.trim().length > 1);

const pathOf = (guide) => `/api/v1/articles/${guide.path.split("/").pop().replace(/\.md$/, "")}`;
/* The two were imported one after the other. */
const timeless = (server, answer) => answer.text.replaceAll(server.origin, "").replace(/\d{4}-\d\d-\d\dT[\d:]+Z/g, "");

describe("the order of guides", () => {
    it("there are partners on one side, and none on the other", async () => {
        assert.ok((await withPartners.get("/api/v1/partners")).json.items.length > 0);
        assert.equal((await without.get("/api/v1/partners")).json.items.length, 0);
        const shown = async (server) => Promise.all(guides.map(async (g) => (await server.get(pathOf(g))).json.partners.length));
        assert.ok((await shown(withPartners)).filter((n) => n > 0).length > 3);
        assert.ok((await shown(without)).every((n) => n === 0));
    });

    it(`is the same in the search, for ${QUERIES.length} questions`, { timeout: 120_000 }, async () => {
        for (const query of QUERIES) {
            const path = `/api/v1/search?literal=1&q=${encodeURIComponent(query)}`;
            const [a, b] = [await withPartners.get(path), await without.get(path)];
            assert.equal(a.status, 200, query);
            assert.equal(timeless(withPartners, a), timeless(without, b), query);
        }
    });

    it("is the same in suggestions, lists, related guides and the feed's order", async () => {
        const order = (text) => [...text.matchAll(/\/articles\/([a-z0-9-]+)/g)].map((m) => m[1]);
        const paths = ["/api/v1/articles", "/feed.atom", "/browse/email", "/browse/identity", "/tags/sync", "/",
            ...QUERIES.slice(0, 40).map((q) => `/suggest?q=${encodeURIComponent(q)}`)];
        for (const path of paths)
            assert.deepEqual(order((await withPartners.get(path)).text), order((await without.get(path)).text), path);
        for (const guide of guides) {
            const related = async (server) => (await server.get(pathOf(guide))).json.related.map((r) => [r.slug, r.reason]);
            assert.deepEqual(await related(withPartners), await related(without), guide.path);
        }
    });
});

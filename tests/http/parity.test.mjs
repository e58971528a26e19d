// Who may do what: every route of the site map has a row here, and answers as the row says. A new
// route fails this test until somebody has thought about who may use it.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST, PHRASE_SLUG } from "./content.mjs";
import { readRoutes } from "./routes.mjs";
import { parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { runbookd, serving } from "./server.mjs";

const ROLES = ["reader", "author", "reviewer", "publisher", "admin"];
const server = serving(before, after, { users: Object.fromEntries(ROLES.map((role) => [role, role])) });
const TREE = "outlook-ost-sync";

/* What an anonymous visitor gets, per method and pattern. {run} is a run made for the test. */
const ANONYMOUS = {
    "GET /": 200,
    "GET /browse/{category...}": ["/browse/email/outlook", 200],
    "GET /articles/{slug}": [`/articles/${OST}`, 200],
    "GET /tags/{tag}": ["/tags/sync", 200],
    "GET /q": 200,
    "GET /q/{phrase}": [`/q/${PHRASE_SLUG}`, 200],
    "GET /search": ["/search?q=camera", 200],
    "POST /search": ["/search", 200, { form: { q: "camera" } }],
    "POST /search/clicks": ["/search/clicks?k=1&to=x", 204, { form: {} }],
    "GET /asks": 200,
    "POST /asks": ["/asks", 303, { form: { sentence: "How do I print on both sides?" } }],
    "GET /asks/{token}": ["/asks/aaaaaaaaaaaaaaaaaaaaaaaaaa", 404],
    "GET /suggest": ["/suggest?q=ou", 200],
    "GET /opensearch.xml": 200,
    "GET /sitemap.xml": 200,
    "GET /sitemap-{number}.xml": ["/sitemap-1.xml", 200],
    "GET /robots.txt": 200,
    "GET /favicon.ico": 200,
    "GET /feed.atom": 200,
    "GET /feeds/{category...}": ["/feeds/email.atom", 200],
    "GET /guides/{tree}": [`/guides/${TREE}`, 200],
    "POST /guides/{tree}/runs": [`/guides/${TREE}/runs`, 303, { form: { state: "scope", answer: "one-user" } }],
    "GET /runs/{id}": ["/runs/{run}", 200],
    "POST /runs/{id}/answers": ["/runs/{run}/answers", 303, { form: { state: "scope", answer: "one-user" } }],
    "POST /runs/{id}/back": ["/runs/{run}/back", 409, { form: {} }],
    "POST /runs/{id}/restart": ["/runs/{run}/restart", 303, { form: {} }],
    "GET /runs/{id}/transcript": ["/runs/{run}/transcript", 200],
    "GET /articles/{slug}/votes": [`/articles/${OST}/votes`, 200],
    "POST /articles/{slug}/votes": [`/articles/${OST}/votes`, 303, { form: { helpful: "yes", vote: "yes" } }],
    "GET /articles/{slug}/feedback": [`/articles/${OST}/feedback?step=step-1`, 200],
    "POST /articles/{slug}/feedback": [`/articles/${OST}/feedback`, 303, { form: { reason: "unclear", text: "x" } }],
    "POST /articles/{slug}/steps/{step}": [`/articles/${OST}/steps/step-1`, 303, { form: { worked: "yes" } }],
    "GET /partners": 200,
    "GET /partners/{slug}": ["/partners/grammarly", 200],
    "GET /go/{partner}": ["/go/grammarly", 404],
    "GET /api/v1/articles": 200,
    "GET /api/v1/articles/{slug}": [`/api/v1/articles/${OST}`, 200],
    "GET /api/v1/articles/{slug}/votes": [`/api/v1/articles/${OST}/votes`, 200],
    "POST /api/v1/articles/{slug}/votes": [`/api/v1/articles/${OST}/votes`, 200, { body: { helpful: true } }],
    "GET /api/v1/articles/{slug}/steps": [`/api/v1/articles/${OST}/steps`, 200],
    "POST /api/v1/articles/{slug}/steps/{step}": [`/api/v1/articles/${OST}/steps/step-1`, 409, { body: { worked: true, mark: "nosuch" } }],
    "GET /api/v1/search": ["/api/v1/search?q=camera", 200],
    "GET /api/v1/queries": 200,
    "GET /api/v1/queries/match": ["/api/v1/queries/match?q=x", 200],
    "GET /api/v1/partners": 200,
    "GET /api/v1/partners/{slug}": ["/api/v1/partners/grammarly", 200],
    "GET /api/v1/trees/{slug}": [`/api/v1/trees/${TREE}`, 200],
    "POST /api/v1/trees/{slug}/runs": [`/api/v1/trees/${TREE}/runs`, 201, { body: {} }],
    "GET /api/v1/runs/{id}": ["/api/v1/runs/{run}", 200],
    "POST /api/v1/runs/{id}/answers": ["/api/v1/runs/{run}/answers", 200, { body: { state: "scope", answer: "one-user" } }],
    "POST /api/v1/runs/{id}/back": ["/api/v1/runs/{run}/back", 409, { body: {} }],
    "POST /api/v1/runs/{id}/restart": ["/api/v1/runs/{run}/restart", 200, { body: {} }],
    "GET /api/v1/openapi.json": 200,
    "GET /login": 200,
    "POST /login": ["/login", 422, { form: { name: "nobody", password: "wrong" } }],
    "POST /logout": ["/logout", 303, { form: {} }],
    "GET /welcome": 404,
    "POST /welcome": ["/welcome", 404, { form: {} }],
    "GET /account": 303,
    "POST /account/password": ["/account/password", 401, { form: {} }],
    "POST /account/sessions": ["/account/sessions", 401, { form: { end: "x" } }],
    "POST /view-as": ["/view-as", 401, { form: { as: "x" } }],
    "GET /files/{token}/{name}": ["/files/aaaaaaaaaaaaaaaaaaaaaaaaaa/a.png", 404],
    "GET /staff/files": 303,
    "POST /staff/files": ["/staff/files", 401, { form: {} }],
    "POST /staff/files/{token}/delete": ["/staff/files/aaaaaaaaaaaaaaaaaaaaaaaaaa/delete", 401, { form: {} }],
    "GET /admin/people": 303,
    "POST /admin/people": ["/admin/people", 401, { form: { name: "" } }],
    "GET /admin/people/{name}": ["/admin/people/nobody", 303],
    "POST /admin/people/{name}/details": ["/admin/people/nobody/details", 401, { form: {} }],
    "POST /admin/people/{name}/disable": ["/admin/people/nobody/disable", 401, { form: {} }],
    "POST /admin/people/{name}/enable": ["/admin/people/nobody/enable", 401, { form: {} }],
    "POST /admin/people/{name}/link": ["/admin/people/nobody/link", 401, { form: {} }],
    "GET /admin/audit": 303,
    "GET /admin/audit.csv": 303,
    "GET /staff": ["/staff", 303],
    "POST /staff/drafts": ["/staff/drafts", 401, { form: {} }],
    "GET /staff/drafts/{id}": ["/staff/drafts/999", 303],
    "POST /staff/drafts/{id}": ["/staff/drafts/999", 401, { form: {} }],
    "GET /staff/drafts/{id}/preview": ["/staff/drafts/999/preview", 303],
    "POST /staff/drafts/{id}/preview": ["/staff/drafts/999/preview", 401, { form: {} }],
    "GET /staff/drafts/{id}/edit": ["/staff/drafts/999/edit", 303],
    "POST /staff/drafts/{id}/typed": ["/staff/drafts/999/typed", 401, { form: {} }],
    "POST /staff/drafts/{id}/forget": ["/staff/drafts/999/forget", 401, { form: {} }],
    "GET /staff/drafts/{id}/merge": ["/staff/drafts/999/merge", 303],
    "POST /staff/drafts/{id}/merge": ["/staff/drafts/999/merge", 401, { form: {} }],
    "POST /staff/drafts/{id}/move": ["/staff/drafts/999/move", 401, { form: {} }],
    "POST /staff/drafts/{id}/publish": ["/staff/drafts/999/publish", 401, { form: {} }],
    "POST /staff/drafts/{id}/comments": ["/staff/drafts/999/comments", 401, { form: {} }],
    "POST /staff/drafts/{id}/comments/{comment}/resolve": ["/staff/drafts/999/comments/1/resolve", 401, { form: {} }],
    "GET /staff/drafts/{id}/compare": ["/staff/drafts/999/compare", 303],
    "GET /staff/drafts/{id}/tree": ["/staff/drafts/999/tree", 303],
    "POST /staff/drafts/{id}/tree": ["/staff/drafts/999/tree", 401, { form: {} }],
    "GET /staff/drafts/{id}/tree/{state}": ["/staff/drafts/999/tree/1", 303],
    "POST /staff/drafts/{id}/tree/{state}": ["/staff/drafts/999/tree/1", 401, { form: {} }],
    "GET /staff/drafts/{id}/try": ["/staff/drafts/999/try", 303],
    "POST /staff/trees/{slug}/retire": ["/staff/trees/nothing-of-that-name/retire", 401, { form: { why: "x" } }],
    "POST /staff/trees/{slug}/restore": ["/staff/trees/nothing-of-that-name/restore", 401, { form: { why: "x" } }],
    "GET /staff/runs/{id}": ["/staff/runs/{run}", 303],
    "GET /staff/trees": ["/staff/trees", 303],
    "POST /staff/trees": ["/staff/trees", 401, { form: {} }],
    "POST /staff/trees/import": ["/staff/trees/import", 401, { form: {} }],
    "GET /staff/trees/{slug}": ["/staff/trees/nothing-of-that-name", 303],
    "GET /staff/trees/{slug}/compare": ["/staff/trees/nothing-of-that-name/compare?from=1&to=1", 303],
    "GET /staff/trees/{slug}/export": ["/staff/trees/nothing-of-that-name/export", 303],
    "POST /staff/trees/{slug}/edit": ["/staff/trees/nothing-of-that-name/edit", 401, { form: {} }],
    "POST /staff/trees/{slug}/restore-revision": ["/staff/trees/nothing-of-that-name/restore-revision", 401, { form: { revision: "1" } }],
    "GET /people/{slug}": ["/people/nobody", 404],
    "GET /api/v1/notices": 200,
    "GET /staff/categories": ["/staff/categories", 303],
    "POST /staff/categories": ["/staff/categories", 401, { form: {} }],
    "GET /staff/tags": ["/staff/tags", 303],
    "POST /staff/tags": ["/staff/tags", 401, { form: {} }],
    "GET /staff/banner": ["/staff/banner", 303],
    "POST /staff/banner": ["/staff/banner", 401, { form: {} }],
    "GET /staff/service-desk": ["/staff/service-desk", 303],
    "POST /staff/service-desk": ["/staff/service-desk", 401, { form: {} }],
    "GET /staff/people": ["/staff/people", 303],
    "POST /staff/people": ["/staff/people", 401, { form: {} }],
    "GET /staff/people/{slug}": ["/staff/people/nobody", 303],
    "POST /staff/people/{slug}": ["/staff/people/nobody", 401, { form: {} }],
    "GET /staff/partners": ["/staff/partners", 303],
    "POST /staff/partners": ["/staff/partners", 401, { form: {} }],
    "GET /staff/partners/{slug}": ["/staff/partners/nobody", 303],
    "POST /staff/partners/{slug}": ["/staff/partners/nobody", 401, { form: {} }],
    "POST /staff/partners/{slug}/status": ["/staff/partners/nobody/status", 401, { form: {} }],
    "POST /staff/partners/{slug}/restore": ["/staff/partners/nobody/restore", 401, { form: {} }],
    "GET /staff/partners/{slug}/compare": ["/staff/partners/nobody/compare?from=1&to=1", 303],
    "GET /staff/partners/{slug}/matches": ["/staff/partners/nobody/matches", 303],
    "POST /staff/partners/{slug}/matches": ["/staff/partners/nobody/matches", 401, { form: {} }],
    "POST /staff/disclosures": ["/staff/disclosures", 401, { form: {} }],
    "GET /staff/phrases": ["/staff/phrases", 303],
    "POST /staff/phrases": ["/staff/phrases", 401, { form: {} }],
    "GET /staff/categories/history": ["/staff/categories/history", 303],
    "POST /staff/categories/history": ["/staff/categories/history", 401, { form: {} }],
    "GET /staff/phrases/history": ["/staff/phrases/history", 303],
    "GET /staff/phrases/{id}": ["/staff/phrases/99999", 303],
    "POST /staff/phrases/{id}": ["/staff/phrases/99999", 401, { form: {} }],
    "GET /staff/synonyms": ["/staff/synonyms", 303],
    "POST /staff/synonyms": ["/staff/synonyms", 401, { form: {} }],
    "GET /staff/synonyms/{place}": ["/staff/synonyms/99999", 303],
    "POST /staff/synonyms/{place}": ["/staff/synonyms/99999", 401, { form: {} }],
    "GET /staff/codes": ["/staff/codes", 303],
    "POST /staff/codes": ["/staff/codes", 401, { form: {} }],
    "GET /staff/codes/{family}/{value}": ["/staff/codes/win32/99999", 303],
    "POST /staff/codes/{family}/{value}": ["/staff/codes/win32/99999", 401, { form: {} }],
    "POST /staff/table-changes/{id}/undo": ["/staff/table-changes/999/undo", 401, { form: {} }],
    "GET /staff/guides": ["/staff/guides", 303],
    "GET /staff/guides/{slug}": ["/staff/guides/nothing-of-that-name", 303],
    "GET /staff/guides/{slug}/steps": ["/staff/guides/nothing-of-that-name/steps", 303],
    "GET /staff/guides/{slug}/compare": ["/staff/guides/nothing-of-that-name/compare?from=1&to=1", 303],
    "POST /staff/guides/{slug}/restore-revision": ["/staff/guides/nothing-of-that-name/restore-revision", 401, { form: { revision: "1" } }],
    "POST /staff/guides/{slug}/copy": ["/staff/guides/nothing-of-that-name/copy", 401, { form: { title: "x" } }],
    "POST /staff/guides/{slug}/successor": ["/staff/guides/nothing-of-that-name/successor", 401, { form: {} }],
    "GET /staff/bulk": ["/staff/bulk", 303],
    "POST /staff/bulk": ["/staff/bulk", 401, { form: {} }],
    "GET /staff/bulk/{id}": ["/staff/bulk/999", 303],
    "POST /staff/bulk/{id}/plan": ["/staff/bulk/999/plan", 401, { form: {} }],
    "POST /staff/bulk/{id}/choices": ["/staff/bulk/999/choices", 401, { form: {} }],
    "POST /staff/bulk/{id}/stop": ["/staff/bulk/999/stop", 401, { form: {} }],
    "GET /staff/verify": ["/staff/verify", 303],
    "GET /staff/verify/{slug}": ["/staff/verify/nothing-of-that-name", 303],
    "POST /staff/verify/{slug}": ["/staff/verify/nothing-of-that-name", 401, { form: {} }],
    "POST /staff/verify/{slug}/work": ["/staff/verify/nothing-of-that-name/work", 401, { form: {} }],
    "POST /staff/verify-feed": ["/staff/verify-feed", 401, { form: {} }],
    "GET /staff/quality": ["/staff/quality", 303],
    "GET /staff/quality/{slug}": ["/staff/quality/nothing-of-that-name", 303],
    "POST /staff/quality/{slug}": ["/staff/quality/nothing-of-that-name", 401, { form: {} }],
    "GET /staff/contradictions": ["/staff/contradictions", 303],
    "GET /staff/contradictions/{id}": ["/staff/contradictions/999", 303],
    "POST /staff/contradictions/{id}/settle": ["/staff/contradictions/999/settle", 401, { form: {} }],
    "POST /staff/contradictions/{id}/reopen": ["/staff/contradictions/999/reopen", 401, { form: {} }],
    "POST /staff/contradictions/{id}/mend": ["/staff/contradictions/999/mend", 401, { form: {} }],
    "GET /due/{token}": ["/due/aaaaaaaaaaaaaaaaaaaaaaaaaa", 404],
    "GET /staff/replace": ["/staff/replace", 303],
    "POST /staff/replace": ["/staff/replace", 401, { form: {} }],
    "GET /staff/insights": ["/staff/insights", 303],
    "GET /staff/insights/{list}": ["/staff/insights/guides", 303],
    "GET /staff/insights/{list}.csv": ["/staff/insights/days.csv", 303],
    "GET /staff/insights/trees/{slug}": ["/staff/insights/trees/outlook-ost-sync", 303],
    "GET /staff/insights/trees/{slug}.csv": ["/staff/insights/trees/outlook-ost-sync.csv", 303],
    "GET /staff/queue": ["/staff/queue", 303],
    "GET /staff/queue/{id}": ["/staff/queue/999", 303],
    "POST /staff/queue/{id}/move": ["/staff/queue/999/move", 401, { form: { action: "take" } }],
    "POST /staff/queue/{id}/draft": ["/staff/queue/999/draft", 401, { form: {} }],
    "POST /articles/{slug}/edit": ["/articles/nothing-of-that-name/edit", 401, { form: {} }],
    "POST /articles/{slug}/retire": ["/articles/nothing-of-that-name/retire", 401, { form: {} }],
    "POST /articles/{slug}/restore": ["/articles/nothing-of-that-name/restore", 401, { form: {} }],
    "GET /api/v1/me": 401,
    "GET /healthz": 200,
    "GET /readyz": 200,
    "GET /metrics": 200,
};

/* Staff pages that the navigation leaves to the page that they belong to. */
const NOT_IN_NAVIGATION = ["/admin/audit.csv", "/staff/phrases/history", "/staff/categories/history"];

/* The names of parameters do not matter here. */
const key = (method, pattern) => `${method} ${pattern.replace(/\{[^}.]*(\.\.\.)?\}/g, "{}")}`;
const table = new Map(
    Object.entries(ANONYMOUS).map(([row, want]) => {
        const [method, pattern] = row.split(" ");
        return [key(method, pattern), Array.isArray(want) ? want : [pattern, want]];
    }),
);

const routes = readRoutes((await runbookd(["routes"])).stdout);

describe("roles × routes", () => {
    it("the site map is printed whole", () => {
        assert.ok(routes.length > 30, `${routes.length} routes`);
        const names = routes.map((r) => r.name);
        assert.equal(new Set(names).size, names.length, "names are unique");
        for (const route of routes) {
            assert.match(route.lane, /^(none|read|write|slow)$/, route.name);
            assert.match(route.access, /^(public|operator|[a-z]+(-[a-z]+)+|draft|upload|submit|comment|review|approve|verify|publish|retire|bulk)$/, route.name);
        }
    });

    it("what the spec names is there", () => {
        const have = new Set(routes.flatMap((r) => r.methods.map((m) => key(m, r.pattern))));
        const optional = new Set(["GET /favicon.ico"]);
        const lost = [...table.keys()].filter((row) => !have.has(row) && !optional.has(row) && !/\.svg|\/feeds\//.test(row));
        assert.deepEqual(lost, []);
    });

    it("nothing that changes anything hides behind GET", () => {
        const counted = /^\/go\//; // counts a click, and changes nothing that a reader sees
        for (const route of routes)
            if (route.methods.every((m) => m === "GET" || m === "HEAD") && !counted.test(route.pattern))
                assert.notEqual(route.lane, "write", route.pattern);
    });

    for (const route of routes) {
        for (const method of route.methods.filter((m) => m !== "HEAD")) {
            it(`anonymous ${method} ${route.pattern}`, async () => {
                if (/\/static\/|\.svg$|trees\/\{[^}]*\}\.svg/.test(route.pattern)) return;
                const row = table.get(key(method, route.pattern));
                assert.ok(row, `${method} ${route.pattern} (${route.access}) has no row in this test's table`);
                const [path, status, options] = row;
                const run = path.includes("{run}") ? (await server().post(`/api/v1/trees/${TREE}/runs`, { body: {} })).json.id : "";
                const answer = await server().request(method, path.replace("{run}", run), options);
                assert.equal(answer.status, status, answer.text.slice(0, 300));
                if (route.access !== "public" && route.access !== "operator") assert.ok([303, 401, 403].includes(answer.status));
            });
        }
    }

    /* Who has not the right is sent away before anything is looked at; who has it is not. What is
     * posted here names nobody and nothing, so that it changes nothing. */
    for (const role of ROLES)
        it(`a ${role} comes to what the rights say, and no further`, async () => {
            const person = new Person(server());
            await person.signIn(role);
            const { rights } = (await person.get("/api/v1/me")).json;
            for (const route of routes.filter((r) => !/^(public|operator)$/.test(r.access)))
                for (const method of route.methods.filter((m) => m !== "HEAD")) {
                    const [path, , options] = table.get(key(method, route.pattern));
                    const answer = await person.request(method, path, options);
                    const what = `${role} ${method} ${path}: ${answer.status}`;
                    if (rights.includes(route.access)) assert.ok(![401, 403].includes(answer.status), what);
                    else assert.equal(answer.status, 403, what);
                }
        });

    /* A new page for staff fails here until it has a row in server/views/staff_nav.c. */
    for (const role of ROLES)
        it(`the staff navigation offers a ${role} every staff page that he may open, and no other`, async () => {
            const person = new Person(server());
            await person.signIn(role);
            const { rights } = (await person.get("/api/v1/me")).json;
            const mine = routes
                .filter((r) => /^\/(staff|admin)(\/|$)/.test(r.pattern) && !r.pattern.includes("{") && r.methods.includes("GET"))
                .filter((r) => !NOT_IN_NAVIGATION.includes(r.pattern) && rights.includes(r.access));
            const navigation = (page) => parse(page.text).one("ul", (list) => list.attr("class") === "staff-groups");
            const links = navigation(await person.get("/staff"))?.all("a") ?? [];
            assert.deepEqual(links.map((a) => a.attr("href")).sort(), mine.map((r) => r.pattern).sort());
            assert.equal(navigation(await person.get("/")), null, "pages for readers do not have it");
            for (const link of links) {
                const page = await person.get(link.attr("href"));
                const current = navigation(page).all("a", (a) => a.attr("aria-current") === "page");
                assert.deepEqual(current.map((a) => a.attr("href")), [link.attr("href")]);
            }
        });
});

// Partners: matched by rule, linked only when Active, tariffs in whole minor units.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { headings, parse } from "./html.mjs";
import { FIXTURES, runbookd, serving, temporaryFolder } from "./server.mjs";

const CONTENT = join(FIXTURES, "partners");
const server = serving(before, after, { content: CONTENT });
const page = async (path) => parse((await server().get(path)).text);

describe("partners on a guide", () => {
    it("the best match comes first, ended ones never", async () => {
        const text = (await page("/articles/printer-prints-blank-pages")).text;
        const [active, paused] = [text.indexOf("Active & Co <Ltd>"), text.indexOf("Paused Company")];
        assert.ok(active >= 0 && paused > active, `${active} ${paused}`);
        assert.ok(!text.includes("Ended Company"));
    });

    it("a listed partner is shown in the listed order, ended ones not", async () => {
        const text = (await page("/articles/scanner-makes-lines")).text;
        const [active, paused] = [text.indexOf("Active & Co <Ltd>"), text.indexOf("Paused Company")];
        assert.ok(paused >= 0 && active > paused);
        assert.ok(!text.includes("Ended Company"));
    });

    it("say why they are shown", async () => {
        const text = (await page("/articles/printer-prints-blank-pages")).text;
        const panel = text.slice(text.search(/recommended partners/i));
        assert.match(panel, /Printer|office|toner/);
    });

    it("none means no panel and no disclosure", async () => {
        const text = (await page("/articles/desk-phone-is-silent")).text;
        assert.doesNotMatch(text, /recommended partners|affiliate disclosure/i);
    });

    it("only Active ones link, through /go/, and the link says that it is paid for", async () => {
        const root = await page("/articles/printer-prints-blank-pages");
        const links = root.all("a", (a) => /\/go\//.test(a.attr("href") ?? ""));
        assert.deepEqual([...new Set(links.map((a) => a.attr("href")))], ["/go/active-co"]);
        for (const link of links)
            assert.deepEqual(link.attr("rel").split(/\s+/).sort(), ["nofollow", "noopener", "sponsored"]);
        assert.equal(root.all("a", (a) => /example\/(shop)?/.test(a.attr("href") ?? "")).length, 0, "no direct link");
    });
});

describe("/go", () => {
    it("leads to an Active partner and is not cached or indexed", async () => {
        const answer = await server().get("/go/active-co");
        assert.ok([302, 303, 307].includes(answer.status), String(answer.status));
        assert.equal(answer.location, "https://partner.example/shop?a=1&b=2");
        assert.match(answer.headers["cache-control"] ?? "", /no-store/);
    });

    for (const slug of ["paused-co", "ended-co", "nobody", "..", "%2e%2e"]) {
        it(`${slug} goes nowhere`, async () => {
            const answer = await server().get(`/go/${slug}`);
            assert.ok([400, 404].includes(answer.status), String(answer.status));
            assert.equal(answer.location, undefined);
        });
    }
});

describe("tariffs", () => {
    it("show monthly, annual, saving in money and per cent, and the effective month", async () => {
        const root = await page("/partners/active-co");
        assert.equal(headings(root)[0].text, "Active & Co <Ltd>");
        const rows = root.all("tr");
        const small = rows.find((r) => /Small/.test(r.text)).text;
        for (const figure of [/9\.99/, /99\.90/, /19\.98/, /16\.7\s?%/, /8\.3[23]/, /Cancel any time/]) assert.match(small, figure);
        const yen = rows.find((r) => /Yen/.test(r.text)).text;
        for (const figure of [/1,?200/, /12,?000/, /2,?400/, /16\.7\s?%/]) assert.match(yen, figure);
        assert.doesNotMatch(yen, /12\.00/, "yen has no minor unit");
        const dear = rows.find((r) => /Dear/.test(r.text)).text;
        assert.doesNotMatch(dear, /-\s?\d+\s?%|−/, "no negative saving");
    });

    it("are integers with a currency in the API", async () => {
        const twin = (await server().get("/api/v1/partners/active-co")).json;
        assert.equal(twin.status, "active");
        const [small] = twin.plans;
        const monthly = small.monthly.amount_minor ?? small.monthly.minor ?? small.monthly.amount;
        assert.ok(Number.isInteger(monthly), JSON.stringify(small));
        assert.equal(monthly, 999);
        assert.equal(small.monthly.currency, "EUR");
    });

    it("check warns when a year costs more than twelve months", async (t) => {
        const data = join(temporaryFolder(t), "store");
        await runbookd(["import", "--data", data, CONTENT]);
        const said = await runbookd(["check", "--data", data]);
        assert.equal(said.code, 0, said.stderr);
        const lines = (said.stdout + said.stderr).split("\n").filter((l) => /twelve months|12 months|dearer/i.test(l));
        assert.equal(lines.length, 1, said.stdout + said.stderr);
        assert.match(lines[0], /Dear|active-co/);
    });
});

describe("the delivered registry", () => {
    const real = serving(before, after);
    it("1Password and Grammarly are Applied: named, with network, without a link", async () => {
        const root = parse((await real().get(`/articles/${OST}`)).text);
        for (const word of ["1Password Business", "1Password Affiliate", "CJ", "Grammarly", "Grammarly Affiliate", "Impact", "Applied"])
            assert.ok(root.text.includes(word), word);
        assert.equal(root.all("a", (a) => /\/go\//.test(a.attr("href") ?? "")).length, 0);
        assert.equal((await real().get("/go/grammarly")).status, 404);
    });

    it("the partner list is whole", async () => {
        const { items } = (await real().get("/api/v1/partners")).json;
        assert.deepEqual(items.map((p) => p.slug).sort(), ["1password-business", "grammarly", "shigeng-communication"]);
    });
});

describe("the money ledger", () => {
    it("lists every partner with status, reason and history", async () => {
        const root = await page("/partners");
        const rows = root.all("tr");
        const row = (name) => rows.find((r) => r.text.includes(name)).text;
        assert.match(row("Active & Co <Ltd>"), /Active.*since .*Printer/s);
        assert.match(row("Paused Company"), /Paused/);
        assert.match(row("Ended Company"), /Ended/);
        assert.match(root.text, /at no additional cost to you/);
        assert.equal(root.all("a", (a) => /\/go\//.test(a.attr("href") ?? "")).length, 0);
    });

    it("is cached, in the sitemap and in the footer", async () => {
        const answer = await server().get("/partners");
        assert.match(answer.headers.etag, /"/);
        assert.match((await server().get("/sitemap.xml")).text, /\/partners</);
        assert.equal((await page("/")).all("a", (a) => a.attr("href") === "/partners").length, 1);
    });

    it("pages by a cursor of ours, and refuses others", async () => {
        assert.equal((await server().get("/partners?after=nonsense")).status, 422);
    });

    it("has a twin", async () => {
        const { items, disclosures } = (await server().get("/api/v1/partners")).json;
        const active = items.find((p) => p.slug === "active-co");
        assert.equal(active.history.length, 1);
        assert.equal(active.history[0].status, "active");
        assert.equal(active.history[0].at, active.since);
        assert.equal(active.history[0].until, undefined);
        assert.equal(disclosures.length, 1);
        const guide = (await server().get("/api/v1/articles/printer-prints-blank-pages")).json;
        assert.equal(guide.disclosure_text, disclosures[0].whole);
    });

    it("an import with another status adds to the history", { timeout: 60_000 }, async (t) => {
        const dir = temporaryFolder(t);
        const file = JSON.parse(await readFile(join(CONTENT, "partners/active-co.json"), "utf8"));
        await mkdir(join(dir, "partners"), { recursive: true });
        await writeFile(join(dir, "partners/active-co.json"), JSON.stringify({ ...file, status: "paused" }));
        const outcome = await runbookd(["import", "--data", server().data, dir]);
        assert.equal(outcome.code, 0, outcome.stderr);
        const { history } = (await server().get("/api/v1/partners/active-co")).json;
        assert.deepEqual(history.map((e) => e.status), ["paused", "active"]);
        assert.equal(history[1].until, history[0].at);
        assert.match((await page("/partners")).text, /Paused/);
        assert.equal((await server().get("/go/active-co")).status, 404);
    });
});

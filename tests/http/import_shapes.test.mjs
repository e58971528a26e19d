// Folders of other systems (a wiki, an Obsidian vault, Docusaurus, GitBook, MkDocs, Hugo) become guides that read as guides.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parse } from "./html.mjs";
import { runbookd, start, temporaryFolder } from "./server.mjs";

const FILES = {
    "wiki/Home.md": "[[_TOC_]]\n\nSee [[Clear the Queue]], [[stuck printers|Printer-is-stuck]], [[Nowhere at all]].\n",
    "wiki/Printer-is-stuck.md": "Error 0x00000709.\n\n### Fix\n\n1. [[Clear the Queue#steps to take]]\n",
    "wiki/Clear-the-Queue.md": "# Clear the Queue\n\n## Steps to take\n\nStop the spooler.\n",
    "wiki/_Sidebar.md": "* [[Home]]\n",
    "vault/01 Windows/Blue screen.md": "> [!warning]- Back up first\n> Data may go.\n\nSee [[Graphics driver|the driver]] and ![[stop code.png|300]].\n",
    "vault/02 Drivers/Graphics driver.md": "# Graphics driver\n\nUpdate it.\n",
    "site/docs/vpn.mdx": "---\nsidebar_label: VPN\nslug: /network/vpn\nauthor:\n  name: Ada Berg\ncategory: [Network, VPN]\n---\nimport Tabs from '@theme/Tabs';\n\n# VPN drops after sleep\n\n<Tabs>\n<TabItem value=\"w\" label=\"On Windows\">\n\n    Wake the adapter.\n\n</TabItem>\n</Tabs>\n",
    "book/SUMMARY.md": "* [Mail](mail.md)\n",
    "book/mail.md": "# Mail is stuck\n\n{% hint style=\"danger\" %}\nKeep the profile.\n{% endhint %}\n",
    "mk/route.md": "# No route\n\n!!! warning \"With approval only\"\n    The gateway restarts.\n\n    ```sh\n    systemctl restart gw\n    ```\n",
    "hugo/disk.md": "+++\ntitle = \"Disk is full on the log host\"\ntags = [\"disk\", \"linux\"]\n\n[extra]\ntitle = \"not this\"\n+++\n\n{{< hint danger >}}\nDo not reboot.\n{{< /hint >}}\n",
};
// A PNG of one pixel.
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

describe("folders of other systems", () => {
    let root, data, server, said;
    before(async () => {
        root = join(temporaryFolder(), "kb");
        for (const [path, text] of Object.entries({ ...FILES, "vault/files/stop code.png": PNG })) {
            mkdirSync(dirname(join(root, path)), { recursive: true });
            writeFileSync(join(root, path), text);
        }
        data = join(temporaryFolder(), "store");
        const imported = await runbookd(["import", "--data", data, root]);
        said = imported.stdout + imported.stderr;
        assert.equal(imported.code, 0, said);
        server = await start({ data, content: null });
    });
    after(() => server?.stop());

    const page = async (slug) => {
        const answer = await server.get(`/articles/${slug}`);
        assert.equal(answer.status, 200, slug);
        return parse(answer.text);
    };
    const hrefs = (doc) => doc.all("a", (a) => /^\/articles\//.test(a.attr("href") ?? "")).map((a) => a.attr("href"));

    it("links of a wiki lead to its pages, whichever side of the bar names them", async () => {
        const links = hrefs(await page("home"));
        for (const slug of ["clear-the-queue", "printer-is-stuck"]) assert.ok(links.includes(`/articles/${slug}`), `${slug} in ${links}`);
        const home = (await server.get("/articles/home")).text;
        assert.doesNotMatch(home, /\[\[|_TOC_/);
        assert.match(home, /Nowhere at all/);
        assert.match(said, /Home\.md:3: warning: .*\[\[Nowhere at all\]\]/);
        assert.ok(hrefs(await page("printer-is-stuck")).some((href) => href.endsWith("clear-the-queue#steps-to-take")));
    });

    it("notes of a vault are found in any folder, and so are its pictures", async () => {
        const doc = await page("blue-screen");
        assert.ok(hrefs(doc).includes("/articles/graphics-driver"));
        assert.ok(doc.all("img", (img) => /^\/files\//.test(img.attr("src") ?? "")).length);
        const text = (await server.get("/articles/blue-screen")).text;
        assert.match(text, /<strong>Back up first<\/strong>/);
    });

    it("components of MDX, tabs and foreign front matter", async () => {
        const text = (await server.get("/articles/network-vpn")).text;
        assert.match(text, /VPN drops after sleep/);
        assert.match(text, /<h[234][^>]*>On Windows</);
        assert.match(text, /<p>Wake the adapter\.<\/p>/);
        assert.doesNotMatch(text, /TabItem|@theme/);
        const guide = JSON.parse((await server.get("/api/v1/articles/network-vpn")).text);
        assert.match(JSON.stringify(guide.category), /"network"/);
    });

    it("boxes of GitBook, MkDocs and Hugo are callouts", async () => {
        for (const slug of ["mail-is-stuck", "no-route", "disk-is-full-on-the-log-host"]) {
            const text = (await server.get(`/articles/${slug}`)).text;
            assert.match(text, /callout callout-warning/, slug);
            assert.doesNotMatch(text, /{%|!!!|{{&lt;/, slug);
        }
        assert.match((await server.get("/articles/no-route")).text, /data-language="sh"/);
        assert.equal((await server.get("/tags/linux")).status, 200);
    });

    it("what a site shows beside every page is no guide", async () => {
        for (const slug of ["summary", "sidebar"]) assert.equal((await server.get(`/articles/${slug}`)).status, 404);
        for (const path of ["book/SUMMARY.md", "wiki/_Sidebar.md"]) assert.match(said, new RegExp(`${path}.*warning: .*passed over`));
    });

    it("the search finds each by what it says", async () => {
        for (const [query, slug] of [["keep the profile", "mail-is-stuck"], ["0x00000709", "printer-is-stuck"], ["wake adapter", "network-vpn"]]) {
            const found = JSON.parse((await server.get(`/api/v1/search?q=${encodeURIComponent(query)}`)).text);
            assert.equal((found.results ?? found.hits ?? found.items)?.[0]?.slug ?? found.exact?.slug, slug, query);
        }
    });

    it("come back byte for byte", async () => {
        const out = join(temporaryFolder(), "out");
        const exported = await runbookd(["export", "--data", data, out]);
        assert.equal(exported.code, 0, exported.stderr);
        for (const [path, text] of Object.entries(FILES))
            if (!/SUMMARY|_Sidebar/.test(path)) assert.equal(readFileSync(join(out, path), "utf8"), text, path);
    });
});

describe("a guide that is called summary", () => {
    const write = (root, files) => {
        for (const [path, text] of Object.entries(files)) {
            mkdirSync(dirname(join(root, path)), { recursive: true });
            writeFileSync(join(root, path), text);
        }
        return root;
    };
    const take = async (data, ...args) => {
        const done = await runbookd(["import", "--data", data, "--report", "json", ...args]);
        assert.equal(done.code, 0, done.stdout + done.stderr);
        return JSON.parse(done.stdout);
    };
    const paths = async (data) => {
        const out = join(temporaryFolder(), "out"), done = await runbookd(["export", "--data", data, out]);
        assert.equal(done.code, 0, done.stderr);
        const all = readdirSync(out, { recursive: true }).map((path) => String(path));
        return { out, guides: all.filter((path) => path.endsWith(".md")).sort() };
    };
    const CONTENTS = "# Summary\n\n* [Mail](mail.md)\n";

    it("goes out and comes back, and pruning leaves it alone", async () => {
        const data = join(temporaryFolder(), "store"), other = join(temporaryFolder(), "store");
        await take(data, write(temporaryFolder(), { "articles/mail/summary.md": CONTENTS, "articles/mail/mail.md": "# Mail\n\nText.\n", "notes/SUMMARY.md": "# What happened\n\nText.\n" }));
        const { out, guides } = await paths(data);
        assert.deepEqual(guides, ["articles/mail/mail.md", "articles/mail/summary.md", "notes/SUMMARY.md"]);
        assert.equal((await take(other, out)).totals.created, 3);
        assert.deepEqual((await paths(other)).guides, guides);
        const again = await take(data, "--prune", out);
        assert.deepEqual([again.totals.unchanged, again.totals.retired, again.totals.omitted], [3, 0, 0]);
        assert.deepEqual((await paths(data)).guides, guides);
    });

    it("stays one when its file becomes a list of links, or was one before such lists were passed over", async () => {
        const data = join(temporaryFolder(), "store"), root = write(temporaryFolder(), { "SUMMARY.md": "# All of it\n\nText.\n", "mail.md": "# Mail\n\nText.\n" });
        await take(data, root);
        write(root, { "SUMMARY.md": CONTENTS });
        const changed = await take(data, "--prune", root);
        assert.deepEqual([changed.totals.changed, changed.totals.retired, changed.totals.omitted], [1, 0, 0]);
        const fresh = await take(join(temporaryFolder(), "store"), "--prune", root);
        assert.deepEqual([fresh.totals.created, fresh.totals.omitted], [1, 1]);
    });
});

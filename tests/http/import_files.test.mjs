// Images and files beside the guides: an import takes what guides link to, an export gives it back, and links keep working.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { runbookd, serving, start, temporaryFolder } from "./server.mjs";
import { attach, gif, pdf, png, text } from "./uploads.mjs";

const MB = 1 << 20;

function write(root, path, bytes) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
}

function filesBelow(root, below = "") {
    return readdirSync(join(root, below), { withFileTypes: true })
        .filter((entry) => !entry.name.startsWith("."))
        .flatMap((entry) => {
            const path = below ? `${below}/${entry.name}` : entry.name;
            return entry.isDirectory() ? filesBelow(root, path) : [path];
        }).sort();
}

const guide = (slug, body, more = "") => `---\r\ntitle: About ${slug}\r\nslug: ${slug}\r\n${more}---\r\n${body}\r\n`;
const newStore = (t) => join(temporaryFolder(t), "store");

/* The JSON report of an import. */
async function take(data, root, ...more) {
    const { code, stdout, stderr } = await runbookd(["import", "--data", data, "--report", "json", ...more, root]);
    assert.equal(stderr, "");
    const report = JSON.parse(stdout);
    return { code, ...report, of: (path) => report.files.find((f) => f.path === path), outcomes: Object.fromEntries(report.files.map((f) => [f.path, f.outcome])) };
}

async function give(data, copy) {
    const { code, stderr, stdout } = await runbookd(["export", "--data", data, copy]);
    assert.equal(code, 0, stderr);
    return stdout;
}

function same(source, copy, paths) {
    assert.deepEqual(filesBelow(copy), [...paths].sort());
    for (const path of paths) assert.ok(readFileSync(join(source, path)).equals(readFileSync(join(copy, path))), `${path} differs`);
}

const imagesOf = async (server, slug, options) => parse((await server.get(`/articles/${slug}`, options)).text)
    .all("img", (i) => /\/files\//.test(i.attr("src") ?? "")).map((i) => i.attr("src"));
const linksOf = async (server, slug) => parse((await server.get(`/articles/${slug}`)).text)
    .all("a", (a) => /\/files\//.test(a.attr("href") ?? "")).map((a) => a.attr("href"));

/* Every case of a link to a file. What a guide may carry, and where it lies. */
function knowledgeBase(root) {
    const kept = {
        "articles/mail/media/one.png": png(4, 3, 1),
        "articles/mail/media/same bytes.PNG": png(4, 3, 1),
        "articles/mail/media/Case.png": png(5, 3, 2),
        "images/root.gif": gif(),
        "articles/media/up.pdf": pdf("up"),
        "articles/mail/fix.ps1": text("Get-Process outlook\r\n"),
        "articles/mail/misnamed.svg": png(6, 6, 3),
    };
    for (const [path, bytes] of Object.entries(kept)) write(root, path, bytes);
    write(root, "articles/mail/pictures.md", guide("pictures", [
        "![one](media/one.png)", "![again](./media/same%20bytes.PNG)", "![case](media/case.png)", "![root](/images/root.gif)",
        "[manual](../media/up.pdf#page=2)", "[script](fix.ps1)", "![](misnamed.svg)", "<img src=\"media/one.png\" alt=\"raw\">",
    ].join("\r\n\r\n")));
    return [...Object.keys(kept), "articles/mail/pictures.md"];
}

describe("an import takes", () => {
    it("what guides link to, and import → export → import is the identity", async (t) => {
        const [root, copy, again] = [1, 2, 3].map(() => temporaryFolder(t));
        const [data, fresh] = [newStore(t), newStore(t)];
        const paths = knowledgeBase(root);
        write(root, "articles/mail/media/nobody.png", png(9, 9, 9));
        const first = await take(data, root);
        assert.equal(first.code, 0);
        assert.deepEqual(first.outcomes, Object.fromEntries(paths.map((p) => [p, "created"])));
        assert.equal(first.totals.passed_over, 1, "what no guide links to is left alone");
        assert.deepEqual(first.of("articles/mail/pictures.md").problems.map((p) => p.code), ["link.case"]);

        const second = await take(data, root);
        assert.deepEqual(second.outcomes, Object.fromEntries(paths.map((p) => [p, "unchanged"])));
        await give(data, copy);
        same(root, copy, paths);
        assert.deepEqual((await take(data, copy)).totals, { ...second.totals, passed_over: 0 });
        assert.deepEqual((await take(fresh, copy)).outcomes, first.outcomes);
        await give(fresh, again);
        same(copy, again, paths);

        const server = await start({ data: fresh, content: temporaryFolder(t) });
        t.after(() => server.stop());
        const images = await imagesOf(server, "pictures");
        assert.equal(images.length, 6);
        assert.equal(images[0], images[1], "the same bytes are kept once");
        assert.equal(images[0], images[5], "also from raw HTML");
        const one = await server.get(images[0]);
        assert.deepEqual([one.status, one.headers["content-type"]], [200, "image/png"]);
        const links = await linksOf(server, "pictures");
        assert.match(links[0], /\/files\/[0-9a-f]{26}\/up\.pdf#page=2$/);
        assert.match(links[1], /\/files\/[0-9a-f]{26}\/fix\.txt$/);
        for (const url of [...images, ...links]) assert.equal((await server.get(url.replace(/#.*/, ""))).status, 200, url);
    });

    it("nothing that is hidden, linked elsewhere, outside, too large or of another kind", async (t) => {
        const [root, elsewhere] = [temporaryFolder(t), temporaryFolder(t)];
        const data = newStore(t);
        write(elsewhere, "secret.png", png(4, 4, 7));
        write(root, ".git/hidden.png", png(4, 4, 8));
        write(root, "kb/drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>");
        write(root, "kb/page.txt", "<!doctype html><script>alert(1)</script>");
        write(root, "kb/large.png", Buffer.concat([png(4, 4, 9), Buffer.alloc(10 * MB)]));
        write(root, "kb/fits.png", Buffer.concat([png(4, 4, 9), Buffer.alloc(9 * MB)]));
        write(root, "kb/empty.png", "");
        write(root, "kb/zip.png", "PK\x03\x04");
        symlinkSync(join(elsewhere, "secret.png"), join(root, "kb/link.png"));
        symlinkSync(elsewhere, join(root, "kb/folder"));
        const names = ["drawing.svg", "page.txt", "large.png", "fits.png", "empty.png", "zip.png", "link.png", "folder/secret.png", "../.git/hidden.png", "../../out.png", "gone.png"];
        write(root, "kb/g.md", guide("g", names.map((n) => `![](${n})`).join("\r\n\r\n")));
        const report = await take(data, root);
        assert.equal(report.code, 0, "warnings are no failure");
        const omitted = ["kb/drawing.svg", "kb/empty.png", "kb/large.png", "kb/page.txt", "kb/zip.png"];
        assert.deepEqual(report.files.filter((f) => f.outcome === "omitted").map((f) => f.path), omitted);
        assert.equal(report.totals.omitted, omitted.length);
        for (const path of omitted) assert.equal(report.of(path).problems[0].severity, "warning");
        assert.match(report.of("kb/drawing.svg").problems[0].message, /no PNG, JPEG/);
        assert.match(report.of("kb/large.png").problems[0].message, /larger than 10 MB/);
        const said = report.of("kb/g.md").problems.map((p) => [p.code, p.message.match(/'(.*)'/)[1]]);
        assert.deepEqual(said.filter(([code]) => code === "link.file").map(([, name]) => name).sort(), ["drawing.svg", "empty.png", "large.png", "page.txt", "zip.png"]);
        assert.deepEqual(said.filter(([code]) => code === "link.dead").map(([, name]) => name).sort(), ["../../out.png", "../.git/hidden.png", "folder/secret.png", "gone.png", "link.png"]);
        const copy = temporaryFolder(t);
        await give(data, copy);
        same(root, copy, ["kb/g.md", "kb/fits.png"]);
    });

    it("what is new under an old name, and --prune lets go of what is gone", async (t) => {
        const [root, copy] = [temporaryFolder(t), temporaryFolder(t)];
        const data = newStore(t);
        write(root, "a.md", guide("a", "![](media/x.png)\r\n\r\n![](media/y.png)"));
        write(root, "media/x.png", png(4, 4, 1));
        write(root, "media/y.png", png(4, 4, 2));
        await take(data, root);
        const server = await start({ data, content: temporaryFolder(t) });
        t.after(() => server.stop());
        const [oldX, y] = await imagesOf(server, "a");

        write(root, "media/x.png", png(4, 4, 3));
        const dry = await take(data, root, "--dry-run");
        assert.deepEqual(dry.outcomes, { "a.md": "changed", "media/x.png": "changed", "media/y.png": "unchanged" });
        assert.deepEqual(await imagesOf(server, "a"), [oldX, y], "a dry run keeps nothing");
        assert.deepEqual((await take(data, root)).outcomes, dry.outcomes);
        const [newX] = await imagesOf(server, "a");
        assert.notEqual(newX, oldX);
        assert.equal((await server.get(newX)).status, 200);
        assert.equal((await server.get(oldX)).status, 404, "no guide shows it now");

        write(root, "a.md", guide("a", "![](media/x.png)"));
        const kept = await take(data, root);
        assert.deepEqual(kept.outcomes, { "a.md": "changed", "media/x.png": "unchanged", "media/y.png": "unchanged" });
        const tried = await take(data, root, "--prune", "--dry-run");
        assert.equal(tried.outcomes["media/y.png"], "retired");
        write(root, "broken.md", "---\ntitle: x\nminutes: soon\n---\n");
        assert.equal((await take(data, root, "--prune")).totals.retired, 0, "what a refused guide shows is not known");
        rmSync(join(root, "broken.md"));
        const pruned = await take(data, root, "--prune");
        assert.equal(pruned.totals.retired, 1);
        assert.deepEqual((await take(data, root, "--prune")).outcomes, { "a.md": "unchanged", "media/x.png": "unchanged" });
        await give(data, copy);
        same(root, copy, ["a.md", "media/x.png"]);
        const none = await runbookd(["backup", "--data", data, join(temporaryFolder(t), "b.db")]);
        assert.equal(none.code, 0, none.stderr);

        renameSync(join(root, "media/x.png"), join(root, "media/z.png"));
        const gone = await take(data, root, "--prune");
        assert.deepEqual(gone.outcomes["media/x.png"], "retired");
        assert.equal(gone.of("a.md").problems[0].code, "link.dead");
        assert.deepEqual(await imagesOf(server, "a"), []);
        assert.equal((await server.get(newX)).status, 404);
    });

    it("the image beside a single guide, and finds it again where it lies no more", async (t) => {
        const root = temporaryFolder(t);
        const data = newStore(t);
        write(root, "articles/mail/a.md", guide("a", "![](media/x.png) ![](../../up.png) ![](.hidden.png)"));
        write(root, "articles/mail/media/x.png", png(4, 4, 1));
        write(root, "articles/mail/.hidden.png", png(4, 4, 2));
        write(root, "up.png", png(4, 4, 3));
        const one = join(root, "articles/mail/a.md");
        const first = await take(data, one);
        assert.deepEqual(first.outcomes, { "articles/mail/media/x.png": "created", "up.png": "created", "articles/mail/a.md": "created" });
        assert.deepEqual([first.totals.passed_over, first.totals.warnings], [0, 1]);
        rmSync(join(root, "articles/mail/media"), { recursive: true });
        write(root, "articles/mail/a.md", guide("a", "Once more. ![](media/x.png)"));
        const second = await take(data, one);
        assert.deepEqual([second.outcomes, second.totals.warnings], [{ "articles/mail/a.md": "changed" }, 0]);
        const server = await start({ data, content: temporaryFolder(t) });
        t.after(() => server.stop());
        assert.equal((await imagesOf(server, "a")).length, 1);
    });

    it("hundreds of them, each as large as may be", async (t) => {
        const root = temporaryFolder(t);
        const data = newStore(t);
        const count = 12;
        for (let i = 0; i < count; i++) write(root, `big/${i}.png`, Buffer.concat([png(4, 4, i), Buffer.alloc(8 * MB, i)]));
        for (let i = 0; i < 300; i++) write(root, `small/${i}.png`, png(4, 4, 1, Buffer.from(`n${i}`)));
        write(root, "a.md", guide("a", Array.from({ length: count }, (_, i) => `![](big/${i}.png)`).join("\n\n")));
        for (let i = 0; i < 100; i++) write(root, `g${i}.md`, guide(`g${i}`, [0, 1, 2].map((k) => `![](small/${i * 3 + k}.png)`).join("\n\n")));
        const report = await take(data, root);
        assert.deepEqual([report.totals.created, report.totals.warnings], [count + 300 + 101, 0]);
    });
});

describe("beside a server", () => {
    const server = serving(before, after, { users: { ann: "author", ben: "reviewer", pam: "publisher", rea: "reader" } });
    const as = (name) => new Person(server()).signIn(name);

    it("files come and go through the control socket, and whoever may read the guide sees them", async (t) => {
        const root = temporaryFolder(t);
        write(root, "open.md", guide("open", "![](media/open.png)"));
        write(root, "inside.md", guide("inside", "![](media/inside.png)", "audience: signed-in\r\n"));
        write(root, "media/open.png", Buffer.concat([png(4, 4, 1), Buffer.alloc(3 * MB)]));
        write(root, "media/inside.png", png(4, 4, 2));
        const report = await take(server().data, root);
        assert.deepEqual(report.outcomes, { "inside.md": "created", "media/inside.png": "created", "media/open.png": "created", "open.md": "created" });
        const rea = await as("rea");
        const [open] = await imagesOf(server(), "open");
        const [inside] = parse((await rea.get("/articles/inside")).text).all("img", (i) => /\/files\//.test(i.attr("src") ?? "")).map((i) => i.attr("src"));
        assert.equal((await server().get(open)).status, 200);
        assert.equal((await server().get(inside)).status, 404);
        assert.equal((await rea.get(inside)).status, 200);
        const copy = temporaryFolder(t);
        await give(server().data, copy);
        for (const path of ["media/open.png", "media/inside.png", "open.md", "inside.md"])
            assert.ok(readFileSync(join(root, path)).equals(readFileSync(join(copy, path))), path);
    });

    it("what was uploaded goes out as files/TOKEN/NAME and comes back under its address", async (t) => {
        const ann = await as("ann");
        const file = await attach(ann, "Uploaded picture.png", png(7, 5, 77));
        const root = temporaryFolder(t);
        write(root, "shows.md", guide("shows", file.markdown));
        await take(server().data, root);
        const [copy, again] = [temporaryFolder(t), temporaryFolder(t)];
        await give(server().data, copy);
        const path = decodeURI(file.url).slice(1);
        assert.ok(readFileSync(join(copy, path)).equals(png(7, 5, 77)));

        const data = newStore(t);
        const back = await take(data, copy, "--prune");
        assert.equal(back.outcomes[path], "created");
        assert.equal(back.code, 0);
        const other = await start({ data, content: temporaryFolder(t) });
        t.after(() => other.stop());
        assert.deepEqual(await imagesOf(other, "shows"), [file.url]);
        assert.equal((await other.get(file.url)).status, 200);
        await give(data, again);
        same(copy, again, filesBelow(copy));

        writeFileSync(join(copy, path), png(7, 5, 78));
        const changed = await take(newStore(t), copy);
        assert.equal(changed.outcomes[path], "refused");
        assert.match(changed.of(path).problems[0].message, /not those that the folder's name stands for/);
    });

    it("one that a guide names by its token stays so, though it lies beside another guide", async (t) => {
        const ann = await as("ann");
        const bytes = png(3, 3, 99);
        const root = temporaryFolder(t);
        write(root, "beside.md", guide("beside", "![](media/both.png)"));
        write(root, "media/both.png", bytes);
        await take(server().data, root);
        const file = await attach(ann, "other name.png", bytes);
        write(root, "bytoken.md", guide("bytoken", file.markdown));
        await take(server().data, root);
        const copy = temporaryFolder(t);
        await give(server().data, copy);
        assert.ok(existsSync(join(copy, "media/both.png")));
        assert.ok(existsSync(join(copy, decodeURI(file.url).slice(1))));
        const data = newStore(t);
        await take(data, copy);
        const other = await start({ data, content: temporaryFolder(t) });
        t.after(() => other.stop());
        for (const slug of ["beside", "bytoken"]) {
            const [image] = await imagesOf(other, slug);
            assert.equal((await other.get(image)).status, 200, slug);
        }
    });

    it("an imported guide that is edited here keeps its pictures, and its bytes", async (t) => {
        const root = temporaryFolder(t);
        const body = "Words.\r\n\r\n![shown](media/edited.png)\r\n\r\n[text](../up.txt)";
        write(root, "articles/mail/edited.md", guide("edited", body));
        write(root, "articles/mail/media/edited.png", png(8, 8, 5));
        write(root, "articles/up.txt", "plain");
        await take(server().data, root);
        const shown = await imagesOf(server(), "edited");
        const [ann, ben, pam] = [await as("ann"), await as("ben"), await as("pam")];
        const draft = (await ann.post("/articles/edited/edit")).location.match(/\/staff\/drafts\/\d+/)[0];
        const form = fields(parse((await ann.get(`${draft}/edit`)).text).one("form", (f) => f.attr("data-editor") != null));
        form.set("text", form.get("text").replace("Words.", "Other words."));
        assert.equal((await ann.post(draft, Object.fromEntries(form))).status, 303);
        assert.match((await ann.get(`${draft}/preview`)).text, /\/files\/[0-9a-f]{26}\/edited\.png/);
        for (const [person, action] of [[ann, "submit"], [ben, "approve"]])
            assert.equal((await person.post(`${draft}/move`, { version: "2", action })).status, 303);
        const last = parse((await pam.get(draft)).text).one("form", (f) => /\/publish$/.test(f.attr("action") ?? ""));
        assert.equal((await pam.post(`${draft}/publish`, Object.fromEntries(fields(last)))).status, 303);
        assert.match((await server().get("/articles/edited")).text, /Other words/);
        assert.deepEqual(await imagesOf(server(), "edited"), shown);
        assert.equal((await linksOf(server(), "edited")).length, 1);
        const copy = temporaryFolder(t);
        await give(server().data, copy);
        assert.equal(readFileSync(join(copy, "articles/mail/edited.md"), "utf8"), guide("edited", body.replace("Words.", "Other words.")));
        assert.ok(readFileSync(join(copy, "articles/mail/media/edited.png")).equals(png(8, 8, 5)));
    });
});

// A form that cannot be written, since the disk is full: nothing is half-written, reading goes on, and what was typed comes back
// to be sent again, without JavaScript.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { Jar, PASSWORD, serving } from "./server.mjs";

const server = serving(before, after, { users: { ada: "admin", ann: "author" } });
const as = (name) => new Person(server()).signIn(name);
const heldIn = (answer, action) => parse(answer.text).one("form", (f) => f.attr("action") === action && f.attr("method") === "post");

/* Sends it to a full disk, gets it back, and sends what came back once there is room again. */
async function twice(path, jar, form) {
    server().fillDisk();
    let held;
    try {
        const refused = await server().post(path, { jar, form });
        assert.equal(refused.status, 503, refused.text.slice(0, 500));
        assert.ok(refused.headers["retry-after"]);
        assert.match(refused.text, /Not saved yet/);
        held = heldIn(refused, path);
        assert.ok(held, refused.text);
        assert.equal((await server().get(`/articles/${OST}`, { jar })).status, 200, "reading goes on");
    } finally {
        server().emptyDisk();
    }
    return { held, sent: await server().post(path, { jar, form: fields(held) }) };
}

describe("with a full disk", () => {
    it("a draft's text comes back, byte by byte, and is saved when there is room", async () => {
        const ann = await as("ann");
        const id = Number(/drafts\/(\d+)/.exec((await ann.post("/staff/drafts", { title: "Written on a full disk" })).location)[1]);
        const form = fields(parse((await ann.get(`/staff/drafts/${id}/edit`)).text).one("form", (f) => f.attr("data-editor") != null));
        const typed = "\r\n\r\nTwo \"words\" & <more>\r\n\r\n  indented\u00a0here </textarea><b>\r\n";
        form.set("text", typed);
        form.set("why", "an hour's work");
        const { held, sent } = await twice(`/staff/drafts/${id}`, ann.jar, form);
        assert.equal(fields(held).get("text").replaceAll(/\r?\n/g, "\r\n"), typed);
        assert.equal(held.one("textarea", (t) => t.attr("name") === "text") !== null, true, "and can be read");
        assert.equal(sent.status, 303, sent.text.slice(0, 500));
        assert.ok((await ann.get(`/staff/drafts/${id}/edit`)).text.includes("an hour") || (await ann.get(`/staff/drafts/${id}`)).text.includes("an hour"));
    });

    it("so does a text of 3 MB", async () => {
        const ann = await as("ann");
        const id = Number(/drafts\/(\d+)/.exec((await ann.post("/staff/drafts", { title: "As long as can be" })).location)[1]);
        const form = fields(parse((await ann.get(`/staff/drafts/${id}/edit?whole=1`)).text).one("form", (f) => f.attr("data-editor") != null));
        const head = "---\r\ntitle: As long as can be\r\nslug: as-long-as-can-be\r\ncategory: hardware\r\n---\r\n\r\n";
        const line = "Read this & that <b>line</b> ünd go on.\r\n\r\n";
        form.set("text", head + line.repeat(Math.floor(((3 << 20) - 200) / Buffer.byteLength(line))));
        const { held, sent } = await twice(`/staff/drafts/${id}`, ann.jar, form);
        assert.equal(fields(held).get("text").replaceAll(/\r?\n/g, "\r\n"), form.get("text"));
        assert.equal(sent.status, 303, sent.text.slice(0, 500));
    });

    it("a reader's words come back", async () => {
        const jar = new Jar();
        const words = "My Outlook says something else, on two\r\nlines.";
        const { held, sent } = await twice(`/articles/${OST}/feedback`, jar, { reason: "unclear", step: "step-2", text: words });
        assert.equal(fields(held).get("text").replaceAll(/\r?\n/g, "\r\n"), words);
        assert.ok([200, 303].includes(sent.status), sent.text.slice(0, 800));
    });

    it("a password is asked for again, and stands in no page", async () => {
        const jar = new Jar();
        server().fillDisk();
        const refused = await server().post("/login", { jar, form: { name: "ada", password: PASSWORD } }).finally(() => server().emptyDisk());
        assert.equal(refused.status, 503);
        assert.ok(!refused.text.includes(PASSWORD));
        const held = heldIn(refused, "/login");
        assert.deepEqual([...fields(held)], [["name", "ada"], ["password", ""]]);
        const again = fields(held);
        again.set("password", PASSWORD);
        assert.equal((await server().post("/login", { jar, form: again })).status, 303);
    });

    it("a token is not put into a page", async () => {
        server().fillDisk();
        const refused = await server().post("/welcome", { form: { token: "secret-token-of-a-link", password: "a long password", name: "eve" } }).finally(() => server().emptyDisk());
        assert.ok(refused.status >= 400);
        assert.ok(!refused.text.includes("secret-token-of-a-link") || refused.status === 422);
    });
});

describe("a form that nobody can take any more", () => {
    it("shows the words, to be copied", async () => {
        const ann = await as("ann");
        const words = "A long remark about a guide that is not there, which nobody wants to write a second time.";
        const lost = await ann.post("/staff/drafts/999999/comments", { text: words, section: "" });
        assert.equal(lost.status, 404);
        const shown = parse(lost.text).one("textarea", (t) => t.exact.includes("second time"));
        assert.ok(shown, lost.text);
    });

    it("of another origin is not shown at all", async () => {
        const ann = await as("ann");
        const cross = await ann.post("/staff/drafts/999999/comments", { text: "words of somebody else, long enough to be shown if they were ours" }, { headers: { Origin: "https://evil.example" } });
        assert.equal(cross.status, 403);
        assert.ok(!cross.text.includes("words of somebody else"));
    });
});

// Was this helpful? One vote a visitor and guide; changeable, withdrawable, right at once.
import assert from "node:assert/strict";
import net from "node:net";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { fields, parse } from "./html.mjs";
import { Jar, serving, start } from "./server.mjs";

const server = serving(before, after, { args: ["--votes-threshold", "2"] });
const API = (slug) => `/api/v1/articles/${slug}/votes`;
const totals = async (slug, jar) => (await server().get(API(slug), { jar })).json;
const vote = (slug, jar, body) => server().post(API(slug), { jar, body });

describe("votes through the API", () => {
    const slug = "figma-desktop-app-stuck-on-loading";

    it("begin at nothing", async () => {
        assert.deepEqual(await totals(slug), { helpful: 0, not_helpful: 0, total: 0, mine: null });
    });

    it("are counted, changed and withdrawn", async () => {
        const jar = new Jar();
        const yes = await vote(slug, jar, { helpful: true });
        assert.equal(yes.status, 200);
        assert.deepEqual(yes.json, { helpful: 1, not_helpful: 0, total: 1, mine: true });
        const again = await vote(slug, jar, { helpful: true });
        assert.deepEqual(again.json, { helpful: 1, not_helpful: 0, total: 1, mine: true });
        const no = await vote(slug, jar, { helpful: false, reason: "outdated", step: "step-1" });
        assert.deepEqual(no.json, { helpful: 0, not_helpful: 1, total: 1, mine: false });
        assert.deepEqual(await totals(slug, jar), no.json);
        const gone = await vote(slug, jar, { helpful: null });
        assert.deepEqual(gone.json, { helpful: 0, not_helpful: 0, total: 0, mine: null });
    });

    it("one visitor, one vote; two visitors, two", async () => {
        const [anna, ben] = [new Jar(), new Jar()];
        await vote(slug, anna, { helpful: true });
        await vote(slug, ben, { helpful: false });
        assert.deepEqual(await totals(slug, anna), { helpful: 1, not_helpful: 1, total: 2, mine: true });
        assert.deepEqual(await totals(slug, ben), { helpful: 1, not_helpful: 1, total: 2, mine: false });
        assert.deepEqual(await totals(slug), { helpful: 1, not_helpful: 1, total: 2, mine: null });
    });

    it("keep a visitor's cookie: the same for all guides, HttpOnly, SameSite, no person in it", async () => {
        const jar = new Jar();
        await vote(slug, jar, { helpful: true });
        await vote(OST, jar, { helpful: true });
        assert.equal(jar.cookies.size, 1);
        assert.equal(jar.lines.filter((l) => !/max-age=0/i.test(l)).length >= 1, true);
        assert.match(jar.lines[0], /HttpOnly/i);
        assert.match(jar.lines[0], /SameSite=Lax/i);
        assert.match(jar.lines[0], /Path=\//i);
        const values = new Set(jar.lines.map((l) => l.split(";")[0]));
        assert.equal(values.size, 1, "the cookie does not change");
    });

    it("a cookie that is not ours is a new visitor", async () => {
        const jar = new Jar();
        await vote(slug, jar, { helpful: true });
        const [name] = [...jar.cookies.keys()];
        for (const value of ["x", "A".repeat(26), "a".repeat(5000), "../../etc"]) {
            const answer = await server().post(API(slug), { headers: { Cookie: `${name}=${value}` }, body: { helpful: true } });
            assert.equal(answer.status, 200, value.slice(0, 10));
        }
    });

    it("the cookie of an older version, without a time in it, is still one visitor", async () => {
        const jar = new Jar();
        jar.cookies.set("runbookd_visitor", "abcdefghijklmnopqrstuvwxyz");
        const { total } = (await vote(slug, jar, { helpful: true })).json;
        await vote(slug, jar, { helpful: false });
        const now = await totals(slug, jar);
        assert.deepEqual([now.total, now.mine], [total, false]);
        assert.equal(jar.lines.length, 0, "and keeps it");
    });

    it("refuse what is no vote, naming the field", async () => {
        const jar = new Jar();
        for (const [body, pointer] of [
            [{ helpful: "yes" }, /helpful/],
            [{ helpful: 1 }, /helpful/],
            [{}, /helpful/],
            [{ helpful: false, reason: "because" }, /reason/],
            [{ helpful: false, step: "step-999" }, /step/],
            [{ helpful: false, reason: 7 }, /reason/],
        ]) {
            const answer = await vote(slug, jar, body);
            assert.equal(answer.status, 422, JSON.stringify(body));
            assert.equal(answer.type, "application/problem+json");
            assert.match(answer.text, pointer, JSON.stringify(body));
        }
        assert.equal((await vote("no-such-guide", jar, { helpful: true })).status, 404);
    });
});

describe("votes on the page", () => {
    const slug = "teams-camera-not-detected-or-black-screen";
    const page = async (jar) => parse((await server().get(`/articles/${slug}`, { jar })).text);
    const shownVotes = (root) => Number(/(\d+) total|(\d+) votes?/i.exec(root.text)?.slice(1).find(Boolean) ?? 0);

    /* Presses a button of the page's voting form, as a browser without JavaScript would. */
    async function press(jar, label) {
        const root = await page(jar);
        const form = root.one("form", (f) => /\/votes$/.test(f.attr("action") ?? ""));
        assert.ok(form, "a voting form");
        const button = form.one("button", (b) => label.test(b.text)) ?? form.one("input", (b) => label.test(b.attr("value") ?? ""));
        assert.ok(button, `a button ${label} in "${form.text}"`);
        assert.equal((form.attr("method") ?? "get").toLowerCase(), "post");
        const sent = await server().post(form.attr("action"), { jar, form: fields(form, button) });
        assert.equal(sent.status, 303, sent.text.slice(0, 300));
        return server().get(new URL(sent.location, server().origin).href.slice(server().origin.length).split("#")[0], { jar });
    }

    it("the form counts, and the shared page shows it at once", async () => {
        const jar = new Jar();
        const stranger = new Jar();
        assert.equal(shownVotes(await page(stranger)), 0);
        const answer = await press(jar, /yes/i);
        assert.equal(answer.status, 200);
        assert.equal(shownVotes(await page(stranger)), 1);
        assert.deepEqual(await totals(slug, jar), { helpful: 1, not_helpful: 0, total: 1, mine: true });
    });

    it("below the threshold no share is shown, from it on there is one", async () => {
        assert.match((await page()).text, /No ratings yet/);
        await press(new Jar(), /no\b/i);
        const root = await page();
        assert.doesNotMatch(root.text, /No ratings yet/);
        assert.match(root.text, /50\s?%/);
    });

    it('"no" asks why and at which step', async () => {
        const jar = new Jar();
        const answer = await press(jar, /no\b/i);
        const root = parse(answer.text);
        const form = root.one("form", (f) => /\/feedback$/.test(f.attr("action") ?? ""));
        assert.ok(form, "a form that asks why");
        const named = new Set(form.all("*").map((n) => n.attr("name")).filter(Boolean));
        for (const name of ["reason", "step"]) assert.ok(named.has(name), name);
        const data = fields(form);
        data.set("reason", "unclear");
        data.set("step", "step-2");
        if (named.has("text")) data.set("text", "Which cable? <b>äöü</b> 💥");
        const sent = await server().post(form.attr("action"), { jar, form: data });
        assert.equal(sent.status, 303, sent.text.slice(0, 400));
        assert.equal((await totals(slug, jar)).mine, false, "the vote stays");
    });

    it("a vote can be withdrawn without JavaScript", async () => {
        const jar = new Jar();
        await press(jar, /yes/i);
        const before = await totals(slug, jar);
        const own = parse((await server().get(`/articles/${slug}/votes`, { jar })).text);
        const forms = own.all("form", (f) => /\/votes$/.test(f.attr("action") ?? ""));
        const [form, button] = forms
            .flatMap((f) => f.all("button").map((b) => [f, b]))
            .find(([, b]) => /withdraw|take (it )?back|remove/i.test(b.text)) ?? [];
        assert.ok(button, "a way to withdraw");
        const sent = await server().post(form.attr("action"), { jar, form: fields(form, button) });
        assert.equal(sent.status, 303);
        const then = await totals(slug, jar);
        assert.equal(then.mine, null);
        assert.equal(then.helpful, before.helpful - 1);
    });
});

describe("the rate limit", () => {
    it("stops a flood from one address with 429 and Retry-After, and 0 is off", async () => {
        const strict = await start({ args: ["--vote-rate", "3"] });
        try {
            const codes = [];
            let last;
            for (let i = 0; i < 8; i++) {
                last = await strict.post(API(OST), { jar: new Jar(), body: { helpful: true } });
                codes.push(last.status);
            }
            assert.deepEqual(codes.slice(0, 3), [200, 200, 200]);
            assert.equal(codes.at(-1), 429);
            assert.match(last.headers["retry-after"] ?? "", /^\d+$/);
            assert.equal(last.type, "application/problem+json");
            const counted = codes.filter((c) => c === 200).length;
            assert.equal((await strict.get(API(OST))).json.total, counted, "a refused vote does not count");
        } finally {
            await strict.stop();
        }
        const codes = await Promise.all(Array.from({ length: 50 }, () => vote(OST, new Jar(), { helpful: true })));
        assert.ok(codes.every((answer) => answer.status === 200));
    });
});

/* Votes over a socket each; every second client is gone when its answer comes. */
function crowd(count) {
    const body = '{"helpful":true}';
    const text = `POST ${API(OST)} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    return Promise.all(Array.from({ length: count }, (_, i) => new Promise((done) => {
        const socket = net.connect(server().port, "127.0.0.1");
        const leaves = i % 2 === 1;
        let got = "";
        socket.on("error", () => {}).on("connect", () => socket.write(text, () => leaves && socket.resetAndDestroy()));
        socket.setEncoding("latin1").on("data", (piece) => {
            got += piece;
            if (/"total":\d+/.test(got)) socket.destroy();
        });
        socket.on("close", () => done({ leaves, got }));
    })));
}

describe("votes that share a commit", () => {
    it("are each answered, though the clients beside them have gone", { timeout: 60000 }, async () => {
        for (let round = 0; round < 12; round++)
            for (const { leaves, got } of await crowd(24))
                if (!leaves) assert.match(got, /^HTTP\/1\.1 200 [\s\S]*"mine":true/);
    });

    it("are told one after the other", async () => {
        const before = (await totals(OST)).total;
        const answers = await Promise.all(Array.from({ length: 40 }, () => vote(OST, new Jar(), { helpful: true })));
        const told = answers.map((answer) => answer.json.total).sort((a, b) => a - b);
        assert.deepEqual(told.slice(1).map((total, i) => total - told[i]), Array(39).fill(1));
        assert.equal((await totals(OST)).total, told.at(-1));
        assert.ok(told[0] > before);
    });
});

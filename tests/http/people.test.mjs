// Accounts, sessions and what guards them, as a browser and as an attacker meet them.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { FAST, Jar, PASSWORD, runbookd, serving, start, temporaryFolder } from "./server.mjs";

const USERS = { ada: "admin", ray: "reader", ann: "author", rob: "reviewer", eve: "reader" };
const server = serving(before, after, { users: USERS });
const cookieLine = (answer, name) => (answer.headers["set-cookie"] ?? []).find((line) => line.split("=")[0].endsWith(name));
const NEW = "seven yellow ducks 4";

describe("signing in", () => {
    it("name and password open a session, and the page asked for", async () => {
        const person = new Person(server());
        const page = await person.get("/login?next=/tags/sync");
        const form = parse(page.text).one("form", (f) => f.attr("action") === "/login");
        assert.equal(form.one("input", (i) => i.attr("name") === "next").attr("value"), "/tags/sync");
        const answer = await person.tryToSignIn("Ada", PASSWORD, { next: "/tags/sync" });
        assert.equal(answer.location, "/tags/sync");
        const me = (await person.get("/api/v1/me")).json;
        assert.equal(me.name, "ada");
        assert.deepEqual(me.roles, ["admin"]);
        assert.match((await person.get("/")).text, /action="\/logout"/);
    });

    it("a wrong password and an unknown name say the same, and the name comes back", async () => {
        const texts = [];
        for (const name of ["ray", "nobody-of-that-name"]) {
            const answer = await new Person(server()).tryToSignIn(name, "not the password");
            assert.equal(answer.status, 422);
            assert.deepEqual(answer.headers["set-cookie"], undefined);
            const root = parse(answer.text);
            assert.equal(root.byId("page-name").attr("value"), name);
            assert.equal(root.byId("page-password").attr("value"), undefined);
            assert.ok(!answer.text.includes("not the password"));
            texts.push(answer.text.replaceAll(name, "NAME"));
        }
        assert.equal(texts[0], texts[1]);
    });

    it("a password is the same however it was composed", async () => {
        const decomposed = "cafe\u0301 du ciel bleu";
        const data = temporaryFolder();
        await runbookd(["user", "add", "x", "--data", data, ...FAST], { input: "café du ciel bleu\n" });
        const own = await start({ data, content: null });
        await new Person(own).signIn("x", decomposed);
        await own.stop();
    });

    it("leads back only to pages of its own", async () => {
        const evil = ["//evil.example/", "https://evil.example/", "/\\evil.example", "\\/evil.example", "/x\r\nSet-Cookie: a=b", "/\tx", "javascript:alert(1)", "", "x", "/%0d%0aX: y ".trim() + " z"];
        for (const next of evil) {
            const answer = await new Person(server()).tryToSignIn("ray", PASSWORD, { next });
            assert.equal(answer.location, "/", JSON.stringify(next));
            const shown = parse((await server().get(`/login?next=${encodeURIComponent(next)}`)).text);
            assert.equal(shown.one("input", (i) => i.attr("name") === "next").attr("value"), "/");
        }
    });

    it("a page that needs it sends there and back, and the API says 401", async () => {
        const page = await server().get("/admin/people?after=b");
        assert.equal(page.status, 303);
        assert.equal(page.location, `/login?next=${encodeURIComponent("/admin/people?after=b")}`);
        const api = await server().get("/api/v1/me");
        assert.equal(api.status, 401);
        assert.equal(api.type, "application/problem+json");
        assert.ok(api.headers["www-authenticate"]);
    });

    it("a form from elsewhere does not sign anybody in", async () => {
        const answer = await server().post("/login", { form: { name: "ray", password: PASSWORD }, headers: { Origin: "https://evil.example" } });
        assert.equal(answer.status, 403);
        assert.equal(answer.headers["set-cookie"], undefined);
    });

    it("a name or password without end is an answer, not a fault", async () => {
        for (const form of [{ name: "a".repeat(9000), password: "b" }, { name: "ray", password: "p".repeat(9000) }, { name: "ray\u0000", password: "\u0000" }, { name: "", password: "" }, {}])
            assert.ok([400, 422].includes((await server().post("/login", { form })).status), JSON.stringify(form).slice(0, 60));
        assert.equal((await server().post("/login", { form: { name: "ray", password: "p".repeat(40000) } })).status, 413);
    });
});

describe("sessions", () => {
    it("the cookie is for the server's eyes, and this site's requests", async () => {
        const person = new Person(server());
        const line = cookieLine(await person.tryToSignIn("ray"), "runbookd_session");
        assert.match(line, /^runbookd_session=[a-z2-7]{26}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/);
    });

    it("under https it is Secure and bound to the host; below a prefix to its path", async () => {
        for (const [url, name, path] of [["https://kb.example.org", "__Host-runbookd_session", "/"], ["https://example.org/kb", "__Secure-runbookd_session", "/kb"]]) {
            const own = await start({ content: null, users: { ray: "reader" }, args: ["--public-url", url] });
            const prefix = path === "/" ? "" : path;
            const jar = new Jar();
            const answer = await own.post(`${prefix}/login`, { jar, form: { name: "ray", password: PASSWORD } });
            assert.equal(answer.status, 303);
            assert.equal(answer.location, `${prefix}/`);
            for (const line of answer.headers["set-cookie"]) {
                assert.match(line, /; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/);
                assert.ok(line.includes(`; Path=${path};`), line);
            }
            assert.ok(cookieLine(answer, name), answer.headers["set-cookie"]);
            assert.equal((await own.get(`${prefix}/api/v1/me`, { jar })).status, 200);
            const plain = new Jar();
            plain.cookies.set("runbookd_session", jar.cookies.get(name));
            assert.equal((await own.get(`${prefix}/api/v1/me`, { jar: plain })).status, 401, "the plain name counts for nothing here");
            await own.stop();
        }
    });

    it("a token that somebody brings along is never made a session", async () => {
        const person = new Person(server());
        const planted = "abcdefghijklmnopqrstuvwx23";
        person.jar.cookies.set("runbookd_session", planted);
        await person.signIn("ray");
        assert.notEqual(person.session(), planted);
        const old = person.session();
        await person.signIn("ray");
        assert.notEqual(person.session(), old, "another sign-in, another token");
        const thief = new Person(server());
        thief.jar.cookies.set("runbookd_session", old);
        assert.equal(await thief.isIn(), false, "the one before has ended");
    });

    it("broken cookies are nobody's", async () => {
        for (const value of ["", "x", "a".repeat(26), "a".repeat(4000), "../../etc", "'; DROP TABLE sessions; --"]) {
            const jar = new Jar();
            jar.cookies.set("runbookd_session", value);
            assert.equal((await server().get("/api/v1/me", { jar })).status, 401);
            assert.equal((await server().get("/", { jar })).status, 200);
        }
    });

    it("signing out ends it, here and in a copy of the cookie", async () => {
        const person = await new Person(server()).signIn("ray");
        const copy = new Person(server());
        copy.jar.cookies.set("runbookd_session", person.session());
        assert.ok(await copy.isIn());
        const answer = await person.post("/logout");
        assert.match(cookieLine(answer, "runbookd_session"), /Max-Age=0/);
        assert.equal(await copy.isIn(), false);
    });

    it("one, the others, or all of them can be ended", async () => {
        const [a, b, c] = await Promise.all([1, 2, 3].map(() => new Person(server()).signIn("ann")));
        const rows = parse((await a.get("/account")).text).all("button", (n) => n.attr("name") === "end" && /^\d+$/.test(n.attr("value")));
        assert.equal(rows.length, 3);
        const newest = Math.max(...rows.map((n) => Number(n.attr("value"))));
        await a.post("/account/sessions", { end: String(newest) });
        assert.equal((await Promise.all([a, b, c].map((p) => p.isIn()))).filter(Boolean).length, 2);
        const left = (await b.isIn()) ? b : a;
        await left.post("/account/sessions", { end: "others" });
        assert.equal((await Promise.all([a, b, c].map((p) => p.isIn()))).filter(Boolean).length, 1);
        assert.ok(await left.isIn());
        await left.post("/account/sessions", { end: "all" });
        assert.equal(await left.isIn(), false);
    });

    it("nobody ends another's session", async () => {
        const [mine, his] = [await new Person(server()).signIn("ray"), await new Person(server()).signIn("rob")];
        const id = parse((await his.get("/account")).text).one("button", (n) => n.attr("name") === "end").attr("value");
        assert.equal((await mine.post("/account/sessions", { end: id })).status, 404);
        assert.ok(await his.isIn());
    });

    it("idle and absolute ends hold, by the clock", async () => {
        const data = temporaryFolder();
        const now = 1_800_000_000;
        const at = (seconds, users = {}) => start({ data, content: null, users, env: { RUNBOOKD_CLOCK: String(now + seconds) }, args: ["--session-idle-minutes", "60", "--session-hours", "2"] });
        let own = await at(0, { ray: "reader" });
        const person = await new Person(own).signIn("ray");
        await own.stop();
        for (const [seconds, alive] of [[3500, true], [7000, true], [7201, false]]) {
            person.server = own = await at(seconds);
            assert.equal(await person.isIn(), alive, `after ${seconds} s`);
            await own.stop();
        }
        person.server = own = await at(8000);
        await person.signIn("ray");
        await own.stop();
        person.server = own = await at(8000 + 3601);
        assert.equal(await person.isIn(), false, "idle for more than an hour");
        await own.stop();
    });

    it("are in the store as hashes only, and so are links and passwords", async () => {
        const data = temporaryFolder();
        const own = await start({ data, content: null, users: { ray: "reader" } });
        const person = await new Person(own).signIn("ray");
        const secrets = [...person.jar.cookies.values(), PASSWORD, person.csrf];
        await own.stop();
        const { readFileSync } = await import("node:fs");
        const bytes = readFileSync(`${data}/runbookd.sqlite3`).toString("latin1");
        for (const secret of secrets) assert.ok(!bytes.includes(secret));
        assert.match(bytes, /\$argon2id\$/);
    });
});

describe("forms of somebody who is signed in", () => {
    it("need the token of his own session", async () => {
        const person = await new Person(server()).signIn("ray");
        const other = await new Person(server()).signIn("eve");
        for (const csrf of [undefined, "", "x", other.csrf, person.csrf.slice(0, -1), `${person.csrf}a`]) {
            const form = csrf === undefined ? {} : { csrf };
            const answer = await server().post("/logout", { jar: person.jar, form });
            assert.equal(answer.status, 403, JSON.stringify(csrf));
        }
        assert.ok(await person.isIn());
        assert.equal((await person.post("/logout")).status, 303);
    });

    it("also those that anybody may send", async () => {
        const person = await new Person(server()).signIn("ray");
        const target = `/articles/${OST}/votes`;
        assert.equal((await server().post(target, { jar: person.jar, form: { helpful: "yes" } })).status, 403);
        const page = parse((await person.get(`/articles/${OST}`)).text);
        const forms = page.all("form", (f) => f.attr("method") === "post");
        assert.ok(forms.length >= 3);
        for (const form of forms) assert.equal(form.one("input", (i) => i.attr("name") === "csrf")?.attr("value"), person.csrf, form.attr("action"));
        assert.equal((await person.post(target, { helpful: "yes" })).status, 303);
    });

    it("every form of every page carries it", async () => {
        const person = await new Person(server()).signIn("ada");
        const run = (await person.request("POST", "/api/v1/trees/outlook-ost-sync/runs", { body: {} })).json.id;
        for (const path of ["/", `/articles/${OST}`, `/articles/${OST}/votes`, "/guides/outlook-ost-sync", `/runs/${run}`, "/account", "/admin/people", "/admin/people/ray", "/search?q=camera", "/nothing-here"]) {
            const forms = parse((await person.get(path)).text).all("form", (f) => f.attr("method") === "post");
            for (const form of forms) assert.ok(form.one("input", (i) => i.attr("name") === "csrf"), `${path} ${form.attr("action")}`);
        }
    });

    it("scripts of ours need none below /api, others do", async () => {
        const person = await new Person(server()).signIn("ray");
        const target = `/api/v1/articles/${OST}/votes`;
        const vote = (headers) => server().post(target, { jar: person.jar, body: { helpful: true }, headers });
        assert.equal((await vote({})).status, 403);
        assert.equal((await vote({ "X-CSRF-Token": "x" })).status, 403);
        assert.equal((await vote({ "Sec-Fetch-Site": "cross-site" })).status, 403);
        assert.equal((await vote({ "Sec-Fetch-Site": "none" })).status, 403);
        assert.equal((await vote({ Origin: "https://evil.example" })).status, 403);
        assert.equal((await vote({ "Sec-Fetch-Site": "same-origin" })).status, 200);
        assert.equal((await vote({ Origin: server().origin })).status, 200);
        assert.equal((await vote({ "X-CSRF-Token": person.csrf })).status, 200);
    });
});

describe("the throttle", () => {
    it("makes the guesser wait, and not the owner elsewhere or in a browser he used before", async () => {
        const own = await start({ content: null, users: { ray: "reader", eve: "reader" }, args: ["--login-tries", "3"] });
        const at = (address) => ({ headers: { "X-Forwarded-For": address } });
        const known = new Person(own);
        assert.equal((await known.tryToSignIn("ray", PASSWORD, {}, at("192.0.2.1"))).status, 303);
        for (let i = 0; i < 4; i++) assert.equal((await new Person(own).tryToSignIn("ray", "wrong", {}, at("192.0.2.1"))).status, 422);
        const refused = await new Person(own).tryToSignIn("ray", PASSWORD, {}, at("192.0.2.1"));
        assert.equal(refused.status, 429, "even with the right one");
        assert.ok(Number(refused.headers["retry-after"]) >= 1);
        assert.equal(parse(refused.text).byId("page-name").attr("value"), "ray");
        assert.equal((await new Person(own).tryToSignIn("eve", PASSWORD, {}, at("192.0.2.1"))).status, 303, "another account from there");
        assert.equal((await new Person(own).tryToSignIn("ray", PASSWORD, {}, at("192.0.2.2"))).status, 303, "the owner from elsewhere");
        assert.equal((await known.tryToSignIn("ray", PASSWORD, {}, at("192.0.2.1"))).status, 303, "the owner's browser");
        await own.stop();
    });

    it("unknown names wait as known ones do", async () => {
        const own = await start({ content: null, users: { ray: "reader" }, args: ["--login-tries", "2"] });
        const codes = {};
        for (const name of ["ray", "nobody"]) {
            codes[name] = [];
            for (let i = 0; i < 4; i++) codes[name].push((await new Person(own).tryToSignIn(name, "wrong", {}, { headers: { "X-Forwarded-For": `192.0.2.${name.length}` } })).status);
        }
        assert.deepEqual(codes.ray, codes.nobody);
        assert.deepEqual(codes.ray, [422, 422, 422, 429]);
        await own.stop();
    });

    it("right passwords never wait", async () => {
        const own = await start({ content: null, users: { ray: "reader" }, args: ["--login-tries", "1"] });
        for (let i = 0; i < 25; i++) await new Person(own).signIn("ray");
        await own.stop();
    });
});

describe("one's own password", () => {
    it("needs the present one, and ends all other sessions", async () => {
        const [here, there] = [await new Person(server()).signIn("eve"), await new Person(server()).signIn("eve")];
        const wrong = await here.post("/account/password", { current: "wrong", password: NEW });
        assert.equal(wrong.status, 422);
        const root = parse(wrong.text);
        assert.ok(root.byId("page-current-error"));
        assert.ok(root.one("div", (n) => n.attr("role") === "alert" && n.attr("autofocus") !== undefined));
        assert.ok(!wrong.text.includes(NEW));
        const before = here.session();
        const done = await here.post("/account/password", { current: PASSWORD, password: NEW });
        assert.equal(done.location, "/account?changed=1");
        assert.notEqual(here.session(), before, "another token");
        assert.ok(await here.isIn());
        assert.equal(await there.isIn(), false);
        const copy = new Person(server());
        copy.jar.cookies.set("runbookd_session", before);
        assert.equal(await copy.isIn(), false);
        assert.equal((await new Person(server()).tryToSignIn("eve", PASSWORD)).status, 422);
        await new Person(server()).signIn("eve", NEW);
    });

    it("is refused when it is short, common, or the name", async () => {
        const person = await new Person(server()).signIn("rob");
        for (const password of ["", "short", "elevenchars", "password1234", "aaaaaaaaaaaaaaa", "rob123456789", "x".repeat(257)])
            assert.equal((await person.post("/account/password", { current: PASSWORD, password })).status, 422, password);
        await new Person(server()).signIn("rob");
    });
});

describe("who is shut out", () => {
    it("is out at once, with every session, and cannot come back", async () => {
        const data = temporaryFolder();
        const own = await start({ data, content: null, users: { ada: "admin", ray: "reader" } });
        const [ada, ray] = [await new Person(own).signIn("ada"), await new Person(own).signIn("ray")];
        assert.equal((await ada.post("/admin/people/ray/disable")).status, 303);
        assert.equal(await ray.isIn(), false);
        assert.equal((await new Person(own).tryToSignIn("ray")).status, 422);
        assert.equal((await ada.post("/admin/people/ray/enable")).status, 303);
        await ray.signIn("ray");
        assert.equal((await ada.post("/admin/people/ada/disable")).status, 409, "the last admin");
        assert.equal((await ada.post("/admin/people/ada/details", { display: "Ada", roles: "reader" })).status, 409);
        assert.ok(await ada.isIn());
        await own.stop();
    });

    it("new roles hold at the next sign-in, and the old session ends", async () => {
        const own = await start({ content: null, users: { ada: "admin", ray: "reader" } });
        const [ada, ray] = [await new Person(own).signIn("ada"), await new Person(own).signIn("ray")];
        const form = new URLSearchParams({ csrf: ada.csrf, display: "Ray" });
        form.append("roles", "author");
        form.append("roles", "reviewer");
        const answer = await own.post("/admin/people/ray/details", { jar: ada.jar, form });
        assert.equal(answer.status, 303, answer.text);
        assert.equal(await ray.isIn(), false);
        await ray.signIn("ray");
        assert.deepEqual((await ray.get("/api/v1/me")).json.roles, ["author", "reviewer"]);
        const token = ada.session();
        const own2 = new URLSearchParams({ csrf: ada.csrf, display: "Ada" });
        for (const role of ["admin", "author"]) own2.append("roles", role);
        assert.equal((await own.post("/admin/people/ada/details", { jar: ada.jar, form: own2 })).status, 303);
        assert.notEqual(ada.session(), token, "his own change gives him another token");
        assert.ok(await ada.isIn());
        await own.stop();
    });
});

describe("links that work once", () => {
    const linkIn = (page) => new URL(parse(page.text).byId("page-link-text").attr("value"));

    it("the first admin is made by the link that the start prints, and by no other", async () => {
        const data = temporaryFolder();
        const own = await start({ data, content: null });
        const found = await until(() => /\/welcome\?token=([a-z2-7]{26})/.exec(own.output));
        const token = found[1];
        assert.equal((await own.get("/welcome?token=aaaaaaaaaaaaaaaaaaaaaaaaaa")).status, 404);
        const page = parse((await own.get(`/welcome?token=${token}`)).text);
        assert.ok(page.byId("page-name") && page.byId("page-password"));
        const person = new Person(own);
        const weak = await person.post("/welcome", { token, name: "Boss!", display: "The Boss", password: "short" });
        assert.equal(weak.status, 422);
        const again = parse(weak.text);
        assert.equal(again.byId("page-name").attr("value"), "Boss!");
        assert.equal(again.byId("page-display").attr("value"), "The Boss");
        assert.ok(again.byId("page-name-error") && again.byId("page-password-error"));
        const done = await person.post("/welcome", { token, name: "Boss", display: "The Boss", password: NEW });
        assert.equal(done.status, 303);
        await person.learn();
        assert.deepEqual((await person.get("/api/v1/me")).json.roles, ["admin"]);
        const second = await new Person(own).post("/welcome", { token, name: "intruder", password: NEW });
        assert.equal(second.status, 404);
        assert.equal((await own.get(`/welcome?token=${token}`)).status, 404);
        await own.stop();
        const later = await start({ data, content: null });
        await new Person(later).signIn("boss", NEW);
        assert.doesNotMatch(later.output, /welcome/, "and never again");
        await later.stop();
    });

    it("an invitation sets a password once; a new one replaces it; a disabled account has none", async () => {
        const own = await start({ content: null, users: { ada: "admin" } });
        const ada = await new Person(own).signIn("ada");
        const refused = await ada.post("/admin/people", { name: "Ada", roles: "reader", display: "Other" });
        assert.equal(refused.status, 409);
        assert.equal(parse(refused.text).byId("page-display").attr("value"), "Other");
        const first = linkIn(await ada.post("/admin/people", { name: "tim", display: "Tim", roles: "author" }));
        assert.equal(first.origin, own.origin);
        assert.equal((await new Person(own).tryToSignIn("tim", "")).status, 422, "no password, no way in");
        const second = linkIn(await ada.post("/admin/people/tim/link"));
        const claim = (url) => new Person(own).post("/welcome", { token: url.searchParams.get("token"), password: NEW });
        assert.equal((await claim(first)).status, 404);
        assert.equal((await claim(second)).status, 303);
        assert.equal((await claim(second)).status, 404);
        const tim = await new Person(own).signIn("tim", NEW);
        const third = linkIn(await ada.post("/admin/people/tim/link"));
        await ada.post("/admin/people/tim/disable");
        assert.equal((await claim(third)).status, 404);
        assert.equal(await tim.isIn(), false);
        await own.stop();
    });

    it("two at the same moment: one wins", async () => {
        const own = await start({ content: null });
        const token = (await until(() => /\/welcome\?token=([a-z2-7]{26})/.exec(own.output)))[1];
        const answers = await Promise.all([1, 2, 3, 4].map((i) => new Person(own).post("/welcome", { token, name: `boss${i}`, password: NEW })));
        assert.deepEqual(answers.map((a) => a.status).sort(), [303, 404, 404, 404]);
        await own.stop();
    });
});

/* Waits for what the server prints. */
async function until(look) {
    for (;;) {
        const found = look();
        if (found) return found;
        await new Promise((done) => setTimeout(done, 10));
    }
}

describe("caches", () => {
    it("what is shown to somebody is for him alone, and visitors share theirs", async () => {
        const person = await new Person(server()).signIn("ray");
        for (const path of ["/", `/articles/${OST}`, "/search?q=camera", "/api/v1/articles", "/nothing-here", "/account"]) {
            const cold = await server().get(path);
            const his = await person.get(path);
            assert.equal(his.headers["cache-control"], "private, no-store", path);
            assert.equal(his.headers.etag, undefined, path);
            const after = await server().get(path);
            assert.ok(after.body.equals(cold.body), `${path}: the visitors' page is as before`);
            if (cold.headers.etag) assert.equal((await person.get(path, { headers: { "If-None-Match": cold.headers.etag } })).status, 200, path);
        }
    });

    it("his name is on his pages and on nobody else's", async () => {
        const people = await Promise.all(["ray", "ann"].map((name) => new Person(server()).signIn(name)));
        await Promise.all(
            Array.from({ length: 40 }, async (_, i) => {
                const who = i % 3;
                const page = parse((await (who < 2 ? people[who].get("/") : server().get("/"))).text);
                const names = page.all("details", (n) => n.attr("class") === "who").map((n) => n.one("summary").text);
                assert.deepEqual(names, who < 2 ? [`Signed in as ${["ray", "ann"][who]}`] : []);
            }),
        );
    });

    it("a dead cookie still gets the shared page", async () => {
        const jar = new Jar();
        jar.cookies.set("runbookd_session", "a".repeat(26));
        const [plain, dead] = [await server().get("/"), await server().get("/", { jar })];
        assert.ok(plain.body.equals(dead.body));
        assert.equal(dead.headers.etag, plain.headers.etag);
    });

    it("the link to sign in can be hidden", async () => {
        assert.match((await server().get("/")).text, /href="\/login"/);
        const own = await start({ content: null, args: ["--sign-in-link", "no"] });
        assert.doesNotMatch((await own.get("/")).text, /\/login/);
        assert.equal((await own.get("/login")).status, 200);
        await own.stop();
    });
});

describe("view as", () => {
    it("narrows what staff see, says so, and leads back with one press", async () => {
        const ann = await new Person(server()).signIn("ann");
        const back = await ann.post("/view-as", { as: "visitor", next: `/articles/${OST}` });
        assert.equal(back.location, `/articles/${OST}`);
        const page = parse((await ann.get(`/articles/${OST}`)).text);
        const banner = page.one("section", (n) => n.attr("class") === "as-other");
        assert.ok(banner, "the banner");
        assert.ok(banner.one("button", (b) => b.attr("value") === "self"));
        assert.equal((await ann.get("/api/v1/me")).json.view_as, "visitor");
        await ann.post("/view-as", { as: "self" });
        assert.equal((await ann.get("/api/v1/me")).json.view_as, "self");
        assert.equal((await ann.post("/view-as", { as: "admin" })).status, 422);
    });
});

describe("a form that comes too late", () => {
    const heldIn = (answer) => parse(answer.text).one("form", (f) => f.one("input", (i) => i.attr("name") === "display") !== null);

    it("loses nothing: it is held, and sent after signing in", async () => {
        const own = await start({ content: null, users: { ada: "admin", ray: "reader" } });
        const ada = await new Person(own).signIn("ada");
        const typed = 'Two words "and" <more>\u00a0& ünïcode';
        const form = { csrf: ada.csrf, display: typed, roles: "reader" };
        await ada.post("/account/sessions", { end: "all" });
        const late = await own.post("/admin/people/ray/details", { jar: ada.jar, form });
        assert.equal(late.status, 401);
        const held = heldIn(late);
        assert.equal(held.attr("action"), "/admin/people/ray/details");
        assert.deepEqual([...fields(held)], [["display", typed], ["roles", "reader"]]);
        await ada.signIn("ada");
        const asked = await own.post("/admin/people/ray/details", { jar: ada.jar, form: fields(held) });
        assert.equal(asked.status, 403, "the page asks before it is done");
        const sent = await own.post("/admin/people/ray/details", { jar: ada.jar, form: fields(heldIn(asked)) });
        assert.equal(sent.status, 303);
        assert.equal(parse((await ada.get("/admin/people/ray")).text).byId("page-display").attr("value"), typed);
        await own.stop();
    });

    it("but never a password, and nothing for another site's form", async () => {
        const person = await new Person(server()).signIn("ray");
        const form = { csrf: "x", current: PASSWORD, password: NEW };
        for (const jar of [person.jar, new Jar()]) {
            const answer = await server().post("/account/password", { jar, form });
            assert.ok([401, 403].includes(answer.status));
            assert.ok(!answer.text.includes(PASSWORD) && !answer.text.includes(NEW));
        }
        const cross = await server().post("/logout", { jar: person.jar, form: { x: "held-by-evil" }, headers: { Origin: "https://evil.example" } });
        assert.equal(cross.status, 403);
        assert.ok(!cross.text.includes("held-by-evil"));
    });
});

describe("runbookd user", () => {
    const run = (data, args, input) => runbookd(["user", ...args, "--data", data, ...FAST], { input });

    it("adds, lists, changes roles, disables, and never takes a password as an argument", async () => {
        const data = temporaryFolder();
        const added = await run(data, ["add", "Ada", "--role", "admin", "--generate"]);
        const password = /^password: ([a-z2-7]{20})$/m.exec(added.stdout)[1];
        assert.equal((await run(data, ["add", "ada", "--role", "reader"], `${PASSWORD}\n`)).code, 1, "taken");
        assert.equal((await run(data, ["add", "bob", "--role", "author,reviewer", "--display", "Bob B."], `${PASSWORD}\n`)).code, 0);
        assert.equal((await run(data, ["add", "eve", PASSWORD])).code, 2, "no password there");
        assert.equal((await run(data, ["add", "eve"], "")).code, 2, "nor none");
        assert.equal((await run(data, ["add", "eve"], "short\n")).code, 1);
        assert.equal((await run(data, ["add", "e v e"], `${PASSWORD}\n`)).code, 1);
        assert.equal((await run(data, ["role", "bob", "king"])).code, 2);
        assert.equal((await run(data, ["role", "ada", "reader"])).code, 1, "the last admin");
        assert.equal((await run(data, ["disable", "ada"])).code, 1);
        assert.equal((await run(data, ["passwd", "nobody"], `${PASSWORD}\n`)).code, 1);
        assert.equal((await run(data, ["role", "bob", "publisher"])).code, 0);
        assert.equal((await run(data, ["disable", "bob"])).code, 0);
        assert.equal((await run(data, ["list"])).stdout, "ada\tada\tadmin\tenabled\nbob\tBob B.\tpublisher\tdisabled\n");
        assert.equal((await run(data, ["enable", "bob"])).code, 0);
        assert.equal((await run(data, ["passwd", "bob"], `${NEW}\n`)).code, 0);
        const own = await start({ data, content: null });
        await new Person(own).signIn("ada", password);
        await new Person(own).signIn("bob", NEW);
        assert.doesNotMatch(own.output, /welcome/);
        await own.stop();
    });

    it("a password hashed for less is hashed anew when its owner comes in", async () => {
        const data = temporaryFolder();
        let own = await start({ data, content: null, users: { ray: "reader" }, args: ["--password-passes", "2", "--password-memory-mb", "9"] });
        await new Person(own).signIn("ray");
        await own.stop();
        const { readFileSync } = await import("node:fs");
        assert.match(readFileSync(`${data}/runbookd.sqlite3`).toString("latin1"), /\$m=9216,t=2,/);
        own = await start({ data, content: null });
        await new Person(own).signIn("ray");
        await own.stop();
    });
});

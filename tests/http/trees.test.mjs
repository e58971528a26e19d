// Decision trees: the JSON machine, the same machine in forms, and random walks through all of them.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST, articles, priorities, trees } from "./content.mjs";
import { fields, headings, parse } from "./html.mjs";
import { Jar, serving, start } from "./server.mjs";

const server = serving(before, after);
const TREE = "outlook-ost-sync";
const begin = async (tree = TREE) => (await server().post(`/api/v1/trees/${tree}/runs`, { body: {} })).json;
const send = (run, what, body) => server().post(`/api/v1/runs/${run.id}/${what}`, { body });
const answer = async (run, state, id) => {
    const sent = await send(run, "answers", { state, answer: id });
    assert.equal(sent.status, 200, sent.text);
    return sent.json;
};
const walk = async (run, ...steps) => {
    for (const [state, id] of steps) run = await answer(run, state, id);
    return run;
};
const TO_ENDPOINT = [
    ["scope", "one-user"], ["need", "blocked"], ["web", "only-desktop"], ["retention", "no"],
    ["session", "not-fixed"], ["diagnostics", "true"], ["load", "not-fixed"],
];

describe("the machine as JSON", () => {
    it("a new run is 201 with its Location, and stands at the start", async () => {
        const sent = await server().post(`/api/v1/trees/${TREE}/runs`, { body: {} });
        assert.equal(sent.status, 201);
        const run = sent.json;
        assert.equal(new URL(sent.location, server().origin).pathname, `/api/v1/runs/${run.id}`);
        assert.deepEqual(Object.keys(run).sort(), ["facts", "id", "outcome", "path", "priority", "revision", "state", "tree"]);
        assert.equal(run.tree, TREE);
        assert.equal(run.revision, 1);
        assert.deepEqual(run.path, []);
        assert.equal(run.outcome, null);
        assert.deepEqual(run.state, {
            id: "scope", kind: "question", text: "Who is affected?", help: "Ask one or two colleagues if you can.",
            answers: [
                { id: "one-user", label: "Only me" }, { id: "several", label: "Several people" },
                { id: "many", label: "A whole team, site or the whole company" }, { id: "not-sure", label: "Not sure" },
            ],
        });
        const later = await server().get(sent.location);
        assert.equal(later.status, 200);
        assert.deepEqual(later.json, run, "resumed by its link");
    });

    it("answers lead on, set facts, and the priority says why", async () => {
        const run = await walk(await begin(), ...TO_ENDPOINT);
        assert.equal(run.state.id, "esc-endpoint");
        assert.equal(run.state.kind, "outcome");
        assert.deepEqual(run.state.answers, []);
        assert.deepEqual(run.path.map((p) => [p.state, p.answer]), TO_ENDPOINT);
        assert.equal(run.path[0].label, "Only me");
        assert.match(String(run.path[0].at), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
        assert.deepEqual(run.facts, { impact: "low", urgency: "high" });
        assert.equal(run.priority.code, "P3");
        assert.match(run.priority.why, /impact/i);
        assert.match(run.priority.why, /urgency/i);
        assert.equal(run.outcome.kind, "escalate");
        assert.equal(run.outcome.team, "Endpoint");
    });

    it("an answer that does not exist there is 422 and names the field", async () => {
        const run = await begin();
        for (const [body, pointer] of [
            [{ state: "scope", answer: "nonsense" }, "/answer"],
            [{ state: "nowhere", answer: "one-user" }, "/state"],
            [{ state: "scope" }, "/answer"],
            [{ state: "scope", answer: 5 }, "/answer"],
            [{ state: "scope", answer: null }, "/answer"],
            [{ answer: "one-user" }, "/state"],
        ]) {
            const sent = await send(run, "answers", body);
            assert.equal(sent.status, 422, `${JSON.stringify(body)}: ${sent.text}`);
            assert.equal(sent.type, "application/problem+json");
            assert.ok(sent.text.includes(pointer.slice(1)), sent.text);
        }
        for (const body of [[], "x", 7, null]) {
            const sent = await send(run, "answers", JSON.stringify(body));
            assert.equal(sent.status, 422, JSON.stringify(body));
        }
        assert.deepEqual((await server().get(`/api/v1/runs/${run.id}`)).json, run, "nothing moved");
    });

    it("a stale answer is 409 with the run as it stands", async () => {
        const run = await begin();
        const moved = await answer(run, "scope", "one-user");
        const stale = await send(run, "answers", { state: "scope", answer: "many" });
        assert.equal(stale.status, 409);
        const body = stale.json;
        const current = body.run ?? body;
        assert.equal(current.state.id, "need");
        assert.deepEqual(current.path, moved.path);
        assert.deepEqual((await server().get(`/api/v1/runs/${run.id}`)).json, moved);
    });

    it("an answer to a run that has ended is 409", async () => {
        const run = await walk(await begin(), ["scope", "one-user"], ["need", "today"], ["web", "same-on-web"]);
        assert.equal(run.state.id, "esc-messaging");
        assert.equal((await send(run, "answers", { state: "web", answer: "only-desktop" })).status, 409);
    });

    it("unknown runs and trees are 404", async () => {
        for (const id of ["a".repeat(26), "x", "%20", "A".repeat(26), "a".repeat(300)]) {
            assert.equal((await server().get(`/api/v1/runs/${id}`)).status, 404, id);
            assert.equal((await server().post(`/api/v1/runs/${id}/answers`, { body: { state: "scope", answer: "one-user" } })).status, 404, id);
            assert.equal((await server().post(`/api/v1/runs/${id}/back`, { body: {} })).status, 404, id);
        }
        assert.equal((await server().post("/api/v1/trees/no-such-tree/runs", { body: {} })).status, 404);
        assert.equal((await server().get("/api/v1/trees/no-such-tree")).status, 404);
        assert.equal((await server().get("/api/v1/trees/no-such-tree.svg")).status, 404);
    });

    it("back takes one answer away, with its facts; at the start there is nothing to take", async () => {
        let run = await walk(await begin(), ["scope", "many"], ["need-many", "no"]);
        assert.deepEqual(run.facts, { impact: "high", urgency: "high" });
        assert.equal(run.priority.code, "P1");
        run = (await send(run, "back", {})).json;
        assert.equal(run.state.id, "need-many");
        assert.deepEqual(run.facts, { impact: "high", urgency: null });
        run = (await send(run, "back", {})).json;
        assert.equal(run.state.id, "scope");
        assert.deepEqual(run.path, []);
        assert.deepEqual(run.facts, { impact: null, urgency: null });
        assert.equal((await send(run, "back", {})).status, 409);
    });

    it("restart forgets the path, not the run", async () => {
        const run = await walk(await begin(), ...TO_ENDPOINT);
        const again = (await send(run, "restart", {})).json;
        assert.equal(again.id, run.id);
        assert.equal(again.state.id, "scope");
        assert.deepEqual(again.path, []);
        assert.equal(again.outcome, null);
    });

    it("a full run restarts as a new one, from the same place", async () => {
        const EVENTS = 1000;
        const run = await begin();
        for (let done = 0; done < EVENTS; done += 50) {
            const answers = await Promise.all(Array.from({ length: 50 }, () => send(run, "restart", {})));
            assert.deepEqual(new Set(answers.map((a) => a.status)), new Set([200]));
        }
        const refused = await send(run, "answers", { state: "scope", answer: "one-user" });
        assert.equal(refused.status, 409);
        assert.equal(refused.json.errors[0].code, "run.full");
        const page = await server().post(`/runs/${run.id}/answers`, { form: { state: "scope", answer: "one-user" } });
        assert.equal(page.status, 409);
        assert.match(parse(page.text).one("main").text, /too many steps/);
        const anew = await send(run, "restart", {});
        assert.equal(anew.status, 201);
        assert.notEqual(anew.json.id, run.id);
        assert.equal(anew.location, `/api/v1/runs/${anew.json.id}`);
        assert.deepEqual([anew.json.tree, anew.json.revision, anew.json.state.id, anew.json.path], [run.tree, run.revision, "scope", []]);
        assert.equal((await send(anew.json, "answers", { state: "scope", answer: "one-user" })).status, 200);
        const form = await server().post(`/runs/${run.id}/restart`, { form: {} });
        assert.equal(form.status, 303);
        assert.match(form.location, /^\/runs\/(?!$)/);
        assert.ok(!form.location.includes(run.id));
        assert.equal((await server().get(form.location)).status, 200);
    });

    it("a state in the middle can be stood on again", async () => {
        const run = await walk(await begin(), ...TO_ENDPOINT);
        const back = await send(run, "back", { state: "need" });
        assert.equal(back.status, 200, back.text);
        assert.equal(back.json.state.id, "need");
        assert.deepEqual(back.json.path.map((p) => p.state), ["scope"]);
    });

    it("two at once: one answer wins, the other is told", async () => {
        const run = await begin();
        const both = await Promise.all([
            send(run, "answers", { state: "scope", answer: "one-user" }),
            send(run, "answers", { state: "scope", answer: "many" }),
        ]);
        assert.deepEqual(both.map((b) => b.status).sort(), [200, 409]);
        const winner = both.find((b) => b.status === 200).json;
        assert.deepEqual((await server().get(`/api/v1/runs/${run.id}`)).json, winner);
    });

    it("ids cannot be guessed and differ", async () => {
        const ids = await Promise.all(Array.from({ length: 20 }, async () => (await begin()).id));
        assert.equal(new Set(ids).size, 20);
        for (const id of ids) assert.match(id, /^[a-z2-7]{36}$/);
    });
});

describe("the transcript", () => {
    it("is a page, plain text and JSON, with the path and the team", async () => {
        const run = await walk(await begin(), ...TO_ENDPOINT);
        const path = `/runs/${run.id}/transcript`;
        const page = await server().get(path);
        assert.equal(page.status, 200);
        assert.equal(page.type, "text/html");
        const root = parse(page.text);
        for (const word of ["Who is affected?", "Only me", "Endpoint", "P3"]) assert.ok(root.text.includes(word), word);
        const links = root.all("a").map((a) => a.attr("href"));
        const wanted = links.filter((href) => href && /transcript|runs/.test(href));
        const answers = await Promise.all(wanted.map((href) => server().get(href.replace(server().origin, ""))));
        const text = answers.find((a) => a.type === "text/plain") ?? (await server().get(path, { accept: "text/plain" }));
        assert.equal(text.type, "text/plain");
        for (const word of ["Who is affected?", "Only me", "Endpoint", "P3"]) assert.ok(text.text.includes(word), word);
        assert.doesNotMatch(text.text, /<(?!https?:)[a-z]|&amp;/);
        const json = answers.find((a) => a.type === "application/json") ?? (await server().get(path, { accept: "application/json" }));
        assert.equal(json.type, "application/json");
        assert.deepEqual(json.json.path.map((p) => [p.state, p.answer]), TO_ENDPOINT);
    });

    it("neither it nor a run is for indexing", async () => {
        const run = await walk(await begin(), ["scope", "one-user"]);
        for (const path of [`/runs/${run.id}`, `/runs/${run.id}/transcript`]) {
            const page = await server().get(path);
            const robots = parse(page.text).one("meta", (m) => m.attr("name") === "robots")?.attr("content") ?? "";
            assert.match(`${robots} ${page.headers["x-robots-tag"] ?? ""}`, /noindex/, path);
            assert.match(page.headers["cache-control"] ?? "", /no-store|private/, path);
        }
    });
});

describe("the machine in forms, without JavaScript", () => {
    /* The form that answers the current question, wherever the page puts it. */
    const answerForm = (root) => root.one("form", (f) => /\/(runs|answers)$/.test(f.attr("action") ?? ""));

    /* Chooses the answer with this label and sends the form, as a browser would. */
    async function choose(root, label) {
        const form = answerForm(root);
        assert.ok(form, "a form with answers");
        const data = fields(form);
        const radio = form.all("input", (i) => i.attr("type") === "radio" && i.attr("name") === "answer")
            .find((i) => form.all("label", (l) => l.attr("for") === i.attr("id") || i.parent === l).some((l) => l.text.includes(label)));
        const button = form.all("button").find((b) => b.text.includes(label) && b.attr("name") === "answer");
        assert.ok(radio || button, `an answer "${label}" in "${form.text}"`);
        data.set("answer", (radio ?? button).attr("value"));
        return server().post(form.attr("action"), { form: data });
    }
    const follow = async (sent) => {
        assert.equal(sent.status, 303, sent.text.slice(0, 300));
        const url = new URL(sent.location, server().origin);
        const page = await server().get(url.pathname + url.search);
        assert.equal(page.status, 200);
        return { path: url.pathname, root: parse(page.text) };
    };

    for (const place of [`/articles/${OST}`, `/guides/${TREE}`]) {
        it(`from ${place} to the team`, async () => {
            let root = parse((await server().get(place)).text);
            let at = null;
            for (const label of ["Only me", "Not at all: I cannot do my work", "Yes, it is missing only in the desktop Outlook", "No", "Still failing", "It says True", "Still failing"]) {
                const next = await follow(await choose(root, label));
                assert.match(next.path, /^\/runs\/[a-z2-7]{36}$/);
                if (at) assert.equal(next.path, at, "one run all the way");
                ({ path: at, root } = next);
            }
            for (const word of ["Endpoint", "P3", "Only me"]) assert.ok(root.text.includes(word), word);
            const run = (await server().get(`/api/v1${at}`)).json;
            assert.deepEqual(run.path.map((p) => [p.state, p.answer]), TO_ENDPOINT, "the API stands at the same place");
            const ticket = root.one("textarea") ?? root.one("pre");
            assert.ok(ticket, "a ticket text ready to copy");
            for (const word of ["Who is affected?", "Only me", "Endpoint", "P3"]) assert.ok(ticket.exact.includes(word), `${word} in the ticket`);
        });
    }

    it("nothing is stored by looking", async () => {
        const page = await server().get(`/guides/${TREE}`);
        assert.equal(page.headers["set-cookie"], undefined);
        assert.doesNotMatch(page.text, /\/runs\/[a-z2-7]{36}/);
    });

    it("back, restart and a changed answer work by form", async () => {
        const started = await follow(await choose(parse((await server().get(`/guides/${TREE}`)).text), "Only me"));
        let { path, root } = await follow(await choose(started.root, "A day or longer"));
        const press = async (suffix) => {
            const form = root.one("form", (f) => (f.attr("action") ?? "").endsWith(suffix));
            assert.ok(form, `a form for ${suffix}`);
            ({ path, root } = await follow(await server().post(form.attr("action"), { form: fields(form, form.one("button")) })));
        };
        await press("/back");
        assert.ok(root.text.includes("How long can you work with Outlook on the web instead?"));
        ({ root } = await follow(await choose(root, "Not at all")));
        const change = root.one("a", (a) => /[?&]change=scope\b/.test(a.attr("href") ?? ""));
        assert.ok(change, "a link that changes the first answer");
        root = parse((await server().get(change.attr("href"))).text);
        ({ root } = await follow(await choose(root, "Not sure")));
        const run = (await server().get(`/api/v1${path}`)).json;
        assert.deepEqual(run.path.map((p) => [p.state, p.answer]), [["scope", "not-sure"], ["need", "blocked"]], "later answers stay as far as they fit");
        await press("/restart");
        assert.ok(root.text.includes("Who is affected?"));
    });

    it("a change that leads elsewhere drops the answers that do not fit, and says so", async () => {
        const run = await walk(await begin(), ["scope", "one-user"], ["need", "today"], ["web", "only-desktop"]);
        const asked = parse((await server().get(`/runs/${run.id}?change=scope`)).text);
        const { root } = await follow(await choose(asked, "Several people"));
        assert.ok(root.text.includes("Can these people work with Outlook on the web for now?"));
        const now = (await server().get(`/api/v1/runs/${run.id}`)).json;
        assert.deepEqual(now.path.map((p) => p.answer), ["several"]);
    });

    it("a stale form gets 409 and the question that is asked now", async () => {
        const run = await begin();
        const old = parse((await server().get(`/runs/${run.id}`)).text);
        await answer(run, "scope", "one-user");
        const sent = await choose(old, "Several people");
        assert.equal(sent.status, 409);
        assert.ok(parse(sent.text).text.includes("How long can you work with Outlook on the web instead?"));
    });

    it("a form without an answer gets 422 and the question again, with the fault named", async () => {
        const run = await begin();
        const form = answerForm(parse((await server().get(`/runs/${run.id}`)).text));
        const data = fields(form);
        data.delete("answer");
        const sent = await server().post(form.attr("action"), { form: data });
        assert.equal(sent.status, 422);
        assert.ok(parse(sent.text).text.includes("Who is affected?"));
        assert.match(sent.text, /role="alert"|aria-invalid|error/);
    });
});

/* ---- properties over all trees ------------------------------------------------------------- */

/* A small generator with a seed of its own, so that a failure can be run again. */
function dice(seed) {
    let state = seed >>> 0;
    return (n) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * n);
    };
}

/* The machine once more, as plain as can be: an oracle for the server. */
class Model {
    constructor(tree, matrix) {
        this.states = new Map(tree.states.map((s) => [s.id, s]));
        this.start = tree.start;
        this.matrix = matrix;
        this.path = [];
    }

    get state() {
        const last = this.path.at(-1);
        return this.states.get(last ? this.choice(last).target : this.start);
    }

    choice([state, answer]) {
        return this.states.get(state).answers.find((a) => a.id === answer);
    }

    get facts() {
        const facts = { impact: null, urgency: null };
        for (const step of this.path) Object.assign(facts, this.choice(step).facts);
        return facts;
    }

    get priority() {
        const { impact, urgency } = this.facts;
        return this.matrix.matrix[impact ?? this.matrix.default.impact][urgency ?? this.matrix.default.urgency];
    }
}

describe("random walks agree with the definition", () => {
    const matrix = priorities();
    for (const tree of trees()) {
        it(tree.slug, async () => {
            const pick = dice(tree.slug.length * 7919);
            for (let round = 0; round < 6; round++) {
                let run = await begin(tree.slug);
                const model = new Model(tree, matrix);
                for (let step = 0; step < 25; step++) {
                    const move = pick(10);
                    if (move === 0 && model.path.length > 0) {
                        model.path.pop();
                        run = (await send(run, "back", {})).json;
                    } else if (move === 1) {
                        model.path = [];
                        run = (await send(run, "restart", {})).json;
                    } else if (model.state.kind === "outcome") break;
                    else {
                        const { id, answers } = model.state;
                        const chosen = answers[pick(answers.length)];
                        model.path.push([id, chosen.id]);
                        run = await answer(run, id, chosen.id);
                    }
                    assert.equal(run.state.id, model.state.id);
                    assert.deepEqual(run.path.map((p) => [p.state, p.answer]), model.path);
                    assert.deepEqual(run.facts, model.facts);
                    assert.equal(run.priority?.code ?? null, run.priority ? model.priority : null);
                    const ended = model.state.kind === "outcome";
                    assert.equal(run.outcome?.kind ?? null, ended ? model.state.outcome : null);
                    assert.equal(run.outcome?.team ?? null, ended ? (model.state.team ?? null) : null);
                }
            }
        });
    }
});

describe("the definition", () => {
    for (const tree of trees()) {
        it(`${tree.slug} as JSON and as a picture`, async () => {
            const twin = (await server().get(`/api/v1/trees/${tree.slug}`)).json;
            assert.equal(twin.slug, tree.slug);
            assert.equal(twin.start, tree.start);
            assert.deepEqual(twin.states.map((s) => s.id), tree.states.map((s) => s.id));
            const svg = await server().get(`/api/v1/trees/${tree.slug}.svg`);
            assert.equal(svg.status, 200);
            assert.equal(svg.type, "image/svg+xml");
            const drawn = parse(svg.text);
            assert.equal(drawn.one("svg").one("title").text, tree.title);
            assert.ok(drawn.all("rect").length + drawn.all("path").length >= tree.states.length);
            assert.doesNotMatch(svg.text, /<script|\son\w+=|style=/i);
        });
    }

    it("the picture marks where a run stands", async () => {
        const run = await walk(await begin(), ["scope", "one-user"]);
        const svg = await server().get(`/api/v1/trees/${TREE}.svg?run=${run.id}`);
        assert.equal(svg.status, 200);
        const plain = await server().get(`/api/v1/trees/${TREE}.svg`);
        const current = (text) => parse(text).all("*", (n) => /\bcurrent\b/.test(n.attr("class") ?? "")).length;
        assert.equal(current(plain.text), 0);
        assert.ok(current(svg.text) >= 1);
    });

    it("each tree has a page of its own, which leads back to the guide it was opened from", async () => {
        for (const guide of articles()) {
            const page = await server().get(`/guides/${guide.tree}?article=${guide.slug}`);
            assert.equal(page.status, 200);
            const root = parse(page.text);
            const { title } = trees().find((t) => t.slug === guide.tree);
            assert.ok(headings(root).some((h) => h.text.includes(title)));
            assert.ok(root.all("a").some((a) => a.attr("href") === `/articles/${guide.slug}`), guide.slug);
        }
    });

    it("a run keeps no cookie", async () => {
        const jar = new Jar();
        await server().post(`/api/v1/trees/${TREE}/runs`, { body: {}, jar });
        assert.equal(jar.cookies.size, 0);
    });
});

describe("runs that nobody touches any more", () => {
    const DAY = 86400, BEGAN = 1_760_000_000;

    it("are deleted after the days of the setting, and their links say so", async () => {
        const at = (days, args = []) => ({ env: { RUNBOOKD_CLOCK: String(BEGAN + days * DAY) }, args });
        const post = (from, path, body) => from.post(`/api/v1/${path}`, { body });
        let server = await start(at(0));
        const data = server.data;
        const [left, touched] = [(await post(server, "trees/outlook-ost-sync/runs", {})).json, (await post(server, "trees/outlook-ost-sync/runs", {})).json];
        await post(server, `runs/${left.id}/answers`, { state: "scope", answer: "one-user" });
        await server.stop();
        server = await start({ data, ...at(5) });
        await post(server, `runs/${touched.id}/answers`, { state: "scope", answer: "one-user" });
        await server.stop();
        server = await start({ data, ...at(12, ["--run-days", "0"]) });
        assert.equal((await server.get(`/runs/${left.id}`)).status, 200, "0 keeps them");
        await server.stop();
        server = await start({ data, ...at(12, ["--run-days", "10"]) });
        while (!server.output.includes("runs deleted")) await server.get("/healthz");
        assert.match(server.output, /runs deleted.*count=1 /);
        for (const path of [`/runs/${left.id}`, `/runs/${left.id}/transcript`, `/api/v1/runs/${left.id}`]) {
            const answer = await server.get(path);
            assert.equal(answer.status, 404, path);
            assert.match(answer.text, /deleted 10 days after/, path);
        }
        assert.equal((await server.post(`/runs/${left.id}/restart`, { form: {} })).status, 404);
        assert.equal((await server.get(`/runs/${touched.id}`)).status, 200);
        await server.stop();
    });
});

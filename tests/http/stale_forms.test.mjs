// Two people open the same form, one saves, then the other: the second is told, has his words back, and may save again. A table
// over the registries; drafts and trees merge (editing, tree_editing), contradictions and quality have theirs in their own files.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { fields, parse } from "./html.mjs";
import { Person } from "./people.mjs";
import { serving } from "./server.mjs";

const server = serving(before, after, { users: { ada: "admin", ben: "admin", rob: "reader" } });

/* The form of an answer that leads to an address ending in `tail`. */
const formOf = (answer, tail) => parse(answer.text).one("form", (f) => f.attr("method") === "post" && (f.attr("action") ?? "").endsWith(tail));

async function open(person, page, tail) {
    const answer = await person.get(page);
    assert.equal(answer.status, 200, `${page}: ${answer.text.slice(0, 500)}`);
    const form = formOf(answer, tail);
    assert.ok(form, `${page} has a form to …${tail}`);
    return { action: form.attr("action"), form: fields(form) };
}

/* What a form sends when these of its fields were typed over; a list is several of a name. */
function typed(form, change) {
    const sent = new URLSearchParams(form);
    sent.delete("csrf");
    for (const [name, value] of Object.entries(change)) {
        sent.delete(name);
        for (const one of [value].flat()) sent.append(name, one);
    }
    return sent;
}
const post = (person, action, form) => {
    form.set("csrf", person.csrf);
    return person.server.request("POST", action, { jar: person.jar, form });
};

async function firstOf(person, list, pattern) {
    return pattern.exec((await person.get(list)).text)[1];
}
async function retired(person) {
    const answer = await person.post(`/articles/${OST}/retire`, { why: "gone" });
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
    return `/staff/guides/${OST}`;
}

const GUIDES = ["mfa-device-lost-enterprise-account-recovery", "okta-sign-in-loop-browser-desktop-app-sso"];
const PERSON = /href="(\/staff\/people\/[^"?/]+)"/;
const PARTNER = /href="(\/staff\/partners\/[^"?/]+)"/;

/* name, page (or how it is found), the end of the form's address, what each of the two types, and where it shows. */
const FORMS = [
    { name: "the words of a partner", page: (p) => firstOf(p, "/staff/partners", PARTNER), a: { program: "words of A", why: "A" }, b: { program: "words of B", why: "B" } },
    { name: "the tariffs of a partner", page: (p) => firstOf(p, "/staff/partners", PARTNER), a: { "plan-name-1": "plan of A", "plan-currency-1": "EUR", why: "A" }, b: { "plan-name-1": "plan of B", "plan-currency-1": "EUR", why: "B" } },
    { name: "what is said of partners", page: "/staff/partners", tail: "/staff/disclosures", a: { whole: "whole of A", why: "A" }, b: { whole: "whole of B", why: "B" } },
    { name: "the banner", page: "/staff/banner", a: { text: "banner of A" }, b: { text: "banner of B" } },
    { name: "the service desk", page: "/staff/service-desk", a: { phone: "+49 30 1" }, b: { phone: "+49 30 2" } },
    { name: "a person of the guides", page: (p) => firstOf(p, "/staff/people", PERSON), a: { role: "role of A" }, b: { role: "role of B" } },
    { name: "an account", page: "/admin/people/rob", tail: "/details", a: { display: "Rob of A", roles: ["reader"] }, b: { display: "Rob of B", roles: ["reader", "admin"] } },
    { name: "the words of a category", page: "/staff/categories?path=email", tail: "/staff/categories", a: { title: "category of A", do: "save" }, b: { title: "category of B", do: "save" } },
    { name: "a synonym", page: (p) => firstOf(p, "/staff/synonyms", /href="(\/staff\/synonyms\/\d+)"/), a: { phrases: "aaa\nsame" }, b: { phrases: "bbb\nsame" } },
    { name: "an error code", page: (p) => firstOf(p, "/staff/codes", /href="(\/staff\/codes\/[^"?]+)"/), a: { meaning: "meaning of A" }, b: { meaning: "meaning of B" } },
    { name: "a phrase", page: (p) => firstOf(p, "/staff/phrases", /href="(\/staff\/phrases\/\d+)"/), a: { do: "move", guide: GUIDES[0], why: "A" }, b: { do: "move", guide: GUIDES[1], why: "B" }, once: true },
    { name: "what replaces a retired guide", page: retired, tail: "/successor", a: { successor: GUIDES[0] }, b: { successor: GUIDES[1] } },
];

describe("of two who save one form", () => {
    for (const { name, page, tail, a, b, once } of FORMS)
        it(`the second is told: ${name}`, async () => {
            const ada = await new Person(server()).signIn("ada"), ben = await new Person(server()).signIn("ben");
            const path = typeof page === "string" ? page : await page(ada);
            const end = tail ?? path;
            const first = await open(ada, path, end), second = await open(ben, path, end);
            const done = await post(ada, first.action, typed(first.form, a));
            assert.equal(done.status, 303, done.text.slice(0, 3000));
            const late = await post(ben, second.action, typed(second.form, b));
            assert.equal(late.status, 409, `${late.status} ${late.location}`);
            const mine = formOf(late, end);
            assert.ok(mine, "the form comes back");
            const lost = Object.entries(b).find(([key]) => !["why", "do", "plan-currency-1"].includes(key));
            const back = fields(mine);
            assert.deepEqual(back.getAll(lost[0]).map((v) => v.replaceAll("\r", "")), [lost[1]].flat(), "with his words");
            if (once) return; // its form begins empty
            const now = (await open(ada, path, end)).form;
            assert.deepEqual(now.getAll(lost[0]).map((v) => v.replaceAll("\r", "")), [a[lost[0]]].flat(), "and nothing was written over");
            const again = await post(ben, mine.attr("action"), typed(back, b.do ? { do: b.do } : {}));
            assert.equal(again.status, 303, `sent again it holds: ${again.text.slice(0, 500)}`);
        });
});

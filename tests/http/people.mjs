// People with accounts, for tests: signed in as a browser would.
import assert from "node:assert/strict";
import { Jar, PASSWORD } from "./server.mjs";
import { parse } from "./html.mjs";

/* Somebody in front of a browser: a jar, and the token that his forms carry. */
export class Person {
    constructor(server, jar = new Jar()) {
        this.server = server;
        this.jar = jar;
        this.csrf = "";
    }

    async request(method, target, options = {}) {
        const form = options.form !== undefined && this.csrf ? { csrf: this.csrf, ...options.form } : options.form;
        const headers = options.form === undefined && this.csrf && method !== "GET" ? { "X-CSRF-Token": this.csrf, ...options.headers } : options.headers;
        return this.server.request(method, target, { jar: this.jar, ...options, form, headers });
    }

    get(target, options) {
        return this.request("GET", target, options);
    }

    post(target, form = {}, options) {
        return this.request("POST", target, { form, ...options });
    }

    /* The answer to the form; whoever came in has his token afterwards. */
    async tryToSignIn(name, password = PASSWORD, form = {}, options = {}) {
        const answer = await this.server.post("/login", { jar: this.jar, form: { name, password, ...form }, ...options });
        if (answer.status === 303) await this.learn();
        return answer;
    }

    async signIn(name, password = PASSWORD) {
        const answer = await this.tryToSignIn(name, password);
        assert.equal(answer.status, 303, answer.text.slice(0, 2000));
        return this;
    }

    /* The token of the session's forms, read from a page as a browser has it. */
    async learn() {
        const page = parse((await this.server.get("/account", { jar: this.jar })).text);
        this.csrf = page.one("input", (n) => n.attr("name") === "csrf")?.attr("value") ?? "";
    }

    async isIn() {
        return (await this.get("/api/v1/me")).status === 200;
    }

    session() {
        return [...this.jar.cookies].find(([name]) => name.endsWith("runbookd_session"))?.[1];
    }
}

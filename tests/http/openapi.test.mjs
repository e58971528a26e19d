// /api/v1/openapi.json describes what is there, all of it, and nothing else.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OST } from "./content.mjs";
import { runbookd, serving } from "./server.mjs";
import { readRoutes } from "./routes.mjs";

const server = serving(before, after);
const API = "/api/v1";

const describeAll = async () => (await server().get(`${API}/openapi.json`)).json;
const plain = (pattern) => pattern.replace(/\{([^}.]*)(\.\.\.)?\}/g, "{}");
const operations = (document) =>
    Object.entries(document.paths).flatMap(([path, item]) =>
        Object.keys(item)
            .filter((m) => ["get", "put", "post", "delete", "patch"].includes(m))
            .map((m) => `${m.toUpperCase()} ${plain(path)}`),
    );

describe("openapi.json", () => {
    it("is OpenAPI 3", async () => {
        const document = await describeAll();
        assert.match(document.openapi, /^3\.[01]\./);
        assert.ok(document.info.title && document.info.version);
    });

    it("holds each route below /api/v1, and no other", async () => {
        const document = await describeAll();
        const base = (document.servers?.[0]?.url ?? "").endsWith(API) ? API : "";
        const described = new Set(operations(document).map((o) => o.replace(" ", ` ${base}`)));
        const wanted = new Set(
            readRoutes((await runbookd(["routes"])).stdout)
                .filter((r) => r.pattern.startsWith(`${API}/`))
                .flatMap((r) => r.methods.filter((m) => m !== "HEAD").map((m) => `${m} ${plain(r.pattern)}`)),
        );
        assert.ok(wanted.size > 10);
        assert.deepEqual([...wanted].filter((o) => !described.has(o)), [], "not described");
        assert.deepEqual([...described].filter((o) => !wanted.has(o)), [], "described, but not there");
    });

    it("every $ref leads somewhere, and every operation says what comes back", async () => {
        const document = await describeAll();
        const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]*)"/g)].map((m) => m[1]);
        const find = (ref) => ref.split("/").reduce((here, key) => here?.[key.replace(/~1/g, "/").replace(/~0/g, "~")], document);
        assert.deepEqual(refs.filter((r) => find(r) === undefined), []);
        const ids = new Set();
        for (const [path, item] of Object.entries(document.paths))
            for (const [method, operation] of Object.entries(item)) {
                if (!["get", "post", "put", "delete", "patch"].includes(method)) continue;
                assert.ok(Object.keys(operation.responses ?? {}).length > 0, `${method} ${path}`);
                assert.ok(!ids.has(operation.operationId), `${operation.operationId} twice`);
                ids.add(operation.operationId);
            }
    });

    it("its article schema is kept by the articles", async () => {
        const document = await describeAll();
        const resolve = (s) => (s?.$ref ? s.$ref.slice(2).split("/").reduce((h, k) => h[k], document) : s);
        const path = Object.keys(document.paths).find((p) => /articles\/\{\w+\}$/.test(p));
        const schema = resolve(document.paths[path].get.responses["200"].content["application/json"].schema);
        const twin = (await server().get(`${API}/articles/${OST}`)).json;
        for (const name of schema.required) assert.ok(name in twin, name);
        const kinds = { string: "string", integer: "number", number: "number", boolean: "boolean" };
        for (const [name, property] of Object.entries(schema.properties)) {
            const type = resolve(property).type;
            if (twin[name] === undefined || twin[name] === null || !kinds[type]) continue;
            assert.equal(typeof twin[name], kinds[type], name);
        }
        assert.ok(Object.keys(schema.properties).some((name) => name in twin));
    });
});

// The error decoder: many notations of one code, one panel, one first guide.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "./html.mjs";
import { runbookd, serving, temporaryFolder } from "./server.mjs";

const server = serving(before, after);
const api = async (query) => (await server().get(`/api/v1/search?q=${encodeURIComponent(query)}`)).json;

/* Notations of the code that the Teams camera guide lists. */
const CAMERA = [
    "0xA00F4244",
    "0xa00f4244",
    "0xA00F4244L",
    "hr=0xA00F4244L",
    "2685354564",
    "-1609612732",
    "0xFFFFFFFFA00F4244",
    "the app shows error code: 0xA00F4244<NoCamerasAreAttached> since monday",
    "2026-11-21 05:58:18 ERROR [0xA00F4244]",
];

/* Notations of 0x800704cf, which the content has in a phrase. */
const NETWORK = ["0x800704cf", "800704CF", "-2147023665", "2147943631", "hr=0x800704cfL", "job failed with 800704CF again"];

describe("the error decoder", () => {
    it("knows a code by its symbol", async () => {
        for (const [query, canonical] of [
            ["STATUS_ACCESS_DENIED", "0xc0000022"], ["Win32Exception: ERROR_ACCESS_DENIED (see log)", "error 5"],
            ["Bluescreen IRQL_NOT_LESS_OR_EQUAL again", "STOP 0x0000000a"], ["Ereignis-ID 4625", "Event ID 4625"],
        ])
            assert.equal((await api(query)).codes[0]?.canonical, canonical, query);
        assert.deepEqual((await api("NO_SUCH_SYMBOL and __ and A_B")).codes, []);
    });

    it("gives the same code and the same first guide for every notation", async () => {
        for (const query of CAMERA) {
            const { codes, hits } = await api(query);
            assert.deepEqual(codes.map((c) => c.canonical), ["0xa00f4244"], query);
            assert.equal(codes[0].symbol, "NoCamerasAreAttached");
            assert.equal(hits[0]?.slug, "teams-camera-not-detected-or-black-screen", query);
        }
        const first = (await api(NETWORK[0])).hits[0].slug;
        for (const query of NETWORK) {
            const { codes, hits } = await api(query);
            assert.equal(codes[0]?.canonical, "0x800704cf", query);
            assert.equal(hits[0]?.slug, first, query);
        }
    });

    it("says what the code means, through the Windows error that it carries", async () => {
        const [code] = (await api("0x800704cf")).codes;
        assert.equal(code.family, "hresult");
        assert.equal(code.facility, "FACILITY_WIN32");
        assert.equal(code.inner, "error 1231");
        assert.equal(code.symbol, "ERROR_NETWORK_UNREACHABLE");
        assert.match(code.meaning, /network location cannot be reached/);
        assert.deepEqual(
            code.forms.map((f) => f.text),
            ["800704CF", "-2147023665", "2147943631", "error 1231"],
        );
    });

    it("knows the other families", async () => {
        const known = {
            "System error 53 has occurred.": ["win32", "error 53"],
            "0x5": ["win32", "error 5"],
            "status 0xC0000022": ["ntstatus", "0xc0000022"],
            "*** STOP: 0x0000007B": ["stop", "STOP 0x0000007b"],
            "550 5.7.1 Unable to relay": ["smtp", "5.7.1"],
            "AADSTS50076: Due to a configuration change": ["aadsts", "AADSTS50076"],
            "Event ID: 6008": ["event", "Event ID 6008"],
            "(401) Unauthorized": ["http", "HTTP 401"],
            "E0000004": ["okta", "E0000004"],
        };
        for (const [query, [family, canonical]] of Object.entries(known)) {
            const [code] = (await api(query)).codes;
            assert.deepEqual([code?.family, code?.canonical], [family, canonical], query);
            assert.ok(code.meaning, query);
        }
        const [update] = (await api("KB5034441 failed")).codes;
        assert.deepEqual([update.canonical, update.symbol, update.meaning], ["KB5034441", null, null]);
    });

    it("follows its own links: each form leads to the code or its relative", async () => {
        const root = parse((await server().get("/search?q=0x80070005")).text);
        const panel = root.one("section", (s) => /decoder/.test(s.attr("class") ?? ""));
        assert.ok(panel, "a panel");
        assert.match(panel.text, /0x80070005/);
        assert.match(panel.text, /E_ACCESSDENIED/);
        const links = panel.all("a").map((a) => a.attr("href"));
        assert.ok(links.length >= 4);
        for (const link of links) {
            const answer = await server().get(link);
            assert.equal(answer.status, 200, link);
            assert.match(answer.text, /class="decoder"/, link);
        }
    });

    it("stands on the page for a phrase that nobody owns", async () => {
        const answer = await server().get("/q/error-0x80070005-while-saving");
        assert.equal(answer.status, 404);
        assert.match(answer.text, /E_ACCESSDENIED/);
    });

    it("stays away where there is no code", async () => {
        for (const query of ["camera black screen", "call 2147023665", "version 5.7.1", "20261121", ""]) {
            const answer = await server().get(`/search?q=${encodeURIComponent(query)}`);
            assert.doesNotMatch(answer.text, /class="decoder"/, query);
        }
        assert.deepEqual((await api("camera")).codes, []);
    });

    it("a bad line of codes.tsv is named, and nothing of the file is taken", async (t) => {
        const dir = temporaryFolder(t);
        const file = join(dir, "codes.tsv");
        writeFileSync(file, "# note\nwin32\terror 5\tX\tNew words.\nwin32\t0x80070005\tX\tY\n");
        const result = await runbookd(["import", "--data", join(dir, "data"), dir]);
        assert.equal(result.code, 1);
        assert.match(result.stdout + result.stderr, /codes\.tsv:3/);
    });
});

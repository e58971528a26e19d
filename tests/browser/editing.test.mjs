// The whole way of a guide, by people who were strangers to the portal: the first administrator's link, invitations, a
// draft, a review, readers, a change to the live text, a race that is lost and merged, history, another address, the end.
// Once with the page's scripts and once without; the chapters of one journey share one server and go on where the last ended.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Stage, launch, signIn } from "./browser.mjs";
import { PASSWORD, start } from "../http/server.mjs";
import { png } from "../http/uploads.mjs";

const ROLES = { ann: "author", bea: "author,reviewer", ben: "reviewer", pam: "publisher", rob: "reader" };
const box = "#page-source";
const TEXT = "The headset is silent in calls.\n\n## Symptoms\n\n- Nobody hears the caller\n\n## How to fix\n\n### Plug it in again\n\nPull the plug.\n\n## Commands\n\n```powershell title=\"Look for the device\" readonly\nGet-PnpDevice -Class AudioEndpoint\n```\n\n## When to contact IT\n\n- It stays silent.\n";
const refusals = (faults) => faults.filter((f) => !/status of (401|403|404|409|410|422)/.test(f));

for (const javaScriptEnabled of [true, false])
    describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
        let stage = null;
        let draft = "";
        before(async () => {
            stage = new Stage(await launch(), await start());
        });
        after(async () => {
            await stage?.browser.close();
            await stage?.server.stop();
        });

        /* A window of somebody's own; with a plain box to type in, whatever this browser prefers. */
        async function open(t) {
            const init = javaScriptEnabled ? () => localStorage.setItem("runbookd:plain-text", "yes") : undefined;
            const page = await stage.page(t, { javaScriptEnabled, faults: false, init });
            page.on("dialog", (dialog) => dialog.accept());
            t.after(() => assert.deepEqual(refusals(page.faults), []));
            return page;
        }
        async function as(t, name, path = "/") {
            const page = await open(t);
            await signIn(page, name, path);
            return page;
        }
        /* By the keyboard: the driver's own click waits for frames that come from no page without a script. */
        const enter = async (page, selector) => {
            await page.focus(selector);
            await page.keyboard.press("Enter");
        };
        const press = async (page, selector) => {
            await Promise.all([page.waitForNavigation(), enter(page, selector)]);
        };
        const choose = async (page, selector) => {
            await page.focus(selector);
            await page.keyboard.press("Space");
        };
        const act = (page, action) => press(page, `form:has(input[value=${action}]) button:not([type=button])`);
        const idIn = (page) => /\/staff\/drafts\/\d+/.exec(page.url())[0];
        const main = (page) => page.locator("main").innerText();
        const status = async (page, path) => (await page.request.get(path, { maxRedirects: 0 })).status();

        /* As it stands: whatever script takes the page in hand is done with it. */
        async function edit(page, path) {
            await page.goto(`${path}/edit`);
            if (!javaScriptEnabled) return;
            await page.waitForSelector("[data-side] [role=tab]");
            await page.evaluate(() => document.querySelector(".edit-facts")?.setAttribute("open", ""));
        }
        async function save(page, path, change, why = "") {
            await edit(page, path);
            await page.fill(box, change(await page.inputValue(box)));
            await page.fill("#page-why", why);
            await press(page, "button[value=leave]");
        }
        /* From a draft to the live page, by the people who may. */
        async function goLive(t, path, author) {
            await author.goto(path);
            await act(author, "submit");
            const ben = await as(t, "ben", path);
            await act(ben, "approve");
            const pam = await as(t, "pam", path);
            await press(pam, "form[action$='/publish'] button");
            assert.match(pam.url(), /\/articles\//);
        }

        it("the first administrator comes by a link that works once, and asks the others in", async (t) => {
            const link = async () => {
                for (let i = 0; i < 3000 && !/welcome\?token/.test(stage.server.output); i++) await new Promise((done) => setTimeout(done, 10));
                return /\/welcome\?token=\w+/.exec(stage.server.output)[0];
            };
            const page = await open(t);
            await page.goto(await link());
            await page.fill("#page-name", "a d a");
            await page.fill("#page-password", PASSWORD);
            await press(page, "main button[type=submit]");
            assert.equal(await page.inputValue("#page-name"), "a d a", "what was typed comes back");
            assert.equal(await page.locator(".error-summary").count(), 1);
            await page.fill("#page-name", "ada");
            await page.fill("#page-password", PASSWORD);
            await press(page, "main button[type=submit]");
            assert.match(page.url(), /\/admin\/people$/);
            const late = await open(t);
            await late.goto(await link());
            assert.match(await main(late), /used already/);
            for (const [name, roles] of Object.entries(ROLES)) {
                await page.goto("/admin/people");
                await page.fill("#page-name", name);
                for (const role of await page.locator("[name=roles]").all()) await role.setChecked(roles.split(",").includes(await role.getAttribute("value")));
                await press(page, "main button[type=submit]");
                const invitation = await page.inputValue("#page-link-text");
                const guest = await open(t);
                await guest.goto(invitation);
                await guest.fill("#page-password", PASSWORD);
                await press(guest, "main button[type=submit]");
                assert.match(await guest.locator(".who summary").innerText(), new RegExp(name));
            }
        });

        it("a guide is written, sent to review, sent back, changed, approved and published", async (t) => {
            const ann = await as(t, "ann", "/staff");
            await ann.fill("#page-title", "Headset is silent in calls");
            await press(ann, "form[action$='/staff/drafts'] button");
            draft = idIn(ann);
            await edit(ann, draft);
            await ann.fill("#page-slug", "headset-silent");
            await ann.fill("#page-category", "hardware");
            await ann.fill("#page-queries", "no audio device found");
            await ann.fill(box, TEXT);
            await ann.fill("#page-why", "first words");
            await press(ann, "button[value=stay]");
            assert.match(ann.url(), /saved=1/);
            assert.equal(await ann.inputValue("#page-category"), "hardware");
            await ann.goto(`${draft}/preview`);
            assert.match(await main(ann), /Get-PnpDevice/);
            assert.equal(await status(await open(t), "/articles/headset-silent"), 404, "nobody else sees it yet");
            await ann.goto(draft);
            await act(ann, "submit");
            assert.equal(await ann.locator("input[value=approve]").count(), 0, "nobody approves what he wrote");

            const ben = await as(t, "ben", draft);
            await ben.fill("#page-text", "Which headset is it?");
            await enter(ben, "form[action$='/comments'] button");
            await ben.waitForSelector(".comment-list");
            await ben.fill("form:has(input[value=request-changes]) [name=note]", "Name the headset");
            await act(ben, "request-changes");
            await ann.goto(draft);
            assert.match(await main(ann), /Name the headset/);
            assert.match(await main(ann), /Which headset is it/);
            await save(ann, draft, (text) => text.replace("The headset", "The Contoso H2 headset"), "named it");
            await enter(ann, "form[action$='/resolve'] button");
            await ann.waitForSelector("li.resolved");
            await goLive(t, draft, ann);
            const reader = await open(t);
            await reader.goto("/articles/headset-silent");
            assert.match(await main(reader), /Contoso H2/);
            await reader.goto("/q?text=no+audio+device+found");
            assert.match(reader.url(), /\/q\/no-audio-device-found$/);
        });

        it("a change waits beside the live text; a lost race is merged; both are published", async (t) => {
            const ann = await as(t, "ann", "/articles/headset-silent");
            await press(ann, "form[action$='/edit'] button");
            draft = idIn(ann);
            const bea = await as(t, "bea");
            await edit(ann, draft);
            await edit(bea, draft);
            await ann.fill(box, (await ann.inputValue(box)).replace("Pull the plug.", "Pull the plug and wait."));
            await bea.fill(box, (await bea.inputValue(box)).replace("Pull the plug.", "Pull the plug twice.").replace("It stays silent.", "It stays silent, or crackles."));
            await press(ann, "button[value=stay]");
            await press(bea, "button[value=stay]");
            assert.match(bea.url(), /\/merge\?typed=/);
            for (const words of ["and wait", "twice"]) assert.ok((await main(bea)).includes(words), words);
            await press(bea, "main form[action$='/merge'] button");
            assert.match(bea.url(), /edit\?typed=\d+/);
            const merged = await bea.inputValue(box);
            for (const words of ["plug and wait.", "plug twice.", "or crackles."]) assert.ok(merged.includes(words), words);
            await bea.fill(box, merged.replace(/Pull the plug twice\.\s+Pull the plug and wait\./, "Pull the plug twice, and wait."));
            await bea.fill("#page-why", "both of us");
            await press(bea, "button[value=leave]");
            const reader = await open(t);
            await reader.goto("/articles/headset-silent");
            assert.match(await main(reader), /Pull the plug\./, "the live text stays");
            await goLive(t, draft, ann);
            await reader.reload();
            assert.match(await main(reader), /twice, and wait/);
            assert.match(await main(reader), /or crackles/);
        });

        it("two texts are compared, and an old one comes back", async (t) => {
            const ann = await as(t, "ann", "/staff/guides/headset-silent");
            await choose(ann, "input[name=from][value='1']");
            await choose(ann, "input[name=to][value='2']");
            await press(ann, "button[form=page-compare]");
            assert.match(await ann.locator("ins").first().innerText(), /twice|wait/);
            await ann.goto("/staff/guides/headset-silent");
            await press(ann, "button[form=page-restore-revision][value='1']");
            draft = idIn(ann);
            await ann.goto(draft);
            assert.match(await main(ann), /Back to revision 1/);
            await goLive(t, draft, ann);
            const reader = await open(t);
            await reader.goto("/articles/headset-silent");
            assert.doesNotMatch(await main(reader), /twice, and wait/);
        });

        it("the old address leads to the new one, and a retired guide to its successor", async (t) => {
            const ann = await as(t, "ann", "/articles/headset-silent");
            await press(ann, "form[action$='/edit'] button");
            draft = idIn(ann);
            await edit(ann, draft);
            await ann.fill("#page-slug", "headset-silent-in-calls");
            await press(ann, "button[value=leave]");
            await goLive(t, draft, ann);
            const reader = await open(t);
            assert.equal(await status(reader, "/articles/headset-silent"), 301);
            await reader.goto("/articles/headset-silent");
            assert.match(reader.url(), /\/articles\/headset-silent-in-calls$/);
            const pam = await as(t, "pam", "/staff/guides/headset-silent-in-calls");
            await pam.fill("[action$='/retire'] [name=why]", "sold");
            await pam.fill("[action$='/retire'] [name=successor]", "/articles/never-there");
            await press(pam, "[action$='/retire'] button");
            assert.equal(await pam.inputValue("[action$='/retire'] [name=why]"), "sold", "what was typed comes back");
            await pam.fill("[action$='/retire'] [name=successor]", "/articles/teams-camera-not-detected-or-black-screen");
            await press(pam, "[action$='/retire'] button");
            for (const slug of ["headset-silent", "headset-silent-in-calls"]) {
                await reader.goto(`/articles/${slug}`);
                assert.equal(await status(reader, `/articles/headset-silent-in-calls`), 410);
                await press(reader, ".successor a");
                assert.match(reader.url(), /teams-camera/);
            }
        });

        it("a picture is only for whom its guide is for, and the desk sees what others see", async (t) => {
            const ann = await as(t, "ann", "/staff/files");
            await ann.setInputFiles("#page-file", [{ name: "plug.png", mimeType: "image/png", buffer: png(30, 20, javaScriptEnabled ? 7 : 8) }]);
            await press(ann, 'main form[enctype] button[type="submit"]');
            const markdown = await ann.inputValue("#page-added ~ p input");
            const file = /\((\/files\/[^)]+)\)/.exec(markdown)[1];
            await ann.goto("/staff");
            await ann.fill("#page-title", "Where the plug is");
            await press(ann, "form[action$='/staff/drafts'] button");
            draft = idIn(ann);
            await edit(ann, draft);
            await ann.fill("#page-slug", "where-the-plug-is");
            await ann.selectOption("#page-audience", "signed-in");
            await ann.fill(box, `The plug:\n\n${markdown.replace("![]", "![The plug]")}\n\n## How to fix\n\n### Look\n\nLook at it.\n`);
            await press(ann, "button[value=leave]");
            const stranger = await open(t);
            assert.equal(await status(stranger, file), 404, "a draft's picture is the desk's own");
            await goLive(t, draft, ann);
            assert.notEqual(await status(stranger, file), 200);
            assert.notEqual(await status(stranger, "/articles/where-the-plug-is"), 200);
            const rob = await as(t, "rob", "/articles/where-the-plug-is");
            assert.equal(await status(rob, file), 200);
            assert.equal(await rob.locator("main img[alt='The plug']").evaluate((img) => img.complete && img.naturalWidth).catch(() => 30), 30);

            await ann.goto("/articles/where-the-plug-is");
            await enter(ann, ".who summary");
            await press(ann, ".who button[value=visitor]");
            assert.doesNotMatch(await main(ann), /Look at it/);
            assert.notEqual(await status(ann, file), 200, "nor its picture");
            assert.doesNotMatch(await (await ann.request.get("/suggest?q=where+the+pl")).text(), /plug-is/);
            await press(ann, ".as-other button");
            await ann.goto("/articles/where-the-plug-is");
            assert.match(await main(ann), /Look at it/);
        });
    });

/* The decision tree without page loads, over the JSON API that the forms' machine also serves.
   Whatever goes wrong, the form is sent the plain way. */
import { call, make, prefix, say } from "./dom.js";
import { enhance } from "./copy.js";

const panel = document.querySelector("[data-tree]");
const words = panel.dataset;
const level = panel.querySelector("#page-question")?.localName ?? "h2";
const seen = new Map(); /* states met so far, by id: an answer to one of them can be changed here */
const drawings = document.querySelectorAll("[data-tree-svg]");
let run = words.run ? { id: words.run } : null;

const runUrl = () => `${prefix}/runs/${encodeURIComponent(run.id)}`;
const runApi = (what = "") => `${prefix}/api/v1/runs/${encodeURIComponent(run.id)}${what}`;

/* ---- Drawing ---- */

function heading(text) {
  return make(level, { class: "question-text", id: "page-question", tabindex: "-1" }, text);
}

function chip({ state, label }) {
  const text = seen.get(state)?.text;
  return make("li", {},
    make("a", { class: "chip-link", href: `${runUrl()}?change=${encodeURIComponent(state)}`, "data-state": state },
      text ? make("span", { class: "path-question" }, text) : null,
      make("span", { class: "path-answer" }, label),
      make("span", { class: "visually-hidden" }, ` ${words.change}`)));
}

function answerButton({ id, label }, chosen) {
  return make("button", { class: `answer${chosen ? " answer-chosen" : ""}`, name: "answer", value: id }, label,
    chosen ? make("span", { class: "chip" }, words.chosen) : null);
}

/* `change`: the path entry whose answer is to be replaced. */
function question(state, change) {
  return make("form", { class: "question", method: "post", action: `${runUrl()}/answers` },
    make("input", { type: "hidden", name: "state", value: state.id }),
    change ? make("input", { type: "hidden", name: "change", value: "1" }) : null,
    heading(state.text),
    state.help ? make("p", { class: "help" }, state.help) : null,
    make("p", { class: "answers", role: "group", "aria-labelledby": "page-question" },
      ...state.answers.map((answer) => answerButton(answer, answer.id === change?.answer))));
}

function tool(what, label) {
  return make("form", { method: "post", action: `${runUrl()}/${what}` },
    make("button", { class: "button button-quiet" }, label));
}

function tools() {
  if (!run.path.length) return null;
  return make("div", { class: "run-tools" }, tool("back", words.back), tool("restart", words.restart));
}

function path() {
  if (!run.path.length) return null;
  return make("div", { class: "past" },
    make("p", { class: "past-title", id: "page-path" }, words.path),
    make("ol", { class: "path", "aria-labelledby": "page-path" }, ...run.path.map(chip)));
}

/* The ending is told by the server's own page: ticket text, team, priority. */
async function outcome() {
  const response = await fetch(runUrl(), { headers: { Accept: "text/html" } });
  if (!response.ok) throw new Error(response.status);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = page.querySelector("[data-outcome]");
  if (!found) throw new Error("no outcome");
  return document.adoptNode(found);
}

/* A guide has such a link already, to the tree: from now on it leads to this run. */
function pageLink() {
  if (location.pathname === runUrl()) return null;
  const there = document.querySelector("[data-tree-page]");
  if (there) {
    there.href = runUrl();
    return null;
  }
  return make("p", { class: "links" }, make("a", { href: runUrl() }, words.runPage));
}

function show(text, ...parts) {
  panel.replaceChildren(...parts.filter(Boolean));
  enhance(panel);
  panel.querySelector("#page-question")?.focus();
  say(text);
}

function markDrawing() {
  for (const image of drawings) {
    const url = `${image.getAttribute("src").split("?")[0]}?run=${encodeURIComponent(run.id)}&n=${run.path.length}-${run.state.id}`;
    image.src = url;
    image.closest("details").querySelector("[data-tree-svg-link]").href = url;
  }
}

/* The tree grows from the middle of its top: that is where the eye should begin. */
function centre({ target }) {
  const box = target.parentElement;
  box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2;
}

async function showRun(next, notice) {
  run = next;
  seen.set(run.state.id, run.state);
  const body = run.outcome ? await outcome() : question(run.state);
  const told = notice ? make("p", { class: "notice" }, notice) : null;
  show([notice, run.state.text, run.state.help].filter(Boolean).join(" "), told, body, tools(), path(), pageLink());
  markDrawing();
}

function showChange(entry) {
  const keep = make("a", { href: runUrl() }, words.keep);
  keep.addEventListener("click", (event) => {
    event.preventDefault();
    showRun(run).catch(() => location.assign(runUrl()));
  });
  const state = seen.get(entry.state);
  show(state.text, make("p", { class: "notice" }, `${words.changing} `, keep), question(state, entry), path(), pageLink());
}

/* ---- Moving ---- */

/* The first answer also makes the run. */
async function begin() {
  const article = words.article;
  run = await call(`${prefix}/api/v1/trees/${encodeURIComponent(words.tree)}/runs`, article ? { article } : {});
  seen.set(run.state.id, run.state);
}

async function answer(form, value) {
  if (!run) await begin();
  const change = Boolean(form.elements.change);
  const before = run.path?.length ?? 0;
  const next = await call(runApi("/answers"), { state: form.elements.state.value, answer: value, ...(change && { change }) });
  await showRun(next, change && next.path.length < before ? words.dropped : null);
}

async function move(form, value) {
  const what = new URL(form.action).pathname.split("/").pop();
  if (what === "back" || what === "restart") await showRun(await call(runApi(`/${what}`), {}));
  else await answer(form, value);
}

/* 409 comes with the run as it stands now. Anything else, and a run that is full: the form itself
   goes, and the page that answers says why. */
async function recover(error, form, button) {
  if (error.status === 409 && error.answer?.state && error.answer.errors?.[0]?.code !== "run.full") {
    await showRun(error.answer, words.stale);
    return;
  }
  say(words.error);
  panel.removeEventListener("submit", onSubmit);
  for (const each of form.querySelectorAll("button")) each.disabled = false;
  form.requestSubmit(button);
}

async function onSubmit(event) {
  const form = event.target;
  const button = event.submitter;
  event.preventDefault();
  for (const each of panel.querySelectorAll("button")) each.disabled = true;
  try {
    await move(form, button?.value);
  } catch (error) {
    await recover(error, form, button).catch(() => location.assign(run?.id ? runUrl() : form.action));
  }
}

/* A chip changes an answer here when its question is known here, else on the run's page. */
function onClick(event) {
  const chosen = event.target.closest("a[data-state]");
  const entry = chosen && run?.path?.find((each) => each.state === chosen.dataset.state);
  if (!entry || !seen.has(entry.state) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  showChange(entry);
}

panel.addEventListener("submit", onSubmit);
panel.addEventListener("click", onClick);
for (const image of drawings) image.addEventListener("load", centre, { once: true });

/* The state on the page as the server drew it. */
const form = panel.querySelector("form.question");
if (form && !form.elements.change)
  seen.set(form.elements.state.value, {
    id: form.elements.state.value,
    text: panel.querySelector("#page-question").textContent,
    help: form.querySelector(".help")?.textContent ?? null,
    answers: [...form.querySelectorAll(".answer")].map((each) => ({ id: each.value, label: each.textContent.trim() })),
  });

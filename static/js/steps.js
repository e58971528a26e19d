/* The accordion: opens from a deep link, all at once, and for print; remembers what is done. */
import { fill } from "./dom.js";

/* What a link points at is shown, however deep it is folded away. */
function reveal() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  if (!target) return;
  let opened = false;
  for (let at = target; at; at = at.parentElement)
    if (at instanceof HTMLDetailsElement && !at.open) opened = at.open = true;
  if (opened) target.scrollIntoView();
}

const panel = document.querySelector("[data-steps]");
const steps = panel ? [...panel.querySelectorAll("details[data-step]")] : [];
const slug = document.querySelector("[data-article]")?.dataset.article;
const key = `runbookd:steps:${slug}`;

function load() {
  try {
    return new Set(JSON.parse(localStorage.getItem(key) ?? "[]"));
  } catch {
    return new Set();
  }
}

function save(done) {
  try {
    if (done.size) localStorage.setItem(key, JSON.stringify([...done]));
    else localStorage.removeItem(key);
  } catch {
    /* storage is off: the marks last until the page is left */
  }
}

const done = load();

function paint() {
  for (const step of steps) {
    const is = done.has(step.id);
    step.parentElement.classList.toggle("is-done", is);
    step.querySelector("[data-done]").setAttribute("aria-pressed", is);
  }
  const progress = panel.querySelector("[data-progress]");
  const count = steps.filter((step) => done.has(step.id)).length;
  progress.textContent = count ? fill(progress.dataset.progress, count, steps.length) : "";
}

/* Done: fold it away and go on to the next one that is not. */
function finish(step) {
  if (done.delete(step.id)) return;
  done.add(step.id);
  const next = steps.slice(steps.indexOf(step) + 1).find((other) => !done.has(other.id));
  if (!next) return;
  step.open = false;
  next.open = true;
  next.querySelector("summary").focus();
}

function startSteps() {
  const tools = panel.querySelector("[data-step-tools]");
  const all = tools.querySelector("[data-open-all]");
  const words = { open: all.textContent, close: all.dataset.close };
  tools.hidden = steps.length < 2;
  const label = () => (all.textContent = steps.every((step) => step.open) ? words.close : words.open);
  all.addEventListener("click", () => {
    const open = !steps.every((step) => step.open);
    for (const step of steps) step.open = open;
    label();
  });
  for (const step of steps) {
    const button = step.querySelector("[data-done]");
    button.hidden = false;
    button.addEventListener("click", () => {
      finish(step);
      save(done);
      paint();
    });
    step.addEventListener("toggle", label);
  }
  paint();
}

if (steps.length) startSteps();
reveal();
addEventListener("hashchange", reveal);
/* A click on the link of the step where one already is changes no hash. */
addEventListener("click", (event) => {
  if (event.target.closest?.("a[href^='#']")?.hash === location.hash) reveal();
});

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("[data-steps] details:not([open]), .prose details:not([open])")];
  for (const details of closed) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of closed) details.open = false;
  closed = [];
});

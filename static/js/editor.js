/* The editor, made better: toolbar, keys, preview, outline and remarks beside the text, and nothing
   typed is lost. Without this module its page is a form that works. */
import { fill, make, say } from "./dom.js";
import { keeping } from "./editor_keep.js";
import { previewing } from "./editor_preview.js";
import { block, file, goTo, items, lineOf, link, wrap } from "./editor_text.js";
import { isRich, markdownOf } from "./markdown_paste.js";
import { textSurface } from "./text_surface.js";
import { enableUploads } from "./uploads.js";

const form = document.querySelector("form[data-editor]");
const area = form.querySelector("textarea[name=text]");
const field = area.closest(".field");
const tools = document.querySelector("template[data-editor-tools]").content.cloneNode(true);
const words = tools.querySelector("[data-editor-words]").dataset;
const bar = tools.querySelector("[role=toolbar]");
const side = tools.querySelector("[data-side]");
const keys = tools.querySelector("[data-keys]");
const state = bar.parentElement.querySelector("[data-state]");
const plain = bar.parentElement.querySelector("[data-plain]");
const box = textSurface(area, form.querySelector(`label[for="${area.id}"]`).textContent, (remark) => showRemark(remark));
let remarks = [];

/* ---- the page ---- */

function foldFacts() {
  const facts = form.querySelector(".edit-fields");
  if (!facts) return;
  const isNew = !facts.querySelector("[name=slug]")?.value || document.querySelector(".error-summary");
  const legend = facts.querySelector("legend");
  const fold = make("details", { class: "edit-facts", open: Boolean(isNew) }, make("summary", {}, legend.textContent));
  legend.classList.add("visually-hidden");
  facts.before(fold);
  fold.append(facts);
}

function build() {
  foldFacts();
  form.classList.add("has-side");
  form.closest("main").classList.add("editor-wide");
  form.querySelector(".edit-text").prepend(keys);
  field.before(bar.parentElement);
  form.querySelector(".edit-columns").append(side);
}

/* ---- toolbar: one stop of Tab, arrows within ---- */

const inserts = {
  bold: () => wrap(box, "**", words.text),
  italic: () => wrap(box, "*", words.text),
  code: () => wrap(box, "`", words.text),
  link: () => link(box, words.text),
  list: () => items(box, false),
  numbers: () => items(box, true),
};

function press(button) {
  if (button.dataset.pattern) block(box, button.dataset.pattern);
  else inserts[button.dataset.do]();
}

function moveIn(event) {
  const buttons = [...bar.querySelectorAll("button")];
  const at = buttons.indexOf(event.target.closest("button"));
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "Escape") box.focus();
  if (to === undefined || at < 0) return;
  event.preventDefault();
  const next = buttons.at(to % buttons.length);
  for (const each of buttons) each.tabIndex = each === next ? 0 : -1;
  next.focus();
}

function enableBar() {
  bar.querySelectorAll("button").forEach((button, i) => (button.tabIndex = i ? -1 : 0));
  bar.addEventListener("keydown", moveIn);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) press(button);
  });
}

/* ---- the plain box, or the one with line numbers ---- */

function enablePlain() {
  const show = (isPlain) => (plain.checked = isPlain);
  plain.addEventListener("change", () => box.choosePlain(plain.checked).catch(() => true).then(show));
  form.querySelector(`label[for="${area.id}"]`).addEventListener("click", (event) => {
    event.preventDefault();
    box.focus();
  });
  return box.ready.then(show);
}

/* ---- tabs ---- */

function choose(tab, focus) {
  for (const each of side.querySelectorAll("[role=tab]")) {
    const is = each === tab;
    each.setAttribute("aria-selected", String(is));
    each.tabIndex = is ? 0 : -1;
    side.querySelector(`#${each.getAttribute("aria-controls")}`).hidden = !is;
  }
  if (focus) tab.focus();
}

function enableTabs() {
  const tabs = [...side.querySelectorAll("[role=tab]")];
  for (const tab of tabs) tab.addEventListener("click", () => choose(tab, false));
  side.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
    const to = { ArrowRight: 1, ArrowLeft: -1, Home: -tabs.indexOf(event.target), End: tabs.length - 1 - tabs.indexOf(event.target) }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(tabs.at((tabs.indexOf(event.target) + to) % tabs.length), true);
  });
  choose(tabs[0], false);
}

/* ---- remarks and outline ---- */

function goToRemark({ line, field }) {
  const control = field && form.querySelector(`#page-${CSS.escape(field)}`);
  if (line) goTo(box, line);
  else if (control) {
    control.closest("details")?.setAttribute("open", "");
    control.focus();
  } else box.focus();
}

function remarkItem(remark) {
  const isFault = remark.severity === "error";
  const place = remark.line ? fill(words.line, remark.line) : words.whole;
  const button = make("button", { type: "button", class: "remark" },
    make("span", { class: isFault ? "chip chip-admin" : "chip chip-warning" }, isFault ? words.fault : words.remark),
    make("span", { class: "remark-place" }, place), make("span", { class: "remark-words" }, remark.message));
  button.addEventListener("click", () => goToRemark(remark));
  return make("li", {}, button);
}

const order = (a, b) => (a.severity === b.severity ? (a.line ?? 0) - (b.line ?? 0) : a.severity === "error" ? -1 : 1);

/* The words of a line's mark: they stand in the list. */
function showRemark(remark) {
  choose(side.querySelector("#page-tab-remarks"), false);
  side.querySelectorAll(".remark")[remarks.indexOf(remark)]?.focus();
}

function showRemarks(problems) {
  const before = remarks.map((r) => r.severity).join();
  remarks = problems.toSorted(order);
  side.querySelector("[data-remarks]").replaceChildren(...remarks.map(remarkItem));
  box.mark(remarks);
  side.querySelector("[data-no-remarks]").hidden = remarks.length > 0;
  const count = side.querySelector("[data-remark-count]");
  const faults = remarks.filter((r) => r.severity === "error").length;
  count.textContent = remarks.length;
  count.classList.toggle("has-faults", faults > 0);
  side.querySelector("[data-faulty]").hidden = !faults;
  if (before !== remarks.map((r) => r.severity).join()) say(fill(words.counted, faults, remarks.length - faults));
}

function showOutline(outline, preview) {
  side.querySelector("[data-outline]").replaceChildren(...outline.map(({ level, title, anchor, line }) => {
    const button = make("button", { type: "button", class: `outline-${level}` }, title);
    button.addEventListener("click", () => {
      goTo(box, line);
      preview.reveal(anchor);
    });
    return make("li", {}, button);
  }));
}

function nextRemark() {
  const here = lineOf(box.value, box.selectionStart);
  const lines = remarks.filter((r) => r.line).toSorted((a, b) => a.line - b.line);
  const next = lines.find((r) => r.line > here) ?? lines[0];
  if (!next) return say(words.noRemarks);
  goToRemark(next);
  return say(`${fill(words.line, next.line)}: ${next.message}`);
}

/* ---- keys ---- */

const commands = { s: () => form.requestSubmit(form.querySelector("button[value=stay]")), b: inserts.bold, i: inserts.italic, e: inserts.code, k: inserts.link };
let plainPaste = false;

function onKey(event) {
  const control = (event.ctrlKey || event.metaKey) && !event.altKey;
  const key = event.key.toLowerCase();
  plainPaste = control && event.shiftKey && key === "v";
  if (event.altKey && event.key === "F10") {
    event.preventDefault();
    bar.querySelector("button[tabindex='0']").focus();
  } else if (event.key === "F8" && !control && !event.altKey) {
    event.preventDefault();
    nextRemark();
  } else if (control && !event.shiftKey && commands[key] && (key === "s" || box.holds(event.target))) {
    event.preventDefault();
    commands[key]();
  }
}

/* ---- paste ---- */

const isInFence = () => (box.value.slice(0, box.selectionStart).match(/^ {0,3}(```|~~~)/gm) ?? []).length % 2 === 1;

function onPaste(event) {
  if (!box.holds(event.target) || plainPaste || isInFence()) return;
  const html = event.clipboardData?.getData("text/html") ?? "";
  const markdown = html && isRich(html) ? markdownOf(html) : "";
  if (!markdown) return;
  event.preventDefault();
  event.stopPropagation();
  box.type(markdown);
  say(words.pasted);
}

/* ---- what became of the text ---- */

const loud = new Set(["offline", "signedOut", "refused"]);
let told = "";

function tell(which) {
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  state.textContent = fill(words[which], time);
  state.dataset.state = which;
  state.classList.toggle("is-bad", loud.has(which));
  if (which === "signedOut") state.append(" ", make("a", { href: words.login, target: "_blank", rel: "noopener" }, words.signIn));
  if (which !== told && which !== "waiting" && (loud.has(which) || loud.has(told))) say(state.textContent);
  if (which !== "waiting") told = which;
}

function offer(kept) {
  const found = kept.left();
  if (!found) return;
  const notice = tools.querySelector("[data-left]") ?? document.querySelector("[data-left]");
  notice.hidden = false;
  form.before(notice);
  notice.querySelector("[data-use]").addEventListener("click", () => {
    kept.use(found);
    notice.remove();
    box.focus();
  });
  notice.querySelector("[data-drop]").addEventListener("click", () => {
    kept.forget();
    notice.remove();
    box.focus();
  });
}

/* ---- where one was, after saving ---- */

const place = `runbookd:place:${location.pathname}`;

function rememberPlace() {
  try {
    sessionStorage.setItem(place, JSON.stringify([box.selectionStart, box.selectionEnd, box.scrollTop, scrollY]));
  } catch {
    /* storage is off */
  }
}

function backToPlace() {
  try {
    const found = JSON.parse(sessionStorage.getItem(place));
    sessionStorage.removeItem(place);
    if (!found || !new URLSearchParams(location.search).has("saved")) return;
    box.focus({ preventScroll: true });
    box.setSelectionRange(found[0], found[1]);
    [, , box.scrollTop] = found;
    scrollTo(0, found[3]);
  } catch {
    /* storage is off */
  }
}

build();
enableBar();
enableTabs();
const ready = enablePlain();
const kept = keeping(form, { url: form.dataset.typedUrl, tell, put: { text: (words) => (box.value = words) } });
const preview = previewing(form, side.querySelector("[data-preview]"), {
  url: form.dataset.previewUrl,
  show({ outline, problems }) {
    showRemarks(problems);
    if (outline.length || !problems.some((p) => p.severity === "error")) showOutline(outline, preview);
  },
  fail: () => say(words.previewFailed),
});
document.addEventListener("keydown", onKey);
form.addEventListener("paste", onPaste, true);
form.addEventListener("submit", rememberPlace);
enableUploads({ url: area.dataset.uploadUrl, csrf: () => form.elements.csrf.value, tools: form.querySelector("[data-uploads]"), target: field, insert: (markdown) => file(box, markdown) });
offer(kept);
ready.then(() => (area.dataset.line ? goTo(box, Number(area.dataset.line)) : backToPlace()));

/* Copy buttons: a whole block, one line of it, or a field. On plain http:// there is no
   clipboard API; then a hidden textarea and execCommand do the copying. */
import { fill, make, say } from "./dom.js";

const words = document.body.dataset;
let last = null;

/* What is said when a command was copied that still has placeholders (params.js). */
const openWords = () => document.querySelector("[data-fill-words]")?.dataset.copiedOpen ?? words.copied;

function copyByCommand(text) {
  const focused = document.activeElement;
  const area = make("textarea", { class: "visually-hidden", readonly: true, "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    done = false;
  }
  area.remove();
  focused?.focus({ preventScroll: true });
  return done;
}

export async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext)
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      /* refused: the old way is left */
    }
  return copyByCommand(text);
}

function restore() {
  if (!last) return;
  last.button.classList.remove("copied");
  last.button.textContent = last.label;
  last = null;
}

async function copyFrom(button, text, source) {
  const done = await copyText(text);
  restore();
  if (!done) {
    getSelection().selectAllChildren(source);
    say(words.copyFailed);
    return;
  }
  last = { button, label: button.textContent };
  button.classList.add("copied");
  if (!button.closest(".line-buttons")) button.textContent = words.copied;
  say(source.dataset.stillOpen ? fill(openWords(), source.dataset.stillOpen) : words.copied);
}

function onCopy(button, text, source) {
  button.addEventListener("click", () => copyFrom(button, text(), source));
  button.addEventListener("blur", restore);
}

/* As they stand now: a reader's values may have come in. */
const linesOf = (code) => code.textContent.replace(/\r?\n$/, "").split(/\r?\n/);

function lineButtons(code) {
  const column = make("div", { class: "line-buttons" });
  linesOf(code).forEach((line, i) => {
    const label = fill(words.copyLine, i + 1);
    const button = make("button", { type: "button", "aria-label": label, title: label }, String(i + 1));
    onCopy(button, () => linesOf(code)[i], code);
    column.append(button);
  });
  return column;
}

/* Commands stand in a terminal with a bar; a block inside a text gets one here. */
function terminalOf(pre) {
  const found = pre.closest(".terminal");
  if (found) return found;
  const terminal = make("div", { class: "terminal" }, make("div", { class: "terminal-bar" }));
  pre.replaceWith(terminal);
  terminal.append(pre);
  return terminal;
}

function enhanceBlock(pre) {
  const code = pre.querySelector("code") ?? pre;
  const name = document.getElementById(pre.getAttribute("aria-labelledby"))?.textContent;
  const button = make("button", { type: "button", class: "copy", "aria-label": name && `${words.copy}: ${name}` }, words.copy);
  onCopy(button, () => code.textContent, code);
  terminalOf(pre).querySelector(".terminal-bar").append(button);
  if (linesOf(code).length < 2) return;
  const block = make("div", { class: "code-block" });
  pre.replaceWith(block);
  block.append(lineButtons(code), pre);
}

export function enhance(root) {
  for (const pre of root.querySelectorAll("pre.code")) if (!pre.closest(".terminal")?.querySelector(".copy")) enhanceBlock(pre);
  for (const button of root.querySelectorAll("[data-copy-from]")) {
    const field = document.getElementById(button.dataset.copyFrom);
    if (!field || !button.hidden) continue;
    button.hidden = false;
    onCopy(button, () => field.value, field);
  }
}

enhance(document);

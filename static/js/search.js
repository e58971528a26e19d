/* "/" goes to the search box; suggestions by the ARIA combobox pattern (list, manual choice). */
import { fill, make, say } from "./dom.js";

const form = document.querySelector("form.search");
const input = form?.querySelector("input");
let options = [];
let active = -1;
let pending = null;

function isTyping(element) {
  return element.closest?.("input, textarea, select, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  input?.focus();
  input?.select();
});

const list = make("ul", { id: "page-suggest", class: "suggest", role: "listbox", hidden: true });

function close() {
  pending?.abort();
  list.hidden = true;
  active = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

/* The address is absolute, for browsers that ask; here it stays on the host that one came by. */
function choose(index) {
  const { pathname, search, hash } = new URL(options[index].url, location);
  location.assign(pathname + search + hash);
}

function activate(index) {
  list.children[active]?.setAttribute("aria-selected", "false");
  active = index;
  if (active < 0) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  const option = list.children[active];
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option.id);
}

function show([query, texts, descriptions = [], urls = []]) {
  if (query !== input.value.trim() && input.value.trim() === "") return;
  options = texts.map((text, i) => ({ text, description: descriptions[i], url: urls[i] })).filter((o) => o.url);
  list.replaceChildren(
    ...options.map(({ text, description }, i) => {
      const item = make("li", { id: `page-suggest-${i}`, role: "option", "aria-selected": "false" }, text,
        description ? make("small", {}, description) : null);
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => choose(i));
      return item;
    }),
  );
  active = -1;
  list.hidden = !options.length;
  input.setAttribute("aria-expanded", String(!list.hidden));
  say(options.length ? fill(form.dataset.status, options.length) : form.dataset.none);
}

/* A newer key stroke calls the older question off. */
async function ask() {
  const text = input.value.trim();
  close();
  if (text.length < 2 || text.length > 200) return;
  pending = new AbortController();
  try {
    const response = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: pending.signal });
    if (response.ok && document.activeElement === input) show(await response.json());
  } catch {
    /* called off, or offline: the box works without */
  }
}

/* The caret goes where the key says, and the list lets go of its option. */
function toText(at) {
  activate(-1);
  input.setSelectionRange(at, at);
}

/* What a key does while the list is open. */
const keys = {
  ArrowDown: () => activate(active + 1 < options.length ? active + 1 : 0),
  ArrowUp: () => activate(active > 0 ? active - 1 : options.length - 1),
  Home: () => toText(0),
  End: () => toText(input.value.length),
  Escape: close,
};

function onKey(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.altKey) {
    if (event.key === "ArrowDown" && list.hidden) ask();
    else if (event.key === "ArrowUp") close();
    else return;
    event.preventDefault();
    return;
  }
  if (list.hidden) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    ask().then(() => list.hidden || keys[event.key]());
  } else if (event.key === "Enter" && active >= 0) {
    event.preventDefault();
    choose(active);
  } else if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
}

function startSuggest() {
  form.append(list);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  list.setAttribute("aria-label", input.labels[0].textContent);
  input.addEventListener("input", ask);
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
}

/* A long paste does not fit into an address: it goes as a POST. */
form?.addEventListener("submit", () => {
  form.method = encodeURIComponent(input.value).length > 1500 ? "post" : "get";
});

if (form?.dataset.suggest) startSuggest();

/* Narrowing stands beside the results where there is room, and is folded where there is none. */
const facets = document.querySelector("[data-facets]");
if (facets) {
  const wide = matchMedia("(min-width: 60.0625rem)");
  const fit = () => {
    if (wide.matches) facets.open = true;
  };
  wide.addEventListener("change", fit);
  fit();
}

/* Which result was opened is told to the search log. Browsers that follow the attribute ping do that
   without us; not all do, so a beacon stands in for it everywhere. */
for (const link of document.querySelectorAll(".hits a[ping]")) {
  const url = link.getAttribute("ping");
  link.removeAttribute("ping");
  const tell = (event) => event.button < 2 && navigator.sendBeacon?.(url);
  link.addEventListener("click", tell);
  link.addEventListener("auxclick", tell);
}

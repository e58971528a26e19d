/* The reader's own values in a command: typed into fields above it, quoted for its shell, shown in
   the block. They are kept by this page's fields alone; nothing is sent or stored. A parameter of
   one name has one value on the whole page. */
import { fillOf } from "./shell_quote.js";

const words = document.querySelector("[data-fill-words]")?.dataset ?? {};
const values = new Map();

const fieldsOf = (root, name) => [...root.querySelectorAll("[data-value-of]")].filter((f) => !name || f.dataset.valueOf === name);

function choicesOf(field) {
  return field.tagName === "SELECT" ? [...field.options].map((o) => o.value).filter(Boolean) : [];
}

/* One placeholder: its value, quoted, or its name again. Returns the message's key, if any. */
function showSpan(span, command, field) {
  const value = values.get(span.dataset.param) ?? "";
  span.dataset.open ??= span.textContent;
  const place = { family: command.dataset.family, place: span.dataset.place, starts: "starts" in span.dataset, type: span.dataset.type, choices: choicesOf(field) };
  const { text, fault } = value ? fillOf(place, value) : {};
  span.textContent = text ?? span.dataset.open;
  span.classList.toggle("is-filled", text !== undefined);
  return fault;
}

function showField(command, field) {
  const name = field.dataset.valueOf;
  const spans = [...command.querySelectorAll(".param")].filter((s) => s.dataset.param === name);
  const fault = spans.map((span) => showSpan(span, command, field)).find(Boolean);
  document.getElementById(field.getAttribute("aria-describedby")).textContent = fault ? words[fault] ?? words.text : "";
  if (fault) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

function show(command) {
  for (const field of fieldsOf(command)) showField(command, field);
  const open = [...command.querySelectorAll(".param:not(.is-filled)")].map((s) => s.dataset.open);
  const code = command.querySelector("pre.code code");
  if (open.length) code.dataset.stillOpen = [...new Set(open)].join(", ");
  else delete code.dataset.stillOpen;
  command.toggleAttribute("data-filled", !open.length);
}

/* A field shows the value of its name; a choice that has no such entry stays empty. */
function setValue(name, value) {
  values.set(name, value);
  for (const field of fieldsOf(document, name)) if (field.value !== value) field.value = value;
  for (const command of document.querySelectorAll(".command")) if (fieldsOf(command, name).length) show(command);
}

function clear(command) {
  const fields = fieldsOf(command);
  for (const field of fields) setValue(field.dataset.valueOf, "");
  fields[0]?.focus();
}

for (const command of document.querySelectorAll(".command:has([data-fill])")) {
  command.querySelector("[data-fill]").hidden = false;
  command.querySelector("[data-fill-clear]").addEventListener("click", () => clear(command));
  for (const field of fieldsOf(command)) field.addEventListener("input", () => setValue(field.dataset.valueOf, field.value.trim()));
  show(command);
}
for (const field of fieldsOf(document)) if (field.value && !values.get(field.dataset.valueOf)) setValue(field.dataset.valueOf, field.value.trim());

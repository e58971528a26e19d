/* The reader's own values in a command: typed into fields above it, quoted for its shell, shown in
   the block. They are kept by this page's fields alone; nothing is sent or stored. What a reader types
   for a name holds for that name on the whole page, as each command's own declaration allows; until
   then each command has its own default. */
import { fillOf } from "./shell_quote.js";

const words = document.querySelector("[data-fill-words]")?.dataset ?? {};
const values = new Map(); /* what the reader typed, by name */

const fieldsOf = (root, name) => [...root.querySelectorAll("[data-value-of]")].filter((f) => !name || f.dataset.valueOf === name);

function choicesOf(field) {
  return field.tagName === "SELECT" ? [...field.options].map((o) => o.value).filter(Boolean) : [];
}

const defaultOf = (field) => (field.tagName === "SELECT" ? [...field.options].find((o) => o.defaultSelected)?.value ?? "" : field.defaultValue);
const valueOf = (field) => values.get(field.dataset.valueOf) ?? defaultOf(field).trim();

/* One placeholder: its value, quoted, or its name again. Returns the message's key, if any. */
function showSpan(span, command, field) {
  const value = valueOf(field);
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
  tell(field, spans.map((span) => showSpan(span, command, field)).find(Boolean));
}

function tell(field, fault) {
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

/* A field of one line would join them, and make one command of two. */
function refuseLines(event) {
  if (!/[\r\n]/.test(event.clipboardData.getData("text/plain").trim())) return;
  event.preventDefault();
  tell(event.target, "control");
}

function clear(command) {
  const fields = fieldsOf(command);
  for (const field of fields) setValue(field.dataset.valueOf, "");
  fields[0]?.focus();
}

for (const command of document.querySelectorAll(".command:has([data-fill])")) {
  command.querySelector("[data-fill]").hidden = false;
  command.querySelector("[data-fill-clear]").addEventListener("click", () => clear(command));
  for (const field of fieldsOf(command)) {
    field.addEventListener("input", () => setValue(field.dataset.valueOf, field.value.trim()));
    field.addEventListener("paste", refuseLines);
  }
  show(command);
}
/* What a browser brought back with the page. */
for (const field of fieldsOf(document)) if (field.value !== defaultOf(field)) setValue(field.dataset.valueOf, field.value.trim());

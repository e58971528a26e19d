/* Did this step work? Without leaving the page. One's own answers are asked for only where there
   may be some, since the page is shared. */
import { call, fill, make, say } from "./dom.js";

const panel = document.querySelector("[data-answers]");
const forms = new Map([...panel.querySelectorAll("[data-step-trust]")].map((form) => [form.dataset.stepTrust, form]));
const key = `runbookd:answered:${document.querySelector("[data-article]").dataset.article}`;
const values = { yes: true, no: false, none: null };

function remember() {
  try {
    localStorage.setItem(key, "1");
  } catch {
    /* storage is off: the answers are not shown when one comes back */
  }
}

function hasAnswered() {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

/* Figures as the page shows them, once there are enough: else they are null. */
function tell(form, step) {
  const place = form.parentElement.querySelector("[data-told]");
  const total = step.worked + step.failed;
  const number = (value) => value.toLocaleString(document.documentElement.lang);
  place.textContent = step.worked === null ? "" : fill(panel.dataset.told, number(step.worked), number(total));
}

function paint(step) {
  const form = forms.get(step.anchor);
  if (!form) return;
  for (const button of form.querySelectorAll("button"))
    if (button.value === "none") button.remove();
    else button.setAttribute("aria-pressed", step.mine === values[button.value]);
}

function thank(form, text) {
  const body = form.closest(".step-body");
  body.querySelector(".step-notice")?.remove();
  body.querySelector(".step-foot").before(make("p", { class: "notice step-notice" }, text));
  say(text);
}

async function answer(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const button = event.submitter;
  const pressed = button.getAttribute("aria-pressed") === "true";
  const worked = pressed ? null : values[button.value];
  try {
    const mark = form.elements.mark.value;
    const step = await call(`${panel.dataset.answers}/${form.dataset.stepTrust}`, { worked, mark });
    remember();
    paint(step);
    tell(form, step);
  } catch {
    form.removeEventListener("submit", answer);
    form.requestSubmit(button);
    return;
  }
  thank(form, worked === null ? panel.dataset.withdrawn : worked ? panel.dataset.thanks : panel.dataset.sorry);
  if (!button.isConnected) form.querySelector("button").focus();
}

for (const form of forms.values()) form.addEventListener("submit", answer);
if (hasAnswered()) call(panel.dataset.answers).then(({ steps }) => steps.forEach(paint), () => {});

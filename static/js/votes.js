/* Votes without leaving the page. One's own vote is asked for here, since the page is shared. */
import { call, say } from "./dom.js";

const root = document.querySelector("[data-votes]");
const form = root.querySelector(".vote-form");
const why = root.querySelector("[data-why]");
const values = { yes: true, no: false, none: null };
let mine = null;

function paint(votes) {
  mine = votes.mine;
  for (const place of root.querySelectorAll("[data-count]"))
    place.textContent = votes[place.dataset.count].toLocaleString(document.documentElement.lang);
  for (const button of root.querySelectorAll("[data-vote]")) {
    const value = values[button.dataset.vote];
    if (value === null) button.hidden = mine === null;
    else button.setAttribute("aria-pressed", mine === value);
  }
}

function thank(text) {
  let notice = root.querySelector(".notice");
  if (!notice) {
    notice = document.createElement("p");
    notice.className = "notice";
    root.querySelector("h2").after(notice);
  }
  notice.textContent = text;
  say(text);
}

/* Sends the form the plain way. */
function fallBack(which, submitter, handler) {
  which.removeEventListener("submit", handler);
  which.requestSubmit(submitter);
}

async function vote(event) {
  event.preventDefault();
  const button = event.submitter;
  const helpful = values[button.dataset.vote];
  try {
    paint(await call(root.dataset.votes, { helpful }));
  } catch {
    fallBack(form, button, vote);
    return;
  }
  thank(helpful === null ? root.dataset.withdrawn : helpful ? root.dataset.thanks : root.dataset.sorry);
  why.open = helpful === false;
  if (helpful === false) why.querySelector("input").focus();
  else if (helpful === null) form.querySelector("[data-vote=yes]").focus();
}

const whyForm = why.querySelector("form");

/* The reason belongs to the vote; words of one's own go to the author as feedback. */
async function explain(event) {
  event.preventDefault();
  const button = event.submitter;
  const data = new FormData(whyForm);
  const reason = data.get("reason") ?? "";
  const step = data.get("step") ?? "";
  const text = data.get("text").trim();
  try {
    if (mine === false && (reason || step))
      paint(await call(root.dataset.votes, { helpful: false, ...(reason && { reason }), ...(step && { step }) }));
    if (text || mine !== false) {
      const sent = await fetch(whyForm.action, { method: "POST", body: new URLSearchParams(data), redirect: "manual" });
      if (!sent.ok && sent.type !== "opaqueredirect") throw new Error(sent.status);
    }
  } catch {
    fallBack(whyForm, button, explain);
    return;
  }
  whyForm.reset();
  why.open = false;
  thank(root.dataset.sent);
  why.querySelector("summary").focus();
}

form.addEventListener("submit", vote);
whyForm.addEventListener("submit", explain);
call(root.dataset.votes).then(paint, () => {});

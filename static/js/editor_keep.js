/* Nothing typed is lost: it is sent to the server a moment after it was typed, waits in this browser
   while that cannot be, and is offered when the page comes back. */

const QUIET = 2500; /* after the last key */
const LONGEST = 10_000; /* while somebody types without a pause */
const AGAIN = [5_000, 10_000, 20_000, 30_000];
const KEEPALIVE_MAX = 60_000; /* browsers send no more behind a page that closes */

function local(key) {
  const quiet = (what) => {
    try {
      return what();
    } catch {
      return null; /* storage is off, or full */
    }
  };
  return {
    read: () => quiet(() => JSON.parse(localStorage.getItem(key))),
    write: (value) => quiet(() => localStorage.setItem(key, JSON.stringify(value))),
    drop: () => quiet(() => localStorage.removeItem(key)),
  };
}

const said = (form) => [...new FormData(form)].filter(([name, value]) => name !== "csrf" && typeof value === "string");
const ABOUT = ["version", "writing", "taken", "base_revision", "whole"]; /* the form, not its words */
const textOf = (form) => JSON.stringify(said(form).filter(([name]) => !ABOUT.includes(name)));

/* What is typed in a form is kept under its name (`writing`) and takes the place of nothing else. `tell(state)`
   shows one of kept, waiting, offline, signedOut, refused. `put` has setters for fields whose words stand elsewhere. */
export function keeping(form, { url, tell, put }) {
  const store = local(`runbookd:typed:${location.pathname}:${document.querySelector(".who summary")?.textContent.trim() ?? ""}`);
  const saved = textOf(form);
  let kept = "unsaved" in form.dataset ? "" : saved;
  let first = 0;
  let failures = 0;
  let timer = null;
  let sending = null;
  let leaving = false;

  const isDirty = () => textOf(form) !== saved || "unsaved" in form.dataset;
  const plan = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(send, ms);
  };

  /* Somebody may have signed in again elsewhere: his forms have another token then. */
  async function renewToken() {
    const answer = await fetch(location.href, { redirect: "manual", headers: { Accept: "text/html" } });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("form[data-editor] [name=csrf]")?.value;
    const same = page.querySelector(".who summary")?.textContent.trim() === document.querySelector(".who summary")?.textContent.trim();
    if (!token || !same) return false;
    for (const field of document.querySelectorAll("input[name=csrf]")) field.value = token;
    return true;
  }

  const post = (options = {}) =>
    fetch(url, { method: "POST", redirect: "manual", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form)), ...options });

  async function attempt() {
    const answer = await post();
    if (answer.status !== 401 && answer.status !== 403) return answer;
    return (await renewToken()) ? post() : answer;
  }

  function failed(state, text, again) {
    store.write({ said: said(form), text, at: Date.now() });
    tell(state);
    if (again) plan(AGAIN[Math.min(failures++, AGAIN.length - 1)]);
    return state;
  }

  async function sendNow() {
    const text = textOf(form);
    try {
      const answer = await attempt();
      if (answer.status === 204) {
        kept = text;
        failures = 0;
        store.drop();
        tell("kept");
        if (textOf(form) !== kept) changed();
        return "kept";
      }
      if (answer.status === 401 || answer.status === 403) return failed("signedOut", text, true);
      return failed(answer.status < 500 && answer.status !== 429 ? "refused" : "offline", text, answer.status >= 500 || answer.status === 429);
    } catch {
      return failed("offline", text, true);
    }
  }

  /* One at a time; whoever asks meanwhile gets the answer of a later one. */
  async function send() {
    clearTimeout(timer);
    first = 0;
    while (sending) await sending;
    if (textOf(form) === kept) return "kept";
    sending = sendNow();
    try {
      return await sending;
    } finally {
      sending = null;
    }
  }

  function changed() {
    if (textOf(form) === kept) return;
    tell("waiting");
    first ||= Date.now();
    plan(Math.max(0, Math.min(QUIET, first + LONGEST - Date.now())));
  }

  /* The page may never come back: what is still unsent goes out behind it, and stays here too. */
  function hide() {
    if (leaving || textOf(form) === kept) return;
    store.write({ said: said(form), text: textOf(form), at: Date.now() });
    const body = new URLSearchParams(new FormData(form)).toString();
    if (body.length < KEEPALIVE_MAX)
      post({ keepalive: true, body: new URLSearchParams(body) }).then((answer) => answer.status === 204 && store.drop(), () => {});
  }

  /* A form that is sent to nowhere is a text that is lost: the connection is tried first. */
  async function submit(event) {
    if (leaving) return;
    event.preventDefault();
    const { submitter } = event;
    const state = await send();
    if (state === "offline" || state === "signedOut") return;
    leaving = true;
    store.drop();
    form.requestSubmit(submitter);
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", submit);
  addEventListener("pagehide", hide);
  addEventListener("visibilitychange", () => document.visibilityState === "hidden" && hide());
  addEventListener("online", () => isDirty() && send());
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("beforeunload", (event) => {
    if (!leaving && isDirty()) event.preventDefault();
  });

  return {
    /* What this browser kept of an earlier visit; null: nothing else than what stands here. */
    left() {
      const found = store.read();
      if (found?.text && found.text !== saved) return found;
      store.drop();
      return null;
    },
    /* With the version that it began from: where somebody saved another one since, saving it merges. */
    use(found) {
      for (const [name, value] of found.said) {
        const field = form.elements[name];
        if (!field || (name !== "version" && ABOUT.includes(name))) continue;
        if (put[name]) put[name](value);
        else field.value = value;
      }
      form.dispatchEvent(new Event("input", { bubbles: true }));
    },
    forget: store.drop,
    changed,
  };
}

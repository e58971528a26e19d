/* The guide as readers will see it, beside its text. It stands in a frame that runs no script, and has
   the width of a small screen; so it looks as it does there. */
const WAIT = 500;

const head = () => [...document.querySelectorAll('link[rel="stylesheet"]')].map((each) => `<link rel="stylesheet" href="${each.href.replace(/"/g, "%22")}">`).join("");

function frameIn(panel) {
  const frame = panel.querySelector("iframe");
  frame.srcdoc = `<!doctype html><html lang="${document.documentElement.lang}"><head><meta charset="utf-8">${head()}</head><body class="preview-page"><main class="wrap"></main></body></html>`;
  return new Promise((done) => frame.addEventListener("load", () => done(frame), { once: true }));
}

/* Links lead out of the frame, and never this page away from its text. */
function follow(event) {
  const link = event.target.closest?.("a[href]");
  if (!link) return;
  event.preventDefault();
  const href = link.getAttribute("href");
  const target = href.startsWith("#") && link.ownerDocument.getElementById(decodeURIComponent(href.slice(1)));
  if (target) target.scrollIntoView();
  else if (!href.startsWith("#")) window.open(link.href, "_blank", "noopener");
}

function paint(frame, html) {
  const page = frame.contentDocument;
  const scroll = page.scrollingElement.scrollTop;
  page.querySelector("main").innerHTML = html;
  for (const step of page.querySelectorAll("details")) step.open = true;
  page.scrollingElement.scrollTop = scroll;
}

/* `show(answer)` gets what the server said; `fail()` is called where it said nothing of use. */
export function previewing(form, panel, { url, show, fail }) {
  const ready = frameIn(panel).then((frame) => {
    frame.contentDocument.addEventListener("click", follow);
    frame.contentDocument.addEventListener("submit", (event) => event.preventDefault());
    return frame;
  });
  const old = (is) => {
    panel.classList.toggle("is-old", is);
    panel.setAttribute("aria-busy", String(is));
  };
  let timer = null;
  let asking = null;

  async function ask() {
    asking?.abort();
    const mine = (asking = new AbortController());
    try {
      const answer = await fetch(url, { method: "POST", redirect: "manual", signal: mine.signal, headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form)) });
      if (answer.status === 429) return changed(Number(answer.headers.get("Retry-After") ?? 1) * 1000);
      if (!answer.ok) throw new Error(answer.status);
      const said = await answer.json();
      const frame = await ready;
      if (mine.signal.aborted) return undefined;
      if (said.html !== null) paint(frame, said.html);
      old(said.html === null);
      panel.setAttribute("aria-busy", "false");
      show(said);
    } catch (error) {
      if (error.name === "AbortError") return undefined;
      panel.setAttribute("aria-busy", "false");
      fail();
    }
    return undefined;
  }

  function changed(wait = WAIT) {
    old(true);
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  }

  form.addEventListener("input", () => changed());
  ask();
  return { async reveal(anchor) {
    (await ready).contentDocument.getElementById(anchor)?.scrollIntoView();
  } };
}

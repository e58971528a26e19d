/* Lists from which many are chosen: one box for all of a page, and how many are. Also looks again while the server works. */
import { fill, make, say } from "./dom.js";

function improve(form) {
  const boxes = [...form.querySelectorAll('input[type="checkbox"][name="guide"]')];
  const bar = form.querySelector(".bulk-bar");
  if (!boxes.length || !bar) return;
  const count = make("p", { class: "meta" });
  bar.prepend(count);
  const head = form.querySelector("[data-pick-all]");
  const all = head ? make("input", { type: "checkbox" }) : null;
  if (head) head.replaceChildren(make("label", { class: "pick" }, all, make("span", { class: "visually-hidden" }, head.dataset.pickAll)));
  const tell = (aloud) => {
    const chosen = boxes.filter((box) => box.checked).length;
    count.textContent = fill(form.dataset.picked, chosen, boxes.length);
    if (aloud) say(count.textContent);
    if (!all) return;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && !all.checked;
  };
  all?.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell(true);
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "guide") tell(true);
  });
  tell(false);
}

/* The page anew when the work has got further; what is read aloud is only that. */
function watch(main) {
  const notice = main.querySelector("[role=status]");
  setTimeout(async () => {
    try {
      const text = await (await fetch(location.href)).text();
      const next = new DOMParser().parseFromString(text, "text/html").querySelector("main");
      if (next?.dataset.sweep !== main.dataset.sweep) return location.reload();
      notice.querySelector("p").textContent = next.querySelector("[role=status] p").textContent;
    } catch {
      /* looked at again below */
    }
    watch(main);
  }, 1000);
}

for (const form of document.querySelectorAll("form[data-pick]")) improve(form);
const working = document.querySelector("main[data-sweep]");
if (working) watch(working);

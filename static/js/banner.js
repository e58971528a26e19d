/* A banner can be hidden once it was read: this one, for its words. Other words come back. */
const KEY = "runbookd.banner";
const banner = document.querySelector("[data-banner]");

const read = () => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};

const hide = () => {
  banner.hidden = true;
  try {
    localStorage.setItem(KEY, banner.dataset.banner);
  } catch {
    /* It comes back on the next page: nothing is lost. */
  }
};

if (read() === banner.dataset.banner) banner.hidden = true;
const button = document.createElement("button");
button.type = "button";
button.className = "button button-quiet incident-hide";
button.textContent = banner.dataset.hide;
button.addEventListener("click", () => {
  hide();
  document.querySelector(".brand")?.focus();
});
banner.append(button);

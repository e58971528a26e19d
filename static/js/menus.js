/* Menus that cover the page close as people expect it: with Escape, which gives the keyboard back to
   the menu's name, and with a press beside them. */
const open = () => [...document.querySelectorAll("details.who[open], .staff-nav details[open]")];
const covers = (menu) => getComputedStyle(menu.querySelector("ul")).position === "absolute";

addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && !event.defaultPrevented && open().find((one) => one.contains(document.activeElement));
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
addEventListener("pointerdown", (event) => {
  for (const menu of open()) if (!menu.contains(event.target) && covers(menu)) menu.open = false;
});

/* The drawing beside the tree's editor shows the state that is edited, else the first fault, else the start. */
for (const figure of document.querySelectorAll(".tree-picture")) {
  const frame = figure.querySelector(".picture-scroll");
  const node = frame.querySelector(".current") ?? frame.querySelector(".faulty") ?? frame.querySelector(".node");
  if (!node) continue;
  const box = node.getBoundingClientRect();
  const outer = frame.getBoundingClientRect();
  frame.scrollLeft += box.left + box.width / 2 - outer.left - outer.width / 2;
  frame.scrollTop += box.top + box.height / 2 - outer.top - outer.height / 3;
}

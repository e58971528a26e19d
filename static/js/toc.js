/* Marks the section that is being read in the table of contents. */
const links = new Map();
for (const link of document.querySelectorAll("[data-toc] a")) {
  const section = document.getElementById(decodeURIComponent(link.hash.slice(1)))?.closest("section");
  if (section) links.set(section, link);
}

const visible = new Set();
let current = null;

function mark() {
  const section = [...links.keys()].find((each) => visible.has(each));
  if (!section || section === current) return;
  links.get(current)?.removeAttribute("aria-current");
  current = section;
  const link = links.get(section);
  link.setAttribute("aria-current", "true");
  const rail = link.closest(".rail-sticky");
  if (rail && rail.scrollHeight > rail.clientHeight)
    rail.scrollTop = link.offsetTop - rail.clientHeight / 2;
}

const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) visible[isIntersecting ? "add" : "delete"](target);
    mark();
  },
  { rootMargin: "-10% 0px -65% 0px" },
);
for (const section of links.keys()) observer.observe(section);

/* The portal works without any of this. Each module improves one thing on pages that have it. */
import "./search.js";

const root = document.documentElement;
root.dataset.js = "";

const parts = {
  "[data-banner]": "./banner.js",
  "pre.code, [data-copy-from]": "./copy.js",
  "[data-fill]": "./params.js",
  "details.who": "./menus.js",
  "[data-steps], details": "./steps.js",
  "[data-toc]": "./toc.js",
  "[data-step-trust]": "./step_trust.js",
  "[data-votes]": "./votes.js",
  "[data-tree]": "./tree.js",
  ".tree-picture": "./tree_picture.js",
  "form[data-editor]": "./editor.js",
  "form[data-pick], main[data-sweep]": "./pick.js",
};
for (const [selector, module] of Object.entries(parts))
  if (document.querySelector(selector)) import(module);

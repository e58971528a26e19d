/* A paste from Word, a browser or a mail as Markdown. Works on a parsed document that is never shown,
   so that nothing of it runs or loads. What has no Markdown is kept as its words. */

const BLOCKS = new Set("ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE UL".split(" "));
const DROPPED = new Set("SCRIPT STYLE HEAD META LINK TITLE TEMPLATE NOSCRIPT IFRAME OBJECT EMBED SVG MATH INPUT BUTTON SELECT TEXTAREA XML".split(" "));
const DEPTH = 60;

const nameOf = (node) => node.nodeName.toUpperCase();
const styleOf = (node) => (node.getAttribute?.("data-style") ?? "").toLowerCase();
const isElement = (node) => node.nodeType === 1;
const isDropped = (node) => DROPPED.has(nameOf(node)) || nameOf(node).startsWith("O:") || /display:\s*none|mso-hide:\s*all|mso-list:\s*ignore/.test(styleOf(node));
/* Asked at every level of a paste, answered once. */
const judged = new WeakMap();
function isBlock(node) {
  if (!isElement(node)) return false;
  if (!judged.has(node)) judged.set(node, BLOCKS.has(nameOf(node)) || [...node.childNodes].some((each) => isElement(each) && !isDropped(each) && isBlock(each)));
  return judged.get(node);
}
const longestOf = (least, texts) => texts.reduce((most, text) => Math.max(most, text.length), least);

/* ---- words ---- */

const plain = (text) => text.replace(/[\u00a0\u2007\u202f]/g, " ").replace(/[\u00ad\u200b\u200c\u2060\ufeff]/g, "").replace(/[ \t\r\n]+/g, " ");
const escape = (text) => text.replace(/([\\`*_[\]<])/g, "\\$1");
/* At the head of a line these would begin a heading, a quote or a list. */
const guardLine = (text) => text.replace(/^(\s*)(#{1,6}(?=\s)|>|[-+](?=\s)|={3,}|-{3,}|~{3,})/gm, "$1\\$2").replace(/^(\s*\d{1,9})([.)])(?=\s)/gm, "$1\\$2");

/* Marks do not touch the spaces at the ends of their words. */
function apart(text) {
  const end = text.trimEnd();
  const words = end.trimStart();
  return { before: end.slice(0, end.length - words.length), words, after: text.slice(end.length) };
}

function marked(mark, text) {
  const { before, words, after } = apart(text);
  return words ? before + mark + words + mark + after : text;
}

function codeSpan(text) {
  const words = text.replace(/\s+/g, " ").trim();
  const longest = longestOf(0, words.match(/`+/g) ?? []);
  const fence = "`".repeat(longest + 1);
  const pad = words.startsWith("`") || words.endsWith("`") ? " " : "";
  return words && fence + pad + words + pad + fence;
}

function link(node, words) {
  const href = (node.getAttribute("href") ?? "").trim();
  if (!words.trim() || !/^(https?:|mailto:|tel:|\/(?!\/))/i.test(href)) return words;
  const url = href.replace(/[\s<>()\\]/g, (c) => (c === "(" ? "%28" : c === ")" ? "%29" : encodeURIComponent(c)));
  const { before, words: label, after } = apart(words);
  return `${before}[${label}](${url})${after}`;
}

const MONO = /font-family:[^;]*(consolas|courier|menlo|monaco|monospace|lucida console|cascadia)/;
const isMono = (node) => MONO.test(styleOf(node));

const INLINE = {
  A: link,
  B: (node, words) => (/font-weight:\s*(normal|[1-4]00)/.test(styleOf(node)) ? words : marked("**", words)),
  STRONG: (_, words) => marked("**", words),
  I: (node, words) => (/font-style:\s*normal/.test(styleOf(node)) ? words : marked("*", words)),
  EM: (_, words) => marked("*", words),
  BR: () => "\n",
  IMG: (node) => escape(plain(node.getAttribute("alt") ?? "")),
};
const CODE = new Set(["CODE", "KBD", "SAMP", "TT", "VAR"]);

function styled(node, words) {
  const style = styleOf(node);
  if (/font-weight:\s*(bold|[6-9]00)/.test(style)) words = marked("**", words);
  return /font-style:\s*italic/.test(style) ? marked("*", words) : words;
}

function inline(node, depth = 0) {
  if (node.nodeType === 3) return escape(plain(node.data));
  if (!isElement(node) || isDropped(node)) return "";
  if (depth > DEPTH) return escape(plain(node.textContent));
  if (CODE.has(nameOf(node)) || (isMono(node) && nameOf(node) === "SPAN")) return codeSpan(plain(node.textContent));
  const words = [...node.childNodes].map((each) => inline(each, depth + 1)).join("");
  const maker = INLINE[nameOf(node)];
  return maker ? maker(node, words) : styled(node, words);
}

/* Two runs of bold that touch are one. */
const joined = (text) => text.replace(/\*\*(\s?)\*\*/g, "$1").replace(/ {2,}/g, " ").replace(/ ?\n ?/g, "\n").trim();
const paragraph = (nodes) => guardLine(joined(nodes.map((node) => inline(node)).join("")));

/* ---- lists that Word writes as paragraphs ---- */

function wordLevel(node) {
  if (nameOf(node) !== "P") return 0;
  const level = /mso-list:[^;]*level(\d)/.exec(styleOf(node));
  if (level) return Number(level[1]);
  return /MsoListParagraph/.test(node.className) && wordMark(node) ? 1 : 0;
}

/* The bullet or number stands in the text, marked "ignore". */
function wordMark(node) {
  const held = [...node.querySelectorAll("span")].find((each) => /mso-list:\s*ignore/.test(styleOf(each).replace(/\s/g, " ")));
  return held ? plain(held.textContent).trim() : "";
}

function wordItem(node, level) {
  const mark = /^\(?[0-9]+[.)]/.test(wordMark(node)) ? "1. " : "- ";
  const words = paragraph([...node.childNodes]).replace(/^[·•o§▪–-]\s+/, "");
  return words && "   ".repeat(level - 1) + mark + words.replace(/\n/g, "\n" + "   ".repeat(level));
}

/* ---- blocks ---- */

const indent = (text, by) => text.replace(/\n(?=[^\n])/g, "\n" + " ".repeat(by));

function list(node, depth) {
  const ordered = nameOf(node) === "OL";
  const start = Number(node.getAttribute("start")) || 1;
  const items = [];
  for (const item of node.children) {
    if (["UL", "OL"].includes(nameOf(item)) && items.length) {
      items[items.length - 1] += "\n" + indent("\n" + list(item, depth + 1), ordered ? 3 : 2).slice(1).replace(/^/, " ".repeat(ordered ? 3 : 2));
      continue;
    }
    const mark = ordered ? `${start + items.length}. ` : "- ";
    const words = blocks(item, depth + 1, true);
    if (words) items.push(mark + indent(words, mark.length));
  }
  return items.join("\n");
}

function fenced(node) {
  const copy = node.cloneNode(true);
  for (const br of copy.querySelectorAll("br")) br.replaceWith("\n");
  const text = copy.textContent.replace(/\u00a0/g, " ").replace(/\r\n?/g, "\n").trimEnd().replace(/^\n+/, "");
  const word = /(?:^|\s)(?:language|lang|brush|highlight-source)[-:]\s*([\w+-]+)/.exec(`${node.className} ${node.querySelector("code")?.className ?? ""}`);
  const longest = longestOf(2, text.match(/^`{3,}/gm) ?? []);
  const fence = "`".repeat(longest + 1);
  return text && `${fence}${word ? word[1] : "text"}\n${text}\n${fence}`;
}

const cell = (node) => joined(node ? inline(node) : "").replace(/\n+/g, " ").replace(/\|/g, "\\|");

function table(node, depth) {
  const rows = [...node.querySelectorAll("tr")].filter((row) => row.closest("table") === node);
  const cells = rows.map((row) => [...row.children].filter((each) => /^T[DH]$/.test(nameOf(each)))).filter((row) => row.length);
  const width = longestOf(0, cells);
  /* A table of one column, or around others, only lays out. */
  if (width < 2 || node.querySelector("table")) return cells.flat().map((each) => blocks(each, depth + 1)).filter(Boolean).join("\n\n");
  const line = (row) => `| ${Array.from({ length: width }, (_, i) => cell(row[i])).join(" | ")} |`;
  return [line(cells[0]), `|${" --- |".repeat(width)}`, ...cells.slice(1).map(line)].join("\n");
}

const heading = (level) => (node) => {
  const words = joined([...node.childNodes].map((each) => inline(each)).join("")).replace(/\n+/g, " ").replace(/\*\*/g, "");
  return words && `${"#".repeat(level)} ${words}`;
};

/* The guide's title is a field: a paste begins one level below it. */
const BLOCK = {
  H1: heading(2), H2: heading(2), H3: heading(3), H4: heading(4), H5: heading(5), H6: heading(6),
  UL: list, OL: list, PRE: fenced, TABLE: table,
  HR: () => "---",
  BLOCKQUOTE: (node, depth) => blocks(node, depth + 1).replace(/^/gm, "> ").replace(/^> $/gm, ">"),
};

/* Headings that Word made from styles of other names. */
function wordHeading(node) {
  if (nameOf(node) !== "P") return 0;
  if (/\bMsoTitle\b/.test(node.className)) return 2;
  const level = /mso-outline-level:\s*(\d)/.exec(styleOf(node));
  return level ? Math.min(6, Math.max(2, Number(level[1]))) : 0;
}

function block(node, depth) {
  const level = wordHeading(node);
  if (level) return heading(level)(node);
  const maker = BLOCK[nameOf(node)];
  return maker ? maker(node, depth) : blocks(node, depth + 1);
}

/* Blocks with an empty line between them, items of one list without. `tight`: inside an item. */
function blocks(node, depth = 0, tight = false) {
  if (depth > DEPTH) return escape(plain(node.textContent)).trim();
  const out = [];
  let run = [];
  const put = (text, kind) => {
    if (!text) return;
    const last = out[out.length - 1];
    const close = last && ((kind.startsWith("item") && last.kind === kind) || (tight && kind === "list"));
    out.push({ text, kind, gap: last ? (close ? "\n" : "\n\n") : "" });
  };
  const flush = () => {
    put(paragraph(run), "p");
    run = [];
  };
  for (const each of node.childNodes) {
    if (isElement(each) && isDropped(each)) continue;
    const level = isElement(each) ? wordLevel(each) : 0;
    if (!level && !isBlock(each)) {
      run.push(each);
      continue;
    }
    flush();
    if (level) put(wordItem(each, level), `item ${/mso-list:\s*(l\d+)/.exec(styleOf(each))?.[1] ?? ""}`);
    else put(block(each, depth), /^[UO]L$/.test(nameOf(each)) ? "list" : "p");
  }
  flush();
  return out.map(({ gap, text }) => gap + text).join("");
}

/* Several programs put every line of a listing in a block of its own. */
const isListing = (body) => isElement(body) && body.children.length === 1 && isMono(body.children[0]) && /white-space:\s*pre/.test(styleOf(body.children[0]));

/* Windows wraps what was copied in a page of its own and marks the piece. */
function fragmentOf(html) {
  const start = html.indexOf("<!--StartFragment-->");
  const end = html.lastIndexOf("<!--EndFragment-->");
  return start >= 0 && end > start ? html.slice(start + 20, end) : html;
}

/* Pieces from one mark to the next one that closes it, each as `keep` leaves it. What is never closed stays, and is looked
   for once: a paste of openings alone must not stop the editor. */
function cut(html, open, close, keep = () => "") {
  const kept = [];
  let at = 0;
  for (;;) {
    open.lastIndex = at;
    const begins = open.exec(html);
    close.lastIndex = open.lastIndex;
    if (!begins || !close.exec(html)) return kept.join("") + html.slice(at);
    kept.push(html.slice(at, begins.index), keep(html.slice(begins.index, close.lastIndex)));
    at = close.lastIndex;
  }
}

/* The policy of the page holds for this document too, and would complain of each style. */
const inert = (html) =>
  cut(cut(html, /<style\b/gi, /<\/style\s*>/gi), /<script\b/gi, /<\/script\s*>/gi).replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/([\s"'/])style\s*=/gi, "$1data-style=").replace(/([\s"'/])on[a-z]+\s*=/gi, "$1data-on="));

/* `parse` makes a document of HTML; a browser's own by default. Empty: the paste has no form that is
   worth more than its plain text. */
export function markdownOf(html, parse = (text) => new DOMParser().parseFromString(text, "text/html")) {
  const { body } = parse(inert(cut(fragmentOf(html), /<!--\[if/gi, /endif\]-->/gi, (held) => (/supportLists/i.test(held) ? held.replace(/<!--\[if[^>]*>|<!\[endif\]-->/gi, "") : ""))));
  if (isListing(body)) return "";
  const lines = blocks(body).split("\n").map((line) => line.trimEnd());
  return lines.join("\n").replace(/\n{3,}/g, "\n\n").trim();
}

/* Whether the HTML says anything that plain text does not. */
export const isRich = (html) => /<(h[1-6]|ul|ol|li|table|b|strong|i|em|a|code|pre|blockquote)\b|mso-list|font-weight:\s*(bold|[6-9]00)/i.test(fragmentOf(html));

/* Changes to a text box that its browser can undo, and what the toolbar's buttons write. */

/* As if it were typed. */
export function type(box, words, start = box.selectionStart, end = box.selectionEnd) {
  box.focus({ preventScroll: true });
  box.setSelectionRange(start, end);
  if (words === "" ? document.execCommand("delete") : document.execCommand("insertText", false, words)) return;
  box.setRangeText(words, start, end, "end");
  box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: words }));
}

/* Marks around the selection; taken away where they stand already. */
export function wrap(box, mark, empty) {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const chosen = value.slice(start, end);
  const has = value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;
  if (has) {
    type(box, chosen, start - mark.length, end + mark.length);
    box.setSelectionRange(start - mark.length, end - mark.length);
    return;
  }
  const words = chosen || empty;
  type(box, mark + words + mark);
  box.setSelectionRange(start + mark.length, start + mark.length + words.length);
}

export function link(box, words) {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const chosen = value.slice(start, end);
  const isUrl = /^(https?:\/\/|mailto:)\S+$/.test(chosen);
  const label = isUrl || !chosen ? words : chosen;
  const url = isUrl ? chosen : "https://";
  type(box, `[${label}](${url})`);
  const at = isUrl ? start + 1 : start + label.length + 3;
  box.setSelectionRange(at, at + (isUrl ? label : url).length);
}

/* A block on lines of its own behind the line of the caret; `«»` in it is what gets selected. */
export function block(box, pattern) {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const chosen = value.slice(start, end).trim();
  const lineEnd = value.indexOf("\n", start);
  const line = value.slice(value.lastIndexOf("\n", start - 1) + 1, lineEnd < 0 ? undefined : lineEnd);
  const from = chosen ? start : line.trim() ? (lineEnd < 0 ? value.length : lineEnd) : start;
  const to = chosen ? end : from;
  const before = value.slice(0, from);
  const after = value.slice(to);
  const lead = !before ? "" : before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = after.startsWith("\n\n") || !after ? "\n" : after.startsWith("\n") ? "\n" : "\n\n";
  const [head, hint, rest] = pattern.split(/[«»]/);
  const words = chosen || hint;
  type(box, lead + head + words + rest + tail, from, to);
  const at = from + lead.length + head.length;
  box.setSelectionRange(at, at + words.length);
}

/* "- " or "1. " before each chosen line, or away again. */
export function items(box, ordered) {
  const { selectionStart, selectionEnd, value } = box;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const found = value.indexOf("\n", Math.max(selectionStart, selectionEnd - 1));
  const end = found < 0 ? value.length : found;
  const lines = value.slice(start, end).split("\n");
  const mark = ordered ? /^\d+\. / : /^- /;
  const has = lines.every((line) => mark.test(line) || !line.trim());
  const changed = lines.map((line, i) => {
    const bare = line.replace(/^(- |\d+\. )/, "");
    return has && line.trim() ? bare : ordered ? `${i + 1}. ${bare}` : `- ${bare}`;
  });
  type(box, changed.join("\n"), start, end);
}

/* Where lines begin; 1 is the first. */
export function placeOf(text, line) {
  let at = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf("\n", at);
    if (next < 0) break;
    at = next + 1;
  }
  return at;
}

export const lineOf = (text, at) => text.slice(0, at).split("\n").length;

/* The caret to a line, and that line into view: the box wraps, so its pixels are found in a copy. */
export function goTo(box, line) {
  const at = placeOf(box.value, line);
  const found = box.value.indexOf("\n", at);
  const style = getComputedStyle(box);
  const copy = document.createElement("div");
  for (const name of ["font", "letterSpacing", "tabSize", "padding", "border", "boxSizing", "overflowWrap"]) copy.style[name] = style[name];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", width: `${box.clientWidth}px`, top: "0", insetInlineStart: "-9999px" });
  copy.textContent = box.value.slice(0, at);
  document.body.append(copy);
  const top = copy.clientHeight;
  copy.remove();
  box.focus({ preventScroll: true });
  box.setSelectionRange(at, found < 0 ? box.value.length : found);
  box.scrollTop = Math.max(0, top - box.clientHeight / 3);
  box.scrollIntoView({ block: "nearest" });
}

/* What the toolbar's buttons write into the text (text_surface.js), and its lines. */

/* Marks around the selection; taken away where they stand already. */
export function wrap(box, mark, empty) {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const chosen = value.slice(start, end);
  const has = value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;
  if (has) {
    box.type(chosen, start - mark.length, end + mark.length);
    box.setSelectionRange(start - mark.length, end - mark.length);
    return;
  }
  const words = chosen || empty;
  box.type(mark + words + mark);
  box.setSelectionRange(start + mark.length, start + mark.length + words.length);
}

export function link(box, words) {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const chosen = value.slice(start, end);
  const isUrl = /^(https?:\/\/|mailto:)\S+$/.test(chosen);
  const label = isUrl || !chosen ? words : chosen;
  const url = isUrl ? chosen : "https://";
  box.type(`[${label}](${url})`);
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
  box.type(lead + head + words + rest + tail, from, to);
  const at = from + lead.length + head.length;
  box.setSelectionRange(at, at + words.length);
}

/* An uploaded file's Markdown; an image stands on a line of its own, and the caret where its words
   belong. */
export function file(box, markdown) {
  const image = markdown.startsWith("!");
  const { selectionStart: start, value } = box;
  const before = value.slice(0, start);
  const lead = image && before && !before.endsWith("\n") ? "\n\n" : "";
  box.type(lead + markdown + (image ? "\n" : ""));
  if (image) box.setSelectionRange(start + lead.length + 2, start + lead.length + 2);
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
  box.type(changed.join("\n"), start, end);
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

/* A line chosen and in view. */
export function goTo(box, line) {
  const at = placeOf(box.value, line);
  const found = box.value.indexOf("\n", at);
  box.show(at, found < 0 ? box.value.length : found);
}

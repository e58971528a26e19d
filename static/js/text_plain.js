/* The text in the page's own box. What `text_code.js` gives is the same face over CodeMirror:
   value, selectionStart, selectionEnd, scrollTop, and the functions below. */

/* The caret to a line, and that line into view: the box wraps, so its pixels are found in a copy. */
function topOf(box, at) {
  const style = getComputedStyle(box);
  const copy = document.createElement("div");
  for (const name of ["font", "letterSpacing", "tabSize", "padding", "border", "boxSizing", "overflowWrap"]) copy.style[name] = style[name];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", width: `${box.clientWidth}px`, top: "0", insetInlineStart: "-9999px" });
  copy.textContent = box.value.slice(0, at);
  document.body.append(copy);
  const top = copy.clientHeight;
  copy.remove();
  return top;
}

export function plainText(box) {
  return {
    get value() { return box.value; },
    set value(words) { box.value = words; },
    get selectionStart() { return box.selectionStart; },
    get selectionEnd() { return box.selectionEnd; },
    get scrollTop() { return box.scrollTop; },
    set scrollTop(top) { box.scrollTop = top; },
    setSelectionRange: (start, end) => box.setSelectionRange(start, end),
    focus: (options) => box.focus(options),
    holds: (node) => node === box,
    /* As if it were typed, so that the browser can undo it. */
    type(words, start = box.selectionStart, end = box.selectionEnd) {
      box.focus({ preventScroll: true });
      box.setSelectionRange(start, end);
      if (words === "" ? document.execCommand("delete") : document.execCommand("insertText", false, words)) return;
      box.setRangeText(words, start, end, "end");
      box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: words }));
    },
    show(start, end) {
      box.focus({ preventScroll: true });
      box.setSelectionRange(start, end);
      box.scrollTop = Math.max(0, topOf(box, start) - box.clientHeight / 3);
      box.scrollIntoView({ block: "nearest" });
    },
    mark() {},
    close() {},
  };
}

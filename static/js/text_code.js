/* The text in CodeMirror, which stands over the page's box: colours, line numbers, and marks beside
   the lines that have remarks. It keeps the manners of a box: Tab leaves it, the browser checks the
   spelling, and the form sends what stands in it. */
import { make } from "./dom.js";

const WHOLE = 100_000; /* up to here all lines are in the page */
const LONGEST_LINE = 20_000; /* CodeMirror draws a line as a whole */

let loading = null;

function added(element) {
  return new Promise((done, fail) => {
    element.addEventListener("load", done, { once: true });
    element.addEventListener("error", () => fail(new Error(element.src || element.href)), { once: true });
    document.head.append(element);
  });
}

const at = (path) => new URL(path, import.meta.url).href;

/* Both files, once; what failed is tried again the next time. */
export function load() {
  loading ??= Promise.all([
    added(make("link", { rel: "stylesheet", href: at("../codemirror/codemirror.css") })).then(() => added(make("link", { rel: "stylesheet", href: at("../css/code.css") }))),
    added(make("script", { src: at("../codemirror/codemirror.js") })),
  ]).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/* Whether this text is one that CodeMirror can show without making its author wait. */
export const fits = (text) => !text.split("\n").some((line) => line.length > LONGEST_LINE);

const optionsFor = (box, words) => ({
  mode: { name: box.dataset.mode || "gfm" },
  theme: "portal",
  inputStyle: "contenteditable",
  spellcheck: box.spellcheck,
  lineNumbers: true,
  lineWrapping: true,
  lineNumberFormatter: String,
  gutters: ["remark-gutter", "CodeMirror-linenumbers"],
  fixedGutter: true,
  direction: box.dir === "rtl" ? "rtl" : "ltr",
  tabSize: 4,
  indentUnit: 2,
  undoDepth: 1000,
  viewportMargin: box.value.length < WHOLE ? Infinity : 10,
  screenReaderLabel: words,
  specialChars: new RegExp(HIDDEN.source, "g"),
  specialCharPlaceholder: sign,
  extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-D": false, "Cmd-D": false, Enter: "newlineAndIndentContinueMarkdownList" },
});

/* A character that looks like none, or like another one. Shown as a sign of its own it is seen, and
   CodeMirror reads it back as what it is: of text in the page it makes a space, or nothing. */
const HIDDEN = /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u200b\u200e\u200f\u2028-\u202f\u2060-\u2069\ufeff\ufff9-\ufffc]/;

function sign(character) {
  const name = `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  return make("span", { class: "cm-hidden", title: name }, character === "\u00a0" ? "\u237d" : "\u2022");
}

/* Typed, such a character would not be read back from the page either. */
function keepHidden(cm) {
  cm.getInputField().addEventListener("beforeinput", (event) => {
    if (event.isComposing || event.inputType !== "insertText" || !HIDDEN.test(event.data ?? "")) return;
    event.preventDefault();
    cm.replaceSelection(event.data, "end", "+input");
  });
}

/* All lines of a short text are in the page, where screen readers and the browser's search find them. */
function keepShort(cm) {
  cm.on("beforeChange", (_, { text }) => {
    const coming = text.reduce((sum, line) => sum + line.length + 1, 0);
    if (cm.getOption("viewportMargin") === Infinity && cm.indexFromPos({ line: cm.lineCount() }) + coming > WHOLE) cm.setOption("viewportMargin", 10);
  });
}

/* A box of its own kind for whoever hears the page. */
function describe(input, box) {
  input.id = `${box.id}-code`;
  input.setAttribute("role", "textbox");
  input.setAttribute("aria-multiline", "true");
  input.setAttribute("aria-describedby", box.getAttribute("aria-describedby"));
}

function marker({ severity, message }) {
  const isFault = severity === "error";
  return make("span", { class: isFault ? "remark-mark is-fault" : "remark-mark", title: message }, isFault ? "×" : "!");
}

/* One mark a line: the worst that is said of it. `choose` gets the remark whose mark was pressed. */
function marking(cm, choose) {
  let shown = [];
  cm.on("gutterClick", (_, line, gutter) => {
    const found = gutter === "remark-gutter" && shown.find((each) => each.handle.lineNo() === line);
    if (found) choose(found.remark);
  });
  return (remarks) => cm.operation(() => {
    for (const { handle } of shown) cm.removeLineClass(handle, "background", "remark-line");
    cm.clearGutter("remark-gutter");
    const worst = new Map();
    for (const remark of remarks.toReversed()) if (remark.line && remark.line <= cm.lineCount()) worst.set(remark.line, remark);
    for (const remark of remarks) if (remark.severity === "error" && worst.has(remark.line)) worst.set(remark.line, remark);
    shown = [...worst.values()].map((remark) => {
      cm.setGutterMarker(remark.line - 1, "remark-gutter", marker(remark));
      return { remark, handle: cm.addLineClass(remark.line - 1, "background", "remark-line") };
    });
  });
}

/* The form, its other scripts and whoever leaves the page find the text as if it stood in the box. */
function passOn(cm, box) {
  const input = () => box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  const data = (event) => event.formData.set(box.name, cm.getValue());
  const keep = () => cm.save();
  const own = (event) => event.stopPropagation();
  cm.on("changes", input);
  cm.getWrapperElement().addEventListener("input", own);
  box.form.addEventListener("formdata", data);
  box.form.addEventListener("submit", keep);
  addEventListener("pagehide", keep);
  return () => {
    box.form.removeEventListener("formdata", data);
    box.form.removeEventListener("submit", keep);
    removeEventListener("pagehide", keep);
  };
}

/* After load(). `words` name it; `choose` is told of a mark that was pressed. */
export function codeText(box, words, choose) {
  const cm = window.CodeMirror.fromTextArea(box, { ...optionsFor(box, words), leaveSubmitMethodAlone: true });
  const stop = passOn(cm, box);
  const place = (offset) => cm.posFromIndex(offset);
  let text = null;
  cm.on("change", () => (text = null));
  describe(cm.getInputField(), box);
  keepHidden(cm);
  keepShort(cm);
  return {
    get value() { return (text ??= cm.getValue()); },
    set value(given) { cm.setValue(given); },
    get selectionStart() { return cm.indexFromPos(cm.getCursor("from")); },
    get selectionEnd() { return cm.indexFromPos(cm.getCursor("to")); },
    get scrollTop() { return cm.getScrollInfo().top; },
    set scrollTop(top) { cm.scrollTo(null, top); },
    setSelectionRange: (start, end) => cm.setSelection(place(start), place(end)),
    focus: () => cm.focus(),
    holds: (node) => cm.getWrapperElement().contains(node),
    type(given, start = this.selectionStart, end = this.selectionEnd) {
      cm.focus();
      cm.operation(() => {
        cm.replaceRange(given, place(start), place(end));
        cm.setCursor(place(start + given.length));
      });
    },
    show(start, end) {
      cm.focus();
      cm.setSelection(place(start), place(end));
      cm.scrollIntoView({ from: place(start), to: place(end) }, cm.getScrollInfo().clientHeight / 3);
      cm.getWrapperElement().scrollIntoView({ block: "nearest" });
    },
    mark: marking(cm, choose),
    close() {
      stop();
      cm.toTextArea();
    },
  };
}

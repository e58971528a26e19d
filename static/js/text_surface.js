/* The text of the editor, in whichever box its author likes: the page's own, or CodeMirror over it.
   One face for all that reads and writes it; what was chosen is remembered in this browser. */
import { codeText, fits, load } from "./text_code.js";
import { plainText } from "./text_plain.js";

/* By its first letter; a browser that is asked (dir=auto) looks again at every key, at all of it. */
const RTL = /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const CHOICE = "runbookd:plain-text";
const VALUES = ["value", "selectionStart", "selectionEnd", "scrollTop"];
const DEEDS = ["setSelectionRange", "focus", "holds", "type", "show"];

function remembered() {
  try {
    return localStorage.getItem(CHOICE);
  } catch {
    return null; /* storage is off */
  }
}

function remember(isPlain) {
  try {
    localStorage.setItem(CHOICE, isPlain ? "yes" : "no");
  } catch {
    /* storage is off */
  }
}

/* Fingers select and correct better in the browser's own box. */
const wantsPlain = () => (remembered() ?? (matchMedia("(pointer: coarse)").matches ? "yes" : "no")) === "yes";

/* `label`: what the box is called. `choose(remark)`: the mark of a remark was pressed. */
export function textSurface(box, label, choose) {
  if (RTL.test(box.value)) box.dir = "rtl";
  let now = plainText(box);
  let marks = [];
  let wanted = true; /* the last word on it: CodeMirror may come when it is wanted no more */
  const surface = {
    isPlain: true,
    mark(remarks) {
      marks = remarks;
      now.mark(remarks);
    },
    /* Resolves when it is so, with whether it is plain; it stays plain where CodeMirror cannot be. */
    async plain(isPlain) {
      wanted = isPlain;
      if (!isPlain) await load();
      if (isPlain !== wanted || isPlain === surface.isPlain || (!isPlain && !fits(now.value))) return surface.isPlain;
      const [start, end, hasFocus] = [now.selectionStart, now.selectionEnd, now.holds(document.activeElement)];
      now.close();
      now = isPlain ? plainText(box) : codeText(box, label, choose);
      surface.isPlain = isPlain;
      now.setSelectionRange(start, end);
      now.mark(marks);
      if (hasFocus) now.focus();
      return isPlain;
    },
    choosePlain(isPlain) {
      remember(isPlain);
      return surface.plain(isPlain);
    },
  };
  for (const name of VALUES) Object.defineProperty(surface, name, { get: () => now[name], set: (value) => (now[name] = value) });
  for (const name of DEEDS) surface[name] = (...given) => now[name](...given);
  surface.ready = wantsPlain() ? Promise.resolve(true) : surface.plain(false).catch(() => true);
  return surface;
}

/* Images and files for a text: chosen, pasted or dropped into its box; sent one after the other, and
   their Markdown put where the caret is. Without this the form of /staff/files does the same. */
import { fill, say } from "./dom.js";

const LARGEST = 10 << 20;

/* fetch tells no progress of what is sent. */
function send(url, csrf, file, progress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("csrf", csrf);
    form.append("file", file, file.name);
    request.open("POST", url);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
    request.addEventListener("loadend", () => done({ status: request.status, answer: request.response }));
    request.send(form);
  });
}

function whatWentWrong(words, file, { status, answer }) {
  if (status === 401 || status === 403) return words.signedOut;
  const said = answer?.errors?.[0]?.message;
  return said ?? fill(status === 413 ? words.large : words.failed, file.name);
}

/* `url` takes the files, `csrf` gives the token of the session's forms. `tools` holds the button, the
   words and the line of state (partials/uploads); what is dropped on `target` or pasted there is taken
   before the text in it sees it; `insert` puts Markdown into that text. */
export function enableUploads({ url, csrf, tools, target, insert }) {
  const words = tools.dataset;
  const state = tools.querySelector("[data-upload-state]");
  const input = tools.querySelector("input[type=file]");
  let turn = Promise.resolve();

  const tell = (text, bad = false) => {
    state.textContent = text;
    state.classList.toggle("bad", bad);
  };

  async function takeOne(file) {
    if (file.size > LARGEST) return fill(words.large, file.name);
    tell(fill(words.busy, file.name));
    const sent = await send(url, csrf(), file, (share) => tell(fill(words.progress, file.name, Math.floor(share * 100))));
    if (sent.status !== 201) return whatWentWrong(words, file, sent);
    insert(sent.answer.markdown);
    return null;
  }

  /* One that is refused keeps none of the others back; what is wrong stays to be read. */
  async function takeAll(files) {
    const faults = [];
    const done = [];
    for (const file of files) {
      const fault = await takeOne(file);
      if (fault) faults.push(fault);
      else done.push(file.name);
    }
    const text = [...(done.length ? [fill(words.done, done.join(", "))] : []), ...faults].join(" ");
    tell(text, faults.length > 0);
    say(text);
  }
  const queue = (files) => (turn = turn.then(() => takeAll([...files])));

  input.addEventListener("change", () => {
    if (input.files.length) queue(input.files).then(() => (input.value = ""));
  });
  tools.querySelector("[data-upload-choose]").addEventListener("click", () => input.click());
  const take = (event, files) => {
    event.preventDefault();
    event.stopPropagation();
    queue(files);
  };
  const isOver = (event) => event.dataTransfer.types.includes("Files");
  target.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    if (files.length && !types.includes("text/plain")) take(event, files);
  }, true);
  target.addEventListener("dragover", (event) => {
    if (!isOver(event)) return;
    event.preventDefault();
    event.stopPropagation();
    target.classList.add("drop-here");
  }, true);
  for (const end of ["dragleave", "drop", "dragend"]) target.addEventListener(end, () => target.classList.remove("drop-here"), true);
  target.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length) take(event, event.dataTransfer.files);
  }, true);
  tools.hidden = false;
}

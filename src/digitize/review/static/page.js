// The page view: the text beside the scan, both in step; lines edited in place.

import { allow, explain, get, person, plainKey, post, start, strings, tell, warn } from "./common.js";
import { layOut } from "./page_layout.js";
import { Scan } from "./scan.js";

const words = start.say;
const text = document.getElementById("text");
const where = document.getElementById("where");
const scanBox = document.getElementById("scan");
const editorOf = document.getElementById("editor");
let geometry = JSON.parse(document.getElementById("geometry").textContent);
let { seen, version } = start;
let current = null;
let editing = null;
let busy = 0;

const fill = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
const rows = () => [...text.querySelectorAll(text.classList.contains("ordering") ? "h2.row" : ".row")];
const spans = (row) => [...row.querySelectorAll(".said > span")];
const isLine = (row) => Boolean(row?.classList.contains("line"));
const boxOf = (row) => (isLine(row) ? geometry.lines[row.id]?.box : geometry.regions[row.id]?.box);
const wordBox = (span) => geometry.lines[span.closest(".line").id]?.words[spans(span.closest(".line")).indexOf(span)];

// Where a person is ------------------------------------------------------------------------------------------------

function here() {
  return current?.isConnected ? current : null;
}

function currentWord() {
  const focused = document.activeElement;
  return focused?.parentElement?.classList.contains("said") ? focused : null;
}

function choose(row, { reveal = true, least = 0 } = {}) {
  if (current !== row) {
    current?.classList.remove("current");
    current?.removeAttribute("aria-current");
    current?.setAttribute("tabindex", "-1");
    current = row;
    row.classList.add("current");
    current.setAttribute("aria-current", "true");
    row.setAttribute("tabindex", "0");
    where.textContent = row.dataset.cite || row.textContent;
    text.dispatchEvent(new CustomEvent("chosen", { detail: row }));
  }
  const box = boxOf(row);
  scan?.mark("line", box || null);
  if (box && reveal) scan?.reveal(box, least);
}

function focusRow(row) {
  if (!row) return;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function focusWord(span) {
  if (!span) return;
  span.tabIndex = -1;
  span.focus({ preventScroll: true });
  span.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function step(by) {
  const all = rows();
  const at = all.indexOf(here());
  focusRow(all[Math.min(all.length - 1, Math.max(0, at + by))]);
}

function stepWord(by) {
  const row = here();
  if (!isLine(row)) {
    step(by);
    return;
  }
  const all = spans(row);
  const at = all.indexOf(currentWord());
  const next = at < 0 ? (by > 0 ? 0 : -1) : at + by;
  if (next >= 0 && next < all.length) {
    focusWord(all[next]);
    return;
  }
  const lines = rows().filter(isLine);
  const other = lines[lines.indexOf(row) + by];
  if (other) focusWord(by > 0 ? spans(other)[0] : spans(other).at(-1));
}

function nextDoubtful(by) {
  const all = [...text.querySelectorAll(".said > .doubtful")];
  const from = currentWord() || here();
  const after = (span) => !from || Boolean(from.compareDocumentPosition(span) & Node.DOCUMENT_POSITION_FOLLOWING);
  const before = (span) => Boolean(from && from.compareDocumentPosition(span) & Node.DOCUMENT_POSITION_PRECEDING);
  const found = by > 0 ? all.find(after) : all.findLast(before);
  if (found) focusWord(found);
  else tell(words.no_doubtful);
}

text.addEventListener("focusin", (event) => {
  const row = event.target.closest(".row");
  if (!row) return;
  const span = event.target.parentElement.classList.contains("said") ? event.target : null;
  choose(row);
  const box = span && wordBox(span);
  scan?.mark("word", box || null);
  if (box) scan?.reveal(box);
});

text.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const span = event.target.closest(".said > span");
  const row = event.target.closest(".row");
  scan?.mark("hover", (span && wordBox(span)) || (row && boxOf(row)) || null);
});
text.addEventListener("pointerleave", () => scan?.mark("hover", null));

text.addEventListener("click", (event) => {
  if (event.target.closest(".editor") || String(getSelection())) return;
  const span = event.target.closest(".said > span");
  if (span) focusWord(span);
  else focusRow(event.target.closest(".row"));
});

text.addEventListener("dblclick", (event) => {
  const row = event.target.closest(".row.line");
  if (row && !event.target.closest(".editor")) edit(row);
});

// The scan ---------------------------------------------------------------------------------------------------------

const inside = (box, x, y) => x >= box[0] && x < box[2] && y >= box[1] && y < box[3];

// What stands at a point: the word, else the line, else the smallest region.
function at(x, y) {
  for (const [id, line] of Object.entries(geometry.lines)) {
    const index = line.words.findIndex((box) => inside(box, x, y));
    if (index >= 0) return { row: document.getElementById(id), index, box: line.words[index] };
  }
  for (const [id, line] of Object.entries(geometry.lines)) {
    if (inside(line.box, x, y)) return { row: document.getElementById(id), index: -1, box: line.box };
  }
  const size = (region) => (region.box[2] - region.box[0]) * (region.box[3] - region.box[1]);
  const around = Object.entries(geometry.regions).filter(([, region]) => inside(region.box, x, y));
  const [found] = around.sort((a, b) => size(a[1]) - size(b[1]));
  return found ? { row: document.getElementById(found[0]), index: -1, box: found[1].box } : null;
}

function pick(x, y) {
  const found = at(x, y);
  if (!found?.row) return null;
  const span = found.index >= 0 ? spans(found.row)[found.index] : null;
  if (span) focusWord(span);
  else focusRow(found.row);
  found.row.scrollIntoView({ block: "center" });
  return found;
}

async function noPicture(address) {
  const box = document.createElement("div");
  box.className = "no-scan";
  const say = (content, kind) => {
    const line = document.createElement("p");
    line.className = kind;
    line.textContent = content;
    box.append(line);
  };
  try {
    await get(address);
    say(words.no_picture, "fault");
  } catch (error) {
    const { where: place, message, hint } = error.told || { message: words.no_picture };
    say(`${place ? `${place}: ` : ""}${message}.${hint ? ` ${hint}.` : ""}`, "fault");
  }
  say(words.text_stays, "soft");
  scanBox.replaceWith(box);
}

const SCALE = `digitize-scale ${start.document}`;
const scan = scanBox && new Scan(scanBox, start, {
  picked: pick,
  edited: (x, y) => { const found = pick(x, y); if (isLine(found?.row)) edit(found.row); },
  hovered: (x, y) => { const found = at(x, y); scan.mark("hover", found && found.index >= 0 ? found.box : null); },
  drawn: (box) => text.dispatchEvent(new CustomEvent("drawn", { detail: box })),
  failed: noPicture,
  zoomed: (scale) => sessionStorage.setItem(SCALE, String(scale)),
});
if (scan) scan.geometry = geometry;

// What changes -----------------------------------------------------------------------------------------------------

function element(html) {
  const made = document.createElement("template");
  made.innerHTML = html.trim();
  return made.content.firstElementChild;
}

function apply(answer) {
  if (answer.sequence === undefined) return;
  const keep = here()?.id;
  const typed = editing && { id: editing.row.id, value: editing.field.value };
  const hadFocus = text.contains(document.activeElement);
  const word = currentWord() && spans(here()).indexOf(currentWord());
  const places = rows().map((row) => row.id);
  if (answer.html !== undefined) {
    text.innerHTML = answer.html;
    geometry = answer.geometry;
    if (scan) scan.geometry = geometry;
  }
  for (const line of answer.lines || []) {
    document.getElementById(line.id).replaceWith(element(line.html));
    geometry.lines[line.id] = line.geometry;
  }
  seen = answer.sequence;
  version = answer.version;
  scan?.paint();
  const changed = answer.html !== undefined || answer.lines?.length;
  if (!changed) return;
  if (typed && !editing.row.isConnected) {
    const row = document.getElementById(typed.id);
    editing = null;
    if (row) edit(row, typed.value);
  }
  const row = document.getElementById(keep) || document.getElementById(places.slice(0, places.indexOf(keep)).findLast((id) => document.getElementById(id)));
  if (row && !editing) {
    const span = word !== null && spans(row)[word];
    if (hadFocus) (span ? focusWord : focusRow)(span || row);
    else choose(row, { reveal: false });
  }
  text.dispatchEvent(new CustomEvent("changed"));
}

// One thing after the other, in the order of keys; what is refused is told. Gives true, or what was refused.
let last = Promise.resolve();
function alone(work) {
  busy += 1;
  text.setAttribute("aria-busy", "true");
  last = last.then(() => attempt(work)).finally(() => {
    busy -= 1;
    if (!busy) text.removeAttribute("aria-busy");
  });
  return last;
}

async function attempt(work) {
  try {
    allow();
    await work();
    return true;
  } catch (error) {
    explain(error);
    if (error.told?.sequence !== undefined) apply(error.told);
    if (error.told?.theirs && !editing) warn(fill("theirs_layout", { by: error.told.theirs.by }));
    return error;
  }
}

// Throws what the server refuses; `alone` tells it.
async function decide(body, saved = strings.saved) {
  const by = person();
  if (!by) throw new Error(strings.name_first);
  apply(await post(`${start.address}/decisions`, { by, seen, version, ...body }));
  tell(saved);
}

async function undo() {
  const by = person();
  if (!by) return;
  const answer = await post(`${start.address}/undo`, { by, seen, version });
  apply(answer);
  const number = Number(start.address.split("/").at(-1));
  tell(answer.page === number ? words.undone : fill("undone_elsewhere", { page: answer.page }));
  if (answer.page === number && answer.lines?.length) focusRow(document.getElementById(answer.lines[0].id));
}

// Others may have decided on this page while it was not looked at.
async function lookAgain() {
  if (busy) return;
  try {
    const answer = await get(`${start.address}/now?seen=${seen}&version=${version}`);
    if (busy || answer.sequence === seen) return;
    const changed = answer.html !== undefined || answer.lines.length;
    apply(answer);
    if (changed) tell(words.changed);
  } catch (error) {
    if (error.told) explain(error);
  }
}
document.addEventListener("visibilitychange", () => { if (!document.hidden) lookAgain(); });
window.addEventListener("focus", lookAgain);

// A line edited in place -------------------------------------------------------------------------------------------

// The text of a line as it can be typed: what cannot be seen is not in it, and goes when the line is saved.
const typable = (row) => spans(row).map((span) => [...span.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("")).join(" ");

function edit(row = here(), typed = null) {
  if (!isLine(row)) return;
  if (editing?.row === row) {
    editing.field.focus();
    return;
  }
  if (editing && !leave()) return;
  focusRow(row);
  const form = editorOf.content.firstElementChild.cloneNode(true);
  const field = form.querySelector(".line-text");
  const said = row.querySelector(".said");
  editing = { row, form, field, before: typable(row) };
  field.value = typed ?? editing.before;
  said.hidden = true;
  row.append(form);
  form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
  form.querySelector('[data-do="cancel"]').addEventListener("click", close);
  for (const button of form.querySelectorAll(".letter")) {
    button.addEventListener("click", () => { field.setRangeText(button.dataset.letter, field.selectionStart, field.selectionEnd, "end"); field.focus(); });
  }
  for (const name of ["keyup", "click", "input"]) field.addEventListener(name, caretWord);
  field.focus();
  caretWord();
}

// The word at the caret is marked on the scan, as long as there are as many words as stand there.
function caretWord() {
  if (!editing) return;
  const { row, field } = editing;
  const boxes = geometry.lines[row.id]?.words || [];
  const count = field.value.split(/\s+/).filter(Boolean).length;
  const index = Math.max(0, field.value.slice(0, field.selectionStart).trimStart().split(/\s+/).length - 1);
  scan?.mark("word", count === boxes.length ? boxes[index] || null : null);
}

function close() {
  if (!editing) return;
  const { row, form } = editing;
  editing = null;
  form.remove();
  const said = row.querySelector(".said");
  if (said) said.hidden = false;
  if (row.isConnected) focusRow(row);
}

function leave() {
  if (editing.field.value.trim() === editing.before) {
    close();
    return true;
  }
  warn(words.unsaved);
  editing.field.focus();
  return false;
}

async function save() {
  const { row, field, before } = editing;
  const value = field.value.split(/\s+/).filter(Boolean).join(" ");
  const stays = value === before && !row.querySelector(".said .unseen");
  const body = stays ? { action: "accept" } : { action: "edit", text: value };
  const result = await alone(async () => {
    if (!person()) return;
    const open = editing;
    const { id } = row;
    const by = person();
    const answer = await post(`${start.address}/decisions`, { by, seen, version, line: id, ...body });
    if (editing === open) close();
    apply(answer);
    tell(value ? strings.saved : words.out);
  });
  if (result !== true && result.told?.theirs) showTheirs(row.id, result.told.theirs, value);
}

// Somebody else was quicker: what they have stands below what was typed.
function showTheirs(id, theirs, value) {
  const row = document.getElementById(id);
  if (!isLine(row)) {
    warn(`${fill("theirs_gone", { by: theirs.by })} ${strings.yours}: ${value}`);
    return;
  }
  if (editing?.row !== row) edit(row, value);
  editing.before = typable(row);
  const note = editing.form.querySelector(".theirs");
  note.textContent = `${fill("theirs", { by: theirs.by, text: typable(row) })} ${words.yours_kept}`;
  note.hidden = false;
  allow();
  editing.field.focus();
}

window.addEventListener("beforeunload", (event) => {
  if (editing && editing.field.value.trim() !== editing.before) event.preventDefault();
});

// Keys and buttons -------------------------------------------------------------------------------------------------

function onLine(action, told) {
  const row = here();
  if (isLine(row)) alone(() => decide({ action, line: row.id }, told));
}

// What was decided on the word that is chosen, else on the line or region.
async function remember() {
  const row = here();
  if (!row) return;
  const word = currentWord();
  const id = word ? `${row.id}_${wordBox(word)[5]}` : row.id;
  const found = await get(`${start.address}/history?on=${encodeURIComponent(id)}`);
  document.getElementById("history-list").innerHTML = found.html;
  document.getElementById("history").showModal();
}

function overlay(name) {
  if (!scan) return;
  scan.over[name] = !scan.over[name];
  document.querySelector(`[data-do="${name}"]`).setAttribute("aria-pressed", String(scan.over[name]));
  scan.paint();
}

async function copy() {
  const cited = here()?.dataset.cite;
  if (!cited) return;
  await navigator.clipboard.writeText(cited);
  tell(fill("copied", { text: cited }));
}

const turn = (id) => document.getElementById(id)?.click();

const layout = layOut({ here, geometry: () => geometry, scan, focusRow, alone, decide });

const DO = {
  edit: () => edit(),
  accept: () => onLine("accept", strings.saved),
  out: () => onLine("out", words.out),
  doubtful: () => nextDoubtful(1),
  undo: () => alone(undo),
  history: () => alone(remember),
  larger: () => scan?.larger(),
  smaller: () => scan?.smaller(),
  fit: () => scan?.fit(),
  regions: () => overlay("regions"),
  lines: () => overlay("lines"),
  words: () => overlay("words"),
  keys: () => document.getElementById("keys").showModal(),
  ...layout,
};

const KEYS = {
  Enter: DO.edit, e: DO.edit, a: DO.accept, x: DO.out, Delete: DO.out, d: DO.doubtful, D: () => nextDoubtful(-1), z: DO.undo, h: DO.history,
  c: () => alone(copy), "+": DO.larger, "=": DO.larger, "-": DO.smaller, 0: DO.fit, r: DO.regions, l: DO.lines, w: DO.words,
  p: () => turn("before"), n: () => turn("following"), g: () => document.getElementById("number").select(), s: () => scanBox?.focus(),
  t: () => focusRow(here() || rows()[0]), "?": DO.keys, k: DO.kind, "[": DO.up, "]": DO.down, "{": DO.line_up, "}": DO.line_down, o: DO.order,
  i: DO.add, b: DO.add,
};

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function arrow(event, [dx, dy]) {
  if (document.activeElement === scanBox) scan.pan(80 * dx, 80 * dy);
  else if (event.target.closest("#text") || event.target === document.body || event.target.id === "main") {
    if (dy) step(dy);
    else stepWord(dx);
  } else return;
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
    allow();
    if (editing) close();
    else if (!layout.leave_adding() && !layout.leaveOrder()) return;
    event.preventDefault();
    return;
  }
  const pressed = plainKey(event);
  if (!pressed) return;
  if (ARROWS[pressed]) {
    arrow(event, ARROWS[pressed]);
    return;
  }
  if (pressed === "Enter" && event.target.closest("button, a, summary")) return;
  const act = KEYS[pressed] || KEYS[pressed.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("main [data-do]");
  if (button && DO[button.dataset.do]) DO[button.dataset.do]();
});

// The next page's picture is made while this one is looked at.
if (start.ahead) setTimeout(() => { new Image().src = start.ahead; }, 2500);

// Beginning --------------------------------------------------------------------------------------------------------

const asked = new URLSearchParams(location.search).get("line") || "";
const [wanted] = [asked, asked.replace(/_w[^_]*$/, ""), asked.replace(/_l.*$/, "")].map((id) => (id ? document.getElementById(id) : null)).filter((row) => row?.classList.contains("row"));
const scale = Number(sessionStorage.getItem(SCALE));
if (scan && scale) {
  scan.view.scale = scale;
  scan.moved();
}
if (wanted) {
  choose(wanted, { least: 22 });
  focusRow(wanted);
  wanted.scrollIntoView({ block: "center" });
} else if (rows().length) choose(rows()[0], { reveal: false });
layout.show();

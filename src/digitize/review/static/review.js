// One place after the other: a key decides, the next place follows.

import { allow, explain, get, person, plainKey, post, say, start, strings, warn } from "./common.js";

const box = document.getElementById("place");
const counts = document.getElementById("counts");
const bar = document.getElementById("bar");
const editing = document.getElementById("editing");
const same = document.getElementById("same");
const field = document.getElementById("edit-text");
let seen = start.sequence;
let busy = false;
let typed; // an edit that was refused
const warmed = new Set();

const place = () => box.querySelector("article.place");
const key = () => place()?.dataset.key || null;

function warm(addresses) {
  for (const address of addresses) {
    if (!warmed.has(address)) {
      warmed.add(address);
      new Image().src = address;
    }
  }
}

function show(answer) {
  typed = undefined;
  box.innerHTML = answer.html;
  seen = answer.sequence;
  counts.textContent = say("counts", { open: answer.open.toLocaleString(), total: answer.total.toLocaleString() });
  bar.max = answer.total;
  bar.value = answer.decided;
  const query = new URLSearchParams(start.query);
  if (answer.key) query.set("at", answer.key);
  history.replaceState(null, "", `${location.pathname}?${query}`);
  warm(answer.ahead);
  document.dispatchEvent(new CustomEvent("place", { detail: { key: answer.key } }));
}

async function go(parameters) {
  const query = new URLSearchParams(start.query);
  if (key()) query.set("at", key());
  for (const [name, value] of Object.entries(parameters)) query.set(name, value);
  show(await get(`${start.address}/place?${query}`));
}

async function alone(work) {
  if (busy) return;
  busy = true;
  box.setAttribute("aria-busy", "true");
  try {
    allow();
    await work();
  } catch (error) {
    explain(error);
    if (error.told?.html) {
      show(error.told);
      conflict(error.told, error.mine);
    }
  } finally {
    busy = false;
    box.removeAttribute("aria-busy");
  }
}

// Somebody else was first: both are shown, and what was typed is there to be sent again.
function conflict(told, mine) {
  const { theirs } = told;
  if (!theirs) return;
  const yours = mine === undefined ? "" : ` ${strings.yours}: “${mine}”.`;
  warn(`${strings.conflict}. ${strings.theirs} (${theirs.by}): “${theirs.new}”.${yours} ${told.hint}.`);
  typed = mine;
}

async function decide(keys, action, more = {}) {
  const by = person();
  if (!by) return;
  try {
    show(await post(`${start.address}/decisions`, { asked: start.asked, keys, action, by, seen, ...more }, "saved"));
  } catch (error) {
    error.mine = more.text;
    throw error;
  }
}

async function undo() {
  const by = person();
  if (!by) return;
  show(await post(`${start.address}/undo`, { asked: start.asked, by }, "undone"));
}

function edit() {
  const here = place();
  if (!here) return;
  field.value = typed ?? here.dataset.now;
  typed = undefined;
  document.getElementById("edit-scan").replaceChildren(here.querySelector("svg.line").cloneNode(true));
  editing.returnValue = "";
  editing.showModal();
  field.focus();
  field.select();
}

async function others() {
  const query = new URLSearchParams(start.query);
  query.set("at", key());
  const found = await get(`${start.address}/same?${query}`);
  same.innerHTML = found.html;
  same.returnValue = "";
  same.showModal();
}

async function remember() {
  const here = place();
  if (!here) return;
  const found = await get(`${start.address}/history?word=${encodeURIComponent(here.dataset.word)}`);
  let list = here.querySelector(".history");
  if (!list) {
    list = document.createElement("div");
    list.className = "history";
    list.tabIndex = -1;
    here.append(list);
  }
  list.innerHTML = found.html;
  list.focus();
}

// The lines around the place, under its own; the same key puts them away.
function around() {
  const here = place();
  if (!here) return;
  const button = here.querySelector('[data-do="around"]');
  const there = here.querySelector(".around");
  button.setAttribute("aria-expanded", String(!there));
  if (there) {
    there.remove();
    return;
  }
  const image = new Image();
  image.className = "around";
  image.alt = strings.around;
  image.src = here.dataset.around;
  here.querySelector(".scan").append(image);
}

const DO = {
  left: () => key() && alone(() => decide([key()], "left")),
  right: () => key() && box.querySelector('[data-do="right"]') && alone(() => decide([key()], "right")),
  unsure: () => key() && alone(() => decide([key()], "unsure")),
  other: (number) => key() && number < Number(place().dataset.others) && alone(() => decide([key()], "other", { alternative: number })),
  edit,
  skip: () => alone(() => go({ step: 1 })),
  back: () => alone(() => go({ step: -1 })),
  kind: () => place() && alone(() => go({ step: 1, of: place().dataset.kind })),
  undo: () => alone(undo),
  same: () => place() && Number(place().dataset.same) > 0 && alone(others),
  history: () => alone(remember),
  around,
};

const KEYS = {
  ArrowLeft: "left", ArrowRight: "right", e: "edit", Enter: "edit", u: "unsure", s: "skip", " ": "skip", n: "skip", b: "back",
  k: "kind", z: "undo", g: "same", h: "history", c: "around",
};

document.addEventListener("keydown", (event) => {
  const pressed = plainKey(event);
  if (!pressed) return;
  if ((pressed === "Enter" || pressed === " ") && event.target.closest("button, a, summary")) return;
  if (start.decides && /^[1-9]$/.test(pressed)) {
    DO.other(Number(pressed) - 1);
    return;
  }
  const name = KEYS[pressed] || KEYS[pressed.toLowerCase()];
  if (!name || (!start.decides && !["skip", "back", "kind", "history", "around"].includes(name))) return;
  event.preventDefault();
  DO[name]();
});

box.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  DO[button.dataset.do](Number(button.dataset.alternative));
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    editing.close("save");
  }
});

editing.addEventListener("close", () => {
  if (editing.returnValue === "save" && key()) alone(() => decide([key()], "edit", { text: field.value }));
});

for (const button of document.querySelectorAll("button.letter")) {
  button.addEventListener("click", () => {
    field.setRangeText(button.dataset.letter, field.selectionStart, field.selectionEnd, "end");
    field.focus();
  });
}

same.addEventListener("keydown", (event) => {
  if (event.key === "ArrowLeft") same.close("left");
  if (event.key === "ArrowRight" && same.querySelector('[value="right"]')) same.close("right");
});

same.addEventListener("close", () => {
  const action = same.returnValue;
  if (action !== "left" && action !== "right") return;
  const keys = [...same.querySelectorAll('input[name="key"]:checked')].map((input) => input.value);
  if (keys.length) alone(() => decide(keys, action));
});

document.querySelector(".filters")?.addEventListener("change", (event) => {
  if (event.target.matches("select")) event.currentTarget.requestSubmit();
});

// What comes next is asked for when this place is on the screen.
const ahead = document.getElementById("ahead");
const begin = () => setTimeout(() => warm(JSON.parse(ahead.textContent)), 0);
if (document.readyState === "complete") begin();
else addEventListener("load", begin);

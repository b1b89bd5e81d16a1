// The library: what is new appears by itself; nothing that a person looks at moves under their hands.

import { explain, get, plainKey, start, tell, warn } from "./common.js";

const body = document.getElementById("rows");
const table = body.closest("table");
const found = document.getElementById("found");
const unread = document.getElementById("unread");
const EVERY = 4000;
let { revision } = start;
let away = false;

// Puts new rows in their places and exchanges cells that tell something else now. Focus stays where it is.
function merge(html) {
  const made = document.createElement("tbody");
  made.innerHTML = html;
  const focused = document.activeElement;
  const known = new Map([...body.rows].map((row) => [row.dataset.id, row]));
  let at = body.firstElementChild;
  let fresh = 0;
  for (const row of [...made.rows]) {
    const old = known.get(row.dataset.id);
    known.delete(row.dataset.id);
    if (!old) {
      row.classList.add("fresh");
      body.insertBefore(row, at);
      fresh += 1;
      continue;
    }
    exchange(old, row);
    if (old === at) at = at.nextElementSibling;
    else body.insertBefore(old, at);
  }
  for (const gone of known.values()) gone.remove();
  table.hidden = !body.rows.length;
  if (body.rows.length) document.getElementById("empty")?.remove();
  if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  return fresh;
}

function exchange(old, row) {
  if (old.cells.length !== row.cells.length) {
    const had = old.contains(document.activeElement);
    old.innerHTML = row.innerHTML;
    if (had) old.querySelector("th a")?.focus({ preventScroll: true });
    return;
  }
  [...row.cells].forEach((cell, index) => {
    const before = old.cells[index];
    if (before.innerHTML === cell.innerHTML) return;
    const had = before.contains(document.activeElement);
    before.innerHTML = cell.innerHTML;
    if (had) before.querySelector("a")?.focus({ preventScroll: true });
  });
}

async function ask() {
  const query = new URLSearchParams(start.query);
  query.set("known", revision);
  const answer = await get(`/library/rows?${query}`);
  if (away) {
    away = false;
    warn("");
  }
  if (answer.revision === revision) return;
  revision = answer.revision;
  const fresh = merge(answer.html);
  found.textContent = answer.found;
  unread.textContent = start.reading.replace("{count}", answer.unread.toLocaleString());
  unread.hidden = !answer.unread;
  if (fresh) tell(start.new.replace("{count}", fresh.toLocaleString()));
}

let asking = false;
async function look() {
  if (document.hidden || asking) return;
  asking = true;
  try {
    await ask();
  } catch (error) {
    if (error.told) explain(error);
    else warn(start.away);
    away = true;
  } finally {
    asking = false;
  }
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
if (start.unread) setTimeout(look, 500);

document.querySelector(".filters").addEventListener("change", (event) => {
  if (event.target.matches("select, [type=checkbox]")) event.currentTarget.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  if (plainKey(event) !== "/") return;
  event.preventDefault();
  document.getElementById("filter").focus();
});

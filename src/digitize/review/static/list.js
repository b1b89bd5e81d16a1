// The list of places: the arrow keys go through it and decide, each place where it stands.

import { allow, explain, person, plainKey, post, start, strings, tell } from "./common.js";

const list = document.querySelector("ol.places");
let seen = start.sequence;
let busy = false;

document.querySelector(".filters")?.addEventListener("change", (event) => {
  if (event.target.matches("select")) event.currentTarget.requestSubmit();
});

const here = () => document.activeElement?.closest("ol.places > li");

function move(step) {
  const items = [...list.children];
  const at = items.indexOf(here());
  const next = items[at < 0 ? 0 : Math.min(Math.max(at + step, 0), items.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

async function decide(item, action) {
  const by = person();
  if (!by || busy) return;
  busy = true;
  try {
    allow();
    const body = { asked: start.asked, keys: [item.dataset.key], action, by, seen };
    const answer = await post(`${start.address}/decisions`, body);
    seen = answer.sequence;
    item.querySelector(".decided").innerHTML = answer.states[item.dataset.key] || "";
    item.classList.add("saved");
    tell(strings.saved);
    move(1);
  } catch (error) {
    explain(error);
  } finally {
    busy = false;
  }
}

document.addEventListener("keydown", (event) => {
  const pressed = plainKey(event);
  if (!pressed || !list) return;
  if (pressed === "ArrowDown" || pressed === "ArrowUp") {
    event.preventDefault();
    move(pressed === "ArrowDown" ? 1 : -1);
    return;
  }
  const item = here();
  const action = { ArrowLeft: "left", ArrowRight: "right", u: "unsure", U: "unsure" }[pressed];
  if (!item || !action || !start.decides || (action === "right" && item.dataset.right !== "yes")) return;
  event.preventDefault();
  decide(item, action);
});

list?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) decide(button.closest("li"), button.dataset.do);
});

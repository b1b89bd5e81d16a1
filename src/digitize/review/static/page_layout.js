// What a person says of regions, lines and their order: kinds, another order, lines that were not read.

import { start, tell, warn } from "./common.js";

const words = start.say;
const text = document.getElementById("text");
const kind = document.getElementById("kind");
const doubt = document.getElementById("doubt");
const adding = document.getElementById("adding");
const SHOWN = 48;

const field = (name) => document.getElementById(`add-${name}`);
const isLine = (row) => Boolean(row?.classList.contains("line"));
const regions = () => [...text.querySelectorAll(".region")];
const idOf = (region) => region.dataset.region;

// page: here(), geometry(), scan, focusRow(row), alone(work), decide(body, told)
export function layOut(page) {
  const region = () => page.here()?.closest(".region") || null;
  let anchorChosen = false;

  // Kinds ----------------------------------------------------------------------------------------------------------

  text.addEventListener("chosen", show);
  function show() {
    const row = page.here();
    const around = region();
    for (const control of document.querySelectorAll("[data-for]")) {
      control.disabled = !(control.dataset.for === "line" ? isLine(row) : row);
    }
    kind.value = around ? around.querySelector("h2.row").dataset.kind : "";
    doubt.value = isLine(row) ? row.dataset.doubt : "";
  }

  async function say(body, told) {
    await page.alone(() => page.decide(body, told));
    show();
  }
  kind.addEventListener("change", () => region() && say({ action: "kind", region: idOf(region()), kind: kind.value }));
  doubt.addEventListener("change", () => isLine(page.here()) && say({ action: "doubt", line: page.here().id, doubt: doubt.value }));

  // Order ----------------------------------------------------------------------------------------------------------

  // Puts one of several things before or after its neighbours, as many places on as `by` says.
  function move(on, ids, id, by) {
    const from = ids.indexOf(id);
    const to = Math.min(ids.length - 1, Math.max(0, from + by));
    if (to === from) {
      tell(words.not_further);
      return;
    }
    const run = ids.slice(Math.min(from, to), Math.max(from, to) + 1);
    if (to < from) run.unshift(run.pop());
    else run.push(run.shift());
    say({ action: "order", on, ids: run }, words.moved);
  }

  function moveRegion(by, moved = region()) {
    if (moved) move(idOf(moved).split("_")[0], regions().map(idOf), idOf(moved), by);
  }

  function moveLine(by) {
    const row = page.here();
    if (!isLine(row)) return;
    const lines = [...row.closest(".lines").children];
    move(idOf(row.closest(".region")), lines.map((line) => line.id), row.id, by);
  }

  function order(on = !text.classList.contains("ordering")) {
    text.classList.toggle("ordering", on);
    document.querySelector('[data-do="order"]').setAttribute("aria-pressed", String(on));
    for (const each of regions()) each.draggable = on;
    if (page.scan) page.scan.showOrder(on);
    const head = region()?.querySelector("h2.row");
    if (head) page.focusRow(head);
  }
  text.addEventListener("changed", () => {
    show();
    if (text.classList.contains("ordering")) for (const each of regions()) each.draggable = true;
  });

  let dragged = null;
  const unmark = () => regions().forEach((each) => each.classList.remove("over", "under"));
  const below = (event, target) => event.clientY > target.getBoundingClientRect().top + target.offsetHeight / 2;
  text.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".region") || null;
    if (dragged) event.dataTransfer.effectAllowed = "move";
  });
  text.addEventListener("dragover", (event) => {
    const target = event.target.closest(".region");
    if (!dragged || !target) return;
    event.preventDefault();
    unmark();
    target.classList.add(below(event, target) ? "under" : "over");
  });
  text.addEventListener("drop", (event) => {
    const target = event.target.closest(".region");
    if (!dragged || !target || target === dragged) return;
    event.preventDefault();
    const all = regions();
    const from = all.indexOf(dragged);
    let to = all.indexOf(target) + (below(event, target) ? 1 : 0);
    if (to > from) to -= 1;
    if (to !== from) moveRegion(to - from, dragged);
  });
  text.addEventListener("dragend", () => {
    dragged = null;
    unmark();
  });

  // A line that was not read ---------------------------------------------------------------------------------------

  const box = () => {
    const [left, top, width, height] = ["left", "top", "width", "height"].map((name) => Math.round(Number(field(name).value)));
    return [left, top, left + width, top + height];
  };

  function setBox([x0, y0, x1, y1]) {
    for (const [name, value] of Object.entries({ left: x0, top: y0, width: x1 - x0, height: y1 - y0 })) field(name).value = value;
    page.scan?.mark("drawn", [x0, y0, x1, y1]);
  }

  // The nearest line above a box in its column, and whether it is close enough to be of the same region.
  function above([x0, y0, x1, y1]) {
    const middle = (y0 + y1) / 2;
    let found = null;
    for (const [id, line] of Object.entries(page.geometry().lines)) {
      const [a, b, c, d] = line.box;
      const shared = Math.min(x1, c) - Math.max(x0, a);
      if ((b + d) / 2 < middle && shared > 0.3 * Math.min(x1 - x0, c - a) && (!found || d > found.bottom)) found = { id, bottom: d, high: d - b };
    }
    return found && { id: found.id, near: y0 - found.bottom < 1.2 * found.high };
  }

  function guess(placed) {
    if (anchorChosen) return;
    const found = above(placed);
    field("after").value = found ? found.id : "";
    field("own").checked = !found?.near;
    kinds();
  }

  function kinds() {
    if (!field("after").value) field("own").checked = true;
    field("own").disabled = !field("after").value;
    field("kind").disabled = !field("own").checked;
  }

  function options() {
    const made = [new Option(words.first_on_page, "")];
    for (const each of regions()) {
      const head = each.querySelector("h2.row");
      const about = { number: head.querySelector(".number").textContent, kind: kind.querySelector(`[value="${head.dataset.kind}"]`)?.textContent || head.dataset.kind };
      made.push(new Option(words.region_option.replace(/\{(\w+)\}/g, (_, name) => about[name]), idOf(each)));
      for (const line of each.querySelectorAll(".line")) {
        const told = line.querySelector(".said").textContent.trim();
        made.push(new Option(`\u2003${told.length > SHOWN ? `${told.slice(0, SHOWN)}…` : told}`, line.id));
      }
    }
    field("after").replaceChildren(...made);
  }

  function add() {
    if (!adding) return;
    if (!adding.hidden) {
      field("text").focus();
      return;
    }
    options();
    anchorChosen = false;
    adding.hidden = false;
    page.scan?.draws(true);
    const row = page.here();
    const at = isLine(row) ? page.geometry().lines[row.id].box : page.geometry().regions[row?.id]?.box;
    field("text").value = "";
    field("kind").value = "paragraph";
    if (at) {
      const high = isLine(row) ? at[3] - at[1] : Math.min(at[3] - at[1], 60);
      const top = Math.min(at[3], start.height - high);
      const placed = isLine(row) ? [at[0], top, at[2], top + high] : [at[0], at[1], at[2], at[1] + high];
      setBox(placed);
      field("after").value = row.id;
      field("own").checked = !isLine(row) && !row.closest(".region").querySelector(".lines");
      kinds();
      page.scan?.reveal(placed);
    } else {
      for (const name of ["left", "top", "width", "height"]) field(name).value = "";
      field("after").value = "";
      kinds();
    }
    field("text").focus();
  }

  function leaveAdding() {
    if (!adding || adding.hidden) return false;
    adding.hidden = true;
    page.scan?.draws(false);
    if (page.here()) page.focusRow(page.here());
    return true;
  }

  text.addEventListener("drawn", (event) => {
    setBox(event.detail);
    guess(event.detail);
    field("text").focus();
  });
  adding?.addEventListener("input", (event) => {
    if (event.target.type === "number" && box().every(Number.isFinite)) page.scan?.mark("drawn", box());
    if (event.target === field("after")) anchorChosen = true;
    kinds();
  });
  adding?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const placed = box();
    if (!(placed[2] > placed[0] && placed[3] > placed[1])) {
      warn(words.no_box);
      field("left").closest("details").open = true;
      return;
    }
    const before = new Set([...text.querySelectorAll(".line")].map((line) => line.id));
    const body = { action: "add", text: field("text").value, box: placed, own: field("own").checked, after: field("after").value, kind: field("kind").value };
    const done = await page.alone(() => page.decide(body, words.added));
    if (done !== true) return;
    leaveAdding();
    const made = [...text.querySelectorAll(".line")].find((line) => !before.has(line.id));
    if (made) page.focusRow(made);
  });

  return {
    up: () => moveRegion(-1), down: () => moveRegion(1), line_up: () => moveLine(-1), line_down: () => moveLine(1),
    order: () => order(), add, leave_adding: leaveAdding, kind: () => kind.focus(),
    show, leaveOrder: () => text.classList.contains("ordering") && (order(false), true),
  };
}

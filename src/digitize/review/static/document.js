// A document's own page: counts that come later, and the end of the review.

import { allow, explain, get, person, post, start } from "./common.js";

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
const told = document.getElementById("finish-told");
const go = document.getElementById("finish-go");

async function count() {
  for (let waits = true, wait = 300; waits; wait = Math.min(wait * 1.5, 5000)) {
    await pause(wait);
    if (document.hidden) continue;
    const found = await get(`${start.address}/counts`);
    for (const place of document.querySelectorAll("[data-pair]")) {
      const html = found.pairs[place.dataset.pair];
      if (html) place.innerHTML = html;
    }
    for (const [page, number] of Object.entries(found.pages)) {
      const place = document.querySelector(`[data-page="${Number(page)}"]`);
      if (place) place.textContent = start.open.replace("{count}", number.toLocaleString());
    }
    waits = found.waits;
  }
}

async function follow(begun) {
  go.disabled = true;
  told.innerHTML = begun.html;
  for (let runs = begun.runs; runs;) {
    await pause(500);
    let found;
    try {
      found = await get(`${start.address}/finish`);
    } catch (error) {
      if (error.told) throw error;
      continue; // the server is away for a moment
    }
    runs = found.runs;
    if (!runs) told.innerHTML = found.html;
  }
  told.focus();
}

async function finish() {
  const by = person();
  if (!by) return;
  allow();
  go.disabled = true;
  await follow(await post(`${start.address}/finish`, { parent: start.parent, by }));
}

function failed(error) {
  explain(error);
  go.disabled = false;
}

go.addEventListener("click", () => finish().catch(failed));
if (start.runs) follow({ runs: true, html: told.innerHTML }).catch(failed);
count().catch(explain);

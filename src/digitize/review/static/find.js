// Text found in all documents: while they are made ready, it is asked again.

import { explain, get, start } from "./common.js";

const found = document.getElementById("found");

async function wait() {
  for (let waits = start.waits; waits;) {
    await new Promise((done) => { setTimeout(done, 1500); });
    if (document.hidden) continue;
    const answer = await get(`${location.pathname}${location.search}`);
    found.innerHTML = answer.html;
    waits = answer.waits;
  }
}

wait().catch(explain);

// The history of a document's decisions: one's own can be taken back.

import { allow, explain, person, post, start, tell } from "./common.js";

const field = document.getElementById("person");

function own() {
  const name = field.value.trim();
  for (const button of document.querySelectorAll("[data-undo]")) button.hidden = !name || button.dataset.by !== name;
}

async function undo(button) {
  const by = person();
  if (!by) return;
  allow();
  button.disabled = true;
  try {
    await post(`${start.address}/decisions/${button.dataset.undo}/undo`, { by });
    const cell = button.parentElement;
    button.closest("tr").classList.add("past-undone");
    cell.textContent = start.undone;
    cell.tabIndex = -1;
    cell.focus();
    tell(start.undone);
  } finally {
    button.disabled = false;
  }
}

field.addEventListener("input", own);
own();

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-undo]");
  if (button) undo(button).catch(explain);
});

document.querySelector(".filters").addEventListener("change", (event) => event.currentTarget.requestSubmit());

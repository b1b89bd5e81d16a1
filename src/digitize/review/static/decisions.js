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
    const together = "together" in button.dataset;
    const { undone } = await post(`${start.address}/decisions/${button.dataset.undo}/undo`, { by, together });
    const here = button.closest("td");
    strike(button.closest("tr"));
    for (const number of undone) strike(document.querySelector(`tr[data-sequence="${Number(number)}"]`));
    here.tabIndex = -1;
    here.focus();
    tell(start.undone);
  } finally {
    button.disabled = false;
  }
}

function strike(row) {
  if (!row) return;
  row.classList.add("past-undone");
  row.querySelector(".acts").textContent = start.undone;
}

field.addEventListener("input", own);
own();

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-undo]");
  if (button) undo(button).catch(explain);
});

document.querySelector(".filters").addEventListener("change", (event) => event.currentTarget.requestSubmit());

// What every page of the app shares: strings, the person's name, talking to the server, notices.

const told = (id) => JSON.parse(document.getElementById(id)?.textContent || "{}");

export const strings = told("strings");
export const start = told("start");

export function say(key, values = {}) {
  return strings[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

const notice = document.getElementById("notice");
const alarm = document.getElementById("alarm");
let fading = 0;

export function tell(text) {
  notice.textContent = text;
  notice.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { notice.hidden = true; }, 2500);
}

export function warn(text) {
  alarm.textContent = text;
  alarm.hidden = !text;
}

export const allow = () => warn("");

// The name stays in this browser. What is typed in anew holds from then on.
const field = document.getElementById("person");
const KEY = "digitize-person";
if (field) {
  field.value = localStorage.getItem(KEY) || field.value;
  field.addEventListener("change", () => localStorage.setItem(KEY, field.value.trim()));
}

export function person() {
  const name = field ? field.value.trim() : "";
  if (!name && field) {
    warn(say("name_first"));
    field.focus();
  }
  return name;
}

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

export class Refusal extends Error {
  constructor(error) {
    super(error.message);
    this.told = error;
  }
}

async function answer(response) {
  const body = await response.json();
  if (!response.ok) throw new Refusal(body.error);
  return body;
}

export async function get(address) {
  return answer(await fetch(address, { headers: { Accept: "application/json" } }));
}

const LONG_MS = 2000;

// Sends until the server has answered: a decision is not lost because the server was away for a moment. "done" is the
// name of the string that tells it.
export async function post(address, body, done = "") {
  const options = {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-Digitize-Review": "1" },
    body: JSON.stringify(body),
  };
  let missed = false;
  let slow = false;
  for (let wait = 200; ; wait = Math.min(2 * wait, 3000)) {
    let response;
    const waiting = setTimeout(() => {
      slow = true;
      warn(say("slow"));
    }, LONG_MS);
    try {
      response = await fetch(address, options);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      missed = true;
      warn(say("not_saved"));
      await pause(wait);
      continue;
    } finally {
      clearTimeout(waiting);
    }
    const found = await answer(response);
    if (missed || slow) allow();
    if (missed || done) tell(say(missed ? "back" : done));
    return found;
  }
}

export function explain(error) {
  const { where, message, hint } = error.told || { message: String(error) };
  warn([where ? `${where}: ` : "", message, ".", hint ? ` ${hint}.` : ""].join(""));
}

// The letter of a key where the keyboard writes another alphabet.
const CODES = { BracketLeft: ["[", "{"], BracketRight: ["]", "}"] };
function latin(event) {
  if (/^[\x20-\x7e]$/.test(event.key)) return event.key;
  if (CODES[event.code]) return CODES[event.code][Number(event.shiftKey)];
  const [, letter] = /^Key([A-Z])$/.exec(event.code) || [];
  return letter ? (event.shiftKey ? letter : letter.toLowerCase()) : event.key;
}

// A key that is meant for the page, and not for a field or the browser.
export function plainKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  const { target } = event;
  if (target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return null;
  return latin(event);
}

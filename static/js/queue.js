// Keys of the approval queue: j next, k previous, a approve, r return, x choose, o look at it, ? help. Whoever speaks to the
// machine can switch the letters off in the help. Everything works without this file.
"use strict";

const OFF = "queue-keys-off";
const jobs = () => Array.from(document.querySelectorAll("[data-queue] > .job"));
const here = () => document.activeElement.closest("[data-queue] > li");

function step(by) {
  const all = jobs();
  const now = all.indexOf(here());
  const next = all[Math.min(Math.max(now < 0 && by > 0 ? 0 : now + by, 0), all.length - 1)];
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const job = here();
  const part = job && job.querySelector(`[data-key="${key}"]`);
  if (part) part.click();
  else if (job && key === "a") {
    const said = document.querySelector("#queue-said");
    said.textContent = said.dataset.notClean;
  }
  if (part && key === "r") job.querySelector("textarea").focus();
}

function choose() {
  const box = here() && here().querySelector("[name=chosen]");
  if (box) box.click();
}

const ACTS = { j: () => step(1), k: () => step(-1), a: () => press("a"), r: () => press("r"), o: () => press("o"), x: choose };
const typing = (target) => target.closest("textarea, select, input:not([type=checkbox]), dialog[open]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target.closest(".job details[open]")) {
    const fold = event.target.closest("details");
    fold.open = false;
    fold.closest(".job").focus();
    return;
  }
  if (typing(event.target)) return;
  const help = document.querySelector("#keys");
  if (event.key === "?" && help) { event.preventDefault(); help.showModal(); return; }
  const act = !localStorage.getItem(OFF) && ACTS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

const box = document.querySelector("[data-keys-on]");
if (box) {
  box.checked = !localStorage.getItem(OFF);
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}

// Where a card went, the hand goes on to the next one; a card that stays keeps the hand.
let index = 0;
document.addEventListener("htmx:beforeRequest", (event) => {
  const job = event.target.closest("[data-queue] > .job");
  if (job) index = jobs().indexOf(job);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (!event.target.closest("[data-queue]")) return;
  const next = jobs()[Math.min(index, jobs().length - 1)];
  const wrong = event.target.querySelector("[aria-invalid]");
  if (wrong) wrong.focus();
  else (next || event.target).focus({ preventScroll: Boolean(next) });
  if (next) next.scrollIntoView({ block: "nearest" });
});

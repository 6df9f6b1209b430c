// Keys of the approval queue: j next, k previous, a approve, r return, ? help. Everything works without this file.
"use strict";

const jobs = Array.from(document.querySelectorAll("[data-queue] > li"));

function stepTo(step) {
  const now = jobs.indexOf(document.activeElement.closest("[data-queue] > li"));
  const next = jobs[Math.min(Math.max(now + step, 0), jobs.length - 1)];
  if (next) next.focus();
}

function press(key) {
  const job = document.activeElement.closest("[data-queue] > li");
  const button = job && job.querySelector(`[data-key="${key}"]`);
  if (button) button.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  if (event.key === "j") stepTo(1);
  else if (event.key === "k") stepTo(-1);
  else if (event.key === "a" || event.key === "r") press(event.key);
  else if (event.key === "?") document.querySelector("#keys").toggleAttribute("hidden");
  else return;
  event.preventDefault();
});

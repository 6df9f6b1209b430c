// The request form: ways out lead to their box, the hours move together, the verdict stands beside the buttons on a phone,
// and what was typed outlives a session that ran out. The decision itself comes from the server.
"use strict";

// The people picker: a few letters find somebody, Enter takes the first, ticked people stand above. Without this file
// it is a list of boxes with a button that finds. It stands here, not apart: a page asks for twelve things at most.
const rows = (list) => Array.from(list.querySelectorAll(".choice"));
const parts = (box) => ({
  find: box.querySelector("[data-people-find]"),
  chosen: box.querySelector("[data-people-chosen]"),
  offered: box.querySelector("[data-people-offered]"),
  count: box.querySelector("[data-people-count]"),
});

// Shows whom the typed letters find: in characters, pinyin, initials or the number.
function filter(box) {
  const { find, offered } = parts(box);
  const words = find.value.trim().toLowerCase();
  let left = 0;
  for (const row of rows(offered)) {
    row.hidden = Boolean(words) && !row.dataset.words.includes(words);
    if (!row.hidden) left += 1;
  }
  offered.querySelector(".people-none").hidden = left > 0;
}

// Ticked people stand above, each once; the count says how many.
function settle(box) {
  const { chosen, offered, count } = parts(box);
  const taken = new Set();
  for (const row of rows(chosen)) {
    const input = row.querySelector("input");
    if (input.checked) taken.add(input.value);
    else offered.prepend(row);
  }
  for (const row of rows(offered)) {
    const input = row.querySelector("input");
    if (taken.has(input.value) && input.checked) row.remove();
    else if (input.checked) { chosen.append(row); taken.add(input.value); }
  }
  count.textContent = taken.size || "";
  filter(box);
}

// Enter takes the first who is found and is ready for the next name.
function takeFirst(box) {
  const { find, offered } = parts(box);
  const row = rows(offered).find((one) => !one.hidden);
  if (!row) return;
  row.querySelector("input").click();
  find.value = "";
  filter(box);
  find.focus();
}

// Typing in the box is looking for somebody, not writing the request: nothing else hears of it.
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-people-find]")) return;
  event.stopPropagation();
  const box = event.target.closest("[data-people]");
  filter(box);
  if (parts(box).offered.hasAttribute("data-people-more")) event.target.dispatchEvent(new Event("look"));
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[data-people-find]")) return;
  event.preventDefault();
  takeFirst(event.target.closest("[data-people]"));
});

document.addEventListener("change", (event) => {
  const box = event.target.closest("[data-people]");
  if (!box) return;
  if (event.target.matches("[data-people-find]")) { event.stopPropagation(); return; }
  const row = event.target.closest(".choice");
  const held = document.activeElement === event.target;
  const next = row.nextElementSibling && row.nextElementSibling.querySelector("input");
  settle(box);
  if (held) (next || parts(box).find).focus({ preventScroll: true }); // the hand goes on where it was
}, true);

const dress = (root) => { for (const box of root.querySelectorAll("[data-people]")) settle(box); };
dress(document);
document.addEventListener("htmx:afterSettle", () => dress(document));

const KEPT = "request";
const form = () => document.querySelector("#request-form");

// A way out is taken at its box: folded parts open, words that must go are selected.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-goto]");
  const box = link && document.getElementById(link.dataset.goto);
  if (!box) return;
  event.preventDefault();
  for (let fold = box.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  box.focus();
  const place = link.dataset.words ? box.value.indexOf(link.dataset.words) : -1;
  if (place >= 0) box.setSelectionRange(place, place + link.dataset.words.length);
});

// Small buttons that change something in the form change it in place; without scripts they load the page anew.
document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (event.target !== form() || !button || !["without", "later", "tick"].includes(button.name)) return;
  event.preventDefault();
  event.stopPropagation();
  const parts = { source: form(), target: "#request-form", select: "#request-form", selectOOB: "#decision", swap: "outerHTML" };
  await htmx.ajax("POST", form().getAttribute("action"), { ...parts, values: { [button.name]: button.value } });
  const card = document.querySelector("#decision");
  if (card && document.activeElement === document.body) card.focus({ preventScroll: true });
}, true);

// A later start moves the end with it, so that the work stays as long as it was.
let started = form() ? form().elements.starts_at.value : "";
document.addEventListener("change", (event) => {
  if (event.target.name !== "starts_at" || !form()) return;
  const ends = form().elements.ends_at;
  const [before, now, end] = [started, event.target.value, ends.value].map((said) => Date.parse(`${said.replace(" ", "T")}Z`));
  started = event.target.value;
  if (!now || !end || now < end) return;
  const later = new Date(now + (end > before ? end - before : 4 * 3600e3)).toISOString().slice(0, 16);
  ends.value = ends.type === "text" ? later.replace("T", " ") : later;
}, true);

// On a phone the card stands below the form: its verdict is repeated beside the buttons.
function jump() {
  const there = document.querySelector("[data-verdict-jump]");
  const verdict = document.querySelector("#live .verdict.large");
  if (!there) return;
  there.hidden = !verdict;
  if (!verdict) return;
  const copy = verdict.cloneNode(true);
  copy.classList.remove("large");
  there.replaceChildren(copy);
}
document.addEventListener("htmx:afterSettle", jump);

// An answer that was asked for earlier undoes nothing: what was typed or ticked while it was on its way stays.
const asked = new WeakMap();
let since = [];
const keyOf = (box) => (box.type === "checkbox" ? `${box.name}=${box.value}` : box.name);
function standing() {
  const found = new Map();
  for (const box of form() ? form().elements : []) {
    if (!box.name || box.type === "hidden" || box.tagName === "BUTTON") continue;
    found.set(keyOf(box), { box, value: box.type === "checkbox" ? box.checked : box.value });
  }
  return found;
}
function again({ box, value }) {
  const place = Array.from(form().elements).find((one) => keyOf(one) === keyOf(box));
  if (box.type !== "checkbox") { if (place && place.value !== value) place.value = value; return; }
  if (place) place.checked = value;
  else if (value) form().querySelector(`#chosen-${box.name}`)?.append(box.closest(".choice"));
}
document.addEventListener("htmx:beforeSend", (event) => asked.set(event.detail.xhr, standing()));
document.addEventListener("htmx:beforeSwap", (event) => {
  const before = asked.get(event.detail.xhr) || new Map();
  const changed = ([key, now]) => (before.has(key) ? before.get(key).value !== now.value : now.value === true);
  since = Array.from(standing()).filter(changed).map(([, now]) => now);
});
document.addEventListener("htmx:afterSettle", () => { if (form()) since.splice(0).forEach(again); }, true);

// What could not be fetched is said; what was typed stays. A sign-in page is no decision.
function say(words) {
  const state = document.querySelector(".live-state");
  if (!state) return;
  let line = state.querySelector("[data-said]");
  if (!line) { line = document.createElement("span"); line.dataset.said = ""; line.setAttribute("role", "alert"); state.append(line); }
  line.textContent = words;
}
const failed = () => say(document.querySelector(".live-state")?.dataset.failed || "");
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(name, failed);
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.target.isConnected) { event.detail.shouldSwap = false; return; } // it answers a part that is gone
  if (event.detail.xhr.responseURL.includes("/sign-in")) { event.detail.shouldSwap = false; failed(); }
  else say("");
});

// Sent, and the session had run out: after signing in again the same window still holds what was typed, for the same person.
document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  const typed = Array.from(new FormData(event.target)).filter(([name]) => !["csrfmiddlewaretoken", "revision", "parties"].includes(name));
  sessionStorage.setItem(KEPT, JSON.stringify({ user: form().dataset.user, at: form().getAttribute("action"), typed }));
});
function takeBack() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  sessionStorage.removeItem(KEPT);
  if (!kept || !form() || document.querySelector("#errors, #live .decision")) return;
  if (kept.user !== form().dataset.user || kept.at !== form().getAttribute("action") || form().elements.text.value) return;
  const wanted = new Map();
  for (const [name, value] of kept.typed) wanted.set(name, [...(wanted.get(name) || []), value]);
  for (const box of Array.from(form().elements)) {
    if (!wanted.has(box.name) || box.type === "hidden" || box.tagName === "BUTTON") continue;
    if (box.type === "checkbox") box.checked = wanted.get(box.name).includes(box.value);
    else box.value = wanted.get(box.name)[0];
  }
  form().elements.text.dispatchEvent(new Event("input", { bubbles: true }));
  document.querySelectorAll("[data-people] :checked").forEach((box) => box.dispatchEvent(new Event("change", { bubbles: true })));
}
takeBack();
jump();

// The people picker: a few letters find somebody, Enter takes the first, ticked people stand above. Without this file
// it is a list of boxes with a button that finds.
"use strict";

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

// What the search box finds while somebody types: arrows choose, Enter goes there, Escape closes. Fetched when the box
// is first used (app.js); without it the box asks for the page of results.
"use strict";

const box = document.querySelector("#search-box");
const found = document.querySelector("#at-once");

for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", found.id], ["aria-expanded", "false"]]) {
  box.setAttribute(name, value);
}
document.body.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (event.detail.elt === box && token) event.detail.headers["X-CSRFToken"] = token.value;
});

// Asked for 150 ms after the last letter, not before this file is there: it brings the token.
let asked = box.defaultValue, soon = 0;
function find() {
  clearTimeout(soon);
  if (box.value.trim() === asked.trim()) return;
  soon = setTimeout(() => {
    asked = box.value;
    if (asked.trim()) box.dispatchEvent(new CustomEvent("find"));
    else { found.replaceChildren(); show(false); }
  }, 150);
}
box.addEventListener("input", find);

const options = () => Array.from(found.querySelectorAll("[role=option]"));
const chosen = () => found.querySelector("[aria-selected=true]");

function show(open) {
  found.hidden = !open;
  box.setAttribute("aria-expanded", String(open));
  if (!open) choose(null);
}

function choose(option) {
  options().forEach((one) => one.setAttribute("aria-selected", String(one === option)));
  if (option) {
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    box.removeAttribute("aria-activedescendant");
  }
}

function step(by) {
  const all = options();
  if (!all.length) return;
  show(true);
  const now = all.indexOf(chosen());
  choose(all[now < 0 ? (by > 0 ? 0 : all.length - 1) : (now + by + all.length) % all.length]);
}

box.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && chosen() && !found.hidden) {
    event.preventDefault();
    chosen().click();
  } else if (event.key === "Escape" && !found.hidden) {
    event.preventDefault();
    show(false);
  }
});

// A whole number of somebody does not go into an address: what is found stands under the box.
box.form.addEventListener("submit", (event) => {
  clearTimeout(soon);
  if (!/\d[\s\d]{9,}[\dXx]/.test(box.value)) return;
  event.preventDefault();
  if (options().length) step(1);
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.target === found) show(options().length > 0 && document.activeElement === box);
});
box.addEventListener("focus", () => { if (options().length && box.value) show(true); });
box.form.addEventListener("focusout", (event) => {
  if (!box.form.contains(event.relatedTarget)) show(false);
});
find();
found.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus until the click

// Niceties only: every page works without this file. What few pages need is fetched when it is on the page (at the end).
"use strict";

document.documentElement.classList.add("scripts");
const all = (query, root = document) => Array.from(root.querySelectorAll(query));

// "/" goes to the search box, unless something is being typed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable], dialog[open]")) return;
  const box = document.querySelector("#search-box");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// What is found while somebody types: fetched when the box is first used.
document.addEventListener("focusin", (event) => {
  if (event.target.id === "search-box") import("./search.js");
});

// A menu closes with Escape, or when something else is pressed.
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// A line that says what was done can be closed; it never goes by itself.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-close]");
  if (button) button.closest(`.${button.dataset.close}`).remove();
});

// A filter form sends itself when something is chosen; its button stays for those without scripts.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && form.hasAttribute("data-auto") && event.target.matches("select, [type=checkbox], [type=radio], [type=date], [data-day]")) {
    form.requestSubmit();
  }
});

// Typed and not saved: the browser asks before the page is left.
let unsaved = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-keep]")) unsaved = true;
});
document.addEventListener("submit", () => { unsaved = false; });
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

// A form is sent once: the second press of an impatient hand does nothing, and the button shows that it works.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.matches("[hx-post]") || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  if (event.submitter) event.submitter.classList.add("sending");
  setTimeout(() => restore(form), 20000); // an answer that is a file leaves the page where it is
});
function restore(form) {
  delete form.dataset.sent;
  for (const button of all(".sending", form)) button.classList.remove("sending");
}
window.addEventListener("pageshow", () => all("form[data-sent]").forEach(restore));

// After an answer with errors the reader stands at their summary.
function toErrors(root) {
  const summary = root.querySelector("#errors:not(.example #errors)");
  if (summary) summary.focus();
}

// What cannot be answered in its place (a fresh proof is asked for, say) is asked as a page.
document.addEventListener("htmx:responseError", (event) => {
  const form = event.target.closest("form[data-or-page]");
  if (form) form.submit();
});

// Print buttons.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// One box chooses all rows of its table; beside the acts stands how many are chosen.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) {
    const table = event.target.closest("table");
    for (const box of all("tbody input[type=checkbox]:not(:disabled)", table)) box.checked = event.target.checked;
  }
  if (event.target.matches("[type=checkbox]")) count();
});
function count() {
  for (const place of all("[data-chosen]")) {
    const bar = place.closest(".chosen"), chosen = all(`[name="${place.dataset.chosen}"]:checked`).length;
    const none = !chosen && !bar.querySelector("[name=everybody]:checked"); // all that match, on every page
    place.textContent = chosen;
    bar.classList.toggle("none", none);
    for (const act of all("button", bar)) act.disabled = none;
  }
}

// A table that needs no sideways scrolling lets its head stick to the top of the window.
const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) target.classList.toggle("fits", target.firstElementChild.offsetWidth <= target.clientWidth);
});

// What only some pages need, by what is on them.
const PARTS = {
  "input[type=date], input[type=datetime-local]": "days",
  "[data-combo], [data-find]": "picker",
  "input[type=file]": "drop",
  "a[data-dialog], [data-opens]": "dialog",
  "table.roster": "rows",
  "form[data-keep] [data-kept]": "keep",
};
function dress(root) {
  for (const table of all(".scroll > .table", root)) watch.observe(table.parentElement);
  for (const button of all("[data-close]", root)) button.hidden = false;
  count();
  for (const [query, name] of Object.entries(PARTS)) {
    if (root.querySelector(query)) import(`./${name}.js`).then((part) => part.dress(root));
  }
  toErrors(root);
}
document.addEventListener("DOMContentLoaded", () => dress(document));
for (const name of ["htmx:afterSettle", "house:added"]) document.addEventListener(name, (event) => dress(event.target));

// While something is fetched, the line at the top of the window moves.
let fetching = 0;
document.addEventListener("htmx:beforeRequest", () => { fetching += 1; document.documentElement.classList.add("fetching"); });
document.addEventListener("htmx:afterRequest", () => {
  fetching = Math.max(0, fetching - 1);
  document.documentElement.classList.toggle("fetching", fetching > 0);
});

// Niceties only: every page works without this file.
"use strict";

// "/" goes to the search box, unless something is being typed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const box = document.querySelector("#search-box");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// On a phone the navigation is a strip: the page one is on is brought into sight.
document.addEventListener("DOMContentLoaded", () => {
  const here = document.querySelector(".navigation [aria-current]");
  const strip = here && here.closest("ul");
  if (!strip) return;
  const item = here.getBoundingClientRect(), whole = strip.getBoundingClientRect();
  if (item.right > whole.right) strip.scrollLeft += item.left - whole.left - (whole.width - item.width) / 2;
});

// A filter form sends itself when something is chosen; its button stays for those without scripts.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && form.hasAttribute("data-auto") && event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) {
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

// A form is sent once: the second press of an impatient hand does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.matches("[hx-post]")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});

// After an answer with errors the reader stands at their summary.
function toErrors(root) {
  const summary = root.querySelector("#errors");
  if (summary) summary.focus();
}
document.addEventListener("DOMContentLoaded", () => toErrors(document));
document.addEventListener("htmx:afterSettle", (event) => toErrors(event.target));

// Print buttons.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// One box chooses all rows of its table.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  const table = event.target.closest("table");
  table.querySelectorAll("tbody input[type=checkbox]:not(:disabled)").forEach((box) => { box.checked = event.target.checked; });
});

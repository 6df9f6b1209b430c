// A question of one page opens over the page one is on: <a href="/that/page/" data-dialog>. Its form is sent to its own address
// and the answer is a page as ever; whoever has no scripts simply goes there. data-opens="id" opens a dialog of this page.
"use strict";

async function fetched(link) {
  const answer = await fetch(link.href, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("main form[method=post]");
  if (!form) return null;
  form.action = form.getAttribute("action") || link.href;
  return { heading: page.querySelector("main h1").textContent.trim(), form: document.adoptNode(form) };
}

function framed({ heading, form }) {
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  title.textContent = heading;
  title.id = "dialog-heading";
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(title, form);
  for (const way of form.querySelectorAll(".actions a.button")) {
    way.addEventListener("click", (event) => { event.preventDefault(); dialog.close(); }); // "No, go back" is here
  }
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  return dialog;
}

async function open(link) {
  const found = await fetched(link);
  if (!found) { location.assign(link.href); return; }
  const dialog = framed(found);
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("house:added", { bubbles: true }));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const opener = event.target.closest("[data-opens]");
  const there = opener && document.getElementById(opener.dataset.opens);
  if (there) { event.preventDefault(); there.showModal(); return; }
  const link = event.target.closest("a[data-dialog]");
  if (!link) return;
  event.preventDefault();
  open(link).catch(() => location.assign(link.href));
});

export function dress() {}

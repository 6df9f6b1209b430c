// A file is dragged onto its box, and its name and size are shown. The browser's own
// button, in the browser's own language, gives way to one that speaks the language of the page.
"use strict";

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function dressOne(area) {
  const input = area.querySelector("input[type=file]");
  const said = area.querySelector("[data-chosen-file]");
  const most = Number(area.dataset.most || 0);
  const show = () => {
    const files = Array.from(input.files);
    said.textContent = files.map((file) => `${file.name} · ${size(file.size)}`).join("; ");
    area.classList.toggle("full", files.length > 0);
    area.classList.toggle("too-large", most > 0 && files.some((file) => file.size > most));
  };
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => { event.preventDefault(); area.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    area.addEventListener(name, () => area.classList.remove("over"));
  }
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", show);
  area.classList.add("dressed");
  show();
}

export function dress(root) {
  for (const area of root.querySelectorAll(".drop:not(.dressed)")) dressOne(area);
}

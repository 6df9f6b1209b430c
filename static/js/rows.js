// A table of people by the keys: j and k go from one to the next, x chooses. Everything works without this file.
const rows = () => Array.from(document.querySelectorAll("table.roster tbody tr"));

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !["j", "k", "x"].includes(event.key)) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog[open]")) return;
  const all = rows();
  const now = all.indexOf(document.activeElement.closest("table.roster tbody tr"));
  if (event.key === "x") {
    const box = now >= 0 && all[now].querySelector("[name=row]");
    if (box) box.click();
    return;
  }
  const next = all[Math.min(Math.max(now + (event.key === "j" ? 1 : -1), 0), all.length - 1)];
  if (!next) return;
  next.querySelector("th a").focus();
  event.preventDefault();
}

let heard = false;
export function dress() {
  if (heard) return;
  heard = true;
  document.addEventListener("keydown", press);
}

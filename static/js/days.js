// A date box that can be typed into: 2026.11.21, 20261121, 11-21, 今天, tomorrow … become 2026-11-21 when the box is left.
// So does a box for day and hour: 今天 14:30, 11-21 9:00. On a phone the device's own boxes stay. The server reads the same
// (core/days.py); this only shows it at once.
"use strict";

const WORDS = { "今天": 0, "今日": 0, today: 0, "明天": 1, tomorrow: 1, "后天": 2, "昨天": -1, yesterday: -1, "前天": -2 };
const two = (number) => String(number).padStart(2, "0");
const iso = (year, month, day) => {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}` : null;
};

export function read(typed, today) {
  const text = typed.trim().toLowerCase();
  if (text in WORDS) {
    const day = new Date(Date.UTC(today.getFullYear(), today.getMonth(), today.getDate() + WORDS[text]));
    return day.toISOString().slice(0, 10);
  }
  const whole = text.match(/^(\d{4})[-./年\s]?(\d{1,2})[-./月\s]?(\d{1,2})日?$/);
  if (whole && (/\D/.test(text) || text.length === 8)) return iso(+whole[1], +whole[2], +whole[3]);
  const short = text.match(/^(\d{1,2})[-./月](\d{1,2})日?$/);
  return short ? iso(today.getFullYear(), +short[1], +short[2]) : null;
}

// Day and hour: 2026-11-21 14:30.
export function readMoment(typed, today) {
  const said = typed.trim().match(/^(.+?)(?:\s+|T)(\d{1,2})[:：时]?(\d{2})分?$/i);
  const day = said && read(said[1], today);
  return day && +said[2] < 24 && +said[3] < 60 ? `${day} ${two(said[2])}:${said[3]}` : null;
}

const ofKind = (box) => (box.dataset.day === "moment" ? readMoment : read);

function today() {
  const said = document.body.dataset.today; // the day of the house, not of this machine
  return said ? new Date(`${said}T12:00:00`) : new Date();
}

function settle(box) {
  const found = box.value && ofKind(box)(box.value, today());
  if (found) box.value = found;
}

function opener(box) {
  const native = document.createElement("input");
  native.type = box.dataset.day === "moment" ? "datetime-local" : "date";
  native.tabIndex = -1;
  native.setAttribute("aria-hidden", "true");
  native.dataset.native = "";
  if (box.min) native.min = box.min;
  if (box.max) native.max = box.max;
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  button.className = "plain";
  button.setAttribute("aria-hidden", "true"); // for the mouse; the keyboard types
  button.innerHTML = `<svg class="icon"><use href="${new URL("../icons.svg", import.meta.url).pathname}#calendar"></use></svg>`;
  button.addEventListener("click", () => {
    native.value = ofKind(box)(box.value, today()) || "";
    native.showPicker();
  });
  native.addEventListener("change", () => {
    box.value = native.value.replace("T", " ");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
    box.focus();
  });
  return [button, native];
}

function dressOne(box) {
  const value = box.value;
  const moment = box.type === "datetime-local";
  const typing = document.activeElement === box;
  const chinese = document.documentElement.lang.startsWith("zh");
  box.type = "text";
  box.value = value.replace("T", " ");
  box.dataset.day = moment ? "moment" : "";
  box.autocomplete = "off";
  box.placeholder = (chinese ? "年-月-日" : "yyyy-mm-dd") + (moment ? (chinese ? " 时:分" : " hh:mm") : "");
  const frame = document.createElement("span");
  frame.className = moment ? "day-box moment" : "day-box";
  box.before(frame);
  frame.append(box, ...("showPicker" in HTMLInputElement.prototype ? opener(box) : []));
  if (typing) box.focus(); // who was quicker than this file goes on where they were
}

export function dress(root) {
  if (!matchMedia("(pointer: fine)").matches) return;
  for (const box of root.querySelectorAll(":is(input[type=date], input[type=datetime-local]):not([data-native], [data-day])")) dressOne(box);
}

// Before anybody else hears of the change (a filter that sends itself), the date stands as it is meant.
document.addEventListener("change", (event) => { if (event.target.matches("[data-day]")) settle(event.target); }, true);
document.addEventListener("submit", (event) => event.target.querySelectorAll("[data-day]").forEach(settle), true);

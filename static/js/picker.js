// People and other long lists, found by typing. A select with data-combo becomes a combobox (WAI-ARIA Authoring Practices);
// an input with data-combo asks its address (data-candidates, ?q=…) for {"results": [{"value", "label", "note"}]};
// a group of boxes with data-find gets a line to narrow it. What was there before works without this file.
"use strict";

let made = 0;
const element = (name, properties = {}, attributes = {}) => {
  const node = Object.assign(document.createElement(name), properties);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
};
const fits = (words, typed) => typed.toLowerCase().split(/\s+/).every((part) => words.toLowerCase().includes(part));

class Combo {
  constructor(input, find, choose, { closed = false } = {}) { // closed: only what the list holds can be chosen
    Object.assign(this, { input, find, choose, closed, at: -1, options: [], round: 0 });
    this.list = element("ul", { id: `list-${made += 1}`, className: "combo-list", hidden: true }, { role: "listbox" });
    const label = input.labels[0];
    if (label) this.list.setAttribute("aria-label", label.textContent.trim());
    const said = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list", autocomplete: "off" };
    for (const [key, value] of Object.entries(said)) input.setAttribute(key, value);
    const frame = element("span", { className: "combo" });
    input.before(frame);
    frame.append(input, this.list);
    input.addEventListener("input", () => this.show());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(this.options.indexOf(option));
    });
  }

  async show() {
    const round = this.round += 1;
    const found = await this.find(this.input.value.trim());
    if (round !== this.round || document.activeElement !== this.input) return; // something newer was typed meanwhile
    this.options = found.slice(0, 50).map(({ value, label, note }) => {
      const option = element("li", { id: `${this.list.id}-${value}`, textContent: label }, { role: "option", "aria-selected": "false" });
      option.dataset.value = value;
      option.dataset.label = label;
      if (note) option.append(" ", element("small", { className: "quiet", textContent: note }));
      return option;
    });
    this.list.replaceChildren(...this.options);
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.move(-1);
  }

  move(at) {
    this.at = at;
    this.options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) { this.input.removeAttribute("aria-activedescendant"); return; }
    this.input.setAttribute("aria-activedescendant", this.options[at].id);
    this.options[at].scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const last = this.options.length - 1;
    if (event.key === "Escape" && !this.list.hidden) { this.close(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.list.hidden) { this.show(); }
      else if (event.key === "ArrowDown") this.move(this.at >= last ? 0 : this.at + 1);
      else this.move(this.at <= 0 ? last : this.at - 1);
    }
    else if (event.key === "Enter" && !this.list.hidden && (this.at >= 0 || this.closed)) { this.take(Math.max(this.at, 0)); }
    else return;
    event.preventDefault();
  }

  take(at) {
    const { value, label } = this.options[at].dataset;
    this.close();
    this.choose(value, label);
  }

  close() {
    this.round += 1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function overSelect(select) {
  const shown = () => select.selectedOptions[0] && select.value ? select.selectedOptions[0].text.trim() : "";
  const input = element("input", { type: "text", id: `${select.id}-typed`, value: shown(), required: select.required });
  if (select.options[0] && !select.options[0].value) input.placeholder = select.options[0].text;
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  for (const label of Array.from(select.labels)) label.htmlFor = input.id;
  select.before(input);
  select.hidden = true;
  select.required = false;
  const told = (value) => { select.value = value; select.dispatchEvent(new Event("change", { bubbles: true })); };
  const rows = () => Array.from(select.options).filter((option) => option.value)
    .map((option) => ({ value: option.value, label: option.text, words: `${option.text} ${option.dataset.words || ""}`, note: option.dataset.note }));
  new Combo(input, (typed) => rows().filter((row) => fits(row.words, typed)), (value, label) => { input.value = label.trim(); told(value); }, { closed: true });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => {
    if (!input.value.trim() && select.value) told("");
    input.value = shown();
  });
}

function overInput(input) {
  const find = async (typed) => {
    if (!typed) return [];
    const address = new URL(input.dataset.candidates, location.href);
    address.searchParams.set("q", typed);
    const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).results : [];
  };
  new Combo(input, find, (value) => { input.value = value; input.dispatchEvent(new Event("change", { bubbles: true })); });
}

function narrow(group) {
  const rows = Array.from(group.querySelectorAll("label")).filter((label) => label.querySelector("input"));
  if (rows.length < 8) return;
  const line = element("input", { type: "search", className: "narrow", placeholder: group.dataset.find }, { "aria-label": group.dataset.find });
  line.addEventListener("input", (event) => {
    event.stopPropagation(); // narrowing is no answer to the form
    for (const row of rows) {
      const words = `${row.textContent} ${row.dataset.words || row.querySelector("input").dataset.words || ""}`;
      const place = row.parentElement.children.length === 1 ? row.parentElement : row;
      place.hidden = !fits(words, line.value.trim()) && !row.querySelector("input").checked;
    }
  });
  line.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  group.prepend(line);
}

export function dress(root) {
  for (const node of root.querySelectorAll("[data-combo]:not([data-dressed]), [data-find]:not([data-dressed])")) {
    node.dataset.dressed = "";
    if (node.hasAttribute("data-find")) narrow(node);
    else (node.tagName === "SELECT" ? overSelect : overInput)(node);
  }
}

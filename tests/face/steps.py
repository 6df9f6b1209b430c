"""Counts what a person does in a window: presses and filled fields, told by the page itself.

A press is a button of the mouse or a finger put down anywhere but in a field, or the choice of a file (the dialog of the system
counts as one). A field is one name of a form, however many of its boxes are ticked. What the program fills in itself
is not counted, nor is what a script of ours writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

COUNT = """(() => {
    const kept = () => JSON.parse(sessionStorage.getItem("steps") || '{"presses": [], "fields": []}');
    const keep = (steps) => sessionStorage.setItem("steps", JSON.stringify(steps));
    const words = (one) => (one.innerText || one.getAttribute("aria-label") || one.tagName).trim().slice(0, 40);
    addEventListener("pointerdown", (event) => {
        if (!event.isTrusted || event.target.closest("input, select, textarea, label, [role=option], [role=combobox]")) return;
        const steps = kept();
        steps.presses.push(words(event.target.closest("a, button, summary") || event.target));
        keep(steps);
    }, true);
    addEventListener("change", (event) => {
        const one = event.target, steps = kept();
        const name = (one.name || one.id).replace(/^id_/, "").replace(/-typed$/, "");  // the box over a long list
        if (one.type === "file") steps.presses.push("file");
        else if (!steps.fields.includes(name)) steps.fields.push(name);
        keep(steps);
    }, true);
})();"""


@dataclass
class Steps:
    """`steps = Steps(page)` before anything is opened; `steps.presses()` after the work."""

    page: Any

    def __post_init__(self) -> None:
        self.page.context.add_init_script(COUNT)

    def begin(self) -> None:
        self.page.evaluate("sessionStorage.removeItem('steps')")

    def presses(self) -> list[str]:
        return self._kept("presses")

    def fields(self) -> list[str]:
        return self._kept("fields")

    def _kept(self, what: str) -> list[str]:
        return list(self.page.evaluate(f"(JSON.parse(sessionStorage.getItem('steps')) || {{}}).{what} || []"))

"""What Chromium says of a page: axe-core, requests, breaches of the policy, what jumped about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# No rule of these levels is switched off. `target-size` is off by default in axe-core and belongs to 2.2 AA.
RUN = """async (tags) => {
    const answer = await axe.run(document, {
        runOnly: {type: "tag", values: tags}, rules: {"target-size": {enabled: true}},
        resultTypes: ["violations"], elementRef: false, preload: false, iframes: false,
    });
    return answer.violations.map((one) => ({
        id: one.id, help: one.help,
        nodes: one.nodes.map((node) => [node.html, (node.any[0] || node.all[0] || node.none[0] || {}).message || ""]),
    }));
}"""
# Before any script of the page: hear what breaks the policy and what moves without being asked to.
WATCH = """(() => {
    window.seen = {policy: [], shift: 0};
    document.addEventListener("securitypolicyviolation", (event) => {
        window.seen.policy.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile || ""}`);
    });
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.seen.shift += entry.value;
    }).observe({type: "layout-shift", buffered: true});
})();"""
HELD = "[document.documentElement.scrollWidth > document.documentElement.clientWidth, window.seen.policy, window.seen.shift]"
MOST_SHIFT = 0.05


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    language: str
    dark: bool
    width: int

    def __str__(self) -> str:
        return f"{self.language} {'dark' if self.dark else 'light'} {self.width}"


LOOKS = [
    Look(language, dark, width) for language in ("zh-hans", "en") for dark in (False, True) for width in (360, 1366)
]


# The first elements that reach beyond the window, or whose words do.
WIDEST = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().left + one.scrollWidth > document.documentElement.clientWidth + 1)
  .slice(0, 2).map((one) => one.outerHTML.slice(0, 120)).join(" | ")"""


@cache
def axe() -> str:
    """axe-core as its package brings it; run by the browser's tool, so the policy of the page stays as it is."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any) -> list[str]:
    """Of WCAG 2.2 A and AA, each with the first element concerned."""
    if not page.evaluate(
        "typeof window.axe === 'object'"
    ):  # else it is there before the page: `add_init_script(axe())`
        page.evaluate(f"() => {{ {axe()} }}")
    told = []
    for one in page.evaluate(RUN, RULES):
        html, message = one["nodes"][0]
        told.append(f"{one['id']} ({len(one['nodes'])}×): {html[:160]} – {message[:160]}")
    return told


def troubles(page: Any) -> list[str]:
    """What else is measured on every page: nothing sticks out, breaks the policy or jumps."""
    wide, policy, shift = page.evaluate(HELD)
    told = [f"the page scrolls sideways: {page.evaluate(WIDEST)}"] if wide else []
    told += [f"breaks the policy: {one}" for one in policy]
    return told + ([f"layout shift {shift:.3f}"] if shift > MOST_SHIFT else [])

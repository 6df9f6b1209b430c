"""Short ways to ask the decision in tests: everything is in order unless a test says otherwise."""

from dataclasses import replace
from datetime import date
from typing import Any

from duties.decision import Decision, Facts, Lead, Member, PackSpan, Request, decide
from duties.decision.request import days_between
from regulations import packs

DAY = date(2026, 11, 23)
DAY_BEFORE, DAY_AFTER = date(2026, 11, 22), date(2026, 11, 24)
ALWAYS = ((date(2020, 1, 1), None),)

LIN = Member(
    name="林芳",
    category="service",
    strength=ALWAYS,
    contract=ALWAYS,
    card=ALWAYS,
    training=ALWAYS,
    certificates={},
)
WU = replace(LIN, name="吴强")
BAI = Lead("白警官", ALWAYS)
CHEN = Lead("陈所长", ALWAYS)


def facts(**stated: Any) -> Facts:
    """A real assignment's facts: all stated, all in order, in the nation's pack."""
    in_order: dict[str, Any] = {
        "packs": (PackSpan("CN"),),
        "members": (LIN, WU),
        "leads": (BAI, CHEN),
        "commander": CHEN,
        "commander_stated": True,
        "recording": True,
        "same_sex": True,
        "approval": True,
        "emergency": True,
    }
    return Facts(**(in_order | stated))


def in_pack(pack: str, **stated: Any) -> Facts:
    """The same in another place."""
    return facts(packs=(PackSpan(pack),), **stated)


def ask(
    *codes: str, given: Facts | None = None, first: date = DAY, last: date | None = None, **request: Any
) -> Decision:
    """The decision on a request whose text names nothing beyond the codes."""
    asked = Request("T", "", codes, days_between(first, last or first), **({"named": ()} | request))
    return decide(asked, given or facts(), packs.load())


def codes_of(decision: Decision) -> set[str]:
    """The rules that a decision found broken."""
    return {finding.code for finding in decision.findings}

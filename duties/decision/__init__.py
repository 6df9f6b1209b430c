"""May this person be given this duty, here, on this day, with these officers present?

Pure: no database, no clock, no web request. The day, the facts and the packs are arguments.
"""

from duties.decision.engine import decide
from duties.decision.outcome import ALLOW, REFER, REFUSE, Decision, Finding, Obligation
from duties.decision.reader import from_json
from duties.decision.request import Named, Request
from duties.rules.facts import Ban, Facts, Lead, Member, PackSpan, Restriction, RuledDuty

__all__ = [
    "ALLOW",
    "REFER",
    "REFUSE",
    "Ban",
    "Decision",
    "Facts",
    "Finding",
    "Lead",
    "Member",
    "Named",
    "Obligation",
    "PackSpan",
    "Request",
    "Restriction",
    "RuledDuty",
    "decide",
    "from_json",
]

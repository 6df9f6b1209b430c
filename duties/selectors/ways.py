"""What would make a request lawful: read off the findings of its decision, as acts a reader can take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.errors import in_language
from duties.selectors.crew import missing_auxiliaries, missing_officers

Finding = Mapping[str, Any]
COMMA = {True: "、", False: ", "}


@dataclass(frozen=True)
class Way:
    """One way out. `field` is the box of the form where it is done; `officers`, `auxiliaries` what the checker would be asked.

    `without` names people to be taken off, `later` moves the request by a day, `words` are those of the text to be struck.
    """

    says: str
    field: str = ""
    without: tuple[str, ...] = ()
    later: bool = False
    words: str = ""
    officers: int | None = None
    auxiliaries: int | None = None

    @property
    def names(self) -> str:
        return "\n".join(self.without)


PAPERS: Mapping[str, Callable[[int], str]] = {
    "training_invalid": lambda n: ngettext(
        "Renew the training of %(count)d member: %(who)s.", "Renew the training of %(count)d members: %(who)s.", n
    ),
    "contract_missing": lambda n: ngettext(
        "Sign or renew the contract of %(count)d member: %(who)s.",
        "Sign or renew the contracts of %(count)d members: %(who)s.",
        n,
    ),
    "work_card_invalid": lambda n: ngettext(
        "Issue a work card to %(count)d member: %(who)s.", "Issue work cards to %(count)d members: %(who)s.", n
    ),
    "certificate_missing": lambda n: ngettext(
        "Enter the certificate of %(count)d member: %(who)s.",
        "Enter the certificates of %(count)d members: %(who)s.",
        n,
    ),
}
"""What is put right in the files of the people."""

REPLACED = (
    *PAPERS, "category_mismatch", "not_on_strength", "restricted", "elsewhere", "rest_short", "avoidance_conflict",
)  # fmt: skip
OTHER_HOURS = ("elsewhere", "rest_short", "lead_elsewhere")
HANDLED = frozenset(
    (
        *REPLACED, "lead_elsewhere", "prohibited_duty", "ruled_out", "duty_unclear", "contested", "text_contradicts",
        "police_lead_missing", "police_count_short", "lead_not_serving", "commander_missing", "aux_count_short",
        "recording_missing", "approval_missing", "same_sex_missing", "not_emergency",
    )
)  # fmt: skip


def ways_of(decision: Mapping[str, Any]) -> list[Way]:
    """Every way out of a decision, each once; the nearest at hand first."""
    findings = list(decision.get("findings", ()))
    found = [
        *_text(findings, decision),
        *_officers(findings, decision),
        *_auxiliaries(findings, decision),
        *_boxes(findings),
        *_people(findings),
        *(Way(_said(finding.get("cure", ""))) for finding in findings if _has_no_way(finding)),
    ]
    return list({way.says: way for way in found if way.says}.values())


def _has_no_way(finding: Finding) -> bool:
    """Nothing above speaks of it: then the rule's own sentence does. So too of people who were not named."""
    reason = _reason(finding)
    return reason not in HANDLED or (reason in REPLACED and not _who([finding]))


def _reason(finding: Finding) -> str:
    return str((finding.get("about") or {}).get("reason", ""))


def _with(findings: Iterable[Finding], *reasons: str) -> list[Finding]:
    return [finding for finding in findings if _reason(finding) in reasons]


def _codes(findings: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(code for finding in findings for code in finding["about"].get("duties", ())))


def _names(decision: Mapping[str, Any]) -> dict[str, str]:
    """The duties' names in the reader's language, as the decision copied them."""
    name = "name_zh" if (get_language() or "").startswith("zh") else "name_en"
    rows = (row for period in (decision.get("basis") or {}).get("periods", ()) for row in period.get("duties", ()))
    return {row["code"]: row.get(name) or row["code"] for row in rows}


def _text(findings: list[Finding], decision: Mapping[str, Any]) -> Iterable[Way]:
    """What never may be given, or is not said plainly, is put right in the text or among the duties."""
    names = _names(decision)
    words = {item["code"]: item["words"] for item in (decision.get("basis") or {}).get("named_by_text", ())}
    for code in _codes(_with(findings, "prohibited_duty", "ruled_out")):
        if phrase := words.get(code, ""):
            said = _("Leave “%(duty)s” to officers: strike “%(words)s” from the text.")
        else:
            said = _("Leave “%(duty)s” to officers: take it off the duties.")
        field = "text" if phrase else "duties"
        yield Way(said % {"duty": names.get(code, code), "words": phrase}, field, words=phrase)
    if _with(findings, "duty_unclear"):
        yield Way(_("Say more plainly what is to be done, or choose the duty."), "text")
    if _with(findings, "contested"):
        yield Way(_("Meet the national text as well; otherwise a legal reviewer rules on it."), "leads")
    for finding in _with(findings, "text_contradicts"):
        yield Way(_said(finding["cure"]), "text")


def _officers(findings: list[Finding], decision: Mapping[str, Any]) -> Iterable[Way]:
    """Leads and the commanding officer."""
    short = _with(findings, "police_lead_missing", "police_count_short")
    if short:
        count, there = missing_officers(decision, _codes(short))
        said = ngettext("Add %(count)d police lead.", "Add %(count)d police leads.", count) % {"count": count}
        yield Way(said, "leads", officers=there + count)
    for finding in _with(findings, "lead_not_serving"):
        yield Way(_said(finding["cure"]), "leads")
    if _with(findings, "lead_elsewhere"):
        yield Way(_("Name leads who are free for the whole time."), "leads")
    if _with(findings, "commander_missing"):
        yield Way(_("Name a serving officer who commands the work."), "commander")


def _auxiliaries(findings: list[Finding], decision: Mapping[str, Any]) -> Iterable[Way]:
    """How many are sent."""
    short = _with(findings, "aux_count_short")
    if not short:
        return
    count, there = missing_auxiliaries(decision, _codes(short))
    said = ngettext("Add %(count)d auxiliary.", "Add %(count)d auxiliaries.", count) % {"count": count}
    yield Way(said, "auxiliaries", auxiliaries=there + count)


def _boxes(findings: list[Finding]) -> Iterable[Way]:
    """Numbers and names that a box of the form asks for."""
    if _with(findings, "recording_missing"):
        yield Way(_("Give the number of the recorder that will run."), "recorder_number")
    if _with(findings, "approval_missing"):
        yield Way(_("Give the number of the prior approval and who gave it."), "approval_number")
    if _with(findings, "same_sex_missing"):
        yield Way(_("State the sex of the person concerned, and send members of the same sex."), "party_sex")
    if _with(findings, "not_emergency"):
        yield Way(_("Name the officer who declares the emergency and answers for it."), "emergency_by")


def _people(findings: list[Finding]) -> Iterable[Way]:
    """Put the papers of the people right, send others, or send them another day."""
    for reason, words in PAPERS.items():
        if who := _who(_with(findings, reason)):
            yield Way(words(len(who)) % {"count": len(who), "who": _listed(who)})
    if who := _who(_with(findings, *REPLACED)):
        yield Way(_("Send somebody else instead of %(who)s.") % {"who": _listed(who)}, "auxiliaries", without=who)
    if _with(findings, *OTHER_HOURS):
        yield Way(_("Choose other hours or another day."), "starts_at", later=True)


def _who(findings: Iterable[Finding]) -> tuple[str, ...]:
    names = (finding["about"].get("who") or "" for finding in findings)
    return tuple(dict.fromkeys(name for name in names if name))


def _listed(names: Iterable[str]) -> str:
    return COMMA[(get_language() or "").startswith("zh")].join(names)


def _said(sentences: Any) -> str:
    return in_language(sentences) if isinstance(sentences, Mapping) else str(sentences)

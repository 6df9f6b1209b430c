"""Work card, trainings and driving licence of a row: are their days in order and still good?"""

from __future__ import annotations

from datetime import date

from django.utils import translation

from roster.importing.cells import luhn_holds
from roster.importing.facts import Facts
from roster.importing.findings import Findings
from roster.importing.rows import Draft
from roster.models import Qualification

Subject = Qualification.Subject
# What makes a qualification: subject, kind, column of the day it was obtained, column of its last day.
TRAININGS = (
    (Subject.PRE_POST, Qualification.Kind.TRAINING, "pre_post_on", ""),
    (Subject.ANNUAL, Qualification.Kind.TRAINING, "annual_on", "training_until"),
    (Subject.DRIVING_LICENCE, Qualification.Kind.CERTIFICATE, "licence_from", "licence_until"),
)


def check(draft: Draft, facts: Facts, found: Findings) -> None:
    _card(draft, facts, found)
    _span(draft, "annual_on", "training_until", facts, found)
    if draft.get("driving_licence") or draft.get("licence_until"):
        _beside(draft, "driving_licence", "licence_from", found)
        _span(draft, "licence_from", "licence_until", facts, found)
    card = draft.get("bank_card")
    if card and not luhn_holds(card):
        found.problem("bank_card_check", draft.number, "bank_card", draft.cells.get("bank_card"))


def _card(draft: Draft, facts: Facts, found: Findings) -> None:
    """A card has a number and a last day; without its own first day it counts from the day of hiring."""
    if not draft.gives("card_number", "card_until"):
        return
    _beside(draft, "card_until", "card_number", found)
    _beside(draft, "card_number", "card_until", found)
    _span(draft, "card_from" if draft.get("card_from") else "hired_on", "card_until", facts, found)


def _beside(draft: Draft, given: str, needed: str, found: Findings) -> None:
    if draft.get(given) and not draft.get(needed) and not found.has_error(draft.number, needed):
        heading = found.heading(given)
        found.problem("first_day_missing", draft.number, needed, draft.cells.get(needed), beside=heading)


def _span(draft: Draft, first: str, last: str, facts: Facts, found: Findings) -> None:
    starts, ends = draft.get(first), draft.get(last)
    if not isinstance(ends, date):
        return
    if isinstance(starts, date) and ends < starts:
        found.problem("ends_before_start", draft.number, last, draft.cells.get(last), first=starts.isoformat())
    elif ends < facts.day:
        found.problem("ran_out", draft.number, last, draft.cells.get(last), day=ends.isoformat())


def qualifications(draft: Draft) -> list[Qualification]:
    """The trainings and certificates the row gives, not yet anybody's."""
    rows = []
    for subject, kind, obtained, until in TRAININGS:
        if (day := draft.get(obtained)) is not None and day != "":
            with translation.override("zh-hans"):  # the file speaks Chinese, whoever imports it
                name = str(subject.label)
            if subject == Subject.DRIVING_LICENCE and draft.get("driving_licence"):
                name = draft.get("driving_licence")
            valid_until = draft.get(until) if until else None
            rows.append(Qualification(kind=kind, subject=subject, name=name, obtained_on=day, valid_until=valid_until))
    return rows

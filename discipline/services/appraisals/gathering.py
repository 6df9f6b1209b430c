"""From the opening of a round to the reckoned marks: self-reports, marks of leaders, colleagues and the public."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow, Refused
from core.outbox import emit
from core.perms import Perms
from discipline.appraisal_forms import form_for
from discipline.models import Appraisal, AppraisalMark, AppraisalRound
from discipline.rules.appraisals import MARKER, MARKS, TAKES_MARKS, Head, Kind, Source, proposed, reckoned
from discipline.selectors import appraisals as selectors
from discipline.services.appraisals.common import in_turn, lock, lock_round, move
from discipline.words import said
from organisation.models import Unit
from regulations import rules
from regulations.selectors import unit_pack, value_for
from roster.models import Auxiliary

MOST: Final = 2000  # people of one round; a larger office opens one for each of its units
BEST: Final = 100


@transaction.atomic
def open_round(*, unit: Unit, kind: str, day: date, by: User, on: date) -> AppraisalRound:
    """Open the round of the day, month or year that `day` lies in, for everybody who served in the unit and below.

    Raises NotNow where it is open already or nobody is left to appraise, BadInput for a span that has not begun.
    """
    if not by.may(Perms.APPRAISE, unit):
        raise PermissionDenied
    if kind not in Kind.values:
        raise BadInput({"kind": _("Choose daily, monthly or annual.")})
    if day > on:
        raise BadInput({"day": _("This day has not come yet.")})
    first, last = span(kind, day)
    Unit.objects.select_for_update(no_key=True).values_list("pk").get(pk=unit.pk)
    if AppraisalRound.objects.filter(unit=unit, kind=kind, first=first).exists():
        raise NotNow(_("This round of the unit is open already."))
    people = list(selectors.to_appraise(unit, first, last, kind, on)[: MOST + 1])
    if not people:
        raise NotNow(_("Nobody is left to appraise for these days."))
    if len(people) > MOST:
        raise NotNow(_("More than %(most)s people: open a round for each of the units below.") % {"most": MOST})
    basis = selectors.policy(unit, kind, on)
    days = selectors.of_kind(basis, "report_days", kind)
    row = AppraisalRound.objects.create(
        unit=unit, kind=kind, first=first, last=last, basis=basis, opened_by=by, opened_at=clock.now(),
        share=min(Decimal(str(value_for(f"{selectors.KEYS}.excellent_share", unit=unit, day=on).value)), Decimal(1)),
        report_until=on + timedelta(days=days) if days else None,
    )  # fmt: skip
    put_in(row, people)
    record("appraisal.opened", row, by=by, after={"kind": kind, "from": first, "people": len(people)})
    emit("discipline.appraisal_opened", {"round": row.pk, "unit": unit.pk})
    return row


def put_in(row: AppraisalRound, people: Sequence[Auxiliary], own_report_until: date | None = None) -> list[Appraisal]:
    """An appraisal for each of these people, by the form of their post."""
    numbers = _numbers(len(people), row.first.year)
    return Appraisal.objects.bulk_create(
        Appraisal(number=number, round=row, auxiliary=one, unit_id=one.unit_id, kind=row.kind, first=row.first,
                  last=row.last, form=form_for(one.category, one.post.duty_codes if one.post else ()),
                  own_report_until=own_report_until)
        for number, one in zip(numbers, people, strict=True)
    )  # fmt: skip


@transaction.atomic
def report(*, appraisal: Appraisal, text: str, by: User, on: date) -> Appraisal:
    """Hand in the self-report 述职; only the person itself, once."""
    if not text.strip():
        raise BadInput({"text": _("Say what you did, and how.")})
    row = lock("report", appraisal, by)
    if row.report_until is None:
        raise NotNow(_("No self-report is asked for here."))
    if on > row.report_until:
        raise NotNow(_("The term of the self-reports is over."))
    row.self_report, row.reported_on = text.strip()[:4000], on
    move(row, "report", ["self_report", "reported_on"])
    record("appraisal.reported", row, by=by)
    return row


@transaction.atomic
def mark(
    *, appraisal: Appraisal, source: str, marks: Mapping[str, int], by: User, on: date, comment: str = ""
) -> AppraisalMark:
    """Give marks: a leader or, for the public, whoever asked it, with the right to appraise; a colleague of the same unit.

    Raises Refused for the person itself and near relatives, NotNow for a second mark of the same voice.
    """
    row = lock("reckon", appraisal, None)
    _refuse_marker(row, source, by, on)
    wrong = {head: _("Marks go from 0 to 100.") for head in Head.values if not 0 <= marks.get(head, -1) <= BEST}
    if wrong:
        raise BadInput(wrong)
    public = source == Source.PUBLIC
    if not public and row.marks.filter(marker=by.person_id).exists():
        raise NotNow(_("You have marked this person already."))
    found = AppraisalMark.objects.create(
        appraisal=row, source=source, **{head: marks[head] for head in Head.values}, comment=comment.strip()[:500],
        given_on=on, marker_id=None if public else by.person_id, entered_by=by, entered_at=clock.now(),
    )  # fmt: skip
    record("appraisal.marked", found, by=by, after={"source": source})
    return found


def _refuse_marker(row: Appraisal, source: str, by: User, on: date) -> None:
    if source not in Source.values:
        raise BadInput({"source": _("Choose who marks.")})
    if source == Source.COLLEAGUE:
        if not Auxiliary.objects.on_strength().filter(person=by.person_id, unit=row.unit_id).exists():
            raise PermissionDenied
    elif not by.may(Perms.APPRAISE, row.unit):
        raise PermissionDenied
    facts, pack = selectors.marker_facts(row, by), unit_pack(row.unit, on)
    if found := rules.broken(MARKER, facts, day=on, pack=pack, who=row.auxiliary.name):
        raise Refused(found)


@transaction.atomic
def leave_out(*, appraisal: Appraisal, reason: str, by: User) -> Appraisal:
    """Leave somebody out of the round, with the reason: newly hired, long on leave, gone."""
    if not reason.strip():
        raise BadInput({"reason": _("Say why.")})
    row = lock("leave_out", appraisal, by)
    row.reason = reason.strip()[:500]
    move(row, "leave_out", ["reason"])
    record("appraisal.left_out", row, by=by)
    return row


@transaction.atomic
def reckon(*, round_: AppraisalRound, by: User, on: date) -> int:
    """Close the marks of everybody: what the records say is copied, the score reckoned. Raises Refused naming who lacks what."""
    whole = lock_round(round_, by)
    rows = list(Appraisal.objects.select_for_update(of=("self",), no_key=True).filter(round=whole, status__in=TAKES_MARKS)
                .select_related("auxiliary__person", "round").order_by("pk"))  # fmt: skip
    if not rows:
        raise NotNow(_("No marks of this round are open."))
    _refuse_open(whole, rows, on)
    given: dict[int, list[tuple[str, dict[str, int]]]] = {}
    for one in AppraisalMark.objects.filter(appraisal__in=rows):
        given.setdefault(one.appraisal_id, []).append((one.source, one.by_head()))
    told = selectors.figures_of([row.auxiliary_id for row in rows], whole.first, min(whole.last, on))
    voices, thresholds = selectors.voices(whole.basis), selectors.thresholds(whole.basis)
    for row in rows:
        in_turn("reckon", row)
        heads, row.score = reckoned(given[row.pk], selectors.weights(whole.basis, row.form), voices)
        row.heads, row.facts = {name: str(value) for name, value in heads.items()}, told[row.auxiliary_id]
        row.proposed = proposed(row.score, thresholds)
        move(row, "reckon", ["heads", "score", "facts", "proposed"])
    record("appraisal.reckoned", whole, by=by, after={"people": len(rows)})
    return len(rows)


def _refuse_open(whole: AppraisalRound, rows: list[Appraisal], on: date) -> None:
    facts, pack = selectors.marks_facts(rows, on), unit_pack(whole.unit, on)
    found = []
    for row in rows:
        words = {"who": row.auxiliary.name, "until": said(row.report_until)}
        found += rules.broken(MARKS, facts[row.pk], day=on, pack=pack, **words)
    if found:
        raise Refused(found[:20])


def span(kind: str, day: date) -> tuple[date, date]:
    """First and last day of the day, month or year a day lies in."""
    if kind == Kind.DAILY:
        return day, day
    if kind == Kind.MONTHLY:
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return date(day.year, 1, 1), date(day.year, 12, 31)


def _numbers(count: int, year: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('discipline_appraisal_numbers') FROM generate_series(1, %s)", [count])
        return [f"KH{year}-{number:07d}" for (number,) in cursor.fetchall()]

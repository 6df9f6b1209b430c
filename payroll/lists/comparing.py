"""What the equal-pay report is made of: released payslips of a month; where none is yet, the settings and schemes in force.

A fixed number of queries, however many people; those without a payslip are reckoned by the pay run's own functions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from core.perms import Perms
from organisation.models import Employer
from payroll.calculating.answers import FEN, YUAN
from payroll.calculating.days import bounds, is_calendar_known
from payroll.calculating.insurance import FUND, Scheme
from payroll.comparing.everybody import Bare
from payroll.comparing.people import Earned, Kind, Paid, taken_apart
from payroll.lists.asked import Asked, next_month
from payroll.models import PayRun, Payslip, PayslipLine
from payroll.running.facts import Person, Place, Terms, person_from, place_from
from payroll.running.gather import Known, gather
from payroll.running.places import Places, places_for
from payroll.running.slip import EARNED, INSURANCE, UNIT, reckon
from regulations.packs import PackError
from roster.models import Auxiliary

MOST_PAID: Final = 10_000  # payslips that a page compares; more are asked for unit by unit, or as a file
MOST_PLANNED: Final = 2000  # people without a payslip whom a page reckons
PAID = ("released", "issued")
NOT_TAKEN_BACK = Q(reverses__isnull=True) & (Q(reversed_by__isnull=True) | ~Q(reversed_by__run__status__in=PAID))


@dataclass
class Found:
    """The people of a report, what insurance they lack, and how many could not be reckoned."""

    people: list[Paid] = field(default_factory=list)
    bare: list[Bare] = field(default_factory=list)
    planned: int = 0
    unknown: int = 0  # no scheme, no contract, or no law data of the month
    left_out: int = 0  # more than a page takes


def standing(month: date) -> QuerySet[Payslip]:
    """The payslips that stand for a month: released, and not taken back by a released correction."""
    found: QuerySet[Payslip] = Payslip.objects.valid().filter(NOT_TAKEN_BACK, month=month)
    return found


def paid(user: User, asked: Asked) -> QuerySet[Payslip]:
    """The payslips that stand for the month in the units asked about, within the right to compare pay."""
    found: QuerySet[Payslip] = standing(asked.month).visible_to(user, Perms.COMPARE_PAY).filter(asked.inside)
    return found


def find(user: User, asked: Asked, *, whole: bool = False) -> Found:
    """Everybody of the units asked about who is paid for the month, within the user's right to compare pay.

    A page takes so many people and no more, and says so; `whole`: a file takes everybody.
    """
    found = Found()
    if asked.tops:
        _from_slips(found, paid(user, asked), None if whole else MOST_PAID)
        _from_settings(found, user, asked, None if whole else MOST_PLANNED)
    return found


WHO = (
    "pk", "run_id", "unit_id", "employer_id", "employer__kind", "post", "grade", "auxiliary__hired_on",
    "month", "auxiliary_id", "basis__person",
)  # fmt: skip


def _from_slips(found: Found, slips: QuerySet[Payslip], most: int | None) -> None:
    wanted = slips.order_by("pk").values_list(*WHO)
    rows = list(wanted if most is None else wanted[: most + 1])
    if most is not None and len(rows) > most:
        found.left_out += slips.order_by().count()
        return
    earned: dict[int, list[Earned]] = defaultdict(list)
    kinds: dict[int, set[str]] = defaultdict(set)
    lines = PayslipLine.objects.filter(slip__in=slips.order_by(), part__in=(EARNED, INSURANCE, UNIT))
    for slip, part, *line in lines.order_by().values_list("slip_id", "part", "code", "quantity", "amount"):
        if part == EARNED:
            earned[slip].append(Earned(*line))
        else:
            kinds[slip].add(line[0])
    places = _places({row[1] for row in rows})
    insured = _insured(rows, kinds)
    bare: dict[int, Bare] = {}  # of two employers in a month the later one insures
    for slip, run, unit, employer, kind, post, grade, hired, month, auxiliary, told in rows:
        facts = person_from(told) if told else None
        place = places[run][facts.place] if facts is not None else None
        found.people.append(
            _paid(
                earned[slip], facts, place, insured[auxiliary], post=post, grade=grade, years=served(hired, month),
                unit=unit, employer=employer, dispatched=kind == Employer.Kind.FIRM,
            )
        )  # fmt: skip
        if facts is not None and place is not None:
            bare[auxiliary] = _bare(unit, facts, place, insured[auxiliary])
    found.bare.extend(bare.values())


def _insured(rows: list[Any], kinds: Mapping[int, set[str]]) -> dict[int, frozenset[str]]:
    """What each person has in the month, from whichever employer; from the lines where no facts were kept."""
    found: dict[int, frozenset[str]] = {}
    for slip, *_more, auxiliary, told in rows:
        here = (kind for kind, _base in told.get("insured", ())) if told else kinds[slip]
        found[auxiliary] = found.get(auxiliary, frozenset()) | frozenset(here)
    return found


def _places(runs: set[int]) -> Mapping[int, list[Place]]:
    rows = PayRun.objects.filter(pk__in=runs).values_list("pk", "basis__places")
    return {pk: [place_from(one) for one in told or ()] for pk, told in rows}


def _paid(lines: list[Earned], facts: Person | None, place: Place | None, insured: frozenset[str], **who: Any) -> Paid:
    items = {item.code: Kind(item.kind, item.basis) for item in place.items} if place else {}
    parts = taken_apart(lines, items, facts.amounts if facts else {})
    return Paid(source=facts.source if facts else None, parts=parts, insured=insured, **who)


def served(hired: date, month: date) -> int:
    """Whole years of service at the end of the month."""
    last = bounds(month.year, month.month)[1]
    return max(last.year - hired.year - ((last.month, last.day) < (hired.month, hired.day)), 0)


def _bare(unit: int, facts: Person, place: Place, insured: frozenset[str]) -> Bare:
    wage = sum((facts.amounts.get(one.code, Decimal(0)) for one in place.items if one.basis == "month"), Decimal(0))
    schemes = {kind: _scheme(kind, terms) for kind, terms in place.terms.items()}
    return Bare(unit, wage or facts.wage, insured, tuple(dict.fromkeys((*place.required, FUND))), schemes)


def _scheme(kind: str, terms: Terms) -> Scheme:
    unit = YUAN if terms.to_yuan else FEN
    return Scheme(kind, terms.unit_rate, terms.own_rate, terms.floor, terms.cap, terms.own_fixed, unit, terms.article)


def without_slip(user: User, asked: Asked) -> QuerySet[Auxiliary]:
    """Who served on a day of the month and has no payslip that stands for it."""
    first, last = bounds(asked.month.year, asked.month.month)
    slips = standing(asked.month).filter(auxiliary=OuterRef("pk"))
    rows = Auxiliary.objects.visible_to(user, Perms.COMPARE_PAY).filter(asked.inside, ~Exists(slips))
    found: QuerySet[Auxiliary] = rows.filter(Q(left_on__isnull=True) | Q(left_on__gte=first), hired_on__lte=last)
    return found


def _from_settings(found: Found, user: User, asked: Asked, most: int | None) -> None:
    rows = without_slip(user, asked).order_by("pk").values_list("pk", "unit__path", "hired_on")
    people = list(rows if most is None else rows[: most + 1])
    if most is not None and len(people) > most:
        found.left_out += rows.order_by().count()
        return
    firms = set(Employer.objects.filter(kind=Employer.Kind.FIRM).values_list("pk", flat=True)) if people else set()
    pay_day = next_month(asked.month).replace(day=10)
    for top in asked.tops if people else ():
        below = {pk: hired for pk, path, hired in people if path.startswith(top.path)}
        run = PayRun(unit=top, month=asked.month, pay_day=pay_day)
        reckoned = list(_reckoned(run, list(below)))
        insured = {known.auxiliary: known.facts.insured for known, *_rest in reckoned if known.facts and known.last}
        for known, lines, place in reckoned:
            if known.facts is None or place is None:
                found.unknown += 1
                continue
            here = frozenset(kind for kind, _base in insured.get(known.auxiliary, ()))
            found.planned += known.last
            found.people.append(
                _paid(
                    lines, known.facts, place, here, post=known.post, grade=known.grade, unit=known.unit, planned=True,
                    years=served(below[known.auxiliary], asked.month), employer=known.employer,
                    dispatched=known.employer in firms,
                )
            )  # fmt: skip
            if known.last:
                found.bare.append(_bare(known.unit, known.facts, place, here))


def _reckoned(run: PayRun, keys: list[int]) -> Iterator[tuple[Known, list[Earned], Place | None]]:
    """What the pay run of the month would pay these people, reckoned and not written."""
    if not keys:
        return
    batches, places = _gathered(run, keys)
    for batch in batches:
        for known in batch:
            if known.facts is None or places is None:
                yield known, [], None
                continue
            place = places.found[known.facts.place]
            slip = reckon(known.facts, place, run.month, run.pay_day)
            yield known, [Earned(one.code, one.quantity, one.amount) for one in slip.lines if one.part == EARNED], place


def _gathered(run: PayRun, keys: list[int]) -> tuple[list[list[Known]], Places | None]:
    """The people in batches; without places where the law data or the calendar do not reach the month."""
    try:
        if is_calendar_known(run.month.year):
            places = places_for(run.unit, run.month, run.pay_day)
            return list(gather(run, places, only=keys)), places
    except PackError:
        pass
    return [[Known(key, 0, "", "", "", "") for key in keys]], None

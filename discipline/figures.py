"""What this room fills into an appraisal from the records: duties, training, earlier appraisals, awards, findings, complaints,
sanctions. One or two queries each, sentences in both languages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from discipline import facts
from discipline.facts import Figure, FigureSource, figures
from discipline.models import Appraisal, Complaint, Responsibility, Subject
from discipline.rules import commendations
from discipline.rules.appraisals import Kind, Result, Status
from discipline.selectors.commendations import awards_of
from duties.models import Member
from regulations.rules import in_both
from roster.models import Qualification

Found = Mapping[int, Figure]


def duties_done(people: Collection[int], first: date, last: date) -> Found:
    """Assignments of the span to which the person came."""
    rows = Member.objects.filter(
        auxiliary__in=people, came_at__isnull=False, assignment__first_day__range=(first, last)
    )
    return _counted(rows)


def training(people: Collection[int], first: date, last: date) -> Found:
    """Trainings and certificates obtained in the span."""
    rows = Qualification.objects.filter(auxiliary__in=people, obtained_on__range=(first, last))
    names: dict[int, list[Mapping[str, str]]] = {}
    for key, name in rows.order_by("obtained_on", "pk").values_list("auxiliary_id", "name"):
        names.setdefault(key, []).append({"en": name, "zh-hans": name})
    return {key: Figure(listed(some), len(some)) for key, some in names.items()}


def appraisals(people: Collection[int], first: date, last: date) -> Found:
    """Final results of days and months within the span."""
    rows = Appraisal.objects.filter(
        auxiliary__in=people, kind__in=(Kind.DAILY, Kind.MONTHLY), status=Status.FINAL, first__gte=first, last__lte=last
    )
    results: dict[int, Counter[tuple[str, str]]] = {}
    for key, kind, result in rows.order_by("first").values_list("auxiliary_id", "kind", "result"):
        results.setdefault(key, Counter())[kind, result] += 1
    said = _("%(kind)s: %(result)s, %(n)s times")
    return {
        key: Figure(
            listed(
                in_both(said, {"kind": in_both(Kind(kind).label), "result": in_both(Result(result).label), "n": n})
                for (kind, result), n in one.items()
            ),
            one.total(),
        )
        for key, one in results.items()
    }


def awards(people: Collection[int], first: date, last: date) -> Found:
    """Awards decided in the span."""
    found = awards_of(people, first, last)
    return {
        key: Figure(listed(in_both(commendations.Kind(row.kind).label) for row in some), len(some))
        for key, some in found.items()
    }


def findings(people: Collection[int], first: date, last: date) -> Found:
    """Findings of supervision in the span for which it was established that the person answers."""
    rows = Responsibility.objects.filter(
        auxiliary__in=people, stands=Responsibility.Stands.ESTABLISHED,
        finding__found_at__gte=clock.start_of(first), finding__found_at__lt=clock.start_of(last + timedelta(days=1)),
    )  # fmt: skip
    return _counted(rows)


def complaints(people: Collection[int], first: date, last: date) -> Found:
    """Complaints about the person that came in the span and were upheld, wholly or partly; who complained is told to nobody."""
    upheld = (Complaint.Outcome.UPHELD, Complaint.Outcome.PARTLY)
    rows = Subject.objects.filter(
        auxiliary__in=people, complaint__received_on__range=(first, last), complaint__outcome__in=upheld
    )
    return _counted(rows)


def sanctions(people: Collection[int], first: date, last: date) -> Found:
    """Sanctions with effect in the span."""
    found = facts.sanctions(people, first, last)
    return {key: Figure(listed(in_both(spell.words) for spell in some), len(some)) for key, some in found.items()}


def listed(parts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Phrases one after the other, set apart as each language does."""
    told = list(parts)
    return {"en": "; ".join(part["en"] for part in told), "zh-hans": "；".join(part["zh-hans"] for part in told)}


def _counted(rows: QuerySet[Any]) -> Found:
    counted = rows.values_list("auxiliary").annotate(n=Count("pk")).order_by()
    return {key: Figure(dict.fromkeys(("en", "zh-hans"), str(number)), number) for key, number in counted}


figures.add(FigureSource("duties", _("Duties done"), duties_done, order=20))
figures.add(FigureSource("training", _("Training"), training, order=30))
figures.add(FigureSource("appraisals", _("Appraisals of days and months"), appraisals, order=35))
figures.add(FigureSource("awards", _("Awards"), awards, order=40))
figures.add(FigureSource("findings", _("Findings answered for"), findings, order=50))
figures.add(FigureSource("complaints", _("Complaints upheld"), complaints, order=60))
figures.add(FigureSource("sanctions", _("Sanctions"), sanctions, order=70))

"""The ladder of each unit, as data of the place says it; and the same steps as conditions of the database.

The conditions say of everybody what `discipline.rules.grades.next_step` says of one; a test compares the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Final

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from discipline import facts
from discipline.models import Commendation
from discipline.rules.commendations import Status
from discipline.rules.grades import Ladder
from organisation.models import Unit
from regulations.packs import PackError
from regulations.querysets import numbers
from regulations.selectors import OwnValues, own_values
from roster.models import Auxiliary, Qualification

KEYS: Final = "discipline.grades"


class MonthsLater(Func):
    """The same day so many months later, or the last day of a month that is too short; none where no number is known."""

    template = "CAST(%(expressions)s AS date)"
    arg_joiner = " + INTERVAL '1 month' * "
    output_field = DateField()


class Ladders:
    """The ladder of any unit on a day, read once for each place: three queries in all."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._values: OwnValues = own_values()
        self._setting = {unit for unit, key in self._values.rows if key.startswith(KEYS)}
        self._of = lru_cache(maxsize=None)(self._by_setting)
        self._read_of: dict[tuple[str, tuple[int, ...]], tuple[str, Ladder]] = {}

    def of(self, path: str) -> Ladder:
        return self._of(path)[1]

    def alike(self, path: str) -> str:
        """The first unit that was found to share this one's ladder: one name for all of them."""
        return self._of(path)[0]

    def _by_setting(self, path: str) -> tuple[str, Ladder]:
        """Units of one place that set nothing of their own share a ladder: a thousand stations, one reading."""
        setting = tuple(unit for unit in numbers(path) if unit in self._setting)
        key = (self._values.jurisdictions.pack_of(path, self.day), setting)
        if key not in self._read_of:
            self._read_of[key] = (path, self._read(path))
        return self._read_of[key]

    def _read(self, path: str) -> Ladder:
        def at(key: str) -> Any:
            return self._values.at(f"{KEYS}.{key}", path=path, day=self.day).value

        return Ladder(
            names=tuple(at("ladder")),
            months=self._months(path),
            by_selection=frozenset(at("by_selection")),
            upper_share=float(at("upper_share")),
            needs_training=bool(at("needs_training")),
            award_saves=int(at("award_saves_months")),
            entry=tuple(at("entry")),
            entry_months=int(at("entry_months")),
        )

    def _months(self, path: str) -> Mapping[int, int]:
        """Empty where the office must supply them: nothing is guessed."""
        try:
            rows = self._values.at(f"{KEYS}.months_to_next", path=path, day=self.day).value
        except PackError:
            return {}
        return {int(row["grade"]): int(row["months"]) for row in rows}


class Steps:
    """What is due when, and what holds back, of all people with `held_since`: the day since which each holds the grade."""

    def __init__(self, ladders: Ladders) -> None:
        units: dict[str, list[int]] = defaultdict(list)
        paths = dict(Unit.objects.values_list("pk", "path"))
        for pk, path in paths.items():
            units[ladders.alike(path)].append(pk)
        self.day = ladders.day
        self._ladders = [(ladders.of(path), Q(unit__in=some)) for path, some in units.items()]
        if len(self._ladders) == 1:
            self._ladders = [(ladder, Q()) for ladder, _units in self._ladders]

    def dated(self, people: QuerySet[Auxiliary]) -> QuerySet[Auxiliary]:
        """With `due_on`: the day the next grade is due; none at the top, off the ladder, or where no months are known."""
        whens = [
            When(units & Q(grade=grade), then=months)
            for ladder, units in self._ladders
            for grade, months in self._months(ladder).items()
        ]
        months = Case(*whens, output_field=IntegerField())
        return people.annotate(due_on=MonthsLater(F("held_since"), months))

    def held_back(self) -> Q:
        """Those whom something is missing, of people with `due_on`."""
        return reduce(or_, (Q(pk__in=barring(self.day)) for barring in facts.barring_sources), self._untrained())

    def _untrained(self) -> Q:
        trained = Qualification.objects.filter(
            auxiliary=OuterRef("pk"),
            subject=Qualification.Subject.PROMOTION,
            obtained_on__gte=OuterRef("held_since"),
        )
        wanting = [units & ~Q(grade="") & ~Exists(trained) for ladder, units in self._ladders if ladder.needs_training]
        return reduce(or_, wanting, Q(due_on=None))

    def _months(self, ladder: Ladder) -> dict[str, Any]:
        """By the grade held, the months to the next; without the grades for which no number is known."""
        found: dict[str, Any] = {"": Value(ladder.entry_months)}
        for number, grade in enumerate(ladder.names[1:], start=2):
            if grade not in ladder.names[: number - 1] and number in ladder.months:
                found[grade] = Greatest(0, ladder.months[number] - self._saved(ladder.award_saves))
        return found

    def _saved(self, months: int) -> Any:
        """Months saved by the awards since the present grade, so many for each."""
        if not months:
            return Value(0)
        since = (OuterRef("held_since"), self.day)
        rows = Commendation.objects.filter(auxiliary=OuterRef("pk"), status=Status.AWARDED, awarded_on__range=since)
        number = rows.order_by().values("auxiliary").annotate(number=Count("pk")).values("number")
        return Value(months) * Coalesce(Subquery(number), 0)

"""Equal pay: the same post, grade and service, held against the group that gets most for it. Pure.

A group is everybody of one unit, employer and source of money (or of some of these) in one class. The group that is paid
most for the same work is what the others are held against. A gap falls into reasons that explain it and what is left;
the parts add up to the gap, to the fen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Final, NamedTuple

from payroll.calculating.answers import fen
from payroll.comparing.people import REASONS, TIMES, TO_BE_SHOWN, ZERO, Paid

HIGHEST, EQUAL, EXPLAINED, UNEXPLAINED, HIDDEN = "highest", "equal", "explained", "unexplained", "hidden"
SMALL: Final = 3  # fewer people than this, and a mean tells what one of them is paid
DIMENSIONS: Final = ("unit", "employer", "source")


class Class(NamedTuple):
    """The same work: post, grade, and the band of service it falls into (its number)."""

    post: str
    grade: str
    band: int


class Key(NamedTuple):
    """Who pays: unit, employer, source of money; None where the report does not tell them apart."""

    unit: int | None
    employer: int | None
    source: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a class: people, pay in yuan a head and month, the gap and its reasons."""

    key: Key
    people: int
    dispatched: int
    planned: int
    mean: Decimal = ZERO
    middle: Decimal = ZERO
    same: Decimal = ZERO
    gap: Decimal = ZERO  # of the mean pay, to the group that gets most for the same work
    explained: tuple[tuple[str, Decimal], ...] = ()
    left: Decimal = ZERO  # what no reason explains
    verdict: str = HIDDEN
    lacking: Mapping[str, int] = field(default_factory=dict)

    @property
    def to_be_shown(self) -> bool:
        """A reason stands on something that this program does not know, such as an appraisal."""
        return any(reason in TO_BE_SHOWN for reason, _amount in self.explained)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A class with its groups, the best paid for the same work first, those too small to be told last."""

    of: Class
    groups: tuple[Group, ...]

    @property
    def left(self) -> Decimal:
        """What it would cost a month to close every gap that nothing explains."""
        return sum((group.left * group.people for group in self.groups if group.left > 0), ZERO)

    @property
    def people(self) -> int:
        return sum(group.people for group in self.groups)

    @property
    def told(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.verdict != HIDDEN)

    @property
    def unexplained(self) -> int:
        """Groups with a gap that nothing explains."""
        return sum(group.verdict == UNEXPLAINED for group in self.groups)


def band_of(years: int, since: Sequence[int]) -> int:
    """The number of the band of service: 0 below the first boundary, then one more at each."""
    return bisect_right(since, years)


def compare(
    people: Iterable[Paid],
    bands: Sequence[int],
    *,
    by: Sequence[str] = DIMENSIONS,
    least: int = 1,
    required: Sequence[str] = (),
) -> list[Comparison]:
    """Each class that several groups share, the dearest unexplained gap first.

    `least`: groups of fewer people are counted and not told, nor held against. `required`: insurances (and the fund)
    that everybody has; who lacks one is counted beside the pay.
    """
    found: dict[Class, dict[Key, list[Paid]]] = defaultdict(lambda: defaultdict(list))
    for one in people:
        key = Key(*(getattr(one, name) if name in by else None for name in DIMENSIONS))
        found[Class(one.post, one.grade, band_of(one.years, bands))][key].append(one)
    told = [
        Comparison(of, _groups(groups, least=least, required=required))
        for of, groups in found.items()
        if len(groups) > 1
    ]
    return sorted(told, key=lambda one: (-one.left, one.of))


class _Mean:
    """The unrounded means of a group: they add up, which medians do not."""

    def __init__(self, people: Sequence[Paid]) -> None:
        count = len(people)
        self.pay = sum((one.parts.pay for one in people), ZERO) / count
        self.same = sum((one.parts.same for one in people), ZERO) / count
        self.reasons = {
            reason: sum((one.parts.reasons.get(reason, ZERO) for one in people), ZERO) / count for reason in REASONS
        }
        kinds = {kind for one in people for kind in (*one.parts.times, *one.parts.rates)}
        self.times = {kind: sum((one.parts.times.get(kind, ZERO) for one in people), ZERO) / count for kind in kinds}
        self.rates = {
            kind: _mean([one.parts.rates[kind] for one in people if kind in one.parts.rates]) for kind in kinds
        }


def _mean(amounts: Sequence[Decimal]) -> Decimal:
    return sum(amounts, ZERO) / len(amounts) if amounts else ZERO


def _groups(groups: Mapping[Key, Sequence[Paid]], *, least: int, required: Sequence[str]) -> tuple[Group, ...]:
    means = {key: _Mean(people) for key, people in groups.items() if len(people) >= least}
    best = max(means.values(), key=lambda one: (one.same, one.pay), default=None)
    told = [_group(key, groups[key], mean, best, required) for key, mean in means.items() if best is not None]
    told.sort(key=lambda one: (-one.same, one.left, -one.mean, _order(one.key)))
    hidden = [
        Group(key, len(people), sum(one.dispatched for one in people), sum(one.planned for one in people))
        for key, people in groups.items()
        if key not in means
    ]
    return (*told, *sorted(hidden, key=lambda one: _order(one.key)))


def _group(key: Key, people: Sequence[Paid], own: _Mean, best: _Mean, required: Sequence[str]) -> Group:
    lower = _at_lower_rates(best, own)
    gap, left = fen(best.pay - own.pay), fen(best.same - own.same + lower)
    reasons = {reason: best.reasons[reason] - own.reasons[reason] for reason in REASONS}
    reasons[TIMES] -= lower
    explained = [(reason, amount) for reason in REASONS if (amount := fen(reasons[reason]))]
    if own is best:
        gap, left, explained = ZERO, ZERO, []
    if not explained:
        gap = left
    explained = _adding_up(explained, gap - left)
    lacking = Counter(kind for one in people for kind in required if kind not in one.insured)
    return Group(
        key,
        len(people),
        sum(one.dispatched for one in people),
        sum(one.planned for one in people),
        fen(own.pay),
        fen(median([one.parts.pay for one in people])),
        fen(own.same),
        gap,
        tuple(explained),
        left,
        _verdict(own is best, gap, left),
        dict(lacking),
    )


def _at_lower_rates(best: _Mean, own: _Mean) -> Decimal:
    """What the group lost because each night is worth less there: fewer nights explain, a lower rate does not."""
    return sum(
        (
            times * (best.rates[kind] - own.rates[kind])
            for kind, times in own.times.items()
            if best.rates.get(kind) and own.rates.get(kind)
        ),
        ZERO,
    )


def _adding_up(explained: list[tuple[str, Decimal]], total: Decimal) -> list[tuple[str, Decimal]]:
    """The reasons with the fen that rounding leaves over in the largest: together they are the explained part."""
    over = total - sum((amount for _reason, amount in explained), ZERO)
    if not over:
        return explained
    largest = max(explained, key=lambda one: abs(one[1]))[0]
    return [(reason, amount + over if reason == largest else amount) for reason, amount in explained]


def _verdict(is_best: bool, gap: Decimal, left: Decimal) -> str:
    if is_best:
        return HIGHEST
    if left > 0:
        return UNEXPLAINED
    return EXPLAINED if gap else EQUAL


def _order(key: Key) -> tuple[int, ...]:
    return tuple(one or 0 for one in key)

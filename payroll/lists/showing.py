"""The equal-pay report as its page and its file show it: names for keys, words for reasons, articles, a chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.charts import Chart, Row, TableLine, bars
from organisation.models import Employer, Unit
from payroll.calculating.days import bounds
from payroll.calculating.insurance import FUND, LABELS
from payroll.comparing.equal import UNEXPLAINED, Comparison, Group, compare
from payroll.lists.asked import Asked
from payroll.lists.comparing import Found
from payroll.lists.words import REASONS, VERDICTS, class_said
from payroll.models import FundingSource
from payroll.selectors import required_kinds
from regulations import packs
from regulations.selectors import own_values

BANDS: Final = "payroll.equal_pay.service_bands"
GROUND: Final = "payroll.equal_pay.same_work_same_pay"
BARS: Final = 8
SENT, OWN, UNINSURED, NO_FUND = ("LCL 63",), ("LL 46", "LCL 11"), "SIL 58", "HFR 15"


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group in the reader's words."""

    group: Group
    unit: str
    employer: str
    source: str
    verdict: str
    reasons: Sequence[tuple[str, Decimal]]
    lacking: Sequence[tuple[str, int]]
    cites: Sequence[Mapping[str, str]]

    @property
    def name(self) -> str:
        return " · ".join(part for part in (self.unit, self.employer, self.source) if part)


@dataclass(frozen=True, slots=True)
class ShownComparison:
    """A class of the same work in the reader's words."""

    comparison: Comparison
    title: str
    groups: Sequence[ShownGroup]


@dataclass(frozen=True)
class Report:
    """Every comparison, its bands of service, and on what ground equal pay is asked for."""

    comparisons: Sequence[Comparison]
    bands: Sequence[int]
    bands_open: bool  # no text sets the bands: to be confirmed
    cites: Sequence[Mapping[str, str]]

    @property
    def unexplained(self) -> int:
        return sum(bool(one.unexplained) for one in self.comparisons)

    @property
    def left(self) -> Decimal:
        """What closing every unexplained gap would cost a month."""
        return sum((one.left for one in self.comparisons), Decimal(0))

    @property
    def people(self) -> int:
        return sum(one.people for one in self.comparisons)


def report(asked: Asked, found: Found) -> Report:
    """The comparisons of the people found, by the bands of the place in that month."""
    last = bounds(asked.month.year, asked.month.month)[1]
    law, path = own_values(), asked.tops[0].path
    bands, ground = (law.at(key, path=path, day=last) for key in (BANDS, GROUND))
    kinds = (*required_kinds(last), FUND)
    told = compare(found.people, bands.value, by=asked.by, least=asked.least, required=kinds)
    return Report(told, bands.value, bands.to_be_confirmed, [cited(one) for one in ground.cites])


def cited(article: str) -> Mapping[str, str]:
    """An article with its link into the law library."""
    found: Mapping[str, str] = packs.cite(article).as_dict()
    return found


def shown(comparisons: Iterable[Comparison], bands: Sequence[int]) -> list[ShownComparison]:
    """Some comparisons in words: three queries for the names."""
    some = list(comparisons)
    keys = [group.key for one in some for group in one.groups]
    units = dict(Unit.objects.filter(pk__in={key.unit for key in keys}).values_list("pk", "name"))
    employers = dict(Employer.objects.filter(pk__in={key.employer for key in keys}).values_list("pk", "name"))
    sources = dict(FundingSource.objects.filter(pk__in={key.source for key in keys}).values_list("pk", "name"))
    return [
        ShownComparison(
            one,
            class_said(one.of, bands),
            [_group(group, units, employers, sources) for group in one.groups],
        )
        for one in some
    ]


def _group(
    group: Group, units: Mapping[int, str], employers: Mapping[int, str], sources: Mapping[int, str]
) -> ShownGroup:
    unit, employer, source = group.key
    reasons = [(str(REASONS[reason]), amount) for reason, amount in group.explained]
    lacking = [(str(LABELS[kind]), count) for kind, count in group.lacking.items()]
    return ShownGroup(
        group,
        units.get(unit, "") if unit else "",
        employers.get(employer, "") if employer else "",
        sources.get(source, "") if source else "",
        str(VERDICTS[group.verdict]),
        reasons,
        lacking,
        [cited(article) for article in _articles(group)],
    )


def _articles(group: Group) -> list[str]:
    """By which articles what is left, or what is lacking, would have to be mended."""
    found: list[str] = []
    if group.verdict == UNEXPLAINED:
        found += [*(SENT if group.dispatched else ()), *(OWN if group.dispatched < group.people else ())]
    if set(group.lacking) - {FUND}:
        found.append(UNINSURED)
    if FUND in group.lacking:
        found.append(NO_FUND)
    return found


def amount_said(amount: Decimal) -> str:
    return f"¥{number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)}"


def chart(found: Report) -> Chart | None:
    """The dearest gaps that nothing explains: what the least paid group gets, and the mark of what the best gets."""
    rows, lines = [], []
    for one in found.comparisons[:BARS]:
        if not one.unexplained:
            continue
        least, best = min(one.told, key=lambda group: group.same), one.told[0]
        title = class_said(one.of, found.bands)
        said = f"{amount_said(least.same)} / {amount_said(best.same)}"
        rows.append(Row(title, (least.same,), mark=best.same, shown=said))
        lines.append(TableLine(title, (amount_said(least.same), amount_said(best.same), amount_said(one.left))))
    head = (_("Post, grade, service"), _("Least"), _("Most"), _("To close the gaps, a month"))
    return Chart(
        "equal-pay", _("Gaps that nothing explains"), _("What the least and the best paid group get for the same work."),
        bars(rows, marked=_("What the best paid group gets")), head, tuple(lines),
        note=_("Pay of a whole month for the same work, without what has a reason of its own."),
    ) if rows else None  # fmt: skip

"""The charts of the page of figures, by name: what each draws, says and lists in its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from core.charts import Chart, Row, TableLine, bars, columns, mirrored
from insights.counting import AGES, MONTHS, SERVICE, Month, month_of
from insights.facts import PEOPLE, REFUSED, Facts, tenths
from regulations import packs
from regulations.words import in_language
from roster.models import Auxiliary, Post
from roster.models.auxiliaries import Category

YOUNG: Final = 30
MOST_DUTIES: Final = 12
OTHER: Final = "–"


@dataclass(frozen=True)
class Kind:
    """A chart that can be asked for, with the right that opens it."""

    build: Callable[[Facts], Chart]
    right: str = PEOPLE


def percent(part: int, whole: int) -> str:
    """`19.6 %`, by locale; a dash for nothing of nothing."""
    share = tenths(100 * part, whole)
    return _("%(number)s %%") % {"number": number_format(share, 1)} if share is not None else OTHER


def people_list(facts: Facts, **more: str) -> str:
    """The list of people behind a number; its filters know today only."""
    unit = facts.place.alone
    asked = {**({"unit": unit.code} if unit else {}), **more}
    return f"{reverse('roster:list')}?{urlencode(asked)}"


def force(facts: Facts) -> Chart:
    """How many of each quota are taken."""
    rows = [
        Row(
            f"{quota.unit} · {quota.get_category_display()}",
            (used,),
            mark=quota.number,
            shown=f"{used} / {quota.number}",
            url=f"{reverse('roster:quotas')}?{urlencode({'unit': quota.unit.code, 'year': quota.year})}",
        )
        for quota, used in facts.quotas
    ]
    lines = [
        TableLine(row.label, (row.values[0], row.mark, int(row.mark or 0) - int(row.values[0])), row.url)
        for row in rows
    ]
    return Chart(
        "force", _("Force against quota"), _("How many are on strength of the number that was approved for the year."),
        bars(rows, marked=_("The approved number")), (_("Quota"), _("On strength"), _("Approved"), _("Free")), tuple(lines),
    )  # fmt: skip


def standard(facts: Facts) -> Chart:
    """How many for 10,000 residents, against the standard of the place."""
    units = [unit for unit in facts.compared if unit.residents]
    rows, lines, uncertain = [], [], False
    for unit in units:
        value, rate = facts.standards[unit.pk], facts.rate_of(unit)
        uncertain |= value.to_be_confirmed
        url = reverse("organisation:unit", args=[unit.pk])
        rows.append(Row(str(unit), (rate or 0,), mark=value.value, shown=number_format(rate, 1), url=url))
        over = _("above the standard") if facts.over_standard(unit) else _("within the standard")
        lines.append(TableLine(str(unit), (facts.strength_of(unit), unit.residents, rate, value.value, over), url))
    marks = sorted({str(facts.standards[unit.pk].value) for unit in units})
    said = _("Standard: %(numbers)s for 10,000 residents") % {"numbers": ", ".join(marks)}
    return Chart(
        "standard", _("For 10,000 residents"), _("Auxiliaries for every 10,000 residents, held against the standard."),
        bars(rows, marked=said),
        (_("Unit"), _("On strength"), _("Residents"), _("For 10,000 residents"), _("Standard"), _("Compared")), tuple(lines),
        note=_("Units without a number of residents are left out."), open_point=uncertain,
    )  # fmt: skip


def units(facts: Facts) -> Chart:
    """Categories by unit; those who serve in the unit itself stand in a row of their own."""
    place, kinds = facts.place, tuple(Category.values)
    found = [(str(unit), unit.code, tuple(facts.units[unit.pk][kind] for kind in kinds)) for unit in place.branches]
    if place.alone and place.alone not in place.branches:
        own = tuple(
            facts.units[place.alone.pk][kind] - sum(values[n] for *_names, values in found)
            for n, kind in enumerate(kinds)
        )
        found += [(_("%(unit)s itself") % {"unit": place.alone}, place.alone.code, own)] if any(own) else []
    rows = [
        Row(label, values, url=f"{reverse('roster:list')}?{urlencode({'unit': code})}") for label, code, values in found
    ]
    lines = [TableLine(row.label, (*row.values, row.total), row.url) for row in rows]
    series = [str(label) for label in Category.labels]
    return Chart(
        "units", _("Categories by unit"), _("How many of each category the units have, each with all below it."),
        bars(rows, series), (_("Unit"), *series, _("Together")), tuple(lines),
    )  # fmt: skip


def age(facts: Facts) -> Chart:
    """Ages in bands of five years, those under thirty set apart."""
    edges, counts = [20, *AGES], facts.people
    rows = [Row("<25", (counts["age_25"],))]
    for low, high in zip(edges[1:], edges[2:], strict=False):
        rows.append(Row(f"{low}–{high - 1}", (counts[f"age_{high}"],), series=int(high > YOUNG)))
    rows.append(Row(f"{AGES[-1]}+", (counts["age_older"],), series=1))
    if counts["age_unknown"]:
        rows.append(Row("?", (counts["age_unknown"],), series=3))
    said = {"young": facts.young, "share": percent(facts.young, facts.total)}
    series = [_("Under 30: %(young)s, that is %(share)s") % said, _("30 and older")]
    lines = [TableLine(row.label, (row.values[0], percent(int(row.values[0]), facts.total))) for row in rows]
    sentence = _("%(young)s of %(total)s are under 30, that is %(share)s.") % {**said, "total": facts.total}
    return Chart("age", _("Age"), sentence, columns(rows, series), (_("Years"), _("People"), _("Share")), tuple(lines))


def education(facts: Facts) -> Chart:
    """How far they went to school."""
    names = [(str(value), str(label)) for value, label in Auxiliary.Education.choices]
    names += [("", _("Not stated"))] if facts.people["education_"] else []
    rows = [
        Row(label, (count,), shown=f"{count} · {percent(count, facts.total)}")
        for level, label in names
        for count in (facts.people[f"education_{level}"],)
    ]
    lines = [TableLine(row.label, (row.values[0], percent(int(row.values[0]), facts.total))) for row in rows]
    return Chart(
        "education", _("Education"), _("How many have reached which level of education."), bars(rows),
        (_("Education"), _("People"), _("Share")), tuple(lines),
    )  # fmt: skip


def service(facts: Facts) -> Chart:
    """How long they have been here."""
    rows, before = [], 0
    for years in SERVICE:
        label = f"{before}–{years}" if before else f"<{years}"
        rows.append(Row(label, (facts.people[f"service_{years}"],)))
        before = years
    rows.append(Row(f"{before}+", (facts.people["service_longer"],)))
    lines = [TableLine(row.label, (row.values[0], percent(int(row.values[0]), facts.total))) for row in rows]
    return Chart(
        "service", _("Length of service"), _("How many have served how many years since they were hired."), columns(rows),
        (_("Years of service"), _("People"), _("Share")), tuple(lines),
    )  # fmt: skip


def turnover(facts: Facts) -> Chart:
    """Who joined and who left, month by month."""
    joined, left = facts.turnover
    first = month_of(facts.place.day).plus(1 - MONTHS)
    months = [first.plus(n) for n in range(MONTHS)]
    rows = [_monthly(month, months, (joined[month], left[month])) for month in months]
    lines = [
        TableLine(_month_named(month), (joined[month], left[month], joined[month] - left[month])) for month in months
    ]
    said = _("In the last twelve months %(joined)s joined and %(left)s left.")
    return Chart(
        "turnover", _("Joined and left"), said % {"joined": joined.total(), "left": left.total()},
        mirrored(rows, (_("Joined"), _("Left"))), (_("Month"), _("Joined"), _("Left"), _("Difference")), tuple(lines),
    )  # fmt: skip


def funding(facts: Facts) -> Chart:
    """From which money the posts are paid, and how many of their places are taken."""
    rows, lines = [], []
    for source, label in Post.Funding.choices:
        counted = facts.funding[source]
        taken = tuple(counted[kind] for kind in Category.values)
        free = max(counted["places"] - sum(taken), 0)
        rows.append(Row(str(label), (*taken, free), shown=f"{sum(taken)} / {counted['places']}"))
        lines.append(TableLine(str(label), (*taken, counted["places"], free)))
    kinds = [str(label) for label in Category.labels]
    return Chart(
        "funding", _("Money of the posts"), _("From which source the posts are paid: places taken and free."),
        bars(rows, [*kinds, _("Free places")]), (_("Paid from"), *kinds, _("Places"), _("Free places")), tuple(lines),
    )  # fmt: skip


def contracts(facts: Facts) -> Chart:
    """When open contracts end, for a year ahead."""
    ends, first = facts.ends, month_of(facts.place.day)
    months = [first.plus(n) for n in range(MONTHS)]
    rows = [_monthly(month, months, (ends.monthly[month],)) for month in months]
    lines = [TableLine(_month_named(month), (ends.monthly[month],)) for month in months]
    overrun = f"{reverse('roster:contracts')}?state=overrun"
    lines += [
        TableLine(_("Run over, without a new contract"), (ends.overrun,), overrun),
        TableLine(_("Later"), (ends.later,)),
        TableLine(_("Without an end"), (ends.endless,)),
    ]
    said = _("%(count)s contracts end within the year; %(overrun)s have run over without a new one.")
    numbers = {"count": ends.monthly.total(), "overrun": ends.overrun}
    return Chart(
        "contracts", _("Contracts that end"), said % numbers, columns(rows), (_("Month"), _("Contracts")), tuple(lines),
        note=said % numbers,
    )  # fmt: skip


def refused(facts: Facts) -> Chart:
    """For which duties the law refused requests."""
    found = facts.refused.most_common(MOST_DUTIES)
    rows = [
        Row(_duty(code), (count,), url=f"{reverse('duties:refused')}?{urlencode({'duty': code})}")
        for code, count in found
    ]
    lines = [TableLine(row.label, (row.values[0],), row.url) for row in rows]
    return Chart(
        "refused", _("Refused attempts by duty"),
        _("For which duties the law refused requests in the last twelve months."), bars(rows), (_("Duty"), _("Attempts")),
        tuple(lines),
    )  # fmt: skip


KINDS: Final[Mapping[str, Kind]] = {
    **{build.__name__: Kind(build) for build in (force, standard, units, age, education, service, turnover, funding)},
    "contracts": Kind(contracts),
    "refused": Kind(refused, REFUSED),
}


def all_of(facts: Facts) -> Sequence[Chart]:
    """Every chart this reader may see."""
    return [kind.build(facts) for kind in KINDS.values() if facts.may(kind.right)]


def _monthly(month: Month, months: Sequence[Month], values: tuple[int, ...]) -> Row:
    """The number of the month; the year under each January, and under the first one where there is room."""
    turn = month.first.month == 1 or (month == months[0] and month.first.month != 12)
    return Row(str(month.first.month), values, under=str(month.first.year) if turn else "")


def _month_named(month: Month) -> str:
    return date_format(month.first, "YEAR_MONTH_FORMAT")


def _duty(code: str) -> str:
    try:
        return str(in_language(packs.duty(code), "name"))
    except packs.PackError:
        return code

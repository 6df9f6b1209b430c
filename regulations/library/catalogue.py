"""The duty catalogue by place and day, and one duty in every place side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regulations.packs import Duty, Pack, PackError, VerdictRow, load


@dataclass(frozen=True, slots=True)
class Line:
    """A duty with what is said of it in one place on one day; `row` is None before the first row."""

    duty: Duty
    row: VerdictRow | None
    strict: VerdictRow | None
    contested: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a place says of a duty from a day on."""

    pack: Pack
    row: VerdictRow
    since: date
    until: date | None
    contested: bool
    own: bool  # said by the place itself, not inherited
    now: bool


def lines(*, pack: str, day: date, group: str = "", verdict: str = "", words: str = "") -> list[Line]:
    """The catalogue as it stands in a place on a day, filtered."""
    words = words.strip().lower()
    found = (
        line_of(duty, pack, day)
        for duty in load().duties()
        if (not group or duty.group == group) and words in f"{duty.code} {duty.name_en} {duty.name_zh}".lower()
    )
    return [line for line in found if not verdict or (line.row is not None and line.row.verdict == verdict)]


def line_of(duty: Duty, pack: str, day: date) -> Line:
    packs = load()
    try:
        row = packs.verdict(duty.code, day=day, pack=pack)
    except PackError:
        return Line(duty, None, None, False)
    return Line(duty, row, packs.strict(duty.code, day=day), packs.contested_for(duty.code, pack, day))


def everywhere(code: str, *, day: date) -> list[Stretch]:
    """The nation first, then every place that says something of its own."""
    packs = load()
    found: list[Stretch] = []
    for pack in packs.packs.values():
        rows = packs.verdict_history(code, pack=pack.code)
        for place, one in enumerate(rows):
            own = one.row.pack == pack.code
            if not own:
                continue
            until = rows[place + 1].since if place + 1 < len(rows) else None
            now = one.since <= day and (until is None or day < until)
            found.append(Stretch(pack, one.row, one.since, until, one.contested, own, now))
    return found


def silent(code: str) -> list[Pack]:
    """Places that say nothing of their own and follow the pack above."""
    packs = load()
    return [pack for pack in packs.packs.values() if code not in packs.files[pack.code].verdicts]


def scenarios(code: str) -> list[tuple[str, str]]:
    """Worded examples of requests that come to this duty, each with its language, from every pack that has them."""
    found: list[tuple[str, str]] = []
    for files in load().files.values():
        for _stem, table in files.scenarios:
            for scenario in table.get("scenario", ()):
                if code in scenario.get("duty_codes", scenario.get("codes", ())):
                    found += [
                        (tongue, scenario[f"text_{tongue}"])
                        for tongue in ("zh", "en")
                        if scenario.get(f"text_{tongue}")
                    ]
    return found

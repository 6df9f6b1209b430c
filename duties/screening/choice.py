"""Which of the acts found in a text are duties of their own, beside those chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from duties.screening.lexicon import Act, Relations
from duties.screening.scan import Span
from duties.screening.text import Reading
from duties.screening.turns import Standing
from duties.screening.types import Facts

Found = tuple[Act, Span, Standing]


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether an officer leads on the spot, as far as text and request tell."""

    facts: Facts
    officers: int | None

    @property
    def denied(self) -> bool:
        """The text says in words that no officer is there, or that the auxiliary acts alone."""
        return self.facts.officer_present is False or self.facts.alone

    @property
    def led(self) -> bool:
        return not self.denied and bool(self.facts.officer_present or self.facts.officers or self.officers)


def helped(hits: list[Found], helping: set[int], reading: Reading, families: Collection[str]) -> list[Found]:
    """What an officer does and an auxiliary helps with, in a clause that names nothing else, is asked of the auxiliary."""
    named = {clause for _, (start, end), _ in hits for clause in reading.clauses[start:end]}
    if not helping - named:
        return hits
    return [
        (
            act,
            span,
            Standing.ASKED if standing is Standing.OFFICER and act.reserved and act.code not in families else standing,
        )
        for act, span, standing in hits
    ]


def asked_of(hits: list[Found], chosen: frozenset[str], presence: Presence, relations: Relations) -> dict[str, str]:
    """The duties asked for, by the name in the lexicon: a duty, or a family of helping and doing alone."""
    firm = {act.code for act, _, standing in hits if not act.hint and _is_asked(act, standing, relations)}
    hinted = {act.code for act, _, standing in hits if act.hint and _is_asked(act, standing, relations)}
    by_officer = {act.code for act, _, standing in hits if standing is not Standing.ASKED}
    asked: dict[str, str] = {}
    firm |= {raised for code, raised in relations.raised.items() if code in firm and raised in hinted and not chosen}
    for code in sorted(firm or (set() if chosen else hinted)):
        pair = relations.pairs.get(code)
        asked[code] = code if pair is None else _of_pair(pair, chosen, presence, code in by_officer)
    return asked


def _is_asked(act: Act, standing: Standing, relations: Relations) -> bool:
    if standing is Standing.HANDED:
        return relations.is_open(act.code) and act.code not in relations.pairs
    if standing is Standing.OFFICER:
        return not act.reserved or act.code in relations.pairs
    return standing in (Standing.ASKED, Standing.NOT_ALONE)


def _of_pair(pair: tuple[str, str], chosen: frozenset[str], presence: Presence, by_officer: bool) -> str:
    """Helping or doing it alone. Beside a chosen helping duty the text must say 'alone' in words."""
    assist, alone = pair
    if alone in chosen or (by_officer and not presence.denied):
        return alone if alone in chosen else assist
    if assist in chosen:
        return alone if presence.denied and presence.officers != 0 else assist
    return assist if presence.led else alone


def separate(
    asked: dict[str, str],
    hits: list[Found],
    chosen: frozenset[str],
    markers: frozenset[int],
    relations: Relations,
    reading: Reading,
) -> tuple[str, ...]:
    """The asked duties without the chosen ones and without what is only a means or part of another."""
    found = frozenset(asked.values())
    included = _all(relations.parts, chosen) | _all(relations.swallows, found)
    rest = {name: code for name, code in asked.items() if code not in chosen | included}
    if not chosen:
        rest = _of_one_kind(rest, hits, markers, relations, reading)
    else:
        own = [(act, span) for act, span, _ in hits if asked.get(act.code, act.code) in chosen or act.code in chosen]
        rest = {
            name: code
            for name, code in rest.items()
            if _stands_apart(
                code, [hit for hit in hits if hit[0].code == name], chosen, own, markers, relations, reading
            )
        }
    return tuple(sorted(rest.values()))


def _of_one_kind(
    asked: dict[str, str], hits: list[Found], markers: frozenset[int], relations: Relations, reading: Reading
) -> dict[str, str]:
    """Desk work and street work named in one breath are one duty: in a clause the later word says which.

    In different clauses the desk work is a part of the street work, unless it is marked as one more thing.
    """
    ends: dict[str, dict[int, int]] = {}
    for act, (start, end), standing in hits:
        if act.code in asked and standing is Standing.ASKED:
            clauses = ends.setdefault(act.code, {})
            for clause in set(reading.clauses[start:end]):
                clauses[clause] = max(end, clauses.get(clause, 0))
    desk, street = asked.keys() & relations.desk, asked.keys() & relations.street
    lost = {code for code in street if _later_in_every_clause(ends, code, desk)}
    lost |= {code for code in desk if _later_in_every_clause(ends, code, street - lost)}
    if (street | (asked.keys() & relations.led)) - lost:
        lost |= {code for code in desk if not markers & ends.get(code, {}).keys()}
    return {name: code for name, code in asked.items() if name not in lost}


def _later_in_every_clause(ends: dict[str, dict[int, int]], code: str, rivals: Iterable[str]) -> bool:
    """Whether in each clause that names a duty a rival is named after it."""
    rivals = list(rivals)
    clauses = ends.get(code, {})
    return bool(clauses) and all(
        any(ends.get(rival, {}).get(clause, 0) > end for rival in rivals) for clause, end in clauses.items()
    )


def _all(table: dict[str, frozenset[str]], codes: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(table.get(code, frozenset()) for code in codes))


def _stands_apart(
    code: str,
    hits: list[Found],
    chosen: frozenset[str],
    own: list[tuple[Act, Span]],
    markers: frozenset[int],
    relations: Relations,
    reading: Reading,
) -> bool:
    """Whether a duty is an act of its own beside the chosen ones, and not other words for them."""
    outside = [(act, span) for act, span, standing in hits if standing is Standing.ASKED and not _overlaps(span, own)]
    if not outside:
        return False
    barred = any(relations.is_barred(item) for item in chosen)
    if relations.is_barred(code) and not barred:
        return True
    if not own and not barred:
        return not any(_same_group(act, chosen, relations) for act, _ in outside)
    return any(reading.clauses[span[0]] in markers for _, span in outside)


def _overlaps(span: Span, own: list[tuple[Act, Span]]) -> bool:
    return any(start < span[1] and span[0] < end for _, (start, end) in own)


def _same_group(act: Act, chosen: frozenset[str], relations: Relations) -> bool:
    return any(relations.groups.get(relations.family(code)) == act.group for code in chosen)

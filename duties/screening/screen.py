"""Reading the free text of a request: which duties does it ask for as acts of their own?"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from duties.screening import lexicon as lexicons
from duties.screening.facts import facts_of
from duties.screening.lexicon import Act, Lexicon
from duties.screening.scan import Span, patterns_found, phrases_found
from duties.screening.text import Reading, read
from duties.screening.turns import Standing, Turns, turns_of
from duties.screening.types import Facts, Hit, Screening

Found = tuple[Act, Span, Standing]


def screen(text: str, *, chosen: Collection[str] = (), officers: int | None = None) -> Screening:
    """The duties that the text names as separate acts, beside those chosen.

    `officers` is the number of officers on the spot as the request states it; it tells helping from acting alone.
    """
    lexicon = lexicons.load()
    reading = read(text)
    if not reading.words:
        return Screening(unclear=not chosen)
    found = phrases_found(reading, lexicon.index)
    acts: dict[tuple[str, Span], Act] = {}
    vetoed: set[tuple[str, int]] = set()
    named: dict[str, list[Span]] = {}
    for pattern, span in patterns_found(reading, lexicon.index, found):
        if pattern.key in lexicon.acts:
            acts[pattern.key, span] = lexicon.acts[pattern.key]
        elif pattern.key.startswith("unless:"):
            vetoed.add((pattern.key, reading.sentences[span[0]]))
        else:
            named.setdefault(pattern.key, []).append(span)
    to_officer = dict(sorted(named.pop("turn:to_officer", ())))
    turns = turns_of(reading, found, to_officer, lexicon)
    facts = facts_of(reading, ((key[5:], span) for key, spans in named.items() if key[:5] == "fact:" for span in spans))
    hits = _standings(
        ((act, span) for (_, span), act in acts.items() if (act.veto, reading.sentences[span[0]]) not in vetoed), turns
    )
    asked = _asked(hits, bool(chosen), facts, officers, lexicon)
    codes = _separate(asked, frozenset(chosen), lexicon)
    doubts = _doubts(reading, [span for key, spans in named.items() if key[:6] == "doubt:" for span in spans], turns)
    return Screening(
        codes=codes,
        hits=tuple(_hit(reading, found, asked) for found in hits),
        unclear=not codes and not chosen,
        doubts=doubts,
        facts=facts,
    )


def _standings(acts: Iterable[tuple[Act, Span]], turns: Turns) -> list[Found]:
    """Each act with how the text speaks of it; a list shares the negation of its head."""
    hits: list[Found] = []
    for act, span in sorted(acts, key=lambda item: (item[1][0], -item[1][1], item[0].key)):
        standing = turns.standing(span)
        joint = turns.coordinated_with(span[0])
        if standing is Standing.ASKED and joint is not None:
            for _, earlier, said in hits:
                if said in (Standing.NEGATED, Standing.OFFICER) and 0 <= joint - earlier[1] <= 3:
                    standing = said
        hits.append((act, span, standing))
    return [(act, span, _overruled(act, span, standing, hits)) for act, span, standing in hits]


def _overruled(act: Act, span: Span, standing: Standing, hits: list[Found]) -> Standing:
    """A hit inside the same words as a negated hit of its code is negated too."""
    if standing is not Standing.ASKED:
        return standing
    for other, (start, end), said in hits:
        if other.code == act.code and said is not Standing.ASKED and start < span[1] and span[0] < end:
            return said
    return standing


def _asked(hits: list[Found], chosen: bool, facts: Facts, officers: int | None, lexicon: Lexicon) -> dict[str, str]:
    """The codes asked for, by the code or family of the lexicon entry."""
    firm = {act.code for act, _, standing in hits if not act.hint and _counts(act, standing)}
    hinted = set() if firm or chosen else {act.code for act, _, standing in hits if act.hint and _counts(act, standing)}
    not_alone = {act.code for act, _, standing in hits if standing is Standing.NOT_ALONE}
    asked: dict[str, str] = {}
    for code in sorted(firm | hinted):
        pair = lexicon.relations.pairs.get(code)
        asked[code] = code if pair is None else pair[0 if code in not_alone or _led(facts, officers) else 1]
    return asked


def _counts(act: Act, standing: Standing) -> bool:
    return standing in (Standing.ASKED, Standing.NOT_ALONE) or (standing is Standing.OFFICER and not act.reserved)


def _led(facts: Facts, officers: int | None) -> bool:
    """Whether an officer leads on the spot, as far as text and request tell."""
    if facts.officer_present is False or facts.alone:
        return False
    return bool(facts.officer_present or facts.officers or officers)


def _separate(asked: dict[str, str], chosen: frozenset[str], lexicon: Lexicon) -> tuple[str, ...]:
    """The asked codes without the chosen ones and without what is only a part of another."""
    relations = lexicon.relations
    found = frozenset(asked.values())
    included = frozenset().union(*(relations.parts.get(code, frozenset()) for code in chosen | found))
    return tuple(sorted(found - chosen - included))


def _doubts(reading: Reading, spans: list[Span], turns: Turns) -> tuple[str, ...]:
    return tuple(
        reading.plain[reading.starts[start] : reading.ends[end - 1]]
        for start, end in spans
        if turns.standing((start, end)) is Standing.ASKED
    )


def _hit(reading: Reading, found: Found, asked: dict[str, str]) -> Hit:
    act, (first, last), standing = found
    start, end = reading.starts[first], reading.ends[last - 1]
    negated = standing in (Standing.NEGATED, Standing.OFFICER)
    return Hit(asked.get(act.code, act.code), start, end, reading.plain[start:end], negated, act.why or standing.value)

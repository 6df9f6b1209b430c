"""Reading the free text of a request: which duties does it ask for as acts of their own?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from duties.screening import lexicon as lexicons
from duties.screening.choice import Found, Presence, asked_of, helped, separate
from duties.screening.doubts import signs_of_more, spoken, unexplained, unread
from duties.screening.facts import facts_of
from duties.screening.lexicon import Act
from duties.screening.scan import Match, Span, patterns_found, phrases_found
from duties.screening.spelling import spelt, without_slips
from duties.screening.text import Reading, normalise, read
from duties.screening.turns import Standing, Turns, turns_of
from duties.screening.types import Hit, Screening

LIST_LENGTH = 20
LIST_GAP = 3


def screen(text: str, *, chosen: Collection[str] = (), officers: int | None = None) -> Screening:
    """The duties that the text names as separate acts, beside those chosen.

    `officers` is the number of officers on the spot as the request states it; it tells helping from acting alone.
    """
    lexicon = lexicons.load()
    reading = read(without_slips(normalise(text)))
    if not reading.words:
        return Screening(unclear=not chosen)
    reading = replace(reading, words=spelt(reading.words, lexicon.near))
    found = phrases_found(reading, lexicon.index)
    acts: dict[tuple[str, Span], tuple[Act, Match]] = {}
    vetoes: list[tuple[str, Match]] = []
    named: dict[str, list[Match]] = {}
    for pattern, match in patterns_found(reading, lexicon.index, found):
        if pattern.key in lexicon.acts:
            acts[pattern.key, match.span] = lexicon.acts[pattern.key], match
        elif pattern.key.startswith("unless:"):
            vetoes.append((pattern.key, match))
        else:
            named.setdefault(pattern.key, []).append(match)
    handing = {
        name: dict(sorted(match.span for match in named.pop(f"turn:{name}", ())))
        for name in ("to_officer", "pass_to_officer")
    }
    helping = [match.span[0] for match in named.pop("turn:helping", ())]
    turns = turns_of(reading, found, handing, lexicon)
    open_to_veto = {(act.veto, reading.sentences[match.span[0]]) for act, match in acts.values()}
    vetoed = {
        place
        for key, match in vetoes
        if (place := (key, reading.sentences[match.span[0]])) in open_to_veto
        and turns.standing(match) is not Standing.NEGATED
    }
    facts = facts_of(
        reading, ((key[5:], match.span) for key, matches in named.items() if key[:5] == "fact:" for match in matches)
    )
    markers = frozenset(reading.clauses[start] for start, _ in found.get(lexicon.classes["moreover"], ()))
    hits = _standings(
        ((act, m) for act, m in acts.values() if (act.veto, reading.sentences[m.span[0]]) not in vetoed), turns
    )
    hits = helped(hits, {reading.clauses[place] for place in helping}, reading, lexicon.relations.pairs)
    asked = asked_of(hits, frozenset(chosen), Presence(facts, officers), lexicon.relations)
    codes = separate(asked, hits, frozenset(chosen), markers, lexicon.relations, reading)
    doubts = spoken((m for key, matches in named.items() if key[:6] == "doubt:" for m in matches), turns)
    if not chosen and not any(map(lexicon.relations.is_barred, codes)):
        stated = [match.span for key, matches in named.items() if key[:5] == "fact:" for match in matches]
        understood = [*(span for _, span, _ in hits), *stated]
        if all(map(lexicon.relations.is_open, codes)):
            doubts += unread(found, understood, turns, lexicon.classes["grave"])
            doubts += signs_of_more(hits, frozenset(asked), lexicon.relations)
            doubts += unexplained(reading, found, understood, lexicon)
        else:
            doubts += unread(found, understood, turns, lexicon.classes["gravest"])
    return Screening(
        codes=codes,
        hits=tuple(_hit(reading, found, asked) for found in hits),
        unclear=not codes and not chosen,
        doubts=tuple(_words(reading, span) for span in doubts),
        facts=facts,
    )


def _standings(acts: Iterable[tuple[Act, Match]], turns: Turns) -> list[Found]:
    """Each act with how the text speaks of it; a list shares the negation of its head."""
    hits: list[Found] = []
    for act, match in sorted(acts, key=lambda item: (item[1].span[0], -item[1].span[1], item[0].key)):
        span, standing = match.span, turns.standing(match)
        joint = turns.coordinated_with(span[0])
        if standing is Standing.ASKED and joint is not None:
            for _, earlier, said in hits[-LIST_LENGTH:]:
                if (
                    said in (Standing.NEGATED, Standing.OFFICER, Standing.HANDED)
                    and 0 <= joint - earlier[1] <= LIST_GAP
                ):
                    standing = said
        hits.append((act, span, standing))
    return _overruled(_handed_with_the_next(hits, turns))


def _handed_with_the_next(hits: list[Found], turns: Turns) -> list[Found]:
    """In 抓人、搜身由民警负责 the first act is handed over with the second."""
    handed = {turns.coordinated_with(span[0]): standing for _, span, standing in hits if standing is Standing.HANDED}
    return [
        (act, span, handed.get(span[1], standing) if standing is Standing.ASKED else standing)
        for act, span, standing in hits
    ]


def _overruled(hits: list[Found]) -> list[Found]:
    """A hit inside the words of a negated hit of its code is negated too."""
    negated: dict[str, list[tuple[Span, Standing]]] = {}
    result: list[Found] = []
    for act, span, standing in hits:  # sorted by start, the longer first: what contains comes before
        around = negated.setdefault(act.code, [])
        if standing is not Standing.ASKED:
            around.append((span, standing))
        else:
            standing = next((said for (_, end), said in around[-LIST_LENGTH:] if span[0] < end), standing)
        result.append((act, span, standing))
    return result


def _words(reading: Reading, span: Span) -> str:
    return reading.plain[reading.starts[span[0]] : reading.ends[span[1] - 1]]


def _hit(reading: Reading, found: Found, asked: dict[str, str]) -> Hit:
    act, span, standing = found
    negated = standing in (Standing.NEGATED, Standing.OFFICER, Standing.HANDED)
    return Hit(
        code=asked.get(act.code, act.code),
        start=reading.starts[span[0]],
        end=reading.ends[span[1] - 1],
        phrase=_words(reading, span),
        negated=negated,
        why=act.why or standing.value,
    )

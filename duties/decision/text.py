"""What the free text names: duties as separate acts, and facts that it says are not so."""

from collections.abc import Iterator
from dataclasses import replace

from duties.decision.request import Named, Request
from duties.screening import Screening, screen


def understood(request: Request, officers: int | None) -> Request:
    """The request with what its text names; a text that was looked at stays as it is.

    Of facts only the officer's absence is taken from the text: he commands by telephone, or somebody stands in.
    """
    if request.named is not None:
        return request
    read = _read(request, screen(request.text, chosen=request.codes, officers=officers))
    remote = tuple(pair for pair in read.denied if pair[0] == "officers")
    return replace(read, unclear=read.unclear and not request.codes, denied=remote)


def with_denials(request: Request, officers: int | None) -> Request:
    """As `understood`, and with every fact which the text denies: for requests whose facts are all stated."""
    return _read(request, screen(request.text, chosen=request.codes, officers=officers))


def _read(request: Request, seen: Screening) -> Request:
    named = tuple(Named(code, _words(seen, code)) for code in seen.codes)
    return replace(request, named=named, unclear=seen.unclear or bool(seen.doubts), denied=tuple(_denied(seen)))


def _words(seen: Screening, code: str) -> str:
    return next((hit.phrase for hit in seen.hits if hit.code == code and not hit.negated), "")


def _denied(seen: Screening) -> Iterator[tuple[str, str]]:
    facts = seen.facts
    phrases = {evidence.fact: evidence.phrase for evidence in facts.evidence}
    for fact in ("officer_remote", "stand_in_leader", "alone"):
        if getattr(facts, fact):
            yield "officers", phrases.get(fact, "")
            break
    else:
        if facts.officer_present is False:
            yield "officers", phrases.get("officer_present", "")
    for fact in ("recording", "approval", "certificate", "emergency", "same_sex"):
        if getattr(facts, fact) is False:
            yield fact, phrases.get(fact, "")
    if facts.training_valid is False:
        yield "training", phrases.get("training_valid", "")
    if facts.avoidance_conflict:
        yield "avoidance", phrases.get("avoidance_conflict", "")

"""What a decision stood on, copied: it can be explained in ten years though the packs moved on."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from duties.decision.law import Law
from duties.decision.request import Request
from duties.rules.facts import Facts, Lead, Member, RuledDuty, Spans


def basis_of(codes: tuple[str, ...], request: Request, facts: Facts, law: Law) -> dict[str, Any]:
    """Packs with their versions, rows, titles, people, rulings, bans and papers."""
    return {
        "first_day": request.days[0].isoformat(),
        "last_day": request.days[-1].isoformat(),
        "text": request.text,
        "named_by_text": [{"code": item.code, "words": item.words} for item in request.named or ()],
        "periods": list(_periods(codes, request, facts, law)),
        "members": [_member(member) for member in facts.members],
        "leads": [_lead(lead) for lead in facts.leads],
        "commander": _lead(facts.commander) if facts.commander else None,
        "officers": facts.officers,
        "auxiliaries": facts.auxiliaries,
        "rulings": [_ruling(ruling) for ruling in facts.rulings if ruling.code in codes],
        "bans": [
            {"code": ban.code, "since": ban.since.isoformat(), "until": _day(ban.until), "text": ban.text}
            for ban in facts.bans
            if ban.code in codes
        ],
        "papers": dict(facts.papers),
    }


def _periods(codes: tuple[str, ...], request: Request, facts: Facts, law: Law) -> Iterator[dict[str, Any]]:
    """The law of each stretch of days; a new stretch begins where the law changes."""
    before: tuple[Any, ...] = ()
    for day in request.days:
        pack = facts.pack_on(day)
        rows = [law.row(code, day, pack) for code in codes]
        contested = [law.is_contested(code, day, pack) for code in codes]
        if before and before[0] == pack and before[1] == rows and before[2] == contested:
            continue
        before = (pack, rows, contested)
        yield {
            "since": day.isoformat(),
            "pack": pack,
            "chain": list(law.packs.chain(pack)),
            "version": law.packs.pack_version(pack),
            "duties": [
                row.copy() | ({"strict": law.strict(row.code, day).copy()} if conflict else {})
                for row, conflict in zip(rows, contested, strict=True)
            ],
            "titles": list(law.copies(cite for row in rows for cite in row.cites)),
        }


def _member(member: Member) -> dict[str, Any]:
    return {
        "name": member.name,
        "category": member.category,
        "strength": _spans(member.strength),
        "contract": _spans(member.contract),
        "card": _spans(member.card),
        "training": _spans(member.training),
        "certificates": {kind: _spans(spans) for kind, spans in (member.certificates or {}).items()},
    }


def _lead(lead: Lead) -> dict[str, Any]:
    return {"name": lead.name, "serving": _spans(lead.serving)}


def _ruling(ruling: RuledDuty) -> dict[str, Any]:
    return {
        "code": ruling.code,
        "allows": ruling.allows,
        "number": ruling.number,
        "text": ruling.text,
        "cites": ruling.cites,
        "by": ruling.by,
        "since": ruling.since.isoformat(),
        "until": _day(ruling.until),
    }


def _spans(spans: Spans | None) -> list[list[str | None]] | None:
    return None if spans is None else [[_day(since), _day(until)] for since, until in spans]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

"""A case at each point of its life, an appeal, and what an auxiliary sees of the own ones."""

from __future__ import annotations

import datetime as dt
from copy import copy
from typing import Any

from discipline.models import Case
from discipline.services import cases
from tests.cast import Cast
from tests.discipline.cases.court import Court, fresh
from tests.permissions.world import Place, staff

STATES = ("reported", "opened", "investigated", "told", "heard", "decided", "served", "appealed")

# Kinds that one case of a place stands for.
OF_A_PLACE = (*(f"case_{state}" for state in STATES), "case_preliminary", "case_suspended", "case_free", "case_advised")


def objects(cast: Cast) -> dict[str, Any]:
    court = court_of(cast)

    def about(name: str) -> Any:
        return cast.auxiliary(f"案{name}", unit="north")

    rows: dict[str, Any] = {f"case_{state}": getattr(court, state)(auxiliary=about(state)) for state in STATES}
    rows["case_preliminary"] = looked_at(court, about("初核"))
    suspended = court.reported(auxiliary=about("停职"))
    rows["suspension"] = cases.suspend(case=suspended, reason="涉嫌违纪", by=court.inspector, on=court.day(0))
    rows["case_suspended"] = fresh(suspended)
    rows["matter"] = cases.note_matter(
        case=fresh(suspended),
        kind="criminal",
        authority="县检察院",
        since=court.day(0),
        by=court.inspector,
        on=court.day(0),
    )
    rows["investigator"] = rows["case_preliminary"].investigators.get()
    rows["case_free"] = cases.look_again(
        case=court.heard(auxiliary=about("补充")), reason="补充调查", by=court.supervisor, on=court.day(13)
    )
    rows["case_advised"] = court.served("advice", auxiliary=about("批评"))
    rows["appeal"] = rows["case_appealed"].appeal
    paper = {"grounds": "书面不服", "brought_by": "其妻代交", "received_on": court.day(20), "on": court.day(21)}
    cases.take_appeal(case=court.served(auxiliary=about("书面")), by=court.legal, **paper)
    rows["own_told"] = court.told()
    asking = court.told(auxiliary=about("申请"))
    rows["withdrawal"] = cases.ask_to_withdraw(
        case=asking, investigator=asking.investigators.get(officer=court.he), reason="邻居", by=court.user_of(asking),
        on=court.day(12),
    )  # fmt: skip
    rows["own_served"] = court.served("advice")
    return rows


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """One case of the place stands for every state, with what belongs to it; those of people who left are not told apart. To
    whoever reads own cases all of them are somebody else's."""
    if at.left:
        return {}
    court = copy(court_of(cast))
    court.inspector = staff(cast, "eye", "inspector", at.name)
    court.gu = cast.officer(person=court.inspector.person, unit=at.code)
    court.he = cast.officer(f"{at.name}-he", unit=at.code)
    court.supervisor = staff(cast, "head", "supervisor", at.name)
    court.legal = staff(cast, "counsel", "legal", at.name)
    case = looked_at(court, cast.auxiliary(f"subject-{at.name}", unit=at.code))
    suspension = cases.suspend(case=case, reason="涉嫌违纪", by=court.inspector, on=court.day(0))
    matter = cases.note_matter(
        case=fresh(case), kind="criminal", authority="县检察院", since=court.day(0), by=court.inspector, on=court.day(0)
    )
    appealed = court.appealed(auxiliary=cast.auxiliary(f"appellant-{at.name}", unit=at.code))
    return {
        **dict.fromkeys(OF_A_PLACE, case),
        "suspension": suspension,
        "matter": matter,
        "investigator": case.investigators.get(),
        "appeal": appealed.appeal,
        "case_appealed": appealed,
        "own_told": appealed,
        "withdrawal": asked_in(court, cast.auxiliary(f"asking-{at.name}", unit=at.code)),
        "own_served": appealed,
    }


def asked_in(court: Court, auxiliary: Any) -> Any:
    """A request that an investigator withdraw, which waits."""
    case = court.told(auxiliary=auxiliary)
    words = {"reason": "邻居", "by": court.user_of(case), "on": court.day(12)}
    return cases.ask_to_withdraw(case=case, investigator=case.investigators.get(officer=court.he), **words)


def court_of(cast: Cast) -> Court:
    """One for a world: those who sit in it are on stage once."""
    if "court" not in vars(cast):
        vars(cast)["court"] = Court(cast, cast.today - dt.timedelta(days=30))
    return vars(cast)["court"]


def looked_at(court: Court, auxiliary: Any) -> Case:
    """Looked at, with one investigator named."""
    case = cases.examine(case=court.reported(auxiliary=auxiliary), by=court.inspector, on=court.day(0))
    cases.name_investigator(case=case, officer=court.gu, by=court.inspector, on=court.day(0))
    return fresh(case)

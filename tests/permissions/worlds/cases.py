"""A case at each point of its life, an appeal, and what an auxiliary sees of the own ones."""

from __future__ import annotations

import datetime as dt
from typing import Any

from discipline.models import Case
from discipline.services import cases
from tests.cast import Cast
from tests.discipline.cases.court import Court, fresh

STATES = ("reported", "opened", "investigated", "told", "heard", "decided", "served", "appealed")


def objects(cast: Cast) -> dict[str, Any]:
    court = Court(cast, cast.today - dt.timedelta(days=30))

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
    rows["own_told"] = court.told()
    rows["own_served"] = court.served("advice")
    return rows


def looked_at(court: Court, auxiliary: Any) -> Case:
    """Looked at, with one investigator named."""
    case = cases.examine(case=court.reported(auxiliary=auxiliary), by=court.inspector, on=court.day(0))
    cases.name_investigator(case=case, officer=court.gu, by=court.inspector, on=court.day(0))
    return fresh(case)

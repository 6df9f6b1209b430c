"""The labour contract ends on a ground of the statute or not at all; the program says what is missing (LCL 39, 40, 42, 43)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from core.errors import BadInput, Refused
from discipline.rules.cases.exits import ExitFacts
from discipline.services import cases
from discipline.services.cases import Exit
from regulations.rules import broken
from tests.cast import TODAY
from tests.discipline.cases.court import Court, codes, fresh

DAY = dt.date(2026, 12, 1)
GOOD = ExitFacts(ground="serious_breach", on=DAY, union_told_on=DAY, rules_known_on=dt.date(2024, 1, 2))


def missing(**more: object) -> set[str]:
    return {finding.code for finding in broken("discipline.case.exit", replace(GOOD, **more), day=DAY)}


def test_what_the_labour_law_asks_of_an_end():
    assert missing() == set()
    # Shantou names a failed appraisal, Guangxi a detention: neither ends a contract by itself (LCR 13).
    assert missing(ground="", local_ground="appraisal_failed") == {"CS-10"}
    assert missing(ground="expired") == {"CS-10"}  # no measure of a case
    assert missing(union_told_on=None) == {"CS-11"} == missing(union_told_on=DAY + dt.timedelta(days=1))
    assert missing(rules_known_on=None) == {"CS-12"}
    assert missing(ground="grave_neglect", rules_known_on=None) == set()
    assert missing(ground="crime") == {"CS-13"} and missing(ground="crime", convicted_on=DAY) == set()
    assert missing(ground="unfit") == {"CS-14"}
    assert missing(ground="unfit", notice_given_on=DAY) == set() == missing(ground="unfit", pay_instead_of_notice=True)
    assert missing(ground="unfit", notice_given_on=DAY, protected=True) == {"CS-15"}
    assert missing(protected=True) == set()  # LCL 42 protects from 40 and 41, not from 39
    assert missing(contract_runs=False) == {"CS-16"}


@pytest.mark.django_db
def test_a_detention_alone_ends_nothing_and_a_judgment_in_force_does():
    court = Court()
    case = court.heard("exit", nature="detention")
    matter = cases.note_matter(
        case=case, kind="criminal", authority="县人民检察院", since=TODAY, by=court.inspector, on=TODAY
    )
    wanted = Exit(local_ground="detention", union_told_on=court.day(13))

    def decide(exit: Exit, day: int):
        return cases.decide(
            case=fresh(case), outcome="exit", grounds="x", exit=exit, by=court.supervisor, on=court.day(day)
        )

    with pytest.raises(Refused) as said:
        decide(wanted, 14)
    assert codes(said.value) == {"CS-07", "CS-10"}  # the proceedings are open, and the statute knows no such ground
    with pytest.raises(BadInput):
        cases.end_matter(matter=matter, result="", until=court.day(20), by=court.inspector, on=court.day(20))
    cases.end_matter(matter=matter, result="acquitted", until=court.day(20), by=court.inspector, on=court.day(20))
    with pytest.raises(Refused) as said:
        decide(replace(wanted, ground="crime"), 21)
    assert codes(said.value) == {"CS-13"}
    second = cases.note_matter(
        case=fresh(case), kind="criminal", authority="县人民法院", since=TODAY, by=court.inspector, on=court.day(22)
    )
    cases.end_matter(matter=second, result="convicted", until=court.day(30), by=court.inspector, on=court.day(30))
    decided = decide(replace(wanted, ground="crime"), 31)
    measure = decided.sanctions.get()
    assert (measure.kind, measure.end_ground, measure.local_ground) == ("exit", "crime", "detention")
    served = cases.serve(case=decided, how="post", by=court.inspector, on=court.day(32))
    assert served.sanctions.get().ends_on is None  # no period: the contract itself is ended by personnel
    assert served.auxiliary.contracts.get().ended_on is None

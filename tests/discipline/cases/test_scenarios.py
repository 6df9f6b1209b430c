"""Cases as a lawyer reads them: from the report to the answered appeal, and what the program refuses on the way.

Where no article is named the rule is house policy: no text that states it for auxiliaries was found.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from core.actors import SYSTEM
from core.errors import BadInput, NotNow, Refused
from core.models import AuditEntry
from discipline.models import Appeal, Case, Sanction
from discipline.services import cases
from regulations.packs import at
from tests.cast import TODAY
from tests.discipline.cases.court import Court, codes, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def court() -> Court:
    return Court()


def test_a_demerit_from_the_report_to_the_appeal_that_makes_it_a_warning(court):
    case = court.reported()
    assert case.number.startswith("AJ2026-") and case.due_on == TODAY + dt.timedelta(days=10)  # house policy: 10 days
    cases.examine(case=case, by=court.inspector, on=court.day(1))
    for officer in (court.gu, court.he):
        cases.name_investigator(case=fresh(case), officer=officer, by=court.inspector, on=court.day(1))
    case = cases.open_case(case=fresh(case), by=court.inspector, on=court.day(2))
    assert case.due_on == court.day(32)  # 30 days to investigate
    case = cases.conclude(case=case, findings="属实", by=court.inspector, on=court.day(20))
    case = cases.tell(case=case, intended="demerit", how="in_person", by=court.inspector, on=court.day(21))
    assert case.statement_until == case.due_on == court.day(26)  # 5 days to speak
    cases.make_statement(case=case, text="我愿意退还", by=court.person, on=court.day(24))
    case = fresh(case)
    assert (case.status, case.heard_how, case.due_on) == ("heard", "statement", court.day(39))  # 15 days to decide
    case = cases.decide(case=case, outcome="demerit", grounds="属实", by=court.supervisor, on=court.day(30))
    assert case.decider_person_id == court.supervisor.person_id
    case = cases.serve(case=case, how="in_person", by=court.inspector, on=court.day(31))
    assert case.appeal_until == court.day(61)  # 30 days to appeal
    demerit = case.sanctions.get()
    served = court.day(31)
    assert demerit.starts_on == served == dt.date(2026, 12, 17)
    assert demerit.ends_on == dt.date(2027, 12, 16)  # twelve months
    assert (demerit.pay_share, demerit.bars_promotion, demerit.bars_award) == (Decimal("0.20"), True, True)
    assert demerit.basis["demerit_months"]["confidence"] == "B"  # shown as to be confirmed

    appeal = cases.appeal(case=case, grounds="过重", by=court.person, on=court.day(61))
    assert fresh(case).status == "appealed" and appeal.due_on == court.day(91)
    cases.answer_appeal(
        appeal=appeal, verdict="changed", changed_to="warning", reasons="主动退还", by=court.legal, on=court.day(70)
    )
    case = fresh(case)
    assert case.status == "closed" and case.outcome == "demerit"  # what was decided stays on record
    taken_back, warning = case.sanctions.all()
    assert taken_back.revoked_on == court.day(70) and warning.kind == "warning"
    assert (warning.starts_on, warning.ends_on) == (served, dt.date(2027, 6, 16))  # six months from the first service
    told = list(
        AuditEntry.objects.filter(object_type="discipline.Case").order_by("pk").values_list("action", flat=True)
    )
    assert told == [
        "case.reported", "case.examined", "case.investigator_named", "case.investigator_named", "case.opened",
        "case.investigated", "case.told", "case.heard", "case.decided", "case.served", "case.appealed",
        "case.appeal_answered",
    ]  # fmt: skip


def test_who_may_investigate(court):
    """GX 34, NB 16: the person, a near relative, and whoever reported it withdraw; nobody investigates alone."""
    wife, officer = court.somebody("民警妻子", "inspector")
    court.auxiliary.relationships.create(
        name="妻", related=wife.person, kind="spouse", near_relative=True, starts_on=dt.date(2020, 1, 1)
    )
    _saw, witness = court.somebody("目击民警", "inspector")
    case = court.reported(reporter=witness.person)
    case = cases.examine(case=case, by=court.inspector, on=TODAY)
    for tied in (officer, witness):
        with pytest.raises(Refused) as said:
            cases.name_investigator(case=case, officer=tied, by=court.inspector, on=TODAY)
        assert codes(said.value) == {"CS-01"}
        assert [cite["cites"] for cite in said.value.findings[0].cites][:2] == ["GX 34", "NB 16"]
    gu = cases.name_investigator(case=case, officer=court.gu, by=court.inspector, on=TODAY)
    with pytest.raises(BadInput):
        cases.name_investigator(case=case, officer=court.gu, by=court.inspector, on=TODAY)
    retired = court.cast.officer("退休民警", unit="first", status="retired")
    with pytest.raises(BadInput):
        cases.name_investigator(case=case, officer=retired, by=court.inspector, on=TODAY)
    case = cases.open_case(case=fresh(case), by=court.inspector, on=TODAY)
    with pytest.raises(Refused) as said:
        cases.conclude(case=case, findings="属实", by=court.inspector, on=TODAY)
    assert codes(said.value) == {"CS-02"}
    cases.name_investigator(case=case, officer=court.he, by=court.inspector, on=TODAY)
    cases.relieve_investigator(investigator=gu, reason="当事人申请回避", by=court.inspector, on=TODAY)
    _third, another = court.somebody("第三人", "inspector")
    cases.name_investigator(case=case, officer=another, by=court.inspector, on=TODAY)
    with pytest.raises(NotNow):  # who was relieved writes no findings
        cases.conclude(case=fresh(case), findings="属实", by=court.inspector, on=TODAY)
    assert cases.conclude(case=fresh(case), findings="属实", by=_third, on=TODAY).status == "investigated"


def test_no_decision_without_a_hearing(court):
    """GX 13(5): not without lawful procedure. Told first; then a statement, a waiver, or the end of the term."""
    case = court.investigated()
    for act in (
        lambda: cases.decide(case=case, outcome="warning", grounds="x", by=court.supervisor, on=court.day(12)),
        lambda: cases.hear(case=case, how="term_over", by=court.inspector, on=court.day(12)),
    ):
        with pytest.raises(NotNow):
            act()
    told = cases.tell(case=case, intended="warning", how="post", by=court.inspector, on=court.day(12))
    with pytest.raises(NotNow):  # nobody is heard before being told
        cases.hear(case=told, how="waived", text="放弃", by=court.inspector, on=court.day(11))
    with pytest.raises(Refused) as said:  # the fifth day still counts whole
        cases.hear(case=told, how="term_over", by=court.inspector, on=court.day(17))
    assert codes(said.value) == {"CS-06"} and "3 December 2026" in said.value.findings[0].sentence("en")
    heard = cases.hear(case=fresh(told), how="term_over", by=court.inspector, on=court.day(18))
    with pytest.raises(Refused) as said:  # harsher than what the person could speak to
        cases.decide(case=heard, outcome="demerit", grounds="x", by=court.supervisor, on=court.day(18))
    assert codes(said.value) == {"CS-08"}
    again = cases.look_again(case=fresh(heard), reason="补充询问", by=court.supervisor, on=court.day(18))
    assert (again.status, again.told_on, again.heard_how) == ("opened", None, "")


def test_whoever_investigated_never_decides(court):
    both, officer = court.somebody("兼任", "supervisor")
    case = cases.examine(case=court.reported(), by=court.inspector, on=TODAY)
    for one in (officer, court.gu):
        cases.name_investigator(case=case, officer=one, by=court.inspector, on=TODAY)
    case = cases.open_case(case=fresh(case), by=court.inspector, on=TODAY)
    case = cases.conclude(case=case, findings="属实", by=court.inspector, on=TODAY)
    case = cases.tell(case=case, intended="warning", how="in_person", by=court.inspector, on=TODAY)
    case = cases.hear(case=case, how="waived", text="放弃", by=court.inspector, on=TODAY)
    with pytest.raises(Refused) as said:
        cases.decide(case=case, outcome="warning", grounds="x", by=both, on=TODAY)
    assert codes(said.value) == {"CS-03"}
    with pytest.raises(PermissionDenied):
        cases.decide(case=case, outcome="warning", grounds="x", by=court.inspector, on=TODAY)
    assert fresh(case).status == "heard" and not Sanction.objects.exists()


def test_a_sanction_outside_its_term_is_refused_and_the_case_may_still_end_without_one(court):
    case = court.heard("warning")
    late = court.day(181)  # house policy: 180 days from the report
    with pytest.raises(Refused) as said:
        cases.decide(case=case, outcome="warning", grounds="x", by=court.supervisor, on=late)
    assert codes(said.value) == {"CS-20"}
    assert (
        cases.decide(case=fresh(case), outcome="advice", grounds="x", by=court.supervisor, on=late).outcome == "advice"
    )
    assert not Sanction.objects.exists()


def test_a_late_appeal_is_refused_and_an_appeal_is_answered_by_another_and_never_harsher(court):
    case = court.served("warning")
    with pytest.raises(Refused) as said:
        cases.appeal(case=case, grounds="过重", by=court.person, on=court.day(46))
    assert codes(said.value) == {"CS-22"} and "arbitration" in said.value.findings[0].cure_sentence("en")
    with pytest.raises(PermissionDenied):  # nobody appeals in another's name
        cases.appeal(case=case, grounds="过重", by=court.cast.user("auxiliary2"), on=court.day(45))
    with pytest.raises(NotNow):  # the case stays open while the term runs
        cases.close(case=case, by=court.inspector, on=court.day(45))
    appeal = cases.appeal(case=case, grounds="过重", by=court.person, on=court.day(45))
    for who in (court.supervisor, court.inspector):
        with pytest.raises(PermissionDenied):
            cases.answer_appeal(appeal=appeal, verdict="upheld", reasons="x", by=who, on=court.day(46))
    both, _officer = court.somebody("兼法制", "legal")
    with pytest.raises(Refused) as said:
        cases.answer_appeal(
            appeal=appeal, verdict="changed", changed_to="demerit", reasons="x", by=both, on=court.day(46)
        )
    assert codes(said.value) == {"CS-23"}
    cases.answer_appeal(appeal=appeal, verdict="revoked", reasons="证据不足", by=both, on=court.day(46))
    assert Sanction.objects.get().revoked_on == court.day(46) and Appeal.objects.get().handler == both


def test_effects_end_on_their_day_and_by_themselves(court):
    case = court.served("warning")
    last = case.sanctions.get().ends_on
    assert last == dt.date(2027, 5, 31)  # six months from 1 December 2026
    assert cases.end_effects(on=last, by=SYSTEM) == 0
    assert Sanction.objects.in_effect(last).count() == 1
    assert cases.end_effects(on=last + dt.timedelta(days=1), by=SYSTEM) == 1
    assert cases.end_effects(on=last + dt.timedelta(days=1), by=SYSTEM) == 0  # safe to run twice
    assert Sanction.objects.get().ended_on == last and not Sanction.objects.in_effect(last + dt.timedelta(days=1))


def test_nobody_acts_in_a_case_about_himself(court):
    """Even with the right: an auxiliary who also works at the inspection."""
    from tests import stagehands
    from tests.cast import LONG_AGO

    stagehands.give_role(court.person, "inspector", court.cast["first"], since=LONG_AGO)
    person = type(court.person).objects.get(pk=court.person.pk)
    with pytest.raises(PermissionDenied):
        court.reported(by=person)
    case = court.reported()
    with pytest.raises(PermissionDenied):
        cases.drop(case=case, reason="无事", by=person, on=TODAY)
    assert not Case.objects.of_person(person.person_id)  # and sees nothing before the facts are put to him


def test_every_number_of_the_house_says_that_it_is_no_law():
    for name in (
        "preliminary_days",
        "statement_days",
        "appeal_days",
        "suspension_days",
        "demerit_months",
        "demerit_pay_share",
    ):
        value = at(f"discipline.cases.{name}", day=TODAY)
        assert value.confidence == "B" and "HOUSE" in value.cites, name

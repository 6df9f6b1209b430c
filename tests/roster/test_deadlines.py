"""Worked calendars: what falls due in the files, on which day, and what puts it right."""

from datetime import date, timedelta

import pytest

from core import deadlines
from organisation.models import DispatchAgreement, Person
from regulations import packs
from roster.models import Auxiliary, Contract, Document, Injury, Leaving, Qualification, WorkCard
from roster.rules.pension_age import reached_on
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
FAR = date(2099, 1, 1)


@pytest.fixture
def cast():
    return Cast()


def due(source, day=TODAY, until=None):
    """Label → due day of the cases the source gives."""
    found = deadlines.source(source)
    until = until or day + timedelta(days=max(found.stages))
    rows = list(found.find(day, until))
    assert all(row.due_on <= until for row in rows)
    assert len({(row.subject, row.due_on) for row in rows}) == len(rows)
    return {row.label: row.due_on for row in rows}


def test_a_contract_is_given_from_ninety_days_before_until_it_is_ended(cast):
    auxiliary = cast.auxiliary(papers=False)
    contract = cast.contract(auxiliary, number="HT-1", ends_on=TODAY + timedelta(days=90))
    label = "林晓 · HT-1"
    assert due("contract_end", TODAY - timedelta(days=1)) == {}
    assert due("contract_end") == {label: contract.ends_on}
    assert due("contract_end", contract.ends_on + timedelta(days=400)) == {label: contract.ends_on}
    contract.ended_on, contract.end_ground = contract.ends_on, "expired"
    contract.save()
    assert due("contract_end", FAR) == {}


def test_a_contract_that_runs_on_by_statute_is_due_at_the_end_of_the_extension(cast):
    contract = cast.contract(cast.auxiliary(papers=False), number="HT-1", ends_on=TODAY)
    contract.statutory_extension_until = TODAY + timedelta(days=60)
    contract.extension_ground = "medical_period"
    contract.save()
    assert set(due("contract_end").values()) == {TODAY + timedelta(days=60)}


def test_those_who_left_have_no_contract_falling_due(cast):
    cast.contract(cast.auxiliary(papers=False, status="left", left_on=TODAY), ends_on=TODAY)
    assert due("contract_end") == {}


def test_the_ladder_before_the_end_of_a_contract_is_the_products(cast):
    assert deadlines.source("contract_end").stages == (90, 60, 30, 15, 7, 1, -1, -30)


def test_probation_is_given_until_two_months_after_its_end(cast):
    auxiliary = cast.auxiliary(papers=False, hired_on=date(2026, 10, 1))
    cast.contract(auxiliary, number="HT-1", ends_on=date(2029, 9, 30), probation_until=date(2026, 11, 30))
    assert due("probation_end", date(2026, 11, 14)) == {}
    assert due("probation_end", date(2026, 11, 15)) == {"林晓 · HT-1": date(2026, 11, 30)}
    assert due("probation_end", date(2027, 1, 29)) == {"林晓 · HT-1": date(2026, 11, 30)}
    assert due("probation_end", date(2027, 1, 30)) == {}


@pytest.mark.parametrize(
    ("hired", "last_day"),
    [
        (date(2025, 3, 1), date(2025, 3, 31)),  # worked case CT-07: double pay from 1 April
        (date(2026, 1, 31), date(2026, 2, 27)),
        (date(2026, 12, 15), date(2027, 1, 14)),
    ],
)
def test_a_written_contract_is_due_the_day_before_double_pay(cast, hired, last_day):
    auxiliary = cast.auxiliary(papers=False, hired_on=hired)
    assert due("contract_written", hired) == due("contract_written", hired, until=last_day - timedelta(days=1)) == {}
    assert due("contract_written", last_day) == {"林晓": last_day}
    contract = cast.contract(auxiliary, number="HT-1", signed_on=None)
    assert due("contract_written", last_day) == {"林晓 · HT-1": last_day}
    contract.signed_on = last_day
    contract.save()
    assert due("contract_written", FAR) == {}


def test_an_open_ended_right_comes_with_the_second_fixed_term_or_ten_years(cast):
    second = cast.auxiliary("二次", papers=False)
    cast.contract(second, number="HT-2", sequence=2, ends_on=TODAY + timedelta(days=60))
    old = cast.auxiliary("十年", papers=False, hired_on=date(2016, 12, 1))
    cast.contract(old, starts_on=date(2024, 1, 1), ends_on=date(2029, 12, 31))
    first = cast.auxiliary("首次", papers=False)
    cast.contract(first, sequence=1, ends_on=TODAY + timedelta(days=10))
    sent = cast.auxiliary("派遣", papers=False)
    cast.contract(sent, sequence=2, ends_on=TODAY, employer=cast.employer(kind="firm"), agreement=cast.agreement())
    assert due("open_ended_right") == {"二次 · HT-2": TODAY + timedelta(days=60), "十年": date(2026, 12, 1)}
    Contract.objects.filter(auxiliary=old).update(kind="open_ended", ends_on=None)
    assert set(due("open_ended_right")) == {"二次 · HT-2"}


def test_a_card_is_given_until_it_is_taken_back(cast):
    auxiliary = cast.auxiliary(papers=False)
    card = WorkCard.objects.create(
        auxiliary=auxiliary, number="GZ1", valid_from=TODAY, valid_until=TODAY + timedelta(days=60)
    )
    assert due("work_card") == {"林晓 · GZ1": card.valid_until}
    assert due("work_card", TODAY - timedelta(days=1)) == {}
    card.returned_on = TODAY
    card.save()
    assert due("work_card") == {}


def test_a_certificate_is_put_right_by_a_later_one_of_the_same_name(cast):
    auxiliary = cast.auxiliary(papers=False)
    same = {"auxiliary": auxiliary, "kind": "certificate", "subject": "driving_licence"}
    Qualification.objects.create(**same, name="C1", obtained_on=TODAY, valid_until=TODAY + timedelta(days=5))
    Qualification.objects.create(**same, name="B2", obtained_on=TODAY, valid_until=FAR)
    assert due("certificate") == {"林晓 · C1": TODAY + timedelta(days=5)}
    Qualification.objects.create(**same, name="C1", obtained_on=TODAY, valid_until=None)
    assert due("certificate") == {}


def test_training_is_due_when_the_last_runs_out_or_at_once_when_there_was_none(cast):
    cast.auxiliary("从未", papers=False, hired_on=TODAY)
    trained = cast.auxiliary("已训", papers=False)
    assert due("training") == {"从未": TODAY, "已训": trained.hired_on}
    passed = {"auxiliary": trained, "kind": "training", "subject": "annual", "name": "年度培训"}
    Qualification.objects.create(**passed, obtained_on=date(2025, 12, 1), valid_until=None)
    assert due("training") == {"从未": TODAY, "已训": date(2026, 12, 1)}
    Qualification.objects.create(**passed, obtained_on=TODAY, valid_until=FAR)
    assert due("training") == {"从未": TODAY}


def test_a_document_is_put_right_by_a_later_one_or_by_being_withdrawn(cast):
    auxiliary = cast.auxiliary(papers=False)

    def paper(title, expires_on, **more):
        values = {
            "auxiliary": auxiliary,
            "kind": "identity",
            "title": title,
            "size": 1,
            "uploaded_at": "2026-01-01T00:00Z",
        }
        return Document.objects.create(**values, expires_on=expires_on, **more)

    paper("身份证", TODAY)
    paper("复印件", TODAY, withdrawn_on=TODAY)
    paper("无期限", None)
    assert due("document") == {"林晓": TODAY}
    paper("身份证", FAR)
    assert due("document") == {}


def test_an_injury_is_reported_within_thirty_days(cast):
    injury = Injury.objects.create(auxiliary=cast.auxiliary(papers=False), happened_on=TODAY, what="扭伤")
    assert due("injury_report", TODAY) == {}
    assert due("injury_report", TODAY + timedelta(days=15)) == {"林晓": TODAY + timedelta(days=30)}
    injury.reported_on = TODAY
    injury.save()
    assert due("injury_report", FAR) == {}


def test_file_and_insurance_are_passed_on_within_fifteen_days_both(cast):
    auxiliary = cast.auxiliary(papers=False, status="left", left_on=TODAY)
    leaving = Leaving.objects.create(auxiliary=auxiliary, last_day=TODAY, ground="resigned")
    assert due("leaving_transfer", TODAY + timedelta(days=5)) == {"林晓": TODAY + timedelta(days=15)}
    leaving.files_transferred_on = TODAY
    leaving.save()
    assert due("leaving_transfer", FAR) == {"林晓": TODAY + timedelta(days=15)}
    leaving.insurance_transferred_on = TODAY
    leaving.save()
    assert due("leaving_transfer", FAR) == {}


def test_a_medical_is_due_a_year_after_the_last_or_after_hiring(cast):
    cast.auxiliary("体检过", papers=False, medical_on=date(2025, 12, 1))
    cast.auxiliary("未体检", papers=False, hired_on=date(2025, 11, 30))
    cast.auxiliary("刚体检", papers=False, medical_on=TODAY)
    assert due("medical") == {"体检过": date(2026, 12, 1), "未体检": date(2026, 11, 30)}


REFORM = {"age_years": 60, "raised_to_years": 63, "born_step_months": 4}
REFORM_50 = {"age_years": 50, "raised_to_years": 55, "born_step_months": 2}


@pytest.mark.parametrize(
    ("born", "row", "reached"),
    [
        (date(1965, 1, 15), REFORM, date(2025, 2, 15)),
        (date(1965, 4, 15), REFORM, date(2025, 5, 15)),
        (date(1965, 5, 15), REFORM, date(2025, 7, 15)),
        (date(1976, 9, 1), REFORM, date(2039, 9, 1)),
        (date(1990, 1, 1), REFORM, date(2053, 1, 1)),
        (date(1975, 1, 15), REFORM_50, date(2025, 2, 15)),
        (date(1975, 3, 15), REFORM_50, date(2025, 5, 15)),
        (date(1984, 11, 1), REFORM_50, date(2039, 11, 1)),
    ],
)
def test_the_pension_age_rises_month_by_month(born, row, reached):
    assert reached_on(born, row, date(2025, 1, 1)) == reached


def test_pensions_are_asked_for_by_sex_and_birth(cast):
    people = [("男前", "M", date(1964, 12, 1)), ("男后", "M", date(1966, 8, 1)), ("女", "F", date(1976, 1, 1))]
    for name, sex, born in [*people, ("青", "F", date(1990, 1, 1))]:
        person = Person.objects.create(name=name, sex=sex, born_on=born)
        Auxiliary.objects.create(
            person=person, unit=cast["north"], category="clerical", hired_on=date(2000, 1, 1), quota_year=2026
        )
    assert due("pension") == {"男前": date(2024, 12, 1), "男后": date(2027, 1, 1), "女": date(2026, 8, 1)}


def test_an_agreement_is_put_right_by_the_next_one_and_forgotten_when_nothing_stands_on_it(cast):
    old = cast.agreement(number="A-1", ends_on=TODAY)
    label = "firm of first · A-1"
    assert due("agreement_end") == {label: TODAY}
    assert due("agreement_end", TODAY + timedelta(days=61)) == {}
    cast.contract(cast.auxiliary(papers=False), employer=old.employer, agreement=old)
    assert due("agreement_end", TODAY + timedelta(days=61)) == {label: TODAY}
    DispatchAgreement.objects.create(
        employer=old.employer, unit=old.unit, number="A-2", starts_on=TODAY + timedelta(days=1), ends_on=FAR
    )
    assert due("agreement_end") == {}


@pytest.mark.parametrize("source", [source.code for source in deadlines.sources()])
def test_every_source_takes_a_fixed_number_of_queries(cast, source, django_assert_max_num_queries):
    for number in range(8):
        cast.auxiliary(f"辅警{number}")
    found = deadlines.source(source)
    with django_assert_max_num_queries(4):
        list(found.find(TODAY, FAR))


def test_every_source_cites_texts_that_exist_and_says_what_to_do():
    for source in deadlines.sources():
        assert all(packs.cite(text).title_en for text in source.cites)
        assert str(source.title)
        assert str(source.advice)

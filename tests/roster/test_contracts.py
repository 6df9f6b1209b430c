"""Labour contracts: probation, dispatch, renewal, running on by statute, and the grounds on which one ends."""

from datetime import date
from decimal import Decimal

import pytest

from core.errors import BadInput, NotNow, Refused
from core.models import AuditEntry
from roster.models import Contract
from roster.services import (
    Terms,
    end_contract,
    extend_by_statute,
    note_signature,
    renew_contract,
    restrict,
    sign_contract,
)
from tests.cast import TODAY, Cast

START = date(2026, 1, 1)


def terms(cast: Cast, **more) -> Terms:
    values = {"kind": "fixed", "starts_on": START, "ends_on": date(2028, 12, 31), "monthly_wage": Decimal("3500")}
    return Terms(employer=more.pop("employer", None) or cast.employer(), **{**values, **more})


def sign(cast: Cast, **more) -> Contract:
    auxiliary = cast.auxiliary("签约", papers=False, hired_on=START)
    return sign_contract(auxiliary=auxiliary, terms=terms(cast, **more), by=cast.user("hr"))


def codes(refused) -> list[str]:
    return [finding.code for finding in refused.value.findings]


@pytest.mark.parametrize(
    ("kind", "ends_on", "last_lawful", "first_unlawful"),
    [
        ("fixed", date(2026, 3, 31), date(2026, 1, 31), date(2026, 2, 1)),  # exactly three months: one month
        ("fixed", date(2026, 12, 30), date(2026, 1, 31), date(2026, 2, 1)),  # a day short of a year: still one
        ("fixed", date(2026, 12, 31), date(2026, 2, 28), date(2026, 3, 1)),  # exactly a year: two
        ("fixed", date(2028, 12, 30), date(2026, 2, 28), date(2026, 3, 1)),  # a day short of three years
        ("fixed", date(2028, 12, 31), date(2026, 6, 30), date(2026, 7, 1)),  # exactly three years: six
        ("open_ended", None, date(2026, 6, 30), date(2026, 7, 1)),
    ],
)
def test_probation_by_the_length_of_the_term(cast, kind, ends_on, last_lawful, first_unlawful):
    assert sign(cast, kind=kind, ends_on=ends_on, probation_until=last_lawful).pk
    with pytest.raises(Refused) as refused:
        sign(cast, kind=kind, ends_on=ends_on, probation_until=first_unlawful)
    assert codes(refused) == ["RO-11"]
    assert refused.value.findings[0].cites[0]["cites"] == "LCL 19"


@pytest.mark.parametrize(("kind", "ends_on"), [("fixed", date(2026, 3, 30)), ("task", None)])
def test_no_probation_under_three_months_or_for_a_task(cast, kind, ends_on):
    with pytest.raises(Refused) as refused:
        sign(cast, kind=kind, ends_on=ends_on, probation_until=START)
    assert codes(refused) == ["RO-11"]


def test_the_same_employer_agrees_probation_only_once(cast):
    first = sign(cast, probation_until=date(2026, 3, 31))
    again = terms(cast, starts_on=date(2029, 1, 1), ends_on=date(2031, 12, 31), probation_until=date(2029, 3, 31))
    with pytest.raises(Refused) as refused:
        renew_contract(contract=first, terms=again, by=cast.user("hr"))
    assert codes(refused) == ["RO-12"]
    first.refresh_from_db()
    assert first.ended_on is None


@pytest.mark.parametrize(("ends_on", "lawful"), [(date(2027, 12, 31), True), (date(2027, 12, 30), False)])
def test_a_dispatch_firm_signs_for_two_years_or_more(cast, ends_on, lawful):
    agreement = cast.agreement()
    given = {"employer": agreement.employer, "agreement": agreement, "ends_on": ends_on}
    if lawful:
        assert sign(cast, **given).agreement == agreement
        return
    with pytest.raises(Refused) as refused:
        sign(cast, **given)
    assert codes(refused) == ["RO-13"]


def test_dispatch_needs_an_agreement_in_force_with_this_firm_and_a_valid_licence(cast):
    firm = cast.employer(kind="firm")
    with pytest.raises(Refused) as refused:
        sign(cast, employer=firm)
    assert codes(refused) == ["RO-14"]
    over = cast.agreement(ends_on=date(2025, 12, 31))
    firm.licence_until = date(2025, 12, 31)
    firm.save()
    with pytest.raises(Refused) as refused:
        sign(cast, employer=firm, agreement=over)
    assert codes(refused) == ["RO-14", "RO-15"]


def test_a_contract_of_long_ago_is_entered_though_its_rules_did_not_count_yet(cast):
    assert sign(cast, starts_on=date(2006, 1, 1), probation_until=date(2006, 3, 31)).pk


def test_one_open_contract_and_no_overlap(cast):
    first = sign(cast)
    with pytest.raises(NotNow):
        sign_contract(auxiliary=first.auxiliary, terms=terms(cast, starts_on=date(2027, 1, 1)), by=cast.user("hr"))


def test_renewal_closes_the_old_one_and_counts_the_fixed_terms(cast):
    first = sign(cast, ends_on=date(2026, 12, 31))
    follow = terms(cast, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    second = renew_contract(contract=first, terms=follow, by=cast.user("hr"), version=first.version)
    first.refresh_from_db()
    assert (first.ended_on, first.end_ground) == (date(2026, 12, 31), "renewed")
    assert (second.previous, second.sequence) == (first, 2)
    with pytest.raises(NotNow):
        renew_contract(contract=first, terms=follow, by=cast.user("hr"))


def test_after_two_fixed_terms_the_next_is_open_ended_unless_the_person_asks(cast):
    first = sign(cast, ends_on=date(2026, 12, 31))
    follow = terms(cast, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    second = renew_contract(contract=first, terms=follow, by=cast.user("hr"))
    third = {"starts_on": date(2028, 1, 1), "ends_on": date(2028, 12, 31)}
    with pytest.raises(Refused) as refused:
        renew_contract(contract=second, terms=terms(cast, **third), by=cast.user("hr"))
    assert codes(refused) == ["RO-16"]
    asked = renew_contract(contract=second, terms=terms(cast, **third, asked_for_fixed=True), by=cast.user("hr"))
    assert asked.sequence == 3


def test_the_next_contract_begins_after_the_last(cast):
    first = sign(cast, ends_on=date(2026, 12, 31))
    with pytest.raises(BadInput) as bad:
        renew_contract(contract=first, terms=terms(cast, starts_on=date(2026, 12, 31)), by=cast.user("hr"))
    assert "starts_on" in bad.value.errors


def test_a_stale_page_does_not_overwrite(cast):
    contract = sign(cast)
    note_signature(contract=contract, signed_on=START, by=cast.user("hr"), version=1)
    with pytest.raises(NotNow):
        end_contract(contract=contract, ended_on=TODAY, ground="agreed", by=cast.user("hr"), version=1)


@pytest.mark.parametrize("ground", ["agreed", "resigned", "serious_breach", "crime"])
def test_a_ground_of_the_statute_ends_the_contract(cast, ground):
    contract = end_contract(contract=sign(cast), ended_on=TODAY, ground=ground, by=cast.user("hr"), reason="查实")
    contract.refresh_from_db()
    assert (contract.last_day, contract.end_ground) == (TODAY, ground)
    assert contract.end_reason == "查实"  # sealed with the contract, not told in the trail
    assert AuditEntry.objects.get(action="contract.ended").reason == ""


@pytest.mark.parametrize("ground", ["local_rule", "appraisal_failed", "renewed", ""])
def test_a_local_ground_alone_does_not_end_a_contract(cast, ground):
    with pytest.raises(Refused) as refused:
        end_contract(contract=sign(cast), ended_on=TODAY, ground=ground, by=cast.user("hr"))
    assert codes(refused) == ["RO-21"]
    assert refused.value.findings[0].cites[0]["cites"] == "LCR 13"


def test_probation_failed_only_inside_the_probation(cast):
    contract = sign(cast, probation_until=date(2026, 3, 31))
    with pytest.raises(Refused) as refused:
        end_contract(contract=contract, ended_on=date(2026, 4, 1), ground="probation_failed", by=cast.user("hr"))
    assert codes(refused) == ["RO-23"]
    assert end_contract(
        contract=contract, ended_on=date(2026, 3, 31), ground="probation_failed", by=cast.user("hr")
    ).ended_on


def test_a_contract_expires_on_its_last_day_not_before(cast):
    contract = sign(cast, ends_on=date(2026, 11, 10))
    with pytest.raises(Refused) as refused:
        end_contract(contract=contract, ended_on=date(2026, 11, 9), ground="expired", by=cast.user("hr"))
    assert codes(refused) == ["RO-24"]
    assert end_contract(contract=contract, ended_on=date(2026, 11, 10), ground="expired", by=cast.user("hr")).pk


@pytest.mark.parametrize("ground", ["expired", "unfit", "layoff"])
def test_whoever_is_pregnant_is_protected(cast, ground):
    contract = sign(cast, ends_on=date(2026, 11, 10))
    restrict(
        auxiliary=contract.auxiliary, kind="pregnancy", reason="孕期", starts_on=date(2026, 6, 1), by=cast.user("hr"), on=TODAY
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        end_contract(contract=contract, ended_on=TODAY, ground=ground, by=cast.user("hr"))
    assert codes(refused) == ["RO-22"]
    assert end_contract(contract=contract, ended_on=TODAY, ground="serious_breach", by=cast.user("hr")).pk


def test_a_term_runs_on_by_statute_and_is_then_protected(cast):
    contract = sign(cast, ends_on=date(2026, 11, 10))
    until = date(2027, 3, 31)
    extended = extend_by_statute(contract=contract, until=until, ground="medical_period", by=cast.user("hr"), on=TODAY)
    extended.refresh_from_db()
    assert extended.last_day == until
    with pytest.raises(Refused) as refused:
        end_contract(contract=extended, ended_on=date(2027, 3, 30), ground="layoff", by=cast.user("hr"))
    assert codes(refused) == ["RO-22"]


@pytest.mark.parametrize(
    ("ground", "until", "code"),
    [("kindness", date(2027, 1, 1), "RO-25"), ("near_pension", date(2026, 12, 31), "RO-26")],
)
def test_no_other_extension_is_known_to_the_statute(cast, ground, until, code):
    contract = sign(cast, ends_on=date(2026, 12, 31))
    with pytest.raises(Refused) as refused:
        extend_by_statute(contract=contract, until=until, ground=ground, by=cast.user("hr"), on=TODAY)
    assert codes(refused) == [code]

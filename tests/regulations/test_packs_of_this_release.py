"""The packs that ship: every duty answers everywhere, places inherit, conflicts are seen."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from regulations import packs
from regulations.packs import NATION, PackError, Staffing

DAY = date(2026, 11, 21)
PLACES = """CN CN-110000 CN-310000 CN-330000 CN-330100 CN-330200 CN-340000 CN-410000 CN-440000 CN-440300 CN-440500
CN-440600 CN-450000 CN-510000 CN-510100 CN-511900 CN-620000 CN-620100""".split()


def test_there_is_a_pack_for_every_jurisdiction_of_the_catalogue() -> None:
    assert sorted(packs.load().codes()) == sorted(PLACES)


def test_the_catalogue_has_120_duties_in_eleven_groups() -> None:
    assert len(packs.duties()) == 120
    assert {duty.group for duty in packs.duties()} == {group.code for group in packs.groups()}
    assert len(packs.groups()) == 11


@pytest.mark.parametrize("pack", PLACES)
def test_every_duty_answers_in_every_pack_with_a_citation(pack: str) -> None:
    for duty in packs.duties():
        row = packs.verdict(duty.code, day=DAY, pack=pack)
        assert [packs.cite(text).title_zh for text in row.cites]
        assert bool(row.staffing) == (row.verdict == packs.REQUIRES_POLICE_LEAD)


def test_shenzhen_stands_under_guangdong_and_the_nation() -> None:
    assert packs.load().chain("CN-440300") == ("CN-440300", "CN-440000", "CN")
    assert packs.load().chain("CN-330200") == ("CN-330200", "CN-330000", "CN")


@pytest.mark.parametrize(
    ("code", "pack", "expected"),
    [
        ("continued-questioning", "CN-440300", True),
        ("continued-questioning", "CN-440000", False),
        ("continued-questioning", NATION, False),
        ("traffic-notice-fill", "CN-510000", True),
        ("traffic-notice-fill", "CN-620000", False),
        ("use-restraint-devices", "CN-450000", True),
        ("use-restraint-devices", "CN-440500", True),
        ("use-restraint-devices", "CN-440300", True),
        ("use-restraint-devices", "CN-330100", False),
        ("carry-baton", "CN-440300", True),
        ("admin-evidence-collect", "CN-440300", True),
        ("public-security-check-assist", "CN-440300", True),  # one officer where the nation wants two
        ("large-event-order", "CN-440300", False),  # marked, but the place asks the same
        ("capture-assist", "CN-440300", False),  # looser, but not marked
        ("record-transcript", "CN-440600", False),  # marked, but the place is silent
    ],
)
def test_a_duty_is_contested_where_it_is_marked_and_the_place_is_looser(code: str, pack: str, expected: bool) -> None:
    assert packs.contested_for(code, pack, DAY) is expected


def test_a_place_row_counts_from_the_day_its_instrument_is_in_force() -> None:
    first = date(2021, 3, 1)
    before = packs.verdict("traffic-notice-fill", day=first - timedelta(days=1), pack="CN-510000")
    assert (before.pack, before.verdict) == (NATION, packs.REQUIRES_POLICE_LEAD)
    on = packs.verdict("traffic-notice-fill", day=first, pack="CN-510000")
    assert (on.pack, on.verdict, on.staffing) == ("CN-510000", packs.PERMITTED, ())
    assert packs.strict("traffic-notice-fill", day=first) == packs.verdict("traffic-notice-fill", day=first)


def test_a_place_that_states_no_conditions_inherits_them() -> None:
    row = packs.verdict("protective-restraint", day=DAY, pack="CN-440300")
    assert row.staffing == (Staffing(1, 0),)
    assert dict(row.conditions) == {"handcuffs_forbidden": True}


def test_place_conditions_replace_the_national_ones() -> None:
    row = packs.verdict("escort-suspect-assist", day=DAY, pack="CN-450000")
    assert dict(row.conditions) == {"recording_required": True}
    assert dict(packs.verdict("patrol-street", day=DAY, pack="CN-440300").conditions) == {"min_aux_without_police": 2}


def test_nothing_is_said_before_the_first_national_day() -> None:
    with pytest.raises(PackError) as caught:
        packs.verdict("patrol-street", day=date(2016, 11, 28))
    assert (caught.value.key, caught.value.day, caught.value.pack) == ("patrol-street", date(2016, 11, 28), NATION)


def test_values_are_exact_dated_and_local() -> None:
    assert packs.at("roster.contract.probation_pay_min_share", day=DAY).value == Decimal("0.80")
    assert packs.at("roster.entry.age_min_years", day=DAY, pack="CN-440300").value == 20
    assert packs.at("roster.entry.age_min_years", day=DAY, pack="CN-440500").value == 18
    assert packs.at("roster.contract.expiry_notice_days", day=DAY, pack="CN-330200").value == 30
    assert packs.at("roster.contract.expiry_notice_days", day=DAY, pack="CN-510000").value == 0


def test_working_on_after_expiry_counts_from_september_2025() -> None:
    assert packs.at("roster.contract.stay_after_expiry_months", day=date(2025, 9, 1)).value == 1
    with pytest.raises(PackError, match="2025-08-31"):
        packs.at("roster.contract.stay_after_expiry_months", day=date(2025, 8, 31))


def test_the_pension_age_turns_on_the_first_of_january_2025() -> None:
    assert packs.at("roster.pension.men", day=date(2024, 12, 31)).value["raised_to_years"] == 60
    assert packs.at("roster.pension.men", day=date(2025, 1, 1)).value["raised_to_years"] == 63
    assert packs.at("roster.pension.women_50", day=DAY).value["born_step_months"] == 2


def test_the_residents_standard_is_a_lead_only_and_house_defaults_say_so() -> None:
    standard = packs.at("roster.quota.auxiliaries_per_10000_residents", day=DAY)
    assert (standard.value, standard.confidence, standard.to_be_confirmed) == (15, "C", True)
    assert packs.at("duties.rest.hours_between_duties", day=DAY).is_house_default


def test_an_unknown_pack_is_named_with_those_that_are_known() -> None:
    with pytest.raises(PackError, match="CN-999999.*known: CN, CN-110000, CN-310000"):
        packs.verdict("patrol-street", day=DAY, pack="CN-999999")


def test_silence_is_an_error_only_when_no_ancestor_speaks() -> None:
    assert packs.at("roster.leaving.transfer_days", day=DAY, pack="CN-440300").pack == NATION
    with pytest.raises(PackError, match="no_such_value"):
        packs.at("roster.contract.no_such_value", day=DAY, pack="CN-440300")


def test_a_citation_has_both_titles_and_a_link_to_its_article() -> None:
    citation = packs.cite("HA 15(2)")
    assert (citation.key, citation.article, citation.label) == ("HA", "15(2)", "HA 15(2)")
    assert citation.title_zh == "河南省警务辅助人员条例"
    assert citation.url == "/law/instruments/HA/#art-15-2"


def test_the_version_of_a_place_names_release_and_fingerprint() -> None:
    version, _, fingerprint = packs.pack_version("CN-440300").partition("+")
    assert version == "2026.11"
    assert len(fingerprint) == 12
    assert packs.pack_version("CN-440300") != packs.pack_version("CN")


def test_no_page_shows_a_bare_code() -> None:
    from regulations import words

    packs_read = packs.load()
    rows = [row for files in packs_read.files.values() for some in files.values.values() for row in some]
    codes = {code for row in rows if row.unit == "codes" and row.value for code in row.value}
    codes = {code for code in codes if code.isascii()}  # grades and other Chinese names are no codes
    assert codes <= words.CODES.keys()
    conditions = [
        row.conditions or {} for files in packs_read.files.values() for some in files.verdicts.values() for row in some
    ]
    assert {
        table["certificate_required"] for table in conditions if "certificate_required" in table
    } <= words.CERTIFICATES.keys()
    assert {source.kind for source in packs_read.sources.values()} <= words.KINDS.keys()

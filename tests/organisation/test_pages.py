"""Pages of units, officers, employers: what they show, to whom, and what they refuse."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from core.models import AuditEntry
from organisation.models import DispatchAgreement, Employer, Officer, Unit, UnitJurisdiction
from tests.cast import Cast, identity, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def hr(cast: Cast) -> Client:
    return sign_in(Client(), cast.user("hr"))


def test_the_tree_shows_only_units_in_sight_with_their_depth(cast, hr):
    rows = hr.get("/units/").context["rows"]
    assert [(depth, unit.code) for depth, unit in rows] == [(0, "first"), (1, "north"), (1, "south")]


def test_the_tree_takes_a_fixed_number_of_queries(cast, hr, django_assert_max_num_queries):
    for number in range(40):
        cast.officer(f"警官{number}")
    with django_assert_max_num_queries(12):
        hr.get("/units/")


def test_the_page_of_a_unit_takes_few_queries_however_many_serve_there(cast, hr, django_assert_max_num_queries):
    for number in range(40):
        cast.officer(f"警官{number}")
    with django_assert_max_num_queries(20):
        hr.get(f"/units/{cast['north'].pk}/")


def test_a_unit_tells_whose_rules_count_and_where_they_were_set(cast, hr):
    page = hr.get(f"/units/{cast['north'].pk}/")
    assert page.context["place"].unit == cast["first"]
    typed = {"pack": "CN-440300", "since": "2026-11-01", "reason": "moved to Shenzhen"}
    assert hr.post(f"/units/{cast['north'].pk}/place/", typed).status_code == 302
    row = UnitJurisdiction.objects.get(unit=cast["north"])
    assert (row.pack, row.since, row.set_by) == ("CN-440300", date(2026, 11, 1), cast.user("hr").person)
    assert "深圳" in hr.get(f"/units/{cast['north'].pk}/").content.decode()


@pytest.mark.parametrize("typed", [{"pack": "XX-999999"}, {"pack": ""}, {"since": "2026-02-30"}, {"reason": ""}])
def test_a_place_that_no_law_knows_or_an_impossible_day_is_refused(cast, hr, typed):
    whole = {"pack": "CN-440300", "since": "2026-11-01", "reason": "moved", **typed}
    answer = hr.post(f"/units/{cast['north'].pk}/place/", whole)
    assert answer.status_code == 422 and answer.context["form"].errors[next(iter(typed))]
    assert not UnitJurisdiction.objects.filter(unit=cast["north"]).exists()


def test_two_places_from_the_same_day_are_refused_in_a_sentence(cast, hr):
    typed = {"pack": "CN-440300", "since": "2026-11-01", "reason": "moved"}
    hr.post(f"/units/{cast['north'].pk}/place/", typed)
    answer = hr.post(f"/units/{cast['north'].pk}/place/", {**typed, "pack": "CN-510000"})
    assert answer.status_code == 422
    assert UnitJurisdiction.objects.filter(unit=cast["north"]).count() == 1


def test_a_unit_is_opened_changed_and_closed(cast, hr):
    typed = {"code": "east", "name": "东街派出所", "level": "station", "starts_on": "2026-01-01"}
    answer = hr.post(f"/units/{cast['first'].pk}/open/", typed)
    east = Unit.objects.get(code="east")
    assert answer["Location"] == f"/units/{east.pk}/" and east.path.startswith(cast["first"].path)
    hr.post(f"/units/{east.pk}/change/", {"name": "东街派出所", "level": "station", "residents": "42000", "version": 1})
    hr.post(f"/units/{east.pk}/close/", {"ends_on": "2026-11-30", "reason": "merged"})
    east.refresh_from_db()
    assert (east.residents, east.ends_on) == (42000, date(2026, 11, 30))
    kinds = AuditEntry.objects.filter(object_id=str(east.pk), object_type="organisation.Unit").values_list("action")
    assert {kind for (kind,) in kinds} == {"unit.opened", "unit.changed", "unit.closed"}


@pytest.mark.parametrize(
    ("unit", "typed", "said"),
    [
        ("first", {"ends_on": "2026-11-30", "reason": "x"}, "__all__"),  # units below are open
        ("north", {"ends_on": "2000-01-01", "reason": "x"}, "__all__"),  # before it opened
        ("north", {"ends_on": "soon", "reason": "x"}, "ends_on"),
    ],
)
def test_a_unit_is_not_closed_against_the_rules(cast, hr, unit, typed, said):
    answer = hr.post(f"/units/{cast[unit].pk}/close/", typed)
    assert answer.status_code == 422 and answer.context["form"].errors[said]
    assert Unit.objects.get(pk=cast[unit].pk).ends_on is None


def officer_typed(cast: Cast, **more) -> dict:
    whole = {"name": "白晓明", "police_number": "041234", "unit": cast["north"].pk, "status": "serving"}
    return {**whole, "starts_on": "2020-01-01", **more}


def test_an_officer_is_entered_with_the_identity_number_encrypted_and_masked(cast, hr):
    number = identity(born=date(1985, 3, 2))
    assert hr.post("/officers/enter/", officer_typed(cast, identity_number=number)).status_code == 302
    person = Officer.objects.get().person
    assert (person.born_on, person.identity_masked) == (date(1985, 3, 2), f"999999********{number[-4:]}")
    entry = AuditEntry.objects.get(action="person.added")
    assert number not in str(entry.after)


def test_an_auxiliary_who_becomes_an_officer_stays_one_person(cast, hr):
    auxiliary = cast.auxiliary("林晓")
    number = auxiliary.person.identity_number
    wrong = hr.post("/officers/enter/", officer_typed(cast, identity_number=number))
    assert wrong.status_code == 422 and wrong.context["form"].errors["identity_number"]
    hr.post("/officers/enter/", officer_typed(cast, name="林晓", identity_number=number))
    assert Officer.objects.get().person == auxiliary.person


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"identity_number": "110101199001011234"}, "identity_number"),
        ({"police_number": "000001"}, "police_number"),
        ({"name": " "}, "name"),
        ({"name": '=HYPERLINK("x")'}, "name"),
        ({"starts_on": "2020-13-01"}, "starts_on"),
    ],
)
def test_a_wrong_officer_is_refused_beside_the_field(cast, hr, typed, field):
    cast.officer("赵青", police_number="000001")
    answer = hr.post("/officers/enter/", officer_typed(cast, **typed))
    assert answer.status_code == 422 and answer.context["form"].errors[field]
    assert Officer.objects.count() == 1


def test_an_officer_cannot_be_moved_to_a_unit_out_of_sight(cast, hr):
    officer = cast.officer("白晓明")
    typed = {"unit": cast["west"].pk, "rank": "", "status": "serving"}
    assert hr.post(f"/officers/{officer.pk}/", typed).status_code == 422
    officer.refresh_from_db()
    assert officer.unit == cast["north"]


def test_officers_of_one_bureau_are_not_found_from_the_other(cast):
    cast.officer("白晓明")
    theirs = sign_in(Client(), cast.user("supervisor2"))
    assert list(theirs.get("/officers/", {"search": "bxm"}).context["page"]) == []
    assert theirs.get("/search/", {"q": "bxm"}).context["found"] == []


def test_a_firm_and_its_agreement_are_entered_and_a_second_one_in_the_same_days_refused(cast, hr):
    typed = {"kind": "firm", "name": "某劳务派遣公司", "unit": cast["first"].pk}
    hr.post("/employers/add/", typed)
    firm = Employer.objects.get(name="某劳务派遣公司")
    days = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    agreement = {"employer": firm.pk, "unit": cast["first"].pk, "number": "派遣-1", **days}
    assert hr.post("/agreements/sign/", agreement).status_code == 302
    second = hr.post("/agreements/sign/", {**agreement, "number": "派遣-2", "starts_on": "2026-06-01"})
    assert second.status_code == 422
    assert DispatchAgreement.objects.count() == 1
    assert "派遣-1" in hr.get("/employers/").content.decode()


def test_days_that_end_before_they_begin_get_a_sentence(cast, hr):
    firm = cast.employer(kind="firm")
    typed = {"employer": firm.pk, "unit": cast["first"].pk, "number": "派遣-1"}
    answer = hr.post("/agreements/sign/", {**typed, "starts_on": "2026-12-31", "ends_on": "2026-01-01"})
    assert answer.status_code == 422
    assert "早于" in str(answer.context["form"].errors)

"""Who is in which insurance, and who lacks what."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.errors import BadInput, NotNow
from core.models import AuditEntry
from payroll import selectors, services
from payroll.models import Enrolment
from roster.models import Auxiliary
from tests.cast import TODAY, sign_in

pytestmark = pytest.mark.django_db
SOCIAL = ("pension", "medical", "unemployment", "injury", "maternity")
HIRED = date(2024, 1, 1)


def opening(**more):
    return services.Opening(**{"place": "Chengdu", "starts_on": HIRED, "registered_on": HIRED, **more})


def enrol(auxiliary, by, kinds=SOCIAL, **more):
    return services.enrol(auxiliary=auxiliary, kinds=kinds, opening=opening(**more), by=by)


def lacking(what):
    return set(selectors.lacking(Auxiliary.objects.all(), what, TODAY).values_list("person__name", flat=True))


def test_gaps_are_told_apart(cast):
    hr = cast.user("hr")
    enrol(cast.auxiliary("all five and the fund"), hr, [*SOCIAL, "housing_fund"])
    enrol(cast.auxiliary("no maternity"), hr, SOCIAL[:4])
    enrol(cast.auxiliary("only the fund"), hr, ["housing_fund"])
    cast.auxiliary("nothing")
    assert lacking("social") == {"no maternity", "only the fund", "nothing"}
    assert lacking("all") == {"only the fund", "nothing"}
    assert lacking("housing_fund") == {"no maternity", "nothing"}
    assert lacking("maternity") == {"no maternity", "only the fund", "nothing"}
    assert lacking("accident") == {"all five and the fund", "no maternity", "only the fund", "nothing"}


def test_an_insurance_counts_on_its_days_only(cast):
    auxiliary = cast.auxiliary()
    (row,) = enrol(auxiliary, cast.user("hr"), ["pension"])
    services.end_enrolment(enrolment=row, ends_on=TODAY, why="other", by=cast.user("hr"))
    assert lacking("pension") == set()
    later = selectors.lacking(Auxiliary.objects.all(), "pension", date(2026, 11, 17))
    assert list(later) == [auxiliary]
    with pytest.raises(NotNow):
        services.end_enrolment(enrolment=row, ends_on=TODAY, why="other", by=cast.user("hr"))


def test_all_of_the_kinds_are_entered_or_none(cast):
    auxiliary, hr = cast.auxiliary(), cast.user("hr")
    enrol(auxiliary, hr, ["injury"])
    with pytest.raises(ValidationError, match="already has this insurance"):
        enrol(auxiliary, hr, ["pension", "injury"])
    assert Enrolment.objects.count() == 1
    assert AuditEntry.objects.filter(action="enrolment.opened").count() == 1


def test_the_database_refuses_the_same_insurance_twice(cast):
    auxiliary = cast.auxiliary()
    (row,) = enrol(auxiliary, cast.user("hr"), ["pension"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(
            auxiliary=auxiliary, kind="pension", place="elsewhere", starts_on=TODAY, registered_on=TODAY
        )
    Enrolment.objects.create(auxiliary=auxiliary, kind="medical", place="x", starts_on=TODAY, registered_on=TODAY)


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2026, 11, 17)])
def test_no_insurance_begins_outside_the_service(cast, day):
    auxiliary = cast.auxiliary(status="left", left_on=TODAY)
    with pytest.raises(BadInput):
        enrol(auxiliary, cast.user("hr"), ["pension"], starts_on=day)


def test_the_overview_shows_my_units_and_what_is_missing(client, cast):
    enrol(cast.auxiliary("all five"), cast.user("hr"))
    cast.auxiliary("nothing")
    cast.auxiliary("elsewhere", unit="west")
    page = sign_in(client, cast.user("hr")).get("/payroll/").content.decode()
    assert "all five" in page
    assert "no insurance at all" in page
    assert "elsewhere" not in page
    assert "all five" not in client.get("/payroll/?lacks=all").content.decode()
    assert "nothing" in client.get("/payroll/?lacks=all&unit=north").content.decode()
    assert "nothing" not in client.get("/payroll/?unit=south").content.decode()


def test_entering_on_the_page(client, cast):
    auxiliary = cast.auxiliary()
    sign_in(client, cast.user("pay-clerk"))
    address = f"/payroll/people/{auxiliary.pk}/enrol/"
    typed = {
        "kinds": ["pension", "medical"],
        "place": "Chengdu",
        "starts_on": "2024-01-01",
        "registered_on": "2024-01-20",
    }
    too_early = client.post(address, typed | {"starts_on": "2020-01-01"})
    assert too_early.status_code == 422
    assert "before the day of hiring" in too_early.content.decode()
    assert client.post(address, typed | {"base": "4500.00"}).status_code == 302
    assert client.post(address, typed).status_code == 422
    page = client.get(f"/payroll/people/{auxiliary.pk}/").content.decode()
    assert "4,500.00" in page
    row = Enrolment.objects.get(kind="pension")
    assert (
        client.post(f"/payroll/enrolments/{row.pk}/end/", {"ends_on": "2026-11-16", "why": "moved"}).status_code == 302
    )
    row.refresh_from_db()
    assert (row.ends_on, row.ended_why) == (TODAY, "moved")


def test_another_bureau_gets_404_and_readers_cannot_write(client, cast):
    auxiliary = cast.auxiliary()
    (row,) = enrol(auxiliary, cast.user("hr"), ["pension"])
    addresses = [
        f"/payroll/people/{auxiliary.pk}/", f"/payroll/people/{auxiliary.pk}/enrol/", f"/payroll/enrolments/{row.pk}/end/"
    ]  # fmt: skip
    sign_in(client, cast.user("hr2"))
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    sign_in(client, cast.user("pay-approver"))
    assert [client.get(address).status_code for address in addresses] == [200, 403, 403]


def test_an_auxiliary_reads_their_own_insurance_without_buttons(client, cast):
    me = cast.user("auxiliary")
    enrol(me.person.auxiliary, cast.user("hr"), ["pension"])
    page = sign_in(client, me).get("/me/file/").content.decode()
    assert "Pension insurance" in page
    assert "/payroll/" not in page.replace("/payroll/calculators/", "")


def test_the_api_lists_enters_and_ends(client, cast):
    auxiliary = cast.auxiliary()
    body = {"auxiliary": auxiliary.pk, "kinds": ["pension", "injury"], "place": "Chengdu", "starts_on": "2024-01-01",
            "registered_on": "2024-01-10", "base": "4500.00"}  # fmt: skip
    sign_in(client, cast.user("hr"))
    key = {"Idempotency-Key": "one"}
    made = client.post("/api/v1/enrolments/", body, "application/json", headers=key)
    assert made.status_code == 201
    assert client.post("/api/v1/enrolments/", body, "application/json", headers=key).json() == made.json()
    assert client.post("/api/v1/enrolments/", body, "application/json").status_code == 400
    rows = client.get("/api/v1/enrolments/?kind=injury&on=2026-11-16&unit=north").json()["results"]
    assert [(row["kind"], row["base"]) for row in rows] == [("injury", "4500.00")]
    end = f"/api/v1/enrolments/{rows[0]['id']}/end/"
    assert client.post(end, {"ends_on": "2026-11-16", "why": "left"}, "application/json").json()["ended_why"] == "left"
    assert client.post(end, {"ends_on": "2026-11-16", "why": "left"}, "application/json").status_code == 409
    assert client.get("/api/v1/enrolments/?on=tomorrow").status_code == 400
    sign_in(client, cast.user("hr2"))
    assert client.get("/api/v1/enrolments/").json()["results"] == []
    assert client.post("/api/v1/enrolments/", body, "application/json").status_code == 404


@pytest.mark.parametrize("address", ["/payroll/", "/payroll/?lacks=social", "/payroll/policies/"])
def test_lists_take_at_most_twelve_queries(client, cast, address, django_assert_max_num_queries):
    hr = cast.user("hr")
    for number in range(60):
        auxiliary = cast.auxiliary(f"person {number}", papers=False)
        if number % 2:
            enrol(auxiliary, hr, ["pension"])
    sign_in(client, hr).get(address)
    with django_assert_max_num_queries(12):
        client.get(address + ("&" if "?" in address else "?") + "size=200")

"""Every refused request leaves exactly one entry, whatever was taken back; and without a trail nothing is done."""

import pytest
from django.db import connections, transaction
from django.urls import path
from rest_framework.views import APIView

from core import clock
from core.audit import record
from core.errors import BadInput, Finding, NotNow, Refused
from core.models import AuditEntry, Heartbeat
from tests.cast import Cast, sign_in


def not_now(request):
    with transaction.atomic():
        Heartbeat.objects.create(name="half-done", at=clock.now())
        record("thing.changed", by=request.user)
        raise NotNow("Decided meanwhile.")


def with_its_own(request):
    with transaction.atomic():
        record("thing.refused", by=request.user, success=False)
    raise Refused([Finding("HA", {"en": "no"})])


def bad_input(request):
    raise BadInput({"day": "wrong"})


class ByApi(APIView):
    def post(self, request):
        return not_now(request)


urlpatterns = [
    path("not-now/", not_now),
    path("with-its-own/", with_its_own),
    path("bad-input/", bad_input),
    path("api/v1/not-now/", ByApi.as_view()),
]


def refused():
    return list(AuditEntry.objects.filter(success=False).values_list("action", "after__status", "actor_id"))


@pytest.fixture
def world(db):
    return Cast()


def with_these_urls(settings):
    from auxpolice import urls

    ours = {"urlpatterns": [*urlpatterns, *urls.urlpatterns]}
    settings.ROOT_URLCONF = type("urls", (), {**ours, "handler403": urls.handler403, "handler404": urls.handler404})


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/accounts/", 403),
        ("get", "/roster/999999999/", 404),
        ("get", "/api/v1/auxiliaries/999999999/", 404),
        ("post", "/api/v1/postings/", 403),
    ],
)
def test_no_right_and_not_ones_own_leave_one_entry(client, world, method, address, status):
    who = world.user("hr") if status == 404 else world.user("legal")
    before = len(refused())
    answer = getattr(sign_in(client, who), method)(address)
    assert answer.status_code == status
    assert refused()[before:] == [("request.refused", status, who.pk)]
    entry = AuditEntry.objects.latest("pk")
    assert (entry.request_id, entry.unit_path) == (answer["X-Request-ID"], world["first"].path)


@pytest.mark.parametrize("address", ["/not-now/", "/api/v1/not-now/"])
def test_what_was_taken_back_leaves_the_attempt_and_nothing_of_the_change(client, world, settings, address):
    with_these_urls(settings)
    user = world.user("hr")
    answer = sign_in(client, user).post(address)
    assert answer.status_code == 409
    assert refused() == [("request.refused", 409, user.pk)]
    assert not AuditEntry.objects.filter(action="thing.changed").exists()
    assert not Heartbeat.objects.filter(name="half-done").exists()


def test_a_refusal_the_service_recorded_itself_is_not_recorded_twice(client, world, settings):
    with_these_urls(settings)
    assert sign_in(client, world.user("hr")).post("/with-its-own/").status_code == 409
    assert [action for action, *_ in refused()] == ["thing.refused"]


def test_typing_mistakes_strangers_and_addresses_that_do_not_exist_are_no_refusals(client, world, settings):
    with_these_urls(settings)
    client.get("/roster/1/")
    client.get("/no/such/page/")
    sign_in(client, world.user("hr")).get("/no/such/page/")
    client.get("/roster/")
    assert client.post("/bad-input/").status_code == 400
    assert refused() == []


def test_a_wrong_password_leaves_one_entry_without_the_name_typed(client, world):
    client.post("/sign-in/", {"username": "my-secret-password", "password": "wrong-password-2026"})
    found = AuditEntry.objects.filter(success=False)
    assert [entry.action for entry in found] == ["sign_in.refused"]
    assert "my-secret-password" not in str([*found.values()])
    assert found[0].actor_name == "anonymous"


@pytest.fixture
def closed_trail(fresh_db):
    owner = connections["owner"]

    def change(word):
        with owner.cursor() as cursor:
            cursor.execute(f"SET ROLE auxpolice_audit; {word}; RESET ROLE")
        owner.close()

    return change


@pytest.mark.parametrize(
    "closing",
    [
        "REVOKE INSERT ON core_auditentry FROM auxpolice_app",
        "CREATE OR REPLACE FUNCTION core_audit_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
        " $$ BEGIN RAISE EXCEPTION 'no'; END $$",
    ],
)
@pytest.mark.parametrize("entrance", ["page", "api"])
def test_without_a_trail_the_act_is_refused_and_nothing_is_written(assure, client, closed_trail, entrance, closing):
    cast = Cast()
    hr, person = cast.user("hr"), cast.auxiliary("林晓")
    sign_in(client, hr)
    body = {"phone": "13900001111", "reason": "called"}
    before = AuditEntry.objects.count(), phone(person)
    closed_trail(closing)
    client.raise_request_exception = False
    answer = change(client, person, body, entrance)
    told = answer.content.decode()
    untouched = (AuditEntry.objects.count(), phone(person)) == before
    said = answer.status_code in {422, 503} and ("审计" in told or "audit trail" in told)
    assure(
        "R-47",
        f"{entrance}: answered {answer.status_code}, {'nothing' if untouched else 'something'} written",
        ok=untouched and said,
    )


def phone(auxiliary):
    auxiliary.person.refresh_from_db()
    return auxiliary.person.phone


def change(client, person, body, entrance):
    if entrance == "api":
        return client.patch(f"/api/v1/auxiliaries/{person.pk}/", body, content_type="application/json")
    form = client.get(f"/roster/{person.pk}/edit/").context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return client.post(f"/roster/{person.pk}/edit/", {**values, **body})

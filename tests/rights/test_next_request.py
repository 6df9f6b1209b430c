"""A change of rights takes effect on the next request, whoever makes it and however it is asked for (R-07)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts import scope, services
from accounts.models import Role
from core import clock
from core.errors import DomainError
from exports import services as exporting
from roster.models import Auxiliary
from tests.accounts import factor
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def cheap_hashes(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class Stage:
    """HR of the first bureau with an open session, a token, and a file of the station North."""

    def __init__(self) -> None:
        self.cast = Cast(today=clock.today())
        self.auxiliary = self.cast.auxiliary("林晓", unit="north")
        self.user = self.cast.user("hr")
        self.role: Role = self.user.roles.get()
        self.by = self.cast.user("secadmin")
        self.client = sign_in(Client(), self.user)
        token, row = services.make_token(user=self.user)
        row.proved_at = clock.now()
        row.save(update_fields=["proved_at"])
        self.api = Client(headers={"authorization": f"Token {token}"})

    def asks(self) -> Iterator[tuple[str, Callable[[], int]]]:
        """Ways of asking for what lies in the scope: page, list, live fragment, API, search, export."""
        pk, listed = self.auxiliary.pk, f"/roster/?unit={self.cast['north'].code}"
        yield "page", lambda: self.client.get(f"/roster/{pk}/").status_code
        yield "list", lambda: self._shows(self.client.get(listed))
        yield "htmx", lambda: self._shows(self.client.get(listed, headers={"hx-request": "true"}))
        yield "search", lambda: self._shows(self.client.get("/search/?q=lx"))
        yield "api object", lambda: self.api.get(f"/api/v1/auxiliaries/{pk}/").status_code
        yield "api list", lambda: self._shows(self.api.get("/api/v1/auxiliaries/"))
        yield "api by session", lambda: self._shows(self.client.get("/api/v1/auxiliaries/"))
        yield "form", lambda: self.client.get(f"/roster/{pk}/edit/").status_code

    @staticmethod
    def _shows(answer) -> int:
        """200 with the person in it counts as seen; without, as an empty answer."""
        return 204 if answer.status_code == 200 and "林晓" not in answer.content.decode() else answer.status_code


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def ended_by_service(stage: Stage) -> None:
    day = clock.today() - YESTERDAY
    services.end_role(role=stage.role, ends_on=day, by=stage.by, today=clock.today(), reason="离岗")


def ended_by_statement(stage: Stage) -> None:
    sql("UPDATE accounts_role SET ends_on = %s WHERE id = %s", clock.today() - YESTERDAY, stage.role.pk)


def moved_by_statement(stage: Stage) -> None:
    sql("UPDATE accounts_role SET unit_id = %s WHERE id = %s", stage.cast["second"].pk, stage.role.pk)


def handed_to_another(stage: Stage) -> None:
    other = stage.cast.user("supervisor2").pk
    sql("UPDATE accounts_role SET user_id = %s WHERE id = %s", other, stage.role.pk)


def lowered_by_statement(stage: Stage) -> None:
    sql("""UPDATE accounts_role SET "group" = 'legal' WHERE id = %s""", stage.role.pk)


def rows_deleted(stage: Stage) -> None:
    sql("DELETE FROM accounts_unituserpermission WHERE user_id = %s", stage.user.pk)


def moved_by_service(stage: Stage) -> None:
    ended_by_service(stage)
    unit, today = stage.cast["second"], clock.today()
    services.grant_role(user=stage.user, group="hr", unit=unit, starts_on=today, by=stage.by, today=today)


def disabled(stage: Stage) -> None:
    services.disable_user(user=stage.user, by=stage.by, reason="离岗")


def disabled_by_statement(stage: Stage) -> None:
    sql("UPDATE accounts_user SET is_active = false WHERE id = %s", stage.user.pk)


def password_and_factor_reset(stage: Stage) -> None:
    services.reset_factors(user=stage.user, by=stage.by, reason="手机丢失")


def person_transferred(stage: Stage) -> None:
    Auxiliary.objects.filter(pk=stage.auxiliary.pk).update(unit=stage.cast["west"])
    stage.auxiliary.postings.update(unit=stage.cast["west"])


def unit_moved(stage: Stage) -> None:
    """The station now stands under the other bureau."""
    north, second = stage.cast["north"], stage.cast["second"]
    sql(
        "UPDATE organisation_unit SET parent_id = %s, path = %s WHERE id = %s",
        second.pk, f"{second.path}{north.pk}.", north.pk,
    )  # fmt: skip


CHANGES = [
    ended_by_service, ended_by_statement, moved_by_service, moved_by_statement, handed_to_another, lowered_by_statement,
    rows_deleted, disabled, disabled_by_statement, password_and_factor_reset, person_transferred, unit_moved,
]  # fmt: skip
ONLY_LONG = {moved_by_statement, lowered_by_statement, disabled_by_statement, handed_to_another}
SHARED = [pytest.param(change, marks=[pytest.mark.long] * (change in ONLY_LONG)) for change in CHANGES]


@pytest.mark.parametrize("change", SHARED, ids=lambda change: change.__name__)
def test_the_next_request_of_every_kind_is_refused(change: Callable[[Stage], None], assure):
    stage = Stage()
    asks = dict(stage.asks())
    before = {name: ask() for name, ask in asks.items()}
    assert set(before.values()) == {200}, before
    change(stage)
    late = {name: code for name, ask in asks.items() if (code := ask()) == 200}
    assure("R-07", f"{change.__name__}: {len(late)} of {len(asks)} kinds of request still answered", ok=not late)


def test_a_kept_answer_would_be_found(monkeypatch):
    """The control: rights kept from one request to the next are red."""
    stage, kept = Stage(), {}
    real = scope.rights
    monkeypatch.setattr(scope, "rights", lambda user: kept.setdefault(user.pk, real(user)))
    asks = dict(stage.asks())
    assert {ask() for ask in asks.values()} == {200}
    ended_by_service(stage)
    assert any(ask() == 200 for ask in asks.values())


def test_a_role_given_counts_from_the_next_request():
    stage = Stage()
    theirs = sign_in(Client(), stage.cast.user("hr2"))
    assert theirs.get(f"/roster/{stage.auxiliary.pk}/").status_code == 404
    today = clock.today()
    services.grant_role(
        user=stage.cast.user("hr2"), group="hr", unit=stage.cast["north"], starts_on=today, by=stage.by, today=today
    )
    assert theirs.get(f"/roster/{stage.auxiliary.pk}/").status_code == 200


EXPORT_CHANGES = [ended_by_service, ended_by_statement, rows_deleted, disabled_by_statement, unit_moved]


@pytest.mark.parametrize("moment", ["being made", "ready"])
@pytest.mark.parametrize("change", EXPORT_CHANGES, ids=lambda change: change.__name__)
def test_an_export_on_its_way_gives_nothing_any_more(change: Callable[[Stage], None], moment: str, assure):
    stage = Stage()
    filters = {"unit": "north", "columns": ["name"]}
    export = exporting.request_export(
        kind="roster", filters=filters, format="csv", purpose="年度核对", by=stage.user, on=clock.today()
    )
    if moment == "ready":
        export = exporting.make_export(export=export)
        assert export.status == "ready"
    change(stage)
    if moment == "being made":
        export = exporting.make_export(export=export)
    given = _given(stage, export)
    assure("R-07", f"{change.__name__}: export {moment} gives {int(given)} files", ok=not given)


def _given(stage: Stage, export) -> bool:
    try:
        answer = stage.client.post(f"/exports/{export.pk}/download/")
    except DomainError:
        return False
    body = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code == 200 and "林晓".encode() in body


@pytest.mark.parametrize("change", [disabled, disabled_by_statement, password_and_factor_reset])
def test_a_half_finished_sign_in_leads_nowhere(change: Callable[[Stage], None]):
    stage = Stage()
    user = factor.with_app(factor.with_password(stage.user))
    theirs = Client()
    theirs.post("/sign-in/", {"username": user.username, "password": factor.PASSWORD})
    assert theirs.get("/roster/")["Location"].startswith("/sign-in/second/")
    change(stage)
    theirs.post("/sign-in/second/", {"code": factor.code()})
    assert theirs.get("/roster/")["Location"].startswith("/sign-in/?")

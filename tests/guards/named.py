"""Guards that no address shows by themselves, each under its own name: the group that asks, and what it gets.

As in test_scopes.py: somebody of the empty bureau must get nothing, somebody of the same group over the city something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import Client

from accounts import selectors, services
from accounts.models import User
from core.actors import SYSTEM
from core.audit import record
from core.errors import BadInput, NotNow
from core.perms import Perms
from core.registries import HappeningSource, WrongSource
from duties import desk, telling
from duties import services as duties
from duties.life import Status
from duties.models import Assignment
from duties.selectors.recent import recent_requests
from roster import house, sections
from roster.api.contracts import terms_from
from roster.exporting import filed
from roster.models import Auxiliary, ImportRun, Quota
from roster.selectors import history, wrongs
from roster.views import acting, files, people
from tests.cast import TODAY, sign_in

if TYPE_CHECKING:
    from tests.guards.test_scopes import Place

Read = Callable[["Place", User], Any]


def done(act: Callable[[], Any]) -> bool:
    """Was it let through?"""
    try:
        with transaction.atomic():
            act()
    except (BadInput, NotNow, PermissionDenied, Http404):
        return False
    return True


def sealed(place: Place, by: User) -> Any:
    return services.make_sealed_code(holder=place.cast.person("封存"), unit=place.cast["north"], by=by)


def envelopes(place: Place, user: User) -> Any:
    sealed(place, place.cast.user("secadmin"))
    return list(selectors.envelopes(user))


def roles_on_the_page(place: Place, user: User) -> Any:
    """Of somebody who also holds one in the bureau of whoever looks."""
    account = User.objects.get(username="temporary")
    page = sign_in(Client(), user).get(f"/accounts/{account.pk}/")
    return {role.unit.code for role in page.context["roles"]} - {"third"}


def moved(place: Place, user: User) -> User:
    """The requester of North, as if working where the user works: what was asked for before is theirs."""
    user.person = place.cast.user("requester").person
    return user


def stopped(place: Place, user: User) -> Any:
    if not Assignment.objects.filter(status=Status.STOPPED).exists():
        duties.stop(assignment=place.objects["approved"], reason="暴雨", by=place.cast.user("supervisor"))
    return desk.stopped(user, TODAY)


def duties_before_a_move(place: Place, user: User) -> Any:
    """The person serves in the empty bureau now; the duty belonged to the bureau before."""
    person = place.objects["approved"].members.first().auxiliary
    if not Quota.objects.filter(unit=place.third).exists():
        place.cast.quota("third")
    Auxiliary.objects.filter(pk=person.pk).update(unit=place.third)
    return list(telling.duties(person, user, TODAY))


def asks_where_only_seen(place: Place, user: User) -> bool:
    """Whoever may look everywhere asks for work only where that is a right."""
    from tests.guards.test_scopes import asked

    if not user.may(Perms.VIEW_UNITS, place.cast["city"]):
        place.role(user, "supervisor", "city")
    return done(lambda: asked(place, User.objects.get(pk=user.pk), unit_id=place.cast["north"].pk) or refuse())


def refuse() -> None:
    raise NotNow("")


def wrong_of_another_room(place: Place, user: User) -> bool:
    source = WrongSource("x", lambda *_: ["wrong"], Perms.VIEW_AUXILIARIES)  # type: ignore[list-item,return-value]
    with mock.patch.object(wrongs, "wrongs", SimpleNamespace(all=lambda: [source])):
        return "wrong" in wrongs.found(place.auxiliary, user, TODAY)


def happening_of_another_room(place: Place, user: User) -> Any:
    source = HappeningSource("x", lambda *_: ["it"], Perms.VIEW_AUXILIARIES)  # type: ignore[list-item,return-value]
    with mock.patch.object(history, "happenings", SimpleNamespace(all=lambda: [source])):
        return list(history._of_other_rooms(place.auxiliary, user, TODAY))


def why_it_ended(place: Place, user: User) -> Any:
    leaver = place.objects["leaver"]
    return [one.note for one in history._contracts(leaver, user) if one.note]


def why_somebody_left(place: Place, user: User) -> Any:
    day = place.objects["leaving"].last_day
    return [one.note for one in history._service(place.objects["leaver"], user) if one.on == day and one.note]


def why_it_was_entered(place: Place, user: User) -> Any:
    record("auxiliary.changed", place.auxiliary, by=SYSTEM, reason="腰伤复查")
    return [one.note for one in history._entries(place.auxiliary, user, history.ENTRY) if one.note]


def import_of_mine(place: Place, user: User) -> Any:
    ImportRun.objects.filter(pk=place.objects["import_run"].pk).update(by=user)
    return house.imports_card(user, TODAY)


def row_of_a_file(place: Place, user: User) -> bool:
    contract = place.auxiliary.contracts.get()
    request: Any = SimpleNamespace(user=user)
    return done(lambda: acting._row(request, place.auxiliary, "contracts", contract.pk))


def chip_of_a_post(place: Place, user: User) -> bool:
    (chip,) = people._chips(user, {"post": str(place.objects["post"].pk)}, [], [])
    return chip.value == place.objects["post"].title


def terms(place: Place, user: User, **named: int) -> bool:
    """What else a contract needs, all of the own bureau."""
    near = {"employer": place.cast.employer(unit="third").pk, "kind": "fixed", "starts_on": TODAY, "monthly_wage": 1}
    return done(lambda: terms_from(user, {**near, **named}))


def contract_by_api(place: Place, user: User) -> bool:
    body = {"auxiliary": place.auxiliary.pk, "employer": place.cast.employer(unit="third").pk, "kind": "fixed"}
    body |= {"starts_on": "2031-01-01", "ends_on": "2032-12-31", "signed_on": "2031-01-01", "monthly_wage": "3500.00"}
    answer = sign_in(Client(), user).post("/api/v1/contracts/", body, content_type="application/json")
    return "auxiliary" not in answer.json().get("errors", {})


NAMED: Final[Mapping[str, tuple[str, Read]]] = {
    "accounts/selectors.py:envelopes": ("secadmin", envelopes),
    "accounts/selectors.py:may_decide": ("secadmin", lambda p, u: selectors.may_decide(u, p.objects["emergency"])),
    "accounts/selectors.py:may_review": ("auditor", lambda p, u: selectors.may_review(u, p.objects["emergency_over"])),
    "accounts/services/break_glass.py:make_sealed_code": ("secadmin", lambda p, u: done(lambda: sealed(p, u))),
    "accounts/services/break_glass.py:end_break_glass": (
        "secadmin",
        lambda p, u: done(lambda: services.end_break_glass(emergency=p.objects["emergency_running"], by=u)),
    ),
    "accounts/services/break_glass.py:review_break_glass": (
        "auditor",
        lambda p, u: done(
            lambda: services.review_break_glass(emergency=p.objects["emergency_over"], by=u, review="确有必要")
        ),
    ),
    "accounts/views/administration.py:_page": ("secadmin", roles_on_the_page),
    "duties/desk.py:stopped": ("supervisor", stopped),
    "duties/selectors/recent.py:recent_requests": ("requester", lambda p, u: recent_requests(moved(p, u))),
    "duties/services/drafting.py:_unit": ("requester", asks_where_only_seen),
    "duties/telling.py:duties": ("supervisor", duties_before_a_move),
    "roster/api/contracts.py:Contracts.post": ("hr", contract_by_api),
    "roster/api/contracts.py:terms_from (employer)": (
        "hr", lambda p, u: terms(p, u, employer=p.objects["employer"].pk),
    ),
    "roster/api/contracts.py:terms_from (agreement)": (
        "hr", lambda p, u: terms(p, u, agreement=p.objects["agreement"].pk),
    ),
    "roster/exporting/filed.py:data": ("hr", lambda p, u: filed.data([], {"unit": "north"}, TODAY, by=u)["organ"]),
    "roster/house.py:imports_card": ("hr", import_of_mine),
    "roster/sections.py:acts.offered": (
        "hr", lambda p, u: sections.acts(("x", "grade"))(p.auxiliary, u, TODAY),
    ),
    "roster/sections.py:_papers": ("hr", lambda p, u: sections._papers(p.auxiliary, u)),
    "roster/sections.py:document_acts": ("hr", lambda p, u: sections.document_acts(p.auxiliary, u, TODAY)),
    "roster/selectors/history.py:_contracts": ("hr", why_it_ended),
    "roster/selectors/history.py:_entries": ("hr", why_it_was_entered),
    "roster/selectors/history.py:_of_other_rooms": ("hr", happening_of_another_room),
    "roster/selectors/history.py:_service": ("hr", why_somebody_left),
    "roster/selectors/wrongs.py:found": ("hr", wrong_of_another_room),
    "roster/views/acting.py:_row": ("hr", row_of_a_file),
    "roster/views/files.py:_rights": ("hr", lambda p, u: any(files._rights(u, p.auxiliary).values())),
    "roster/views/people.py:_chips": ("hr", chip_of_a_post),
}  # fmt: skip

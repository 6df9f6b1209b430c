"""Reads that no address shows by themselves: cards of the desk, choices of forms, search, exports, services (R-05).

Each is asked by somebody of a bureau in which nothing happened, who must get nothing, and as the control by somebody of
the same group over the whole city, who gets something. Addresses are the business of tests/permissions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts import house as accounts_house
from accounts import services as accounts
from accounts.models import User
from accounts.selectors import accounts as list_accounts
from core import clock
from core.actors import SYSTEM
from core.errors import BadInput
from core.registries import navigation
from duties import desk
from duties import exporting as sheets
from duties import house as duties_house
from duties import services as duties
from duties.forms.checking import CheckForm
from duties.forms.requesting import RequestForm
from duties.models import Assignment
from duties.proposal import Proposal
from duties.selectors import assignments, listing
from duties.services.locking import ready_for
from evidence import house as evidence_house
from evidence.selectors import units_of
from organisation.services import open_unit
from roster import house, sections
from roster.exporting import kinds
from roster.exporting.filed import NumbersForm
from roster.exporting.forms import ColumnsForm
from roster.forms.contracts import ContractFields
from roster.forms.fields import PostField, UnitField
from roster.forms.standing import RelationshipForm
from roster.models import SavedView
from roster.selectors import figures, lists
from roster.services import saved
from tests.cast import LONG_AGO, TODAY, Cast, sign_in
from tests.guards.named import NAMED, moved
from tests.permissions.stages import stage

SOON = TODAY + timedelta(days=10)


class Place:
    """The world of the permission table with a third bureau, empty but for those who look out from it."""

    def __init__(self, cast: Cast, objects: dict[str, Any]) -> None:
        self.cast, self.objects = cast, objects
        city = self.cast["city"]
        self.third = open_unit(
            code="third", name="third unit", level="county", parent=city, starts_on=LONG_AGO, by=SYSTEM
        )
        self.cast.units["third"] = self.third
        self.auxiliary = self.objects["auxiliary"]
        temporary = self.newcomer("temporary", "requester", "north")
        self.role(temporary, "hr", "third", SOON)
        self.role(temporary, "hr", "south", SOON)

    def newcomer(self, name: str, group: str, unit: str) -> User:
        user = User.objects.create_user(name, None, person=self.cast.person(name))
        self.role(user, group, unit)
        return user

    def role(self, user: User, group: str, unit: str, until: Any = None) -> None:
        held = {"group": group, "unit": self.cast[unit], "starts_on": LONG_AGO, "ends_on": until}
        accounts.grant_role(user=user, by=SYSTEM, today=self.cast.today, **held)

    def observer(self, group: str, unit: str) -> User:
        name = f"{group}-of-{unit}"
        return User.objects.filter(username=name).first() or self.newcomer(name, group, unit)


@pytest.fixture(scope="module")
def place(django_db_setup: None, django_db_blocker) -> Iterator[Place]:
    with django_db_blocker.unblock(), stage() as (cast, objects):
        yield Place(cast, objects)


@pytest.fixture(autouse=True)
def undone(place: Place) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def card(made: Any) -> Any:
    return made and made["count"]


def badge(name: str, user: User) -> Any:
    (item,) = [item for item in navigation.all() if item.key == name]
    return item.badge(user) if item.badge else None


def offered(form: Any, *names: str) -> list[Any]:
    return [row for name in names for row in form.fields[name].queryset]


def related(place: Place, user: User, number: str) -> bool:
    data = {"name": "林父", "kind": "parent", "number": number, "starts_on": "2026-01-01"}
    return "number" not in RelationshipForm(data, user=user).errors


def asked(place: Place, user: User, **changes: Any) -> bool:
    """Could this user ask for work there?"""
    start = clock.now() + timedelta(days=90)
    own = Proposal(unit_id=place.third.pk, text="巡逻", place="x", starts_at=start, ends_at=start + timedelta(hours=2))
    try:
        with transaction.atomic():
            duties.save_draft(content=replace(own, **changes), by=user)
    except BadInput:
        return False
    return True


def out(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    during = Assignment.objects.get(pk=place.objects["approved"].pk).starts_at + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: during)


Read = Callable[[Place, User], Any]
NORTH = {"unit": "north"}
READS: dict[str, tuple[str, Read]] = {
    "accounts": ("secadmin", lambda p, u: list(list_accounts(u, words="inspector"))),
    "roles of an account seen": (
        "secadmin",
        lambda p, u: {role.unit.code for row in list_accounts(u, words="temporary") for role in row.held} - {"third"},
    ),
    "roles that end": (
        "secadmin", lambda p, u: {role.unit.code for role in accounts_house.roles_that_end(u, TODAY)["rows"]} - {"third"},
    ),
    "accounts not used": (
        "secadmin",
        lambda p, u: {row.username for row in accounts_house.accounts_without_password(u, TODAY)["rows"]}
        - {row.username for row in User.objects.filter(roles__unit=p.third)},
    ),
    "open alarms": ("auditor", lambda p, u: card(evidence_house.open_alarms(u, TODAY))),
    "badge of alarms": ("auditor", lambda p, u: badge("alarms", u)),
    "units of the trail": ("auditor", lambda p, u: [unit for unit in units_of(u) if unit.code == "north"]),
    "badge of approvals": ("supervisor", lambda p, u: duties_house.approvals_waiting(u)),
    "badge of rulings": ("legal", lambda p, u: duties_house.rulings_waiting(u)),
    "approvals": ("supervisor", lambda p, u: list(assignments.approval_queue(u))),
    "rulings": ("legal", lambda p, u: list(assignments.ruling_queue(u))),
    "refused attempts": ("inspector", lambda p, u: list(assignments.refused_attempts(u))),
    "attempts by filters": ("inspector", lambda p, u: list(listing.attempts(u, {}))),
    "card of attempts": ("inspector", lambda p, u: card(duties_house.new_attempts(u, TODAY))),
    "out now": ("supervisor", lambda p, u: card(duties_house.out_now(u, TODAY))),
    "assignments": ("supervisor", lambda p, u: list(listing.assignments(u, {}))),
    "one assignment": ("supervisor", lambda p, u: assignments.detail(u, p.objects["approved"].pk)),
    "sheet of a day": (
        "supervisor",
        lambda p, u: assignments.daily_sheet(u, p.cast["north"], p.objects["approved"].first_day),
    ),
    "assignments on a file": (
        "supervisor",
        lambda p, u: duties_house.on_file(p.objects["approved"].members.first().auxiliary, u, TODAY)["assignments"],
    ),
    "units to check for": (
        "requester", lambda p, u: [row for row in offered(CheckForm({}, user=u), "unit") if row.code == "north"],
    ),
    "units to ask for": (
        "requester",
        lambda p, u: [row for row in offered(RequestForm(user=u, unit=None), "unit") if row.code == "north"],
    ),
    "who may be ticked": (
        "requester",
        lambda p, u: offered(RequestForm(user=u, unit=p.cast["north"]), "auxiliaries", "leads"),
    ),
    "sheet to export": ("supervisor", lambda p, u: sheets._sheet(u, NORTH)),
    "people of a sheet": (
        "supervisor",
        lambda p, u: sheets.within(u, [m.auxiliary.person_id for m in p.objects["approved"].members.all()], {}),
    ),
    "work for a unit": ("requester", lambda p, u: asked(p, u, unit_id=p.cast["north"].pk)),
    "work of somebody": ("requester", lambda p, u: asked(p, u, unit_id=_own(u), auxiliaries=(p.auxiliary.pk,))),
    "work led by somebody": ("requester", lambda p, u: asked(p, u, unit_id=_own(u), leads=(p.objects["officer"].pk,))),
    "people by name": ("hr", lambda p, u: house.find_people(u, p.auxiliary.person.name, 9)),
    "people by number": ("hr", lambda p, u: house.find_by_number(u, p.auxiliary.person.identity_number)),
    "contracts that end": ("hr", lambda p, u: card(house.contracts_card(u, TODAY.replace(year=2029, month=12)))),
    "gaps": ("hr", lambda p, u: sum(lists.gap_counts(u, TODAY.replace(year=2030)).values())),
    "force of a unit": ("hr", lambda p, u: figures.forces([p.cast["north"]], u, TODAY)[0].total),
    "files": ("hr", lambda p, u: list(lists.auxiliaries(u, {}, TODAY))),
    "contracts": ("hr", lambda p, u: list(lists.contracts(u, {}, TODAY))),
    "contracts of a unit": ("hr", lambda p, u: lists.subtree_of_file(u, "north").children[0][0] != "pk__in"),
    "posts": ("hr", lambda p, u: list(lists.posts(u, {}, TODAY))),
    "quotas": ("hr", lambda p, u: list(lists.quotas(u, {}, TODAY.year))),
    "files to export": ("hr", lambda p, u: list(kinds.in_view(u, {}, TODAY))),
    "contracts to export": ("hr", lambda p, u: list(kinds.contracts_in_view(u, {}, TODAY))),
    "people in an export": ("hr", lambda p, u: kinds.within(u, [p.auxiliary.person_id], {})),
    "employers": ("hr", lambda p, u: offered(ContractFields(user=u), "employer")),
    "agreements": ("hr", lambda p, u: offered(ContractFields(user=u), "agreement")),
    "units of the roster": (
        "hr", lambda p, u: [row for row in UnitField(u, "edit_auxiliaries").units if row.code == "north"],
    ),
    "posts to choose": ("hr", lambda p, u: list(PostField(u, "edit_auxiliaries").queryset)),
    "a relative who is an officer": ("hr", lambda p, u: related(p, u, p.objects["officer"].police_number)),
    "a relative who is an auxiliary": ("hr", lambda p, u: related(p, u, p.auxiliary.badge_number)),
    "the account of a file": ("hr", lambda p, u: sections.person(p.auxiliary, u, TODAY)["opening"]),
}  # fmt: skip


def _own(user: User) -> int:
    return user.roles.get().unit_id


@pytest.mark.parametrize("name", [*READS, *NAMED])
def test_nothing_of_elsewhere_is_read(name: str, place: Place, monkeypatch: pytest.MonkeyPatch):
    group, read = NAMED.get(name) or READS[name]
    if name == "out now":
        out(place, monkeypatch)
    assert got(read, place, group, "city"), "the control sees nothing either"
    assert not got(read, place, group, "third")


def got(read: Read, place: Place, group: str, unit: str) -> Any:
    """What somebody of the group there gets; whatever that changed is undone."""
    with transaction.atomic():
        found = read(place, place.observer(group, unit))
        transaction.set_rollback(True)
    return found


def two_roles(place: Place, above: str, right: str) -> User:
    """Somebody who may look everywhere, and act only in the empty bureau."""
    user = place.newcomer(f"{above}-and-{right}", above, "city")
    place.role(user, right, "third")
    return user


def test_who_sees_contracts_everywhere_exports_only_where_that_is_a_right(place: Place):
    user = two_roles(place, "supervisor", "hr")
    assert list(lists.contracts(user, {}, TODAY)) and not list(kinds.contracts_in_view(user, {}, TODAY))


def test_who_sees_a_unit_asks_for_work_only_where_that_is_a_right(place: Place):
    user = two_roles(place, "supervisor", "requester")
    with pytest.raises(PermissionDenied):
        asked(place, user, unit_id=place.cast["north"].pk)


def test_nobody_approves_for_a_unit_elsewhere(place: Place):
    with pytest.raises(PermissionDenied):
        ready_for("approve", place.objects["pending"], place.observer("supervisor", "third"))
    ready_for("approve", place.objects["pending"], place.observer("supervisor", "city"))


def test_what_may_be_done_is_offered_only_where_it_may(place: Place):
    pending = place.objects["pending"]
    assert "approve" in assignments.acts_of(place.observer("supervisor", "city"), pending)
    assert "approve" not in assignments.acts_of(place.observer("supervisor", "third"), pending)


# Guards under their names, so that they are tried first: see tests/mutants/README.md.
LEADS = {
    "duties/querysets.py:AssignmentQuerySet.scope": lambda user: list(Assignment.objects.visible_to(user)),
    "duties/desk.py:leading": lambda user: desk.leading(user, TODAY),
    "duties/desk.py:mine_back": lambda user: desk.mine_back(user, TODAY),
    "duties/desk.py:mine_open": lambda user: desk.mine_open(user, TODAY),
}


@pytest.mark.parametrize("name", LEADS)
def test_who_asked_for_work_or_leads_it_sees_it_from_anywhere_but_only_with_the_right_to_see_work(
    name: str, place: Place, monkeypatch: pytest.MonkeyPatch
):
    out(place, monkeypatch)
    assert LEADS[name](moved(place, place.observer("supervisor", "third")))
    assert not LEADS[name](moved(place, place.observer("secadmin", "third")))


@pytest.mark.parametrize("name", ["accounts/views/break_glass.py:_page"])
def test_who_asked_for_emergency_rights_is_offered_neither_to_open_nor_to_look_through(name: str, place: Place):
    shown = {}
    for row, who in (
        ("emergency", place.objects["emergency"].user), ("emergency", place.observer("secadmin", "city")),
        ("emergency_over", place.objects["emergency_over"].user), ("emergency_over", place.observer("auditor", "city")),
    ):  # fmt: skip
        page = sign_in(Client(), who).get(f"/break-glass/{place.objects[row].pk}/").context
        shown[row, who.username] = (page["may_decide"], page["may_review"], page["acts"] is not None)
    assert list(shown.values()) == [
        (False, False, False), (True, False, False), (False, False, False), (False, True, True),
    ]  # fmt: skip


FORMS = {
    "roster/exporting/forms.py:ColumnsForm.__init__": ColumnsForm,
    "roster/exporting/filed.py:NumbersForm.__init__": NumbersForm,
}


@pytest.mark.parametrize("name", FORMS)
def test_numbers_in_full_are_offered_only_to_those_who_may_see_them(name: str, place: Place):
    offers = {group: "unmasked" in FORMS[name](user=place.observer(group, "city")).fields for group in ("hr", "higher")}
    assert offers == {"hr": True, "higher": False}


@pytest.mark.parametrize("name", ["roster/views/lists.py:contracts"])
def test_wages_are_shown_only_where_personal_data_may_be_read(name: str, place: Place):
    def shown(user: User) -> tuple[bool, bool]:
        page = sign_in(Client(), user).get(reverse("roster:contracts")).context
        return page["reading"], bool(page["wages"])

    assert shown(place.observer("hr", "city")) == (True, True)
    assert shown(place.observer("supervisor", "city")) == (False, False)
    assert shown(two_roles(place, "supervisor", "hr")) == (True, False)


@pytest.mark.parametrize("name", ["roster/services/saved.py"])
def test_views_of_others_are_neither_counted_nor_forgotten(name: str, place: Place):
    view, user = place.objects["saved_view"], place.observer("hr", "third")
    SavedView.objects.bulk_create(
        SavedView(user=view.user, page=view.page, name=f"{number}", made_at=clock.now()) for number in range(saved.MOST)
    )
    mine = saved.save_view(page=view.page, name="mine", asked={}, by=user)
    saved.forget_view(view=view, by=user)
    assert SavedView.objects.filter(pk=view.pk).exists()
    saved.forget_view(view=mine, by=user)
    assert not SavedView.objects.filter(pk=mine.pk).exists()

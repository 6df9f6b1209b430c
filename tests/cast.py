"""The cast of the tests: one city, two bureaus, three stations, and who works there. Plain makers with defaults.

`cast = Cast()` opens the units; everybody else comes on stage when first named: `cast.user("hr")`, `cast.officer("Bai")`,
`cast.auxiliary("林晓")`. hr2 and supervisor2 belong to the other bureau and must see nothing of the first.
"""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts import second_factor
from accounts.models import User
from core.actors import SYSTEM
from organisation.identity import check_digit
from organisation.models import DispatchAgreement, Employer, Officer, Person, Unit
from organisation.services import add_officer
from organisation.services.people import prepare_person
from roster.models import Auxiliary, Contract, Post, Posting, Qualification, Quota, WorkCard
from tests import stagehands

TODAY = date(2026, 11, 16)  # a Monday
LONG_AGO = date(2020, 1, 1)

UNITS = (  # code, level, the one above
    ("city", "city", ""), ("first", "county", "city"), ("second", "county", "city"),
    ("north", "station", "first"), ("south", "station", "first"), ("west", "station", "second"),
)  # fmt: skip

# Sign-in name → group and the unit it is held on: the principals of the permission table.
PRINCIPALS = {
    "hr": ("hr", "first"), "requester": ("requester", "north"), "supervisor": ("supervisor", "first"),
    "legal": ("legal", "first"), "inspector": ("inspector", "first"), "pay-clerk": ("pay-clerk", "first"),
    "pay-approver": ("pay-approver", "first"), "auxiliary": ("auxiliary", "north"), "auxiliary2": ("auxiliary", "south"),
    "higher": ("higher", "city"), "sysadmin": ("sysadmin", "city"), "secadmin": ("secadmin", "city"),
    "auditor": ("auditor", "city"), "hr2": ("hr", "second"), "supervisor2": ("supervisor", "second"),
}  # fmt: skip

_numbers = itertools.count(1)


BORN = date(1998, 5, 4)
A_DAY = 499  # people of one sex and one day of birth who can be told apart


def identity(*, born: date | None = None, sex: str = "M", number: int | None = None) -> str:
    """A right identity number of the unallocated region 999999; a day of birth that nobody asked for moves on when it is full."""
    number = number or next(_numbers)
    born = born or BORN + timedelta(days=number // A_DAY)
    order = number % A_DAY * 2 + (sex == "M")
    first = f"999999{born:%Y%m%d}{order:03d}"
    return first + check_digit(first)


class Cast:
    """The world of a test; `pack` is the place whose rules the two bureaus follow."""

    def __init__(self, *, pack: str = "CN", today: date = TODAY) -> None:
        self.today = today
        self._users: dict[str, User] = {}
        self.units = stagehands.open_units(UNITS, since=LONG_AGO)
        bureaus = [self.units["first"], self.units["second"]]
        stagehands.follow(bureaus, pack=pack, since=LONG_AGO)
        for unit in bureaus:
            self.quota(unit.code)

    def __getitem__(self, code: str) -> Unit:
        return self.units[code]

    def person(self, name: str = "张三", **more: Any) -> Person:
        born, sex = more.pop("born", None), more.pop("sex", "M")
        person = prepare_person(name=name, identity_number=more.pop("identity", identity(born=born, sex=sex)), **more)
        person.save()
        return person

    def user(self, name: str) -> User:
        """The principal of that name, with its role in force."""
        if name not in self._users:
            group, unit = PRINCIPALS[name]
            person = self.auxiliary(name, unit=unit).person if group == "auxiliary" else self.person(name)
            user = User.objects.create_user(name, None, person=person)
            stagehands.give_role(user, group, self[unit], since=LONG_AGO)
            self._users[name] = user
        return self._users[name]

    def officer(self, name: str = "白警官", *, unit: str = "north", status: str = "serving", **more: Any) -> Officer:
        person = more.pop("person", None) or self.person(name)
        number = more.pop("police_number", f"{next(_numbers):06d}")
        start = more.pop("starts_on", LONG_AGO)
        return add_officer(
            person=person, police_number=number, unit=self[unit], starts_on=start, by=SYSTEM, status=status, **more
        )

    def quota(self, unit: str = "first", *, number: int = 500, category: str = "any", **more: Any) -> Quota:
        values = {"year": self.today.year, "approval_document": "县政〔2026〕1号", "approved_on": LONG_AGO, **more}
        return Quota.objects.create(unit=self[unit], number=number, category=category, **values)

    def post(self, title: str = "巡逻", *, unit: str = "north", category: str = "service", headcount: int = 50) -> Post:
        place = {"unit": self[unit], "title": title, "category": category}
        more = {"headcount": headcount, "funding_source": "special_fund", "starts_on": LONG_AGO}
        return Post.objects.get_or_create(**place, defaults=more)[0]

    def employer(self, *, kind: str = "organ", unit: str = "first") -> Employer:
        return Employer.objects.get_or_create(kind=kind, name=f"{kind} of {unit}", unit=self[unit])[0]

    def agreement(self, *, unit: str = "first", starts_on: date = LONG_AGO, **more: Any) -> DispatchAgreement:
        values = {"number": f"派遣-{next(_numbers)}", "ends_on": date(2030, 12, 31), **more}
        firm = self.employer(kind="firm", unit=unit)
        return DispatchAgreement.objects.create(employer=firm, unit=self[unit], starts_on=starts_on, **values)

    def auxiliary(self, name: str = "林晓", *, unit: str = "north", papers: bool = True, **more: Any) -> Auxiliary:
        """Somebody on strength; with `papers` also a contract, a card and a training, all in force today."""
        person = more.pop("person", None) or self.person(name, born=more.pop("born", None))
        values = {"category": "service", "hired_on": date(2024, 1, 1), "quota_year": self.today.year, **more}
        values.setdefault("badge_number", f"F{next(_numbers):05d}")
        auxiliary = Auxiliary.objects.create(person=person, unit=self[unit], **values)
        Posting.objects.create(
            auxiliary=auxiliary, unit=auxiliary.unit, post=auxiliary.post, starts_on=auxiliary.hired_on
        )
        if papers:
            self.contract(auxiliary)
            WorkCard.objects.create(
                auxiliary=auxiliary,
                number=f"GZ{next(_numbers):05d}",
                valid_from=auxiliary.hired_on,
                valid_until=date(2029, 12, 31),
            )
            Qualification.objects.create(
                auxiliary=auxiliary, kind="training", subject="annual", name="年度培训", obtained_on=date(2026, 3, 1),
                valid_until=date(2027, 2, 28),
            )  # fmt: skip
        return auxiliary

    def contract(self, auxiliary: Auxiliary, **more: Any) -> Contract:
        values = {"kind": "fixed", "starts_on": auxiliary.hired_on, "ends_on": date(2029, 12, 31), **more}
        values.setdefault("signed_on", values["starts_on"])
        values.setdefault("employer", self.employer())
        values.setdefault("monthly_wage", Decimal("3500.00"))
        return Contract.objects.create(auxiliary=auxiliary, unit=auxiliary.unit, **values)


def sign_in(client: Any, user: User) -> Any:
    """Sign the test client in without a password, the second factor shown a moment ago; the rules of sessions let it be."""
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    session = client.session
    second_factor.mark(session, "test")
    session.save()
    return client

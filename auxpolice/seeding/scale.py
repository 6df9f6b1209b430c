"""N auxiliaries over a realistic tree, every related table filled: what the figures of `make bench` are measured on."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from accounts.services import grant_role, open_account
from auxpolice.seeding import copying
from core.actors import SYSTEM
from organisation.identity import check_digit
from organisation.models import Employer, Officer, Person, Unit
from organisation.pinyin import grams, initials, pinyin
from organisation.services import add_employer, set_jurisdiction
from payroll.models import Enrolment
from roster.models import Auxiliary, Contract, Post, Posting, Qualification, Quota, WorkCard

CITIES = COUNTIES = STATIONS = 10
OFFICERS_A_STATION = 4
LONG_AGO = dt.date(2016, 1, 1)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎单仇解"
GIVEN = "伟强磊军勇杰涛明超刚平辉鹏飞芳娜敏静丽艳娟霞英兰梅怡琪婷慧燕华春海文洁若清建国志晓立新永康天佑家豪"
KINDS = ("pension", "medical", "unemployment", "injury", "maternity")


@cache
def keys_of(name: str) -> tuple[str, str, list[str]]:
    return pinyin(name), initials(name), grams(name)


@dataclass
class Scale:
    """The tree and the people on their way into the database."""

    count: int
    day: dt.date
    chance: random.Random
    units: list[Unit] = field(default_factory=list)
    stations: list[Unit] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    employer: Employer | None = None

    def build(self) -> None:
        self.build_units()
        self.build_posts()
        self.build_people()
        self.build_accounts()

    def build_units(self) -> None:
        """One province, ten cities, a hundred counties, a thousand stations."""
        key = copying.next_key(Unit)

        def unit(code: str, name: str, level: str, parent: Unit | None) -> Unit:
            nonlocal key
            made = Unit(pk=key, code=code, name=name, level=level, parent=parent, starts_on=LONG_AGO)
            made.path = f"{parent.path if parent else ''}{key}."
            made.residents = self.chance.randrange(20_000, 90_000) if level == "station" else None
            key += 1
            self.units.append(made)
            return made

        top = unit("88", "云岭省公安厅", "province", None)
        for c in range(CITIES):
            city = unit(f"88{c:02d}", f"第{c + 1}市公安局", "city", top)
            for k in range(COUNTIES):
                county = unit(f"{city.code}{k:02d}", f"{city.name[:3]}第{k + 1}分局", "county", city)
                self.stations += [
                    unit(f"{county.code}{s:02d}", f"{county.name}第{s + 1}派出所", "station", county)
                    for s in range(STATIONS)
                ]
        copying.copy(Unit, self.units)
        copying.set_sequences([Unit])
        set_jurisdiction(unit=top, pack="CN", since=LONG_AGO, by=SYSTEM, reason="scale data")
        self.employer = add_employer(kind="organ", name="云岭省公安厅", unit=top, by=SYSTEM)

    def build_posts(self) -> None:
        """A quota for the province and two posts in every station."""
        Quota.objects.create(
            unit=self.units[0],
            year=self.day.year,
            number=self.count * 2,
            approval_document="规模数据〔1〕号",
            approved_on=LONG_AGO,
        )
        key, room = copying.next_key(Post), 2 * (self.count // len(self.stations) + 1)
        for number, (unit, title, category) in enumerate(
            (u, t, c) for u in self.stations for t, c in (("巡逻队员", "service"), ("窗口受理员", "clerical"))
        ):
            self.posts.append(
                Post(
                    pk=key + number,
                    unit=unit,
                    title=title,
                    category=category,
                    funding_source="special_fund",
                    headcount=room,
                    duty_codes=["patrol-street"] if category == "service" else ["window-service"],
                    starts_on=LONG_AGO,
                )
            )
        copying.copy(Post, self.posts)

    def build_people(self) -> None:
        """Officers and auxiliaries with their papers; contracts end on days spread over two years."""
        first, officer_key = copying.next_key(Person), copying.next_key(Officer)
        officers = [(n, unit) for n, unit in enumerate(u for u in self.stations for _ in range(OFFICERS_A_STATION))]
        copying.copy(Person, (self.person(first + n, n, with_identity=False) for n, _ in officers))
        copying.copy(
            Officer,
            (
                Officer(pk=officer_key + n, person_id=first + n, police_number=f"88{n:06d}", unit=u, starts_on=LONG_AGO)
                for n, u in officers
            ),
        )
        first += len(officers)
        self.base = copying.next_key(Auxiliary)
        copying.copy(Person, (self.person(first + n, n, with_identity=True) for n in range(self.count)))
        copying.copy(Auxiliary, (self.auxiliary(first + n, n) for n in range(self.count)))
        copying.copy(Posting, self.postings())
        copying.copy(Contract, self.contracts())
        copying.copy(WorkCard, self.cards())
        copying.copy(Qualification, self.trainings())
        copying.copy(Enrolment, self.enrolments())
        copying.set_sequences(
            [Person, Officer, Auxiliary, Post, Posting, Contract, WorkCard, Qualification, Enrolment, Quota]
        )

    def person(self, key: int, number: int, *, with_identity: bool) -> Person:
        name = self.chance.choice(SURNAMES) + "".join(self.chance.sample(GIVEN, self.chance.choice((1, 2))))
        spelled, short, found = keys_of(name)
        person = Person(pk=key, name=name, pinyin=spelled, initials=short, search=found)
        if with_identity:
            born = self.day - dt.timedelta(days=self.chance.randrange(19 * 365, 56 * 365))
            digits = f"99{number // 900:04d}{born:%Y%m%d}{number % 900:03d}"
            person.identity_number = digits + check_digit(digits)
            person.born_on, person.region = born, digits[:6]
            person.sex = "M" if number % 2 else "F"
            person.phone = f"13{number:09d}"
        return person

    def place(self, number: int) -> Post:
        return self.posts[number * 7 % len(self.posts)]

    def hired(self, number: int) -> dt.date:
        return self.day - dt.timedelta(days=400 + number * 13 % 2500)

    def auxiliary(self, person: int, number: int) -> Auxiliary:
        post = self.place(number)
        return Auxiliary(
            pk=self.base + number,
            person_id=person,
            badge_number=f"YL{number:07d}",
            category=post.category,
            unit_id=post.unit_id,
            post=post,
            grade=("", "六级", "五级", "四级")[number % 4],
            quota_year=self.day.year,
            education=("senior_secondary", "junior_college", "bachelor")[number % 3],
            hired_on=self.hired(number),
            medical_on=self.day - dt.timedelta(days=number % 360),
        )

    def postings(self) -> Iterator[Posting]:
        for n in range(self.count):
            post = self.place(n)
            yield Posting(
                pk=n + 1, auxiliary_id=self.base + n, unit_id=post.unit_id, post=post, starts_on=self.hired(n)
            )

    def contracts(self) -> Iterator[Contract]:
        for n in range(self.count):
            ends = self.day + dt.timedelta(days=n * 11 % 730 - 2 if n % 1000 == 0 else 1 + n * 11 % 730)
            starts = min(self.hired(n), ends - dt.timedelta(days=1095))
            yield Contract(
                pk=n + 1,
                auxiliary_id=self.base + n,
                number=f"HT{n:07d}",
                employer=self.employer,
                unit_id=self.place(n).unit_id,
                kind="fixed",
                starts_on=starts,
                ends_on=ends,
                signed_on=starts,
                monthly_wage=Decimal(2800 + n % 900),
            )

    def cards(self) -> Iterator[WorkCard]:
        for n in range(self.count):
            until = self.day + dt.timedelta(days=30 + n % 900)
            yield WorkCard(
                pk=n + 1,
                auxiliary_id=self.base + n,
                number=f"GZ{n:07d}",
                valid_from=self.hired(n),
                valid_until=max(until, self.hired(n)),
            )

    def trainings(self) -> Iterator[Qualification]:
        for n in range(self.count):
            since = self.day - dt.timedelta(days=n % 300)
            yield Qualification(
                pk=n + 1,
                auxiliary_id=self.base + n,
                kind="training",
                subject="annual",
                name="年度培训",
                obtained_on=since,
                valid_until=since + dt.timedelta(days=365),
            )

    def enrolments(self) -> Iterator[Enrolment]:
        for n in range(self.count):
            for k, kind in enumerate(KINDS):
                if n % 200 == 0 and kind == "injury":
                    continue  # some insurance is missing everywhere
                yield Enrolment(
                    pk=n * len(KINDS) + k + 1,
                    auxiliary_id=self.base + n,
                    kind=kind,
                    place="云岭省",
                    starts_on=self.hired(n),
                    registered_on=self.hired(n),
                )

    def build_accounts(self) -> None:
        """A head of each level, without a password: the bench signs them in itself."""
        city = next(u for u in self.units if u.level == "city")
        county = next(u for u in self.units if u.level == "county")
        leading = iter(Officer.objects.filter(police_number__startswith="88").select_related("person").order_by("pk"))
        for name, group, unit in (
            ("scale-higher", "higher", self.units[0]),
            ("scale-hr", "hr", self.units[0]),
            ("scale-hr-city", "hr", city),
            ("scale-hr-county", "hr", county),
            ("scale-supervisor", "supervisor", self.units[0]),
            ("scale-requester", "requester", self.units[0]),
        ):
            user = open_account(username=name, person=next(leading).person, by=SYSTEM)
            grant_role(user=user, group=group, unit=unit, starts_on=LONG_AGO, by=SYSTEM, today=self.day)

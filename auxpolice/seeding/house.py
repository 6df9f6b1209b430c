"""Units, rules in force, employers, agreements, quotas, posts and officers of the demonstration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from auxpolice import demo_world as world
from auxpolice.demo_signins import SIGN_INS
from core.actors import SYSTEM
from organisation.models import Employer, Officer, Person, Unit
from organisation.services import add_employer, add_officer, open_unit, set_jurisdiction, sign_agreement
from organisation.services.people import prepare_person
from roster.models import Post, Quota

LONG_AGO = dt.date(2018, 1, 1)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "建军 海峰 立群 国庆 晓峰 志刚 文博 振宇 少华 永强 春生 家骏 一鸣 思远 明哲 卫东"
# Police numbers of people who are not to lead: their status is what the rules look at.
NOT_SERVING = {"910190": ("trainee", "见习民警"), "910191": ("retired", "退休民警")}


def build_units() -> dict[str, Unit]:
    """Open every unit, parents first; the whole city follows the national rules."""
    units: dict[str, Unit] = {}
    for spec in world.UNITS:
        units[spec.code] = open_unit(
            code=spec.code,
            name=spec.name,
            short_name=spec.short_name,
            level=spec.level,
            parent=units.get(spec.parent),
            residents=spec.residents,
            police_establishment=spec.police_establishment,
            starts_on=LONG_AGO,
            by=SYSTEM,
        )
    set_jurisdiction(unit=units[world.CITY], pack="CN", since=LONG_AGO, by=SYSTEM, reason="demonstration")
    return units


def build_employers(units: Mapping[str, Unit], day: dt.date) -> None:
    """Who signs the contracts, and the agreements of those who are firms."""
    starts_on, ends_on = world.agreement_days(day)
    firms: dict[str, Employer] = {}
    for spec in world.EMPLOYERS:
        firms[spec.name] = add_employer(kind=spec.kind, name=spec.name, unit=units[spec.unit], by=SYSTEM)
    for agreement in world.AGREEMENTS:
        sign_agreement(
            employer=firms[agreement.employer],
            unit=units[agreement.unit],
            number=agreement.number,
            starts_on=starts_on,
            ends_on=ends_on,
            by=SYSTEM,
        )


def build_places(units: Mapping[str, Unit], day: dt.date) -> None:
    """Approved quotas for this year and the posts with their places."""
    Quota.objects.bulk_create(
        Quota(
            unit=units[spec.unit],
            year=day.year,
            number=spec.number,
            approval_document=spec.approval_document,
            approved_on=dt.date(day.year, 1, 5),
            approved_by="云江市机构编制委员会办公室",
        )
        for spec in world.QUOTAS
    )
    Post.objects.bulk_create(
        Post(
            unit=units[spec.unit],
            title=spec.title,
            category=spec.category,
            funding_source=spec.funding,
            headcount=spec.headcount,
            duty_codes=list(spec.duty_codes),
            starts_on=LONG_AGO,
        )
        for spec in world.POSTS
    )


def build_officers(units: Mapping[str, Unit]) -> dict[str, Officer]:
    """Police number → officer: those with a sign-in, and a few in every unit below the city."""
    officers: dict[str, Officer] = {}
    for sign_in in SIGN_INS:
        if sign_in.police_number:
            officers[sign_in.police_number] = _officer(
                sign_in.name, sign_in.police_number, units[sign_in.units[0]], sign_in.post
            )
    names = [s + g for g in GIVEN.split() for s in SURNAMES]
    below = [unit for code, unit in units.items() if code != world.CITY]
    for order, unit in enumerate(below):
        for place in range(4):
            number = f"91{order:02d}{place:02d}"
            name = names[order * 4 + place]
            officers[number] = _officer(name, number, unit, ("所长", "副所长", "民警", "民警")[place])
    for number, (status, rank) in NOT_SERVING.items():
        officers[number] = _officer("邱实" if status == "trainee" else "严老兵", number, below[0], rank, status)
    return officers


def _officer(name: str, number: str, unit: Unit, rank: str, status: str = "serving") -> Officer:
    return add_officer(
        person=new_person(name),
        police_number=number,
        unit=unit,
        rank=rank,
        status=status,
        starts_on=LONG_AGO,
        by=SYSTEM,
    )


def new_person(name: str) -> Person:
    person = prepare_person(name=name)
    person.save()
    return person

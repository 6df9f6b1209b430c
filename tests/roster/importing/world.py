"""The three bureaus of the demonstration, empty, with an HR officer for the new district and one for the county."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from accounts.models import User
from auxpolice import demo_world as demo
from core.actors import SYSTEM
from organisation.models import Employer, Person, Unit
from organisation.services import add_employer, sign_agreement
from roster.models import Post, Quota
from tests import stagehands

DAY = dt.date(2026, 11, 21)
LONG_AGO = dt.date(2010, 1, 1)


class World:
    """Units by code; `hr` holds county and new district, `hr2` the sub-bureau."""

    def __init__(self, mark: str = "") -> None:
        self.mark = mark  # before the names of its users, where others of that name are
        names = {spec.code: {"name": spec.name, "short_name": spec.short_name} for spec in demo.UNITS}
        tree = [(spec.code, spec.level, spec.parent) for spec in demo.UNITS]
        self.units = stagehands.open_units(tree, since=LONG_AGO, named=names.__getitem__)
        self._posts()
        self._employers()
        self.hr = self._user("hr", demo.NEW_DISTRICT, demo.COUNTY)
        self.hr2 = self._user("hr2", demo.SUB_BUREAU)
        self.second = self._user("second", demo.UNITS[0].code)  # agrees to exports

    def __getitem__(self, code: str) -> Unit:
        return self.units[code]

    @property
    def district(self) -> Unit:
        return self.units[demo.NEW_DISTRICT]

    def _posts(self) -> None:
        Quota.objects.bulk_create(
            Quota(
                unit=self.units[quota.unit],
                year=DAY.year,
                category="any",
                number=quota.number,
                approval_document=quota.approval_document,
                approved_on=LONG_AGO,
            )
            for quota in demo.QUOTAS
        )
        Post.objects.bulk_create(
            Post(
                unit=self.units[post.unit],
                title=post.title,
                category=post.category,
                funding_source=post.funding,
                headcount=post.headcount,
                starts_on=LONG_AGO,
                duty_codes=list(post.duty_codes),
            )
            for post in demo.POSTS
        )

    def _employers(self) -> None:
        for spec in demo.EMPLOYERS:
            add_employer(kind=spec.kind, name=spec.name, unit=self.units[spec.unit], by=SYSTEM)
        starts, ends = demo.agreement_days(DAY)
        for spec in demo.AGREEMENTS:
            sign_agreement(
                employer=Employer.objects.get(name=spec.employer),
                unit=self.units[spec.unit],
                number=spec.number,
                starts_on=starts,
                ends_on=ends,
                by=SYSTEM,
            )

    def _user(self, name: str, *units: str) -> User:
        user = User.objects.create_user(self.mark + name, None, person=Person.objects.create(name=name))
        for code in units:
            stagehands.give_role(user, "hr", self.units[code], since=LONG_AGO)
        return user


class Upload:
    """What a form hands over."""

    def __init__(self, path: Path, name: str = "") -> None:
        self.path, self.name = path, name or path.name

    def chunks(self):
        yield self.path.read_bytes()

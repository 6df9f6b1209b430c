"""No page of the daily work scrolls sideways, on the narrowest phone and in the office."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from accounts.models import User
from accounts.services import open_auxiliary_account
from auxpolice import examples
from auxpolice.seeding.work import Desk
from core import clock
from core.actors import SYSTEM
from duties import services
from duties.models import RefusedAttempt
from reminders import services as reminders
from roster.importing import runs
from roster.models import Auxiliary
from tests.browser.house import STATION, House, build, try_sheet

pytestmark = pytest.mark.browser
AT_WORK = {"place": "创业路商业街与高新大道交叉口", "codes": ("patrol-street",)}


@dataclass(frozen=True)
class Filled:
    """Who looks at which pages; None is nobody."""

    pages: dict[str, list[str]]
    people: dict[str, User | None]


@pytest.fixture
def filled(site, tmp_path) -> Filled:
    """People on file, a sheet full of mistakes, requests in every queue, something falling due."""
    house = build(clock.today())
    bad = try_sheet(house, examples.write_bad, tmp_path)
    good = try_sheet(house, examples.write_new_district, tmp_path)
    runs.apply_run(run=good, by=house.users["hr"], on=house.day)
    member = Auxiliary.objects.filter(unit=house.station).order_by("pk")[0]
    approved = ask_for_work(house, member)
    reminders.run(on=house.day, by=SYSTEM)
    owner, _code = open_auxiliary_account(person=member.person, unit=member.unit, by=house.users["hr"], today=house.day)
    file, attempt = f"/roster/{member.pk}/", RefusedAttempt.objects.get().pk
    pages = {
        "nobody": ["/sign-in/", "/first-sign-in/"],
        "hr": ["/", "/roster/", file, f"/roster/import/{bad.pk}/", "/contracts/", "/reminders/", "/payroll/", "/law/"],
        "requester": ["/", f"/duties/assignments/new/?unit={STATION}", f"/duties/assignments/{approved}/"],
        "supervisor": ["/", "/duties/approvals/", "/duties/assignments/", f"/duties/sheet/?unit={STATION}"],
        "inspector": ["/", "/duties/refused/", f"/duties/refused/{attempt}/"],
        "legal": ["/duties/rulings/"],
        "owner": ["/me/", "/law/"],
    }
    return Filled(pages, {"nobody": None, "owner": owner, **house.users})


def ask_for_work(house: House, member: Auxiliary) -> int:
    """One request waits, one was refused, one is approved; answers the last one's number."""
    desk = Desk(house.units, house.users, house.officers)
    others = desk.people(STATION, 8)[1:]
    desk.ask(STATION, "夜间治安巡逻，发现情况及时报告", day=1, hours=(19, 4), auxiliaries=others[:2], **AT_WORK)
    desk.ask(STATION, "治安巡逻，并开具罚单", day=1, hours=(14, 3), auxiliaries=others[2:4], **AT_WORK)
    asked = desk.ask(STATION, "治安巡逻", day=1, hours=(8, 3), auxiliaries=(member.pk, others[4]), **AT_WORK)
    return services.approve(assignment=asked, by=house.users["supervisor"]).pk


@pytest.mark.long  # the gate looks at each page once at one of the widths (test_every_page.py)
def test_the_pages_of_the_daily_work_hold_on_a_phone_and_in_the_office(filled, come):
    too_wide = []
    for width, language in ((360, "zh-hans"), (360, "en"), (1366, "en")):
        for who, addresses in filled.pages.items():
            visitor = come(filled.people[who], width=width, language=language)
            for address in addresses:
                assert visitor.open(address).status == 200, address
                if visitor.is_too_wide():
                    too_wide.append((width, language, who, address))
                visitor.shot(f"width-{who}{address.replace('/', '-').partition('?')[0]}-{width}-{language}")
    assert too_wide == []

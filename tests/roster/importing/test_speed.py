"""A bureau of five thousand (in the gate one of a thousand): tried and applied in seconds, in a child of little memory."""

from __future__ import annotations

import datetime as dt
import random
import time

from auxpolice import demo_world as demo
from auxpolice.demo_world import PostSpec
from auxpolice.example_people import Maker
from auxpolice.example_sheets import write_sheet
from core.actors import SYSTEM
from roster.importing.apply import apply_plan
from roster.importing.plan import plan
from roster.models import Auxiliary, Quota
from roster.services import open_post
from tests.assurance import long_form
from tests.roster.importing.world import DAY, LONG_AGO

PEOPLE = 5_000 if long_form() else 1_000  # `make bench` and tests/load tell the seconds of five thousand


def test_thousands_of_rows_are_tried_and_applied_within_a_minute(world, tmp_path):
    unit = world[demo.COUNTY]
    Quota.objects.filter(unit=unit).update(number=PEOPLE)
    post = PostSpec(demo.COUNTY, "队员", "service", "special_fund", PEOPLE, PEOPLE, (2000, 3000), demo.COUNTY_FIRM, ())
    open_post(
        unit=unit, title="队员", category="service", funding_source="special_fund", headcount=PEOPLE,
        starts_on=LONG_AGO, by=SYSTEM,
    )  # fmt: skip
    maker = Maker(random.Random(5), DAY, mark="BIG", block=9, sequences=(1, 999))
    write_sheet(tmp_path / "big.xlsx", "名册", [maker.person(post, (20, 50)) for _ in range(PEOPLE)])
    begun = time.monotonic()
    made = plan(tmp_path / "big.xlsx", unit=unit, by=world.hr, on=DAY)
    tried = time.monotonic()
    assert made.possible, made.findings[:3]
    apply_plan(made, by=world.hr)
    ended = time.monotonic()
    print(f"{PEOPLE} rows: tried in {tried - begun:.1f} s, applied in {ended - tried:.1f} s")
    assert Auxiliary.objects.filter(hired_on__lte=DAY + dt.timedelta(days=1)).count() == PEOPLE
    assert ended - begun < 60

"""A sheet of five thousand people for one county of the scale data."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from auxpolice.demo_world import PostSpec
from auxpolice.example_people import Maker
from auxpolice.example_sheets import write_sheet
from auxpolice.seeding.scale import LONG_AGO
from organisation.models import Unit
from roster.models import Post

TITLE = "增援队员"


def prepare(count: int) -> Unit:
    """A county with a post of enough places."""
    unit = Unit.objects.filter(level="county").order_by("path")[0]
    Post.objects.create(
        unit=unit, title=TITLE, category="service", funding_source="special_fund", headcount=count, starts_on=LONG_AGO
    )
    return unit


def write(path: Path, day: dt.date, count: int, unit: Unit) -> None:
    """Fictional people with right numbers, all in the one post."""
    post = PostSpec(unit.code, TITLE, "service", "special_fund", count, count, (2_900, 3_100), "云岭省公安厅", ())
    maker = Maker(random.Random(5), day, mark="BM", block=7, sequences=(1, 999))  # noqa: S311 - made-up people
    write_sheet(path, "增援队员花名册", [maker.person(post, (20, 50)) for _ in range(count)])

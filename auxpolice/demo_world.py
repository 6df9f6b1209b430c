"""The places, posts, firms and numbers of the demonstration: three bureaus of a model city. All fictional.

`examples.py` writes the sheets of people for them; the seeding builds units, posts and quotas from here, then imports.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

REGION: Final = "999999"  # never allocated: no identity number of the examples belongs to anybody
CITY: Final = "9999"
COUNTY: Final = "999901"
SUB_BUREAU: Final = "999902"
NEW_DISTRICT: Final = "999903"


@dataclass(frozen=True)
class UnitSpec:
    """A unit to open, parents before children."""

    code: str
    name: str
    short_name: str
    level: str
    parent: str = ""
    residents: int | None = None
    police_establishment: int | None = None


@dataclass(frozen=True)
class PostSpec:
    """A post of a unit and what the people of the example sheets in it earn."""

    unit: str
    title: str
    category: str
    funding: str
    people: int  # how many the example sheet puts there
    headcount: int
    wage: tuple[int, int]
    employer: str
    duty_codes: tuple[str, ...]
    age: tuple[int, int] = (20, 54)


@dataclass(frozen=True)
class EmployerSpec:
    """Who signs: the organ itself or a dispatch firm."""

    name: str
    kind: str
    unit: str


@dataclass(frozen=True)
class AgreementSpec:
    """A dispatch agreement; `agreement_days` says from when to when."""

    number: str
    employer: str
    unit: str


@dataclass(frozen=True)
class QuotaSpec:
    """An approved quota for the year of the seeding."""

    unit: str
    number: int
    approval_document: str


UNITS: Final[Sequence[UnitSpec]] = (
    UnitSpec(CITY, "云江市公安局", "云江市局", "city", residents=1_860_000, police_establishment=2_400),
    UnitSpec(COUNTY, "云溪县公安局", "云溪县局", "county", CITY, residents=270_000, police_establishment=310),
    UnitSpec("99990101", "云溪县公安局指挥中心", "指挥中心", "station", COUNTY),
    UnitSpec("99990102", "云溪县公安局巡特警大队", "巡特警大队", "station", COUNTY),
    UnitSpec("99990103", "云溪县公安局交通警察大队", "交警大队", "station", COUNTY),
    UnitSpec("99990104", "云溪县公安局城关派出所", "城关派出所", "station", COUNTY, residents=88_000),
    UnitSpec("99990105", "云溪县公安局东河派出所", "东河派出所", "station", COUNTY, residents=46_000),
    UnitSpec("99990106", "云溪县公安局西岭派出所", "西岭派出所", "station", COUNTY, residents=39_000),
    UnitSpec("99990107", "云溪县公安局南坪派出所", "南坪派出所", "station", COUNTY, residents=31_000),
    UnitSpec("99990108", "云溪县公安局户政科", "户政科", "station", COUNTY),
    UnitSpec("99990109", "云溪县公安局办公室", "办公室", "station", COUNTY),
    UnitSpec(
        SUB_BUREAU, "云江市公安局临港分局", "临港分局", "county", CITY, residents=210_000, police_establishment=280
    ),
    UnitSpec("99990201", "临港分局指挥中心", "临港指挥中心", "station", SUB_BUREAU),
    UnitSpec("99990202", "临港分局特保大队", "特保大队", "station", SUB_BUREAU),
    UnitSpec("99990203", "临港分局交通警察大队", "临港交警大队", "station", SUB_BUREAU),
    UnitSpec("99990204", "临港分局港口派出所", "港口派出所", "station", SUB_BUREAU, residents=52_000),
    UnitSpec("99990205", "临港分局盐田派出所", "盐田派出所", "station", SUB_BUREAU, residents=97_000),
    UnitSpec("99990206", "临港分局视频中心", "视频中心", "station", SUB_BUREAU),
    UnitSpec(
        NEW_DISTRICT, "云江市公安局新区分局", "新区分局", "county", CITY, residents=64_000, police_establishment=90
    ),
    UnitSpec("99990301", "新区分局创业路派出所", "创业路派出所", "station", NEW_DISTRICT, residents=34_000),
    UnitSpec("99990302", "新区分局湖滨派出所", "湖滨派出所", "station", NEW_DISTRICT, residents=30_000),
    UnitSpec("99990303", "新区分局交通警察中队", "新区交警中队", "station", NEW_DISTRICT),
    UnitSpec("99990304", "新区分局综合室", "新区综合室", "station", NEW_DISTRICT),
)

COUNTY_FIRM: Final = "云溪安达劳务派遣有限公司"
HARBOUR_FIRM: Final = "临港众诚人力资源有限公司"
NEW_DISTRICT_FIRM: Final = "新区恒信人力资源有限公司"

EMPLOYERS: Final[Sequence[EmployerSpec]] = (
    EmployerSpec("云溪县公安局", "organ", COUNTY),
    EmployerSpec(COUNTY_FIRM, "firm", COUNTY),
    EmployerSpec("云江市公安局临港分局", "organ", SUB_BUREAU),
    EmployerSpec(HARBOUR_FIRM, "firm", SUB_BUREAU),
    EmployerSpec("云江市公安局新区分局", "organ", NEW_DISTRICT),
    EmployerSpec(NEW_DISTRICT_FIRM, "firm", NEW_DISTRICT),
)

AGREEMENTS: Final[Sequence[AgreementSpec]] = (
    AgreementSpec("PQ-YX-01", COUNTY_FIRM, COUNTY),
    AgreementSpec("PQ-LG-01", HARBOUR_FIRM, SUB_BUREAU),
    AgreementSpec("PQ-XQ-01", NEW_DISTRICT_FIRM, NEW_DISTRICT),
)

QUOTAS: Final[Sequence[QuotaSpec]] = (
    QuotaSpec(COUNTY, 405, "云编办〔县局〕12号"),
    QuotaSpec(SUB_BUREAU, 320, "云编办〔临港〕7号"),
    QuotaSpec(NEW_DISTRICT, 80, "云编办〔新区〕3号"),
)

_SPECIAL, _FOUNDATION, _OWN = "special_fund", "foundation", "own_budget"
_GOOD, _MIDDLE, _LOW = (2_900, 3_100), (1_500, 2_000), (1_000, 1_500)  # yuan a month, the three groups of pay

POSTS: Final[Sequence[PostSpec]] = (
    PostSpec("99990101", "110接警员", "clerical", _FOUNDATION, 24, 26, _MIDDLE, COUNTY_FIRM, ("call-taking-query",)),
    PostSpec("99990101", "视频巡查员", "clerical", _FOUNDATION, 36, 38, _MIDDLE, COUNTY_FIRM, ("video-monitor",)),
    PostSpec("99990102", "巡逻队员", "service", _SPECIAL, 70, 76, _GOOD, COUNTY_FIRM, ("patrol-street",)),
    PostSpec("99990102", "驾驶员", "service", _SPECIAL, 18, 20, _GOOD, COUNTY_FIRM, ("drive-police-vehicle",)),
    PostSpec(
        "99990103",
        "交通疏导员",
        "service",
        _FOUNDATION,
        60,
        64,
        _MIDDLE,
        COUNTY_FIRM,
        ("traffic-direct", "traffic-dissuade"),
    ),
    PostSpec("99990104", "社区巡防员", "service", _FOUNDATION, 50, 54, _MIDDLE, COUNTY_FIRM, ("patrol-street",)),
    PostSpec("99990105", "社区巡防员", "service", _FOUNDATION, 32, 34, _MIDDLE, COUNTY_FIRM, ("patrol-street",)),
    PostSpec("99990106", "社区巡防员", "service", _FOUNDATION, 28, 30, _MIDDLE, COUNTY_FIRM, ("patrol-street",)),
    PostSpec("99990107", "社区巡防员", "service", _FOUNDATION, 24, 26, _MIDDLE, COUNTY_FIRM, ("patrol-street",)),
    PostSpec("99990108", "证件受理员", "clerical", _OWN, 20, 21, _LOW, "云溪县公安局", ("certificate-processing",)),
    PostSpec("99990109", "打字文印员", "clerical", _OWN, 16, 16, _LOW, "云溪县公安局", ("data-entry",)),
    PostSpec(
        "99990201", "视频监控员", "clerical", _FOUNDATION, 40, 42, _MIDDLE, HARBOUR_FIRM, ("video-monitor",), (20, 40)
    ),
    PostSpec("99990202", "特保队员", "service", _SPECIAL, 40, 44, _GOOD, HARBOUR_FIRM, ("patrol-street",), (20, 40)),
    PostSpec(
        "99990203", "交通协管员", "service", _FOUNDATION, 40, 42, _MIDDLE, HARBOUR_FIRM, ("traffic-direct",), (20, 40)
    ),
    PostSpec(
        "99990204", "巡防队员", "service", _FOUNDATION, 40, 42, _MIDDLE, HARBOUR_FIRM, ("patrol-street",), (20, 45)
    ),
    PostSpec(
        "99990205", "巡防队员", "service", _FOUNDATION, 80, 84, _MIDDLE, HARBOUR_FIRM, ("patrol-street",), (20, 45)
    ),
    PostSpec("99990206", "计算机员", "clerical", _OWN, 40, 42, _LOW, "云江市公安局临港分局", ("data-entry",), (20, 38)),
    PostSpec("99990206", "文员", "clerical", _OWN, 11, 12, _LOW, "云江市公安局临港分局", ("data-entry",), (20, 38)),
    PostSpec(
        "99990301", "巡逻队员", "service", _SPECIAL, 16, 18, _GOOD, NEW_DISTRICT_FIRM, ("patrol-street",), (20, 42)
    ),
    PostSpec(
        "99990302", "巡逻队员", "service", _SPECIAL, 14, 16, _GOOD, NEW_DISTRICT_FIRM, ("patrol-street",), (20, 42)
    ),
    PostSpec(
        "99990303", "交通疏导员", "service", _SPECIAL, 14, 16, _GOOD, NEW_DISTRICT_FIRM, ("traffic-direct",), (20, 42)
    ),
    PostSpec("99990304", "视频巡查员", "clerical", _FOUNDATION, 8, 10, _MIDDLE, NEW_DISTRICT_FIRM, ("video-monitor",)),
    PostSpec("99990304", "窗口受理员", "clerical", _OWN, 8, 10, _MIDDLE, "云江市公安局新区分局", ("window-service",)),
)


def posts_below(bureau: str) -> list[PostSpec]:
    return [post for post in POSTS if post.unit.startswith(bureau)]


def agreement_days(day: dt.date) -> tuple[dt.date, dt.date]:
    """Old enough for every contract of the example sheets, and running to the end of next year."""
    return dt.date(day.year - 12, 1, 1), dt.date(day.year + 1, 12, 31)


def agreement_of(employer: str) -> str:
    """The number of the firm's agreement; nothing for the organ itself."""
    return next((agreement.number for agreement in AGREEMENTS if agreement.employer == employer), "")

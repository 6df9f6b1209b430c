"""Who signs in to the demonstration as what. One password for all, accepted only while DEMO=1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.groups import GROUPS
from auxpolice import demo_world as world


@dataclass(frozen=True)
class SignIn:
    """A demonstration account: group, units it is held on, and who the person is."""

    username: str
    group: str
    units: tuple[str, ...]
    name: str = ""
    police_number: str = ""  # officers only
    post: str = ""


BOTH = (world.COUNTY, world.NEW_DISTRICT)

SIGN_INS: Final[Sequence[SignIn]] = (
    SignIn("hr", "hr", BOTH, "沈若岚", "990001", "政工室主任"),
    SignIn("requester", "requester", BOTH, "高志远", "990002", "城关派出所民警"),
    SignIn("supervisor", "supervisor", BOTH, "陈国梁", "990003", "副局长"),
    SignIn("legal", "legal", (world.COUNTY,), "方明慧", "990004", "法制大队教导员"),
    SignIn("inspector", "inspector", BOTH, "郑铁山", "990005", "督察大队长"),
    SignIn("pay-clerk", "pay-clerk", (world.COUNTY,), "苏婉", "", "警务保障室会计"),
    SignIn("pay-approver", "pay-approver", (world.COUNTY,), "何景文", "990006", "警务保障室主任"),
    SignIn("auxiliary", "auxiliary", (world.COUNTY,)),
    SignIn("auxiliary2", "auxiliary", (world.COUNTY,)),
    SignIn("higher", "higher", (world.CITY,), "魏长江", "990007", "市局辅警管理办公室主任"),
    SignIn("sysadmin", "sysadmin", (world.CITY,), "罗启航", "", "系统管理员"),
    SignIn("secadmin", "secadmin", (world.CITY,), "梁安", "", "安全管理员"),
    SignIn("auditor", "auditor", (world.CITY,), "顾正", "", "审计管理员"),
    SignIn("hr2", "hr", (world.SUB_BUREAU,), "唐雪", "990008", "临港分局政工科长"),
    SignIn("supervisor2", "supervisor", (world.SUB_BUREAU,), "冯毅", "990009", "临港分局副局长"),
)


def lines() -> list[str]:
    """What `make run` prints: sign-in names by role, and the password. Empty outside the demonstration."""
    if not settings.DEMO:
        return []
    width = max(len(s.username) for s in SIGN_INS)
    rows = [f"  {s.username:<{width}}  {GROUPS[s.group].title}" for s in SIGN_INS]
    return [
        *rows,
        _("  Password of all of them: %(password)s") % {"password": settings.DEMO_PASSWORD},
        _("  A sheet to import: %(path)s") % {"path": settings.DATA / "examples" / "new-district.xlsx"},
    ]

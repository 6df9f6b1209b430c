"""Emergency rights and sealed codes."""

from __future__ import annotations

from accounts import services
from accounts.models import BreakGlass, SealedCode
from core import clock
from tests.guards.waiting import Lock

FILE = "accounts/services/break_glass.py"
WHY = "夜间抓捕需要查看南所值班人员"


def _asked(stage, who: str) -> BreakGlass:
    return services.ask_break_glass(
        by=stage.cast.user(who), group="supervisor", unit=stage.cast["south"], minutes=60, reason=WHY
    )


def _opened(stage, who: str) -> BreakGlass:
    return services.decide_break_glass(
        emergency=_asked(stage, who), by=stage.cast.user("secadmin"), opens=True, reason="核实"
    )


def _code(stage, name: str) -> str:
    return services.make_sealed_code(
        holder=stage.cast.person(name), unit=stage.cast["city"], by=stage.cast.user("secadmin")
    )


def ask(stage):
    user = stage.cast.user("inspector")
    return user, lambda: _asked(stage, "inspector")


def wait_for(stage):
    row, by = _asked(stage, "requester"), stage.cast.user("secadmin")
    return row, lambda: services.decide_break_glass(emergency=row, by=by, opens=True, reason="核实")


def take_codes(stage):
    row = _asked(stage, "legal")
    codes = [_code(stage, "甲"), _code(stage, "乙")]
    return SealedCode.objects.earliest("pk"), lambda: services.open_sealed(
        emergency=row, codes=codes, by=stage.cast.user("legal")
    )


def end(stage):
    row = _opened(stage, "hr2")
    return row, lambda: services.end_break_glass(emergency=row, by=stage.cast.user("hr2"))


def review(stage):
    row = _opened(stage, "pay-approver")
    services.end_break_glass(emergency=row, by=stage.cast.user("pay-approver"))
    by = stage.cast.user("auditor")
    return row, lambda: services.review_break_glass(emergency=row, by=by, review=f"查过 {clock.today()}")


def make_code(stage):
    person, by = stage.cast.person("丙"), stage.cast.user("secadmin")
    return person, lambda: services.make_sealed_code(holder=person, unit=stage.cast["city"], by=by)


LOCKS = (
    Lock(f"{FILE}:ask_break_glass", ask),
    Lock(f"{FILE}:_waiting", wait_for),
    Lock(f"{FILE}:_take_codes", take_codes),
    Lock(f"{FILE}:end_break_glass", end),
    Lock(f"{FILE}:review_break_glass", review),
    Lock(f"{FILE}:make_sealed_code", make_code),
)

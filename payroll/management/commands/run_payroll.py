"""`run_payroll --unit CODE --month YYYY-MM --as USER [--json]`: prepares the month's draft run and calculates it."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from datetime import date
from typing import Any

from accounts.models import User
from core import patience
from core.perms import Perms
from core.terminal import DONE, Acting
from organisation.models import Unit
from payroll.models import PayRun
from payroll.services import runs

SUMS = ("gross", "insurance", "tax", "deducted", "net", "cost")
STATEMENT_SECONDS = 130


class Command(Acting):
    """The same draft as the page makes. Exit status 0 done, 1 refused, 2 used wrongly."""

    help = "Prepare and calculate the draft pay run of a unit for a month."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", required=True, help="code of the unit")
        parser.add_argument("--month", required=True, help="for example 2026-11")
        parser.add_argument("--as", dest="user", required=True, help="sign-in name of who prepares")
        parser.add_argument("--pay-day", dest="pay_day", help="for example 2026-12-10; the scheme's when left out")
        parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")

    def _run(self, options: dict[str, Any]) -> int:
        month, pay_day = month_typed(options["month"]), day_typed(options["pay_day"])
        if month is None or (options["pay_day"] and pay_day is None):
            return self._misused("Write the month as 2026-11 and the payday as 2026-12-10.")
        user = User.objects.filter(username__iexact=options["user"], is_active=True).first()
        if user is None:
            return self._misused("There is no such user.")
        unit = Unit.objects.visible_to(user, Perms.EDIT_PAY).filter(code=options["unit"]).first()
        if unit is None:
            return self._misused("There is no unit of this code among those whose pay this user may prepare.")
        with patience.longer(STATEMENT_SECONDS):
            run = runs.open_run(unit=unit, month=month, by=user, pay_day=pay_day)
            return self._tell(runs.calculate_run(run=run, by=user, at_once=True), options)

    def _tell(self, run: PayRun, options: dict[str, Any]) -> int:
        sums = {name: str(getattr(run, name)) for name in SUMS}
        told = {"run": run.pk, "status": run.status, "month": f"{run.month:%Y-%m}", "pay_day": run.pay_day.isoformat()}
        told |= {"people": run.people, **sums}
        anomalies = run.anomalies.select_related("auxiliary__person").order_by("pk")
        found = [
            {
                "code": row.code,
                "says": str(row.get_code_display()),
                "person": row.auxiliary.name if row.auxiliary else None,
                "about": row.key,
                "before": None if row.before is None else str(row.before),
                "now": None if row.now is None else str(row.now),
            }
            for row in anomalies
        ]
        if options["json"]:
            self.stdout.write(json.dumps({**told, "anomalies": found}, ensure_ascii=False))
            return DONE
        self.stdout.write(", ".join(f"{name} {value}" for name, value in told.items()))
        for row in found:
            self.stdout.write(" ".join(str(value) for value in row.values() if value))
        return DONE


def month_typed(text: str) -> date | None:
    """2026-11 as its first day; None for anything else."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text or "", re.ASCII)
    try:
        return date(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        return None


def day_typed(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None

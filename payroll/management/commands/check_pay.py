"""`check_pay MONTH`: reckons every released payslip of a month again from what was kept with it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from payroll.management.commands.run_payroll import month_typed
from payroll.running.checking import check_month

DONE, WRONG, MISUSED = 0, 1, 2


class Command(BaseCommand):
    """Exit status 0 all the same to the fen, 1 something differs, 2 used wrongly."""

    help = "Reckon the released payslips of a month again from their stored basis."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month", help="for example 2026-11")

    def handle(self, *args: Any, **options: Any) -> None:
        month = month_typed(options["month"])
        if month is None:
            self.stderr.write("Write the month as 2026-11.")
            sys.exit(MISUSED)
        checked, wrong = check_month(month)
        for said in wrong:
            self.stdout.write(said)
        self.stdout.write(f"{checked} payslips, {len(wrong)} differences")
        if wrong:
            sys.exit(WRONG)

"""Giving out a payslip as a sheet: each is an act of its own, recorded with its serial."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.templatetags.show import moment
from core.typesetting import typeset
from exports.marks import new_serial
from payroll.models import Payslip
from payroll.printing.payslip import payslip_data
from payroll.selectors_runs import lines_of

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "printing" / "typst" / "payslip.typ"


@transaction.atomic
def print_payslip(*, slip: Payslip, by: User) -> tuple[str, bytes]:
    """File name and PDF of one payslip; its own people and those who read pay may ask for it."""
    serial = new_serial().replace("EX", "GZ", 1)
    words = {"serial": serial, "name": by.display_name, "at": moment(localtime(clock.now()))}
    feet = {
        "foot": _("%(serial)s · printed by %(name)s · %(at)s") % words,
        "page": _("Page {here} of {all}"),
        "serial": serial,
    }
    content = typeset(TEMPLATE, {**payslip_data(slip, lines_of(slip)), **feet})
    record("payslip.printed", slip, by=by, after={"serial": serial, "sha256": hashlib.sha256(content).hexdigest()})
    return f"{serial}.pdf", content

"""Giving out a paper about one person: with numbers in the clear, so each is an act of its own, recorded with its serial."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.db import models, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput
from core.typesetting import typeset
from exports.marks import new_serial
from roster.models import Auxiliary, Contract
from roster.printing import certificate
from roster.printing.contract import contract_data
from roster.services.files import note_reading_of

TEMPLATES: Final = Path(__file__).resolve().parent.parent / "printing" / "typst"
LONGEST: Final = 60
Paper = tuple[str, bytes]


def print_contract(*, contract: Contract, by: User) -> Paper:
    """The labour contract to sign: file name and PDF."""
    return _give_out(
        "contract.printed", contract, contract.auxiliary, "contract.typ", contract_data(contract), "LD", by
    )


def certify_work(*, auxiliary: Auxiliary, purpose: str, by: User, on: date) -> Paper:
    """That the person works here, for a stated purpose. Raises BadInput without one, NotNow for somebody who left."""
    purpose = " ".join(purpose.split())
    if not purpose or len(purpose) > LONGEST:
        raise BadInput({"purpose": _("Say what it is for, in at most sixty characters: it is printed on it.")})
    data = certificate.at_work(auxiliary, purpose, on)
    return _give_out("certificate.printed", auxiliary, auxiliary, "certificate.typ", data, "ZZ", by, reason=purpose)


def certify_end(*, auxiliary: Auxiliary, by: User, on: date) -> Paper:
    """That the labour contract has ended. Raises NotNow for somebody who has not left."""
    data = certificate.ended(auxiliary, on)
    return _give_out("certificate.printed", auxiliary, auxiliary, "certificate.typ", data, "LZ", by)


@transaction.atomic
def _give_out(
    action: str,
    about: models.Model,
    auxiliary: Auxiliary,
    template: str,
    data: Mapping[str, Any],
    series: str,
    by: User,
    *,
    reason: str = "",
) -> Paper:
    serial, now = new_serial().replace("EX", series, 1), clock.now()
    content = typeset(TEMPLATES / template, {**data, "language": "zh", **foot(serial, by.display_name, now)})
    after = {"serial": serial, "title": data["title"], "sha256": hashlib.sha256(content).hexdigest()}
    record(action, about, by=by, after=after, reason=reason)
    note_reading_of(auxiliary, by, "unmasked")
    return f"{serial}.pdf", content


def foot(serial: str, name: str, now: datetime) -> dict[str, str]:
    """Serial, who printed it when, and how pages are counted. Papers of the statute speak Chinese."""
    at = localtime(now)
    printed = f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    return {"foot": f"编号 {serial} · {name} 打印 · {printed}", "page": "第{here}页 共{all}页", "serial": serial}

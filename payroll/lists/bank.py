"""The bank transfer file of a released run 银行代发文件: account, bank, amount, purpose. That cards were read is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from django import forms
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.audit import record
from core.errors import BadInput
from core.registries import ExportKind, ExportTable, action_words, export_kinds
from core.templatetags.show import listed
from payroll.calculating.identifiers import bank_card
from payroll.lists.released import (
    CHUNK,
    RIGHT,
    Asked,
    EmployerForm,
    must_be_there,
    persons_of,
    run_of,
    slips_of,
    within,
)
from payroll.models import PayRun, PaySetting

MOST_NAMES = 10
CHANGED, WRONG, NONE = "changed", "wrong", "none"


@dataclass(frozen=True, slots=True)
class Transfer:
    """What one person gets, and where; `problem`: why it must not go out as it is."""

    name: str
    card: str
    bank: str
    amount: Decimal
    problem: str = ""


def transfers(user: User, run: PayRun, asked: Asked) -> Iterator[Transfer]:
    """A transfer for each person of the run who gets something, in the order of the payslips.

    What a correction takes back and pays anew is one transfer of the difference; somebody who owes gets none.
    """
    amounts: dict[int, list[Any]] = {}
    rows = (
        slips_of(user, {**asked, "run": run.pk}).order_by("pk").values_list("auxiliary_id", "name", "net", "setting_id")
    )
    for auxiliary, name, net, setting in rows:
        kept = amounts.setdefault(auxiliary, [name, Decimal(0), None])
        kept[1] += net
        kept[2] = setting or kept[2]
    changed = _changed_since(run)
    paid = [(auxiliary, *kept) for auxiliary, kept in amounts.items() if kept[1] > 0]
    for start in range(0, len(paid), CHUNK):
        some = paid[start : start + CHUNK]
        settings = PaySetting.objects.in_bulk([row[3] for row in some if row[3]])
        for auxiliary, name, amount, setting in some:
            yield _transfer(name, amount, settings.get(setting), auxiliary in changed)


def _transfer(name: str, amount: Decimal, setting: PaySetting | None, changed: bool) -> Transfer:
    card = setting.bank_card if setting else ""
    checked = bank_card(card) if card else None
    problem = CHANGED if changed else NONE if checked is None else "" if checked.valid else WRONG
    return Transfer(name, checked.number if checked else "", setting.bank_name if setting else "", amount, problem)


def _changed_since(run: PayRun) -> set[int]:
    """Whose pay settings were written after the run was released."""
    rows = PaySetting.objects.filter(changed_at__gt=run.released_at, auxiliary__payslips__run=run)
    return set(rows.values_list("auxiliary_id", flat=True))


def people(user: User, asked: Asked, day: date) -> Iterable[int]:
    return persons_of(slips_of(user, asked)) if run_of(user, asked) else ()


def check(user: User, asked: Asked, day: date) -> None:
    """Raises BadInput without a released run, and for each card that changed since, is wrong or missing, with the names.

    `without`: these people are left out, and paid one by one after asking them.
    """
    must_be_there(user, asked, run=True)
    run = run_of(user, asked)
    if run is not None and not asked.get("without"):
        _must_be_sound(transfers(user, run, asked))


def _must_be_sound(some: Iterable[Transfer]) -> None:
    found: dict[str, list[str]] = {}
    for one in some:
        if one.problem:
            found.setdefault(one.problem, []).append(one.name)
    if found:
        raise BadInput(
            {"": [*(SAID[problem] % _names(found[problem]) for problem in SAID if problem in found), WAY_OUT]}
        )


SAID: Mapping[str, Any] = {
    CHANGED: gettext_lazy("Bank data changed after the release: %(names)s."),
    WRONG: gettext_lazy("The check digit of the card number is wrong: %(names)s."),
    NONE: gettext_lazy("No bank card is on file: %(names)s."),
}
WAY_OUT = gettext_lazy("Ask these people first, or leave them out here and pay them one by one.")


def _names(names: list[str]) -> dict[str, str]:
    some = list(islice(names, MOST_NAMES))
    return {"names": listed(some) if len(some) == len(names) else f"{listed(some)} … ({len(names)})"}


@transaction.atomic
def table(user: User, asked: Asked, day: date) -> ExportTable:
    """The file; that card numbers were opened for it is recorded, with how many."""
    run = run_of(user, asked)
    if run is None:
        raise BadInput({"": _("Choose a released pay run of one of your units: the list of pay runs leads here.")})
    found = list(transfers(user, run, asked))
    if not asked.get("without"):
        _must_be_sound(found)
    kept = [one for one in found if not one.problem]
    told = {
        "transfers": len(kept),
        "left_out": len(found) - len(kept),
        "sum": sum((one.amount for one in kept), Decimal(0)),
    }
    record("pay_run.cards_read", run, by=user, after=told)
    purpose = _("Pay of %(month)s") % {"month": date_format(run.month, "YEAR_MONTH_FORMAT")}
    lines = ([number, one.name, one.card, one.bank, one.amount, purpose] for number, one in enumerate(kept, start=1))
    return ExportTable(_("Bank transfers"), headings(), lines)


def headings(asked: Asked | None = None) -> list[str]:
    return [_("Serial number"), _("Name"), _("Account"), _("Bank"), _("Amount"), _("Purpose of payment")]


class BankForm(EmployerForm):
    """Which employer pays, and whether people with an open question about the card are left out."""

    without = forms.BooleanField(
        label=gettext_lazy("Leave out people whose card changed, is wrong or missing"),
        required=False,
        help_text=gettext_lazy("They are paid one by one, after asking them."),
    )


action_words["pay_run.cards_read"] = gettext_lazy("Bank cards opened for the bank file")
export_kinds.add(
    ExportKind(
        key="bank-file",
        title=gettext_lazy("Bank transfers of a pay run"),
        permission=RIGHT,
        formats=("csv", "xlsx"),
        people=people,
        within=within,
        make=table,
        sensitive=lambda asked: [_("Account")],
        check=check,
        columns=headings,
        form=BankForm,
        back="payroll:lists",
        order=50,
        about=gettext_lazy("One transfer for each person of a released run: account, bank, amount, purpose."),
    )
)

"""What the files of pay are made of: released payslips of a run, or of a month, within the right to keep pay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.errors import BadInput
from core.forms import HouseForm
from core.perms import Perms
from organisation.models import Employer, Unit
from payroll.lists.asked import Asked as Where
from payroll.lists.asked import month_in
from payroll.models import PayRun, Payslip

Asked: TypeAlias = Mapping[str, Any]
PAID = (PayRun.Status.RELEASED, PayRun.Status.ISSUED)
RIGHT = Perms.EDIT_PAY
CHUNK = 500


def run_of(user: User, asked: Asked) -> PayRun | None:
    """The released run of `?run=`, in the units where the user keeps pay; None for any other."""
    number = str(asked.get("run", ""))
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        return None
    rows = PayRun.objects.visible_to(user, RIGHT).filter(pk=int(number), status__in=PAID)
    return rows.select_related("unit").first()


def runs_of(user: User, about: Where) -> QuerySet[PayRun]:
    """The released runs of a month, in the units asked about, as far as the user may read pay."""
    rows = PayRun.objects.visible_to(user).filter(about.inside, month=about.month, status__in=PAID)
    found: QuerySet[PayRun] = rows.select_related("unit").defer("basis").order_by("unit__path", "pk")
    return found


def slips_of(user: User, asked: Asked, *, by_pay_day: bool = False) -> QuerySet[Payslip]:
    """Released payslips of `?run=`, or of `?month=` (of work, or of payment), of `?unit=` and below, of `?employer=`.

    Payslips that take others back are in it with their negative amounts, so that sums are those of the runs.
    """
    rows = Payslip.objects.valid().visible_to(user, RIGHT)
    if asked.get("run"):
        rows = rows.filter(run=run_of(user, asked))
    elif month := month_in(str(asked.get("month", ""))):
        rows = rows.filter(run__pay_day__year=month.year, run__pay_day__month=month.month) if by_pay_day else (
            rows.filter(month=month)
        )  # fmt: skip
    else:
        return rows.none()
    if not asked.get("run") and asked.get("unit"):
        unit = Unit.objects.visible_to(user, RIGHT).filter(code=str(asked["unit"])).first()
        rows = rows.filter(unit__path__startswith=unit.path) if unit else rows.none()
    employer = str(asked.get("employer") or "")
    if employer:
        rows = rows.filter(employer_id=int(employer)) if employer.isascii() and employer.isdecimal() else rows.none()
    found: QuerySet[Payslip] = rows
    return found


def persons_of(slips: QuerySet[Payslip]) -> Iterable[int]:
    """Numbers of the natural persons."""
    return slips.order_by().values_list("auxiliary__person_id", flat=True).distinct()


def within(user: User, persons: Iterable[int], asked: Asked) -> set[int]:
    """Those whose payslips, or files, the user may still keep."""
    inside = Q(auxiliary__person_id__in=list(persons))
    return set(persons_of(Payslip.objects.visible_to(user, RIGHT).filter(inside)))


def must_be_there(user: User, asked: Asked, *, run: bool = False) -> None:
    """Raises BadInput for a run or month that is not there, and for a run of another unit than the one named.

    The second person holds the right over the unit named: it must be the one whose people are in the file.
    """
    if run or asked.get("run"):
        found = run_of(user, asked)
        if found is None or asked.get("unit", found.unit.code) != found.unit.code:
            raise BadInput({"": _("Choose a released pay run of one of your units: the list of pay runs leads here.")})
    elif month_in(str(asked.get("month", ""))) is None:
        raise BadInput({"": _("Choose a month: the page of lists and files leads here.")})


class EmployerForm(HouseForm):
    """Of which employer; without a choice of all."""

    employer = forms.ChoiceField(label=gettext_lazy("Employer"), required=False)

    def __init__(self, *args: Any, user: User, **more: Any) -> None:
        super().__init__(*args, **more)
        found = Employer.objects.filter(unit__in=Unit.objects.visible_to(user, RIGHT))
        names = [(str(pk), name) for pk, name in found.order_by("name").values_list("pk", "name")]
        self.fields["employer"].choices = [("", _("All employers")), *names]  # type: ignore[attr-defined]

"""What an item of the scheme pays to one single person, before the amounts of posts, grades and everybody."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from core.templatetags.show import month as month_said
from payroll.calculating.days import bounds
from payroll.models import PayAmount, PayItem, PayRun, PayScheme, Payslip, month_of
from payroll.services.schemes import set_amount
from roster.models import Auxiliary


@transaction.atomic
def set_own_amount(*, auxiliary: Auxiliary, item_code: str, amount: Decimal, starts_on: date, by: Actor) -> PayAmount:
    """The amount of an item for one person from a day on; the one before ends the day before.

    Raises BadInput for an item that the scheme of the person's unit does not have on that day, or that is entered month
    by month.
    """
    scheme = PayScheme.objects.speaking_for(auxiliary.unit, starts_on)
    items = PayItem.objects.filter(scheme=scheme, code=item_code).exclude(basis=PayItem.Basis.GIVEN)
    item = items.first() if scheme is not None else None
    if item is None:
        raise BadInput({"item_code": _("The scheme of the unit has no item of this code that has an amount.")})
    return set_amount(item=item, amount=amount, starts_on=starts_on, by=by, auxiliary=auxiliary)


@transaction.atomic
def end_own_amount(*, amount: PayAmount, ends_on: date, by: Actor, reason: str = "") -> PayAmount:
    """The last day of an amount of one person; a month in which it counts on one day is paid by it whole.

    Raises NotNow when it ends on that day or before already, or when a released payslip paid it in a month that goes on
    after that day; BadInput for a day before it began.
    """
    item = PayItem.objects.select_for_update(of=("self",)).get(pk=amount.item_id)
    row = PayAmount.objects.select_related("item__scheme__unit", "auxiliary__unit").get(pk=amount.pk)
    if row.ends_on is not None and row.ends_on <= ends_on:
        raise NotNow(_("The amount ends on that day or before already."))
    if ends_on < row.starts_on:
        raise BadInput({"ends_on": _("The last day is before the first.")})
    if (paid := _paid_last(row, ends_on)) is not None:
        said = _(
            "%(month)s was paid with this amount: end it with the last day of that month or later. If it was wrong"
            " before, enter the right amount from then on (0 for none) and correct the payslips."
        )
        raise NotNow(said % {"month": month_said(paid)})
    before, row.ends_on = row.ends_on, ends_on
    row.save(update_fields=["ends_on"])
    told = {"item": item.code, "to": ends_on}
    record("pay_amount.ended", row, by=by, before={"to": before}, after=told, reason=reason)
    return row


def _paid_last(row: PayAmount, day: date) -> date | None:
    """The last month going on after a day for which a released payslip pays the item to the person.

    The runs are locked first: one that is being released at this moment has paid, or will see the new day. Nothing was
    paid by an amount for each time in a month without one; an amount of 0 leaves no line, so every month counts.
    """
    ends_whole = bounds(day.year, day.month)[1] == day
    after = {"month__gt" if ends_whole else "month__gte": month_of(day)}
    theirs = PayRun.objects.filter(payslips__auxiliary=row.auxiliary_id, **after)
    list(theirs.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    within = {"unit__path__startswith": row.item.scheme.unit.path, **after}
    slips = Payslip.objects.valid().filter(auxiliary=row.auxiliary_id, **within)
    if row.amount:
        slips = slips.filter(lines__part="earned", lines__code=row.item.code)
    if row.ends_on is not None:
        slips = slips.filter(month__lte=row.ends_on)
    return slips.order_by("-month").values_list("month", flat=True).first()

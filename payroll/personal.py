"""What this room keeps about a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.audit import plain
from core.registries import PersonalData, not_personal_data, personal_data
from payroll.models import Payslip, PolicyMember
from payroll.pay_words import said_of

personal_data.add(PersonalData("payroll.Enrolment", _("My insurances"), "auxiliary__person", order=210))


def covers_with_claims(person: int) -> Iterator[Mapping[str, Any]]:
    """Each accident cover with what was claimed under it."""
    covers = PolicyMember.objects.filter(auxiliary__person=person).select_related("policy")
    names = ("happened_on", "reported_on", "what", "grade", "asked", "paid", "decided_on")
    for cover in covers.prefetch_related("claims").order_by("starts_on", "pk"):
        claims = [
            plain({"kind": claim.get_kind_display(), **{name: getattr(claim, name) for name in names}})
            for claim in cover.claims.all()
        ]
        told = {"insurer": cover.policy.insurer, "policy": str(cover.policy), "starts_on": cover.starts_on}
        yield {**plain({**told, "ends_on": cover.ends_on}), "claims": claims}


personal_data.add(
    PersonalData(
        "payroll.PolicyMember", _("My accident insurance"), "auxiliary__person", rows=covers_with_claims, order=220
    )
)


def released_slips(person: int) -> Iterator[Mapping[str, Any]]:
    """Payslips of released runs with their lines: what is still being drafted is nobody's pay yet."""
    slips = Payslip.objects.valid().filter(auxiliary__person=person).select_related("employer", "unit")
    for slip in slips.prefetch_related("lines").order_by("month", "pk"):
        lines = [
            plain(
                {
                    "part": line.get_part_display(),
                    "what": said_of(line.code, line.name, line.of_month),
                    "amount": line.amount,
                }
            )
            for line in slip.lines.all()
        ]
        sums = {name: getattr(slip, name) for name in ("gross", "insurance", "tax", "deducted", "net")}
        place = {"month": slip.month, "unit": str(slip.unit), "employer": str(slip.employer)}
        yield {**plain({**place, **sums}), "lines": lines}


for order, (model, title, rows) in enumerate(
    (
        ("PaySetting", _("My pay settings"), None),
        ("SpecialDeduction", _("My special additional deductions"), None),
        ("PayAmount", _("Pay amounts of my own"), None),
        ("PayInput", _("What was entered for my pay"), None),
        ("Payslip", _("My payslips"), released_slips),
        ("TaxLedger", _("My tax withheld"), None),
    ),
    start=230,
):
    personal_data.add(PersonalData(f"payroll.{model}", title, "auxiliary__person", rows=rows, order=order))
not_personal_data.update(
    {
        "payroll.PayRun": "of a unit; names only who worked on it",
        "payroll.PayAnomaly": "a hint for whoever releases the run; what came of it is the payslip",
        "payroll.Correction": "the reversed and the new payslip are in the copy",
    }
)

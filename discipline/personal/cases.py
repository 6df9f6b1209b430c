"""What cases keep about the person concerned: from the day the facts are put to them, what they were told and what they said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.audit import plain
from core.registries import PersonalData, not_personal_data, personal_data
from discipline.models import Case, Withdrawal

TOLD = ("number", "nature", "happened_on", "reported_on", "opened_on", "told_on", "statement_until", "heard_on")
DECIDED = ("decided_on", "outcome", "grounds", "served_on", "appeal_until", "closed_on")


def rows(person: int) -> Iterator[Mapping[str, Any]]:
    """Each case that was put to the person, with the own statements and the appeal; names of officials stay out."""
    found = Case.objects.of_person(person).select_related("unit", "appeal").prefetch_related("statements", "sanctions")
    for case in found.order_by("reported_on", "pk"):
        fields = (*TOLD, *(DECIDED if case.served_on else ()))
        said = [{"made_on": row.made_on, "words": row.words} for row in case.statements.all()]
        appeal = getattr(case, "appeal", None)
        told = {"unit": str(case.unit), "subject": case.subject, **{name: getattr(case, name) for name in fields}}
        yield {
            **plain(told),
            "statements": [plain(row) for row in said],
            "measures": [plain(row) for row in _measures(case)],
            "appeal": plain(_appeal(appeal)) if appeal is not None else {},
        }


def _appeal(appeal: Any) -> dict[str, Any]:
    names = ("number", "filed_on", "grounds", "answered_on", "verdict", "reasons")
    return {name: getattr(appeal, name) for name in names}


def _measures(case: Case) -> list[dict[str, Any]]:
    """Measures in force or over, with their effects; before the service there is none."""
    names = (
        "decided_on",
        "from_grade",
        "to_grade",
        "starts_on",
        "ends_on",
        "pay_share",
        "bars_promotion",
        "bars_award",
        "revoked_on",
    )
    begun = [row for row in case.sanctions.all() if row.starts_on]
    return [{"measure": row.get_kind_display(), **{name: getattr(row, name) for name in names}} for row in begun]


personal_data.add(PersonalData("discipline.Case", _("My cases"), "auxiliary__person", rows=rows, order=400))


def withdrawals(person: int) -> Iterator[Mapping[str, Any]]:
    """What the person asked and was answered; names of officials stay out."""
    names = ("asked_on", "reason", "due_on", "answer", "answered_on", "reasons")
    for row in Withdrawal.objects.filter(case__auxiliary__person=person).select_related("case").order_by("pk"):
        yield {"case": row.case.number, **plain({name: getattr(row, name) for name in names})}


personal_data.add(
    PersonalData(
        "discipline.Withdrawal",
        _("What I asked: that somebody withdraw"),
        "case__auxiliary__person",
        rows=withdrawals,
        order=401,
    )  # fmt: skip
)
not_personal_data.update(
    dict.fromkeys(
        ("discipline.Statement", "discipline.Appeal", "discipline.AppealOnPaper", "discipline.Suspension"),
        "told with the case: what the person said; of a suspension the restriction in the file",
    )
)

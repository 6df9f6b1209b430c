"""The person asks that an investigator withdraw 申请回避, and whoever may decide the case answers (GX 34, NB 16).

That the party may ask and that the organ decides is law there; who answers, and by when, is house policy.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.errors import BadInput, NotNow
from core.outbox import emit
from discipline.models import Case, Investigator, Withdrawal
from discipline.rules.cases import terms
from discipline.rules.cases.life import ASKED_IN, Status, Withdrawn
from discipline.services.cases import common
from discipline.services.cases.beginning import replaced
from discipline.services.cases.deciding import begun_again
from discipline.services.officials import an_official
from organisation.models import Officer


@transaction.atomic
def ask_to_withdraw(*, case: Case, investigator: Investigator, reason: str, by: User, on: date) -> Withdrawal:
    """Ask that an investigator withdraw, once for each; until it is answered nothing is decided.

    Raises PermissionDenied for everybody but the person concerned, NotNow before being told and after the decision.
    """
    case = common.lock(case)
    if by.person_id is None or by.person_id != case.auxiliary.person_id:
        raise PermissionDenied
    if case.status not in ASKED_IN:
        raise NotNow(common.standing(case))
    named = Investigator.objects.filter(pk=investigator.pk, case=case, relieved_on=None).select_related("officer")
    if (row := named.first()) is None:
        raise BadInput({"investigator": _("Name somebody who investigates this case.")})
    if Withdrawal.objects.filter(investigator=row).exists():
        raise BadInput({"investigator": _("You have asked for this already: it is answered once.")})
    until = terms.last_day(on, common.days("withdrawal_days", case, on))
    asked = Withdrawal(case=case, investigator=row, asked_on=on, asked_by=by, due_on=until)
    asked.reason = common.words(reason, "reason")
    common.checked(asked, "reason")
    asked.save()
    record("case.withdrawal_asked", case, by=by, after={"officer": row.officer, "until": until})
    emit("discipline.withdrawal_asked", {"case": case.pk, "withdrawal": asked.pk})
    return asked


@transaction.atomic
def answer_withdrawal(
    *, withdrawal: Withdrawal, answer: str, reason: str, by: User, on: date, instead: Officer | None = None
) -> Withdrawal:
    """Grant it, and the other officer takes the place in the same act; or refuse it. The person is told the reason.

    When it is granted after the investigation ended, the case goes back to it: what was told and said so far counts no more.
    Raises Refused for whoever investigates it or is tied to it (CS-25), and for another who is tied (CS-01).
    """
    case = common.lock(withdrawal.case)
    common.may(by, case, common.ANSWERS_WITHDRAWALS)
    row = Withdrawal.objects.select_related("investigator__officer").get(pk=withdrawal.pk)
    if row.answer:
        raise NotNow(_("It is answered already."))
    investigator = Investigator.objects.select_related("officer").get(pk=row.investigator_id)
    _check(answer, instead, investigator)
    facts = common.who(by.person_id or 0, case, on)
    common.refuse("discipline.case.withdrawal", facts, case, on, name=by.display_name)
    granted = answer == Withdrawn.GRANTED
    row.answer, row.reasons, row.answered_on = answer, common.words(reason, "reason"), on
    row.handler, row.handler_person_id = by, an_official(by).person_id
    common.checked(row, "answer", "reasons")
    if granted and instead is not None:
        if case.status != Status.OPENED:
            begun_again(case, by=by, on=on)
        replaced(case, investigator, reason=row.reasons, instead=instead, by=by, on=on)
    row.save(update_fields=["answer", "reasons", "answered_on", "handler", "handler_person"])
    record("case.withdrawal_answered", case, by=by, after={"officer": row.investigator.officer, "granted": granted})
    emit("discipline.withdrawal_answered", {"case": case.pk, "withdrawal": row.pk})
    return row


def _check(answer: str, instead: Officer | None, investigator: Investigator) -> None:
    """Whoever was relieved meanwhile by the organ itself has not to be replaced."""
    if answer not in Withdrawn.values:
        raise BadInput({"answer": _("Choose an answer.")})
    if (answer == Withdrawn.GRANTED and investigator.relieved_on is None) != (instead is not None):
        raise BadInput({"instead": _("Name who investigates instead when it is granted, and only then.")})

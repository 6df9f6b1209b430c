"""What goes out and comes in about cases and appeals."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from discipline.forms.cases import EXITS
from discipline.models.cases import Appeal, Case, Investigator, Sanction, Suspension
from discipline.models.withdrawals import Withdrawal
from discipline.rules.cases.exits import LocalGround
from discipline.rules.cases.life import SANCTIONS, Heard, Nature, Outcome, Served, Source, Verdict, Withdrawn

LONG = 4000


class CaseBase(serializers.Serializer[Any]):
    """Plain values, typed and checked; nothing is saved here."""


class SanctionOut(serializers.ModelSerializer[Sanction]):
    """A measure with its effects; kinds, periods and effects are house policy, to be confirmed."""

    class Meta:
        model = Sanction
        fields = (
            "kind", "decided_on", "starts_on", "ends_on", "pay_share", "bars_promotion", "bars_award", "weighs_on_renewal",
            "from_grade", "to_grade", "lowered_on", "put_back_at", "revoked_on", "ended_on", "end_ground", "local_ground",
        )  # fmt: skip


class InvestigatorOut(serializers.ModelSerializer[Investigator]):
    """Somebody who investigates, or did."""

    name = serializers.CharField(source="officer.person.name")

    class Meta:
        model = Investigator
        fields = ("id", "officer", "name", "named_on", "relieved_on")


class SuspensionOut(serializers.ModelSerializer[Suspension]):
    """A suspension from duty while the case runs."""

    class Meta:
        model = Suspension
        fields = ("id", "starts_on", "ends_on", "lifted_on")


class WithdrawalOut(serializers.ModelSerializer[Withdrawal]):
    """That the person asks an investigator to withdraw, and the answer; its term is house policy, to be confirmed."""

    class Meta:
        model = Withdrawal
        fields = ("id", "investigator", "reason", "asked_on", "due_on", "answer", "answered_on", "reasons")


class CaseRowOut(serializers.ModelSerializer[Case]):
    """A case in a list; nothing of what was said is read."""

    unit = serializers.CharField(source="unit.code")
    name = serializers.CharField(source="auxiliary.person.name")

    class Meta:
        model = Case
        fields: tuple[str, ...] = (
            "id", "number", "unit", "auxiliary", "name", "status", "revision", "nature", "source", "source_ref",
            "happened_on", "reported_on", "due_on", "appealed",
        )  # fmt: skip


class CaseOut(CaseRowOut):
    """One case with what was found, intended and decided."""

    sanctions = SanctionOut(many=True)
    investigators = InvestigatorOut(many=True)
    suspensions = SuspensionOut(many=True)
    withdrawals = WithdrawalOut(many=True)

    class Meta(CaseRowOut.Meta):
        fields = (
            *CaseRowOut.Meta.fields, "subject", "opened_on", "findings", "concluded_on", "told_on", "told_how", "intended",
            "statement_until", "heard_on", "heard_how", "decided_on", "outcome", "grounds", "served_on", "served_how",
            "appeal_until", "closed_on", "closing", "sanctions",
            "investigators", "suspensions", "withdrawals",
        )  # fmt: skip


class AppealRowOut(serializers.ModelSerializer[Appeal]):
    """An appeal in a list; nothing of what was said is read."""

    case_number = serializers.CharField(source="case.number")

    class Meta:
        model = Appeal
        fields: tuple[str, ...] = (
            "id", "number", "case", "case_number", "filed_on", "due_on", "answered_on", "verdict",
        )  # fmt: skip


class AppealOut(AppealRowOut):
    """An appeal and its answer."""

    class Meta(AppealRowOut.Meta):
        fields = (*AppealRowOut.Meta.fields, "grounds", "reasons")


class Meta:
    model = Appeal
    fields = (
        "id",
        "number",
        "case",
        "case_number",
        "grounds",
        "filed_on",
        "due_on",
        "answered_on",
        "verdict",
        "reasons",
    )


class CaseReportIn(CaseBase):
    """A report, as it came in."""

    auxiliary = serializers.IntegerField(min_value=1, max_value=10**15, help_text="Number of the auxiliary.")
    subject = serializers.CharField(max_length=LONG)
    nature = serializers.ChoiceField(Nature.choices, required=False)
    source = serializers.ChoiceField(Source.choices)
    source_ref = serializers.CharField(max_length=40, required=False, allow_blank=True)
    happened_on = serializers.DateField(required=False, allow_null=True)


class CaseNothing(CaseBase):
    """Nothing needs to be sent."""


class CaseReasonIn(CaseBase):
    """A reason that becomes part of the record."""

    reason = serializers.CharField(max_length=500)


class NameIn(CaseBase):
    """Who is to investigate."""

    officer = serializers.IntegerField(min_value=1, max_value=10**15, help_text="Number of a serving officer.")


class RelieveIn(CaseBase):
    """Why somebody investigates no more, and who does instead."""

    reason = serializers.CharField(max_length=500)
    instead = serializers.IntegerField(
        min_value=1, max_value=10**15, required=False, allow_null=True, help_text="Number of a serving officer."
    )


class WithdrawalAnswerIn(CaseBase):
    """The answer to a request that somebody withdraw."""

    answer = serializers.ChoiceField(Withdrawn.choices)
    reason = serializers.CharField(max_length=1000)
    instead = serializers.IntegerField(
        min_value=1, max_value=10**15, required=False, allow_null=True, help_text="Number of a serving officer."
    )


class FindingsIn(CaseBase):
    """What the investigation found."""

    findings = serializers.CharField(max_length=LONG)


class TellIn(CaseBase):
    """What the person is told before anything is decided."""

    intended = serializers.ChoiceField(Outcome.choices)
    how = serializers.ChoiceField(Served.choices)


class HearIn(CaseBase):
    """How the person was heard."""

    how = serializers.ChoiceField(Heard.choices)
    text = serializers.CharField(max_length=LONG, required=False, allow_blank=True)


class DecideIn(CaseBase):
    """The decision; the rest only for an end of the labour contract."""

    outcome = serializers.ChoiceField(Outcome.choices)
    grounds = serializers.CharField(max_length=LONG)
    ground = serializers.ChoiceField(EXITS, required=False, allow_blank=True)
    local_ground = serializers.ChoiceField(LocalGround.choices, required=False, allow_blank=True)
    union_told_on = serializers.DateField(required=False, allow_null=True)
    rules_known_on = serializers.DateField(required=False, allow_null=True)
    notice_given_on = serializers.DateField(required=False, allow_null=True)
    pay_instead_of_notice = serializers.BooleanField(required=False)


class ServeIn(CaseBase):
    """How the decision reached the person."""

    how = serializers.ChoiceField(Served.choices)


class SuspendIn(CaseBase):
    """Why, and until when at the latest."""

    reason = serializers.CharField(max_length=300)
    ends_on = serializers.DateField(required=False, allow_null=True)


class AppealIn(CaseBase):
    """An appeal that came on paper; the term is held against the day it was received."""

    case = serializers.IntegerField(min_value=1, max_value=10**15, help_text="Number of the case's record.")
    received_on = serializers.DateField()
    brought_by = serializers.CharField(max_length=60)
    grounds = serializers.CharField(max_length=LONG)


class AppealAnswerIn(CaseBase):
    """The answer to an appeal."""

    verdict = serializers.ChoiceField(Verdict.choices)
    changed_to = serializers.ChoiceField([Outcome.ADVICE.value, *SANCTIONS], required=False, allow_blank=True)
    reasons = serializers.CharField(max_length=LONG)

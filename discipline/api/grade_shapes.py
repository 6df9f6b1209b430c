"""What the API says of grades, and what is sent."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from discipline.models import GradeObjection, GradeProposal
from discipline.rules.grades import LACKS
from discipline.selectors.grades import Climber


class ClimberOut(serializers.Serializer[Climber]):
    """Somebody on the way up: the next grade, from which day, and what is missing for it (house policy, to be confirmed)."""

    auxiliary = serializers.IntegerField()
    name = serializers.CharField()
    badge_number = serializers.CharField()
    unit = serializers.CharField(help_text="Name of the unit.")
    grade = serializers.CharField()
    since = serializers.DateField()
    next_grade = serializers.CharField(source="step.to")
    due_on = serializers.DateField(source="step.due_on", allow_null=True)
    lacks = serializers.SerializerMethodField()
    proposed = serializers.BooleanField(help_text="Is a proposal open?")

    def get_lacks(self, one: Climber) -> list[str]:
        """What is missing, in words."""
        return [str(LACKS[lack]) for lack in one.step.lacks]


class GradeProposalOut(serializers.ModelSerializer[GradeProposal]):
    """A proposal and what came of it. `basis`: the house policy its publicity stands on."""

    unit = serializers.CharField(source="unit.code")
    published_in = serializers.CharField(source="published_in.code", default=None)
    proposed_by = serializers.CharField(source="proposed_by.display_name")
    decided_by = serializers.CharField(source="decided_by.display_name", default=None)

    class Meta:
        model = GradeProposal
        fields = ("id", "number", "auxiliary", "unit", "from_grade", "to_grade", "status", "appraisal", "proposed_by",
                  "proposed_at", "published_in", "published_from", "published_until", "decided_by", "decided_at",
                  "decided_on", "effective_on", "document_number", "reason", "basis", "revision")  # fmt: skip


class GradeObjectionOut(serializers.ModelSerializer[GradeObjection]):
    """An objection without whoever entered it."""

    class Meta:
        model = GradeObjection
        fields = ("id", "proposal", "text", "raised_on", "outcome", "answer", "settled_at")


class GradeProposalIn(serializers.Serializer[Any]):
    """The next grade of one person; `appraisal`: only results earlier than those kept here."""

    auxiliary = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    to = serializers.CharField(max_length=40)
    appraisal = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class GradeDecisionIn(serializers.Serializer[Any]):
    """The decision, and the day from which the grade is held."""

    document_number = serializers.CharField(max_length=60)
    effective_on = serializers.DateField()


class GradeObjectionIn(serializers.Serializer[Any]):
    """What is objected to."""

    text = serializers.CharField(max_length=1000)

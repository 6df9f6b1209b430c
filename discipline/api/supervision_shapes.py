"""What goes out and comes in about inspections and findings."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from discipline.checklists import checklists
from discipline.models.supervision import Answer, Finding, Inspection


class InspectionOut(serializers.ModelSerializer[Inspection]):
    """An inspection: of which unit, why, when, and where it stands."""

    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = Inspection
        fields = ("id", "number", "unit", "checklist", "why", "announced", "planned_for", "status", "revision")


class FindingRowOut(serializers.ModelSerializer[Finding]):
    """A finding in a list: from where, by when it is to be put right, and where it stands."""

    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = Finding
        fields: tuple[str, ...] = (
            "id", "number", "unit", "source", "item", "status", "found_at", "due_on", "revision",
        )  # fmt: skip


class FindingOut(FindingRowOut):
    """One finding with what was found."""

    class Meta(FindingRowOut.Meta):
        fields = (*FindingRowOut.Meta.fields, "what")


class PlanIn(serializers.Serializer[Any]):
    """An inspection of one unit, or of one duty of it by the duty's number."""

    unit = serializers.CharField(max_length=20, help_text="Code of the unit.")
    checklist = serializers.ChoiceField([(code, one.title_en) for code, one in checklists().items()])
    planned_for = serializers.DateField()
    announced = serializers.BooleanField(required=False)
    number = serializers.CharField(max_length=20, required=False, allow_blank=True, help_text="Number of the duty.")
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class SupervisionNothing(serializers.Serializer[Any]):
    """Nothing needs to be sent."""


class WordsIn(serializers.Serializer[Any]):
    """An act that asks for words."""

    what = serializers.CharField(max_length=2000)


class SeenIn(serializers.Serializer[Any]):
    """What was seen of one item; words and day where it is not in order."""

    item = serializers.CharField(max_length=40)
    result = serializers.ChoiceField(Answer.Result.choices)
    what = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    due_on = serializers.DateField(required=False, allow_null=True)


class ConcludeIn(serializers.Serializer[Any]):
    """Every item of the checklist, answered."""

    answers = SeenIn(many=True, max_length=100)


class FindIn(serializers.Serializer[Any]):
    """Something that is not in order; without a day the days of house policy count."""

    what = serializers.CharField(max_length=2000)
    due_on = serializers.DateField(required=False, allow_null=True)


class ReportIn(serializers.Serializer[Any]):
    """What was done to put it right."""

    what = serializers.CharField(max_length=2000)


class RecheckIn(serializers.Serializer[Any]):
    """What the re-check saw; a new day where it did not pass."""

    passed = serializers.BooleanField()
    what = serializers.CharField(max_length=2000)
    due_on = serializers.DateField(required=False)


class ExtendIn(serializers.Serializer[Any]):
    """More time, with the reason."""

    due_on = serializers.DateField()
    what = serializers.CharField(max_length=2000)

"""Shapes of incidents and of the care list in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from discipline.models.protection import Care, CareVisit, Incident, IncidentStep
from discipline.rules.protection import Kind, Recourse, Step

LARGEST = 2**63 - 1


class IncidentStepOut(serializers.ModelSerializer[IncidentStep]):
    """What was done, on which day, and what the organ paid."""

    class Meta:
        model = IncidentStep
        fields = ("id", "kind", "on", "paid", "words")


class IncidentLineOut(serializers.ModelSerializer[Incident]):
    """An incident in a list: to whom, of which kind, where it stands; what was said is read one by one."""

    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = Incident
        fields: tuple[str, ...] = ("id", "number", "auxiliary", "unit", "kind", "happened_on", "status", "reported_on",
                                   "take_by", "due_on", "revision")  # fmt: skip


class IncidentOut(IncidentLineOut):
    """An incident: on which duty, under which officer, who bears it, what followed."""

    borne_by = serializers.CharField(source="borne_by.code")
    steps = IncidentStepOut(many=True)

    class Meta(IncidentLineOut.Meta):
        fields = (*IncidentLineOut.Meta.fields, "borne_by", "assignment", "lead", "what", "recourse", "result",
                  "settled_at", "steps")  # fmt: skip


class CareVisitOut(serializers.ModelSerializer[CareVisit]):
    """A visit."""

    class Meta:
        model = CareVisit
        fields = ("id", "on", "given", "words")


class CareLineOut(serializers.ModelSerializer[Care]):
    """Somebody on the care list."""

    unit = serializers.CharField(source="auxiliary.unit.code")

    class Meta:
        model = Care
        fields: tuple[str, ...] = ("id", "auxiliary", "unit", "ground", "since", "until", "visit_by")


class CareOut(CareLineOut):
    """Somebody on the care list, with the circumstances and the visits."""

    visits = CareVisitOut(many=True)

    class Meta(CareLineOut.Meta):
        fields = (*CareLineOut.Meta.fields, "incident", "words", "why_ended", "visits")


class IncidentIn(serializers.Serializer[Any]):
    """What happened to whom; the duty and the officer where they are known."""

    auxiliary = serializers.IntegerField(min_value=1, max_value=LARGEST)
    kind = serializers.ChoiceField(Kind.choices)
    happened_on = serializers.DateField()
    what = serializers.CharField(max_length=4000)
    assignment = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False)
    officer = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False)


class IncidentStepIn(serializers.Serializer[Any]):
    """What was done, on which day, and what the organ paid."""

    kind = serializers.ChoiceField(Step.choices)
    on = serializers.DateField()
    words = serializers.CharField(max_length=1000)
    paid = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0, default=None)


class IncidentSettleIn(serializers.Serializer[Any]):
    """What came of it; `recourse` where the organ paid compensation."""

    result = serializers.CharField(max_length=2000)
    recourse = serializers.ChoiceField(Recourse.choices, default="")


class CareIn(serializers.Serializer[Any]):
    """Who is to be looked after, and why."""

    auxiliary = serializers.IntegerField(min_value=1, max_value=LARGEST)
    ground = serializers.ChoiceField(Care.Ground.choices)
    words = serializers.CharField(max_length=1000)


class CareVisitIn(serializers.Serializer[Any]):
    """A visit."""

    on = serializers.DateField()
    words = serializers.CharField(max_length=1000)
    given = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0, default=None)


class CareEndIn(serializers.Serializer[Any]):
    """Why somebody is no longer on the list."""

    why = serializers.CharField(max_length=300)


class IncidentNothingIn(serializers.Serializer[Any]):
    """Nothing is said with it."""

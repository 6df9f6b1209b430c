"""What goes out and comes in."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from duties.models import Assignment, RefusedAttempt

LARGEST = 10**15


class Base(serializers.Serializer[Any]):
    """Plain values, typed and checked; nothing is saved here."""


def number(**more: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=LARGEST, **more)


def numbers(**more: Any) -> serializers.ListField:
    return serializers.ListField(child=number(), max_length=500, **more)


def codes(**more: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(max_length=60), max_length=60, **more)


def words(length: int) -> serializers.CharField:
    return serializers.CharField(max_length=length, required=False, allow_blank=True)


class AssignedDutyOut(Base):
    """A duty of an assignment and where it comes from: chosen, named by the text, named by a ruling."""

    code = serializers.CharField()
    source = serializers.CharField()
    words = serializers.CharField()


class MemberOut(Base):
    """An auxiliary who is to do the work, and when he was there."""

    id = serializers.IntegerField(source="auxiliary_id")
    name = serializers.CharField(source="auxiliary.person.name")
    came_at = serializers.DateTimeField(allow_null=True)
    left_at = serializers.DateTimeField(allow_null=True)


class LeadOut(Base):
    """An officer who leads on the spot, and when he confirmed it."""

    id = serializers.IntegerField(source="officer_id")
    name = serializers.CharField(source="officer.person.name")
    confirmed_at = serializers.DateTimeField(allow_null=True)


class CommanderOut(Base):
    """The officer who commands the work and answers for it."""

    id = serializers.IntegerField(source="officer_id")
    name = serializers.CharField(source="officer.person.name")


class AssignmentRow(serializers.ModelSerializer[Assignment]):
    """An assignment in a list."""

    unit = serializers.CharField(source="unit.code")
    outcome = serializers.CharField()
    requester = serializers.CharField(source="requester_person.name")
    duties = AssignedDutyOut(many=True)
    auxiliaries = MemberOut(source="members", many=True)
    leads = LeadOut(many=True)
    commander = CommanderOut(allow_null=True, default=None)

    class Meta:
        model = Assignment
        fields: tuple[str, ...] = (
            "id", "number", "unit", "status", "version", "revision", "text", "place", "starts_at", "ends_at", "outcome",
            "requester", "duties", "auxiliaries", "leads", "commander", "parties", "party_sex", "recorder_number",
            "approval_number", "approval_by", "emergency_by", "emergency_at", "emergency_reason", "submitted_at",
            "approved_at", "closed_at", "reason", "remarks",
        )  # fmt: skip


class AssignmentOut(AssignmentRow):
    """One assignment, with the whole decision."""

    decision = serializers.DictField()

    class Meta(AssignmentRow.Meta):
        fields = (*AssignmentRow.Meta.fields, "decision")


class AttemptOut(serializers.ModelSerializer[RefusedAttempt]):
    """A request that the law refused, as it was decided."""

    unit = serializers.CharField(source="unit.code")
    requester = serializers.CharField(source="requester_person.name", default="")

    class Meta:
        model = RefusedAttempt
        fields = ("id", "unit", "assignment", "stage", "requester", "text", "codes", "duties_refused", "reasons",
                  "decision", "created_at")  # fmt: skip


class AssignmentChanges(Base):
    """What is asked for."""

    text = serializers.CharField(max_length=4000)
    place = serializers.CharField(max_length=200)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    auxiliaries = numbers(allow_empty=False, help_text="Numbers of the auxiliaries.")
    commander = number(help_text="Number of the commanding officer.")
    leads = numbers(required=False, help_text="Numbers of the officers who lead on the spot.")
    duties = codes(required=False, help_text="Codes of the catalogue; what the text names counts anyway.")
    parties = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=50)
    party_sex = serializers.ChoiceField(["M", "F"], required=False, allow_blank=True)
    recorder_number = words(40)
    approval_number = words(60)
    approval_by = words(60)
    emergency_by = number(required=False, allow_null=True)
    emergency_at = serializers.DateTimeField(required=False, allow_null=True)
    emergency_reason = words(200)


class AssignmentIn(AssignmentChanges):
    """A new request."""

    unit = serializers.CharField(max_length=30, help_text="Code of the unit.")


class Nothing(Base):
    """Nothing needs to be sent."""


class WhyIn(Base):
    """The reason, which the requester reads."""

    reason = serializers.CharField(max_length=500)


class MaybeWhyIn(Base):
    """A reason, if there is one."""

    reason = words(500)


class RulingIn(Base):
    """A legal reviewer's opinion: on a contested duty (`code`), or what the work is (`named_codes`)."""

    allows = serializers.BooleanField()
    text = serializers.CharField(max_length=4000)
    cites = serializers.CharField(max_length=200)
    code = words(60)
    named_codes = codes(required=False)
    since = serializers.DateField(required=False, allow_null=True)
    until = serializers.DateField(required=False, allow_null=True)


class BeginIn(Base):
    """The leading officers who are on the spot, beside whoever confirms."""

    present = numbers(required=False)


class AttendanceIn(Base):
    """From when to when one member was there."""

    auxiliary = number()
    came_at = serializers.DateTimeField()
    left_at = serializers.DateTimeField()


class CompletionIn(Base):
    """Who was there; whoever is not named was absent."""

    attendance = AttendanceIn(many=True, required=False)
    remarks = words(2000)

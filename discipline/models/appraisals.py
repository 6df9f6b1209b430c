"""Appraisals 考核: a round of a unit and a span, one appraisal for each person in it, and the marks that were given."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.sealed import SealedModel
from discipline.appraisal_forms import span_title
from discipline.querysets.appraisals import AppraisalQuerySet, MarkQuerySet, RoundQuerySet
from discipline.rules.appraisals import HEADS, Kind, Result, Source, Status


class AppraisalRound(models.Model):
    """One round of appraisal in a unit and below: a day, a month or a year. `basis`: a copy of the house policy."""

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="appraisal_rounds")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    first = models.DateField(_("from"))
    last = models.DateField(_("until"))
    share = models.DecimalField(_("share of excellent"), max_digits=4, decimal_places=3)
    report_until = models.DateField(_("self-reports until"), null=True)
    basis = models.JSONField(default=dict)
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    objects = RoundQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["unit", "-first"], name="appraisal_rounds_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "first"],
                name="one_appraisal_round",
                violation_error_message=_("This round of the unit is open already."),
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="appraisal_round_has_days",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=1),
                name="appraisal_share_is_a_share",
                violation_error_message=_("A share lies between nothing and all."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The kind with its day, month or year."""
        return span_title(self.kind, self.first)


class Appraisal(SealedModel):
    """The appraisal of one person in one round: self-report, facts, score, result, notice, objection."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    round = models.ForeignKey(AppraisalRound, models.PROTECT, related_name="appraisals")
    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="appraisals")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="appraisals")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    first = models.DateField(_("from"))
    last = models.DateField(_("until"))
    form = models.CharField(_("form"), max_length=10)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    self_report = SealedField(_("self-report"), max_length=4000, label="discipline_appraisal.self_report")
    own_report_until = models.DateField(_("own term of the self-report"), null=True)
    reported_on = models.DateField(_("self-report handed in on"), null=True)
    facts = models.JSONField(default=list)
    heads = models.JSONField(default=dict)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True)
    proposed = models.CharField(_("proposed result"), max_length=10, choices=Result, blank=True)
    calibrated = models.CharField(_("result as set"), max_length=10, choices=Result, blank=True)
    calibrated_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    calibrated_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    calibrated_at = models.DateTimeField(null=True)
    reason = SealedField(_("reason"), max_length=500, label="discipline_appraisal.reason")
    told_on = models.DateField(_("told on"), null=True)
    objection_until = models.DateField(_("objection until"), null=True)
    contested = models.BooleanField(_("objected to"), default=False)
    objection = SealedField(_("objection"), max_length=1000, label="discipline_appraisal.objection")
    contested_on = models.DateField(_("objected on"), null=True)
    review_until = models.DateField(_("answer until"), null=True)
    answer = SealedField(_("answer"), max_length=1000, label="discipline_appraisal.answer")
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    settled_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    accepted_on = models.DateField(_("accepted on"), null=True)
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True)
    final_on = models.DateField(_("final on"), null=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["round", "status", "id"], name="appraisal_of_round"),
            models.Index(fields=["auxiliary", "kind", "-first"], name="appraisal_of_auxiliary"),
            models.Index(fields=["objection_until"], name="appraisal_told", condition=Q(status="told")),
            models.Index(fields=["review_until"], name="appraisal_contested", condition=Q(status="contested")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["auxiliary", "kind", "first"],
                condition=~Q(status="left_out"),
                name="appraised_once_a_span",
                violation_error_message=_("The person is appraised for this span already."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "reported", "left_out"])
                | (Q(score__isnull=False, score__gte=0, score__lte=100) & ~Q(proposed="")),
                name="appraisal_is_reckoned",
                violation_error_message=_("A score lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["calibrated", "told", "contested", "final"])
                | (Q(calibrated_person__isnull=False, calibrated_at__isnull=False) & ~Q(calibrated="")),
                name="appraisal_result_set_by_somebody",
                violation_error_message=_("A result names who set it."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["told", "contested", "final"])
                | Q(told_on__isnull=False, objection_until__isnull=False, objection_until__gte=F("told_on")),
                name="appraisal_leaves_time_to_object",
                violation_error_message=_("Whoever is told has time to object."),
            ),
            models.CheckConstraint(
                condition=~Q(status="contested")
                | Q(contested=True, contested_on__isnull=False, contested_on__lte=F("objection_until")),
                name="appraisal_contested_in_time",
                violation_error_message=_("An objection is heard only until its last day."),
            ),
            models.CheckConstraint(
                condition=~Q(status="final")
                | (
                    ~Q(result="")
                    & (
                        Q(contested=False, accepted_on__isnull=False)
                        | Q(contested=False, final_on__isnull=False, final_on__gt=F("objection_until"))
                        | Q(contested=True, settled_person__isnull=False)
                    )
                ),
                name="appraisal_final_after_objection",
                violation_error_message=_("Nothing is final while there is time to object."),
            ),
            models.CheckConstraint(
                condition=Q(settled_person__isnull=True) | ~Q(settled_person=F("calibrated_person")),
                name="appraisal_settled_by_another",
                violation_error_message=_("Whoever set the result does not settle the objection."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def title(self) -> str:
        """The kind with its day, month or year."""
        return span_title(self.kind, self.first)

    @property
    def report_until(self) -> date | None:
        """The last day of the self-report: the own one of whoever was added later; None where none is asked for."""
        return self.own_report_until or self.round.report_until

    def may_contest(self, day: date) -> bool:
        """May the person object on this day?"""
        return self.status == Status.TOLD and self.objection_until is not None and day <= self.objection_until


class AppraisalMark(SealedModel):
    """Marks of one voice for the five heads, 0 to 100. Those of the public carry no person."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="marks")
    source = models.CharField(_("who marks"), max_length=10, choices=Source)
    virtue, ability, diligence, results, integrity = (
        models.PositiveSmallIntegerField(head.label, validators=[MaxValueValidator(100)]) for head in HEADS
    )
    comment = SealedField(_("comment"), max_length=500, label="discipline_appraisalmark.comment")
    given_on = models.DateField(_("given on"))
    marker = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = MarkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "marker"],
                condition=Q(marker__isnull=False),
                name="one_voice_one_mark",
                violation_error_message=_("You have marked this person already."),
            ),
            models.CheckConstraint(
                condition=Q(source="public", marker__isnull=True) | (~Q(source="public") & Q(marker__isnull=False)),
                name="mark_of_somebody_or_the_public",
                violation_error_message=_("Marks of leaders and colleagues name who gave them."),
            ),
            models.CheckConstraint(
                condition=Q(
                    virtue__lte=100, ability__lte=100, diligence__lte=100, results__lte=100, integrity__lte=100
                ),
                name="marks_up_to_a_hundred",
                violation_error_message=_("Marks go from 0 to 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appraisal_id}/{self.pk}"

    def audit_unit_path(self) -> str:
        return self.appraisal.unit.path

    def lines(self) -> list[tuple[str, Any, int]]:
        """Each head with its name and mark, in the order of the form."""
        return [(head.value, head.label, getattr(self, head.value)) for head in HEADS]

    def by_head(self) -> dict[str, int]:
        return {head.value: getattr(self, head.value) for head in HEADS}

"""Commendations: who is nominated for which award, the publicity with its objections, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from discipline.models.objections import SaidAgainst
from discipline.querysets.commendations import CommendationQuerySet, ObjectionQuerySet
from discipline.rules.commendations import Kind, Status


class Commendation(models.Model):
    """A nomination for an award 表彰奖励, its publicity 公示 and the award. Not a bonus: money is the pay room's."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="commendations")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="commendations")
    kind = models.CharField(_("award"), max_length=10, choices=Kind)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NOMINATED)
    deed = models.TextField(_("what was done"), max_length=2000)
    deed_on = models.DateField(_("done on"))
    nominated_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    nominated_person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    nominated_at = models.DateTimeField()
    published_in = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, related_name="+")
    published_from = models.DateField(_("public from"), null=True)
    published_until = models.DateField(_("public until"), null=True)
    published_workdays = models.PositiveSmallIntegerField(_("working days in public"), null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    awarded_on = models.DateField(_("awarded on"), null=True)
    year = models.PositiveSmallIntegerField(_("year of the award"), null=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    basis = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = CommendationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["unit", "status", "-id"], name="commendation_list"),
            models.Index(fields=["auxiliary", "year"], name="commendation_of_auxiliary"),
            models.Index(fields=["published_until"], name="commendation_public", condition=Q(status="public")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["auxiliary", "kind", "year"],
                condition=Q(status="awarded"),
                name="same_award_once_a_year",
                violation_error_message=_("The person has this award of the year already."),
            ),
            models.UniqueConstraint(
                fields=["auxiliary", "deed_on"],
                condition=Q(status__in=["nominated", "public", "awarded"]),
                name="one_deed_one_award",
                violation_error_message=_("What was done on this day is nominated or commended already."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["awarded", "revoked"])
                | Q(
                    awarded_on__gt=F("published_until"),
                    year=ExtractYear("awarded_on"),
                    decided_person__isnull=False,
                    published_workdays__gte=1,
                ),
                name="award_after_its_publicity",
                violation_error_message=_("Nothing is awarded before the publicity is over."),
            ),
            models.CheckConstraint(
                condition=Q(decided_person__isnull=True) | ~Q(decided_person=F("nominated_person")),
                name="award_decided_by_another",
                violation_error_message=_("Whoever nominated does not decide."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["rejected", "revoked"]) | ~Q(reason=""),
                name="no_award_has_its_reason",
                violation_error_message=_("Give the reason."),
            ),
            models.CheckConstraint(
                condition=Q(published_from__isnull=True, published_until__isnull=True)
                | Q(published_until__gte=F("published_from")),
                name="publicity_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_public(self, day: date) -> bool:
        """May it be objected to on this day?"""
        until = self.published_until
        return self.status == Status.PUBLIC and until is not None and day <= until


class Objection(SaidAgainst):
    """What somebody says against a nomination 异议, within its publicity. Who says it is sealed, and shown to nobody else."""

    commendation = models.ForeignKey(Commendation, models.PROTECT, related_name="objections")
    objector = SealedField(_("who objects"), max_length=60, label="discipline_objection.objector")
    text = SealedField(_("objection"), max_length=1000, blank=False, label="discipline_objection.text")
    answer = SealedField(_("answer"), max_length=1000, label="discipline_objection.answer")

    objects = ObjectionQuerySet.as_manager()

    class Meta(SaidAgainst.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.commendation_id}/{self.pk}"

    def audit_unit_path(self) -> str:
        return self.commendation.unit.path


def as_told(commendation: Commendation) -> dict[str, Any]:
    """What the trail keeps of a nomination."""
    return {"auxiliary": commendation.auxiliary_id, "kind": commendation.kind, "deed_on": commendation.deed_on}

"""Proposals for a grade: who climbs from where to where, shown in public, decided; the grade itself stands on the roster."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from discipline.models.objections import SaidAgainst
from discipline.querysets.grades import GradeObjectionQuerySet, GradeProposalQuerySet
from discipline.rules.grades import OPEN, Status


class GradeProposal(models.Model):
    """A proposal to give a grade 层级晋升, its publicity and the decision. No rank: grades command nobody (GX 23)."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="grade_proposals")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="grade_proposals")
    from_grade = models.CharField(_("present grade"), max_length=40, blank=True)
    to_grade = models.CharField(_("proposed grade"), max_length=40)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROPOSED)
    appraisal = models.CharField(_("appraisal results and their documents"), max_length=300)
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    published_in = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, related_name="+")
    published_from = models.DateField(_("public from"), null=True)
    published_until = models.DateField(_("public until"), null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_on = models.DateField(_("decided on"), null=True)
    effective_on = models.DateField(_("grade held from"), null=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    basis = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = GradeProposalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["unit", "status", "-id"], name="grade_proposal_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["auxiliary"],
                condition=Q(status__in=[status.value for status in OPEN]),
                name="one_open_grade_proposal",
                violation_error_message=_("A grade is proposed for this person already."),
            ),
            models.CheckConstraint(
                condition=~Q(status="decided")
                | Q(
                    decided_person__isnull=False,
                    decided_at__isnull=False,
                    decided_on__gt=F("published_until"),
                    effective_on__lte=F("decided_on"),
                ),
                name="grade_decided_after_publicity",
                violation_error_message=_("No grade is given before the publicity is over."),
            ),
            models.CheckConstraint(
                condition=Q(decided_person__isnull=True) | ~Q(decided_person=F("proposed_person")),
                name="grade_decided_by_another",
                violation_error_message=_("Whoever proposed does not decide."),
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | ~Q(reason=""),
                name="no_grade_has_its_reason",
                violation_error_message=_("Give the reason."),
            ),
            models.CheckConstraint(
                condition=~Q(from_grade=F("to_grade")),
                name="grade_proposal_moves",
                violation_error_message=_("This is the grade the person holds."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class GradeObjection(SaidAgainst):
    """What somebody says against a proposed grade 异议, within its publicity; every one is kept with its own answer."""

    proposal = models.ForeignKey(GradeProposal, models.PROTECT, related_name="objections")
    text = SealedField(_("objection"), max_length=1000, blank=False, label="discipline_gradeobjection.text")
    answer = SealedField(_("answer"), max_length=1000, label="discipline_gradeobjection.answer")

    objects = GradeObjectionQuerySet.as_manager()

    class Meta(SaidAgainst.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.proposal_id}/{self.pk}"

    def audit_unit_path(self) -> str:
        return self.proposal.unit.path

"""Where an auxiliary served, and in which grade, from when to when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.periods import no_overlap, ordered
from roster import querysets


class Posting(models.Model):
    """A posting 任职: one unit and post at a time. Rows end, they are not rewritten."""

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="postings")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="postings", verbose_name=_("unit"))
    post = models.ForeignKey(
        "roster.Post", models.PROTECT, null=True, blank=True, related_name="postings", verbose_name=_("post")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = querysets.OfAuxiliaryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["auxiliary", "-starts_on"], name="posting_of_auxiliary")]
        constraints = [
            ordered("posting_ends_after_start", _("The posting ends before it begins.")),
            no_overlap(
                "auxiliary_id",
                name="one_posting_at_a_time",
                message=_("The auxiliary is posted elsewhere in these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.starts_on}"

    def audit_unit_path(self) -> str:
        return self.unit.path


class GradeRecord(models.Model):
    """The grade 层级 an auxiliary holds from a day on; the ladder itself stands elsewhere. Not rewritten: taken back, once."""

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="grades")
    grade = models.CharField(_("grade"), max_length=40)
    since = models.DateField(_("since"))
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    revoked_on = models.DateField(_("taken back on"), null=True, blank=True)

    objects = querysets.GradeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["auxiliary", "since"],
                condition=models.Q(revoked_on=None),
                name="one_grade_a_day",
                violation_error_message=_("A grade was already given on this day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.grade} {self.since}"

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path

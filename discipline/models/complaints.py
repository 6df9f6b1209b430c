"""Complaints and reports, whom they are about, and, apart from them and sealed, who made them."""

from __future__ import annotations

from pathlib import PurePath

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.crypto.files import SealedFileField
from core.sealed import SealedModel
from discipline.querysets import complaints as querysets
from discipline.rules.complaints import Status


class Complaint(SealedModel):
    """A complaint or report 投诉举报 and what came of it. Who made it does not stand here."""

    class Channel(models.TextChoices):
        CLERK = "clerk", _("entered by a clerk")
        PAGE = "page", _("by the page for everybody")
        OWN = "own", _("from the own pages")

    class About(models.TextChoices):
        FAVOUR = "favour", _("power used for favours")
        UNLAWFUL = "unlawful", _("unlawful enforcement")
        CONDUCT = "conduct", _("conduct and style of work")
        PAY = "pay", _("pay and insurance")
        RIGHTS = "rights", _("rights of an auxiliary")
        RETALIATION = "retaliation", _("retaliation")
        OTHER = "other", _("other")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("upheld")
        PARTLY = "partly", _("partly upheld")
        NOT_UPHELD = "not_upheld", _("not upheld")
        PASSED_ON = "passed_on", _("passed on to another authority")

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="complaints")
    channel = models.CharField(_("how it came"), max_length=10, choices=Channel)
    about = models.CharField(_("about"), max_length=15, choices=About)
    what = SealedField(_("what happened"), max_length=4000, blank=False, label="discipline_complaint.what")
    status = models.CharField(_("status"), max_length=15, choices=Status, default=Status.RECEIVED)
    received_on = models.DateField(_("received on"))
    received_at = models.DateTimeField()
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    acknowledge_by = models.DateField(_("to be acknowledged by"))
    due_on = models.DateField(_("to be answered by"))
    acknowledged_at = models.DateTimeField(null=True)
    handler = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="complaints_handled")
    handler_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    assigned_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    passed_to = models.CharField(_("passed on to"), max_length=120, blank=True, default="", db_default="")
    answer = SealedField(_("answer"), max_length=4000, label="discipline_complaint.answer")
    answered_at = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = querysets.ComplaintQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["unit", "-id"], name="complaint_of_unit"),
            models.Index(fields=["due_on", "id"], name="complaint_open", condition=~Q(status="answered")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["received", "acknowledged"], handler__isnull=True)
                | Q(status__in=["in_hand", "answered"], handler__isnull=False, handler_person__isnull=False),
                name="complaint_in_hand_of_somebody",
                violation_error_message=_("Name who deals with it."),
            ),
            models.CheckConstraint(
                condition=Q(status="answered", answered_at__isnull=False) & ~Q(outcome="")
                | ~Q(status="answered") & Q(answered_at__isnull=True, outcome=""),
                name="complaint_answered_with_outcome",
                violation_error_message=_("An answer says what came of it."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="passed_on") & ~Q(passed_to="") | ~Q(outcome="passed_on") & Q(passed_to=""),
                name="complaint_passed_on_to_somebody",
                violation_error_message=_("Name the authority it is passed on to."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Subject(models.Model):
    """Somebody who is complained of 被投诉人: an auxiliary or an officer. Only added."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="subjects")
    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, null=True, blank=True, related_name="+")
    officer = models.ForeignKey("organisation.Officer", models.PROTECT, null=True, blank=True, related_name="+")

    objects = querysets.OfComplaintQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(auxiliary__isnull=False, officer__isnull=True)
                | Q(auxiliary__isnull=True, officer__isnull=False),
                name="subject_is_one_person",
                violation_error_message=_("Name an auxiliary or an officer."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.auxiliary_id or self.officer_id}"

    def audit_unit_path(self) -> str:
        return self.complaint.unit.path


class Reporter(SealedModel):
    """Who reported 举报人: sealed, in sight of the one who deals with it; each opening is recorded."""

    class Kind(models.TextChoices):
        PUBLIC = "public", _("member of the public")
        COLLEAGUE = "colleague", _("colleague")
        AUXILIARY = "auxiliary", _("auxiliary")
        ANONYMOUS = "anonymous", _("nobody named")

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="reporter")
    kind = models.CharField(_("who"), max_length=10, choices=Kind)
    reporter_name = SealedField(_("name"), max_length=60, label="discipline_reporter.reporter_name")
    reporter_contact = SealedField(_("how to reach them"), max_length=120, label="discipline_reporter.reporter_contact")
    reporter_person = SealedField(
        max_length=20, label="discipline_reporter.reporter_person", find="any", editable=False
    )

    objects = querysets.ReporterQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.complaint_id}"

    def audit_unit_path(self) -> str:
        return self.complaint.unit.path


class ComplaintFile(SealedModel):
    """A picture that came with a complaint 附件. It may lead to whoever sent it: in sight of the one who deals with it alone.

    Of the picture only what it shows is kept: neither its name nor where, when and with what it was taken. Only added.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="files")
    file = SealedFileField(_("picture"), label="discipline_complaintfile.file")
    content_type = models.CharField(max_length=80, editable=False)
    size = models.PositiveIntegerField(editable=False)
    added_on = models.DateField(_("added on"))
    added_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = querysets.ReporterQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.pk}"

    @property
    def extension(self) -> str:
        return PurePath(self.file.name).suffix

    def audit_unit_path(self) -> str:
        return self.complaint.unit.path


class ReporterOpening(SealedModel):
    """Somebody looked who reported 解封举报人, or what was done to them since: who, when and why. Only added."""

    class Looked(models.TextChoices):
        REPORTER = "reporter", _("who reported")
        ACTS = "acts", _("what was done to the reporter since")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="openings")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    looked_at = models.CharField(
        _("looked at"), max_length=10, choices=Looked, default=Looked.REPORTER, db_default="reporter"
    )
    reason = SealedField(_("why"), max_length=300, blank=False, label="discipline_reporteropening.reason")

    objects = querysets.OfComplaintQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.at:%Y-%m-%d %H:%M}"

    def audit_unit_path(self) -> str:
        return self.complaint.unit.path


class RetaliationCheck(SealedModel):
    """A look at what was done against the reporter since 打击报复核查. Only added."""

    class Result(models.TextChoices):
        NONE = "none", _("nothing points to retaliation")
        SUSPECTED = "suspected", _("retaliation is suspected")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="retaliation_checks")
    result = models.CharField(_("result"), max_length=10, choices=Result)
    reason = SealedField(_("what was seen"), max_length=1000, blank=False, label="discipline_retaliationcheck.reason")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = querysets.ReporterQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.result}"

    def audit_unit_path(self) -> str:
        return self.complaint.unit.path

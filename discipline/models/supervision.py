"""Inspections, what they found, what was done about it, and who answers for it."""

from __future__ import annotations

from pathlib import PurePath

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.crypto.files import SealedFileField
from core.sealed import SealedModel
from discipline.querysets import supervision as querysets
from discipline.rules.supervision import FindingStatus, InspectionStatus, Step


class Draw(models.Model):
    """A draw of units to inspect 抽查: seed and pool are kept, so that anybody can make it again. Only added."""

    class Method(models.TextChoices):
        RISK = "risk", _("by risk")
        RANDOM = "random", _("at random")

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    method = models.CharField(_("drawn"), max_length=10, choices=Method)
    seed = models.CharField(_("seed"), max_length=64)
    pool = models.JSONField(_("units in the draw"))  # [[unit, code, tickets], …]
    chosen = ArrayField(models.BigIntegerField(), verbose_name=_("units drawn"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = querysets.DrawQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"CQ{self.pk:06d}" if self.pk else ""


class Inspection(SealedModel):
    """A look at a unit or at one duty 督察. Until it begins the unit learns of it only when it is announced."""

    class Why(models.TextChoices):
        RISK = "risk", _("drawn by risk")
        RANDOM = "random", _("drawn at random")
        DIRECTED = "directed", _("ordered")
        SIGNAL = "signal", _("because of something that came in")

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="inspections")
    checklist = models.CharField(_("checklist"), max_length=40)
    why = models.CharField(_("why"), max_length=10, choices=Why)
    draw = models.ForeignKey(Draw, models.PROTECT, null=True, blank=True, related_name="inspections")
    announced = models.BooleanField(_("announced"), default=False)
    planned_for = models.DateField(_("planned for"))
    assignment = models.ForeignKey(
        "duties.Assignment", models.PROTECT, null=True, blank=True, related_name="inspections"
    )
    status = models.CharField(_("status"), max_length=10, choices=InspectionStatus, default=InspectionStatus.PLANNED)
    inspector = models.ForeignKey("accounts.User", models.PROTECT, related_name="inspections")
    inspector_person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reason = SealedField(_("reason"), max_length=500, label="discipline_inspection.reason")
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = querysets.InspectionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-planned_for", "-pk"]
        indexes = [
            models.Index(fields=["unit", "-planned_for", "-id"], name="inspection_of_unit"),
            models.Index(
                fields=["planned_for"], name="inspection_open", condition=Q(status__in=["planned", "under_way"])
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(draw__isnull=False) | ~Q(why__in=["risk", "random"]),
                name="drawn_by_a_draw",
                violation_error_message=_("Name the draw it comes from."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Answer(models.Model):
    """What was seen of one item of the checklist 检查项. Only added."""

    class Result(models.TextChoices):
        RIGHT = "right", _("in order")
        WRONG = "wrong", _("not in order")
        NOT_SEEN = "not_seen", _("does not apply")

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="answers")
    item = models.CharField(_("item"), max_length=40)
    result = models.CharField(_("result"), max_length=10, choices=Result)

    objects = querysets.OfInspectionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "item"],
                name="item_answered_once",
                violation_error_message=_("This item was answered already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.result}"


class Finding(SealedModel):
    """Something that is not in order 问题: by an inspection, or by itself from an unled duty or a refused attempt."""

    class Source(models.TextChoices):
        INSPECTION = "inspection", _("inspection")
        UNLED = "unled", _("duty that nobody led")
        REFUSED = "refused", _("refused attempt")

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="findings")
    source = models.CharField(_("from"), max_length=10, choices=Source)
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="findings")
    item = models.CharField(_("item"), max_length=40, blank=True)
    assignment = models.ForeignKey("duties.Assignment", models.PROTECT, null=True, blank=True, related_name="findings")
    attempt = models.ForeignKey("duties.RefusedAttempt", models.PROTECT, null=True, blank=True, related_name="findings")
    what = SealedField(_("what was found"), max_length=2000, label="discipline_finding.what")
    status = models.CharField(_("status"), max_length=10, choices=FindingStatus, default=FindingStatus.OPEN)
    found_at = models.DateTimeField()
    found_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("to be put right by"))
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = querysets.FindingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["unit", "due_on", "id"], name="finding_standing", condition=Q(status__in=["open", "reported"])
            ),
            models.Index(fields=["unit", "-id"], name="finding_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(source="inspection", inspection__isnull=False)
                | Q(source="unled", assignment__isnull=False)
                | Q(source="refused", attempt__isnull=False),
                name="finding_has_its_source",
                violation_error_message=_("Name the inspection, the duty or the attempt it comes from."),
            ),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(source="unled"),
                name="unled_duty_found_once",
                violation_error_message=_("This duty has its finding already."),
            ),
            models.UniqueConstraint(
                fields=["attempt"],
                condition=Q(source="refused"),
                name="attempt_found_once",
                violation_error_message=_("This attempt has its finding already."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class FindingStep(SealedModel):
    """One step about a finding 整改复查: reported, re-checked, given more time, withdrawn. Only added."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=10, choices=Step)
    what = SealedField(_("words"), max_length=2000, label="discipline_findingstep.what")
    due_on = models.DateField(_("to be put right by"), null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = querysets.OfFindingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"

    def audit_unit_path(self) -> str:
        return self.finding.unit.path


class FindingPhoto(SealedModel):
    """A photo of what was found or of what was put right 现场照片. The bytes lie sealed; only a view gives them out."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="photos")
    file = SealedFileField(_("photo"), label="discipline_findingphoto.file")
    content_type = models.CharField(max_length=80, editable=False)
    size = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    taken_of = models.CharField(
        _("shows"), max_length=10, choices=[("found", _("what was found")), ("remedy", _("what was put right"))]
    )  # noqa: E501
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = querysets.OfFindingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.taken_of} {self.pk}"

    @property
    def extension(self) -> str:
        return PurePath(self.file.name).suffix

    def audit_unit_path(self) -> str:
        return self.finding.unit.path


class Responsibility(SealedModel):
    """Who answers for a finding 责任认定: the auxiliary for the act, beside it the officer who led or commanded 带辅责任."""

    class Kind(models.TextChoices):
        ACTING = "acting", _("for the act")
        LEADING = "leading", _("for leading")
        COMMANDING = "commanding", _("for commanding")

    class Stands(models.TextChoices):
        TO_EXAMINE = "to_examine", _("to be examined")
        ESTABLISHED = "established", _("established")
        NOT_ESTABLISHED = "none", _("not established")

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="responsibilities")
    kind = models.CharField(_("responsible"), max_length=10, choices=Kind)
    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, null=True, blank=True, related_name="+")
    officer = models.ForeignKey("organisation.Officer", models.PROTECT, null=True, blank=True, related_name="+")
    stands = models.CharField(_("result"), max_length=12, choices=Stands, default=Stands.TO_EXAMINE)
    reason = SealedField(_("reason"), max_length=1000, label="discipline_responsibility.reason")
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = querysets.OfFindingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="acting", auxiliary__isnull=False, officer__isnull=True)
                | Q(kind__in=["leading", "commanding"], auxiliary__isnull=True, officer__isnull=False),
                name="responsible_for_what",
                violation_error_message=_("An auxiliary answers for the act, an officer for leading or commanding."),
            ),
            models.UniqueConstraint(
                fields=["finding", "auxiliary"],
                name="auxiliary_responsible_once",
                violation_error_message=_("This auxiliary is named already."),
            ),
            models.UniqueConstraint(
                fields=["finding", "officer"],
                name="officer_responsible_once",
                violation_error_message=_("This officer is named already."),
            ),
            models.CheckConstraint(
                condition=Q(stands="to_examine", settled_by__isnull=True)
                | (~Q(stands="to_examine") & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="settled_by_somebody",
                violation_error_message=_("What was settled names who settled it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.auxiliary_id or self.officer_id}"

    def audit_unit_path(self) -> str:
        return self.finding.unit.path

"""Incidents on duty and what was done about them; the list of people who are looked after, and the visits to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.sealed import SealedModel
from discipline.querysets import protection as querysets
from discipline.rules.protection import Kind, Recourse, Status, Step


class Incident(SealedModel):
    """Something that happened to an auxiliary on duty, or by the duty 执勤事件. The using organ bears what follows (HA 4)."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="incidents")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="incidents")
    borne_by = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+", verbose_name=_("borne by"))
    assignment = models.ForeignKey("duties.Assignment", models.PROTECT, null=True, blank=True, related_name="incidents")
    lead = models.ForeignKey("organisation.Officer", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    happened_on = models.DateField(_("happened on"))
    what = SealedField(_("what happened"), max_length=4000, blank=False, label="discipline_incident.what")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.REPORTED)
    reported_on = models.DateField(_("reported on"))
    reported_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    reported_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    take_by = models.DateField(_("to be taken in hand by"))
    due_on = models.DateField(_("to be settled by"))
    handler = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    handler_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    recourse = models.CharField(_("asked back"), max_length=10, choices=Recourse, blank=True)
    result = SealedField(_("result"), max_length=2000, label="discipline_incident.result")
    settled_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = querysets.IncidentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["unit", "-id"], name="incident_of_unit"),
            models.Index(fields=["due_on", "id"], name="incident_open", condition=~Q(status="settled")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="reported", handler__isnull=True)
                | Q(status__in=["in_hand", "settled"], handler_person__isnull=False),
                name="incident_in_hand_of_somebody",
                violation_error_message=_("Name who deals with it."),
            ),
            models.CheckConstraint(
                condition=Q(status="settled", settled_at__isnull=False) | ~Q(status="settled") & Q(settled_at=None),
                name="incident_settled_on_a_day",
                violation_error_message=_("Say what came of it."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class IncidentStep(SealedModel):
    """What was done for the person or about what happened; money is the organ's, never the person's. Only added."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=15, choices=Step)
    on = models.DateField(_("day"))
    paid = models.DecimalField(_("paid by the organ, yuan"), max_digits=12, decimal_places=2, null=True, blank=True)
    words = SealedField(_("in words"), max_length=1000, blank=False, label="discipline_incidentstep.words")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = querysets.StepQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(paid=None) | Q(paid__gte=0),
                name="incident_step_pays_no_less_than_nought",
                violation_error_message=_("An amount cannot be negative."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind}"

    def audit_unit_path(self) -> str:
        return self.incident.unit.path


class Care(SealedModel):
    """Somebody on the list of people who are looked after 慰问帮扶对象 (GX 39, ST 20)."""

    class Ground(models.TextChoices):
        DISABLED = "disabled", _("hurt or disabled on duty")
        BEREAVED = "bereaved", _("family of somebody who died on duty")
        HARDSHIP = "hardship", _("family in hardship")
        ORPHAN = "orphan", _("orphan of somebody who died on duty")

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="cares")
    ground = models.CharField(_("ground"), max_length=10, choices=Ground)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, blank=True, related_name="cares")
    words = SealedField(_("circumstances"), max_length=1000, blank=False, label="discipline_care.words")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    why_ended = SealedField(_("why it ended"), max_length=300, label="discipline_care.why_ended")
    visit_by = models.DateField(_("next visit by"))
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = querysets.CareQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["visit_by", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["auxiliary", "ground"],
                condition=Q(until=None),
                name="one_care_of_a_ground",
                violation_error_message=_("This person is on the list for this ground already."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="care_ends_after_its_beginning",
                violation_error_message=_("It cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.auxiliary_id} {self.ground}"

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path


class CareVisit(SealedModel):
    """A visit, and what was given 走访慰问. Only added."""

    care = models.ForeignKey(Care, models.PROTECT, related_name="visits")
    on = models.DateField(_("day"))
    given = models.DecimalField(_("given, yuan"), max_digits=10, decimal_places=2, null=True, blank=True)
    words = SealedField(_("in words"), max_length=1000, blank=False, label="discipline_carevisit.words")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")

    objects = querysets.VisitQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given=None) | Q(given__gte=0),
                name="care_visit_gives_no_less_than_nought",
                violation_error_message=_("An amount cannot be negative."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.care_id} {self.on}"

    def audit_unit_path(self) -> str:
        return self.care.auxiliary.unit.path

"""What an auxiliary holds and gives back: the work card and equipment."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.periods import ordered
from roster import querysets


class WorkCard(models.Model):
    """The work card 工作证 an auxiliary carries on duty. One at a time; given back or declared lost."""

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="cards")
    number = models.CharField(_("number"), max_length=40, unique=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    returned_on = models.DateField(_("returned on"), null=True, blank=True)
    return_note = models.CharField(_("note"), max_length=120, blank=True)

    objects = querysets.CardQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            ordered(
                "card_valid_until_after_from",
                _("The card runs out before it begins."),
                starts="valid_from",
                ends="valid_until",
            ),
            models.UniqueConstraint(
                fields=["auxiliary"],
                condition=Q(returned_on__isnull=True),
                name="one_card_at_a_time",
                violation_error_message=_("The auxiliary still holds another card: take it back first."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path


class Issue(models.Model):
    """A piece of equipment given out 装备领用: one holder at a time; the leaving checklist asks for all of it."""

    class Kind(models.TextChoices):
        UNIFORM = "uniform", _("Uniform")
        RADIO = "radio", _("Radio")
        BODY_CAMERA = "body_camera", _("Body camera")
        TORCH = "torch", _("Torch")
        REFLECTIVE_VEST = "reflective_vest", _("Reflective vest")
        PROTECTIVE = "protective", _("Protective equipment")
        TERMINAL = "terminal", _("Mobile terminal")
        KEY = "key", _("Key or pass")
        VEHICLE = "vehicle", _("Vehicle")
        OTHER = "other", _("Other")

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="issues")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    serial = models.CharField(_("serial number"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=120, blank=True)
    issued_on = models.DateField(_("issued on"))
    due_on = models.DateField(_("due back"), null=True, blank=True)
    returned_on = models.DateField(_("returned on"), null=True, blank=True)

    objects = querysets.IssueQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            ordered(
                "issue_returned_after_issued",
                _("It cannot come back before it went out."),
                starts="issued_on",
                ends="returned_on",
            ),
            models.UniqueConstraint(
                fields=["kind", "serial"],
                condition=Q(returned_on__isnull=True) & ~Q(serial=""),
                name="one_holder_at_a_time",
                violation_error_message=_("Somebody else still holds the piece with this serial number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.serial}".strip()

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path

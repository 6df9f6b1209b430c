"""What an office adds to the law by two persons, and the mirror of the packs that the database reads."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.periods import ordered
from regulations import querysets


class TwoPersonRow(models.Model):
    """Proposed by one natural person, approved or declined by another 双人审批. Once decided, never changed."""

    reason = models.CharField(_("reason"), max_length=500)
    proposed_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_because = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="%(class)s_approved_by_another",
                violation_error_message=_("Whoever proposed it cannot approve it: it takes a second person."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="%(class)s_approval_has_a_person",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(declined_at__isnull=True),
                name="%(class)s_decided_once",
            ),
        ]

    @property
    def state(self) -> str:
        if self.approved_at:
            return "approved"
        return "declined" if self.declined_at else "waiting"


class LocalBan(TwoPersonRow):
    """本单位禁止: a unit forbids itself and everything below it a duty. Bans only tighten; nothing here permits."""

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="bans", verbose_name=_("unit"))
    duty = models.CharField(_("duty"), max_length=60)
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)

    objects = querysets.BanQuerySet.as_manager()

    class Meta(TwoPersonRow.Meta):
        constraints = [
            *TwoPersonRow.Meta.constraints,
            ordered("local_ban_ends_after_start", _("The last day is before the first."), starts="since", ends="until"),
        ]
        indexes = [models.Index(fields=["unit", "duty"], name="local_ban_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.duty}"


class BanLift(TwoPersonRow):
    """解除禁止: the last day of a ban, set later by two persons."""

    ban = models.ForeignKey(LocalBan, models.PROTECT, related_name="lifts")
    last_day = models.DateField(_("last day of the ban"))

    objects = querysets.LiftQuerySet.as_manager()

    class Meta(TwoPersonRow.Meta):
        constraints = [
            *TwoPersonRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["ban"], condition=Q(approved_at__isnull=False), name="a_ban_is_lifted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ban} → {self.last_day}"

    @property
    def unit(self) -> models.Model:
        return self.ban.unit

    def audit_unit_path(self) -> str:
        return self.ban.unit.path


class LocalValue(TwoPersonRow):
    """本单位数值: a unit sets a value that the packs leave open or only suppose. It never replaces law that was read."""

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="local_values", verbose_name=_("unit"))
    key = models.CharField(_("value"), max_length=120)
    value = models.JSONField(_("amount"))
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)

    objects = querysets.LocalQuerySet.as_manager()

    class Meta(TwoPersonRow.Meta):
        constraints = [
            *TwoPersonRow.Meta.constraints,
            ordered(
                "local_value_ends_after_start", _("The last day is before the first."), starts="since", ends="until"
            ),
        ]
        indexes = [models.Index(fields=["unit", "key"], name="local_value_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.key} = {self.value}"


class Confirmation(TwoPersonRow):
    """核实确认: an office has the text before it and confirms what the packs hold as to be confirmed."""

    class Kind(models.TextChoices):
        VALUE = "value", _("Value")
        VERDICT = "verdict", _("Duty")
        SOURCE = "source", _("Instrument")

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="confirmations", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    pack = models.CharField(_("rule pack"), max_length=20)
    key = models.CharField(_("what"), max_length=120)
    row_since = models.DateField(_("row since"), null=True, blank=True)
    text_read = models.CharField(_("text that was read"), max_length=300)

    objects = querysets.LocalQuerySet.as_manager()

    class Meta(TwoPersonRow.Meta):
        constraints = [
            *TwoPersonRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "kind", "pack", "key", "row_since"],
                condition=Q(approved_at__isnull=True, declined_at__isnull=True),
                nulls_distinct=False,
                name="one_open_confirmation",
                violation_error_message=_("This is already proposed and waits for a second person."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "pack", "key"], name="confirmation_of")]

    def __str__(self) -> str:
        return f"{self.pack} {self.key}"


class VerdictMirror(models.Model):
    """What every pack says of every duty from a day to a day, inheritance filled in: the database's own copy.

    The owner role fills it from the packs after each migrate; the application may only read it.
    """

    pack = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField(null=True)
    verdict = models.CharField(max_length=30)
    strict_verdict = models.CharField(max_length=30)
    staffing = models.JSONField()
    strict_staffing = models.JSONField()
    conditions = models.JSONField()
    strict_conditions = models.JSONField()
    contested = models.BooleanField()
    hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        ordering = ["pack", "code", "since"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "code", "since"], name="one_verdict_a_day"),
            ordered("verdict_ends_after_start", "", starts="since", ends="until"),
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.code} {self.since}"

"""Rights for an emergency: asked for by one person, opened by another, over by themselves at the minute."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.groups import ADMINISTRATORS, EMERGENCY_GROUPS
from core.perms import Perms
from core.scope import ScopedQuerySet

LONGEST = 240  # minutes: four hours; the database knows it, too


class BreakGlassQuerySet(ScopedQuerySet):
    """Emergency rights: seen by whoever asked, whoever may open them, and the audit administrator."""

    scope_path = "unit__path"
    view_permission = Perms.APPROVE_BREAK_GLASS

    def visible_to(self, user: Any, permission: str | None = None) -> Self:
        if permission is not None:
            return super().visible_to(user, permission)
        seen = self.scope(user) | self.scope(user, Perms.REVIEW_BREAK_GLASS)
        return self.filter(seen | Q(user_id=user.pk))

    def running(self, now: dt.datetime) -> Self:
        return self.filter(status=BreakGlass.Status.OPENED, opened_at__lte=now, ends_at__gt=now)

    def to_review(self, now: dt.datetime) -> Self:
        """Opened once, over now, and not yet looked through."""
        return self.filter(status=BreakGlass.Status.OPENED, ends_at__lte=now, reviewed_at=None)


class SealedCode(models.Model):
    """A sealed code 封存码: shown once, kept on paper in an envelope by its holder, used once. Two people's open an emergency."""

    holder = models.ForeignKey("organisation.Person", models.PROTECT, related_name="sealed_codes")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.holder} {self.made_at:%Y-%m-%d}"


class BreakGlass(models.Model):
    """Emergency rights 应急授权: a group's rights over a unit for some hours at most. Never an administrator's, never longer."""

    class Status(models.TextChoices):
        ASKED = "asked", _("asked for")
        REFUSED = "refused", _("refused")
        OPENED = "opened", _("opened")

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="emergencies")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    group = models.CharField(_("role"), max_length=20, choices=[(g.code, g.title) for g in EMERGENCY_GROUPS])
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    reason = models.CharField(_("reason"), max_length=300)
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decider = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    decision_reason = models.CharField(max_length=300, blank=True)
    first_code = models.OneToOneField(SealedCode, models.PROTECT, null=True, related_name="+")
    second_code = models.OneToOneField(SealedCode, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reviewer = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review = models.CharField(max_length=500, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST),
                name="emergency_is_short",
                violation_error_message=_("Emergency rights last four hours at most."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None)
                | Q(ends_at__gte=F("opened_at"), ends_at__lte=F("opened_at") + dt.timedelta(minutes=LONGEST)),
                name="emergency_ends_in_hours",
                violation_error_message=_("Emergency rights last four hours at most."),
            ),
            models.CheckConstraint(
                condition=~Q(group__in=ADMINISTRATORS),
                name="emergency_makes_no_administrator",
                violation_error_message=_("No administrator's rights are given in an emergency."),
            ),
            models.CheckConstraint(
                condition=Q(decider=None) | ~Q(decider=F("person")),
                name="emergency_needs_a_second_person",
                violation_error_message=_("Another person decides: not the one who asked."),
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | (~Q(reviewer=F("person")) & (Q(decider=None) | ~Q(reviewer=F("decider")))),
                name="emergency_reviewed_by_a_third",
                violation_error_message=_("A third person looks it through: neither who asked nor who opened it."),
            ),
            models.CheckConstraint(
                condition=~Q(status="opened")
                | (
                    Q(opened_at__isnull=False, ends_at__isnull=False)
                    & (Q(decider__isnull=False) | Q(first_code__isnull=False, second_code__isnull=False))
                ),
                name="emergency_opened_by_somebody",
                violation_error_message=_("A second person or two sealed codes open emergency rights."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(status="asked"),
                name="one_emergency_asked_for",
                violation_error_message=_("You have already asked: wait for the decision."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.username}: {self.group} @ {self.unit}"

    def is_running(self, now: dt.datetime) -> bool:
        opened = self.status == self.Status.OPENED and self.opened_at is not None and self.ends_at is not None
        return opened and self.opened_at <= now < self.ends_at  # type: ignore[operator]

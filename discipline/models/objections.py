"""What somebody says against what is shown in public 异议: the same of every kind, whatever it is said against."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.sealed import SealedModel


class SaidAgainst(SealedModel):
    """Who entered an objection and when, how it was settled, by whom; the words lie sealed in the table of each kind."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("to be settled")
        UPHELD = "upheld", _("upheld")
        DISMISSED = "dismissed", _("dismissed")

    raised_on = models.DateField(_("raised on"))
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    entered_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.OPEN)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    settled_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["raised_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="open", settled_person__isnull=True)
                | (~Q(outcome="open") & Q(settled_person__isnull=False, settled_at__isnull=False)),
                name="%(class)s_settled_by_somebody",
                violation_error_message=_("A settled objection names who settled it."),
            ),
            models.CheckConstraint(
                condition=Q(settled_person__isnull=True)
                | Q(entered_person__isnull=True)
                | ~Q(settled_person=F("entered_person")),
                name="%(class)s_settled_by_another",
                violation_error_message=_("Whoever raised an objection does not settle it."),
            ),
        ]

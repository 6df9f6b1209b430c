"""What was done about a warning. The warning itself is kept nowhere: it is reckoned from the records each time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.crypto import SealedField
from core.sealed import SealedModel
from discipline.querysets import warnings as querysets
from discipline.rules.warnings import Level, Sign


class WarningNote(SealedModel):
    """Somebody looked at a warning 预警处置: which reasons stood there, what was done. Only added."""

    class Done(models.TextChoices):
        TALKED = "talked", _("talked with the person")
        HELPED = "helped", _("helped, or relieved")
        REMEDIED = "remedied", _("the cause is being remedied")
        PASSED_ON = "passed_on", _("passed on to whoever is competent")
        NOTHING = "nothing", _("looked at: nothing to do")

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="warning_notes")
    level = models.CharField(pgettext_lazy("warning", "level"), max_length=10, choices=Level)
    signs = models.JSONField(default=list)  # sign and level of each reason that stood there
    done = models.CharField(pgettext_lazy("warning", "what was done"), max_length=10, choices=Done)
    words = SealedField(_("in words"), max_length=1000, blank=False, label="discipline_warningnote.words")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = querysets.WarningNoteQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(fields=["auxiliary", "-id"], name="warning_note_of")]

    def __str__(self) -> str:
        return f"{self.auxiliary_id} {self.at:%Y-%m-%d}"

    def reasons(self) -> list[str]:
        """The signs that stood there, in words."""
        return [str(Sign(code.partition(":")[0]).label) for code in self.signs]

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path

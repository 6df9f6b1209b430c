"""What duties says on the common pages: sentences for the time line."""

from django.utils.translation import gettext_lazy as _

from core.registries import action_words

action_words.update(
    {
        "assignment.saved": _("Assignment drafted"),
        "assignment.changed": _("Assignment draft changed"),
        "assignment.submitted": _("Assignment submitted"),
        "assignment.refused": _("Assignment refused by law"),
        "assignment.ruled": _("Assignment ruled on"),
        "assignment.approved": _("Assignment approved"),
        "assignment.returned": _("Assignment returned"),
        "assignment.rejected": _("Assignment rejected"),
        "assignment.withdrawn": _("Assignment withdrawn"),
        "assignment.expired": _("Assignment expired"),
        "assignment.unled": _("Nobody confirmed to lead the assignment"),
        "assignment.begun": _("Assignment begun"),
        "assignment.completed": _("Assignment completed"),
        "assignment.stopped": _("Assignment stopped"),
        "assignment.told": _("Assignment stop told"),
        "assignment.redecided": _("Assignment decided again"),
        "ruling.given": _("Ruling given"),
    }
)

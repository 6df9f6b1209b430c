"""What the way up hangs on the common pages: navigation, the desk, the own side, words of the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import DeskCard, NavigationItem, OwnSection, action_words, desk_cards, navigation, own_sections
from discipline.models import GradeProposal
from discipline.rules.grades import Status

ROWS = 5


def to_decide(user: Any, day: date) -> Mapping[str, Any] | None:
    """Proposals whose publicity is over."""
    rows = GradeProposal.objects.visible_to(user).filter(status=Status.PUBLIC, published_until__lt=day)
    found = list(rows.select_related("auxiliary__person").order_by("published_until", "pk")[: ROWS + 1])
    if not found:
        return None
    count = len(found) if len(found) <= ROWS else rows.count()
    return {"count": count, "rows": found[:ROWS], "url": f"{reverse('discipline:grade-proposals')}?state=public"}


def own(auxiliary: Any, day: date) -> Mapping[str, Any]:
    """My grade as it stands on the file, and the way to the rest."""
    return {"grade": auxiliary.grade}


navigation.add(NavigationItem("grades", _("Grades"), "discipline:grades", (Perms.MANAGE_GRADES,), 170, group="conduct"))
desk_cards.add(
    DeskCard(
        "discipline.grades",
        _("Grades to decide"),
        "discipline/grades/_desk.html",
        to_decide,
        Perms.MANAGE_GRADES,
        order=265,
    )
)
own_sections.add(OwnSection("grades", _("My way up"), "discipline/grades/_own.html", own, order=305, tab="file"))
action_words.update(
    {
        "grade.proposed": _("Grade proposed"),
        "grade.published": _("Proposal for a grade shown in public"),
        "grade.contested": _("Objection to a grade entered"),
        "grade.objection_settled": _("Objection to a grade settled"),
        "grade.decided": _("Grade decided"),
        "grade.rejected": _("Proposal for a grade closed"),
        "grade.withdrawn": _("Proposal for a grade withdrawn"),
    }
)

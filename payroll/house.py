"""What this room hangs on the common pages: navigation, the desk, the file, the auxiliary's own page, audit words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import (
    DeskCard,
    FileSection,
    NavigationItem,
    OwnSection,
    action_words,
    desk_cards,
    file_sections,
    navigation,
    own_sections,
)
from payroll import attendance, pay_words, selectors, selectors_runs, signs
from payroll.calculator_words import OWN, TITLES
from payroll.importing import house as sheets
from payroll.lists import house as lists
from payroll.models import AccidentPolicy

__all__ = ["attendance", "lists", "pay_words", "sheets", "signs"]  # what these register is registered by being read
ROWS = 5
MOST_COUNTED = 100
OWN_SLIPS = 3
SOON = timedelta(days=60)


def desk(user: Any, day: date) -> Mapping[str, Any] | None:
    """People without any insurance at all: the worst gap first."""
    bare = selectors.lacking(selectors.people(user, {}), "all", day)
    rows = list(bare[: ROWS + 1])
    if not rows:
        return None
    count = len(rows) if len(rows) <= ROWS else bare.order_by().count()
    return {"count": count, "rows": rows[:ROWS], "url": f"{reverse('payroll:overview')}?lacks=all"}


def policies_ending(user: Any, day: date) -> Mapping[str, Any] | None:
    """Accident policies that end within two months and are not renewed: renew them before the cover stops."""
    ending = AccidentPolicy.objects.visible_to(user).filter(ends_on__range=(day, day + SOON), renewed_by=None)
    rows = list(ending.select_related("unit").order_by("ends_on", "pk")[:ROWS])
    url = f"{reverse('payroll:policies')}?state=in_force"
    return {"count": len(rows), "rows": rows, "url": url} if rows else None


def coverage(user: Any, day: date) -> Mapping[str, Any] | None:
    """How many are on strength and how many lack which insurance; each number opens its list."""
    found = selectors.gaps(selectors.people(user, {}), day)
    if not found["people"]:
        return None
    rows = [(what, found[what]) for what, _name in selectors.LACKS]
    return {"people": found["people"], "rows": rows, "count": None, "url": reverse("payroll:overview")}


def runs_to_finish(user: Any, day: date) -> Mapping[str, Any] | None:
    """Open pay runs with what stands out in them: what blocks the month's pay."""
    return _runs(selectors_runs.to_finish(user), "open")


def runs_to_release(user: Any, day: date) -> Mapping[str, Any] | None:
    """Pay runs handed over that I may release."""
    return _runs(selectors_runs.to_release(user), "reviewed")


def _runs(found: Any, state: str) -> Mapping[str, Any] | None:
    rows = list(found[: ROWS + 1])
    if not rows:
        return None
    count = len(rows) if len(rows) <= ROWS else found.order_by().count()
    return {"count": count, "rows": rows[:ROWS], "url": f"{reverse('payroll:runs')}?state={state}"}


def releases_waiting(user: Any) -> int | str:
    """How many runs this user may release; beyond the hundredth nobody counts."""
    if not user.may(Perms.RELEASE_PAY):
        return 0
    count = selectors_runs.to_release(user).order_by()[:MOST_COUNTED].count()
    return count if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def in_file(auxiliary: Any, user: Any, day: date) -> Mapping[str, Any]:
    """Insurances and cover in a person's file."""
    can_edit = user.may(Perms.EDIT_INSURANCE, auxiliary.unit)
    return {"auxiliary": auxiliary, "can_edit": can_edit, **selectors.insurance_of(auxiliary, day)}


def own(auxiliary: Any, day: date) -> Mapping[str, Any]:
    """What covers me."""
    return {"auxiliary": auxiliary, "can_edit": False, **selectors.insurance_of(auxiliary, day)}


def own_pay(auxiliary: Any, day: date) -> Mapping[str, Any]:
    """My newest payslips and the way to all."""
    return {"rows": list(selectors_runs.own_slips(auxiliary.person_id)[:OWN_SLIPS])}


def own_calculators(auxiliary: Any, day: date) -> Mapping[str, Any]:
    """The calculators people ask most, and the way to all."""
    return {"entries": [(topic, TITLES[topic]) for topic in OWN]}


navigation.add(
    NavigationItem(
        key="calculators",
        title=_("Calculators"),
        url_name="payroll:calculators",
        permissions=(Perms.VIEW_LAW,),
        order=690,
    )
)
navigation.add(
    NavigationItem(
        key="payroll",
        title=_("Insurance"),
        url_name="payroll:overview",
        permissions=(Perms.VIEW_INSURANCE,),
        order=600,
        icon="money",
    )
)
navigation.add(
    NavigationItem(
        key="pay-runs",
        title=_("Pay runs"),
        url_name="payroll:runs",
        permissions=(Perms.VIEW_PAY,),
        order=590,
        badge=releases_waiting,
        group="pay",
        icon="money",
    )
)
navigation.add(
    NavigationItem(
        key="pay-schemes",
        title=_("Pay schemes and money"),
        url_name="payroll:schemes",
        permissions=(Perms.VIEW_PAY,),
        order=595,
        group="pay",
    )
)
desk_cards.add(
    DeskCard(
        key="payroll.finish",
        title=_("Pay runs to finish"),
        template="payroll/_desk_runs.html",
        context=runs_to_finish,
        permission=Perms.EDIT_PAY,
        order=330,
    )
)
desk_cards.add(
    DeskCard(
        key="payroll.release",
        title=_("Pay runs to release"),
        template="payroll/_desk_release.html",
        context=runs_to_release,
        permission=Perms.RELEASE_PAY,
        order=320,
    )
)
desk_cards.add(
    DeskCard(
        key="payroll.bare",
        title=_("People without any insurance"),
        template="payroll/_desk.html",
        context=desk,
        permission=Perms.VIEW_INSURANCE,
        order=350,
    )
)
desk_cards.add(
    DeskCard(
        key="payroll.policies",
        title=_("Accident policies that end"),
        template="payroll/_desk_policies.html",
        context=policies_ending,
        permission=Perms.EDIT_INSURANCE,
        order=345,
    )
)
desk_cards.add(
    DeskCard(
        key="payroll.coverage",
        title=_("Insurance in figures"),
        template="payroll/_desk_coverage.html",
        context=coverage,
        permission=Perms.VIEW_PAY,
        order=420,
        part="figures",
    )
)
file_sections.add(
    FileSection(
        key="insurance",
        title=_("Insurance"),
        template="payroll/_file.html",
        context=in_file,
        permission=Perms.VIEW_INSURANCE,
        order=600,
    )
)
file_sections.add(
    FileSection(
        key="pay",
        title=_("Pay and payslips"),
        template="payroll/_file_pay.html",
        context=selectors_runs.pay_of,
        permission=Perms.VIEW_PAY,
        order=610,
    )
)
own_sections.add(OwnSection(key="pay", title=_("My pay"), template="payroll/_own_pay.html", context=own_pay, order=210))
own_sections.add(
    OwnSection(key="insurance", title=_("My insurance"), template="payroll/_own_insurance.html", context=own, order=250)
)
own_sections.add(
    OwnSection(
        key="calculators",
        title=_("Calculators"),
        template="payroll/_own_calculators.html",
        context=own_calculators,
        order=350,
    )
)
action_words.update(
    {
        "enrolment.opened": _("Insurance opened"),
        "enrolment.ended": _("Insurance ended"),
        "enrolment.base_changed": _("Base of an insurance changed"),
        "policy.added": _("Accident policy entered"),
        "policy.members_added": _("People covered by an accident policy"),
        "policy.cover_ended": _("Accident cover ended"),
        "claim.reported": _("Claim to an insurer entered"),
        "claim.decided": _("Decision of an insurer entered"),
    }
)

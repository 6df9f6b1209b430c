"""What this room hangs on the common pages: navigation, the security administrator's desk, words of the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.groups import GROUPS
from accounts.models import BreakGlass, Role, SignInAttempt, User
from core import clock
from core.periods import on
from core.perms import Perms
from core.registries import DeskCard, NavigationItem, action_words, desk_cards, navigation
from core.trail import graves

SOON = timedelta(days=30)
A_DAY = timedelta(days=1)
ROWS = 8


def roles_that_end(user: Any, day: date) -> Mapping[str, Any]:
    """Roles that end within a month: rights go by themselves on the last day."""
    rows = Role.objects.visible_to(user).filter(ends_on__range=(day, day + SOON))
    return _card(rows.select_related("user__person", "unit").order_by("ends_on"), reverse("accounts:list"))


def accounts_without_password(user: Any, day: date) -> Mapping[str, Any]:
    """Accounts whose owner has not yet chosen a password."""
    rows = User.objects.visible_to(user).filter(is_active=True, password_changed_at=None).select_related("person")
    return _card(rows.order_by("-created_at"), reverse("accounts:list"))


def _card(rows: Any, url: str) -> Mapping[str, Any]:
    """The first rows and how many there are; calm where nothing waits."""
    found = list(rows[: ROWS + 1])
    count = len(found) if len(found) <= ROWS else rows.order_by().count()
    return {"rows": found[:ROWS], "count": count, "url": url, "calm": not found}


def in_figures(user: Any, day: date) -> Mapping[str, Any]:
    """Accounts open and closed, roles by group today, and the last day's failed tries to sign in."""
    held = Role.objects.visible_to(user).filter(on(day)).order_by()
    roles = dict(held.values_list("group").annotate(n=Count("pk")))
    rows = [(group.title, roles[code]) for code, group in GROUPS.items() if code in roles]
    people = User.objects.visible_to(user).order_by()
    counts = people.aggregate(
        open=Count("pk", filter=Q(is_active=True), distinct=True),
        closed=Count("pk", filter=Q(is_active=False), distinct=True),
    )
    failed = SignInAttempt.objects.filter(at__gte=clock.now() - A_DAY, outcome=SignInAttempt.Outcome.FAILED).count()
    return {**counts, "failed": failed, "rows": rows, "count": None, "url": reverse("accounts:list")}


navigation.add(
    NavigationItem(
        "accounts",
        _("Accounts and roles"),
        "accounts:list",
        (Perms.MANAGE_ACCOUNTS,),
        order=900,
        icon="key",
        short=_("Accounts"),
    )
)
desk_cards.add(
    DeskCard(
        "accounts.ending",
        _("Roles that end within a month"),
        "accounts/_desk_ending.html",
        roles_that_end,
        Perms.MANAGE_ACCOUNTS,
        order=900,
    )
)
desk_cards.add(
    DeskCard(
        "accounts.new",
        _("Accounts not yet used"),
        "accounts/_desk_new.html",
        accounts_without_password,
        Perms.MANAGE_ACCOUNTS,
        order=910,
        part="know",
    )
)


def emergencies_waiting(user: Any, day: date) -> Mapping[str, Any]:
    """Requests for emergency rights that nobody decided yet."""
    rows = BreakGlass.objects.visible_to(user, Perms.APPROVE_BREAK_GLASS).filter(status="asked")
    found = rows.select_related("user__person", "unit").order_by("-asked_at")
    return _card(found, reverse("accounts:break-glass") + "?state=waiting")


def emergencies_to_review(user: Any, day: date) -> Mapping[str, Any]:
    """Emergency rights that are over and must be looked through within three days."""
    rows = BreakGlass.objects.visible_to(user, Perms.REVIEW_BREAK_GLASS).to_review(clock.now())
    found = rows.select_related("user__person", "unit").order_by("ends_at")
    return _card(found, reverse("accounts:break-glass") + "?state=review")


graves.add("break_glass.")
navigation.add(
    NavigationItem(
        "break_glass",
        _("Emergency rights"),
        "accounts:break-glass",
        (Perms.ASK_BREAK_GLASS, Perms.APPROVE_BREAK_GLASS, Perms.REVIEW_BREAK_GLASS),
        order=905,
    )
)
desk_cards.add(
    DeskCard(
        "accounts.figures",
        _("Accounts in figures"),
        "accounts/_desk_figures.html",
        in_figures,
        Perms.MANAGE_ACCOUNTS,
        920,
        "figures",
    )
)
for key, title, card, right, order in (
    ("accounts.emergencies", _("Emergency rights asked for"), emergencies_waiting, Perms.APPROVE_BREAK_GLASS, 5),
    ("accounts.review", _("Emergency rights to look through"), emergencies_to_review, Perms.REVIEW_BREAK_GLASS, 6),
):
    desk_cards.add(DeskCard(key, title, "accounts/_desk_break_glass.html", card, right, order=order))
action_words.update(
    {
        "break_glass.asked": _("Emergency rights asked for"),
        "break_glass.opened": _("Emergency rights opened"),
        "break_glass.opened_sealed": _("Emergency rights opened with two sealed codes"),
        "break_glass.refused": _("Emergency rights refused"),
        "break_glass.ended": _("Emergency rights ended"),
        "break_glass.reviewed": _("Emergency rights looked through"),
        "break_glass.sealed_code_made": _("Sealed code made"),
        "break_glass.codes_refused": _("Sealed codes wrong"),
        "break_glass.factor_reset": _("Let in again with two sealed codes"),
        "account.opened": _("Account opened"),
        "account.code_made": _("One-time code made"),
        "account.disabled": _("Account closed"),
        "account.enabled": _("Account opened again"),
        "role.granted": _("Role given"),
        "role.ended": _("Role ended"),
        "role.applied": _("Rights brought up to date"),
        "factor.added": _("Second factor set up"),
        "factor.removed": _("Second factor removed"),
        "factor.renamed": _("Passkey renamed"),
        "factor.reset": _("Second factor reset"),
        "factor.refused": _("Second factor wrong"),
        "factor.copied": _("Passkey seems copied"),
        "factor.recovery_made": _("Recovery codes made"),
        "factor.recovery_used": _("Recovery code used"),
        "user.password_accepted": _("Password right, second factor owed"),
        "identity.linked": _("Sign-in from outside linked"),
        "identity.unlinked": _("Sign-in from outside removed"),
        "user.signed_in": _("Signed in"),
        "user.signed_out": _("Signed out"),
        "user.sessions_ended": _("Other sessions ended"),
        "user.password_changed": _("Password changed"),
        "token.made": _("Token made"),
        "token.revoked": _("Token withdrawn"),
    }
)

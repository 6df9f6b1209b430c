"""Cards of the desk about work: what waits for me, who is out, what was stopped. One query each, a second for a long list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.perms import Perms
from core.registries import DeskAct, DeskCard, desk_acts, desk_cards
from duties.life import BINDING, Status
from duties.models import Assignment, Lead, Member, RefusedAttempt

ROWS = 8
NEW_FOR = timedelta(days=7)
AHEAD = timedelta(days=1)
ON_THE_WAY = (Status.PENDING, Status.REFERRED, Status.APPROVED)

Card = Mapping[str, Any] | None


def named(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Each with the names of its leads and commander and how many go: all that a line of the desk shows."""
    leads = Lead.objects.filter(assignment=OuterRef("pk")).order_by("pk").values("officer__person__name")
    members = Member.objects.filter(assignment=OuterRef("pk")).order_by().values("assignment")
    return (
        rows.select_related("unit")
        .defer("decision", "screening")
        .annotate(
            lead_names=ArraySubquery(leads),
            members_count=Subquery(members.annotate(n=Count("pk")).values("n")),
            commander_name=F("commander__officer__person__name"),
        )
    )


def card_of(rows: QuerySet[Any], url: str, *, calm: bool = False) -> Card:
    """The first rows and how many there are; no card where there is nothing."""
    found = list(rows[: ROWS + 1])
    if not found:
        return None
    count = len(found) if len(found) <= ROWS else rows.order_by().count()
    return {"count": count, "rows": found[:ROWS], "url": url, "calm": calm, "today": clock.today()}


def to_approve(user: Any, day: date) -> Card:
    """Requests that wait for me, the next to start first."""
    rows = Assignment.objects.visible_to(user, Perms.APPROVE_ASSIGNMENT).awaiting_approval()
    return card_of(named(rows), reverse("duties:approvals"))


def to_rule_on(user: Any, day: date) -> Card:
    """Requests on which a legal reviewer decides, the next to start first."""
    return card_of(
        named(Assignment.objects.visible_to(user, Perms.RULE_ON_LAW).awaiting_ruling()), reverse("duties:rulings")
    )


def leading(user: Any, day: date) -> Card:
    """Work of today and tomorrow that I lead on the spot or command: confirm that you are there when it begins."""
    if user.person_id is None:
        return None
    now = clock.now()
    mine = Q(pk__in=Lead.objects.filter(officer__person=user.person_id).values("assignment"))
    mine |= Q(commander__officer__person=user.person_id)
    rows = Assignment.objects.visible_to(user).filter(
        mine, status__in=BINDING, starts_at__lte=now + AHEAD, ends_at__gte=now
    )
    return card_of(named(rows).order_by("starts_at", "pk"), _list(day=day.isoformat()))


def mine_back(user: Any, day: date) -> Card:
    """My requests that came back, or that the law refused and that are still drafts."""
    mine = Assignment.objects.visible_to(user).filter(requester_person=user.person_id)
    returned = mine.filter(Q(status=Status.RETURNED) | Q(status=Status.DRAFT, decision__decision="refuse"))
    return card_of(named(returned).order_by("starts_at", "pk"), _list(mine="1"))


def mine_open(user: Any, day: date) -> Card:
    """What I asked for that is still to come: waiting, with the legal reviewer, or approved."""
    mine = Assignment.objects.visible_to(user).filter(requester_person=user.person_id, status__in=ON_THE_WAY)
    return card_of(named(mine.filter(ends_at__gte=clock.now())).order_by("starts_at", "pk"), _list(mine="1"))


def out_now(user: Any, day: date) -> Card:
    """Who is out at this moment, and who leads."""
    now = clock.now()
    rows = Assignment.objects.visible_to(user, Perms.APPROVE_ASSIGNMENT).filter(status__in=BINDING)
    rows = named(rows.filter(starts_at__lte=now, ends_at__gte=now)).order_by("starts_at", "pk")
    return card_of(rows, _list(day=day.isoformat()))


def stopped(user: Any, day: date) -> Card:
    """What was stopped since yesterday."""
    rows = Assignment.objects.visible_to(user).filter(status=Status.STOPPED, closed_at__gte=clock.now() - timedelta(1))
    return card_of(named(rows).order_by("-closed_at"), _list(status=Status.STOPPED))


def new_attempts(user: Any, day: date) -> Card:
    """What the law refused in the last week."""
    rows = RefusedAttempt.objects.visible_to(user).filter(created_at__gte=clock.now() - NEW_FOR).defer("decision")
    named_rows = rows.select_related("unit").annotate(requester_name=F("requester_person__name"))
    return card_of(named_rows, reverse("duties:refused"))


def _list(**asked: str) -> str:
    return f"{reverse('duties:assignments')}?{urlencode(asked)}"


WORK, P = "duties/_desk.html", Perms
for card in (
    DeskCard("duties.leading", _("You lead or command"), WORK, leading, P.VIEW_ASSIGNMENTS, 90),
    DeskCard("duties.approvals", _("Requests that wait for you"), WORK, to_approve, P.APPROVE_ASSIGNMENT, 100),
    DeskCard("duties.rulings", _("Requests that need a ruling"), WORK, to_rule_on, P.RULE_ON_LAW, 110),
    DeskCard("duties.mine", _("My requests that came back"), WORK, mine_back, P.REQUEST_ASSIGNMENT, 120),
    DeskCard(
        "duties.refused", _("New refused attempts"), "duties/_desk_refused.html", new_attempts, P.VIEW_REFUSED, 130
    ),
    DeskCard("duties.stopped", _("Stopped since yesterday"), WORK, stopped, P.VIEW_ASSIGNMENTS, 140, "know"),
    DeskCard("duties.out", _("Out now"), WORK, out_now, P.APPROVE_ASSIGNMENT, 150, "know"),
    DeskCard("duties.open", _("My requests to come"), WORK, mine_open, P.REQUEST_ASSIGNMENT, 160, "know"),
):
    desk_cards.add(card)
desk_acts.add(DeskAct("duties.ask", _("Ask for an assignment"), "duties:new", P.REQUEST_ASSIGNMENT, 100))
desk_acts.add(DeskAct("duties.sheet", _("Sheet of the day"), "duties:sheet", P.VIEW_ASSIGNMENTS, 110))

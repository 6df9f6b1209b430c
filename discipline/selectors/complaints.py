"""Reads of complaints: lists, who may deal with one, what happened to its reporter since, one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import UnitUserPermission, User
from core.crypto.indexes import blind_index
from core.crypto.keys import keys
from core.models import SealedIndex
from core.perms import Perms
from discipline.models.cases import Case, Sanction
from discipline.models.complaints import Complaint, Reporter
from discipline.rules.complaints import HandlerFacts, Status
from organisation.models import Unit
from organisation.selectors import subtree
from regulations.packs import Value
from regulations.selectors import own_values, value_for
from roster.models import Auxiliary, Contract, GradeRecord, Posting, Relationship, Restriction

KEYS = "discipline.complaints."
WORKING_HERE = (Reporter.Kind.COLLEAGUE, Reporter.Kind.AUXILIARY)
ASKED_FOR = timedelta(days=730)  # after two years nobody is asked to look any more
AGAINST = (Restriction.Kind.SUSPENSION, Restriction.Kind.CONDUCT, Restriction.Kind.OTHER)


@dataclass(frozen=True)
class Act:
    """Something that was done to the reporter, and on which day."""

    on: date
    says: str


def value(key: str, unit: Unit, day: date) -> Value:
    """A number of house policy as the unit has it on the day."""
    return value_for(KEYS + key, unit=unit, day=day)


def complaints(user: User, query: Mapping[str, str], day: date) -> QuerySet[Complaint]:
    """Complaints in sight; `state` is a status, `open` or `overdue`."""
    rows = Complaint.objects.visible_to(user).filter(subtree(user, query.get("unit", "")))
    state = query.get("state", "")
    if state == "overdue":
        rows = rows.overdue(day)
    elif state == "open":
        rows = rows.open()
    elif state:
        rows = rows.filter(status=state)
    return rows.select_related("unit", "handler_person").defer("what", "answer").order_by("-pk")


def handler_facts(complaint: Complaint, person: int | None) -> HandlerFacts:
    """Everybody who must not deal with it. The reporter is compared, never told."""
    subjects = complaint.subjects.values_list("auxiliary__person", "officer__person")
    named = frozenset(number for pair in subjects for number in pair if number is not None)
    kin = Relationship.objects.filter(auxiliary__person__in=named, related__isnull=False, ends_on__isnull=True)
    own = Relationship.objects.filter(auxiliary__person=person, related__in=named, ends_on__isnull=True)
    relatives = set(kin.values_list("related", flat=True)) | ({person} if person and own.exists() else set())
    return HandlerFacts(person, named, frozenset(relatives), reporter_person(complaint))


def reporter_person(complaint: Complaint) -> int | None:
    """The number of the natural person who reported, where it is known."""
    told = Reporter.objects.get(complaint=complaint).reporter_person
    return int(told) if told else None


def handlers(unit: Unit) -> QuerySet[User]:
    """Users who may deal with complaints of this unit."""
    above = [".".join(parts) + "." for n in range(1, 10) if len(parts := unit.path.rstrip(".").split(".")[:n]) == n]
    rows = UnitUserPermission.objects.filter(
        permission__codename=Perms.HANDLE_COMPLAINTS, content_object__path__in=above, user__is_active=True
    )
    return User.objects.filter(pk__in=rows.values("user"), person__isnull=False).select_related("person").order_by("pk")


def own(person: int) -> QuerySet[Complaint]:
    """The complaints that this natural person made from the own pages."""
    label = "discipline_reporter.reporter_person"
    digests = [blind_index(str(person), where=label, key=key) for key in keys().values()]
    rows = SealedIndex.objects.filter(place=label, digest__in=digests).values_list("row", flat=True)
    return Complaint.objects.filter(reporter__in=[*rows]).select_related("unit").order_by("-pk")


def acts_against(complaint: Complaint, day: date) -> list[Act]:
    """What was done to the reporter within the period of house policy; for the one who deals with it. Seven queries at most."""
    person = reporter_person(complaint)
    if person is None:
        return []
    first = complaint.received_on
    last = min(day, first + timedelta(days=value("retaliation_days", complaint.unit, first).value))
    own_files = list(Auxiliary.objects.filter(person=person).values_list("pk", flat=True))
    of_them, within = {"auxiliary__in": own_files}, (first, last)
    found = [
        Act(row.starts_on, str(row.get_kind_display()))
        for row in Restriction.objects.filter(**of_them, starts_on__range=within, kind__in=AGAINST)
    ]
    ended = Contract.objects.filter(**of_them, ended_on__range=within)
    found += [Act(day, _("Contract ended")) for day in ended.values_list("ended_on", flat=True) if day]
    moved = Posting.objects.filter(**of_them, starts_on__range=within).select_related("unit")
    found += [Act(row.starts_on, _("Posted to %(unit)s") % {"unit": row.unit}) for row in moved]
    graded = GradeRecord.objects.filter(**of_them, since__range=within)
    found += [Act(row.since, _("Grade set to %(grade)s") % {"grade": row.grade}) for row in graded]
    reported = Case.objects.filter(**of_them, reported_on__range=within).only("number", "reported_on")
    found += [Act(row.reported_on, _("Reported in %(number)s") % {"number": row.number}) for row in reported]
    measures = Sanction.objects.filter(case__auxiliary__in=own_files, decided_on__range=within)
    found += [Act(row.decided_on, str(row.get_kind_display())) for row in measures]
    return sorted(found, key=lambda act: (act.on, act.says))


def works_here(complaint: Complaint) -> bool:
    """Is the reporter somebody against whom an office could act?"""
    return Reporter.objects.filter(complaint=complaint).exclude(Q(kind="public") | Q(kind="anonymous")).exists()


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A complaint whose period of looking at acts against the reporter is over, and at which nobody looked since."""

    complaint: Complaint
    due_on: date


def second_looks(day: date, *, complaint: Complaint | None = None) -> list[SecondLook]:
    """Answered complaints of reporters who work here that are to be looked at once more. Three queries, one where there is none.

    For the one who dealt with it alone: that there is something to look at tells where the reporter works.
    """
    rows = Complaint.objects.filter(
        status=Status.ANSWERED, received_on__range=(day - ASKED_FOR, day), reporter__kind__in=WORKING_HERE
    )
    if complaint is not None:
        rows = rows.filter(pk=complaint.pk)
    told = rows.select_related("unit").defer("what", "answer").annotate(looked_at=Max("retaliation_checks__at"))
    found = list(told.order_by("received_on", "pk"))
    if not found:
        return []
    key = KEYS + "retaliation_days"
    own = own_values(key=key, confirmed=False)
    looks = []
    for row in found:
        days = own.at(key, path=row.unit.path, day=row.received_on).value
        due_on = row.received_on + timedelta(days=days)
        if due_on <= day and (row.looked_at is None or timezone.localdate(row.looked_at) < due_on):
            looks.append(SecondLook(row, due_on))
    return looks

"""What every act of a case shares: one order of locks (the file, then the case), rights, terms, who is tied to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from core.actors import SYSTEM, Actor
from core.errors import BadInput, Finding, NotNow, Refused
from core.periods import on as on_day
from core.perms import Perms
from discipline.models import Case, Investigator, Matter, Withdrawal
from discipline.rules.cases import terms
from discipline.rules.cases.fairness import WhoFacts
from discipline.rules.cases.life import ACTS
from discipline.words import said
from organisation.models import Person
from regulations import rules
from regulations.selectors import unit_pack, value_for
from roster.models import Relationship
from roster.services.common import lock as lock_file

ANSWERS_WITHDRAWALS = Perms.DECIDE_CASE


def lock(case: Case, *, revision: int | None = None) -> Case:
    """Lock the person's file and the case, in this order for every act; answer the case as it stands now."""
    lock_file(case.auxiliary)
    Case.objects.select_for_update(no_key=True).values_list("pk").get(pk=case.pk)
    found = Case.objects.select_related("unit", "auxiliary__person", "auxiliary__unit", "decider__person").get(
        pk=case.pk
    )
    if revision is not None and revision != found.revision:
        raise NotNow(_("%(number)s was changed meanwhile: look at it again.") % {"number": found.number})
    return found


def ready_for(act: str, case: Case, by: Actor) -> None:
    """Refuse whoever lacks the right, the person concerned as an official, and an act for which the case stands elsewhere."""
    if right := ACTS[act].right:
        may(by, case, right)
    due(act, case)


def due(act: str, case: Case) -> None:
    """Refuse an act for which the case stands elsewhere by now."""
    if case.status not in ACTS[act].starts:
        raise NotNow(standing(case))


def may(by: Actor, case: Case, *rights: str) -> None:
    """Refuse whoever holds none of these rights on the unit, and whoever the case is about."""
    if by is SYSTEM:
        return
    if not any(by.may(right, case.unit) for right in rights):  # type: ignore[attr-defined]
        raise PermissionDenied
    if by.person_id is None or by.person_id == case.auxiliary.person_id:
        raise PermissionDenied


def standing(case: Case) -> str:
    """Where the case stands, for whoever came second."""
    words = {"number": case.number, "status": case.get_status_display()}
    return _("%(number)s stands at “%(status)s”: this act is not due there.") % words


def next_number(series: str, sequence: str, year: int) -> str:
    """A number never given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence])
        return f"{series}{year}-{cursor.fetchone()[0]:06d}"


def moved(case: Case, status: str, *fields: str, day: date, keep_term: bool = False) -> Case:
    """Write the next state with the term that runs in it, and what this act wrote."""
    case.status = status
    case.revision += 1
    running = terms.RUNNING.get(status)
    if not keep_term:
        case.due_on = None if running is None else terms.last_day(day, days(running, case, day))
    checked(case, *fields)
    case.save(update_fields=["status", "revision", "due_on", *fields])
    return case


def days(name: str, case: Case, day: date) -> int:
    """The number of days (or months) the unit goes by on that day: its own value, or house policy."""
    return int(value_for(terms.key(name), unit=case.unit, day=day).value)


def checked(row: models.Model, *fields: str) -> None:
    """What was typed fits its fields; raises BadInput beside them."""
    try:
        row.clean_fields(exclude={field.name for field in row._meta.fields} - set(fields))
    except ValidationError as error:
        raise BadInput(error.message_dict) from error


def words(text: str, field: str) -> str:
    """What was typed, trimmed; nothing is an error beside its field."""
    if not text.strip():
        raise BadInput({field: _("Write it down: it is part of the record.")})
    return text.strip()


def not_before(day: date, field: str, value: date | None) -> None:
    """Raises BadInput for a day that is still to come."""
    if value is not None and value > day:
        raise BadInput({field: _("This day is still to come.")})


def who(person: int, case: Case, day: date) -> WhoFacts:
    """Somebody who is to act, and the persons who stand in the case."""
    relatives = Relationship.objects.filter(on_day(day), auxiliary=case.auxiliary_id, near_relative=True)
    named = Investigator.objects.filter(case=case).values_list("officer__person", flat=True)
    return WhoFacts(
        person=person,
        subject=case.auxiliary.person_id,
        relatives=frozenset(relatives.exclude(related=None).values_list("related", flat=True)),
        reporters=frozenset({case.reporter_id} - {None}),
        investigators=frozenset(named),
        decider=case.decider_person_id,
    )


def refuse(question: str, facts: Any, case: Case, day: date, **filler: Any) -> None:
    """Raises Refused with every rule about the question that the facts break."""
    refuse_all(broken(question, facts, case, day, **filler))


def broken(question: str, facts: Any, case: Case, day: date, **filler: Any) -> list[Finding]:
    told = {name: said(value) for name, value in filler.items()}
    return rules.broken(question, facts, day=day, pack=unit_pack(case.unit, day), **told)


def refuse_all(found: Iterable[Finding]) -> None:
    if said := list(found):
        raise Refused(said)


def name_of(person: int) -> str:
    return str(Person.objects.values_list("name", flat=True).get(pk=person))


def unanswered(case: Case) -> int:
    """How many requests that somebody withdraw wait for an answer."""
    return Withdrawal.objects.waiting().filter(case=case).count()


def open_matters(case: Case) -> int:
    """How many proceedings outside the house have not ended."""
    return int(Matter.objects.aggregate(n=Count("pk", filter=Q(case=case, until=None)))["n"])

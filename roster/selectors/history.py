"""The time line of a file: what happened on which day, and what was entered, changed and read, by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import AuditEntry
from core.perms import Perms
from core.registries import Happening, action_words, happenings
from core.templatetags.show import actor, day, short_day
from roster.models import Auxiliary, Posting
from roster.opening import may_read, reason_right, restriction_right

SERVICE, CONTRACT, TRAINING, RESTRICTION, HEALTH, ENTRY, READING = (
    "service", "contract", "training", "restriction", "health", "entry", "reading",
)  # fmt: skip
KINDS: Final = (
    (SERVICE, gettext_lazy("Service")),
    (CONTRACT, gettext_lazy("Contracts")),
    (TRAINING, gettext_lazy("Trainings, cards, equipment")),
    (RESTRICTION, gettext_lazy("Restrictions")),
    (HEALTH, gettext_lazy("Work injuries")),
    ("duty", gettext_lazy("Duties")),
    ("insurance", gettext_lazy("Insurance")),
    (ENTRY, gettext_lazy("Entries")),
    (READING, gettext_lazy("Who looked")),
)
READINGS: Final = frozenset({"auxiliary.viewed", "auxiliary.unmasked", "document.read"})
# Entries of what stands in the time line on the day it happened: shown as entries only when these are asked for.
TOLD_BY_FACTS: Final = frozenset(
    {
        "auxiliary.hired", "auxiliary.rehired", "auxiliary.moved", "auxiliary.graded", "auxiliary.grade_taken_back",
        "auxiliary.restricted", "auxiliary.restriction_lifted", "auxiliary.left", "contract.signed", "contract.renewed",
        "contract.ended", "card.issued", "card.returned", "equipment.issued", "equipment.returned", "qualification.added",
        "injury.reported",
    }
)  # fmt: skip
MOST = 500  # entries of the trail that are looked through: years of a file


def happened(auxiliary: Auxiliary, user: Any, today: dt.date, kind: str = "") -> list[Happening]:
    """Everything this user may read, newest first; without a kind what was entered is not said twice."""
    found = [*_facts(auxiliary, user), *_of_other_rooms(auxiliary, user, today), *_entries(auxiliary, user, kind)]
    chosen = [one for one in found if kind in ("", one.kind)]
    return sorted(chosen, key=_when, reverse=True)


def kinds(found: Iterable[Happening]) -> list[tuple[str, str]]:
    """The kinds there are, for the chips."""
    there = {one.kind for one in found} | {ENTRY}
    return [(key, str(name)) for key, name in KINDS if key in there]


def _when(one: Happening) -> tuple[dt.date, int, float]:
    if isinstance(one.on, dt.datetime):
        return timezone.localtime(one.on).date(), 1, one.on.timestamp()
    return one.on, 0, 0.0


def _of_other_rooms(auxiliary: Auxiliary, user: Any, today: dt.date) -> Iterator[Happening]:
    for source in happenings.all():
        if not source.permission or user.may(source.permission, auxiliary.unit):
            yield from source.find(auxiliary, user, today)


def _facts(auxiliary: Auxiliary, user: Any) -> Iterator[Happening]:
    """What the file itself says of days."""
    yield from _service(auxiliary, user)
    yield from _contracts(auxiliary, user)
    yield from _papers(auxiliary)
    yield from _restrictions(auxiliary, user)
    if may_read(user, Perms.VIEW_MEDICAL, auxiliary):
        for injury in auxiliary.injuries.all():
            yield Happening(injury.happened_on, HEALTH, _("Work injury: %(what)s") % {"what": injury.what})


def _service(auxiliary: Auxiliary, user: Any) -> Iterator[Happening]:
    left = {row.last_day for row in auxiliary.leavings.all()}
    before = None
    for posting in sorted(auxiliary.postings.all(), key=lambda row: row.starts_on):
        begins = _begins(posting, before, back=before is not None and before.ends_on in left)
        yield Happening(posting.starts_on, SERVICE, begins, note=posting.reason)
        before = posting
    for grade in auxiliary.grades.all():
        yield Happening(grade.since, SERVICE, _("Grade %(grade)s") % {"grade": grade.grade}, note=grade.document_number)
        if grade.revoked_on is not None:
            words = {"grade": grade.grade, "day": day(grade.since)}
            yield Happening(grade.revoked_on, SERVICE, _("Grade %(grade)s of %(day)s taken back") % words)
    for leaving in auxiliary.leavings.all():
        why = may_read(user, Perms.VIEW_CONDUCT, auxiliary)
        yield Happening(leaving.last_day, SERVICE, _("Last day"), note=leaving.get_ground_display() if why else "")


def _begins(posting: Posting, before: Posting | None, *, back: bool) -> str:
    """The sentence of a posting: the first one is the hiring, one after a leaving the return."""
    where = {"unit": str(posting.unit), "post": str(posting.post or "")}
    if before is None:
        said = _("Hired for %(unit)s, post %(post)s") if posting.post else _("Hired for %(unit)s")
    elif back:
        said = _("Taken back for %(unit)s, post %(post)s") if posting.post else _("Taken back for %(unit)s")
    else:
        said = _("Moved to %(unit)s, post %(post)s") if posting.post else _("Moved to %(unit)s")
    return said % where


def _contracts(auxiliary: Auxiliary, user: Any) -> Iterator[Happening]:
    conduct = may_read(user, Perms.VIEW_CONDUCT, auxiliary)
    for row in auxiliary.contracts.all():
        about = {"employer": row.employer.name, "until": day(row.last_day)}
        said = _("Labour contract with %(employer)s, open-ended")
        if row.last_day is not None:
            said = _("Labour contract with %(employer)s until %(until)s")
        yield Happening(row.starts_on, CONTRACT, said % about, note=row.number)
        if row.ended_on is not None:
            ground = row.get_end_ground_display() if conduct else ""
            yield Happening(row.ended_on, CONTRACT, _("Labour contract ended"), note=ground)


def _papers(auxiliary: Auxiliary) -> Iterator[Happening]:
    for row in auxiliary.qualifications.all():
        good = _("good until %(day)s") % {"day": short_day(row.valid_until)} if row.valid_until else ""
        yield Happening(row.obtained_on, TRAINING, row.name, note=good)
    for card in auxiliary.cards.all():
        yield Happening(card.valid_from, TRAINING, _("Work card %(number)s given out") % {"number": card.number})
        if card.returned_on:
            said = _("Work card %(number)s taken back") % {"number": card.number}
            yield Happening(card.returned_on, TRAINING, said, note=card.return_note)
    for piece in auxiliary.issues.all():
        yield Happening(piece.issued_on, TRAINING, _("Given out: %(piece)s") % {"piece": piece}, note=piece.note)
        if piece.returned_on:
            yield Happening(piece.returned_on, TRAINING, _("Taken back: %(piece)s") % {"piece": piece})


def _restrictions(auxiliary: Auxiliary, user: Any) -> Iterator[Happening]:
    """That somebody was restricted is seen with the file; why, only with the right for that kind."""
    for row in auxiliary.restrictions.all():
        opened = may_read(user, restriction_right(row.kind), auxiliary)
        said = _("Duties restricted: %(kind)s") % {"kind": row.get_kind_display()} if opened else _("Duties restricted")
        yield Happening(row.starts_on, RESTRICTION, said, note=row.reason if opened else "")
        if row.lifted_on:
            yield Happening(row.lifted_on, RESTRICTION, _("Restriction lifted"))


def _entries(auxiliary: Auxiliary, user: Any, kind: str) -> Iterator[Happening]:
    """The trail of the file, with the reasons the user may read; sensitive values never stood in it."""
    if kind not in ("", ENTRY, READING):
        return
    rows = AuditEntry.objects.filter(object_type=auxiliary._meta.label, object_id=str(auxiliary.pk))
    for entry in rows.order_by("-at", "-id")[:MOST]:
        read = entry.action in READINGS
        if not kind and entry.action in TOLD_BY_FACTS:
            continue
        reason = entry.reason if entry.reason and may_read(user, reason_right(entry), auxiliary) else ""
        words = str(action_words.get(entry.action, entry.action))
        yield Happening(entry.at, READING if read else ENTRY, words, note=reason, who=actor(entry.actor_name))

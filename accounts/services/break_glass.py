"""Emergency rights 应急授权: asked for by one, opened by a second person, over by themselves, looked through by a third."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import rates, scope
from accounts.alarms import alarm
from accounts.groups import EMERGENCY_GROUPS
from accounts.models import BreakGlass, SealedCode, User
from accounts.models_break_glass import LONGEST
from accounts.services.accounts import LETTERS, hash_code
from accounts.services.factors import reset_factors
from core import clock
from core.actors import SYSTEM, Actor
from core.audit import record
from core.errors import BadInput, NotNow
from core.outbox import emit
from core.perms import Perms
from organisation.models import Person, Unit

WAITS = dt.timedelta(hours=4)  # a request nobody decided in this time is asked anew
REVIEW_DAYS = 3
TRIES_AN_HOUR = 10


@transaction.atomic
def ask_break_glass(*, by: User, group: str, unit: Unit, minutes: int, reason: str) -> BreakGlass:
    """Ask for a group's rights over a unit for at most 240 minutes. Raises BadInput, or NotNow for an administrator."""
    reason = " ".join(reason.split())
    if not 1 <= minutes <= LONGEST:
        raise BadInput({"minutes": _("Emergency rights last four hours at most.")})
    if group not in {one.code for one in EMERGENCY_GROUPS}:
        raise BadInput({"group": _("No administrator's rights are given in an emergency.")})
    if len(reason) < 10:
        raise BadInput({"reason": _("Say in a sentence what happened and what is needed.")})
    user = User.objects.select_for_update().get(pk=by.pk)
    if not user.may(Perms.ASK_BREAK_GLASS):
        raise NotNow(_("An administrator is given no emergency rights; nor is anybody without a police role."))
    now = clock.now()
    old = user.emergencies.filter(status=BreakGlass.Status.ASKED)
    if old.filter(asked_at__gt=now - WAITS).exists():
        raise NotNow(_("You have already asked: wait for the decision."))
    old.update(status=BreakGlass.Status.REFUSED)
    row = BreakGlass.objects.create(
        user=user, person_id=user.person_id, group=group, unit=unit, minutes=minutes, reason=reason, asked_at=now
    )
    _record("asked", row, by=user, reason=reason)
    return row


@transaction.atomic
def decide_break_glass(*, emergency: BreakGlass, by: User, opens: bool, reason: str) -> BreakGlass:
    """The second person opens it from now on, or refuses. Raises NotNow for the person who asked, or when it is too late."""
    row = _waiting(emergency)
    if not by.may(Perms.APPROVE_BREAK_GLASS, row.unit) or by.person_id in (None, row.person_id):
        raise NotNow(_("Another person decides: not the one who asked."))
    if not (reason := reason.strip()):
        raise BadInput({"reason": _("Give the reason.")})
    row.decided_by, row.decider_id, row.decision_reason = by, by.person_id, reason[:300]
    if opens:
        _open(row)
    else:
        row.status = BreakGlass.Status.REFUSED
    row.save()
    _record("opened" if opens else "refused", row, by=by, reason=reason)
    return row


def open_sealed(*, emergency: BreakGlass, codes: Sequence[str], by: User) -> BreakGlass:
    """Nobody who decides can be reached: two sealed codes of two other people open it, each this once.

    Call outside a transaction, so that a wrong try is kept. Raises BadInput when the codes do not fit.
    """
    _count_try(f"sealed:{by.pk}")
    with transaction.atomic():
        row = _waiting(emergency)
        if row.user_id != by.pk:
            raise NotNow(_("Who asked opens it, with two sealed codes of two other people."))
        found = _take_codes(codes, unit=row.unit, but_not={row.person_id})
        if found:
            row.first_code, row.second_code = found
            _open(row)
            row.save()
            _record("opened_sealed", row, by=by, after={"holders": [code.holder.name for code in found]})
            return row
    _wrong_codes(by)
    raise BadInput(
        {"first": _("The two codes do not fit, were used, or belong to the same person. This was recorded.")}
    )


@transaction.atomic
def end_break_glass(*, emergency: BreakGlass, by: User) -> BreakGlass:
    """End it before its time: whoever asked, or whoever may open it."""
    row = BreakGlass.objects.select_for_update().select_related("unit", "user").get(pk=emergency.pk)
    now = clock.now()
    if row.user_id != by.pk and not by.may(Perms.APPROVE_BREAK_GLASS, row.unit):
        raise NotNow(_("Only who asked, or who opens emergency rights, ends them."))
    if not row.is_running(now):
        raise NotNow(_("These emergency rights are over already."))
    row.ends_at = now
    row.save(update_fields=["ends_at"])
    row.user.sessions.update(renew=True)
    _record("ended", row, by=by)
    scope.forget(by)
    return row


@transaction.atomic
def review_break_glass(*, emergency: BreakGlass, by: User, review: str) -> BreakGlass:
    """The audit administrator has looked through what was done, and says what came of it."""
    row = BreakGlass.objects.select_for_update().select_related("unit").get(pk=emergency.pk)
    if not by.may(Perms.REVIEW_BREAK_GLASS, row.unit) or by.person_id in (None, row.person_id, row.decider_id):
        raise NotNow(_("A third person looks it through: neither who asked nor who opened it."))
    if row.status != BreakGlass.Status.OPENED or row.is_running(clock.now()) or row.reviewed_at is not None:
        raise NotNow(_("There is nothing to look through: not over yet, or looked through already."))
    if not (review := review.strip()):
        raise BadInput({"review": _("Say what was done with these rights, and whether it was needed.")})
    row.reviewed_by, row.reviewer_id = by, by.person_id
    row.reviewed_at, row.review = clock.now(), review[:500]
    row.save(update_fields=["reviewed_by", "reviewer", "reviewed_at", "review"])
    _record("reviewed", row, by=by, reason=row.review)
    return row


@transaction.atomic
def make_sealed_code(*, holder: Person, unit: Unit, by: User) -> str:
    """A code for this person's envelope, returned this once; an earlier unused one of theirs stops working."""
    person = Person.objects.select_for_update().get(pk=holder.pk)
    if by.person_id in (None, person.pk) or not by.may(Perms.APPROVE_BREAK_GLASS, unit):
        raise NotNow(_("Another person keeps the envelope: not whoever makes the code."))
    now = clock.now()
    person.sealed_codes.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    code = "-".join("".join(secrets.choice(LETTERS) for _i in range(5)) for _j in range(4))
    row = SealedCode.objects.create(holder=person, unit=unit, code_hash=hash_code(code), made_by=by, made_at=now)
    record("break_glass.sealed_code_made", row, by=by, unit_path=unit.path)
    return code


def reset_by_sealed_codes(*, user: User, codes: Sequence[str], reason: str) -> str:
    """Nobody can sign in to help: two sealed codes reset one security administrator; returns their one-time code.

    For the command line on the server. Raises BadInput when the codes do not fit, NotNow for any other account.
    """
    _count_try("sealed:command")
    if "secadmin" not in user.group_codes or not user.is_active:
        raise NotNow(_("Only a security administrator in office is let in again in this way."))
    with transaction.atomic():
        unit = user.roles.filter(group="secadmin").latest("starts_on").unit
        found = _take_codes(codes, unit=unit, but_not={user.person_id})
        if found:
            holders = [code.holder.name for code in found]
            record("break_glass.factor_reset", user, by=SYSTEM, after={"holders": holders}, reason=reason)
            _ring("break_glass.reset", user.username, {"holders": "、".join(holders)})
            return reset_factors(user=user, by=SYSTEM, reason=reason)
    _wrong_codes(SYSTEM)
    raise BadInput({"": _("The two codes do not fit, were used, or belong to the same person. This was recorded.")})


def _waiting(emergency: BreakGlass) -> BreakGlass:
    row = BreakGlass.objects.select_for_update().select_related("unit", "user").get(pk=emergency.pk)
    if row.status != BreakGlass.Status.ASKED or row.asked_at <= clock.now() - WAITS:
        raise NotNow(_("This request was decided already, or is too old: ask anew."))
    return row


def _open(row: BreakGlass) -> None:
    row.status = BreakGlass.Status.OPENED
    row.opened_at = clock.now()
    row.ends_at = row.opened_at + dt.timedelta(minutes=row.minutes)
    row.user.sessions.update(renew=True)  # the same session goes on under a new number


def _take_codes(codes: Sequence[str], *, unit: Unit, but_not: set[int | None]) -> list[SealedCode]:
    """Both rows, used up; nothing unless both fit, belong to two others, and reach this unit."""
    hashes = {hash_code(code) for code in codes}
    rows = SealedCode.objects.select_for_update(of=("self",)).select_related("holder", "unit").order_by("pk")
    found = list(rows.filter(code_hash__in=hashes, used_at=None, withdrawn_at=None))
    holders = {row.holder_id for row in found} - but_not
    if len(holders) != 2 or not all(unit.path.startswith(row.unit.path) for row in found):
        return []
    SealedCode.objects.filter(pk__in=[row.pk for row in found]).update(used_at=clock.now())
    return found


def _count_try(key: str) -> None:
    if rates.count(key, 3600) > TRIES_AN_HOUR:
        raise NotNow(_("Too many wrong codes: wait an hour."))


def _wrong_codes(by: Actor) -> None:
    with transaction.atomic():
        record("break_glass.codes_refused", by=by, success=False, label=by.audit_name())
    alarm("break_glass.codes_wrong", by.audit_name(), {})


def _record(what: str, row: BreakGlass, *, by: User, reason: str = "", after: Mapping[str, Any] | None = None) -> None:
    """In the trail, to those who must know at once, and, when doors opened, as an alarm."""
    told = {"group": row.group, "minutes": row.minutes, "until": row.ends_at, **(after or {})}
    record(f"break_glass.{what}", row, by=by, after=told, reason=reason, unit_path=row.unit.path)
    emit("break_glass.changed", {"emergency": row.pk, "what": what})
    if what.startswith("opened"):
        _ring(f"break_glass.{what}", f"#{row.pk} {row}", {"minutes": row.minutes})


def _ring(kind: str, subject: str, detail: Mapping[str, Any]) -> None:
    emit(
        "security.alarm",
        {"kind": kind, "subject": subject, "detail": dict(detail), "at": clock.now().isoformat()},
    )

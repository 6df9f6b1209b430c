"""Asking for a file: what, what for, and whether one pair of eyes is enough."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput
from core.outbox import emit
from core.perms import Perms
from core.registries import ExportKind, export_kinds
from exports.marks import new_serial
from exports.models import MANY, Export
from exports.services.common import Status, tell, words
from organisation.models import Unit
from reminders.recipients import nearest_holders

LETTERS, DISTINCT = (
    4,
    3,
)  # a purpose is words, not a dot: at least so many letters or characters, so many of them different
LONGEST_PURPOSE = 200
NOBODY = gettext_noop(
    "A second person must agree to this file, and nobody but you may do so for %(unit)s. Choose one of the units below it, "
    "or ask a security administrator to give somebody the right."
)
MOST_FILTERS = 8_000  # characters of JSON


def request_export(
    *, kind: str, filters: Mapping[str, Any], format: str, purpose: str, by: User, on: date, token: str = ""
) -> Export:
    """Ask for a file of `kind`. Raises PermissionDenied, BadInput. The same form (`token`) sent twice is one export.

    More than 100 people or any sensitive column waits for a second person (`approve_export`); anything else is made at
    once in the background. Nothing is read into a file here.
    """
    found = kind_named(kind)
    if not by.may(found.permission):
        raise PermissionDenied
    if token and (before := Export.objects.filter(by=by, token=token).first()) is not None:
        return before
    kept = _plain(filters)
    _must_be_sound(found, format, purpose)
    found.check(by, kept, on)
    try:
        with transaction.atomic():
            return _request(found, kept, format, " ".join(purpose.split()), by, on, token)
    except IntegrityError:
        if token and (before := Export.objects.filter(by=by, token=token).first()) is not None:
            return before
        raise


def _request(
    found: ExportKind, filters: dict[str, Any], format: str, purpose: str, by: User, on: date, token: str
) -> Export:
    people = len(set(found.people(by, filters, on)))
    if not people:
        raise BadInput({"": _("Nobody stands in this list: there is nothing to export.")})
    sensitive = [str(column)[:60] for column in found.sensitive(filters)]
    second = needs_second(people, sensitive)
    unit = unit_of(found, filters, by)
    if second and not seconds(unit, by):
        raise BadInput({"": _(NOBODY) % {"unit": unit.name}})
    now = clock.now()
    export = Export.objects.create(
        serial=new_serial(),
        kind=found.key,
        format=format,
        filters=filters,
        purpose=purpose,
        unit=unit,
        by=by,
        person_id=by.person_id,
        token=token or secrets.token_urlsafe(24),
        language=get_language() or "zh-hans",
        day=on,
        requested_at=now,
        people=people,
        sensitive=sensitive,
        needs_second=second,
        status=Status.WAITING if second else Status.MAKING,
        making_since=None if second else now,
    )
    record("export.requested", export, by=by, after={**words(export), "second_person": second}, reason=purpose)
    if second:
        tell_second(export)
    else:
        emit("exports.wanted", {"export": export.pk})
    return export


def kind_named(key: str) -> ExportKind:
    """Raises BadInput when no room exports this."""
    found = export_kinds.get(key)
    if found is None:
        raise BadInput({"kind": _("There is no such kind of export.")})
    return found


def needs_second(people: int, sensitive: Sequence[str]) -> bool:
    return people > MANY or bool(sensitive)


def tell_second(export: Export) -> None:
    """The nearest who may agree are told, but not the one who asked."""
    tell(export, seconds(export.unit, export.by), "exports.waits", export.people)


def seconds(unit: Unit, by: User) -> tuple[int, ...]:
    """The nearest who may agree: other natural persons than the one who asks."""
    return nearest_holders(Perms.APPROVE_EXPORT, unit.path, but=by)


def instead(kind: ExportKind, filters: Mapping[str, Any], people: int, by: User) -> list[Unit]:
    """The user's units of which each may be asked for alone, where nobody may agree to all of them in one file."""
    if people <= MANY or filters.get("unit"):
        return []
    tops = Unit.objects.filter(path__in=by.unit_paths(kind.permission)).order_by("path")
    common = _common([path.rstrip(".").split(".") for path in by.unit_paths(kind.permission)])
    if common and seconds(Unit.objects.get(pk=int(common[-1])), by):
        return []
    return [unit for unit in tops if seconds(unit, by)]


def unit_of(kind: ExportKind, filters: Mapping[str, Any], by: User) -> Unit:
    """The unit over which the second person must hold the right: the one filtered by, else the lowest above all of the user's."""
    paths = by.unit_paths(kind.permission)
    if code := str(filters.get("unit") or ""):
        if (unit := Unit.objects.visible_to(by, kind.permission).filter(code=code).first()) is not None:
            return unit
        raise BadInput({"unit": _("There is no unit of this code among your units.")})
    common = _common([path.rstrip(".").split(".") for path in paths])
    if not common:
        raise BadInput({"unit": _("Your units have nothing above them in common: choose one of them.")})
    return Unit.objects.get(pk=int(common[-1]))


def _common(paths: list[list[str]]) -> list[str]:
    common: list[str] = []
    for steps in zip(*paths, strict=False):
        if len(set(steps)) > 1:
            break
        common.append(steps[0])
    return common


def _must_be_sound(found: ExportKind, format: str, purpose: str) -> None:
    errors: dict[str, str] = {}
    if format not in found.formats:
        errors["format"] = _("This list is not exported in this format.")
    letters = [letter for letter in purpose if letter.isalpha()]
    if len(letters) < LETTERS or len(set(letters)) < DISTINCT:
        errors["purpose"] = _("Say in words what the file is for: it is kept with your name.")
    elif len(purpose) > LONGEST_PURPOSE:
        errors["purpose"] = _("Use at most 200 characters.")
    if errors:
        raise BadInput(errors)


def _plain(filters: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON keeps it, so that what is made later reads the same as what was asked for."""
    written = json.dumps(dict(filters), default=str)
    if len(written) > MOST_FILTERS:
        raise BadInput({"": _("These filters are too long.")})
    kept: dict[str, Any] = json.loads(written)
    return {name: value for name, value in kept.items() if value not in ("", None, [])}

"""An entry of the trail in the reader's words: fields by the names the pages give them, values without brackets."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from accounts.groups import GROUPS
from core.models import AuditEntry
from evidence.names import NAMES


def changes(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """What changed, name by name: before, after."""
    names = [*entry.before, *(name for name in entry.after if name not in entry.before)]
    return [
        (field_words(entry.object_type, name), value_words(entry.before.get(name)), value_words(entry.after.get(name)))
        for name in names
    ]


def field_words(model: str, name: str) -> str:
    """What the record's pages call the field; else what pages call it elsewhere; its bare name where nobody does."""
    try:
        field = apps.get_model(model)._meta.get_field(name)
    except (FieldDoesNotExist, LookupError, ValueError):
        return str(NAMES.get(name, name))
    return str(getattr(field, "verbose_name", NAMES.get(name, name)))


def value_words(value: Any) -> str:
    """A kept value as one reads it; an en dash for none."""
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return " · ".join(value_words(one) for one in value)
    if isinstance(value, dict):
        if set(value) == {"id", "name"}:
            return f"{value['name']} ({value['id']})"
        return " · ".join(f"{name}: {value_words(one)}" for name, one in value.items())
    return str(value)


def entrance_words(entrance: str) -> str:
    """By which door the act came in; an unknown one by its bare name."""
    doors = {"page": _("page"), "api": _("interface for programs"), "task": _("task"), "command": _("command line")}
    return doors.get(entrance, entrance)


def role_words(roles: str) -> str:
    """The roles an entry keeps, in the reader's language; one that no longer exists by its name then."""
    return " · ".join(_role(one) for one in roles.split(",") if one)


def _role(kept: str) -> str:
    by_emergency, code = kept.startswith("break-glass:"), kept.removeprefix("break-glass:")
    title = str(GROUPS[code].title) if code in GROUPS else code
    return _("%(role)s (emergency rights)") % {"role": title} if by_emergency else title

"""From guardian rows to paths: one query a request, kept on the user object, never in a global.

A row counts only while a role in force stands behind it, so that a role which ended, at midnight or by a statement in
the database, gives nothing from the next request on, whether or not anybody has tidied up since.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from django.db import connections, router
from django.db.models import CharField, F, Q, Value

from accounts.groups import GROUPS
from core import clock
from core.periods import on

if TYPE_CHECKING:
    from accounts.models import User

# Stand in the query where user, day and moment belong: values that are nobody's.
NOBODY: Final = -1
NO_DAY: Final = date(1, 1, 1)
NO_MOMENT: Final = datetime(1, 1, 1, tzinfo=UTC)


def rights(user: User) -> dict[str, tuple[str, ...]]:
    """Every right of the user with the topmost paths on which it is held; one query for each request."""
    if not user.is_active or user.pk is None:
        return {}
    kept: dict[str, tuple[str, ...]] | None = user.__dict__.get("_rights")
    if kept is None:
        found: dict[str, list[str]] = {}
        for codename, path in sorted(_held(user), key=lambda row: row[1]):
            held = found.setdefault(codename, [])
            if not (held and path.startswith(held[-1])):
                held.append(path)
        kept = {codename: tuple(paths) for codename, paths in found.items()}
        user.__dict__["_rights"] = kept
    return kept


def _held(user: User) -> list[tuple[str, str]]:
    """Each right with the path of its unit: guardian's rows that a role still in force stands behind, and emergencies."""
    found = _behind(user.pk, clock.today(), clock.now())
    user.__dict__["_emergencies"] = tuple(sorted({group for codename, _path, group in found if not codename}))
    given = [row for row in found if row[0] in GROUPS[row[2]].permissions]
    user.__dict__["_groups"] = tuple(sorted({group for _codename, _path, group in given}))
    held = [(codename, path) for codename, path, _group in given]
    return held + [(name, path) for none, path, group in found if not none for name in GROUPS[group].permissions]


def _behind(user: int, day: date, moment: datetime) -> list[tuple[str, str, str]]:
    """(right, path, group) of the user; with no right, a group given for an emergency that runs now."""
    from accounts.models import UnitUserPermission

    text, places = _statement()
    told = {NOBODY: user, NO_DAY: day, NO_MOMENT: moment}
    with connections[router.db_for_read(UnitUserPermission)].cursor() as cursor:
        cursor.execute(text, [told.get(place, place) for place in places])
        return cursor.fetchall()


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """The query put into words once, not for every request: that took longer than asking it. Its places are filled in."""
    from accounts.models import BreakGlass, UnitUserPermission

    behind = Q(content_object__roles__user_id=F("user_id"), content_object__roles__applied=True) & on(
        NO_DAY, prefix="content_object__roles__"
    )
    rows = UnitUserPermission.objects.filter(behind, user_id=NOBODY).values_list(
        "permission__codename", "content_object__path", "content_object__roles__group"
    )
    running = BreakGlass.objects.running(NO_MOMENT).filter(user_id=NOBODY)
    opened = running.values_list(Value("", CharField()), "unit__path", "group")
    text, places = rows.union(opened, all=True).query.sql_with_params()
    return text, tuple(places)


def emergency_groups(user: User) -> tuple[str, ...]:
    """The groups whose rights the user has been given for an emergency that runs now."""
    rights(user)
    found: tuple[str, ...] = user.__dict__.get("_emergencies", ())
    return found


def forget(user: User) -> None:
    """After a change of roles within one request."""
    for name in ("_rights", "_groups", "_emergencies"):
        user.__dict__.pop(name, None)


def unit_paths(user: User, permission: str) -> tuple[str, ...]:
    return rights(user).get(permission, ())


def may(user: User, permission: str, unit: Any = None) -> bool:
    paths = unit_paths(user, permission)
    if unit is None:
        return bool(paths)
    return any(unit.path.startswith(path) for path in paths)


def group_codes(user: User) -> tuple[str, ...]:
    """The groups of which the user holds a role today: chooses the desk; never decides a right."""
    rights(user)
    found: tuple[str, ...] = user.__dict__.get("_groups", ())
    return found

"""Roles are the source of rights: granting writes guardian rows on the unit, the last day takes them away."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import scope
from accounts.groups import ADMINISTRATORS, GROUPS
from accounts.models import AdministratorSeat, Role, UnitUserPermission, User
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from core.periods import on as in_force
from organisation.models import Unit


@transaction.atomic
def grant_role(
    *, user: User, group: str, unit: Unit, starts_on: date, by: Actor, today: date, ends_on: date | None = None
) -> Role:
    """Give a user a group's rights over a unit and all below. Raises BadInput (unknown group), NotNow (three administrators)."""
    if group not in GROUPS:
        raise BadInput({"group": _("This role does not exist.")})
    scope.forget(user)  # whoever holds this object sees the new rights, too
    user = User.objects.select_for_update().get(pk=user.pk)
    if by.pk is not None and by.person_id is not None and by.person_id == user.person_id:
        raise NotNow(_("Nobody gives a role to themselves: another administrator does that."))
    _keep_administrators_apart(user, group)
    role = Role(user=user, group=group, unit=unit, starts_on=starts_on, ends_on=ends_on)
    role.granted_by_id = by.pk
    role.full_clean(exclude=["granted_by"])
    role.save()
    if group in ADMINISTRATORS and user.person_id:
        AdministratorSeat.objects.create(group=group, person=user.person, role=role)
    record(
        "role.granted",
        role,
        by=by,
        after={"user": user.username, "group": group, "from": starts_on, "to": ends_on},
        unit_path=unit.path,
    )
    rewrite(user, today)
    return role


def _keep_administrators_apart(user: User, group: str) -> None:
    """System, security and audit administrator are three natural persons, and none of them does casework."""
    if user.person_id is None:
        if group in ADMINISTRATORS:
            raise NotNow(_("An administrator must be a named person."))
        return
    others = set(Role.objects.filter(user__person_id=user.person_id).values_list("group", flat=True))
    seated = AdministratorSeat.objects.filter(person_id=user.person_id).values_list("group", flat=True)
    held = set(seated) | (others & set(ADMINISTRATORS))
    if group in ADMINISTRATORS and (others | held):
        raise NotNow(_("This person already holds another role: an administrator holds no other."))
    if held:
        raise NotNow(_("This person is an administrator, and an administrator holds no other role."))


@transaction.atomic
def end_role(*, role: Role, ends_on: date, by: Actor, today: date, reason: str = "") -> Role:
    """Let a role end with that day; if it is past, the rights go at once."""
    role = Role.objects.select_for_update().select_related("user", "unit").get(pk=role.pk)
    if role.ends_on is not None and role.ends_on < today:
        raise NotNow(_("This role has already ended."))
    before = role.ends_on
    role.ends_on = ends_on
    role.full_clean(exclude=["granted_by"])
    role.save(update_fields=["ends_on"])
    if ends_on < today:
        AdministratorSeat.objects.filter(role=role).delete()
    record(
        "role.ended", role, by=by, before={"to": before}, after={"to": ends_on}, reason=reason, unit_path=role.unit.path
    )
    rewrite(role.user, today)
    return role


def rewrite(user: User, today: date) -> None:
    """Make the user's guardian rows equal to the roles in force; one transaction, nothing in between."""
    roles = list(user.roles.select_related("unit").filter(in_force(today)))
    permissions = {p.codename: p for p in Permission.objects.filter(content_type__app_label="organisation")}
    wanted = {(name, role.unit_id) for role in roles for name in GROUPS[role.group].permissions}
    rows = UnitUserPermission.objects.filter(user=user).select_related("permission")
    present = {(row.permission.codename, row.content_object_id): row.pk for row in rows}
    UnitUserPermission.objects.filter(pk__in=[pk for key, pk in present.items() if key not in wanted]).delete()
    UnitUserPermission.objects.bulk_create(
        UnitUserPermission(user=user, permission=permissions[name], content_object_id=unit_id)
        for name, unit_id in sorted(wanted - set(present))
    )
    if wanted != set(present):
        user.sessions.update(renew=True)  # the same session goes on under a new number
    user.roles.exclude(pk__in=[r.pk for r in roles]).filter(applied=True).update(applied=False)
    user.roles.filter(pk__in=[r.pk for r in roles]).update(applied=True)
    scope.forget(user)


@transaction.atomic
def apply_due_roles(*, today: date, by: Actor) -> int:
    """Roles that begin or ended: bring the rights up to date. Safe to run at any time, as often as one likes."""
    due = Q(applied=False) & in_force(today) | Q(applied=True, ends_on__lt=today)
    users = User.objects.select_for_update().filter(pk__in=Role.objects.filter(due).values("user_id")).order_by("pk")
    changed = 0
    for user in users:
        rewrite(user, today)
        record("role.applied", user, by=by, after={"day": today})
        changed += 1
    AdministratorSeat.objects.filter(role__ends_on__lt=today).delete()
    return changed


def sync_groups(**options: Any) -> None:
    """After migrate: the rights of `core.perms` exist as Django permissions of Unit; held ones follow the groups in code."""
    from django.contrib.contenttypes.models import ContentType

    using = options.get("using", "default")
    kind = ContentType.objects.db_manager(using).get_for_model(Unit)
    wanted = {name for group in GROUPS.values() for name in group.permissions}
    present = set(Permission.objects.using(using).filter(content_type=kind).values_list("codename", flat=True))
    Permission.objects.using(using).bulk_create(
        Permission(content_type=kind, codename=name, name=name.replace("_", " ")) for name in sorted(wanted - present)
    )
    _follow_groups(using)


def _follow_groups(using: str) -> None:
    """Who holds a role when its group changes in a new release holds what the group holds now; no more, no less."""
    roles = Role.objects.using(using).filter(applied=True).values_list("user_id", "unit_id", "group")
    rows = UnitUserPermission.objects.using(using)
    wanted = {(user, unit, name) for user, unit, group in roles for name in GROUPS[group].permissions}
    present = {
        (user, unit, name): pk
        for pk, user, unit, name in rows.values_list("pk", "user_id", "content_object_id", "permission__codename")
    }
    rows.filter(pk__in=[pk for key, pk in present.items() if key not in wanted]).delete()
    numbers = dict(
        Permission.objects.using(using).filter(content_type__app_label="organisation").values_list("codename", "pk")
    )
    rows.bulk_create(
        [
            UnitUserPermission(user_id=user, content_object_id=unit, permission_id=numbers[name])
            for user, unit, name in sorted(wanted - set(present))
        ],
        batch_size=1000,
    )

"""System, security and audit are three natural persons without other work: the database itself refuses anything else (R-08)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import permutations

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts import services
from accounts.groups import ADMINISTRATORS, GROUPS
from accounts.models import AdministratorSeat, Role, User
from core.actors import SYSTEM
from core.errors import DomainError
from core.perms import Perms
from organisation.models import Person
from tests.assurance import long_form
from tests.cast import LONG_AGO, TODAY, Cast, sign_in
from tests.permissions import world
from tests.permissions.table import rows

pytestmark = pytest.mark.django_db
PAIRS = [pair for pair in permutations(GROUPS, 2) if set(pair) & set(ADMINISTRATORS)]


def some(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """All of them in the long form; in the gate every fifth, and every pair of two administrators."""
    chairs = set(ADMINISTRATORS)
    return pairs if long_form() else [pair for n, pair in enumerate(pairs) if n % 5 == 0 or set(pair) <= chairs]


INSERT = """INSERT INTO accounts_role (user_id, "group", unit_id, starts_on, applied) VALUES (%s, %s, %s, %s, true)"""


@pytest.fixture
def cast() -> Cast:
    return Cast()


def holder(cast: Cast, group: str, *, person: Person | None = None) -> User:
    """An account that holds this role over the city."""
    person = person or cast.person(f"持有{User.objects.count()}")
    user = User.objects.create_user(f"holder-{User.objects.count()}", None, person=person)
    Role.objects.create(user=user, group=group, unit=cast["city"], starts_on=LONG_AGO, applied=True)
    return user


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def by_statement(cast: Cast, user: User, other: str) -> None:
    sql(INSERT, user.pk, other, cast["first"].pk, LONG_AGO)


def by_bulk(cast: Cast, user: User, other: str) -> None:
    Role.objects.bulk_create([Role(user=user, group=other, unit=cast["first"], starts_on=LONG_AGO)])


def by_second_account(cast: Cast, user: User, other: str) -> None:
    second = User.objects.create_user(f"second-{user.username}", None, person=user.person)
    sql(INSERT, second.pk, other, cast["first"].pk, LONG_AGO)


def by_renaming_the_role(cast: Cast, user: User, other: str) -> None:
    """Two harmless roles, or one of each kind apart in time, and then the group is changed."""
    second = User.objects.create_user(f"second-{user.username}", None, person=user.person)
    sql(INSERT, second.pk, other, cast["first"].pk, LONG_AGO - timedelta(days=9))
    sql('UPDATE accounts_role SET starts_on = %s WHERE user_id = %s AND "group" = %s', LONG_AGO, second.pk, other)


def by_handing_the_role_over(cast: Cast, user: User, other: str) -> None:
    role = holder(cast, other).roles.get()
    Role.objects.filter(pk=role.pk).update(unit=cast["first"])
    Role.objects.filter(pk=role.pk).update(user=user)


def by_becoming_the_same_person(cast: Cast, user: User, other: str) -> None:
    User.objects.filter(pk=holder(cast, other).pk).update(person=user.person)


def by_lengthening(cast: Cast, user: User, other: str) -> None:
    """One after the other is right; the first is then made longer."""
    ended = date(2021, 1, 1)
    Role.objects.filter(user=user).update(ends_on=ended)
    sql(INSERT, user.pk, other, cast["first"].pk, ended + timedelta(days=1))
    Role.objects.filter(user=user, ends_on=ended).update(ends_on=None)


WAYS = [
    by_statement, by_bulk, by_second_account, by_renaming_the_role, by_handing_the_role_over, by_becoming_the_same_person,
    by_lengthening,
]  # fmt: skip


def taken(cast: Cast, way: Callable[[Cast, User, str], None], held: str, other: str) -> bool:
    """Did this way lead to both roles?"""
    try:
        with transaction.atomic():
            way(cast, holder(cast, held), other)
            transaction.set_rollback(True)
    except IntegrityError as error:
        assert "administrator" in str(error)
        return False
    return True


def test_the_database_refuses_every_pair_by_every_way(cast: Cast, assure):
    tried = [(way, *pair) for way in WAYS for pair in (PAIRS if way is by_statement else some(PAIRS))]
    open_ways = [(way.__name__, one, other) for way, one, other in tried if taken(cast, way, one, other)]
    assure("R-08", f"{len(open_ways)} of {len(tried)} forbidden pairs taken by statements", ok=not open_ways)


def test_two_business_roles_and_one_after_the_other_are_taken(cast: Cast):
    """The control: what is refused is the pair, not the way."""
    assert all(taken(cast, way, "hr", "supervisor") for way in WAYS)
    user = holder(cast, "auditor")
    Role.objects.filter(user=user).update(ends_on=date(2021, 1, 1))
    sql(INSERT, user.pk, "secadmin", cast["first"].pk, date(2021, 1, 2))


def test_the_triggers_stand_and_know_every_administrator():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'administrators_%%' ORDER BY 1")
        found = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT pg_get_functiondef('accounts_keep_apart'::regproc)")
        (body,) = cursor.fetchone()
    assert found == ["administrators_apart", "administrators_named", "administrators_no_emergency"]
    assert all(f"'{group}'" in body for group in ADMINISTRATORS), "a new administrator belongs into the trigger"


def test_an_administrator_is_a_named_person(cast: Cast):
    nobody = User.objects.create_user("nobody", None)
    for group in ADMINISTRATORS:
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(INSERT, nobody.pk, group, cast["city"].pk, LONG_AGO)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=holder(cast, "auditor").pk).update(person=None)


@pytest.mark.parametrize("entrance", ["service", "page"])
def test_every_pair_is_refused_kindly(cast: Cast, entrance: str, assure):
    by, wrong = cast.user("secadmin"), []
    desk = sign_in(Client(), by)
    pairs = some(PAIRS) if entrance == "page" else PAIRS
    for one, other in pairs:
        user = holder(cast, one)
        if entrance == "page":
            typed = {"group": other, "unit": cast["first"].pk, "starts_on": TODAY.isoformat()}
            refused = desk.post(f"/accounts/{user.pk}/roles/", typed).status_code == 422
        else:
            refused = not _granted(user, other, cast, by)
        if not refused or user.roles.count() != 1:
            wrong.append((one, other))
    assure("R-08", f"{len(wrong)} of {len(pairs)} forbidden pairs taken by {entrance}", ok=not wrong)


def _granted(user: User, group: str, cast: Cast, by: User) -> bool:
    try:
        services.grant_role(user=user, group=group, unit=cast["first"], starts_on=TODAY, by=by, today=TODAY)
    except DomainError:
        return False
    return True


def test_nobody_grants_to_themselves_not_even_by_a_second_account(cast: Cast):
    by = cast.user("secadmin")
    second = User.objects.create_user("second", None, person=by.person)
    for user in (by, second):
        for group in GROUPS:
            assert not _granted(user, group, cast, by)


def test_only_the_security_administrator_has_a_way_to_rights():
    """The system administrator grants nothing, and a business group no more."""
    granting = {code for code, group in GROUPS.items() if Perms.MANAGE_ACCOUNTS in group.permissions}
    assert granting == {"secadmin"}
    table = rows()
    for name in (
        "accounts:role-grant",
        "accounts:role-end",
        "accounts:open",
        "accounts:enable",
        "accounts:factors-reset",
    ):
        assert table[name].methods["POST"].allow == {"secadmin"}, name


def test_there_is_no_superuser_and_no_way_to_make_one(assure):
    columns = {field.column for field in User._meta.concrete_fields}
    ways = [name for name in ("is_superuser", "is_staff") if name in columns]
    ways += [name for name in ("createsuperuser",) if _runs(name)]
    ways += [name for name in ("create_superuser",) if hasattr(User.objects, name)]
    assure("R-08", f"{len(ways)} ways to a superuser", ok=not ways)


def _runs(command: str) -> bool:
    if command not in get_commands():
        return False
    try:
        call_command(command, username="root", interactive=False)
    except (CommandError, TypeError, NotImplementedError, AttributeError):
        return User.objects.filter(username="root").exists()
    return True


# What the audit administrator may send besides what concerns the own account: notes about what was found.
AUDIT_WRITES = {"accounts:break-glass-review", "evidence:alarm", "evidence:verify"}


def test_the_audit_administrator_writes_only_notes(assure):
    everyone = set(GROUPS)
    writes = {
        name
        for name, row in rows().items()
        for method, rule in row.methods.items()
        if method != "GET" and "auditor" in rule.allow and not row.public and not everyone <= rule.allow
    }
    assure(
        "R-08",
        f"{len(writes - AUDIT_WRITES)} writes of the audit administrator beyond notes",
        ok=writes <= AUDIT_WRITES,
    )


def test_no_administrator_sees_a_name_of_the_personnel(assure):
    """Every page an administrator may open, looked through for the names of people on file."""
    cast, objects = world.build()
    filed = Person.objects.filter(auxiliary__isnull=False, users=None).values_list("name", flat=True)
    names = {
        name for name in filed if not name.isascii()
    }  # those with an account are known to whoever looks after accounts
    names -= {"离职人"}  # also a word of the pages: 离职人员
    assert names
    seen = []
    for who in ADMINISTRATORS:
        client = sign_in(Client(), cast.user(who))
        for name, row in rows().items():
            rule = row.methods.get("GET")
            if rule is None or row.exempt or who not in rule.allow:
                continue
            answer = client.get(row.address(objects))
            body = b"".join(answer) if answer.streaming else answer.content
            seen += [(who, name, found) for found in names if found.encode() in body]
    assure("R-08", f"{len(seen)} names of the personnel on the pages of administrators", ok=not seen)


def test_a_seat_is_one_person_s():
    cast = Cast()
    cast.user("auditor")
    person = cast.user("auditor").person
    role = Role.objects.create(user=cast.user("hr"), group="supervisor", unit=cast["west"], starts_on=LONG_AGO)
    with pytest.raises(IntegrityError), transaction.atomic():
        AdministratorSeat.objects.create(group="sysadmin", person=person, role=role)
    assert services.apply_due_roles(today=TODAY, by=SYSTEM) >= 0

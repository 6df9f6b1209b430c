"""Telling: a delivery for whoever is in charge, for the person it is about, and, after silence, for those above.

Each step is one transaction under a lock that only one run holds; another run that meets it leaves the step to the
holder, and whatever is left undone by a dead process is found by the next run.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction

from core import clock
from core.outbox import emit_many
from core.perms import Perms
from organisation.models import Unit
from reminders.models import Delivery, Digest, Message, Notice
from reminders.recipients import Circle, Holders, Pairs, circles, pairs_above, pairs_in_charge

UNITS_A_TRANSACTION = 500

_TRY = "SELECT pg_try_advisory_xact_lock(hashtext('reminders'), hashtext('telling'))"
_OF_CIRCLE = "(source = ANY(%(codes)s)) = %(named)s"
_UNTOLD = f"n.closed_at IS NULL AND n.told_at IS NULL AND n.unit_id = ANY(%(units)s) AND {_OF_CIRCLE}"
_TELL_IN_CHARGE = f"""
INSERT INTO reminders_delivery (notice_id, user_id, why)
SELECT n.id, pair.user_id, 'charge' FROM reminders_notice n
JOIN unnest(%(pair_units)s::bigint[], %(pair_users)s::bigint[]) AS pair (unit_id, user_id) ON pair.unit_id = n.unit_id
WHERE {_UNTOLD} ON CONFLICT DO NOTHING
"""  # noqa: S608 - constants
_TELL_SELF = f"""
INSERT INTO reminders_delivery (notice_id, user_id, why)
SELECT n.id, u.id, 'self' FROM reminders_notice n JOIN accounts_user u ON u.person_id = n.person_id AND u.is_active
WHERE {_UNTOLD} AND EXISTS (SELECT FROM accounts_unituserpermission held
    JOIN auth_permission p ON p.id = held.permission_id AND p.codename = %(view_self)s WHERE held.user_id = u.id)
ON CONFLICT DO NOTHING
"""  # noqa: S608 - constants
_TOLD = f"UPDATE reminders_notice n SET told_at = %(now)s WHERE {_UNTOLD}"  # noqa: S608 - constants
_ESCALATE = f"""
WITH late AS (
    UPDATE reminders_notice SET escalated_at = %(now)s
    WHERE closed_at IS NULL AND NOT overtaken AND answered_at IS NULL AND escalated_at IS NULL
        AND escalates_on <= %(day)s AND unit_id = ANY(%(units)s) AND {_OF_CIRCLE}
    RETURNING id, unit_id
), told AS (
    INSERT INTO reminders_delivery (notice_id, user_id, why)
    SELECT late.id, pair.user_id, 'escalated' FROM late
    JOIN unnest(%(pair_units)s::bigint[], %(pair_users)s::bigint[]) AS pair (unit_id, user_id)
        ON pair.unit_id = late.unit_id
    ON CONFLICT DO NOTHING
)
SELECT count(*) FROM late
"""  # noqa: S608 - constants
_INTO_DIGESTS = """
UPDATE reminders_delivery d SET digest_id = g.id FROM reminders_digest g
WHERE d.digest_id IS NULL AND d.why <> 'looked' AND d.user_id = g.user_id AND g.id = ANY(%s)
"""
_MESSAGES_INTO_DIGESTS = """
UPDATE reminders_message m SET digest_id = g.id FROM reminders_digest g
WHERE m.digest_id IS NULL AND m.seen_at IS NULL AND m.user_id = g.user_id AND g.id = ANY(%s)
"""


def tell(found: Holders) -> None:
    """Everybody in charge of a unit with new notices, and the persons they are about."""
    for circle in circles():
        untold = Notice.objects.filter(circle.notices, closed_at__isnull=True, told_at__isnull=True)
        for units in _slices(untold):
            pairs = pairs_in_charge(found, units, circle)
            values = {**_pairs(pairs), **_codes(circle), "now": clock.now(), "view_self": Perms.VIEW_SELF}
            values["units"] = sorted({unit for unit, _user in pairs})  # where nobody is in charge yet, it waits
            with transaction.atomic(), connection.cursor() as cursor:
                if not _alone(cursor):
                    return
                for statement in (_TELL_IN_CHARGE, _TELL_SELF, _TOLD):
                    cursor.execute(statement, values)


def escalate(found: Holders, day: date) -> int:
    """What stayed unanswered for the days its source allows after the due day goes to somebody above, once."""
    count = 0
    for circle in circles():
        late = Notice.objects.standing().unanswered().filter(circle.notices)
        for units in _slices(late.filter(escalated_at__isnull=True, escalates_on__lte=day)):
            values: dict[str, Any] = {**_pairs(pairs_above(found, units, circle)), "now": clock.now(), "day": day}
            values |= {**_codes(circle), "units": [unit for unit, _path in units]}
            with transaction.atomic(), connection.cursor() as cursor:
                if not _alone(cursor):
                    return count
                cursor.execute(_ESCALATE, values)
                count += cursor.fetchone()[0]
    return count


def _codes(circle: Circle) -> dict[str, Any]:
    return {"codes": [*circle.codes], "named": bool(circle.right)}


@transaction.atomic
def make_digests(day: date) -> int:
    """One mail for each user who was told something new; what comes after it on the same day waits for tomorrow's."""
    with connection.cursor() as cursor:
        if not _alone(cursor):
            return 0
        new = Delivery.objects.filter(digest__isnull=True).exclude(why=Delivery.Why.LOOKED)
        made_already = Digest.objects.filter(day=day).values("user_id")
        unread = Message.objects.filter(digest__isnull=True, seen_at__isnull=True)
        users = sorted({user for rows in (new, unread) for user in _users_of(rows.exclude(user_id__in=made_already))})
        now, host = clock.now(), urlsplit(settings.PUBLIC_URL).hostname or "localhost"
        digests = Digest.objects.bulk_create(
            Digest(user_id=user, day=day, made_at=now, message_id=f"<digest.{day:%Y%m%d}.{user}@{host}>")
            for user in users
        )
        for statement in (_INTO_DIGESTS, _MESSAGES_INTO_DIGESTS):
            cursor.execute(statement, [[digest.pk for digest in digests]])
    emit_many("reminders.digest", [{"digest": digest.pk} for digest in digests])
    return len(digests)


def _users_of(rows: Any) -> Any:
    return rows.order_by().values_list("user_id", flat=True).distinct()


def _slices(notices: Any) -> list[list[tuple[int, str]]]:
    """The units of these notices with their paths, some hundred at a time."""
    units = list(
        Unit.objects.filter(pk__in=notices.order_by().values("unit_id")).order_by("pk").values_list("pk", "path")
    )
    return [units[start : start + UNITS_A_TRANSACTION] for start in range(0, len(units), UNITS_A_TRANSACTION)]


def _pairs(pairs: Pairs) -> dict[str, Any]:
    return {"pair_units": [unit for unit, _user in pairs], "pair_users": [user for _unit, user in pairs]}


def _alone(cursor: Any) -> bool:
    """Whether this transaction is the only one telling."""
    cursor.execute(_TRY)
    return bool(cursor.fetchone()[0])

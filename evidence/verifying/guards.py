"""The guards of the trail's tables: whose they are, which triggers stand, what the triggers do, and who may do what."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from evidence.verifying.report import Report

ENTRIES, LINKS, QUEUE = TABLES = ("core_auditentry", "core_auditlink", "core_auditqueue")
TRIGGERS = {
    (ENTRIES, "audit_is_queued", "core_audit_queue"),
    (ENTRIES, "audit_only_grows", "core_audit_only_grows"),
    (ENTRIES, "audit_is_never_emptied", "core_audit_only_grows"),
    (LINKS, "link_only_grows", "core_audit_only_grows"),
    (LINKS, "link_is_never_emptied", "core_audit_only_grows"),
    (QUEUE, "audit_is_linked", "core_audit_link"),
}
# SHA-256 of what each function says, as this release's migrations wrote it.
FUNCTIONS = {
    "core_audit_link": "a49c19784450cbfbfc92337bb849e9dfd69794a7166f52d8399f40c27a4af8e6",
    "core_audit_only_grows": "1b566828aad61271d710a1a7baedb90c06e9e91b042691cb68e689a952d04fe4",
    "core_audit_queue": "d17438f7580b928d6097a60094a5f8188015395ab740afb22a8de251b4882301",
}
KEYS = {(ENTRIES, "id"), (LINKS, "seq"), (LINKS, "entry_id"), (QUEUE, "act")}

OWNERS = "SELECT relname, relowner::regrole::text, relkind FROM pg_class WHERE oid = ANY(%s::regclass[])"
STANDING = """
SELECT tgrelid::regclass::text, tgname, p.proname, t.tgenabled FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT tgisinternal AND tgrelid = ANY(%s::regclass[])
"""
SOURCES = """
SELECT proname, prosrc, proowner::regrole::text FROM pg_proc
WHERE proname = ANY(%s) AND pronamespace = 'public'::regnamespace
"""
UNIQUE = """
SELECT i.indrelid::regclass::text, a.attname FROM pg_index i
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
WHERE i.indisunique AND i.indisvalid AND i.indnkeyatts = 1 AND i.indpred IS NULL AND i.indrelid = ANY(%s::regclass[])
"""
GRANTS = """
SELECT c.relname, CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END, g.privilege_type
FROM pg_class c, aclexplode(c.relacl) g WHERE c.oid = ANY(%s::regclass[]) AND g.grantee <> c.relowner
"""
COLUMN_GRANTS = """
SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid = ANY(%s::regclass[])
"""
MEMBERS = """
SELECT m.member::regrole::text FROM pg_auth_members m WHERE m.roleid = %s::regrole AND m.member <> %s::regrole
"""


def check(connection: BaseDatabaseWrapper, report: Report) -> bool:
    """Everything that keeps the trail from being changed; True when a table is missing, so that nothing can be read."""
    tables = [f"public.{name}" for name in TABLES]
    roles = settings.DATABASE_ROLES
    with connection.cursor() as cursor:

        def rows(sql: str, *values: Any) -> set[tuple[Any, ...]]:
            cursor.execute(sql, values)
            return set(cursor.fetchall())

        lost = [name for name in tables if rows("SELECT to_regclass(%s)", name) == {(None,)}]
        for name in lost:
            report.add(f"the table {name} is gone")
        if lost:
            return True
        for name, owner, kind in sorted(rows(OWNERS, tables)):
            if owner != roles["audit"] or kind != "r":
                report.add(f"the table {name} was replaced or given away: it belongs to {owner}")
        _triggers(rows(STANDING, tables), report)
        _functions(rows(SOURCES, [*FUNCTIONS]), report)
        for table, column in sorted(KEYS - {(_bare(t), c) for t, c in rows(UNIQUE, tables)}):
            report.add(f"{table}.{column} is no longer unique")
        _rights(rows(GRANTS, tables), report)
        for table, column in sorted(rows(COLUMN_GRANTS, tables)):
            report.add(f"{_bare(table)}.{column} was opened to somebody")
        for (member,) in sorted(rows(MEMBERS, roles["audit"], roles["owner"])):
            report.add(f"{member} was made a member of {roles['audit']}")
    return False


def _triggers(found: set[tuple[Any, ...]], report: Report) -> None:
    standing = {(_bare(table), name, function): enabled for table, name, function, enabled in found}
    for trigger in sorted(TRIGGERS - standing.keys()):
        report.add(f"the trigger {trigger[1]} of {trigger[0]} is gone")
    for trigger in sorted(standing.keys() - TRIGGERS):
        report.add(f"the trigger {trigger[1]} of {trigger[0]} is not one of ours")
    for trigger, enabled in sorted(standing.items()):
        if enabled not in {"O", "A"}:
            report.add(f"the trigger {trigger[1]} of {trigger[0]} is switched off")


def _functions(found: set[tuple[Any, ...]], report: Report) -> None:
    owner = settings.DATABASE_ROLES["audit"]
    sources = {name: (source_hash(source), whose) for name, source, whose in found}
    for name, expected in FUNCTIONS.items():
        if name not in sources:
            report.add(f"the function {name} is gone")
        elif sources[name] != (expected, owner):
            report.add(f"the function {name} is not the one this release made")


def source_hash(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()


def _rights(found: set[tuple[Any, ...]], report: Report) -> None:
    roles = settings.DATABASE_ROLES
    allowed = {(ENTRIES, roles["app"], "INSERT")}
    allowed |= {(table, roles[role], "SELECT") for table in (ENTRIES, LINKS) for role in ("app", "read", "owner")}
    allowed |= {(QUEUE, roles["owner"], "SELECT"), (QUEUE, roles["app"], "SELECT")}
    for table, grantee, right in sorted(found - allowed):
        report.add(f"{grantee} was given {right} on {table}")


def _bare(name: str) -> str:
    return name.removeprefix("public.")

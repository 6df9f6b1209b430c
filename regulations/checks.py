"""`manage.py check` refuses a broken pack and a rule the law is silent about; with a database, a mirror that drifted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from regulations import mirror, rules
from regulations.packs import NATION, PackError, load


@register
def packs_are_sound(app_configs: Any, **options: Any) -> Sequence[CheckMessage]:
    """Every pack reads, and the nation speaks of every registered rule: it applies, or says why not."""
    try:
        packs = load()
    except PackError as error:
        return [Error(str(error), id="regulations.E001")]
    registered = {one.code for one in rules.all_rules()}
    spoken = set(packs.rule_codes(pack=NATION))
    missing = [
        Error(
            f"{NATION} is silent about rule {code}.",
            hint=f"Say in regulations/data/{NATION}/rules/ when it applies, or applies = [] and why.",
            id="regulations.E002",
        )
        for code in sorted(registered - spoken)
    ]
    clauses = {code for pack in packs.codes() for code in packs.rule_codes(pack=pack)}
    unknown = [
        Warning(f"A pack speaks of {code}, which no rule tests.", id="regulations.W001")
        for code in sorted(clauses - registered)
    ]
    return [*missing, *unknown]


@register(Tags.database)
def mirror_has_not_drifted(
    app_configs: Any, databases: Sequence[str] | None = None, **options: Any
) -> Sequence[CheckMessage]:
    """The triggers read the mirror: it must say what the packs say. `migrate --database owner` puts it right."""
    if "default" not in (databases or ()):
        return []
    hint = "Run: python manage.py migrate --database owner"
    try:
        wrong = mirror.drift(using="default")
    except DatabaseError as error:
        return [Error(f"The verdict mirror cannot be read: {error}", hint=hint, id="regulations.E004")]
    if not wrong:
        return []
    some = ", ".join(wrong[:5])
    message = f"The verdict mirror differs from the packs in {len(wrong)} rows: {some}."
    return [Error(message, hint=hint, id="regulations.E003")]

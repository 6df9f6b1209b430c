"""The mirror says what the packs say; only the owner writes it; drift is found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connections, transaction

from regulations import mirror
from regulations.models import VerdictMirror
from regulations.packs import load

DAYS = (date(2016, 11, 29), date(2019, 4, 26), date(2021, 2, 28), date(2021, 3, 1), date(2026, 11, 21))


@pytest.mark.django_db
def test_every_pack_duty_and_day_is_mirrored_as_the_packs_say() -> None:
    packs = load()
    rows = {}
    for row in VerdictMirror.objects.all():
        rows.setdefault((row.pack, row.code), []).append(row)
    assert len(rows) == len(packs.codes()) * 120
    for (pack, code), some in rows.items():
        for day in DAYS:
            (row,) = [one for one in some if one.since <= day and (one.until is None or day <= one.until)]
            said, strict = packs.verdict(code, day=day, pack=pack), packs.strict(code, day=day)
            assert (row.verdict, row.strict_verdict) == (said.verdict, strict.verdict)
            assert row.staffing == [option.as_dict() for option in said.staffing]
            assert row.strict_staffing == [option.as_dict() for option in strict.staffing]
            assert row.conditions == dict(said.conditions)
            assert row.contested is packs.contested_for(code, pack, day)


@pytest.mark.django_db
def test_the_stretches_of_days_follow_each_other_without_a_gap() -> None:
    some = VerdictMirror.objects.filter(pack="CN-510000", code="traffic-notice-fill")
    assert [(row.since, row.until) for row in some] == [
        (date(2016, 11, 29), date(2021, 3, 1) - timedelta(days=1)),
        (date(2021, 3, 1), None),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE regulations_verdictmirror SET verdict = 'permitted_under_command'",
        "DELETE FROM regulations_verdictmirror",
        "TRUNCATE regulations_verdictmirror",
        "INSERT INTO regulations_verdictmirror SELECT * FROM regulations_verdictmirror",
    ],
)
def test_the_application_may_only_read_the_mirror(statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        with connections["default"].cursor() as cursor:
            cursor.execute(statement)


def owner(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (
            "UPDATE regulations_verdictmirror SET verdict = 'x' WHERE pack = 'CN' AND code = 'carry-firearm'",
            "CN carry-firearm 2016-11-29",
        ),
        (
            "DELETE FROM regulations_verdictmirror WHERE pack = 'CN-440300' AND code = 'patrol-street'",
            "CN-440300 patrol-street",
        ),
        ("UPDATE regulations_verdictmirror SET contested = false WHERE code = 'carry-baton'", "CN-440300 carry-baton"),
    ],
)
def test_check_finds_a_mirror_that_drifted_and_migrate_puts_it_right(fresh_db: str, statement: str, named: str) -> None:
    assert mirror.drift() == []
    owner(statement)
    with pytest.raises(SystemCheckError, match=named):
        call_command("check", databases=["default"])
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    assert mirror.drift() == []

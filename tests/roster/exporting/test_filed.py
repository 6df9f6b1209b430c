"""The roster as offices file it goes the way of every export, and looks like a roster."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from core.errors import BadInput
from exports import services
from exports.models import Export
from exports.paper import words_of
from roster.exporting import filed
from tests.cast import TODAY, Cast

ASKED = {"kind": "roster-filed", "format": "pdf", "purpose": "年度名册存档", "on": TODAY}


@pytest.fixture(autouse=True)
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUXPOLICE_TODAY", TODAY.isoformat())


@pytest.fixture
def cast(db: None) -> Cast:
    cast = Cast()
    cast.user("supervisor")
    for name, unit in (("林晓", "north"), ("阿依古丽·买买提", "south"), ("外局人", "west")):
        cast.auxiliary(name, unit=unit)
    return cast


def paper(cast: Cast, **filters: object) -> str:
    with translation.override("zh-hans"):
        export = services.request_export(filters={"unit": "first", **filters}, by=cast.user("hr"), **ASKED)
        if export.status == Export.Status.WAITING:
            services.approve_export(export=export, by=cast.user("supervisor"))
        _name, content = services.take_export(export=services.make_export(export=export), by=cast.user("hr"))
    text = words_of(content)
    assert export.serial in text
    return text.replace("\n", "")


def test_it_has_head_units_totals_and_lines_to_sign_and_masks_numbers(cast: Cast):
    text = paper(cast)
    for word in (
        "辅警花名册",
        "first unit",
        "north unit",
        "south unit",
        "林晓",
        "阿依古丽·买买提",
        "合计2人",
        "填报单位（盖章）",
        "第1页 共1页",
    ):
        assert word in text, word
    assert "外局人" not in text
    assert not any(row.person.identity_number in text for row in filed.Auxiliary.objects.all())


def test_numbers_in_full_need_a_second_person(cast: Cast):
    with translation.override("zh-hans"):
        asked = {"unit": "first", "unmasked": True}
        export = services.request_export(filters=asked, by=cast.user("hr"), **ASKED)
    assert export.status == Export.Status.WAITING and export.sensitive
    assert filed.Auxiliary.objects.get(person__name="林晓").person.identity_number in paper(cast, unmasked=True)


def test_more_than_a_binder_takes_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(filed, "MOST", 1)
    with pytest.raises(BadInput):
        paper(cast)


def test_whoever_left_stands_in_it_only_when_asked_for(cast: Cast):
    someone = filed.Auxiliary.objects.get(person__name="林晓")
    someone.status, someone.left_on = "left", TODAY - dt.timedelta(days=1)
    someone.save()
    assert "林晓" not in paper(cast) and "林晓" in paper(cast, status="all")

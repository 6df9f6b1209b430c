"""Is the copy of one's own file complete by enumeration, and free of anybody else?"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models

from core.models import AuditEntry
from core.registries import not_personal_data, personal_data
from organisation.models import Person
from privacy.own_file import fields_shown
from privacy.services import copy_own_file
from roster import services as roster
from tests.cast import TODAY, Cast
from tests.privacy.papers import paper

PEOPLE = {"organisation.Person", "accounts.User", "roster.Auxiliary"}


def points_at_people() -> Iterator[str]:
    """Every model of the house with a field that points at a person, an account or an auxiliary."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model._meta.label in PEOPLE:
                yield model._meta.label


def test_every_model_that_points_at_a_person_is_in_the_copy_or_reviewed(assure):
    found = set(points_at_people()) | {"organisation.Person"}
    registered = {entry.model for entry in personal_data.all()}
    missing = sorted(found - registered - set(not_personal_data))
    assert sorted((registered | set(not_personal_data)) - found) == [], "reviewed, but points at nobody"
    assert not registered & set(not_personal_data)
    assert all(reason.strip() for reason in not_personal_data.values())
    assure(
        "R-58",
        f"{len(found) - len(missing)} of {len(found)} models about people in the copy or exempt with reason",
        ok=missing == [],
    )


def test_a_field_stays_out_only_with_a_reason():
    for entry in personal_data.all():
        names = {field.name for field in apps.get_model(entry.model)._meta.concrete_fields}
        assert set(entry.without) <= names, entry.model
        assert all(reason.strip() for reason in entry.without.values())
        assert entry.rows or any(fields_shown(entry)), entry.model


@pytest.fixture
def world(cast: Cast) -> Any:
    """A file with a row of each kind, written by people whose names must not be in the copy."""
    user, hr = cast.user("auxiliary"), cast.user("hr")
    me = user.person.auxiliary
    Person.objects.filter(pk=hr.person_id).update(name="金丝雀经办")
    hr.person.refresh_from_db()
    about: dict[str, Any] = {"auxiliary": me, "by": hr}
    roster.change_file(
        auxiliary=me, by=hr, on=TODAY, version=None, address="绿湖街8号", emergency_name="金丝雀母",
        emergency_phone="13900000001", bank_card="6222020200112233445", phone="13812345678",
    )  # fmt: skip
    roster.add_relationship(name="金丝雀兄", kind="sibling", starts_on=TODAY, **about)
    roster.restrict(kind="conduct", reason="等待核实", source="金丝雀举报人", starts_on=TODAY, on=TODAY, **about)
    roster.report_injury(happened_on=TODAY, what="执勤摔伤右腕", **about)
    paper(me, "medical", "体检报告")
    cast.auxiliary("金丝雀同事")
    return cast


def opened(content: bytes) -> tuple[dict[str, Any], str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return json.loads(archive.read("data.json")), archive.read("data.html").decode()


def test_it_holds_everything_about_me(world: Cast, assure):
    user = world.user("auxiliary")
    name, content = copy_own_file(by=user)
    told, page = opened(content)
    mine = (
        "绿湖街8号",
        "6222020200112233445",
        "13812345678",
        "等待核实",
        "执勤摔伤右腕",
        "体检报告",
        user.person.identity_number,
    )
    found = [text for text in mine if text in json.dumps(told, ensure_ascii=False) and text in page]
    filled = [model for model, rows in told["data"].items() if rows]
    assert name.endswith(".zip") and told["legal_basis"] == "PIPL 45"
    assert {"roster.Contract", "roster.WorkCard", "roster.Qualification", "roster.Posting"} <= set(filled)
    assert told["trail"] and told["left_out"]["roster.Relationship"]["name"]
    assure("R-58", f"{len(found)} of {len(mine)} facts of the file in JSON and HTML", ok=len(found) == len(mine))


def test_it_holds_nothing_about_anybody_else(world: Cast, assure):
    user = world.user("auxiliary")
    told, page = opened(copy_own_file(by=user)[1])
    text = json.dumps(told, ensure_ascii=False) + page
    others = Person.objects.exclude(pk=user.person_id)
    words = {"金丝雀", *(one.name for one in others if len(one.name) > 3), *(one.identity_number for one in others)}
    leaks = sorted(word for word in words if word in text.replace("supervisor", "").replace("auxiliary", ""))
    assure("R-58", f"{len(leaks)} of {len(words)} names and numbers of others in the copy", ok=leaks == [])


def test_the_canary_would_be_found(world: Cast, monkeypatch):
    """The control: without the review of fields a relative's name is in the copy."""
    import dataclasses

    entry = personal_data.get("roster.Relationship")
    monkeypatch.setitem(personal_data._things, entry.key, dataclasses.replace(entry, without={}))
    told, _page = opened(copy_own_file(by=world.user("auxiliary"))[1])
    assert "金丝雀兄" in json.dumps(told, ensure_ascii=False)


def test_taking_it_is_recorded_and_only_for_ones_own_file(world: Cast):
    copy_own_file(by=world.user("auxiliary"))
    assert AuditEntry.objects.get(action="person.copied").actor_id == world.user("auxiliary").pk
    with pytest.raises(PermissionDenied):
        copy_own_file(by=world.user("hr"))

"""R-27: two editors have the same record open; whoever saves second is told, and no change is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from core.errors import NotNow
from duties import services as duties
from organisation import services as organisation
from roster import services
from tests.assurance import long_form
from tests.cast import TODAY, sign_in
from tests.duties.stage import Stage
from tests.races.together import lost, together, won

ROUNDS = 50 if long_form() else 8  # of two editors, for each kind of record


@dataclass
class Kind:
    """How a record is made, changed as it was seen, and read."""

    made: Callable[[Stage], Any]
    save: Callable[[Stage, Any, int, str], Any]
    value: Callable[[Any], str]
    version: str = "version"


def save_file(stage: Stage, row: Any, version: int, word: str) -> Any:
    return services.change_file(auxiliary=row, by=stage.cast.user("hr"), on=TODAY, version=version, address=word)


def save_post(stage: Stage, row: Any, version: int, word: str) -> Any:
    return services.change_post(post=row, by=stage.cast.user("hr"), on=TODAY, version=version, title=word)


def save_quota(stage: Stage, row: Any, version: int, word: str) -> Any:
    more = {"year": row.year, "category": row.category, "number": row.number, "approval_document": word}
    more |= {"approved_on": TODAY, "on": TODAY, "by": stage.cast.user("hr"), "version": version}
    return services.allocate_quota(unit=row.unit, **more)


def save_unit(stage: Stage, row: Any, version: int, word: str) -> Any:
    return organisation.change_unit(unit=row, by=stage.cast.user("hr"), version=version, short_name=word)


def save_officer(stage: Stage, row: Any, version: int, word: str) -> Any:
    return organisation.change_officer(officer=row, by=stage.cast.user("hr"), version=version, rank=word)


def save_draft(stage: Stage, row: Any, version: int, word: str) -> Any:
    content = stage.content(place=word)
    return duties.save_draft(content=content, by=stage.requester, assignment=row, revision=version)


KINDS = {
    "files": Kind(lambda s: s.cast.auxiliary("同改"), save_file, lambda r: r.address),
    "posts": Kind(lambda s: s.cast.post("同改岗"), save_post, lambda r: r.title),
    "quotas": Kind(lambda s: s.cast["first"].quotas.get(), save_quota, lambda r: r.approval_document),
    "units": Kind(lambda s: s.cast["north"], save_unit, lambda r: r.short_name),
    "officers": Kind(lambda s: s.cast.officer("同改警"), save_officer, lambda r: r.rank),
    "assignments": Kind(lambda s: s.draft(), save_draft, lambda r: r.place, "revision"),
}


@pytest.mark.parametrize("name", KINDS)
def test_of_two_editors_one_saves_and_the_other_is_told(name: str, stage, assure):
    kind = KINDS[name]
    stage.cast.user("hr")
    row, updates, odd = kind.made(stage), 0, []
    for number in range(ROUNDS):
        row.refresh_from_db()
        seen = getattr(row, kind.version)
        words = (f"甲{number}", f"乙{number}")
        answers = together([lambda w=w, v=seen, r=row: kind.save(stage, r, v, w) for w in words])
        row.refresh_from_db()
        told = [isinstance(error, NotNow) for error in lost(answers)]
        odd += [error for error in lost(answers) if not isinstance(error, NotNow)]
        updates += len(won(answers)) == 1 and told == [True] and kind.value(row) == kind.value(won(answers)[0])
    assert not odd, odd
    assure("R-27", f"{name}: {ROUNDS} rounds of 2 editors, {ROUNDS - updates} lost updates", ok=updates == ROUNDS)


def test_control_who_does_not_say_what_was_seen_writes_over_it(stage, assure):
    row, kind = stage.cast["south"], KINDS["units"]
    answers = together([lambda w=w: kind.save(stage, row, None, w) for w in ("甲", "乙")])  # type: ignore[arg-type]
    assure("R-27", f"control without a version: {len(won(answers))} of 2 saved, one lost", ok=len(won(answers)) == 2)


FORMS = {
    "unit": lambda s: f"/units/{s.cast['west'].pk}/change/",
    "officer": lambda s: f"/officers/{s.cast.officer('页警', unit='west').pk}/",
}


@pytest.mark.parametrize("name", FORMS)
def test_a_page_carries_the_version_and_refuses_an_older_one(name: str, stage, assure):
    client, address = sign_in(Client(), stage.cast.user("hr2")), FORMS[name](stage)
    page = client.get(address)
    form = page.context["form"]
    typed = {field: form[field].value() for field in form.fields}
    typed = {field: "" if value is None else value for field, value in typed.items()}
    assert re.search(rb'type="hidden" name="version" value="\d+"', page.content)
    first, second = client.post(address, typed), client.post(address, typed)
    figure = f"page of a {name}: {first.status_code}, then {second.status_code} for the stale version"
    assure("R-27", figure, ok=first.status_code == 302 and second.status_code in (409, 422))

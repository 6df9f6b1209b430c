"""The trail as a file: what the search shows and no more, through the same door as every export."""

import pytest

from core.audit import record
from core.errors import BadInput
from core.registries import export_kinds
from evidence import exporting
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


def test_the_file_holds_what_the_search_finds_with_masked_numbers():
    cast = Cast()
    auditor, hr = cast.user("auditor"), cast.user("hr")
    record("auxiliary.changed", cast.auxiliary("林晓"), by=hr, after={"phone": "13900002222"})
    record("auxiliary.viewed", cast.auxiliary("王红"), by=hr)
    asked = {"act": "auxiliary.changed"}
    (line,) = export_kinds.get("audit").make(auditor, asked, TODAY).rows
    assert "139****2222" in line[8] and line[2] == hr.audit_name()
    assert (
        set(exporting.people(auditor, asked, TODAY))
        == {hr.person_id}
        == exporting.within(auditor, [hr.person_id], asked)
    )


def test_a_search_that_is_wrong_or_too_long_is_told(monkeypatch):
    auditor = Cast().user("auditor")
    with pytest.raises(BadInput):
        exporting.check(auditor, {"first": "some day"}, TODAY)
    for _ in range(2):
        record("account.opened", auditor, by=auditor)
    monkeypatch.setattr(exporting, "MOST", 1)
    with pytest.raises(BadInput):
        exporting.check(auditor, {}, TODAY)

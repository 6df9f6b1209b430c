"""Is the export exactly the view, masked unless asked for, recorded, safe to open, and the same when read back?"""

from __future__ import annotations

import io

import pytest
import python_calamine

from auxpolice import demo_world as demo
from auxpolice import examples
from auxpolice.example_sheets import write_sheet
from core.errors import BadInput
from core.models import AuditEntry
from core.registries import export_kinds
from exports import services
from exports.marks import unmarked
from exports.models import Export
from roster.exporting.columns import ALWAYS_SENSITIVE, SHOWN_ONLY, VALUES
from roster.importing.apply import apply_plan
from roster.importing.columns import COLUMNS
from roster.importing.plan import UPDATE, plan
from roster.models import Auxiliary
from tests.cast import sign_in
from tests.roster.importing.world import DAY, World


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setenv("AUXPOLICE_TODAY", DAY.isoformat())


@pytest.fixture
def world(db, tmp_path) -> World:
    """The new district with its sixty people."""
    world = World()
    write_sheet(tmp_path / "in.xlsx", "x", examples.new_district_rows(DAY))
    apply_plan(plan(tmp_path / "in.xlsx", unit=world.district, by=world.hr, on=DAY), by=world.hr)
    return world


def exported(world, *, by=None, asked=None, columns=("name", "badge_number"), unmasked=False, kind="xlsx"):
    """Name and content of a file that was asked for, agreed to where that is needed, made and downloaded."""
    by = by or world.hr
    filters = {**(asked or {}), "columns": [*columns], "unmasked": unmasked}
    export = services.request_export(kind="roster", filters=filters, format=kind, purpose="年度核对名册", by=by, on=DAY)
    if export.status == Export.Status.WAITING:
        services.approve_export(export=export, by=world.second)
    name, content = services.take_export(export=services.make_export(export=export), by=by)
    return name, io.BytesIO(content)


def table(content) -> list[list]:
    """The sheet below the line of the mark."""
    return python_calamine.load_workbook(io.BytesIO(content.read())).get_sheet_by_index(0).to_python()[1:]


def test_it_holds_the_rows_of_the_list_in_its_order(world, client):
    sign_in(client, world.hr)
    asked = {"unit": "99990301", "category": "service", "sort": "-badge"}
    listed = [row.badge_number for row, _cells in client.get("/roster/", asked).context["page"]]
    name, content = exported(world, asked=asked)
    assert [row[1] for row in table(content)[1:]] == listed
    assert len(listed) == 16 and f"{DAY}" in name and name.endswith(".xlsx")


def test_somebody_else_exports_only_what_he_sees(world):
    with pytest.raises(BadInput):
        exported(world, by=world.hr2)
    assert len(table(exported(world)[1])) == 61


def test_numbers_are_masked_unless_asked_for(world):
    columns = ("name", "identity_number", "phone", "bank_card", "address", "emergency_phone")
    masked = table(exported(world, columns=columns)[1])[1]
    assert masked[1].startswith("999999********") and "****" in masked[2] and unmarked(masked[4]) == "***"
    clear = table(exported(world, columns=columns, unmasked=True)[1])[1]
    assert len(clear[1]) == 18 and clear[2].isdigit()


def test_who_exported_what_for_is_kept(world):
    exported(world, columns=("name", "identity_number"), unmasked=True, asked={"unit": demo.NEW_DISTRICT})
    entry = AuditEntry.objects.get(action="export.downloaded")
    assert (entry.reason, entry.actor_id, entry.after["people"]) == ("年度核对名册", world.hr.pk, 60)
    assert len(entry.after["sensitive"]) == 1 and entry.unit_path == world.district.path


def test_an_unknown_column_is_named(world):
    with pytest.raises(BadInput):
        exported(world, columns=("nothing",))
    assert not Export.objects.exists()


def test_nobody_unmasks_where_he_may_not_see_numbers(world):
    from accounts.models import UnitUserPermission
    from accounts.scope import forget
    from core.perms import Perms

    UnitUserPermission.objects.filter(user=world.hr, permission__codename=Perms.VIEW_IDENTITY).delete()
    forget(world.hr)
    with pytest.raises(BadInput) as caught:
        exported(world, unmasked=True)
    assert [*caught.value.errors] == ["unmasked"]


@pytest.mark.parametrize("text", ["=1+1", "@cmd", "+86", "-1", "=HYPERLINK(1)", "'=1", "＝1"])
def test_a_text_that_could_run_is_guarded_and_comes_back_as_it_was(world, tmp_path, text, assure):
    auxiliary = Auxiliary.objects.get(badge_number="XQ0001")
    auxiliary.emergency_name, auxiliary.address = text, text
    auxiliary.save()
    columns = ("name", "identity_number", "emergency_name", "address")
    _, content = exported(world, columns=columns, unmasked=True, asked={"q": "XQ0001"})
    raw = content.read()
    row = table(io.BytesIO(raw))[1]
    assert row[2:] == [f"'{text}", f"'{text}"]
    (tmp_path / "out.xlsx").write_bytes(raw)
    made = plan(tmp_path / "out.xlsx", unit=world.district, by=world.hr, on=DAY, mode=UPDATE)
    same = made.possible and made.counts()["unchanged"] == 1
    assure("R-64", f"{text} from the roster to a file and back by the import: nothing changed", ok=same)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_export_read_back_changes_nothing(world, tmp_path, kind, language):
    from django.utils import translation

    with translation.override(language):
        _, content = exported(world, columns=tuple(set(VALUES) - set(SHOWN_ONLY)), unmasked=True, kind=kind)
    (tmp_path / f"out.{kind}").write_bytes(content.read())
    made = plan(tmp_path / f"out.{kind}", unit=world.district, by=world.hr, on=DAY, mode=UPDATE)
    assert [(f.row, f.key, f.code, f.cell) for f in made.findings] == []
    assert (made.counts()["unchanged"], made.counts()["rows"]) == (60, 60)


def test_every_column_of_the_import_but_none_else_can_be_exported():
    assert set(VALUES) == set(COLUMNS) | set(SHOWN_ONLY)


def test_the_number_of_queries_does_not_grow_with_the_list(world, django_assert_max_num_queries):
    def make(unit):
        filters = {"unit": unit, "columns": [key for key in VALUES if key not in ALWAYS_SENSITIVE]}
        kind = export_kinds.get("roster")
        return [*kind.make(world.hr, filters, DAY).rows]

    with django_assert_max_num_queries(9) as many:
        assert len(make(demo.NEW_DISTRICT)) == 60
    with django_assert_max_num_queries(len(many)):
        assert len(make("99990301")) == 16

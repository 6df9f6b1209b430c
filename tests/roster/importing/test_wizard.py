"""The steps of an import: columns matched by hand, how far the work is, and the way back to a sheet that waits."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import outbox
from core.models import AuditEntry
from roster.importing import progress, runs, steps
from roster.models import ImportRun
from tests.cast import sign_in
from tests.roster.importing.files import write_xlsx
from tests.roster.importing.world import DAY


@pytest.fixture
def hr(client, world, monkeypatch):
    monkeypatch.setenv("AUXPOLICE_TODAY", DAY.isoformat())
    sign_in(client, world.hr)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def tried(client, sheets, headings: dict[str, str] | None = None) -> ImportRun:
    """The new district's sheet, with some headings written otherwise."""
    import python_calamine

    rows = python_calamine.load_workbook(str(sheets.write())).get_sheet_by_index(0).to_python()
    rows = [[(headings or {}).get(str(cell), cell) for cell in row] for row in rows]
    path = write_xlsx(sheets.folder / "other.xlsx", rows)
    file = SimpleUploadedFile("other.xlsx", path.read_bytes())
    unit = sheets.world.district.code
    client.post("/roster/import/", {"file": file, "unit": unit, "mode": "new", "token": "t"})
    return ImportRun.objects.get()


def states(run: ImportRun | None) -> str:
    return "".join(step.state[0] for step in steps.of(run))


def test_a_column_the_house_does_not_know_is_matched_by_hand(hr, sheets):
    run = tried(hr, sheets, {"姓名": "大名"})
    assert states(run) == "dnccc" and any(f["code"] == "column_missing" for f in run.findings)
    letters = next(column.letters for column in steps.matching(run) if column.heading == "大名")
    answer = hr.post(f"/roster/import/{run.pk}/columns/", {f"column-{letters}": "name"}, follow=True)
    run.refresh_from_db()
    assert run.columns["chosen"] == {letters: "name"} and run.can_be_applied and states(run) == "dddnc"
    assert "matched by hand" in answer.content.decode()
    assert AuditEntry.objects.filter(action="import.columns_chosen").count() == 1
    hr.post(f"/roster/import/{run.pk}/apply/")
    run.refresh_from_db()
    assert (run.status, states(run)) == ("applied", "ddddn")


def test_a_column_may_be_left_unread_and_nonsense_is_not_taken(hr, sheets):
    run = tried(hr, sheets)
    by_key = {column.key: column.letters for column in steps.matching(run)}
    typed = {f"column-{by_key['phone']}": "", f"column-{by_key['email']}": "nonsense"}
    hr.post(f"/roster/import/{run.pk}/columns/", typed)
    run.refresh_from_db()
    assert run.columns["chosen"] == {by_key["phone"]: ""}
    assert "phone" not in {column.key for column in steps.matching(run)}
    assert not any(f["code"] == "column_ignored" for f in run.findings)


def test_what_was_applied_is_not_matched_anew(hr, sheets):
    run = tried(hr, sheets)
    hr.post(f"/roster/import/{run.pk}/apply/")
    assert hr.post(f"/roster/import/{run.pk}/columns/", {"column-A": ""}).status_code == 409


def test_how_far_it_is_can_be_asked_and_the_page_comes_anew_at_the_end(hr, sheets, monkeypatch):
    monkeypatch.setattr(runs, "LARGE", 1)
    monkeypatch.setattr(outbox, "wake", lambda: None)
    run = tried(hr, sheets)
    address = f"/roster/import/{run.pk}/progress/"
    assert "waits for its turn" in hr.get(address).content.decode()
    progress.teller(run.pk)(progress.CHECKING, 3, 5)
    assert (
        "3 of 5" in hr.get(address).content.decode()
        and "3 of 5" in hr.get(f"/roster/import/{run.pk}/").content.decode()
    )
    assert "is being worked on" in hr.get("/roster/import/").content.decode()
    outbox.sweep()
    assert hr.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert hr.get(address).status_code == 302 and progress.of(run.pk) is None
    assert "waits to be applied" in hr.get("/roster/import/").content.decode()


class Cache:
    """Hears what is told, or does not answer at all."""

    def __init__(self, *, away: bool = False) -> None:
        self.heard, self.away = [], away

    def set(self, _key, value, _kept) -> None:
        if self.away:
            raise progress.RedisError
        self.heard.append(value)


def test_rows_are_told_at_most_twice_a_second_and_a_silent_cache_stops_nothing(monkeypatch):
    cache = Cache()
    monkeypatch.setattr(progress, "cache", cache)
    tick = progress.teller(7)
    for row in range(1000):
        tick(progress.READING, row, 1000)
    tick(progress.CHECKING, 0, 1000)
    assert cache.heard == [["reading", 0, 1000], ["checking", 0, 1000]]
    monkeypatch.setattr(progress, "cache", Cache(away=True))
    progress.teller(7)(progress.READING, 1, 2)

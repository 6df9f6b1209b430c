"""Is a sheet applied whole or not at all, once, by the rules of hiring, and recorded?"""

from __future__ import annotations

import datetime as dt
import stat
import threading

import pytest
from django.db import IntegrityError, connection

from auxpolice import examples
from core.errors import BadInput, NotNow
from core.models import AuditEntry, OutboxEvent, SealedIndex
from core.outbox import consumers
from organisation.models import Person
from roster.importing import runs, uploads
from roster.importing.plan import UPDATE
from roster.models import Auxiliary, Contract, GradeRecord, ImportRun, Posting, Qualification, Quota, WorkCard
from tests.roster.importing.world import DAY, Upload, World


def tried(sheets, *, token="one", mode="new", by=None, unit=None, name="sheet.xlsx") -> ImportRun:
    by = by or sheets.world.hr
    run = runs.open_run(
        upload=Upload(sheets.write(name)), unit=unit or sheets.world.district, mode=mode, token=token, by=by, on=DAY
    )
    runs.check(run, runs.read(run))
    return run


def applied(sheets, **more) -> ImportRun:
    run = tried(sheets, **more)
    return runs.apply_run(run=run, by=run.by, on=DAY)


def counted() -> list[int]:
    kinds = (Person, Auxiliary, Posting, Contract, WorkCard, Qualification, GradeRecord)
    return [kind.objects.count() for kind in kinds]


def test_everybody_goes_in_with_posting_contract_card_and_trainings(sheets):
    before = counted()
    run = applied(sheets)
    assert [now - then for now, then in zip(counted(), before, strict=True)] == [5, 5, 5, 5, 5, 10, 5]
    row, person = sheets.rows[0], Person.objects.get(name=sheets.rows[0]["name"], auxiliary__isnull=False)
    auxiliary = person.auxiliary
    assert person.identity_number == row["identity_number"]
    assert (auxiliary.unit.code, auxiliary.post.title, auxiliary.quota_year) == ("99990301", "巡逻队员", 2026)
    assert (auxiliary.bank_card, person.phone) == (row["bank_card"], row["phone"])
    contract = auxiliary.contracts.get()
    assert (contract.starts_on, contract.ends_on, contract.agreement.number) == (
        row["contract_from"],
        row["contract_to"],
        "PQ-XQ-01",
    )
    assert (run.status, run.counts["new"]) == ("applied", 5)


def test_one_entry_for_each_person_and_one_for_the_import(sheets):
    run = applied(sheets)
    entries = AuditEntry.objects.filter(action="auxiliary.hired")
    assert entries.count() == 5
    assert {entry.unit_path for entry in entries} == {sheets.world["99990301"].path}
    assert sheets.rows[0]["identity_number"] not in str([entry.after for entry in entries])
    assert AuditEntry.objects.get(action="import.applied").object_id == str(run.pk)


def test_the_other_rooms_hear_of_each_newcomer(sheets):
    applied(sheets)
    expected = 5 * len(consumers().get("roster.hired", {}))
    assert OutboxEvent.objects.filter(kind="roster.hired").count() == expected


def test_the_same_file_is_applied_once(sheets):
    run = applied(sheets)
    with pytest.raises(NotNow) as again:
        runs.apply_run(run=run, by=run.by, on=DAY)
    assert f"import {run.pk}" in str(again.value) or f"导入记录 {run.pk}" in str(again.value)
    with pytest.raises(NotNow) as anew:
        tried(sheets, token="two")
    assert str(run.pk) in str(anew.value)
    assert Auxiliary.objects.count() == 5


def test_the_same_form_sent_twice_is_one_run(sheets):
    assert tried(sheets).pk == tried(sheets).pk


def test_a_sheet_with_one_error_is_not_applied_at_all(sheets):
    sheets.rows[4]["education"] = "很高"
    run = applied(sheets)
    assert (run.status, run.counts["errors"], Auxiliary.objects.count()) == ("planned", 1, 0)


def test_what_was_right_at_the_dry_run_is_tried_again(sheets):
    run = tried(sheets)
    Quota.objects.filter(unit=sheets.world.district).update(number=2)
    after = runs.apply_run(run=run, by=run.by, on=DAY)
    assert (after.status, Auxiliary.objects.count()) == ("planned", 0)
    assert "quota_over" in [finding["code"] for finding in after.findings]


def test_when_the_database_refuses_the_last_row_nothing_stays(sheets, monkeypatch):
    sheets.rows = examples.new_district_rows(DAY)
    before = counted()
    run = tried(sheets)
    made = runs.plan

    def last_badge_taken(*args, **more):
        plan = made(*args, **more)
        plan.drafts[59].values["badge_number"] = plan.drafts[0].values["badge_number"]
        return plan

    monkeypatch.setattr(runs, "plan", last_badge_taken)
    with pytest.raises(NotNow, match="badge_number_once"):
        runs.apply_run(run=run, by=run.by, on=DAY)
    assert counted() == before
    run.refresh_from_db()
    assert run.status == "failed" and "badge_number_once" in run.message["en"]
    assert not AuditEntry.objects.filter(action__in=("auxiliary.hired", "import.applied")).exists()


def test_an_update_changes_what_differs_and_says_what_it_was(sheets):
    applied(sheets)
    sheets.rows[1] |= {"phone": "13800001234", "education": "本科", "email": None}
    sheets.rows[2]["annual_on"] = DAY
    sheets.rows[2]["training_until"] = DAY + dt.timedelta(days=365)
    run = applied(sheets, token="two", mode=UPDATE, name="second.xlsx")
    assert (run.counts["new"], run.counts["changed"], run.counts["unchanged"]) == (0, 2, 3)
    auxiliary = Auxiliary.objects.get(badge_number=sheets.rows[1]["badge_number"])
    assert (auxiliary.person.phone, auxiliary.education, auxiliary.version) == ("13800001234", "bachelor", 2)
    assert auxiliary.person.email  # an empty cell changes nothing
    entry = AuditEntry.objects.get(action="auxiliary.changed")
    assert entry.after["phone"] == "138****1234" and set(entry.before) == set(entry.after)
    trained = Auxiliary.objects.get(badge_number=sheets.rows[2]["badge_number"])
    assert trained.qualifications.filter(subject="annual").count() == 2


def test_a_file_changed_while_the_sheet_was_being_applied_is_not_overwritten(sheets, monkeypatch):
    applied(sheets)
    sheets.rows[1]["phone"] = "13800001234"
    run = tried(sheets, token="two", mode=UPDATE, name="second.xlsx")
    made = runs.plan

    def overtaken(*args, **more):
        plan = made(*args, **more)
        Auxiliary.objects.update(version=7)
        return plan

    monkeypatch.setattr(runs, "plan", overtaken)
    with pytest.raises(NotNow):
        runs.apply_run(run=run, by=run.by, on=DAY)
    assert SealedIndex.objects.filter(place="person.phone").count() == 5


def test_a_person_on_file_without_a_file_of_an_auxiliary_is_hired_as_that_person(sheets):
    from core.actors import SYSTEM
    from organisation.services import add_person

    row = sheets.rows[0]
    person = add_person(name=row["name"], identity_number=row["identity_number"], by=SYSTEM)
    applied(sheets)
    assert Auxiliary.objects.get(badge_number=row["badge_number"]).person_id == person.pk


def test_the_copy_of_the_sheet_is_sealed_and_private_and_goes_when_applied(sheets, django_capture_on_commit_callbacks):
    run = tried(sheets)
    copy = uploads.folder() / run.stored_name
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert not copy.read_bytes().startswith(b"PK")
    with django_capture_on_commit_callbacks(execute=True):
        runs.apply_run(run=run, by=run.by, on=DAY)
    assert not copy.exists()


def test_after_a_day_the_copy_is_gone_and_the_run_says_so(sheets):
    from core.actors import SYSTEM

    run = tried(sheets)
    assert uploads.forget_old() == 0
    ImportRun.objects.update(made_at=run.made_at - dt.timedelta(days=2))
    uploads.forget(run.stored_name)
    with pytest.raises(NotNow):
        runs.apply_run(run=run, by=run.by, on=DAY)
    assert runs.expire_old(by=SYSTEM) == 1
    run.refresh_from_db()
    assert run.status == "expired"


def test_a_file_that_is_no_spreadsheet_ends_the_run_with_the_reason(sheets, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"<html>sign in</html>")
    world = sheets.world
    run = runs.open_run(
        upload=Upload(tmp_path / "a.xlsx"), unit=world.district, mode="new", token="t", by=world.hr, on=DAY
    )
    with pytest.raises(BadInput):
        runs.read(run)
    run.refresh_from_db()
    assert run.status == "failed" and run.message["en"]


def test_an_upload_over_the_limit_is_not_kept(sheets, settings, tmp_path):
    settings.UPLOAD_MAX_BYTES, settings.MEDIA_ROOT = 1000, tmp_path  # nobody else's files
    uploads.folder().mkdir(parents=True, exist_ok=True)
    kept = len([*uploads.folder().iterdir()])
    with pytest.raises(BadInput):
        tried(sheets)
    assert len([*uploads.folder().iterdir()]) == kept


def test_rows_written_past_the_plan_are_refused_by_the_database(sheets):
    """The control: bulk writing goes by the same triggers as hiring."""
    run = tried(sheets)
    Quota.objects.filter(unit=sheets.world.district).update(number=2)
    made = sheets.plan()
    with pytest.raises(IntegrityError, match="quota"):
        from roster.importing.apply import apply_plan

        apply_plan(made, by=run.by)


@pytest.mark.parametrize("same_file", [True, False])
def test_two_applies_at_once_hire_everybody_once(fresh_db, tmp_path, same_file):
    from tests.roster.importing.conftest import Sheets

    world = World()
    sheets = Sheets(tmp_path, world)
    first = tried(sheets, token="one")
    if not same_file:
        sheets.rows = [*reversed(sheets.rows)]
    second = tried(sheets, token="two", name="second.xlsx")
    answers: list[str] = []
    gate = threading.Barrier(2)

    def apply(number: int) -> None:
        gate.wait()
        try:
            run = runs.apply_run(run=ImportRun.objects.get(pk=number), by=world.hr, on=DAY)
            answers.append(run.status)
        except NotNow:
            answers.append("not now")
        finally:
            connection.close()

    threads = [threading.Thread(target=apply, args=(run.pk,)) for run in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == (["applied", "not now"] if same_file else ["applied", "planned"])
    assert Auxiliary.objects.count() == 5


def test_what_a_killed_reader_left_in_the_clear_is_deleted(sheets, monkeypatch, tmp_path):
    monkeypatch.setattr(uploads, "MEMORY", tmp_path)  # others of this run are reading sheets at the real place
    left = uploads.in_memory() / f"{uploads.IN_THE_CLEAR}left"
    left.mkdir()
    (left / "sheet").write_bytes(b"PK")
    uploads.forget_old()
    assert left.exists()
    uploads.forget_old(now=left.stat().st_mtime + uploads.READING_SECONDS + 1)
    assert not left.exists()


def test_the_worker_asks_again_whether_the_user_may(sheets, world):
    from roster.importing.background import apply_import

    run = tried(sheets)
    runs.apply_later(run, world.hr)
    apply_import({"run": run.pk, "user": world.hr2.pk})
    run.refresh_from_db()
    assert (run.status, Auxiliary.objects.count()) == ("failed", 0)


def test_an_update_also_hires_whoever_is_new(sheets):
    applied(sheets)
    sheets.rows = examples.new_district_rows(DAY)[3:7]
    run = applied(sheets, token="two", mode=UPDATE, name="second.xlsx")
    assert (run.counts["new"], run.counts["unchanged"], Auxiliary.objects.count()) == (2, 2, 7)

"""Can HR import by the pages alone, without scripts: choose, see every bad cell, apply whole, keep the report?"""

from __future__ import annotations

import io

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from auxpolice import demo_world as demo
from auxpolice import examples
from core import outbox
from roster.importing import runs
from roster.models import Auxiliary, ImportRun
from tests.cast import sign_in
from tests.roster.importing.world import DAY

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setenv("AUXPOLICE_TODAY", DAY.isoformat())


@pytest.fixture
def hr(client, world):
    return _signed_in(client, world.hr)


def _signed_in(client, user):
    sign_in(client, user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def send(client, path, *, unit=demo.NEW_DISTRICT, token="t1", mode="new", name="名册.xlsx"):
    content = path.read_bytes() if hasattr(path, "read_bytes") else path
    file = SimpleUploadedFile(name, content, content_type=XLSX)
    return client.post("/roster/import/", {"file": file, "unit": unit, "mode": mode, "token": token})


def written(tmp_path, write):
    write(tmp_path / "x.xlsx", DAY)
    return tmp_path / "x.xlsx"


def test_from_the_form_to_everybody_hired_in_three_requests(hr, tmp_path):
    assert hr.get("/roster/import/").status_code == 200
    answer = send(hr, written(tmp_path, examples.write_new_district))
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == f"/roster/import/{run.pk}/"
    page = hr.get(answer.headers["Location"])
    assert "Nothing stands in the way. 60 people would be hired" in page.content.decode()
    answer = hr.post(f"/roster/import/{run.pk}/apply/", follow=True)
    assert "Everything was applied and recorded." in answer.content.decode()
    assert Auxiliary.objects.count() == 60


def test_every_bad_cell_is_on_the_page_and_nothing_can_be_applied(hr, tmp_path):
    run = ImportRun.objects.get(pk=send(hr, written(tmp_path, examples.write_bad)).url.split("/")[-2])
    page = hr.get(f"/roster/import/{run.pk}/?severity=error").content.decode()
    for words in ("不存在派出所", "无名劳务公司", "2026-02-30", "Apply all of it"):
        assert (words in page) is (words != "Apply all of it"), words
    assert page.count('<th scope="row">') == 28
    phones = hr.get(f"/roster/import/{run.pk}/?column=N").content.decode()
    assert phones.count('<th scope="row">') == 1 and "12345" in phones
    refused = hr.post(f"/roster/import/{run.pk}/apply/", follow=True)
    assert "Nothing was applied" in refused.content.decode()
    assert Auxiliary.objects.count() == 0


def test_the_report_may_be_kept_as_a_spreadsheet(hr, tmp_path):
    send(hr, written(tmp_path, examples.write_bad))
    answer = hr.get(f"/roster/import/{ImportRun.objects.get().pk}/report/")
    book = python_calamine.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows].count("Error") == 28
    assert any("=HYPERLINK" in str(row[4]) and str(row[4]).startswith("'") for row in rows)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html><body>sign in</body></html>", "This is not a spreadsheet"),
        (b"", "The file is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old .xls form"),
    ],
)
def test_what_is_no_spreadsheet_is_said_beside_the_field(hr, content, says):
    answer = send(hr, content)
    assert answer.status_code == 422
    assert says in answer.context["form"].errors["file"][0]


def test_the_sentence_is_in_the_readers_language(hr):
    with translation.override("zh-hans"):
        hr.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
        answer = send(hr, b"<html>")
    assert "电子表格" in str(answer.context["form"].errors["file"][0])


def test_a_far_cell_in_a_small_file_is_a_sentence_on_the_page(hr, tmp_path):
    from tests.roster.importing.files import sheet_xml, text_cell, write_parts

    rows = f'<row r="1">{text_cell("A1", "姓名")}</row><row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    answer = send(hr, write_parts(tmp_path / "a.xlsx", sheet_xml(rows)))
    assert answer.status_code == 422 and "XFD1048576" in answer.content.decode()


def test_hr_of_another_bureau_can_neither_import_here_nor_see_it(client, world, tmp_path, hr):
    path = written(tmp_path, examples.write_new_district)
    run = ImportRun.objects.get(pk=send(hr, path).url.split("/")[-2])
    other = _signed_in(client, world.hr2)
    answer = send(other, path, token="t2")
    assert answer.status_code == 422 and "unit" in answer.context["form"].errors
    for address in ("", "report/"):
        assert other.get(f"/roster/import/{run.pk}/{address}").status_code == 404
    assert other.post(f"/roster/import/{run.pk}/apply/").status_code == 404
    assert Auxiliary.objects.count() == 0


def test_the_same_form_twice_is_one_import(hr, tmp_path):
    path = written(tmp_path, examples.write_new_district)
    assert send(hr, path).url == send(hr, path).url
    assert ImportRun.objects.count() == 1


def test_a_file_applied_before_is_named_beside_the_field(hr, tmp_path):
    path = written(tmp_path, examples.write_new_district)
    run = ImportRun.objects.get(pk=send(hr, path).url.split("/")[-2])
    hr.post(f"/roster/import/{run.pk}/apply/")
    answer = send(hr, path, token="t2")
    assert answer.status_code == 422 and f"import {run.pk}" in str(answer.context["form"].errors["file"])


def test_a_large_sheet_is_worked_on_in_the_background(hr, tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "LARGE", 10)
    monkeypatch.setattr(outbox, "wake", lambda: None)
    run = ImportRun.objects.get(pk=send(hr, written(tmp_path, examples.write_new_district)).url.split("/")[-2])
    page = hr.get(f"/roster/import/{run.pk}/")
    assert run.status == "waiting" and page.headers["Refresh"]
    assert outbox.sweep() == 1
    page = hr.get(f"/roster/import/{run.pk}/")
    assert "Refresh" not in page.headers and "Apply all of it" in page.content.decode()
    hr.post(f"/roster/import/{run.pk}/apply/")
    run.refresh_from_db()
    assert (run.status, Auxiliary.objects.count()) == ("applying", 0)
    outbox.sweep()
    run.refresh_from_db()
    assert (run.status, Auxiliary.objects.count()) == ("applied", 60)


def test_an_empty_sheet_has_every_heading(hr):
    answer = hr.get("/roster/import/empty-sheet/")
    book = python_calamine.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.get_sheet_by_index(0).to_python()[0][:2] == ["Name *", "Identity number *"]


def test_the_page_of_a_run_asks_few_questions(hr, tmp_path, django_assert_max_num_queries):
    run = ImportRun.objects.get(pk=send(hr, written(tmp_path, examples.write_bad)).url.split("/")[-2])
    with django_assert_max_num_queries(12):
        hr.get(f"/roster/import/{run.pk}/")

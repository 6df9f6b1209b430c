"""The rules of the house as code: each finds its bad example, and nothing in the house breaks one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import django
import pytest
from django.conf import settings

from scripts import lock, rules

BASE = Path(settings.BASE_DIR)
BAD = {
    "all-fields": ("roster/api/x.py", "class Meta:\n    fields = '__all__'"),
    "unscoped": (
        "roster/views/x.py",
        "def page(request, pk):\n    return get_object_or_404(Auxiliary.objects.all(), pk=pk)",
    ),
    "queueing": ("roster/services/x.py", "notify.delay(1)"),
    "waiting": ("core/outbox.py", "wake.apply_async(countdown=3600)"),
    "safe": ("roster/templatetags/x.py", "mark_safe(name)"),
    "csrf": ("roster/views/x.py", "@csrf_exempt\ndef page(request): ..."),
    "fetching": ("payroll/services/x.py", "from urllib.request import urlopen"),
    "xml": ("roster/importing/x.py", "from xml.etree import ElementTree"),
    "clock": ("duties/rules/x.py", "def rule():\n    return date.today()"),
}
BAD_TEMPLATES = {
    "safe": "{{ name|safe }}", "inline": '<a onclick="x()">', "outside": '<script src="https://cdn.example/x.js"></script>',
}  # fmt: skip
GOOD = (
    (
        "roster/views/x.py",
        "def page(request, pk):\n    return get_object_or_404(Auxiliary.objects.visible_to(request.user), pk=pk)",
    ),
    ("core/outbox.py", "wake.apply_async(countdown=5)"),
    ("core/uploads/scanner.py", "import socket"),
    ("duties/rules/x.py", "def rule(day):\n    return clock.now()"),
    ("roster/views/x.py", "a = X.objects.all()  # rule: unscoped, a list of places"),
)


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_rule_finds_its_bad_example(name: str):
    place, text = BAD[name]
    assert name in {found.rule for found in rules.of_python(text, place)}


@pytest.mark.parametrize("name", sorted(BAD_TEMPLATES))
def test_a_rule_of_templates_finds_its_bad_example(name: str):
    assert name in {found.rule for found in rules.of_template(BAD_TEMPLATES[name], "x.html")}


@pytest.mark.parametrize(("place", "text"), GOOD)
def test_what_is_right_is_left_alone(place: str, text: str):
    assert rules.of_python(text, place) == []


def test_every_rule_has_its_bad_example():
    said = set(re.findall(r'yield "([a-z-]+)"', (BASE / "scripts/rules.py").read_text(encoding="utf-8")))
    assert said == set(BAD)


@cache
def everything() -> tuple[list[rules.Breach], int]:
    return rules.everything()


def test_nothing_in_the_house_breaks_a_rule(assure):
    found, excuses = everything()
    assert not found, "\n".join(map(str, found))
    assert excuses <= rules.MOST_EXCUSES
    assure(
        "R-68",
        f"{len(BAD) + len(BAD_TEMPLATES)} rules of the house, 0 breaches, {excuses} lines excused with a reason",
        ok=True,
    )


@pytest.mark.long  # `make check` does the same at every change
def test_bandit_finds_nothing_grave(assure):
    packages = sorted(file.parent.name for file in BASE.glob("*/__init__.py") if file.parent.name != "tests")
    ran = subprocess.run(
        [sys.executable, "-m", "bandit", "-q", "-r", "-lll", "-f", "json", *packages],
        cwd=BASE,
        capture_output=True,
        text=True,
    )
    found = json.loads(ran.stdout)
    grave = [one["issue_text"] for one in found["results"]]
    assure("R-68", f"bandit: {len(grave)} high of {found['metrics']['_totals']['loc']} lines in {len(packages)} packages",
           ok=not grave)  # fmt: skip


def test_nothing_in_a_room_opens_a_connection(assure):
    found = [one for one in everything()[0] if one.rule == "fetching"]
    assure("R-79", f"{len(found)} modules of the rooms open a connection by themselves", ok=not found)


# --- packages ---


def test_every_package_is_pinned_with_its_hashes(assure):
    assert lock.stale() == [], "run `make lock`"
    text = lock.lock_of("requirements.txt").read_text(encoding="utf-8")
    assure(
        "R-69",
        f"{len(lock.PIN.findall(text))} packages at run time, {text.count('--hash=sha256:')} hashes of files",
        ok=True,
    )


def test_a_lock_that_is_stale_or_without_a_hash_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The control."""
    monkeypatch.setattr(lock, "ROOT", tmp_path)
    for name in lock.LISTS:
        (tmp_path / name).write_text("django==5.2.19\n")
    for name in lock.LISTS:
        lock.lock_of(name).write_text(lock.HEAD.format(digest=lock.fingerprint()) + "django==5.2.19\n")
    assert lock.stale() == ["requirements.lock", "requirements-dev.lock"]
    for name in lock.LISTS:
        whole = "django==5.2.19 \\\n    --hash=sha256:00\n"
        lock.lock_of(name).write_text(lock.HEAD.format(digest=lock.fingerprint()) + whole)
    assert lock.stale() == []
    (tmp_path / lock.LISTS[0]).write_text("django==5.2.18\n")
    assert lock.stale() == ["requirements.lock", "requirements-dev.lock"]


def test_what_runs_is_what_is_pinned():
    pins = dict(lock.PIN.findall((BASE / "constraints.txt").read_text(encoding="utf-8")))
    assert pins["django"] == django.get_version() and pins["django"].startswith("5.2.")


@pytest.mark.long
def test_the_bill_of_materials_names_every_package(tmp_path: Path, assure):
    bill = tmp_path / "sbom.json"
    command = [
        str(Path(sys.executable).parent / "cyclonedx-py"),
        "requirements",
        "requirements.lock",
        "--of",
        "JSON",
        "-o",
        str(bill),
    ]
    subprocess.run(command, cwd=BASE, check=True, capture_output=True)
    named = {one["name"].lower() for one in json.loads(bill.read_text())["components"]}
    pinned = {
        name.partition("[")[0].lower()
        for name, _version in lock.PIN.findall(lock.lock_of("requirements.txt").read_text())
    }
    assure("R-69", f"the bill of materials (CycloneDX) names {len(named)} packages; list of known weaknesses: by hand, never",
           ok=pinned <= named)  # fmt: skip

"""Every page and every form with errors against the HTML standard: the Nu checker, or html-validate where no Java is."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from tests.face.conftest import Press

pytestmark = pytest.mark.long
CHECKER = settings.BASE_DIR / "var" / "checker" / "node_modules"
NU, VALIDATE = (
    CHECKER / "vnu-jar" / "build" / "dist" / "vnu.jar",
    CHECKER / "html-validate" / "bin" / "html-validate.mjs",
)
# htmx reads `hx-get` and `data-hx-get` alike; only the longer spelling is in the standard, the shorter in our templates.
HTMX = re.compile(r"\shx-(?=[a-z-]+=)")
# What the Nu checker does not know yet though the standard has it, each looked at.
NOT_KNOWN_YET: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def checker() -> None:
    """Installed once; without npm nobody can say whether the pages are valid, so it is said loudly."""
    ran = subprocess.run([settings.BASE_DIR / "scripts" / "install_checker"], capture_output=True, text=True)
    if ran.returncode:
        pytest.skip(f"no checker of HTML: {ran.stderr.strip()[-200:]}")


def complaints(folder: Path) -> list[str]:
    """Errors only, each with the file and what stands there."""
    if shutil.which("java") and NU.exists():
        command = ["java", "-Xss4m", "-jar", NU, "--errors-only", "--format", "json", "--stdout", "--exit-zero-always"]
        said = json.loads(subprocess.run([*command, folder], capture_output=True, text=True).stdout)["messages"]
        found = [(one["url"], one["message"], one.get("extract", "")) for one in said if one["type"] == "error"]
    else:
        rules = folder / ".htmlvalidate.json"
        rules.write_text('{"extends": ["html-validate:standard", "html-validate:document"], "root": true}')
        command = ["node", VALIDATE, "--formatter", "json", "--config", rules, f"{folder}/*.html"]
        said = json.loads(subprocess.run(command, capture_output=True, text=True).stdout or "[]")
        found = [(file["filePath"], one["message"], one["ruleId"]) for file in said for one in file["messages"]
                 if one["severity"] == 2]  # fmt: skip
    return [
        f"{Path(url).stem}: {message} – {extract.strip()[:120]!r}"
        for url, message, extract in found
        if not message.startswith(NOT_KNOWN_YET or ("\0",))
    ]


def test_every_page_is_valid_html(press: Press, checker: None, tmp_path: Path):
    for number, sheet in enumerate(sheet for sheet in press.sound if sheet.is_whole):
        name = f"{number:03d}-{sheet.page.name.replace(':', '-')}-{sheet.status}-{sheet.language}.html"
        (tmp_path / name).write_text(HTMX.sub(" data-hx-", sheet.html), encoding="utf-8")
    found = complaints(tmp_path)
    assert not found, f"{len(found)} errors\n" + "\n".join(found[:60])


def test_what_is_not_valid_is_found(checker: None, tmp_path: Path):
    """The control."""
    page = '<!doctype html><html lang="en"><head><title>a</title></head><body><p bogus="1">a<div>b</p></body></html>'
    (tmp_path / "wrong.html").write_text(page, encoding="utf-8")
    assert len(complaints(tmp_path)) >= 2

"""Is every setting the program reads explained in docs/settings.md, and is every one explained there read?"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
READ = re.compile(
    r"""(?:env\.(?:text|flag|number|listing)\(|environ(?:\.get\(|\[)|getenv\()\s*["']([A-Z][A-Z_]+)["']"""
)
# Of the system and of tools, and what one of our processes tells another.
NOT_OURS = {"AUXPOLICE_TEST_PG", "AUXPOLICE_TEST_REDIS_PORT", "AUXPOLICE_BENCH"}
NOT_OURS |= {"PLAIN_BROKER", "PLAIN_FILE", "PLAIN_LATE", "MUTANTS_FILE", "MUTANTS_STEP"}
NOT_OURS |= {"LOAD_MINUTES", "LOAD_PEOPLE", "LOAD_TRAIL", "WINDOW_PEOPLE", "LISTS_PEOPLE", "SEED", "RIGHTS_SEED"}
NOT_OURS |= {"PATH", "HOME", "LANG", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE", "PYTEST_XDIST_WORKER"}


def python_files():
    rooms = [path.parent for path in ROOT.glob("*/apps.py")]
    yield from (path for folder in (*rooms, ROOT / "scripts", ROOT / "tests") for path in folder.rglob("*.py"))
    yield from ROOT.glob("*.py")


def documented() -> set[str]:
    rows = re.findall(r"^\| (`[^|]+) \|", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.M)
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def read_by_the_program() -> set[str]:
    return {name for path in python_files() for name in READ.findall(path.read_text(encoding="utf-8"))}


def test_every_setting_is_documented():
    assert read_by_the_program() - documented() - NOT_OURS == set()


def test_every_documented_setting_is_read():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {name for name in documented() - read_by_the_program() if not re.search(rf"\b{name}\b", makefile)} == set()


def test_the_search_itself_finds_settings():
    assert {"DATABASE_URL", "PG_BIN", "SESSION_IDLE_MINUTES"} <= read_by_the_program()

"""Does docs/import.md speak of every column?"""

from django.conf import settings

from roster.importing.columns import COLUMNS


def test_every_column_stands_in_the_documentation():
    text = (settings.BASE_DIR / "docs" / "import.md").read_text(encoding="utf-8")
    assert [c.zh for c in COLUMNS.values() if f"| {c.zh} · {c.en}" not in text] == []

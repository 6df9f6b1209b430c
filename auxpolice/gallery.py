"""The gallery: every part of pages with example data, its name and the line that puts it on a page. Nothing of any person."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import charts
from core.forms import DateInput, HouseForm

ROWS: Final = 120
SWATCHES: Final = (
    "ground paper sunk line edge ink quiet accent accent-strong accent-soft allow allow-soft refuse refuse-soft refer refer-soft "
    "series-1 series-2 series-3 series-4 series-5 series-6"
).split()
ICONS: Final = re.findall(r'<symbol id="([\w-]+)"', (settings.BASE_DIR / "static" / "icons.svg").read_text("utf-8"))
BYTES: Final = 20 * 1024 * 1024


@dataclass(frozen=True)
class Part:
    """One template of templates/components: `name` of the file, what it is, the line that puts it on a page."""

    name: str
    title: Any
    call: str

    @property
    def example(self) -> str:
        return f"auxpolice/design/{self.name}.html"


def _include(name: str, given: str = "", only: bool = True) -> str:
    ends = f" with {given}{' only' if only else ''}" if given else ""
    return f'{{% include "components/{name}.html"{ends} %}}'


PARTS: Final[tuple[tuple[Any, tuple[Part, ...]], ...]] = (
    (
        gettext_lazy("Whole pages"),
        (
            Part(
                "page_head", gettext_lazy("Head of a page"), _include("page_head", "heading=… note=… trail=… actions=…")
            ),
            Part(
                "person_head",
                gettext_lazy("Head of a person's file"),
                _include("person_head", "name=… badge=… line=… status=… status_kind=… wrongs=… actions=…"),
            ),
            Part("toasts", gettext_lazy("What was done"), _include("toasts")),
            Part("empty", gettext_lazy("Nothing here"), _include("empty", "why=… what=… url=… action=…")),
            Part(
                "dialog",
                gettext_lazy("Dialog"),
                '<a href="…" data-dialog> · ' + _include("dialog", "id=… heading=… body=…", False),
            ),
            Part("confirm", gettext_lazy("Question before an act"), 'render(request, "components/confirm.html", …)'),
            Part("form_page", gettext_lazy("Page of a form"), 'render(request, "components/form_page.html", …)'),
            Part(
                "print_sheet",
                gettext_lazy("Sheet to be printed"),
                _include("print_sheet", "organ=… heading=… number=… day=… body=… signatures=…", False),
            ),
        ),
    ),
    (
        gettext_lazy("Figures"),
        (
            Part(
                "stat",
                gettext_lazy("A number that opens its list"),
                _include("stat", "value=… label=… url=… trend=… way=… note=…"),
            ),
            Part("chart", gettext_lazy("Chart with its table"), _include("chart", "chart=…")),
            Part("progress", gettext_lazy("Long work"), _include("progress", "text=… count=… of=… address=…")),
        ),
    ),
    (
        gettext_lazy("Lists"),
        (
            Part("table", gettext_lazy("Table"), "{% table label %}<thead>…</thead><tbody>…</tbody>{% endtable %}"),
            Part("sort_head", gettext_lazy("Head that sorts"), '{% sort_head "name" label number=True %}'),
            Part("choose_all", gettext_lazy("Choose all rows"), _include("choose_all")),
            Part("choose_row", gettext_lazy("Choose a row"), _include("choose_row", "name=… value=… label=… form=…")),
            Part("chosen", gettext_lazy("Acts on the chosen rows"), _include("chosen", "name=… form=… acts=…")),
            Part("chips", gettext_lazy("Filter in the address"), '{% chips "status" options label %}'),
            Part("pager", gettext_lazy("Count and pages"), _include("pager", "page=…", False)),
            Part("status", gettext_lazy("State"), _include("status", 'label=… kind="on"')),
            Part("find_number", gettext_lazy("Whole number of a person"), _include("find_number")),
        ),
    ),
    (
        gettext_lazy("Verdict"),
        (
            Part("verdict", gettext_lazy("The verdict in a row"), _include("verdict", 'outcome="allow"')),
            Part("decision_card", gettext_lazy("Decision"), _include("decision_card", "decision=…")),
            Part("findings", gettext_lazy("Findings"), _include("findings", "findings=…")),
        ),
    ),
    (
        gettext_lazy("Time"),
        (
            Part("timeline", gettext_lazy("Time line"), _include("timeline", "entries=…")),
            Part("history", gettext_lazy("Time line of a record, folded"), "{% load history %}{% history_of record %}"),
        ),
    ),
    (
        gettext_lazy("Forms"),
        (
            Part("form_errors", gettext_lazy("What is wrong, with links"), _include("form_errors", "form=form", False)),
            Part(
                "field",
                gettext_lazy("A field: help and error beside it"),
                _include("field", "field=form.name whole=True", False),
            ),
            Part(
                "fields", gettext_lazy("All fields; days and people are typed"), _include("fields", "form=form", False)
            ),
            Part("kept", gettext_lazy("What was typed and could not be sent"), _include("kept")),
            Part(
                "file_drop",
                gettext_lazy("A file, dragged or chosen"),
                _include("file_drop", "field=form.file most=…", False),
            ),
        ),
    ),
)


class ExampleForm(HouseForm):
    """Fields of every kind; nothing that is sent is kept."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=60, help_text=gettext_lazy("As it stands on the paper.")
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=DateInput(),
        help_text=gettext_lazy("2026.11.21, 20261121, 11-21, today and tomorrow are understood."),
    )
    person = forms.ChoiceField(
        label=gettext_lazy("Example person"), required=False, widget=forms.Select(attrs={"data-combo": ""})
    )
    finder = forms.CharField(
        label=gettext_lazy("Found elsewhere"),
        required=False,
        widget=forms.TextInput(
            attrs={"data-combo": "", "data-candidates": reverse_lazy("design-page", args=["candidates"])}
        ),
    )
    kinds = forms.MultipleChoiceField(label=gettext_lazy("Kinds"), required=False, widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label=gettext_lazy("Remarks"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    sure = forms.BooleanField(label=gettext_lazy("I have looked at it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "–"), *people()]  # type: ignore[attr-defined]
        self.fields["kinds"].choices = [("a", _("First kind")), ("b", _("Second kind"))]  # type: ignore[attr-defined]


def people() -> list[tuple[str, str]]:
    """Twelve who are nobody."""
    return [(str(number), _("Example %(number)d") % {"number": number}) for number in range(1, 13)]


def candidates(words: str) -> list[dict[str, str]]:
    """What a box with `data-candidates` is answered: value, label, note."""
    found = [(number, name) for number, name in people() if words and words.lower() in name.lower()]
    return [{"value": number, "label": name, "note": _("Example unit")} for number, name in found]


class FileForm(HouseForm):
    """A file by itself."""

    file = forms.FileField(label=gettext_lazy("File"))


@dataclass(frozen=True)
class Happened:
    """An entry as a time line reads it."""

    at: dt.datetime
    action: str
    actor_name: str
    reason: str = ""


def examples(asked: Any) -> dict[str, Any]:
    """What the examples show; `asked` is the query of the address."""
    now = timezone.now()
    wrong = ExampleForm({"title": "", "day": "31.31", "kinds": ["a"]}, auto_id="wrong_%s")
    wrong.is_valid()
    return {
        "page": Paginator(range(1, ROWS + 1), 50).get_page(asked.get("page")),
        "rows": [(number, _("Example %(number)d") % {"number": number}, number * 1250) for number in range(1, 5)],
        "options": [("open", _("Under way")), ("done", _("Done"))],
        "form": ExampleForm(auto_id="form_%s"),
        "wrong": wrong,
        "file_form": FileForm(),
        "most": BYTES,
        "decisions": [decision("refuse"), decision("allow")],
        "entries": [
            Happened(now, "backup.made", "system"),
            Happened(now - dt.timedelta(days=2), "user.password_changed", _("Example %(number)d") % {"number": 1}),
        ],
        "chart": _chart(),
        "trail": [(_("System"), reverse("system"))],
        "acts": [(_("Go on with the chosen …"), "go", True), (_("Print"), "print", False)],
        "page_acts": [(_("Colours and type"), "#tokens", False), (_("Icons"), "#icons", False)],
        "swatches": SWATCHES,
        "icons": ICONS,
        "line": [_("Example unit"), _("Example post"), _("Third grade")],
        "wrongs": [
            (_("The contract ends in 12 days"), "#part-person_head"),
            (_("No accident insurance"), "#part-person_head"),
        ],
        "signatures": [_("Commanding officer"), _("Leading on the spot"), _("Recorded by")],
    }


def decision(outcome: str) -> dict[str, Any]:
    """A decision as it is stored, about nobody."""
    cites = [{"key": "example", "title_zh": "示例规定", "title_en": "Example rules", "article": "7", "confidence": "A"}]
    finding = {
        "code": "EX-01",
        "says": {
            "zh-hans": "本项工作须由民警带队，但没有指定带队民警。",
            "en": "This work is led by a police officer, and none is named.",
        },
        "cure": {"zh-hans": "指定一名现场带班民警。", "en": "Name an officer who leads on the spot."},
        "cites": cites,
        "about": {},
    }
    kept = {
        "code": "EX-02",
        "says": {"zh-hans": "执勤时佩戴工作证件。", "en": "The work card is worn on duty."},
        "cites": cites,
    }
    return {
        "decision": outcome,
        "findings": [finding] if outcome != "allow" else [],
        "obligations": [kept],
        "basis": {},
    }


def _chart() -> charts.Chart:
    rows = [charts.Row(_("Example %(number)d") % {"number": n}, (40 - 7 * n, 4 * n), mark=30) for n in range(1, 5)]
    names = (_("First kind"), _("Second kind"))
    return charts.Chart(
        key="example",
        title=_("Two kinds, held against a number"),
        says=_("Bars of four examples; the numbers stand in the table below."),
        drawing=charts.bars(rows, names, _("the number")),
        head=(_("Examples"), *names),
        lines=tuple(charts.TableLine(row.label, row.values) for row in rows),
        files=(("CSV", "#part-chart"),),
    )

"""The forms of appraisal by post, read once from data/appraisal_forms.toml: what each of the five heads looks at."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from discipline.rules.appraisals import HEADS, Head, Kind
from regulations.packs import PackError, duty

TITLES: Final = {
    Kind.DAILY: _("Daily appraisal, %(span)s"),
    Kind.MONTHLY: _("Monthly appraisal, %(span)s"),
    Kind.ANNUAL: _("Annual appraisal, %(span)s"),
}
FORMATS: Final = {Kind.DAILY: "DATE_FORMAT", Kind.MONTHLY: "YEAR_MONTH_FORMAT", Kind.ANNUAL: "Y"}
FILE: Final = Path(__file__).with_name("data") / "appraisal_forms.toml"


@dataclass(frozen=True)
class AppraisalForm:
    """A form: for which category of post, for which usual duties (groups of the catalogue, or single codes), its words."""

    code: str
    category: str
    groups: frozenset[str]
    duties: frozenset[str]
    words: Mapping[str, Any]

    def fits(self, code: str) -> bool:
        """Is this duty one the form was made for?"""
        return code in self.duties or _group(code) in self.groups


@cache
def forms() -> Mapping[str, AppraisalForm]:
    """Every form by its code; the one called like the category is for all posts that have none of their own."""
    found = {}
    for code, said in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        groups, duties = frozenset(said.get("groups", ())), frozenset(said.get("duties", ()))
        found[code] = AppraisalForm(code, said["category"], groups, duties, said)
    return found


def form_for(category: str, duty_codes: Iterable[str]) -> str:
    """The form of a post: the one that more than half of its usual duties ask for, else the one of its category."""
    codes = list(duty_codes)
    for form in forms().values():
        if form.category == category and 2 * sum(form.fits(code) for code in codes) > len(codes):
            return form.code
    return category


def span_title(kind: str, first: date) -> str:
    """The kind with its day, month or year."""
    return TITLES[Kind(kind)] % {"span": date_format(first, FORMATS[Kind(kind)])}


def title(form: str) -> str:
    """What the form is called, in the reader's language."""
    return _said([forms()[form].words["title_en"], forms()[form].words["title_zh"]])


def looks_at(form: str, head: str) -> str:
    """What this head looks at in posts of this form, in the reader's language."""
    return _said(forms()[form].words[Head(head).value])


def lines(form: str) -> list[tuple[str, Any, str]]:
    """The five heads of a form: code, name, what is looked at."""
    return [(head.value, head.label, looks_at(form, head.value)) for head in HEADS]


def _said(words: list[str]) -> str:
    return words[(get_language() or "").startswith("zh")]


def _group(code: str) -> str:
    try:
        return duty(code).group
    except PackError:
        return ""  # a duty that left the catalogue

"""The law's own terms in the reader's language: verdicts, staffing, conditions, kinds of instrument."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from regulations.packs import PERMITTED, PROHIBITED, REQUIRES_POLICE_LEAD, Staffing

VERDICTS: Final[Mapping[str, Any]] = {
    PERMITTED: gettext_lazy("May be given, under command"),
    REQUIRES_POLICE_LEAD: gettext_lazy("Only led by an officer on the spot"),
    PROHIBITED: gettext_lazy("Never"),
}

KINDS: Final[Mapping[str, Any]] = {
    "law": gettext_lazy("Law"),
    "regulation": gettext_lazy("State Council regulation"),
    "ministry_rule": gettext_lazy("Ministry rule"),
    "judicial_interpretation": gettext_lazy("Judicial interpretation"),
    "opinions": gettext_lazy("Opinions or notice of the State Council"),
    "local_regulation": gettext_lazy("Local regulation"),
    "local_measures": gettext_lazy("Local measures"),
    "standard": gettext_lazy("National standard"),
    "court_case": gettext_lazy("Court case"),
    "notice": gettext_lazy("Notice"),
    "draft": gettext_lazy("Draft, not law"),
    "report": gettext_lazy("Report, not law"),
    "house": gettext_lazy("Default of this system, not law"),
    "none": gettext_lazy("No text found"),
}

CONFIDENCES: Final[Mapping[str, Any]] = {
    "A": gettext_lazy("The text was read"),
    "B": gettext_lazy("A second source, or an inference: to be confirmed"),
    "B-low": gettext_lazy("A weak source: to be confirmed"),
    "C": gettext_lazy("Memory or a report only: to be confirmed"),
}

CATEGORIES: Final[Mapping[str, Any]] = {
    "service": gettext_lazy("Service auxiliaries"),
    "clerical": gettext_lazy("Clerical auxiliaries"),
    "both": gettext_lazy("Service and clerical auxiliaries"),
}

ROOMS: Final[Mapping[str, Any]] = {
    "discipline": gettext_lazy("Conduct"),
    "duties": gettext_lazy("Duties"),
    "payroll": gettext_lazy("Pay and insurance"),
    "roster": gettext_lazy("People and contracts"),
}

# Columns of values that are tables.
COLUMNS: Final[Mapping[str, Any]] = {
    "from_months": gettext_lazy("from months"),
    "work_years": gettext_lazy("years of all work from"),
    "unit_years": gettext_lazy("years in the unit from"),
    "from_child": gettext_lazy("from child no."),
    "from_year": gettext_lazy("from the year"),
    "grade": gettext_lazy("grade"),
    "days": gettext_lazy("days"),
    "months": gettext_lazy("months"),
    "within_months": gettext_lazy("counted within months"),
    "share": gettext_lazy("share of the wage"),
}

CERTIFICATES: Final[Mapping[str, Any]] = {
    "driving_licence": gettext_lazy("matching driving licence"),
    "vehicle_inspector": gettext_lazy("vehicle inspector's certificate"),
    "driving_examiner": gettext_lazy("driving examiner's certificate"),
}

# Codes inside values, so that no page shows a bare code.
CODES: Final[Mapping[str, Any]] = {
    "temporary": gettext_lazy("temporary post"),
    "auxiliary": gettext_lazy("auxiliary post"),
    "substitute": gettext_lazy("substitute post"),
    "pension": gettext_lazy("pension"),
    "medical": gettext_lazy("medical"),
    "unemployment": gettext_lazy("unemployment"),
    "injury": gettext_lazy("work injury"),
    "maternity": gettext_lazy("maternity"),
    "occupational_disease": gettext_lazy("suspected occupational disease"),
    "injury_incapacity": gettext_lazy("lost capacity after a work injury"),
    "medical_period": gettext_lazy("medical period"),
    "pregnancy_to_nursing": gettext_lazy("pregnancy, birth and nursing"),
    "near_pension": gettext_lazy("fifteen years' service and under five to the pension"),
    "training_service_period": gettext_lazy("service period agreed for a training"),
    "agreed": gettext_lazy("by agreement"),
    "resigned": gettext_lazy("resignation"),
    "forced_resignation": gettext_lazy("resignation for the employer's fault"),
    "probation_failed": gettext_lazy("probation failed"),
    "serious_breach": gettext_lazy("serious breach of rules"),
    "grave_neglect": gettext_lazy("grave neglect of duty"),
    "other_employment": gettext_lazy("second employment"),
    "fraud": gettext_lazy("fraud or duress"),
    "crime": gettext_lazy("criminal liability"),
    "illness": gettext_lazy("illness after the medical period"),
    "unfit": gettext_lazy("unfit after training or transfer"),
    "changed_circumstances": gettext_lazy("changed circumstances"),
    "layoff": gettext_lazy("layoff"),
    "expired": gettext_lazy("expiry"),
    "task_done": gettext_lazy("task completed"),
    "death": gettext_lazy("death"),
    "employer_gone": gettext_lazy("employer dissolved"),
    "never_signed": gettext_lazy("refusal to sign"),
    "volunteer": gettext_lazy("volunteers"),
    "joint_defence": gettext_lazy("joint-defence groups outside the force"),
    "village_guard": gettext_lazy("village guards"),
    "school_guard": gettext_lazy("school guards"),
    "canteen": gettext_lazy("canteen staff"),
    "cleaning": gettext_lazy("cleaning staff"),
    "security_guard": gettext_lazy("security guards"),
    "county": gettext_lazy("county bureau"),
    "city": gettext_lazy("city bureau"),
    "province": gettext_lazy("provincial department"),
}

_CONDITIONS: Final[Mapping[str, Callable[[Any], str]]] = {
    "recording_required": lambda _value: _("recorded in sound and picture from beginning to end"),
    "approval_required": lambda _value: _("approved beforehand"),
    "same_sex_required": lambda _value: _("by auxiliaries of the same sex as the person concerned"),
    "emergency_only": lambda _value: _("only in an emergency"),
    "handcuffs_forbidden": lambda _value: _("without handcuffs or leg-irons"),
    "min_aux_without_police": lambda n: _("without an officer at least %(n)s auxiliaries") % {"n": n},
    "min_aux_total": lambda n: _("at least %(n)s auxiliaries in all") % {"n": n},
    "certificate_required": lambda name: _("with a certificate: %(name)s") % {"name": CERTIFICATES.get(name, name)},
}


def conditions(table: Mapping[str, Any]) -> list[str]:
    """What must be true besides the verdict, one phrase each."""
    return [_CONDITIONS[name](value) for name, value in table.items() if value is not False]


def staffing(options: tuple[Staffing, ...]) -> str:
    """The alternatives that satisfy led work, any one of which is enough."""
    said = ""
    for option in options:
        said = _("%(one)s or %(other)s") % {"one": said, "other": _option(option)} if said else _option(option)
    return said


def _option(option: Staffing) -> str:
    officers = ngettext("%(n)s officer", "%(n)s officers", option.police) % {"n": option.police}
    if not option.aux:
        return officers
    auxiliaries = ngettext("%(n)s auxiliary", "%(n)s auxiliaries", option.aux) % {"n": option.aux}
    return _("%(officers)s with %(auxiliaries)s") % {"officers": officers, "auxiliaries": auxiliaries}


def in_language(thing: Any, word: str) -> str:
    """`name_en` or `name_zh` of a thing, by the reader's language."""
    ending = "en" if (get_language() or "").startswith("en") else "zh"
    return str(getattr(thing, f"{word}_{ending}", "") or getattr(thing, f"{word}_en", ""))

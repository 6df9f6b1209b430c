"""Reads of pay runs and payslips: lists, one run with what stands out, one payslip line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from core.masking import mask_card
from core.perms import Perms
from core.templatetags.show import listed
from organisation.selectors import subtree
from payroll.models import FundingSource, PayAnomaly, PayRun, PaySetting, Payslip, PayslipLine
from payroll.pay_words import said_of
from payroll.run_words import ADVICE, code_said
from payroll.running.standing_out import MUST_BE_MENDED
from payroll.selectors_pay import entered_for
from regulations import packs
from roster.models import Auxiliary

WHO = ("drafted_by__person", "calculated_by__person", "reviewed_by__person", "released_by__person")
OF_STATE = {
    "open": ("draft", "calculating", "calculated"),
    "reviewed": ("reviewed",),
    "paid": ("released", "issued"),
    "cancelled": ("cancelled",),
}
MOST_NAMES, MOST_SLIPS = 12, 13
BACK = tuple(f"{name}{of}__basis" for name in ("reversed_by", "replaced_by") for of in ("", "__run"))


@dataclass(frozen=True, slots=True)
class Group:
    """What stands out for one reason: how often, how much of it nobody looked at yet, what to do."""

    code: str
    label: Any
    advice: Any
    count: int
    waiting: int
    must_be_mended: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a payslip as the reader sees it: named, with its article where the law library has it."""

    line: PayslipLine
    words: str
    cite: Mapping[str, str] | None

    @property
    def article(self) -> str:
        """Where it stands, in words; a document of the place as it was entered."""
        if self.cite is None:
            return self.line.article
        title = self.cite["title_en" if get_language() == "en" else "title_zh"]
        return f"{title} {self.cite['article']}".strip()

    @property
    def quantity(self) -> str:
        return _plainly(self.line.quantity)

    @property
    def rate(self) -> str:
        return _plainly(self.line.rate)


def runs(user: User, query: Mapping[str, str]) -> QuerySet[PayRun]:
    """The runs of the user's units, the newest month first; `state`, `unit` (code and below), `month` (2026-11)."""
    rows = PayRun.objects.visible_to(user).filter(subtree(user, query.get("unit", "")))
    if states := OF_STATE.get(query.get("state", "")):
        rows = rows.filter(status__in=states)
    if (month := month_named(query.get("month", ""))) is not None:
        rows = rows.filter(month=month)
    found: QuerySet[PayRun] = rows.select_related("unit").order_by("-month", "unit__path", "-pk")
    return found


def month_named(text: str) -> date | None:
    """`2026-11` as its first day; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None


def waiting_of(runs: Iterable[PayRun]) -> dict[int, int]:
    """Run → how many things stand out in it that nobody accepted: one query for a page of runs."""
    rows = PayAnomaly.objects.filter(run__in=[run.pk for run in runs]).waiting().order_by()
    return dict(rows.values_list("run_id").annotate(Count("pk")))


def to_finish(user: User) -> QuerySet[PayRun]:
    """Runs a clerk has to go on with, with the number of things nobody accepted; the oldest month first."""
    rows = PayRun.objects.visible_to(user, Perms.EDIT_PAY).filter(status__in=OF_STATE["open"])
    waiting = Count("anomalies", filter=Q(anomalies__accepted_at__isnull=True))
    found: QuerySet[PayRun] = rows.select_related("unit").annotate(waiting=waiting).order_by("month", "pk")
    return found


def to_release(user: User) -> QuerySet[PayRun]:
    """Runs handed over that this user may release: neither drafted nor calculated by the same person."""
    rows = PayRun.objects.visible_to(user, Perms.RELEASE_PAY).filter(status=PayRun.Status.REVIEWED)
    rows = rows.exclude(drafted_person_id=user.person_id).exclude(calculated_person_id=user.person_id)
    found: QuerySet[PayRun] = rows.select_related("unit").order_by("pay_day", "pk")
    return found


def run_in_sight(user: User, *permissions: str) -> QuerySet[PayRun]:
    """Runs on whose unit the user holds one of the rights, with everybody who worked on them."""
    rows = PayRun.objects.visible_to(user, permissions[0])
    for permission in permissions[1:]:
        rows |= PayRun.objects.visible_to(user, permission)
    found: QuerySet[PayRun] = rows.select_related("unit", *WHO)
    return found


def standing_out(run: PayRun) -> list[Group]:
    """What stands out, by reason, what has to be mended first: one query."""
    counted = {"count": Count("pk"), "waiting": Count("pk", filter=Q(accepted_at__isnull=True))}
    rows = PayAnomaly.objects.filter(run=run).order_by().values_list("code").annotate(**counted)
    groups = [
        Group(code, code_said(code), ADVICE[code], count, waiting, code in MUST_BE_MENDED)
        for code, count, waiting in rows
    ]
    return sorted(groups, key=lambda group: (not group.waiting, not group.must_be_mended, -group.waiting, group.code))


def anomalies(run: PayRun, query: Mapping[str, str]) -> QuerySet[PayAnomaly]:
    """Single things that stand out, those nobody accepted first; `code`, `state` (waiting, accepted)."""
    rows = PayAnomaly.objects.filter(run=run)
    if (code := query.get("code", "")) in PayAnomaly.Code.values:
        rows = rows.filter(code=code)
    if (state := query.get("state", "")) in ("waiting", "accepted"):
        rows = rows.filter(accepted_at__isnull=state == "waiting")
    return rows.select_related("auxiliary__person", "auxiliary__unit", "accepted_by__person").order_by(
        "accepted_at", "code", "pk"
    )


def explained(rows: Iterable[PayAnomaly]) -> list[tuple[PayAnomaly, str]]:
    """Each with what it is about beside the person: which insurance, deduction or source of money; one query."""
    rows = list(rows)
    sources = {row.key for row in rows if row.code == "over_budget"}
    names = {str(row.pk): str(row) for row in FundingSource.objects.filter(pk__in=_numbers([*sources]))}
    return [
        (row, names.get(row.key, listed(str(said_of(part, "")) for part in row.key.split(",") if part))) for row in rows
    ]


def to_accept(run: PayRun, ticked: Sequence[str], kind: str) -> list[int]:
    """What is to be accepted in the run: the ticked rows, or everything of one kind that nobody accepted yet."""
    rows = PayAnomaly.objects.filter(run=run).waiting()
    rows = rows.filter(code=kind) if kind else rows.filter(pk__in=_numbers(ticked))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def slips(user: User, query: Mapping[str, str], run: PayRun | None = None) -> QuerySet[Payslip]:
    """Payslips in the user's units, of one run or of all; `unit` (code and below), `q` (name, pinyin or badge)."""
    rows = Payslip.objects.visible_to(user).filter(subtree(user, query.get("unit", "")))
    if run is not None:
        rows = rows.filter(run=run)
    if words := query.get("q", "").replace("\x00", "")[:60].strip():
        people = Auxiliary.objects.search(words)
        rows = rows.filter(Q(auxiliary__in=people.values("pk")) | Q(name__icontains=words))
    found: QuerySet[Payslip] = rows.select_related("unit").defer("basis").order_by("unit__path", "pk")
    return found


def slip_in_sight(user: User) -> QuerySet[Payslip]:
    """Payslips with what their page tells."""
    return _whole(Payslip.objects.visible_to(user))


def own_slips(person: int | None) -> QuerySet[Payslip]:
    """The issued payslips of one natural person, the newest first; nobody else's, and nothing that is still being made."""
    rows = Payslip.objects.filter(auxiliary__person_id=person, run__status=PayRun.Status.ISSUED)
    return _whole(rows).order_by("-month", "-pk")


def _whole(rows: QuerySet[Payslip]) -> QuerySet[Payslip]:
    return rows.select_related(
        "run", "unit", "employer", "reverses", "replaces", "reversed_by__run", "replaced_by__run"
    ).defer("basis", "run__basis", *(f"{name}__basis" for name in ("reverses", "replaces")), *BACK)


def pay_of(auxiliary: Auxiliary, user: User, day: date) -> dict[str, Any]:
    """Where somebody's pay goes (the card masked), what was entered, the newest payslips in sight: five queries."""
    setting = PaySetting.objects.visible_to(user).filter(auxiliary=auxiliary).in_force(day).first()
    slips = slips_of(auxiliary, user, MOST_SLIPS)
    entered = entered_for(auxiliary, user, day)
    can_edit = user.may(Perms.EDIT_PAY, auxiliary.unit)
    empty = "" if setting or slips or can_edit or any(entered.values()) else _("Nothing about pay is on file.")
    card = mask_card(setting.bank_card) if setting else ""
    return {
        "auxiliary": auxiliary,
        "setting": setting,
        "card": card or "–",
        "slips": slips,
        "can_edit": can_edit,
        "empty": empty,
        **entered,
    }


def slips_of(auxiliary: Auxiliary, user: User, most: int) -> list[Payslip]:
    """The newest payslips of one person that this user may read."""
    rows = Payslip.objects.visible_to(user).filter(auxiliary=auxiliary).select_related("run", "employer")
    return list(rows.defer("basis", "run__basis").order_by("-month", "-pk")[:most])


def lines_of(slip: Payslip) -> list[tuple[Any, list[ShownLine]]]:
    """The lines by part (pay, own insurance, tax, deductions, borne by the unit), each named and cited: one query."""
    rows = PayslipLine.objects.filter(slip=slip).select_related("source").order_by("number")
    shown = [ShownLine(row, str(said_of(row.code, row.name, row.of_month)), _cited(row.article)) for row in rows]
    parts = [(label, [one for one in shown if one.line.part == part]) for part, label in PayslipLine.Part.choices]
    return [(label, lines) for label, lines in parts if lines]


def _plainly(number: Decimal | None) -> str:
    """Without noughts at its end."""
    return "" if number is None else f"{number.normalize():f}"


def _cited(article: str) -> Mapping[str, str] | None:
    """The article with its link; None where the line names a document of the place, which the library does not hold."""
    try:
        return packs.cite(article).as_dict() if article else None
    except packs.PackError:
        return None


def chosen_slips(user: User, run: PayRun, numbers: Sequence[str]) -> list[Payslip]:
    """Payslips of the run that the user may correct, by number; what is no number, or of another run, is left out."""
    rows = Payslip.objects.visible_to(user, Perms.EDIT_PAY).filter(
        run=run, pk__in=_numbers(numbers), reverses__isnull=True
    )
    return list(rows.select_related("run").defer("basis").order_by("pk"))


def names_of(slips: Sequence[Payslip]) -> str:
    """Whose they are, the first dozen."""
    more = ["…"] if len(slips) > MOST_NAMES else []
    return listed([*(slip.name for slip in slips[:MOST_NAMES]), *more])


def _numbers(texts: Sequence[str]) -> list[int]:
    return [int(one) for one in texts if one.isascii() and one.isdecimal() and len(one) < 16]

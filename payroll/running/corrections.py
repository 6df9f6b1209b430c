"""A correction run: each wrong payslip is taken back whole; one reckoned from the facts as they are known now replaces it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from core.errors import NotNow
from core.sealed import take_keys
from payroll.models import Correction, PayRun, Payslip, PayslipLine, TaxLedger
from payroll.running.facts import Entry, Person, person_from
from payroll.running.gather import Known, gather
from payroll.running.places import places_for
from payroll.running.slip import reckon
from payroll.running.standing_out import of_person, sums
from payroll.running.write import LINES, SLIPS, clear, insert, row_of, write_anomalies

MONEY = ("gross", "insurance", "tax", "deducted", "net", "cost")


def calculate_corrections(run: PayRun) -> dict[str, Any]:
    """Write both payslips of every correction of the run anew; the caller holds the run's lock.

    Raises NotNow when somebody was paid on a later day, or the wrong payslip was paid in another tax year: that year's
    tax is settled by an amended declaration, not by withholding (2018-61, 6).
    """
    clear(run)
    wrong = {
        row.slip.auxiliary_id: row.slip
        for row in Correction.objects.filter(run=run).select_related("slip__ledger", "slip__run").order_by("pk")
    }
    if any(slip.run.pay_day.year != run.pay_day.year for slip in wrong.values()):
        raise NotNow(_("The wrong payslip was paid in another tax year: amend the declaration of that year instead."))
    places = places_for(run.unit, run.month, run.pay_day)
    for batch in gather(run, places, only=list(wrong)):
        employed = {known.auxiliary: known for known in batch if known.employer == wrong[known.auxiliary].employer_id}
        for known in {row.auxiliary: row for row in batch}.values():
            _one(run, places.found, employed.get(known.auxiliary), wrong[known.auxiliary])
    return {**sums(run), "basis": {"places": [place.as_json() for place in places.found]}}


def _one(run: PayRun, places: list[Any], known: Known | None, wrong: Payslip) -> None:
    if known is None or known.facts is None:
        raise NotNow(_("%(name)s has no contract with that employer in the month any more.") % {"name": wrong.name})
    last = TaxLedger.objects.filter(
        auxiliary_id=wrong.auxiliary_id, employer_id=wrong.employer_id, year=run.pay_day.year
    ).latest("number")
    if last.pay_day > run.pay_day:
        raise NotNow(
            _("Somebody of the unit was paid on %(day)s already: choose a later payday.") % {"day": last.pay_day}
        )
    before = Entry(last.number, last.pay_day.month, last.total_income, last.total_insurance, last.total_special,
                   last.total_other, last.total_withheld)  # fmt: skip
    after = _reverse(run, wrong, before)
    was = person_from(wrong.basis["person"])
    person: Person = replace(known.facts, ledger=after, special=known.facts.special + was.special)
    slip = reckon(person, places[person.place], run.month, run.pay_day)
    key = take_keys(Payslip, 1, using="default")[0]
    row = list(row_of(key, known, person, slip))
    row[16] = wrong.pk
    insert(SLIPS, [run.pk, run.month], [row])
    insert(LINES, [], [(key, number, *line) for number, line in enumerate(slip.lines, start=1)])
    write_anomalies(run, of_person(known._replace(before=wrong.gross), slip, compares=False))


def _reverse(run: PayRun, wrong: Payslip, before: Entry) -> Entry:
    """The payslip that takes the wrong one back, with every line against it; answers the ledger after it."""
    entry = wrong.ledger
    own = [-entry.income, -entry.insurance, -entry.special, -entry.other, -entry.withheld]
    so_far = [a + b for a, b in zip(before[2:], own, strict=True)]
    told = [before.number + 1, *(str(one) for one in (*own, *so_far))]
    key = take_keys(Payslip, 1, using="default")[0]
    words = (wrong.name, wrong.badge_number, wrong.post, wrong.grade)
    place = (wrong.auxiliary_id, wrong.employer_id, wrong.unit_id, wrong.setting_id)
    money = [-getattr(wrong, name) for name in MONEY]
    insert(SLIPS, [run.pk, run.month], [(key, *place, *words, *money, wrong.pk, None, {"entry": told})])
    columns = ("number", "part", "code", "name", "quantity", "rate", "amount", "formula", "article", "source_id",
               "of_month")  # fmt: skip
    lines = PayslipLine.objects.filter(slip=wrong).order_by("number").values_list(*columns)
    insert(LINES, [], [(key, *line[:6], -line[6], *line[7:]) for line in lines])
    return Entry(before.number + 1, before.month, *so_far)

"""What can be wrong with a sheet of pay beside what can be wrong with every sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_noop as _

from roster.importing.problems import PROBLEMS, Problem, warning

OF_PAY: Final[Mapping[str, Problem]] = {
    "pay_nobody_named": Problem(
        _("Neither the identity number nor the badge number stands in the row."),
        _("Write one of them: a name alone may be two people's."),
    ),
    "pay_unknown": Problem(
        _("Nobody in this unit or below it has this number."),
        _("Correct the number, or import the row for the unit where the person serves."),
    ),
    "pay_two_people": Problem(
        _("The identity number and the badge number are two people's."), _("Correct one of the two.")
    ),
    "pay_other_name": Problem(
        _("This number is on file under another name."), _("Correct the name, or the number if it is another's.")
    ),
    "pay_left": Problem(_("The person left on %(day)s, before these days."), _("Correct the day, or delete the row.")),
    "pay_not_yet": Problem(
        _("The person was hired on %(day)s, after this month."), _("Correct the month, or delete the row.")
    ),
    "pay_month_far": Problem(
        _("This month is more than a year away from today."), _("Correct the month; enter old months by hand.")
    ),
    "pay_no_item": Problem(
        _("The pay scheme of the person has no such item that is entered month by month in %(month)s."),
        _("Empty the cell, or add the item to the scheme first."),
    ),
    "pay_more_than_month": Problem(_("No month is as long as this."), _("Correct the number.")),
    "pay_over_36": warning(
        _("These are %(hours)s hours of overtime in the month; the law allows %(most)s (LL 41)."),
        _("Compare with the record of hours; what was worked is paid all the same."),
    ),
    "pay_entered_otherwise": Problem(
        _("A sheet already entered %(filed)s for this month."),
        _("Choose “replace what differs”, or empty the cell."),
    ),
    "pay_entered_besides": warning(
        _("%(filed)s was entered for this month by hand or by another room; both count."),
        _("Withdraw the other one on the person's page if it is the same."),
    ),
    "pay_nothing": warning(_("Nothing is entered in this row."), _("Nothing need be done.")),
    "pay_other_card": Problem(
        _("Another card or another tax setting is on file since %(day)s."),
        _("Choose “replace what differs”, or delete the row."),
    ),
    "pay_later_card": Problem(
        _("Settings from a later day (%(day)s) are on file."), _("Write a later day, or delete the row.")
    ),
    "pay_card_twice": warning(
        _("The same card stands in row %(first)s, for another person."), _("Compare with both cards.")
    ),
    "pay_loan_and_rent": Problem(
        _("Loan interest and rent cannot be deducted in the same months."), _("Delete one of the two.")
    ),
    "pay_declared_besides": warning(
        _("A deduction of this kind is on file for these months already; both count."),
        _("Compare with what the person declared."),
    ),
}
PROBLEMS.update(OF_PAY)

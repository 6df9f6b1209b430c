"""What can be wrong with a sheet, a row or a cell: a permanent code, the sentence, the way out. Rules of law are apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True)
class Problem:
    """A sentence and its way out, in English; the catalogue holds the Chinese."""

    says: str
    cure: str
    severity: str = "error"


def warning(says: str, cure: str) -> Problem:
    return Problem(says, cure, "warning")


SHEET: Final[Mapping[str, Problem]] = {
    "no_headings": Problem(
        _("No row of headings was found among the first ten rows."),
        _("Write the headings (姓名, 身份证号 …) in one row above the people."),
    ),
    "no_rows": Problem(_("There is nobody below the headings."), _("Enter one person a row below the headings.")),
    "column_missing": Problem(
        _("The column “%(column)s” is missing."), _("Add the column with this heading; the order does not matter.")
    ),
    "column_doubled": Problem(
        _("The heading “%(heading)s” stands for a column that is already there (column %(first)s)."),
        _("Delete one of the two columns or rename it."),
    ),
    "column_ignored": warning(
        _("The column “%(heading)s” is not known and is not read."),
        _("Nothing need be done; rename it if it should be read."),
    ),
    "sheet_ignored": warning(
        _("The sheet “%(name)s” is not read: only the first sheet with headings is."),
        _("Import it as a file of its own if it lists people."),
    ),
}

CELL: Final[Mapping[str, Problem]] = {
    "missing_value": Problem(_("This cell must not be empty."), _("Fill it in.")),
    "formula_text": Problem(
        _("The text begins like a formula (=, +, -, @) and is not taken."),
        _("Write the text without that sign, or put an apostrophe before it."),
    ),
    "formula_value": warning(
        _("The cell is a formula; its last result was taken."), _("Check the value, or paste it as a value.")
    ),
    "strange_characters": Problem(
        _("The cell contains characters that cannot be shown."), _("Delete the cell and type it again.")
    ),
    "too_long": Problem(_("The text has %(length)s characters; at most %(longest)s are kept."), _("Shorten it.")),
    "choice_unknown": Problem(_("This word is not known here."), _("Write one of: %(words)s.")),
    "yes_no_unclear": Problem(_("This is neither yes nor no."), _("Write 是 or 否.")),
    "day_unclear": Problem(_("This is not understood as a day."), _("Write year, month and day, such as 2026-11-21.")),
    "day_impossible": Problem(_("This day does not exist, or cannot be meant."), _("Correct year, month or day.")),
    "day_not_open": Problem(_("“Long-term” is not possible here."), _("Write the day.")),
    "money_not_a_number": Problem(_("This is not an amount."), _("Write the yuan a month as a number, such as 3000.")),
    "money_out_of_range": Problem(
        _("The amount cannot be right: below zero, a million or more, or parts of a fen."), _("Correct the amount.")
    ),
    "quantity_not_a_number": Problem(
        _("This is not a number of hours, days or times."), _("Write the number alone, such as 3.5.")
    ),
    "quantity_out_of_range": Problem(
        _("The number cannot be right: below zero, a million or more, or more than two decimal places."),
        _("Correct the number."),
    ),
    "month_unclear": Problem(_("This is not understood as a month."), _("Write year and month, such as 2026-11.")),
    "year_unclear": Problem(_("This is not understood as a year."), _("Write four digits, such as 2026.")),
    "digits_lost": Problem(
        _("Excel stored this number as a figure and lost its last digits."),
        _("Format the column as text and type the number again from the card."),
    ),
    "phone_wrong": Problem(
        _("This is not a phone number: 11 digits, or area code and number."), _("Correct the number.")
    ),
    "email_wrong": Problem(_("This is not an e-mail address."), _("Correct it, or leave the cell empty.")),
    "bank_card_wrong": Problem(_("A bank card has 12 to 19 digits and nothing else."), _("Correct the number.")),
    "bank_card_check": warning(
        _("The check digit of the bank card does not fit; perhaps a digit was mistyped."), _("Compare with the card.")
    ),
}

PERSON: Final[Mapping[str, Problem]] = {
    "identity_wrong": Problem(_("This is not an identity number. %(why)s"), _("Type it again from the identity card.")),
    "region_unknown": warning(
        _("The first six digits name a region that is not known; the number was taken all the same."),
        _("Compare with the identity card."),
    ),
    "twice_in_sheet": Problem(
        _("The same value stands in row %(first)s already."), _("Delete one of the two rows or correct the value.")
    ),
    "identity_on_file": Problem(
        _("This person is already on file (%(unit)s)."),
        _("Choose “enter new people and update those on file”, or delete the row."),
    ),
    "on_file_elsewhere": Problem(
        _("This person is already on file outside the unit chosen."),
        _("Delete the row; a transfer is entered on the person's file."),
    ),
    "left_before": Problem(
        _("This person was an auxiliary before and left on %(day)s."),
        _("Delete the row and hire the person again on the person's file."),
    ),
    "name_differs": Problem(
        _("This identity number is on file under another name."),
        _("Correct the name, or the number if it is another's."),
    ),
    "sex_differs": Problem(
        _("The identity number says otherwise."), _("Correct the sex, or the number if that is wrong.")
    ),
    "birth_differs": Problem(
        _("The identity number says %(born_on)s."), _("Correct the date, or the number if that is wrong.")
    ),
    "number_taken": Problem(
        _("Somebody else on file already has this number."), _("Correct the number, or leave the cell empty.")
    ),
    "hired_later": warning(_("The day of hiring is still to come."), _("Check the day.")),
    "kept_as_on_file": warning(
        _("The file says “%(filed)s”; an import does not change this."),
        _("Use transfer, renewal or a new card on the person's file."),
    ),
}

PLACE: Final[Mapping[str, Problem]] = {
    "unit_unknown": Problem(_("No unit has this code or name."), _("Write the code or the name of a unit.")),
    "unit_ambiguous": Problem(
        _("Several units have this name: %(codes)s."), _("Write the code of the one that is meant.")
    ),
    "unit_outside": Problem(
        _("This unit is not below %(unit)s, which was chosen for the import."),
        _("Choose the unit above both, or import these people apart."),
    ),
    "post_unknown": Problem(
        _("%(unit)s has no post of this title."), _("Write one of: %(posts)s; or add the post first.")
    ),
    "post_over": Problem(
        _("The post “%(post)s” of %(unit)s has %(number)s places; with the sheet it would be %(used)s."),
        _("Choose another post for some of them, or have more places approved."),
    ),
    "quota_over": Problem(
        _("The quota of %(unit)s for %(year)s is %(number)s; with the sheet it would be %(used)s."),
        _("Import fewer people, or have a larger quota approved."),
    ),
    "funding_differs": warning(
        _("The post is paid from another source (%(filed)s)."), _("Correct the cell, or change the post.")
    ),
}

CONTRACT: Final[Mapping[str, Problem]] = {
    "contract_missing": warning(
        _("No contract stands in the row."),
        _("Enter the written contract within a month of the first working day."),
    ),
    "contract_incomplete": Problem(
        _("A contract stands in the row, but this cell of it is empty."), _("Fill it in, or empty the whole contract.")
    ),
    "employer_unknown": Problem(
        _("No employer of this name is known for the unit."), _("Write one of: %(words)s; or enter the employer first.")
    ),
    "agreement_missing": Problem(
        _("A dispatch firm is the employer, but no dispatch agreement is named."),
        _("Write the number of the agreement: %(words)s."),
    ),
    "agreement_unknown": Problem(
        _("This firm has no dispatch agreement of this number with the unit."), _("Write one of: %(words)s.")
    ),
    "contract_ends_before_start": Problem(
        _("The contract ends before it begins."), _("Correct the first or the last day.")
    ),
    "fixed_without_end": Problem(
        _("A fixed term needs its last day."), _("Write the last day, or another kind of contract.")
    ),
    "open_with_end": Problem(
        _("An open-ended contract has no last day."), _("Empty the cell or write 长期, or choose a fixed term.")
    ),
    "probation_before_start": Problem(_("The probation ends before the contract begins."), _("Correct the day.")),
    "contract_overlaps": Problem(
        _("It overlaps the contract on file (%(number)s, from %(first)s)."),
        _("Renew or end that one on the person's file first."),
    ),
    "contract_over": warning(
        _("The contract ran out on %(day)s."), _("Renew it, or end it on its ground, right after the import.")
    ),
    "ends_before_start": Problem(
        _("This day lies before the first one (%(first)s)."), _("Correct one of the two days.")
    ),
    "first_day_missing": Problem(
        _("This cell is needed beside “%(beside)s”."), _("Fill it in, or empty the other one.")
    ),
    "ran_out": warning(_("This ran out on %(day)s."), _("Renew it right after the import.")),
}

PROBLEMS: Final[dict[str, Problem]] = {**SHEET, **CELL, **PERSON, **PLACE, **CONTRACT}  # other rooms add theirs

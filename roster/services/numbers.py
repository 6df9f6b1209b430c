"""Numbers that money goes by, as they are typed."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from core.errors import BadInput

_NARROW = {0xFF10 + digit: str(digit) for digit in range(10)}


def bank_card(text: str) -> str:
    """The digits of a bank card, blanks and hyphens left out; nothing stays nothing. Raises BadInput on `bank_card`.

    The last digit is not held against it: some old passbooks have none that fits.
    """
    number = re.sub(r"[\s-]", "", text.translate(_NARROW))
    if number and not re.fullmatch(r"[0-9]{12,19}", number):
        raise BadInput({"bank_card": _("A bank card has 12 to 19 digits: compare with the card.")})
    return number

"""Shape of what is asked on the pages of duties; the law is asked elsewhere."""

from duties.forms.beginning import beginning, of_copy, of_draft, of_words
from duties.forms.checking import CheckForm
from duties.forms.common import duty_choices, duty_title, home_of
from duties.forms.deciding import CompletionForm, ReasonForm, RulingForm
from duties.forms.requesting import RequestForm, as_typed

__all__ = [
    "CheckForm",
    "CompletionForm",
    "ReasonForm",
    "RequestForm",
    "RulingForm",
    "as_typed",
    "beginning",
    "duty_choices",
    "duty_title",
    "home_of",
    "of_copy",
    "of_draft",
    "of_words",
]

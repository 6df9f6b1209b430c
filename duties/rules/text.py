"""Does the free text say otherwise than the form? (led by telephone, a stand-in leader, no recorder …)

Asked only of requests whose facts are all stated. A person looks at the difference.
"""

from django.utils.translation import gettext_noop as _

from duties.rules.cases import TextCase
from duties.rules.registry import REFERS, condition

NEEDED_BY = {
    "recording": "recording_required",
    "approval": "approval_required",
    "certificate": "certificate_required",
    "emergency": "emergency_only",
    "same_sex": "same_sex_required",
}


@condition(
    "DU-26",
    about="text",
    reason="text_contradicts",
    says=_("The text says otherwise than the form: “%(phrase)s”."),
    cure=_("Correct the text or the form; as it stands a legal reviewer looks at it."),
    effect=REFERS,
)
def agrees_with_the_form(case: TextCase) -> bool:
    if case.fact == "officers":
        return not any(row.verdict == "requires_police_lead" for row in case.rows)
    if case.fact in NEEDED_BY:
        return not any(row.conditions.get(NEEDED_BY[case.fact]) for row in case.rows)
    return False

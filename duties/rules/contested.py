"""What when texts conflict, or when the text does not say what the work is? A person decides."""

from django.utils.translation import gettext_noop as _

from duties.rules.cases import DutyCase, RequestCase
from duties.rules.registry import REFERS, condition


def goes_to_a_person(case: DutyCase | RequestCase) -> bool:
    """Asked only when there is something to decide: then it never holds by itself."""
    return False


condition(
    "DU-15",
    about="contested",
    reason="contested",
    says=_("Texts conflict on “%(duty)s”: the local text allows it as asked, the national one does not."),
    cure=_("A legal reviewer rules on it for this unit."),
    effect=REFERS,
)(goes_to_a_person)

condition(
    "DU-16",
    about="unclear",
    reason="duty_unclear",
    says=_("The text does not say clearly enough what the auxiliaries are to do."),
    cure=_("Choose the duty from the catalogue or say it plainly; otherwise a legal reviewer names it."),
    effect=REFERS,
)(goes_to_a_person)

condition(
    "DU-25",
    about="ruled",
    reason="ruled_out",
    says=_("A legal reviewer has ruled that “%(duty)s” may not be given here."),
    cure=_("Leave this part to officers, or meet the national text."),
)(goes_to_a_person)

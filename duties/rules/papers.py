"""Are the recorder, the approval, the same sex and the emergency there, where the duty asks for them?

Each is a field with a source in a real assignment: a recorder's number, an approval's number and
by whom, the sex of the person concerned, who declared the emergency.
"""

from django.utils.translation import gettext_noop as _

from duties.rules.cases import DutyCase
from duties.rules.registry import condition


@condition(
    "DU-09",
    about="duty",
    reason="recording_missing",
    says=_("“%(duty)s” must be recorded in sound and picture from beginning to end; no recorder is named."),
    cure=_("Give the number of the body camera or recorder that will run."),
)
def is_recorded(case: DutyCase) -> bool:
    return not case.row.conditions.get("recording_required") or case.facts.recording is not False


@condition(
    "DU-10",
    about="duty",
    reason="same_sex_missing",
    says=_("“%(duty)s” needs auxiliaries of the same sex as the person concerned."),
    cure=_("Send members of the same sex, and state the sex of the person concerned."),
)
def is_of_the_same_sex(case: DutyCase) -> bool:
    return not case.row.conditions.get("same_sex_required") or case.facts.same_sex is not False


@condition(
    "DU-11",
    about="duty",
    reason="approval_missing",
    says=_("“%(duty)s” needs an approval beforehand, and none is given."),
    cure=_("Give the number of the approval and who gave it."),
)
def is_approved_beforehand(case: DutyCase) -> bool:
    return not case.row.conditions.get("approval_required") or case.facts.approval is not False


@condition(
    "DU-13",
    about="duty",
    reason="not_emergency",
    says=_("“%(duty)s” is only for an emergency, and nobody has declared one."),
    cure=_("Leave it to officers, or let the officer in charge declare the emergency and answer for it."),
)
def is_an_emergency(case: DutyCase) -> bool:
    return not case.row.conditions.get("emergency_only") or case.facts.emergency is not False

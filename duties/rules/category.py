"""Does the category 勤务/文职 of the auxiliary fit the duty, and has he the certificate it needs?"""

from django.utils.translation import gettext_noop as _

from duties.rules.cases import MemberDutyCase
from duties.rules.facts import covers
from duties.rules.registry import condition


@condition(
    "DU-07",
    about="member_duty",
    reason="category_mismatch",
    says=_("%(who)s is not of the category that may do “%(duty)s”."),
    cure=_("Choose somebody of the right category, or post and train the person anew first."),
)
def fits_the_category(case: MemberDutyCase) -> bool:
    return case.member.category is None or case.row.category in ("both", case.member.category)


@condition(
    "DU-12",
    about="member_duty",
    reason="certificate_missing",
    says=_("%(who)s holds no certificate in force for “%(duty)s” (%(certificate)s)."),
    cure=_("Choose somebody who holds it, or enter the certificate in the file."),
)
def holds_the_certificate(case: MemberDutyCase) -> bool:
    needed = case.row.conditions.get("certificate_required")
    if not needed or case.member.certificates is None:
        return True
    return covers(case.member.certificates.get(needed, ()), case.day)

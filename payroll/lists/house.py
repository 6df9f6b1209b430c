"""What the reports and lists of pay hang on the common pages: the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import DeskAct, NavigationItem, desk_acts, navigation
from payroll.lists import bank, contributions, dispatch, equal_file, tax

__all__ = ["bank", "contributions", "dispatch", "equal_file", "tax"]  # kinds of files are registered by being read

navigation.add(
    NavigationItem(
        key="equal-pay",
        title=_("Equal pay"),
        url_name="payroll:equal-pay",
        permissions=(Perms.COMPARE_PAY,),
        order=640,
    )
)
navigation.add(
    NavigationItem(
        key="pay-lists",
        title=_("Lists and files of pay"),
        url_name="payroll:lists",
        permissions=(Perms.VIEW_PAY,),
        order=630,
    )
)
desk_acts.add(DeskAct("pay-lists", _("Lists and files of pay"), "payroll:lists", Perms.EDIT_PAY, order=630))

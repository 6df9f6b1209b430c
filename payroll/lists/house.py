"""What the reports and lists of pay hang on the common pages: the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import NavigationItem, navigation

navigation.add(
    NavigationItem(
        key="equal-pay",
        title=_("Equal pay"),
        url_name="payroll:equal-pay",
        permissions=(Perms.COMPARE_PAY,),
        order=640,
    )
)

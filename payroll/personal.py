"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from core.registries import PersonalData, personal_data

personal_data.add(PersonalData("payroll.Enrolment", _("My insurances"), "auxiliary__person", order=210))
personal_data.add(PersonalData("payroll.PolicyMember", _("My accident insurance"), "auxiliary__person", order=220))

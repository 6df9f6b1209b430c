"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from core.registries import PersonalData, personal_data

personal_data.add(PersonalData("privacy.Consent", _("My consents"), "person", order=500))
personal_data.add(PersonalData("privacy.RightsRequest", _("My requests"), "person", order=510))
personal_data.add(
    PersonalData(
        "privacy.LegalHold", _("Legal holds on my data"), "person", without={"why": "may name others"}, order=520
    )
)

"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from core.registries import PersonalData, not_personal_data, personal_data

PROOF = "proves who somebody is; giving it out would give the account away"

personal_data.add(
    PersonalData(
        "accounts.User", _("My account"), "person", without={"password": PROOF, "last_login": "unused"}, order=20
    )
)
personal_data.add(PersonalData("accounts.Role", _("My roles"), "user__person", order=30))
personal_data.add(
    PersonalData("accounts.UserSession", _("My sessions"), "user__person", without={"session_key": PROOF}, order=40)
)
personal_data.add(
    PersonalData("accounts.ApiToken", _("My tokens"), "user__person", without={"token_hash": PROOF}, order=50)
)
personal_data.add(PersonalData("accounts.BreakGlass", _("My emergency rights"), "user__person", order=35))
not_personal_data.update(
    {
        "accounts.SealedCode": "opens an emergency; that the person keeps an envelope is the unit's affair",
        "accounts.AuthenticatorApp": PROOF,
        "accounts.Passkey": PROOF,
        "accounts.RecoveryCode": PROOF,
        "accounts.PastPassword": PROOF,
        "accounts.FirstSignIn": PROOF,
        "accounts.ExternalIdentity": "a key of another directory; what that directory keeps is asked for there",
        "accounts.UnitUserPermission": "follows from the roles",
        "accounts.AdministratorSeat": "an administrator's chair; no auxiliary sits on one",
        "guardian.UserObjectPermission": "not used: rights are accounts.UnitUserPermission",
    }
)

"""What is typed once for many files: where they move, which training they passed, which grade they hold."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import HouseForm
from core.perms import Perms
from roster.forms.fields import PostField, UnitField, choice_field, day_field, reason_field, text_field
from roster.forms.people import POSTS_TOLD, tell_posts
from roster.models import Qualification


class MoveTogether(HouseForm):
    """One unit and post for all of them."""

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"] = UnitField(user, Perms.EDIT_AUXILIARIES, help_text=POSTS_TOLD)
        self.fields["post"] = PostField(user, Perms.EDIT_AUXILIARIES)
        self.fields["starts_on"] = day_field(_("From"))
        self.fields["reason"] = reason_field(required=False)
        tell_posts(self, "unit")


class TrainTogether(HouseForm):
    """A training all of them passed on the same day."""

    subject = choice_field(_("Subject"), Qualification.Subject.choices)
    name = text_field(_("Name"), 80, help_text=_("Empty: the name of the subject."))
    obtained_on = day_field(_("Obtained on"))
    valid_until = day_field(_("Valid until"), required=False)
    document_number = text_field(_("Document number"))

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)


class GradeTogether(HouseForm):
    """The grade all of them hold from a day on."""

    grade = text_field(_("Grade"), 40, required=True)
    since = day_field(_("Since"))
    document_number = text_field(_("Document number"))

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)

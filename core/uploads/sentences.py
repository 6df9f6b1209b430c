"""Why a paper is not taken: each reason as a sentence with the way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Any] = {
    "virus": _(
        "The file holds what virus scanners warn of, so it was not taken. Tell whoever looks after the computers."
    ),
    "scanner": _("The virus scanner does not answer, so nothing is taken at the moment: try again later."),
    "active": _(
        "The file holds something that runs, opens or fetches by itself (macro, script, attachment, link to a template): "
        "print it into a new PDF and choose that."
    ),
    "encrypted": _("The file is protected by a password: save a copy without the password and choose that."),
    "bomb": _("The file unpacks to far more than it holds: save or scan it again, smaller."),
    "two_things": _("The file is two things at once, as no program makes it: save or scan it again."),
    "other_kind": _("The content is not what the name says: save the file again in its own format."),
    "broken": _("The file is damaged or incomplete: save or scan it again and choose the new file."),
    "heavy": _("Looking through the file took more memory or time than allowed: save or scan it again, smaller."),
}

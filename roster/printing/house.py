"""What the papers hang on the common pages: words of the trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.registries import action_words

action_words.update(
    {
        "contract.printed": _("Labour contract printed"),
        "certificate.printed": _("Certificate printed"),
    }
)

"""Who works at a police office and is not an auxiliary: volunteers, guards, canteen, cleaning (GX 3, HZ 3, SC 3, ZJ 3)."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class KindOfWork(models.TextChoices):
    """What the person is taken on for. Only the first is an auxiliary's work; the form offers all, to say so in time."""

    AUXILIARY = "auxiliary", _("Auxiliary police work (service or clerical)")
    VOLUNTEER = "volunteer", _("Volunteer")
    JOINT_DEFENCE = "joint_defence", _("Joint-defence member outside the quota")
    VILLAGE_GUARD = "village_guard", _("Village guard")
    SCHOOL_GUARD = "school_guard", _("School guard")
    CANTEEN = "canteen", _("Canteen")
    CLEANING = "cleaning", _("Cleaning")
    SECURITY_GUARD = "security_guard", _("Security and other logistics")


# Words in the title of a post that tell the kind. Joint defence is not read from titles: old posts of auxiliaries bear it.
TITLE_WORDS: Final = {
    KindOfWork.VOLUNTEER: ("志愿", "义工", "volunteer"),
    KindOfWork.VILLAGE_GUARD: ("护村", "村保安", "village guard"),
    KindOfWork.SCHOOL_GUARD: ("护校", "校园保安", "school guard"),
    KindOfWork.CANTEEN: ("食堂", "炊事", "厨师", "帮厨", "canteen", "cook"),
    KindOfWork.CLEANING: ("保洁", "清洁", "cleaner", "cleaning"),
    KindOfWork.SECURITY_GUARD: ("保安", "门卫", "security guard"),
}


def kind_of_title(title: str) -> str:
    """The kind of work that the title of a post betrays; an auxiliary's where it betrays nothing."""
    title = title.lower()
    for kind, words in TITLE_WORDS.items():
        if any(word in title for word in words):
            return kind.value
    return KindOfWork.AUXILIARY.value

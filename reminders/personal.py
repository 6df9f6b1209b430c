"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from core.registries import PersonalData, not_personal_data, personal_data

personal_data.add(
    PersonalData(
        "reminders.Notice",
        _("Reminders about me"),
        "person",
        without={"answer": "words of the officer who answered", "url": "an address of the program"},
        order=300,
    )
)
personal_data.add(
    PersonalData(
        "reminders.Message",
        _("Messages to me"),
        "user__person",
        without={"words": "name the officers who acted", "url": "an address of the program", "key": "technical"},
        order=310,
    )
)
not_personal_data.update(
    {
        "reminders.Digest": "that a mail was sent; what it said are the reminders",
        "reminders.Delivery": "that a reminder was read; the reminder itself is in the copy",
    }
)

from core.apps import Room


class RemindersConfig(Room):
    name = "reminders"

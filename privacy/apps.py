from core.apps import Room


class PrivacyConfig(Room):
    name = "privacy"

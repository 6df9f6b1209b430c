from core.apps import Room


class RegulationsConfig(Room):
    name = "regulations"

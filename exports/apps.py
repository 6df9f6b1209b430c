from core.apps import Room


class ExportsConfig(Room):
    name = "exports"

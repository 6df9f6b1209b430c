from core.apps import Room


class DisciplineConfig(Room):
    name = "discipline"

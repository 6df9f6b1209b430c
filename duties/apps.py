from core.apps import Room


class DutiesConfig(Room):
    name = "duties"

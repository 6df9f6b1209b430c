from core.apps import Room


class RosterConfig(Room):
    name = "roster"

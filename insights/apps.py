from core.apps import Room


class InsightsConfig(Room):
    name = "insights"

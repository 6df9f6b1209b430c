from core.apps import Room


class EvidenceConfig(Room):
    """What was done, can it be proved, and who read too much?"""

    name = "evidence"

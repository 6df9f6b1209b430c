from core.apps import Room


class AuxpoliceConfig(Room):
    """The whole house: desk, own pages, search, demonstration, start."""

    name = "auxpolice"

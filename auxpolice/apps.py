import gc

from core.apps import Room


class AuxpoliceConfig(Room):
    """The whole house: desk, own pages, search, demonstration, start."""

    name = "auxpolice"

    def ready(self) -> None:
        """The first to be ready, every model loaded: what is there stays as long as the program; nobody looks through it."""
        super().ready()
        gc.freeze()
        gc.enable()

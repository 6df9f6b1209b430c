from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

# What a room may hang on the house: imported once when everything is loaded.
ROOM_MODULES = ("rules", "consumers", "deadlines", "house", "telling", "personal", "keeping")


class CoreConfig(AppConfig):
    """Ground floor: knows no policing."""

    name = "core"


def load_room(name: str) -> None:
    """Import what a room registers: rules, consumers, deadlines, parts of common pages, what it tells of a person's days and
    gaps, what it keeps about people, how long."""
    for module in ROOM_MODULES:
        if find_spec(f"{name}.{module}"):
            import_module(f"{name}.{module}")


class Room(AppConfig):
    """Base of every room's AppConfig: loads what the room registers."""

    # Django takes an app's only candidate; this base, imported beside it, must not be a second one.
    default = False

    def __init_subclass__(cls) -> None:
        cls.default = True

    def ready(self) -> None:
        load_room(self.name)

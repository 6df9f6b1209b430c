"""What the roster does on events: large imports in the background."""

from roster.importing import background

__all__ = ["background"]

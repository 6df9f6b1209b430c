"""What the room hangs on the common pages, subject by subject."""

from discipline.house import overview
from discipline.subjects import modules

modules(__name__)

__all__ = ["overview"]

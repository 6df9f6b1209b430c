"""What falls due in the room, subject by subject."""

from discipline.subjects import modules

modules(__name__)

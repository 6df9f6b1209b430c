"""What the room keeps about people, subject by subject."""

from discipline.subjects import modules

modules(__name__)

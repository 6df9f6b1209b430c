"""For how long the room keeps it, subject by subject."""

from discipline.subjects import modules

modules(__name__)

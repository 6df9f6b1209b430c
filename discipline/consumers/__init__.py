"""What the room does when something changes elsewhere, subject by subject."""

from discipline.subjects import modules

modules(__name__)

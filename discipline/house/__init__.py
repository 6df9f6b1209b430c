"""What the room hangs on the common pages, subject by subject."""

from discipline.subjects import modules

modules(__name__)

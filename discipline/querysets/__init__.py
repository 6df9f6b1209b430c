"""Named filters of the room, one module for each subject."""

"""The API of the room, one module for each subject."""

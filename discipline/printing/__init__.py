"""Papers of the room, set with Typst."""

"""Acts of the room, one function each: lock, facts, rules, change, record, tell."""

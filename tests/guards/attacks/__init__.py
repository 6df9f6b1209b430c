"""For every constraint and trigger of the database: statements that it, and nothing else, refuses."""

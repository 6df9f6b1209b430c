"""What left the house, for what, by whose hand? Exports with a purpose, a second person, a mark, and an end."""

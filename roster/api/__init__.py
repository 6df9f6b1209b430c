"""API of the roster: the same services, scope and rules as the pages."""

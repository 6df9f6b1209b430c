"""API of duties: the same services, scope and rules as the pages."""

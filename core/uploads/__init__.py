"""Papers that come in: taken only when they are what their names say and hold nothing that runs."""

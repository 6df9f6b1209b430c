"""The topics `manage.py calculate`, the pages and the API answer alike: each reads JSON and calls a pure calculator."""

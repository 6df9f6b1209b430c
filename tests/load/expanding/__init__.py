"""A release to come, which only adds: what the long form makes under load (docs/adr/0013)."""

"""The world of the hostile tests: every principal, every object, and nothing that is done remains."""

from tests.hostile.conftest import cast, no_rate, one_connection, stage, visitors

__all__ = ["cast", "no_rate", "one_connection", "stage", "visitors"]

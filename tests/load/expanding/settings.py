"""The house's settings, with two more migrations behind the roster's own."""

from auxpolice.settings import *  # noqa: F403 - all of them

MIGRATION_MODULES = {"roster": "tests.load.expanding.roster"}

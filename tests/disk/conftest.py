"""The stand of the fault tests, for what happens to acknowledged acts when its disk is full."""

from tests.faults.conftest import world

__all__ = ["world"]

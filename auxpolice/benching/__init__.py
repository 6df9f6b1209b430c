"""What is measured, on what, and against which floor."""

from auxpolice.benching.running import run

__all__ = ["run"]

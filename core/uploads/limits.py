"""Limits a child process puts on itself before it looks at anything."""

from __future__ import annotations

import os
import resource


def limit(memory: int, cpu_seconds: int) -> None:
    """Little memory, little time, no files written, no core, no other process."""
    os.nice(10)  # whoever waits for a page comes first
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))

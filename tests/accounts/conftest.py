"""Cheap hashes for tests that sign in often; tests of what a hash costs set the real one."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def cheap_hashes(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

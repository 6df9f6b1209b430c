"""R-81 in small: what a password costs is a setting, never below OWASP's least; older hashes go on working."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, get_hasher, is_password_usable

OWASP = {"memory_cost": 19 * 1024, "time_cost": 2, "parallelism": 1}  # the least of its Password Storage Cheat Sheet


@pytest.fixture(autouse=True)
def real_hashes(settings, cheap_hashes) -> None:
    settings.PASSWORD_HASHERS = ["accounts.hashers.HouseArgon2"]


def test_a_hash_costs_at_least_what_owasp_asks():
    hasher = get_hasher("argon2")
    assert all(getattr(hasher, name) >= least for name, least in OWASP.items())
    assert hasher.encode("lantern-river-7", "of-this-test").startswith("argon2$argon2id$")


def test_what_was_hashed_with_other_parameters_opens_and_is_hashed_anew():
    before = Argon2PasswordHasher().encode("lantern-river-7", "of-this-test")
    anew: list[str] = []
    assert is_password_usable(before) and check_password("lantern-river-7", before, setter=anew.append)
    assert anew == ["lantern-river-7"]

"""How dear a password is to guess, and to check: Argon2id with parameters that two cores bear at the start of a shift (R-81)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class HouseArgon2(Argon2PasswordHasher):
    """One thread instead of eight, because web serves eight people at once; never below OWASP's least (19 MiB, two passes).

    What was hashed with other parameters goes on working and is hashed anew at the next sign-in.
    """

    memory_cost = settings.PASSWORD_HASH_MEMORY  # KiB
    time_cost = settings.PASSWORD_HASH_PASSES
    parallelism = 1

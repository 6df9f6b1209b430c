"""Settings of the tests: real PostgreSQL and Valkey (throw-away, made by testpg), cheap password hashing, mail in memory."""

import os

os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 50)
os.environ.setdefault("FIELD_KEYS", "dGVzdHMtb25seS1maWVsZC1rZXktMzItYnl0ZXMhISE=")
os.environ.setdefault("EMAIL_URL", "memory:")
os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("API_RATE", "100000/min")

from auxpolice.settings import *  # noqa: E402,F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
AXES_ENABLED = True
WHITENOISE_AUTOREFRESH = True  # each test client starts the middleware: let it not read all static files each time

"""Settings: one file; everything that differs comes from the environment (docs/settings.md). The defaults are the safe ones."""

from __future__ import annotations

import os
import re
from pathlib import Path

from csp.constants import NONE, SELF

from auxpolice import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = re.findall(r"^## (\d+\.\d+\.\d+)", (BASE_DIR / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)[0]

DEBUG = env.flag("DEBUG", False)
DEMO = env.flag("DEMO", False)
EMBEDDED_DATABASE = not env.text("DATABASE_URL", "")
EMBEDDED_REDIS = not env.text("REDIS_URL", "")
DAY_MAY_MOVE = DEMO or EMBEDDED_DATABASE or "AUXPOLICE_TEST_PG" in os.environ  # for trials; see core.clock.today

if EMBEDDED_DATABASE or EMBEDDED_REDIS or not (env.text("SECRET_KEY", "") and env.listing("FIELD_KEYS")):
    from auxpolice.embedded import credentials, paths

    DATA = paths().data
else:
    DATA = Path(env.text("DATA", str(BASE_DIR / "var")))

SECRET_KEY = env.text("SECRET_KEY", "") or credentials().secret_key
SECRET_KEY_FALLBACKS = env.listing("SECRET_KEY_FALLBACKS")
FIELD_KEYS = env.listing("FIELD_KEYS") or credentials().field_keys
FIELD_CIPHER = env.text("FIELD_CIPHER", "AES-256-GCM")  # or SM4-GCM; what the other one sealed stays readable
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "auxpolice.apps.AuxpoliceConfig",
    "core",
    "organisation",
    "accounts",
    "regulations",
    "reminders",
    "evidence",
    "exports",
    "roster",
    "duties",
    "discipline",
    "payroll",
    "insights",
    "privacy",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "guardian",
    "axes",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "core.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.compression.CompressPagesMiddleware",
    "core.middleware.NoStoreMiddleware",
    "core.middleware.RequestContextMiddleware",
    "core.middleware.CrowdingMiddleware",
    "core.refusals.RefusalMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionRulesMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "auxpolice.refreshing.BadgesMiddleware",
    "core.middleware.BodyLimitMiddleware",
    "core.middleware.NoNullsMiddleware",
    "core.middleware.NoNumbersInAddressMiddleware",
    "core.middleware.DomainErrorMiddleware",
    "axes.middleware.AxesMiddleware",
    "core.form_once.FormOnceMiddleware",
]

ROOT_URLCONF = "auxpolice.urls"
WSGI_APPLICATION = "auxpolice.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "auxpolice.context.shell",
            ],
            "builtins": ["core.templatetags.show", "core.templatetags.parts"],
        },
    }
]

# --- database: three roles. `default` may not change tables and only insert into the audit trail; `owner` migrates. ---
_COMMON = {
    "CONN_MAX_AGE": env.number("CONN_MAX_AGE", 60),
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": True,
}
if EMBEDDED_DATABASE:
    _SERVER = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "auxpolice",
        "HOST": str(paths().pg_socket_dir),
        "PORT": "",
    }
    DATABASES = {
        "default": {**_SERVER, "USER": "auxpolice_app", "PASSWORD": credentials().app_password, **_COMMON},
        "owner": {**_SERVER, "USER": "auxpolice_owner", "PASSWORD": credentials().owner_password, "CONN_MAX_AGE": 0},
    }
else:
    DATABASES = {"default": {**env.database(env.text("DATABASE_URL")), **_COMMON}}
    if owner_url := env.text("DATABASE_OWNER_URL", ""):
        DATABASES["owner"] = {**env.database(owner_url), "CONN_MAX_AGE": 0}
# A line that died is noticed by the system's own means as well; what waits how long is told in docs/operations.md.
_LINE = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
for _database in DATABASES.values():
    _options: dict[str, object] = _database.get("OPTIONS", {})  # type: ignore[assignment]
    _database["OPTIONS"] = {**_LINE, "tcp_user_timeout": 20_000, **_options}
DATABASE_ROLES = {
    "owner": "auxpolice_owner",
    "app": "auxpolice_app",
    "read": "auxpolice_read",
    "audit": "auxpolice_audit",
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- queue and cache: hints only, never the only copy ---
if EMBEDDED_REDIS:
    _PASSWORD, _SOCKET = credentials().redis_password, paths().redis_socket
    CELERY_BROKER_URL = f"redis+socket://:{_PASSWORD}@{_SOCKET}"
    CACHE_URL = f"unix://:{_PASSWORD}@{_SOCKET}?db=1"
else:
    CELERY_BROKER_URL = CACHE_URL = env.text("REDIS_URL")
CACHES = {"default": {"BACKEND": "core.queue.HintCache", "LOCATION": CACHE_URL}}
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than any task may run (a backup: four hours), so that none is handed out twice while it runs. What a killed
    # worker held back need not wait for this: the sweeper and the next wake-up do it.
    "visibility_timeout": 6 * 3600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 3,
}
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a queue that was away for an hour is found again without a restart
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # nobody gives orders to a worker through the queue
CELERY_WORKER_CONSUMER = "auxpolice.broker:WaryConsumer"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA / "beat")
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- who signs in ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.PasswordBackend",
    "accounts.outside.ldap.LdapBackend",
]
# Signing in from outside, each off unless set; accounts must exist and be linked (accounts.outside).
LDAP_URL = env.text("LDAP_URL", "")
LDAP_USER_DN = env.text("LDAP_USER_DN", "uid={}")
LDAP_CA_FILE = env.text("LDAP_CA_PATH", "")
OIDC_ISSUER = env.text("OIDC_ISSUER", "")
OIDC_TITLE = env.text("OIDC_TITLE", "OpenID Connect")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET", "")
OIDC_HOSTS = env.listing("OIDC_HOSTS")
OIDC_FACTORS = env.listing("OIDC_FACTORS")
GUARDIAN_RAISE_403 = False
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
# One password for all demonstration accounts, printed at start; refused everywhere unless DEMO=1.
DEMO_PASSWORD = "demo-2026-auxpolice"  # noqa: S105
PASSWORD_HASHERS = [
    "accounts.hashers.HouseArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# What one check costs; not below the least of the OWASP Password Storage Cheat Sheet: 19 MiB, two passes.
PASSWORD_HASH_MEMORY = max(env.number("PASSWORD_HASH_MIB", 32), 19) * 1024
PASSWORD_HASH_PASSES = max(env.number("PASSWORD_HASH_PASSES", 3), 2)
# ASVS 5.0 forbids composition and rotation, GB/T 22239 level 3 asks for both: on by default (docs/security.md).
PASSWORD_LENGTH = env.number("PASSWORD_LENGTH", 12)
PASSWORD_KINDS = env.number("PASSWORD_KINDS", 3)
PASSWORD_DAYS = env.number("PASSWORD_DAYS", 90)
PASSWORD_HISTORY = env.number("PASSWORD_HISTORY", 5)
PASSWORD_BREACHED_FILE = env.text("PASSWORD_BREACHED_LIST", "")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.KindsValidator"},
    {"NAME": "accounts.passwords.BreachedValidator"},
    {"NAME": "accounts.passwords.HistoryValidator"},
]
# The second factor is asked of everybody who sees others' data; DEMO alone switches it off, with a notice on every page.
FACTOR_ISSUER = env.text("FACTOR_ISSUER", "auxpolice")
STEP_UP_SECONDS = env.number("STEP_UP_MINUTES", 5) * 60
HALF_SESSION_SECONDS = 15 * 60  # between the password and the second factor
# Guesses, before anything is hashed (accounts.throttle): never a lock for ever.
SIGN_IN_LIMITS = {
    "account_and_source": 5,
    "account_an_hour": env.number("SIGN_IN_FAILURES_AN_HOUR", 30),
    "source_a_minute": env.number("SIGN_IN_FAILURES_OF_A_SOURCE", 20),
    "house_a_minute": 50,
    "wary_a_minute": 6,
    "factor_an_hour": 10,
    "spray_accounts": 20,
}
# How often one user may do something: (times, seconds).
RATES = {
    "reads": (env.number("RATE_READS", 120), 60),
    "live": (env.number("RATE_READS", 120), 60),
    "search": (env.number("RATE_SEARCH", 60), 60),
    "unmask": (env.number("RATE_UNMASK", 30), 3600),
    "export": (env.number("RATE_EXPORT", 5), 3600),
}
RATES_IN_CACHE = {"reads", "live", "search"}
AXES_FAILURE_LIMIT = SIGN_IN_LIMITS["account_and_source"]
AXES_COOLOFF_TIME = 0.25  # hours: a quarter of an hour, never for ever
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the pause ends though somebody keeps on trying
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "password", "again", "code"]
AXES_LOCKOUT_CALLABLE = "accounts.views.too_many_failures"
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_CLIENT_IP_CALLABLE = "core.middleware.client_address"
AXES_ENABLE_ADMIN = False
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)  # how many reverse proxies add to X-Forwarded-For

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "core.crypto.sessions.SealedSerializer"
SESSION_IDLE_SECONDS = env.number("SESSION_IDLE_MINUTES", 30) * 60
SESSION_ABSOLUTE_SECONDS = env.number("SESSION_ABSOLUTE_HOURS", 12) * 3600
SESSIONS_PER_USER = env.number("SESSIONS_PER_USER", 2)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
HTTPS = env.flag("HTTPS", not (EMBEDDED_DATABASE or DEBUG or DEMO))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
DEVICE_COOKIE_NAME = "__Host-device" if HTTPS else "device"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- language and time ---
LANGUAGE_CODE = env.text("LANGUAGE_CODE", "zh-hans")
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Asia/Shanghai")
CELERY_TIMEZONE = TIME_ZONE
FORMAT_MODULE_PATH = ["core.formats"]

# --- files ---
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(DATA / "media")))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
CLAMD = env.text("CLAMD", "")  # a virus scanner; when one is named and does not answer, nothing is taken

# --- backups ---
BACKUP_KEYS = env.listing("BACKUP_KEYS")  # newest first; without them the keys follow from FIELD_KEYS
BACKUP_DIR = env.text("BACKUP_DIR", "")  # empty: no backups by beat
BACKUP_AT = env.text("BACKUP_AT", "02:30")
BACKUP_KEEP_DAYS = env.number("BACKUP_KEEP_DAYS", 30)

# --- the audit trail (docs/operations.md, "The trail") ---
AUDIT_ANCHORS = env.text("AUDIT_ANCHORS", str(DATA / "anchors" / "anchors.jsonl"))
AUDIT_ANCHOR_KEY = env.listing("AUDIT_ANCHOR_KEY")  # newest first; unset: made once in DATA/anchor.key
AUDIT_STREAM = env.text("AUDIT_STREAM", "log")  # second place of the anchors: log, off, syslog: or syslog://host:514
# At least six months (network logs) and three years (records of provision and consent): docs/operations.md has the law.
AUDIT_KEEP_MONTHS = max(env.number("AUDIT_KEEP_MONTHS", 36), 6)
AUDIT_KEEP_LONGER_MONTHS = max(env.number("AUDIT_KEEP_LONGER_MONTHS", 36), 36)
# More than this is unusual and gives an alarm (evidence.services.watching).
WATCH = {
    "files_an_hour": env.number("WATCH_FILES_AN_HOUR", 60),
    "unmasked_an_hour": env.number("WATCH_UNMASKED_AN_HOUR", 15),
    "files_at_night": env.number("WATCH_FILES_AT_NIGHT", 20),
    "night": (23, 6),  # hours of the house: from, until
    "readers_of_one": env.number("WATCH_READERS_OF_ONE", 8),
    "refused_an_hour": env.number("WATCH_REFUSED_AN_HOUR", 30),
    "refused_approvals_an_hour": env.number("WATCH_REFUSED_APPROVALS_AN_HOUR", 5),
}

# --- mail ---
globals().update(env.email(env.text("EMAIL_URL", f"file://{DATA / 'mail'}")))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "auxpolice <auxpolice@localhost>")
PUBLIC_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000")

# --- API ---
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.authentication.TokenSignIn", "accounts.authentication.SessionSignIn"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.parsing.HouseJSON"],
    "DEFAULT_PAGINATION_CLASS": "core.api.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "core.schema.HouseSchema",
    "DEFAULT_METADATA_CLASS": None,  # OPTIONS tells nothing: 405
    "EXCEPTION_HANDLER": "core.api.problem",
    "DEFAULT_THROTTLE_CLASSES": ["core.api.UserRate", "accounts.rates.Reading"],
    "DEFAULT_THROTTLE_RATES": {"user": env.text("API_RATE", "600/min")},
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "auxpolice API",
    "DESCRIPTION": "Same services, scope and rules as the pages.",
    "VERSION": VERSION,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [],  # choices stand where they are used: as components of their own their names would clash
}

LOG_LEVEL = env.text("LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "core.middleware.RequestIdFilter"}},
    "formatters": {
        "line": {
            "()": "core.logs.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"django.db.backends": {"level": "WARNING"}, "axes": {"level": "WARNING"}},
}
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

"""Settings: everything that differs between installations comes from the environment (README, "For real")."""

import os
import tempfile
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from cjnudge.secrets import data_folder, load_secrets

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = data_folder()
PRODUCTION = os.environ.get("CJNUDGE_MODE") == "production"
DEBUG = os.environ.get("CJNUDGE_DEBUG") == "1"
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured("CJNUDGE_DEBUG=1 shows internals to visitors: take it away in production.")

_secrets = load_secrets(DATA_DIR, production=PRODUCTION)
SECRET_KEY, AUDIT_KEY, MASTER_KEY = (_secrets[name] for name in ("SECRET_KEY", "AUDIT_KEY", "MASTER_KEY"))

ALLOWED_HOSTS = [host for host in os.environ.get("CJNUDGE_HOSTS", "").split(",") if host]
if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "CJNUDGE_HOSTS must name the exact hosts, with commas between them; * is refused."
    )
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
# Links in mail are built from this, never from the Host header of a request.
SITE_ADDRESS = os.environ.get("CJNUDGE_ADDRESS", f"http{'s' if PRODUCTION else ''}://{ALLOWED_HOSTS[0]}")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "crispy_forms",
    "csp",
    "django_htmx",
    "cjnudge",
    "cjnudge.accounts",
    "cjnudge.audit",
    "cjnudge.jobs",
    "cjnudge.safeguards",
    "cjnudge.cases",
    "surveys",
    "trials",
    "cjnudge.demo",
]

# Those that add headers stand outermost, so that redirects, refused hosts and static files carry them too.
MIDDLEWARE = [
    "cjnudge.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cjnudge.errors.NotAllowedPageMiddleware",
    "cjnudge.errors.TooLargePageMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before sessions and form protection: the pages on which officers answer know neither.
    "surveys.views.apart.ApartMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Before the form protection, which reads the form: it decides where the bytes of a file go.
    "cjnudge.cases.views.receiving.ReceivingMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cjnudge.accounts.sessions.SessionLimitsMiddleware",
    "cjnudge.accounts.access.DefaultDenyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "cjnudge.urls"
WSGI_APPLICATION = "cjnudge.wsgi.application"
APPEND_SLASH = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "cjnudge" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cjnudge.navigation.page_frame",
            ]
        },
    }
]


def sqlite_database(path):
    """The only SQLite settings that took 200 writers at once without an error (DECISIONS.md).

    What is deleted is overwritten, which not every build of SQLite does by itself: the file would else keep lists of
    people and rows in their earlier order.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; "
            "PRAGMA secure_delete=ON;",
        },
    }


def postgresql_database(address):
    """Settings from an address such as postgresql://user:password@host:5432/name."""
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(
            "CJNUDGE_DATABASE must look like postgresql://user:password@host:5432/name."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


_database = os.environ.get("CJNUDGE_DATABASE")
DATABASES = {
    "default": postgresql_database(_database) if _database else sqlite_database(DATA_DIR / "cjnudge.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "snapshots": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "snapshots", "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = not PRODUCTION

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["cjnudge.accounts.sign_in.AccountBackend"]
PASSWORD_HASHERS = ["cjnudge.accounts.hashing.BoundedArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
PASSWORD_RESET_TIMEOUT = 3600 * 24

# A shared station desktop: short idle time, an absolute end, nothing kept when the browser closes.
SESSION_IDLE_SECONDS = 15 * 60
SESSION_ABSOLUTE_SECONDS = 10 * 3600
SESSION_STORE_EVERY_SECONDS = 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cjnudge.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The largest body of any request, files included: a file of units may have 1 MB (accounts/unit_file.py), and the
# rest of its form is small. Anything larger is answered 413 before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# What a force's own extract may have: a year of the largest force is some 150 MB, and it is read as it arrives.
UPLOAD_LARGEST_BYTES = 1 << 30
# In a process of its own, so that the pages others wait for do not wait for the reading.
UPLOADS_READ_APART = True
# A file goes to the view that says it takes one (cjnudge/arriving.py), and is never written to a temporary folder.
FILE_UPLOAD_HANDLERS = ["cjnudge.arriving.RefuseFiles"]
# Nothing heard of an upload for so long: its sender has gone. A slow line still brings a byte in that time.
UPLOAD_SILENCE_SECONDS = float(os.environ.get("CJNUDGE_UPLOAD_SILENCE_SECONDS", "300"))
# Files put here are imported: <force>/<feed>[/<mapping>]/<file>. Looked at so often; two looks must agree.
INBOX = Path(os.environ.get("CJNUDGE_INBOX", DATA_DIR / "inbox"))
INBOX_SECONDS = float(os.environ.get("CJNUDGE_INBOX_SECONDS", "30"))
# Case rows whose last day has passed are looked for so often: they are gone within the first hour of the next day.
RETENTION_SECONDS = float(os.environ.get("CJNUDGE_RETENTION_SECONDS", "3600"))
# How often a look at what is due in trials: a look comes within a minute of the extract that makes it mature.
TRIALS_SECONDS = float(os.environ.get("CJNUDGE_TRIALS_SECONDS", "60"))
# Nobody waits for a mail by the minute, and every person's first page is worked out for it.
NOTICE_SECONDS = float(os.environ.get("CJNUDGE_NOTICE_SECONDS", "900"))
# New figures are looked for so often, to compare every intervention before and after: once an extract is stored, its
# comparisons are there within minutes.
INTERVENTION_SECONDS = float(os.environ.get("CJNUDGE_INTERVENTION_SECONDS", "60"))
if os.environ.get("CJNUDGE_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

_self = ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": _self,
        "style-src": _self,
        "img-src": _self,
        "font-src": _self,
        "connect-src": _self,
        "form-action": _self,
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

CRISPY_ALLOWED_TEMPLATE_PACKS = ("govuk",)
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / app / "locale" for app in ("cjnudge", "surveys", "trials")]

# Outside production mails are printed; there they would put links to new passwords into the log.
_mail = "django.core.mail.backends.smtp.EmailBackend" if PRODUCTION else "cjnudge.mail.TerminalBackend"
EMAIL_BACKEND = os.environ.get("CJNUDGE_EMAIL_BACKEND", _mail)
EMAIL_HOST = os.environ.get("CJNUDGE_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("CJNUDGE_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("CJNUDGE_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("CJNUDGE_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("CJNUDGE_EMAIL_TLS") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("CJNUDGE_EMAIL_FROM", "cjnudge@localhost")

# For CJNUDGE_EMAIL_BACKEND=cjnudge.govuk_notify.NotifyBackend.
NOTIFY_KEY = os.environ.get("CJNUDGE_NOTIFY_KEY", "")
NOTIFY_TEMPLATE = os.environ.get("CJNUDGE_NOTIFY_TEMPLATE", "")
NOTIFY_ADDRESS = os.environ.get("CJNUDGE_NOTIFY_ADDRESS", "https://api.notifications.service.gov.uk")


def socket_path(folder):
    """Where the embedded Valkey listens: in the data folder, or in a short place when that path is too long."""
    inside = folder / "valkey.sock"
    longest = 100  # a unix socket's address holds 104 bytes on macOS, 108 on Linux
    if len(str(inside)) <= longest:
        return inside
    return (
        Path(tempfile.gettempdir())
        / f"cjnudge-{sha256(str(folder).encode()).hexdigest()[:16]}"
        / "valkey.sock"
    )


VALKEY_SOCKET = socket_path(DATA_DIR)
CELERY_BROKER_URL = os.environ.get("CJNUDGE_BROKER", f"redis+socket://{VALKEY_SOCKET}")

# A job's lease is renewed at a third of its length; the sweep wakes jobs whose lease ran out.
JOB_LEASE_SECONDS = float(os.environ.get("CJNUDGE_JOB_LEASE_SECONDS", "30"))
JOB_SWEEP_SECONDS = float(os.environ.get("CJNUDGE_JOB_SWEEP_SECONDS", "15"))
JOB_MAX_ATTEMPTS = 3

AUDIT_HEAD_FILE = DATA_DIR / "audit-head.jsonl"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "hide mailed links": {"()": "cjnudge.logs.HideMailedLinks"},
        "no trace of refusals": {"()": "cjnudge.logs.NoTraceOfRefusals"},
        "no line of respondents": {"()": "cjnudge.logs.NoLineOfRespondents"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["hide mailed links", "no trace of refusals", "no line of respondents"],
        }
    },
    "root": {"handlers": ["console"], "level": os.environ.get("CJNUDGE_LOG_LEVEL", "WARNING")},
}

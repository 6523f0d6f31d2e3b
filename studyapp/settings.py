"""Settings, all from the environment, each with a safe default. `docs/deployment.md` lists them."""

import contextlib
import os
import tempfile
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)


def kept_secret_key() -> str:
    """A key of this installation's own, made once and kept beside its data."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        # Several processes may start at once: each writes its own, the first to link it wins.
        with tempfile.NamedTemporaryFile("w", dir=DATA_DIR) as draft:
            draft.write(get_random_secret_key())
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text()


# Local mode: nobody has said which hosts to answer, so only this machine is, over plain HTTP.
LOCAL = "ALLOWED_HOSTS" not in env.ENVIRON
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret_key()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"] if LOCAL else env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_NAME = env.str("SITE_NAME", default="Gradient")
PORT = env.int("PORT", default=8000)
# An answer given before an attempt's deadline counts when it arrives within so many seconds of it.
ATTEMPT_GRACE_S = env.int("ATTEMPT_GRACE_S", default=60)
# The exam's rule changes from year to year; it is shown beside the formulas.
CALCULATOR_RULE = env.str(
    "CALCULATOR_RULE",
    default="A four-function, scientific or graphing calculator is allowed in both sections.",
)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")
# The day of the AP exam, as 2027-05-03. Without it the first Monday of May, as in recent years;
# every student can set another day.
EXAM_DATE = env.str("EXAM_DATE", default="")

INSTALLED_APPS = [
    "studyapp",
    "studyapp.accounts",
    "studyapp.classes",
    "studyapp.search",
    "terms",
    "quizzes",
    "sim",
    "allauth",
    "allauth.account",
    "django_htmx",
    "simple_history",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "studyapp.apps.ServedFiles",
]

MIDDLEWARE = [
    # Load balancers ask for /healthz/ by address, so it is answered before the host is checked.
    "studyapp.lib.health.HealthMiddleware",
    # Outermost: keeps whole responses, headers included, so it must see the finished ones.
    "studyapp.lib.pagecache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "studyapp.lib.privatepages.PrivatePagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "studyapp.urls"
WSGI_APPLICATION = "studyapp.wsgi.application"
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
                "studyapp.lib.context.site",
            ]
        },
    }
]

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'study.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Write-ahead log and immediate transactions: readers never block, and a read-then-write never
    # fails with "database is locked". synchronous=FULL: an acknowledged answer survives power loss.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

DATABASES["default"].setdefault("CONN_MAX_AGE", 600)

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"},
    # Answers of the laboratory, apart from what must not be pushed out by them (rate limits).
    "runs": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "runs",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
    # Parts of pages that are the same for all readers, for those who are signed in.
    "parts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "parts",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    # Rendered pages, one copy in each process: see docs/decisions for why not in Redis.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
if REDIS_URL:
    for name in ("default", "runs"):
        CACHES[name] |= {
            "BACKEND": "studyapp.lib.rediscache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": name,
            "OPTIONS": {},
        }

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# Students are minors: a name and a password are enough, an e-mail address is never asked for.
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "studyapp.accounts.login.LoginForm"}
ACCOUNT_SIGNUP_FORM_CLASS = "studyapp.accounts.forms.SignupForm"
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if LOCAL else "https"
ACCOUNT_SESSION_REMEMBER = None  # asked: Chromebooks are shared
# A whole class signs up, and signs in, from one school's address in one minute.
ACCOUNT_RATE_LIMITS = {
    "signup": "200/m/ip",
    "login": "400/m/ip",
    "login_failed": "100/m/ip,8/5m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0 if LOCAL else 1)
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
ASSETS_DIR = Path(env.str("ASSETS_DIR", default=str(DATA_DIR / "assets")))
STATICFILES_DIRS = [BASE_DIR / "static", *([ASSETS_DIR] if ASSETS_DIR.exists() else [])]
MANIFEST = env.bool("STATIC_MANIFEST", default=not DEBUG)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "studyapp.lib.storage.HashedModules"
        if MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = not MANIFEST

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60  # of those who ask to be remembered
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # of all others, after signing up too: see above
if not LOCAL:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

LANGUAGE_CODE = "en-us"
TIME_ZONE = env.str("TIME_ZONE", default="America/New_York")
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

"""What holds everywhere. Every machine-specific value comes from the environment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from loket.settings import environment

environment.use_current_sqlite()

ROOT = environment.ROOT
DATA = environment.folder("LOKET_DATA", ROOT / "var")

LOKET_PRODUCTION = False
LOKET_SITE = environment.text("LOKET_SITE", "http://127.0.0.1:8000")
LOKET_STORAGE = environment.text("LOKET_STORAGE", f"disk:{DATA / 'files'}")
LOKET_MASTERS = environment.folder("LOKET_MASTERS", DATA / "masters")
LOKET_EXTRACTION_ENGINE = environment.text("LOKET_EXTRACTION_ENGINE", "duckdb")
LOKET_EXTRACTION_FOLDER = environment.folder("LOKET_EXTRACTION_FOLDER", DATA / "extraction")
LOKET_MASTER_KEY = environment.text("LOKET_MASTER_KEY")
LOKET_TRAIL_KEY = environment.text("LOKET_TRAIL_KEY")
LOKET_MAIL = environment.text("LOKET_MAIL", f"folder:{DATA / 'mail'}")
LOKET_MAIL_FROM = environment.text("LOKET_MAIL_FROM", "Loket <loket@localhost>")
LOKET_BILLING = environment.text("LOKET_BILLING", "by_hand")
LOKET_PROXIES = environment.number("LOKET_PROXIES", 0)
LOKET_SIMPONI = environment.json_object("LOKET_SIMPONI")
if environment.text("LOKET_SIMPONI_URL"):
    LOKET_SIMPONI["url"] = environment.text("LOKET_SIMPONI_URL")
LOKET_S3_KEY = environment.text("LOKET_S3_KEY")
LOKET_S3_SECRET = environment.text("LOKET_S3_SECRET")
LOKET_MAIL_PASSWORD = environment.text("LOKET_MAIL_PASSWORD")
LOKET_SIGNING_PASSWORD = environment.text("LOKET_SIGNING_PASSWORD")
LOKET_TIMESTAMP_URL = environment.text("LOKET_TIMESTAMP_URL")
LOKET_TRUST_ROOTS = environment.text("LOKET_TRUST_ROOTS")
LOKET_METERAI = environment.text("LOKET_METERAI", "by_eye")
LOKET_SCANNER = environment.text("LOKET_SCANNER", "structural")
LOKET_SIGNING = environment.text("LOKET_SIGNING", "none")
LOKET_HEADQUARTERS_MAIL = environment.text("LOKET_HEADQUARTERS_MAIL")

SECRET_KEY = environment.text("LOKET_SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = environment.text("LOKET_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [LOKET_SITE]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "loket.ledger",
    "loket.documents",
    "loket.people",
    "loket.catalogue",
    "loket.counter",
    "loket.orders",
    "loket.agreements",
    "loket.payments",
    "loket.delivery",
    "loket.feedback",
    "loket.jobs",
    "loket.web",
]

MIDDLEWARE = [
    "loket.web.display.quick.QuickAnswers",  # screens that ask whether anything changed
    "loket.web.middleware.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "loket.web.middleware.failures.CleanFailures",
    "loket.web.middleware.acting.ActingPerson",
    "loket.web.middleware.access.DefaultDeny",
    "loket.web.middleware.once.Once",
]

ROOT_URLCONF = "loket.web.urls"
WSGI_APPLICATION = "loket.settings.wsgi.application"

SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # our SecurityHeaders does what SecurityMiddleware does
    "security.W002",  # frame-ancestors 'none' does what X-Frame-Options does
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "loket.web.context.page",
            ],
            "builtins": ["loket.web.templatetags.loket"],
        },
    }
]

DATABASES = {
    "default": environment.database(
        environment.text("LOKET_DATABASE", f"sqlite:///{DATA / 'loket.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["loket.people.backends.ByEmail"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "portal:log_in"

SESSION_COOKIE_NAME = "loket_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "loket_csrf"
CSRF_FAILURE_VIEW = "loket.web.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "loket_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("English"))]
LOCALE_PATHS = [environment.PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = environment.folder("LOKET_STATIC", DATA / "static")

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "pyhanko": {"level": "WARNING"},
    },
}

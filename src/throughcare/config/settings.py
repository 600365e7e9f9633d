"""Settings of every process: web, worker, owner and test."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from throughcare.faces.face import faces
from throughcare.faces.web.prepared import PREPARED_FROM, PreparingCursor
from throughcare.foundation.kernel.files import made_once
from throughcare.server.database.folders import var_folder
from throughcare.server.database.urls import database_settings, process_kind


def _secret_key() -> str:
    given = os.environ.get("THROUGHCARE_SECRET_KEY")
    if given:
        return given
    return made_once(var_folder() / "secret-key", secrets.token_urlsafe(50).encode()).decode()


def _yes(name: str, default: str) -> bool:
    return os.environ.get(name, default).lower() in {"1", "yes", "true"}


HERE = Path(__file__).resolve().parent
SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("THROUGHCARE_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("THROUGHCARE_ORIGINS", "").split(",") if origin]
DEMO = _yes("THROUGHCARE_DEMO", "no")
BEHIND_TLS = _yes("THROUGHCARE_TLS", "no")
REQUIRE_MFA = _yes("THROUGHCARE_REQUIRE_MFA", "yes")
PROXIES = int(os.environ.get("THROUGHCARE_PROXIES", "1" if BEHIND_TLS else "0"))
"""How many servers stand in front, each of which adds to X-Forwarded-For the address that it heard from."""

INSTALLED_APPS = [
    "throughcare.faces.web.look",  # first, so that its sign-in pages are found before allauth's own
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "throughcare.foundation.audit",
    "throughcare.foundation.access",
    "throughcare.foundation.operating_model",
    "throughcare.casework.people",
    "throughcare.casework.courts",
    "throughcare.casework.assessment",
    "throughcare.casework.supervision",
    "throughcare.casework.allocation",
    "throughcare.casework.planning",
    "throughcare.casework.programmes",
    "throughcare.casework.interventions",
    "throughcare.casework.unpaid_work",
    "throughcare.casework.accommodation",
    "throughcare.casework.helpers",
    "throughcare.casework.protection",
    "throughcare.casework.integrated",
    "throughcare.casework.recall",
    "throughcare.casework.victims",
    "throughcare.casework.own",
    "throughcare.commissioning.providers",
    "throughcare.commissioning.needs",
    "throughcare.commissioning.competition",
    "throughcare.commissioning.contracts",
    "throughcare.casework.release",
    "throughcare.casework.enforcement",
    "throughcare.evidence.extracts",
    "throughcare.faces.web",
    "throughcare.faces.index",
    "throughcare.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "throughcare.faces.web.headers.ContentSecurity",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "throughcare.faces.web.languages.Chosen",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "throughcare.faces.web.shown_again.ShownAgain",
    "throughcare.faces.web.viewer.Viewer",
]

ROOT_URLCONF = "throughcare.config.urls"
WSGI_APPLICATION = "throughcare.config.wsgi.application"

DATABASES = database_settings()
DATABASES["default"]["OPTIONS"] |= {"cursor_factory": PreparingCursor, "prepare_threshold": PREPARED_FROM}
if process_kind() == "worker":
    DATABASES["default"] = DATABASES["worker"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [face.templates for face in faces()],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "throughcare.faces.web.viewer.page_furniture",
            ],
        },
    },
]
FORM_RENDERER = "throughcare.faces.web.look.forms.Look"

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "throughcare.faces.web.sign_in.Accounts"
ACCOUNT_EMAIL_VERIFICATION = "none"
# An account is locked after five wrong passwords. An address may be an office's, with everybody behind it, so its own
# limit only slows a machine down; scrypt and the second step do the rest.
ACCOUNT_RATE_LIMITS = {"login": "240/m/ip", "login_failed": "5/5m/key,200/10m/ip"}
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "throughcare.faces.web.sign_in.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Throughcare"
MFA_TOTP_TOLERANCE = 1  # a code typed as its half minute ends is good; each is used once all the same
SOCIALACCOUNT_ADAPTER = "throughcare.faces.web.sign_in.OtherSignIn"

SESSION_COOKIE_AGE = 60 * int(os.environ.get("THROUGHCARE_SESSION_MINUTES", "60"))
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What is kept here (locked accounts, used codes, answers) must not be pushed out by whoever asks much: Django would
# throw a third of it away, whatever it is, from the 300th entry on.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "throughcare_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# How often one address may read the open directory of services in a minute.
OPEN_DIRECTORY_A_MINUTE = int(os.environ.get("THROUGHCARE_OPEN_DIRECTORY_A_MINUTE", "300"))
# Under which name and prefix competitions are published. The prefix is one that the Open Contracting Partnership registers for
# a publisher; the one that stands here is nobody's.
OCDS_PUBLISHER = os.environ.get("THROUGHCARE_OCDS_PUBLISHER", "Throughcare")
OCDS_PREFIX = os.environ.get("THROUGHCARE_OCDS_PREFIX", "ocds-000000")
# How many projects of unpaid work one address may ask for in an hour with no account.
PUBLIC_ASKS_AN_HOUR = int(os.environ.get("THROUGHCARE_PUBLIC_ASKS_AN_HOUR", "5"))
# How often codes for people's own pages may be tried from one address in an hour.
OWN_TRIES_AN_HOUR = int(os.environ.get("THROUGHCARE_OWN_TRIES_AN_HOUR", "60"))

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [HERE.parent / "faces" / "web" / "look" / "locale"]

PROCRASTINATE_IMPORT_PATHS = [face.room(face.jobs) for face in faces() if face.jobs]
OUTBOX_FOLDER = var_folder() / "outbox"  # messages to be sent on, where no other provider is set
OUTCOMES_FOLDER = var_folder() / "outcomes"  # extracts to be shown, and their key

STATIC_URL = "/static/"
STATIC_ROOT = var_folder() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(var_folder() / "tmp") if (var_folder() / "tmp").is_dir() else None
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "class": "throughcare.server.logs.WithoutWords",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "CRITICAL", "handlers": ["console"]}},
}
SILENCED_SYSTEM_CHECKS = ["postgres.W001"]

"""Django settings; everything a deployment may change is an environment variable, listed in docs/手册/管理员.md."""

import os
from pathlib import Path

import psycopg.conninfo
from django.core.exceptions import ImproperlyConfigured

from hutong.accounts import provider
from hutong.config import deployment, sizes, spool
from hutong.ground import kind, secrets

deployment.check(os.environ)
BASE = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("HUTONG_DATA", BASE / "data"))
DEMO = kind.read(DATA) == kind.DEMO
PROVINCE = int(os.environ.get("HUTONG_PROVINCE", "22"))

spool.use(DATA)
SECRET_KEY = secrets.load(DATA).django
DEBUG = False
ALLOWED_HOSTS = os.environ.get("HUTONG_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("HUTONG_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "hutong.records",
    "hutong.places",
    "hutong.accounts",
    "hutong.journal",
    "hutong.documents",
    "hutong.alarms",
    "hutong.duties",
    "hutong.processes",
    "hutong.workforce",
    "hutong.sync",
    "hutong.children",
    "hutong.sharing",
    "hutong.transfers",
    "hutong.doubles",
    "hutong.ledgers",
    "hutong.returns",
    "hutong.care",
    "hutong.feedback",
    "hutong.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "hutong.config.middleware.Headers",
    "hutong.config.refusals.InWords",
    "hutong.config.clean_body.CleanBody",
    "hutong.config.middleware.Files",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hutong.config.watch.Watch",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]


def _database(url: str, **over: str) -> dict:
    parts = psycopg.conninfo.conninfo_to_dict(url) | over
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options = {key: value for key, value in parts.items() if key not in known}
    return {"ENGINE": "django.db.backends.postgresql", "OPTIONS": options} | {
        name: parts.get(key) or "" for key, name in known.items()
    }


OWNER_URL = os.environ.get("DATABASE_URL", "")
if not OWNER_URL:
    raise ImproperlyConfigured("DATABASE_URL is not set: start with ./run, ./test or the command hutong")
APP_ROLE = "hutong_app"
APP_URL = os.environ.get("HUTONG_APP_DATABASE_URL")
DATABASES = {
    # The application is neither owner nor superuser: row-level security holds for everything it asks.
    "default": _database(APP_URL)
    if APP_URL
    else _database(OWNER_URL, user=APP_ROLE, password=secrets.app_password(SECRET_KEY)),
    # Migrations and the loading of reference data only.
    "owner": _database(OWNER_URL),
}
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 8, "timeout": 20}
# For query.bound; what the ORM says is never prepared.
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 1
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASE_ROUTERS = ["hutong.config.routers.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["hutong.accounts.backends.StaffNumberOrPhone"]
PASSWORD_HASHERS = ["hutong.accounts.hashers.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "hutong.accounts.passwords.LongEnough"},
    {"NAME": "hutong.accounts.passwords.NotCommon"},
    {"NAME": "hutong.accounts.passwords.NotAboutOneself"},
    {"NAME": "hutong.accounts.passwords.NotUsedLately"},
]
ACCOUNT_ADAPTER = "hutong.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "staff_number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_RATE_LIMITS = False  # accounts/lockout.py counts instead, and says why
ACCOUNT_PREVENT_ENUMERATION = True
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {}

CSRF_FAILURE_VIEW = "hutong.config.refusals.csrf_failure"
SESSION_ENGINE = "hutong.accounts.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_HOURS = 12
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
IDLE_MINUTES = int(os.environ.get("HUTONG_IDLE_MINUTES", "30"))
SESSIONS = int(os.environ.get("HUTONG_SESSIONS", "3"))  # at most, a person
SIGN_IN_DAYS = max(int(os.environ.get("HUTONG_SIGN_IN_DAYS", "400")), 183)
PASSWORD_DAYS = int(os.environ.get("HUTONG_PASSWORD_DAYS", "0"))  # 0: passwords do not grow old
PROXIES = int(os.environ.get("HUTONG_PROXIES", "0"))
# Who needs an authenticator app beside the password: county level and above, all, or nobody.
MFA = os.environ.get("HUTONG_MFA", "off" if DEMO else "county")
if MFA not in ("county", "all", "off"):
    raise ImproperlyConfigured(f"HUTONG_MFA is county, all or off, not {MFA}")
SSO = provider.read(os.environ)
MFA_ADAPTER = "hutong.accounts.second_factor.Adapter"
MFA_TOTP_ISSUER = "护童"
MFA_TOTP_TOLERANCE = 1  # clocks of phones go wrong
SECURE_BEHIND_TLS = os.environ.get("HUTONG_TLS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_BEHIND_TLS else None
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "config_cache",
        # Django's 300 would drop lock-outs as soon as a few accounts are guessed at.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Heads of the journal's chain leave the house every night (ADR 25): into this folder beside that of the backups, and by mail.
HEADS = os.environ.get("HUTONG_HEADS", "")
SMTP = os.environ.get("HUTONG_SMTP", "")
ADMIN_MAIL = os.environ.get("HUTONG_ADMIN_MAIL", "")
EMAIL_FROM = os.environ.get("HUTONG_SMTP_FROM", ADMIN_MAIL)
EMAIL_HOST, _, _port = SMTP.partition(":")
if _port and not _port.isdecimal():
    raise ImproperlyConfigured(f"HUTONG_SMTP is host:port, not {SMTP}")
EMAIL_PORT = int(_port or 25)
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_HOST_USER = os.environ.get("HUTONG_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("HUTONG_SMTP_PASSWORD", "")
EMAIL_TIMEOUT = 30

LANGUAGE_CODE = "zh-hans"
# Catalogues of further languages (hutong/ground/words.py); none is needed for Chinese.
LOCALE_PATHS = [BASE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
ROOT_URLCONF = "hutong.config.urls"
# Pages of the open door (/open/).
OPEN_ROOT = BASE / "web" / "apps" / "open"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [OPEN_ROOT / "templates"],
        "APP_DIRS": True,
    }
]
STATIC_URL = "/static/"
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/(m/)?assets/"
WHITENOISE_ROOT = BASE / "web" / "apps" / "desk" / "dist"
FIELD_ROOT = BASE / "web" / "apps" / "field" / "dist"
DATA_UPLOAD_MAX_MEMORY_SIZE = sizes.WHOLE
LEDGER_LIMIT_BYTES = 50 * 1024**2
PROCRASTINATE_IMPORT_PATHS = [
    "hutong.config.jobs",
    "hutong.ledgers.intake.tasks",
    "hutong.returns.exchange.tasks",
    "hutong.returns.out.tasks",
    "hutong.workforce.changes.tasks",
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "hutong.config.logs.Discreet"}},
    "filters": {"one_line": {"()": "hutong.config.logs.OneLine"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "discreet", "filters": ["one_line"]},
        "file": {
            "class": "hutong.config.logs.ErrorFile",
            "filename": DATA / "errors.log",
            "level": "ERROR",
            "delay": True,
            "formatter": "discreet",
            "filters": ["one_line"],
        },
    },
    # Refusals (401, 404, …) are answers, not events.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["console", "file"], "level": os.environ.get("HUTONG_LOG", "WARNING")},
}

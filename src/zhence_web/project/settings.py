"""Django's settings, all of them derived from one :class:`Config`."""

from __future__ import annotations

import os
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from zhence_web.project.config import read_config
from zhence_web.project.database import database_of
from zhence_web.project.key import kept_key

CONFIG = read_config(os.environ)
SITE = Path(__file__).resolve().parent.parent
AUDIENCES = ("public", "desk", "review", "staff", "cockpit")

DEBUG = CONFIG.debug
SECRET_KEY = CONFIG.secret_key or kept_key(CONFIG.data_dir)
ALLOWED_HOSTS = list(CONFIG.allowed_hosts)
ROOT_URLCONF = "zhence_web.project.urls"
WSGI_APPLICATION = "zhence_web.project.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "zhence_web.records",
    "zhence_web.jobs",
]
DATABASES = {"default": database_of(CONFIG)}
MEDIA_ROOT = CONFIG.data_dir / "files"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "zhence_web.kit.headers.PolicyHeaders",
    "zhence_web.records.kept.early.KeptFirst",
    "zhence_web.api.frame.Frame",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhence_web.records.accounts.sessions.IdleSessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # The last: it answers instead of a sign-in that it has locked.
    "zhence_web.records.accounts.door.Door",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            SITE / "templates",
            SITE / "api" / "templates",
            *(SITE / "screens" / audience / "templates" for audience in AUDIENCES),
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["zhence_web.kit.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhence_web.kit.languages.page_languages",
                "zhence_web.project.frame.frame",
            ],
        },
    }
]

AUTH_USER_MODEL = "records.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"django.contrib.auth.password_validation.{name}",
        "OPTIONS": options,
    }
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ["username"]}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "staff:work"

# Nobody signs up by themselves and nothing is mailed: people are invited by a link.
# Which addresses of the package exist is said in project.entry.
ACCOUNT_ADAPTER = "zhence_web.records.accounts.adapters.ClosedSignUp"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
# Guessing is counted by axes alone, in the database, so that every process agrees.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
# System, security and audit administrators do nothing before they have one.
REQUIRE_SECOND_FACTOR = CONFIG.second_factor
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "镇策 zhence"
MFA_TOTP_TOLERANCE = 1

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# By name, not by address: behind a proxy a whole county may share one address.
AXES_LOCKOUT_PARAMETERS = ["username"]
# It warns of locks that a changed browser or cookie gets around; a name stays.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_USERNAME_CALLABLE = "zhence_web.records.accounts.signins.attempted"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# A session ends so long after its last request, and with the browser; the middleware
# prolongs it, not at every request.
SESSION_ENGINE = "zhence_web.records.accounts.sessions"
SESSION_COOKIE_AGE = CONFIG.idle_minutes * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "zhence_web.screens.public.errors.stale_form"
if CONFIG.https:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60

# Off unless the environment names a provider. It signs in those who were invited
# here under the same user name, and makes nobody.
OIDC = CONFIG.oidc is not None
if CONFIG.oidc is not None:
    if find_spec("jwt") is None:
        raise ImproperlyConfigured(
            "OIDC_SERVER 已设置，但缺少读取令牌的程序包，请安装 zhence[oidc]"
            " / OIDC_SERVER is set, and what reads the provider's tokens is missing:"
            " install zhence[oidc], or leave the OIDC_ variables out"
        )
    INSTALLED_APPS += [
        "allauth.socialaccount",
        "allauth.socialaccount.providers.openid_connect",
    ]
    SOCIALACCOUNT_ADAPTER = "zhence_web.records.accounts.single_sign_on.InvitedOnly"
    SOCIALACCOUNT_ONLY = False
    SOCIALACCOUNT_STORE_TOKENS = False
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": CONFIG.oidc.name,
                    "client_id": CONFIG.oidc.client,
                    "secret": CONFIG.oidc.secret,
                    "settings": {"server_url": CONFIG.oidc.server},
                }
            ],
        }
    }

# Chinese stands at the root, English below /en/. The address alone decides: a
# link that somebody sends shows its reader the same page.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    SITE / "static",
    SITE / "screens" / "public" / "static",
]
# Served from where they lie, so that no step can be forgotten after an edit; the
# address carries a fingerprint (see kit.tags.asset), so they may be kept long.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 7 * 24 * 60 * 60

# How often one token, person or address may ask the API in a minute, of one process.
API_A_MINUTE = 600
# Mail goes to a server when MAIL_URL names one, else into files for whoever tries it.
DEFAULT_FROM_EMAIL = CONFIG.mail_from
if CONFIG.mail is None:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = CONFIG.data_dir / "mail"
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = CONFIG.mail.host, CONFIG.mail.port
    EMAIL_HOST_USER = CONFIG.mail.user
    EMAIL_HOST_PASSWORD = CONFIG.mail.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = CONFIG.mail.tls, not CONFIG.mail.tls
    EMAIL_TIMEOUT = 10

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

"""The one settings file. What varies comes from the environment (`environment.py` names it all)."""

import zoneinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from cop_site import environment

# The zone rules are those locked with the code, not whatever the machine has: every process tells the same time.
zoneinfo.reset_tzpath(to=())

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # what the running site keeps when nothing else is set: database, mailbox, key

# --- where we are -------------------------------------------------------------------------------

DEBUG = environment.read_bool("DEBUG")
SITE_URL = environment.read_site_url("http://localhost:8000" if DEBUG else "")
SITE_NAME = environment.read("SITE_NAME", "Last Wednesday")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
HTTPS = SITE_URL.startswith("https://")
if not (DEBUG or HTTPS or SITE_HOST in {"localhost", "127.0.0.1"}):
    environment.refuse("SITE_URL", "should begin with https://, or sign-in codes travel in the clear")
ALLOWED_HOSTS = environment.read_list("ALLOWED_HOSTS") or [SITE_HOST]
if "*" in ALLOWED_HOSTS and not DEBUG:
    environment.refuse("ALLOWED_HOSTS", "should name the site's hosts; * lets anybody choose the name")
if DEBUG and SITE_HOST not in {"localhost", "127.0.0.1", "::1"}:
    environment.refuse("DEBUG", "is for this machine alone: with it anybody could sign in as anybody")
if DEBUG:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
TRUSTED_PROXIES = environment.read_count("TRUSTED_PROXIES")
HOSTS_NEED_SECOND_FACTOR = environment.read_bool("HOSTS_NEED_SECOND_FACTOR")

SECRET_KEY = environment.read_secret_key(debug=DEBUG, kept_in=VAR_DIR / "secret_key")
SECRET_KEY_FALLBACKS = environment.read_list("SECRET_KEY_FALLBACKS")

ROOT_URLCONF = "cop_site.urls"
WSGI_APPLICATION = "cop_site.wsgi.application"

# --- what is stored -----------------------------------------------------------------------------

DATABASES = {"default": environment.read_database(f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
CACHES = {"default": environment.read_cache()}
MAILBOX_DIR = VAR_DIR / "mailbox"
MAILERS = {"default": environment.read_mailer(MAILBOX_DIR, debug=DEBUG)}
DEFAULT_FROM_EMAIL = environment.read(
    "MAIL_FROM", '"{}" <circles@{}>'.format(SITE_NAME.replace('"', "’"), SITE_HOST)
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "circles.Person"

# --- what it is made of -------------------------------------------------------------------------

INSTALLED_APPS = [
    "cop_site.apps.SiteConfig",
    "circles.apps.CirclesConfig",
    "gatherings.apps.GatheringsConfig",
    "checkins.apps.CheckinsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "gatherings.feeds.serving.FeedMiddleware",
    "checkins.tonight.live.LiveMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "circles.signing_in.sessions.SessionsMiddleware",
    "circles.http.PersonMiddleware",
    "cop_site.signing_out.SigningOut",
    "cop_site.closed_doors.ClosedDoors",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cop_site.wrong_ways.WrongWays",
    "cop_site.closed_circles.ClosedCircles",
    "allauth.account.middleware.AccountMiddleware",
    "circles.signing_in.proof.ProofMiddleware",
    "circles.signing_in.way.WayMiddleware",
    *(["cop_site.not_there.NotThere"] if DEBUG else []),
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "circles.http.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- languages and time -------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "cop_site.formats"
TIME_ZONE = "UTC"  # what is stored and logged; people see their circle's time and their own
USE_TZ = True

# --- static files -------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "cop_site.static_files.HashedFiles"
    },
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG  # while trying out and in tests: no collecting first

# --- signing in ---------------------------------------------------------------------------------

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "circles.signing_in.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "circles.signing_in.accounts.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "circles.forms.NameAtSignUp"
ACCOUNT_FORMS = {"login": "circles.forms.sign_in.SignIn"}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_NOTIFICATIONS = True
# The other limits are as allauth has them (R38).
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/m/key,10/h/key",
    "lab_sign_up": "20/m/ip,3/m/key,10/h/key",  # the key is the address
    "check_in": "20/m/user,120/h/user",  # words brought to a round
    "table_step": "120/m/user",  # at the stitching table; its script waits and sends the step again
    "member_response": "6/m/user,40/h/user",  # to a poem of one's own circle
    "poem_response": "5/m/ip,20/h/ip,60/h/key",  # readers from beyond a circle; the key is the poem
    "proof_code": "3/m/user,10/h/user",  # the letters of circles.signing_in.proof
    "print": "20/m/user,120/h/user",  # what the worker is asked to set in type
    # Phones that answer from a messenger; the key is the member. A whole circle may sit behind one address.
    "phone_code": "60/m/ip,3/m/key,6/h/key,12/d/key",
    "phone_try": "120/m/ip,6/m/key,20/h/key,40/d/key",
    "phone_nod": "60/m/ip,6/m/key,20/h/key",
    "centre_code": "10/m/ip,60/h/ip",  # codes tried by a screen that is to be the Centre
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_TOTP_ISSUER = SITE_NAME
MFA_FORMS = {
    "add_webauthn": "circles.forms.sign_in.AddPasskey",
    "edit_webauthn": "circles.forms.sign_in.RenamePasskey",
}
SOCIALACCOUNT_ADAPTER = "circles.signing_in.accounts.SocialAccountAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False  # the other site's name for somebody is offered, not taken
SOCIALACCOUNT_PROVIDERS, _providers = environment.read_providers()
INSTALLED_APPS += _providers

# Sixty days without a visit end a session: one sign-in lasts from gathering to gathering. `circles.signing_in.sessions`
# keeps this counting from the last visit, and ends it after half a year whatever happens.
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- what every answer carries (R61) --------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    # Browsers hold a form to this even where it is sent on: to another site, when people may sign in there.
    "form-action": [CSP.SELF, "https:"] if _providers else [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# Secret addresses are told to no other site. Told to nobody ("no-referrer"), a form without scripts would be sent with
# `Origin: null`, and refused as somebody else's.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "cop_site.views.errors.csrf_failed"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^healthz$"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 730
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- what is written down about the running site ---------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"masked": {"()": "cop_site.logs.MaskSecrets"}},
    "formatters": {"json": {"()": "cop_site.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["masked"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django_tasks_db": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}

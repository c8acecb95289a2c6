"""Settings, read from the environment. A value that is missing or wrong stops the start with its name.

The defaults are those of production; ``./bourse`` writes the few that a demonstration changes.
"""

import logging
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, ValidationError, validate

from apprentissage.logs import logging_config

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent


def https_unless_demonstration(url: str) -> None:
    """Refuse an address over which a session or a contract would travel in clear."""
    if urlsplit(url).scheme not in ({"http", "https"} if DEMONSTRATION else {"https"}) or not urlsplit(url).hostname:
        raise ValidationError("must be a full address that starts with https://")


def nothing_or_https(url: str) -> None:
    """Refuse an address that travels in clear; an empty one turns a service off."""
    if url:
        https_unless_demonstration(url)


def no_wildcard_unless_demonstration(hosts: list[str]) -> None:
    """Refuse to answer in the name of any host: links in mails are built from it."""
    if "*" in hosts and not DEMONSTRATION:
        raise ValidationError("must name the hosts one by one, without *")


def identity_provider(name: str, label: str) -> list[dict]:
    """An OpenID Connect provider as the environment describes it; none when it does not."""
    with env.prefixed(f"{name.upper()}_"):
        issuer = env.str("ISSUER", "", validate=lambda url: https_unless_demonstration(url or SITE_URL))
        if not issuer:
            return []
        return [
            {
                "provider_id": name,
                "name": label,
                "client_id": env.str("CLIENT_ID"),
                "secret": env.str("CLIENT_SECRET"),
                # The levels of proof that are believed; the first one is asked for.
                "settings": {"server_url": issuer, "acr": env.list("ACR", ["eidas1", "eidas2", "eidas3"])},
            }
        ]


# -- profile -----------------------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", False)
DEMONSTRATION = env.bool("DEMONSTRATION", False)  # plain http, fictional offers, mail printed on the console
DEMONSTRATION_PASSWORD = env.str("DEMONSTRATION_PASSWORD", "")  # of the demonstration's accounts; empty: there are none
SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=50))
SECRET_KEY_FALLBACKS: list[str] = env.list(
    "SECRET_KEY_FALLBACKS", []
)  # the former keys, while their links and sessions live
SITE_URL = env.str(
    "SITE_URL",
    "http://localhost:8000" if DEMONSTRATION else "https://localhost",
    validate=https_unless_demonstration,
).rstrip("/")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    sorted({urlsplit(SITE_URL).hostname or "", "localhost", "127.0.0.1", "[::1]"}),
    validate=no_wildcard_unless_demonstration,
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SOURCE_URL = env.str(
    "SOURCE_URL", ""
)  # where the code of this very service can be read; empty: the footer does not say
OPERATOR = {  # who runs this service, for the legal notice; what is empty is said to be missing
    "name": env.str("OPERATOR_NAME", ""),
    "address": env.str("OPERATOR_ADDRESS", ""),
    "email": env.str("OPERATOR_EMAIL", ""),
    "director": env.str("OPERATOR_DIRECTOR", ""),
    "host": env.str("OPERATOR_HOST", ""),
}

# -- rooms -------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "apprentissage",
    "apprentissage.accounts",
    "apprentissage.mail",
    "apprentissage.privacy",
    "apprentissage.territories",
    "apprentissage.trades",
    "offers",
    "simulators",
    "offers.tiles",
    "offers.publishing",
    "offers.applications",
    "offers.answers",
    "offers.alerts",
    "offers.spontaneous",
    "offers.moderation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.gis",
    "django.forms",  # its templates, which ours override
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "lucide",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apprentissage.logs.RequestLog",
    # Compressing a page that holds a secret lets an attacker guess it by its size (BREACH). Here the one secret in a
    # page is the CSRF token, which Django masks anew each time, and this middleware adds a random number of bytes.
    "django.middleware.gzip.GZipMiddleware",
    "apprentissage.middleware.refuse_nul_bytes",
    "apprentissage.middleware.limit_the_device",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # closed by default: public views say so
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "offers.alerts.favourites.forget_joined_favourites",
    "allauth.account.middleware.AccountMiddleware",
    "apprentissage.accounts.sign_in.factors.SecondFactorMiddleware",
]

ROOT_URLCONF = "apprentissage.urls"
WSGI_APPLICATION = "apprentissage.wsgi.application"

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
                "apprentissage.context.site",
                "apprentissage.accounts.sign_in.corner.corner",
            ],
            "builtins": [
                "apprentissage.templatetags.drawings",
                "apprentissage.templatetags.french",
                "apprentissage.templatetags.icons",
                "apprentissage.templatetags.labels",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- data --------------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.dj_db_url("DATABASE_URL")}
if "postg" not in DATABASES["default"]["ENGINE"]:
    raise ImproperlyConfigured('Environment variable "DATABASE_URL" invalid: it must start with postgis://')
DATABASE_POOL = env.int("DATABASE_POOL", 12, validate=validate.Range(1, 100))  # connections per web process
DATABASES["default"] |= {
    "ENGINE": "django.contrib.gis.db.backends.postgis",
    "CONN_MAX_AGE": 0,  # the pool keeps the connections
    "CONN_HEALTH_CHECKS": True,  # a server that was restarted costs a new connection, not an error page
    "OPTIONS": {"pool": {"min_size": min(2, DATABASE_POOL), "max_size": DATABASE_POOL, "timeout": 10}},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CACHES = {
    # What every process must agree on: how often a code was tried. The database holds it unless there is a Redis.
    "default": env.dj_cache_url("CACHE_URL", "db://shared_cache?max_entries=20000"),
    # What any process may compute again: tiles, contours, counts.
    "near": env.dj_cache_url("CACHE_URL", "locmem://near"),
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# -- language and time -------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# -- files -------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".local" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# -- sign-in -----------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "accounts:account", "pages:home"
ACCOUNT_ADAPTER = "apprentissage.accounts.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # nobody signs up by form: this opens the page for passwords
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_CHANGE_EMAIL = True  # one address at a time; the old one stays until the new one is proven
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 900  # seconds
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}  # 8: with the limits below, a year of
ACCOUNT_RATE_LIMITS = {  # guessing one address opens it with a chance of 3 in 1,000
    "request_login_code": "60/m/ip,3/m/key,20/h/key",  # a class that signs in together has one address on the network
    "confirm_login_code": "120/m/ip,30/h/key",
    "link_identity": "60/m/ip,3/m/key,20/h/key",
    "reauthenticate": "10/m/user,30/h/user",
}
ACCOUNT_EMAIL_NOTIFICATIONS = ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds: a sensitive change asks who had not proven who they are since
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", False) else 0  # whose X-Forwarded-For counts the tries
ACCOUNT_FORMS = {
    name: f"apprentissage.accounts.sign_in.forms.{form}"
    for name, form in {
        "request_login_code": "SignInForm",
        "confirm_login_code": "CodeForm",
        "confirm_email_verification_code": "NewAddressCodeForm",
        "add_email": "NewAddressForm",
        "login": "PasswordForm",
        "reauthenticate": "PasswordAgainForm",
        "set_password": "NewPasswordForm",
        "change_password": "OtherPasswordForm",
    }.items()
}
MFA_FORMS = {
    name: f"apprentissage.accounts.sign_in.forms.{form}"
    for name, form in {
        "authenticate": "FactorForm",
        "reauthenticate": "FactorAgainForm",
        "activate_totp": "ApplicationForm",
        "add_webauthn": "PasskeyForm",
        "edit_webauthn": "PasskeyNameForm",
    }.items()
}
MFA_ADAPTER = "apprentissage.accounts.sign_in.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone counts as two factors: what one has, and who one is
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMONSTRATION  # plain http on localhost
MFA_TOTP_ISSUER = "La bourse de l’apprentissage"
MFA_TOTP_TOLERANCE = 1  # periods of 30 s, for clocks that drift

SOCIALACCOUNT_ADAPTER = "apprentissage.accounts.sign_in.identity.IdentityAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, dict] = {
    "openid_connect": {
        "provider_class": "apprentissage.accounts.sign_in.identity.IdentityProvider",
        "APPS": [
            *identity_provider("franceconnect", "FranceConnect"),  # young people
            *identity_provider("proconnect", "ProConnect"),  # employers, officers
        ],
    }
}

FILE_UPLOAD_HANDLERS = [
    "offers.applications.receiving.StopAtTheLimit",  # beyond 10 MB, nothing is kept of a file
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 4
# The clamd that reads what people send: tcp://host:3310 or unix:///run/clamav/clamd.ctl; empty: files are cleaned only
ANTIVIRUS_URL = env.str("ANTIVIRUS_URL", "", validate=lambda url: url and validate.Regexp(r"(tcp|unix)://.+")(url))

IDENTITY_ORIGINS = [
    "/".join(app["settings"]["server_url"].split("/")[:3]) for app in SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
]

# -- security ----------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = not DEMONSTRATION
SECURE_REDIRECT_EXEMPT = [r"^vivant$", r"^pret$", r"^metrics$"]  # asked by the load balancer, inside
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 0 if DEMONSTRATION else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMONSTRATION
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMONSTRATION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "session" if DEMONSTRATION else "__Host-session"  # a neighbour subdomain cannot plant one
CSRF_COOKIE_NAME = "csrf" if DEMONSTRATION else "__Host-csrf"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# A State base map; empty: our own contours, no third party.
BASE_MAP_STYLE = env.str("BASE_MAP_STYLE", "", validate=lambda url: url and validate.URL(schemes=["https"])(url))
BASE_MAP_ORIGIN = "/".join(BASE_MAP_STYLE.split("/")[:3])

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF, *filter(None, [BASE_MAP_ORIGIN])],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *IDENTITY_ORIGINS],  # a browser checks where the answer to a form leads
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# GDAL < 3.9 (Debian 12) cannot refuse remote spatial references; it never opens a file or definition from outside.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

# -- offers ------------------------------------------------------------------------------------------------------------
# Applications that may wait for an answer; an offer then takes no other until its employer has answered.
WAITING_APPLICATIONS_CEILING = env.int("WAITING_APPLICATIONS_CEILING", 80, validate=validate.Range(1, 10_000))

# -- outside services --------------------------------------------------------------------------------------------------
GEOCODER_DOMAIN = env.str("GEOCODER_DOMAIN", "")  # "data.geopf.fr/geocodage" in production; empty: communes only
GEOCODER_SCHEME = env.str("GEOCODER_SCHEME", "https", validate=validate.OneOf(["http", "https"]))
GEOCODER_TIMEOUT = env.float("GEOCODER_TIMEOUT", 2.0, validate=validate.Range(0.1, 30))  # seconds

# The public register of companies, "https://recherche-entreprises.api.gouv.fr/search" in production; empty: only what
# ``import_establishments`` brought.
SIRENE_API_URL = env.str("SIRENE_API_URL", "", validate=nothing_or_https)
SIRENE_API_TIMEOUT = env.float("SIRENE_API_TIMEOUT", 3.0, validate=validate.Range(0.1, 30))  # seconds

_mail = env.dj_email_url("EMAIL_URL", "console:" if DEMONSTRATION else "smtp://localhost:25")
if "EMAIL_BACKEND" not in _mail:
    raise ImproperlyConfigured('Environment variable "EMAIL_URL" invalid: it must start with smtp: or console:')
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_BACKEND"], _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_BACKEND = EMAIL_BACKEND.replace("django.core.mail.backends.smtp.EmailBackend", "apprentissage.mail.smtp.Backend")
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"], 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"ne-pas-repondre@{urlsplit(SITE_URL).hostname}")

# -- moderation --------------------------------------------------------------------------------------------------------
MODERATION_SAMPLE_RATE = env.float(  # the share of offers without a doubt that somebody reads all the same
    "MODERATION_SAMPLE_RATE", 0.01, validate=validate.Range(0, 1)
)

# -- what the operator sees --------------------------------------------------------------------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"]))
LOGGING = logging_config(LOG_LEVEL, as_json=not DEMONSTRATION)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG  # one event per request is enough: its end

METRICS_TOKEN = env.str("METRICS_TOKEN", "", validate=lambda token: token and validate.Length(min=32)(token))
if METRICS_TOKEN:  # without one /metrics does not exist, and nothing is counted
    MIDDLEWARE.insert(0, "django_prometheus.middleware.PrometheusBeforeMiddleware")
    MIDDLEWARE.append("django_prometheus.middleware.PrometheusAfterMiddleware")

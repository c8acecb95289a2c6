"""Settings, read from the environment. A value that is missing or wrong stops the start with its name.

The defaults are those of production; ``./bourse`` writes the few that a demonstration changes.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from environs import Env, validate

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# -- profile -----------------------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", False)
DEMONSTRATION = env.bool("DEMONSTRATION", False)  # plain http, fictional offers, mail printed on the console
SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=50))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SOURCE_URL = env.str("SOURCE_URL", "")  # where the code of this very service can be read; empty: the footer does not say
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
    "apprentissage.territories",
    "apprentissage.trades",
    "offers",
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
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # closed by default: public views say so
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
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
            ],
            "builtins": ["apprentissage.templatetags.french", "apprentissage.templatetags.icons"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- data --------------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.dj_db_url("DATABASE_URL")}
DATABASES["default"] |= {
    "ENGINE": "django.contrib.gis.db.backends.postgis",
    "CONN_MAX_AGE": 0,  # the pool keeps the connections
    "OPTIONS": {"pool": {"min_size": 2, "max_size": env.int("DATABASE_POOL", 12), "timeout": 10}},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "admin:login"
CACHES = {"default": env.dj_cache_url("CACHE_URL", "locmem://")}

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

# -- security ----------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = not DEMONSTRATION
SECURE_REDIRECT_EXEMPT = [r"^vivant$", r"^pret$"]  # asked by the load balancer, inside
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 0 if DEMONSTRATION else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMONSTRATION
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMONSTRATION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

BASE_MAP_STYLE = env.str("BASE_MAP_STYLE", "")  # a State base map; empty: our own contours, no third party
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
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# GDAL < 3.9 (Debian 12) cannot refuse remote spatial references; no file or definition from outside is ever opened by it.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

# -- outside services --------------------------------------------------------------------------------------------------
GEOCODER_DOMAIN = env.str("GEOCODER_DOMAIN", "")  # "data.geopf.fr/geocodage" in production; empty: communes only
GEOCODER_SCHEME = env.str("GEOCODER_SCHEME", "https")
GEOCODER_TIMEOUT = env.float("GEOCODER_TIMEOUT", 2.0)  # seconds

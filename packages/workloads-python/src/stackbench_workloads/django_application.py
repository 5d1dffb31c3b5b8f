"""Django around the shared endpoints. Its stacks differ in the middleware alone."""

from collections.abc import Sequence

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.utils import get_random_secret_key
from django.core.wsgi import get_wsgi_application

from .read_input import BODY_LIMIT_BYTES

# What `django-admin startproject` puts there.
DEFAULT_MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
_DEFAULT_APPS = (
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
)


def django_application(middleware: Sequence[str]) -> WSGIHandler:
    """A WSGI callable. Once in a process: Django's settings are global."""
    settings.configure(
        SECRET_KEY=get_random_secret_key(),
        ALLOWED_HOSTS=["*"],
        INSTALLED_APPS=_DEFAULT_APPS,
        MIDDLEWARE=middleware,
        ROOT_URLCONF="stackbench_workloads.django_routes",
        # The database holds the table of the contract and none of Django's own.
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        DATA_UPLOAD_MAX_MEMORY_SIZE=BODY_LIMIT_BYTES,
    )
    return get_wsgi_application()

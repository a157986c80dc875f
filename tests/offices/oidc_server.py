"""A real OpenID Connect server of PyPI (allauth.idp.oidc over oauthlib), run as a process: `oidc_server.py PORT BACK`.

Its database lies in memory. `/rotate` gives it another key and forgets the old one, as a server does in an emergency.
"""

import sys
from collections.abc import Callable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

CLIENT, SECRET = "shram-setu", "a secret: with % signs"
PASSWORD = "the password over there"
PEOPLE = ("ram", "nobody.here")


def new_key() -> dict[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    shape = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return {"pem": key.private_bytes(*shape).decode()}


def rotate(request: HttpRequest) -> HttpResponse:
    settings.IDP_OIDC_PRIVATE_KEYS = [new_key()]
    return HttpResponse("rotated")


def configure() -> None:
    settings.configure(
        SECRET_KEY="of the server over there",
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:oidc?mode=memory&cache=shared"}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ACCOUNT_LOGIN_METHODS={"username"},
        ACCOUNT_SIGNUP_FIELDS=["username*", "password1*"],
        ACCOUNT_EMAIL_VERIFICATION="none",
        LOGIN_URL="/accounts/login/",
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        IDP_OIDC_PRIVATE_KEYS=[new_key()],
    )
    django.setup()


def fill(back: str) -> None:
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for name in PEOPLE:
        User.objects.create_user(name, password=PASSWORD)
    client = Client(id=CLIENT, name="Shram Setu", scopes="openid\nprofile", redirect_uris=back, skip_consent=True)
    client.set_secret(SECRET)
    client.save()


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None: ...


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


urlpatterns = [path("rotate", rotate)]

if __name__ == "__main__":
    configure()
    from django.core.wsgi import get_wsgi_application

    fill(sys.argv[2])
    urlpatterns += [path("accounts/", include("allauth.account.urls")), path("", include("allauth.idp.urls"))]
    application: Callable[..., Any] = get_wsgi_application()
    with make_server("127.0.0.1", int(sys.argv[1]), application, Threads, Quiet) as server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        server.serve_forever()

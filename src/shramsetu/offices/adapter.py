"""How allauth signs officers in here: no sign-up, a lock after failures, every sign-in an Entry."""

import base64
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.encoding import force_bytes

from shramsetu import rulebook
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices import access, actions
from shramsetu.offices.models import User
from shramsetu.offices.oidc import views as oidc


class Adapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Sign-in by administrators' leave only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        if User.objects.filter(username=credentials.get("username"), locked_until__gt=timezone.now()).exists():
            raise self.validation_error("too_many_login_attempts")
        if credentials.get("password") == settings.DEMO_PASSWORD and not settings.DEMO:
            # A folder that was a demo once still holds its people: the password everybody knows opens nothing here.
            raise self.validation_error("username_password_mismatch")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        user = User.objects.filter(username=credentials.get("username")).first()
        if user is not None:
            now = timezone.now()
            book, day = rulebook.book(), clock.day(now)
            lock = timedelta(minutes=book.number("signin.lock_minutes", day))
            actions.note_failure(user, limit=book.number("signin.failures_before_lock", day), lock=lock, at=now)

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        now = timezone.now()
        access.start_session(request, now)
        actions.note_sign_in(user, by=Actor(role="user", user_id=user.pk), at=now)

    def set_password(self, user: User, password: str) -> None:
        now = timezone.now()
        actions.change_password(user, password=password, by=Actor(role="user", user_id=user.pk), at=now)
        access.start_session(self.request, now)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return access.first_page(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return access.first_page(request)  # who had to change it goes on to work

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return oidc.leaving(request) or resolve_url("account_login")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: officers need no e-mail; the Entry tells."""


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Keeps the secrets of second factors encrypted."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: officers need no e-mail."""


def _box() -> MultiFernet:
    """The newest key encrypts; keys taken out of use still open."""
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> bytes:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"second factor").derive(force_bytes(secret))
    return base64.urlsafe_b64encode(derived)

"""Let the sandbox in as a partner of a demo, so that it may answer us; a real site never trusts a key that all know."""

import time
from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from shramsetu.journal.rules import SYSTEM
from shramsetu.workers.familyid.sandbox.registry import SENDER, sandbox_key
from shramsetu.workers.models import Partner, Right
from shramsetu.workers.social import keys, post
from shramsetu.workers.social.actions import partners
from shramsetu.workers.social.actions.partners import NewPartner

KEEP_SECONDS = 600


def may() -> bool:
    """Tell whether this site may trust the sandbox: demo and tests only."""
    return bool(settings.DEMO or settings.TESTING)


def let_in(*, at: datetime) -> Callable[[], str]:
    """Make the sandbox a partner, and return what fetches its token from us."""
    partner = Partner.objects.filter(sender_id=SENDER, ended_at=None).first()
    if partner is None:
        new = NewPartner(
            sender_id=SENDER,
            name="फ़ैमिली आईडी (अभ्यास)",
            purpose="अभ्यास · practice",
            rights=[Right.TELL],
            public_keys=[keys.written(sandbox_key().public_key())],
        )
        ours = partners.admit(new, by=SYSTEM, at=at)[1]
    else:
        partners.add_key(partner, keys.written(sandbox_key().public_key()), by=SYSTEM, at=at)
        ours = partners.new_secret(partner, by=SYSTEM, at=at)
    return _Token(ours)


def no_token() -> str:
    """Give no token: the sandbox of a real site answers nobody by itself."""
    return ""


class _Token:
    """A token of ours for the sandbox, fetched when it is first needed and kept for ten minutes."""

    def __init__(self, secret: str) -> None:
        self.secret, self.token, self.until = secret, "", 0.0

    def __call__(self) -> str:
        if time.monotonic() > self.until:
            form = {"grant_type": "client_credentials", "client_id": SENDER, "client_secret": self.secret}
            answer = post.fill(f"{settings.SITE_URL}/oauth2/client/token", form)
            self.token = str(answer.said.get("access_token", ""))
            self.until = time.monotonic() + KEEP_SECONDS
        return self.token

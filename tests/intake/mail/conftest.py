"""The site has an address of its own; a real Dovecot for the tests that want one, one for each process."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from tests import apart
from tests.intake.mail import post
from tools.imap.launch import PASSWORD, MailServer
from tools.imap.root import NoMailServer


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.MAIL_ADDRESS = post.OURS
    settings.DEFAULT_FROM_EMAIL = f"श्रम सेतु <{post.OURS}>"


@pytest.fixture(scope="session")
def dovecot() -> Iterator[MailServer]:
    """The mail server, running; without one: skipped, or failed where REQUIRE has imap."""
    try:
        server = MailServer.fresh()
        server.start()
    except NoMailServer as error:
        sentence = f"no mail server here: {error}"
        if "imap" in os.environ.get("REQUIRE", "").split(","):
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    yield server
    server.__exit__()


@pytest.fixture
def mailbox(dovecot: MailServer, settings: Any) -> MailServer:
    """An empty folder on it, known to the site."""
    settings.IMAP_URL, settings.IMAP_PASSWORD, settings.IMAP_TIMEOUT_SECONDS = dovecot.url("Shikayat"), PASSWORD, 10
    settings.IMAP_CA = ""
    with dovecot.client() as client:
        client.delete("Shikayat")
        client.create("Shikayat")
    return dovecot


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A database apart: its rows outlive the process that wrote them."""
    with django_db_blocker.unblock(), apart.database("imap") as url:  # type: ignore[attr-defined]
        yield url

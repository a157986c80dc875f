"""`shramsetu partner` as an operator uses it."""

import base64

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from tests.workers.social.peer import KEY, Peer

from shramsetu.journal.models import Entry
from shramsetu.workers.models import Partner
from shramsetu.workers.social import keys

pytestmark = pytest.mark.django_db
PUBLIC = keys.written(KEY.public_key())


def run(*words: str) -> None:
    call_command("partner", *words)


def add(*more: str) -> None:
    run("add", "nfsa", "--title", "NFSA", "--purpose", "NFSA 2013", *more)


def test_a_partner_is_let_in_keyed_and_shown_out(capsys: pytest.CaptureFixture[str]) -> None:
    add("--right", "person", "--right", "family", "--district", "118", "--callback", "https://nfsa.example/spdci")
    partner = Partner.objects.get()
    assert (partner.rights, partner.place is not None) == (["family", "person"], True)
    run("keys", "nfsa", "--key", PUBLIC)
    run("keys", "nfsa", "--end", keys.thumbprint(KEY.public_key()))
    assert partner.keys.get().ended_at is not None
    run("end", "nfsa")
    run("list")
    out = capsys.readouterr().out
    assert "client_secret" in out
    assert out.splitlines()[-1].startswith("✗")
    verbs = list(Entry.objects.filter(stream=f"partner:{partner.pk}").order_by("seq").values_list("verb", flat=True))
    assert verbs == ["admit", "add_key", "end_key", "end"]


@pytest.mark.parametrize(
    "words",
    [
        ["add", "x", "--title", "X", "--purpose", "p", "--callback", "http://open.example"],
        ["add", "x", "--title", "X", "--purpose", "p", "--district", "1"],
        ["secret", "nobody"],
        ["keys", "test-client", "--key", base64.b64encode(b"short").decode()],
        ["keys", "test-client", "--jwks", "http://open.example/jwks"],
        ["add", "test-client", "--title", "X", "--purpose", "p"],
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(words: list[str]) -> None:
    Peer()
    with pytest.raises(CommandError):
        run(*words)

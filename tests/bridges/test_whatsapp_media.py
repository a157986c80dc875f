"""Photographs and voice notes: fetched from the provider alone, checked like any upload, tried again, told of."""

from typing import Any

import pytest
from tests.bridges.cloud import Cloud, Person, bring, text
from tests.bridges.servers import Listener
from tests.cast import MONDAY
from tests.files.file_samples import MP3, PDF, picture

from shramsetu.bridges.whatsapp import media
from shramsetu.files.models import Attachment
from shramsetu.files.rules import TooLarge

pytestmark = pytest.mark.django_db
PHOTO = {"id": "p1", "mime_type": "image/jpeg"}


@pytest.fixture
def ready(provider: Cloud) -> Person:
    """Somebody who agreed and is telling."""
    provider.files = {"p1": ("image/jpeg", picture("JPEG"))}
    person = Person(provider)
    person.says("नमस्ते")
    person.says("1")
    return person


def fetch(ref: str = "p1") -> media.File:
    return media.fetch((ref, ""), at=MONDAY)


def test_a_file_is_asked_for_by_its_id_with_our_token(provider: Cloud) -> None:
    provider.files = {"a/b": ("application/pdf", PDF)} | {"p1": ("audio/ogg; codecs=opus", b"x")}
    assert (fetch().content, fetch().media_type) == (b"x", "audio/ogg")
    assert provider.asked[:2] == ["/v24.0/p1", "/files/p1"]
    with pytest.raises(media.Lost):
        fetch("a/b")
    assert provider.asked[-1] == "/v24.0/a%2Fb"  # an id leads nowhere else


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1/files/p1",
        "http://127.0.0.1:{port}@evil.example/files/p1",
        "http://evil.example/127.0.0.1:{port}",
        "https://127.0.0.1:{port}/files/p1",
        "file:///etc/passwd",
        "//127.0.0.1:{port}/files/p1",
        "http://[::1",
    ],
)
def test_no_other_host_is_spoken_to(provider: Cloud, url: str) -> None:
    provider.files = {"p1": ("image/jpeg", b"x")}
    provider.elsewhere = url.replace("{port}", str(provider.port))
    with pytest.raises(media.Lost):
        fetch()
    assert provider.asked == ["/v24.0/p1"]


def test_a_redirect_is_not_followed_with_the_token(provider: Cloud, hook: Listener) -> None:
    provider.files, provider.lose = {"p1": ("image/jpeg", b"x")}, [302]
    with pytest.raises(media.Lost):
        fetch()
    assert (provider.asked, hook.got) == (["/v24.0/p1"], [])


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_what_passes_by_is_tried_again(provider: Cloud, status: int) -> None:
    provider.files, provider.lose = {"p1": ("image/jpeg", b"x")}, [status]
    with pytest.raises(media.Later):
        fetch()
    assert fetch().content == b"x"


def test_nobody_there_is_tried_again(provider: Cloud, settings: Any) -> None:
    settings.WHATSAPP = settings.WHATSAPP | {"url": "http://127.0.0.1:9/v24.0"}
    with pytest.raises(media.Later):
        fetch()


def test_more_bytes_than_any_file_may_have_are_not_read(provider: Cloud) -> None:
    provider.files = {"p1": ("application/pdf", b"x" * 60_000_000)}
    with pytest.raises(TooLarge):
        fetch()


def test_a_photograph_that_comes_at_the_second_try_is_kept_once(ready: Person) -> None:
    ready.state.lose = [500]
    before = ready.state.texts()
    ready.sends("image", PHOTO)
    assert (ready.state.texts(), Attachment.objects.count()) == (before, 0)
    bring(text("और भी है, यह बाद में लिखा", at=ready.at))  # waits behind the photograph
    ready.wait(minutes=2)
    assert (Attachment.objects.count(), len(ready.state.texts())) == (1, len(before) + 2)


def test_what_never_comes_is_asked_for_again(ready: Person) -> None:
    ready.state.lose = [500] * 4
    ready.sends("image", PHOTO)
    for _ in range(4):
        ready.wait(minutes=6)
    assert (Attachment.objects.count(), ready.state.lose) == (0, [])
    assert ready.state.texts()[-1].startswith("आपकी फ़ाइल नहीं मिल पाई।")
    ready.sends("image", PHOTO)
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("image/jpeg", b"MZ\x90\0" + bytes(200)),
        ("image/jpeg", MP3),
        ("application/x-msdownload", b"MZ\x90\0" + bytes(200)),
        ("video/mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(200)),
        ("text/html", b"<html><script>alert(1)</script></html>"),
    ],
)
def test_what_is_no_photo_sound_or_paper_is_refused_with_a_word(ready: Person, kind: str, content: bytes) -> None:
    ready.state.files["bad"] = (kind, content)
    answer = ready.sends("document", {"id": "bad", "mime_type": kind, "filename": "x.jpg"})
    assert (Attachment.objects.count(), "PDF" in answer) == (0, True)

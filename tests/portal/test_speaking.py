"""Speaking instead of writing: pieces over a slow network, plain files without a script, and what may not come in."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests.files.file_samples import picture
from tests.portal.portal_steps import send, sign_in, tell

from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.files.models import Attachment
from shramsetu.grievances.models import Spoken
from shramsetu.portal import pieces
from shramsetu.portal.models import Piece

pytestmark = pytest.mark.django_db
VOICE = (Path(__file__).parents[1] / "files" / "spoken" / "browser.webm").read_bytes()
REST = ("about", "where", "whose", "who", "against")
SILENT = {"kind": "grievance", "text": ""}
SAID = "ठेकेदार ने तीन महीने की मज़दूरी नहीं दी"


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def put(client: Client, key: str, start: int, content: bytes, last: int, kind: str = "audio/webm;codecs=opus"):  # type: ignore[no-untyped-def]
    query = {"key": key, "start": start, "last": last, "type": kind}
    return client.post(
        reverse("portal:file_voice"), content, content_type="application/octet-stream", query_params=query
    )


def speak(client: Client, content: bytes = VOICE, step: int = 1000, **more: str) -> dict[str, object]:
    key, answer = str(uuid4()), None
    for start in range(0, len(content), step):
        answer = put(client, key, start, content[start : start + step], len(content), **more)
    assert answer is not None
    return answer.json()


def what(client: Client) -> int:
    return client.post(reverse("portal:file_screen", args=["what"]), SILENT).status_code


def test_a_voice_note_in_pieces_becomes_a_complaint_that_waits_for_the_typist(client: Client) -> None:
    assert "done" in speak(client)
    assert what(client) == 302
    tell(client, *REST)
    case = Case.objects.get(number=send(client))
    assert (case.state, Spoken.objects.get(pk=case.pk).text, Piece.objects.count()) == ("typing", "", 0)
    note = Attachment.objects.get(stream=case.stream)
    assert (note.media_type, note.purpose, note.name) == ("audio/webm", "recording", "मेरी आवाज़.webm")


def test_a_broken_network_goes_on_where_it_broke_off(client: Client) -> None:
    key = str(uuid4())
    assert put(client, key, 0, VOICE[:1000], len(VOICE)).json() == {"have": 1000}
    assert put(client, key, 0, VOICE[:1000], len(VOICE)).json() == {"have": 1000}  # its answer was lost
    assert put(client, key, 2000, VOICE[2000:], len(VOICE)).status_code == 409
    assert client.get(reverse("portal:file_voice"), {"key": key}).json() == {"have": 1000}
    done = put(client, key, 1000, VOICE[1000:], len(VOICE)).json()
    assert client.get(reverse("portal:file_voice"), {"key": key}).json() == done
    assert put(client, key, 1000, VOICE[1000:], len(VOICE)).json() == done
    assert Attachment.objects.count() == 1


def test_a_photo_alone_is_enough_and_needs_no_script(client: Client) -> None:
    photo = SimpleUploadedFile("a.jpg", picture("JPEG"), "image/jpeg")
    assert client.post(reverse("portal:file_voice"), {"files": photo}).status_code == 302
    assert what(client) == 302
    tell(client, *REST)
    assert Case.objects.get(number=send(client)).state == "typing"


def test_without_words_recording_or_photo_nothing_goes_on(client: Client) -> None:
    assert what(client) == 422
    paper = SimpleUploadedFile("a.pdf", cast.PAPER, "application/pdf")
    client.post(reverse("portal:file_voice"), {"files": paper})
    assert what(client) == 422


def test_who_wrote_and_spoke_is_taken_at_their_words(client: Client) -> None:
    speak(client)
    tell(client)
    assert Case.objects.get(number=send(client)).state == "unmarked"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<html><script>alert(1)</script></html>" * 30, "audio/webm"),
        (VOICE.replace(b"\x83\x81\x02", b"\x83\x81\x01"), "audio/webm"),
        (VOICE, "text/html"),
        (VOICE, "audio/mp4"),
        (picture("PNG"), "image/jpeg"),
        (cast.PAPER, "application/pdf"),
    ],
)
def test_what_is_no_sound_is_refused_in_a_sentence_and_nothing_stays(client: Client, content: bytes, kind: str) -> None:
    assert "JPG" in str(speak(client, content, kind=kind)["error"])
    assert (Attachment.objects.count(), Piece.objects.count()) == (0, 0)


def test_a_piece_may_not_be_large_and_the_whole_not_endless(client: Client) -> None:
    key = str(uuid4())
    assert put(client, key, 0, bytes(pieces.PIECE_BYTES + 1), 10**9).status_code == 422
    assert put(client, key, 10 * 1024 * 1024, b"x", 10**9).status_code == 409
    assert put(client, "no-key", 0, b"x", 1).status_code == 404
    assert Piece.objects.count() == 0


def test_another_browser_neither_hears_it_nor_adds_to_it(client: Client) -> None:
    key = str(uuid4())
    put(client, key, 0, VOICE[:1000], len(VOICE))
    other = Client()
    assert other.get(reverse("portal:file_voice"), {"key": key}).json() == {"have": 0}
    done = speak(client)["done"]
    heard = client.get(reverse("portal:file_paper", args=[done]))
    assert b"".join(heard.streaming_content)[:4] == VOICE[:4]
    assert other.get(reverse("portal:file_paper", args=[done])).status_code == 404


def test_pieces_nobody_went_on_with_are_forgotten(client: Client) -> None:
    put(client, str(uuid4()), 0, VOICE[:1000], len(VOICE))
    assert pieces.forget_old(at=timezone.now()) == 0
    assert pieces.forget_old(at=timezone.now() + timedelta(days=2)) == 1


def test_the_microphone_is_for_this_page_alone(client: Client) -> None:
    page = client.get(reverse("portal:file_screen", args=["what"]))
    assert page["Permissions-Policy"] == "microphone=(self), camera=()"
    assert client.get(reverse("portal:home"))["Permissions-Policy"] == "microphone=(), camera=()"


def test_the_words_are_read_back_on_the_portal_and_mended_there(client: Client) -> None:
    speak(client)
    what(client)
    tell(client, *REST)
    case = Case.objects.get(number=send(client))
    by = cast.holder_of(case)
    casework.take(case, "type_words", seen=case.revision, by=by, at=timezone.now(), detail={"text": SAID})
    sign_in(client, "+919999900001")
    page = client.get(reverse("portal:case", args=[case.number])).content.decode()
    assert "क्या आपने यह कहा था?" in page
    assert SAID in page
    mend = reverse("portal:step", args=[case.number, "mend_words"])
    assert SAID in client.get(mend).content.decode()
    case.refresh_from_db()
    assert client.post(mend, {"seen": case.revision, "text": f"{SAID}, ₹18,000"}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.grievance.text) == ("unmarked", f"{SAID}, ₹18,000")

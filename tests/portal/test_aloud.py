"""What is read aloud of a page, and the sounds made of public pages for phones without a Hindi voice."""

from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.meta.test_access import table, visitor

from shramsetu import rulebook
from shramsetu.helpline import voice
from shramsetu.helpline.rules import sound
from shramsetu.portal import aloud

PAGE = """<html><body><nav>मेन्यू</nav><main id="main"><div class="portal-tools no-print"><button>सुनें</button></div>
<h1>शिकायत <span class="visually-hidden">छिपा</span>दर्ज करें</h1><p hidden>नहीं</p><p>चार छोटे<br>क़दम</p>
<svg><title>चित्र</title></svg><form><label>नाम</label><input value="x"><select><option>क</option></select>
<button>भेजें</button></form><noscript>बिना स्क्रिप्ट</noscript></main><footer>नीचे</footer></body></html>"""

SAID, PREPARED = b'data-say="/listen/say/"', b'data-sound="/listen/?page='
# Pages of offices: a packet for an officer of another state, and what officers take along without a network.
OFFICES = {"bonded/public/packet.html", "offline/kit.html"}
KITS = {"camp:page", "site:page", "rescue:page"}
SOURCE = Path(__file__).resolve().parents[2] / "src"


def citizens_pages() -> dict[str, str]:
    """Return the addresses that everybody may open and that need nothing named, by the table of who passes."""
    found = {}
    for name, row in table().items():
        try:
            if row.lets("citizen") and row.method == "GET":
                found[name] = reverse(name, kwargs=row.kwargs)
        except NoReverseMatch:  # of one matter
            continue
    return found


def test_menus_controls_and_hidden_words_are_not_read() -> None:
    assert aloud.lines(PAGE) == ["शिकायत दर्ज करें", "चार छोटे क़दम", "नाम"]


@pytest.mark.django_db
def test_no_page_of_ones_own_is_said_beforehand(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.HELPLINE_SOUNDS = str(tmp_path)
    assert not any("mine" in one or "track/" in one.removeprefix("/track/") for one in aloud.addresses())
    assert aloud.file("/../../etc/passwd") is None
    assert Client().get(reverse("portal:page_sound"), {"page": "/mine/"}).status_code == 404


@pytest.mark.django_db
def test_the_fields_of_a_form_are_refused_to_be_said() -> None:
    assert Client().post(reverse("portal:say"), {"words": "नमस्ते"}).status_code == 415


@pytest.mark.django_db
def test_another_site_has_nothing_said_by_its_readers() -> None:
    elsewhere = Client(headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.post(reverse("portal:say"), b"x", content_type="text/plain").status_code == 403


@pytest.mark.django_db
def test_a_page_kept_on_the_phone_is_said_without_a_token(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(voice, "speak", lambda *_: sound.silence(0.01))
    kept = Client(enforce_csrf_checks=True)
    assert kept.post(reverse("portal:say"), b"x", content_type="text/plain").status_code == 200


@pytest.mark.django_db
@pytest.mark.skipif(not voice.is_there(), reason="no espeak-ng")
def test_a_public_page_that_was_said_is_offered_to_its_readers(settings, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    settings.HELPLINE_SOUNDS = str(tmp_path)
    about = reverse("portal:about")
    assert b"data-sound" not in Client().get(about).content
    monkeypatch.setattr(aloud, "addresses", lambda: [about])
    call_command("pagesounds")
    page = Client().get(about).content.decode()
    assert f'data-sound="{reverse("portal:page_sound")}?page=%2Fabout%2F"' in page
    heard = Client().get(reverse("portal:page_sound"), {"page": about})
    content = b"".join(heard.streaming_content)
    assert (heard["Content-Type"], content[:4], len(content) > 5_000) == ("audio/ogg", b"OggS", True)
    assert b"data-sound" not in Client().get(reverse("portal:home")).content


@pytest.mark.django_db
def test_questions_of_the_filing_schemes_and_answers_are_said_too(settings, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    settings.HELPLINE_SOUNDS = str(tmp_path)
    book = rulebook.book()
    scheme, article = next(iter(book.schemes.values())), next(iter(book.articles.values()))
    before = Session.objects.count()
    questions = [reverse("portal:file_screen", args=[one]) for one in ("what", "where", "whose", "against")]
    told = [reverse("portal:scheme", args=[scheme.slug]), reverse("portal:answer", args=[article.slug])]
    assert {*questions, *told} <= set(aloud.addresses())
    heard: list[str] = []

    def speak(line: str, _language: str) -> sound.Sound:
        heard.append(line)
        return sound.silence(0.01)

    monkeypatch.setattr(voice, "is_there", lambda: True)
    monkeypatch.setattr(voice, "speak", speak)
    monkeypatch.setattr(aloud, "addresses", lambda: [*questions, *told, "/file/none/"])
    call_command("pagesounds")
    for asked in ("क्या हुआ?", "बात कहाँ की है?", "परेशानी किसकी है?", scheme.name.hi, article.title.hi):
        assert any(asked in line for line in heard), asked
    assert [aloud.file(one) is not None for one in aloud.addresses()] == [True] * 6 + [False]
    assert Session.objects.count() == before


@pytest.mark.django_db
def test_a_page_of_ones_own_is_said_and_not_kept(client, settings, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    settings.HELPLINE_SOUNDS = str(tmp_path)
    heard: list[tuple[str, str]] = []

    def speak(line: str, language: str) -> sound.Sound:
        heard.append((line, language))
        return sound.silence(0.01)

    monkeypatch.setattr(voice, "is_there", lambda: True)
    monkeypatch.setattr(voice, "speak", speak)
    tracked = client.get("/track/", {"number": "1"})
    assert tracked.content.count(SAID) == 1
    assert b"blob:" in tracked["Content-Security-Policy"].encode()  # else no browser plays what was said
    words = "आपकी शिकायत\n\n 95 दिन " + "क" * 9_000
    answer = client.post(reverse("portal:say"), words.encode(), content_type="text/plain")
    assert (answer.status_code, answer["Content-Type"], answer.content[:4]) in (
        (200, "audio/ogg", b"OggS"),
        (200, "audio/wav", b"RIFF"),
    )
    assert (heard[:1], sum(len(line) for line, _ in heard) <= aloud.LONGEST_PIECE) == ([("आपकी शिकायत", "hi")], True)
    assert ("no-store" in answer["Cache-Control"], list(tmp_path.rglob("*.*"))) == (True, [])


@pytest.mark.django_db
def test_who_asks_while_another_piece_is_said_is_told_to_come_again(client, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    met: list[tuple[int, str | None]] = []

    def speak(*_: object) -> sound.Sound:
        answer = Client().post(reverse("portal:say"), "दो".encode(), content_type="text/plain")
        met.append((answer.status_code, answer.get("Retry-After")))
        return sound.silence(0.01)

    monkeypatch.setattr(voice, "speak", speak)
    for _ in range(2):
        assert client.post(reverse("portal:say"), "एक".encode(), content_type="text/plain").status_code == 200
    assert met == [(503, "2")] * 2


@pytest.mark.django_db
def test_a_page_of_ones_own_stays_silent_without_a_voice_and_after_too_many(client, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def speak(*_: object) -> sound.Sound:
        raise voice.Speechless

    monkeypatch.setattr(voice, "speak", speak)
    states = {client.post(reverse("portal:say"), b"x", content_type="text/plain").status_code for _ in range(61)}
    assert states == {503, 429}
    monkeypatch.setattr(voice, "is_there", lambda: False)
    assert SAID not in client.get("/figures/").content


@pytest.mark.django_db
def test_every_page_of_every_package_can_be_heard_without_a_hindi_voice(settings, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    settings.HELPLINE_SOUNDS = str(tmp_path)
    monkeypatch.setattr(voice, "is_there", lambda: True)
    monkeypatch.setattr(voice, "speak", lambda *_: sound.silence(0.01))
    call_command("pagesounds")
    assert [one for one in aloud.addresses() if aloud.file(one) is None] == []
    deaf, heard = [], set()
    for name, address in citizens_pages().items():
        for client in (Client(), visitor("citizen")):
            page = client.get(address).content
            if b'class="portal-main"' not in page or name in KITS:
                continue
            wanted = PREPARED if address in aloud.addresses() else SAID
            (heard.add(name.split(":")[0]) if wanted in page else deaf.append(name))
    assert deaf == []
    assert {"portal", "bandhua", "card", "nirman", "shramik", "shramik_own", "sunvai", "vaad", "yojana"} <= heard


def test_no_page_of_a_citizen_hides_the_button() -> None:
    hiding = {
        str(file).partition("/templates/")[2]
        for file in SOURCE.rglob("*.html")
        if "{% block listen %}{% endblock %}" in file.read_text(encoding="utf-8")
    }
    assert hiding == OFFICES


@pytest.mark.django_db
def test_what_was_prepared_is_not_played_where_the_page_answers(client, settings, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    settings.HELPLINE_SOUNDS = str(tmp_path)
    monkeypatch.setattr(voice, "is_there", lambda: True)
    monkeypatch.setattr(voice, "speak", lambda *_: sound.silence(0.01))
    telling = reverse("bandhua:tell")
    monkeypatch.setattr(aloud, "addresses", lambda: [telling])
    call_command("pagesounds")
    assert PREPARED in client.get(telling).content
    refused = client.post(telling, {"text": ""})
    assert (refused.status_code, PREPARED in refused.content, SAID in refused.content) == (422, False, True)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get(telling).content
    assert (PREPARED in english, SAID in english) == (False, True)

"""What is read aloud of a page, and the sounds made of public pages for phones without a Hindi voice."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.template import Context
from django.test import Client
from django.urls import resolve, reverse

from shramsetu import rulebook
from shramsetu.helpline import voice
from shramsetu.helpline.rules import sound
from shramsetu.portal import aloud
from shramsetu.portal.templatetags.portal import may_be_said

PAGE = """<html><body><nav>मेन्यू</nav><main id="main"><div class="portal-tools no-print"><button>सुनें</button></div>
<h1>शिकायत <span class="visually-hidden">छिपा</span>दर्ज करें</h1><p hidden>नहीं</p><p>चार छोटे<br>क़दम</p>
<svg><title>चित्र</title></svg><form><label>नाम</label><input value="x"><select><option>क</option></select>
<button>भेजें</button></form></main><footer>नीचे</footer></body></html>"""


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
    resolved = [resolve(one) for one in aloud.addresses()]
    assert all(aloud.is_public(one.url_name, one.kwargs.get("name", "")) for one in resolved)
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
    pages = ("/track/123456789012/", "/mine/", "/file/who/", "/file/what/", "/about/", "/kept/", "/figures/")
    offered = [may_be_said(Context({"request": SimpleNamespace(resolver_match=resolve(one))})) for one in pages]
    assert offered == [True, True, True, False, False, False, False]
    words = "आपकी शिकायत\n\n 95 दिन " + "क" * 9_000
    answer = client.post(reverse("portal:say"), words.encode(), content_type="text/plain")
    assert (answer.status_code, answer["Content-Type"], answer.content[:4]) in (
        (200, "audio/ogg", b"OggS"),
        (200, "audio/wav", b"RIFF"),
    )
    assert (heard[:1], sum(len(line) for line, _ in heard) <= aloud.LONGEST_PAGE) == ([("आपकी शिकायत", "hi")], True)
    assert ("no-store" in answer["Cache-Control"], list(tmp_path.rglob("*.*"))) == (True, [])


@pytest.mark.django_db
def test_a_page_of_ones_own_stays_silent_without_a_voice_and_after_too_many(client, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def speak(*_: object) -> sound.Sound:
        raise voice.Speechless

    monkeypatch.setattr(voice, "speak", speak)
    states = {client.post(reverse("portal:say"), b"x", content_type="text/plain").status_code for _ in range(21)}
    assert states == {503, 429}
    monkeypatch.setattr(voice, "is_there", lambda: False)
    assert not may_be_said(Context({"request": SimpleNamespace(resolver_match=resolve("/mine/"))}))

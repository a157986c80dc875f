"""The synthesised voice and the studio recordings that replace it."""

import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast
from tests.helpline.sounds import tone

from shramsetu.helpline import voice
from shramsetu.helpline.actions import menus, prompts
from shramsetu.helpline.errors import NotPossible
from shramsetu.helpline.models import Prompt
from shramsetu.helpline.rules import sound
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices.models import Role

needs_voice = pytest.mark.skipif(not voice.is_there(), reason="espeak-ng is not installed: apt-get install espeak-ng")


@pytest.fixture(autouse=True)
def sounds(tmp_path: Path, settings: object) -> Path:
    settings.HELPLINE_SOUNDS = str(tmp_path / "sounds")  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    return tmp_path / "sounds"


@pytest.fixture
def mute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice, "ESPEAK", "no-such-voice")


def heard(key: str, language: str = "hi") -> sound.Sound:
    return sound.read_wav(voice.path(key, language).read_bytes())


def upload(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("studio.wav", content or tone(0.8), "audio/wav")


@needs_voice
def test_a_text_is_spoken_at_the_loudness_of_the_telephone() -> None:
    said = voice.speak("आपकी शिकायत हमारे पास है।", "hi")
    assert 1 < said.seconds < 5
    assert said.loudness > -25


@needs_voice
def test_a_free_text_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = voice.free("सहायक श्रमायुक्त, कानपुर", "hi")
    monkeypatch.setattr(voice, "ESPEAK", "no-such-voice")
    assert first == voice.free("सहायक  श्रमायुक्त, कानपुर", "hi")
    assert voice.path(first[0].removeprefix("ss/"), "hi", "alaw").exists()


@needs_voice
def test_only_what_changed_is_made() -> None:
    def made(**texts: str) -> voice.Made:
        return voice.make("hi", texts, {}, lambda _: b"")

    assert made(one="एक", two="दो", pause="") == voice.Made(made=3)
    assert made(one="एक", two="दो", pause="") == voice.Made(kept=3)
    assert made(one="एक", two="दूसरा") == voice.Made(made=1, kept=1)
    assert heard("pause").seconds == voice.PAUSE_SECONDS


@pytest.mark.usefixtures("mute")
def test_without_the_synthesiser_what_is_there_is_played_and_the_rest_left_out(sounds: Path) -> None:
    voice.keep("thanks", "hi", sound.read_wav(tone(0.3)))
    assert voice.free("कोई नया वाक्य", "hi") == ()
    assert voice.make("hi", {"thanks": "धन्यवाद", "new": "नया"}, {}, lambda _: b"").failed == 2
    assert voice.missing("hi", ["thanks", "new"]) == ["new"]
    assert heard("thanks").seconds == pytest.approx(0.3, abs=0.01)


@pytest.mark.usefixtures("mute")
@pytest.mark.django_db
def test_a_studio_recording_speaks_instead(django_capture_on_commit_callbacks: object) -> None:
    by = cast.desk(Role.SUPERVISOR)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        prompts.replace("thanks", upload(), language="hi", by=by, at=cast.MONDAY)
        prompts.replace("thanks", upload(tone(1.2)), language="hi", by=by, at=cast.MONDAY + timedelta(minutes=1))
    assert heard("thanks").seconds == pytest.approx(1.2, abs=0.01)
    assert list(Prompt.objects.order_by("pk").values_list("ended_at", flat=True)) == [
        cast.MONDAY + timedelta(minutes=1),
        None,
    ]
    assert list(Entry.objects.filter(stream="prompt:hi-thanks").values_list("verb", flat=True)) == ["replace"] * 2


@needs_voice
@pytest.mark.django_db
def test_a_recording_outlives_a_new_folder_and_can_be_taken_back(
    django_capture_on_commit_callbacks: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {"thanks": "धन्यवाद"}
    monkeypatch.setattr("shramsetu.helpline.queries.prompts.texts", lambda language: few)
    by = cast.desk(Role.SUPERVISOR)
    prompts.replace("thanks", upload(tone(1.5)), language="hi", by=by, at=cast.MONDAY)
    assert prompts.refresh()["hi"] == voice.Made(made=1)
    assert heard("thanks").seconds == pytest.approx(1.5, abs=0.01)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        prompts.restore("thanks", "hi", by=by, at=cast.MONDAY + timedelta(hours=1))
    assert heard("thanks").seconds < 1.2


@pytest.mark.django_db
def test_a_sound_that_nobody_says_is_refused() -> None:
    with pytest.raises(NotPossible):
        prompts.replace("no-such", upload(), language="hi", by=SYSTEM, at=cast.MONDAY)


@pytest.mark.django_db
def test_the_texts_of_a_menu_are_among_the_sounds() -> None:
    from shramsetu.helpline.queries import prompts as asked
    from shramsetu.helpline.rules.menu import sound as key_of

    menus.seed(by=SYSTEM, at=cast.MONDAY)
    texts = asked.texts("en")
    bye = "Thank you for calling. Namaste."
    assert (texts[key_of(bye)], texts["n-21"], texts["thanks"]) == (bye, "twenty one", bye)
    assert asked.where("en")[key_of(bye)] == ["1076 · goodbye", "labour · goodbye"]


@pytest.mark.django_db
def test_every_sound_that_the_code_plays_has_its_words() -> None:
    """A sentence of the controller that nobody wrote into the rulebook would be a silence on the line."""
    from shramsetu.helpline.queries import prompts as asked

    code = Path(voice.__file__).parent.rglob("*.py")
    played = {key for file in code for key in re.findall(r"\"ss/([a-z0-9-]+)\"", file.read_text(encoding="utf-8"))}
    assert played
    assert {language: sorted(played - set(asked.texts(language))) for language in ("hi", "en")} == {"hi": [], "en": []}


@pytest.mark.skipif(not shutil.which("sox"), reason="sox is not installed: apt-get install sox")
def test_a_recording_in_another_format_is_read_where_a_converter_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(tone(0.6))
    subprocess.run(["sox", tmp_path / "a.wav", tmp_path / "a.ogg"], check=True)
    content = (tmp_path / "a.ogg").read_bytes()
    assert content.startswith(b"OggS")
    assert sound.read_wav(voice.as_wav(content)).seconds == pytest.approx(0.6, abs=0.05)


def test_what_nothing_can_read_stays_as_it_is() -> None:
    assert voice.as_wav(b"no sound at all") == b"no sound at all"

"""What people hand in as sound: known by its content, taken apart, and kept without anything but the sound."""

import time
from pathlib import Path
from struct import pack

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import MONDAY
from tests.files.file_samples import MP3, sound

from shramsetu.files import actions, rules, sounds
from shramsetu.files.models import Attachment
from shramsetu.journal.rules import Actor

SPOKEN = Path(__file__).parent / "spoken"
PAGE = b"<html><script>alert(1)</script></html>"
FRAME = b"\xff\xfb\x90\x64" + bytes(413)
SONG = FRAME * 40
SAMPLES = {
    "browser.webm": (rules.WEBM, "audio/webm;codecs=opus", 1.94),
    "browser.mp4": (rules.M4A, "audio/mp4", 1.82),
    "handset.amr": (rules.AMR, "audio/amr", 2.48),
    "handset.ogg": (rules.OGG, "audio/ogg", 2.47),
}


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def spoken(name: str) -> bytes:
    return (SPOKEN / name).read_bytes()


def box(name: bytes, body: bytes) -> bytes:
    return pack(">I", len(body) + 8) + name + body


@pytest.mark.parametrize("name", SAMPLES)
def test_a_real_recording_is_known_and_its_length_told(name: str) -> None:
    kind, declared, seconds = SAMPLES[name]
    content = spoken(name)
    assert rules.kind_of(content, name, declared) == kind
    assert sounds.read(content, kind).seconds == pytest.approx(seconds, abs=0.1)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_was_made_bare_stays_as_it_is(name: str) -> None:
    kind = SAMPLES[name][0]
    bare = sounds.read(spoken(name), kind).content
    assert sounds.read(bare, kind).content == bare


@pytest.mark.parametrize("name", ["browser.webm", "handset.amr"])
def test_a_recording_that_was_cut_off_keeps_what_came(name: str) -> None:
    kind, _, seconds = SAMPLES[name]
    content = spoken(name)
    assert 0 < sounds.read(content[: len(content) * 3 // 4], kind).seconds < seconds


def test_what_a_browser_says_of_itself_is_not_kept() -> None:
    assert b"Chrome" in spoken("browser.webm")
    assert b"Chrome" not in sounds.read(spoken("browser.webm"), rules.WEBM).content


def test_names_places_and_pictures_in_tags_are_not_kept() -> None:
    tagged = b"ID3\4\0\0\0\0\0\x27" + (b"TIT2 Ramesh 26.44N 80.33E " + PAGE)[:39] + SONG + b"TAG" + b"Ramesh".ljust(125)
    bare = sounds.read(tagged, rules.MP3)
    assert bare.content == SONG
    assert bare.seconds == pytest.approx(40 * 1152 / 44100)


def test_ogg_comments_go_and_the_sound_stays() -> None:
    content = spoken("handset.ogg")
    at = content.index(b"\x03vorbis") + 7
    size = int.from_bytes(content[at : at + 4], "little")
    assert size > 4  # the maker's name
    bare = sounds.read(content, rules.OGG).content
    assert content[at + 4 : at + 4 + size] not in bare
    assert bare.count(b"OggS") == content.count(b"OggS")


def test_hours_places_and_names_in_an_mp4_are_blank() -> None:
    content = spoken("browser.mp4")
    moov = content.index(b"moov") - 4
    size = int.from_bytes(content[moov : moov + 4])
    told = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+26.4499+080.3319/"))
    grown = (
        content[:moov] + pack(">I", size + len(told)) + content[moov + 4 : moov + size] + told + content[moov + size :]
    )
    bare = sounds.read(grown, rules.M4A).content
    assert (len(bare), b"80.33" in bare, b"udta" in bare) == (len(grown), False, False)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("tail", [PAGE, b"PK\3\4" + bytes(60), b"%PDF-1.4 /JavaScript"])
def test_what_was_hung_behind_a_sound_is_refused_or_cut(name: str, tail: bytes) -> None:
    kind = SAMPLES[name][0]
    try:
        bare = sounds.read(spoken(name) + tail, kind).content
    except rules.FalseType:
        return
    assert tail not in bare


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (spoken("browser.webm").replace(b"\x83\x81\x02", b"\x83\x81\x01"), "film.webm"),
        (spoken("browser.webm").replace(b"A_OPUS", b"V_VP8\0"), "film.webm"),
        (spoken("browser.mp4").replace(b"soun", b"vide"), "film.mp4"),
        (spoken("browser.webm")[:120], "head.webm"),
        (box(b"ftyp", b"isom\0\0\0\0isom") + box(b"mdat", PAGE), "nothing.mp4"),
        (b"#!AMR\n" + PAGE, "page.amr"),
        (b"#!AMR\n", "silent.amr"),
        (MP3, "one.mp3"),
    ],
)
def test_films_and_broken_sounds_are_refused(content: bytes, name: str) -> None:
    with pytest.raises(rules.FalseType):
        sounds.read(content, rules.kind_of(content, name, ""))


def test_a_page_with_a_sound_in_its_name_is_refused() -> None:
    with pytest.raises(rules.FalseType):
        rules.kind_of(PAGE, "voice.webm", "audio/webm")


def test_boxes_in_boxes_without_end_are_refused_at_once() -> None:
    deep = b""
    for _ in range(2000):
        deep = box(b"moov", deep)
    begun = time.monotonic()
    with pytest.raises(rules.FalseType):
        sounds.read(box(b"ftyp", b"isom\0\0\0\0isom") + deep, rules.M4A)
    assert time.monotonic() - begun < 1


def test_a_wav_that_promises_more_than_it_holds_is_as_long_as_it_is() -> None:
    content = bytearray(sound())
    content[40:44] = b"\xff\xff\xff\x7f"
    assert sounds.read(bytes(content), rules.WAV).seconds == pytest.approx(0.1)


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(sorted(SAMPLES)), at=st.integers(0, 9000), new=st.binary(min_size=1, max_size=12))
def test_no_change_of_bytes_breaks_the_reader_or_makes_it_grow(name: str, at: int, new: bytes) -> None:
    kind, content = SAMPLES[name][0], spoken(name)
    changed = content[: at % len(content)] + new + content[at % len(content) + len(new) :]
    try:
        bare = sounds.read(changed, kind)
    except rules.FalseType:
        return
    assert len(bare.content) < 2 * len(changed) + 1000


@pytest.mark.django_db
def test_the_store_keeps_the_bare_sound(media: Path) -> None:
    upload = SimpleUploadedFile("आवाज़.webm", spoken("browser.webm"), "audio/webm;codecs=opus")
    kept = actions.store(upload, stream="draft:1", purpose="recording", by=Actor(role="citizen"), at=MONDAY)
    content = (media / str(kept.blob_id)[:2] / str(kept.blob_id)).read_bytes()
    assert (kept.name, kept.media_type, kept.size, b"Chrome" in content) == (
        "आवाज़.webm",
        "audio/webm",
        len(content),
        False,
    )


@pytest.mark.django_db
def test_a_recording_longer_than_anybody_listens_is_refused(media: Path) -> None:
    frame = b"\x04" + bytes(12)
    upload = SimpleUploadedFile("long.amr", b"#!AMR\n" + frame * (50 * 1800 + 1), "audio/amr")
    with pytest.raises(rules.TooLarge) as refused:
        actions.store(upload, stream="draft:1", purpose="recording", by=Actor(role="citizen"), at=MONDAY)
    assert (refused.value.unit, refused.value.limit, Attachment.objects.count()) == ("seconds", 1800, 0)

import pytest
from tests.files.file_samples import M4A, MP3, OGG, PDF, picture, sound

from shramsetu.files import rules


@pytest.mark.parametrize(
    ("content", "name", "declared", "kind"),
    [
        (PDF, "आख्या.pdf", "application/pdf", rules.PDF),
        (picture("JPEG"), "photo.JPG", "image/jpeg", rules.JPEG),
        (picture("PNG"), "a.png", "", rules.PNG),
        (picture("WEBP"), "a.webp", "application/octet-stream", rules.WEBP),
        (sound(), "call.wav", "audio/wave", rules.WAV),
        (OGG, "call.ogg", "audio/ogg; codecs=vorbis", rules.OGG),
        (MP3, "call.mp3", "audio/mpeg", rules.MP3),
        (M4A, "call.m4a", "audio/x-m4a", rules.M4A),
    ],
)
def test_each_accepted_kind_is_known_by_its_content(content: bytes, name: str, declared: str, kind: rules.Kind) -> None:
    assert rules.kind_of(content, name, declared) == kind


@pytest.mark.parametrize(
    ("content", "name", "declared"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg", "image/svg+xml"),
        (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "a.html", "text/html"),
        (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "a.pdf", "application/pdf"),
        (b"<html>" + PDF, "a.pdf", "application/pdf"),
        (b"MZ\x90\0" + bytes(200), "photo.jpg", "image/jpeg"),
        (picture("PNG"), "photo.jpg", "image/jpeg"),
        (picture("PNG"), "photo.png", "image/jpeg"),
        (picture("GIF"), "a.gif", "image/gif"),
        (PDF, "letter.pdf.exe", "application/pdf"),
        (PDF, "letter", "application/pdf"),
        (b"", "empty.pdf", "application/pdf"),
        (b"PK\3\4" + bytes(60), "letter.docx", ""),
    ],
)
def test_false_type_is_refused(content: bytes, name: str, declared: str) -> None:
    with pytest.raises(rules.FalseType):
        rules.kind_of(content, name, declared)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\etc\\आख्या 1.PDF", "आख्या 1.pdf"),
        ("/tmp/a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("photo\u202egpj.pdf", "photogpj.pdf"),
        ("=cmd|' calc'!A0.pdf", "cmd calc !A0.pdf"),
        ("...", "file.pdf"),
        ("क" * 300 + ".pdf", "क" * 94 + ".pdf"),
    ],
)
def test_name_keeps_its_letters_and_loses_what_harms(given: str, kept: str) -> None:
    assert rules.clean_name(given, rules.PDF) == kept

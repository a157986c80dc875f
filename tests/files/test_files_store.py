import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from tests.files.file_samples import PDF, camera, jpeg, scene

from shramsetu.files import access, actions, pictures, queries, rules
from shramsetu.files.models import Attachment, Blob
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
OFFICER = Actor(role="officer", user_id=7, post_id=3)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def letter(content: bytes = PDF, name: str = "आख्या.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def photo(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_1.jpg", content or jpeg(scene(), camera()), "image/jpeg")


def stored(upload: SimpleUploadedFile, stream: str = "case:1", at: datetime = AT) -> Attachment:
    return actions.store(upload, stream=stream, purpose="site_photo", by=OFFICER, at=at)


def on_disk(media: Path) -> list[str]:
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def test_a_photo_is_kept_with_its_time_place_and_author(media: Path) -> None:
    kept = stored(photo())

    assert (kept.lon, kept.lat) == (80.33, 26.458333)
    assert kept.taken_at == datetime(2026, 11, 20, 8, 35, 9, tzinfo=UTC)
    assert (kept.width, kept.height, kept.by, kept.role, kept.name) == (640, 480, "user:7@3", "officer", "IMG_1.jpg")
    assert on_disk(media) == [kept.blob_id]
    assert b"SecretPhone" not in (media / str(kept.blob_id)[:2] / str(kept.blob_id)).read_bytes()


def test_the_same_letter_twice_is_one_content(media: Path) -> None:
    one, other = stored(letter()), stored(letter(name="copy.pdf"), stream="case:2")
    assert one.blob_id == other.blob_id
    assert (Blob.objects.count(), Attachment.objects.count()) == (1, 2)
    assert on_disk(media) == [one.blob_id]


def test_a_file_with_a_false_type_changes_nothing(media: Path) -> None:
    page = SimpleUploadedFile("letter.pdf", b"<html><script>alert(1)</script></html>", "application/pdf")
    with pytest.raises(rules.FalseType):
        stored(page)
    assert (Blob.objects.count(), Attachment.objects.count(), on_disk(media)) == (0, 0, [])


def test_a_letter_of_exactly_the_limit_is_taken_and_one_byte_more_refused(media: Path) -> None:
    assert stored(letter(PDF.ljust(10_240 * 1024))).size == 10_485_760
    with pytest.raises(rules.TooLarge) as caught:
        stored(letter(PDF.ljust(10_240 * 1024 + 1)))
    assert caught.value.limit == 10_485_760
    assert len(on_disk(media)) == 1


def test_a_photo_used_in_another_case_is_found_although_squeezed() -> None:
    first = stored(photo(), stream="case:1")
    stored(photo(jpeg(scene(7))), stream="case:2")
    again = stored(photo(jpeg(scene().resize((320, 240)), quality=60)), stream="case:3")
    assert again.phash is not None
    assert list(queries.photos_like(again.phash, "case:3")) == [first]
    assert list(queries.photos_like(again.phash, "case:1")) == [again]


def test_a_photo_used_twice_in_one_case_is_no_reuse() -> None:
    first = stored(photo())
    stored(photo())
    assert first.phash is not None
    assert list(queries.photos_like(first.phash, "case:1")) == []


def test_likeness_is_counted_in_bits_also_for_negative_hashes() -> None:
    first = stored(photo())
    assert first.phash is not None
    Attachment.objects.update(phash=-2, bands=pictures.bands(-2))
    found = queries.photos_like(-2 ^ 0b110, "case:9")
    assert [row.distance for row in found] == [2]


def test_a_removed_content_goes_after_a_day(media: Path) -> None:
    kept = stored(letter())
    actions.remove(kept, at=AT)
    assert list(queries.attached("case:1")) == []
    assert actions.sweep(at=AT + timedelta(hours=23)).blobs == 0

    assert actions.sweep(at=AT + timedelta(hours=25)).blobs == 1
    kept.refresh_from_db()
    assert (kept.blob_id, on_disk(media)) == (None, [])


def test_a_content_still_in_use_elsewhere_stays(media: Path) -> None:
    kept = stored(letter())
    stored(letter(), stream="case:2")
    actions.remove(kept, at=AT)
    assert actions.sweep(at=AT + timedelta(days=3)).blobs == 0
    assert on_disk(media) == [kept.blob_id]


def test_leftovers_of_a_broken_write_are_swept_when_old(media: Path) -> None:
    kept = stored(letter(), at=datetime.now(UTC))
    for name, age in (("a" * 64 + "x.part", 2), ("b" * 64, 2), ("c" * 64 + ".part", 0)):
        path = media / name[:2] / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
        os.utime(path, (time.time() - age * 86_400,) * 2)
    assert actions.sweep(at=datetime.now(UTC)).leftovers == 2
    assert on_disk(media) == sorted([kept.blob_id, "c" * 64 + ".part"])


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> dict[str, access.Leave | None]:
    answers: dict[str, access.Leave | None] = {"leave": access.Leave(OFFICER)}

    def guard(request: HttpRequest, attachment: Attachment) -> access.Leave | None:
        return answers["leave"]

    monkeypatch.setattr(access, "_guards", {"case": guard})
    return answers


def served(client: Client, kept: Attachment) -> tuple[HttpResponse, bytes]:
    answer = client.get(f"/files/{kept.pk}/")
    return answer, b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_letter_is_served_as_a_download_that_cannot_run(client: Client, guarded: object) -> None:
    answer, content = served(client, stored(letter()))
    assert content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].endswith("sandbox")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert Entry.objects.filter(stream__startswith="reads:").count() == 0


def test_a_photo_is_shown_in_the_page(client: Client, guarded: object) -> None:
    answer, _content = served(client, stored(photo()))
    assert answer["Content-Disposition"] == 'inline; filename="IMG_1.jpg"'


def test_without_leave_the_file_is_not_there(client: Client, guarded: dict[str, access.Leave | None]) -> None:
    guarded["leave"] = None
    assert client.get(f"/files/{stored(letter()).pk}/").status_code == 404


def test_a_stream_for_which_nobody_answers_is_read_by_nobody(client: Client, guarded: object) -> None:
    assert client.get(f"/files/{stored(letter(), stream='secret:1').pk}/").status_code == 404


def test_reading_a_sealed_file_is_written_down(client: Client, guarded: dict[str, access.Leave | None]) -> None:
    guarded["leave"] = access.Leave(OFFICER, is_noted=True)
    kept = stored(letter())
    answer, _content = served(client, kept)
    entry = Entry.objects.get(stream__startswith="reads:")
    assert (entry.stream, entry.verb, entry.by) == ("reads:case:1", "open_file", "user:7@3")
    assert entry.detail == {"attachment": str(kept.pk), "stream": "case:1"}
    assert answer["Cache-Control"] == "private, no-store"


def test_a_removed_file_is_not_served(client: Client, guarded: object) -> None:
    kept = stored(letter())
    actions.remove(kept, at=AT)
    assert client.get(f"/files/{kept.pk}/").status_code == 404

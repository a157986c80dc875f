"""Papers of sealed cases lie encrypted on the disk, under the data key of their case."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast, room

from shramsetu.casework import sealing
from shramsetu.casework.models import Case, SealedBody
from shramsetu.files import actions as files
from shramsetu.files.models import Attachment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def on_disk(media: Path) -> list[bytes]:
    return [path.read_bytes() for path in media.rglob("*") if path.is_file()]


def read(paper: Attachment, case: Case) -> bytes:
    answer = room.holder(case).get(f"/files/{paper.pk}/")
    assert answer.status_code == 200
    assert int(answer["Content-Length"]) == len(cast.PAPER)
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_paper_of_a_sealed_case_lies_encrypted_and_is_read_by_its_holder(media: Path) -> None:
    case = cast.complaint(sealed=True)
    paper = cast.attach(case, "other")

    assert not any(b"%PDF" in content or b"Catalog" in content for content in on_disk(media))
    assert (paper.name, paper.original_sha256) == ("other.pdf", "")
    assert read(paper, case) == cast.PAPER


def test_sealing_shuts_what_was_stored_before(media: Path) -> None:
    case = cast.complaint()
    paper = cast.attach(case, "other", by=cast.citizen())
    cast.take(case, "seal", reason="अधिकारी ने धमकी दी")
    files.sweep(at=cast.MONDAY + timedelta(days=2))

    paper.refresh_from_db()
    assert not any(b"%PDF" in content for content in on_disk(media))
    assert read(paper, case) == cast.PAPER


def test_the_papers_of_a_draft_are_shut_when_it_is_sent_sealed(media: Path) -> None:
    upload = SimpleUploadedFile("रमेश.pdf", cast.PAPER, content_type="application/pdf")
    paper = files.store(upload, stream="draft:1", purpose="other", by=cast.citizen(), at=cast.MONDAY)
    case = cast.complaint(sealed=True)
    files.rehang("draft:1", case.stream, at=cast.MONDAY)

    files.sweep(at=cast.MONDAY + timedelta(days=2))
    paper.refresh_from_db()
    assert ("रमेश" in paper.name, any(b"%PDF" in content for content in on_disk(media))) == (False, False)
    assert read(paper, case) == cast.PAPER


def test_papers_of_before_are_shut_by_the_command_once(media: Path) -> None:
    case, open_one = cast.complaint(sealed=True), cast.complaint()
    paper = cast.attach(open_one, "other")
    Attachment.objects.filter(pk=paper.pk).update(stream=case.stream)
    cast.attach(open_one, "other")

    assert (files.shut_all(at=cast.MONDAY), files.shut_all(at=cast.MONDAY)) == (1, 0)
    assert read(paper, case) == cast.PAPER


def test_without_the_data_key_a_sealed_paper_is_gone(media: Path) -> None:
    case = cast.complaint(sealed=True)
    cast.attach(case, "other")
    sealing.shred(SealedBody.objects.select_related("case").get(case=case))

    with pytest.raises(sealing.Unreadable):
        sealing.unveiled_bytes(case.stream, on_disk(media)[0].removeprefix(b"sealed:"))

"""The photograph on the card: given with the registration, small and bare, seen by who decides, printed on the card."""

import io
from datetime import UTC, datetime

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests import room as desk
from tests.files import file_samples as samples
from tests.workers import applying as apply
from tests.workers import room
from tests.workers.test_counter_pages import POSTED, centre
from tests.workers.test_public_pages import filled, proved

from shramsetu.casework import queries
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case, Party
from shramsetu.files.models import Attachment
from shramsetu.files.store import store
from shramsetu.workers import card_paper, forgetting, portraits
from shramsetu.workers.actions import boards, cards
from shramsetu.workers.models import Worker

pytestmark = pytest.mark.django_db


def photo(name: str = "मैं.jpg", content: bytes | None = None, kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or samples.jpeg(samples.scene(), samples.camera(orientation=6)), kind)


def kept(worker: Worker, upload: SimpleUploadedFile | None = None) -> Attachment:
    stream = portraits.stream_of(worker.number)
    portraits.keep(upload or photo(), stream=stream, by=room.clerk(), at=room.AT)
    return Attachment.objects.get(stream=stream, removed_at=None)


def on_card(worker: Worker) -> int:
    """Return how many pictures the printed card of `worker` holds; its code is drawn, not a picture."""
    membership = boards.admit(worker, "bocw", years=1, on=room.TODAY, by=room.clerk(), at=room.AT)
    card = cards.issue(membership, by=room.clerk(), at=room.AT)
    [page] = pypdfium2.PdfDocument(card_paper.printed(card))
    return sum(one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for one in page.get_objects())


def test_a_photograph_is_cut_scaled_and_bare() -> None:
    found = kept(room.worker())
    with store().open(str(found.blob_id)) as file:
        content = file.read()
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (300, 360), {})
    assert b"SecretPhone" not in content
    assert (found.lon, found.lat, found.taken_at, found.name) == (None, None, None, "photograph.jpg")


def test_a_png_that_is_clear_in_part_stands_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (90, 90), (0, 0, 0, 0)).save(out, "PNG")
    found = kept(room.worker(), photo("me.png", out.getvalue(), "image/png"))
    with store().open(str(found.blob_id)) as file:
        assert Image.open(file).convert("RGB").getpixel((150, 180)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("me.pdf", b"%PDF-1.4\n%%EOF", "application/pdf"),
        ("me.webp", samples.picture("WEBP"), "image/webp"),
        ("me.jpg", b"GIF89a" + bytes(90), "image/jpeg"),
        ("me.jpg", samples.jpeg(samples.scene())[:900], "image/jpeg"),
    ],
)
def test_what_is_no_photograph_is_refused_and_the_one_before_stays(name: str, content: bytes, kind: str) -> None:
    worker = room.worker()
    before = kept(worker)
    with pytest.raises(Refused) as refused:
        kept(worker, photo(name, content, kind))
    assert refused.value.field == "photo"
    assert Attachment.objects.get(stream=before.stream, removed_at=None) == before


def test_another_photograph_takes_the_place_of_the_first() -> None:
    worker = room.worker()
    first = kept(worker)
    assert kept(worker, photo(content=samples.jpeg(samples.scene(2)))).pk != first.pk
    assert Attachment.objects.filter(stream=first.stream).count() == 2


def test_the_card_prints_it_and_leaves_a_frame_without_it() -> None:
    worker = room.worker()
    assert on_card(worker) == 0
    kept(worker)
    assert on_card(worker) == 1


def test_a_counter_takes_it_and_the_officer_sees_it() -> None:
    client = desk.at_desk(centre())
    assert 'name="photo"' in desk.text_of(client.get("/desk/workers/new/"))
    assert client.post("/desk/workers/new/", {**POSTED, "photo": photo()}).status_code == 302
    case = Case.objects.get(kind="wk_registration")
    seen = portraits.of(Worker.objects.get())
    assert seen.startswith("data:image/jpeg;base64,")
    assert seen in desk.text_of(desk.holder(case).get(f"/desk/case/{case.number}/"))


def test_a_counter_is_told_what_is_wrong_with_it_and_nothing_is_registered() -> None:
    wrong = photo("me.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    answer = desk.at_desk(centre()).post("/desk/workers/new/", {**POSTED, "photo": wrong})
    assert answer.status_code == 422
    assert 'id="id_photo_error"' in desk.text_of(answer)
    assert (Worker.objects.count(), Case.objects.count()) == (0, 0)


def test_on_the_portal_it_is_seen_before_it_is_sent_and_lies_with_the_worker() -> None:
    client = proved()
    filled(client)
    client.post("/shramik/panjiyan/papers/", {"photo": photo()})
    assert 'src="data:image/jpeg;base64,' in desk.text_of(client.get("/shramik/panjiyan/send/"))
    client.post("/shramik/panjiyan/send/", {"declared": "yes"})
    worker = Worker.objects.get()
    assert portraits.of(worker) != ""
    assert not Attachment.objects.filter(stream__startswith="draft:").exists()
    assert portraits.of(worker) in desk.text_of(client.get(f"/shramik/mera/{worker.number}/"))


def test_on_the_portal_a_wrong_file_is_said() -> None:
    client = proved()
    filled(client)
    wrong = photo("me.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    page = desk.text_of(client.post("/shramik/panjiyan/papers/", {"photo": wrong}, follow=True))
    assert "फ़ोटो JPG या PNG" in page
    assert "data:image" not in page


def test_after_a_merge_the_photograph_of_the_row_that_went_is_printed() -> None:
    stays, goes = room.worker(phone=""), room.worker(name="Ramdev Nishad", key="again")
    kept(goes)
    assert portraits.of(stays) == ""
    Worker.objects.filter(pk=goes.pk).update(merged_into=stays)
    assert portraits.of(stays) == portraits.shown(portraits.stream_of(goes.number)) != ""


def test_it_is_forgotten_with_the_worker() -> None:
    worker = room.worker()
    found = kept(worker)
    forgetting.forget_workers(datetime(2041, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC))
    found.refresh_from_db()
    assert (found.removed_at is not None, found.name, portraits.of(worker)) == (True, "", "")


def test_after_granting_the_officer_prints_the_card_from_the_case() -> None:
    case = apply.sent()
    worker = Worker.objects.get()
    address, button = f"/desk/case/{case.number}/", f'action="/desk/workers/{worker.number}/card/bocw/"'
    officer = desk.holder(case)
    assert button not in desk.text_of(officer.get(address))
    apply.take(case, "register", work_seen="yes")
    assert button in desk.text_of(officer.get(address))
    assert officer.post(f"/desk/workers/{worker.number}/card/bocw/").content.startswith(b"%PDF")


def test_after_granting_the_worker_is_led_to_the_card() -> None:
    case = apply.sent()
    worker, client = Worker.objects.get(), Client()
    code = queries.slip_code(Party.objects.get(case=case), case)
    client.post("/shramik/avedan/", {"number": case.number, "code": code})
    link = f'href="/shramik/mera/{worker.number}/"'
    assert link not in desk.text_of(client.get(f"/shramik/avedan/{case.number}/"))
    apply.take(case, "register", work_seen="yes")
    assert link in desk.text_of(client.get(f"/shramik/avedan/{case.number}/"))

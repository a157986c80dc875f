"""The accounts desk, from the page to the row: batched, approved, taken, answered, mended, by those who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.files import file_samples
from tests.room import at_desk, queries_of, text_of
from tests.schemes import purse
from tests.schemes.purse import accounts

from shramsetu.casework import runs
from shramsetu.casework.models import Run
from shramsetu.lib import clock
from shramsetu.offices.models import User
from shramsetu.schemes.models import (
    Answer,
    Award,
    Batch,
    Deposit,
    Due,
    LifeProof,
    Payee,
    PayeeAccount,
    SharedAccount,
    Transfer,
)
from shramsetu.schemes.rules import bankfile
from shramsetu.workers.entry import NewAccount
from shramsetu.workers.models import Account

pytestmark = pytest.mark.django_db
HOME = "/desk/payments/"


@pytest.fixture
def maker() -> Client:
    return at_desk(accounts())


@pytest.fixture
def checker() -> Client:
    return at_desk(accounts(1))


def went(client: Client, address: str, **given: object) -> None:
    """Post a form that must be taken."""
    answer = client.post(f"{HOME}{address}", given)
    assert answer.status_code == 302, text_of(answer)[:3000]


def text(client: Client, address: str = "") -> str:
    answer = client.get(f"{HOME}{address}")
    assert answer.status_code == 200
    return text_of(answer)


def answer(*lines: str) -> SimpleUploadedFile:
    content = "\r\n".join([",".join(bankfile.BACK), *lines]).encode()
    return SimpleUploadedFile("answer.csv", content, "text/csv")


def today() -> str:
    return clock.day(timezone.now()).isoformat()


def test_a_wedding_goes_from_the_home_to_the_bank_and_comes_back(maker: Client, checker: Client) -> None:
    purse.granted()
    assert "₹ 65,000" in text(maker)
    went(maker, "make/per_event/157/")
    batch = Batch.objects.get()
    page = f"batch/{batch.number}/"
    assert "दूसरा व्यक्ति" in text(maker, page)
    assert "रामदेव" not in text(checker, page)
    assert "30451100001" not in text(checker, page)

    went(maker, f"{page}approve/")  # refused in words, nothing changed
    assert Batch.objects.get().stage == "made"
    went(checker, f"{page}approve/")
    assert Due.objects.get().stage == "sent"

    taken = maker.post(f"{HOME}{page}file/")
    assert bankfile.proved(taken.content) == (1, 65_000_00)
    assert taken["Cache-Control"] == "private, no-store"

    one = Transfer.objects.get()
    went(maker, "answers/", answer=answer(purse.returned(one, "53")))
    assert "खाता चालू नहीं है।" in text(maker, "returned/")
    went(maker, f"returned/{one.pk}/mended/", reason="बैंक में खाता चालू कराया")
    went(maker, "make/per_event/157/")
    second = Batch.objects.latest("pk")
    went(checker, f"batch/{second.number}/approve/")
    last = Transfer.objects.latest("pk")
    went(maker, "answers/", answer=answer(purse.paid(last, on=today())))
    assert Due.objects.get().stage == "paid"
    assert "सब मिलता है" in text(checker, "reconcile/")
    assert "SBIN226111700001" in text(maker, f"claim/{one.due.award.claim.case.number}/")


def test_a_file_taken_again_asks_for_the_reason_and_the_page_says_who_took_it(maker: Client, checker: Client) -> None:
    purse.granted()
    batch = purse.sent()
    page = f"batch/{batch.number}/"
    first = text(maker, page)
    assert "दोबारा" not in first
    assert maker.post(f"{HOME}{page}file/").status_code == 200

    again = text(maker, page)
    assert "यह दोबारा क्यों चाहिए" in again
    assert "ज़रूरी नहीं" not in again
    refused = maker.post(f"{HOME}{page}file/", {"reason": " "})
    assert refused.status_code == 422
    assert "reason" in refused.context["again"].errors
    assert checker.post(f"{HOME}{page}file/", {"reason": "बैंक में फ़ाइल नहीं खुली"}).status_code == 200

    takers = [User.objects.get(pk=accounts(number).user_id).name_hi for number in (0, 1)]
    takes = maker.get(f"{HOME}{page}").context["takes"]
    assert [(one.name, one.reason) for one in takes] == [(takers[0], ""), (takers[1], "बैंक में फ़ाइल नहीं खुली")]
    assert f"{takers[1]}, " in text(maker, page)


def test_a_line_that_cannot_be_read_shows_its_reference_and_what_is_wrong(maker: Client) -> None:
    purse.granted()
    purse.sent()
    one = Transfer.objects.get()
    went(maker, "answers/", answer=answer(f"{one.reference},PAID,,SB-12,{today()},65000.00"))
    page = text(maker, f"answer/{Answer.objects.get().pk}/")
    assert one.reference in page
    assert "SB-12" in page
    assert "8 से 30 अक्षर और अंक" in page


def test_a_batch_is_sent_back_and_a_file_is_given_up_by_two(maker: Client, checker: Client) -> None:
    purse.granted()
    went(maker, "make/per_event/157/")
    first = Batch.objects.get()
    went(checker, f"batch/{first.number}/send-back/", reason="तिथि ग़लत")
    assert Due.objects.get().stage == "planned"
    went(maker, "make/per_event/157/")
    batch = Batch.objects.latest("pk")
    went(checker, f"batch/{batch.number}/approve/")
    for client in (maker, checker):
        went(client, f"batch/{batch.number}/untaken/", reason="नहीं पहुँची")
    assert (Batch.objects.get(pk=batch.pk).stage, Due.objects.get().stage) == ("untaken", "planned")


def test_all_batches_are_made_in_the_background(maker: Client) -> None:
    purse.granted()
    purse.granted(purse.DEATH, 2, loss="disability", disability_percent=100, cause="accident")
    went(maker, "make/")
    run = Run.objects.get()
    while runs.step(run.pk, at=timezone.now()):
        pass
    assert sorted(Batch.objects.values_list("kind", flat=True)) == ["instalments", "per_event"]
    run.refresh_from_db()
    assert (run.state, run.failed) == ("done", 0)


def test_an_answer_that_is_no_table_says_so(maker: Client) -> None:
    upload = SimpleUploadedFile("x.csv", b"A,B\n1,2\n", "text/csv")
    refused = maker.post(f"{HOME}answers/", {"answer": upload})
    assert refused.status_code == 422
    assert "REFERENCE" in text_of(refused)
    purse.granted()
    purse.sent()
    went(maker, "answers/", answer=answer("S00000000099T01,PAID,,SBIN226111700001,2026-11-17,1.00"))
    read = Answer.objects.get()
    assert "अनजान संदर्भ" in text(maker, f"answer/{read.pk}/")
    wrong = maker.get(f"{HOME}answer/{read.pk}/open-lines.csv")
    assert "S00000000099T01" in wrong.content.decode()


def test_heirs_are_named_and_their_account_is_checked_by_another(maker: Client, checker: Client) -> None:
    (award, _) = purse.granted(purse.DEATH)
    number = award.claim.case.number
    assert "नाम" in text(maker, "payees/")
    went(
        maker,
        f"claim/{number}/heirs/",
        name_1="सुमन निषाद",
        kin_1="spouse",
        reason="परिवार रजिस्टर देखा",
    )
    heir = Payee.objects.latest("pk")
    went(maker, f"payee/{heir.pk}/account/", number="2030 4050 607", again="20304050607", ifsc="barb0kanpur")
    account = PayeeAccount.objects.get()
    went(maker, f"payee-account/{account.pk}/check/")
    assert PayeeAccount.objects.get().checked_by == ""
    went(checker, f"payee-account/{account.pk}/check/")
    assert PayeeAccount.objects.get().checked_by != ""
    assert "सुमन" not in text(maker, "payees/")


def test_heirs_of_two_ranks_are_refused(maker: Client) -> None:
    (award, _) = purse.granted(purse.DEATH)
    given = {"name_1": "क", "kin_1": "spouse", "name_2": "ख", "kin_2": "father", "reason": "x"}
    refused = maker.post(f"{HOME}claim/{award.claim.case.number}/heirs/", given)
    assert refused.status_code == 422


def test_a_shared_account_is_cleared_for_as_many_as_were_seen(maker: Client) -> None:
    same = NewAccount("30451122334", "SBIN0000123")
    for number in (1, 2, 3):
        purse.claim(number=number, of=purse.worker(number, account=same))
        purse.awarded(number)
    went(maker, "make/per_event/157/")
    flag = SharedAccount.objects.get()
    assert Batch.objects.count() == 0
    went(maker, f"shared/{flag.pk}/", reason="एक ही परिवार")
    went(maker, "make/per_event/157/")
    assert Batch.objects.get().count == 3


def test_pensions_are_made_life_is_proved_and_it_goes_on_to_the_spouse(maker: Client) -> None:
    (award,) = purse.granted(purse.PENSION)
    Award.objects.filter(pk=award.pk).update(first_month="2024-01-01", paid_through="2023-12-01")
    went(maker, "pensions/run/")
    made = Due.objects.count()
    assert award.claim.worker.number in text(maker, "pensions/")
    went(maker, f"pension/{award.pk}/life/", way="seen", on=today())
    assert (LifeProof.objects.count(), Due.objects.count() > made) == (1, True)
    went(maker, f"pension/{award.pk}/spouse/", name="सुमन निषाद", died_on=today())
    assert Award.objects.filter(state="live").count() == 1


def test_a_deposit_is_placed_by_two(maker: Client, checker: Client) -> None:
    purse.granted(purse.BIRTH, newborn="daughter", daughters_before=0, delivery_number=1)
    row = Deposit.objects.get()
    went(maker, f"deposit/{row.pk}/enter/", bank="भारतीय स्टेट बैंक", number="FD-1", made_on=today())
    went(maker, f"deposit/{row.pk}/check/")
    assert Deposit.objects.get().checked_by == ""
    went(checker, f"deposit/{row.pk}/check/")
    assert Due.objects.get(award=row.award).stage == "paid"
    assert "FD-1" in text(maker, "deposits/?list=all")


def test_another_board_sees_nothing_of_it(maker: Client) -> None:
    purse.granted()
    went(maker, "make/per_event/157/")
    batch, other = Batch.objects.get(), at_desk(accounts(board="uow"))
    assert other.get(f"{HOME}batch/{batch.number}/").status_code == 404
    assert batch.number not in text(other, "batches/")
    assert "65,000" not in text(other)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("", 12),
        ("batches/", 12),
        ("returned/", 14),
        ("payees/", 14),
        ("shared/", 12),
        ("deposits/", 16),
        ("pensions/", 14),
    ],
)
def test_lists_take_no_more_queries_for_more_rows(maker: Client, address: str, most: int) -> None:
    def grow(number: int) -> None:
        purse.granted(number=number)
        purse.sent()
        purse.answer(purse.returned(Transfer.objects.latest("pk"), "53"))
        purse.granted(purse.DEATH, number + 10)
        purse.granted(purse.BIRTH, number + 20, newborn="daughter", daughters_before=0, delivery_number=1)

    grow(1)
    one = queries_of(maker, f"{HOME}{address}")
    grow(2)
    grow(3)
    assert queries_of(maker, f"{HOME}{address}") == one <= most


def test_what_a_dead_payee_had_to_get_is_split_among_the_heirs(maker: Client) -> None:
    (award,) = purse.granted()
    number, payee = award.claim.case.number, award.payee_id
    assert f"{HOME}payee/{payee}/died/" in text_of(maker.get(f"{HOME}claim/{number}/"))
    given = {
        "died_on": clock.day(timezone.now()),
        "name_1": "सुमन निषाद",
        "kin_1": "spouse",
        "reason": "मृत्यु प्रमाण-पत्र देखा",
    }
    assert maker.post(f"{HOME}payee/{payee}/died/", {**given, "died_on": "2090-01-01"}).status_code == 422
    assert maker.post(f"{HOME}payee/{payee}/died/", given).status_code == 302
    assert [(one.payee.who, one.total_paise) for one in Award.objects.filter(state="live")] == [("heir", 65_000_00)]
    assert f"{HOME}payee/{payee}/died/" not in text_of(maker.get(f"{HOME}claim/{number}/"))
    assert maker.get(f"{HOME}payee/{payee}/died/").status_code == 404


def test_a_paper_proves_that_she_is_married_and_another_person_ends_the_deposit(maker: Client, checker: Client) -> None:
    purse.granted(purse.BIRTH, newborn="daughter", daughters_before=0, delivery_number=1)
    row = Deposit.objects.get()
    went(maker, f"deposit/{row.pk}/enter/", bank="=SUM(A1)", number="FD-1", made_on=today())
    went(checker, f"deposit/{row.pk}/check/")
    assert maker.post(f"{HOME}deposit/{row.pk}/prove/", {"is_unmarried": "no"}).status_code == 422
    false = SimpleUploadedFile("paper.jpg", b"no picture", "image/jpeg")
    assert maker.post(f"{HOME}deposit/{row.pk}/prove/", {"is_unmarried": "no", "paper": false}).status_code == 422
    paper = SimpleUploadedFile("paper.pdf", file_samples.PDF, "application/pdf")
    went(maker, f"deposit/{row.pk}/prove/", is_unmarried="no", paper=paper)
    assert maker.get(f"{HOME}deposit/{row.pk}/proof/").content.startswith(b"%PDF")
    assert at_desk(accounts(board="uow")).get(f"{HOME}deposit/{row.pk}/proof/").status_code == 404
    lines = maker.get(f"{HOME}deposits.csv?list=all").content.decode()
    assert "'=SUM(A1),FD-1" in lines
    assert maker.get(f"{HOME}deposits.xlsx?list=all").content[:2] == b"PK"
    assert maker.get(f"{HOME}deposits.pdf?list=all").content[:4] == b"%PDF"
    went(checker, f"deposit/{row.pk}/forgo/")
    assert Award.objects.get(pk=row.pk).state == "ended"
    assert "FD-1" not in text(maker, "deposits/?list=all")


def test_a_workers_account_is_checked_from_the_list(maker: Client) -> None:
    (award,) = purse.granted()
    address = f"{HOME}payee/{award.payee_id}/check/"
    assert address not in text(maker, "payees/")
    assert maker.post(address).status_code == 404
    Account.objects.update(checked_by="")
    page = text(maker, "payees/")
    assert address in page
    assert award.claim.worker.name not in page
    went(maker, f"payee/{award.payee_id}/check/")
    assert Account.objects.get().checked_by == accounts().key
    assert maker.get(f"{HOME}payee/{award.payee_id}/account/").status_code == 404

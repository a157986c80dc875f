"""Money at the desk, from the page to the row: proposed, sanctioned, sent, answered, claimed, by those who may."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.bonded import purse, room
from tests.room import at_desk, queries_of, text_of

from shramsetu.bonded.models import BankFile, Bondage, Claim, FundLine, Payment, Statement, Survivor
from shramsetu.lib import clock

pytestmark = pytest.mark.django_db
HOME = "/desk/bonded/money/"


@pytest.fixture
def clerk() -> Client:
    return at_desk(room.officer("labour_officer"))


@pytest.fixture
def magistrate() -> Client:
    return at_desk(room.officer("sdm"))


@pytest.fixture
def dm() -> Client:
    return at_desk(room.officer("dm"))


def went(client: Client, address: str, **given: object) -> None:
    """Post a form that must be taken."""
    answer = client.post(address, given)
    assert answer.status_code == 302, text_of(answer)[:3000]


def step(client: Client, payment: Payment, verb: str, **given: object) -> None:
    payment.refresh_from_db()
    went(client, f"{HOME}payment/{payment.pk}/{verb}/", seen=payment.seq, **given)


def ready(client: Client, dm: Client, *, code: str) -> None:
    lgd = room.district().lgd_code
    went(dm, f"{HOME}funds/{lgd}/open/", amount="10,00,000", on="2026-11-16")
    went(
        client,
        f"{HOME}person/{code}/account/",
        number="3001 2345 0001",
        again="300123450001",
        ifsc="sbin0000123",
        name="सुखदेव कोल",
        whose="own",
        reason="",
    )


def test_from_the_certificate_to_money_in_the_account(clerk: Client, magistrate: Client, dm: Client) -> None:
    payment = purse.freed(account=False)
    code = payment.survivor.code
    assert code in text_of(clerk.get(f"{HOME}?list=propose"))
    ready(clerk, dm, code=code)
    step(clerk, payment, "propose", amount="30,000", mode="bank")
    assert code in text_of(magistrate.get(HOME)), "what is to be sanctioned is what a magistrate sees first"
    step(magistrate, payment, "sanction", number=purse.ORDER)
    assert "बैंक फ़ाइल बनाएँ" in text_of(clerk.get(f"{HOME}?list=send"))
    went(clerk, f"{HOME}files/make/{room.district().lgd_code}/")
    file = BankFile.objects.get()
    given = clerk.post(f"{HOME}files/{file.number}/csv/")
    assert given["Content-Type"].startswith("text/csv")
    assert "300123450001" in text_of(given)
    payment.refresh_from_db()
    today = clock.day(timezone.now()).isoformat()  # what was sent just now is not credited the week before
    upload = SimpleUploadedFile("s.csv", purse.credited(purse.reference(payment), on=today), content_type="text/csv")
    went(magistrate, f"{HOME}statements/", statement=upload)
    page = text_of(clerk.get(f"{HOME}person/{code}/"))
    assert "SBIN22611160001" in page
    assert "भुगतान हुआ" in page
    for address in (HOME, f"{HOME}person/{code}/", f"{HOME}files/{file.number}/", f"{HOME}statements/"):
        shown = text_of(clerk.get(address))
        assert "300123450001" not in shown
        assert room.NAME not in shown


def test_a_second_download_without_a_reason_gives_no_file(clerk: Client) -> None:
    purse.opened_fund()
    purse.sanctioned(purse.freed())
    file = purse.sent()
    address = f"{HOME}files/{file.number}/"
    assert clerk.post(f"{address}csv/").status_code == 200
    assert clerk.post(f"{address}csv/").status_code == 302
    assert "दो बार नहीं" in text_of(clerk.get(address))
    assert clerk.post(f"{address}csv/", {"reason": "फ़ाइल खुली नहीं"}).status_code == 200


def test_who_was_slower_is_told_and_nothing_is_done_twice(magistrate: Client, dm: Client) -> None:
    payment = purse.proposed(purse.freed())
    seen = payment.seq
    step(magistrate, payment, "sanction", number="1/2026")
    answer = dm.post(f"{HOME}payment/{payment.pk}/sanction/", {"seen": seen, "number": "2/2026", "over_reason": ""})
    assert answer.status_code == 422
    assert "इस बीच किसी और ने" in text_of(answer)
    payment.refresh_from_db()
    assert (payment.sanction_number, payment.lines.count()) == ("1/2026", 3)


def test_what_did_not_match_comes_back_as_a_file(clerk: Client) -> None:
    upload = SimpleUploadedFile("s.csv", purse.credited("BL999P000001T01"), content_type="text/csv")
    went(clerk, f"{HOME}statements/", statement=upload)
    statement = Statement.objects.get()
    assert "अनजान संदर्भ" in text_of(clerk.get(f"{HOME}statements/{statement.pk}/"))
    lines = text_of(clerk.get(f"{HOME}statements/{statement.pk}/errors/")).splitlines()
    assert lines[0].endswith("RESULT,WHAT_TO_DO")
    assert lines[1].startswith("2,BL999P000001T01")
    other = at_desk(room.officer("labour_officer", "Agra"))
    assert other.get(f"{HOME}statements/{statement.pk}/").status_code == 404


@pytest.mark.parametrize("content", [b"name,amount\r\nx,1", b"\xff\xfe"])
def test_a_wrong_file_is_said_to_be_one(clerk: Client, content: bytes) -> None:
    answer = clerk.post(f"{HOME}statements/", {"statement": SimpleUploadedFile("s.csv", content)})
    assert answer.status_code == 422
    assert "VALUE_DATE" in text_of(answer)


def test_officers_of_other_districts_and_departments_find_nothing(clerk: Client) -> None:
    purse.opened_fund()
    payment = purse.sanctioned(purse.freed())
    file = purse.sent()
    for client in (at_desk(room.officer("labour_officer", "Agra")), at_desk(room.officer("food"))):
        for address in (f"person/{payment.survivor.code}/", f"payment/{payment.pk}/cancel/", f"files/{file.number}/"):
            assert client.get(f"{HOME}{address}").status_code == 404
        assert payment.survivor.code not in text_of(client.get(f"{HOME}?list=bank"))
        assert payment.survivor.code not in text_of(client.get(f"{HOME}unpaid/"))
    assert payment.survivor.code in text_of(clerk.get(f"{HOME}unpaid/"))


def test_a_claim_is_made_printed_sent_and_paid_back(clerk: Client, dm: Client) -> None:
    purse.opened_fund()
    payment = purse.sanctioned(purse.freed(sex="f"))
    purse.certificate(payment.survivor)
    purse.sent()
    payment.refresh_from_db()
    purse.read(purse.credited(purse.reference(payment)))
    lgd = room.district().lgd_code
    went(clerk, f"{HOME}claims/make/{lgd}/")
    claim = Claim.objects.get()
    assert (claim.count, claim.total_paise) == (1, purse.IMMEDIATE)
    clerk.post(f"{HOME}claims/make/{lgd}/")
    assert Claim.objects.count() == 1, "nothing is claimed twice"
    page = f"{HOME}claims/{claim.number}/"
    shown = text_of(clerk.get(page))
    assert "विशेष श्रेणी" in shown
    assert "SBIN22611160001" in shown
    assert room.NAME not in shown
    book = openpyxl.load_workbook(io.BytesIO(clerk.get(f"{page}xlsx/").content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert (rows[1][0], rows[1][4], rows[1][7]) == (payment.survivor.code, 30000, "SBIN22611160001")
    assert rows[2][4] == 30000
    assert clerk.get(f"{page}pdf/").content.startswith(b"%PDF-")
    went(clerk, f"{page}forward/", letter="117/श्र./2026", on="2026-11-16")
    went(clerk, f"{page}forward/", letter="12/शासन/2026", on="2026-11-16")
    answer = clerk.post(f"{page}received/", {"amount": "30001", "reference": "PFMS1", "on": "2026-11-16"})
    assert answer.status_code == 422
    went(clerk, f"{page}received/", amount="30000", reference="PFMS1", on="2026-11-16")
    claim.refresh_from_db()
    assert (claim.received_paise, claim.settled_at is not None) == (purse.IMMEDIATE, True)
    last = FundLine.objects.order_by("-seq").first()
    assert last is not None
    assert (last.kind, last.balance_paise) == ("recouped", purse.LAKH * 10)
    assert "PFMS1" in text_of(dm.get(f"{HOME}funds/{lgd}/"))


def test_the_same_fine_is_not_entered_twice(dm: Client) -> None:
    purse.opened_fund()
    address = f"{HOME}funds/{room.district().lgd_code}/receive/"
    fine = {"kind": "fine", "amount": "2,000", "reference": "चालान 7", "on": "2026-11-16"}
    went(dm, address, **fine)
    assert dm.post(address, fine).status_code == 422
    assert FundLine.objects.filter(kind="fine").count() == 1


def test_the_accounts_second_pair_of_eyes(clerk: Client, magistrate: Client) -> None:
    payment = purse.freed()
    account = payment.survivor.accounts.get()
    assert clerk.post(f"{HOME}account/{account.pk}/check/").status_code == 302
    account.refresh_from_db()
    assert account.checked_by_id is None
    went(magistrate, f"{HOME}account/{account.pk}/check/")
    account.refresh_from_db()
    assert account.checked_by_id == room.officer("sdm").user_id


def test_ledger_and_story_are_in_hindi(clerk: Client) -> None:
    survivor = purse.freed().survivor
    page = text_of(clerk.get(f"/desk/bonded/money/person/{survivor.code}/"))
    assert "श्रम एवं रोजगार मंत्रालय" in page
    assert "Ministry" not in page
    assert "दूसरी राशि तय करें (कारण सहित)" in page
    assert "निर्णय पर हस्ताक्षर हुए: बंधुआ श्रमिक" in text_of(clerk.get(f"/desk/case/{survivor.case.number}/"))


def test_the_dm_sets_other_amounts_and_the_ledger_says_so(clerk: Client, dm: Client) -> None:
    payment = purse.freed()
    page = f"{HOME}person/{payment.survivor.code}/"
    given = {"total": "2,00,000", "immediate": "50,000", "annuity_least": "", "reason": "शासन का आदेश 9"}
    assert clerk.post(f"{page}override/", given).status_code == 422
    went(dm, f"{page}override/", **given)
    shown = text_of(clerk.get(page))
    assert "₹ 2,00,000" in shown
    assert "शासन का आदेश 9" in shown


def test_why_somebody_is_in_extreme_need_stays_sealed(clerk: Client, dm: Client) -> None:
    payment = purse.freed(sex="f")
    page = f"{HOME}person/{payment.survivor.code}/"
    assert "sexual_exploitation" not in text_of(clerk.get(f"{page}facts/"))
    went(dm, f"{page}facts/", released_on="2026-11-16", sexual_exploitation="on", dm_finds="")
    went(clerk, f"{page}facts/", released_on="2026-11-16")
    shown = text_of(clerk.get(page))
    assert "अत्यंत वंचित" in shown
    assert "शोषण" not in shown
    assert "₹ 3,00,000" in shown


def test_a_cheque_over_the_pages(clerk: Client, magistrate: Client) -> None:
    purse.opened_fund()
    payment = purse.freed(account=False)
    step(clerk, payment, "propose", amount="30000", mode="cheque", cheque_reason="खाता नहीं")
    step(magistrate, payment, "sanction", number=purse.ORDER)
    step(clerk, payment, "issue", number="004217", on="2026-11-16")
    papers = {
        name: SimpleUploadedFile("r.pdf", cast.PAPER + end, content_type="application/pdf")
        for name, end in (("thumb", b""), ("photo", b"\n"))
    }
    step(magistrate, payment, "hand-over", on="2026-11-16", **papers)
    payment.refresh_from_db()
    assert payment.stage == "paid"


def test_no_list_asks_more_for_more_rows(clerk: Client) -> None:
    lists = ("?list=propose", "?list=sanction", "unpaid/", "files/", "statements/", "funds/", "claims/")
    purse.opened_fund()
    purse.freed(1)
    few = {one: queries_of(clerk, HOME + one) for one in lists}
    for number in range(2, 6):
        purse.freed(number)
    many = {one: queries_of(clerk, HOME + one) for one in lists}
    assert {one: (few[one], many[one]) for one in lists if many[one] > few[one]} == {}
    assert max(few.values()) <= 34


def test_the_ledgers_page_has_a_budget(clerk: Client) -> None:
    purse.opened_fund()
    payment = purse.sanctioned(purse.freed())
    assert queries_of(clerk, f"{HOME}person/{payment.survivor.code}/") <= 34
    assert Survivor.objects.count() == 1


def test_the_ledger_reckons_the_wages_that_the_statement_tells_of(clerk: Client) -> None:
    survivor = purse.freed().survivor
    address = f"{HOME}person/{survivor.code}/"
    assert "बकाया मज़दूरी" not in text_of(clerk.get(address)), "nothing is reckoned of what was not said"
    told = {
        "from_on": date(2026, 1, 1),
        "to_on": date(2026, 4, 10),
        "wage_day_paise": 5_000,
        "minimum_day_paise": 40_000,
    }
    Bondage.objects.filter(survivor=survivor).update(**told)
    page = text_of(clerk.get(address))
    assert "बयान के अनुसार बकाया मज़दूरी" in page
    assert "₹ 35,000" in page.replace("\xa0", " "), "100 days of 350 rupees"

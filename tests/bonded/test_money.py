"""From due to paid: four eyes, the bank's file, its answer to the paisa, what came back, cheques, bounds."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from tests import cast
from tests.bonded import purse, room

from shramsetu.bonded import proof, refusals
from shramsetu.bonded.actions import accounts, bankfiles, cheques, duties, entitling, fund, payments, statements
from shramsetu.bonded.models import BankEntry, FundLine, Payment, PaymentLine, Survivor
from shramsetu.bonded.rules import bank
from shramsetu.bonded.rules.money import Kind
from shramsetu.journal.models import Entry

pytestmark = pytest.mark.django_db
AT = purse.AT


@pytest.fixture(autouse=True)
def _fund() -> None:
    purse.opened_fund()


def runs(payment: Payment, name: str, key: str = "") -> bool:
    return duties.running_duty(payment.survivor.case, name, key=key) is not None


def holds() -> int:
    last = FundLine.objects.filter(district=room.district()).order_by("-seq").first()
    assert last is not None
    return last.balance_paise


def in_order() -> bool:
    return [one for one in proof.faults() if one.count] == []


def test_a_freed_man_is_paid_with_proof_and_the_clock_stops() -> None:
    payment = purse.freed()
    assert (payment.amount_paise, runs(payment, "immediate-assistance")) == (purse.IMMEDIATE, True)
    purse.sanctioned(payment)
    file = purse.sent()
    payment.refresh_from_db()
    assert (payment.stage, file.count, holds()) == ("sent", 1, purse.LAKH * 10 - purse.IMMEDIATE)
    purse.read(purse.credited(purse.reference(payment)))
    payment.refresh_from_db()
    last = payment.lines.last()
    assert (payment.stage, last.reference, str(last.value_on)) == ("paid", "SBIN22611160001", "2026-11-16")
    assert not runs(payment, "immediate-assistance")
    assert list(payment.lines.values_list("stage", flat=True)) == ["due", "proposed", "sanctioned", "sent", "paid"]
    assert in_order()


def test_the_account_stands_in_the_banks_file_alone() -> None:
    payment = purse.sanctioned(purse.freed())
    file = purse.sent()
    assert b"300123450001" in bankfiles.content(file)
    assert room.NAME.encode() in bankfiles.content(file)
    assert b"300123450001" not in bytes(file.closed)
    assert payment.account is not None
    assert payment.account.mask == "•••• 0001"
    assert b"300123450001" not in bytes(payment.account.closed)
    told = str(list(Entry.objects.values_list("detail", flat=True)))
    assert "300123450001" not in told


def test_who_proposed_cannot_sanction_in_code_nor_in_the_database() -> None:
    payment = purse.proposed(purse.freed())
    officer = room.officer("labour_officer")
    with pytest.raises(refusals.NotYours):
        payments.sanction(payment, purse.ORDER, seen=payment.seq, by=officer, at=AT)
    Payment.objects.filter(pk=payment.pk).update(proposed_by_id=room.officer("sdm").user_id)
    with pytest.raises(refusals.SamePerson):
        payments.sanction(payment, purse.ORDER, seen=payment.seq, by=room.officer("sdm"), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(sanctioned_by_id=room.officer("sdm").user_id)


@pytest.mark.parametrize("verb", ["propose", "sanction", "make", "read"])
def test_an_assistant_moves_no_money(verb: str) -> None:
    payment = purse.freed()
    by = room.officer("labour_officer").__class__(role="dm", user_id=1, post_id=1, assists=True)
    deeds = {
        "propose": lambda: payments.propose(payment, payments.Proposal(1), seen=1, by=by, at=AT),
        "sanction": lambda: payments.sanction(payment, "1", seen=1, by=by, at=AT),
        "make": lambda: bankfiles.make(room.district(), by=by, at=AT),
        "read": lambda: statements.read_in(b"", districts=None, by=by, at=AT),
    }
    with pytest.raises(refusals.NotYours):
        deeds[verb]()


def test_what_the_bank_returns_is_paid_again_to_the_mended_account() -> None:
    payment = purse.sanctioned(purse.freed())
    purse.sent()
    payment.refresh_from_db()
    purse.read(purse.came_back(purse.reference(payment)))
    payment.refresh_from_db()
    assert (payment.stage, holds()) == ("returned", purse.LAKH * 10)
    assert runs(payment, "payment-returned", key=str(payment.pk))
    assert runs(payment, "immediate-assistance")
    purse.passbook(payment.survivor, 2)
    with pytest.raises(refusals.NothingToSend):
        purse.sent()
    payment.refresh_from_db()
    assert payment.account is not None
    payments.check(payment.account, by=room.officer("sdm"), at=AT)
    second = purse.sent()
    payment.refresh_from_db()
    assert b"300123450002" in bankfiles.content(second)
    assert not runs(payment, "payment-returned", key=str(payment.pk))
    purse.read(purse.credited(purse.reference(payment)))
    payment.refresh_from_db()
    assert (payment.stage, payment.attempts, holds()) == ("paid", 2, purse.LAKH * 10 - purse.IMMEDIATE)
    assert not runs(payment, "immediate-assistance")
    assert in_order()


def test_a_credit_that_comes_back_days_later_opens_the_alert_again() -> None:
    payment = purse.sanctioned(purse.freed())
    purse.sent()
    payment.refresh_from_db()
    purse.read(purse.credited(purse.reference(payment)))
    purse.read(purse.came_back(purse.reference(payment)))
    payment.refresh_from_db()
    assert payment.stage == "returned"
    assert runs(payment, "immediate-assistance")
    assert in_order()


def test_each_line_of_a_statement_is_judged_by_itself() -> None:
    first, second = purse.sanctioned(purse.freed(1)), purse.sanctioned(purse.freed(2))
    purse.sent()
    one, two = (BankEntry.objects.get(payment=each).reference for each in (first, second))
    day = "16-11-2026"
    statement = purse.read(
        purse.answer(
            (one, "SBIN22611160001", "30000.00", day, "PAID", ""),
            (one, "SBIN22611160001", "30000.00", day, "PAID", ""),
            (one, "SBIN22611160009", "30000.00", day, "PAID", ""),
            (two, "SBIN22611160002", "29999.99", day, "PAID", ""),
            (two, "SBIN22611160001", "30000", day, "PAID", ""),
            ("BL999P000001T01", "SBIN22611160003", "30000", day, "PAID", ""),
            (two, "", "30000", day, "PAID", ""),
            (two, "SBIN22611160004", "तीस हज़ार", day, "PAID", ""),
            (two, "SBIN22611160004", "30000", "31-02-2026", "PAID", ""),
            (two, "SBIN22611160004", "30000", "2026-12-30", "PAID", ""),
            (two, "", "30000", day, "RETURNED", ""),
            (two, "SBIN22611160002", "30000.00", day, "PAID", ""),
        )
    )
    bad = "unreadable"
    assert purse.results(statement) == [
        "matched", "seen", "duplicate", "wrong_amount", "utr_used", "unknown", bad, bad, bad, bad, bad, "matched",
    ]  # fmt: skip
    wrong = list(statement.rows.filter(result=bad).order_by("row").values_list("wrong", flat=True))
    assert wrong == ["UTR", "AMOUNT", "VALUE_DATE", "VALUE_DATE", "REASON"]
    assert in_order()


def test_the_same_statement_twice_changes_nothing() -> None:
    payment = purse.sanctioned(purse.freed())
    purse.sent()
    payment.refresh_from_db()
    content = purse.credited(purse.reference(payment))
    by = room.officer("sdm")
    first = statements.read_in(content, districts=None, by=by, at=AT)
    again = statements.read_in(content, districts=None, by=by, at=AT)
    assert (first[1], again[1], first[0]) == (True, False, again[0])
    other = purse.read(content + b"\r\n\r\n")
    assert purse.results(other) == ["seen"]
    assert PaymentLine.objects.filter(payment=payment, stage="paid").count() == 1


def test_a_statement_settles_payments_of_the_officers_own_district_alone() -> None:
    payment = purse.sanctioned(purse.freed())
    purse.sent()
    payment.refresh_from_db()
    by, agra = room.officer("labour_officer", "Agra"), room.district("Agra")
    content = purse.credited(purse.reference(payment))
    statement, _ = statements.read_in(content, districts=[agra.pk], by=by, at=AT)
    assert purse.results(statement) == ["unknown"]
    payment.refresh_from_db()
    assert payment.stage == "sent"


@pytest.mark.parametrize("content", [b"", b"a,b\r\n1,2", "क,ख".encode("utf-16"), b"\x00\x01"])
def test_what_is_no_statement_is_refused_whole(content: bytes) -> None:
    with pytest.raises(refusals.BadStatement, match="VALUE_DATE"):
        purse.read(content)


def test_a_fund_that_cannot_pay_all_pays_those_who_wait_longest() -> None:
    FundLine.objects.all()
    poor = room.district("Chitrakoot")
    fund.open_fund(poor, 4_000_000, on=purse.TODAY, by=room.officer("dm", "Chitrakoot"), at=AT)
    waiting = [purse.freed(number, district=poor) for number in (1, 2)]
    clerk, magistrate = room.officer("labour_officer", "Chitrakoot"), room.officer("sdm", "Chitrakoot")
    for payment in waiting:
        payments.propose(payment, payments.Proposal(purse.IMMEDIATE), seen=1, by=clerk, at=AT)
        payments.sanction(payment, purse.ORDER, seen=2, by=magistrate, at=AT)
    file = bankfiles.make(poor, by=clerk, at=AT)
    assert file.count == 1
    assert [Payment.objects.get(pk=one.pk).stage for one in waiting] == ["sent", "sanctioned"]
    with pytest.raises(refusals.NothingToSend):
        bankfiles.make(poor, by=clerk, at=AT)
    assert in_order()


def test_more_than_the_scheme_gives_needs_the_dms_reason() -> None:
    payment = purse.proposed(purse.freed(), purse.IMMEDIATE + 1)
    for who, reason in (("sdm", "ज़रूरत है"), ("dm", " ")):
        with pytest.raises(refusals.OverEntitlement):
            payments.sanction(payment, purse.ORDER, seen=payment.seq, by=room.officer(who), at=AT, over_reason=reason)
    payments.sanction(payment, purse.ORDER, seen=payment.seq, by=room.officer("dm"), at=AT, over_reason="इलाज के लिए")
    assert payment.stage == "sanctioned"
    assert "इलाज" not in payment.over_reason, "the reason lies encrypted"


def test_two_sanctions_together_cannot_pass_the_total() -> None:
    first = purse.sanctioned(purse.freed())
    purse.gate_opened(first.survivor)
    rest = payments.due(first.survivor, Kind.BALANCE, paise=7_000_000, key="यहीं", by=room.officer("dm"), at=AT)
    purse.sanctioned(rest, 7_000_000)
    more = payments.due(first.survivor, Kind.ANNUITY, paise=1, by=room.officer("dm"), at=AT)
    purse.proposed(more, 1)
    with pytest.raises(refusals.OverEntitlement):
        payments.sanction(more, purse.ORDER, seen=more.seq, by=room.officer("sdm"), at=AT)
    travel = payments.due(first.survivor, Kind.TRAVEL, paise=150_000, key="घर", by=room.officer("dm"), at=AT)
    purse.sanctioned(travel, 150_000)
    assert in_order()


def test_the_annuity_of_a_woman_is_not_paid_out_in_cash() -> None:
    payment = purse.sanctioned(purse.freed(sex="f"))
    purse.gate_opened(payment.survivor)
    rest = payments.due(payment.survivor, Kind.BALANCE, paise=4_500_001, key="यहीं", by=room.officer("dm"), at=AT)
    purse.proposed(rest, 4_500_001)
    with pytest.raises(refusals.OverEntitlement):
        payments.sanction(rest, purse.ORDER, seen=rest.seq, by=room.officer("sdm"), at=AT)


def test_a_cheque_needs_its_reason_and_is_paid_by_thumb_and_photo() -> None:
    payment = purse.freed(account=False)
    clerk = room.officer("labour_officer")
    for proposal in (payments.Proposal(purse.IMMEDIATE), payments.Proposal(purse.IMMEDIATE, "cheque", " ")):
        with pytest.raises(refusals.NoAccount):
            payments.propose(payment, proposal, seen=payment.seq, by=clerk, at=AT)
    purse.sanctioned(payment, mode="cheque", cheque_reason="खाता नहीं, आज ही घर जा रहे हैं")
    cheques.issue(payment, "004217", on=purse.TODAY, seen=payment.seq, by=clerk, at=AT)
    assert (payment.stage, holds()) == ("sent", purse.LAKH * 10 - purse.IMMEDIATE)
    thumb, photo = (SimpleUploadedFile(f"{n}.pdf", cast.PAPER + n, "application/pdf") for n in (b"", b"\n"))
    sdm, seen = room.officer("sdm"), payment.seq
    with pytest.raises(refusals.OwnCheque):
        cheques.hand_over(payment, (thumb, photo), on=purse.TODAY, seen=seen, by=clerk, at=AT)
    with pytest.raises(refusals.SamePicture):
        cheques.hand_over(payment, (thumb, thumb), on=purse.TODAY, seen=seen, by=sdm, at=AT)
    cheques.hand_over(payment, (thumb, photo), on=purse.TODAY, seen=seen, by=sdm, at=AT)
    assert (payment.stage, payment.lines.last().reference) == ("paid", "004217")
    assert not runs(payment, "immediate-assistance")
    assert in_order()


def test_a_cheque_not_honoured_comes_back_as_any_money_does() -> None:
    payment = purse.sanctioned(purse.freed(account=False), mode="cheque", cheque_reason="खाता नहीं")
    clerk = room.officer("labour_officer")
    cheques.issue(payment, "004217", on=purse.TODAY, seen=payment.seq, by=clerk, at=AT)
    cheques.bounce(payment, "हस्ताक्षर नहीं मिले", seen=payment.seq, by=clerk, at=AT)
    assert (payment.stage, holds(), runs(payment, "payment-returned", str(payment.pk))) == (
        "returned",
        purse.LAKH * 10,
        True,
    )
    assert in_order()


def test_an_account_where_another_is_paid_needs_a_reason() -> None:
    first = purse.freed(1)
    with pytest.raises(refusals.SharedAccount):
        purse.freed(1)
    second = purse.freed(2)
    purse.passbook(second.survivor, 1, reason="पत्नी का खाता, परिवार एक साथ")
    assert first.survivor.accounts.get().key == second.survivor.accounts.get(ended_at=None).key


def test_the_first_download_is_free_the_second_says_why() -> None:
    purse.sanctioned(purse.freed())
    file, by = purse.sent(), room.officer("labour_officer")
    assert bankfiles.take_out(file, by=by, at=AT) == bankfiles.content(file)
    with pytest.raises(refusals.TakenBefore):
        bankfiles.take_out(file, by=by, at=AT)
    bankfiles.take_out(file, by=by, at=AT, reason="बैंक की मशीन पर फ़ाइल नहीं खुली")
    verbs = Entry.objects.filter(stream=f"bankfile:{file.number}").values_list("verb", flat=True)
    assert sorted(verbs) == ["make_bank_file", "take_bank_file", "take_bank_file"]


def test_the_entitlement_follows_new_facts_and_the_dm_alone_overrides() -> None:
    payment = purse.freed()
    clerk, dm = room.officer("labour_officer"), room.officer("dm")
    first = purse.entitlement(payment)
    assert (first.version, first.category, first.total_paise) == ("css-2021", "man", purse.LAKH)
    assert "adult_man" not in first.because
    assert entitling.compute(payment.survivor, entitling.Known(), by=clerk, at=AT) == first
    second = entitling.compute(payment.survivor, entitling.Known(disabled=True), by=clerk, at=AT)
    assert (second.seq, second.category, second.total_paise) == (2, "extreme", 3 * purse.LAKH)
    asked = entitling.Override(2 * purse.LAKH, 5_000_000, 0, "पुराना आदेश")
    with pytest.raises(refusals.NotYours):
        entitling.override(payment.survivor, asked, by=clerk, at=AT)
    third = entitling.override(payment.survivor, asked, by=dm, at=AT)
    payment.refresh_from_db()
    assert (third.seq, third.is_override, payment.amount_paise) == (3, True, 5_000_000)


def test_what_a_magistrate_found_is_not_undone_by_a_form_left_empty() -> None:
    person = purse.freed().survivor
    clerk, dm = room.officer("labour_officer"), room.officer("dm")
    known = entitling.Known(dm_finds="अत्यंत वंचित परिवार")
    entitling.assess(person, known, released_on=AT.date(), by=dm, at=AT)
    again = entitling.assess(person, entitling.Known(), released_on=AT.date(), by=clerk, at=AT)
    assert (again.category, again.total_paise) == ("extreme", 3 * purse.LAKH)
    entitling.override(person, entitling.Override(4 * purse.LAKH, 3_000_000, 0, "डीएम आदेश"), by=dm, at=AT)
    with pytest.raises(refusals.SetByMagistrate):
        entitling.assess(person, entitling.Known(), released_on=AT.date(), by=clerk, at=AT)
    assert entitling.assess(person, entitling.Known(), released_on=AT.date(), by=dm, at=AT).category == "man"


def test_what_raises_the_category_is_entered_by_who_may_sanction() -> None:
    person = purse.freed().survivor
    clerk = room.officer("labour_officer")
    with pytest.raises(refusals.Confirmed):
        entitling.assess(person, entitling.Known(disabled=True), released_on=AT.date(), by=clerk, at=AT)
    known = entitling.Known(disabled=True)
    found = entitling.assess(person, known, released_on=AT.date(), by=room.officer("dm"), at=AT)
    assert found.category == "extreme"
    assert "disab" not in found.facts


@pytest.mark.parametrize(("sector", "fact"), [("begging", "begging"), ("sexual-exploitation", "sexual_exploitation")])
def test_a_word_about_the_work_raises_no_sum_until_a_magistrate_finds_so(sector: str, fact: str) -> None:
    person = purse.freed().survivor
    Survivor.objects.filter(pk=person.pk).update(sector=sector)
    person.refresh_from_db()
    clerk, dm = room.officer("labour_officer"), room.officer("dm")
    assert entitling.assess(person, entitling.Known(), released_on=AT.date(), by=clerk, at=AT).category == "man"
    assert entitling.suggested(person, entitling.Known()) == entitling.Known(**{fact: True})
    with pytest.raises(refusals.Confirmed):
        entitling.assess(person, entitling.Known(begging=True), released_on=AT.date(), by=clerk, at=AT)
    found = entitling.assess(person, entitling.Known(begging=True), released_on=AT.date(), by=dm, at=AT)
    assert found.category == "special"


def test_the_day_of_release_stands_with_the_finding_for_who_may_not_sanction() -> None:
    payment = purse.freed()
    clerk, earlier = room.officer("labour_officer"), AT.date() - timedelta(days=3000)
    with pytest.raises(refusals.DayIsFixed):
        entitling.assess(payment.survivor, entitling.Known(), released_on=earlier, by=clerk, at=AT)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE bonded_paymentline SET amount_paise = 1",
        "DELETE FROM bonded_paymentline",
        "UPDATE bonded_fundline SET balance_paise = 1",
        "DELETE FROM bonded_entitlement",
        "UPDATE bonded_statementrow SET result = 'unknown'",
        "UPDATE bonded_payment SET amount_paise = amount_paise + 1",
        "DELETE FROM bonded_payment",
        "UPDATE bonded_bankentry SET amount_paise = 1",
        "UPDATE bonded_bankentry SET outcome = ''; DELETE FROM bonded_bankentry",
        "INSERT INTO bonded_paymentline (payment_id, seq, stage, amount_paise, attempt, reference, reason, by, at)"
        " SELECT id, seq + 1, 'sent', amount_paise, 1, '', '', 'x', now() FROM bonded_payment",
        "INSERT INTO bonded_bankentry (file_id, payment_id, account_id, attempt, reference, amount_paise, outcome, utr)"
        " SELECT file_id, payment_id, account_id, 9, 'BL', amount_paise, '', '' FROM bonded_bankentry",
    ],
)
def test_the_database_itself_refuses(sql: str) -> None:
    payment = purse.sanctioned(purse.freed())
    purse.sent()
    payment.refresh_from_db()
    purse.read(purse.credited(purse.reference(payment)))
    with pytest.raises(DatabaseError), transaction.atomic():
        from_raw(sql)


def from_raw(sql: str) -> None:
    cursor = transaction.get_connection().cursor()
    with cursor:
        cursor.execute(sql)


def test_a_bank_reference_is_fifteen_signs() -> None:
    assert len(bank.reference(157, 12, 1)) == 15
    assert accounts.SHOWN == 4


def test_the_balance_is_due_when_its_gate_opens_and_not_proposed_before() -> None:
    payment = purse.freed(sex="f")
    early = payments.due(payment.survivor, Kind.BALANCE, paise=1, key="पहले", by=room.officer("dm"), at=AT)
    with pytest.raises(refusals.GateShut):
        purse.proposed(early, 1)
    purse.gate_opened(payment.survivor)
    due = Payment.objects.filter(survivor=payment.survivor, key="").exclude(kind=Kind.IMMEDIATE)
    assert dict(due.values_list("kind", "amount_paise")) == {"annuity": 12_500_000, "balance": 4_499_999}
    assert {one.district for one in due} == {room.district()}, "that of the rescue, unless a transfer says otherwise"

"""The daily list of the unpaid, and the proof that ledger, bank, fund and entitlement agree."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.bonded import purse, room
from tests.bonded.test_front import waits
from tests.room import at_desk, text_of

from shramsetu.bonded import proof, refusals, unpaid
from shramsetu.bonded.actions import entitling, gate, paidbefore, payments
from shramsetu.bonded.models import BankEntry, PaidBefore, Payment, Survivor
from shramsetu.bonded.reports import written
from shramsetu.bonded.reports.asked import Asked

pytestmark = pytest.mark.django_db
AT = purse.AT


def told(at: object = AT) -> list[tuple[str, str]]:
    return [(line.why, line.turn) for line in unpaid.lines(Survivor.objects.all(), at=at)]  # type: ignore[arg-type]


def test_what_another_state_paid_is_asked_for_and_holds_the_sanction_up() -> None:
    payment = purse.proposed(purse.freed())
    clerk, sdm, dm = (room.officer(one) for one in ("labour_officer", "sdm", "dm"))
    row = PaidBefore.objects.create(
        survivor=payment.survivor,
        kind="immediate",
        amount_paise=purse.IMMEDIATE,
        paid_on=purse.TODAY,
        said_by_id=clerk.user_id,
    )
    assert told() == [("paid_there", "dm")]
    assert waits(dm)["दूसरे राज्यों के भुगतान जिनकी पुष्टि करनी है"] == 1
    for by, reason in ((sdm, "ज़रूरत है"), (dm, "")):
        with pytest.raises(refusals.PaidThere):
            payments.sanction(payment, purse.ORDER, seen=payment.seq, by=by, at=AT, over_reason=reason)
    paidbefore.confirm(row, by=sdm, at=AT)
    assert told() == []
    assert "दूसरे राज्यों के भुगतान जिनकी पुष्टि करनी है" not in waits(dm)


def test_what_another_state_did_not_pay_is_sanctioned_by_the_dms_reason() -> None:
    payment = purse.proposed(purse.freed())
    by = room.officer("labour_officer").user_id
    row = PaidBefore(survivor=payment.survivor, kind="immediate", amount_paise=100, paid_on=purse.TODAY, said_by_id=by)
    row.save(force_insert=True)
    why = "वहाँ से पत्र आया: नहीं दिया"
    payments.sanction(payment, purse.ORDER, seen=payment.seq, by=room.officer("dm"), at=AT, over_reason=why)
    assert payment.stage == "sanctioned"


def said(what: str, **options: object) -> str:
    out = io.StringIO()
    call_command("bonded", what, stdout=out, **options)
    return out.getvalue()


def test_the_list_says_why_and_whose_turn_at_every_stage() -> None:
    payment = purse.freed(account=False)
    assert told() == [("no_account", "lead_bank")]
    purse.passbook(payment.survivor)
    assert told() == [("not_proposed", "labour_officer")]
    purse.proposed(payment)
    assert told() == [("to_sanction", "dm")]
    payments.refuse(payment, "राशि ग़लत", seen=payment.seq, by=room.officer("sdm"), at=AT)
    assert told() == [("refused", "labour_officer")]
    purse.sanctioned(payment)
    assert told() == [("no_money", "dm")]
    purse.opened_fund(20_000)
    assert told() == [("no_money", "dm")]


def test_the_list_goes_on_until_the_bank_has_paid() -> None:
    purse.opened_fund()
    payment = purse.sanctioned(purse.freed())
    assert told() == [("to_send", "labour_officer")]
    purse.sent()
    assert told() == [("at_bank", "lead_bank")]
    payment.refresh_from_db()
    purse.read(purse.came_back(purse.reference(payment)))
    assert told() == [("returned", "labour_officer")]
    purse.sent()
    payment.refresh_from_db()
    purse.read(purse.credited(purse.reference(payment)))
    assert told() == []


def test_who_was_freed_and_has_no_row_at_all_is_on_the_list() -> None:
    survivor = room.freed()
    survivor.case.__class__.objects.filter(pk=survivor.pk).update(state="bonded")
    assert told() == [("no_date", "labour_officer")]
    Survivor.objects.filter(pk=survivor.pk).update(released_on=purse.TODAY)
    assert told() == [("no_certificate", "sdm")]
    [line] = unpaid.lines(Survivor.objects.all(), at=AT + 5 * room.DAY)
    assert (line.days, line.fund_covers) == (5, None)


def test_a_sum_that_waits_for_the_certificate_is_not_told_as_nothing() -> None:
    room.bonded(room.freed())
    assert told() == [("no_certificate", "sdm")]
    desk = at_desk(room.officer("labour_officer"))
    alone = text_of(desk.get("/desk/bonded/money/unpaid/"))
    assert ("₹ 0" in alone, "1 की राशि की गणना अभी नहीं हुई" in alone) == (False, True)
    assert "मुक्ति प्रमाण-पत्र अभी जारी नहीं हुआ" in alone
    [row] = written.made("affidavit", Asked((room.district(),), room.district(), purse.TODAY)).sheets[2].lines
    assert row[5] == "मुक्ति प्रमाण-पत्र अभी जारी नहीं हुआ"
    purse.freed()
    assert "₹ 30,000 देय हैं। इनमें से 1 की" in text_of(desk.get("/desk/bonded/money/unpaid/"))


def test_list_and_court_table_name_one_day_of_freedom() -> None:
    """Freed at the site four days before the magistrate's finding: the day of the site counts in both."""
    survivor = room.bonded(room.freed())
    Survivor.objects.filter(pk=survivor.pk).update(released_on=purse.TODAY - 4 * room.DAY)
    for _ in range(2):
        [line] = unpaid.lines(Survivor.objects.all(), at=AT)
        [row] = written.made("affidavit", Asked((room.district(),), room.district(), purse.TODAY)).sheets[2].lines
        assert (row[3], row[4]) == (line.since, line.days) == (purse.TODAY - 4 * room.DAY, 4)
        survivor.case.refresh_from_db()
        room.take(survivor, "certify", by=room.officer("sdm")) if survivor.case.state == "bonded" else None


def test_who_is_bound_again_stays_on_the_list() -> None:
    payment = purse.freed()
    room.take(payment.survivor, "rebond", reason="उसी एजेंट के साथ दूसरे भट्ठे पर मिले")
    assert told() == [("not_proposed", "labour_officer")]


def waive(survivor: Survivor, *, holds: bool = True) -> None:
    one = gate.Deciding(
        "no_immediate", holds=holds, order_number="9/26", order_on=purse.TODAY, reasons="वारिस नहीं मिला"
    )
    survivor.case.refresh_from_db()
    gate.decide(survivor, one, by=room.officer("dm"), at=AT)


def test_what_the_magistrate_found_cannot_be_paid_stands_in_a_part_of_its_own() -> None:
    survivor = purse.freed().survivor
    waive(survivor)
    assert told() == [("waived", "dm")]
    text = text_of(at_desk(room.officer("labour_officer")).get("/desk/bonded/money/unpaid/"))
    assert (survivor.code in text, "वारिस नहीं मिला" in text) == (True, True)
    auditor = text_of(at_desk(room.officer("commissioner")).get("/desk/bonded/money/unpaid/"))
    assert (survivor.code in auditor, "वारिस नहीं मिला" in auditor) == (True, False)
    listed = said("unpaid")
    assert "unpaid 0" in listed
    assert "cannot be paid 1" in listed
    waive(survivor, holds=False)
    assert told() == [("not_proposed", "labour_officer")]


def test_who_was_released_before_the_scheme_stands_there_too() -> None:
    survivor = room.freed()
    released = date(2016, 3, 1)
    survivor.case.__class__.objects.filter(pk=survivor.pk).update(state="bonded")
    Survivor.objects.filter(pk=survivor.pk).update(released_on=released)
    assert told() == [("before_scheme", "dm")]
    with pytest.raises(refusals.BeforeScheme):
        entitling.compute(survivor, entitling.Known(), by=room.officer("labour_officer"), at=AT)


def test_the_list_takes_five_queries_however_long() -> None:
    purse.opened_fund()
    for number in range(6):
        purse.freed(number)
    unpaid.lines(Survivor.objects.all(), at=AT)
    with CaptureQueriesContext(connection) as found:
        assert len(unpaid.lines(Survivor.objects.all(), at=AT)) == 6
    assert len(found) <= 5


def test_the_command_names_the_code_and_never_the_person() -> None:
    payment = purse.freed()
    text = said("unpaid")
    assert payment.survivor.code in text
    assert "₹ 30,000" in text
    assert "अदत्त 1" in text
    assert room.NAME not in text
    assert "अदत्त 0" in said("unpaid", district=room.district("Agra").lgd_code)


def test_reconcile_is_quiet_when_all_fits_and_fails_when_it_does_not() -> None:
    purse.opened_fund()
    payment = purse.sanctioned(purse.freed())
    purse.sent()
    payment.refresh_from_db()
    purse.read(purse.credited(purse.reference(payment)))
    assert "1 paid, ₹ 30,000" in said("reconcile")
    BankEntry.objects.update(value_on="2026-11-15")
    with pytest.raises(CommandError, match="1 गड़बड़ी"):
        said("reconcile")


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("stage-is-last-line", "UPDATE bonded_payment SET stage = 'paid'"),
        ("fund-is-ledger", "UPDATE bonded_payment SET stage = 'returned'"),
        ("sent-once", "UPDATE bonded_payment SET attempts = 7"),
        ("file-is-its-entries", "UPDATE bonded_bankfile SET count = 2"),
        ("file-is-unchanged", "UPDATE bonded_bankfile SET closed = 'x'"),
        ("nothing-on-the-way-twice", "UPDATE bonded_payment SET stage = 'cancelled'"),
        ("bank-said-so", "UPDATE bonded_bankentry SET outcome = 'paid', utr = 'X', value_on = now()"),
    ],
)
def test_each_question_finds_its_fault(name: str, sql: str) -> None:
    purse.opened_fund()
    purse.sanctioned(purse.freed())
    purse.sent()
    assert [one.name for one in proof.faults() if one.count] == []
    with connection.cursor() as cursor:
        cursor.execute(sql)
    assert name in {one.name for one in proof.faults() if one.count}
    assert Payment.objects.count() == 1


def wrong() -> list[str]:
    return [one.name for one in proof.faults() if one.count]


def test_more_than_the_entitlement_is_found_whoever_paid_it_and_when() -> None:
    """One lakh in all, 30,000 of it at once: sums of an old register count beside those of this ledger."""
    payment = purse.freed()
    purse.opened_fund()
    purse.sanctioned(payment)
    assert wrong() == []
    balance = PaidBefore(survivor=payment.survivor, kind="balance", amount_paise=70_000_00, paid_on=AT.date())
    balance.save(force_insert=True)
    assert wrong() == []
    PaidBefore.objects.update(amount_paise=70_000_01)
    assert wrong() == ["within-entitlement"]
    PaidBefore.objects.update(kind="immediate", amount_paise=1)
    assert wrong() == ["immediate-within-entitlement"]


def test_what_one_officer_says_another_state_paid_is_not_reckoned_yet() -> None:
    payment = purse.freed()
    by = room.officer("labour_officer").user_id
    said = {"kind": "balance", "amount_paise": 14_00_000_00, "paid_on": AT.date(), "said_by_id": by}
    PaidBefore(survivor=payment.survivor, **said).save(force_insert=True)
    assert wrong() == []
    PaidBefore.objects.update(confirmed_by=room.officer("sdm").user_id)
    assert wrong() == ["within-entitlement"]

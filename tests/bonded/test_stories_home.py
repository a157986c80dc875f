"""A family of Aligarh, freed in Haryana, comes home without certificates: help at once, letters, certificate, money."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from tests.bonded import room, tale
from tests.bonded import transfer_world as world

from shramsetu.bonded import refusals, rehabilitation
from shramsetu.bonded.actions import (
    accounts,
    bankfiles,
    chases,
    claims,
    climb,
    consents,
    fund,
    gate,
    packets,
    paidbefore,
    payments,
)
from shramsetu.bonded.actions import statements as bank_statements
from shramsetu.bonded.actions.chases import PaidThere, Returned
from shramsetu.bonded.actions.consents import Said
from shramsetu.bonded.models import BankEntry, BondedDuty, Certificate, Chase, PaidBefore, Payment, Survivor, Transfer
from shramsetu.bonded.rules import bank
from shramsetu.casework.actions import Refused
from shramsetu.lib import clock
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db
AT, DAY, HOUR = room.AT, room.DAY, room.HOUR
RESCUED = clock.day(AT - 3 * DAY)
IMMEDIATE = 3_000_000
FAMILY = (("मुन्ना", "m", False), ("रानी", "f", False), ("छोटू", "m", True))
HELP = {"rehabilitation-line:ration", "rehabilitation-line:health"}


def came_home() -> list[Survivor]:
    """Enter father, mother and child of Aligarh, whom a train from Haryana brought home alone."""
    found = []
    for name, sex, is_minor in FAMILY:
        one = Returned(
            district=world.aligarh(),
            sex=sex,
            is_minor=is_minor,
            rescue_state="haryana",
            office="ज़िलाधिकारी, झज्जर",
            rescued_on=RESCUED,
            sector="brick-kiln",
            identity={"name": name, "phone": "+919999900444"},
        )
        found.append(chases.enter_returned(one, by=world.officer(world.aligarh()), at=AT).survivor)
    return found


def certificate_came(one: Survivor, *, at: datetime, paid: PaidThere | None = None) -> None:
    """Let the certificate of Jhajjar come by post."""
    native = world.officer(world.aligarh())
    scan = world.receipt(one, native, at)
    running = Chase.objects.select_related("survivor__case").get(survivor=one)
    assert chases.received(running, f"JJR/RC/{one.pk}", on=RESCUED, scan=scan, by=native, at=at, paid=paid)


def paid(people: Sequence[Survivor], *, at: datetime) -> None:
    """Pay the immediate assistance of each person from the fund of Aligarh."""
    native, dm, where = world.officer(world.aligarh()), world.officer(world.aligarh(), "dm"), world.aligarh()
    fund.open_fund(where, 10_000_000, on=clock.day(at), by=dm, at=at)
    for number, one in enumerate(people):
        account = accounts.Bank(f"30012345{number:04d}", "SBIN0000123", "मुन्ना", name_matches=True)
        accounts.enter(one, account, by=native, at=at)
        payment = Payment.objects.select_related("survivor__case", "district").get(survivor=one, kind="immediate")
        payments.propose(payment, payments.Proposal(IMMEDIATE), seen=payment.seq, by=native, at=at)
        payments.sanction(payment, "आदेश 44/2026", seen=payment.seq, by=dm, at=at)
    file = bankfiles.make(where, by=native, at=at)
    assert (file.count, file.total_paise) == (len(people), len(people) * IMMEDIATE)
    lines = [",".join(bank.BACK)]
    for n, entry in enumerate(BankEntry.objects.order_by("pk")):
        cells = (entry.reference, f"SBIN2261204000{n}", "30000.00", f"{clock.day(at)}", "PAID", "")
        lines.append(",".join(cells))
    answer = "\r\n".join(lines).encode()
    bank_statements.read_in(answer, districts=[where.pk], by=dm, at=at + HOUR)


def test_a_family_freed_elsewhere_is_helped_chased_for_and_paid() -> None:
    people = came_home()
    father, _, child = people
    native, dm = world.officer(world.aligarh()), world.officer(world.aligarh(), "dm")
    commissioner = room.officer("commissioner")
    assert {tale.state(one) for one in people} == {"chasing"}
    assert set(tale.duties(dm, at=AT, of=father)) == {"certificate-chase", *HELP}
    assert set(tale.duties(dm, at=AT, of=child)) == {
        *("certificate-chase", "child-committee"),
        *HELP,
        "rehabilitation-line:school",
    }
    assert tale.owed("food", "Aligarh", of=child) == {"rehabilitation-line"}
    assert not tale.sees("food", "Aligarh", child), "a department sees its line, never the person"
    assert not tale.sees("labour_officer", "Prayagraj", child)
    assert tale.sees("commissioner", None, child)
    with pytest.raises(Refused):
        tale.step(father, "receive_certificate", by=native, at=AT)  # without number and scan

    # Letters on days 2, 5 and 10; the copy to the commission on day 15, when the chase is red.
    letters = {day: chases.make_letters(at=AT + day * DAY) for day in (1, 2, 5, 10)}
    assert letters == {1: 0, 2: 3, 5: 3, 10: 3}
    chase = Chase.objects.get(survivor=father)
    for letter in chase.letters.order_by("number"):
        on = clock.day(letter.due_at)
        assert chases.sent(letter, f"श्र./2026/{40 + letter.number}", sent_on=on, by=native, at=AT + 10 * DAY)
    climb.climb(at=AT + 10 * DAY)
    assert Message.objects.filter(template="bonded-soon", key__endswith=f":post{dm.post_id}").exists()
    late = AT + 15 * DAY
    assert chases.make_letters(at=late) == 3
    assert chase.letters.get(number=4).is_copy
    codes = {one.code for one in people}
    assert {code for code, what in tale.red(commissioner, at=late) if what == "certificate-chase"} == codes

    # The other state has no login: with consent one packet says who it is, once.
    transfer = Transfer.objects.get(persons__survivor=father)
    with pytest.raises(Refused):
        packets.issue(transfer, ("name",), reason="प्रमाण-पत्र के लिए", by=native, at=late)
    consents.record(father, Said("other_state", "given", "हिन्दी"), by=native, at=late)
    packet = packets.issue(transfer, ("name",), reason="प्रमाण-पत्र के लिए", by=native, at=late)
    code = packets.code_of(packet)
    opened = packets.open_once(packet, code, address="203.0.113.9", at=late)
    assert [one["name"] for one in opened.persons] == ["मुन्ना"]
    assert packets.open_once(packet, code, address="203.0.113.9", at=late).persons == []

    # The certificates come: from here on the money is owed at home, and the lead bank owes the account.
    came = AT + 18 * DAY
    for one in people:
        certificate_came(one, at=came)
    assert {tale.state(one) for one in people} == {"home"}
    duties = tale.duties(dm, at=came, of=father)
    assert set(duties) == {"plan", "follow-up:1", "immediate-assistance", "bank-account", *HELP}
    assert duties["immediate-assistance"] == "green"
    assert tale.owed("lead_bank", "Aligarh", of=father) == {"bank-account"}
    assert tale.not_paid(commissioner, at=came) == dict.fromkeys(codes, ("no_account", "lead_bank"))
    assert tale.not_paid(room.officer("dm"), at=came) == {}, "another district's list"
    paid(people, at=came + DAY)
    assert tale.not_paid(commissioner, at=came + 2 * DAY) == {}
    assert set(tale.duties(dm, at=came + 2 * DAY, of=father)) == {"plan", "follow-up:1", *HELP}
    claim = claims.make(world.aligarh(), by=native, at=came + 3 * DAY)
    assert set(claim.items.values_list("certificate", flat=True)) == {f"JJR/RC/{one.pk}" for one in people}
    assert tale.faults() == []


def test_what_the_other_state_paid_is_not_paid_again_and_the_balance_is_claimed_at_home() -> None:
    mother = came_home()[1]
    native, dm = world.officer(world.aligarh()), world.officer(world.aligarh(), "dm")
    commissioner, came = room.officer("commissioner"), AT + 4 * DAY
    certificate_came(mother, at=came, paid=PaidThere(IMMEDIATE, RESCUED))
    assert mother.code in tale.not_paid(commissioner, at=came), "one officer's word alone pays nobody"
    said = PaidBefore.objects.get(survivor=mother)
    with pytest.raises(refusals.NotYours):
        paidbefore.confirm(said, by=native, at=came)
    paidbefore.confirm(said, by=dm, at=came)
    assert tale.not_paid(commissioner, at=came) == {}
    assert "immediate-assistance" not in tale.duties(dm, at=came, of=mother)
    assert not Payment.objects.filter(survivor=mother).exclude(stage="cancelled").exists()
    book = accounts.Bank("300123450001", "SBIN0000123", "रानी", name_matches=True)
    account = accounts.enter(mother, book, by=native, at=came)
    payments.check(account, by=dm, at=came)
    for kind, by in (("annuity_consent", native), ("dm_proof", dm), ("state_sanction", commissioner)):
        found = gate.Deciding(kind, holds=True, order_number="7", order_on=clock.day(came), reasons="सिद्ध")
        gate.decide(tale.fresh(mother), found, by=by, at=came)
    assert rehabilitation.gate_of(tale.fresh(mother)).is_open
    duty = BondedDuty.objects.select_related("case").get(survivor=mother, clock="balance-to-state", is_open=True)
    assert duty.case.holder == tale.post("labour_officer", "Aligarh")
    rows = Payment.objects.filter(survivor=mother).exclude(stage="cancelled")
    due = rows.values_list("kind", "amount_paise", "district")
    home = world.aligarh().pk
    assert set(due) == {("balance", 4_500_000, home), ("annuity", 12_500_000, home)}
    assert tale.faults() == []


def test_a_denied_certificate_becomes_a_finding_at_home() -> None:
    father = came_home()[0]
    native, dm = world.officer(world.aligarh()), world.officer(world.aligarh(), "dm")
    chase = Chase.objects.select_related("survivor__case").get(survivor=father)
    at = AT + 12 * DAY
    with pytest.raises(Refused):
        chases.denied(chase, " ", by=native, at=at)
    assert chases.denied(chase, "कहते हैं कोई छुड़ाया नहीं गया", by=native, at=at)
    chase.refresh_from_db()
    assert (tale.state(father), chase.state, chase.next_at) == ("secured", "denied", None), "no further letter"
    assert tale.duties(dm, at=at, of=father)["finding"] == "green"
    assert "finding" in tale.owed("sdm", "Aligarh", of=father)
    assert tale.duties(dm, at=at + DAY, of=father)["finding"] == "red"
    tale.tells(father, tale.BOUND, by=native, at=at + HOUR)
    tale.drafted(father, "bonded", room.WHY, by=native, at=at + 2 * HOUR)
    tale.step(father, "find", by=dm, at=at + 3 * HOUR, verdict="bonded", text=room.WHY)
    assert {"certificate", "fir", "identity", "bank-account"} <= set(tale.duties(dm, at=at + 3 * HOUR, of=father))
    assert "finding" not in tale.duties(dm, at=at + 3 * HOUR, of=father)
    tale.step(father, "certify", by=dm, at=at + 4 * HOUR)
    assert Certificate.objects.get(survivor=father).paper.number.startswith(f"RC/{world.aligarh().lgd_code}/")
    assert father.code in tale.not_paid(dm, at=at + 4 * HOUR)
    tale.step(father, "arrive", by=native, at=at + 4 * HOUR)
    assert (tale.state(father), tale.fresh(father).arrived_at) == ("home", AT), "home since the day they were entered"
    assert {"plan", "follow-up:1"} <= set(tale.duties(dm, at=at + 4 * HOUR, of=father))

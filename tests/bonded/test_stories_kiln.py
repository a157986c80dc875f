"""The rescue of three families with their children from a kiln in Prayagraj, told from the call to the way home.

One family goes home to Chitrakoot, one lives in Prayagraj itself, one belongs to Bihar, a state without a login here.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.bonded import later_room as later
from tests.bonded import purse, rescue, room, tale
from tests.room import at_desk, text_of

from shramsetu.bonded import rehabilitation
from shramsetu.bonded.actions import (
    accounts,
    arrivals,
    certificates,
    cheques,
    climb,
    confirming,
    consents,
    duties,
    fir,
    gate,
    journeys,
    operations,
    packets,
    papers,
    payments,
    plans,
    scans,
    sites,
    tracks,
    transfers,
)
from shramsetu.bonded.actions.arrivals import Together
from shramsetu.bonded.actions.consents import Said
from shramsetu.bonded.actions.handing import Home
from shramsetu.bonded.actions.tracks import Beginning
from shramsetu.bonded.models import (
    Accused,
    BankEntry,
    BondedDuty,
    Certificate,
    Journey,
    Operation,
    Payment,
    Survivor,
    Transfer,
)
from shramsetu.bonded.papers import scan
from shramsetu.bonded.views.public import code_of
from shramsetu.casework import actions as casework
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.lib import banks, clock

pytestmark = pytest.mark.django_db
NAMES = ("कल्लू", "सोनमती", "झुनिया", "राजू", "बुधई", "फूलमती", "गुड्डू", "सरोज", "छोटू")
OWNER = sites.Given(name="भट्ठा मालिक रामप्रताप", phone="+919999900055")


def hour(count: float) -> datetime:
    """Return the instant so many hours after the call."""
    return room.AT + count * room.HOUR


@dataclass(frozen=True)
class Families:
    """Who was found, family by family."""

    chitrakoot: list[Survivor]
    prayagraj: list[Survivor]
    bihar: list[Survivor]

    @property
    def everybody(self) -> list[Survivor]:
        return [*self.chitrakoot, *self.prayagraj, *self.bihar]

    @property
    def children(self) -> list[Survivor]:
        return [one for one in self.everybody if one.is_minor]


def called() -> tuple[Case, Operation]:
    """A relative calls; the magistrate inquires and orders the rescue within the day."""
    dm = room.officer("dm")
    case = rescue.informed(women=3, children=4)
    assert tale.duties(dm, at=hour(0)) == {"inquiry": "green"}
    assert tale.duties(dm, at=hour(19)) == {"inquiry": "amber"}
    rescue.take(case, "begin", by=room.officer("sdm"), at=hour(1))
    rescue.take(case, "verify", by=room.officer("sdm"), at=hour(3), text="तीन परिवार बंद मिले")
    assert tale.duties(dm, at=hour(3)) == {"rescue": "green"}
    asked = {"number": case.number, "code": code_of(case.number)}
    page = text_of(Client().post("/bandhua/soochna/sthiti/", asked))
    assert "कार्रवाई" in page
    assert rescue.TELLER["name"] not in page  # type: ignore[operator]
    return case, Operation.objects.select_related("case__district", "information", "site").get(information=case.pk)


def set_out(operation: Operation) -> None:
    """A full team sets out: not without women police and child protection, for women and children are there."""
    by = room.officer("sdm")
    for part, owner in (("magistrate", "sdm"), ("police", "police"), ("labour", "labour_officer")):
        operations.join_team(operation.case, part=part, post=tale.post(owner), by=by, at=hour(4))
    with pytest.raises(Refused, match="महिला"):
        rescue.take(operation.case, "set_out", by=by, at=hour(5), started_at=hour(5))
    operations.join_team(operation.case, part="women_police", name="महिला आरक्षी", by=by, at=hour(5))
    operations.join_team(operation.case, part="child", post=tale.post("child_unit"), by=by, at=hour(5))
    rescue.take(operation.case, "set_out", by=by, at=hour(6), started_at=hour(6))
    operations.seize(operation.case, what="पेशगी की बही", count=2, kept_by=tale.post("police"), by=by, at=hour(7))
    sites.accuse(operation, OWNER, part="owner", is_company=False, outside=True, by=by, at=hour(7))


def entered(operation: Operation) -> Families:
    """Each person is entered, the children too; then everybody is in safety."""
    by = room.officer("labour_officer")
    operation.refresh_from_db()
    kallu, sunita, meena, raju, budhai, phulmati, guddu, saroj, chhotu = (
        rescue.person(name, age=age, sex=sex)
        for name, age, sex in zip(NAMES, (34, 30, 9, 6, 40, 36, 12, 28, 3), "mffmmfmfm", strict=True)
    )
    homes = {"Chitrakoot": (kallu, sunita, meena, raju), "Prayagraj": (budhai, phulmati, guddu)}
    native = [
        arrivals.add(operation, people, together=Together(room.district(name)), by=by, at=hour(8))
        for name, people in homes.items()
    ]
    from_bihar = Together(native_state="bihar")
    families = Families(*native, arrivals.add(operation, (saroj, chhotu), together=from_bihar, by=by, at=hour(8)))
    safe = {"safe_place": "तहसील सभागार", "memo": "सभी को सुरक्षित लाया गया"}
    rescue.take(operation.case, "secure", by=room.officer("sdm"), at=hour(9), ended_at=hour(9), **safe)
    assert len({one.household_id for one in families.everybody}) == 3
    assert len(families.children) == 4
    return families


def in_safety(families: Families) -> None:
    """Each finding is owed within the day, and each child is brought before the committee."""
    dm, unit = room.officer("dm"), tale.post("child_unit")
    owed = {one.code: tale.duties(dm, at=hour(9), of=one) for one in families.everybody}
    children = {one.code for one in families.children}
    assert owed == {
        code: {"finding": "green"} | ({"child-committee": "green"} if code in children else {}) for code in owed
    }
    waiting = BondedDuty.objects.filter(clock="child-committee", is_open=True).select_related("case__holder")
    assert {one.case.holder for one in waiting} == {unit}
    assert {tale.duties(dm, at=hour(22), of=one)["child-committee"] for one in families.children} == {"amber"}
    for one in waiting:
        cast.take(one.case, "complete", at=hour(23), text="समिति के सामने लाए")
    assert not tale.owed("child_unit", "Prayagraj")


def found(families: Families, operation: Operation) -> None:
    """Statements and findings, person by person; one mother's is left over, and the operation stays open for her."""
    labour, sdm, left = room.officer("labour_officer"), room.officer("sdm"), families.bihar[0]
    for one in families.everybody:
        tale.tells(one, tale.BOUND, by=labour, at=hour(24))
        tale.drafted(one, "bonded", room.WHY, by=labour, at=hour(25))
    for one in families.everybody:
        if one != left:
            tale.step(one, "find", by=sdm, at=hour(26), verdict="bonded", text=room.WHY)
    with pytest.raises(Refused, match=left.code):
        rescue.take(operation.case, "close", by=sdm, at=hour(27))


def certified(people: list[Survivor], *, at: datetime) -> None:
    """Each gets a certificate of their own, within the day of the rescue."""
    sdm, dm = room.officer("sdm"), room.officer("dm")
    for one in people:
        tale.step(one, "certify", by=sdm, at=at)
    made = list(Certificate.objects.filter(survivor__in=people, signature="").select_related("paper", "survivor__case"))
    assert len({one.paper.number for one in made}) == len(people)
    came_back(made[0], at=at + room.HOUR)
    for certificate in made:
        certificates.sign(certificate, "ink", by=sdm, at=at + 2 * room.HOUR)
    for one in people:
        wanted = {"fir", "identity", "bank-account", "wages", "immediate-assistance"}
        assert set(tale.duties(dm, at=at + 2 * room.HOUR, of=one)) == wanted


def came_back(certificate: Certificate, *, at: datetime) -> None:
    """The sheet is signed, sealed and scanned; only then does the public page say that it is valid, and never whose."""
    sdm = room.officer("sdm")
    page = text_of(Client().get(f"/bandhua/praman/{certificate.paper.token}/"))
    assert "मान्य" not in page
    sheet = scan.pictured(papers.drawn(certificate.paper, by=sdm, at=at))
    labour = room.officer("labour_officer")
    scans.take_in([SimpleUploadedFile("scan.pdf", sheet, "application/pdf")], by=labour, at=at)
    page = text_of(Client().get(f"/bandhua/praman/{certificate.paper.token}/"))
    assert "मान्य" not in page
    confirming.confirm(certificate.paper, by=sdm, at=at)
    page = text_of(Client().get(f"/bandhua/praman/{certificate.paper.token}/"))
    assert "मान्य" in page
    assert not [name for name in NAMES if name in page]
    certificate.refresh_from_db()
    assert (certificate.signature, certificate.signed_at) == ("ink", at)


def late_finding(one: Survivor, operation: Operation) -> None:
    """What is left over turns red for all to see; signed, it lets the operation close."""
    sdm, dm = room.officer("sdm"), room.officer("dm")
    assert tale.red(dm, at=hour(32)) == set()
    assert tale.red(dm, at=hour(33)) == tale.red(room.officer("commissioner"), at=hour(33)) == {(one.code, "finding")}
    climb.climb(at=hour(33))
    told = BondedDuty.objects.get(survivor=one, clock="finding").told
    assert any(rung.endswith(".dm") for rung in told)
    tale.step(one, "find", by=sdm, at=hour(34), verdict="bonded", text=room.WHY)
    rescue.take(operation.case, "close", by=sdm, at=hour(35))


def reported(families: Families) -> None:
    """The police register the report for all nine; the magistrate sees to the applications for identity papers."""
    accused, people = list(Accused.objects.all()), [tale.fresh(one) for one in families.everybody]
    on = clock.day(hour(37))
    begun = Beginning("bls-court", people, accused, fir_number="211/2026", fir_on=on, station="नैनी")
    fir.decide(fir.Decision(people, begun), by=room.officer("police"), at=hour(37))
    for duty in BondedDuty.objects.filter(clock="identity", is_open=True).select_related("case"):
        cast.take(duty.case, "complete", at=hour(37), text="आधार का आवेदन किया")
    wages_claimed(people)
    left = {name for one in families.everybody for name in tale.duties(room.officer("dm"), at=hour(37), of=one)}
    assert left == {"bank-account", "immediate-assistance"}


def wages_claimed(people: list[Survivor]) -> None:
    """The officer owes each the wages held back: no word is enough for it, the claim before the authority is."""
    labour = room.officer("labour_officer")
    duty = BondedDuty.objects.get(survivor=people[0], clock="wages", is_open=True)
    with pytest.raises(Refused):
        cast.take(duty.case, "complete", at=hour(37), text="मज़दूरी मिल गई")
    claim = Beginning("wages", people, claimed_paise=4_500_000, filed_on=clock.day(hour(37)))
    tracks.begin(claim, by=labour, at=hour(37))
    assert not BondedDuty.objects.filter(clock="wages", is_open=True).exists()


def left_for_home(families: Families) -> tuple[Transfer, Journey]:
    """The home district hears of them and sees them; they leave with an escort although nothing is paid."""
    labour, child = room.officer("labour_officer"), families.chitrakoot[2]
    watchers = ("native_officer", "dm", "sdm", "child_unit")
    assert not any(tale.sees(who, "Chitrakoot", child) for who in watchers)
    home = Home(room.district("Chitrakoot"), balance_by=Transfer.Claims.NATIVE)
    people = [tale.fresh(one) for one in families.chitrakoot]
    transfer = transfers.draft(people, home, by=labour, at=hour(38))
    transfers.send(transfer, by=labour, at=hour(38))
    assert all(tale.sees(who, "Chitrakoot", one) for who in watchers for one in families.chitrakoot)
    assert len(tale.granted(child, at=hour(38))) == len(watchers)
    assert not tale.sees("dm", "Chitrakoot", families.prayagraj[0])
    assert tale.owed("native_officer", "Chitrakoot") == {"native-acceptance"}
    way = journeys.Plan(
        order_number="यात्रा/12",
        mode="train",
        vehicle="12555",
        leaves_at=hour(39),
        arrives_at=hour(46),
        escort_name="आरक्षी मोहन",
        escort_phone="+919999900555",
        fare_paise=120_000,
    )
    with pytest.raises(Refused, match=child.code):
        journeys.plan(people, way, transfer=transfer, by=labour, at=hour(38))
    ordered = replace(way, child_orders={one.pk: "बा.क.स./118" for one in people if one.is_minor})
    journey = journeys.plan(people, ordered, transfer=transfer, by=labour, at=hour(38))
    assert journeys.depart(journey, by=labour, at=hour(39))
    assert {tale.state(one) for one in families.chitrakoot} == {"travelling"}
    assert len(tale.not_paid(room.officer("dm"), at=hour(39))) == 9, "the way home waits for no money"
    transfers.accept(transfer, by=room.officer("native_officer", "Chitrakoot"), at=hour(41))
    assert not tale.owed("native_officer", "Chitrakoot")
    return transfer, journey


def reached_home(families: Families, transfer: Transfer, journey: Journey) -> None:
    """Handed over on a receipt; from here on the home district owes the plan and the visits."""
    native, one = room.officer("native_officer", "Chitrakoot"), families.chitrakoot[0]
    assert journeys.alert_overdue(at=hour(48)) == 1
    for person in families.chitrakoot:
        receipt = cast.attach(person.case, by=native, at=hour(49))
        over = journeys.Handover("दादी", "थके हुए, स्वस्थ", receipt)
        journeys.hand_over(journey, person, over=over, by=native, at=hour(49))
    fresh = [tale.fresh(person) for person in families.chitrakoot]
    transfers.received(transfer, fresh, condition="स्वस्थ", by=native, at=hour(50))
    transfer.refresh_from_db()
    assert (transfer.stage, {person.case.state for person in fresh}) == ("received", {"home"})
    assert {person.case.holder for person in fresh} == {tale.post("native_officer", "Chitrakoot")}
    assert tale.owed("native_officer", "Chitrakoot", of=one) == {"plan", "follow-up"}
    assert not BondedDuty.objects.filter(clock="arrival", is_open=True).exists()
    for person in families.prayagraj:
        tale.step(person, "arrive", by=room.officer("labour_officer"), at=hour(50))
        assert tale.owed("labour_officer", "Prayagraj", of=person) == {"immediate-assistance", "plan", "follow-up"}
    with pytest.raises(Refused, match="तात्कालिक सहायता"):
        transfers.sign(transfer, by=room.officer("labour_officer"), at=hour(50))


def paid_by_bank(people: list[Survivor]) -> None:
    """Seven accounts, seven sanctions, one file; the bank's statement ends the clocks of all."""
    labour, sdm = room.officer("labour_officer"), room.officer("sdm")
    purse.opened_fund()
    for number, one in enumerate(people):
        account = accounts.Bank(f"30012345{number:04d}", "SBIN0000123", "कल्लू", name_matches=True)
        accounts.enter(one, account, by=labour, at=hour(51))
        payment = Payment.objects.select_related("survivor__case", "district").get(survivor=one, kind="immediate")
        payments.propose(payment, payments.Proposal(purse.IMMEDIATE), seen=payment.seq, by=labour, at=hour(52))
        payments.sanction(payment, purse.ORDER, seen=payment.seq, by=sdm, at=hour(53))
    file = purse.sent(at=hour(54))
    assert (file.count, file.total_paise) == (7, 7 * purse.IMMEDIATE)
    day = f"{clock.day(hour(54))}"
    lines = [
        (entry.reference, f"SBIN2261118000{n}", banks.rupees(entry.amount_paise), day, "PAID", "")
        for n, entry in enumerate(BankEntry.objects.order_by("pk"))
    ]
    assert purse.results(purse.read(purse.answer(*lines), at=hour(60))) == ["matched"] * 7


def test_three_families_are_freed_and_each_person_followed() -> None:
    room.empower()
    case, operation = called()
    set_out(operation)
    families = entered(operation)
    in_safety(families)
    found(families, operation)
    certified([*families.chitrakoot, *families.prayagraj, *families.bihar[1:]], at=hour(28))
    late_finding(families.bihar[0], operation)
    certified(families.bihar[:1], at=hour(35))
    assert len(tale.not_paid(room.officer("commissioner"), at=hour(36))) == 9
    reported(families)
    transfer, journey = left_for_home(families)
    reached_home(families, transfer, journey)
    paid_by_bank([*families.chitrakoot, *families.prayagraj])
    commissioner, dm = room.officer("commissioner"), room.officer("dm")
    bihar = dict.fromkeys((one.code for one in families.bihar), ("no_account", "lead_bank"))
    assert tale.not_paid(commissioner, at=hour(60)) == bihar
    assert transfers.sign(transfer, by=room.officer("labour_officer"), at=hour(61)) == "rescue"

    # Two are unpaid three days after their certificates: the Commissioner's list of the next morning counts them.
    assert tale.listed("commissioner", at=hour(69)) == 0
    assert tale.listed("commissioner", at=hour(117)) == 2
    assert {code for code, what in tale.red(dm, at=hour(117)) if what == "immediate-assistance"} == set(bihar)
    by_cheque(families.bihar)
    assert tale.not_paid(commissioner, at=hour(121)) == {}
    assert tale.listed("commissioner", at=hour(141)) == 0
    to_bihar(families.bihar)
    planned_at_home(families.chitrakoot)
    case.refresh_from_db()
    operation.case.refresh_from_db()
    assert (case.state, operation.case.state) == ("rescued", "closed")
    assert tale.faults() == []


def by_cheque(people: list[Survivor]) -> None:
    """Who has no account yet gets a cheque, with the reason, against thumb and photo."""
    labour, sdm, on = room.officer("labour_officer"), room.officer("sdm"), clock.day(hour(119))
    for number, one in enumerate(people):
        payment = Payment.objects.select_related("survivor__case", "district").get(survivor=one, kind="immediate")
        proposal = payments.Proposal(purse.IMMEDIATE, mode="cheque", cheque_reason="खाता बिहार में खुलेगा")
        payments.propose(payment, proposal, seen=payment.seq, by=labour, at=hour(118))
        payments.sanction(payment, purse.ORDER, seen=payment.seq, by=sdm, at=hour(118))
        cheques.issue(payment, f"00421{number}", on=on, seen=payment.seq, by=labour, at=hour(119))
        thumb, photo = (SimpleUploadedFile("a.pdf", cast.PAPER + end, "application/pdf") for end in (b"", b"\n"))
        cheques.hand_over(payment, (thumb, photo), on=on, seen=payment.seq, by=sdm, at=hour(120))


def to_bihar(people: list[Survivor]) -> None:
    """The other state has no login: with consent a packet goes there, is opened once and answered with its code."""
    labour, mother, child = room.officer("labour_officer"), *people
    home = Home(state="bihar", office="ज़िलाधिकारी, गया")
    fresh = [tale.fresh(one) for one in people]
    transfer = transfers.draft(fresh, home, by=labour, at=hour(122))
    with pytest.raises(Refused):
        transfers.send(transfer, by=labour, at=hour(122))
    consents.record(mother, Said("other_state", "given", "मगही"), by=labour, at=hour(122))
    consents.record(child, Said("other_state", "given", "मगही"), by=labour, at=hour(122))
    with pytest.raises(Refused, match=child.code):
        packets.issue(transfer, ("name", "certificate"), reason="घर भेजने के लिए", by=labour, at=hour(122))
    consents.record(child, Said("other_state", "given", "मगही", for_child_by="माता"), by=labour, at=hour(123))
    packet = packets.issue(transfer, ("name", "certificate"), reason="घर भेजने के लिए", by=labour, at=hour(123))
    code = packets.code_of(packet)
    opened = packets.open_once(packet, code, address="203.0.113.9", at=hour(124))
    assert [one["name"] for one in opened.persons] == ["सरोज", "छोटू"]
    said = transfers.Refusal("स्वीकार", letter="गया/11")
    assert packets.answer(packet, code, said="accepted", refusal=said, address="203.0.113.9", at=hour(125)) is None
    transfer.refresh_from_db()
    assert transfer.stage == "accepted"
    assert duties.running_duty(mother.case, "native-acceptance", key=transfer.code) is None

    # They travel with an escort; the other state says by the same code that they are there. Nothing is owed here then.
    way = journeys.Plan(
        order_number="यात्रा/13",
        mode="train",
        vehicle="13202",
        leaves_at=hour(126),
        arrives_at=hour(136),
        escort_name="महिला आरक्षी राधा",
        escort_phone="+919999900556",
        child_orders={child.pk: "बा.क.स./119"},
    )
    journey = journeys.plan([tale.fresh(one) for one in people], way, transfer=transfer, by=labour, at=hour(125))
    journeys.depart(journey, by=labour, at=hour(126))
    for one in people:
        over = journeys.Handover("मुखिया", "स्वस्थ", cast.attach(one.case, by=labour, at=hour(137)))
        journeys.hand_over(journey, one, over=over, by=labour, at=hour(137))
    here = transfers.Refusal("स्वस्थ पहुँचे")
    assert packets.answer(packet, code, said="received", refusal=here, address="203.0.113.9", at=hour(138)) is None
    for duty in BondedDuty.objects.filter(survivor__in=people, clock="bank-account", is_open=True):
        cast.take(duty.case, "not_possible", at=hour(139), reason="खाता गया में खुलेगा")
    assert not BondedDuty.objects.filter(survivor__in=people, is_open=True).exists()
    assert transfers.sign(transfer, by=labour, at=hour(140)) == "rescue"
    transfer.refresh_from_db()
    assert (transfer.stage, {tale.state(one) for one in people}) == ("completed", {"home"})


def planned_at_home(people: list[Survivor]) -> None:
    """The plan's lines go to the departments of Chitrakoot; the balance is claimed there, as the transfer says."""
    native, mother = room.officer("native_officer", "Chitrakoot"), people[1]
    at = hour(24 * 10)
    wanted = later.assessment("ration", "house", on=clock.day(at))
    plans.draw(tale.fresh(mother), wanted, by=native, at=at)
    with pytest.raises(Refused):
        tale.step(mother, "plan", by=room.officer("labour_officer"), at=at)
    tale.step(mother, "plan", by=native, at=at)
    assert tale.owed("food", "Chitrakoot", of=mother) == {"rehabilitation-line"}
    assert not tale.sees("food", "Chitrakoot", mother)
    assert "plan" not in tale.owed("native_officer", "Chitrakoot", of=mother)
    line = BondedDuty.objects.select_related("case").get(survivor=mother, key="ration").case
    slip = cast.attach(line, by=cast.holder_of(line), at=at)
    cast.take(line, "complete", at=at, files=[str(slip.pk)], text="राशन कार्ड बना")
    assert {line.head: line.state for line in rehabilitation.lines(mother) if line.wanted} == {
        "ration": "done",
        "house": "pending",
    }
    for kind, by in (
        ("annuity_consent", native),
        ("dm_proof", room.officer("dm")),
        ("state_sanction", room.officer("commissioner")),
    ):
        decision = gate.Deciding(kind, holds=True, order_number="9/2026", order_on=clock.day(at), reasons="सिद्ध")
        gate.decide(tale.fresh(mother), decision, by=by, at=at)
    due = Payment.objects.filter(survivor=mother, kind__in=["balance", "annuity"])
    assert {one.district for one in due} == {room.district("Chitrakoot")}
    assert "balance-to-state" in tale.owed("labour_officer", "Chitrakoot", of=mother)
    with pytest.raises(casework.NotAllowed):
        tale.step(mother, "close", by=native, at=at)
    page = text_of(at_desk(room.officer("dm", "Chitrakoot")).get(f"/desk/case/{mother.case.number}/"))
    assert mother.code in page
    assert not [name for name in NAMES if name in page], "code names alone"

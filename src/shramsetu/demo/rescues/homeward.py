"""The way home: the other district answers or does not, an escort leaves, the persons are handed over and received."""

from datetime import datetime

from shramsetu.bonded import settling
from shramsetu.bonded.actions import consents, handing, journeys, packets, transfers
from shramsetu.bonded.actions.consents import Said
from shramsetu.bonded.models import BondedDuty, Transfer
from shramsetu.demo.rescues.tale import HOUR, Group, Tale, attach, take
from shramsetu.places import queries as places

FIELDS = ("sector", "rescued_on", "finding", "certificate", "needs", "name", "home")


def hand(tale: Tale, group: Group, at: datetime) -> None:
    """Draft the transfer and send it: to a district with its record, to another state with a sealed packet."""
    if tale.home == tale.district:
        return
    by, who = tale.by("labour_officer"), group.fresh()
    away = handing.Home(state=tale.plot.home, office="ज़िलाधिकारी, नमूना", balance_by=Transfer.Claims.NATIVE)
    home = handing.Home(tale.home) if tale.home else away
    if group.family.turn == "second_try":
        wrong = transfers.draft(who, home, by=by, at=at - HOUR)
        transfers.send(wrong, by=by, at=at - HOUR)
        transfers.withdraw(wrong, "एक व्यक्ति का नाम छूट गया था।", by=by, at=at)
    group.transfer = transfers.draft(who, home, by=by, at=at)
    if group.family.turn == "drafted":
        return
    if tale.home:
        transfers.send(group.transfer, by=by, at=at)
        return
    for one in who:
        guardian = "बाल कल्याण समिति, आदेश 12" if one.is_minor else ""
        consents.record(one, Said("other_state", "given", "हिन्दी", for_child_by=guardian), by=by, at=at)
    packets.issue(group.transfer, FIELDS, reason="घर दूसरे राज्य में है, वहाँ पुनर्वास होगा।", by=by, at=at + HOUR)


def answer(tale: Tale, group: Group, at: datetime) -> None:
    """Let the home district answer: it takes them, says whose they are, or only looks."""
    if group.transfer is None:
        return
    if tale.home is None:
        letter = {"letter": f"पत्र {tale.index + 1}/2026", "text": "लेने को तैयार हैं।"}
        transfers.accept(group.transfer, by=tale.by("labour_officer"), at=at, **letter)
        return
    native = tale.by("native_officer", tale.home)
    transfers.see(group.transfer, by=native, at=at - HOUR)
    if group.family.turn == "waiting":
        return
    if group.family.turn == "refused":
        right = places.districts().exclude(pk__in=[tale.home.pk, tale.district.pk]).order_by("name_en")[7]
        refusal = transfers.Refusal("गाँव हमारे जनपद में नहीं है।", right)
        transfers.refuse(group.transfer, refusal, by=native, at=at)
        return
    transfers.accept(group.transfer, by=native, at=at)


def leave(tale: Tale, group: Group, at: datetime) -> None:
    """Let them leave with an escort; what is due waits for nobody, and nobody for it."""
    who, by = group.fresh(), tale.by("labour_officer")
    plan = journeys.Plan(
        order_number=f"यात्रा/{tale.index + 1}",
        mode=("train", "bus", "vehicle")[tale.index % 3],
        vehicle="12555",
        leaves_at=at,
        arrives_at=at + 20 * HOUR,
        escort_name="आरक्षी नमूना",
        escort_phone="+919999900555",
        fare_paise=90_000,
        food_paise=30_000,
        child_orders={one.pk: "बा.क.स./118" for one in who if one.is_minor},
    )
    if group.transfer is not None:
        group.transfer.refresh_from_db()
    group.journey = journeys.plan(who, plan, transfer=group.transfer, by=by, at=at - 6 * HOUR)
    journeys.depart(group.journey, by=by, at=at)


def arrive(tale: Tale, group: Group, at: datetime) -> None:
    """Hand each of them over at home, on a receipt."""
    assert group.journey is not None
    by = tale.by("labour_officer")
    for one in group.fresh():
        receipt = attach(one.case, by=by, at=at)
        over = journeys.Handover("परिवार", "स्वस्थ, थके हुए", receipt)
        journeys.hand_over(group.journey, one, over=over, by=by, at=at)


def receive(tale: Tale, group: Group, at: datetime) -> None:
    """Let the home district write that they are with it."""
    if group.transfer is None:
        return
    by = tale.by("native_officer", tale.home) if tale.home else tale.by("labour_officer")
    group.transfer.refresh_from_db()
    transfers.received(group.transfer, group.fresh(), condition="स्वस्थ", by=by, at=at)


def end_there(tale: Tale, group: Group, at: datetime) -> None:
    """Leave to the home state, which has them, what is still open here, and end their cases."""
    for one in group.fresh():
        still = BondedDuty.objects.filter(parent=one.case, is_open=True).exclude(clock__in=settling.SIGNS_OF_LIFE)
        for duty in still.select_related("case__holder").order_by("pk"):
            take(duty.case, "not_possible", by=tale.by("dm"), at=at, reason="घर के राज्य में होगा।")
        if not settling.before_handing_over(one, at=at):
            take(one.case, "hand_over", at=at)


def escort(tale: Tale, group: Group, at: datetime) -> None:
    """Note a call to an escort who should have arrived."""
    if group.journey is not None:
        journeys.called(group.journey, "reached", text="गाड़ी देर से है।", by=tale.by("labour_officer"), at=at)

"""What the deeds themselves do to the clocks: each starts and stops those that the procedure names, and no other."""

from collections.abc import Callable
from functools import partial

import pytest
from tests import cast
from tests.bonded import later_room as later
from tests.bonded import purse, rescue, room
from tests.bonded import transfer_world as world
from tests.bonded.room import DAY, HOUR

from shramsetu.bonded import phones
from shramsetu.bonded.actions import chases, climb, duties, fir, journeys, plans, transfers
from shramsetu.bonded.actions.chases import Returned
from shramsetu.bonded.actions.journeys import Handover
from shramsetu.bonded.actions.tracks import Beginning
from shramsetu.bonded.models import BondedDuty, Survivor
from shramsetu.casework.models import Case
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db
AT = room.AT


@pytest.fixture(autouse=True)
def _fund() -> None:
    purse.opened_fund()


def running() -> set[int]:
    """Return the duties that run."""
    return set(BondedDuty.objects.filter(is_open=True).values_list("pk", flat=True))


def done_by(deed: Callable[[], object]) -> dict[str, set[str]]:
    """Do it; return which clocks it started, and how those that it ended ended."""
    before = running()
    deed()
    after = running()
    begun = BondedDuty.objects.filter(pk__in=after - before)
    ended = BondedDuty.objects.filter(pk__in=before - after).select_related("case")
    return {
        "started": {one.clock for one in begun},
        "ended": {f"{one.clock} {one.case.state}" for one in ended},
    }


def changes(started: str = "", ended: str = "") -> dict[str, set[str]]:
    """Write what a deed is to change: clocks, and ends as `clock state`, each after a comma."""
    return {"started": set(filter(None, started.split(", "))), "ended": set(filter(None, ended.split(", ")))}


def test_an_information_asks_for_an_inquiry_and_what_is_verified_for_a_rescue() -> None:
    assert done_by(rescue.informed) == changes(started="inquiry")
    case = Case.objects.get(kind="bl_info")
    verified = done_by(lambda: rescue.take(case, "verify", text="सही पाया गया"))
    assert verified == changes(started="rescue", ended="inquiry done")


def test_the_end_of_the_rescue_asks_for_a_finding_of_each_and_brings_the_child_before_its_committee() -> None:
    operation = rescue.under_way()
    assert done_by(lambda: rescue.family(operation)) == changes()
    ended = done_by(lambda: rescue.secure(operation))
    assert ended == changes(started="finding, child-committee", ended="rescue done")
    running_now = BondedDuty.objects.filter(is_open=True)
    assert running_now.filter(clock="finding").count() == 3
    assert running_now.filter(clock="child-committee").count() == 1


def test_a_finding_of_bondage_asks_for_certificate_police_report_and_papers() -> None:
    room.empower()
    one = freed_at_the_kiln()
    room.stated(one)
    room.drafted(one, "bonded")
    later = AT + 20 * HOUR
    sign = partial(room.take, one, "find", by=room.officer("sdm"), verdict="bonded", text=room.WHY, at=later)
    assert done_by(sign) == changes(started="certificate, fir, identity, bank-account, wages", ended="finding done")
    owed = {duty.clock: duty.from_at for duty in BondedDuty.objects.filter(survivor=one, is_open=True)}
    assert owed["certificate"] == AT, "the same 24 hours as the finding, from the rescue"
    assert owed["fir"] == owed["identity"] == later


def test_a_finding_against_bondage_ends_the_clock_and_asks_for_nothing() -> None:
    room.empower()
    one = freed_at_the_kiln()
    room.stated(one, against_it=rescue.EVERY_LIMB_AGAINST)
    room.drafted(one, "not_bonded")
    sign = partial(room.take, one, "find", by=room.officer("sdm"), verdict="not_bonded", text=room.WHY)
    assert done_by(sign) == changes(ended="finding done")


def freed_at_the_kiln() -> Survivor:
    """Return a man of a rescue that has ended."""
    operation = rescue.under_way()
    one = rescue.enter(operation, [rescue.person(room.NAME, age=34)])[0]
    rescue.secure(operation)
    return Survivor.objects.select_related("case__district", "operation").get(pk=one.pk)


def test_the_certificate_starts_the_immediate_assistance() -> None:
    found = room.bonded(room.freed())
    deed = done_by(lambda: room.take(found, "certify", by=room.officer("sdm")))
    assert "immediate-assistance" in deed["started"]


def test_only_the_banks_reference_stops_the_immediate_assistance() -> None:
    payment = purse.freed()
    assert done_by(lambda: purse.sanctioned(payment)) == changes()
    assert done_by(lambda: purse.sent()) == changes()
    payment.refresh_from_db()
    paid = done_by(lambda: purse.read(purse.credited(purse.reference(payment))))
    assert paid == changes(ended="immediate-assistance done")


def test_what_the_bank_returns_is_owed_again_the_same_day_until_it_is_sent_anew() -> None:
    payment = purse.sanctioned(purse.freed())
    purse.sent()
    payment.refresh_from_db()
    came_back = done_by(lambda: purse.read(purse.came_back(purse.reference(payment))))
    assert came_back == changes(started="payment-returned")
    assert BondedDuty.objects.get(clock="immediate-assistance", is_open=True).from_at == AT


def test_a_transfer_waits_for_the_home_district_until_it_accepts() -> None:
    person, native = world.person(), world.officer(world.aligarh())
    waiting = {"started": {"native-acceptance"}, "ended": set[str]()}
    assert done_by(lambda: world.sent(person)) == waiting
    transfer = world.Transfer.objects.get()
    deed = done_by(lambda: transfers.accept(transfer, by=native, at=AT + HOUR))
    assert deed == changes(ended="native-acceptance done")


def test_the_arrival_is_owed_from_the_departure_and_brings_the_plan() -> None:
    person, native = world.person(), world.officer(world.aligarh())
    left = done_by(lambda: world.on_the_way(person))
    assert "arrival" in left["started"]
    duty = BondedDuty.objects.select_related("case").get(clock="arrival")
    assert (duty.from_at, duty.case.due_at) == (AT + 20 * HOUR, AT + 44 * HOUR)
    journey = world.Journey.objects.get()
    transfers.accept(world.Transfer.objects.get(), by=native, at=AT + HOUR)
    over = Handover("पत्नी", "थका हुआ", world.receipt(person, native))
    here = done_by(lambda: journeys.hand_over(journey, person, over=over, by=native, at=AT + DAY))
    assert "arrival done" in here["ended"]
    assert "plan" in here["started"]
    plan = BondedDuty.objects.select_related("case__holder").get(clock="plan")
    assert (plan.from_at, plan.case.holder_id) == (AT + DAY, native.post_id)


def test_who_came_home_without_a_certificate_is_chased_for_until_it_comes() -> None:
    native = world.officer(world.aligarh())
    one = Returned(world.aligarh(), "m", "haryana", "ज़िलाधिकारी, झज्जर", identity={"name": "मुन्ना"})
    begun = done_by(lambda: chases.enter_returned(one, by=native, at=AT))
    assert {"certificate-chase", "rehabilitation-line"} <= begun["started"]
    chase = world.Survivor.objects.get().chase
    scan = world.receipt(chase.survivor, native)
    came = done_by(lambda: chases.received(chase, "RC/12", on=AT.date(), scan=scan, by=native, at=AT + 6 * DAY))
    assert "certificate-chase done" in came["ended"]


def test_when_a_person_died_what_is_owed_to_them_alone_ends_and_money_stays_with_the_heirs() -> None:
    payment = purse.freed()
    case = Case.objects.get(pk=payment.survivor_id)
    for name, key in (("bank-account", ""), ("rehabilitation-line", "ration"), ("fir", ""), ("hearing", "1")):
        duties.start(case, name, from_at=AT, by=SYSTEM, at=AT, key=key, whole=15 * DAY, owner="food")
    gone = done_by(lambda: cast.take(case, "die", died_on=AT.date()))
    assert gone == changes(ended="bank-account dropped, identity dropped, rehabilitation-line dropped")
    left = set(BondedDuty.objects.filter(parent=case, is_open=True).values_list("clock", flat=True))
    assert {"immediate-assistance", "fir", "hearing"} <= left


def test_the_approved_plan_ends_its_clock_and_each_wanted_line_begins_its_own() -> None:
    found = later.at_home()
    plans.draw(found, later.assessment("ration", "house"), by=cast.holder_of(found.case), at=AT)
    approved = done_by(lambda: room.take(found, "plan"))
    assert approved == changes(started="rehabilitation-line", ended="plan done")
    lines = BondedDuty.objects.filter(parent=found.case, clock="rehabilitation-line", is_open=True)
    days = {one.key: (one.case.due_at - AT).days for one in lines.select_related("case") if one.case.due_at}
    assert days == {"ration": 15, "house": 180}


def test_the_decision_on_the_police_report_ends_its_clock_whichever_way_it_goes() -> None:
    for reason in ("", "वही घटना थाना घूरपुर की प्राथमिकी 44/2026 में दर्ज है"):
        found = room.bonded(room.freed())
        begun = None if reason else Beginning("bls-court", [found], fir_number="2/26", fir_on=AT.date(), station="नैनी")
        decision = fir.Decision([found], begun, reason=reason)
        deed = done_by(partial(fir.decide, decision, by=room.officer("police"), at=AT))
        assert deed["ended"] == {"fir done"}


def test_a_trial_ages_from_cognizance_to_the_decision_and_each_date_is_reminded_of() -> None:
    track = later.track(room.certified())
    later.move(track, "fir", station="थाना नैनी", fir_number="211/2026", on=AT.date())
    filed = {"court": "न्यायिक मजिस्ट्रेट", "forum": "judicial", "case_number": "UPPR010042", "on": AT.date()}
    later.move(track, "file", **filed)
    assert done_by(lambda: later.move(track, "cognizance", on=AT.date()))["started"] == {"trial-age"}
    later.move(track, "plea", on=AT.date())
    date = AT + 10 * DAY
    assert done_by(lambda: later.move(track, "fix", next_at=date, purpose="evidence")) == changes(started="hearing")
    told = {"result": "adjourned", "side": "defence", "why": "अधिवक्ता नहीं आए", "survivor": True, "accused": False}
    next_at = {"next_at": date + 14 * DAY, "purpose": "evidence"}
    heard = done_by(lambda: later.move(track, "hear", at=date, **next_at, **told))
    assert heard["started"] == {"hearing"}
    assert heard["ended"] == {"hearing done"}
    decided = {"outcome": "acquitted", "found_bondage": True, "on": AT.date(), "text": "संदेह का लाभ"}
    over = done_by(lambda: later.move(track, "decide", at=date + DAY, **decided))
    assert {"trial-age done", "hearing dropped"} & over["ended"] >= {"trial-age done"}
    assert not BondedDuty.objects.filter(parent=track.pk, clock__in=["trial-age", "hearing"], is_open=True).exists()


def test_each_survivor_of_a_proceeding_with_a_safe_phone_is_reminded_of_its_date() -> None:
    safe, unsafe = (
        room.certified(columns={"safe_phone": one}, identity={"name": room.NAME, "phone": phone})
        for one, phone in ((True, "+919999900081"), (False, "+919999900082"))
    )
    track = later.track(safe, unsafe)
    later.move(track, "fir", station="थाना नैनी", fir_number="211/2026", on=AT.date())
    filed = {"court": "न्यायिक मजिस्ट्रेट", "forum": "judicial", "case_number": "UPPR010042", "on": AT.date()}
    later.move(track, "file", **filed)
    later.move(track, "fix", next_at=AT + 10 * DAY, purpose="evidence")
    climb.climb(at=AT + 3 * DAY)
    told = Message.objects.get(template="bonded-reminder")
    assert told.to_phone == phones.reference(safe)
    assert (
        told.text
        == f"याद रखें: {clock.day(AT + 10 * DAY):%d.%m.%Y} को आपसे मिलना तय है। कुछ पूछना हो तो 1076 पर फ़ोन करें। श्रम सेतु"
    )

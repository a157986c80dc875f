"""Legal tracks: from the report over dates and adjournments to sentence, fine and the freed persons' share."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from tests.bonded import later_room as later
from tests.bonded import room

from shramsetu.bonded import owners, rehabilitation
from shramsetu.bonded.actions import duties, fir
from shramsetu.bonded.actions.tracks import Beginning
from shramsetu.bonded.models import (
    BondedDuty,
    FirDecision,
    Hearing,
    Payment,
    Survivor,
    Track,
    TrackAccused,
    TrackPerson,
)
from shramsetu.bonded.reports.asked import Asked
from shramsetu.bonded.reports.tracks import trials
from shramsetu.casework import actions as casework
from shramsetu.casework import queries, sealing
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.lib import clock

pytestmark = pytest.mark.django_db
AT, TODAY, DAY = later.AT, later.TODAY, later.DAY
FIR = {"station": "थाना नैनी", "fir_number": "211/2026", "on": TODAY}
FILED = {"court": "न्यायिक मजिस्ट्रेट, प्रयागराज", "forum": "judicial", "case_number": "UPPR010042", "on": TODAY}


def running(survivor: Survivor | None = None, **changes: object) -> Track:
    """A track in which evidence is heard."""
    found = later.track(survivor or room.certified(), **changes)
    for verb, detail in (("fir", FIR), ("file", FILED), ("cognizance", {"on": TODAY}), ("plea", {"on": TODAY})):
        later.move(found, verb, **detail)
    return found


def owed(survivor: Survivor) -> list[tuple[str, int]]:
    """What came to be due beside the scheme, in its order."""
    rows = Payment.objects.filter(survivor=survivor, stage="due").exclude(kind="immediate").order_by("pk")
    return list(rows.values_list("kind", "amount_paise"))


def test_a_track_is_the_polices_until_it_is_filed_and_then_the_prosecutors() -> None:
    found = later.track(room.certified())
    assert found.case.holder == owners.post("police", room.district())
    later.move(found, "fir", **FIR)
    later.move(found, "file", **FILED)
    case = Case.objects.get(pk=found.pk)
    assert (case.state, case.holder) == ("filed", owners.post("prosecutor", room.district()))


def test_a_summary_trial_goes_to_the_forum_that_the_rulebook_names() -> None:
    found = later.track(room.certified(), kind="bls-summary")
    assert (found.forum, found.case.holder) == ("executive", owners.post("magistrate", room.district()))
    later.move(found, "file", **FILED)
    assert Track.objects.get(pk=found.pk).forum == "judicial"
    assert Case.objects.get(pk=found.pk).holder == owners.post("prosecutor", room.district())


@pytest.mark.parametrize(
    ("kind", "owner"),
    [("wages", "labour_officer"), ("compensation", "legal_services"), ("property", "magistrate"), ("writ", "dm")],
)
def test_an_application_is_whose_task_it_is_from_the_first_day(kind: str, owner: str) -> None:
    assert later.track(room.certified(), kind=kind).case.holder == owners.post(owner, room.district())


def test_the_decision_on_the_fir_ends_its_clock_and_begins_a_track() -> None:
    found = room.certified()
    duties.start(found.case, "fir", from_at=AT, by=room.officer("sdm"), at=AT)
    begun = Beginning("bls-court", [found], fir_number="211/2026", fir_on=TODAY, station="थाना नैनी")
    track = fir.decide(fir.Decision([found], begun), by=room.officer("police"), at=AT)
    assert track is not None
    assert (track.case.state, FirDecision.objects.get().track) == ("investigation", track)
    assert not BondedDuty.objects.filter(parent=found.case, clock="fir", is_open=True).exists()


def test_a_report_is_registered_once_for_a_person_however_often_it_is_pressed() -> None:
    found = room.certified()
    begun = Beginning("bls-court", [found], fir_number="211/2026", fir_on=TODAY, station="थाना नैनी")
    fir.decide(fir.Decision([found], begun), by=room.officer("police"), at=AT)
    with pytest.raises(casework.Refused, match=found.code):
        fir.decide(fir.Decision([found], begun), by=room.officer("police"), at=AT)
    assert (Track.objects.count(), FirDecision.objects.count()) == (1, 1)


def test_no_fir_takes_a_reason_which_is_kept_encrypted() -> None:
    found = room.certified()
    with pytest.raises(casework.Refused):
        fir.decide(fir.Decision([found], reason="नहीं"), by=room.officer("police"), at=AT)
    reason = "वही घटना थाना घूरपुर की प्राथमिकी 44/2026 में दर्ज है"
    assert fir.decide(fir.Decision([found], reason=reason), by=room.officer("police"), at=AT) is None
    kept = FirDecision.objects.get(survivor=found)
    assert (kept.registered, kept.reason.startswith(sealing.MARK)) == (False, True)
    assert sealing.unveiled(found.case, kept.reason) == reason


def test_a_date_is_reminded_of_and_an_adjournment_names_its_side() -> None:
    track = running()
    date = AT + 10 * DAY
    later.move(track, "fix", next_at=date, purpose="evidence", video_link="https://vc.example.in/7")
    duty = BondedDuty.objects.get(parent=track.case, clock="hearing")
    assert (duty.case.due_at, clock.day(duty.amber_at)) == (date, clock.day(date - 7 * DAY))
    assert duty.owner == "prosecutor"
    with pytest.raises(casework.Refused):
        later.move(track, "hear", at=AT + DAY, result="held")
    with pytest.raises(casework.Refused):
        later.move(track, "hear", at=date, result="adjourned")
    told = {"result": "adjourned", "side": "defence", "why": "अधिवक्ता नहीं आए", "survivor": True, "accused": False}
    later.move(track, "hear", at=date, next_at=date + 14 * DAY, purpose="evidence", **told)
    first, second = Hearing.objects.filter(track=track.pk).order_by("seq")
    assert (first.side, first.present, first.recorded_at) == ("defence", ["survivor"], date)
    assert (second.at, second.recorded_at) == (date + 14 * DAY, None)
    assert list(
        BondedDuty.objects.filter(parent=track.case, clock="hearing").order_by("key").values_list("key", "is_open")
    ) == [("1", False), ("2", True)]


def test_a_date_that_has_not_come_can_be_moved_and_one_that_has_must_be_told() -> None:
    track = running()
    later.move(track, "fix", next_at=AT + 5 * DAY, purpose="charge")
    later.move(track, "fix", next_at=AT + 9 * DAY, purpose="charge")
    assert list(Hearing.objects.filter(track=track.pk).values_list("at", flat=True)) == [AT + 9 * DAY]
    assert BondedDuty.objects.get(parent=track.case, clock="hearing", is_open=True).case.due_at == AT + 9 * DAY
    with pytest.raises(casework.Refused):
        later.move(track, "fix", at=AT + 10 * DAY, next_at=AT + 20 * DAY, purpose="charge")
    with pytest.raises(casework.Refused):
        later.move(track, "fix", next_at=AT - DAY, purpose="charge")


def test_the_age_of_the_trial_runs_from_cognizance_to_the_decision() -> None:
    track = running()
    age = BondedDuty.objects.get(parent=track.case, clock="trial-age")
    assert age.owner == "prosecutor"
    later.move(track, "decide", outcome="acquitted", found_bondage=True, on=TODAY, text="संदेह का लाभ")
    age.refresh_from_db()
    assert (age.is_open, Case.objects.get(pk=track.pk).outcome) == (False, "acquitted")


def test_a_track_without_a_date_stays_with_its_holder_and_is_announced() -> None:
    track = later.track(room.certified())
    casework.escalate_overdue(at=AT + timedelta(days=31))
    case = Case.objects.get(pk=track.pk)
    assert (case.state, case.warned, case.holder) == ("reported", 100, owners.post("police", room.district()))


def test_of_a_recovered_fine_each_person_gets_five_rupees_a_day() -> None:
    within = later.operation()
    one = later.bound(room.certified(operation=within), 200)
    other = later.bound(room.certified(operation=within), 100)
    owner = later.accused(within)
    track = running(one, accused=[owner], sections=["bls-16", "bls-18"])
    later.move(track, "join_person", person=other.code)
    decided = {"outcome": "convicted", "found_bondage": True, "sentence": "6 माह", "fine_rupees": 2000, "on": TODAY}
    later.move(track, "decide", text="धारा 16, 18", **decided)
    later.move(track, "recover", accused=owner.code, rupees=900, on=TODAY)
    assert (owed(one), owed(other)) == ([("fine_share", 60_000)], [("fine_share", 30_000)])
    later.move(track, "recover", accused=owner.code, rupees=1100, on=TODAY)
    assert (owed(one)[1:], owed(other)[1:]) == ([("fine_share", 40_000)], [("fine_share", 20_000)])
    with pytest.raises(casework.Refused):
        later.move(track, "recover", accused=owner.code, rupees=1, on=TODAY)
    shares = TrackPerson.objects.filter(track=track).order_by("id").values_list("share_paise", flat=True)
    assert list(shares) == [100_000, 50_000]
    later.move(track, "close")
    assert Case.objects.get(pk=track.pk).state == "closed"


def test_a_fine_left_to_recover_keeps_the_track_open_until_somebody_says_why() -> None:
    within = later.operation()
    owner = later.accused(within)
    track = running(room.certified(operation=within), accused=[owner])
    later.move(track, "decide", outcome="convicted", found_bondage=True, fine_rupees=500, on=TODAY, text="जुर्माना")
    with pytest.raises(casework.Refused):
        later.move(track, "close")
    later.move(track, "close", text="अभियुक्त की मृत्यु")


def test_with_several_accused_each_has_an_outcome_of_their_own() -> None:
    within = later.operation()
    owner, agent = later.accused(within), later.accused(within, "ठेकेदार लल्लन", "agent")
    track = running(room.certified(operation=within), accused=[owner])
    later.move(track, "join_accused", accused=agent.code)
    with pytest.raises(casework.Refused):
        later.move(track, "decide", outcome="convicted", found_bondage=True, fine_rupees=500, on=TODAY, text="…")
    told = {"outcome": "convicted", "sentence": "1 वर्ष", "fine_rupees": 2000, "plea": "not_guilty"}
    later.move(track, "sentence", accused=owner.code, proved="bls-16", on=TODAY, **told)
    later.move(track, "decide", outcome="acquitted", found_bondage=True, on=TODAY, text="एजेंट दोषमुक्त")
    assert TrackAccused.objects.get(accused=owner).sentence.startswith(sealing.MARK)
    assert not any("1 वर्ष" in str(one.detail) for one in Entry.objects.filter(stream=track.case.stream))
    rows = TrackAccused.objects.filter(track=track).order_by("id").values_list("outcome", "fine_paise", "proved")
    assert list(rows) == [("convicted", 200_000, ["bls-16"]), ("acquitted", 0, [])]
    assert Case.objects.get(pk=track.pk).outcome == "convicted"


def test_the_relief_under_the_poa_act_falls_due_stage_by_stage() -> None:
    found = room.certified()
    track = later.track(found, kind="poa")
    later.move(track, "fir", **FIR)
    later.move(track, "file", **{**FILED, "forum": "special"})
    later.move(track, "decide", outcome="convicted", found_bondage=True, on=TODAY, text="दोषी")
    assert len(owed(found)) == 2, "not before a second officer has confirmed it"
    later.confirm(track)
    assert owed(found) == [("poa_relief", 2_500_000), ("poa_relief", 5_000_000), ("poa_relief", 2_500_000)]


def test_an_award_of_wages_or_compensation_falls_due_to_each_person() -> None:
    found = room.certified()
    track = later.track(found, kind="wages", claimed_paise=4_000_000)
    later.move(track, "file", **{**FILED, "forum": "authority"})
    given = {"outcome": "partly", "found_bondage": False, "award_rupees": 32_000, "on": TODAY}
    later.move(track, "decide", text="आठ माह की मज़दूरी", **given)
    assert owed(found) == [("wages", 3_200_000)]
    with pytest.raises(casework.Refused):
        later.move(
            later.track(found, kind="wages", filed_on=TODAY), "decide", text="…", **{**given, "outcome": "convicted"}
        )


def test_travel_to_a_date_is_noted_with_the_person() -> None:
    found = room.certified()
    track = running(found)
    later.move(track, "fix", next_at=AT + DAY, purpose="survivor")
    later.move(track, "hear", at=AT + DAY, result="held", survivor=True, by_video=True)
    later.move(track, "travel", at=AT + DAY, person=found.code, rupees=640)
    assert owed(found) == [("travel", 64_000)]
    assert Hearing.objects.get(track=track).travel_paise == 64_000
    later.move(track, "travel", at=AT + DAY, person=found.code, rupees=200)
    assert owed(found) == [("travel", 64_000), ("travel", 20_000)]


def test_an_appeal_goes_on_before_another_court_and_is_decided_there() -> None:
    track = running()
    later.move(track, "decide", outcome="convicted", found_bondage=True, on=TODAY, text="दोषी")
    later.move(track, "appeal", court="उच्च न्यायालय, इलाहाबाद", on=TODAY)
    later.move(track, "decide", outcome="acquitted", found_bondage=True, on=TODAY, text="अपील स्वीकार")
    assert Case.objects.get(pk=track.pk).outcome == "acquitted"


DECIDED = {"outcome": "convicted", "found_bondage": True, "on": TODAY, "text": "दोषी"}


def test_what_opens_the_balance_is_laid_down_with_its_order() -> None:
    track = running()
    with pytest.raises(casework.Refused) as caught:
        later.move(track, "decide", files=[], **DECIDED)
    assert caught.value.field == "files"
    later.move(track, "decide", files=[], **{**DECIDED, "outcome": "acquitted", "found_bondage": False})


def test_whoever_wrote_a_decision_does_not_confirm_it() -> None:
    track = running()
    later.move(track, "decide", **DECIDED)
    with pytest.raises(casework.Refused):
        later.move(track, "confirm")
    with pytest.raises(casework.NotAllowed):
        later.move(track, "confirm", by=room.officer("labour_officer"))
    later.confirm(track)
    with pytest.raises(casework.Refused):
        later.confirm(track)
    with pytest.raises(IntegrityError), transaction.atomic():
        Track.objects.filter(pk=track.pk).update(written_by=F("confirmed_by"))


def test_an_acquittal_in_appeal_rewrites_the_sides_and_shuts_the_gate() -> None:
    within = later.operation()
    found = room.certified(operation=within)
    owner = later.accused(within)
    track = running(found, accused=[owner])
    later.move(track, "decide", **DECIDED, fine_rupees=2000, sentence="6 माह", prison_months=6)
    later.confirm(track)
    later.move(track, "recover", accused=owner.code, rupees=500, on=TODAY)
    later.move(track, "appeal", court="सत्र न्यायालय", on=TODAY)
    assert rehabilitation.proofs(found).convicted, "it stands until the appeal is decided"
    later.move(track, "decide", **{**DECIDED, "outcome": "acquitted", "found_bondage": False})
    side = TrackAccused.objects.get(track=track)
    assert (side.outcome, side.prison_months, side.fine_paise, side.in_appeal) == ("acquitted", 0, 50_000, False)
    assert Case.objects.get(pk=track.pk).outcome == "acquitted"
    assert not rehabilitation.proofs(found).convicted


def test_an_appeal_of_one_accused_leaves_the_others_and_a_conviction_upheld_keeps_its_sentence() -> None:
    within = later.operation()
    owner, agent = later.accused(within), later.accused(within, "ठेकेदार लल्लन", "agent")
    track = running(room.certified(operation=within), accused=[owner, agent])
    for one, months in ((owner, 12), (agent, 6)):
        told = {"accused": one.code, "outcome": "convicted", "proved": "bls-16", "prison_months": months}
        later.move(track, "sentence", on=TODAY, **told)
    later.move(track, "decide", **DECIDED)
    later.move(track, "appeal", court="सत्र न्यायालय", accused=agent.code, on=TODAY)
    later.move(track, "decide", **{**DECIDED, "outcome": "acquitted"})
    later.move(track, "appeal", court="उच्च न्यायालय", accused=owner.code, on=TODAY)
    later.move(track, "decide", **DECIDED)
    rows = TrackAccused.objects.filter(track=track).order_by("pk").values_list("outcome", "prison_months", "proved")
    assert list(rows) == [("convicted", 12, ["bls-16"]), ("acquitted", 0, [])]
    asked = Asked((room.district(),), room.district(), clock.day(AT))
    told = {side.code: (side.outcome, side.prison_months, side.proved) for side in trials(asked)[0].against}
    assert told == {owner.code: ("convicted", 12, ("bls-16",)), agent.code: ("acquitted", 0, ())}


def test_who_sees_a_track() -> None:
    found = later.track(room.certified())
    sees = {
        owner: queries.cases_visible_to(room.officer(owner)).filter(pk=found.pk).exists()
        for owner in ("dm", "sdm", "labour_officer", "prosecutor", "police", "lead_bank", "food", "child_unit")
    }
    assert {owner for owner, does in sees.items() if does} == {"dm", "sdm", "labour_officer", "prosecutor", "police"}
    assert not queries.cases_visible_to(room.officer("prosecutor", "Agra")).filter(pk=found.pk).exists()

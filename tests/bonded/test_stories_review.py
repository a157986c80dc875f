"""A negative finding reviewed: asked for in time, decided by the District Magistrate, and all that follows from it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from tests.bonded import purse, rescue, room, tale
from tests.room import at_desk, text_of

from shramsetu.bonded import persons
from shramsetu.bonded.actions import certificates, payments
from shramsetu.bonded.actions.findings import Statement
from shramsetu.bonded.models import Certificate, Finding, Payment, Survivor
from shramsetu.casework import actions as casework
from shramsetu.casework.actions import Refused

pytestmark = pytest.mark.django_db
AT, DAY, HOUR = room.AT, room.DAY, room.HOUR
WILLING = dict.fromkeys(rescue.EVERY_LIMB_AGAINST, "अपनी इच्छा से काम करता है, मज़दूरी पूरी मिली")


def taken_to_safety(count: int = 1) -> list[Survivor]:
    """Return people whom a rescue in Prayagraj has taken to safety."""
    room.empower()
    operation = rescue.under_way()
    people = [rescue.person(f"{room.NAME} {number}", age=30 + number) for number in range(count)]
    found = rescue.enter(operation, people)
    rescue.secure(operation)
    return [tale.fresh(one) for one in found]


def found_against(one: Survivor) -> None:
    """Let the magistrate find against a person, every limb answered, three hours after the rescue."""
    labour, sdm = room.officer("labour_officer"), room.officer("sdm")
    tale.tells(one, Statement(words={"statement": "मालिक के सामने कहा"}, against_it=WILLING), by=labour, at=AT + HOUR)
    tale.drafted(one, "not_bonded", room.WHY, by=labour, at=AT + 2 * HOUR)
    tale.step(one, "find", by=sdm, at=AT + 3 * HOUR, verdict="not_bonded", text=room.WHY)


def test_a_negative_finding_is_reviewed_and_turned() -> None:
    purse.opened_fund()
    [one] = taken_to_safety()
    labour, dm, commissioner = (room.officer(who) for who in ("labour_officer", "dm", "commissioner"))
    assert tale.duties(dm, at=AT, of=one) == {"finding": "green"}
    found_against(one)
    assert (tale.state(one), tale.duties(dm, at=AT + 3 * HOUR, of=one)) == ("not_bonded", {})
    with pytest.raises(casework.NotAllowed):
        tale.step(one, "certify", by=dm, at=AT + 4 * HOUR)
    assert tale.not_paid(commissioner, at=AT + 9 * DAY) == {}, "not freed, so nothing is unpaid"

    asked = AT + 10 * DAY
    tale.step(one, "ask_review", by=labour, at=asked, reason="बयान मालिक के सामने लिया गया था")
    assert (tale.state(one), tale.fresh(one).case.holder) == ("review", tale.post("dm"))
    assert persons.sealed_part(tale.fresh(one))["review_asked"] == "बयान मालिक के सामने लिया गया था"
    with pytest.raises(casework.NotAllowed):
        tale.step(one, "decide_review", by=room.officer("sdm"), at=asked, verdict="bonded", text=room.WHY)

    heard, decided = asked + DAY, asked + 2 * DAY
    tale.tells(one, tale.BOUND, by=dm, at=heard)
    assert tale.state(one) == "review"
    with pytest.raises(Refused):
        tale.step(one, "decide_review", by=dm, at=decided, verdict="needs_inquiry", text=room.WHY)
    with pytest.raises(Refused):
        tale.step(one, "decide_review", by=dm, at=decided, verdict="not_bonded", text="पहले जैसा")
    tale.step(one, "decide_review", by=dm, at=decided, verdict="bonded", text=room.WHY)
    first, second = Finding.objects.filter(survivor=one).order_by("seq")
    assert (first.verdict, second.verdict, second.reviews) == ("not_bonded", "bonded", first)
    assert (second.magistrate, second.signed_at) == (tale.post("dm"), decided)

    assert tale.state(one) == "bonded"
    assert tale.fresh(one).case.holder == tale.post("labour_officer")
    wanted = dict.fromkeys(("certificate", "fir", "identity", "bank-account", "wages"), "green")
    assert tale.duties(dm, at=decided, of=one) == wanted, "the day of the certificate runs from the decision"
    assert tale.fresh(one).released_on == AT.date(), "freed on the day of the rescue, not of the review"
    assert tale.not_paid(commissioner, at=decided) == {one.code: ("no_certificate", "sdm")}
    late = tale.duties(dm, at=decided + DAY, of=one)
    assert (late["certificate"], late["fir"]) == ("red", "amber")

    certified = decided + 2 * HOUR
    tale.step(one, "certify", by=room.officer("sdm"), at=certified)
    certificate = Certificate.objects.select_related("paper", "survivor__case").get(survivor=one)
    certificates.sign(certificate, "ink", by=room.officer("sdm"), at=certified + HOUR)
    page = text_of(Client().get(f"/bandhua/praman/{certificate.paper.token}/"))
    assert "मान्य" in page
    assert room.NAME not in page
    assert "certificate" not in tale.duties(dm, at=certified + HOUR, of=one)
    payment = Payment.objects.get(survivor=one, kind="immediate")
    assert (payment.stage, payment.amount_paise, payment.due_at) == ("due", purse.IMMEDIATE, certified)

    purse.passbook(one, at=certified)
    payment = Payment.objects.select_related("survivor__case", "district").get(pk=payment.pk)
    payments.propose(payment, payments.Proposal(purse.IMMEDIATE), seen=payment.seq, by=labour, at=certified + HOUR)
    payments.sanction(payment, purse.ORDER, seen=payment.seq, by=dm, at=certified + 2 * HOUR)
    purse.sent(at=certified + 3 * HOUR)
    payment.refresh_from_db()
    paid = purse.credited(purse.reference(payment), on="2026-11-28")
    assert purse.results(purse.read(paid, at=certified + DAY)) == ["matched"]
    assert tale.not_paid(commissioner, at=certified + DAY) == {}
    assert "immediate-assistance" not in tale.duties(dm, at=certified + DAY, of=one)
    assert tale.faults() == []


def test_a_review_that_confirms_ends_the_matter_and_an_unasked_one_ends_by_itself() -> None:
    confirmed, unasked = taken_to_safety(2)
    for one in (confirmed, unasked):
        found_against(one)
    dm = room.officer("dm")
    tale.step(confirmed, "ask_review", by=room.officer("labour_officer"), at=AT + DAY, reason="परिजन ने माँगा")
    tale.step(confirmed, "decide_review", by=dm, at=AT + 2 * DAY, verdict="not_bonded", text="पुनः सुना, वही पाया")
    assert (tale.state(confirmed), tale.fresh(confirmed).case.outcome) == ("ended", "not_bonded")
    with pytest.raises(casework.NotAllowed):
        tale.step(confirmed, "ask_review", by=dm, at=AT + 3 * DAY, reason="फिर")
    rescue.take(confirmed.operation.case, "close", by=room.officer("sdm"), at=AT + 3 * DAY)
    casework.finalise_rested(at=AT + timedelta(days=29))
    assert tale.state(unasked) == "not_bonded"
    casework.finalise_rested(at=AT + timedelta(days=31))
    assert tale.state(unasked) == "ended"


def test_nobody_reviews_their_own_finding() -> None:
    [one] = taken_to_safety()
    labour, dm = room.officer("labour_officer"), room.officer("dm")
    tale.tells(one, Statement(words={"statement": "मालिक के सामने कहा"}, against_it=WILLING), by=labour, at=AT + HOUR)
    tale.drafted(one, "not_bonded", room.WHY, by=labour, at=AT + 2 * HOUR)
    tale.step(one, "find", by=dm, at=AT + 3 * HOUR, verdict="not_bonded", text=room.WHY)
    tale.step(one, "ask_review", by=labour, at=AT + DAY, reason="गवाह अब बोलने को तैयार है")
    commissioner = tale.post("divisional_commissioner")
    assert tale.fresh(one).case.holder == commissioner
    with pytest.raises(Refused):
        tale.step(one, "decide_review", by=dm, at=AT + 2 * DAY, verdict="not_bonded", text="वही")
    by = room.officer("divisional_commissioner")
    tale.step(one, "decide_review", by=by, at=AT + 2 * DAY, verdict="not_bonded", text="पुनः सुना, वही पाया")
    assert tale.state(one) == "ended"


def test_who_drafted_a_finding_does_not_sign_it_in_another_post() -> None:
    [one] = taken_to_safety()
    labour, sdm = room.officer("labour_officer"), room.officer("sdm")
    both = replace(sdm, user_id=labour.user_id)
    tale.tells(one, tale.BOUND, by=labour, at=AT + HOUR)
    tale.drafted(one, "bonded", room.WHY, by=labour, at=AT + 2 * HOUR)
    with pytest.raises(Refused):
        tale.step(one, "find", by=both, at=AT + 3 * HOUR, verdict="bonded", text=room.WHY)


def test_the_commissioner_finds_and_decides_the_review_of_what_the_dm_signed() -> None:
    [one] = taken_to_safety()
    labour, dm = room.officer("labour_officer"), room.officer("dm")
    tale.tells(one, Statement(words={"statement": "मालिक के सामने कहा"}, against_it=WILLING), by=labour, at=AT + HOUR)
    tale.drafted(one, "not_bonded", room.WHY, by=labour, at=AT + 2 * HOUR)
    tale.step(one, "find", by=dm, at=AT + 3 * HOUR, verdict="not_bonded", text=room.WHY)
    tale.step(one, "ask_review", by=labour, at=AT + DAY, reason="गवाह अब बोलने को तैयार है")
    number = one.case.number
    address, listed = f"/desk/bonded/person/{number}/finding/", "/desk/bonded/list/persons/?state=to-review"
    above, below = at_desk(room.officer("divisional_commissioner")), at_desk(dm)
    assert listed in text_of(above.get("/desk/bonded/"))
    assert one.code in text_of(above.get(listed))
    assert address in text_of(above.get(f"/desk/case/{number}/"))
    page = text_of(above.get(address))
    assert 'value="sign"' in page
    assert 'value="draft"' not in page
    assert listed not in text_of(below.get("/desk/bonded/"))
    assert 'value="sign"' not in text_of(below.get(address))
    found = tale.fresh(one)
    given = {"seen": found.case.revision, "verdict": "not_bonded", "text": "पुनः सुना, वही पाया", "do": "sign"}
    assert above.post(address, given).status_code == 302
    assert tale.state(one) == "ended"

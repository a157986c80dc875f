"""A claim is refused as the law asks, and put right on appeal: Ramdev's daughter was said to be too young."""

from datetime import date, timedelta

import pytest
from tests import cast
from tests.schemes import room

from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.journal import queries as journal
from shramsetu.messages.models import Message
from shramsetu.schemes import actions
from shramsetu.schemes.models import Award, Order

pytestmark = pytest.mark.django_db
WRONG, RIGHT = date(2009, 1, 10), date(2005, 1, 10)


def test_a_refused_claim_is_appealed_and_granted() -> None:
    at = room.AT
    ramdev = room.member()
    # The form says 2009: the daughter would have been 17.
    case = room.claim(ramdev, at=at, by=room.own(ramdev), bride_born_on=WRONG)
    assert case.holder.code == "labour.leo.kanpur-nagar"  # type: ignore[union-attr]

    # The enforcement officer cannot recommend it, and cannot refuse it either.
    with pytest.raises(Refused):
        room.take(case, "check", at=at)
    with pytest.raises(NotAllowed):
        room.take(case, "refuse", at=at, condition="bride-of-age", reason=room.REASONS)

    # Notice names the condition and the day; another officer hears.
    leo = cast.holder_of(case)
    day = at + timedelta(days=8)
    notice = {"condition": "bride-of-age", "reason": "आयु 18 से कम।", "heard_at": day, "place": "श्रम कार्यालय, कक्ष 4"}
    room.take(case, "give_notice", at=at, **notice)
    assert (case.state, case.holder.code) == ("noticed", "labour.alc.kanpur-nagar")  # type: ignore[union-attr]
    assert Message.objects.filter(template="claim-notice", to_phone=ramdev.phone).count() == 1
    with pytest.raises(NotAllowed):
        room.take(case, "hear", by=leo, at=day, came="came", text="-")

    # Ramdev writes beforehand; at the hearing he has no paper yet.
    room.take(case, "object", by=room.own(ramdev), at=at + timedelta(days=2), text="जन्म प्रमाण बनवा रहा हूँ।")
    room.take(case, "hear", at=day, came="came", text="जन्म 2005 का है, प्रमाण पत्र बन रहा है।")

    # The order has reasons, names the condition and says until when one may appeal.
    with pytest.raises(Refused, match="कारण"):
        room.take(case, "refuse", at=day, condition="bride-of-age", reason="आयु कम।")
    room.take(case, "refuse", at=day, condition="bride-of-age", reason=room.REASONS)
    order = Order.objects.get(claim=case.pk, kind="refusal")
    assert (order.condition, order.said) == ("bride-of-age", "जन्म 2005 का है, प्रमाण पत्र बन रहा है।")
    assert order.until is not None
    assert case.rests_until == order.until

    # One tap would complain; he appeals instead. The Deputy Labour Commissioner decides.
    later = day + timedelta(days=12)
    room.take(case, "appeal", by=room.own(ramdev), at=later, reason="जन्म प्रमाण पत्र मिल गया, जन्म 10.01.2005 का है।")
    assert case.holder.code == "labour.dlc.kanpur"  # type: ignore[union-attr]
    dlc = cast.holder_of(case)
    actions.settle(case, "bride_born_on", value=RIGHT, seen=case.revision, by=dlc, at=later)
    room.take(case, "allow_appeal", at=later, reason="जन्म प्रमाण पत्र से वधू की आयु 21 वर्ष पाई गई; अपील स्वीकार।")

    # It goes to the accounts desk; what is owed is written to the paisa, once.
    claim = room.row(case)
    assert (case.state, claim.failed, claim.sanctioned_on) == ("sanctioned", "", later.date())
    assert list(Award.objects.filter(claim=claim).values_list("part", "total_paise")) == [("wedding", 6_500_000)]
    assert [one.kind for one in Order.objects.filter(claim=claim).order_by("seq")] == [
        "notice",
        "refusal",
        "sanction",
        "appeal",
    ]
    # What the two officers before saw stands as it was.
    before = {one["slug"]: one["result"] for one in claim.outcome["refused"]["answers"]}
    after = {one["slug"]: one["result"] for one in claim.outcome["sanctioned"]["answers"]}
    assert (before["bride-of-age"], after["bride-of-age"]) == (False, True)
    verbs = [entry.verb for entry in journal.history(case.stream)]
    assert verbs == ["register", "give_notice", "object", "hear", "refuse", "appeal", "settle", "allow_appeal"]


def test_a_dismissed_appeal_ends_it_and_the_wedding_may_be_claimed_no_more_as_it_was() -> None:
    ramdev = room.member()
    case = room.refused(room.claim(ramdev, bride_born_on=WRONG))
    at = room.AT + timedelta(days=20)
    room.take(case, "appeal", by=room.own(ramdev), at=at, reason="फिर देखिए।")
    heard = room.appeal_heard(case, at=at)
    room.take(case, "dismiss_appeal", at=heard, reason=room.REASONS)
    at = heard
    assert (case.state, room.row(case).is_live) == ("refused_final", False)
    assert Case.objects.get(pk=case.pk).closed_at == at

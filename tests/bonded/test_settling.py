"""Nobody is settled while a sum of the scheme has no bank reference, or a line of help is open."""

from datetime import timedelta

import pytest
from tests import cast
from tests.bonded import later_room as later
from tests.bonded import purse, room
from tests.room import at_desk, text_of

from shramsetu.bonded import entitled, settling
from shramsetu.bonded.actions import gate, plans
from shramsetu.bonded.models import BondedDuty, Payment, Survivor
from shramsetu.casework import actions as casework
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.lib import clock

pytestmark = pytest.mark.django_db
AT, DAY = room.AT, room.DAY
LATER = AT + 2 * DAY


def open_now(survivor: Survivor) -> list[tuple[str, str]]:
    """Return what is open, and whose it is."""
    return [(one.what, one.owner) for one in settling.still_open(later.fresh(survivor), at=LATER)]


def decision(kind: str, *, holds: bool = True) -> gate.Deciding:
    """Return what the District Magistrate writes of a sum that cannot be paid, or can after all."""
    return gate.Deciding(kind, holds=holds, order_number="11/2026", order_on=clock.day(AT), reasons="खाता नहीं मिला")


def planned(*wanted: str) -> Survivor:
    """Return a man at home with an account, whose plan is approved."""
    purse.opened_fund()
    found = purse.freed().survivor
    room.take(found, "arrive")
    plans.draw(later.fresh(found), later.assessment(*wanted), by=cast.holder_of(later.fresh(found).case), at=AT)
    room.take(found, "plan")
    return later.fresh(found)


def test_the_refusal_and_the_page_name_what_is_open_and_whose_it_is() -> None:
    found = planned("ration")
    immediate = ("तात्कालिक सहायता ₹ 30,000: प्रस्ताव नहीं हुआ", "श्रम प्रवर्तन अधिकारी")
    rows = open_now(found)
    assert rows[0] == immediate
    assert ("शेष राशि (बैंक खाते में) ₹ 70,000: ज़िलाधिकारी का निर्णय कि बंधन सिद्ध है", "ज़िलाधिकारी") in rows
    assert rows[-1][1] == "खाद्य एवं रसद", "the line, and the department that has it"
    with pytest.raises(Refused, match=r"तात्कालिक सहायता ₹ 30,000.*श्रम प्रवर्तन अधिकारी.*खाद्य एवं रसद"):
        room.take(found, "settle")
    page = text_of(at_desk(cast.holder_of(found.case)).get(f"/desk/case/{found.case.number}/"))
    assert immediate[0] in page
    assert "खाद्य एवं रसद" in page
    assert "भुगतान हुआ, हर मद पूरी" in page, "the button is there, and explains"


def test_with_bank_references_for_all_and_every_line_ended_the_case_is_settled() -> None:
    found = planned("ration")
    purse.gate_opened(found)
    rows = Payment.objects.filter(survivor=found).order_by("pk")
    for payment in rows.select_related("survivor__case", "district"):
        purse.sanctioned(payment, payment.amount_paise)
    assert {owner for _, owner in open_now(found)} == {"श्रम प्रवर्तन अधिकारी", "खाद्य एवं रसद"}
    purse.sent()
    assert {owner for _, owner in open_now(found)} == {"अग्रणी बैंक", "खाद्य एवं रसद"}
    for number, payment in enumerate(rows):
        paid = purse.credited(purse.reference(payment), f"SBIN2261116{number:04d}", f"{payment.amount_paise / 100:.2f}")
        assert purse.results(purse.read(paid)) == ["matched"]
    assert [owner for _, owner in open_now(found)] == ["खाद्य एवं रसद"]
    line = BondedDuty.objects.get(parent=found.case, clock=plans.LINE).case
    cast.take(line, "not_possible", reason="कार्ड पहले से है")
    assert open_now(found) == []
    room.take(found, "settle")
    assert later.fresh(found).case.state == "followed"


def test_what_cannot_be_paid_the_district_magistrate_writes_with_order_and_reasons() -> None:
    found = later.planned()
    for kind in ("no_immediate", "no_balance"):
        with pytest.raises(NotAllowed):
            gate.decide(found, decision(kind), by=room.officer("labour_officer"), at=AT)
        gate.decide(later.fresh(found), decision(kind), by=room.officer("dm"), at=AT)
    assert open_now(found) == []
    gate.decide(later.fresh(found), decision("no_balance", holds=False), by=room.officer("dm"), at=AT)
    assert open_now(found)
    with pytest.raises(Refused):
        room.take(found, "settle")


def test_an_unknown_entitlement_is_open_and_one_before_every_scheme_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    found = later.planned()
    monkeypatch.setattr(entitled, "of", lambda survivor: None)
    assert [owner for _, owner in open_now(found)] == ["श्रम प्रवर्तन अधिकारी"]
    Survivor.objects.filter(pk=found.pk).update(released_on=None)
    assert "तारीख़" in open_now(found)[0][0]
    Survivor.objects.filter(pk=found.pk).update(released_on=clock.day(AT) - timedelta(days=365 * 20))
    assert open_now(found) == []


def test_what_is_owed_again_after_settling_keeps_the_case_from_ending() -> None:
    found = later.planned()
    later.written_off(found)
    room.take(found, "settle")
    gate.decide(later.fresh(found), decision("no_balance", holds=False), by=room.officer("dm"), at=AT)
    later.visited(found, 800)
    with pytest.raises(casework.Refused, match=r"₹ 70,000"):
        room.take(found, "close", at=AT + timedelta(days=800))

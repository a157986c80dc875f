"""To sign, on a phone: what waits across kinds, one at a time, taken by the flow's own steps."""

import pytest
from django.utils import timezone
from tests import cast, room

from shramsetu.casework import flow, signing
from shramsetu.casework.models import Case, Proposal
from shramsetu.journal.models import Entry
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
NEXT = "/desk/sign/"


def enquired() -> Case:
    """A complaint whose enquiry report has come in with the evidence of its category."""
    at = timezone.now()
    case = cast.complaint(at=at)
    cast.take(case, "open", at=at)
    assert case.holder is not None
    post = offices.subordinates(case.holder)[0]
    below = cast.seat(post).actor
    cast.take(case, "mark", at=at, post=post, text="स्थल देखें")
    cast.attach(case, by=below)
    cast.take(case, "submit_enquiry", by=below, at=at, text=cast.REPORTED, **cast.EVIDENCE)
    case.refresh_from_db()
    return case


@pytest.mark.parametrize(
    ("kind", "state", "sign"),
    [(kind, state, sign) for kind, states in signing.registered().items() for state, sign in states.items()],
)
def test_what_is_registered_stands_in_the_flow_and_is_the_holder_s(kind: str, state: str, sign: signing.Sign) -> None:
    table = flow.flow_of(kind)
    for verb in (sign.approve, sign.back):
        assert "holder" in table.step(verb, state).who
    approved = table.step(sign.approve, state).ends
    ways = {end: [step.verb for step in table.steps_from(end, frozenset({"holder"}))] for end in approved}
    assert not sign.undo or any(sign.undo in verbs for verbs in ways.values())


def test_an_enquiry_is_approved_by_its_own_step_and_the_page_comes_back() -> None:
    case = enquired()
    client = room.holder(case)
    page = room.text_of(client.get(NEXT))
    assert f'action="/desk/case/{case.number}/step/approve_enquiry/"' in page
    assert f'href="/desk/case/{case.number}/step/return_enquiry/?from=sign"' in page
    assert cast.REPORTED in page
    found = client.post(
        f"/desk/case/{case.number}/step/approve_enquiry/", {"seen": case.revision, "from": "sign", "text": ""}
    )
    assert found["Location"] == f"/desk/sign/?done={case.number}"
    assert Entry.objects.filter(stream=case.stream).latest("seq").verb == "approve_enquiry"
    after = room.text_of(client.get(found["Location"]))
    assert f"/desk/case/{case.number}/" in after
    assert "आपके अनुमोदन के लिए कुछ नहीं है" in after


def test_sending_back_asks_why_and_leads_back_here() -> None:
    case = enquired()
    client = room.holder(case)
    url = f"/desk/case/{case.number}/step/return_enquiry/"
    assert '<input type="hidden" name="from" value="sign">' in room.text_of(client.get(f"{url}?from=sign"))
    refused = client.post(url, {"seen": case.revision, "from": "sign", "reason": ""})
    assert refused.status_code == 422
    assert '<input type="hidden" name="from" value="sign">' in room.text_of(refused)
    found = client.post(url, {"seen": case.revision, "from": "sign", "reason": "दोनों पक्षों के बयान नहीं हैं"})
    assert found["Location"] == f"/desk/sign/?done={case.number}"
    case.refresh_from_db()
    assert case.state == "marked"


def test_a_step_from_elsewhere_leads_to_the_case_as_before() -> None:
    case = enquired()
    url = f"/desk/case/{case.number}/step/return_enquiry/"
    found = room.holder(case).post(url, {"seen": case.revision, "reason": "बयान नहीं हैं"})
    assert found["Location"] == f"/desk/case/{case.number}/"


def test_one_is_shown_and_the_next_can_be_looked_at() -> None:
    first, second = enquired(), enquired()
    client = room.holder(first)
    pages = [room.text_of(client.get(f"{NEXT}?n={n}")) for n in ("0", "1", "99", "x")]
    shown = [[one.number for one in (first, second) if f"/case/{one.number}/step/" in page] for page in pages]
    assert shown == [[first.number], [second.number], [second.number], [first.number]]
    assert "?n=1" in pages[0]
    assert "?n=0" in pages[1]


def test_others_see_nothing_of_it() -> None:
    case = enquired()
    assert case.holder is not None
    below = offices.subordinates(case.holder)[0]
    operator = room.of_role(Role.OPERATOR)
    enquirer = room.at_desk(cast.seat(below).actor)
    for client in (operator, enquirer):
        assert f"/case/{case.number}/step/" not in room.text_of(client.get(NEXT))


def test_the_page_takes_as_many_queries_for_three_as_for_one() -> None:
    case = enquired()
    client = room.holder(case)
    one = room.queries_of(client, NEXT)
    enquired()
    enquired()
    assert room.queries_of(client, NEXT) == one
    assert one <= 40


def test_an_assistant_s_approval_is_laid_in_the_tray_and_nothing_happens() -> None:
    case = enquired()
    assert case.holder is not None
    client, _actor = room.assistant_of(case.holder)
    url = f"/desk/case/{case.number}/step/approve_enquiry/"
    assert url in room.text_of(client.get(NEXT))
    client.post(url, {"seen": case.revision, "from": "sign", "text": ""})
    case.refresh_from_db()
    assert (case.state, Proposal.objects.get(case=case).verb) == ("enquiry_in", "approve_enquiry")
    assert "1 प्रारूप" in room.text_of(room.holder(case).get(NEXT))

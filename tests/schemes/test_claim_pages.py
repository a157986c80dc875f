"""The pages of a claim: on the portal one question a screen, on the desk facts, papers, orders."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests import cast
from tests.portal import portal_steps
from tests.room import at_desk, queries_of, text_of
from tests.schemes import room
from tests.workers import applying

from shramsetu.casework.models import Case
from shramsetu.lib import clock
from shramsetu.offices.models import Role
from shramsetu.schemes import mine, order_paper
from shramsetu.schemes.models import Claim, Draft
from shramsetu.workers.actions import service
from shramsetu.workers.models import Membership, Worker

pytestmark = pytest.mark.django_db
NEXT = {
    "wedding_on": "2026-10-12",
    "is_mass_wedding": "no",
    "is_inter_caste": "no",
    "bride": "daughter",
    "bride_born_on": "2005-01-10",
    "groom_born_on": "2002-03-04",
    "took_same_benefit": "no",
}


@pytest.fixture
def worker() -> Worker:
    return room.member()


def signed(client: Client, worker: Worker) -> Client:
    portal_steps.sign_in(client, worker.phone)
    return client


def begun(client: Client, worker: Worker) -> Draft:
    found = client.post(reverse("yojana:begin", args=[worker.number, room.MARRIAGE]))
    assert found.status_code == 302
    return Draft.objects.get(worker=worker)


def answered(client: Client, draft: Draft, **changes: str) -> list[str]:
    """Answer the questions as they are asked; return which were."""
    asked, told = [], {**NEXT, **changes}
    while (page := client.get(reverse("yojana:ask", args=[draft.pk]))).status_code == 200:
        fact = page.context["asked"].name
        asked.append(fact)
        sent = client.post(reverse("yojana:ask", args=[draft.pk]), {"fact": fact, fact: told[fact]})
        assert sent.status_code == 302, text_of(sent)
    return asked


def test_a_stranger_is_asked_for_the_phone_first(client: Client) -> None:
    found = client.get(reverse("yojana:start"))
    assert (found.status_code, found.url) == (302, "/sign-in/?next=%2Fyojana%2F")  # type: ignore[attr-defined]


def test_whose_registration_is_not_decided_is_told_so_beside_the_schemes(client: Client) -> None:
    applied = applying.sent()
    page = text_of(signed(client, applied.membership.worker).get(reverse("yojana:start")))
    assert "पंजीयन अभी जाँच में है" in page


def test_a_member_is_not_told_to_wait(client: Client, worker: Worker) -> None:
    assert "पंजीयन अभी जाँच में है" not in text_of(signed(client, worker).get(reverse("yojana:start")))


def test_what_a_board_gives_at_an_event_is_not_offered_to_whom_it_never_registered(worker: Worker) -> None:
    offers = {one.rule.slug: one for one in mine.offers(worker, on=clock.day(room.AT))}
    assert (offers[room.MARRIAGE].failed, offers[room.MARRIAGE].is_near) == ((), True)
    said = ("श्रमिक असंगठित कर्मकार बोर्ड में पंजीकृत नहीं है। पहले upssb.in पर पंजीयन कराइए।",)
    assert [offers[slug].failed for slug in ("uow-accident-help", "uow-health-help")] == [said, said]


def test_who_was_registered_once_may_claim_what_happened_then(worker: Worker) -> None:
    worker.memberships.update(paid_until=date(2025, 1, 1))
    Membership.objects.filter(worker=worker).update(cancelled_on=date(2026, 11, 1))
    offers = {one.rule.slug: one for one in mine.offers(worker, on=clock.day(room.AT))}
    assert offers[room.MARRIAGE].is_near
    assert not offers["bocw-pension-help"].is_near


def test_a_claim_is_asked_one_by_one_read_back_and_sent(client: Client, worker: Worker) -> None:
    signed(client, worker)
    draft = begun(client, worker)
    asked = answered(client, draft)
    assert asked[0] == "wedding_on"
    assert "couples" not in asked
    paper = SimpleUploadedFile("card.pdf", cast.PAPER, content_type="application/pdf")
    sent = client.post(reverse("yojana:papers", args=[draft.pk]), {"slug": "wedding-card", "file": paper})
    assert sent.status_code == 302
    review = client.get(reverse("yojana:review", args=[draft.pk]))
    assert "₹ 65,000" in text_of(review)
    made = client.post(reverse("yojana:review", args=[draft.pk]))
    case = Case.objects.get(kind="claim")
    assert made.url == reverse("yojana:claim", args=[case.number])  # type: ignore[attr-defined]
    claim = Claim.objects.get(case=case)
    assert [one.slug for one in claim.papers.all()] == ["wedding-card"]
    assert "कन्या विवाह" in text_of(client.get(made.url))  # type: ignore[attr-defined]


def test_what_fails_is_said_while_one_writes(client: Client, worker: Worker) -> None:
    signed(client, worker)
    draft = begun(client, worker)
    answered(client, draft, bride_born_on="2010-01-10")
    page = text_of(client.get(reverse("yojana:review", args=[draft.pk])))
    assert "विवाह के दिन वधू 16 वर्ष की थी; 18 वर्ष होने चाहिए।" in page


def test_nobody_sees_the_draft_or_the_claim_of_another(client: Client, worker: Worker) -> None:
    other = room.member(name="मोहन दास", phone="+919999900777")
    signed(client, worker)
    draft = begun(client, worker)
    case = room.claim(other)
    stranger = signed(Client(), other)
    assert stranger.get(reverse("yojana:ask", args=[draft.pk])).status_code == 404
    assert client.get(reverse("yojana:claim", args=[case.number])).status_code == 404
    assert client.post(reverse("yojana:begin", args=[other.number, room.MARRIAGE])).status_code == 404


def test_one_press_makes_a_complaint_and_a_second_the_same(client: Client, worker: Worker) -> None:
    case = room.claim(worker)
    signed(client, worker)
    first = client.post(reverse("yojana:complain", args=[case.number]))
    assert client.post(reverse("yojana:complain", args=[case.number])).url == first.url  # type: ignore[attr-defined]
    made = Case.objects.get(kind="grievance")
    assert (made.parent_id, made.category, made.district_id) == (case.pk, "bocw-marriage", case.district_id)


def test_the_applicant_answers_on_the_portal(client: Client, worker: Worker) -> None:
    case = room.claim(worker, at=timezone.now())
    room.take(case, "ask", question="विवाह कार्ड दीजिए।", at=timezone.now())
    signed(client, worker)
    page = client.get(reverse("yojana:claim", args=[case.number]))
    assert "विवाह कार्ड दीजिए।" in text_of(page)
    sent = client.post(
        reverse("yojana:step", args=[case.number, "answer"]), {"seen": case.revision, "text": "कार्ड साथ है।"}
    )
    assert sent.status_code == 302
    case.refresh_from_db()
    assert case.state == "submitted"


def test_the_number_leads_to_the_claim_from_the_page_of_complaints(client: Client, worker: Worker) -> None:
    case = room.claim(worker)
    signed(client, worker)
    assert client.get(reverse("portal:case", args=[case.number])).url == reverse("yojana:claim", args=[case.number])  # type: ignore[attr-defined]


def test_the_officer_sees_why_and_settles_what_was_only_told(worker: Worker) -> None:
    case = room.claim(worker)
    client = at_desk(cast.holder_of(case))
    page = text_of(client.get(reverse("desk:case", args=[case.number])))
    assert "विवाह के दिन वधू 21 वर्ष की थी।" in page
    facts = reverse("claims:facts", args=[case.number])
    assert client.get(facts).status_code == 200
    settle = reverse("claims:settle", args=[case.number, "bride_born_on"])
    assert client.post(settle, {"seen": case.revision, "bride_born_on": "2004-01-10"}).status_code == 302
    row = room.row(case)
    assert (row.facts["bride_born_on"]["value"], row.facts["bride_born_on"]["proved"]) == ("2004-01-10", True)
    wrong = client.post(settle, {"seen": row.case.revision, "bride_born_on": ""})
    assert wrong.status_code == 422


def test_what_the_officer_settled_is_no_change_of_the_registry(worker: Worker) -> None:
    case = room.claim(worker)
    client = at_desk(cast.holder_of(case))
    page = reverse("desk:case", args=[case.number])
    settle = reverse("claims:settle", args=[case.number, "bride_born_on"])
    assert client.post(settle, {"seen": case.revision, "bride_born_on": "2010-01-10"}).status_code == 302
    seen = text_of(client.get(page))
    assert "विवाह के दिन वधू 16 वर्ष की थी" in seen
    assert "पंजी बदली है" not in seen

    worker.memberships.update(paid_until=date(2026, 1, 1))
    assert "पंजी बदली है" in text_of(client.get(page))


def test_an_order_names_the_place_once_and_the_relation_of_the_register(worker: Worker) -> None:
    case = room.refused(room.claim(worker, bride_born_on=date(2010, 1, 10)))
    order = room.row(case).orders.get(kind="refusal")
    with translation.override("hi"):
        paper = render_to_string("schemes/claims/order.html", order_paper.page(order))
    assert f">{order.post.title_hi}<" in paper
    assert f"{order.post.title_hi}, " not in paper
    assert f"पुत्र <bdi>{worker.parent}</bdi>" in paper


def test_the_reasons_of_a_refusal_say_their_least_length_before_they_are_sent(worker: Worker) -> None:
    case = room.claim(worker, bride_born_on=date(2010, 1, 10))
    heard = room.AT + room.LATER
    notice = {"reason": "आयु कम है।", "heard_at": heard, "place": "श्रम कार्यालय"}
    room.take(case, "give_notice", condition="bride-of-age", **notice)
    room.take(case, "hear", at=heard, came="came", text="आवेदक ने कहा कि आयु सही है।")
    client = at_desk(cast.holder_of(case))
    step = reverse("desk:step", args=[case.number, "refuse"])
    assert "कम से कम 80 अक्षर" in text_of(client.get(step))
    short = client.post(step, {"seen": case.revision, "condition": "bride-of-age", "reason": "आयु कम है।"})
    assert short.status_code == 422
    assert short.context["form"].errors["reason"] == ["यह बहुत छोटा है: कम से कम 80 अक्षर चाहिए, आपने 10 लिखे।"]


def test_a_notice_where_no_condition_fails_says_what_comes_first(worker: Worker) -> None:
    case = room.claim(worker)
    client = at_desk(cast.holder_of(case))
    step = reverse("desk:step", args=[case.number, "give_notice"])
    page = text_of(client.get(step))
    assert "कोई शर्त विफल नहीं है।" in page
    assert f'href="{reverse("claims:facts", args=[case.number])}"' in page
    assert 'name="heard_at"' not in page

    sent = client.post(step, {"seen": case.revision, "reason": "आयु कम है।", "place": "श्रम कार्यालय"})
    assert sent.status_code == 422
    assert "कोई शर्त विफल नहीं है।" in text_of(sent)
    room.take(case, "open")
    settle = reverse("claims:settle", args=[case.number, "bride_born_on"])
    assert client.post(settle, {"seen": case.revision, "bride_born_on": "2010-01-10"}).status_code == 302
    assert 'name="heard_at"' in text_of(client.get(step))


def test_who_signs_is_told_which_rule_nobody_has_confirmed(worker: Worker) -> None:
    case = room.claim(worker, bride_born_on=date(2010, 1, 10))
    client = at_desk(cast.holder_of(case))
    said = text_of(client.get(reverse("desk:step", args=[case.number, "give_notice"])))
    assert "बोर्ड ने इस नियम की पुष्टि अभी नहीं की है" in said
    assert "दो अन्य जगहों पर मिली प्रतियाँ" in said
    assert "पुष्टि अभी नहीं" not in text_of(client.get(reverse("desk:step", args=[case.number, "ask"])))


def test_who_sanctions_is_told_where_the_sum_is_known_from(worker: Worker) -> None:
    case = room.checked(room.claim(worker))
    client = at_desk(cast.holder_of(case))
    said = text_of(client.get(reverse("desk:step", args=[case.number, "sanction"])))
    assert "सितंबर 2025 की प्रेस रिपोर्टें" in said
    assert 'name="rupees"' in said


def test_a_refusal_names_scheme_condition_and_a_hindi_source(worker: Worker) -> None:
    case = room.refused(room.claim(worker, bride_born_on=date(2010, 1, 10)))
    order = room.row(case).orders.get(kind="refusal")
    with translation.override("hi"):
        paper = render_to_string("schemes/claims/order.html", order_paper.page(order))
    assert "कन्या विवाह सहायता योजना की शर्त “वधू की आयु”" in paper
    assert "दो अन्य जगहों पर मिली प्रतियाँ" in paper
    assert "verified" not in paper
    assert "UPBOCW" not in paper


def test_the_officer_takes_a_question_back_and_the_clock_goes_on(client: Client, worker: Worker) -> None:
    at = timezone.now()
    case = room.claim(worker, at=at)
    before = case.due_at
    room.take(case, "ask", question="विवाह कार्ड दीजिए।", at=at)
    desk = at_desk(cast.holder_of(case))
    step = reverse("desk:step", args=[case.number, "recall"])
    assert step in text_of(desk.get(reverse("desk:case", args=[case.number])))
    assert desk.post(step, {"seen": case.revision, "reason": "कार्ड मिल गया।"}).status_code == 302
    case.refresh_from_db()
    row = room.row(case)
    assert (case.state, row.asks, row.unanswered, row.paused_due) == ("submitted", 1, 0, None)
    assert before is not None
    assert case.due_at is not None
    assert timedelta(0) <= case.due_at - before <= timedelta(days=4)  # the day it waited, and no ten for an answer
    page = text_of(signed(client, worker).get(reverse("yojana:claim", args=[case.number])))
    assert reverse("yojana:step", args=[case.number, "answer"]) not in page


def test_a_paper_is_found_good_at_the_desk(worker: Worker) -> None:
    case = room.claim(worker)
    client = at_desk(cast.holder_of(case))
    sent = client.post(reverse("claims:lay", args=[case.number, "wedding-card"]), {"seen": case.revision})
    assert sent.status_code == 302
    assert [one.slug for one in room.row(case).papers.filter(is_good=True)] == ["wedding-card"]


def test_orders_are_hindi_papers(client: Client, worker: Worker) -> None:
    case = room.refused(room.claim(worker, bride_born_on=date(2010, 1, 10)))
    desk = at_desk(cast.seat(room.row(case).orders.get(kind="refusal").post).actor)
    for seq in (1, 2):
        found = desk.get(reverse("claims:order", args=[case.number, seq]))
        assert (found.status_code, found.content[:5]) == (200, b"%PDF-")
    assert desk.get(reverse("claims:sheet", args=[case.number])).content[:5] == b"%PDF-"
    own = signed(client, worker)
    assert own.get(reverse("yojana:order", args=[case.number, 2])).content[:5] == b"%PDF-"


def test_a_service_centre_files_for_who_says_number_and_phone(worker: Worker) -> None:
    client = at_desk(cast.desk(Role.SERVICE_CENTRE))
    nobody = client.post(reverse("claims:start"), {"number": worker.number, "phone": "9999900999"})
    assert nobody.status_code == 422
    sent = client.post(reverse("claims:start"), {"number": worker.number, "phone": worker.phone})
    assert sent.status_code == 302
    tell = reverse("claims:tell", args=[worker.number, room.MARRIAGE])
    assert client.get(tell).status_code == 200
    made = client.post(tell, {**NEXT, "send": "1"})
    case = Case.objects.get(kind="claim")
    assert (made.status_code, case.channel, room.row(case).filed_by) == (302, "csc", case.opened_by)
    assert client.get(reverse("desk:case", args=[case.number])).status_code == 200


def test_many_are_sanctioned_from_the_list(worker: Worker) -> None:
    case = room.checked(room.claim(worker))
    by = cast.holder_of(case)
    client = at_desk(by)
    assert worker.name in text_of(client.get(reverse("claims:many")))
    sent = client.post(reverse("claims:many"), {"sure": "on", "which": "ticked", "number": [case.number]})
    assert sent.status_code == 302


def test_the_list_of_what_waits_asks_no_more_for_more(worker: Worker) -> None:
    case = room.checked(room.claim(worker))
    client = at_desk(cast.holder_of(case))
    one = queries_of(client, reverse("claims:many"))
    for name in ("राम लाल", "श्याम सुंदर"):
        room.checked(room.claim(room.member(name=name, phone="")))
    assert queries_of(client, reverse("claims:many")) == one


def test_a_draft_begun_before_an_outage_is_in_time_when_it_is_sent_after_it(client: Client, worker: Worker) -> None:
    signed(client, worker)
    draft, at = begun(client, worker), timezone.now()
    Draft.objects.filter(pk=draft.pk).update(begun_at=at - timedelta(days=2))
    service.declare(at - timedelta(days=1), at - timedelta(hours=1), reason="", by=cast.desk(Role.HEAD), at=at)
    answered(client, draft, wedding_on=str(clock.day(at) - timedelta(days=366)))
    review = client.get(reverse("yojana:review", args=[draft.pk]))
    assert [one.result for one in review.context["lines"] if one.slug == "window"] == [True]
    client.post(reverse("yojana:review", args=[draft.pk]))
    claim = Claim.objects.get()
    assert claim.claimed_on == clock.day(at - timedelta(days=2))
    assert [one["result"] for one in claim.outcome["submitted"]["answers"] if one["slug"] == "window"] == [True]

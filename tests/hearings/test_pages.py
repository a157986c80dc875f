"""The pages: a worker brings a matter question by question, looks it up by number and phone, puts it right."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests.hearings import court
from tests.portal import portal_steps
from tests.room import at_desk, queries_of, text_of

from shramsetu import rulebook
from shramsetu.casework.models import Case, Party
from shramsetu.casework.queries import slip_code
from shramsetu.hearings import own
from shramsetu.hearings.models import Draft, Engagement, Filing, Forum, ForumDay, Litigant, Matter, Notice
from shramsetu.hearings.queries import forums
from shramsetu.lib import clock
from shramsetu.offices.models import Charge, Post, Role

pytestmark = pytest.mark.django_db
DAYS_AGO = (clock.day(timezone.now()) - timedelta(days=60)).isoformat()
ANSWERS: dict[str, dict[str, object]] = {
    "what": {"matter": "wages-unpaid"},
    "when": {"cause_on": DAYS_AGO},
    "words": {"text": court.WORDS},
    "money": {"amount": "27,000"},
    "wishes": {"reliefs": ["wages", "compensation-wages"]},
    "against": {
        "opposite": "शिव शक्ति ईंट उद्योग",
        "opposite_address": "बिठूर रोड",
        "opposite_phone": "",
        "is_contractor": "no",
    },
    "where": {"district": str(cast.KANPUR), "work": "राजमिस्त्री", "work_place": "बिठूर", "is_central": "no"},
    "who": {"part": "worker", "name": "रमेश कुमार", "phone": "99999 00001", "address": "कल्याणपुर", "members": ""},
    "private": {"published": "yes"},
}


def begun(client: Client | None = None) -> Client:
    client = client or Client()
    assert client.post(reverse("sunvai:begin")).status_code == 302
    return client


def answered(client: Client, **changes: dict[str, object]) -> list[str]:
    """Answer the questions as they are asked; return the names of the screens."""
    names, address = [], reverse("sunvai:ask", args=["what"])
    told = {**ANSWERS, **changes}
    while "dekhen" not in address:
        name = address.rstrip("/").rpartition("/")[2]
        page = client.get(address)
        assert page.status_code == 200, text_of(page)
        names.append(name)
        sent = client.post(address, told[name])
        assert sent.status_code == 302, (name, sent.context["form"].errors if sent.context else "")
        address = sent.headers["Location"]
    return names


def sent(client: Client) -> Case:
    answer = client.post(reverse("sunvai:review"))
    assert answer.status_code == 302, text_of(answer)
    return Case.objects.get(number=answer.headers["Location"].rstrip("/").rpartition("/")[2])


def test_a_worker_brings_a_claim_without_signing_in() -> None:
    client = begun()
    assert answered(client) == [*ANSWERS]
    page = text_of(client.get(reverse("sunvai:review")))
    assert "27,000" in page
    assert "शिव शक्ति ईंट उद्योग" in page
    case = sent(client)
    matter = Matter.objects.get(pk=case.pk)
    assert (case.state, case.channel, matter.amount_paise, matter.masked) == ("scrutiny", "portal", 27_000_00, False)
    assert Litigant.objects.filter(matter=matter).count() == 2
    assert client.post(reverse("sunvai:review")).headers["Location"].endswith(f"/{case.number}/")
    slip = client.get(reverse("sunvai:filed", args=[case.number]))
    assert slip_code(Party.objects.get(case=case, part="complainant"), case) in text_of(slip)
    assert Client().get(reverse("sunvai:filed", args=[case.number])).status_code == 404
    assert Draft.objects.get().answers == {}


def test_a_late_claim_is_asked_why_and_a_dismissal_for_the_report() -> None:
    client = begun()
    old = {"cause_on": "2025-06-02"}
    names = answered(client, when=old, late={"late_reason": "बीमार था।"})
    assert "late" in names
    assert Matter.objects.get(pk=sent(client).pk).days_late > 0
    other = begun()
    what = {"matter": "dismissal"}
    report = {"has_report": "yes", "report_on": DAYS_AGO}
    names = answered(other, what=what, report=report, wishes={"reliefs": ["reinstatement"]})
    assert ("report" in names, "money" in names, "late" in names) == (True, False, False)


def test_a_draft_is_kept_and_may_be_thrown_away() -> None:
    client = begun()
    client.post(reverse("sunvai:ask", args=["what"]), ANSWERS["what"])
    assert client.get(reverse("sunvai:review")).headers["Location"].endswith("/when/")
    assert Draft.objects.get().answers["matter"] == "wages-unpaid"
    assert Client().get(reverse("sunvai:ask", args=["when"])).headers["Location"] == reverse("sunvai:start")
    client.post(reverse("sunvai:drop"))
    assert not Draft.objects.exists()


def test_a_proved_phone_finds_its_draft_in_another_browser() -> None:
    court.filed(at=timezone.now())  # so that the phone is known
    client = Client()
    portal_steps.sign_in(client, court.RAMESH.phone)
    begun(client)
    client.post(reverse("sunvai:ask", args=["what"]), ANSWERS["what"])
    draft, session = Draft.objects.get(), client.session
    del session[own.DRAFT]  # as in another browser
    session.save()
    found = client.post(reverse("sunvai:begin"), {"draft": str(draft.pk)})
    assert found.headers["Location"].endswith("/when/")
    assert Draft.objects.count() == 1
    stranger = Client().post(reverse("sunvai:begin"), {"draft": str(draft.pk)})
    assert stranger.headers["Location"].endswith("/what/")


def test_papers_go_along_and_a_false_file_is_told() -> None:
    client = begun()
    answered(client)
    false = SimpleUploadedFile("x.pdf", b"MZ program", content_type="application/pdf")
    assert client.post(reverse("sunvai:review"), {"file": false}).status_code == 422
    paper = SimpleUploadedFile("diary.pdf", cast.PAPER, content_type="application/pdf")
    assert client.post(reverse("sunvai:review"), {"file": paper}).status_code == 302
    case = sent(client)
    assert [len(one.files) for one in Filing.objects.filter(matter=case.pk)] == [1]


def test_an_employer_of_the_centre_is_shown_the_way_at_once() -> None:
    client = begun()
    for name in [*ANSWERS][:6]:
        client.post(reverse("sunvai:ask", args=[name]), ANSWERS[name])
    answer = client.post(reverse("sunvai:ask", args=["where"]), {**ANSWERS["where"], "is_central": "yes"})
    assert answer.status_code == 422
    assert "1076" in text_of(answer)


def look(number: str, **given: str) -> tuple[Client, int]:
    client = Client()
    return client, client.post(reverse("sunvai:start"), {"number": number, **given}).status_code


def test_number_and_phone_open_one_page_for_both_sides_and_nobody_else() -> None:
    case = court.noticed(at=timezone.now())
    assert look(case.number, phone="9999900055")[1] == 404
    assert look(case.number)[1] == 422
    client, status = look(case.number, phone="9999900001")
    assert status == 302
    page = text_of(client.get(reverse("sunvai:matter", args=[case.number])))
    assert "पासबुक" in page
    assert "शिव शक्ति" not in page
    theirs, status = look(case.number, phone=court.OWNER.phone)
    assert status == 302
    assert "रमेश" not in text_of(theirs.get(reverse("sunvai:matter", args=[case.number])))
    party = Party.objects.get(case=case, part="complainant")
    assert look(case.number, code=slip_code(party, case))[1] == 302
    closed = Client().get(reverse("sunvai:matter", args=[case.number]))
    assert closed.headers["Location"].startswith(reverse("sunvai:start"))


def test_the_number_of_a_matter_leads_from_the_complaints_page_to_its_own() -> None:
    case = court.filed(at=timezone.now())
    found = Client().get(reverse("portal:case", args=[case.number]))
    assert found.headers["Location"] == reverse("sunvai:matter", args=[case.number])
    found = Client().get(found.headers["Location"])
    assert found.headers["Location"].endswith(f"?number={case.number}")


def test_defects_are_read_and_put_right_by_the_proved_phone() -> None:
    case = court.filed(at=timezone.now())
    cast.take(case, "send_back", at=timezone.now(), defects=["amount-unclear"], notes={"amount-unclear": "कितने दिन?"})
    reader, _ = look(case.number, phone="9999900001")
    page = text_of(reader.get(reverse("sunvai:matter", args=[case.number])))
    assert "कितने दिन?" in page
    assert reverse("sunvai:step", args=[case.number, "mend"]) not in page
    theirs, _ = look(case.number, phone=court.OWNER.phone)
    assert "कितने दिन?" not in text_of(theirs.get(reverse("sunvai:matter", args=[case.number])))
    client = Client()
    portal_steps.sign_in(client, court.RAMESH.phone)
    address = reverse("sunvai:step", args=[case.number, "mend"])
    assert "कितने दिन?" in text_of(client.get(address))
    assert client.post(address, {"seen": case.revision}).status_code == 422
    done = client.post(address, {"seen": case.revision, "rupees": "27500", "text": "90 दिन"})
    assert done.status_code == 302
    case.refresh_from_db()
    assert (case.state, court.row(case).amount_paise) == ("scrutiny", 27_500_00)
    assert client.get(reverse("sunvai:step", args=[case.number, "nothing"])).status_code == 404


def test_a_respondents_phone_takes_no_step_of_the_claimant() -> None:
    case = court.filed(at=timezone.now())
    court.filed(at=timezone.now(), claimants=(court.Someone("मोहन", court.OWNER.phone),))  # the phone is known
    client = Client()
    portal_steps.sign_in(client, court.OWNER.phone)
    assert client.get(reverse("sunvai:matter", args=[case.number])).status_code == 200
    assert client.post(reverse("sunvai:step", args=[case.number, "withdraw"]), {"reason": "x"}).status_code == 404


def test_the_registry_works_from_its_list() -> None:
    case = court.filed(at=timezone.now())
    desk = at_desk(court.registry())
    address = reverse("hearings:list")
    assert case.number in text_of(desk.get(address)).replace(" ", "")
    assert text_of(desk.get(address, {"standing": "late"})).count("table-stack") == 0
    page = text_of(desk.get(reverse("desk:case", args=[case.number])))
    assert court.WORDS in page
    assert "मज़दूरी संहिता" in page
    defects = reverse("hearings:defects", args=[case.number])
    assert desk.post(defects, {"seen": case.revision}).status_code == 422
    done = desk.post(defects, {"seen": case.revision, "employer-unknown": "on", "employer-unknown_note": "नाम?"})
    assert done.status_code == 302
    case.refresh_from_db()
    assert case.state == "defective"
    assert at_desk(court.post("labour.leo.agra")).get(defects).status_code == 404


def test_notices_are_proved_on_their_page() -> None:
    case = court.noticed(at=timezone.now())
    desk = at_desk(court.registry())
    post = Notice.objects.get(matter=case.pk, mode="post")
    today = clock.day(timezone.now()).isoformat()
    sent_off = {"mode": "post", "sent_on": today, "carrier": "डाक विभाग", "tracking": "EU123456789IN"}
    desk.post(reverse("hearings:dispatch", args=[case.number, post.seq]), sent_off)
    heard = {"on": today, "what": "कानपुर पहुँचा", "source": "डाक ट्रैकिंग"}
    desk.post(reverse("hearings:follow", args=[case.number, post.seq]), heard)
    scan = SimpleUploadedFile("ad.pdf", cast.PAPER, content_type="application/pdf")
    settled = reverse("hearings:settle", args=[case.number, post.seq])
    desk.post(settled, {"outcome": "served", "on": today})
    post.refresh_from_db()
    assert post.outcome == ""
    desk.post(settled, {"outcome": "served", "on": today, "proof": scan})
    post.refresh_from_db()
    assert (post.outcome, post.tracking, post.proof is not None, post.events.count()) == (
        "served",
        "EU123456789IN",
        True,
        1,
    )
    page = text_of(desk.get(reverse("hearings:notices", args=[case.number])))
    assert "EU123456789IN" in page
    letter = desk.get(reverse("hearings:letter", args=[case.number, post.seq]))
    assert letter.content.startswith(b"%PDF")


def test_parties_and_who_speaks_for_them() -> None:
    case = court.filed(at=timezone.now())
    desk = at_desk(court.registry())
    address = reverse("hearings:parties", args=[case.number])
    wrong = {"claims": "yes", "part": "employer", "name": "राम", "phone": "", "email": "", "address": ""}
    assert desk.post(address, wrong).status_code == 422
    assert desk.post(address, {**wrong, "claims": "no", "part": "contractor"}).status_code == 302
    assert Litigant.objects.filter(matter=case.pk, claims=False).count() == 2
    claimant = Litigant.objects.get(matter=case.pk, claims=True)
    engage = reverse("hearings:engage", args=[case.number, claimant.pk])
    advocate = {"kind": "advocate", "name": "वकील साहब", "phone": "9999900088", "number": "UP/1"}
    desk.post(engage, advocate)
    assert not Engagement.objects.exists()
    desk.post(engage, {**advocate, "consented": "on"})
    desk.post(engage, {**advocate, "consented": "on"})
    assert Engagement.objects.count() == 1
    assert "वकील साहब" in text_of(desk.get(address))


def test_an_operator_files_on_a_call() -> None:
    operator = at_desk(cast.desk(Role.OPERATOR))
    address = reverse("hearings:file")
    assert operator.get(address).status_code == 200
    told = {name: value for answers in ANSWERS.values() for name, value in answers.items()}
    looked = operator.post(address, {**told, "look": "1"})
    assert (looked.status_code, Matter.objects.count()) == (200, 0)
    assert operator.post(address, {**told, "opposite": ""}).status_code == 422
    done = operator.post(address, told)
    assert done.status_code == 302
    case = Case.objects.get(kind="hg_matter")
    assert (case.channel, case.state) == ("call", "scrutiny")


def test_a_forum_shows_who_presided_and_takes_a_day_off() -> None:
    desk = at_desk(court.authority())
    address = reverse("hearings:forum", args=["authority-kanpur-nagar"])
    assert text_of(desk.get(address)).count("<table") == 1
    on = clock.day(timezone.now()) + timedelta(days=3)
    assert desk.post(address, {"on": on.isoformat(), "sits": "no", "reason": "अवकाश"}).status_code == 302
    assert ForumDay.objects.get().on == on
    elsewhere = at_desk(court.post("labour.alc.agra"))
    assert elsewhere.post(address, {"on": on.isoformat(), "sits": "no", "reason": "x"}).status_code == 422
    assert "authority-agra" in text_of(elsewhere.get(reverse("hearings:forums")))


def test_lists_ask_no_more_for_more_rows() -> None:
    desk, address = at_desk(court.registry()), reverse("hearings:list")
    court.filed(at=timezone.now())
    one = queries_of(desk, address)
    for _ in range(2):
        court.filed(at=timezone.now())
    assert queries_of(desk, address) == one


def test_the_vacant_and_the_additional_charge_stand_with_the_forum() -> None:
    forum = Forum.objects.get(slug="labour-court-kanpur")
    first = Charge.objects.get(post=forum.post, to_at=None)
    ended = timezone.now() - timedelta(days=100)
    Charge.objects.filter(pk=first.pk).update(to_at=ended)
    other = Charge.objects.filter(post=Post.objects.get(code="labour-courts.presiding.agra"), to_at=None).get()
    Charge.objects.create(post=forum.post, user=other.user, kind="additional", from_at=ended + timedelta(days=30))
    found = forums.tenures(forum)
    assert [(bool(one.name), one.is_additional) for one in found] == [(True, True), (False, False), (True, False)]


def test_phones_cannot_be_tried_without_end_for_a_number() -> None:
    case = court.filed(at=timezone.now())
    most = rulebook.book().number("signin.slip_tries_an_hour", clock.day(timezone.now()))
    tries = [look(case.number, phone=f"99999001{number:02d}")[1] for number in range(most + 1)]
    assert tries == [404] * most + [429]
    assert look(case.number, phone="9999900001")[1] == 429


def test_a_refusal_says_why_to_the_claimant_alone() -> None:
    case = court.filed(at=timezone.now())
    cast.take(case, "place_before", at=timezone.now(), reason="मंच?")
    cast.take(case, "refuse", at=timezone.now(), reason="यह काम हरियाणा में हुआ; वहाँ के प्राधिकारी सुनेंगे।")
    address = reverse("sunvai:matter", args=[case.number])
    client, _ = look(case.number, phone="9999900001")
    assert "हरियाणा" in text_of(client.get(address))
    theirs, _ = look(case.number, phone=court.OWNER.phone)
    assert "हरियाणा" not in text_of(theirs.get(address))


def test_the_administrator_sets_up_a_body_of_the_codes_and_changes_its_week() -> None:
    desk, address = at_desk(cast.desk(Role.ADMINISTRATOR)), reverse("hearings:forum_new")
    area = Forum.objects.get(slug="labour-court-kanpur").place
    told = {
        "name_hi": "औद्योगिक अधिकरण, कानपुर",
        "name_en": "Industrial Tribunal, Kanpur",
        "short_hi": "औद्योगिक अधिकरण",
        "short_en": "Industrial Tribunal",
        "slug": "tribunal-codes-kanpur",
        "kind": "tribunal",
        "bodies": "new",
        "hears": ["dismissal", "dispute"],
        "post": "labour-courts.presiding.kanpur",
        "registry": "labour-courts.superintendent.kanpur",
        "area": area.pk,
        "from_on": "2026-11-01",
        "sits": ["0", "2"],
        "slots": "10:30, 14:00",
        "per_slot": "5",
    }
    assert desk.get(address).status_code == 200
    assert desk.post(address, {**told, "slots": "half past ten"}).status_code == 422
    assert desk.post(address, told).status_code == 302
    assert desk.post(address, told).status_code == 422
    made = Forum.objects.get(slug="tribunal-codes-kanpur")
    assert (made.bodies, made.slots, [one.place_id for one in made.areas.all()]) == (
        "new",
        ["10:30", "14:00"],
        [area.pk],
    )
    change = reverse("hearings:forum_change", args=[made.slug])
    assert desk.post(change, {"sits": ["1"], "slots": "11:00", "per_slot": "3"}).status_code == 302
    made.refresh_from_db()
    assert (made.sits, made.slots, made.per_slot) == ([1], ["11:00"], 3)


def test_one_press_on_a_complaint_begins_a_matter_and_one_that_cannot_says_why() -> None:
    complaint = cast.complaint(at=timezone.now())
    desk, address = at_desk(court.registry()), reverse("desk:hand_on", args=[complaint.number, "hearing"])
    assert "श्रम न्यायालय या प्राधिकारी" in text_of(desk.get(reverse("desk:case", args=[complaint.number])))
    assert desk.post(address).status_code == 302
    made = Case.objects.get(kind="hg_matter")
    assert made.number in text_of(desk.get(reverse("desk:case", args=[complaint.number]))).replace(" ", "")
    Forum.objects.filter(kind="authority").update(ended_on=clock.day(timezone.now()) - timedelta(days=1))
    other = cast.complaint(at=timezone.now())
    answer = desk.post(reverse("desk:hand_on", args=[other.number, "hearing"]), follow=True)
    assert "1076" in text_of(answer)
    assert Matter.objects.count() == 1

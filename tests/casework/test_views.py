"""The desk: inbox, case, steps, tray, bulk, search, and what is hidden."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests import cast, room

from shramsetu.casework import doing, queries
from shramsetu.casework.models import Case, Grant, Lease, Party, Proposal
from shramsetu.grievances.filing import Someone
from shramsetu.journal.models import Entry
from shramsetu.messages.models import Message
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return cast.complaint(at=timezone.now())


def step_url(case: Case, verb: str) -> str:
    return f"/desk/case/{case.number}/step/{verb}/"


def test_nobody_signed_in_is_led_to_sign_in(client: object) -> None:
    assert client.get("/desk/inbox/").status_code == 302  # type: ignore[attr-defined]


def test_the_inbox_shows_what_the_post_holds(case: Case) -> None:
    page = room.text_of(room.holder(case).get("/desk/inbox/"))
    assert f"/desk/case/{case.number}/" in page


@pytest.mark.parametrize("address", ["/desk/", "/desk/inbox/", "/desk/inbox/?queue=unmarked"])
def test_the_inbox_takes_as_many_queries_for_three_cases_as_for_one(case: Case, address: str) -> None:
    client = room.holder(case)
    one = room.queries_of(client, address)
    cast.complaint(at=timezone.now())
    cast.complaint(at=timezone.now())
    assert room.queries_of(client, address) == one
    assert one <= 8


def test_the_next_page_begins_behind_the_last_row(case: Case) -> None:
    others = [Someone(name="सीता देवी", phone=f"+9199999001{n:02}") for n in range(27)]
    numbers = [case.number, *(cast.complaint(at=timezone.now(), complainants=(one,)).number for one in others)]
    client = room.holder(case)
    first = room.text_of(client.get("/desk/inbox/"))
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = room.text_of(client.get(f"/desk/inbox/{following}"))
    shown = [[number for number in numbers if f"/case/{number}/" in page] for page in (first, second)]
    assert [len(one) for one in shown] == [25, 3]
    assert sorted(shown[0] + shown[1]) == sorted(numbers)


def test_the_case_page_says_why_this_date(case: Case) -> None:
    page = room.text_of(room.holder(case).get(f"/desk/case/{case.number}/"))
    assert case.limit_key in page
    assert "98XXXXXX" not in page
    assert "99XXXXXX01" in page
    assert "9999900001" not in page


def test_the_case_page_hides_the_complainants_code(case: Case) -> None:
    (party,) = Party.objects.filter(case=case)
    code = queries.slip_code(party, case)
    told = Message.objects.filter(stream=case.stream, text__contains=code)
    page = room.text_of(room.holder(case).get(f"/desk/case/{case.number}/"))
    assert (told.count(), code in page, "••••••" in page) == (1, False, True)


def test_the_complainant_hears_who_has_answered(case: Case) -> None:
    assert case.holder is not None
    officer = case.holder.short_hi
    cast.report(case, at=timezone.now())
    told = Message.objects.get(stream=case.stream, template="reported")
    assert told.values["post"] == officer


def test_a_step_without_needs_is_one_button(case: Case) -> None:
    answer = room.holder(case).post(step_url(case, "open"), {"seen": case.revision})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == "with_officer"


def test_a_stale_page_keeps_the_words_and_shows_what_changed(case: Case) -> None:
    client, seen = room.holder(case), case.revision
    cast.take(case, "open")
    answer = client.post(step_url(case, "interim"), {"seen": seen, "text": "काम चल रहा है"})
    assert answer.status_code == 409
    page = room.text_of(answer)
    assert "काम चल रहा है" in page
    assert "अधिकारी ने खोला" in page
    case.refresh_from_db()
    assert case.revision == seen + 1


def test_a_step_that_is_over_gives_the_words_back(case: Case) -> None:
    client, seen = room.holder(case), case.revision
    cast.take(case, "open")
    cast.report(case)
    written = {"seen": seen, "text": "भुगतान की <जाँच> चल रही है", "expected_on": "2026-12-01"}

    answer = client.post(step_url(case, "interim"), written)

    page = room.text_of(answer)
    assert answer.status_code == 409
    assert "भुगतान की &lt;जाँच&gt; चल रही है" in page
    assert "प्रकरण आगे बढ़ चुका है" in page
    assert "2026-12-01" in page
    assert client.post(step_url(case, "interim"), {**written, "seen": case.revision}).status_code == 403


def test_a_report_without_evidence_is_refused_in_hindi(case: Case) -> None:
    answer = room.holder(case).post(step_url(case, "report"), {"seen": case.revision, "text": "हो गया"})
    assert answer.status_code == 422
    assert "और साक्ष्य" in room.text_of(answer)


def test_another_officer_sees_no_step_and_takes_none(case: Case) -> None:
    other = room.of_role(Role.QUALITY)
    assert other.get(step_url(case, "report")).status_code == 403
    assert other.post(step_url(case, "open"), {"seen": case.revision}).status_code == 403
    case.refresh_from_db()
    assert case.state == "unmarked"


def test_a_number_that_is_not_there_is_not_found(case: Case) -> None:
    assert room.holder(case).get("/desk/case/104729638150/").status_code == 404


def test_a_draft_shows_its_times_in_words() -> None:
    at = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
    assert doing.shown(at) == "22 नवंबर 2026, सुबह 7:00 बजे"
    assert doing.shown(at.date()) == "22 नवंबर 2026"


def test_an_assistants_report_waits_in_the_tray_until_the_officer_accepts(case: Case) -> None:
    assert case.holder is not None
    client, _actor = room.assistant_of(case.holder)
    cast.take(case, "open")
    answer = client.post(step_url(case, "interim"), {"seen": case.revision, "text": "काम चल रहा है"})
    assert answer.status_code == 302
    draft = Proposal.objects.get(case=case)
    officer = room.holder(case)
    assert "काम चल रहा है" in room.text_of(officer.get("/desk/tray/"))
    assert client.post("/desk/tray/", {"draft": draft.pk, "decision": "accept"}).status_code == 200
    assert Proposal.objects.get(pk=draft.pk).accepted is None
    officer.post("/desk/tray/", {"draft": draft.pk, "decision": "accept"})
    assert Proposal.objects.get(pk=draft.pk).accepted is True
    assert Entry.objects.filter(stream=case.stream, verb="interim").count() == 1


def test_many_are_opened_at_once_each_by_itself(case: Case) -> None:
    other = cast.complaint(at=timezone.now())
    cast.take(other, "open")
    client = room.holder(case)
    page = room.text_of(client.post("/desk/inbox/bulk/", {"number": [case.number, other.number], "verb": "open"}))
    case.refresh_from_db()
    assert case.state == "with_officer"
    assert page.count("हो गया") == 1


def test_bulk_takes_only_the_steps_it_is_for(case: Case) -> None:
    answer = room.holder(case).post("/desk/inbox/bulk/", {"number": [case.number], "verb": "close_unconfirmed"})
    assert answer.status_code == 422


@pytest.mark.parametrize("asked", ["9999900001", "रमेश कुमार", "ramesh kumar", "ठेकेदार"])
def test_search_finds_by_phone_name_and_words(case: Case, asked: str) -> None:
    page = room.text_of(room.of_role(Role.OPERATOR).get("/desk/search/", {"q": asked}))
    assert f"/desk/case/{case.number}/" in page


def test_search_by_number_leads_to_the_case(case: Case) -> None:
    answer = room.of_role(Role.OPERATOR).get("/desk/search/", {"q": f"{case.number[:4]} {case.number[4:]}"})
    assert answer["Location"] == f"/desk/case/{case.number}/"


def test_search_shows_no_other_districts_cases(case: Case) -> None:
    elsewhere = next(post for post in offices.of_role(Role.DM) if post.place_id != case.district_id)
    client = room.at_desk(cast.seat(elsewhere).actor)
    assert case.number not in room.text_of(client.get("/desk/search/", {"q": "रमेश कुमार"}))


def test_a_revealed_phone_is_written_down_with_its_reason(case: Case) -> None:
    client, party = room.holder(case), Party.objects.get(case=case)
    address = f"/desk/case/{case.number}/phone/{party.pk}/"
    assert client.post(address, {"reason": ""}).status_code == 422
    page = room.text_of(client.post(address, {"reason": "शिकायत के बारे में पूछना है"}))
    assert "99999 00001" in page
    entry = Entry.objects.get(stream=f"reads:{case.number}")
    assert (entry.verb, entry.detail) == ("reveal", {"party": party.pk, "part": "complainant"})


def test_a_sealed_case_shows_a_lock_and_opens_for_a_reason_reviewed_from_above() -> None:
    sealed = cast.complaint(at=timezone.now(), sealed=True, text="गुप्त बात लिखी है")
    assert sealed.district is not None
    watcher = cast.seat(offices.dm_of(sealed.district))
    client = room.at_desk(watcher.actor)
    locked = client.get(f"/desk/case/{sealed.number}/")
    assert (locked.status_code, "गुप्त बात" in room.text_of(locked)) == (403, False)
    assert "data-live-url" not in locked.content.decode()  # its events would be refused
    address = f"/desk/case/{sealed.number}/open-sealed/"
    assert client.post(address, {"reason": "जान"}).status_code == 422
    assert client.post(address, {"reason": "जान को ख़तरा बताया गया है"}).status_code == 302
    assert "गुप्त बात" in room.text_of(client.get(f"/desk/case/{sealed.number}/"))
    grant = Grant.objects.get(case=sealed)
    assert watcher.post.reports_to is not None
    above = room.at_desk(cast.seat(watcher.post.reports_to).actor)
    waiting = room.text_of(above.get("/desk/sealed/"))
    assert ("जान को ख़तरा" in waiting, "समीक्षा कब तक" in waiting) == (True, True)
    above.post(f"/desk/sealed/{grant.pk}/", {"decision": "right"})
    assert Grant.objects.get(pk=grant.pk).reviewed_at is not None


def test_an_operator_does_not_learn_that_a_sealed_case_exists() -> None:
    sealed = cast.complaint(at=timezone.now(), sealed=True)
    assert room.of_role(Role.FEEDBACK).get(f"/desk/case/{sealed.number}/").status_code == 404


def test_two_people_on_one_case_see_each_other(case: Case) -> None:
    room.of_role(Role.SUPERVISOR).get(f"/desk/case/{case.number}/")
    page = room.text_of(room.holder(case).get(f"/desk/case/{case.number}/presence/"))
    assert "साथ में खोला है" in page


def test_an_item_of_a_desk_belongs_to_one_person_for_some_minutes(case: Case) -> None:
    cast.report(case, at=timezone.now())
    first, second = (room.at_desk(cast.desk(Role.QUALITY, number=number)) for number in (0, 1))
    first.get(f"/desk/case/{case.number}/")
    case.refresh_from_db()
    values = {"seen": case.revision, "grade": "A"}
    assert Lease.objects.get(case=case).user_id == cast.desk(Role.QUALITY).user_id
    assert second.post(step_url(case, "pass_check"), values).status_code == 409
    assert first.post(step_url(case, "pass_check"), values).status_code == 302
    assert not Lease.objects.filter(case=case).exists()


def test_next_passes_over_what_a_colleague_has(case: Case) -> None:
    other = cast.complaint(at=timezone.now() + timedelta(minutes=1))
    for one in (case, other):
        cast.report(one, at=timezone.now())
    first, second = (room.at_desk(cast.desk(Role.QUALITY, number=number)) for number in (0, 1))
    mine = first.get("/desk/inbox/next/?queue=to_check")["Location"]
    first.get(mine)
    assert second.get("/desk/inbox/next/?queue=to_check")["Location"] != mine


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_home(role: Role) -> None:
    for post in offices.of_role(role)[:1]:
        answer = room.at_desk(cast.seat(post).actor).get("/desk/")
        assert answer.status_code in (200, 302)


def test_the_page_of_a_case_takes_the_same_queries_however_long_its_story(case: Case) -> None:
    client = room.holder(case)
    cast.take(case, "open")
    one = room.queries_of(client, f"/desk/case/{case.number}/")
    for _ in range(2):
        cast.take(case, "interim", text="काम चल रहा है")
    assert room.queries_of(client, f"/desk/case/{case.number}/") <= one + 1


def test_whoever_may_see_the_case_may_open_its_papers(case: Case) -> None:
    paper = cast.attach(case)
    answer = room.holder(case).get(f"/files/{paper.pk}/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    elsewhere = next(post for post in offices.of_role(Role.DM) if post.place_id != case.district_id)
    assert room.at_desk(cast.seat(elsewhere).actor).get(f"/files/{paper.pk}/").status_code == 404
    assert queries.cases_visible_to(cast.holder_of(case)).filter(pk=case.pk).exists()


def test_the_next_desk_does_not_wait_for_the_lease_of_the_one_before(case: Case) -> None:
    cast.report(case, at=timezone.now())
    quality = room.of_role(Role.QUALITY)
    quality.get(f"/desk/case/{case.number}/")
    case.refresh_from_db()
    assert quality.post(step_url(case, "pass_check"), {"seen": case.revision, "grade": "A"}).status_code == 302
    assert step_url(case, "record_feedback") in room.text_of(
        room.of_role(Role.FEEDBACK).get(f"/desk/case/{case.number}/")
    )

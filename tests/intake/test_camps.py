"""Days on which people come together: one register, one filing, and nobody's case closed without their own word."""

import re
from datetime import timedelta
from uuid import uuid4

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import cast
from tests.cast import MONDAY

from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.grievances.models import Feedback, Reference, Report
from shramsetu.intake.camps import actions
from shramsetu.intake.camps.actions import Plan
from shramsetu.intake.camps.models import Day, Line
from shramsetu.lib import clock
from shramsetu.lib import numbers as numbering
from shramsetu.messages.models import Message
from shramsetu.offices.models import Post, User
from shramsetu.people import errors
from shramsetu.people.models import OneTimeCode
from shramsetu.places import queries as places
from shramsetu.places.models import Kind, Place

pytestmark = pytest.mark.django_db
EVIDENCE = {**cast.EVIDENCE, "text": cast.REPORTED}


def alc() -> cast.Seat:
    return cast.seat(Post.objects.get(code="labour.alc.kanpur-nagar"))


def day(kind: str = "jan-sunwai", **changes: object) -> Day:
    given = {"kind": kind, "on": MONDAY.date(), "place": places.district(cast.KANPUR), "venue": "सभागार", **changes}
    return actions.open_day(Plan(**given), office=alc().post, by=alc().actor, at=MONDAY)  # type: ignore[arg-type]


def line(of: Day, *, key: object = None, **changes: object) -> Line:
    filing = cast.filing(channel="desk", **changes)
    return actions.enter(of, filing, key=key or uuid4(), by=alc().actor, at=MONDAY)  # type: ignore[arg-type]


def settle(one: Line, code: str = "", **changes: object) -> Line:
    cast.attach(one.case)
    return actions.settle(one, detail={**EVIDENCE, **changes}, code=code, by=alc().actor, at=MONDAY)


def sent_code(one: Line) -> str:
    assert actions.send_code(one, by=alc().actor, at=MONDAY)
    return str(Message.objects.get(template="spot-code", stream=one.case.stream).values["code"])


def page() -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=alc().actor.user_id or 0))
    return client


def test_a_line_is_an_ordinary_complaint_of_the_days_stream() -> None:
    rows = [line(day("samadhan", on=MONDAY.date() - timedelta(days=9))) for _each in range(2)]
    assert [row.serial for row in rows] == [1, 2]
    case = rows[0].case
    assert (case.kind, case.channel, case.reference_kind, case.state) == (
        "grievance",
        "desk",
        "samadhan-diwas",
        "unmarked",
    )
    assert Reference.objects.get(pk=case.pk).number == "SSD/2026/000001"


def test_the_same_line_sent_twice_is_one() -> None:
    of, key = day(), uuid4()
    assert line(of, key=key) == line(of, key=key)
    assert (Line.objects.count(), Case.objects.filter(kind="grievance").count()) == (1, 1)


def test_a_day_is_held_by_its_rule_and_not_before_it_comes() -> None:
    with pytest.raises(Refused):
        day("samadhan", on=MONDAY.date())
    with pytest.raises(Refused):
        day(on=MONDAY.date() + timedelta(days=8))
    assert day() == day()


def test_a_day_is_taken_along_before_it_comes_and_takes_lines_when_it_has_come() -> None:
    of = day(on=MONDAY.date() + timedelta(days=1))
    assert len(actions.hand_out(of, uuid4(), by=alc().actor, at=MONDAY)) == 100
    with pytest.raises(Refused):
        line(of)
    tomorrow, filing = MONDAY + timedelta(days=1), cast.filing(channel="desk")
    foreseen = actions.foreseen(of, filing, at=MONDAY)
    case = actions.enter(of, filing, key=uuid4(), by=alc().actor, at=tomorrow).case
    assert foreseen is not None
    assert foreseen.due is not None
    assert case.due_at is not None
    assert clock.day(foreseen.due.at) == clock.day(case.due_at)


def test_a_closed_day_takes_no_more_and_no_other_office_writes() -> None:
    of = day()
    one = line(of)
    other = cast.seat(Post.objects.get(code="labour.leo.agra")).actor
    with pytest.raises(NotAllowed):
        actions.enter(of, cast.filing(), key=uuid4(), by=other, at=MONDAY)
    with pytest.raises(NotAllowed):
        actions.settle(one, detail=EVIDENCE, code="", by=other, at=MONDAY)
    actions.close_day(of, by=alc().actor, at=MONDAY)
    for attempt in (lambda: line(of), lambda: settle(one), lambda: actions.close_day(of, by=alc().actor, at=MONDAY)):
        with pytest.raises(Refused):
            attempt()


def test_the_complainants_code_closes_it_on_the_spot() -> None:
    one = line(day())
    done = settle(one, sent_code(one))
    case = Case.objects.get(pk=one.case_id)
    assert (done.spot, case.state, case.outcome) == ("closed", "closed", "satisfied")
    assert Report.objects.get(case=case).text == cast.REPORTED
    said = Feedback.objects.get(case=case)
    assert (said.result, said.answered_by, said.by) == ("satisfied", "complainant", alc().actor.key)
    with pytest.raises(Refused):
        settle(one)


def test_without_the_code_the_report_is_checked_and_the_call_comes() -> None:
    done = settle(one := line(day()))
    case = Case.objects.get(pk=one.case_id)
    assert (done.spot, case.state, Feedback.objects.count()) == ("reported", "in_check", 0)


def test_a_wrong_code_closes_nothing_and_counts() -> None:
    one = line(day())
    right = sent_code(one)
    with pytest.raises(errors.WrongCode):
        settle(one, "000000" if right != "000000" else "111111")
    assert (Case.objects.get(pk=one.case_id).state, OneTimeCode.objects.get().tries) == ("unmarked", 1)


def test_a_code_of_another_case_closes_nothing() -> None:
    of = day()
    one, two = line(of), line(of)
    code = sent_code(one)
    with pytest.raises(errors.Refused):
        settle(two, code)


def test_what_the_category_demands_is_demanded_on_the_spot_too() -> None:
    one = line(day())
    with pytest.raises(Refused):
        actions.settle(one, detail={**EVIDENCE, "statements": None}, code="", by=alc().actor, at=MONDAY)
    assert Case.objects.get(pk=one.case_id).state == "unmarked"


def test_a_code_is_not_used_up_by_what_is_refused_for_its_evidence() -> None:
    one = line(day())
    code = sent_code(one)
    with pytest.raises(Refused):
        settle(one, code, statements=None)
    assert (OneTimeCode.objects.get().tries, settle(one, code).spot) == (0, "closed")


def test_the_step_is_open_to_nobody_else() -> None:
    case = cast.complaint()
    with pytest.raises(NotAllowed):
        cast.take(case, "settle_on_spot", **EVIDENCE, said_yes=True)


def test_no_phone_no_code() -> None:
    one = line(day(), complainants=(cast.Someone(name="सीता"),))
    assert not actions.send_code(one, by=alc().actor, at=MONDAY)


def test_a_phone_of_the_office_says_yes_for_nobody() -> None:
    one = line(day())
    User.objects.filter(pk=alc().actor.user_id).update(phone=cast.RAMESH.phone)
    assert not actions.send_code(one, by=alc().actor, at=MONDAY)


def test_one_phone_says_yes_for_one_person_of_a_day() -> None:
    of = day()
    one, two = line(of), line(of, complainants=(cast.Someone(name="सीता", phone=cast.RAMESH.phone),))
    settle(one, sent_code(one))
    assert not actions.send_code(two, by=alc().actor, at=MONDAY + timedelta(minutes=9))
    with pytest.raises(Refused):
        settle(two, "123456")
    assert Case.objects.get(pk=two.case_id).state == "unmarked"


def test_the_clerk_opens_types_settles_prints_and_closes() -> None:
    client, today = page(), clock.day(timezone.now())
    opened = client.post(
        "/desk/intake/days/", {"kind": "jan-sunwai", "on": str(today), "place": "कानपुर नगर", "venue": "सभागार"}
    )
    assert opened.status_code == 302
    at = opened["Location"]
    given = {"key": str(uuid4()), "name": "सीता देवी", "phone": "9999900044", "category": cast.WAGES}
    for _twice in range(2):
        done = client.post(at, {**given, "text": "दो महीने से मज़दूरी नहीं मिली।"})
        assert done.status_code == 302
    one = Line.objects.get()
    shown = client.get(at).content.decode()
    assert f"{one.case.number[:4]} {one.case.number[4:8]}" in shown
    assert client.get(f"/desk/registered/{one.case.number}/slip/?paper=80").status_code == 200
    paper = SimpleUploadedFile("raseed.pdf", cast.PAPER, "application/pdf")
    asked = client.post(f"{at}line/1/", {"text": "मज़दूरी दिलाई गई।", "scan": paper})
    assert (asked.status_code, Line.objects.get().spot) == (422, "")
    assert "1 काग़ज़ मामले के साथ पहले से है" in asked.content.decode()
    assert client.post(f"{at}line/1/code/").status_code == 302
    assert client.get(f"{at}register.pdf").content.startswith(b"%PDF")
    assert client.post(f"{at}close/").status_code == 302
    assert Day.objects.get().closed_at is not None
    assert client.get("/desk/intake/days/").status_code == 200


def test_a_sealed_line_shows_its_number_alone() -> None:
    of = day()
    one = line(of, sealed=True, text="अधिकारी ने पैसे माँगे, इसलिए गोपनीय रखें।")
    shown = page().get(f"/desk/intake/days/{of.pk}/").content.decode()
    assert "रमेश" not in shown
    assert "गोपनीय" in shown
    assert page().get(f"/desk/intake/days/{of.pk}/line/{one.serial}/").status_code == 404


def typed(of: Day, word: str, **more: str) -> object:
    """What the page of a day answers to a line in another place."""
    given = {"key": str(uuid4()), "name": "सीता देवी", "phone": "9999900044", "category": cast.WAGES}
    told = {**given, "text": "दो महीने से मज़दूरी नहीं मिली।", "place_word": word, **more}
    return page().post(f"/desk/intake/days/{of.pk}/", told)


def elsewhere() -> Place:
    """A place of Agra whose name no other place has."""
    return Place.objects.get(name_en="GL Emporium")


def test_a_lone_match_in_another_district_is_asked_about_and_taken_once_chosen() -> None:
    of, village = day(), elsewhere()
    asked = typed(of, village.name_en)
    shown = asked.content.decode()  # type: ignore[attr-defined]
    assert (asked.status_code, Line.objects.count()) == (422, 0)  # type: ignore[attr-defined]
    assert f'name="place" value="{village.pk}"' in shown
    assert "GL Emporium, आगरा" in shown
    assert typed(of, village.name_en, place=str(village.pk)).status_code == 302  # type: ignore[attr-defined]
    assert Line.objects.get().case.place == village


@pytest.mark.parametrize("word", ["GL Emporium, आगरा", "gl emporium agra"])
def test_a_place_written_with_its_district_is_asked_about_no_more(word: str) -> None:
    of, village = day(), elsewhere()
    typed(of, word)
    assert Line.objects.get().case.place == village


def test_a_districts_own_name_needs_no_question_and_a_strange_word_is_refused() -> None:
    of = day()
    typed(of, "आगरा")
    assert Line.objects.get().case.district == Place.objects.get(kind=Kind.DISTRICT, name_en="Agra")
    assert typed(of, "क्षत्रज्ञ").status_code == 422  # type: ignore[attr-defined]


def test_every_line_of_a_long_day_is_reached_and_printed() -> None:
    of = day()
    lines = [line(of) for _each in range(22)]
    client = page()
    first, second = (client.get(f"/desk/intake/days/{of.pk}/?page={at}").content.decode() for at in (1, 2))
    numbers = [numbering.spaced(one.case.number) for one in lines]
    assert [one for one in numbers if one not in first] == numbers[:2]
    assert [one for one in numbers if one in second] == numbers[:2]
    assert "?page=2" in first
    assert numbers_on(client.get(f"/desk/intake/days/{of.pk}/register.pdf").content) == set(numbers)


def test_the_registers_of_several_days_are_printed_in_one() -> None:
    rows = [line(day(on=MONDAY.date() - timedelta(days=ago))) for ago in (0, 3, 9)]
    client = page()
    span = "/desk/intake/days/register.pdf?first={}&last={}"
    printed = client.get(span.format(MONDAY.date() - timedelta(days=3), MONDAY.date()))
    assert numbers_on(printed.content) == {numbering.spaced(one.case.number) for one in rows[:2]}
    for first, last in (("2026-11-16", "2026-11-15"), ("2026-01-01", "2026-11-16"), ("x", "y"), ("2025-01-01",) * 2):
        assert client.get(span.format(first, last))["Location"] == "/desk/intake/days/"


def test_a_print_of_several_days_asks_the_same_for_one_line_and_for_many() -> None:
    client, counts = page(), []
    client.get("/desk/intake/days/register.pdf")  # what is kept once a process is read by then
    for many in (1, 3):
        for ago in range(many):
            line(day(on=MONDAY.date() - timedelta(days=ago)))
        with CaptureQueriesContext(connection) as asked:
            client.get("/desk/intake/days/register.pdf?first=2026-11-10&last=2026-11-16")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_line_typed_as_the_day_was_closed_stays_before_the_clerk() -> None:
    of = day()
    actions.close_day(of, by=alc().actor, at=MONDAY)
    answer = typed(of, "")
    shown = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert [word for word in ("सीता देवी", "दो महीने से मज़दूरी नहीं मिली।", "9999900044") if word not in shown] == []


def numbers_on(paper: bytes) -> set[str]:
    """The case numbers on all pages of a PDF."""
    document = pypdfium2.PdfDocument(paper)
    text = " ".join(document[at].get_textpage().get_text_range() for at in range(len(document)))
    return set(re.findall(r"\b1\d{3} \d{4} \d{4}\b", text))

"""Seeing who a freed person is: for a purpose, by class, with a line in the log; search, leave, emergency, review."""

from datetime import timedelta

import pytest
from django.test import Client
from tests import cast
from tests.bonded import room
from tests.bonded.room import AT, HOUR

from shramsetu.bonded import glass, owners, persons, rights
from shramsetu.bonded.actions import duties, reading
from shramsetu.bonded.models import Opening, Survivor, SurvivorKeys
from shramsetu.casework import reading as casework
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.messages.models import Message
from shramsetu.offices import actions as offices_actions
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Charge, Post, Role, User
from shramsetu.rulebook import book

pytestmark = pytest.mark.django_db

STATEMENT = "दो साल से भट्ठे पर"
WHY = "बस अड्डे पर तबीयत बिगड़ी, घर वालों को बताना है"
EVERYBODY = ("dm", "sdm", "labour_officer", "labour", "commissioner", "child_unit", "police", "food", "lead_bank")


def who_reads(survivor: Survivor, klass: str) -> set[str]:
    return {owner for owner in EVERYBODY if reading.may(survivor, klass, by=room.officer(owner), at=AT)}


def told() -> set[str]:
    """Return the telephones that heard of an emergency."""
    return set(Message.objects.filter(template=reading.TOLD).values_list("to_phone", flat=True))


def phone_of(owner: str, where: str = "Prayagraj") -> str:
    return User.objects.get(pk=room.officer(owner, where).user_id or 0).phone


def leave(**changes: object) -> reading.Leave:
    values: dict[str, object] = {"klass": "p2", "purpose": "safety", "reason": WHY, "until": AT + HOUR}
    return reading.Leave(**{**values, **changes})  # type: ignore[arg-type]


def client_of(by: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.user_id or 0))
    return client


def test_who_reads_the_identity_and_who_what_is_sealed() -> None:
    found = room.certified()
    duties.done(found.case, "bank-account", at=AT)
    assert who_reads(found, "p2") == {"dm", "sdm", "labour_officer"}
    assert who_reads(found, "p3") == {"dm", "sdm"}
    assert not reading.may(found, "p2", by=room.officer("dm", "Agra"), at=AT)
    assert not reading.may(found, "p2", by=cast.desk(Role.OPERATOR), at=AT)


def test_a_minor_is_the_child_units_too() -> None:
    found = room.certified(is_minor=True)
    duties.done(found.case, "bank-account", at=AT)
    assert who_reads(found, "p2") == {"dm", "sdm", "labour_officer", "child_unit"}
    assert who_reads(found, "p3") == {"dm", "sdm", "child_unit"}


def test_who_takes_the_statement_reads_it_until_the_finding_is_signed() -> None:
    found = room.freed()
    assert who_reads(found, "p3") == {"dm", "sdm", "labour_officer"}
    room.bonded(found)
    duties.done(found.case, "bank-account", at=AT)
    found.refresh_from_db()
    assert who_reads(found, "p3") == {"dm", "sdm"}


def test_the_home_districts_officer_reads_the_identity() -> None:
    assert reading.may(room.freed(), "p2", by=room.officer("labour_officer", "Chitrakoot"), at=AT)


def test_who_opens_the_account_reads_the_name_while_that_is_owed() -> None:
    found = room.certified()
    duty = duties.start(found.case, "bank-account", from_at=AT, by=SYSTEM, at=AT)
    bank = cast.holder_of(duty)
    assert reading.may(found, "p2", by=bank, at=AT)
    assert not reading.may(found, "p3", by=bank, at=AT)
    duties.done(found.case, "bank-account", at=AT)
    assert not reading.may(found, "p2", by=bank, at=AT)


def test_each_reading_has_a_purpose_and_a_line_without_the_words() -> None:
    found, officer = room.certified(), room.officer("labour_officer")
    with pytest.raises(Refused):
        reading.reveal(found, "p2", purpose="curiosity", by=officer, at=AT)
    with pytest.raises(Refused):
        reading.reveal(found, "p3", purpose="payment", by=room.officer("dm"), at=AT)
    with pytest.raises(NotAllowed):
        reading.reveal(found, "p2", purpose="payment", by=room.officer("commissioner"), at=AT)
    assert reading.reveal(found, "p2", purpose="payment", by=officer, at=AT)["name"] == room.NAME
    reads = Entry.objects.filter(stream=f"reads:{found.case.number}", by=officer.key)
    lines = list(reads.values_list("verb", "by", "detail"))
    assert lines == [("reveal", officer.key, {"class": "p2", "purpose": "payment"})]
    said = [said for _, said in glass.reads(found)]
    assert "श्रम प्रवर्तन अधिकारी, प्रयागराज ने पहचान देखी। किस काम से: पैसा देना या बैंक खाता जाँचना" in said


def test_every_purpose_of_a_search_is_one_that_opens_the_identity() -> None:
    known = book().bonded
    assert [slug for slug in known.searched_for if "p2" not in known.purposes[slug].opens] == []


@pytest.mark.parametrize("asked", [room.NAME, "Sukhdev Kol", "sukhdeo", "99999 00077"])
def test_a_person_is_found_by_name_in_any_spelling_and_by_phone(asked: str) -> None:
    found, officer = room.freed(), room.officer("labour_officer")
    room.freed(identity={"name": "बसंती देवी", "phone": "+919999900078"})
    assert reading.search(asked, purpose="court", by=officer, at=AT).survivors == (found,)
    assert reading.search(asked, purpose="court", by=room.officer("labour_officer", "Agra"), at=AT).survivors == ()


def test_the_hashes_say_nothing_and_follow_a_correction() -> None:
    found, officer = room.freed(), room.officer("labour_officer")
    persons.change(found, persons.IDENTITY, {"name": "मंगरू"})
    assert reading.search("Mangru", purpose="court", by=officer, at=AT).survivors == (found,)
    assert reading.search("sukhdev", purpose="court", by=officer, at=AT).survivors == ()
    assert all(len(key) == 64 for key in SurvivorKeys.objects.get(pk=found.pk).keys)
    searches = Entry.objects.filter(stream=reading.SEARCHES).order_by("seq").values_list("detail", flat=True)
    assert list(searches) == [
        {"purpose": "court", "found": 1, "wide": False},
        {"purpose": "court", "found": 0, "wide": False},
    ]


def test_a_wide_search_shows_nobody_and_is_reported() -> None:
    officer = room.officer("labour_officer")
    for number in range(11):
        room.freed(identity={"name": "राम", "phone": f"+9199999000{number:02}"})
    found = reading.search("राम", purpose="court", by=officer, at=AT)
    assert (found.is_wide, found.survivors) == (True, ())
    assert list(Entry.objects.filter(stream=reading.ALARMS).values_list("verb", flat=True)) == ["wide_search"]


def test_many_searches_for_nobody_are_reported_once() -> None:
    for _ in range(7):
        reading.search("कोई नहीं", purpose="court", by=room.officer("dm"), at=AT)
    assert list(Entry.objects.filter(stream=reading.ALARMS).values_list("verb", flat=True)) == ["failed_searches"]


def test_a_search_needs_a_purpose_and_a_post_that_reads_identities() -> None:
    with pytest.raises(Refused):
        reading.search(room.NAME, purpose="", by=room.officer("dm"), at=AT)
    with pytest.raises(NotAllowed):
        reading.search(room.NAME, purpose="court", by=room.officer("commissioner"), at=AT)


def test_a_magistrate_gives_leave_for_one_record_and_takes_it_back() -> None:
    found, other, lawyer = room.freed(), room.freed(), room.officer("lead_bank")
    with pytest.raises(NotAllowed):
        reading.let(found, leave(klass="p3"), to=_post(lawyer), by=room.officer("labour_officer"), at=AT)
    with pytest.raises(Refused):
        reading.let(found, leave(until=AT + timedelta(days=200)), to=_post(lawyer), by=room.officer("dm"), at=AT)
    given = reading.let(found, leave(klass="p3", purpose="court"), to=_post(lawyer), by=room.officer("dm"), at=AT)
    assert reading.may(found, "p3", by=lawyer, at=AT)
    assert not reading.may(other, "p2", by=lawyer, at=AT)
    assert not reading.may(found, "p2", by=lawyer, at=AT + HOUR)
    reading.end(given, by=room.officer("dm"), at=AT)
    assert not reading.may(found, "p2", by=lawyer, at=AT)


def test_an_emergency_opens_for_two_hours_and_a_second_officer_hears_at_once() -> None:
    found, stranger = room.certified(), room.officer("dm", "Agra")
    with pytest.raises(Refused):
        reading.break_glass(found, leave(until=AT + 3 * HOUR), by=stranger, at=AT)
    with pytest.raises(Refused):
        reading.break_glass(found, leave(reason="जल्दी"), by=stranger, at=AT)
    made = reading.break_glass(found, leave(until=AT + 2 * HOUR), by=stranger, at=AT)
    assert reading.break_glass(found, leave(until=AT + 2 * HOUR), by=stranger, at=AT) == made
    assert reading.reveal(found, "p2", purpose="safety", by=stranger, at=AT)["name"] == room.NAME
    assert not reading.may(found, "p3", by=stranger, at=AT)
    assert not reading.may(found, "p2", by=stranger, at=AT + 2 * HOUR)
    assert told() == {phone_of("dm"), phone_of("divisional_commissioner", "Agra")}
    assert all(found.code in one.text for one in Message.objects.filter(template=reading.TOLD))
    assert WHY not in Opening.objects.get().reason


def test_for_an_empty_chair_or_one_without_a_telephone_the_next_above_hears() -> None:
    found, officer = room.certified(), room.officer("sdm", "Agra")
    dm = Charge.objects.get(post=owners.post("dm", room.district()), to_at=None)
    offices_actions.relieve(dm, by=SYSTEM, at=AT)
    User.objects.filter(pk=room.officer("dm", "Agra").user_id or 0).update(phone="")
    reading.break_glass(found, leave(), by=officer, at=AT)
    assert told() == {phone_of("divisional_commissioner"), phone_of("divisional_commissioner", "Agra")}


def test_where_nobody_can_be_told_nothing_opens() -> None:
    found, officer = room.certified(), room.officer("sdm", "Agra")
    User.objects.exclude(pk=officer.user_id or 0).update(phone="")
    with pytest.raises(Refused) as caught:
        reading.break_glass(found, leave(), by=officer, at=AT)
    assert "दूसरे अधिकारी" in str(caught.value.message)
    assert not Opening.objects.exists()
    assert not reading.may(found, "p2", by=officer, at=AT)


def test_line_departments_and_desks_break_no_glass() -> None:
    found = room.certified()
    for by in (room.officer("lead_bank"), cast.desk(Role.OPERATOR), cast.desk(Role.SUPERVISOR), room.officer("food")):
        with pytest.raises(NotAllowed):
            reading.break_glass(found, leave(), by=by, at=AT)
    assert casework.locked(found.case.number, cast.desk(Role.SUPERVISOR)) is None


def test_somebody_else_reviews_within_the_day_else_the_commissioner_sees_it() -> None:
    found, dm = room.certified(), room.officer("dm")
    officer = room.officer("labour", "Prayagraj")
    made = reading.break_glass(found, leave(), by=officer, at=AT)
    assert list(rights.reviewable(dm)) == [made]
    assert glass.unreviewed(at=AT + 23 * HOUR) == []
    assert [one.opening for one in glass.unreviewed(at=AT + 25 * HOUR)] == [made]
    with pytest.raises(NotAllowed):
        reading.review(made, was_right=True, by=officer, at=AT)
    reading.review(made, was_right=False, by=dm, at=AT + HOUR)
    assert glass.unreviewed(at=AT + 25 * HOUR) == []
    assert [(one.count, one.wrong) for one in glass.misuse()] == [(1, 1)]
    with pytest.raises(NotAllowed):
        reading.review(made, was_right=True, by=room.officer("commissioner"), at=AT + HOUR)


def test_the_page_shows_the_identity_under_the_readers_mark() -> None:
    found, officer = room.certified(), room.officer("labour_officer")
    client = client_of(officer)
    address = f"/desk/bonded/who/{found.code}/"
    assert room.NAME not in client.get(address).content.decode()
    assert client.post(address, {"klass": "p2", "purpose": ""}).status_code == 422
    assert client.post(address, {"klass": "p3", "purpose": "finding"}).status_code == 422
    shown = client.post(address, {"klass": "p2", "purpose": "payment"})
    text = shown.content.decode()
    assert room.NAME in text
    assert text.count(User.objects.get(pk=officer.user_id or 0).name_hi) >= 6
    assert "no-store" in shown["Cache-Control"]
    assert STATEMENT not in text


def test_the_commissioner_sees_the_case_but_neither_name_nor_words() -> None:
    found = room.certified()
    room.take(found, "note", by=room.officer("labour_officer"), text="अग्रिम लिया था")
    client = client_of(room.officer("commissioner"))
    page = client.get(f"/desk/case/{found.case.number}/")
    assert page.status_code == 200
    assert "अग्रिम लिया" not in page.content.decode()
    closed = client.get(f"/desk/bonded/who/{found.code}/")
    assert closed.status_code == 403
    assert room.NAME not in closed.content.decode()
    assert "अग्रिम लिया" in client_of(room.officer("dm")).get(f"/desk/case/{found.case.number}/").content.decode()


def test_the_way_through_the_emergency_page_to_its_review() -> None:
    found = room.certified()
    helper = client_of(room.officer("dm", "Agra"))
    given = {"code": found.code, "klass": "p2", "purpose": "safety", "hours": "2", "reason": WHY}
    assert helper.post("/desk/bonded/who/emergency/", {**given, "code": "BL-0-0"}).status_code == 422
    assert helper.post("/desk/bonded/who/emergency/", given, follow=True).status_code == 200
    assert (
        room.NAME
        in helper.post(f"/desk/bonded/who/{found.code}/", {"klass": "p2", "purpose": "safety"}).content.decode()
    )
    dm = client_of(room.officer("dm"))
    listed = dm.get("/desk/bonded/who/emergency/reviews/").content.decode()
    assert WHY in listed
    dm.post(f"/desk/bonded/who/emergency/{Opening.objects.get().pk}/review/", {"decision": "right"})
    assert Opening.objects.get().was_right is True


def test_the_search_page_puts_no_name_into_an_address() -> None:
    found = room.freed()
    client = client_of(room.officer("labour_officer"))
    answer = client.post("/desk/bonded/who/search/", {"q": room.NAME, "purpose": "court"})
    assert found.code in answer.content.decode()
    assert client.get(f"/desk/bonded/who/search/?q={room.NAME}").content.decode().count(found.code) == 0


def _post(by: Actor) -> Post:
    return offices.get(by.post_id or 0)

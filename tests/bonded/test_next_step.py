"""The page of a person or an operation: what is due next, by its name, the same as on the list."""

import re
from datetime import datetime

import pytest
from django.utils import timezone
from tests import room as desk
from tests.bonded import room
from tests.bonded.room import DAY, HOUR

from shramsetu.bonded.actions import duties
from shramsetu.bonded.models import Certificate, Survivor
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM

pytestmark = pytest.mark.django_db
DUE = r'<span class="due is-[\w-]+" title="([^"]+)">'


def found_at(at: datetime) -> Survivor:
    """Return a person whose duties are over but for those begun here."""
    found = room.freed()
    for duty in found.duties.filter(is_open=True):
        duties.drop(found.case, duty.clock, key=duty.key, at=at)
    return found


def page(found: Case) -> str:
    return desk.text_of(desk.at_desk(room.officer("sdm")).get(f"/desk/case/{found.number}/"))


def head(found: Case) -> str:
    match = re.search(r'<header class="casefile-head">(.*?)<div class="push"', page(found), re.S)
    assert match
    return match.group(1)


def buttons(found: Case, who: str = "sdm") -> tuple[list[str], list[str]]:
    """Return the buttons of the page in their order, and those folded behind them."""
    shown = desk.text_of(desk.at_desk(room.officer(who)).get(f"/desk/case/{found.number}/"))
    bar = shown.partition('<div class="casefile-actions')[2].partition('<div class="casefile-columns"')[0]
    front, _menu, folded = bar.partition('<details class="menu">')
    return tuple(re.findall(r'(?:href|action)="([^"]+)"', part) for part in (front, folded))  # type: ignore[return-value]


def listed(name: str, found: Case) -> str:
    shown = desk.text_of(desk.at_desk(room.officer("sdm")).get(f"/desk/bonded/list/{name}/"))
    return next(row for row in shown.split("<tr>") if f"/desk/case/{found.number}/" in row)


def test_the_page_of_a_person_names_the_duty_that_is_due_first_as_the_list_does() -> None:
    at = timezone.now()
    found = found_at(at)
    duties.start(found.case, "finding", from_at=at - 38 * HOUR, by=SYSTEM, at=at)
    duties.start(found.case, "fir", from_at=at, by=SYSTEM, at=at)
    shown = head(found.case)
    assert "हर व्यक्ति का कारण सहित निर्णय: <span" in shown
    assert "is-overdue" in shown
    assert re.findall(DUE, shown) == re.findall(DUE, listed("persons", found.case))


def test_without_a_duty_page_and_list_show_the_persons_own_limit() -> None:
    at = timezone.now()
    found = found_at(at)
    Case.objects.filter(pk=found.case.pk).update(due_at=at + 3 * DAY)
    assert len(re.findall(DUE, head(found.case))) == 1
    assert re.findall(DUE, head(found.case)) == re.findall(DUE, listed("persons", found.case))


@pytest.mark.parametrize("who", ["sdm", "dm", "labour_officer"])
def test_the_next_step_stands_first_and_the_endings_are_folded(who: str) -> None:
    found = room.freed()
    room.take(found, "secure")
    room.stated(found)
    front, folded = buttons(found.case, who)
    assert front[0].endswith("/finding/")
    assert any(one.endswith("/step/die/") for one in folded)
    assert not any(one.endswith(("/step/die/", "/step/void/")) for one in front)
    assert 'data-key="f"' in page(found.case)


def test_after_the_certificate_its_print_comes_next() -> None:
    found = room.certified()
    front, folded = buttons(found.case)
    assert front[0] == f"/desk/bonded/papers/case/{found.case.number}/"
    assert "प्रमाण-पत्र छापें" in page(found.case)
    assert [one.rsplit("/", 2)[1] for one in folded] == ["rebond", "die"]


def test_a_key_issues_no_certificate_the_page_shows_whose_it_is_and_asks() -> None:
    found = room.bonded(room.freed())
    address = f"/desk/bonded/person/{found.case.number}/issue/"
    assert buttons(found.case)[0][0] == address
    client = desk.at_desk(room.officer("sdm"))
    shown = desk.text_of(client.get(address))
    assert room.NAME in shown
    assert not Certificate.objects.filter(survivor=found).exists()
    assert Entry.objects.get(verb="reveal", detail__purpose="certificate").detail["class"] == "p2"
    found.case.refresh_from_db()
    answer = client.post(address, {"seen": found.case.revision})
    assert answer.headers["Location"] == f"/desk/bonded/papers/case/{found.case.number}/"
    assert Certificate.objects.get(survivor=found).standing == "in_force"
    assert client.post(address, {"seen": found.case.revision}).status_code == 302
    assert Certificate.objects.filter(survivor=found).count() == 1


def test_who_may_not_issue_sees_no_name_there_and_without_a_name_there_is_no_button() -> None:
    found = room.bonded(room.freed(identity={}))
    address = f"/desk/bonded/person/{found.case.number}/issue/"
    assert desk.at_desk(room.officer("labour_officer")).get(address).status_code == 403
    shown = desk.text_of(desk.at_desk(room.officer("sdm")).get(address))
    assert 'name="seen"' not in shown


def test_who_comes_back_to_a_signed_finding_is_led_to_the_case() -> None:
    found = room.bonded(room.freed())
    address = f"/desk/bonded/person/{found.case.number}/finding/"
    answer = desk.at_desk(room.officer("sdm")).get(address, follow=True)
    assert answer.redirect_chain == [(f"/desk/case/{found.case.number}/", 302)]
    assert "हस्ताक्षर हो चुके हैं" in desk.text_of(answer)

"""The queue of papers: what is to be printed, signed and scanned back, the oldest first, each post its own."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.bonded import room
from tests.bonded import transfer_world as world
from tests.room import at_desk, text_of

from shramsetu.bonded.actions import chase_papers, chases, papers
from shramsetu.bonded.models import ChaseLetter, Survivor
from shramsetu.bonded.queries import papers as queries

pytestmark = pytest.mark.django_db
PAGE = "/desk/bonded/papers/queue/"
DAY = timedelta(days=1)


def laid_before() -> Survivor:
    """Return a person whose finding waits for the magistrate."""
    found = room.freed()
    room.take(found, "secure")
    room.stated(found)
    room.drafted(found, "bonded")
    return found


def test_a_drafted_finding_waits_for_print_then_signature_then_nobody() -> None:
    found, officer = laid_before(), room.officer("labour_officer")
    assert queries.counts(officer) == {"print": 1, "sign": 0, "confirm": 0, "back": 0}
    client = at_desk(officer)
    assert found.code in text_of(client.get(PAGE))
    paper = papers.print_form("finding-order", found.case, office=None, by=officer, at=room.AT)
    assert queries.counts(officer) == {"print": 0, "sign": 1, "confirm": 0, "back": 0}
    assert paper.number in text_of(at_desk(room.officer("sdm")).get(PAGE)), "a magistrate begins with what to sign"
    assert paper.number not in text_of(client.get(PAGE, {"what": "back"}))


def test_others_papers_come_back_by_scan_the_oldest_first() -> None:
    found, officer = room.freed(), room.officer("labour_officer")
    late = papers.print_form("inquiry-form", found.case, office=None, by=officer, at=room.AT)
    early = papers.print_form("inquiry-form", found.case, office=None, by=officer, at=room.AT - 3 * DAY)
    rows = queries.queue("back", officer, at=room.AT, start=0, most=10)
    assert [(one.paper, one.days) for one in rows] == [(early, 3), (late, 0)]
    assert queries.counts(room.officer("labour_officer", "Agra")) == {"print": 0, "sign": 0, "confirm": 0, "back": 0}


def test_a_letter_whose_day_has_come_waits_until_it_is_printed() -> None:
    person = world.person(state="chasing", columns={"rescue_state": "haryana"})
    by = world.officer(world.maharajganj())
    chases.begin(person, "ज़िलाधिकारी", by=by, at=room.AT)
    chases.make_letters(at=room.AT + 3 * DAY)
    assert queries.counts(by)["print"] == 1
    post = room.cast.offices.get(by.post_id or 0)
    chase_papers.print_letter(ChaseLetter.objects.get(), office=post, by=by, at=room.AT + 3 * DAY)
    assert queries.counts(by) == {"print": 0, "sign": 0, "confirm": 0, "back": 1}


def test_the_queue_asks_as_much_for_one_as_for_many() -> None:
    officer = room.officer("labour_officer")
    client = at_desk(officer)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(PAGE, {"what": "back"}).status_code == 200
        return len(caught)

    papers.print_form("inquiry-form", room.freed().case, office=None, by=officer, at=room.AT)
    one = asked()
    for _number in range(4):
        papers.print_form("inquiry-form", room.freed().case, office=None, by=officer, at=room.AT)
    assert asked() == one


def test_a_list_that_there_is_not_is_not_found() -> None:
    client = at_desk(room.officer("labour_officer"))
    assert client.get(PAGE, {"what": "all"}).status_code == 404
    assert client.get(PAGE, {"from": "x"}).status_code == 404

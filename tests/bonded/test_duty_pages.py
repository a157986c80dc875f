"""The pages of duties: what each post sees of its own and its part of the state, and what leaves as a file."""

import csv
import io

import pytest
from django.utils import timezone
from tests import cast
from tests import room as desk
from tests.bonded import room
from tests.bonded.room import DAY, HOUR

from shramsetu.bonded.actions import districts, duties
from shramsetu.bonded.committee_forms import InDistrict
from shramsetu.bonded.models import BondedDuty
from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.messages.models import Message
from shramsetu.places.models import Place

pytestmark = pytest.mark.django_db
MINE, AREA, RED = "/desk/bonded/duties/", "/desk/bonded/duties/area/", "/desk/bonded/duties/red/"
REFUSED, CSV = "/desk/bonded/duties/not-possible/", "/desk/bonded/duties/area.csv"


def owed(name: str, *, hours: float = 1, where: str = "Prayagraj") -> Case:
    """Start a clock so many hours ago."""
    at = timezone.now() - hours * HOUR
    found = room.freed(district=room.district(where))
    return duties.start(found.case, name, from_at=at, by=SYSTEM, at=at, district=room.district(where))


def code_of(duty: Case) -> str:
    return BondedDuty.objects.get(pk=duty.pk).survivor.code  # type: ignore[union-attr]


def page(owner: str, address: str, where: str = "Prayagraj") -> str:
    return desk.text_of(desk.at_desk(room.officer(owner, where)).get(address))


def test_my_duties_are_those_my_post_owes() -> None:
    mine, other = owed("finding"), owed("immediate-assistance")
    shown = page("sdm", MINE)
    assert code_of(mine) in shown
    assert code_of(other) not in shown


@pytest.mark.parametrize(("hours", "light"), [(1, "हरा"), (19, "पीला"), (30, "लाल")])
def test_each_duty_shows_its_light_in_a_word(hours: float, light: str) -> None:
    owed("finding", hours=hours)
    assert f"<span>{light}</span>" in page("sdm", MINE)


def test_a_duty_that_stands_still_says_so() -> None:
    duty = owed("identity", hours=30)
    cast.take(duty, "pause", at=timezone.now(), reason="गवाह अस्पताल में", until_on=(timezone.now() + 3 * DAY).date())
    assert "<span>समय रुका है</span>" in page("sdm", MINE)


def test_the_district_magistrate_sees_the_district_and_the_commissioner_the_state() -> None:
    here, there = owed("finding"), owed("finding", where="Agra")
    assert [code_of(one) in page("dm", AREA) for one in (here, there)] == [True, False]
    assert [code_of(one) in page("commissioner", AREA) for one in (here, there)] == [True, True]
    assert [code_of(one) in page("divisional_commissioner", AREA) for one in (here, there)] == [True, False]


@pytest.mark.parametrize("owner", ["police", "lead_bank", "prosecutor", "child_unit"])
def test_who_owes_one_line_sees_that_line_alone(owner: str) -> None:
    clock = {"police": "fir", "lead_bank": "bank-account", "prosecutor": "hearing", "child_unit": "child-committee"}
    mine, other = owed(clock[owner]), owed("immediate-assistance")
    shown = page(owner, MINE)
    assert code_of(mine) in shown
    assert code_of(other) not in shown


def test_a_list_can_be_narrowed_by_light_clock_and_district() -> None:
    red, green, agra = owed("finding", hours=30), owed("fir"), owed("finding", where="Agra")
    asked = {
        "?light=red": [red],
        "?clock=fir": [green],
        f"?district={room.district('Agra').lgd_code}": [agra],
        "?light=paused": [],
        "?light=nonsense": [red, green, agra],
    }
    for query, wanted in asked.items():
        shown = page("commissioner", AREA + query)
        assert [one for one in (red, green, agra) if code_of(one) in shown] == wanted, query


def test_the_red_list_counts_by_district_and_clock() -> None:
    for _ in range(2):
        owed("finding", hours=30)
    owed("finding")
    shown = page("commissioner", RED)
    assert '<td class="num">2</td><td class="num">0</td><td class="num">3</td>' in shown
    assert "light=red&amp;clock=finding" in shown


def test_the_red_list_is_in_the_order_of_lateness_and_names_committees() -> None:
    at = timezone.now() - 40 * DAY
    late = [owed("finding", hours=24 * days) for days in (9, 20, 12)]
    BondedDuty.objects.filter(pk=late[1].pk).update(red_at=timezone.now() - HOUR)  # red long after it was due
    duty = duties.start(
        districts.parent(room.district(), at=at),
        "committee-meeting",
        from_at=at - 300 * DAY,
        by=SYSTEM,
        at=at,
        district=room.district(),
        key="committee-1",
    )
    shown = page("commissioner", RED)
    assert "समिति, प्रयागराज" in shown
    assert duty.bonded_duty.parent.number not in shown.replace(" ", "")
    places = [shown.index(code_of(late[one])) for one in (1, 2, 0)]
    assert places == sorted(places)


def test_the_districts_to_choose_from_stand_in_the_order_of_the_script() -> None:
    places = list(Place.objects.filter(kind="district").order_by("name_en"))
    listed = [name for _code, name in InDistrict(districts=places).fields["district"].choices]  # type: ignore[attr-defined]
    assert len(listed) > 2
    assert listed == sorted(listed)


def test_what_belongs_to_no_person_goes_under_the_number_of_its_file() -> None:
    at = timezone.now() - 10 * DAY
    duties.start(districts.parent(None, at=at), "half-year-report", from_at=at, by=SYSTEM, at=at, key="2026-06")
    assert "मानवाधिकार आयोग की छमाही रिपोर्ट" in page("state_nodal", MINE)


def test_what_is_said_not_to_be_possible_comes_before_the_district_magistrate() -> None:
    duty = owed("identity")
    cast.take(duty, "not_possible", at=timezone.now(), reason="केंद्र बाढ़ में डूबा है")
    assert code_of(duty) in page("dm", REFUSED)
    told = Message.objects.get(template="bonded-not-possible")
    assert told.values == {"code": code_of(duty)}
    case = page("dm", f"/desk/case/{duty.number}/")
    assert "केंद्र बाढ़ में डूबा है" in case


@pytest.mark.parametrize("clock", ["finding", "certificate", "immediate-assistance", "fir", "plan", "payment-returned"])
def test_no_button_ends_what_ends_by_the_deed(clock: str) -> None:
    duty = owed(clock)
    owner = cast.holder_of(duty)
    with pytest.raises(casework.Refused):
        cast.take(duty, "complete", at=timezone.now(), text="हो गया")
    with pytest.raises(casework.Refused):
        cast.take(duty, "not_possible", at=timezone.now(), reason="नहीं हो सकता")
    shown = desk.text_of(desk.at_desk(owner).get(f"/desk/case/{duty.number}/"))
    assert "अपने आप पूरा" in shown
    assert f"/desk/case/{duty.number}/complete/" not in shown
    assert BondedDuty.objects.get(pk=duty.pk).is_open


def test_the_magistrate_of_the_district_may_say_that_a_deed_is_not_possible() -> None:
    duty = owed("immediate-assistance")
    cast.take(duty, "not_possible", by=room.officer("dm"), at=timezone.now(), reason="वारिस नहीं मिले")
    assert duty.state == "not_possible"


def test_what_its_owner_ends_asks_for_a_text_or_a_paper() -> None:
    duty = owed("identity")
    with pytest.raises(casework.Refused):
        cast.take(duty, "complete", at=timezone.now())
    cast.take(duty, "complete", at=timezone.now(), text="आधार केंद्र में आवेदन 14 नवंबर")
    assert duty.state == "done"


@pytest.mark.parametrize(("owner", "address"), [("sdm", MINE), ("dm", AREA), ("commissioner", RED), ("dm", REFUSED)])
def test_a_list_takes_as_many_queries_for_three_duties_as_for_one(owner: str, address: str) -> None:
    def more() -> None:
        duty = owed("identity" if address == REFUSED else "finding", hours=30)
        if address == REFUSED:
            cast.take(duty, "not_possible", at=timezone.now(), reason="पूछा गया")

    more()
    client = desk.at_desk(room.officer(owner))
    one = desk.queries_of(client, address)
    more()
    more()
    assert desk.queries_of(client, address) == one
    assert one <= 12


def test_the_file_carries_code_names_and_that_it_was_taken_is_written() -> None:
    duty = owed("finding", hours=30)
    answer = desk.at_desk(room.officer("dm")).get(CSV + "?light=red")
    text = answer.content.decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text))
    assert head[0] == "कूट नाम"
    assert [line[0] for line in lines] == [code_of(duty)]
    assert lines[0][1] == "A3"
    assert lines[0][-1] == "लाल"
    assert room.NAME not in text
    assert Entry.objects.get(stream="reads:bonded", verb="export").detail["lines"] == 1


def test_no_list_shows_a_name_or_a_phone() -> None:
    owed("finding", hours=30)
    for owner, address in (("sdm", MINE), ("dm", AREA), ("dm", RED), ("commissioner", AREA)):
        shown = page(owner, address)
        assert room.NAME not in shown
        assert room.PHONE not in shown


def test_the_inbox_names_duties_and_persons_by_code_and_keeps_them_in_a_queue() -> None:
    mine, other = owed("finding"), cast.complaint(district=room.district(), at=timezone.now())
    shown = page("sdm", "/desk/inbox/?queue=bonded")
    assert f"{code_of(mine)} · हर व्यक्ति का कारण सहित निर्णय" in shown
    assert other.number not in shown
    client = desk.at_desk(room.officer("labour_officer"))
    assert code_of(mine) in desk.text_of(client.get("/desk/inbox/?queue=bonded"))
    assert room.NAME not in shown


def test_the_inbox_takes_as_many_queries_for_three_duties_as_for_one() -> None:
    owed("finding")
    client = desk.at_desk(room.officer("sdm"))
    one = desk.queries_of(client, "/desk/inbox/")
    owed("finding")
    owed("finding")
    assert desk.queries_of(client, "/desk/inbox/") == one

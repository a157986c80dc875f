"""Other portals push figures: once under their key, line by line, within the sender's districts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.grievances.test_api import Call, caller
from tests.monitoring import room

from shramsetu.lib import clock
from shramsetu.monitoring.targets.actions import freezing
from shramsetu.monitoring.targets.models import Achievement
from shramsetu.offices import queries as offices

pytestmark = pytest.mark.django_db


def call_as(code: str) -> Call:
    return caller(offices.desk(code))


def yesterday() -> str:
    return f"{clock.day(timezone.now()) - timedelta(days=1)}"


def parcel(key: str = "maandhan/2026-11-16", **changes: object) -> dict[str, object]:
    line = {"lgd": room.KANPUR, "on": yesterday(), "number": 12}
    return {"key": key, "lines": [{**line, **changes}]}


def test_figures_are_taken_once_under_the_senders_key() -> None:
    call = call_as("labour.lc")
    first = call("POST", "/targets/pm-sym/figures", parcel())
    again = call("POST", "/targets/pm-sym/figures", parcel())
    other = call("POST", "/targets/pm-sym/figures", parcel(number=99))
    assert (first.status_code, other.status_code) == (200, 422)
    assert (first.json()["taken"], first.json()["repeated"]) == (1, False)
    assert (again.json()["delivery"], again.json()["repeated"]) == (first.json()["delivery"], True)
    assert Achievement.objects.get().number == 12


def test_a_wrong_line_is_named_and_holds_up_no_other() -> None:
    body = parcel()
    body["lines"] = [*body["lines"], {"lgd": 999, "on": yesterday(), "number": 1}]  # type: ignore[misc]
    found = call_as("labour.lc")("POST", "/targets/pm-sym/figures", body).json()
    assert (found["taken"], [one["line"] for one in found["faults"]]) == (1, [2])


def test_a_correction_by_api_needs_its_reason_too() -> None:
    call = call_as("labour.lc")
    call("POST", "/targets/pm-sym/figures", parcel("a"))
    assert call("POST", "/targets/pm-sym/figures", parcel("b", number=9)).json()["corrected"] == 0
    found = call("POST", "/targets/pm-sym/figures", parcel("c", number=9, reason="दो बार गिने गए")).json()
    assert found["corrected"] == 1


def test_source_departments_are_those_of_the_indicator() -> None:
    call = call_as("labour.lc")
    assert call("POST", "/targets/e-shram/figures", parcel("a", source="asha")).json()["taken"] == 1
    assert call("POST", "/targets/e-shram/figures", parcel("b")).json()["taken"] == 0
    assert call("POST", "/targets/pm-sym/figures", parcel("c", source="asha")).json()["taken"] == 0


def test_an_officer_pushes_for_their_own_district_alone() -> None:
    call = call_as("labour.leo.agra")
    assert call("POST", "/targets/pm-sym/figures", parcel()).json()["taken"] == 0
    assert call("POST", "/targets/pm-sym/figures", parcel("b", lgd=room.AGRA)).json()["taken"] == 1


def test_a_board_reports_what_is_counted_in_it_alone() -> None:
    call = call_as("bocw.board-secretary")
    assert call("POST", "/targets/inspections/figures", parcel()).status_code == 403
    assert call("POST", "/targets/bocw-awareness/figures", parcel()).json()["taken"] == 1
    assert list(Achievement.objects.values_list("indicator", flat=True)) == ["bocw-awareness"]


def test_another_offices_key_hides_no_figures() -> None:
    call_as("labour.leo.agra")("POST", "/targets/pm-sym/figures", parcel(lgd=room.AGRA))
    own = call_as("labour.leo.kanpur-nagar")("POST", "/targets/pm-sym/figures", parcel()).json()
    assert (own["taken"], own["repeated"]) == (1, False)


def test_who_may_not_is_refused() -> None:
    assert call_as("operators-1076")("POST", "/targets/pm-sym/figures", parcel()).status_code == 403
    assert call_as("labour.lc")("POST", "/targets/bocw-registrations/figures", parcel()).status_code == 422
    assert call_as("labour.lc")("POST", "/targets/nothing/figures", parcel()).status_code == 404
    assert call_as("labour.lc")("POST", "/targets/pm-sym/figures", parcel(number=-1)).status_code == 422


def test_a_target_tells_how_it_stood_in_the_morning() -> None:
    today = clock.day(timezone.now())
    one = room.target(
        first_on=today - timedelta(days=60),
        from_on=today - timedelta(days=60),
        last_on=today + timedelta(days=200),
        at=timezone.now() - timedelta(days=70),
    )
    freezing.freeze(at=timezone.now())
    found = call_as("labour.lc")("GET", "/targets/pm-sym").json()
    assert (found["version"], found["number"], len(found["rows"])) == (1, one.number, 75)
    own = call_as("labour.leo.agra")("GET", "/targets/pm-sym").json()
    assert [row["lgd"] for row in own["rows"]] == [room.AGRA]
    assert own["rows"][0]["light"] == "red"
    assert call_as("labour.lc")("GET", "/targets/pm-lvmy").status_code == 404

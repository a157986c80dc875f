"""The desk's list of claims: what is in the scope, by filter, and the same as a file without formulas."""

from datetime import timedelta

import pytest
from tests import cast
from tests import room as desk
from tests.schemes import purse, room
from tests.workers import room as workers

from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Role
from shramsetu.places import queries as places
from shramsetu.schemes import claim_list
from shramsetu.schemes.claim_list import Asked
from shramsetu.workers.models import Worker

pytestmark = pytest.mark.django_db
AT, LIST = cast.MONDAY, "/desk/claims/"
DAY = timedelta(days=1)


def claim(number: int, **changes: object) -> Case:
    return room.claim(room.member(phone=f"+9199999004{number:02d}", key=f"list:{number}", **changes))


def numbers(asked: Asked, *, at: object = AT) -> list[str]:
    return [one.number for one in claim_list.claims(room.leo(), asked, at=at)]  # type: ignore[arg-type]


def test_claims_are_narrowed_by_standing_scheme_state_office_and_days() -> None:
    first, second = claim(1), claim(2)
    paused = claim(3)
    room.take(paused, "ask", question="विवाह कहाँ हुआ?")
    over = claim(4)
    room.take(over, "withdraw", by=room.own(room.row(over).worker), reason="भूल से भरा")
    agra = places.district(118)
    claim(5, district=agra)

    assert numbers(Asked()) == [first.number, second.number, paused.number]
    assert numbers(Asked("waiting")) == [paused.number]
    assert numbers(Asked("ended")) == [over.number]
    assert numbers(Asked("all")) == [over.number, paused.number, second.number, first.number]
    assert numbers(Asked("overdue")) == []
    assert first.due_at is not None
    assert numbers(Asked("overdue"), at=first.due_at) == [first.number, second.number]
    assert numbers(Asked(state="asked")) == [paused.number]
    assert numbers(Asked(scheme=purse.BIRTH)) == []
    assert numbers(Asked(scheme=room.MARRIAGE, holder="labour.leo.kanpur-nagar"))[:2] == [first.number, second.number]
    assert numbers(Asked(holder="labour.leo.agra")) == []
    assert numbers(Asked(district=agra.pk)) == []
    assert numbers(Asked(days=3), at=AT + 2 * DAY) == []
    assert len(numbers(Asked(days=3), at=AT + 3 * DAY)) == 3


def test_a_sanctioned_claim_whose_money_never_went_out_is_listed_as_overdue() -> None:
    case = room.checked(claim(1))
    room.take(case, "sanction")
    case.refresh_from_db()
    assert case.due_at is not None
    found = claim_list.claims(purse.accounts(), Asked("overdue"), at=case.due_at)
    assert [one.number for one in found] == [case.number]


def test_a_page_shows_the_own_district_in_few_questions() -> None:
    claim(1)
    claim(2, name="आगरा का मोहन", district=places.district(118))
    client = desk.at_desk(room.leo())
    page = desk.text_of(client.get(LIST))
    assert "रामदेव निषाद" in page
    assert "आगरा का मोहन" not in page
    assert "आगरा का मोहन" not in desk.text_of(client.get(f"{LIST}?district=118&standing=all"))
    few = desk.queries_of(client, LIST)
    claim(3)
    claim(4)
    assert desk.queries_of(client, LIST) == few
    assert few <= 12
    assert client.get(f"{LIST}?district=99999").status_code == 404


def test_a_long_list_has_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_list, "PAGE", 1)
    for number in (1, 2, 3):
        claim(number)
    client = desk.at_desk(room.leo())
    middle = desk.text_of(client.get(f"{LIST}?page=1&standing=open"))
    assert "?page=0&amp;standing=open" in middle
    assert "?page=2&amp;standing=open" in middle
    assert 'rel="next"' not in desk.text_of(client.get(f"{LIST}?page=2"))


def test_who_does_not_keep_the_registry_sees_no_names() -> None:
    case = claim(1)
    client = desk.of_role(Role.STATE_DESK)
    page = desk.text_of(client.get(LIST))
    assert f"/desk/case/{case.number}/" in page
    assert "रामदेव" not in page
    assert "रामदेव" not in desk.text_of(client.get(f"{LIST}list.csv"))


def test_the_files_hold_the_list_and_no_formula() -> None:
    case = claim(1)
    Worker.objects.filter(pk=room.row(case).worker.pk).update(name="=1+2")
    client = desk.at_desk(room.leo())
    lines = client.get(f"{LIST}list.csv").content.decode().splitlines()
    assert len(lines) == 2
    assert ",'=1+2," in lines[1]
    assert case.number in lines[1]
    assert client.get(f"{LIST}list.xlsx").content[:2] == b"PK"
    assert client.get(f"{LIST}list.pdf").content[:4] == b"%PDF"
    assert client.get(f"{LIST}list.exe").status_code == 404
    post = room.leo().post_id
    taken = Entry.objects.filter(stream=f"reads:claims-{post}", verb="take_list").order_by("seq")
    assert [(one.detail["form"], one.detail["lines"]) for one in taken] == [("csv", 1), ("xlsx", 1), ("pdf", 1)]
    assert workers.PHONE not in lines[1]

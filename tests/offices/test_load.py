"""The posts which the rulebook's ladders ask for."""

from tests.offices.cast import AT, post

from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices import actions
from shramsetu.offices.models import Department, Post, Role
from shramsetu.places.models import Kind, Place


def chain(code: str) -> list[str]:
    found: list[str] = []
    one: Post | None = post(code)
    while one is not None:
        found.append(one.code)
        one = one.reports_to
    return found


def test_every_district_has_its_ladder_up_to_the_chief_minister(state: None) -> None:
    assert chain("labour.leo.agra") == [
        "labour.leo.agra",
        "labour.alc.agra",
        "labour.dlc.agra",
        "labour.addl-lc",
        "labour.lc",
        "labour.secretary",
        "chief-secretary",
        "chief-minister",
    ]
    assert Post.objects.filter(role=Role.DM).count() == Place.objects.filter(kind=Kind.DISTRICT).count() == 75
    assert Post.objects.filter(role=Role.MANDAL).count() == 18


def test_every_post_but_the_topmost_reports_to_one_of_a_known_role(state: None) -> None:
    assert list(Post.objects.filter(reports_to=None).values_list("code", flat=True)) == ["chief-minister"]
    assert set(Post.objects.values_list("role", flat=True)) <= set(Role.values)


def test_titles_carry_the_place_and_short_names_fit_a_message(state: None) -> None:
    leo = post("labour.leo.agra")
    assert (leo.title_hi, leo.short_hi) == ("श्रम प्रवर्तन अधिकारी, आगरा", "श्रम प्रवर्तन अधिकारी")


def test_boards_belong_to_their_department(state: None) -> None:
    assert Department.objects.get(slug="bocw").parent == Department.objects.get(slug="labour")


def test_loading_again_changes_nothing(state: None) -> None:
    actions.change_post(_renamed(), by=SYSTEM, at=AT)
    before = list(Post.objects.order_by("pk").values())
    assert actions.load(by=SYSTEM, at=AT) == actions.Loaded(0, 0)
    assert list(Post.objects.order_by("pk").values()) == before
    assert Entry.objects.filter(stream="offices", verb="load").count() == 1


def test_a_post_that_is_missing_is_made_under_its_superior(state: None) -> None:
    Post.objects.filter(code="labour.inspector.agra").delete()
    assert actions.load(by=SYSTEM, at=AT) == actions.Loaded(0, 1)
    assert post("labour.inspector.agra").reports_to == post("labour.leo.agra")


def _renamed() -> Post:
    one = post("labour.leo.agra")
    one.title_hi = "श्रम प्रवर्तन अधिकारी (प्रथम), आगरा"
    return one

"""The administration in the desk: its pages, changes and refusals."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from tests.offices.cast import district, fill, person, post, sit

from shramsetu.offices import queries
from shramsetu.offices.models import Charge, Department, Leave, Post, Route, User

LEO = "labour.leo.agra"
PAGE = f"/desk/office/posts/of/{LEO}/"
Counter = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def office(client: Client, state: None) -> Client:
    """The administrator's browser."""
    admin = person("admin-in-test", "प्रशासक")
    sit("administrator", admin)
    client.force_login(admin)
    return client


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_every_list_opens_in_hindi_and_english(office: Client, ram: User) -> None:
    sit(LEO, ram)
    user = f"/desk/office/users/of/{ram.pk}/"
    for name in ("posts/", "users/", "departments/", "routes/", "leaves/", "departments/of/labour/", "posts/new/"):
        assert office.get(f"/desk/office/{name}").status_code == 200, name
    for url in (PAGE, user, f"{user}change/", f"{user}tokens/new/", f"{PAGE}appoint/", "/desk/routing/"):
        assert office.get(url).status_code == 200, url
    assert office.get(PAGE, headers={"Accept-Language": "en"}).status_code == 200


def test_posts_are_found_by_title_place_role_and_vacancy(office: Client, ram: User) -> None:
    sit(LEO, ram)
    found = office.get("/desk/office/posts/", {"q": "प्रवर्तन", "place": "आगरा", "department": "labour"})
    assert [one.code for one in found.context["page"]] == [LEO]
    held = office.get("/desk/office/posts/", {"state": "held"})
    assert {one.code for one in held.context["page"]} == {LEO, "administrator"}
    assert office.get("/desk/office/posts/", {"place": "ऐसी कोई जगह नहीं"}).status_code == 422


def test_the_list_of_posts_takes_the_same_queries_however_long(
    office: Client, django_assert_num_queries: Counter
) -> None:
    fill_except_admin()
    office.get("/desk/office/posts/")
    with django_assert_num_queries(8):
        office.get("/desk/office/posts/")


def test_the_csv_is_complete_and_no_cell_is_a_formula(office: Client) -> None:
    Post.objects.filter(code=LEO).update(title_en="=cmd()")
    answer = office.get("/desk/office/posts.csv", {"place": "Agra", "department": "labour"})
    rows = list(csv.DictReader(io.StringIO(text(answer).lstrip("\ufeff"))))
    here = Post.objects.filter(place__path__startswith=district("Agra").path, department__slug="labour")
    assert len(rows) == here.count()
    assert next(row for row in rows if row["code"] == LEO)["title_en"] == "'=cmd()"


def test_charge_is_given_handed_over_and_printed(office: Client, ram: User, sita: User) -> None:
    office.post(f"{PAGE}appoint/", {"user": "ram", "kind": "substantive", "order_number": "1/2026"})
    assert queries.incumbent(post(LEO)) == ram
    answer = office.post(f"{PAGE}hand-over/", {"taker": "sita", "order_number": "2/2026"}, follow=True)
    assert queries.incumbent(post(LEO)) == sita
    assert "राम" in text(answer)
    assert "सीता" in text(answer)
    assert "2/2026" in text(office.get(PAGE))


def test_what_cannot_be_done_is_said_in_hindi_and_changes_nothing(office: Client, ram: User, sita: User) -> None:
    sit(LEO, ram)
    answer = office.post(f"{PAGE}appoint/", {"user": "sita", "kind": "substantive"})
    assert answer.status_code == 422
    assert "इस पद का प्रभार किसी और के पास है" in text(answer)
    assert queries.incumbent(post(LEO)) == ram
    answer = office.post(f"{PAGE}appoint/", {"user": "nobody", "kind": "substantive"})
    assert (answer.status_code, Charge.objects.filter(post__code=LEO).count()) == (422, 1)


def test_an_empty_form_is_answered_by_us_and_names_each_field(office: Client) -> None:
    address = "/desk/office/departments/new/"
    assert "novalidate" in text(office.get(address))  # a browser would speak its own language
    assert "हिन्दी में नाम · " in text(office.post(address, {"slug": ""}))


def test_leave_is_entered_and_cancelled(office: Client, ram: User) -> None:
    sit(LEO, ram)
    days = {"from_on": "2030-01-01", "to_on": "2030-01-09", "covered_by": "labour.alc.agra"}
    office.post(f"{PAGE}leave/", days)
    leave = Leave.objects.get(post__code=LEO)
    assert leave.covered_by == post("labour.alc.agra")
    told = text(office.get(PAGE))
    assert "<dt>पहला दिन</dt><dd>1 जनवरी 2030</dd>" in told
    assert "2030-01-01" not in told
    office.post(f"{PAGE}leave/{leave.pk}/cancel/")
    leave.refresh_from_db()
    assert leave.cancelled_at is not None


def test_jurisdiction_is_changed_by_place(office: Client) -> None:
    one = post("labour.inspector.agra")
    form = {name: getattr(one, name) for name in ("title_hi", "title_en", "short_hi", "short_en", "role", "level")}
    form |= {"department": one.department_id, "place": "मथुरा", "reports_to": "labour.leo.mathura"}
    answer = office.post("/desk/office/posts/of/labour.inspector.agra/change/", form)
    assert answer.status_code == 302
    moved = post("labour.inspector.agra")
    assert (moved.place, moved.reports_to) == (district("Mathura"), post("labour.leo.mathura"))


def test_a_routing_order_is_given_seen_by_the_simulator_and_ended(office: Client) -> None:
    fill_except_admin()
    order = {"category": "wages-not-paid", "place": "आगरा", "level": "1", "post": "dm.agra"}
    assert office.post("/desk/office/routes/new/", order).status_code == 302
    shown = office.get("/desk/routing/", {"category": "wages-not-paid", "place": "आगरा"})
    assert [one["post"].code for one in shown.context["answers"]][:2] == ["dm.agra", "labour.alc.agra"]
    assert "जिलाधिकारी" in text(shown).replace("ज़", "ज")
    route = Route.objects.get(ended_at=None)
    office.post(f"/desk/office/routes/of/{route.pk}/end/")
    assert not Route.objects.filter(ended_at=None).exists()


def test_a_user_is_added_with_a_password_to_be_changed(office: Client) -> None:
    form = {"username": "new.one", "name_hi": "नया", "language": "hi", "password": "एक लम्बा संकेत शब्द"}
    assert office.post("/desk/office/users/new/", form | {"phone": "98"}).status_code == 422
    assert office.post("/desk/office/users/new/", form | {"phone": "9876543210"}).status_code == 302
    user = User.objects.get(username="new.one")
    assert (user.phone, user.password_given) == ("+919876543210", True)


def test_a_short_password_is_refused(office: Client, ram: User) -> None:
    assert office.post(f"/desk/office/users/of/{ram.pk}/password/", {"password": "short"}).status_code == 422


def test_an_administrator_does_not_reset_their_own_second_factor(office: Client) -> None:
    admin = User.objects.get(username="admin-in-test")
    answer = office.post(f"/desk/office/users/of/{admin.pk}/second-factor/")
    assert answer.status_code == 422


def test_a_token_is_shown_once(office: Client, ram: User) -> None:
    sit(LEO, ram)
    form = {"post": LEO, "name": "जाँच", "days": "30", "scopes": ["read"]}
    assert "ss_" in text(office.post(f"/desk/office/users/of/{ram.pk}/tokens/new/", form))
    assert "ss_" not in text(office.get(f"/desk/office/users/of/{ram.pk}/"))


def test_a_department_is_added_and_renamed(office: Client) -> None:
    form = {"slug": "forest", "name_hi": "वन विभाग", "name_en": "Forest", "short_hi": "वन विभाग"}
    assert office.post("/desk/office/departments/new/", form).status_code == 302
    office.post("/desk/office/departments/of/forest/change/", form | {"name_hi": "वन एवं वन्य जीव विभाग"})
    assert Department.objects.get(slug="forest").name_hi == "वन एवं वन्य जीव विभाग"
    assert "वन विभाग → वन एवं वन्य जीव विभाग" in text(office.get("/desk/office/departments/of/forest/"))


def test_only_administrators_come_in(client: Client, ram: User) -> None:
    sit(LEO, ram)
    client.force_login(ram)
    assert client.get("/desk/office/posts/").status_code == 403
    assert client.post(f"{PAGE}appoint/", {"user": "ram", "kind": "assistant"}).status_code == 403
    assert Charge.objects.filter(post__code=LEO).count() == 1


def fill_except_admin() -> None:
    """Seat everybody but the administrator, who sits already."""
    sitting = Charge.objects.get(post__code="administrator")
    user = sitting.user
    sitting.delete()
    fill()
    Charge.objects.filter(post__code="administrator").update(user=user)

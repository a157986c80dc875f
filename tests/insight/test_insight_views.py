"""The pages of the figures, opened by posts of each kind, with one case and with three."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.insight.history import new, pk, settle

from shramsetu.insight import actions
from shramsetu.insight.views.page import PERIODS, TABS
from shramsetu.offices.models import Charge, Department, Post
from shramsetu.places.models import Place

MOST_QUERIES = 12

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    def by(**where: object) -> Client:
        charge = Charge.objects.filter(to_at=None, **where).select_related("user").order_by("post__code")[0]
        client.force_login(charge.user)
        return client

    return by


def tell(number: int, at: datetime) -> None:
    settle([new(3 * number, at=at), new(3 * number + 1, at=at, district=pk(2), department=pk(4))])
    done = new(3 * number + 2, at=at)
    done.write("record_feedback", to="closed", phase=3, outcome="satisfied", due=None, result="satisfied")
    settle([done])


@pytest.fixture
def one(committed: None) -> None:
    tell(1, timezone.now() - timedelta(days=2))
    actions.catch_up(at=timezone.now())


def district(number: int) -> Place:
    return Place.objects.get(pk=pk(number))


def address(number: int, **given: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in given.items())
    return f"/desk/figures/district/{district(number).lgd_code}/?{query}"


def test_every_view_of_the_state_in_few_queries(sign_in: SignIn, one: None) -> None:
    client = sign_in(post__role="chief_secretary")
    client.get("/desk/figures/state/")
    for number in (2, 3):
        for view, period in product(TABS, PERIODS):
            with CaptureQueriesContext(connection) as asked:
                page = client.get(f"/desk/figures/state/?view={view}&period={period}")
            assert page.status_code == 200
            assert len(asked) <= MOST_QUERIES, [view, period, *(query["sql"][:150] for query in asked)]
        tell(number, timezone.now() - timedelta(days=1))
        actions.catch_up(at=timezone.now())


@pytest.mark.parametrize("name", ["overdue", "open", "received", "disposed", "first_level"])
def test_the_map_shows_each_measure(sign_in: SignIn, one: None, name: str) -> None:
    page = sign_in(post__role="cm").get(f"/desk/figures/state/?map={name}")
    assert page.status_code == 200
    cells = {cell["name"]: cell["value"] for cell in page.context["cells"]}
    expected = {"overdue": 0, "open": 1, "received": 2, "disposed": 1, "first_level": 100.0}
    assert cells[district(3).name_hi] == expected[name]
    assert len(cells) == 75


def test_a_district_magistrate_sees_the_own_district_and_no_other(sign_in: SignIn, one: None) -> None:
    client = sign_in(post__role="dm", post__place=pk(3))
    assert client.get("/desk/figures/").headers["Location"] == address(3).rstrip("?")
    assert client.get(address(3)).status_code == 200
    assert client.get(address(2)).status_code == 404
    assert client.get("/desk/figures/cases/?district=" + str(district(2).lgd_code)).status_code == 404


def test_a_head_sees_the_own_department_in_every_district(sign_in: SignIn, one: None) -> None:
    client = sign_in(post__role="head", post__department=pk(5))
    assert client.get("/desk/figures/").status_code == 302
    page = client.get(address(3))
    assert page.status_code == 200
    assert {tile["label"]: tile["value"] for tile in page.context["tiles"]}["प्राप्त"] == "2"
    assert client.get(address(3, department=Department.objects.get(pk=pk(4)).slug)).status_code == 404
    assert client.get(f"/desk/figures/department/{Department.objects.get(pk=pk(4)).slug}/").status_code == 404


def test_an_operator_sees_no_figures(sign_in: SignIn, one: None) -> None:
    assert sign_in(post__role="operator").get("/desk/figures/").status_code == 404


def test_nobody_signed_in_is_led_to_sign_in(client: Client) -> None:
    assert client.get("/desk/figures/state/").status_code == 302


def test_each_number_leads_to_its_cases(sign_in: SignIn, one: None) -> None:
    client = sign_in(post__role="dm", post__place=pk(3))
    tiles = client.get(address(3)).context["tiles"]
    counts = {}
    for tile in tiles:
        if "/cases/" in tile["url"]:
            page = client.get(tile["url"])
            assert page.status_code == 200
            counts[tile["label"]] = (tile["value"], str(len(page.context["rows"])))
    assert all(value == listed for value, listed in counts.values()), counts
    assert counts["निस्तारित"] == ("1", "1")


def test_a_post_sees_its_own_page_and_its_superior_does(sign_in: SignIn, one: None) -> None:
    post = Post.objects.get(pk=pk(11))
    client = sign_in(post=pk(11))
    page = client.get(f"/desk/figures/post/{post.code}/")
    assert (page.status_code, page.context["pending"]) == (200, 2)
    assert "ग़लत नंबर" in page.content.decode()
    other = Post.objects.filter(place=pk(2), level__gt=0, department=pk(4))[0]
    assert client.get(f"/desk/figures/post/{other.code}/").status_code == 404


def test_one_problem_everywhere_has_its_page(sign_in: SignIn, one: None) -> None:
    assert sign_in(post__role="cm").get("/desk/figures/problems/").status_code == 200


def test_a_mandal_adds_up_its_districts(sign_in: SignIn, one: None) -> None:
    mandal = district(3).parent_id
    page = sign_in(post__role="mandal", post__place=mandal).get(f"/desk/figures/mandal/{mandal}/?view=districts")
    assert page.status_code == 200
    inside = Place.objects.filter(parent=mandal).count()
    assert sum(len(group) for group in page.context["groups"]) == inside

"""Visits to a site without a network: handed in once, with the day on which they were made."""

from datetime import timedelta
from time import time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.monitoring.works import building
from tests.offline.device import entry, hand_in, owner

from shramsetu.lib import clock
from shramsetu.monitoring.works.actions import visiting
from shramsetu.monitoring.works.records import Photo, Visit
from shramsetu.monitoring.works.rules.flags import Flag
from shramsetu.offices.models import User

pytestmark = pytest.mark.django_db


def phone():
    client = Client()
    client.force_login(User.objects.get(pk=building.people().agency.user_id))
    return client


def written(client, of, *points, days=0, **changes):
    body = {
        "work": of.slug,
        "visitor": "ee",
        "notes": "छत ढली।",
        "points": ",".join(str(one.number) for one in points),
    }
    made = entry({**body, **changes}, kind="visit", owner=owner(client))
    told = timezone.now() - timedelta(days=days)
    return {**made, "written": told.timestamp() * 1000}


def pictures(count):
    return [(f"{seed}.jpg", building.picture(seed, taken=timezone.now()).read()) for seed in range(1, count + 1)]


def test_the_kit_has_the_points_and_nothing_of_other_buildings():
    work, client = building.entered(), phone()
    spot = building.point(work)
    kit = client.get(reverse("offline:kit", args=["site", work.slug])).json()["kit"]
    assert [one[:2] for one in kit["points"]] == [[spot.number, spot.title]]
    assert client.get(reverse("offline:kit", args=["site", "x"])).status_code == 404


def test_a_visit_keeps_the_day_on_which_it_was_made_and_is_one_however_often_it_is_sent():
    work, client = building.entered(), phone()
    spot = building.point(work)
    sent = written(client, work, spot, days=2)
    files = {sent["key"]: pictures(1)}
    [first] = hand_in(client, sent, files=files)
    [again] = hand_in(client, sent, files=files)
    assert (first["state"], again["state"], again["has"]) == ("taken", "already", first["has"])
    assert Visit.objects.get().on == clock.day(timezone.now()) - timedelta(days=2)
    assert Photo.objects.get().point == spot


def test_a_point_that_was_given_up_meanwhile_is_a_conflict_with_the_points_that_stand():
    work, client = building.entered(), phone()
    old = building.point(work)
    sent = written(client, work, old)
    visiting.retire(old, why="दीवार उठ गई", by=building.people().agency, at=timezone.now())
    new = building.point(work)
    [answer] = hand_in(client, sent, files={sent["key"]: pictures(1)})
    assert (answer["state"], answer["has"]) == ("conflict", {"mend": True, "points": [[new.number, new.title]]})
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(("points", "count"), [("1", 0), ("1,1", 2), ("", 1)])
def test_each_photograph_has_its_own_point(points, count):
    work, client = building.entered(), phone()
    building.point(work)
    sent = written(client, work, points=points)
    [answer] = hand_in(client, sent, files={sent["key"]: pictures(count)})
    assert (answer["state"], Visit.objects.count()) == ("refused", 0)


def test_who_does_not_visit_this_building_hands_nothing_in():
    work, client = building.entered(), phone()
    assert hand_in(client, written(client, work, visitor="dm"))[0]["state"] == "refused"
    assert hand_in(client, written(client, work, work="x"))[0]["state"] == "refused"
    assert hand_in(Client(), written(client, work))[0]["state"] == "sign_in"
    assert Visit.objects.count() == 0


def test_the_kit_brings_the_parts_the_questions_and_the_last_photograph_of_each_point():
    work, client = building.entered(), phone()
    spot = building.point(work)
    sent = written(client, work, spot)
    hand_in(client, sent, files={sent["key"]: pictures(1)})
    answer = client.get(reverse("offline:kit", args=["site", work.slug])).json()
    kit = answer["kit"]
    assert [name for name, _done in kit["parts"]] == [one.title_hi for one in work.components.order_by("seq")]
    assert f'name="photo_{spot.number}"' in kit["form"]
    assert 'value="ee"' in kit["form"]
    [[number, address]] = kit["before"]
    assert (number, client.get(address)["Content-Type"]) == (spot.number, "image/jpeg")
    assert timedelta(days=6) < timedelta(milliseconds=answer["until"]) - timedelta(seconds=time()) <= timedelta(days=7)


def test_a_visit_of_two_days_ago_is_held_against_its_own_day_and_hour():
    """What came in late is not strange for that: the picture is of the day of the visit, the ways were long enough."""
    work, client = building.entered(), phone()
    spot = building.point(work)
    then = timezone.now() - timedelta(days=2)
    place = {"lon": str(spot.lon), "lat": str(spot.lat)}
    sent = written(client, work, spot, days=2, **place)
    picture = ("1.jpg", building.picture(1, taken=then).read())
    hand_in(client, sent, files={sent["key"]: [picture]})
    assert Photo.objects.get().flags == []
    far = written(client, work, spot, days=2, notes="दूसरी जगह", lon=str(spot.lon - 3), lat=str(spot.lat))
    hand_in(client, far, files={far["key"]: [("2.jpg", building.picture(2).read())]})
    late = Photo.objects.latest("pk")
    assert set(late.flags) == {Flag.ELSEWHERE, Flag.NO_DATE, Flag.TOO_FAST}
    assert clock.day(late.taken_at) == clock.day(then)


def test_the_same_picture_is_known_again_where_it_comes_from_a_phone_without_network():
    work, client = building.entered(), phone()
    spot, other = building.point(work), building.point(work)
    for one in (spot, other):
        sent = written(client, work, one)
        [answer] = hand_in(client, sent, files={sent["key"]: pictures(1)})
        assert answer["state"] == "taken"
    assert [Flag.SAME_PHOTO in one.flags for one in Photo.objects.order_by("pk")] == [False, True]


def test_a_second_wording_under_one_key_is_a_conflict_and_goes_as_a_visit_of_its_own():
    work, client = building.entered(), phone()
    sent = written(client, work)
    [first] = hand_in(client, sent)
    [answer] = hand_in(client, {**sent, "body": {**sent["body"], "notes": "और एक बात"}})
    assert (answer["state"], answer["has"]) == ("conflict", first["has"])
    assert hand_in(client, written(client, work, notes="और एक बात"))[0]["state"] == "taken"
    assert Visit.objects.count() == 2


def test_what_is_wrong_with_a_visit_is_said_at_its_field_and_mended_under_the_same_key():
    work, client = building.entered(), phone()
    sent = written(client, work, notes="")
    [answer] = hand_in(client, sent)
    assert (answer["state"], list(answer["errors"])) == ("refused", ["notes"])
    assert hand_in(client, {**sent, "body": {**sent["body"], "notes": "छत ढली।"}})[0]["state"] == "taken"


def test_the_page_is_empty_and_the_work_and_the_round_lead_to_it():
    work, client = building.planned(), phone()
    address = f"{reverse('site:page')}?site={work.slug}"
    assert work.title_hi not in Client().get(address).content.decode()
    for page in (reverse("monitoring:work", args=[work.slug]), reverse("desk:route")):
        assert address in client.get(page).content.decode()

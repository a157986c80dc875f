"""The sign-ins of the demo say beside each seat whether what they promise has been played."""

import pytest
from django.test import Client
from pytest_django import Settings
from tests import cast

from shramsetu.demo import counter, promised
from shramsetu.demo.models import Played
from shramsetu.demo.rescues import play
from shramsetu.offices import demo_seats

WORDS = "अभी तैयार हो रहा है"


def play_all(*, but: tuple[str, float] | None = None, only_soon: bool = False) -> None:
    acts = enumerate(play.acts(cast.MONDAY), start=play.FIRST)
    done = [index for index, act in acts if (act.name, act.days) != but and (act.soon or not only_soon)]
    Played.objects.bulk_create([Played(index=index) for index in done])


def test_each_seat_has_a_scene_among_the_acts() -> None:
    acts = {(act.name, act.days) for act in play.acts(cast.MONDAY)}
    assert set(promised.SCENES) == {code for code, _words in demo_seats.BONDED}
    assert {scene for needed in promised.SCENES.values() for scene in needed} <= acts


@pytest.mark.django_db
def test_what_is_played_before_serving_is_promised_then() -> None:
    play_all(only_soon=True)
    there = set(promised.SCENES) - promised.waiting(cast.MONDAY)
    assert there == {
        "bonded-magistrate.firozabad",
        "home.superintendent.maharajganj",
        "child-unit.baghpat",
        "lead-bank.bhadohi",
    }


@pytest.mark.django_db
def test_the_page_says_which_seats_are_still_being_prepared(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    play_all(but=("Agra", 34))
    before = client.get("/demo/").content.decode().count(WORDS)
    Played.objects.all().delete()
    play_all()
    # seats of other systems wait for something else
    assert before - client.get("/demo/").content.decode().count(WORDS) == 1


@pytest.mark.django_db
def test_the_counter_is_promised_when_its_letters_are_there() -> None:
    assert counter.OFFICE in promised.waiting(cast.MONDAY)
    counter.grow(at=cast.MONDAY)
    assert counter.OFFICE not in promised.waiting(cast.MONDAY)

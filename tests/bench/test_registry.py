"""The registry drawn by lot: names keep the sounds they are filed under, and the same chunk is drawn alike."""

import random

from bench.registry import people
from bench.registry.people import Draw

from shramsetu.workers.rules import keys

DISTRICTS = {at: (1.0 + at % 3, [at * 100 + village for village in range(20)]) for at in range(1, 6)}


def test_a_made_up_name_is_filed_under_the_sounds_it_has() -> None:
    chance = random.Random(1)
    drawn = Draw(DISTRICTS).chunk(0, 400)
    names = [people.written(one.name, chance, is_roman=people.is_roman(chance)) for one in drawn]
    wrong = [one for one in names if keys.whole(one.text) != one.key or keys.words(one.text) != list(one.keys)]
    assert len(wrong) <= len(names) / 100


def test_a_chunk_is_drawn_alike_every_time_and_tells_who_is_there_twice() -> None:
    one, other = Draw(DISTRICTS).chunk(400, 200), Draw(DISTRICTS).chunk(400, 200)
    assert one == other
    doubles = list(people.all_of(one))
    assert len(doubles) == 16
    assert all(one[first].is_woman == one[again].is_woman for first, again in doubles)

"""How long the check at entry takes, and how often it meets who is there already."""

import random
from dataclasses import replace

import django

django.setup()

from bench.figures import explain, percentile  # noqa: E402 - models come after setup
from bench.registry import given  # noqa: E402
from shramsetu.workers.entry import NewWorker  # noqa: E402
from shramsetu.workers.models import Worker  # noqa: E402
from shramsetu.workers.queries import likely  # noqa: E402

PHONE = "+919999999999"


def main() -> None:
    """Enter people who are there already, spelt anew and with another phone, and people who are not."""
    sheet = given.sheet("entry")
    chance = random.Random(6)
    rows = given.some(given.PROBES, 12)
    again = [(one, _anew(one, chance)) for one in rows]
    for name, asked in (
        ("who is there, name and birth", [(one, replace(new, phone="")) for one, new in again]),
        ("who is there, also the phone", [(one, replace(new, phone=one.phone)) for one, new in again]),
        ("who is not there", [(None, _stranger(new, chance)) for _, new in again]),
    ):
        met, seconds, shown = 0, [], 0
        for (one, _), found, took in given.answered(lambda pair: likely.same_person(pair[1]), asked):
            assert isinstance(found, list)
            met += one is not None and one.pk in {other.worker.pk for other in found}
            shown += bool(found)
            seconds.append(took)
        sheet.spread(name, seconds, met=f"{met / len(asked):.3f}", shown=f"{shown / len(asked):.3f}")
        sheet.add(f"{name} greatest", max(seconds) * 1000, "ms", p99=round(percentile(seconds, 99) * 1000, 2))
    explain("""`met` says how often the row of the same person is shown, `shown` how often anybody is shown at all:
        for who is not there that is a namesake, with a father of that name and born about then, to be looked at.""")


def _anew(one: Worker, chance: random.Random) -> NewWorker:
    name, parent = given.anew(one, chance)
    return NewWorker(
        name=name, sex=one.sex, born_on=one.born_on, district=one.district, parent=parent, place=one.place,
        is_born_known=one.is_born_known,
    )  # fmt: skip


def _stranger(new: NewWorker, chance: random.Random) -> NewWorker:
    """Make somebody with the name of one and the father and birth of nobody in particular."""
    day = new.born_on.replace(
        year=chance.randrange(1962, 2007), month=chance.randrange(1, 13), day=chance.randrange(1, 28)
    )
    return replace(new, born_on=day, parent=given.another(chance), phone=PHONE, place=None)


if __name__ == "__main__":
    main()

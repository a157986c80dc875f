"""Fictitious families: the same number is always the same family, unless somebody changes it."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime

from shramsetu.workers.rules.household import Person, Snapshot

MEN = "राम लाल,श्याम बिहारी,मोहम्मद इरफ़ान,विनोद कुमार,रमेश चंद्र,अनिल कुमार,सुरेश,महेंद्र सिंह,राजू,इमरान अली".split(",")
WOMEN = "सीता देवी,गीता देवी,शबनम बानो,सुनीता,कमला देवी,रेखा,पूनम,आरती,नसीमा,ममता देवी".split(",")
SONS = "लव,कुश,आकाश,सूरज,रोहित,सलमान,अमन,दीपक".split(",")
DAUGHTERS = "मीरा,काजल,प्रिया,ज़ोया,खुशी,नेहा,शिवानी,सना".split(",")
NOBODY, BROKEN = "000", "999"
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


class Families:
    """The families of a sandbox. Numbers that end in 000 are of nobody; at 999 the service is out of order."""

    def __init__(self, known: Iterable[Snapshot] = ()) -> None:
        self.changed: dict[str, Snapshot] = {one.number: one for one in known}

    def get(self, number: str) -> Snapshot | None:
        """Return the family under a number, or None."""
        if number in self.changed:
            return self.changed[number]
        digits = number.isascii() and number.isdigit() and len(number) == 12
        if not digits or len(set(number)) == 1 or number.endswith(NOBODY):
            return None
        return made_up(number)

    def put(self, family: Snapshot) -> None:
        """Change a family."""
        self.changed[family.number] = family


def made_up(number: str) -> Snapshot:
    """Make the family of a number, by lot of the number alone."""
    lot = random.Random(f"family {number}")  # noqa: S311 - fictitious people, no secret
    head = date(lot.randint(1962, 1996), lot.randint(1, 12), lot.randint(1, 28))
    members = [Person(1, lot.choice(MEN), "head", "man", head, is_married=True, is_disabled=False)]
    members.append(
        Person(
            2, lot.choice(WOMEN), "spouse", "woman", head.replace(year=head.year + lot.randint(0, 6)), is_married=True
        )
    )
    names = {"son": lot.sample(SONS, 4), "daughter": lot.sample(DAUGHTERS, 4)}
    for seat in range(3, 3 + lot.randint(0, 4)):
        kin = lot.choice(("son", "daughter"))
        born = date(min(head.year + lot.randint(20, 30), 2025), lot.randint(1, 12), lot.randint(1, 28))
        sex = "man" if kin == "son" else "woman"
        members.append(Person(seat, names[kin].pop(), kin, sex, born, is_married=False))
    return Snapshot(number, "service", BEGAN, BEGAN.date(), tuple(members))

"""Invented workers with their families, work and accounts; the same index gives the same people. Nobody is real."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from stdnum import verhoeff

from shramsetu.demo import people, scenes, simulate
from shramsetu.lib import clock, identity, namebook
from shramsetu.lib.identity import Identity, Kind
from shramsetu.places.models import Place
from shramsetu.workers.entry import NewAccount, NewMember, NewNominee, NewSpell, NewWorker
from shramsetu.workers.models import Member, Membership, Sex, Spell, Worker

EMPLOYERS = (
    "शर्मा बिल्डर्स",
    "गंगा इन्फ्रा",
    "न्यू भारत कंस्ट्रक्शन",
    "मौर्य ईंट भट्ठा",
    "पटेल सड़क निर्माण",
    "जल निगम कार्य खंड 2",
    "ग्राम पंचायत (मनरेगा)",
    "राज इंटीरियर",
    "सहारा टाइल्स",
    "लोक निर्माण खंड 1",
)
BANKS = ("SBIN0000123", "PUNB0045600", "BARB0LUCKNO", "UBIN0531234", "ALLA0210111", "BKID0006789")
SHARE_OF_WOMEN, SHARE_OF_BOCW, SHARE_WITH_AADHAAR = 0.38, 0.72, 0.93
STILL_PAID = 0.8
TWICE_IN, TWICE_FROM, TWICE_EACH = "Lucknow", 100, 3  # who of this district stands in the register twice
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Story:
    """A worker and what the years since the registration brought: when, for how long paid, or still applying."""

    told: NewWorker
    board: str
    registered_on: date
    years: int


def draw(index: int, *, on: date) -> Story:
    """Return worker `index` as seen on the day `on`: most registered in the last seven years, some lapsed."""
    chance = random.Random(people.SEED * 1_000_003 + index)  # noqa: S311 - invented people, not secrets
    board = Membership.Board.BOCW if chance.random() < SHARE_OF_BOCW else Membership.Board.UOW
    back = timedelta(days=int(chance.triangular(20, 2_400, 500)))
    due = back.days // 365 + 1  # years of contribution that reach to today
    years = due + chance.choice((0, 0, 1)) if chance.random() < STILL_PAID else chance.randint(1, due)
    return Story(_told(index, chance, on), board, on - back, years)


def again(index: int, told: NewWorker) -> NewWorker | None:
    """Return the same person told a second time, with another phone and the name spelt anew; None for most."""
    if index < TWICE_FROM or index % TWICE_EACH or told.district.name_en != TWICE_IN:
        return None
    given, *rest = told.name.split()
    return NewWorker(
        name=" ".join([_otherwise(given), *rest]),
        sex=told.sex,
        born_on=told.born_on,
        is_born_known=told.is_born_known,
        parent=told.parent,
        relation=told.relation,
        district=told.district,
        phone=f"+9199998{index % 100_000:05d}",
        spells=told.spells[-1:],
        key=f"{told.key}:again",
    )


def _otherwise(given: str) -> str:
    """Return another spelling of a name, of those that count as one name; the same where there is none."""
    for entry in f"{namebook.MEN} {namebook.WOMEN}".split():
        spellings = entry.split("/")
        if given in spellings:
            return spellings[spellings.index(given) - 1]
    return given


def _told(index: int, chance: random.Random, on: date) -> NewWorker:
    is_woman = chance.random() < SHARE_OF_WOMEN
    family = chance.choice(_names("families"))
    born = on - timedelta(days=int(chance.triangular(19 * 365, 59 * 365, 34 * 365)))
    name = f"{_given(chance, is_woman=is_woman)} {family}"
    is_known = chance.random() > 0.2
    return NewWorker(
        name=name,
        sex=Sex.WOMAN if is_woman else Sex.MAN,
        born_on=born if is_known else born.replace(month=1, day=1),
        is_born_known=is_known,
        parent=f"{chance.choice(_names('men'))} {family}",
        relation=Worker.Relation.HUSBAND if is_woman and chance.random() < 0.7 else Worker.Relation.FATHER,
        district=_district(chance),
        phone=f"+9199999{index % 100_000:05d}",  # a series that is not given out
        aadhaar=_aadhaar(chance) if chance.random() < SHARE_WITH_AADHAAR else None,
        family_id=_family_id(index),
        spells=_spells(chance, on),
        account=_account(chance) if chance.random() < 0.94 else None,
        nominees=(NewNominee(f"{_given(chance, is_woman=not is_woman)} {family}", "spouse"),),
        members=_members(chance, family, born, on, is_woman=is_woman),
        key=f"demo:{index}",
    )


def _given(chance: random.Random, *, is_woman: bool) -> str:
    given = chance.choice(_names("women" if is_woman else "men"))
    second = chance.choice(("देवी", "देवी", "कुमारी") if is_woman else ("कुमार", "लाल", "प्रसाद"))
    return f"{given} {second}" if chance.random() < 0.4 else given


@cache
def _names(listed: str) -> tuple[str, ...]:
    book = {"men": namebook.MEN, "women": namebook.WOMEN, "families": namebook.FAMILIES}[listed]
    return tuple(dict.fromkeys(entry.split("/")[0] for entry in book.split()))


@cache
def _districts() -> tuple[list[Place], list[int]]:
    found = scenes.districts()
    return found, list(accumulate(simulate.BUSY.get(place.name_en, 1) for place in found))


def _district(chance: random.Random) -> Place:
    found, weights = _districts()
    return chance.choices(found, cum_weights=weights)[0]


def _aadhaar(chance: random.Random) -> Identity:
    """Make up a number whose check digit is right; a palindrome, which is none, is drawn again."""
    while True:
        digits = f"{chance.randrange(2, 10)}{chance.randrange(10**10):010d}"
        number = digits + verhoeff.calc_check_digit(digits)
        if number != number[::-1]:
            return identity.parse(Kind.AADHAAR, number)


def _family_id(index: int) -> Identity:
    """Return the family's number; some families have two workers. It begins with 1, as no Aadhaar number does."""
    return identity.parse(Kind.FAMILY_ID, f"1{(index - index % 9 // 8) * 7_919 + 10_000_000_019:011d}")


def _spells(chance: random.Random, on: date) -> tuple[NewSpell, ...]:
    made, last = [], on - timedelta(days=chance.randrange(5, 80))
    for _ in range(chance.choice((1, 2, 2, 3))):
        span = chance.randrange(45, 130)
        first = last - timedelta(days=span - 1)
        proof = chance.choice((Spell.Proof.CERTIFICATE, Spell.Proof.CERTIFICATE, Spell.Proof.SELF, Spell.Proof.MUSTER))
        made.append(
            NewSpell(chance.choice(EMPLOYERS), first, last, int(span * chance.uniform(0.7, 1)) or 1, proof=proof)
        )
        last = first - timedelta(days=chance.randrange(3, 60))
    return tuple(made)


def _account(chance: random.Random) -> NewAccount:
    return NewAccount(str(chance.randrange(10**10, 10**11)), chance.choice(BANKS), is_aadhaar_linked=True)


def _members(chance: random.Random, family: str, born: date, on: date, *, is_woman: bool) -> tuple[NewMember, ...]:
    """Return husband or wife, and children born when the worker was between 19 and 40."""
    if (on - born).days < 22 * 365 and chance.random() < 0.6:
        return ()
    spouse = NewMember(
        f"{_given(chance, is_woman=not is_woman)} {family}",
        Member.Kin.SPOUSE,
        Sex.MAN if is_woman else Sex.WOMAN,
        born + timedelta(days=chance.randrange(-900, 1_500)),
        is_married=True,
    )
    return (spouse, *(_child(chance, family, born, on) for _ in range(chance.choice((0, 1, 2, 2, 3, 4)))))


def _child(chance: random.Random, family: str, born: date, on: date) -> NewMember:
    latest = min(on - 200 * DAY, clock.years_from(born, 40))
    earliest = clock.years_from(born, 19)
    born_on = earliest + timedelta(days=int(chance.random() * max(1, (latest - earliest).days)))
    is_girl = chance.random() < 0.48
    return NewMember(
        f"{chance.choice(_names('women' if is_girl else 'men'))} {family}",
        Member.Kin.DAUGHTER if is_girl else Member.Kin.SON,
        Sex.WOMAN if is_girl else Sex.MAN,
        min(born_on, on - 100 * DAY),
        is_married=(on - born_on).days > 21 * 365 and chance.random() < 0.4,
    )

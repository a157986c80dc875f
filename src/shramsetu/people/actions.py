"""The only code that writes persons and one-time codes."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from shramsetu import rulebook
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, names
from shramsetu.people import errors, rules
from shramsetu.people.models import OneTimeCode, Person
from shramsetu.people.queries import phone_key
from shramsetu.prepared import Rows

Send = Callable[[str, str], object]
_KNOWN = Rows(lambda phone: Person.objects.filter(phone=phone, erased_at=None).order_by("pk"), phone=str)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Said:
    """Who a person is by their own word: a name in any spelling, a phone (E.164 or ""), how else to reach them."""

    name: str
    phone: str
    other_phone: str = ""
    email: str = ""
    address: str = ""
    language: str = "hi"


def find_or_make(
    *,
    name: str,
    phone: str,
    at: datetime,
    other_phone: str = "",
    email: str = "",
    address: str = "",
    language: str = "hi",
) -> Person:
    """Return the person with this phone (E.164 or "") and this name in any spelling, made if there is none.

    What is newly said of address, e-mail and second phone is kept. Without a phone nobody is recognised.
    """
    return find_or_make_many([Said(name, phone, other_phone, email, address, language)], at=at)[0]


@transaction.atomic(savepoint=False)
def find_or_make_many(told: Sequence[Said], *, at: datetime) -> list[Person]:
    """Return the person of each word, in the order given; two words of one person among them give one row."""
    known = _by_phone({one.phone for one in told} - {""})
    found, made = [], []
    for one in told:
        keys = names.keys(one.name)
        row = next((row for row in known.get(one.phone, ()) if rules.is_same_name(row.keys, keys)), None)
        if row is None:
            row = Person(keys=keys, made_at=at, **asdict(one))
            made.append(row)
            if one.phone:
                known.setdefault(one.phone, []).append(row)
        else:
            _refresh(row, other_phone=one.other_phone, email=one.email, address=one.address)
        found.append(row)
    Person.objects.bulk_create(made)
    return found


@transaction.atomic
def change_phone(person: Person, *, phone: str, by: Actor, at: datetime) -> Person:
    """Mend the phone (E.164) of a person who gave a wrong one."""
    private = {"from": person.phone, "to": phone}
    Person.objects.filter(pk=person.pk).update(phone=phone)
    journal.append(f"person:{person.pk}", "change_phone", by=by, at=at, detail={}, private=private)
    person.phone = phone
    return person


@transaction.atomic
def send_code(phone: str, *, source: str, at: datetime, send: Send) -> OneTimeCode:
    """Make a one-time code for `phone` (E.164) and hand it to `send(phone, code)` in the same transaction.

    `source` is the network address that asks. Raises TooSoon or TooMany; then nothing is sent. A newer code ends the
    ones before it.
    """
    key = phone_key(phone)
    asked_from = rules.keyed(source, settings.LOOKUP_KEY, "source") if source else ""
    _one_at_a_time(key, asked_from)
    _throttle(key, asked_from, at)
    book, day = rulebook.book(), clock.day(at)
    code = (
        f"{secrets.randbelow(10 ** book.number('signin.code_digits', day)):0{book.number('signin.code_digits', day)}d}"
    )
    OneTimeCode.objects.filter(phone_key=key, used_at=None, expires_at__gt=at).update(expires_at=at)
    made = OneTimeCode.objects.create(
        phone_key=key,
        digest=_digest(key, code),
        made_at=at,
        expires_at=at + timedelta(minutes=book.number("signin.code_minutes", day)),
        source=asked_from,
    )
    send(phone, code)
    return made


def check_code(phone: str, code: str, *, at: datetime) -> str:
    """Use up the code last sent to `phone` and return the phone's key. Raises WrongCode or NoCode.

    A wrong try is counted and kept although it raises; after the last one the code is gone.
    """
    key = phone_key(phone)
    tries = rulebook.book().number("signin.code_attempts", clock.day(at))
    waiting = OneTimeCode.objects.filter(phone_key=key, used_at=None, expires_at__gt=at, tries__lt=tries)
    found = waiting.order_by("-made_at").first()
    # Counted before it is compared, by a guarded update, so that tries sent at once count each.
    if found is None or not waiting.filter(pk=found.pk).update(tries=F("tries") + 1):
        raise errors.NoCode
    if not rules.same(found.digest, _digest(key, code.strip())):
        raise errors.WrongCode
    if not OneTimeCode.objects.filter(pk=found.pk, used_at=None).update(used_at=at):
        raise errors.NoCode
    return key


@transaction.atomic
def erase(persons: Sequence[int], *, at: datetime) -> int:
    """Erase name, phones and addresses of `persons` (keys of rows that nothing refers to any more); return how many."""
    blank = {"name": "", "phone": "", "other_phone": "", "email": "", "address": "", "keys": []}
    count = Person.objects.filter(pk__in=persons, erased_at=None).update(erased_at=at, **blank)
    journal.forget_all(f"person:{pk}" for pk in persons)
    return count


def forget_codes(*, at: datetime) -> int:
    """Remove codes that are older than the rulebook keeps them; return how many."""
    kept = timedelta(days=rulebook.book().number("privacy.code_days", clock.day(at)))
    return OneTimeCode.objects.filter(made_at__lt=at - kept).delete()[0]


def _by_phone(phones: set[str]) -> dict[str, list[Person]]:
    """Return the persons of each phone, the oldest first."""
    if len(phones) == 1:
        return {phone: _KNOWN.all(phone=phone) for phone in phones}
    found: dict[str, list[Person]] = {}
    for row in Person.objects.filter(phone__in=phones, erased_at=None).order_by("pk") if phones else ():
        found.setdefault(row.phone, []).append(row)
    return found


def _refresh(person: Person, **said: str) -> None:
    """Keep what is newly said; in the row too, where there is one already."""
    new = {name: value for name, value in said.items() if value and getattr(person, name) != value}
    for name, value in new.items():
        setattr(person, name, value)
    if new and person.pk:
        Person.objects.filter(pk=person.pk).update(**new)


def _digest(key: str, code: str) -> str:
    return rules.keyed(f"{key}\x1f{code}", settings.LOOKUP_KEY, "code")


def _one_at_a_time(*keys: str) -> None:
    """Let requests for the same phone or from the same address wait for each other until the end of the transaction."""
    with connection.cursor() as cursor:
        for key in sorted(filter(None, keys)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [key])


def _throttle(key: str, source: str, at: datetime) -> None:
    book, day = rulebook.book(), clock.day(at)
    mine = OneTimeCode.objects.filter(phone_key=key)
    if mine.filter(made_at__gt=at - timedelta(seconds=book.number("signin.code_wait_seconds", day))).exists():
        raise errors.TooSoon
    ceilings = [
        (mine.filter(made_at__gt=at - HOUR), "signin.codes_per_phone_hour"),
        (OneTimeCode.objects.filter(made_at__gt=at - MINUTE), "signin.codes_per_state_minute"),
    ]
    if source:
        ceilings.append(
            (OneTimeCode.objects.filter(source=source, made_at__gt=at - HOUR), "signin.codes_per_address_hour")
        )
    if any(rows.count() >= book.number(figure, day) for rows, figure in ceilings):
        raise errors.TooMany

"""A worker's row and all that was told with it, written in one transaction; a repeat under one key changes nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, numbers
from shramsetu.lib.aadhaar_tokens import Token
from shramsetu.people.vault import vault
from shramsetu.workers.actions import accounts
from shramsetu.workers.entry import Aadhaar, NewMember, NewSpell, NewWorker
from shramsetu.workers.familyid.actions import comparing, taking
from shramsetu.workers.models import Account, Family, Identity, Member, Nominee, Spell, Worker
from shramsetu.workers.rules import keys
from shramsetu.workers.rules.household import Person

OWN = "W"  # begins the number of a family that has no Family ID yet: W and the worker's number


def enter(new: NewWorker, *, by: Actor, at: datetime) -> Worker:
    """Enter a worker with numbers, family, account, nominees and work; return the row there is for `new.key`.

    It opens no case and admits to no board. Raises people.vault.NoKeys where an Aadhaar number cannot be taken.
    """
    return enter_many([new], by=by, at=at)[0]


def enter_many(told: Sequence[NewWorker], *, by: Actor, at: datetime) -> list[Worker]:
    """Enter workers as `enter` does one, in the order given and by as many statements; all of them or none.

    One key twice among them is one worker.
    """
    try:
        with transaction.atomic():
            return _entered(told, by=by, at=at)
    except IntegrityError:  # another sending of the same line was quicker: its row is there now
        with transaction.atomic():
            return _entered(told, by=by, at=at)


def prepare(new: NewWorker) -> dict[str, Any]:
    """Give the columns of the worker's row, but for number, family and times; it asks no database."""
    columns: dict[str, Any] = {
        "name": new.name,
        "other_name": new.other_name,
        "parent": new.parent,
        "relation": new.relation,
        "sex": new.sex,
        "born_on": new.born_on,
        "is_born_known": new.is_born_known,
        "phone": new.phone,
        "language": new.language,
        "district_id": new.district.pk,
        "place_id": new.place.pk if new.place else None,
        "address": new.address,
        "pin": new.pin,
        "uan": new.uan.number if new.uan else "",
        "name_key": keys.whole(new.name),
        "parent_key": keys.whole(new.parent),
        "keys": keys.of_worker(new.name, new.other_name, new.parent),
        "key": new.key,
    }
    if token := token_of(new.aadhaar):
        columns |= {
            "aadhaar_digest": token.digest,
            "aadhaar_key": token.key_id,
            "aadhaar_last_four": token.last_four,
        }
    return columns


def next_numbers(count: int) -> list[str]:
    """Take `count` numbers of workers that nobody else gets."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('workers_number') FROM generate_series(1, %s)", [count])
        return [numbers.worker_number_for(row[0], settings.NUMBER_KEY) for row in cursor.fetchall()]


def token_of(told: Aadhaar) -> Token | None:
    """Give what rows keep of an Aadhaar number; a draft holds its token alone."""
    return told if told is None or isinstance(told, Token) else vault().token(told)


def spell_row(worker: Worker, told: NewSpell) -> Spell:
    """Return the row of one spell, not yet written; the same certificate sent twice has the same key."""
    words = (told.employer.strip().casefold(), told.first_on, told.last_on, told.days, told.proof, told.reference)
    return Spell(
        worker=worker,
        employer=told.employer,
        employer_phone=told.employer_phone,
        trade=told.trade,
        district=told.district,
        first_on=told.first_on,
        last_on=told.last_on,
        days=told.days,
        proof=told.proof,
        file_id=told.file,
        reference=told.reference,
        key=sha256("\x1f".join(map(str, words)).encode()).hexdigest(),
    )


def _entered(told: Sequence[NewWorker], *, by: Actor, at: datetime) -> list[Worker]:
    known = {one.key: one for one in Worker.objects.filter(key__in={new.key for new in told} - {""})}
    fresh: dict[str | int, NewWorker] = {}
    for place, new in enumerate(told):
        if new.key not in known:
            fresh.setdefault(new.key or place, new)
    rows = _write(list(fresh.values()), by=by, at=at) if fresh else []
    made = dict(zip(fresh, rows, strict=True))
    return [known.get(new.key) or made[new.key or place] for place, new in enumerate(told)]


def _write(told: Sequence[NewWorker], *, by: Actor, at: datetime) -> list[Worker]:
    taken = next_numbers(len(told))
    workers = [Worker(number=number, made_at=at, **prepare(new)) for number, new in zip(taken, told, strict=True)]
    pairs = list(zip(told, workers, strict=True))
    for new, worker in pairs:
        worker.district, worker.place = new.district, new.place  # at hand for what comes next
    _join_families(pairs, at=at)
    Worker.objects.bulk_create(workers)
    taking.seat_many(workers)
    says = [(worker, _persons(new)) for new, worker in pairs if new.members]
    comparing.say_first(says, at=at)
    Identity.objects.bulk_create(
        Identity(worker=worker, kind=str(one.kind), number=one.number) for new, worker in pairs for one in _others(new)
    )
    Spell.objects.bulk_create(
        (spell_row(worker, one) for new, worker in pairs for one in new.spells), ignore_conflicts=True
    )
    Nominee.objects.bulk_create(
        Nominee(worker=worker, name=one.name, kin=one.kin, born_on=one.born_on, share_percent=one.share_percent)
        for new, worker in pairs
        for one in new.nominees
    )
    Account.objects.bulk_create(
        accounts.closed(worker, new.account, by=by, at=at) for new, worker in pairs if new.account
    )
    notes = [journal.Note(worker.stream, "enter", {"district": new.district.lgd_code}) for new, worker in pairs]
    journal.append_many(notes, by=by, at=at)
    return workers


def _others(new: NewWorker) -> Iterable[Any]:
    """Give the numbers that have no column: a ration card stands beside a Family ID that differs from it."""
    extra = [new.ration_card] if new.ration_card and new.family_id else []
    return [*extra, *new.identities]


def _join_families(pairs: Sequence[tuple[NewWorker, Worker]], *, at: datetime) -> None:
    """Find the family of each number, or lay it down by the first worker's word; what was told before stays."""
    wanted: dict[str, NewWorker] = {}
    for new, worker in pairs:
        if number := _family_number(new, worker):
            wanted.setdefault(number, new)
    if not wanted:
        return
    families = {one.number: one for one in Family.objects.filter(number__in=wanted)}
    fresh = [
        Family(number=number, district=new.district, source=Family.Source.SAID, as_of=at)
        for number, new in wanted.items()
        if number not in families
    ]
    Family.objects.bulk_create(fresh)
    families |= {one.number: one for one in fresh}
    Member.objects.bulk_create(row for one in fresh for row in _members(wanted[one.number], one, at=at))
    for new, worker in pairs:
        worker.family = families.get(_family_number(new, worker))


def _family_number(new: NewWorker, worker: Worker) -> str:
    return new.family_number or (OWN + worker.number if new.members else "")


def _persons(new: NewWorker) -> list[Person]:
    return [_person(seat, one) for seat, one in enumerate(new.members, start=2)]


def _person(seat: int, told: NewMember) -> Person:
    return Person(seat, told.name, told.kin, told.sex, told.born_on, told.is_married, told.is_disabled)


def _members(new: NewWorker, family: Family, *, at: datetime) -> list[Member]:
    head = NewMember(new.name, Member.Kin.HEAD, new.sex, new.born_on, aadhaar=new.aadhaar)
    return [_member(one, family, seat, at=at) for seat, one in enumerate((head, *new.members), start=1)]


def _member(one: NewMember, family: Family, seat: int, *, at: datetime) -> Member:
    token = token_of(one.aadhaar)
    return Member(
        family=family,
        seat=seat,
        name=one.name,
        kin=one.kin,
        sex=one.sex,
        born_on=one.born_on,
        is_married=one.is_married,
        is_disabled=one.is_disabled,
        aadhaar_digest=token.digest if token else "",
        aadhaar_key=token.key_id if token else "",
        keys=keys.words(one.name),
        since=clock.day(at),
    )

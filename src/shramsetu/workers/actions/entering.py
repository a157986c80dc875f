"""A worker's row and all that was told with it, written in one transaction; a repeat under one key changes nothing."""

from collections.abc import Iterable
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
from shramsetu.workers.models import Family, Identity, Member, Nominee, Spell, Worker
from shramsetu.workers.rules import keys
from shramsetu.workers.rules.household import Person

OWN = "W"  # begins the number of a family that has no Family ID yet: W and the worker's number


def enter(new: NewWorker, *, by: Actor, at: datetime) -> Worker:
    """Enter a worker with numbers, family, account, nominees and work; return the row there is for `new.key`.

    It opens no case and admits to no board. Raises people.vault.NoKeys where an Aadhaar number cannot be taken.
    """
    if known := _known(new.key):
        return known
    try:
        with transaction.atomic():
            return _write(new, by=by, at=at)
    except IntegrityError:
        if known := _known(new.key):  # another sending of the same line was quicker
            return known
        raise


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


def _known(key: str) -> Worker | None:
    return Worker.objects.filter(key=key).first() if key else None


def _write(new: NewWorker, *, by: Actor, at: datetime) -> Worker:
    worker = Worker(number=next_numbers(1)[0], made_at=at, **prepare(new))
    worker.family = _family(new, worker, at=at)
    worker.save(force_insert=True)
    taking.seat(worker)
    if new.members:
        comparing.say(worker, [_person(seat, one) for seat, one in enumerate(new.members, start=2)], at=at)
    Identity.objects.bulk_create(Identity(worker=worker, kind=str(one.kind), number=one.number) for one in _others(new))
    Spell.objects.bulk_create((spell_row(worker, told) for told in new.spells), ignore_conflicts=True)
    Nominee.objects.bulk_create(
        Nominee(worker=worker, name=one.name, kin=one.kin, born_on=one.born_on, share_percent=one.share_percent)
        for one in new.nominees
    )
    if new.account:
        accounts.closed(worker, new.account, by=by, at=at).save(force_insert=True)
    journal.append(worker.stream, "enter", by=by, at=at, detail={"district": new.district.lgd_code})
    return worker


def _others(new: NewWorker) -> Iterable[Any]:
    """Give the numbers that have no column: a ration card stands beside a Family ID that differs from it."""
    extra = [new.ration_card] if new.ration_card and new.family_id else []
    return [*extra, *new.identities]


def _family(new: NewWorker, worker: Worker, *, at: datetime) -> Family | None:
    """Find the family of that number, or lay it down by the worker's word; what a source told before stays."""
    if not (number := new.family_number or (OWN + worker.number if new.members else "")):
        return None
    told = {"district": new.district, "source": Family.Source.SAID, "as_of": at}
    family, made = Family.objects.get_or_create(number=number, defaults=told)
    if made:
        Member.objects.bulk_create(_members(new, family, at=at))
    return family


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

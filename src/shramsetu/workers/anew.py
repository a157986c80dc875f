"""Keys of names made anew, after names are heard differently."""

from itertools import chain
from typing import Any

from django.db import connection

from shramsetu.people import rekeying
from shramsetu.workers.models import Member, Worker
from shramsetu.workers.rules import keys

# Guarded by the names: whoever changes them meanwhile writes their keys too.
_WORKER = """UPDATE workers_worker SET name_key = %s, parent_key = %s, keys = %s
    WHERE id = %s AND name = %s AND other_name = %s AND parent = %s"""
_HELD = ("name", "other_name", "parent", "name_key", "parent_key", "keys")
_MEMBER = "UPDATE workers_member SET keys = %s WHERE id = %s AND name = %s"


def rekey_workers() -> int:
    """Make the keys of every worker's names anew; return how many have changed."""
    changed = last = 0
    rows = Worker.objects.filter(erased_at=None).order_by("pk").prefetch_related("merged").only(*_HELD)
    while batch := list(rows.filter(pk__gt=last)[: rekeying.BATCH]):
        stale = [row for one in batch if (row := _made(one))]
        with connection.cursor() as cursor:
            cursor.executemany(_WORKER, stale)
        changed, last = changed + len(stale), batch[-1].pk
    return changed


def _made(one: Worker) -> tuple[Any, ...]:
    """Give what `_WORKER` takes, nothing if all is as it should be; who was merged into a row is found by it too."""
    name, parent = keys.whole(one.name), keys.whole(one.parent)
    every = (keys.of_worker(row.name, row.other_name, row.parent) for row in (one, *one.merged.all()))
    sounds = list(dict.fromkeys(chain.from_iterable(every)))[: keys.MOST_WORDS]
    if (one.name_key, one.parent_key, set(one.keys)) == (name, parent, set(sounds)):
        return ()
    return name, parent, sounds, one.pk, one.name, one.other_name, one.parent


def rekey_members() -> int:
    """Make the keys of every name in a family anew; return how many have changed."""
    changed = last = 0
    rows = Member.objects.order_by("pk")
    while batch := list(rows.filter(pk__gt=last).only("name", "keys")[: rekeying.BATCH]):
        stale = [(made, one.pk, one.name) for one in batch if one.keys != (made := keys.words(one.name))]
        with connection.cursor() as cursor:
            cursor.executemany(_MEMBER, stale)
        changed, last = changed + len(stale), batch[-1].pk
    return changed

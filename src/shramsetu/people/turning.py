"""Tokens of Aadhaar numbers lie in rows: after a new key of AADHAAR_KEYS they are laid under it, without the number.

A package whose rows hold tokens puts its function into `TOKENS` (in its `upkeep`); it takes no argument, may be stopped
and repeated, and returns how many rows it turned. Until all are turned a search asks for the tokens of every key; two
rows of one number are seen as equal only under the same key.
"""

from collections.abc import Callable

from django.db import connection
from psycopg import sql

from shramsetu.lib.aadhaar_tokens import Token
from shramsetu.people.vault import vault

BATCH = 2000
TOKENS: dict[str, Callable[[], int]] = {}

_OLD = """SELECT id, aadhaar_key, aadhaar_digest FROM {table}
    WHERE id > %s AND aadhaar_digest <> '' AND aadhaar_key <> %s ORDER BY id LIMIT %s"""
# Guarded by the old token: whoever writes another number meanwhile writes its token too.
_TURN = """UPDATE {table} AS kept SET aadhaar_key = made.key, aadhaar_digest = made.digest
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS made (id, was, key, digest)
    WHERE kept.id = made.id AND kept.aadhaar_digest = made.was"""


def turn(table: str) -> int:
    """Lay every token in `aadhaar_digest` and `aadhaar_key` of `table` under the newest key; raises UnknownKey."""
    ours, last, turned = vault(), 0, 0
    old, update = (sql.SQL(one).format(table=sql.Identifier(table)) for one in (_OLD, _TURN))
    with connection.cursor() as cursor:
        while True:
            cursor.execute(old, [last, ours.newest, BATCH])
            rows = cursor.fetchall()
            if not rows:
                return turned
            made = [ours.turned(Token(key, digest, "")) for _, key, digest in rows]
            ids, was = [row[0] for row in rows], [row[2] for row in rows]
            cursor.execute(update, [ids, was, [one.key_id for one in made], [one.digest for one in made]])
            turned, last = turned + cursor.rowcount, ids[-1]

"""Numbers without gaps: letters of a register, references of a stream. Who takes one waits for who took the one before.

The row's lock is held until the transaction ends, so that a number that was taken back with it is given again.
"""

from django.db import connection

_NEXT = """INSERT INTO casework_series AS s (name, year, last) VALUES (%s, %s, 1)
ON CONFLICT (name, year) DO UPDATE SET last = s.last + 1 RETURNING last"""


def following(name: str, year: int) -> int:
    """Return the next number of a series in a year; it counts from 1. The caller is in a transaction."""
    assert connection.in_atomic_block, "a number is given with what it numbers, or not at all"
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [name, year])
        row: tuple[int] = cursor.fetchone()
    return row[0]

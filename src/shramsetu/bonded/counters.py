"""Running numbers of code names and papers: one update raises and reads them."""

from django.db import connection

from shramsetu.places.models import Place

_NEXT = """
INSERT INTO bonded_counter (name, last) VALUES (%s, 1)
ON CONFLICT (name) DO UPDATE SET last = bonded_counter.last + 1 RETURNING last
"""


def following(name: str) -> int:
    """Return the next number under `name`, from 1; the row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [name])
        number: int = cursor.fetchone()[0]
    return number


def code(letter: str, district: Place | None) -> str:
    """Return the next code such as BL-157-00042 (`letter` BL, LGD code of the district; 9 for outside the state)."""
    where = str(district.lgd_code) if district is not None else "9"
    return f"{letter}-{where}-{following(f'code:{letter}:{where}'):05d}"

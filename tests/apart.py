"""A database apart, copied from the tests' own: for what must be committed, or survive the death of its process."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import psycopg
from django.db import connection
from psycopg import sql


@contextmanager
def database(name: str) -> Iterator[str]:
    """Turn this process to a copy of the tests' database and give its URL; the copy is dropped afterwards."""
    given = connection.settings_dict
    own, copy = given["NAME"], f"{given['NAME']}_{name}"
    account = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}@{given['HOST']}:{given['PORT']}"
    connection.close()
    with psycopg.connect(f"postgresql://{account}/postgres", autocommit=True) as admin:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(copy))
        admin.execute(drop)
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(own)))
        given["NAME"] = copy
        try:
            yield f"postgresql://{account}/{copy}"
        finally:
            connection.close()
            given["NAME"] = own
            admin.execute(drop)


OLDEST_ELSEWHERE = """
SELECT min(backend_xid::text::bigint) <= (SELECT coalesce(max(xid), 0) FROM journal_entry)
FROM pg_stat_activity
WHERE backend_xid IS NOT NULL AND (datname IS DISTINCT FROM current_database() OR backend_type <> 'client backend')
"""


def wait_for_others() -> None:
    """Wait until no transaction elsewhere, nor of the server itself, is older than the newest entry here."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(OLDEST_ELSEWHERE)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)

"""A database apart, copied from the tests' own: for what must be committed, or survive the death of its process."""

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

from collections.abc import Iterator

import pytest
from django.db import connection

from shramsetu.messages.models import Message


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Rows that other connections see: committed, and taken away afterwards; the reference data stay."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        try:
            yield
        finally:
            Message.objects.all().delete()
            connection.close()

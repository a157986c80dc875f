from collections.abc import Iterator

import pytest
from tests import apart


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    with django_db_blocker.unblock(), apart.database("journal") as url:  # type: ignore[attr-defined]
        yield url

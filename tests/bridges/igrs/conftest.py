from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.bridges.igrs.world import SECRET, Sandbox


@pytest.fixture
def sandbox(tmp_path: Path, settings: Any) -> Iterator[Sandbox]:
    """An IGRS that runs, and that this site knows."""
    made = Sandbox(tmp_path / "igrs.sqlite3")
    settings.IGRS = {"url": made.url, "secret": SECRET}
    made.start()
    yield made
    made.kill()

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.bridges import cloud
from tests.bridges.servers import Listener, listener
from tests.cast import MONDAY


@pytest.fixture
def hook(settings: Any) -> Iterator[Listener]:
    """Another system's endpoint, in a network that the operator vouches for."""
    with listener() as state:
        settings.BRIDGES_PORTS, settings.BRIDGES_NETWORKS = [443, state.port], ["127.0.0.0/8"]
        yield state


@pytest.fixture
def provider(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[cloud.Cloud]:
    """The other side of the door of WhatsApp, and a site that is set to it; it is Monday morning."""
    with cloud.cloud() as state:
        settings.WHATSAPP, settings.MEDIA_ROOT = cloud.wired(state), tmp_path
        settings.MESSAGE_GATEWAYS = {**settings.MESSAGE_GATEWAYS, "whatsapp": "whatsapp"}
        monkeypatch.setattr(timezone, "now", lambda: MONDAY)
        yield state

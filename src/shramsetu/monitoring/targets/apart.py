"""One step of many at night: whatever is wrong with it, the others are taken."""

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)


def apart(step: Callable[[], int], said: str) -> int:
    """Take one step and return what it returns; 0 where it failed, which is `said` aloud to whoever runs the site."""
    try:
        return step()
    except Exception:
        log.exception(said)
        return 0

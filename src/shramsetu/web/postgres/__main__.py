"""The launcher by hand: start | stop | status | url, then the folder (default var)."""

import sys
from collections.abc import Callable
from pathlib import Path

from shramsetu.web import postgres

VERBS: dict[str, Callable[[Path], object]] = {
    "start": postgres.ensure,
    "stop": postgres.stop,
    "status": postgres.status,
    "url": postgres.ensure,
}


def main() -> None:
    """Serve the command line named at the top."""
    verb = sys.argv[1] if len(sys.argv) > 1 else "status"
    if verb not in VERBS:
        sys.exit(f"{' | '.join(VERBS)}, not {verb}")
    try:
        told = VERBS[verb](Path(sys.argv[2] if len(sys.argv) > 2 else "var"))
    except postgres.NoDatabase as error:
        sys.exit(str(error))
    if verb in {"status", "url"}:
        sys.stdout.write(f"{told}\n")


if __name__ == "__main__":
    main()

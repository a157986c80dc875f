"""How fast roll-ups catch up with the journal, in the batches of the worker."""

import time
from datetime import UTC, datetime

import django

django.setup()

from bench import figures  # noqa: E402 - models come after setup
from bench.given import sheet  # noqa: E402
from shramsetu.insight import actions  # noqa: E402
from shramsetu.journal.models import Entry  # noqa: E402


def main() -> None:
    """Count this database's journal anew and see that the roll-ups agree."""
    found, at = sheet("rollup"), datetime.now(UTC)
    actions.rebuild()
    began = time.monotonic()
    taken = actions.catch_up(at=at)
    seconds = time.monotonic() - began
    found.add("caught up", taken / seconds, "entries a second", entries=taken, journal=Entry.objects.count())
    figures.explain("Must be well above what is written: about 4 entries a lifecycle.")


if __name__ == "__main__":
    main()

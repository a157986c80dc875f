"""How fast the journal is verified: every link, every personal side, every root."""

import time

import django

django.setup()

from bench import figures  # noqa: E402 - models come after setup
from bench.given import sheet  # noqa: E402
from shramsetu.journal import queries  # noqa: E402
from shramsetu.journal.models import Entry  # noqa: E402


def main() -> None:
    """Verify this database's whole journal."""
    found, count = sheet("verify"), Entry.objects.count()
    began = time.monotonic()
    faults = sum(1 for _ in queries.faults())
    found.add("verified", count / (time.monotonic() - began), "entries a second", entries=count)
    found.add("faults", faults, "entries")
    figures.explain("One process. Faults must be 0.")


if __name__ == "__main__":
    main()

"""`shramsetu restore FILE`: bring a site back and prove that it stands as it stood."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.lib.text import grouped
from shramsetu.web import backup, restore


class Command(BaseCommand):
    help = "Bring database and papers back from a file of `backup`, and check journal and cases"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="remove what the database holds now")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restore.restore(options["file"], replace=options["replace"], at=timezone.now())
        except (backup.Refused, OSError) as error:
            raise CommandError(str(error)) from error
        counts = f"{grouped(done.manifest.cases)} प्रकरण · cases, {grouped(done.manifest.entries)} प्रविष्टियाँ · entries"
        self.stdout.write(f"✓ {counts}, {grouped(done.manifest.files)} फ़ाइलें · files ({done.manifest.made_at})")
        for key in done.keys:
            self.stdout.write(f"✗ SEAL_KEYS में {key!r} नहीं · lacks the key {key!r}: its sealed records stay closed")
        if done.faults:
            raise CommandError("\n".join(["लौटी हुई साइट में गड़बड़ी · faults in what came back:", *done.faults[:20]]))
        self.stdout.write("✓ पत्रिका और प्रकरण ठीक हैं · journal and cases stand as they stood")

"""`shramsetu backup FILE`: database and papers of a small site in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.lib.text import grouped
from shramsetu.web import backup


class Command(BaseCommand):
    help = "Write database and papers into one new file; the keys are not in it"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the new file; {} becomes today's date and time")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        target = Path(str(options["file"]).replace("{}", f"{timezone.localtime(now):%Y%m%d-%H%M}"))
        try:
            made = backup.make(target, at=now)
        except (backup.Refused, OSError) as error:
            raise CommandError(str(error)) from error
        counts = f"{grouped(made.cases)} प्रकरण · cases, {grouped(made.files)} फ़ाइलें · files"
        self.stdout.write(f"✓ {target} ({grouped(target.stat().st_size)} bytes): {counts}")
        if made.missing:
            raise CommandError(
                f"{len(made.missing)} काग़ज़ भंडार में नहीं · papers are gone from the store: {' '.join(made.missing[:5])}"
            )

"""`shramsetu places load` and `shramsetu places import FILE.csv`."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.journal.rules import SYSTEM
from shramsetu.lib.text import grouped
from shramsetu.places import actions, listing


class Command(BaseCommand):
    help = "Load the places that come with the platform, or import a list of the Local Government Directory (CSV)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("load", help="states, mandals, districts and post offices; safe to repeat")
        verbs.add_parser("import", help="tehsils, blocks, thanas or villages; all or nothing").add_argument(
            "file", type=Path
        )

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        if options["verb"] == "load":
            written = actions.load(by=SYSTEM, at=now)
            self.stdout.write(f"{grouped(written)} स्थान जोड़े गए।" if written else "स्थान पहले से हैं।")
            return
        path = options["file"]
        assert isinstance(path, Path)
        try:
            written = actions.import_list(path, by=SYSTEM, at=now)
        except FileNotFoundError as error:
            raise CommandError(f"{path}: यह फ़ाइल नहीं मिली।") from error
        except listing.BadList as error:
            raise CommandError("कुछ भी नहीं जोड़ा गया।\n" + "\n".join(error.sentences)) from error
        self.stdout.write(f"{grouped(written)} स्थान जोड़े गए।")

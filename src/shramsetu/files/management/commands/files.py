"""`shramsetu files sweep`, `shramsetu files shut`."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from shramsetu.files import actions


class Command(BaseCommand):
    help = "sweep: remove stored contents that no attachment refers to any more · shut: encrypt papers of sealed cases"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("sweep", help="contents older than a day")
        verbs.add_parser("shut", help="once after an update: papers that were stored before they were encrypted")

    def handle(self, *args: object, **options: object) -> None:
        if options["verb"] == "shut":
            self.stdout.write(f"{actions.shut_all(at=timezone.now())} काग़ज़ बंद किए गए।")
            return
        swept = actions.sweep(at=timezone.now())
        self.stdout.write(f"{swept.blobs} सामग्री और {swept.leftovers} अधूरी फ़ाइलें हटाई गईं।")

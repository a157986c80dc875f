"""`shramsetu files sweep`."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from shramsetu.files import actions


class Command(BaseCommand):
    help = "Remove stored contents that no attachment refers to any more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_subparsers(dest="verb", required=True).add_parser("sweep", help="contents older than a day")

    def handle(self, *args: object, **options: object) -> None:
        swept = actions.sweep(at=timezone.now())
        self.stdout.write(f"{swept.blobs} सामग्री और {swept.leftovers} अधूरी फ़ाइलें हटाई गईं।")

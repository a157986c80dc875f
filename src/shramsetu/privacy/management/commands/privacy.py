"""`shramsetu privacy due`: what has served its time. `erase` does it now instead of at night."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.privacy import actions, queries


class Command(BaseCommand):
    help = "due: what is past its time of keeping · erase: erase it now"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["due", "erase"])

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        if options["what"] == "erase":
            for name, count in actions.erase_all(by=SYSTEM, at=now).items():
                self.stdout.write(f"✓ {name}: {count} erased")
            return
        for one in queries.standings(now):
            self.stdout.write(f"{one.kind.name}: {one.waiting} from before {clock.day(one.before)} ({one.kind.figure})")

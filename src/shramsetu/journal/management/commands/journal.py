"""`shramsetu journal verify`: does everything that was written still stand as it was written?"""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.journal import actions, queries, rules
from shramsetu.journal.models import Entry, Root

MOST = 20


class Command(BaseCommand):
    help = "verify: check every chain, head and signed root · close: sign a root now · roots: print the last roots"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify", "close", "roots"])

    def handle(self, *args: object, **options: object) -> None:
        {"verify": self.verify, "close": self.close, "roots": self.roots}[str(options["what"])]()

    def verify(self) -> None:
        found = []
        for fault in queries.faults():
            found.append(fault)
            if len(found) <= MOST:
                self.stdout.write(f"✗ {fault.stream} #{fault.seq}: {fault.what}")
        counts = f"{Entry.objects.count()} entries, {Root.objects.count()} roots"
        if found:
            raise CommandError(f"पत्रिका में {len(found)} गड़बड़ी · {len(found)} faults in {counts}")
        self.stdout.write(f"✓ पत्रिका ठीक है · the journal holds: {counts}")

    def close(self) -> None:
        root = actions.close_root(at=timezone.now())
        self.stdout.write(f"{root.digest.hex()} ({root.heads} heads)" if root else "nothing moved · कुछ नहीं बदला")

    def roots(self) -> None:
        self.stdout.write(f"public key {rules.public_key(settings.SECRET_KEY.encode())}")
        for root in Root.objects.order_by("-id")[:MOST]:
            self.stdout.write(f"{root.closed_at:%Y-%m-%d %H:%M} {bytes(root.digest).hex()} heads={root.heads}")

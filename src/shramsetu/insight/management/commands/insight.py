"""`shramsetu insight rollup`, `rebuild` and `verify`."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.insight import actions, proof
from shramsetu.lib.text import grouped


class Command(BaseCommand):
    help = "Bring the figures up to date, count them anew, or prove them against the cases themselves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("rollup", help="count what the journal holds beyond the last count")
        verbs.add_parser("rebuild", help="empty the roll-ups and count the whole journal")
        verbs.add_parser("verify", help="compare the roll-ups with a direct count; fails where they differ")

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        if options["verb"] == "verify":
            self._verify()
            return
        if options["verb"] == "rebuild":
            actions.rebuild()
        taken = actions.catch_up(at=now)
        self.stdout.write(f"{grouped(taken)} प्रविष्टियाँ गिनी गईं।")

    def _verify(self) -> None:
        found = proof.differences(at=timezone.now())
        for one in found[:50]:
            self.stderr.write(f"{one.check} {one.key}: आँकड़ों में {one.rolled_up}, प्रकरणों में {one.counted}")
        if found:
            raise CommandError(f"{grouped(len(found))} आँकड़े प्रकरणों से नहीं मिलते। `shramsetu insight rebuild` चलाएँ।")
        self.stdout.write(f"आँकड़े प्रकरणों से मिलते हैं ({len(proof.CHECKS)} तुलनाएँ)।")

"""`shramsetu mail fetch | status`: the mailbox by hand."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from shramsetu.intake.mail import actions, imap, queries


class Command(BaseCommand):
    help = "ई-मेल लाना और स्थिति · fetch e-mails, or say how the mailbox stands"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("word", choices=["fetch", "status"])

    def handle(self, *args: Any, word: str, **options: Any) -> None:
        """Do what the word says."""
        if not imap.is_set():
            sys.exit("✗ IMAP_URL नहीं दिया गया · is not set")
        if word == "fetch":
            self._fetch()
        failing = queries.failing()
        for one in queries.counts():
            self.stdout.write(f"{one.name}: {one.count}")
        self.stdout.write(f"unmarked: {queries.unmarked()}")
        if failing:
            sys.exit(f"✗ {failing.name}: {failing.error}, {failing.failing_since:%Y-%m-%d %H:%M}")

    def _fetch(self) -> None:
        at = timezone.now()
        try:
            taken = actions.fetch(at=at)
        except imap.NoMailbox as error:
            sys.exit(f"✗ डाकपेटी नहीं खुली · the mailbox cannot be read: {error.reason}")
        self.stdout.write(f"✓ {taken} लाए · fetched, {actions.read_waiting(at=at)} पढ़े · read")

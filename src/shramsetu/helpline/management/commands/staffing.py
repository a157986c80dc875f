"""`shramsetu staffing count` and `recount`: the roll-ups of the helpline's calls."""

from argparse import ArgumentParser
from datetime import date, timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from shramsetu.helpline.actions import counting
from shramsetu.lib import clock
from shramsetu.lib.text import grouped

USUAL = timedelta(weeks=12)


class Command(BaseCommand):
    help = "Bring the half-hours and days of the helpline up to date, or count them anew from the calls."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("count", help="count what ended or changed since the last time")
        again = verbs.add_parser("recount", help="count whole days anew from the calls that are still there")
        again.add_argument("--since", type=date.fromisoformat, help="first day, 2026-11-01; else twelve weeks ago")
        again.add_argument("--until", type=date.fromisoformat, help="last day; else today")

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        if options["verb"] == "count":
            counted = counting.catch_up(at=now)
            counting.count_today(at=now)
            self.stdout.write(f"{grouped(counted)} आधे घंटे गिने गए।")
            return
        since, until = options["since"] or clock.day(now) - USUAL, options["until"] or clock.day(now)
        assert isinstance(since, date)
        assert isinstance(until, date)
        counting.recount(since, until, at=now)
        self.stdout.write(f"{since} से {until} तक फिर से गिना गया।")

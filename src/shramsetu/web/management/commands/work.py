"""`shramsetu work [--lane NAME …]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.lib import lanes
from shramsetu.web import working


class Command(BaseCommand):
    help = "Do the background work until Ctrl-C or SIGTERM: every lane, or those that are named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lane", action="append", choices=lanes.NAMES, help="this lane alone; may be repeated")

    def handle(self, *args: object, **options: Any) -> None:
        chosen = [lane for lane in lanes.LANES if lane.name in (options["lane"] or lanes.NAMES)]
        if not working.run(chosen, at=timezone.now()):
            raise CommandError("काम करने वाली प्रक्रिया रुक गई; वजह लॉग में है।")

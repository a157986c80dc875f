"""`shramsetu routing coverage` and `shramsetu routing explain CATEGORY PLACE`."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.offices import queries, words
from shramsetu.places import queries as places


class Command(BaseCommand):
    help = "Show which category has no officer in which district, or why a complaint goes to whom."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        coverage = verbs.add_parser("coverage", help="every category, district and level without an officer in charge")
        explain = verbs.add_parser("explain", help="who answers at each level for CATEGORY in PLACE, and why")
        explain.add_argument("category")
        explain.add_argument("place", help="name, former name or PIN; - for unknown")
        for verb in (coverage, explain):
            verb.add_argument("--on", type=date.fromisoformat, help="a day such as 2026-11-20; today if left out")

    def handle(self, *args: object, **options: object) -> None:
        on = options["on"] or clock.day(timezone.now())
        assert isinstance(on, date)
        if options["verb"] == "coverage":
            self._coverage(on)
        else:
            self._explain(str(options["category"]), str(options["place"]), on)

    def _coverage(self, on: date) -> None:
        count = 0
        for gap in queries.gaps(on):
            count += 1
            self.stdout.write(f"{gap.category}\t{gap.district.name_en}\tL{gap.level}")
        self.stdout.write(f"अधिकारी के बिना (श्रेणी, ज़िला, स्तर): {count}")

    def _explain(self, category: str, text: str, on: date) -> None:
        if category not in rulebook.book().categories:
            raise CommandError(f"{category}: यह श्रेणी नियम पुस्तिका में नहीं है।")
        found = [] if text == "-" else places.find(text, limit=1)
        if not found and text != "-":
            raise CommandError(f"{text}: यह जगह नहीं मिली; अज्ञात के लिए - लिखें।")
        for level in range(1, 5):
            answer = queries.routing(category=category, place=found[0] if found else None, level=level, on=on)
            self.stdout.write(f"L{level}\t{answer.post.code}\t{answer.post.title_hi}")
            for sentence in words.sentences(answer):
                self.stdout.write(f"\t{sentence}")

"""`shramsetu eligibility extract | list`: write the facts of all workers to Parquet; list who has not claimed."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from shramsetu.casework import runs
from shramsetu.casework.models import Run
from shramsetu.journal.rules import Actor
from shramsetu.lib.text import grouped
from shramsetu.offices import queries as offices
from shramsetu.schemes import extracts
from shramsetu.schemes.actions import unclaimed
from shramsetu.schemes.models import Unclaimed


class Command(BaseCommand):
    help = (
        "extract: write the facts of all workers to Parquet files, once a day, and say how long it took"
        " · list: make the list of who has not claimed, here and now"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["extract", "list"])

    def handle(self, *args: object, **options: object) -> None:
        getattr(self, str(options["what"]))()

    def extract(self) -> None:
        made = extracts.fresh(at=timezone.now(), tell=self._told)
        size = f"{made.size_bytes / 2**20:,.1f} MiB"
        self.stdout.write(f"\r✓ {grouped(made.workers)} श्रमिक · workers, {size}, {made.seconds} s: {made.folder}")

    def list(self) -> None:
        at, desk = timezone.now(), offices.state_desk()
        run = unclaimed.begin(at=at, by=Actor(role=desk.role, post_id=desk.pk))
        while runs.step(run.pk, at=at):
            self._told(run.chunks.filter(state="done").count(), run.chunks.count())
        done = Run.objects.get(pk=run.pk)
        there = Unclaimed.objects.filter(over_on=None).count()
        self.stdout.write(f"\r✓ {grouped(there)} सूची में · on the list, {done.get_state_display()}")

    def _told(self, done: int, parts: int) -> None:
        self.stdout.write(f"\r{done} / {parts}", ending="")

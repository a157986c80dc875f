"""`shramsetu runs`: which large jobs there are. `--work N` does the job N in this process, with a bar."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.casework import run_list, runs
from shramsetu.casework.models import Run
from shramsetu.lib.text import grouped

WIDTH = 30


class Command(BaseCommand):
    help = "List large jobs, newest first; --work N does job N here beside the workers and shows how far it is"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--work", type=int, metavar="N")

    def handle(self, *args: object, **options: object) -> None:
        if options["work"] is None:
            for run in Run.objects.order_by("-made_at", "-id")[:20]:
                self.stdout.write(f"{run.pk:>6} {run.get_state_display():10} {self._bar(run)} {run.title}")
            return
        pk = int(str(options["work"]))
        if not Run.objects.filter(pk=pk).exists():
            raise CommandError(f"ऐसा कोई काम नहीं · no such job: {pk}")
        while runs.step(pk, at=timezone.now()):
            self.stdout.write(f"\r{self._bar(Run.objects.get(pk=pk))}", ending="")
        run = Run.objects.get(pk=pk)
        self.stdout.write(f"\r{self._bar(run)} {run.get_state_display()}")

    def _bar(self, run: Run) -> str:
        progress = run_list.progress(run)
        full = progress.percent * WIDTH // 100
        bar = "█" * full + "░" * (WIDTH - full)
        failed = f" · {grouped(progress.failed)} नहीं · not done" if progress.failed else ""
        return f"{bar} {progress.percent:>3}% {grouped(progress.done)} / {grouped(progress.rows)}{failed}"

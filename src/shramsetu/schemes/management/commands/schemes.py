"""`shramsetu schemes reconcile | pensions | files`: prove all sums, make pensions, write missing files."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock, money
from shramsetu.lib.text import grouped
from shramsetu.schemes import proof
from shramsetu.schemes.actions import batches, pensions
from shramsetu.schemes.models import Award, Due

BOARDS = ("bocw", "uow")


class Command(BaseCommand):
    help = (
        "reconcile: prove that awards, batches, files and the bank's answers agree, to the paisa"
        " · pensions: make the pensions due up to a month (again makes nothing more)"
        " · files: write the files of approved batches that have none"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["reconcile", "pensions", "files"])
        parser.add_argument("--month", help="of the pensions, as 2026-12; without it the present one")

    def handle(self, *args: object, **options: object) -> None:
        with translation.override("hi"):
            getattr(self, str(options["what"]))(options["month"])

    def reconcile(self, month: object) -> None:
        del month
        found = proof.faults()
        for fault in found:
            sign = "✗" if fault.count else "✓"
            self.stdout.write(f"{sign} {fault.name} · {fault.said}: {fault.count} {' '.join(fault.examples)}".rstrip())
        kinds, stages = dict(Award.Kind.choices), dict(Due.Stage.choices)
        for one in proof.totals():
            sums = f"{grouped(one.count)} · {money.rupees(one.paise)}"
            self.stdout.write(f"  {kinds[one.kind]} ({one.kind}) · {stages[one.stage]} ({one.stage}): {sums}")
        if wrong := sum(fault.count for fault in found):
            raise CommandError(f"मिलान में {wrong} गड़बड़ी · {wrong} things do not fit")
        self.stdout.write("✓ सब मिलता है · everything fits")

    def pensions(self, month: object) -> None:
        at = timezone.now()
        upto = _month(str(month)) if month else clock.day(at)
        for board in BOARDS:
            made = pensions.run(board, upto, by=SYSTEM, at=at)
            self.stdout.write(f"{board}: {grouped(made.dues)} · {money.rupees(made.paise)} · {made.awards} pensions")

    def files(self, month: object) -> None:
        del month
        at = timezone.now()
        for batch in batches.unwritten():
            batches.write(batch, at=at)
            self.stdout.write(batch.number)


def _month(said: str) -> date:
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError:
        raise CommandError(f"{said}: write the month as 2026-12") from None

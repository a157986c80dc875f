"""`shramsetu casework reconcile`: prove that no case is lost. `tick` does what the clock has made due, `rewrap` turns
the sealed records to the first key of the environment."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.casework import actions, reconcile, sealing
from shramsetu.casework.models import CLOSED, FINAL, Case


class Command(BaseCommand):
    help = "reconcile: prove that nothing is lost · tick: do what is due now · rewrap: after a new sealing key"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["reconcile", "tick", "rewrap"])

    def handle(self, *args: object, **options: object) -> None:
        {"reconcile": self.reconcile, "tick": self.tick, "rewrap": self.rewrap}[str(options["what"])]()

    def reconcile(self) -> None:
        found = reconcile.keep(at=timezone.now())
        for finding in found:
            sign = "✗" if finding.count else "✓"
            self.stdout.write(f"{sign} {finding.name}: {finding.count} {' '.join(finding.numbers)}".rstrip())
        wrong = sum(finding.count for finding in found)
        if wrong:
            raise CommandError(f"मिलान में {wrong} गड़बड़ी · {wrong} cases do not fit")
        open_ones = Case.objects.exclude(phase__in=[CLOSED, FINAL]).count()
        self.stdout.write(f"✓ कोई प्रकरण खोया नहीं · no case is lost: {Case.objects.count()} cases, {open_ones} open")

    def tick(self) -> None:
        at = timezone.now()
        moved = actions.escalate_overdue(at=at, batch=100_000)
        warned = actions.warn_holders(at=at, batch=100_000)
        final = actions.finalise_rested(at=at, batch=100_000)
        self.stdout.write(f"escalated {moved}, warned {warned}, final {final}")

    def rewrap(self) -> None:
        self.stdout.write(f"✓ {sealing.rewrap_all()} sealed records turned to the first key")

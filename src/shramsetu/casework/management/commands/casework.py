"""`shramsetu casework reconcile`: prove that no case is lost. `tick` does what the clock has made due, `rewrap` turns
all that is sealed to the first key of the environment, `due` says which due times a new rule moves, `recompute` moves
them."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.casework import actions, reconcile, redue, rewrapping
from shramsetu.casework.models import CLOSED, FINAL, Case
from shramsetu.journal.rules import SYSTEM


class Command(BaseCommand):
    help = (
        "reconcile: prove that nothing is lost · tick: do what is due now · rewrap: after a new sealing key"
        " · due: which due times a new limit or holiday moves · recompute: move them"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["reconcile", "tick", "rewrap", "due", "recompute"])

    def handle(self, *args: object, **options: object) -> None:
        getattr(self, str(options["what"]))()

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
        locked = 0
        for name, turned in rewrapping.turn_all(at=timezone.now()):
            locked += turned.locked
            left = f" · {turned.locked} नहीं खुले · cannot be opened" if turned.locked else ""
            self.stdout.write(f"{'✗' if turned.locked else '✓'} {name}: {turned.done}{left}")
        if locked:
            raise CommandError("पुरानी कुंजी अभी न हटाएँ · a key is missing: keep the old ones and run this again")
        self.stdout.write("✓ सब कुछ पहली कुंजी पर है · all is under the first key; the old ones can go")

    def due(self) -> None:
        at, found = timezone.now(), 0
        for change in redue.changes(redue.running(at).iterator(chunk_size=redue.CHUNK), at=at):
            found += 1
            times = f"{change.case.due_at} → {change.due.at} ({change.days:+d} d)"
            self.stdout.write(f"{change.case.number} {times} {change.due.key}")
        self.stdout.write(f"{found} would change; nothing was changed. To do it: shramsetu casework recompute")

    def recompute(self) -> None:
        done = redue.recompute_all(by=SYSTEM, at=timezone.now(), tell=self._progress)
        self.stdout.write(f"✓ {done.changed} of {done.total} due times moved, each with an entry")

    def _progress(self, progress: redue.Progress) -> None:
        self.stdout.write(f"… {progress.examined} of {progress.total}, {progress.changed} moved")

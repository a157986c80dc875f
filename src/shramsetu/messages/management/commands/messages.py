"""`shramsetu messages deliver | drain | counts | again ID`."""

import signal
from argparse import ArgumentParser
from threading import Event
from types import FrameType

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.lib.text import grouped
from shramsetu.messages import actions, queries, worker
from shramsetu.messages.models import Message, State


class Command(BaseCommand):
    help = "The outbox: send what is due until stopped, send it once, count, send a parked message again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("deliver", help="send whatever falls due, until Ctrl-C or SIGTERM")
        verbs.add_parser("drain", help="send what is due now, then return")
        verbs.add_parser("counts", help="how many messages are in each state")
        verbs.add_parser("again", help="send a failed or parked message once more").add_argument("id")

    def handle(self, *args: object, **options: object) -> None:
        if options["verb"] == "deliver":
            self._deliver()
        elif options["verb"] == "drain":
            self._say(dict(worker.drain(timezone.now)))
        elif options["verb"] == "again":
            self._again(str(options["id"]))
        else:
            self._say(queries.counts())

    def _deliver(self) -> None:
        stopped = Event()

        def stop(number: int, frame: FrameType | None) -> None:
            stopped.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        worker.run(timezone.now, stopped.is_set)

    def _say(self, counts: dict[str, int]) -> None:
        for state, count in counts.items():
            self.stdout.write(f"{State(state).label}: {grouped(count)}")

    def _again(self, pk: str) -> None:
        message = Message.objects.filter(pk=pk).first()
        if message is None or not actions.send_again(message, at=timezone.now()):
            raise CommandError("यह संदेश नहीं मिला, या वह रुका हुआ नहीं है।")
        self.stdout.write("संदेश फिर से भेजने के लिए रखा गया।")

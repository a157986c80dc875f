"""`shramsetu telephony`: the controller of one node's exchange."""

import asyncio
import gc
import signal
import sys
from argparse import ArgumentParser
from typing import Any

import uvloop
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from shramsetu.helpline.controller import watchdog
from shramsetu.helpline.controller.house import House, Stopped
from shramsetu.helpline.controller.store import Threads
from shramsetu.helpline.exchange import provider

SWITCH_SECONDS = 0.0005  # the loop waits this long for a thread that reads rows, ten times less than is usual


class Command(BaseCommand):
    help = "Run the calls of one exchange: menu, queue, agents, recordings. One process for each node."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--node", default=settings.TELEPHONY_NODE, help="the node's name; one controller for each")
        parser.add_argument(
            "--standby", action="store_true", help="where one runs already, wait ready and take over when it dies"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        store = Threads()
        sys.setswitchinterval(SWITCH_SECONDS)
        gc.freeze()  # what was imported lives as long as we do: never look through it again
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(self.run(str(options["node"]), store, stands_by=bool(options["standby"])))
        except Stopped as error:
            raise CommandError(
                f"दूसरा नियंत्रक इसी नाम से चल रहा है: {error} · another controller runs under this name: {error}"
            ) from error
        finally:
            store.close()

    async def run(self, node: str, store: Threads, *, stands_by: bool) -> None:
        """Serve until SIGTERM or Ctrl-C; calls go on without us, and with us again."""
        exchange, folder = provider.of_settings(node), settings.VAR / "telephony"
        house = House(node=node, exchange=exchange, store=store, folder=folder, stands_by=stands_by)
        serving = asyncio.create_task(house.run())
        beating = asyncio.create_task(watchdog.beat())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, serving.cancel)
        try:
            await serving
        except asyncio.CancelledError:
            return
        finally:
            beating.cancel()

"""`shramsetu simulate day`: a whole day of 1076 on the simulated exchange, and the proof that nothing was lost."""

import sys
import time
from argparse import ArgumentParser
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from shramsetu import rulebook
from shramsetu.casework.models import Case
from shramsetu.demo import callers, ground, people
from shramsetu.helpline.actions import counting
from shramsetu.helpline.models import Call
from shramsetu.helpline.simulation import figures, proof
from shramsetu.helpline.simulation.day import Day, scaled, seats_needed
from shramsetu.lib import clock
from shramsetu.web import postgres

ON = "2026-11-16"  # a Monday
FIGURES = {"calls": "helpline.calls_in_a_day", "outbound": "helpline.calls_out_a_day", "agents": "helpline.seats"}


class Command(BaseCommand):
    help = (
        "day: a whole day of calls on the simulated exchange, in a database of its own, and the proof that none is lost"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["day", "play", "seat"], help="day; the others are its own parts")
        parser.add_argument("--calls", type=int, help="inbound calls of the day (80,000)")
        parser.add_argument("--outbound", type=int, help="outbound calls of the day (55,000)")
        parser.add_argument("--agents", type=int, help="seats of each of the two day shifts (500)")
        parser.add_argument("--scale", type=float, default=1.0, help="share of a whole day, such as 0.05")
        parser.add_argument("--feedback", type=int, help="complaints awaiting feedback (a tenth of the outbound)")
        parser.add_argument("--hours", type=float, default=24.0, help="play only the first hours of the day")
        parser.add_argument("--start", type=float, default=0.0, help="begin at this hour of the day")
        parser.add_argument("--seed", type=int, default=people.SEED, help="another seed is another day")
        parser.add_argument("--on", default=ON, help="the day that is played")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["what"]:
            case "seat":
                call_command("setup", stdout=StringIO())
                people.seat_everyone(at=timezone.now())
            case "play":
                self.play(options)
            case _:
                self.day()

    def day(self) -> None:
        """Make a database apart and play in it, in a process of its own."""
        var = Path(settings.VAR) / "simulate"
        try:
            self.say("अलग डेटाबेस · a database apart: " + str(var))
            status = ground.run(ground.database(var), var, "play", *sys.argv[3:])
        finally:
            postgres.stop(var)
        if status:
            raise SystemExit(status)

    def play(self, options: dict[str, Any]) -> None:
        if not settings.DEMO or Case.objects.exists() or Call.objects.exists():
            raise CommandError("यह केवल ख़ाली अलग डेटाबेस में चलता है · this runs in an empty database apart only")
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
        day = self.prepared(options)
        world = day.play()
        self.say(f"{day.took / 60:.1f} मिनट में · played in {day.took / 60:.1f} minutes")
        over = day.began + timedelta(days=2)
        counting.catch_up(at=over)
        within = rulebook.book().number("helpline.level_seconds", clock.day(day.began))
        for line in figures.of_day(began=day.began, within_seconds=within).lines():
            self.say(line)
        checks = proof.nothing_lost(world, began=day.began)
        for check in checks:
            self.say(check.line())
        if not all(check.holds for check in checks):
            raise CommandError("✗ कुछ खो गया · something was lost")
        self.say(f"✓ कुछ नहीं खोया · nothing was lost · {day.took * 1000 / max(world.crowd.came, 1):.1f} ms a call")

    def prepared(self, options: dict[str, Any]) -> Day:
        began = clock.moment(datetime.fromisoformat(options["on"]).date())
        book = rulebook.book()
        wanted = {
            name: options[name]
            if options[name] is not None
            else round(book.number(key, began.date()) * options["scale"])
            for name, key in FIGURES.items()
        }
        load = scaled(wanted["calls"], wanted["outbound"], wanted["agents"], seed=options["seed"])
        self.say(
            f"{load.calls:,} आई · in, {load.outbound:,} की गई · out, {load.seats} + {load.seats} + {load.night}"
            f" ऑपरेटर · agents, {options['on']}, seed {load.seed}"
        )
        agents = callers.agents(seats_needed(load), at=began - timedelta(days=30), seed=load.seed)
        share = options["feedback"] if options["feedback"] is not None else load.outbound // 10
        ready = callers.awaiting(share, at=began, seed=load.seed)
        self.say(f"{ready:,} राय की प्रतीक्षा में · await feedback")
        return Day(
            called=callers.phones(max(0, load.outbound - ready), series="+9199997"),
            load=load,
            began=began,
            agents=agents,
            phones=callers.phones(),
            file=callers.filing,
            numbers=[],
            folder=Path(settings.VAR) / "telephony",
            say=self.progress(),
            hours=options["hours"],
            start=options["start"],
        )

    def progress(self) -> Any:  # noqa: ANN401 - a function of one line
        started = time.monotonic()

        def say(line: str) -> None:
            self.say(f"{time.monotonic() - started:6.0f} s  {line}")

        return say

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

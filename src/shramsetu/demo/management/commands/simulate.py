"""`shramsetu simulate day`: a whole day of 1076 on the simulated exchange, and the proof that nothing was lost."""

import os
import sys
import time
from argparse import SUPPRESS, ArgumentParser
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
from shramsetu.demo import halls as watching
from shramsetu.helpline.actions import counting
from shramsetu.helpline.models import Call
from shramsetu.helpline.simulation import figures, halls, proof
from shramsetu.helpline.simulation.day import Day, scaled, seats_needed
from shramsetu.helpline.simulation.halls import Result
from shramsetu.helpline.simulation.shape import Load
from shramsetu.lib import clock

ON = "2026-11-16"  # a Monday
FIGURES = {"calls": "helpline.calls_in_a_day", "outbound": "helpline.calls_out_a_day", "agents": "helpline.seats"}
MOST_HALLS = 2
LARGE_SEATS = 100
CALLS_A_PERSON = 1.4  # who is not reached at first is called again in the same day


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
        parser.add_argument("--halls", type=int, help="processes, each with its share (2 for a large day on 2 cores)")
        parser.add_argument("--hall", type=int, default=0, help=SUPPRESS)
        parser.add_argument("--on", default=ON, help="the day that is played")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["what"]:
            case "seat":
                call_command("setup", stdout=StringIO())
                people.seat_everyone(at=timezone.now())
            case "play":
                self.play(options)
            case _:
                try:
                    with ground.alone(var := Path(settings.VAR) / "simulate"):
                        self.day(var, options)
                except ground.Taken as error:
                    raise CommandError("✗ एक दिन चल रहा है · another day is being played there") from error

    def day(self, var: Path, options: dict[str, Any]) -> None:
        """Play the halls side by side, each in a process and a database of its own; print them as one day."""
        count = options["halls"] or usual_halls(self.load(options))
        self.say(f"अलग डेटाबेस · a database apart: {var} · {count} हॉल · halls")
        began = time.monotonic()
        try:
            urls = ground.databases(var, count)
            told = [*sys.argv[3:], "--halls", str(count)]
            played = [ground.play(var, hall, url, *told, "--hall", str(hall)) for hall, url in enumerate(urls)]
            found = halls.together(watching.watch(played, self.say))
        except watching.Failed as error:
            raise CommandError("✗ एक हॉल रुक गया · a hall's process ended") from error
        finally:
            ground.clear(var, count)
        self.show(found, count)
        self.say(f"{(time.monotonic() - began) / 60:.1f} मिनट कुल · minutes in all")
        if not all(check.holds for check in found.checks):
            raise CommandError("✗ कुछ खो गया · something was lost")

    def show(self, found: Result, count: int) -> None:
        for line in found.figures.lines():
            self.say(line)
        for check in found.checks:
            self.say(check.line())
        calls = found.figures.calls + found.figures.out
        self.say(
            f"{found.seconds / 60:.1f} मिनट में {calls:,.0f} कॉल · calls played in {found.seconds / 60:.1f} minutes,"
            f" {found.seconds * 1000 / max(calls, 1):.1f} ms a call, {found.cpu * 1000 / max(calls, 1):.1f} ms of CPU"
            " without the database"
        )
        if count > 1:
            self.say(f"{count} कतार · queues apart: callers wait a little longer than in one of all the seats")

    def play(self, options: dict[str, Any]) -> None:
        if not settings.DEMO or Case.objects.exists() or Call.objects.exists():
            raise CommandError("यह केवल ख़ाली अलग डेटाबेस में चलता है · this runs in an empty database apart only")
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
        day = self.prepared(options)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # a database of a minute ago knows nothing of itself
        world = day.play()
        counting.catch_up(at=day.began + timedelta(days=2))
        within = rulebook.book().number("helpline.level_seconds", clock.day(day.began))
        found = figures.of_day(began=day.began, within_seconds=within)
        self.say(watching.result(Result(found, proof.nothing_lost(world, began=day.began), day.took, day.cpu)))

    def load(self, options: dict[str, Any]) -> Load:
        on = datetime.fromisoformat(options["on"]).date()
        wanted = {
            name: options[name]
            if options[name] is not None
            else round(rulebook.book().number(key, on) * options["scale"])
            for name, key in FIGURES.items()
        }
        return scaled(wanted["calls"], wanted["outbound"], wanted["agents"], seed=options["seed"])

    def prepared(self, options: dict[str, Any]) -> Day:
        began = clock.moment(datetime.fromisoformat(options["on"]).date())
        hall, count = options["hall"], options["halls"] or 1
        whole = self.load(options)
        load = halls.share(whole, hall, count)
        self.say(
            f"{load.calls:,} आई · in, {load.outbound:,} की गई · out, {load.seats} + {load.seats} + {load.night}"
            f" ऑपरेटर · agents, {options['on']}, seed {load.seed}"
        )
        agents = callers.agents(seats_needed(load), at=began - timedelta(days=30), seed=load.seed)
        asked = options["feedback"] if options["feedback"] is not None else whole.outbound // 10
        ready = callers.awaiting(asked // count, at=began, seed=load.seed)
        self.say(f"{ready:,} राय की प्रतीक्षा में · await feedback")
        people = max(0, round(load.outbound / CALLS_A_PERSON) - ready)
        return Day(
            called=callers.phones(people, series="+9199997"),
            load=load,
            began=began,
            agents=agents,
            phones=halls.whose(callers.phones(), hall, count),
            file=callers.filing,
            numbers=[],
            folder=Path(settings.VAR) / "telephony",
            say=lambda progress: self.say(watching.tell(progress)),
            hours=options["hours"],
            start=options["start"],
        )

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def usual_halls(load: Load) -> int:
    """Return in how many halls a day is played: a small one in one, else as many as there are cores, at most two."""
    return min(MOST_HALLS, os.cpu_count() or 1) if load.seats >= LARGE_SEATS else 1

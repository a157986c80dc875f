"""`shramsetu demo`: everything set up, filled and served; `demo grow` and `demo wait` work beside it."""

import logging
import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from typing import Any, TextIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.casework.models import Case
from shramsetu.demo import calls, counter, doors, floor, mails, past, people, reviews, simulate, targets
from shramsetu.demo.buildings import play as buildings
from shramsetu.demo.courts import play as courts
from shramsetu.demo.models import Played
from shramsetu.demo.registry import play as registry
from shramsetu.demo.rescues import play, sparing
from shramsetu.web import logs, postgres, supervisor

TOLD_EVERY = 100
log = logging.getLogger(__name__)


def _history(count: int) -> supervisor.Child:
    command = [sys.executable, "-m", "shramsetu.web.cli", "demo", "grow", "--count", str(count)]
    return supervisor.Child("history", command, once=True, later=True, aloud=True)


def _telephony() -> supervisor.Child:
    return supervisor.Child("telephony", [sys.executable, "-m", "shramsetu.web.cli", "demo", "calls"], later=True)


class Command(BaseCommand):
    help = "serve the demo (no word) · grow: play on its history · calls: its telephone · wait: until all is there"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="?", choices=["serve", "first", "grow", "calls", "wait"], default="serve")
        parser.add_argument("--count", type=int, default=simulate.ALL)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("यह केवल नमूने में चलता है: DEMO=yes · this runs in demo mode only: DEMO=yes")
        if options["what"] == "wait":
            self.wait(options["count"])
        elif options["what"] == "calls":
            calls.serve(settings.TELEPHONY_NODE, settings.VAR / "telephony")
        elif options["what"] == "grow":
            past.grow(at=timezone.now())
            if options["count"] > simulate.FIRST:
                self.sit()  # seconds each, and needs nothing of what follows
                self.write()
                self.open_doors()
                self.rescue(soon=False)
                self.enrol(soon=False)
                self.sue(soon=False)
                self.aim()  # what the registry brought counts
                self.build(soon=False)
                self.meet()
            self.grow(options["count"], "इतिहास · history")
        else:
            with logs.kept_in(settings.VAR / "log" / "demo.log") as kept:  # style sheets alone earn dozens of lines
                self.serve(kept, onwards=options["what"] == "serve")

    def serve(self, kept: TextIO, *, onwards: bool) -> None:
        self.say("डेटाबेस और पद · database, places and posts")
        call_command("setup", stdout=self.stdout)
        self.refuse_real_cases()
        people.seat_everyone(at=timezone.now())
        floor.seat_agents(at=timezone.now())
        self.grow_together(simulate.FIRST, kept)
        if not onwards:
            return
        try:
            supervisor.serve(
                var=settings.VAR, ready=self.tell, say=self.say, extra=[_telephony(), _history(simulate.ALL)]
            )
        except (supervisor.PortTaken, postgres.NoDatabase) as error:
            raise CommandError(str(error)) from error

    def refuse_real_cases(self) -> None:
        """Stop before inventing anything beside cases that people have filed."""
        if Case.objects.exists() and not Played.objects.exists():
            raise CommandError(
                "इस डेटाबेस में असली प्रकरण हैं; नमूने के लिए दूसरा डेटाबेस चुनें · "
                "this database holds real cases; choose another one for the demo"
            )

    def grow_together(self, count: int, kept: TextIO) -> None:
        """Play the first cases on two cores, and go on when all are there; a later start finds them there."""
        if Played.objects.filter(index__lt=count).count() == count:
            return
        with subprocess.Popen(_history(count).command, stdout=subprocess.DEVNULL, stderr=kept) as other:  # noqa: S603 - our own
            self.rescue()
            self.enrol()
            self.sue()
            self.build()
            self.grow(count, f"पहले {count} प्रकरण · first {count} cases")
            other.wait()
        self.grow(count, f"पहले {count} प्रकरण · first {count} cases")

    def grow(self, count: int, what: str) -> None:
        for number in simulate.grow(count=count, at=timezone.now(), missed=self.missed):
            if number % TOLD_EVERY == 0 or number == count:
                self.say(f"{what}: {number} / {count}")

    def rescue(self, *, soon: bool = True) -> None:
        """Play what is missing of bonded labour: its last days at once, its two years beside the site."""
        made = sum(1 for _ in play.grow(at=timezone.now(), soon=soon, missed=self.missed))
        if made:
            self.say(f"बंधुआ श्रम · bonded labour: {play.persons()} व्यक्ति · persons")

    def enrol(self, *, soon: bool = True) -> None:
        """Enter what is missing of the registry: a few hundred workers at once, the others beside the site."""
        if there := list(registry.grow(at=timezone.now(), soon=soon, missed=self.missed)):
            self.say(f"पंजीकृत श्रमिक · registered workers: {there[-1]}")
        if there := list(registry.claim(at=timezone.now(), soon=soon, missed=self.missed)):
            self.say(f"योजनाओं के दावे · claims: {there[-1]}")

    def sue(self, *, soon: bool = True) -> None:
        """Bring what is missing of the matters before labour courts and authorities."""
        if there := list(courts.grow(at=timezone.now(), soon=soon, missed=self.missed)):
            self.say(f"श्रम न्यायालय के वाद · matters: {there[-1]}")

    def aim(self) -> None:
        """Set targets and play their weeks, once."""
        try:
            made = targets.grow(at=timezone.now())
        except sparing.REFUSALS as error:
            sparing.note("targets", error)
            return
        if made:
            self.say(f"लक्ष्य · targets: {made}")

    def meet(self) -> None:
        """Hold the reviews of the last days, once, when targets and buildings are there."""
        try:
            made = reviews.grow(at=timezone.now())
        except sparing.REFUSALS as error:
            sparing.note("reviews", error)
            return
        if made:
            self.say(f"समीक्षाएँ · reviews: {made}")

    def sit(self) -> None:
        """Take the day's post in at a counter and hold a Jan-Sunwai, once."""
        try:
            made = counter.grow(at=timezone.now())
        except sparing.REFUSALS as error:
            sparing.note("counter", error)
            return
        if made:
            self.say(f"डाक · letters: {made}")

    def write(self) -> None:
        """Let e-mails come in and be worked, once."""
        try:
            made = mails.grow(at=timezone.now())
        except sparing.REFUSALS as error:
            sparing.note("mails", error)
            return
        if made:
            self.say(f"ई-मेल · e-mails: {made}")

    def open_doors(self) -> None:
        """Let something pass through the doors of other systems, once."""
        try:
            made = doors.grow(at=timezone.now())
        except sparing.REFUSALS as error:
            sparing.note("doors", error)
            return
        if made:
            self.say(f"दूसरी प्रणालियों से प्रकरण · cases by other systems: {made}")

    def build(self, *, soon: bool = True) -> None:
        """Play what is missing of the schools being built: a few at once, the others beside the site."""
        if there := list(buildings.grow(at=timezone.now(), soon=soon, missed=self.missed)):
            self.say(f"निर्माण कार्य · buildings: {there[-1]}")

    def missed(self, name: str, error: Exception) -> None:
        """Tell of a fault; what the rules refused, for a visitor was there first, is for the log alone."""
        if isinstance(error, sparing.REFUSALS):
            sparing.note(name, error)
            return
        log.exception("the demo's act %s could not be played", name, exc_info=error)
        self.say(f"✗ {name}: यह नहीं खेला जा सका · could not be played ({type(error).__name__})")

    def wait(self, count: int) -> None:
        while (done := Played.objects.filter(index__lt=count).count()) < count:
            self.say(f"इतिहास · history: {done} / {count}")
            time.sleep(5)
        self.say(f"✓ इतिहास पूरा · history complete: {count}")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def tell(self) -> None:
        port = os.environ.get("PORT", "8000")
        self.say(f"✓ http://127.0.0.1:{port}")
        self.say(f"  अधिकारी · sign-ins: http://127.0.0.1:{port}/demo/  (पासवर्ड · password: {people.PASSWORD})")
        self.say("  रोकने के लिए · to stop: Ctrl-C")

"""`shramsetu rooms list | open | sweep`."""

from argparse import ArgumentParser
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.offices.models import Charge
from shramsetu.rooms import actions, queries, rules
from shramsetu.rooms.models import Room

SUBJECT = "try:1"


class Command(BaseCommand):
    help = "Rooms for meetings by video: list them, open one to try, do what is due now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="the rooms that are not over")
        verbs.add_parser("open", help="a room for trying, for two hours from now: two posts and a guest (demo only)")
        verbs.add_parser("sweep", help="make and end what is due, as the clock does each minute")

    def handle(self, *args: object, **options: object) -> None:
        if options["verb"] == "sweep":
            for name, count in actions.sweep(at=timezone.now()).items():
                self.stdout.write(f"{name}: {count}")
        elif options["verb"] == "open":
            self._open()
        else:
            for room in Room.objects.filter(cleared_at=None).order_by("begins_at"):
                self.stdout.write(
                    f"{clock.local(room.begins_at):%Y-%m-%d %H:%M} {room.subject} {queries.link_of(room)}"
                )

    def _open(self) -> None:
        if not settings.DEMO:
            raise CommandError("यह केवल नमूने (demo) में होता है।")
        at = timezone.now()
        rows = Charge.objects.filter(to_at=None, post__is_desk=False, user__is_active=True).select_related(
            "post", "user"
        )
        charges = rows.exclude(kind=Charge.Kind.ASSISTANT).order_by("post__level", "pk")[:2]
        if len(charges) < 2:
            raise CommandError("पद और अधिकारी नहीं हैं; पहले shramsetu demo first चलाएँ।")
        chair, other = (one.post_id for one in charges)
        seats = [rules.chair(chair), rules.member(other), rules.guest("party:1", "वादी")]
        room = actions.open_for(
            subject=f"{SUBJECT}:{at:%Y%m%d%H%M}",
            title="परखने का कमरा",
            between=(at, at + timedelta(hours=2)),
            seats=seats,
            by=SYSTEM,
            at=at,
        )
        door = queries.door_of(room, "party:1")
        for one in charges:
            self.stdout.write(f"  {one.user.username} ({one.post.short_hi}): {queries.link_of(room)}")
        if door:
            self.stdout.write(f"  वादी: {door.link} · कोड {door.code}")

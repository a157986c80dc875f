"""`shramsetu registers FILE`: look at an old register and, with --write, enter who stands in it."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from shramsetu.bonded import register_files
from shramsetu.bonded.actions import registers
from shramsetu.casework import sheets
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.rules import NoPost
from shramsetu.places import queries as places


class Command(BaseCommand):
    help = "look at an old register of freed persons (XLSX, CSV); with --write enter them, with --errors keep the rest"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--district", type=int, required=True, help="LGD code of the district of the rescue")
        parser.add_argument("--as", dest="post", required=True, help="code of the post in whose name it is done")
        parser.add_argument("--krutidev", action="store_true", help="the Hindi is written in Kruti Dev or DevLys")
        parser.add_argument("--write", action="store_true", help="enter the good rows; without it nothing is written")
        parser.add_argument("--errors", type=Path, help="write the rows to correct into this XLSX")

    def handle(self, *args: object, **options: object) -> None:
        at, path = timezone.now(), Path(str(options["file"]))
        writing = register_files.KRUTIDEV if options["krutidev"] else register_files.UNICODE
        with translation.override("hi"):
            try:
                by = _actor(str(options["post"]))
                district = places.district(int(str(options["district"])))
                row = registers.look(path.read_bytes(), district=district, writing=writing, by=by, at=at)
                looked = registers.opened(row, at=at)
                if options["write"]:
                    registers.write(row, by=by, at=at)
            except (Refused, NotAllowed, NoPost, OSError) as error:
                raise CommandError(str(error)) from None
            wrong = [(one, registers.said(one)) for one in looked.wrong]
            self.stdout.write(
                f"पंक्तियाँ {row.rows}, सही {len(looked.good)}, पहले से दर्ज {len(looked.known)}, सुधारनी {len(wrong)}"
                f", तय करनी {len(looked.perhaps)}"
                f" · rows {row.rows}, good {len(looked.good)}, known {len(looked.known)}, to correct {len(wrong)}"
                f", to decide {len(looked.perhaps)}"
            )
            for doubt in looked.perhaps:
                as_whom = doubt.survivor.code if doubt.survivor else doubt.as_row
                self.stdout.write(f"{doubt.row.number}: ? {as_whom} ({', '.join(doubt.marks)})")
            for one, said in wrong:
                self.stdout.write(f"{one.number}: {said}")
            if wrong and options["errors"]:
                content = sheets.xlsx([register_files.to_correct(wrong)], on=clock.day(at))
                Path(str(options["errors"])).write_bytes(content)


def _actor(code: str) -> Actor:
    """Return who sits in the post with this code; raises NoPost for a vacant one."""
    post = offices.desk(code)
    user = offices.incumbent_id(post)
    if user is None:
        raise NoPost(code)
    return Actor(role=post.role, user_id=user, post_id=post.pk)

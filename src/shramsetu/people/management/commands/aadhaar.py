"""`shramsetu aadhaar turn`: lay the tokens of Aadhaar numbers under the newest key of AADHAAR_KEYS."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from shramsetu.lib.aadhaar_tokens import UnknownKey
from shramsetu.people import turning
from shramsetu.people.vault import NoKeys


class Command(BaseCommand):
    help = "turn: lay all tokens under the newest key of AADHAAR_KEYS; safe to stop and repeat"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["turn"])

    def handle(self, *args: object, **options: object) -> None:
        for name, turn in sorted(turning.TOKENS.items()):
            try:
                self.stdout.write(f"✓ {name}: {turn()} टोकन नई कुंजी पर · tokens turned")
            except UnknownKey as error:
                raise CommandError(
                    f"{name}: कुंजी {error} AADHAAR_KEYS में नहीं है; पुरानी कुंजी वापस रखिए"
                    f" · the key {error} is not in AADHAAR_KEYS: put the old one back"
                ) from error
            except NoKeys as error:
                raise CommandError(str(error)) from error

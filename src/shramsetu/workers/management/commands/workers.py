"""`shramsetu workers …`: cards checked by public keys alone, old registers brought in, duplicates searched for."""

import json
import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

import zxingcpp
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from PIL import Image, UnidentifiedImageError

from shramsetu.casework import runs
from shramsetu.lib import clock
from shramsetu.lib import text as texts
from shramsetu.workers import card_keys, old_registers
from shramsetu.workers.linkage import bulk, cluster
from shramsetu.workers.rules import cards
from shramsetu.workers.rules.cards import Said

FORGED = "✗ जाली: हस्ताक्षर मेल नहीं खाता · forged: the signature does not fit"


class Command(BaseCommand):
    help = (
        "card: is it genuine, by which keys · old: bring old registers in · duplicates: search the whole registry now"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        things = parser.add_subparsers(dest="thing", required=True)
        verbs = things.add_parser("card", help="cards of workers").add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="a code, or a picture of it, by the public keys alone")
        verify.add_argument("code", help="what the code on the card holds, or a picture of it; - for standard input")
        verify.add_argument("--keys", help="file with the published keys (card/keys.json); this site's by default")
        verify.add_argument("--revoked", help="file with the list of revoked cards (card/revoked.json)")
        verbs.add_parser("keys", help="print the public keys, as card/keys.json publishes them")
        doubles = things.add_parser("duplicates", help="search the whole registry for duplicates now, to the end")
        doubles.add_argument("--spark", metavar="MASTER", help="on this Spark cluster: spark://host:7077, local[2]")
        old_registers.add_arguments(things.add_parser("old", help="old registers: bring one in, its state, its errors"))

    def handle(self, *args: object, **options: object) -> None:
        if options["thing"] == "duplicates":
            self.search(str(options["spark"] or ""))
        elif options["thing"] == "old":
            old_registers.handle(options, self.stdout)
        elif options["verb"] == "keys":
            for name, key in card_keys.ring().published().items():
                self.stdout.write(f"{name}:{key}")
        else:
            self.verify(str(options["code"]), str(options["keys"] or ""), str(options["revoked"] or ""))

    def search(self, master: str) -> None:
        run, at = bulk.search(at=timezone.now(), engine=_spark(master) if master else None), timezone.now()
        while runs.step(run.pk, at=at):
            pass
        run.refresh_from_db()
        self.stdout.write(f"✓ {run.rows:,} जोड़े परखे गए · pairs were laid before the stewards, what was known apart")

    def verify(self, code: str, keys_file: str, revoked_file: str) -> None:
        keys = _object(keys_file)["keys"] if keys_file else card_keys.ring().published()
        try:
            said = cards.check(_text(code), keys)
        except cards.Forged as error:
            raise CommandError(FORGED) from error
        except cards.UnknownKey as error:
            raise CommandError(f"✗ कुंजी नहीं मिली · no such key here: {error}") from error
        except (cards.NotACard, cards.BadKeys) as error:
            raise CommandError("✗ यह श्रमिक कार्ड का कोड नहीं है · not the code of a worker's card") from error
        if revoked_file and said.mark in _revoked(_object(revoked_file), keys):
            raise CommandError("✗ यह कार्ड रद्द है · this card was revoked")
        self.stdout.write(_told(said))
        if said.valid_until < clock.day(timezone.now()):
            raise CommandError("✗ असली है, पर अवधि समाप्त · genuine, but its time is over")
        self.stdout.write("✓ असली और मान्य · genuine and in force")
        if not revoked_file:
            self.stdout.write("  (रद्द कार्डों की सूची से नहीं मिलाया: --revoked · not compared with the revoked cards)")


def _spark(master: str) -> bulk.Engine:
    try:
        sessions = import_module("pyspark.sql")
    except ImportError as error:
        raise CommandError("✗ pyspark नहीं है: pip install 'shramsetu[cluster]' · the extra is missing") from error
    session = sessions.SparkSession.builder.master(master).appName("shramsetu linkage").getOrCreate()
    return lambda file, rows: cluster.linked(file, rows, session)


def _told(said: Said) -> str:
    until = texts.dated(said.valid_until, "hi")
    return f"{said.name} · {said.parent} · {said.born_year} · {said.district}\n{said.number} · {said.board} · {until}"


def _text(code: str) -> str:
    if code == "-":
        return sys.stdin.read()
    path = Path(code)
    try:
        if not path.is_file():
            return code
        with Image.open(path) as picture:
            found = zxingcpp.read_barcodes(picture.convert("L"))
    except UnidentifiedImageError:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:  # a code is longer than the name of a file may be
        return code
    return str(found[0].text) if found else ""


def _object(path: str) -> dict[str, dict[str, str]]:
    try:
        found: dict[str, dict[str, str]] = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: यह फ़ाइल नहीं पढ़ी जा सकी · cannot be read") from error
    return found


def _revoked(told: dict[str, object] | dict[str, dict[str, str]], keys: dict[str, str]) -> set[str]:
    try:
        marks = cards.listed(str(told["signed"]), str(told["signature"]), keys[str(told["key"])])
    except (KeyError, cards.Forged, cards.NotACard) as error:
        raise CommandError("✗ रद्द कार्डों की सूची पर हस्ताक्षर ग़लत है · the list of revoked cards is not ours") from error
    return marks

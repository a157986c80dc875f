"""`shramsetu igrs`: a sandbox, the contract, both sides compared now, and the exchange by file."""

import json
import secrets
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.bridges.igrs import batches, client, contract, reconciling
from shramsetu.bridges.igrs.sandbox.__main__ import serve
from shramsetu.bridges.igrs.sandbox.store import Store
from shramsetu.bridges.rules import signing

WRONG = {
    "cut": "फ़ाइल अधूरी है · it is not whole",
    "head": "पहली पंक्ति या गिनती नहीं मिलती · its first line or the count differs",
    "json": "एक पंक्ति पढ़ी नहीं जाती · a line cannot be read",
    "signature": "हस्ताक्षर नहीं मिलता · the signature is not theirs, or the file was changed",
}


class Command(BaseCommand):
    help = "sandbox · contract · reconcile · out PATH · in PATH"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        sandbox = verbs.add_parser("sandbox", help="serve an IGRS of its own on this machine, until Ctrl-C")
        sandbox.add_argument("--port", type=int, default=8091)
        sandbox.add_argument("--host", default="127.0.0.1")
        sandbox.add_argument("--state", default=":memory:", help="a file in which it keeps what it is told")
        sandbox.add_argument("--states", type=Path, help="serve nothing: write this file of how its cases stand")
        sandbox.add_argument("--days", type=int, default=36_500, help="with --states: of so many days")
        verbs.add_parser("contract", help="print the contract as OpenAPI")
        compare = verbs.add_parser("reconcile", help="compare both sides now and mend; 1 where they are unlike")
        compare.add_argument("--days", type=int, default=0)
        for verb, about in (("out", "write what waits into a signed file"), ("in", "take a signed file of answers")):
            verbs.add_parser(verb, help=about).add_argument("path", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        verb = str(options["verb"])
        if verb not in {"sandbox", "contract"} and not client.is_set():
            raise CommandError("IGRS_SECRET नहीं है · is not set")
        {
            "sandbox": self.sandbox,
            "contract": self.contract,
            "reconcile": self.reconcile,
            "out": self.write_out,
            "in": self.read_in,
        }[verb](options)

    def sandbox(self, options: dict[str, object]) -> None:
        if isinstance(path := options["states"], Path):
            since = (timezone.now() - timedelta(days=int(str(options["days"])))).timestamp()
            rows = Store(str(options["state"])).states(since=since)
            path.write_bytes(contract.states_csv(rows))
            self.stdout.write(f"✓ {len(rows)} पंक्तियाँ लिखीं · lines written")
            return
        secret = settings.IGRS["secret"] or signing.written(secrets.token_bytes(signing.KEY_BYTES))
        serve(host=str(options["host"]), port=int(str(options["port"])), secret=secret, state=str(options["state"]))

    def contract(self, options: dict[str, object]) -> None:
        del options
        self.stdout.write(json.dumps(contract.document(), ensure_ascii=False, indent=1))

    def reconcile(self, options: dict[str, object]) -> None:
        run = reconciling.reconcile(at=timezone.now(), days=int(str(options["days"])))
        told = f"{run.compared} मिलाए, {run.unlike} में अंतर, {run.mended} सुधारे · compared, unlike, mended"
        if run.fault or run.unlike:
            raise CommandError(f"{told} {run.fault}")
        self.stdout.write(f"✓ {told}")

    def write_out(self, options: dict[str, object]) -> None:
        count = batches.write_out(Path(str(options["path"])), at=timezone.now())
        self.stdout.write(f"✓ {count} पंक्तियाँ लिखीं · lines written")

    def read_in(self, options: dict[str, object]) -> None:
        path = Path(str(options["path"]))
        try:
            took = batches.read_in(path, at=timezone.now())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except batches.BadBatch as error:
            raise CommandError(f"{path}: {WRONG[str(error)]}") from error
        new = took.references
        self.stdout.write(
            f"✓ {took.answers} जवाब, {new.new} नए संदर्भ, {new.known} पहले से, {new.aside} अलग रखे"
            " · answers, new references, known, set aside"
        )
        for line, why in took.faulty.items():
            self.stdout.write(f"  ✗ पंक्ति · line {line}: {why}")

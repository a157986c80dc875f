"""`shramsetu familyid`: a sandbox of the service, one family now, the nightly file, families that have grown old."""

import secrets
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.journal.rules import SYSTEM
from shramsetu.lib.identity import BadIdentity
from shramsetu.workers.familyid import nightly, port
from shramsetu.workers.familyid.actions import fetching, loading
from shramsetu.workers.familyid.sandbox import families, letting, registry, server
from shramsetu.workers.rules.household import Snapshot
from shramsetu.workers.social import keys, records, signing

WRONG = {
    "head": "पहली पंक्ति फ़ाइल का विवरण नहीं देती · its first line does not say what it is",
    "tail": "फ़ाइल अधूरी है · it is not whole",
    "digest": "फ़ाइल बदली हुई है · it was changed",
    "signature": "हस्ताक्षर फ़ैमिली आईडी का नहीं है · it is not signed by Family ID",
    "count": "परिवारों की गिनती नहीं मिलती · the count of families differs",
}


class Command(BaseCommand):
    help = "sandbox: a Family ID service of fictitious families · fetch NUMBER · file PATH · old: ask for old families"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        sandbox = verbs.add_parser("sandbox", help="serve fictitious families on this machine, until Ctrl-C")
        sandbox.add_argument("--port", type=int, default=8090)
        sandbox.add_argument("--host", default="127.0.0.1")
        sandbox.add_argument("--secret", default="", help="what a client shows for a token; made by lot without it")
        sandbox.add_argument("--file", type=Path, help="families of a nightly file instead of made-up ones")
        fetch = verbs.add_parser("fetch", help="ask the service for one family now")
        fetch.add_argument("number")
        file = verbs.add_parser("file", help="take the nightly file; safe to stop and repeat")
        file.add_argument("path", type=Path)
        file.add_argument("--unsigned", action="store_true", help="brought by hand: do not ask for the signature")
        file.add_argument("--everybody", action="store_true", help="take families too of which nobody is registered")
        write = verbs.add_parser("write", help="write a nightly file of the sandbox for numbers, one an argument")
        write.add_argument("path", type=Path)
        write.add_argument("numbers", nargs="+")
        verbs.add_parser("old", help="ask the service for families that nobody has confirmed for long")

    def handle(self, *args: object, **options: object) -> None:
        getattr(self, str(options["verb"]))(options)

    def sandbox(self, options: dict[str, object]) -> None:
        secret = str(options["secret"]) or secrets.token_urlsafe(16)
        known = {settings.SPDCI_ID: keys.private_keys()[0].public_key()}
        token = letting.let_in(at=timezone.now()) if letting.may() else letting.no_token
        made = registry.Registry(
            families=families.Families(_of_file(options["file"])),
            known=known,
            secret=secret,
            send=server.poster(token, allowed=f"{settings.SITE_URL}/spdci"),
        )
        address = (str(options["host"]), int(str(options["port"])))
        with server.Server(address, made) as running:
            base = f"http://{address[0]}:{running.server_address[1]}{server.ROOT}"
            self.stdout.write(f"✓ फ़ैमिली आईडी का अभ्यास सर्वर · Family ID sandbox: {base}")
            self.stdout.write(f"  FAMILYID_URL={base} FAMILYID_CLIENT_SECRET={secret}")
            self.stdout.write("  …000: कोई परिवार नहीं · nobody;  …999: सेवा बंद · out of order")
            self.stdout.flush()
            try:
                running.serve_forever()
            except KeyboardInterrupt:
                self.stdout.write("✓ बंद · stopped")

    def fetch(self, options: dict[str, object]) -> None:
        try:
            family = fetching.fetch(str(options["number"]), by=SYSTEM, at=timezone.now())
        except (BadIdentity, port.NoSuchFamily, port.NotReached) as error:
            raise CommandError(str(error)) from error
        present = family.members.filter(until=None).count()
        self.stdout.write(f"✓ {present} सदस्य · members, as of {family.as_of:%Y-%m-%d %H:%M}")

    def file(self, options: dict[str, object]) -> None:
        path = Path(str(options["path"]))
        try:
            done = loading.load(
                path,
                unsigned=bool(options["unsigned"]),
                everybody=bool(options["everybody"]),
                by=SYSTEM,
                at=timezone.now(),
            )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except nightly.BadFile as error:
            raise CommandError(f"{path}: {WRONG[error.reason]}") from error
        if done.was_done:
            self.stdout.write("✓ यह फ़ाइल पहले ली जा चुकी है · this file was taken before")
            return
        row = done.row
        self.stdout.write(
            f"✓ {row.families} परिवार पढ़े, {row.changed} बदले, {row.faulty} पंक्तियाँ ग़लत"
            f" · families read, changed, lines at fault"
        )
        for line in done.faulty[:20]:
            self.stdout.write(f"  ✗ पंक्ति · line {line + 1}")

    def write(self, options: dict[str, object]) -> None:
        numbers = options["numbers"]
        assert isinstance(numbers, list)
        made = [one for number in numbers if (one := families.Families().get(number))]
        listed = [records.group(one, district=None, revision=1) for one in made]
        at = timezone.now()
        signer = registry.Registry(families.Families(), {}, "", lambda *_: None).signer
        count = nightly.write(
            Path(str(options["path"])),
            ({**one, "last_updated": at.isoformat()} for one in listed),
            signer=signer,
            at=at,
        )
        self.stdout.write(f"✓ {count} परिवार लिखे · families written")

    def old(self, options: dict[str, object]) -> None:
        del options
        try:
            asked = fetching.ask_for_old(at=timezone.now())
        except port.NotReached as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"✓ {asked} परिवारों के लिए पूछा · families asked for")


def _of_file(path: object) -> list[Snapshot]:
    if not isinstance(path, Path):
        return []
    listed = (signing.read(line) for line in nightly.lines(path, skip=0))
    return [records.snapshot_of(one, source="file", at=timezone.now()) for one in listed]

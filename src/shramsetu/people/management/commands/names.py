"""`shramsetu names compare FILE.tsv`: how like names are, pair by pair; `names rekey` makes the stored keys anew."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from shramsetu.lib import names
from shramsetu.people import pairs, rekeying

HEAD = {
    "hi": ("पंक्ति", "समानता", "निर्णय", "पहला नाम", "दूसरा नाम", "कारण"),
    "en": ("line", "likeness", "verdict", "first name", "second name", "reason"),
}
VERDICTS = {"hi": ("same · एक ही", "different · अलग"), "en": ("same", "different")}


class Command(BaseCommand):
    help = "compare: how like two names are, with the reason, for each line of a file · rekey: make stored keys anew"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        compare = verbs.add_parser(
            "compare", help="a file of two columns with a tab between them, - for standard input"
        )
        compare.add_argument("file")
        compare.add_argument("--language", choices=["hi", "en"], default="hi", help="of the answer, Hindi by default")
        compare.add_argument(
            "--krutidev",
            nargs="?",
            const=pairs.BOTH,
            default=pairs.UNICODE,
            choices=[pairs.BOTH, pairs.FIRST, pairs.SECOND],
            help="the names, or those of one column, are typed in Kruti Dev or DevLys",
        )
        verbs.add_parser("rekey", help="after an update that hears names differently; safe to stop and repeat")

    def handle(self, *args: object, **options: object) -> None:
        if options["verb"] == "rekey":
            self.rekey()
        else:
            self.compare(str(options["file"]), str(options["language"]), str(options["krutidev"]))

    def compare(self, file: str, language: str, typed: str) -> None:
        try:
            content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: यह फ़ाइल नहीं पढ़ी जा सकी · cannot be read: {error.strerror}") from error
        self.stdout.write("\t".join(HEAD[language]))
        judged = faulty = 0
        for line in pairs.lines(content, typed=typed):
            judged, faulty = judged + (not line.fault), faulty + bool(line.fault)
            self.stdout.write(faulted(line, language) if line.fault else told(line, language))
        if faulty:
            raise CommandError(
                f"{judged} जोड़े परखे गए, {faulty} पंक्तियाँ ग़लत हैं (ऊपर ✗ से देखें)"
                if language == "hi"
                else f"{judged} pairs were compared, {faulty} lines are wrong (marked ✗ above)"
            )

    def rekey(self) -> None:
        for name, make in sorted(rekeying.KEYS.items()):
            self.stdout.write(f"✓ {name}: {make()} पंक्तियों की कुंजी बदली · rows with new keys")


def told(line: pairs.Line, language: str) -> str:
    """Return the answer for a pair as a line of columns; what stood behind the names stays behind them."""
    found = names.compare(line.one, line.other)
    verdict = VERDICTS[language][not found.same]
    cells = (str(line.number), f"{found.score:.2f}", verdict, line.one, line.other, found.reason(language), *line.more)
    return "\t".join(cells)


def faulted(line: pairs.Line, language: str) -> str:
    """Return what is wrong with a line, in its place among the answers."""
    fault = pairs.FAULTS[line.fault][language != "hi"]
    said = f"पंक्ति {line.number}: {fault}" if language == "hi" else f"line {line.number}: {fault}"
    return "\t".join((str(line.number), "✗", "✗", line.one, line.other, said))

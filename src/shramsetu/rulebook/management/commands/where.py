"""`shramsetu where KEY`: what the rule says, who ordered it, on which line, what was and what will be."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.rulebook.explain import Answer, Row, assumptions, find
from shramsetu.rulebook.load import book


class Command(BaseCommand):
    """Print a rule by its key or its title."""

    help = "Where a rule stands: value, source, file and line, past and coming values, golden test · नियम कहाँ लिखा है"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "key", nargs="*", help="key such as wages-not-paid.L2 or grievances.reopen_days, or a title"
        )
        parser.add_argument("--on", type=date.fromisoformat, help="day to ask for (YYYY-MM-DD), default today")
        parser.add_argument(
            "--assumptions", action="store_true", help="print every rule that nobody ordered, as Markdown"
        )

    def handle(self, *_: object, **options: object) -> None:
        if options["assumptions"]:
            self.stdout.write(page())
            return
        key = options["key"]
        words = " ".join(map(str, key)) if isinstance(key, list) else ""
        if not words:
            raise CommandError("name a rule, for example: shramsetu where wages-not-paid.L2 · नियम का नाम लिखें")
        day = options["on"] if isinstance(options["on"], date) else timezone.localdate()
        found = find(book(), words, day)
        if not found:
            raise CommandError(f"{words}: no such rule · ऐसा कोई नियम नहीं मिला")
        self.stdout.write("\n\n".join(told(answer) for answer in found))


def told(answer: Answer) -> str:
    """Return one answer as lines to read."""
    lines = [f"{answer.key}   {answer.title}"]
    if answer.now is None:
        lines.append(f"  {_near(answer.file)}:{answer.line}")
    for label, rows in (("now", (answer.now,)), ("past", answer.past), ("coming", answer.coming)):
        lines += [_row(label, answer.file, row) for row in rows if row is not None]
    lines += [f"  golden   {_near(text)}" for text in answer.golden]
    return "\n".join(lines)


def page() -> str:
    """Return docs/reference/assumptions.md."""
    found = assumptions(book())
    total = sum(map(len, found.values()))
    lines = [
        "# Assumptions",
        "",
        "Values that no public order gives, and facts the department has not confirmed:",
        f"{total} in all. Each is marked in",
        "its file and stands until the order is entered there. Printed by `shramsetu where --assumptions`.",
    ]
    for name in sorted(found):
        lines += ["", f"## rulebook/{name}", "", *(f"- {line}" for line in found[name])]
    return "\n".join(lines)


def _row(label: str, file: str, row: Row) -> str:
    return f"  {label:<8} {row.value}, from {row.from_on}\n           {row.source}\n           {_near(file)}:{row.line}"


def _near(path: str) -> str:
    here = f"{Path.cwd()}/"
    return path.removeprefix(here)

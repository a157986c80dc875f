"""Write the pages of docs/reference that are drawn from the code and the rulebook; `check` says which are old."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shramsetu.web.settings")
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1/none")
os.environ.setdefault("TESTING", "yes")
django.setup()

from shramsetu import rulebook  # noqa: E402 - needs the settings
from shramsetu.casework import drawing, flow  # noqa: E402
from shramsetu.rulebook.management.commands import where  # noqa: E402

MESSAGES = """# Messages

The text messages of `rulebook/messages.toml`, drawn by `tools/reference.py`. Their wording, DLT ids and limits stand
there; how to add one: [add a message](../how-to/add-a-message.md). "At night": whether it is held until the morning.

| key | what | to | variables | at night |
|---|---|---|---|---|
"""


def messages() -> str:
    """Return the table of text messages."""
    rows = []
    for key, one in sorted(rulebook.book().templates.items()):
        cells = (f"`{key}`", f"{one.what.hi} · {one.what.en}", one.to, ", ".join(one.variables))
        rows.append(f"| {' | '.join(cells)} | {'held' if one.quiet else 'sent'} |\n")
    return MESSAGES + "".join(rows)


PAGES: dict[str, Callable[[], str]] = {
    "flows.md": lambda: drawing.page(flow.flows()),
    "messages.md": messages,
    "assumptions.md": lambda: where.page() + "\n",
}


def main() -> int:
    """Write, or with `check` compare."""
    old = [name for name, drawn in PAGES.items() if not _is_current(FOLDER / name, drawn())]
    if sys.argv[1:] == ["check"]:
        for name in old:
            print(f"docs/reference/{name} is old: .venv/bin/python tools/reference.py")
        return len(old)
    for name in old:
        (FOLDER / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"docs/reference/{name}")
    return 0


def _is_current(path: Path, drawn: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == drawn


if __name__ == "__main__":
    sys.exit(main())

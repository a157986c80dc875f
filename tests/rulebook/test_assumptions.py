from pathlib import Path

from shramsetu.rulebook.management.commands.where import page

ROOT = Path(__file__).parents[2]


def test_the_page_of_assumptions_is_what_the_rulebook_says() -> None:
    written = (ROOT / "docs/reference/assumptions.md").read_text(encoding="utf-8")
    assert written == page() + "\n", "run: shramsetu where --assumptions > docs/reference/assumptions.md"

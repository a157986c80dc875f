"""The drawn flows in the docs are those of the tables."""

import re
from pathlib import Path

from shramsetu.casework import drawing, flow

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "flows.md"
HINDI = re.compile(r"[^|#]*[\u0900-\u097f][^|]*? · ")


def without_hindi(text: str) -> list[str]:
    """The catalogue may change a word without making the drawing old."""
    return [HINDI.sub(" ", line) for line in text.splitlines()]


def test_the_page_of_flows_is_current() -> None:
    drawn = without_hindi(drawing.page(flow.flows()))
    assert without_hindi(PAGE.read_text(encoding="utf-8")) == drawn, "shramsetu flows > docs/reference/flows.md"


def test_every_kind_state_and_step_is_drawn() -> None:
    page = PAGE.read_text(encoding="utf-8")
    wanted = [f"`{one.kind}`" for one in flow.flows()]
    wanted += [f"| `{state.name}` |" for one in flow.flows() for state in one.states]
    wanted += [f"`{verb}` |" for one in flow.flows() for verb in one.verbs]
    assert [name for name in wanted if name not in page] == []


def test_every_step_has_its_effect_and_every_effect_its_step() -> None:
    assert flow.uncovered() == []

"""What was measured: kept as JSON, printed as lines, with the words that say how to read it."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One measured value with its unit and what it depends on."""

    name: str
    value: float
    unit: str
    conditions: dict[str, str]


@dataclass
class Sheet:
    """The figures of one measurement, written to var/bench/NAME.json as they come."""

    name: str
    folder: Path
    conditions: dict[str, str]
    figures: list[Figure] = field(default_factory=list)

    def add(self, name: str, value: float, unit: str, **more: object) -> None:
        """Note a figure and print its line."""
        extra = {key: str(value) for key, value in more.items()}
        self.figures.append(Figure(name, round(value, 3), unit, {**self.conditions, **extra}))
        words = "  ".join(f"{key}={value}" for key, value in extra.items())
        print(f"  {name:<44} {value:>12,.2f} {unit:<14} {words}", flush=True)
        self.keep()

    def spread(self, name: str, seconds: Sequence[float], **more: object) -> None:
        """Note the median and the 95th percentile of a list of seconds, in milliseconds."""
        for share in (50, 95):
            self.add(f"{name} p{share}", percentile(seconds, share) * 1000, "ms", n=len(seconds), **more)

    def keep(self) -> None:
        """Write the file: figures of this run beside those of other databases in the same run."""
        path = self.folder / f"{self.name}.json"
        before = json.loads(path.read_text()) if path.exists() else []
        mine = {(one.name, one.conditions.get("database_kind")) for one in self.figures}
        others = [one for one in before if (one["name"], one["conditions"].get("database_kind")) not in mine]
        path.write_text(json.dumps(others + [asdict(one) for one in self.figures], ensure_ascii=False, indent=1))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` percent of `values` lie (nearest rank); 0 for none."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * share / 100) - 1, 0)] if ordered else 0.0


def explain(text: str) -> None:
    """Print how to read what was just printed."""
    for line in text.strip().splitlines():
        print(f"  · {line.strip()}", flush=True)

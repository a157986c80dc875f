"""The shape of rulebook/cpgrams.toml: the columns and words of the files that go between CPGRAMS and us."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import Field

from shramsetu.rulebook.basis import Dated, NoRule, Sentence, Slug, Text

COLUMNS = frozenset(
    "number received name address state district pin mobile email office category text status remarks".split()
)
REPORT = frozenset("registration number code status remarks on officer files".split())


class PortalColumn(Dated):
    """A column of the portal's file, and the headings by which it is known."""

    slug: Slug
    title: Text
    headings: tuple[Sentence, ...]
    needed: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Return every heading, folded."""
        return frozenset(folded(word) for word in (self.title.hi, self.title.en, *self.headings))


class PortalCategory(Dated):
    """Words of a category of the portal, and the category of ours."""

    slug: Slug
    category: Slug
    words: tuple[Sentence, ...] = Field(min_length=1)


class ClosedThere(Dated):
    """What the portal says of a case that it has closed."""

    slug: Slug
    words: tuple[Sentence, ...] = Field(min_length=1)


class Said(Dated):
    """What the report says of a case: its code, and in which states."""

    slug: Slug
    code: Sentence
    title: Text
    states: tuple[str, ...] = ()
    is_disposed: bool = False
    is_interim: bool = False


class ReportColumn(Dated):
    """A column of the action-taken report."""

    slug: Slug
    title: Text


@dataclass
class Cpgrams:
    """All that the rulebook says of the files of CPGRAMS."""

    columns: Mapping[str, PortalColumn] = field(default_factory=dict)
    categories: Mapping[str, PortalCategory] = field(default_factory=dict)
    closed_there: Mapping[str, ClosedThere] = field(default_factory=dict)
    said: Mapping[str, Said] = field(default_factory=dict)
    report: Mapping[str, ReportColumn] = field(default_factory=dict)

    @property
    def shelves(self) -> dict[str, Mapping[str, object]]:
        """Return the tables by the prefix under which `Book.homes` knows their keys."""
        return {
            "cpgrams-column": self.columns,
            "cpgrams-category": self.categories,
            "cpgrams-closed": self.closed_there,
            "cpgrams-said": self.said,
            "cpgrams-report": self.report,
        }

    def category(self, said: str) -> str:
        """Return our category for the words of one of the portal's; empty where no word is known."""
        text = folded(said)
        rows = self.categories.values()
        return next((one.category for one in rows if any(folded(word) in text for word in one.words)), "")

    def is_closed_there(self, said: str) -> bool:
        """Tell whether the portal says that it has closed its case."""
        return any(folded(said) == folded(word) for one in self.closed_there.values() for word in one.words)

    def of_state(self, state: str, *, is_at_rest: bool, is_interim: bool) -> Said:
        """Return what is said of a case in `state`; of one that is open never that it is disposed. Raises NoRule."""
        found = next((one for one in self.said.values() if state in one.states), None)
        if found is None or found.is_disposed != is_at_rest:
            raise NoRule(f"{state}: the report has no word for it")
        interim = next((one for one in self.said.values() if one.is_interim), None)
        return interim if is_interim and interim is not None and not is_at_rest else found


def folded(text: str) -> str:
    """Return words as they are compared: small letters, one space between."""
    return " ".join(text.casefold().split())

"""Who the parties of a matter are, opened for whoever may act on it: names, phones, addresses, who speaks for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, gettext, pgettext

from shramsetu.casework import reading, sealing
from shramsetu.hearings.models import Litigant, Matter

LETTERS = 1  # of a masked name


@dataclass(frozen=True, slots=True)
class Named:
    """A party with what is known of the person. `rank` orders all parties: claimants first."""

    row: Litigant
    name: str
    phone: str
    email: str
    address: str
    language: str
    safe: bool

    @property
    def rank(self) -> tuple[bool, int]:
        """Return the place of this party among all: claimants first."""
        return (not self.row.claims, self.row.seat)


def litigants(matter: Matter) -> list[Named]:
    """Return the parties that have not left, claimants first; of a sealed matter from its sealed body."""
    return litigants_of([matter])[matter.pk]


def litigants_of(matters: Sequence[Matter]) -> dict[int, list[Named]]:
    """Return the parties of each matter as `litigants` does, in one read for all that are not sealed."""
    rows = Litigant.objects.filter(matter__in=[one.pk for one in matters], left_at=None)
    opened = {one.pk: sealing.identity(one.case) if one.case.sealed else {} for one in matters}
    found: dict[int, list[Named]] = {one.pk: [] for one in matters}
    for row in rows.select_related("party__person"):
        found[row.matter_id].append(_named(row, opened[row.matter_id]))
    return {pk: sorted(people, key=lambda one: one.rank) for pk, people in found.items()}


def _named(row: Litigant, opened: dict[str, object]) -> Named:
    party, person = row.party, row.party.person
    if person is not None:
        known = {name: getattr(person, name) for name in ("name", "phone", "email", "address", "language")}
    else:
        known = {key: str(value or "") for key, value in reading.sealed_someone(opened, party).items()}
    return Named(
        row=row,
        name=known.get("name", ""),
        phone=known.get("phone", ""),
        email=known.get("email", ""),
        address=known.get("address", ""),
        language=known.get("language", "") or "hi",
        safe=party.safe_to_call,
    )


def title(matter: Matter, people: list[Named], *, masked: bool = False) -> str:
    """Return the cause title: the first claimant, and others, against the first respondent."""
    sides = [[one for one in people if one.row.claims is claims] for claims in (True, False)]
    said = [_side(side, masked=masked and (index == 0 or matter.case.sealed)) for index, side in enumerate(sides)]
    return pgettext("cause title", "%(claimant)s against %(respondent)s") % {
        "claimant": said[0],
        "respondent": said[1] or gettext("not named yet"),
    }


def _side(side: list[Named], *, masked: bool) -> str:
    if not side:
        return ""
    first = mask(side[0].name) if masked else side[0].name
    return gettext("%(first)s and others") % {"first": first} if len(side) > 1 else first


def mask(name: str) -> str:
    """Return a name as it may be published where the law masks it: the first letter."""
    return f"{name[:LETTERS]}…" if name else ""


def masked_title(matter: Matter, people: list[Named] | None = None) -> str:
    """Return the cause title for everybody: without the claimant's name where it is masked."""
    return title(matter, litigants(matter) if people is None else people, masked=matter.masked or matter.case.sealed)


def language() -> str:
    """Return the language of the page."""
    return "en" if (get_language() or "hi").startswith("en") else "hi"

"""Files as the PG portal writes them, and a desk that hands them in."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from tests import cast

from shramsetu.bridges.cpgrams import taking
from shramsetu.bridges.cpgrams.models import CpgramsFile
from shramsetu.bridges.models import Reference, System
from shramsetu.casework import runs
from shramsetu.casework.models import Case
from shramsetu.offices.models import Role

HEAD = (
    "Registration No.", "Received Date", "Complainant Name", "Address", "State", "District", "Mobile No", "Email",
    "Ministry/Department", "Category", "Grievance Description", "Status",
)  # fmt: skip
FIRST = "PMOPG/E/2026/0012345"
TEXT = "तीन महीने से मज़दूरी नहीं मिली, ठेकेदार फ़ोन नहीं उठाता।"


def line(number: str = FIRST, **changes: str) -> list[str]:
    """A registration as the portal says it."""
    said = {
        "received": "12/11/2026", "name": "सुनीता देवी", "address": "ग्राम रामपुर", "state": "Uttar Pradesh",
        "district": "Kanpur Nagar", "mobile": "9999900077", "email": "sunita@mail.example",
        "office": "Government of Uttar Pradesh", "category": "Labour >> Non payment of Wages", "text": TEXT,
        "status": "Under process",
    }  # fmt: skip
    return [number, *(said | changes).values()]


def table(*lines: Sequence[str], head: Sequence[str] = HEAD) -> str:
    """The text of a file."""
    out = io.StringIO()
    csv.writer(out).writerows([head, *lines])
    return out.getvalue()


def hand_in(text: str | bytes, *, is_krutidev: bool = False, at: datetime = cast.MONDAY) -> CpgramsFile:
    """Let the state's desk hand a file in."""
    content = text.encode("utf-8-sig") if isinstance(text, str) else text
    desk = cast.desk(Role.STATE_DESK)
    return taking.hand_in(content, "portal.csv", is_krutidev=is_krutidev, by=desk, at=at)[0]


def bring(text: str | bytes, *, at: datetime = cast.MONDAY) -> CpgramsFile:
    """Let the state's desk hand a file in and have it taken, as the site's workers do it."""
    file = taking.begin(hand_in(text, at=at), by=cast.desk(Role.STATE_DESK), at=at)
    while file.run_id and runs.step(file.run_id, at=at):
        pass
    file.refresh_from_db()
    return file


def outcomes(file: CpgramsFile) -> dict[str, str]:
    """What became of each registration of a file."""
    return dict(file.lines.order_by("line").values_list("number", "outcome"))


def case_of(number: str = FIRST) -> Case:
    """The case of a registration."""
    found = Reference.objects.select_related("case").get(system=System.CPGRAMS, number=number).case
    assert found is not None
    return found


def columns(pairs: Sequence[Sequence[str]]) -> Mapping[str, str]:
    """Column and reason of what is wrong."""
    return {one[0]: one[1] for one in pairs}

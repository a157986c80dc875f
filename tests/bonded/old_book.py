"""An old register as a file: one row as districts write it, the file of some rows, looked at and written."""

from tests.bonded import room
from tests.bonded.room import AT

from shramsetu.bonded import register_files
from shramsetu.bonded.actions import registers
from shramsetu.bonded.models import Register
from shramsetu.bonded.rules import register as rules
from shramsetu.casework import sheets

HEAD = [one.hi for one in rules.COLUMNS]
ROW = {
    "register_number": "१२",
    "name": "सुखदेव कोल",
    "parent": "रामदीन कोल",
    "sex": "पुरुष",
    "age": "34",
    "address": "ग्राम बरगढ़",
    "native_district": "चित्रकूट",
    "phone": "९९९९९०००७७",
    "account": "300123450001",
    "ifsc": "SBIN0000123",
    "sector": "ईंट भट्ठा",
    "released_on": "12-03-2022",
    "certificate_number": "45/2022",
    "certificate_on": "13-03-2022",
}


def csv_of(*rows: dict[str, str], head: list[str] | None = None) -> bytes:
    lines = [[row.get(one.key, "") for one in rules.COLUMNS] for row in rows]
    return sheets.csv(sheets.Sheet("पंजी", head or HEAD, lines))


def look(content: bytes, writing: str = register_files.UNICODE) -> Register:
    return registers.look(content, district=room.district(), writing=writing, by=room.officer("labour_officer"), at=AT)


def written(content: bytes, writing: str = register_files.UNICODE) -> Register:
    return registers.write(look(content, writing), by=room.officer("labour_officer"), at=AT)

"""Lists of tehsils, blocks, thanas and villages, as the Local Government Directory hands them out (CSV)."""

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from shramsetu.lib.text import latin_digits
from shramsetu.places.seed import Row

SHOWN = 20
_LETTERS = {"tehsil": "t", "block": "b", "thana": "s", "village": "v"}
_TITLES = {"tehsil": ("subdistrict", "tehsil"), "block": ("block",), "thana": ("thana",), "village": ("village",)}
_NEEDED = {
    "code": "{title} code",
    "name_en": "{title} name in english",
    "name_hi": "{title} name in local",
}
Line = dict[str, str]


class BadList(Exception):
    """The list cannot be stored; `sentences` say in Hindi which line is wrong and how to mend it."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = list(sentences)


def read(path: Path) -> tuple[str, list[Line]]:
    """Return the kind of place a list holds and its lines, each with `line`, `code`, `name_en`, `name_hi`, `district`
    and, where the list has them, `tehsil`, `pin` and `census`.

    The kind is the lowest one that has a code column. Raises BadList if the file is no such list.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            titles = [_plain(title) for title in next(reader, [])]
            body = [cells for cells in reader if any(cell.strip() for cell in cells)]
    except UnicodeDecodeError as error:
        raise BadList(['फ़ाइल UTF-8 में नहीं है; उसे "CSV UTF-8" के रूप में सहेजकर फिर दीजिए।']) from error
    kind, columns = _columns(titles)
    lines = [
        {"line": str(number)} | {key: cells[at].strip() for key, at in columns.items() if at < len(cells)}
        for number, cells in enumerate(body, start=2)
    ]
    return kind, lines


def rows(kind: str, lines: Sequence[Line], above: Mapping[tuple[str, int], str]) -> list[Row]:
    """Turn the lines of a list into places below those of `above` (kind and LGD code to path).

    A village lies in its tehsil, or in its district where the list names no tehsil. Raises BadList.
    """
    found: dict[str, Row] = {}
    wrong: list[str] = []
    for line in lines:
        try:
            row = _row(kind, line, above)
            if row.path in found:
                raise ValueError(f"कोड {line['code']} इस सूची में दो बार है।")
            found[row.path] = row
        except ValueError as error:
            wrong.append(f"पंक्ति {line['line']}: {error}")
    if wrong:
        more = [f"… और {len(wrong) - SHOWN} पंक्तियाँ ग़लत हैं।"] if len(wrong) > SHOWN else []
        raise BadList(wrong[:SHOWN] + more)
    return list(found.values())


def _plain(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", title.lower().replace("sub-district", "subdistrict")).strip()


def _columns(titles: list[str]) -> tuple[str, dict[str, int]]:
    for kind in ("village", "thana", "block", "tehsil"):
        for title in _TITLES[kind]:
            wanted = {key: pattern.format(title=title) for key, pattern in _NEEDED.items()}
            if wanted["code"] in titles and wanted["name_en"] in titles:
                wanted |= {"district": "district code", "pin": "pincode", "census": "census 2011 code"}
                wanted |= {"tehsil": "subdistrict code"} if kind == "village" else {}
                return kind, {key: titles.index(name) for key, name in wanted.items() if name in titles}
    missing = '"Village Code", "Village Name (In English)" और "District Code" जैसे शीर्षक'
    raise BadList([f"पहली पंक्ति में {missing} होने चाहिए; नहीं मिले।"])


def _row(kind: str, line: Line, above: Mapping[tuple[str, int], str]) -> Row:
    code = _number(line.get("code", ""), "कोड")
    district = _number(line.get("district", ""), "जनपद का कोड")
    if ("district", district) not in above:
        raise ValueError(f"जनपद कोड {district} उत्तर प्रदेश में नहीं है।")
    home = above["district", district]
    if tehsil := line.get("tehsil"):
        home = above.get(("tehsil", _number(tehsil, "तहसील का कोड")), "")
        if not home.startswith(above["district", district]):
            raise ValueError(f"तहसील कोड {tehsil} इस जनपद में नहीं है; पहले तहसीलों की सूची दीजिए।")
    pin = latin_digits(line.get("pin", ""))
    if pin and not re.fullmatch(r"[1-9]\d{5}", pin):
        raise ValueError(f'पिन कोड में 6 अंक होते हैं; लिखा है "{pin}"।')
    name_en, name_hi = line.get("name_en", ""), line.get("name_hi", "")
    if not (name_en or name_hi) or max(len(name_en), len(name_hi)) > 100:
        raise ValueError("नाम ख़ाली है या 100 अक्षरों से लंबा है।")
    path = f"{home}{_LETTERS[kind]}{code}/"
    return Row(kind, path, name_hi, name_en, lgd_code=code, census_code=line.get("census", "")[:10], pin=pin)


def _number(text: str, what: str) -> int:
    plain = latin_digits(text)
    if not re.fullmatch(r"\d{1,9}", plain):
        raise ValueError(f'{what} पूरी संख्या होना चाहिए; लिखा है "{text}"।')
    return int(plain)

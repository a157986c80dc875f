"""Answers of GeoReport as JSON or XML, and its errors."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from django.http import HttpResponse

FORMATS = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}


class Refused(Exception):
    """A request that GeoReport answers with an error."""

    def __init__(self, status: int, *descriptions: str) -> None:
        super().__init__(*descriptions)
        self.status, self.descriptions = status, descriptions


def answer(form: str, rows: Sequence[dict[str, Any]], *, outer: str, inner: str, status: int = 200) -> HttpResponse:
    """Write `rows` as a list; in XML as `inner` elements within `outer`."""
    if form == "xml":
        root = ElementTree.Element(outer)
        for row in rows:
            one = ElementTree.SubElement(root, inner)
            for name, value in row.items():
                ElementTree.SubElement(one, name).text = str(value)
        body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    else:
        body = json.dumps(rows, ensure_ascii=False).encode()
    return HttpResponse(body, content_type=FORMATS.get(form, FORMATS["json"]), status=status)


def document(form: str, said: Mapping[str, Any], *, name: str) -> HttpResponse:
    """Write one object; in XML as the element `name`, each row of a list `words` as a `word` within."""
    if form == "xml":
        body = ElementTree.tostring(_element(name, said), encoding="utf-8", xml_declaration=True)
    else:
        body = json.dumps(said, ensure_ascii=False).encode()
    return HttpResponse(body, content_type=FORMATS.get(form, FORMATS["json"]))


def _element(name: str, said: Any) -> ElementTree.Element:
    made = ElementTree.Element(name)
    if isinstance(said, Mapping):
        made.extend(_element(inner, value) for inner, value in said.items())
    elif isinstance(said, list):
        made.extend(_element(name.removesuffix("s"), value) for value in said)
    else:
        made.text = str(said)
    return made


def refusal(form: str, error: Refused) -> HttpResponse:
    """Write an error as the specification says: a list of code and description."""
    rows = [{"code": error.status, "description": one} for one in error.descriptions]
    return answer(form, rows, outer="errors", inner="error", status=error.status)

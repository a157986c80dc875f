"""Where an Aadhaar number stands that does not belong there: which boxes take words, and in which of a body one is."""

import re
from collections.abc import Iterator

from shramsetu.lib import aadhaar

# Boxes whose numbers may look so by chance, and boxes that judge for themselves (people.identities): what stands in
# them is no free text. Of twelve digits one number in twelve has the form of Aadhaar.
OWN = re.compile(
    r"aadhaar|account|phone|mobile|caller|utr|rrn|reference|uan|family|ration|epic|pan\b|csrf|password|secret|otp|"
    r"code|token|key|uuid|digest|signature",
    re.IGNORECASE,
)


def is_free(name: str) -> bool:
    """Tell whether a box of this name takes words: what has a shape of its own is judged by its own field."""
    return not OWN.search(name)


def found(body: object) -> list[str]:
    """Give the places of a body as JSON (`lines.0.name`) in whose words such a number stands; never the number."""
    return sorted({aadhaar.hide_aadhaars(path) for path, text in _texts(body) if aadhaar.looks_like_aadhaar(text)})


def _texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Give each text with its place in the body; a key of an object is no place that is repeated, a text it is."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if aadhaar.looks_like_aadhaar(str(key)):
                yield path or "body", str(key)
            elif is_free(str(key)):
                yield from _texts(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts(inner, f"{path}.{place}" if path else str(place))
    elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        yield path or "body", str(value)

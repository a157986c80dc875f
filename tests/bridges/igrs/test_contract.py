import json
from pathlib import Path

import pytest

from shramsetu.bridges.igrs import contract

KEPT = Path(contract.__file__).with_name("openapi.json")


def test_the_published_contract_is_the_one_that_the_code_speaks() -> None:
    assert json.loads(KEPT.read_text()) == json.loads(json.dumps(contract.document()))


def test_every_call_and_every_part_stands_in_the_document() -> None:
    made = contract.document()
    assert len(contract.CALLS) == sum(len(one) for one in made["paths"].values())
    parts = {one.__name__ for _, _, _, body, answer in contract.CALLS for one in (body, answer) if one}
    assert parts <= set(made["components"]["schemas"])


def test_both_sides_write_a_digest_alike() -> None:
    said = {"kind": "grievance", "event": "moved", "verb": "open", "at": "2026-11-16T06:00:00+00:00"}
    facts = contract.Facts.model_validate({**said, "state": "with_officer", "phase": "open", "level": 1})
    assert contract.digest(facts) == "e0c4d5a2b2cee78f68340e98c69c0da91f7e37f635c74f8bef9901e2b70bdbb6"
    assert contract.digest_of_case([(2, "b"), (1, "a")]) == contract.digest_of_case([(1, "a"), (2, "b")])


def test_what_the_contract_does_not_name_is_refused() -> None:
    with pytest.raises(ValueError, match="extra"):
        contract.Taken.model_validate({"case": "", "name": "रमेश"})

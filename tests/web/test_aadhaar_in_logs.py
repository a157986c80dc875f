"""No line of the log holds an Aadhaar number, whichever way it comes in."""

import json
import logging

import structlog
from hypothesis import HealthCheck, given, settings
from tests.lib.test_aadhaar import ONE, digits_of, written
from tests.web.test_health import logged


class Teller:
    """An object that says its number when it is written."""

    def __repr__(self) -> str:
        return f"<worker {ONE}>"


@given(made=written())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_no_log_line_holds_an_aadhaar(made: tuple[str, str]) -> None:
    number, form = made
    with logged() as out:
        log = structlog.get_logger("test")
        log.warning(f"bad {form}", seen=form, listed=[form, {"deep": form}], counted=int(number), **{f"key {form}": 1})
        logging.getLogger("other").warning("bad %s", form)
        try:
            raise ValueError(f"cannot take {form}")
        except ValueError:
            log.exception("failed")
    lines = out.getvalue().splitlines()
    assert len(lines) == 3
    assert all(isinstance(json.loads(line), dict) for line in lines)
    assert [line for line in lines if number in digits_of(line) or form in line] == []


def test_what_an_object_says_of_itself_is_masked_too() -> None:
    with logged() as out:
        structlog.get_logger("test").warning("seen", who=Teller())
    assert ONE not in out.getvalue()
    assert "XXXXXXXXXX58" in out.getvalue()

"""What the operators would refuse is found before they are asked, waits with its reason, and goes once mended."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.messages.outbox import NIGHT, NOON, PHONE, fresh, queued

from shramsetu import rulebook
from shramsetu.messages import actions, delivery, dlt, queries, reasons, rules, worker
from shramsetu.messages.models import Message, State
from shramsetu.rulebook.words import Header, Template

TEMPLATE = rulebook.book().templates["withdrawn"]
TEXT = "आपके कहने पर मामला 1047 2963 8150 वापस लिया गया। आपने न कहा हो तो 28-11-2026 तक बताएँ। श्रम सेतु"
GOOD = dlt.Sending(TEXT, "hi", "SHRMST", TEMPLATE.dlt_id, "1201159000000000001")


def headers(state: str = "active") -> dict[str, Header]:
    row = {"from": date(2025, 1, 1), "source": "test", "header": "SHRMST", "state": state}
    return {"SHRMST": Header.model_validate(row)}


def fault(**changes: str) -> str:
    return dlt.fault(replace(GOOD, **changes), TEMPLATE, headers(), needs_entity=True)


def test_what_is_registered_may_go() -> None:
    assert fault() == ""
    assert fault(text=TEXT.replace("1047 2963 8150", "").replace("28-11-2026", "")) == ""


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"entity": ""}, "no_entity"),
        ({"entity": "12011590000000001"}, "no_entity"),
        ({"template_id": "1007000000000000037"}, "other_id"),
        ({"language": "en"}, "other_id"),
        ({"header": "ShrmST"}, "other_header"),
        ({"header": "SHRAMK"}, "other_header"),
        ({"text": TEXT.replace("वापस", "वापिस")}, "other_words"),
        ({"text": TEXT + " "}, "other_words"),
        ({"text": TEXT.replace("28-11-2026", "28 नवंबर 2026 तक")}, "other_words"),
        ({"text": TEXT.replace("1047", "\n1047")}, "other_words"),
    ],
)
def test_what_differs_is_named(changes: dict[str, str], why: str) -> None:
    assert fault(**changes) == why


@pytest.mark.parametrize(("state", "why"), [("suspended", "header_idle"), ("blocked", "header_shut")])
def test_a_header_that_is_shut_sends_nothing(state: str, why: str) -> None:
    assert dlt.fault(GOOD, TEMPLATE, headers(state), needs_entity=True) == why


def test_a_message_that_the_rulebook_forgot_is_not_sent() -> None:
    assert dlt.fault(GOOD, None, headers(), needs_entity=False) == "no_template"


def test_every_message_passes_with_its_own_longest_words() -> None:
    for template in rulebook.book().templates.values():
        for language, number in (("hi", template.dlt_id), ("en", template.dlt_id_en)):
            sending = dlt.Sending(template.longest(language), language, template.header, number, "")
            assert dlt.fault(sending, template, rulebook.book().headers, needs_entity=False) == "", template.key


def test_promotion_goes_between_ten_and_nine() -> None:
    hours = rulebook.book().hours("messages.promotional_hours", date(2026, 11, 20))
    assert rules.within(NOON, hours) == NOON
    assert rules.within(NIGHT, hours).isoformat() == "2026-11-21T04:30:00+00:00"
    assert rules.within(NOON + timedelta(hours=9), hours).isoformat() == "2026-11-21T04:30:00+00:00"


def test_a_promotional_message_needs_a_header_of_digits_and_a_bulk_one_is_never_transactional() -> None:
    row = TEMPLATE.model_dump(by_alias=True) | {"category": "promotional"}
    with pytest.raises(ValueError, match="six digits"):
        Template.model_validate(row)
    assert Template.model_validate(row | {"header": "123456"}).category == "promotional"
    with pytest.raises(ValueError, match="transactional"):
        Template.model_validate(row | {"category": "transactional", "bulk": True})


@pytest.mark.parametrize(
    ("kind", "reply", "fate"),
    [
        ("1", "id:1 stat:DELIVRD err:000", ("delivered", "")),
        ("8", "ACK/", ("taken", "")),
        ("4", "", ("", "")),
        ("", "", ("", "")),
        ("16", "NACK/0x0000000a/Invalid Source Address", ("failed", "0x0a")),
        ("16", "NACK/0x0000042b/Unknown", ("failed", "603")),
        ("16", "NACK/", ("failed", "nack")),
        ("2", "id:1 stat:UNDELIV err:623 text:", ("failed", "623")),
        ("2", "id:1 stat:UNDELIV err:027 text:", ("failed", "630")),
        ("2", "id:1 stat:EXPIRED err:000", ("failed", "receipt-expired")),
        ("2", "id:1 stat:REJECTD err:11a", ("failed", "receipt-rejectd:11a")),
        ("2", "", ("failed", "receipt-undeliv")),
    ],
)
def test_what_kannel_reports(kind: str, reply: str, fate: tuple[str, str]) -> None:
    assert rules.kannel_fate(kind, reply, {"0x42b": "603", "027": "630"}) == fate


def test_every_reject_code_says_why_and_what_to_do() -> None:
    families = {"600", "601", "602", "603", "604", "610", "611", "612", "620", "621", "622", "623", "630", "631", "632"}
    assert families <= set(rulebook.book().rejects)
    for code in rulebook.book().rejects:
        assert reasons.reason(code) != code
        assert reasons.remedy(code)
    assert reasons.reason("receipt-undeliv:11a") == "संदेश पहुँचाया नहीं जा सका। (11a)"


@pytest.mark.django_db
class TestParking:
    @pytest.fixture(autouse=True)
    def _kannel(self, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        class Wire:
            name, honours_id, needs_entity = "kannel", False, True

            def send(self, message: Message) -> delivery.Outcome:
                return delivery.Sent("r1")

        monkeypatch.setattr(delivery, "gateways", lambda: {"sms": Wire()})
        settings.SMS_ENTITY = ""

    def test_without_the_entity_a_message_waits_and_says_why_in_hindi(self, settings: Any) -> None:
        message = queued()
        worker.drain(lambda: NOON)
        assert (fresh(message).state, fresh(message).error) == (State.PARKED, "no_entity")
        assert fresh(message).why == "विभाग की एंटिटी आईडी नहीं भेजी गई।"
        assert "SMS_ENTITY" in reasons.remedy("no_entity")
        later = NOON + timedelta(days=9)
        worker.drain(lambda: later)
        assert fresh(message).state == State.PARKED
        settings.SMS_ENTITY = "1201159000000000001"
        assert actions.release("no_entity", at=later) == 1
        worker.drain(lambda: later)
        assert fresh(message).state == State.SENT

    def test_administrators_are_warned(self, settings: Any) -> None:
        settings.MESSAGE_GATEWAYS = {"sms": "kannel", "email": ""}
        settings.SMS_ENTITY = "1201159000000000001"
        worker.drain(lambda: NOON) if queued(to=PHONE) else None
        assert [one for one in queries.warnings(at=NOON) if "पंजीकृत" not in one] == []
        settings.SMS_ENTITY = ""
        found = queries.warnings(at=NOON + timedelta(days=26))
        assert len(found) == 3
        assert "SMS_ENTITY" in found[0]
        assert found[2].startswith("हेडर SHRMST बहुत दिन से प्रयोग नहीं हुआ")

    def test_ids_that_are_placeholders_are_said_to_be_where_messages_really_go(self, settings: Any) -> None:
        settings.MESSAGE_GATEWAYS = {"sms": "tray", "email": ""}
        assert queries.warnings(at=NOON) == []
        settings.MESSAGE_GATEWAYS = {"sms": "http", "email": ""}
        book = rulebook.book()
        (told,) = queries.warnings(at=NOON)
        assert told.startswith(str(len(book.templates) + len(book.headers)))

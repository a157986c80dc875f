"""Consent: which messages need it, how it is given, proved, withdrawn, and that nothing goes without it."""

from datetime import timedelta

import pytest
from django.test import Client
from tests import cast
from tests.messages.outbox import NOON, fresh
from tests.messages.test_bulk import left_out, let_go, prepared
from tests.messages.test_bulk_pages import client_of

from shramsetu import rulebook
from shramsetu.journal.models import Entry
from shramsetu.messages import actions, bulk, consents, keywords, worker
from shramsetu.messages.audiences import Addressee
from shramsetu.messages.keywords import Said
from shramsetu.messages.models import Consent, Inbound, Message, OptOut, State
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
ONE, TWO, THREE = (f"+9197000000{n:02d}" for n in range(3))
CLASS = "service_explicit"


def agreed(phone: str = ONE, *, category: str = CLASS) -> None:
    consents.give(phone, category, source="paper", reference="फ़ॉर्म 3", by=cast.desk(Role.STATE_DESK), at=NOON)


def writes(text: str, *, ref: str = "m1") -> str | None:
    return keywords.heard(Said(ONE, "key", text, ref), at=NOON)


def test_which_messages_need_consent() -> None:
    templates = rulebook.book().templates
    assert [key for key, one in templates.items() if one.needs_consent] == ["bulk-camp"]
    assert templates["bulk-standing"].category == "service_implicit"


def test_who_has_not_agreed_is_left_out_and_counted_with_the_reason() -> None:
    agreed(ONE)
    agreed(TWO, category="promotional")
    made = prepared([Addressee(ONE), Addressee(TWO), Addressee(THREE, consent="फ़ॉर्म 9")])
    assert (made.people, left_out(made)) == (2, {2: "no_consent"})
    brought = Consent.objects.get(source="list")
    assert (brought.reference, brought.category, brought.by) == ("फ़ॉर्म 9", CLASS, made.by)
    assert Entry.objects.get(stream=made.stream, verb="prepare_bulk").detail["consents"] == 1
    page = client_of(Role.STATE_DESK).get(f"/desk/bulk/{made.pk}/").content.decode()
    assert "इस व्यक्ति ने ऐसे संदेशों की सहमति नहीं दी है।" in page


def test_a_message_that_needs_none_goes_to_who_never_agreed() -> None:
    plan = bulk.Plan("सूचना", "bulk-standing", "list", "सूची", {})
    row = {"number": "1047 2963 8150", "post": "श्रम प्रवर्तन अधिकारी", "place": "आगरा", "date": "28-11-2026"}
    made = bulk.prepare(plan, {"people": [Addressee(ONE, row)]}, by=cast.desk(Role.STATE_DESK), at=NOON)
    assert (made.people, Consent.objects.count()) == (1, 0)


def test_stop_outweighs_the_paper_that_a_list_brings() -> None:
    actions.opt_out(ONE, at=NOON)
    assert left_out(prepared([Addressee(ONE, consent="फ़ॉर्म 9")])) == {1: "opted_out"}


def test_who_withdraws_before_it_goes_gets_nothing() -> None:
    made = let_go(prepared([Addressee(ONE, consent="1"), Addressee(TWO, consent="1")]))
    bulk.feed(at=NOON)
    assert consents.withdraw(ONE, by=cast.desk(Role.STATE_DESK), at=NOON) == 1
    worker.drain(lambda: NOON)
    found = dict(Message.objects.filter(stream=made.stream).values_list("to_phone", "state"))
    assert found == {ONE: State.CANCELLED, TWO: State.DELIVERED}
    assert Message.objects.get(to_phone=ONE).error == "no_consent"


@pytest.mark.parametrize("word", ["SUCHNA", "सूचना", " शिविर। ", "Camp"])
def test_a_word_by_sms_gives_consent_with_the_message_as_its_proof(word: str) -> None:
    actions.opt_out(ONE, at=NOON)
    assert writes(word) == Inbound.Outcome.CONSENTED
    row = Consent.objects.get()
    assert (row.category, row.source, row.reference, row.withdrawn_at) == (CLASS, "word", "m1", None)
    assert not OptOut.objects.exists()
    assert Message.objects.get().template == "sms-agreed"
    assert writes(word, ref="m2") == Inbound.Outcome.CONSENTED
    assert Consent.objects.count() == 1


@pytest.mark.parametrize("word", ["STOP", "stop.", "बंद", "बन्द करो", "Roko", "बंद\u200d", "unsubscribe"])
def test_stop_withdraws_every_consent_and_the_record_stays(word: str) -> None:
    agreed()
    outcome = writes(word)
    if word == "बन्द करो":  # only the spellings of the list
        assert outcome is None
        return
    assert outcome == Inbound.Outcome.STOPPED
    assert Consent.objects.get().withdrawn_at == NOON
    assert left_out(prepared([Addressee(ONE)])) == {1: "opted_out"}


def test_words_are_known_with_and_without_their_dots_and_joiners() -> None:
    same = {keywords.folded(word) for word in ("फ़िर", "\u092b\u093cिर", "फिर", "फि\u200dर")}
    assert same == {keywords.folded("फिर")}


def test_consent_is_written_down_from_paper_at_the_desk() -> None:
    browser: Client = client_of(Role.STATE_DESK)
    address = "/desk/bulk/consents/"
    given = {"phone": "97000 00000", "deed": "give", "category": CLASS, "reference": ""}
    assert browser.post(address, given).status_code == 422
    assert browser.post(address, {**given, "phone": "12", "reference": "7"}).status_code == 422
    browser.post(address, {**given, "reference": "फ़ॉर्म 12, 20-11-2026"})
    assert Consent.objects.get().reference == "फ़ॉर्म 12, 20-11-2026"
    page = browser.get(address).content.decode()
    assert "काग़ज़ पर" in page
    assert "9700000000" not in page
    browser.post(address, {**given, "deed": "withdraw"})
    assert Consent.objects.get().withdrawn_at is not None
    assert list(Entry.objects.filter(stream="consents").values_list("verb", flat=True)) == ["give", "withdraw"]


def test_the_proof_of_a_withdrawn_consent_goes_with_old_messages() -> None:
    agreed(ONE)
    agreed(TWO)
    consents.withdraw(ONE, by=cast.desk(Role.STATE_DESK), at=NOON)
    later = NOON + timedelta(days=400)
    actions.forget(before=later, at=later)
    assert sorted(Consent.objects.values_list("reference", flat=True)) == ["", "फ़ॉर्म 3"]


def test_fed_messages_keep_their_consent() -> None:
    let_go(prepared([Addressee(ONE, consent="1")]))
    bulk.feed(at=NOON)
    worker.drain(lambda: NOON)
    assert fresh(Message.objects.get()).state == State.DELIVERED

"""The talk and the deliveries of the WhatsApp shape, without a database."""

import hashlib
import hmac
from dataclasses import asdict
from json import dumps, loads
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bridges.cloud import NUMBER, delivery, row

from shramsetu import rulebook
from shramsetu.bridges.whatsapp import payload, talk, words
from shramsetu.bridges.whatsapp.talk import Heard, Known, Talk
from shramsetu.files.rules import FalseType, TooLarge
from shramsetu.lib import urdu

DISTRICTS = {"कानपुर नगर": [157], "agra": [118], "kanpur": [157, 158]}
SECRET = b"of the app"
WAGES = "मज़दूरी दो महीने से नहीं मिली"
VOICE = Heard(media=("m1", "audio/ogg"), kind="audio")


def _near(heard: Heard) -> list[int]:
    return [140] if heard.here else DISTRICTS.get(heard.text.strip().lower(), [])


KNOWN = Known(near=_near, about=lambda words: ["wages-not-paid", "other"] if "मज़दूरी" in words else [])


def said(*words: str | Heard, talk_: Talk | None = None) -> talk.Turn:
    turn = talk.Turn(talk_, "")
    for word in words:
        turn = talk.turn(turn.talk, word if isinstance(word, Heard) else Heard(word), KNOWN)
        if turn.talk is not None and turn.fetch:
            turn = talk.Turn(
                talk.stored(turn.talk, [one[0] for one in turn.fetch]), turn.say, turn.do, fetch=turn.fetch
            )
    return turn


def told(turn: talk.Turn) -> Talk:
    assert turn.talk is not None
    return turn.talk


def test_a_talk_ends_in_a_filing_after_the_last_yes() -> None:
    turn = said("नमस्ते", "1", WAGES, "0", "1", "कानपुर नगर", "रमेश")
    assert (turn.say, turn.do) == ("review", "")
    assert told(turn) == Talk(
        "review", words=(WAGES,), category="wages-not-paid", district=157, place="कानपुर नगर", name="रमेश"
    )
    assert said("1", talk_=told(turn)).do == "file"


def test_who_begins_with_the_whole_trouble_does_not_write_it_again() -> None:
    turn = said("ठेकेदार दो महीने से पैसे नहीं दे रहा", "१")
    assert (turn.say, told(turn).words) == ("more_words", ("ठेकेदार दो महीने से पैसे नहीं दे रहा",))


def test_a_voice_note_before_the_consent_is_fetched_after_it_alone() -> None:
    first = said(VOICE)
    assert (first.say, first.fetch, told(first).held) == ("consent", (), (("m1", "audio/ogg"),))
    agreed = said("1", talk_=told(first))
    assert (agreed.fetch, told(agreed).files, told(agreed).held) == ((("m1", "audio/ogg"),), ("m1",), ())


def test_without_consent_nothing_is_kept() -> None:
    turn = said("ठेकेदार दो महीने से पैसे नहीं दे रहा", "2")
    assert (turn.talk, turn.say, turn.do) == (None, "not_agreed", "refused")


@pytest.mark.parametrize("word", ["STOP", " stop. ", "बंद", "रुको", "بند"])
def test_stop_ends_it_at_any_step(word: str) -> None:
    for before in ([], ["नमस्ते"], ["नमस्ते", "1"], ["नमस्ते", "1", WAGES, "0", "0", "agra"]):
        assert said(*before, word) == talk.Turn(None, "", "stop")


def test_voice_photo_and_place_are_words_too() -> None:
    photo = Heard("यह जगह", media=("m2", "image/jpeg"), kind="image")
    found = told(said("नमस्ते", "1", VOICE, photo, Heard(here=(26.4, 80.3), kind="location")))
    assert (found.files, found.words, found.here) == (("m1", "m2"), ("यह जगह",), (26.4, 80.3))


def test_a_point_offers_its_district() -> None:
    turn = said("नमस्ते", "1", VOICE, Heard(here=(26.4, 80.3), kind="location"), "0")
    assert (turn.say, told(turn).offered) == ("which_district", ("140",))
    assert told(said("1", talk_=told(turn))).district == 140


def test_a_name_like_several_districts_is_asked_by_number() -> None:
    turn = said("नमस्ते", "1", VOICE, "0", "kanpur")
    assert (turn.say, told(turn).offered) == ("which_district", ("157", "158"))
    assert told(said("۲", talk_=told(turn))).district == 158
    assert said("3", talk_=told(turn)).say == "no_district"


def test_a_file_at_a_later_question_is_taken_and_the_question_asked_again() -> None:
    turn = said("नमस्ते", "1", WAGES, "0", "0", VOICE)
    assert (turn.say, told(turn).files, told(turn).step) == ("district", ("m1",), "district")


def test_no_more_than_five_files_are_fetched() -> None:
    turn = said("नमस्ते", "1", *[VOICE] * 6)
    assert (turn.say, turn.fetch, len(told(turn).files)) == ("files_enough", (), 5)


def test_status_is_asked_in_the_middle_and_the_talk_goes_on() -> None:
    turn = said("नमस्ते", "1", "स्थिति 1047 2963 8150 123456")
    assert (turn.do, turn.values, told(turn).step) == ("status", {"number": "104729638150", "code": "123456"}, "words")


def test_what_nobody_understands_changes_nothing() -> None:
    turn = said("नमस्ते", "1", Heard(kind="unknown"))
    assert (turn.say, told(turn).step) == ("not_understood", "words")


URDU = "ٹھیکیدار نے تین مہینے کی مزدوری نہیں دی"


def test_who_writes_urdu_goes_on_in_urdu_and_is_asked_by_the_same_numbers() -> None:
    turn = said(URDU, "۱", "0", "kanpur", "2", "سلیم")
    assert (turn.say, told(turn).language, told(turn).district) == ("review", "ur", 158)
    assert told(said("नमस्ते", "1", WAGES)).language == ""


@pytest.mark.parametrize(
    ("word", "language"), [("English", "en"), ("اردو", "ur"), ("उर्दू", "ur"), ("हिन्दी", "hi"), ("अंग्रेज़ी", "en")]
)
def test_a_language_is_asked_for_at_any_question_which_is_asked_again(word: str, language: str) -> None:
    for before, line in ((("नमस्ते",), "consent"), (("नमस्ते", "1"), "words"), (("नमस्ते", "1", WAGES), "more_words")):
        turn = said(*before, word)
        assert (turn.say, told(turn).language) == (line, language)
        assert word not in told(turn).words
    turn = said("नमस्ते", "1", WAGES, "0", "1", "kanpur", word)
    assert (turn.say, told(turn).offered) == ("which_district", ("157", "158"))


def test_a_language_that_was_asked_for_is_kept_whatever_is_written() -> None:
    turn = said("english", "1", URDU, "0", "0", "no", "سلیم", "2")
    assert (turn.do, told(turn)) == ("again", Talk("words", language="en"))
    begun = talk.turn(None, Heard("नमस्ते"), Known(language="ur"))
    assert told(begun).language == "ur"


@pytest.mark.parametrize("line", sorted(words._LINES))
def test_each_line_of_the_talk_is_in_the_language_of_the_talk(line: str) -> None:
    full = Talk(words=(".",), name=".", files=("1",), offered=("wages-not-paid",) if line == "about" else ())
    urdu_, english = words.say(line, full, "ur"), words.say(line, full, "en")
    invited = [one for one in words.INVITES.values() if one in urdu_ + english]
    assert len(invited) == (3 if line == "consent" else 0)
    for one in invited:
        urdu_, english = urdu_.replace(one, ""), english.replace(one, "")
    assert not any(mark.isalpha() and not urdu.is_urdu(mark) for mark in urdu_), urdu_
    assert english.isascii(), english


@pytest.mark.parametrize("error", [TooLarge(1), FalseType("x"), ValueError()])
def test_a_file_that_is_not_taken_is_refused_in_the_language_of_the_talk(error: Exception) -> None:
    assert urdu.is_mostly(words.not_taken(error, "ur"))
    assert words.not_taken(error, "en").isascii()


def test_every_category_is_asked_in_urdu() -> None:
    book = rulebook.book()
    assert [slug for slug, one in book.categories.items() if not urdu.is_mostly(one.asks("ur"))] == []


def test_a_talk_is_the_same_after_it_was_kept() -> None:
    turn = said(VOICE, Heard("और यह लम्बी बात", here=(26.4, 80.3)))
    assert talk.opened(loads(dumps(asdict(told(turn))))) == told(turn)


@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from(["0", "1", "2"])), max_size=14))
def test_no_talk_files_without_words_consent_and_name(words: list[str]) -> None:
    turn, agreed = talk.Turn(None, ""), False
    for word in words:
        turn = talk.turn(turn.talk, Heard(word), KNOWN)
        agreed = (agreed or turn.do == "agreed") and turn.talk is not None
        if turn.do == "file":
            found = told(turn)
            assert (agreed, found.has_told, len(found.name) >= 2) == (True, True, True)


def read(*rows: dict[str, Any], **more: Any) -> payload.Delivery:
    return payload.read(delivery(*rows, **more), number_id=NUMBER)


def test_each_kind_is_read_and_unknown_ones_are_kept_apart() -> None:
    found = read(
        row("text", {"body": "नम\0स्ते"}),
        row("image", {"id": "m1", "mime_type": "image/jpeg", "caption": "यह"}),
        row("audio", {"id": "m2", "mime_type": "audio/ogg; codecs=opus", "voice": True}),
        row("location", {"latitude": 26.4, "longitude": 80.3, "name": "पुल"}),
        row("reaction", {"emoji": "x"}),
        row("interactive", {"type": "button_reply", "button_reply": {"id": "1", "title": "हाँ"}}),
    ).said
    assert [one.kind for one in found] == ["text", "image", "audio", "location", "reaction", "unknown"]
    assert [found[0].text, found[1].file, found[3].here, found[5].text] == ["नमस्ते", "m1", (26.4, 80.3), "1"]


def test_another_number_of_the_account_is_not_ours() -> None:
    assert read(row("text", {"body": "x"}), number="78") == payload.Delivery([], [], [])


def test_other_news_of_the_account_are_left_out() -> None:
    body = b'{"entry": [{"changes": [{"field": "account_update", "value": {"event": "X"}}]}]}'
    assert payload.read(body, number_id=NUMBER) == payload.Delivery([], [], [])


def test_fates_are_read() -> None:
    rows = [
        {"id": "w", "status": "failed", "errors": [{"code": 131047}]},
        {"id": "w", "status": "played"},
        {"id": "w", "status": "read", "biz_opaque_callback_data": "ours"},
    ]
    found = read(statuses=rows).fates
    assert found == [payload.Fate("w", "failed", "131047"), payload.Fate("w", "read", "", "ours")]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"entry": [1]}', b"[" * 100_000, b'{"entry": null}'])
def test_what_is_not_of_the_shape_is_unreadable_and_no_crash(body: bytes) -> None:
    with pytest.raises(payload.Unreadable):
        payload.read(body, number_id=NUMBER)


@pytest.mark.parametrize(
    "bad",
    [
        row("text", {}),
        row("image", {}),
        row("location", {"latitude": 200, "longitude": 0}),
        row("location", {"latitude": "nan", "longitude": 0}),
        row("text", {"body": "x"}, phone="+91 999"),
        row("text", {"body": "x"}, ref="a" * 129),
        row("text", {"body": "x"}) | {"timestamp": "now"},
        row("text", {"body": "x"}) | {"timestamp": "9" * 12},
    ],
)
def test_one_bad_message_takes_no_other_with_it(bad: dict[str, Any]) -> None:
    found = read(bad, row("text", {"body": "x"}, ref="good"))
    assert [one.id for one in found.said] == ["good"]
    assert found.unread == ["" if len(bad["id"]) > 128 else bad["id"]]


def test_who_hides_the_phone_is_read_without_one() -> None:
    hidden = row("text", {"body": "x"})
    del hidden["from"]
    assert [one.phone for one in read(hidden | {"from_user_id": "IN.1"}).said] == [""]


def test_a_signature_is_that_of_the_raw_body() -> None:
    body = delivery(row("text", {"body": "x"}))
    good = "sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    assert payload.is_signed(body, good, secrets=[b"old", SECRET])
    given_ = [(body + b" ", good), (body, good[:-1]), (body, good[7:]), (body, ""), (body, "sha256=é")]
    assert [payload.is_signed(one, sign, secrets=[SECRET]) for one, sign in given_] == [False] * 5
    assert not payload.is_signed(body, good, secrets=[])


def test_the_handshake_asks_for_our_token() -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "t", "hub.challenge": "9"}
    assert payload.is_handshake(asked, "t")
    assert [payload.is_handshake(asked, "u"), payload.is_handshake(asked | {"hub.verify_token": ""}, "")] == [False] * 2

"""What the menu answers by itself."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests import cast
from tests.hearings import court
from tests.helpline import room

from shramsetu.casework import hearings
from shramsetu.helpline import voice
from shramsetu.helpline.actions import calls, queue
from shramsetu.helpline.queries import prompts, spoken
from shramsetu.helpline.rules import speech
from shramsetu.helpline.rules.menu import sound

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Note free texts instead of synthesising them."""
    free: dict[str, str] = {}

    def note(text: str, language: str) -> tuple[str, ...]:
        free[sound(text)] = text
        return (f"ss/{sound(text)}",)

    monkeypatch.setattr(voice, "free", note)
    return free


def words(number: str, said: dict[str, str], *, what: str = "status", language: str = "hi", **detail: str) -> str:
    call = room.caller(at=cast.MONDAY)
    call.language = language
    sounds = spoken.answer(call, {"what": what, **detail}, number, at=cast.MONDAY)
    return " ".join(spoken.in_words(sounds, language, {**prompts.texts(language), **said}))


def test_an_open_complaint_is_told_with_its_holder_and_date(said: dict[str, str]) -> None:
    case = cast.complaint()
    assert case.holder is not None
    told = words(case.number, said)
    assert told.startswith("शिकायत नंबर एक ")
    assert f"यह अभी {case.holder.title_hi} के पास है। जवाब की तारीख़ है पच्चीस नवंबर" in told
    english = words(case.number, said, language="en")
    assert f"It is now with {case.holder.title_en} . The date for an answer is twenty five November" in english


def test_of_a_sealed_complaint_only_that_it_is_safe(said: dict[str, str]) -> None:
    case = cast.complaint(category="bonded-labour")
    told = words(case.number, said)
    assert told.endswith("यह शिकायत हमारे पास सुरक्षित है। इसके बारे में जानने के लिए 0 दबाकर ऑपरेटर से बात कीजिए।")
    assert said == {}


def test_a_number_of_nothing_is_said_back(said: dict[str, str]) -> None:
    from shramsetu.lib import numbers

    assert words(numbers.number_for(9_876_543, b"x" * 16), said).startswith("इस नंबर की कोई शिकायत हमारे पास नहीं है।")
    assert words("123", said).startswith("इस नंबर का कोई अंक ग़लत है।")


def test_the_office_s_own_kinds_are_not_told(said: dict[str, str]) -> None:
    from shramsetu.casework.models import Case

    case = cast.complaint()
    Case.objects.filter(pk=case.pk).update(kind="explanation", state="issued")
    assert words(case.number, said).startswith("इस नंबर की कोई शिकायत")


def test_a_scheme_is_told_and_that_it_is_not_confirmed(said: dict[str, str]) -> None:
    told = words("", said, what="scheme", scheme="bocw-maternity-help")
    assert told.startswith("मातृत्व, शिशु एवं बालिका मदद योजना पंजीकृत निर्माण श्रमिक")
    assert told.endswith("राशि और शर्तें आवेदन से पहले ऑपरेटर से पूछ लीजिए।")
    assert words("", said, what="scheme", scheme="no-such") == prompts.texts("hi")["scheme-unknown"]


def test_the_next_date_of_a_matter_is_told_by_its_number(said: dict[str, str]) -> None:
    case = court.noticed()
    told = words(case.number, said, what="hearing")
    assert "मज़दूरी एवं प्रतिकर प्राधिकारी, कानपुर नगर" in told
    sealed = court.noticed(sealed=True)
    assert words(sealed.number, said, what="hearing").startswith("इस नंबर की कोई सुनवाई")


def test_a_hearing_is_told_where_a_package_knows_of_one(said: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    case = cast.complaint()
    assert words(case.number, said, what="hearing").startswith("इस नंबर की कोई सुनवाई हमारे पास दर्ज नहीं है।")
    on = cast.MONDAY + timedelta(days=2)
    monkeypatch.setattr(hearings, "_finders", [lambda one, at: hearings.Hearing(on, "श्रम न्यायालय, कानपुर")])
    assert words(case.number, said, what="hearing") == (
        "सुनवाई की तारीख़ है अठारह नवंबर समय सुबह साढ़े ग्यारह बजे स्थान श्रम न्यायालय, कानपुर"
    )


def test_every_sentence_of_an_answer_is_among_the_prompts(said: dict[str, str]) -> None:
    case = cast.complaint()
    sounds = spoken.status(case.number, "hi", cast.MONDAY)
    known = {**prompts.texts("hi"), **said}
    assert [sound for sound in sounds if sound.removeprefix("ss/") not in known] == []


def test_a_waiting_caller_hears_the_place_and_the_wait() -> None:
    first, second, third = (room.caller(number, at=cast.MONDAY, phone=f"999990000{number}") for number in (1, 2, 3))
    for seconds, call in enumerate((first, second, third)):
        queue.enqueue(call, at=cast.MONDAY + timedelta(seconds=seconds))
    at = cast.MONDAY + timedelta(minutes=1)
    assert spoken.waiting(first, at=at) == ("ss/your-turn-next",)
    assert spoken.waiting(third, at=at) == ("ss/before-you", "ss/n-2", "ss/people-wait")
    for number in range(15):
        talk = room.caller(10 + number, at=cast.MONDAY, phone="")
        calls.change(talk, answered_at=cast.MONDAY)
    heard = speech.said([sound.removeprefix("ss/") for sound in spoken.waiting(third, at=at)], "hi")
    assert heard == "आपसे पहले दो लोग हैं। प्रतीक्षा का समय लगभग तीन मिनट"


def test_a_long_wait_is_still_reckoned_and_nobody_behind_the_crowd_is_told_to_be_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    began, at = cast.MONDAY, cast.MONDAY + timedelta(minutes=40)
    first, second = (room.caller(number, at=began, phone=f"999990000{number}") for number in (1, 2))
    for seconds, call in enumerate((first, second)):
        queue.enqueue(call, at=began + timedelta(seconds=seconds))
    for number in range(15):
        talk = room.caller(10 + number, at=began, phone="")
        calls.change(talk, answered_at=at - timedelta(minutes=1))
    heard = speech.said([sound.removeprefix("ss/") for sound in spoken.waiting(second, at=at)], "hi")
    assert heard == "आपसे पहले एक व्यक्ति है। प्रतीक्षा का समय लगभग दो मिनट"
    monkeypatch.setattr(spoken.waiting_now, "callers", list)
    assert spoken.waiting(second, at=at) == ()

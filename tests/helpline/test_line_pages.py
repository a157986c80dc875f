"""The pages of lines, menus, sounds, blocks and voicemails."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests import room as desk
from tests.helpline import room
from tests.helpline.sounds import tone

from shramsetu.helpline import voice
from shramsetu.helpline.actions import blocks, calls, hours, menus, recordings, voicemail
from shramsetu.helpline.actions.menus import fingerprint
from shramsetu.helpline.models import Block, Menu, Opening, Outcome, Prompt, Recording, Target
from shramsetu.helpline.queries import hours as open_hours
from shramsetu.helpline.queries import menus as asked
from shramsetu.helpline.rules.menu import sound as key_of
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
PHONE = "+919999900001"


@pytest.fixture(autouse=True)
def sounds(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HELPLINE_SOUNDS = str(tmp_path / "sounds")  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    monkeypatch.setattr(voice, "ESPEAK", "no-such-voice")
    menus.seed(by=SYSTEM, at=cast.MONDAY)


@pytest.fixture
def supervisor() -> Client:
    return desk.of_role(Role.SUPERVISOR)


@pytest.fixture
def second() -> Client:
    return desk.of_role(Role.STATE_DESK)


def message(number: int = 0) -> Recording:
    call = room.caller(number, at=cast.MONDAY)
    recording = calls.leave_word(call, at=cast.MONDAY)
    recordings.keep(recording, tone(0.3, rate=8_000), seconds=12, at=cast.MONDAY)
    calls.end(call, Outcome.VOICEMAIL, at=cast.MONDAY)
    recording.refresh_from_db()
    return recording


def draft(slug: str = "labour") -> Menu:
    found = asked.draft(slug)
    assert found is not None
    return found


def test_the_menu_is_drawn_as_a_tree(supervisor: Client) -> None:
    page = desk.text_of(supervisor.get(reverse("helpline:menu", args=["1076"])))
    assert "जान का ख़तरा हो तो 9 दबाइए" in page
    assert 'id="node-queue-bocw"' in page
    assert "मुख्यमंत्री हेल्पलाइन 1076" in desk.text_of(supervisor.get(reverse("helpline:menus")))
    assert supervisor.get(reverse("helpline:menu", args=["no-such"])).status_code == 404


def test_a_text_is_changed_and_published_by_a_second_person(supervisor: Client, second: Client) -> None:
    supervisor.post(reverse("helpline:begin_draft", args=["labour"]))
    goodbye = reverse("helpline:node", args=["labour", "goodbye"])
    given = {"seen": fingerprint(draft().tree), "text_hi": "नमस्ते।", "text_en": "Goodbye."}
    assert supervisor.post(goodbye, given).status_code == 302
    publish = reverse("helpline:publish_draft", args=["labour"])
    supervisor.post(publish, {"seen": fingerprint(draft().tree)})
    assert draft().version == 2
    page = desk.text_of(second.get(reverse("helpline:draft", args=["labour"])))
    assert "Thank you for calling. Namaste." in page
    second.post(publish, {"seen": fingerprint(draft().tree)})
    in_force = asked.in_force("labour")
    assert in_force is not None
    assert (in_force.version, in_force.tree["nodes"]["goodbye"]["text"]["hi"]) == (2, "नमस्ते।")
    old = desk.text_of(second.get(reverse("helpline:menu", args=["labour"]) + "?version=1"))
    assert "पहले का संस्करण" in old


def test_a_stale_page_changes_nothing(supervisor: Client) -> None:
    supervisor.post(reverse("helpline:begin_draft", args=["labour"]))
    before = fingerprint(draft().tree)
    given = {"seen": "0" * 16, "text_hi": "नमस्ते।", "text_en": "Goodbye."}
    page = supervisor.post(reverse("helpline:node", args=["labour", "goodbye"]), given, follow=True)
    assert "इस बीच किसी और ने इसे बदल दिया है" in desk.text_of(page)
    assert fingerprint(draft().tree) == before


def test_places_are_added_changed_and_taken_out_and_faults_are_told(supervisor: Client) -> None:
    supervisor.post(reverse("helpline:begin_draft", args=["labour"]))
    add = reverse("helpline:add_node", args=["labour"])
    page = supervisor.post(add, {"name": "news", "kind": "choice", "seen": fingerprint(draft().tree)}, follow=True)
    assert "कम से कम एक कुंजी दें" in desk.text_of(page)
    node = reverse("helpline:node", args=["labour", "news"])
    given = {"text_hi": "1 दबाइए", "text_en": "Press 1", "key_1": "main", "key_star": "goodbye", "tries": 2}
    supervisor.post(node, {**given, "wait_seconds": 5, "seen": fingerprint(draft().tree)})
    assert draft().tree["nodes"]["news"]["keys"] == {"1": "main", "*": "goodbye"}
    page = desk.text_of(supervisor.get(reverse("helpline:draft", args=["labour"])))
    assert "यहाँ तक कोई रास्ता नहीं आता" in page
    supervisor.post(reverse("helpline:remove_node", args=["labour", "news"]), {"seen": fingerprint(draft().tree)})
    assert "news" not in draft().tree["nodes"]
    supervisor.post(add, {"name": "Bad Name", "kind": "say", "seen": fingerprint(draft().tree)})
    assert len(draft().tree["nodes"]) == len(Menu.objects.get(slug="labour", version=1).tree["nodes"])
    supervisor.post(reverse("helpline:discard_draft", args=["labour"]))
    assert asked.draft("labour") is None


@pytest.mark.parametrize("name", ["welcome", "main", "hindi", "status-number", "status", "queue-bocw", "emergency-112"])
def test_every_kind_of_place_is_kept_as_it_was(supervisor: Client, name: str) -> None:
    """Opening a form and sending it as it stands changes nothing in the tree."""
    supervisor.post(reverse("helpline:begin_draft", args=["labour"]))
    address = reverse("helpline:node", args=["labour", name])
    form = supervisor.get(address).context["form"]
    given = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
    before = draft().tree["nodes"][name]
    assert supervisor.post(address, given).status_code == 302
    kept = draft().tree["nodes"][name]
    assert {key: value for key, value in kept.items() if key not in ("tries", "wait_seconds")} == {
        key: value for key, value in before.items() if key not in ("tries", "wait_seconds")
    }


def test_the_menu_is_tried_key_by_key(supervisor: Client) -> None:
    address = reverse("helpline:trial", args=["1076"])

    def press(**query: str) -> str:
        return desk.text_of(supervisor.get(address, {"node": "tongue", **query}))

    assert "नमस्ते। मुख्यमंत्री हेल्पलाइन 1076" in desk.text_of(supervisor.get(address))
    assert "For Hindi, press 1." in press(language="en")
    assert "<code>hindi</code>" in press(key="1")
    assert "बोर्ड: भवन एवं सन्निर्माण कर्मकार बोर्ड" in press(node="boards", key="2")
    assert "<code>closed</code>" in press(node="boards", key="0", open="no")
    assert "<code>queue-any</code>" in press(key="0")
    assert 'value="10"' in press(node="status-number", key="0", keyed="1")
    case = cast.complaint()
    told = press(node="status", number=case.number)
    assert "शिकायत नंबर" in told
    assert press(node="status-number", key=case.number[-1], keyed=case.number[:-1]).count("status") > 1
    assert supervisor.get(address, {"node": "no-such"}).status_code == 404


def test_sounds_are_listed_heard_and_replaced(supervisor: Client, django_capture_on_commit_callbacks: object) -> None:
    page = desk.text_of(supervisor.get(reverse("helpline:sounds"), {"q": "धन्यवाद"}))
    assert "फ़ोन करने के लिए धन्यवाद। नमस्ते।" in page
    assert "espeak-ng" in page
    english = desk.text_of(supervisor.get(reverse("helpline:sounds"), {"language": "en", "q": "thank"}))
    assert '<a lang="en" href="/desk/helpline/sounds/en/thanks/">' in english
    address = reverse("helpline:sound", args=["hi", "thanks"])
    assert supervisor.get(reverse("helpline:sound_file", args=["hi", "thanks"])).status_code == 404
    bad = supervisor.post(address, {"recording": SimpleUploadedFile("a.wav", b"nothing", "audio/wav")})
    assert bad.status_code == 422
    assert "यह WAV रिकॉर्डिंग नहीं है" in desk.text_of(bad)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        supervisor.post(address, {"recording": SimpleUploadedFile("a.wav", tone(0.5), "audio/wav")})
    heard = supervisor.get(reverse("helpline:sound_file", args=["hi", "thanks"]))
    assert heard.headers["Content-Type"] == "audio/wav"
    assert heard.content[:4] == b"RIFF"
    supervisor.post(reverse("helpline:restore_sound", args=["hi", "thanks"]))
    assert not Prompt.objects.filter(ended_at=None).exists()
    assert supervisor.get(reverse("helpline:sound", args=["hi", "no-such"])).status_code == 404


def test_a_line_is_kept_open_and_closed_again(supervisor: Client) -> None:
    until = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    address = reverse("helpline:extend_hours", args=["labour"])
    assert supervisor.post(address, {"until": until, "reason": ""}).status_code == 422
    supervisor.post(address, {"until": until, "reason": "बाढ़, कानपुर"})
    assert open_hours.is_open("labour", at=timezone.now())
    page = desk.text_of(supervisor.get(reverse("helpline:hours")))
    assert "बाढ़, कानपुर" in page
    supervisor.post(reverse("helpline:end_hours", args=[Opening.objects.get().pk]))
    assert Opening.objects.get().ended_at is not None
    past = supervisor.post(address, {"until": "2020-01-01T10:00", "reason": "बाढ़"})
    assert past.status_code == 422


def test_a_block_is_proposed_by_an_agent_and_decided_by_another(supervisor: Client) -> None:
    agent = desk.of_role(Role.OPERATOR)
    given = {"phone": "99999 00001", "kind": "threat", "note": "कई बार", "days": 10}
    assert agent.post(reverse("helpline:propose_block"), {**given, "phone": "12"}).status_code == 422
    assert agent.post(reverse("helpline:propose_block"), {**given, "days": 999}).status_code == 422
    agent.post(reverse("helpline:propose_block"), given)
    block = Block.objects.get()
    page = desk.text_of(supervisor.get(reverse("helpline:blocks")))
    assert "धमकी: कई बार" in page
    assert PHONE[3:] not in page
    supervisor.post(reverse("helpline:decide_block", args=[block.pk, "agree"]))
    block.refresh_from_db()
    assert block.state == "blocked"
    supervisor.post(reverse("helpline:decide_block", args=[block.pk, "end"]))
    assert supervisor.post(reverse("helpline:decide_block", args=[block.pk, "sing"])).status_code == 404
    assert "समाप्त" in desk.text_of(supervisor.get(reverse("helpline:blocks")))


def test_who_proposed_a_block_does_not_decide_it(supervisor: Client) -> None:
    supervisor.post(reverse("helpline:propose_block"), {"phone": PHONE, "kind": "threat", "days": 5})
    page = supervisor.post(reverse("helpline:decide_block", args=[Block.objects.get().pk, "agree"]), follow=True)
    assert "दूसरे व्यक्ति की सहमति चाहिए" in desk.text_of(page)
    assert Block.objects.get().state == "proposed"


def test_a_voicemail_is_heard_and_each_hearing_is_written_down() -> None:
    recording = message()
    agent = desk.of_role(Role.OPERATOR)
    listed = desk.text_of(agent.get(reverse("helpline:voicemails")))
    assert PHONE[3:] not in listed
    assert reverse("helpline:voicemail", args=[recording.pk]) in listed
    assert "<audio" in desk.text_of(agent.get(reverse("helpline:voicemail", args=[recording.pk])))
    file = reverse("files:attachment", args=[recording.attachment_id])
    assert agent.get(file).getvalue()[:4] == b"RIFF"
    assert Entry.objects.filter(stream=f"reads:call:{recording.call_id}", verb="open_file").count() == 1
    assert desk.of_role(Role.OFFICER).get(file).status_code == 404


def test_a_voicemail_leads_to_a_call_back_a_complaint_or_its_end(second: Client) -> None:
    recording, other, third = message(), message(1), message(2)
    agent = desk.of_role(Role.OPERATOR)
    agent.post(reverse("helpline:take_voicemail", args=[recording.pk]))
    busy = second.post(reverse("helpline:call_back_voicemail", args=[recording.pk]), follow=True)
    assert "किसी और ने ले लिया है" in desk.text_of(busy)
    agent.post(reverse("helpline:call_back_voicemail", args=[recording.pk]))
    assert Target.objects.get().source == "voicemail"
    answer = agent.post(reverse("helpline:register_voicemail", args=[other.pk]))
    assert answer["Location"] == "/desk/register/?phone=%2B919999900001"
    assert agent.post(reverse("helpline:voicemail", args=[other.pk]), {"result": "owed"}).status_code == 422
    agent.post(reverse("helpline:voicemail", args=[other.pk]), {"result": "registered"})
    assert list(agent.get(reverse("helpline:voicemails")).context["page"]) == [third]


def test_the_lists_ask_as_often_for_three_rows_as_for_one(supervisor: Client) -> None:
    by = cast.desk(Role.OPERATOR)
    first = message()
    voicemail.take(first, by=by, at=timezone.now())
    blocks.propose(PHONE, reason="threat", by=by, at=timezone.now())
    hours.extend("labour", until=timezone.now() + timedelta(hours=1), reason="a", by=SYSTEM, at=timezone.now())
    names = ("helpline:voicemails", "helpline:blocks", "helpline:hours", "helpline:sounds", "helpline:menus")
    once = [desk.queries_of(supervisor, reverse(name)) for name in names]
    for number in range(1, 3):
        voicemail.take(message(number), by=by, at=timezone.now())
        blocks.propose(f"+91999990010{number}", reason="threat", by=by, at=timezone.now())
        hours.extend("1076", until=timezone.now() + timedelta(hours=1), reason="a", by=SYSTEM, at=timezone.now())
    assert [desk.queries_of(supervisor, reverse(name)) for name in names] == once
    assert max(once) <= 16


def test_the_sound_of_a_menu_s_text_is_made_when_it_is_kept(
    supervisor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(voice, "free", lambda text, language: made.append(key_of(text)) or ())
    supervisor.post(reverse("helpline:begin_draft", args=["labour"]))
    given = {"seen": fingerprint(draft().tree), "text_hi": "नमस्ते।", "text_en": "Goodbye."}
    supervisor.post(reverse("helpline:node", args=["labour", "goodbye"]), given)
    assert made == [key_of("नमस्ते।"), key_of("Goodbye.")]

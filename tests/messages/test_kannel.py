"""Messages through a real Kannel to the tests' own SMSC and back: receipts, refusals, words of citizens, kills."""

import os
import re
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from tests import apart, cast
from tests.messages.kannel import Kannel, answers, deliverer, free_port, kannel, wait
from tests.messages.outbox import NOON, OFFICER, PHONE, VALUES, fresh
from tests.messages.smsc import OK, Smsc, Submitted, smsc

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.messages import actions, bulk, reasons, worker
from shramsetu.messages.audiences import Addressee
from shramsetu.messages.gateways import gateways
from shramsetu.messages.gateways.basis import Sent
from shramsetu.messages.models import Bulk, Message, State
from shramsetu.messages.rules import Recipient
from shramsetu.offices.models import Role
from shramsetu.web import supervisor

pytestmark = [pytest.mark.kannel, pytest.mark.kill, pytest.mark.xdist_group("kannel")]
PEOPLE = 300


@dataclass
class Line:
    """Everything between our outbox and the phones."""

    smsc: Smsc
    kannel: Kannel
    url: str

    def got(self, phone: str) -> list[Submitted]:
        """Return what went to one phone. Nothing is said of who comes first: several are handed over at a time."""
        return [one for one in self.smsc.taken if one.to == phone.removeprefix("+")]


@contextmanager
def served(url: str, port: int, environment: dict[str, str]) -> Iterator[None]:
    own = {"DATABASE_URL": url, "VAR": str(site_settings.VAR), "TESTING": "yes", "PORT": str(port)}
    command = supervisor.web_command("127.0.0.1", port)
    process = subprocess.Popen(command, env=os.environ | own | environment, start_new_session=True)
    try:
        wait("the site does not answer", lambda: answers(port))
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


@pytest.fixture(scope="module")
def line(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """The whole way, in a database of its own; the module's tests follow one another in it."""
    port = free_port()
    templates = {
        number: pattern
        for one in rulebook.book().templates.values()
        for number, pattern in ((one.dlt_id, one.text.hi), (one.dlt_id_en, one.text.en))
    }
    known = {number: re.sub(r"\\\{\w+\\\}", ".{0,30}", re.escape(text)) for number, text in templates.items()}
    folder = tmp_path_factory.mktemp("kannel")
    with (
        django_db_blocker.unblock(),
        apart.database("kannel") as url,
        smsc(Smsc(templates=known)) as centre,
        kannel(folder, centre, f"http://127.0.0.1:{port}") as found,
        served(url, port, found.environment),
    ):
        yield Line(centre, found, url)


@pytest.fixture(autouse=True)
def through_kannel(line: Line, settings: Any) -> Iterator[None]:
    given = line.kannel.environment
    settings.MESSAGE_GATEWAYS = {"sms": "kannel", "email": ""}
    settings.SMS_ENTITY, settings.SMS_REPORT_SECRET = given["SMS_ENTITY"], given["SMS_REPORT_SECRET"]
    settings.SMS_KANNEL = {
        "url": given["SMS_KANNEL_URL"],
        "user": given["SMS_KANNEL_USER"],
        "password": given["SMS_KANNEL_PASSWORD"],
        "site": given["SMS_KANNEL_SITE"],
        "codes": {},
        "timeout_seconds": 5,
    }
    yield
    line.smsc.refuse = lambda given: OK
    line.smsc.receipt = lambda given: "DELIVRD:000"
    Message.objects.update(state=State.CANCELLED, claimed_until=None)


def queued(key: str, *, to: str = PHONE, template: str = "withdrawn") -> Message:
    values = VALUES.get(template, {})
    actions.send(template, to=Recipient(to), values=values, stream="case:1", key=key, by=OFFICER, at=NOON)
    return Message.objects.get(key=key)


def sent(key: str, **changes: str) -> Message:
    message = queued(key, **changes)
    worker.drain(lambda: NOON)
    return message


def test_a_hindi_message_arrives_with_its_ids_and_its_receipt_comes_back(line: Line) -> None:
    message = sent("hindi")
    wait("no receipt", lambda: fresh(message).state == State.DELIVERED)
    (got,) = line.got(PHONE)
    assert (got.text, got.source, got.to, got.coding) == (message.text, "SHRMST", PHONE.removeprefix("+"), 8)
    assert (got.entity, got.template, got.parts) == (line.smsc.entity, message.dlt_template, 2)


def test_an_english_message_takes_the_small_alphabet(line: Line) -> None:
    to = Recipient("+919876500011", "en")
    values = VALUES["withdrawn"]
    actions.send("withdrawn", to=to, values=values, stream="case:1", key="english", by=OFFICER, at=NOON)
    worker.drain(lambda: NOON)
    message = Message.objects.get(key="english")
    wait("no receipt", lambda: fresh(message).state == State.DELIVERED)
    (got,) = line.got("+919876500011")
    assert (got.text, got.coding) == (message.text, 0)


def test_what_the_operator_refuses_is_explained(line: Line) -> None:
    line.smsc.refuse = lambda given: 0x0B
    message = sent("refused", to="+919876500012", template="sms-started")
    wait("no refusal", lambda: fresh(message).state == State.FAILED)
    assert (fresh(message).error, fresh(message).why) == ("0x0b", "मोबाइल नंबर मान्य नहीं है।")
    assert reasons.remedy("0x0b") == "नंबर की जाँच करें; मामले में सही नंबर लिखें।"


def test_a_refusal_of_several_segments_is_explained_too(line: Line) -> None:
    line.smsc.refuse = lambda given: 0x0B
    message = sent("refused long", to="+919876500015")
    assert message.segments == 2
    wait("no refusal", lambda: fresh(message).state == State.FAILED)
    assert (fresh(message).error, fresh(message).why) == ("0x0b", "मोबाइल नंबर मान्य नहीं है।")


def test_a_refusal_of_the_last_segment_alone_fails_the_message(line: Line) -> None:
    line.smsc.refuse = lambda given: 0x0B if given.is_whole else OK
    line.smsc.receipt = lambda given: ""
    message = sent("refused end", to="+919876500016")
    wait("no refusal", lambda: fresh(message).state == State.FAILED)
    assert fresh(message).error == "0x0b"


def test_a_long_english_message_arrives_whole(line: Line) -> None:
    to, values = Recipient("+919876500017", "en"), VALUES["withdrawn"]
    actions.send("withdrawn", to=to, values=values, stream="case:1", key="english long", by=OFFICER, at=NOON)
    message = Message.objects.get(key="english long")
    long = message.text + " " + "x" * (200 - len(message.text))
    line.smsc.templates = {**line.smsc.templates, message.dlt_template: ".*"}
    Message.objects.filter(pk=message.pk).update(text=long)
    message.refresh_from_db()
    assert gateways()["sms"].send(message) == Sent()
    wait("it did not arrive", lambda: line.got("+919876500017"))
    (got,) = line.got("+919876500017")
    assert (got.text, got.parts) == (long, 2)


@pytest.mark.parametrize(
    ("told", "error", "why"),
    [
        ("UNDELIV:630", "630", "टेम्पलेट संख्या दर्ज नहीं है।"),
        ("EXPIRED:027", "receipt-expired:027", "फ़ोन तय समय तक नहीं मिला। (027)"),
    ],
)
def test_what_did_not_reach_the_phone_is_explained(line: Line, told: str, error: str, why: str) -> None:
    line.smsc.receipt = lambda given: told
    message = sent(f"told {told}", to="+919876500013")
    wait("no receipt", lambda: fresh(message).state == State.FAILED)
    assert (fresh(message).error, fresh(message).why) == (error, why)


def test_a_fault_of_the_line_only_delays(line: Line) -> None:
    line.smsc.drop_lines()
    message = sent("dropped", to="+919876500014")
    wait("no receipt", lambda: fresh(message).state == State.DELIVERED)
    assert len(line.got("+919876500014")) == 1


def test_what_kannel_took_survives_its_own_death(line: Line) -> None:
    line.smsc.delay_seconds = 0.2
    messages = [queued(f"power cut {n}", to=f"+9198765002{n:02d}") for n in range(20)]
    worker.drain(lambda: NOON)
    line.kannel.kill()
    line.smsc.delay_seconds = 0
    line.kannel.start()
    wait("not all delivered", lambda: {fresh(one).state for one in messages} == {State.DELIVERED})
    counts = Counter(one.to for one in line.smsc.taken if one.to.startswith("9198765002"))
    assert set(counts) == {one.to_phone.removeprefix("+") for one in messages}


def test_a_citizen_asks_and_is_answered(line: Line) -> None:
    case = cast.complaint(at=datetime.now(UTC))
    someone = cast.RAMESH.phone
    line.smsc.say(someone.removeprefix("+"), "56161", f"स्थिति {case.number}")
    asked = Message.objects.filter(template="sms-status", to_phone=someone)
    wait("nothing was answered", asked.exists)
    worker.drain(lambda: datetime.now(UTC))
    wait("the answer did not arrive", asked.filter(state=State.DELIVERED).exists)
    texts = [one.text for one in line.got(someone)]  # that the case was registered is told at the same time
    assert texts.count(asked.get().text) == 1
    line.smsc.say("919876500099", "56161", f"STATUS {case.number}")
    other = Message.objects.filter(to_phone="+919876500099")
    wait("the stranger was not answered", other.exists)
    assert other.get().template == "sms-no-case"


def everywhere_open(folder: Path, now: datetime) -> str:
    """Return a copy of the rulebook in which it is no night now, and bulk messages go fast."""
    copy = folder / "rulebook"
    subprocess.run(["cp", "-r", str(rulebook.book().root), str(copy)], check=True)
    figures = copy / "figures/messages.toml"
    away = clock.local(now + timedelta(hours=12)).replace(minute=0, second=0)
    quiet = f"clock = [{away:%H:%M:%S}, {away:%H}:30:00]"
    text = figures.read_text(encoding="utf-8")
    text = text.replace("clock = [21:00:00, 08:00:00]", quiet)
    head, mark, tail = text.partition("[messages.bulk_per_second]")
    figures.write_text(head + mark + tail.replace("count = 20", "count = 100", 1), encoding="utf-8")
    return str(copy)


def approved(people: list[Addressee], now: datetime) -> Bulk:
    plan = bulk.Plan("शिविर", "bulk-camp", "list", "सूची", {"place": "कानपुर", "date": "28-11-2026", "time": "10:00"})
    state, administrator = cast.desk(Role.STATE_DESK), cast.desk(Role.ADMINISTRATOR)
    made = bulk.prepare(plan, {"people": people}, by=state, at=now)
    bulk.propose(made, by=state, at=now)
    bulk.approve(made, by=administrator, at=now)
    return made


def let_leases_run_out() -> None:
    Message.objects.filter(state=State.CLAIMED).update(claimed_until=datetime(2026, 1, 1, tzinfo=UTC))


def test_killed_in_the_middle_of_a_bulk(line: Line, tmp_path: Path) -> None:
    """Each person gets it once; what nobody knows is parked, settled by its receipt or by an officer."""
    now = datetime.now(UTC)
    book = everywhere_open(tmp_path, now)
    people = [Addressee(f"+9197000{n:05d}", consent="फ़ॉर्म 7") for n in range(PEOPLE)]
    made = approved(people, now)
    mine = Message.objects.filter(stream=made.stream)
    line.smsc.delay_seconds = 0.002

    for killed_at in (60, 160):
        process = deliverer(line.url, line.kannel, RULEBOOK=book)
        wait("the sender does not send", lambda at=killed_at: mine.filter(state__in=FATES).count() >= at)  # type: ignore[misc]
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
        let_leases_run_out()
    process = deliverer(line.url, line.kannel, RULEBOOK=book)
    wait("the bulk does not end", lambda: Bulk.objects.get(pk=made.pk).state == Bulk.State.DONE)
    wait("some still wait", lambda: not mine.filter(state__in=[State.QUEUED, State.CLAIMED]).exists())
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    wait("receipts are missing", lambda: not mine.filter(state=State.SENT).exists())

    got = Counter(one.to for one in line.smsc.taken if one.to.startswith("9197000"))
    assert mine.count() == PEOPLE
    assert set(got.values()) == {1}
    delivered = set(mine.filter(state=State.DELIVERED).values_list("to_phone", flat=True))
    assert {f"+{one}" for one in got} == delivered
    parked = list(mine.filter(state=State.UNKNOWN))
    assert len(delivered) + len(parked) == PEOPLE
    officer = cast.desk(Role.ADMINISTRATOR)
    assert [actions.settle(one, arrived=False, by=officer, at=now + timedelta(hours=1)) for one in parked] == (
        [False] * len(parked)
    )
    assert [actions.settle(one, arrived=False, by=officer, at=now + timedelta(hours=26)) for one in parked] == (
        [True] * len(parked)
    )


FATES = [State.SENT, State.DELIVERED, State.UNKNOWN]

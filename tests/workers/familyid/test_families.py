"""Families as Family ID tells them: taken, changed, compared with what was said; asked of a real sandbox server."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, override_settings
from django.utils import timezone
from tests.workers import room
from tests.workers.social.peer import BASE

from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock, identity
from shramsetu.lib.identity import Kind
from shramsetu.workers import household
from shramsetu.workers.actions import entering
from shramsetu.workers.entry import NewMember
from shramsetu.workers.familyid import nightly, port
from shramsetu.workers.familyid.actions import comparing, fetching, loading, taking
from shramsetu.workers.familyid.sandbox import families, letting, server
from shramsetu.workers.familyid.sandbox.registry import Registry
from shramsetu.workers.models import (
    Difference,
    Family,
    Letter,
    Listening,
    Member,
    Nightly,
    Partner,
    PartnerKey,
    Saying,
    Worker,
)
from shramsetu.workers.rules.household import Person, Snapshot
from shramsetu.workers.social import keys, records
from shramsetu.workers.social.actions import partners

pytestmark = pytest.mark.django_db
NUMBER = "216740012344"
NOW = timezone.now()
TODAY = clock.day(NOW)
HEAD = Person(1, "रामदेव निषाद", "head", "man", date(1988, 4, 2), is_married=True)
WIFE = Person(2, "सीता देवी", "spouse", "woman", date(1990, 1, 1), is_married=True)
GIRL = Person(3, "गीता", "daughter", "woman", date(2010, 5, 6), is_married=False)


def told(*members: Person, later: int = 0, number: str = NUMBER) -> Snapshot:
    return Snapshot(number, "service", NOW + timedelta(minutes=later), TODAY, members or (HEAD, WIFE, GIRL))


def take(*members: Person, later: int = 0, at_days: int = 0) -> Family:
    at = NOW + timedelta(days=at_days)
    return taking.take(told(*members, later=later), source="service", by=SYSTEM, at=at)


def names(family: Family, days: int = 0) -> list[str]:
    return [one.name for one in household.snapshot(family, TODAY + timedelta(days=days)).members]


@pytest.fixture
def ramdev() -> Worker:
    return room.worker(family_id=identity.parse(Kind.FAMILY_ID, NUMBER), key="ramdev")


def test_a_family_is_taken_with_whoever_is_registered(ramdev: Worker) -> None:
    family = take()
    assert (family.source, names(family)) == ("service", ["रामदेव निषाद", "सीता देवी", "गीता"])
    assert household.snapshot(family, TODAY).of_worker(ramdev.number) is not None
    assert family.district == ramdev.district


def test_the_same_again_changes_nothing(ramdev: Worker) -> None:
    first, members = take(), Member.objects.count()
    again = take(later=5)
    assert (again.revision, Member.objects.count()) == (first.revision, members)
    assert Entry.objects.filter(stream=f"family:{first.pk}").count() == 1


def test_whoever_leaves_and_comes_does_so_on_the_day(ramdev: Worker) -> None:
    first = take()
    boy = Person(4, "लव", "son", "man", date(2026, 10, 1))
    family = take(HEAD, WIFE, boy, later=5, at_days=10)
    assert names(family, days=9) == ["रामदेव निषाद", "सीता देवी", "गीता"]
    assert names(family, days=10) == ["रामदेव निषाद", "सीता देवी", "लव"]
    assert family.revision == first.revision + 1


def test_a_name_spelled_anew_is_the_same_person(ramdev: Worker) -> None:
    take()
    family = take(HEAD, WIFE, Person(3, "Geeta", "daughter", "woman", date(2010, 5, 6)), later=5, at_days=10)
    assert Member.objects.filter(family=family, seat=3).count() == 1
    assert names(family, days=10)[2] == "Geeta"


def test_what_is_older_than_what_we_know_is_not_taken(ramdev: Worker) -> None:
    take(later=5)
    with pytest.raises(taking.Older):
        take()


@pytest.mark.parametrize("number", ["111111111111", "1234", "W1047381650"])
def test_what_is_no_family_id_is_not_taken(number: str) -> None:
    with pytest.raises(taking.NoFamily):
        taking.take(told(number=number), source="service", by=SYSTEM, at=NOW)


def test_a_family_without_members_is_not_taken(ramdev: Worker) -> None:
    with pytest.raises(taking.NoFamily):
        taking.take(Snapshot(NUMBER, "service", NOW, TODAY), source="service", by=SYSTEM, at=NOW)


def found() -> list[tuple[str, str, str, str]]:
    rows = Difference.objects.filter(verdict="").order_by("what", "name")
    return [(one.what, one.name, one.said, one.told) for one in rows]


def test_what_the_worker_said_otherwise_is_noted(ramdev: Worker) -> None:
    said = [
        Person(2, "Sita Devi", "spouse", "woman", date(1990, 1, 1), is_married=True),
        Person(3, "गीता", "daughter", "woman", date(2008, 5, 6), is_married=True),
        Person(4, "लव", "son", "man"),
    ]
    comparing.say(ramdev, said, at=NOW)
    assert found() == []
    take()
    assert found() == [
        ("born_on", "गीता", "2008-05-06", "2010-05-06"),
        ("is_married", "गीता", "True", "False"),
        ("missing", "लव", "son", ""),
    ]


def test_a_worker_who_is_no_member_of_the_family_is_noted(ramdev: Worker) -> None:
    take(Person(1, "मोहन सिंह", "head", "man", date(1970, 1, 1)))
    assert found() == [("absent", "रामदेव निषाद", "", "")]


def test_a_difference_that_is_gone_is_closed_by_itself_and_comes_back_if_it_returns(ramdev: Worker) -> None:
    comparing.say(ramdev, [Person(2, "लव", "son", "man")], at=NOW)
    take()
    assert [one[0] for one in found()] == ["extra", "extra", "missing"]
    comparing.say(ramdev, [WIFE, GIRL], at=NOW)
    assert found() == []
    assert set(Difference.objects.values_list("verdict", flat=True)) == {"gone"}
    comparing.say(ramdev, [WIFE], at=NOW)
    assert found() == [("extra", "गीता", "", "daughter")]


def test_a_settled_difference_stays_settled_until_somebody_says_something_else(ramdev: Worker) -> None:
    comparing.say(ramdev, [WIFE, Person(3, "गीता", "daughter", "woman", date(2008, 5, 6))], at=NOW)
    take()
    comparing.settle(Difference.objects.get(), "told", by=SYSTEM, at=NOW)
    take(later=5)
    assert found() == []
    comparing.say(ramdev, [WIFE, Person(3, "गीता", "daughter", "woman", date(2009, 5, 6))], at=NOW)
    assert found() == [("born_on", "गीता", "2009-05-06", "2010-05-06")]


def test_a_wife_who_registers_later_takes_her_own_seat_not_her_husbands(ramdev: Worker) -> None:
    take()
    Member.objects.update(worker=None)
    sita = room.worker(
        name="Sita Devi",
        sex="woman",
        born_on=date(1990, 1, 1),
        key="sita",
        family_id=identity.parse(Kind.FAMILY_ID, NUMBER),
    )
    seats = Member.objects.filter(until=None, worker__isnull=False).values_list("seat", "worker__number")
    assert list(seats) == [(2, sita.number)]


def test_what_a_worker_tells_at_the_counter_is_kept_and_compared(ramdev: Worker) -> None:
    take()
    told = (NewMember("रामदेव निषाद", "spouse", "man"), NewMember("लव", "son"))
    number = identity.parse(Kind.FAMILY_ID, NUMBER)
    sita = {"name": "सीता देवी", "sex": "woman", "born_on": date(1990, 1, 1), "family_id": number}
    entering.enter(room.told(**sita, key="sita", members=told), by=room.clerk(), at=NOW)
    assert found() == [("extra", "गीता", "", "daughter"), ("missing", "लव", "son", "")]


@pytest.fixture
def sandbox() -> Iterator[Registry]:
    """A sandbox on a real socket; what it would post to us is kept in `sent`."""
    letting.let_in(at=timezone.now())
    sent: list[tuple[str, bytes]] = []
    known = {"shram-setu": keys.private_keys()[0].public_key()}
    registry = Registry(families.Families(), known, "secret", lambda address, body: sent.append((address, body)))
    registry.sent = sent  # type: ignore[attr-defined]
    with server.Server(("127.0.0.1", 0), registry) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{running.server_address[1]}{server.ROOT}"
        given = {
            "url": url,
            "sender": "family-id",
            "client_id": "shram-setu",
            "client_secret": "secret",
            "timeout_seconds": 5,
        }
        with override_settings(FAMILYID=given):
            yield registry
        running.shutdown()


def test_a_family_is_fetched_from_the_sandbox(sandbox: Registry, ramdev: Worker) -> None:
    family = fetching.fetch(NUMBER, by=SYSTEM, at=timezone.now())
    assert names(family) == [one.name for one in families.made_up(NUMBER).members]
    assert found() == [("absent", "रामदेव निषाद", "", "")]  # the sandbox's people are made up


def test_nobody_under_a_number_and_a_service_out_of_order_are_told_apart(sandbox: Registry) -> None:
    with pytest.raises(port.NoSuchFamily):
        fetching.fetch("216740012000", by=SYSTEM, at=timezone.now())
    with pytest.raises(port.NotReached):
        fetching.fetch("216740012999", by=SYSTEM, at=timezone.now())


def test_an_answer_by_a_key_that_nobody_let_in_is_thrown_away(sandbox: Registry) -> None:
    PartnerKey.objects.all().delete()
    with pytest.raises(port.NotReached):
        fetching.fetch(NUMBER, by=SYSTEM, at=timezone.now())
    assert not Family.objects.exists()


def test_without_a_service_nothing_is_reached() -> None:
    with pytest.raises(port.NotReached):
        fetching.fetch(NUMBER, by=SYSTEM, at=timezone.now())


def deliver(sandbox: Registry) -> list[int]:
    """Post what the sandbox sent, as it would, with a token of its own; return the statuses."""
    token = _token()
    statuses = []
    for address, body in sandbox.sent:  # type: ignore[attr-defined]
        path = address.partition("/spdci/v1.0.0/registry")[2]
        answer = Client().post(
            f"{BASE}{path}", body, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
        )
        statuses.append(answer.status_code)
    sandbox.sent.clear()  # type: ignore[attr-defined]
    return statuses


def _token() -> str:
    secret = partners.new_secret(Partner.objects.get(sender_id="family-id"), by=SYSTEM, at=timezone.now())
    form = {"grant_type": "client_credentials", "client_id": "family-id", "client_secret": secret}
    return str(Client().post("/oauth2/client/token", form).json()["access_token"])


def test_old_families_are_asked_for_by_night_and_listened_for(sandbox: Registry, ramdev: Worker) -> None:
    assert fetching.ask_for_old(at=timezone.now()) == 1
    assert deliver(sandbox) == [200, 200]
    family = Family.objects.get(number=NUMBER)
    assert (family.source, len(names(family))) == ("service", len(families.made_up(NUMBER).members))
    assert set(Letter.objects.values_list("state", flat=True)) == {"answered"}
    assert Listening.objects.get().family == NUMBER
    changed = records.group(told(HEAD), district=None, revision=2)
    assert sandbox.change(changed, at=timezone.now() + timedelta(seconds=1)) == 1
    assert deliver(sandbox) == [200]
    assert names(family, days=1) == ["रामदेव निषाद"]


def test_an_answer_to_what_we_never_asked_is_refused(sandbox: Registry, ramdev: Worker) -> None:
    fetching.ask_for_old(at=timezone.now())
    Letter.objects.all().delete()
    assert deliver(sandbox) == [400, 400]
    assert Family.objects.get(number=NUMBER).source == "said"


def test_news_of_strangers_are_not_kept(sandbox: Registry, ramdev: Worker) -> None:
    port.service().listen(["316740012344"], at=timezone.now())
    deliver(sandbox)
    stranger = told(HEAD, number="316740012344")
    sandbox.change(records.group(stranger, district=None, revision=1), at=timezone.now())
    assert deliver(sandbox) == [200]
    assert not Family.objects.filter(number="316740012344").exists()


def test_benefits_are_told_for_the_familys_passbook(sandbox: Registry) -> None:
    given = port.BenefitGiven(
        NUMBER, "1", "bocw-marriage-help", "104729638150", date(2026, 11, 1), 5_500_000, "per_event"
    )
    port.service().tell([given], at=timezone.now())
    assert [(one["programme"], one["amount_paise"]) for one in sandbox.benefits] == [("bocw-marriage-help", 5_500_000)]


def file(path: Path, *listed: Snapshot, at: timedelta = timedelta()) -> Path:
    signer = Registry(families.Families(), {}, "", lambda *_: None).signer
    groups = [{**records.group(one, district=None, revision=1)} for one in listed]
    nightly.write(path, groups, signer=signer, at=NOW + at)
    return path


def load(path: Path, **options: bool) -> loading.Loaded:
    return loading.load(path, by=SYSTEM, at=NOW, **options)  # type: ignore[arg-type]


def test_the_nightly_file_brings_families_that_are_known_here(tmp_path: Path, ramdev: Worker) -> None:
    letting.let_in(at=NOW)
    path = file(tmp_path / "f.jsonl", told(), told(number="316740012344"))
    done = load(path)
    assert (done.row.families, done.row.changed, done.row.faulty) == (2, 1, 0)
    assert Family.objects.get().source == "file"
    assert load(path).was_done


def test_a_faulty_line_leaves_the_others(tmp_path: Path, ramdev: Worker) -> None:
    letting.let_in(at=NOW)
    good = records.group(told(), district=None, revision=1)
    signer = Registry(families.Families(), {}, "", lambda *_: None).signer
    path = tmp_path / "f.jsonl"
    nightly.write(path, [{"group_identifier": []}, good, {"x": 1}], signer=signer, at=NOW)
    done = load(path)
    assert (done.row.changed, done.faulty) == (1, (1, 3))


def test_a_file_that_was_changed_cut_or_signed_by_another_is_refused(tmp_path: Path, ramdev: Worker) -> None:
    path = file(tmp_path / "f.jsonl", told())
    with pytest.raises(nightly.BadFile, match="signature"):
        load(path)  # nobody let Family ID in
    letting.let_in(at=NOW)
    content = path.read_bytes()
    for changed, reason in (
        (content.replace("गीता".encode(), "मीता".encode()), "digest"),
        (content[: content.rindex(b"{")], "tail|head|digest"),
        (b"{}\n", "head|tail"),
        (b"", "head|tail"),
    ):
        path.write_bytes(changed)
        with pytest.raises(nightly.BadFile, match=reason):
            load(path)
    assert Family.objects.get().source == "said"


def test_a_file_broken_off_goes_on_where_it_stopped(
    tmp_path: Path, ramdev: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    letting.let_in(at=NOW)
    monkeypatch.setattr(loading, "CHUNK", 2)
    listed = [told(number=f"31674001234{digit}") for digit in range(5)]
    path = file(tmp_path / "f.jsonl", *listed)
    real, calls = loading._taken, iter(range(100))  # noqa: SLF001

    def broken(one: Snapshot, **how: object) -> bool:
        if next(calls) == 3:
            raise KeyboardInterrupt
        return real(one, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(loading, "_taken", broken)
    with pytest.raises(KeyboardInterrupt):
        load(path, everybody=True)
    assert (Nightly.objects.get().done, Family.objects.count()) == (2, 3)
    monkeypatch.setattr(loading, "_taken", real)
    assert load(path, everybody=True).row.done == 5
    assert Family.objects.count() == 6


def test_the_command_writes_and_takes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letting.let_in(at=NOW)
    path = str(tmp_path / "f.jsonl")
    call_command("familyid", "write", path, NUMBER, "216740012000")
    call_command("familyid", "file", path, "--everybody")
    assert capsys.readouterr().out.splitlines()[0].startswith("✓ 1 ")
    assert Family.objects.get().number == NUMBER
    with pytest.raises(CommandError, match="अभी जवाब नहीं"):
        call_command("familyid", "fetch", NUMBER)
    assert not Saying.objects.exists()

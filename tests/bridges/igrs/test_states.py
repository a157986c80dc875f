"""The comparison by file: ours taken out, theirs read and held against ours, each difference owed once."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import cast
from tests.bridges.igrs import world
from tests.bridges.igrs.world import SECRET, Sandbox

from shramsetu.bridges import tasks
from shramsetu.bridges.igrs import batches, contract, facts, sheet, states, taking
from shramsetu.bridges.igrs.contract import StateRow
from shramsetu.bridges.igrs.models import IgrsStates
from shramsetu.bridges.igrs.sandbox.store import Store
from shramsetu.bridges.models import Difference, Parcel, Reconciliation, Reference, System
from shramsetu.bridges.rules import signing
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.offices.models import Charge, Role

pytestmark = pytest.mark.django_db
PAGE = "/desk/bridges/igrs/states/"
HEAD = "number,igrs_number,stream,state,last_step,at\n"


@pytest.fixture(autouse=True)
def by_file(settings: Any) -> None:
    """A site that has an IGRS, and no wire to it."""
    settings.IGRS = {"url": "", "secret": SECRET}


def later(minutes: int = 10) -> datetime:
    return timezone.now() + timedelta(minutes=minutes)


def of(*cases: Case) -> list[StateRow]:
    return list(facts.states(list(cases)).values())


def bring(rows: list[StateRow] | bytes, *, stood_at: datetime | None = None, since: int = 3) -> IgrsStates:
    content = rows if isinstance(rows, bytes) else contract.states_csv(rows)
    at = later()
    day = clock.day(at) - timedelta(days=since)
    given = states.Given("igrs.csv", content, day, stood_at or at)
    return states.hand_in(given, by=cast.desk(Role.STATE_DESK), at=at)[0]


def compare(rows: list[StateRow] | bytes, **how: Any) -> Reconciliation:
    return states.compare(bring(rows, **how), at=later())


def unlike() -> dict[str, str]:
    return dict(Difference.objects.filter(healed_at=None).values_list("number", "kind"))


def signed_in(role: Role) -> Client:
    client = Client()
    charge = Charge.objects.filter(post__role=role, to_at=None).select_related("user").order_by("pk")[0]
    client.force_login(charge.user)
    return client


def test_our_file_says_how_each_case_stands_that_may_be_told() -> None:
    moved, _sealed = cast.complaint(stream="cm-office", channel="post"), cast.complaint(sealed=True)
    cast.take(moved, "open")
    Reference.objects.create(
        system=System.IGRS, number="CMO/1", case=moved, is_theirs=True, first_seen_at=later(), last_seen_at=later()
    )
    content = states.ours(clock.day(timezone.now()), by=cast.desk(Role.STATE_DESK), at=timezone.now())
    moved.refresh_from_db()
    last = Entry.objects.filter(stream=moved.stream).order_by("-seq")[0]
    hour = clock.local(last.at).isoformat(timespec="seconds")
    line = f"{moved.number},CMO/1,cm-office,{moved.state},{last.seq},{hour}"
    assert content.decode().splitlines() == [HEAD.strip(), line]
    noted = Entry.objects.get(stream="bridge:igrs")
    assert (noted.verb, noted.detail["rows"]) == ("export_states", 1)


def test_our_file_is_read_back_as_it_was_written() -> None:
    rows = of(cast.complaint(), cast.complaint())
    read = sheet.read(contract.states_csv(rows), most=10)
    assert (read.rows, read.faults) == (rows, [])
    assert compare(rows).unlike == 0


def test_more_cases_than_a_file_may_hold_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = of(cast.complaint(), cast.complaint())
    monkeypatch.setattr(states, "_most", lambda _at: 1)
    with pytest.raises(states.TooManyStates):
        states.ours(clock.day(timezone.now()), by=cast.desk(Role.STATE_DESK), at=timezone.now())
    with pytest.raises(sheet.Unusable, match="1"):
        bring(contract.states_csv(rows))
    assert IgrsStates.objects.count() == 0


def test_the_rules_of_the_night_say_what_differs() -> None:
    equal, missing, behind, ahead, other = (cast.complaint() for _ in range(5))
    for case in (behind, other):
        cast.take(case, "open")
    theirs = {one.number: one for one in of(equal, behind, ahead, other)}
    theirs[behind.number] = theirs[behind.number].model_copy(update={"last_step": 1})
    theirs[ahead.number] = theirs[ahead.number].model_copy(update={"last_step": 9})
    theirs[other.number] = theirs[other.number].model_copy(update={"state": "closed"})
    strange = StateRow(number="104729638159", igrs_number="I-1", state="new", last_step=1, at=of(equal)[0].at)
    run = compare([*theirs.values(), strange, StateRow(igrs_number="CMO/7", stream="cm-office")])
    assert unlike() == {
        missing.number: "missing_there",
        behind.number: "behind_there",
        ahead.number: "ahead_there",
        other.number: "state_differs",
        "104729638159": "unknown_here",
        "CMO/7": "not_taken",
    }
    assert (run.compared, run.unlike, run.mended) == (7, 6, 4)
    owed = set(Parcel.objects.filter(state="waiting").values_list("key", flat=True))
    assert {f"{missing.number}:1", f"{behind.number}:2", f"{other.number}:2", "ask:CMO/7"} <= owed
    assert not any(key.startswith((equal.number, ahead.number)) for key in owed)
    said = Difference.objects.get(number=behind.number)
    assert (said.ours[:4], said.theirs[:4]) == ("2 · ", "1 · ")


def test_each_difference_counts_and_goes_once() -> None:
    case = cast.complaint()
    assert [compare(HEAD.encode()).unlike, compare(HEAD.encode() + b"\n").unlike] == [1, 0]  # it waits: under way
    Parcel.objects.update(state="done", ended_at=timezone.now())
    before = timezone.now() - timedelta(hours=1)
    assert compare(HEAD.encode(), stood_at=before).unlike == 0  # made before it went there
    file = bring(of(case), stood_at=later(20))
    first = states.compare(file, at=later(20))
    assert (first.unlike, unlike(), Difference.objects.count()) == (0, {}, 1)
    assert states.compare(IgrsStates.objects.get(pk=file.pk), at=later(30)) == first
    assert Parcel.objects.filter(state="waiting").count() == 0


def test_what_moved_after_their_file_was_made_is_left_to_the_next() -> None:
    case = cast.complaint()
    told = of(case)
    cast.take(case, "open")
    assert compare(told, stood_at=timezone.now() - timedelta(hours=1)).unlike == 0
    assert compare(told, stood_at=later()).unlike == 1


def test_a_case_sealed_here_is_withdrawn_there() -> None:
    case = cast.complaint()
    told = of(case)
    Case.objects.filter(pk=case.pk).update(sealed=True)
    assert compare(told).mended == 1
    assert (unlike(), Parcel.objects.get().what) == ({case.number: "sealed_here"}, "withdraw")


def test_a_reference_that_is_here_is_told_as_taken() -> None:
    taking.take(world.reference("CMO/8"), at=timezone.now())
    case = Case.objects.get()
    Parcel.objects.update(state="done", ended_at=timezone.now() - timedelta(days=1))
    assert compare([*of(case), StateRow(igrs_number="CMO/8")]).mended == 1
    assert (unlike(), Parcel.objects.get(direction="out", state="waiting").key) == (
        {"CMO/8": "not_told"},
        "taken:CMO/8",
    )


def test_a_file_heals_what_it_can_judge_and_no_more() -> None:
    case = cast.complaint()
    seen = {"found_at": timezone.now(), "seen_at": timezone.now(), "system": System.IGRS, "of_case": True}
    row = Difference.objects.create(number=case.number, kind="missing_there", **seen)
    compare(of(case))
    row.refresh_from_db()
    assert row.healed_at is not None
    Difference.objects.create(number=case.number, kind="differs", **seen)
    compare(of(case), since=2)
    assert unlike() == {case.number: "differs"}  # the digests of the steps are not in the file


@pytest.mark.parametrize(
    ("line", "column", "why"),
    [
        ("104729638151,I-1,,new,1,2026-11-16T11:30:00+05:30", "number", "number"),
        ("1.04E+11,I-1,,new,1,2026-11-16T11:30:00+05:30", "number", "number"),
        (",,,new,1,2026-11-16T11:30:00+05:30", "number", "empty"),
        ("104729638159,न,,new,1,2026-11-16T11:30:00+05:30", "igrs_number", "igrs_number"),
        ("104729638159,I-1,,,1,2026-11-16T11:30:00+05:30", "state", "state"),
        ("104729638159,I-1,,<b>,1,2026-11-16T11:30:00+05:30", "state", "state"),
        ("104729638159,I-1,,new,0,2026-11-16T11:30:00+05:30", "last_step", "last_step"),
        ("104729638159,I-1,,new,९,2026-11-16T11:30:00+05:30", "last_step", "last_step"),
        ("104729638159,I-1,,new,9999999,2026-11-16T11:30:00+05:30", "last_step", "last_step"),
        ("104729638159,I-1,,new,1,2026-11-16 11:30", "at", "at"),
        ("104729638159,I-1,,new,1,0001-01-01T00:00:00+05:30", "at", "at"),
        (f"104729638159,I-1,{'x' * 41},new,1,2026-11-16T11:30:00+05:30", "stream", "stream"),
    ],
)
def test_a_wrong_line_is_named_and_the_others_are_read(line: str, column: str, why: str) -> None:
    good = contract.states_csv(of(cast.complaint())).decode().splitlines()[1]
    read = sheet.read(f"{HEAD}{line}\n\n{good}\n{good}\n".encode(), most=10)
    assert [(one["line"], one["column"], one["why"]) for one in read.faults] == [
        (2, column, why),
        (5, "number", "twice"),
    ]
    assert len(read.rows) == 1


def test_while_a_line_is_wrong_nothing_counts_as_missing() -> None:
    cast.complaint()
    run = compare(f"{HEAD}x,,,new,1,\n".encode())
    assert (run.compared, unlike(), Parcel.objects.count()) == (0, {}, 0)


@pytest.mark.parametrize("content", [b"", b"number,state\n1,2\n", b"\xff\xfe\x00\xd8"])
def test_a_file_that_is_none_says_what_to_do(content: bytes) -> None:
    with pytest.raises(sheet.Unusable):
        bring(content)
    assert IgrsStates.objects.count() == 0


def test_what_is_missing_goes_by_file_and_both_sides_are_equal(
    sandbox: Sandbox, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.IGRS = {"url": "", "secret": SECRET}
    case = cast.complaint()
    cast.take(case, "open")
    sandbox.send("CMO/9")
    path, out, back = tmp_path / "states.csv", tmp_path / "out.jsonl", tmp_path / "in.jsonl"

    def theirs() -> bytes:
        written = StringIO()
        call_command("igrs", "sandbox", "--state", str(sandbox.state), "--states", str(path), stdout=written)
        assert "✓" in written.getvalue()
        return path.read_bytes()

    assert compare(theirs()).mended == 2
    key = signing.read(SECRET)
    assert batches.write_out(out, at=timezone.now()) == 3
    store = world.inside(sandbox)
    lines = [store(line) for line in batches.read(out, key=key)]
    batches.write(back, lines, at=timezone.now(), key=key)
    took = batches.read_in(back, at=timezone.now())
    assert (took.answers, took.faulty) == (3, {})
    assert Reference.objects.get(number="CMO/9").case is not None
    assert [one.number for one in Store(sandbox.state).states(since=0) if one.number] == [case.number]
    rows = sheet.read(theirs(), most=10).rows
    assert [one for one in rows if one.number] == of(case)
    run = compare(theirs(), stood_at=later(20))
    assert unlike() == {"CMO/9": "not_told"}
    assert run.unlike == 1


def upload(client: Client, content: bytes, **changes: str) -> Any:
    at = clock.local(timezone.now())
    given = {"since_on": f"{at:%Y-%m-%d}", "stood_at": f"{at:%Y-%m-%dT%H:%M}"} | changes
    return client.post(PAGE, {"file": SimpleUploadedFile("igrs.csv", content), **given})


@pytest.mark.parametrize("role", [Role.STATE_DESK, Role.ADMINISTRATOR])
def test_the_state_desk_takes_hands_in_sees_and_compares(role: Role) -> None:
    client, case = signed_in(role), cast.complaint()
    assert PAGE in client.get("/desk/").content.decode() or role == Role.ADMINISTRATOR
    answer = client.get(f"{PAGE}ours.csv?since=2026-01-01")
    assert (case.number in answer.content.decode(), answer.headers["Cache-Control"]) == (True, "private, no-store")
    where = upload(client, f"{HEAD}12,,,new,1,\n".encode() + answer.content.split(b"\n", 1)[1])
    assert where.status_code == 302
    page = client.get(where.headers["Location"]).content.decode()
    assert ["12 अंक" in page, "<code>number</code>" in page, case.number in page] == [True, True, False]
    address = where.headers["Location"]
    assert [client.post(f"{address}compare/").status_code for _ in range(2)] == [302, 302]
    assert list(Entry.objects.filter(stream="bridge:igrs").values_list("verb", flat=True)) == [
        "export_states",
        "bring_states",
        "reconcile",
    ]
    tasks.compare_states(file=IgrsStates.objects.get().pk)
    file = IgrsStates.objects.get()
    assert (file.run is not None, file.rows) == (True, [])
    assert client.get(address).status_code == 200
    assert client.get(f"{address}?what=wrong").context["lines"] != []


def test_the_page_of_a_file_says_what_was_found() -> None:
    client, case = signed_in(Role.STATE_DESK), cast.complaint()
    run = compare(HEAD.encode())
    page = client.get(f"{PAGE}{IgrsStates.objects.get(run=run).pk}/").content.decode()
    assert [case.number in page, "1 मिलाए गए" in page] == [True, True]


def test_a_comparison_that_broke_can_be_begun_anew_after_an_hour() -> None:
    client, content = signed_in(Role.STATE_DESK), contract.states_csv(of(cast.complaint()))
    file = IgrsStates.objects.get(pk=upload(client, content).headers["Location"].rstrip("/").rpartition("/")[2])
    at, who = timezone.now(), cast.desk(Role.STATE_DESK)
    assert [states.begin(file, by=who, at=at), states.begin(file, by=who, at=at)] == [True, False]
    file.refresh_from_db()
    after = at + timedelta(minutes=61)
    assert [states.is_running(file, at=at), states.is_running(file, at=after)] == [True, False]
    assert states.begin(file, by=who, at=after)


def test_a_site_without_igrs_takes_no_file(settings: Any) -> None:
    settings.IGRS = settings.IGRS | {"secret": ""}
    answer = upload(signed_in(Role.STATE_DESK), contract.states_csv(of(cast.complaint())))
    assert (answer.headers["Location"], IgrsStates.objects.count()) == (PAGE, 0)


def test_the_same_file_is_one() -> None:
    client, content = signed_in(Role.STATE_DESK), contract.states_csv(of(cast.complaint()))
    addresses = {upload(client, content, stood_at="2026-11-20T10:00").headers["Location"] for _ in range(2)}
    assert (len(addresses), IgrsStates.objects.count()) == (1, 1)


@pytest.mark.parametrize("name", ["since_on", "stood_at"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "x", ""])
def test_a_day_that_cannot_be_is_refused(name: str, day: str) -> None:
    client = signed_in(Role.STATE_DESK)
    value = f"{day}T00:00" if name == "stood_at" and len(day) > 1 else day
    assert upload(client, HEAD.encode(), **{name: value}).status_code == 422
    assert client.get(f"{PAGE}ours.csv?since={day}").status_code == 200
    assert IgrsStates.objects.count() == 0


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.OFFICER, Role.SUPERVISOR, Role.DM])
def test_others_do_not_come_in(role: Role) -> None:
    file = bring(of(cast.complaint()))
    client = signed_in(role)
    assert [client.get(PAGE + one).status_code for one in ("", "ours.csv", f"{file.pk}/")] == [403] * 3
    assert client.post(f"{PAGE}{file.pk}/compare/").status_code == 403


def test_the_pages_ask_as_much_of_one_as_of_three() -> None:
    client, counts = signed_in(Role.STATE_DESK), []
    for made in (1, 3):
        rows = of(*(cast.complaint() for _ in range(made)))
        run = compare([one.model_copy(update={"last_step": 5}) for one in rows])
        pages = (PAGE, f"{PAGE}{IgrsStates.objects.get(run=run).pk}/")
        [client.get(one) for one in pages]
        asked = []
        for one in pages:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(one).status_code == 200
            asked.append(len(seen))
        counts.append(asked)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 20


def test_a_comparison_asks_as_much_of_one_case_as_of_thirty() -> None:
    counts = []
    for made in (1, 29):
        [cast.complaint() for _ in range(made)]
        file = bring(of(*Case.objects.all()))
        with CaptureQueriesContext(connection) as seen:
            states.compare(file, at=later())
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_files_are_forgotten_with_what_was_exchanged() -> None:
    bring(of(cast.complaint()))
    tasks.forget(int((timezone.now() + timedelta(days=3_650)).timestamp()))
    assert IgrsStates.objects.count() == 0

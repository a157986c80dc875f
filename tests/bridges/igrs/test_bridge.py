"""The bridge to IGRS over a real sandbox: what goes, what comes, what fails on the way, what is compared."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests import cast
from tests.bridges.igrs import world
from tests.bridges.igrs.world import Sandbox

from shramsetu.bridges.igrs import batches, client, contract, facts, hearing, sending, taking
from shramsetu.bridges.igrs.sandbox.server import Sandbox as Inside
from shramsetu.bridges.igrs.sandbox.store import Store
from shramsetu.bridges.models import Difference, Parcel, Reference, System
from shramsetu.bridges.rules import signing
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db


def differences() -> list[tuple[str, str]]:
    return list(Difference.objects.filter(healed_at=None).order_by("number").values_list("kind", "number"))


def alarms() -> list[str]:
    return [one.detail["what"] for one in Entry.objects.filter(stream="alarm:casework", verb="alarm").order_by("pk")]


def test_each_step_arrives_with_its_facts_and_the_words_of_the_complaint(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = cast.complaint()
    cast.take(case, "open")
    cast.report(case)
    world.spread(monkeypatch)
    assert world.carry() == 3
    steps = sandbox.steps(case)
    assert [one["event"] for one in steps.values()] == ["registered", "moved", "reported"]
    first = steps["1"]
    assert (first["category"], first["district"], first["stream"]) == (cast.WAGES, cast.KANPUR, "cm-helpline")
    assert world.equal([case])
    kept = Store(sandbox.state)._all("SELECT words FROM steps WHERE number = ? ORDER BY seq", case.number)
    assert [cast.RAMESH.name in (kept[0][0] or ""), kept[1][0], cast.REPORTED in (kept[2][0] or "")] == [
        True,
        None,
        True,
    ]
    known = Reference.objects.get(system=System.IGRS)
    assert (known.number, known.case_id, known.is_theirs) == (f"IGRS-{case.number}", case.pk, False)


def test_a_phone_that_is_not_safe_to_call_does_not_go_there(sandbox: Sandbox) -> None:
    """Those people ring complainants."""
    case = cast.complaint(complainants=(replace(cast.RAMESH, safe_to_call=False),))
    step = facts.step(case, 1)
    assert step is not None
    assert step.words is not None
    assert [(one.name, one.phone) for one in step.words.people] == [(cast.RAMESH.name, "")]


def test_a_sealed_case_is_never_told_and_one_sealed_later_is_withdrawn(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.complaint(sealed=True)
    later = cast.complaint()
    world.spread(monkeypatch)
    assert world.carry() == 1
    Case.objects.filter(pk=later.pk).update(sealed=True)
    run = world.compare()
    assert (run.unlike, run.mended, differences()) == (1, 1, [("sealed_here", later.number)])
    assert world.carry() == 1
    assert client.row(later.number) is None
    assert (world.compare().unlike, differences()) == (0, [])
    parcel = hearing.step(later, 1, at=timezone.now())
    hearing.owe_again([parcel], at=timezone.now())
    world.carry()
    assert Parcel.objects.get(key=parcel.key).state == "dropped"


def test_a_case_that_igrs_sent_is_withdrawn_too_when_it_is_sealed(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.send("CMO/2026/78")
    world.fetch()
    case = Case.objects.get()
    world.spread(monkeypatch)
    world.carry()
    cast.take(case, "open")
    cast.take(case, "seal", reason="अधिकारी के विरुद्ध है।")
    world.spread(monkeypatch)
    world.carry()
    assert client.row(case.number) is None


def test_not_even_the_number_of_a_sealed_case_goes_there(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed, known = cast.complaint(sealed=True), cast.complaint()
    asked: list[str] = []
    row = client.row

    def asking(number: str) -> contract.Row | None:
        asked.append(number)
        return row(number)

    monkeypatch.setattr(client, "row", asking)
    world.spread(monkeypatch)
    assert Parcel.objects.filter(case=sealed).count() == 0
    Parcel.objects.all().delete()
    world.compare()
    assert (asked, sealed.sealed) == ([known.number], True)


@pytest.mark.parametrize("mode", ["error", "closed", "lost"])
def test_who_does_not_answer_costs_no_try_and_the_step_arrives_once(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    case = cast.complaint()
    world.spread(monkeypatch)
    sandbox.fail(mode)
    assert world.carry() == 0
    row = Parcel.objects.get(system=System.IGRS)
    assert (row.state, row.tries) == ("waiting", 0)
    assert world.carry() == 1
    assert world.equal([case])


@pytest.mark.parametrize(("mode", "fault"), [("wrong", "wrong_answer"), ("refuse", "HTTP 400")])
def test_a_refusal_or_an_answer_that_is_none_is_tried_again_and_then_set_aside(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, mode: str, fault: str
) -> None:
    cast.complaint()
    world.spread(monkeypatch)
    sandbox.fail(mode, times=10)
    at = timezone.now()
    for _ in range(6):
        assert world.carry(at) == 1
        at += timedelta(days=1)
    row = Parcel.objects.get(system=System.IGRS)
    assert (row.state, row.error, row.tries) == ("failed", fault, 6)


def test_who_answers_too_late_is_not_waited_for(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    case = cast.complaint()
    world.spread(monkeypatch)
    monkeypatch.setattr("shramsetu.rulebook.Book.number", lambda self, key, on: 1)
    sandbox.fail("late", seconds=2)
    assert world.carry() == 0
    assert Parcel.objects.get(system=System.IGRS).error == "ReadTimeout"
    assert world.carry() == 1
    assert world.equal([case])


def test_another_key_is_not_believed(sandbox: Sandbox, settings: Any) -> None:
    settings.IGRS = {**settings.IGRS, "secret": signing.written(b"x" * 32)}
    with pytest.raises(client.No, match="HTTP 401"):
        client.ledger(since=0, after="")


def test_while_we_are_not_known_there_everything_waits(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    case, right = cast.complaint(), settings.IGRS
    world.spread(monkeypatch)
    settings.IGRS = {**right, "secret": signing.written(b"x" * 32)}
    assert world.carry() == 0
    row = Parcel.objects.get(system=System.IGRS)
    assert (row.state, row.tries, row.error) == ("waiting", 0, "HTTP 401")
    assert (world.fetch(), alarms()) == (taking.Took(), ["आईजीआरएस अपने संदर्भ नहीं दे रहा: /desk/bridges/igrs/"])
    settings.IGRS = right
    assert world.carry() == 1
    assert world.equal([case])


def test_a_reference_becomes_one_case_however_often_it_comes(sandbox: Sandbox) -> None:
    sandbox.send("CMO/2026/77")
    sandbox.fail("twice")
    assert world.fetch() == taking.Took(new=1, known=1)
    case = Case.objects.get()
    assert (case.reference_kind, case.channel, case.category) == ("cm-office", "api", cast.WAGES)
    assert Message.objects.filter(stream=case.stream, template="registered").count() == 1
    spare = Parcel.objects.get(direction="out")
    assert (spare.what, world.carry()) == ("taken", 1)
    assert world.fetch() == taking.Took()
    assert taking.take(world.reference("CMO/2026/77"), at=timezone.now()) == taking.Took(known=1)
    assert client.sent(since=0, after="").rows[0].case == case.number


def test_a_reference_that_comes_again_with_other_words_is_said_once(sandbox: Sandbox) -> None:
    """It makes no second case; that nobody would see the new words is the harm."""
    first = world.reference("CMO/2026/79")
    assert [taking.take(first, at=timezone.now()) for _ in range(2)] == [taking.Took(new=1), taking.Took(known=1)]
    changed = first.model_copy(update={"text": "मालिक ने अब मारपीट भी की है, मज़दूरी अब भी नहीं दी।"})
    assert [taking.take(changed, at=timezone.now()) for _ in range(2)] == [taking.Took(aside=1), taking.Took(known=1)]
    row = Parcel.objects.get(direction="in")
    assert (row.state, row.error, Case.objects.count()) == ("failed", "changed", 1)
    assert alarms() == ["आईजीआरएस का एक संदर्भ दर्ज नहीं हो सका: /desk/bridges/igrs/"]


def test_codes_that_we_do_not_know_keep_no_complaint_out(sandbox: Sandbox) -> None:
    sandbox.send(
        "X-1",
        stream="mp-office",
        category="c-17",
        district=999,
        complainants=[{"name": "सुनीता देवी", "phone": "12"}],
    )
    assert world.fetch().new == 1
    case = Case.objects.get()
    assert (case.category, case.reference_kind, case.state) == ("other-labour", "", "placing")
    text = case.grievance.text
    assert [word in text for word in ("c-17", "mp-office", "12")] == [True] * 3


def test_what_cannot_be_registered_is_set_aside_by_number_and_can_be_asked_for_again(sandbox: Sandbox) -> None:
    sandbox.send("X-2", text="?")
    assert world.fetch().aside == 1
    row = Parcel.objects.get(direction="in")
    assert (row.state, row.error, row.key, Case.objects.count()) == ("failed", "text", "X-2", 0)
    Parcel.objects.filter(pk=row.pk).update(state="waiting", ended_at=None)
    assert world.fetch().aside == 1  # it is no better there
    assert Parcel.objects.get(direction="in").state == "failed"


@pytest.mark.parametrize(
    ("changes", "fault", "number"),
    [
        ({"text": "अ" * 20_001}, "text", "X-5"),
        ({"complainants": [{"name": "सुनीता देवी", "phone": "9" * 31}]}, "complainants.0.phone", "X-5"),
        ({"number": "X 5"}, "number", "?"),
        ({"more": 1}, "more", "X-5"),
    ],
)
def test_one_reference_that_is_none_keeps_out_no_other(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], fault: str, number: str
) -> None:
    """It is set aside and said; those before and behind it come in, and both sides are compared to the end."""
    whole = [world.reference(number).model_dump() for number in ("X-4", "X-6")]
    page = {"cursor": 3, "references": [whole[0], world.reference("X-5").model_dump() | changes, whole[1]]}
    ask = client.ask

    def asked(method: str, path: str, answer: Any, **more: Any) -> Any:
        if path == "/references":
            return answer.model_validate(page if more["after"] == "0" else {"cursor": 3, "references": []})
        return ask(method, path, answer, **more)

    monkeypatch.setattr(client, "ask", asked)
    assert world.fetch() == taking.Took(new=2, aside=1)
    row = Parcel.objects.get(direction="in", state="failed")
    assert (row.error, row.key[: len(number)]) == (fault, number)
    assert alarms() == ["आईजीआरएस का एक संदर्भ दर्ज नहीं हो सका: /desk/bridges/igrs/"]


def test_a_reference_that_breaks_the_filing_keeps_out_no_other(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = taking.values
    monkeypatch.setattr(taking, "values", lambda said: values(said) if said.number != "X-5" else {}[said.number])
    for number in ("X-4", "X-5", "X-6"):
        sandbox.send(number)
    assert world.fetch() == taking.Took(new=2, aside=1)
    assert Parcel.objects.get(direction="in", state="failed").error == "KeyError"


def test_one_reference_that_cannot_be_fetched_does_not_end_the_comparison(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("X-4", "X-5"):
        sandbox.send(number)
    taking.Cursor.objects.create(name=taking.CURSOR, entry=99)  # passed over
    one = client.reference

    def reference(number: str) -> contract.Reference:
        if number == "X-4":
            raise client.No("wrong_answer", 200)
        return one(number)

    monkeypatch.setattr(client, "reference", reference)
    run = world.compare()
    assert (run.unlike, run.mended, run.fault) == (2, 1, "")
    assert alarms() == ["आईजीआरएस से मिलान किसी के देखने का इंतज़ार कर रहा है: /desk/bridges/igrs/"]


def test_an_aadhaar_number_of_theirs_is_not_kept(sandbox: Sandbox) -> None:
    sandbox.send("X-7", text="मेरा आधार 2341 2341 2346 है, तीन महीने से मज़दूरी नहीं मिली।", stream="a\u0000b")
    assert world.fetch().new == 1
    text = Case.objects.get().grievance.text
    assert [word in text for word in ("2341 2341 2346", "मज़दूरी नहीं मिली")] == [False, True]


def test_what_differs_is_found_mended_and_then_equal(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    lost, behind, whole = (cast.complaint() for _ in range(3))
    for case in (behind, whole):
        cast.take(case, "open")
    world.spread(monkeypatch)
    world.carry()
    sandbox.send("X-3")
    world.fetch()
    world.spread(monkeypatch)
    sandbox.send("X-4")
    taking.Cursor.objects.filter(name=taking.CURSOR).update(entry=99)  # passed over
    for number, seq in ((lost.number, 1), (behind.number, 1)):
        sandbox.tell("lose", {"number": number, "seq": seq})
    Store(sandbox.state).mirror("199999999999", 1, _step(), now=timezone.now().timestamp())
    world.carry()
    run = world.compare()
    found = {number: kind for kind, number in differences()}
    assert found == {
        lost.number: "missing_there",
        behind.number: "behind_there",
        "199999999999": "unknown_here",
        "X-4": "not_taken",
    }
    assert (run.unlike, run.mended, run.fault) == (4, 3, "")
    world.carry()
    world.spread(monkeypatch)
    world.carry()
    world.compare()
    assert differences() == [("unknown_here", "199999999999")]
    assert world.equal([lost, behind, whole])
    assert Case.objects.count() == 5


def test_a_comparison_that_breaks_off_says_so_and_nothing_is_lost(sandbox: Sandbox) -> None:
    sandbox.kill()
    run = world.compare()
    assert (run.fault, run.ended_at is not None) == ("ConnectError", True)


def test_files_carry_the_same_as_the_wire(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    case = cast.complaint()
    cast.take(case, "open")
    world.spread(monkeypatch)
    out, back, key = tmp_path / "out.jsonl", tmp_path / "in.jsonl", signing.read(world.SECRET)
    assert [batches.write_out(out, at=timezone.now()) for _ in range(2)] == [2, 2]
    assert out.stat().st_mode & 0o077 == 0
    inside = Inside(Store(sandbox.state), [key])
    lines = []
    for line in batches.read(out, key=key):
        told = inside.apply(line["method"], line["path"], contract.canonical(line["body"]))
        lines.append(
            {
                "key": line["key"],
                "status": told.status,
                "answer": contract.Mirrored.model_validate_json(told.said).model_dump(),
            }
        )
    sent = {"reference": world.reference("F-1").model_dump()}
    batches.write(back, [*lines, sent, {"key": "?"}], at=timezone.now(), key=key)
    took = batches.read_in(back, at=timezone.now())
    assert (took.answers, took.references.new, took.faulty) == (2, 1, {5: "KeyError"})
    assert world.equal([case])
    again = batches.read_in(back, at=timezone.now())
    assert (again.answers, again.references) == (0, taking.Took(known=1))
    for wrong, why in ((back.read_bytes().replace(b"F-1", b"F-2"), "signature"), (b"{}", "cut")):
        back.write_bytes(wrong)
        with pytest.raises(batches.BadBatch, match=why):
            batches.read_in(back, at=timezone.now())


def test_a_file_lets_go_of_what_was_sealed_and_believes_no_older_answer(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sealed, case = cast.complaint(), cast.complaint()
    world.spread(monkeypatch)
    Case.objects.filter(pk=sealed.pk).update(sealed=True)
    out, back, key = tmp_path / "out.jsonl", tmp_path / "in.jsonl", signing.read(world.SECRET)
    assert batches.write_out(out, at=timezone.now()) == 1
    assert Parcel.objects.get(case=sealed).state == "dropped"
    for wrong in ({"digest": "0" * 64}, {"number": sealed.number}):
        step = {"number": case.number, "igrs_number": "IGRS-1", "seq": 1, "digest": _digest(case)}
        line = {"key": f"{case.number}:1", "status": 200, "answer": step | wrong}
        batches.write(back, [line], at=timezone.now(), key=key)
        assert (batches.read_in(back, at=timezone.now()).answers, world.waiting()) == (0, 1)


def _digest(case: Case) -> str:
    step = facts.step(case, 1)
    assert step is not None
    return contract.digest(step.facts)


def test_the_alarm_sounds_when_steps_wait_for_hours(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.complaint()
    world.spread(monkeypatch)
    assert not sending.sound_if_silent(at=timezone.now())
    assert sending.sound_if_silent(at=timezone.now() + timedelta(hours=3))


def _step() -> contract.Step:
    said = {"kind": "grievance", "event": "registered", "verb": "register", "at": "2026-11-16T06:00:00+00:00"}
    return contract.Step.model_validate({"facts": {**said, "state": "unmarked", "phase": "open", "level": 1}})

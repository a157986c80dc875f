"""Every clock A1 to A23 as a duty that runs: who is told of it, in which words, at which hour, and what stops it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from tests import cast
from tests.bonded import room
from tests.bonded.room import DAY, HOUR

from shramsetu import rulebook
from shramsetu.bonded import ladder, owners, phones
from shramsetu.bonded.actions import climb, districts, duties
from shramsetu.bonded.models import BondedDuty
from shramsetu.casework import actions as casework
from shramsetu.casework import queries
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.messages.models import Message
from shramsetu.offices import actions as offices_actions
from shramsetu.offices.models import Charge, User

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
HOME = "native_officer:Chitrakoot"
SOON, LATE, REMINDER = "soon", "late", "reminder"
MONTHS_22, MONTHS_24, MONTHS_33, MONTHS_36 = (timedelta(days=days) for days in (670, 731, 1004, 1096))
Heard = tuple[timedelta, str, set[str]]


@dataclass(frozen=True)
class Row:
    """One clock: who hears what after how long; `holder` is whose duty it is."""

    code: str
    slug: str
    owner: str
    due: timedelta
    heard: Sequence[Heard]
    where: str = "person"
    district: str = "Prayagraj"


TABLE = [
    Row("A1", "inquiry", "sdm", 24 * HOUR,
        [(18 * HOUR, SOON, {"sdm"}), (24 * HOUR, LATE, {"sdm", "dm"}), (48 * HOUR, LATE, {"commissioner"})]),
    Row("A2", "rescue", "dm", 48 * HOUR,
        [(36 * HOUR, SOON, {"dm"}), (48 * HOUR, LATE, {"dm", "divisional_commissioner"})]),
    Row("A3", "finding", "sdm", 24 * HOUR,
        [(18 * HOUR, SOON, {"sdm"}), (24 * HOUR, LATE, {"sdm", "dm"}), (48 * HOUR, LATE, {"state_nodal"})]),
    Row("A4", "certificate", "sdm", 24 * HOUR,
        [(20 * HOUR, SOON, {"sdm"}), (24 * HOUR, LATE, {"sdm", "dm", "commissioner"})]),
    Row("A4", "certificate-chase", "native_officer", 15 * DAY,
        [(2 * DAY, SOON, {HOME}), (10 * DAY, SOON, {"dm:Chitrakoot"}), (15 * DAY, LATE, {HOME, "commissioner"})],
        district="Chitrakoot"),
    Row("A5", "child-committee", "child_unit", 24 * HOUR,
        [(12 * HOUR, SOON, {"child_unit"}), (24 * HOUR, LATE, {"child_unit", "dm", "child_commission"})]),
    # The Labour Commissioner and the Principal Secretary hear of A6 in their daily lists.
    Row("A6", "immediate-assistance", "labour_officer", 24 * HOUR,
        [(24 * HOUR, LATE, {"labour_officer", "dm"}), (72 * HOUR, LATE, {"labour_officer"})]),
    # A Monday at half past eleven and two working days: to the close of Tuesday and of Wednesday, six in the evening.
    Row("A7", "payment-returned", "labour_officer", 2 * DAY + 6.5 * HOUR,
        [(DAY + 6.5 * HOUR, SOON, {"labour_officer"}), (2 * DAY + 6.5 * HOUR, LATE, {"labour_officer", "dm"})]),
    Row("A7", "not-received", "labour_officer", 3 * DAY + 6.5 * HOUR,
        [(2 * DAY + 6.5 * HOUR, SOON, {"labour_officer"}), (3 * DAY + 6.5 * HOUR, LATE, {"labour_officer", "dm"})]),
    Row("A8", "fir", "police", 24 * HOUR,
        [(24 * HOUR, LATE, {"police"}), (48 * HOUR, LATE, {"police"})]),
    Row("A9", "identity", "sdm", 48 * HOUR, [(36 * HOUR, SOON, {"sdm"}), (48 * HOUR, LATE, {"sdm"})]),
    Row("A9", "bank-account", "lead_bank", 7 * DAY, [(5 * DAY, SOON, {"lead_bank"}), (7 * DAY, LATE, {"lead_bank"})]),
    Row("A9", "wages", "labour_officer", 3 * DAY,
        [(2 * DAY, SOON, {"labour_officer"}), (3 * DAY, LATE, {"labour_officer", "dm"})]),
    Row("A10", "native-acceptance", "native_officer", 48 * HOUR,
        [(24 * HOUR, SOON, {HOME}),
         (48 * HOUR, LATE, {"native_officer:Chitrakoot", "dm", "dm:Chitrakoot", "commissioner"})],
        district="Chitrakoot"),
    Row("A10", "home-state", "labour_officer", 15 * DAY,
        [(7 * DAY, SOON, {"labour_officer"}), (15 * DAY, LATE, {"labour_officer", "dm"}),
         (30 * DAY, LATE, {"commissioner"}), (60 * DAY, LATE, {"principal_secretary"})]),
    Row("A11", "arrival", "escort", 24 * HOUR,
        [(HOUR, SOON, {"escort", "native_officer:Chitrakoot"}),
         (24 * HOUR, LATE, {"escort", "dm", "dm:Chitrakoot"})]),
    Row("A12", "plan", "native_officer", 30 * DAY,
        [(21 * DAY, SOON, {HOME}), (30 * DAY, LATE, {HOME, "dm:Chitrakoot"})],
        district="Chitrakoot"),
    Row("A14", "trial-age", "magistrate", 90 * DAY,
        [(60 * DAY, SOON, {"magistrate"}), (90 * DAY, LATE, {"magistrate"})]),
    Row("A15", "hearing", "prosecutor", 0 * DAY,
        # The hearing is at half past eleven; each reminder is of a day, told in its first minute, held till morning.
        [(day * DAY - 11.5 * HOUR, SOON, {"prosecutor", "magistrate", "survivor"}) for day in (-7, -2, 0)]),
    Row("A16", "balance-to-state", "labour_officer", 15 * DAY,
        [(10 * DAY, SOON, {"labour_officer"}), (15 * DAY, LATE, {"labour_officer", "dm"})]),
    Row("A16", "balance-to-centre", "commissioner", 30 * DAY,
        [(20 * DAY, SOON, {"commissioner"}), (30 * DAY, LATE, {"commissioner", "principal_secretary"})]),
    # Beside the weekly lists of the District Magistrate and the Labour Commissioner.
    Row("A17", "corpus", "dm", 7 * DAY, [(3 * DAY, SOON, {"dm"}), (7 * DAY, LATE, {"dm"})], "district"),
    Row("A18", "committee-meeting", "dm", 90 * DAY,
        [(75 * DAY, SOON, {"dm"}), (90 * DAY, LATE, {"dm", "commissioner"})], "district"),
    Row("A18", "committee-term", "dm", MONTHS_24,
        [(MONTHS_22, SOON, {"dm"}), (MONTHS_24, LATE, {"dm", "commissioner"}),
         (MONTHS_36, LATE, {"principal_secretary"})], "district"),
    Row("A18", "committee-anew", "dm", MONTHS_36,
        [(MONTHS_33, SOON, {"dm"}), (MONTHS_36, LATE, {"dm", "principal_secretary"})], "district"),
    Row("A18", "committee-first", "dm", 30 * DAY,
        [(20 * DAY, SOON, {"dm"}), (30 * DAY, LATE, {"dm", "commissioner"}), (60 * DAY, LATE, {"principal_secretary"})],
        "district"),
    Row("A19", "survey-first", "dm", 90 * DAY,
        [(60 * DAY, SOON, {"dm"}), (90 * DAY, LATE, {"dm", "commissioner"})], "district"),
    Row("A19", "survey", "dm", MONTHS_36,
        [(MONTHS_33, SOON, {"dm"}), (MONTHS_36, LATE, {"dm", "commissioner"})], "district"),
    Row("A20", "half-year-report", "state_nodal", 30 * DAY,
        [(20 * DAY, SOON, {"state_nodal"}), (30 * DAY, LATE, {"state_nodal", "principal_secretary"})], "state"),
    Row("A21", "risk-visit", "native_officer", 7 * DAY,
        [(4 * DAY, SOON, {HOME}), (7 * DAY, LATE, {HOME, "dm:Chitrakoot"})],
        district="Chitrakoot"),
    Row("A21", "follow-up", "native_officer", 14 * DAY,
        [(7 * DAY, SOON, {HOME}), (14 * DAY, LATE, {HOME}), (30 * DAY, LATE, {"dm:Chitrakoot"})],
        district="Chitrakoot"),
    Row("A22", "repeat-site", "commissioner", 7 * DAY,
        [(0 * HOUR, SOON, {"labour_officer"}), (24 * HOUR, SOON, {"commissioner"}), (7 * DAY, LATE, {"commissioner"})]),
    # Who holds what is open in the case, here the certificate; then the District Magistrate.
    Row("A23", "quiet-case", "labour_officer", 15 * DAY,
        [(15 * DAY, LATE, {"labour_officer", "sdm"}), (30 * DAY, LATE, {"labour_officer", "dm"})]),
]  # fmt: skip
ROWS = [pytest.param(row, id=row.slug) for row in TABLE]


def parent_of(row: Row) -> Case:
    """Return what the clock runs in: a person, or the file of the district or the state."""
    if row.where == "person":
        return room.freed(columns={"safe_phone": True}).case
    return districts.parent(room.district() if row.where == "district" else None, at=room.AT)


def begun(row: Row) -> Case:
    """Start the clock of the row, of a day that comes some time before it."""
    parent = parent_of(row)
    BondedDuty.objects.update(is_open=False, next_tell_at=None)  # what else runs in the case is not asked here
    before = 10 * DAY if row.slug == "hearing" else 0 * DAY
    holder = parent.holder if row.slug == "quiet-case" else None
    if row.slug == "quiet-case":
        other = duties.start(parent, "certificate", from_at=room.AT, by=SYSTEM, at=room.AT)
        BondedDuty.objects.filter(pk=other.pk).update(next_tell_at=None)
    where = room.district(row.district) if row.where != "state" else None
    return duties.start(
        parent, row.slug, from_at=room.AT, by=SYSTEM, at=room.AT - before, district=where, holder=holder
    )


def sent_since(seen: set[object]) -> tuple[str, set[int | str]]:
    """Return the template and the posts of the climb's messages that are not among `seen`, and add them."""
    fresh = [one for one in Message.objects.filter(template__startswith="bonded-") if one.pk not in seen]
    seen |= {one.pk for one in fresh}
    to = {int(one.key.rpartition(":post")[2]) if ":post" in one.key else "survivor" for one in fresh}
    templates = {one.template.removeprefix("bonded-") for one in fresh} - {REMINDER}
    return ", ".join(sorted(templates)), to


def posts_of(words: set[str]) -> set[int | str]:
    """Return the posts that are told in the name of `words`: an owner, in Prayagraj or after a colon elsewhere."""
    found: set[int | str] = set()
    for word in words:
        owner, _, where = word.partition(":")
        found.add(word if word == "survivor" else owners.post(owner, room.district(where or "Prayagraj")).pk)
    return found


@pytest.mark.parametrize("row", ROWS)
def test_each_clock_tells_whom_the_procedure_names_at_its_hour(row: Row) -> None:
    duty = begun(row)
    book = rulebook.book().bonded
    assert (book.clocks[row.slug].code, duty.due_at) == (row.code, room.AT + row.due)
    assert duty.holder == owners.post(row.owner, room.district(row.district))
    seen: set[object] = set()
    for after, template, words in row.heard:
        climb.climb(at=room.AT + after - SECOND)
        assert sent_since(seen) == ("", set()), f"before {after}"
        climb.climb(at=room.AT + after)
        assert sent_since(seen) == (template, posts_of(words)), f"at {after}"
        climb.climb(at=room.AT + after)
        assert sent_since(seen) == ("", set()), f"twice at {after}"
    climb.climb(at=room.AT + 2000 * DAY)
    assert sent_since(seen) == ("", set()), "after the last rung"
    assert BondedDuty.objects.get(pk=duty.pk).next_tell_at is None


@pytest.mark.parametrize("how", ["done", "drop"])
def test_what_ends_a_duty_ends_its_messages(how: str) -> None:
    stop = duties.done if how == "done" else duties.drop
    for row in TABLE:
        duty = begun(row)
        assert stop(BondedDuty.objects.get(pk=duty.pk).parent, row.slug, at=room.AT)
        assert Case.objects.get(pk=duty.pk).state == {"done": "done", "drop": "dropped"}[how]
    assert climb.climb(at=room.AT + 2000 * DAY) == 0
    assert not Message.objects.filter(template__startswith="bonded-").exists()


def test_the_table_has_every_clock() -> None:
    # Their limits are their own: see below, and test_committees.
    slugs = {row.slug for row in TABLE} | {"rehabilitation-line", "committee-action"}
    assert slugs == set(rulebook.book().bonded.clocks)


def test_the_divisional_commissioner_is_that_of_the_districts_mandal() -> None:
    assert owners.post("divisional_commissioner", room.district("Jaunpur")).code == "mandalayukt.varanasi"


def test_a_vacant_post_is_told_through_the_next_one_up() -> None:
    row = next(row for row in TABLE if row.slug == "rescue")
    begun(row)
    dm = owners.post("dm", room.district())
    offices_actions.relieve(Charge.objects.get(post=dm, to_at=None), by=SYSTEM, at=room.AT)
    climb.climb(at=room.AT + 36 * HOUR)
    assert sent_since(set()) == ("soon", posts_of({"divisional_commissioner"}))


def test_one_rescue_of_twenty_is_one_message_to_each_officer() -> None:
    for _ in range(20):
        found = room.freed()
        duties.start(found.case, "finding", from_at=room.AT, by=SYSTEM, at=room.AT)
    assert climb.climb(at=room.AT + 24 * HOUR) == 20
    told = Message.objects.filter(template="bonded-late").order_by("key")
    assert {one.key.rpartition(":post")[2] for one in told} == {str(pk) for pk in posts_of({"sdm", "dm"})}
    assert {one.values["count"] for one in told} == {"20"}
    assert Entry.objects.filter(verb="tell").count() == 20


def test_what_was_told_stands_in_the_journal_of_the_duty() -> None:
    duty = begun(next(row for row in TABLE if row.slug == "certificate"))
    climb.climb(at=room.AT + 25 * HOUR)
    entry = Entry.objects.get(stream=duty.stream, verb="tell")
    assert (entry.detail["told"], entry.detail["light"]) == (["holder", "holder", "dm", "commissioner"], "red")
    assert BondedDuty.objects.get(pk=duty.pk).told == ["amber", "red", "1.dm", "2.commissioner"]


def test_messages_carry_a_code_name_and_no_word_of_the_matter() -> None:
    for row in (one for one in TABLE if one.where == "person"):
        begun(row)
        climb.climb(at=room.AT + 40 * DAY)
    texts = list(Message.objects.filter(template__startswith="bonded-").values_list("text", flat=True))
    assert len(texts) > 20
    forbidden = (room.NAME, room.PHONE, "बंधुआ", "भट्ठ", "प्राथमिकी", "न्यायालय", "सुनवाई", "प्रमाण-पत्र", "सहायता", "bonded")
    assert [text for text in texts if any(word in text for word in forbidden)] == []


@pytest.mark.parametrize("safe", [True, False])
def test_the_survivor_is_reminded_only_on_a_phone_marked_safe(safe: bool) -> None:
    found = room.freed(columns={"safe_phone": safe})
    duties.start(found.case, "hearing", from_at=room.AT + 10 * DAY, by=SYSTEM, at=room.AT)
    for day in (3, 8, 10):
        climb.climb(at=room.AT + day * DAY)
    told = Message.objects.filter(to_phone=phones.reference(found))
    assert told.count() == (3 if safe else 0)
    assert {one.template for one in told} <= {"bonded-reminder"}


def test_a_reminder_whose_day_is_over_reminds_nobody() -> None:
    found = room.freed(columns={"safe_phone": True})
    duties.start(found.case, "hearing", from_at=room.AT, by=SYSTEM, at=room.AT)
    climb.climb(at=room.AT + 2 * DAY)
    assert not Message.objects.filter(to_phone=phones.reference(found)).exists()


def test_a_pause_moves_every_rung_and_needs_a_reason() -> None:
    duty = begun(next(row for row in TABLE if row.slug == "identity"))
    holder, until = cast.holder_of(duty), (room.AT + 3 * DAY).date()
    with pytest.raises(casework.Missing):
        cast.take(duty, "pause", until_on=until)
    cast.take(duty, "pause", by=holder, reason="तीन गवाह अस्पताल में हैं", until_on=until)
    told: set[object] = set()
    assert sent_since(told) == ("paused", posts_of({"dm"}))
    assert climb.climb(at=room.AT + 2 * DAY) == 0
    cast.take(duty, "resume", by=holder, at=room.AT + 2 * DAY)
    climb.climb(at=room.AT + 2 * DAY + 36 * HOUR - SECOND)
    assert sent_since(told) == ("", set())
    climb.climb(at=room.AT + 2 * DAY + 36 * HOUR)
    assert sent_since(told) == ("soon", posts_of({"sdm"}))
    row = BondedDuty.objects.get(pk=duty.pk)
    assert (row.stood_still, row.red_at, duty.due_at) == (2 * DAY, room.AT + 4 * DAY, room.AT + 4 * DAY)
    assert "गवाह" not in row.reason


@pytest.mark.parametrize("days", [-1, 0, 31])
def test_a_pause_is_of_days_to_come_and_not_for_ever(days: int) -> None:
    duty = begun(next(row for row in TABLE if row.slug == "plan"))
    with pytest.raises(casework.Refused):
        cast.take(duty, "pause", reason="बाढ़", until_on=(room.AT + days * DAY).date())
    cast.take(duty, "pause", reason="बाढ़", until_on=(room.AT + 30 * DAY).date())


def test_a_pause_ends_by_itself_on_its_day() -> None:
    duty = begun(next(row for row in TABLE if row.slug == "plan"))
    cast.take(duty, "pause", reason="बाढ़", until_on=(room.AT + 3 * DAY).date())
    casework.escalate_overdue(at=room.AT + 4 * DAY)
    duty.refresh_from_db()
    assert (duty.state, duty.due_at) == ("pending", room.AT + 34 * DAY)


def test_a_duty_that_stood_still_twice_counts_both_pauses() -> None:
    duty = begun(next(row for row in TABLE if row.slug == "plan"))
    for day in (1, 5):
        cast.take(duty, "pause", at=room.AT + day * DAY, reason="बाढ़", until_on=(room.AT + 30 * DAY).date())
        cast.take(duty, "resume", at=room.AT + (day + 2) * DAY)
    assert duty.due_at == room.AT + 34 * DAY


def test_all_pauses_of_a_duty_together_have_an_end() -> None:
    duty = begun(next(row for row in TABLE if row.slug == "plan"))
    for day in (0, 30):
        begin = room.AT + day * DAY
        cast.take(duty, "pause", at=begin, reason="बाढ़", until_on=(begin + 30 * DAY).date())
        cast.take(duty, "resume", at=begin + 30 * DAY)
    with pytest.raises(casework.Refused, match="60"):
        cast.take(duty, "pause", at=room.AT + 60 * DAY, reason="बाढ़", until_on=(room.AT + 61 * DAY).date())


@pytest.mark.parametrize(
    "slug", ["inquiry", "rescue", "finding", "certificate", "child-committee", "immediate-assistance"]
)
def test_the_first_six_clocks_never_stand_still(slug: str) -> None:
    duty = begun(next(row for row in TABLE if row.slug == slug))
    with pytest.raises(casework.Refused):
        cast.take(duty, "pause", reason="बाढ़", until_on=(room.AT + DAY).date())
    assert "pause" not in {step.verb for step in queries.steps_for(duty, cast.holder_of(duty))}


def test_a_duty_that_cannot_be_told_holds_up_no_other_one(monkeypatch: pytest.MonkeyPatch) -> None:
    first = begun(next(row for row in TABLE if row.slug == "finding"))
    second = duties.start(room.freed().case, "finding", from_at=room.AT, by=SYSTEM, at=room.AT)
    whole = climb.ladder.times_of

    def times_of(duty: BondedDuty) -> object:
        if duty.pk == first.pk:
            raise ValueError("broken")
        return whole(duty)

    monkeypatch.setattr(climb.ladder, "times_of", times_of)
    assert climb.climb(at=room.AT + 24 * HOUR) == 1
    assert Entry.objects.filter(verb="tell", stream=second.stream).exists()
    assert Entry.objects.filter(stream="alarm:casework", verb="alarm").exists()


def test_a_language_in_free_words_holds_up_nobody() -> None:
    begun(next(row for row in TABLE if row.slug == "finding"))
    identity = {"name": room.NAME, "phone": room.PHONE, "language": "भोजपुरी", "address": "ग्राम मऊ", "caste": "sc"}
    found = room.freed(columns={"safe_phone": True}, identity=identity)
    duties.start(found.case, "hearing", from_at=room.AT + 8 * DAY, by=SYSTEM, at=room.AT)
    climb.climb(at=room.AT + 24 * HOUR)
    assert Message.objects.filter(to_phone=phones.reference(found), language="hi").exists()
    assert sent_since(set())[1] >= posts_of({"sdm", "dm"})


def test_a_message_that_cannot_be_sent_keeps_nobody_else_from_hearing(monkeypatch: pytest.MonkeyPatch) -> None:
    begun(next(row for row in TABLE if row.slug == "finding"))
    whole, sdm = climb.messages.send, owners.post("sdm", room.district())

    def send(template: str, **more: object) -> object:
        if str(more["key"]).endswith(f":post{sdm.pk}"):
            raise ValueError("broken")
        return whole(template, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(climb.messages, "send", send)
    assert climb.climb(at=room.AT + 24 * HOUR) == 1
    assert posts_of({"dm"}) <= sent_since(set())[1]
    assert Entry.objects.filter(stream="alarm:casework", verb="alarm").exists()


def test_a_message_to_no_number_goes_to_the_next_chair_above() -> None:
    dm = owners.post("dm", room.district())
    hearer = ladder._seated(dm)
    assert hearer is not None
    User.objects.filter(pk=hearer.user.pk).update(phone="")
    above = ladder._seated(dm)
    assert above is not None
    assert (above.post != dm, bool(above.user.phone)) == (True, True)

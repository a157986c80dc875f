"""Scan first, type later: numbers at once, words when there is time, one case of one letter, nothing lost between."""

from collections.abc import Sequence

import pytest
from tests import cast
from tests.cast import MONDAY
from tests.intake import printed

from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.files import queries as file_queries
from shramsetu.files.models import Attachment
from shramsetu.grievances.models import Reference
from shramsetu.intake import forgetting
from shramsetu.intake.counter import actions, queries
from shramsetu.intake.counter.actions import Pile
from shramsetu.intake.counter.models import Scanned
from shramsetu.intake.dak.actions import Written
from shramsetu.intake.dak.models import Letter
from shramsetu.offices.models import Post, Role

pytestmark = pytest.mark.django_db
ONE, TWO, THREE = printed.PAGES


def alc() -> cast.Seat:
    return cast.seat(Post.objects.get(code="labour.alc.kanpur-nagar"))


def taken_in(*uploads: object, how: str = "blank") -> list[Scanned]:
    pile = Pile(files=uploads or [printed.pile((ONE,))], how=how, way="post")  # type: ignore[arg-type]
    return actions.scan_in(alc().post, pile, by=alc().actor, at=MONDAY)


def of(letters: Sequence[Scanned]) -> list[tuple[int, int]]:
    return [(one.letter.serial, one.pages) for one in letters]


def now(row: Scanned) -> Scanned:
    return Scanned.objects.select_related("letter").get(pk=row.pk)


def letters() -> list[Scanned]:
    return list(queries.waiting(alc().post))


def test_a_pile_becomes_lines_of_the_register_with_their_pages() -> None:
    made = taken_in(printed.pile((ONE, TWO, THREE), (ONE,)))
    assert of(made) == [(1, 3), (2, 1)]
    assert {(one.letter.party, one.letter.book, one.letter.way) for one in made} == {("", "receipt", "post")}
    assert [file_queries.attached(one.stream).count() for one in made] == [3, 1]
    assert not Attachment.objects.filter(stream__startswith="pile:").exists()


def test_a_letter_becomes_one_case_and_its_pages_go_with_it() -> None:
    row = taken_in(printed.pile((ONE, TWO, THREE)))[0]
    Scanned.objects.filter(pk=row.pk).update(draft="तीन महीने", reading="read")
    filing = cast.filing(channel="post", outside_number="214", outside_on=MONDAY.date())
    case = actions.register(row, filing, by=alc().actor, at=MONDAY)
    done = now(row)
    assert (done.state, done.draft, done.done_by) == ("typed", "", alc().actor.key)
    assert (done.letter.case, done.letter.party, done.letter.their_number) == (case, "रमेश कुमार", "214")
    assert [one.purpose for one in file_queries.attached(case.stream)] == ["scan_of_letter"] * 3
    assert Reference.objects.get(pk=case.pk).outside_number == "214"
    with pytest.raises(Refused):
        actions.register(row, filing, by=alc().actor, at=MONDAY)
    assert Case.objects.filter(kind="grievance").count() == 1


def test_a_sealed_letter_leaves_no_name_in_the_register() -> None:
    row = taken_in()[0]
    case = actions.register(row, cast.filing(channel="post", sealed=True), by=alc().actor, at=MONDAY)
    letter = now(row).letter
    assert (case.sealed, letter.party, letter.subject, letter.number) == (True, "", "", row.letter.number)
    assert {one.original_sha256 for one in file_queries.attached(case.stream)} == {""}  # they lie encrypted


def test_a_letter_that_is_no_complaint_is_entered_or_laid_with_its_case() -> None:
    first, second = taken_in(printed.pile((ONE,), (TWO,)))
    case = cast.complaint()
    actions.describe(first, Written("श्रम विभाग", "बैठक", ""), by=alc().actor, at=MONDAY)
    actions.describe(second, Written("रमेश कुमार", "अनुस्मारक", "", case=case), by=alc().actor, at=MONDAY)
    assert [(now(one).letter.party, now(one).letter.way) for one in (first, second)] == [
        ("श्रम विभाग", "post"),
        ("रमेश कुमार", "post"),
    ]
    assert (file_queries.attached(first.stream).count(), file_queries.attached(case.stream).count()) == (1, 1)


def test_pages_are_parted_by_hand_and_the_other_letter_has_a_number_of_its_own() -> None:
    row = taken_in(printed.pile((ONE, TWO, THREE)))[0]
    Scanned.objects.update(draft="मशीन ने पढ़ा", reading="read")
    order = [one.pk for one in queries.pages_of(row)]
    other = actions.split(row, 3, by=alc().actor, at=MONDAY)
    assert of([now(row), other]) == [(1, 2), (2, 1)]
    assert [one.pk for one in queries.pages_of(row)] + [one.pk for one in queries.pages_of(other)] == order
    assert (now(row).draft, now(row).reading) == ("", "waiting")
    for page in (0, 1, 3):
        with pytest.raises(Refused):
            actions.split(row, page, by=alc().actor, at=MONDAY)


def test_pages_are_joined_and_the_line_that_is_none_is_cancelled() -> None:
    first, second = taken_in(printed.pile((ONE, TWO), (THREE,)))
    order = [one.pk for row in (first, second) for one in queries.pages_of(row)]
    assert actions.join(second, by=alc().actor, at=MONDAY).pk == first.pk
    assert [one.pk for one in queries.pages_of(first)] == order
    assert (now(first).pages, now(second).state, letters()) == (3, "joined", [first])
    assert first.letter.number in now(second).letter.cancel_reason
    with pytest.raises(Refused):
        actions.join(first, by=alc().actor, at=MONDAY)


def test_two_clerks_do_not_type_the_same_letter() -> None:
    first, second = taken_in(printed.pile((ONE,), (TWO,)))
    operators = [cast.desk(Role.OPERATOR, number=number) for number in (0, 1)]
    Scanned.objects.update(office=operators[0].post_id)
    one, other = now(first), now(second)
    assert actions.open_for(one, by=operators[0], at=MONDAY)
    assert actions.open_for(one, by=operators[0], at=MONDAY)
    assert not actions.open_for(one, by=operators[1], at=MONDAY)
    office = Post.objects.get(pk=operators[0].post_id)
    place = queries.place_of(other.pk, office, key=operators[1].key, at=MONDAY)
    assert (place.before, place.after, place.waiting) == (None, None, 2)
    assert queries.place_of(other.pk, office, key=operators[0].key, at=MONDAY).before == one.pk


def test_no_other_office_takes_part() -> None:
    row = taken_in()[0]
    other = cast.seat(Post.objects.get(code="labour.leo.agra")).actor
    deeds = [
        lambda: actions.scan_in(alc().post, Pile([], "one", "post"), by=other, at=MONDAY),
        lambda: actions.open_for(row, by=other, at=MONDAY),
        lambda: actions.register(row, cast.filing(), by=other, at=MONDAY),
        lambda: actions.describe(row, Written("क", "ख", ""), by=other, at=MONDAY),
        lambda: actions.split(row, 2, by=other, at=MONDAY),
        lambda: actions.join(row, by=other, at=MONDAY),
    ]
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed()


def test_letters_of_no_case_are_forgotten_with_their_pages() -> None:
    row = taken_in()[0]
    actions.describe(row, Written("श्रम विभाग", "बैठक", ""), by=alc().actor, at=MONDAY)
    before = MONDAY.replace(year=MONDAY.year + 1)
    assert forgetting.forget_letters(before, before) == 1
    letter = Letter.objects.get(pk=row.pk)
    assert (letter.party, file_queries.attached(row.stream).count()) == ("", 0)
    assert not forgetting.letters(before).exists()


def test_what_fails_half_way_takes_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_options: object) -> Attachment:
        raise OSError("no space left on device")

    monkeypatch.setattr(files, "store", full)
    with pytest.raises(OSError, match="no space"):
        taken_in()
    monkeypatch.undo()
    assert Letter.objects.count() == 0
    assert of(taken_in()) == [(1, 1)]

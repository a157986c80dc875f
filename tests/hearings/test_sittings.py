"""Dates held, put off, moved one by one and many at once; parties told when anything changes."""

from datetime import time, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.hearings import bench, court

from shramsetu.casework.actions import Refused
from shramsetu.hearings.actions import calling, forums, parties, reminding, sittings
from shramsetu.hearings.actions.dating import Video
from shramsetu.hearings.actions.parties import Speaker
from shramsetu.hearings.actions.sittings import Came
from shramsetu.hearings.filing import Someone
from shramsetu.hearings.models import Forum, Hearing, Litigant, Matter, Notice, Presence
from shramsetu.hearings.queries import dates
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.messages.models import Message
from shramsetu.offices.models import Charge

pytestmark = pytest.mark.django_db


def test_who_was_there_and_the_next_date_are_written() -> None:
    case = court.noticed()
    claimant, respondent = Litigant.objects.filter(matter=case.pk).order_by("-claims")
    on_at = bench.fixed(case).on_at
    next_at = bench.free(case, on_at + timedelta(days=10))
    present = {claimant.pk: "person", respondent.pk: "absent"}
    video = Video(wanted=True, link="https://meet.example/abc")
    bench.hear(case, Came("heard", "बयान हुए।", present=present, next_at=next_at, purpose="evidence", video=video))
    held, following = Hearing.objects.filter(matter=case.pk).order_by("seq")
    assert (case.state, held.state, held.result, held.business) == ("hearing", "done", "heard", "बयान हुए।")
    assert (following.on_at, following.purpose, following.by_video) == (next_at, "evidence", True)
    assert court.row(case).next_at == next_at
    assert dict(Presence.objects.values_list("litigant", "how")) == present
    # Who was not there gets the next date by post too.
    posted = Notice.objects.filter(matter=case.pk, kind="hearing", mode="post")
    assert [one.litigant_id for one in posted] == [respondent.pk]


def test_an_adjournment_needs_side_and_a_reason_of_that_side() -> None:
    case = court.noticed()
    for came, field in (
        (Came("adjourned"), "side"),
        (Came("adjourned", side="claimant"), "side"),
        (Came("adjourned", side="claimant", cause="time-for-reply"), "cause"),
        (Came("heard", side="claimant"), "side"),
        (Came("nonsense"), "result"),
    ):
        with pytest.raises(Refused) as refused:
            bench.hear(case, came)
        assert refused.value.field == field
    assert bench.fixed(case).result == ""


def test_beyond_three_times_it_takes_a_cost() -> None:
    case = court.noticed()
    for _ in range(3):
        bench.adjourn(case)
    with pytest.raises(Refused) as refused:
        bench.adjourn(case)
    assert refused.value.field == "cost"
    bench.adjourn(case, side="claimant", cause="illness")
    bench.adjourn(case, cost_paise=500_00)
    assert sittings.adjournments(case.pk) == {"claimant": 1, "respondent": 4, "both": 0, "forum": 0}


def test_a_date_is_moved_by_another_row_and_both_sides_hear_of_it() -> None:
    case = court.noticed()
    was = bench.fixed(case)
    on_at = bench.free(case, was.on_at)
    sittings.move(was, on_at, why="न्यायालय अवकाश", by=court.registry(), at=court.AT)
    was.refresh_from_db()
    assert (was.state, was.moved_why, was.moved_to.on_at) == ("moved", "न्यायालय अवकाश", on_at)  # type: ignore[union-attr]
    assert court.row(case).next_at == on_at
    assert Message.objects.filter(template="matter-changed").count() == 2
    case.refresh_from_db()
    assert Entry.objects.filter(stream=case.stream).latest("seq").verb == "move"
    with pytest.raises(Refused):
        sittings.move(was, on_at, why="फिर", by=court.registry(), at=court.AT)


def test_another_office_moves_nothing() -> None:
    was = bench.fixed(court.noticed())
    with pytest.raises(Refused):
        sittings.move(was, was.on_at + timedelta(days=7), why="-", by=court.post("labour.leo.agra"), at=court.AT)
    with pytest.raises(Refused) as refused:
        sittings.move(was, was.on_at + timedelta(days=7), why=" ", by=court.registry(), at=court.AT)
    assert refused.value.field == "why"


def test_a_whole_day_is_moved_as_the_preview_showed() -> None:
    cases = [court.noticed() for _ in range(3)]
    rows = [bench.fixed(one) for one in cases]
    assert len({one.on_at for one in rows}) == 1
    on = clock.day(rows[0].on_at)
    plan = calling.plan_moves(rows, after=on, at=court.AT)
    assert set(plan) == {one.pk for one in rows}
    assert min(map(clock.day, plan.values())) > on
    assert Hearing.objects.filter(state="moved").count() == 0
    made = sittings.move_many(rows[0].forum, plan, why="अधिकारी अवकाश पर", by=court.authority(), at=court.AT)
    assert sorted(one.on_at for one in made) == sorted(plan.values())
    assert list(dates.of_day(rows[0].forum, on)) == []
    with pytest.raises(Refused):
        sittings.move_many(rows[0].forum, plan, why="फिर", by=court.authority(), at=court.AT)


def test_no_representative_is_called_to_two_forums_at_once() -> None:
    mine, other = court.registered(), court.registered()
    agra = Forum.objects.get(slug="authority-agra")
    Matter.objects.filter(pk=mine.pk).update(forum=agra)
    court.noticed(mine)
    speaker = Speaker("union", Someone("हरि ओम", "+919999900055"))
    for case in (mine, other):
        litigant = Litigant.objects.select_related("matter__case").get(matter=case.pk, claims=True)
        by = court.registry() if case is other else court.post(agra.registry.code)
        parties.engage(litigant, speaker, by=by, at=court.AT)
    on_at = bench.fixed(mine).on_at
    other.refresh_from_db()
    Forum.objects.filter(slug="authority-kanpur-nagar").update(slots=["10:30", "12:00", "15:00"])
    other_hours = [clock.moment(clock.day(on_at), time(10, 30)), clock.moment(clock.day(on_at), time(12))]
    assert on_at not in other_hours  # the forums call at different hours, and yet at the same time
    for hour in other_hours:
        with pytest.raises(Refused, match="हरि ओम"):
            cast.take(other, "issue", at=court.AT, next_at=hour, purpose="appearance")
    row = court.row(other)
    assert dates.first_free(row, after=clock.day(on_at) - timedelta(days=1), at=court.AT) == clock.moment(
        clock.day(on_at), time(15)
    )
    cast.take(other, "issue", at=court.AT, next_at=clock.moment(clock.day(on_at), time(15)), purpose="appearance")


def test_matters_are_called_at_the_hours_of_the_forum_alone() -> None:
    was = bench.fixed(court.noticed())
    odd = bench.free(court.registered(), was.on_at) + timedelta(minutes=7)
    with pytest.raises(Refused, match="11:00, 12:30, 15:00"):
        sittings.move(was, odd, why="समय बदला", by=court.registry(), at=court.AT)


def test_who_comes_after_a_vacancy_is_still_told() -> None:
    case = court.noticed()
    Hearing.objects.filter(matter=case.pk).update(told_judge=1)
    post = court.row(case).forum.post
    Charge.objects.filter(post=post, to_at=None).update(to_at=court.AT)
    Forum.objects.filter(slug="authority-kanpur-nagar").update(address_hi="कक्ष 7, श्रम भवन")
    assert sittings.tell_changes(at=court.AT) == 1
    assert Hearing.objects.get(matter=case.pk).told_judge == 1


def test_changes_are_looked_for_in_as_many_reads_however_many_dates_there_are() -> None:
    court.noticed()
    with CaptureQueriesContext(connection) as one:
        sittings.tell_changes(at=court.AT)
    court.noticed()
    court.noticed()
    with CaptureQueriesContext(connection) as three:
        sittings.tell_changes(at=court.AT)
    assert len(three) == len(one)


def test_another_judge_is_told_at_once() -> None:
    case = court.noticed()
    assert sittings.tell_changes(at=court.AT) == 0
    Hearing.objects.filter(matter=case.pk).update(told_judge=1)
    assert sittings.tell_changes(at=court.AT) == 1
    assert sittings.tell_changes(at=court.AT) == 0
    assert Message.objects.filter(template="matter-changed").count() == 2


def test_another_place_is_told_at_once() -> None:
    court.noticed()
    Forum.objects.filter(slug="authority-kanpur-nagar").update(address_hi="कक्ष 7, श्रम भवन")
    assert sittings.tell_changes(at=court.AT) == 1
    assert Message.objects.filter(template="matter-changed").count() == 2


def test_reminders_go_once_on_their_days() -> None:
    on_at = bench.fixed(court.noticed()).on_at
    assert [reminding.remind(at=on_at - timedelta(days=ahead, hours=1)) for ahead in (8, 7, 3, 2, 1, 0)] == [
        0,
        2,
        0,
        2,
        0,
        2,
    ]
    reminding.remind(at=on_at - timedelta(days=7, minutes=30))
    assert Message.objects.filter(template__startswith="matter-reminder").count() == 4
    assert Message.objects.filter(template__startswith="matter-today").count() == 2


def test_the_database_keeps_what_came_of_a_date() -> None:
    case = court.noticed()
    bench.adjourn(case)
    held = Hearing.objects.filter(matter=case.pk, state="done")
    for changes in ({"adjourned_by": "claimant"}, {"state": "fixed", "result": "", "adjourned_by": "", "cause": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            held.update(**changes)
    with pytest.raises(DatabaseError), transaction.atomic():
        Hearing.objects.filter(matter=case.pk, state="fixed").update(on_at=court.AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        held.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Hearing.objects.filter(matter=case.pk, state="fixed").update(state="done")


def test_what_was_dismissed_for_absence_is_heard_after_all() -> None:
    case = court.noticed()
    heard_at = bench.reserve(case)
    bench.draft(case, "default", at=heard_at, text="कोई नहीं आया।", operative="निरस्त।")
    cast.take(case, "sign", by=court.authority(), at=heard_at)
    assert (case.state, case.outcome) == ("disposed", "default")
    cast.take(case, "revive", by=court.ramesh(), at=heard_at + timedelta(days=1), reason="बीमार था।")
    assert case.state == "hearing"
    assert [one.pk for one in dates.undated(court.row(case).forum)] == [case.pk]


def test_a_reminder_of_a_sealed_matter_names_no_place_to_its_claimant() -> None:
    on_at = bench.fixed(court.noticed(sealed=True)).on_at
    assert reminding.remind(at=on_at - timedelta(days=2)) == 2
    told = Message.objects.exclude(template__in=["matter-reminder-other"]).filter(to_phone=court.RAMESH.phone)
    assert "matter-reminder" not in set(told.values_list("template", flat=True))


def test_nobody_is_reminded_of_a_day_on_which_the_forum_does_not_sit_any_more() -> None:
    held = bench.fixed(court.noticed())
    on = clock.day(held.on_at)
    forums.set_day(held.forum, on, sits=False, reason="अवकाश घोषित", by=court.authority(), at=court.AT)
    assert reminding.remind(at=held.on_at - timedelta(days=2, hours=1)) == 0


def test_a_date_that_was_moved_is_reminded_of_no_more_and_the_new_one_is() -> None:
    held = bench.fixed(court.noticed())
    to = bench.free(court.registered(), held.on_at + timedelta(days=8))
    sittings.move(held, to, why="अवकाश", by=court.registry(), at=court.AT)
    assert reminding.remind(at=held.on_at - timedelta(hours=1)) == 0
    assert reminding.remind(at=to - timedelta(days=2)) == 2


def test_an_order_signed_on_a_day_of_reminders_does_not_stop_them() -> None:
    case = court.noticed()
    at = bench.fixed(case).on_at - timedelta(days=2, hours=3)
    bench.draft(case, "produce-records", at=at, operative="रजिस्टर प्रस्तुत करें।")
    cast.take(case, "sign", by=court.authority(), at=at)
    assert reminding.remind(at=at + timedelta(hours=1)) == 2


def test_reminders_take_as_many_reads_however_many_dates_there_are() -> None:
    on_at = bench.fixed(court.noticed()).on_at
    with CaptureQueriesContext(connection) as one:
        reminding.remind(at=on_at - timedelta(days=7))
    court.noticed()
    court.noticed()
    with CaptureQueriesContext(connection) as three:
        assert reminding.remind(at=on_at - timedelta(days=2)) == 6
    assert len(three) <= len(one) + 1

"""Charge, hand-over, leave, posts and users: what changes, what is refused, what the journal says."""

from datetime import date, timedelta

import pytest
from tests.offices.cast import AT, district, person, post, sit

from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.offices import actions, burden, errors, queries
from shramsetu.offices.models import Charge, Department, Leave, Post, Role, Token, User

DAY = date(2026, 11, 20)
LEO = "labour.leo.agra"


def verbs(stream: str) -> list[str]:
    return list(Entry.objects.filter(stream=stream, at=AT).order_by("seq").values_list("verb", flat=True))


def test_a_post_is_vacant_exactly_while_nobody_holds_its_charge(ram: User) -> None:
    charge = sit(LEO, ram)
    assert not post(LEO).is_vacant
    actions.relieve(charge, by=SYSTEM, at=AT)
    assert post(LEO).is_vacant
    assert verbs(f"post:{LEO}") == ["appoint", "relieve"]


def test_an_assistant_does_not_fill_the_post(ram: User) -> None:
    sit(LEO, ram, Charge.Kind.ASSISTANT)
    assert post(LEO).is_vacant


def test_a_desk_is_held_while_it_has_one_member(ram: User, sita: User) -> None:
    first, second = (sit("quality", user, Charge.Kind.MEMBER) for user in (ram, sita))
    actions.relieve(first, by=SYSTEM, at=AT)
    assert not post("quality").is_vacant
    actions.relieve(second, by=SYSTEM, at=AT)
    assert post("quality").is_vacant


def test_a_post_has_one_incumbent_a_person_one_charge_of_it(ram: User, sita: User) -> None:
    sit(LEO, ram)
    with pytest.raises(errors.Occupied):
        sit(LEO, sita)
    with pytest.raises(errors.AlreadyThere):
        sit(LEO, ram, Charge.Kind.ASSISTANT)


def test_desks_have_members_and_other_posts_have_not(ram: User) -> None:
    with pytest.raises(errors.WrongKind):
        sit("quality", ram)
    with pytest.raises(errors.WrongKind):
        sit(LEO, ram, Charge.Kind.MEMBER)


def test_a_deactivated_person_is_not_appointed(ram: User) -> None:
    actions.deactivate_user(ram, by=SYSTEM, at=AT)
    ram.refresh_from_db()
    with pytest.raises(errors.Inactive):
        sit(LEO, ram)


def test_a_charge_ends_once(ram: User) -> None:
    charge = sit(LEO, ram)
    actions.relieve(charge, by=SYSTEM, at=AT)
    with pytest.raises(errors.NotInCharge):
        actions.relieve(charge, by=SYSTEM, at=AT)


def test_hand_over_gives_the_list_and_ends_the_old_sessions(
    ram: User, sita: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = burden.Burden(open=("104729638150",), overdue=("104729638150",), sealed=2)
    monkeypatch.setattr(burden, "_counts", [lambda post, at: held])
    sit(LEO, ram)
    done = actions.hand_over(post(LEO), sita, order_number="17/2026", by=SYSTEM, at=AT)
    ram.refresh_from_db()
    assert (done.giver, done.taker, done.burden) == (ram, sita, held)
    assert ram.sessions_from == AT
    assert queries.incumbent(post(LEO)) == sita
    entry = Entry.objects.get(stream=f"post:{LEO}", seq=done.seq)
    assert (entry.verb, entry.detail["open"], entry.detail["sealed"]) == ("hand_over", ["104729638150"], 2)


def test_hand_over_of_a_vacant_post_is_refused(sita: User) -> None:
    with pytest.raises(errors.NotInCharge):
        actions.hand_over(post(LEO), sita, by=SYSTEM, at=AT)


def test_who_took_over_may_have_been_the_assistant(ram: User, sita: User) -> None:
    sit(LEO, ram)
    sit(LEO, sita, Charge.Kind.ASSISTANT)
    actions.hand_over(post(LEO), sita, by=SYSTEM, at=AT)
    assert queries.incumbent(post(LEO)) == sita


def test_leave_ends_with_the_charge(ram: User) -> None:
    charge = sit(LEO, ram)
    leave = actions.grant_leave(post(LEO), from_on=DAY, to_on=DAY + timedelta(days=9), by=SYSTEM, at=AT)
    actions.relieve(charge, by=SYSTEM, at=AT)
    assert Leave.objects.get(pk=leave.pk).cancelled_at == AT


def test_leave_is_refused_backwards_and_covered_by_itself(ram: User) -> None:
    sit(LEO, ram)
    with pytest.raises(errors.BadDays):
        actions.grant_leave(post(LEO), from_on=DAY, to_on=DAY - timedelta(days=1), by=SYSTEM, at=AT)
    with pytest.raises(errors.OwnCover):
        actions.grant_leave(post(LEO), from_on=DAY, to_on=DAY, covered_by=post(LEO), by=SYSTEM, at=AT)


def test_a_new_post_needs_its_own_code_and_rung(state: None) -> None:
    labour = Department.objects.get(slug="labour")
    fields = {"title_hi": "नया", "title_en": "New", "short_hi": "नया", "short_en": "New", "department": labour}
    new = Post(code="labour.new.agra", role=Role.OFFICER, place=district("Agra"), level=1, **fields)
    with pytest.raises(errors.LadderTaken):
        actions.add_post(new, by=SYSTEM, at=AT)
    new.service = "new"
    actions.add_post(new, by=SYSTEM, at=AT)
    assert post("labour.new.agra").is_vacant
    with pytest.raises(errors.Taken):
        actions.add_post(Post(code="labour.new.agra", place=new.place, role=Role.OFFICER), by=SYSTEM, at=AT)


def test_a_change_of_a_post_says_before_and_after(state: None) -> None:
    one = post(LEO)
    before, one.place = one.place_id, district("Aligarh")
    one.level = 0
    actions.change_post(one, by=SYSTEM, at=AT)
    entry = Entry.objects.get(stream=f"post:{LEO}", verb="change", at=AT)
    assert entry.detail == {"place_id": [before, district("Aligarh").pk], "level": [1, 0]}


def test_nobody_reports_to_themselves_in_a_circle(state: None) -> None:
    top = post("labour.alc.agra")
    top.reports_to = post(LEO)
    with pytest.raises(errors.Circle):
        actions.change_post(top, by=SYSTEM, at=AT)


def test_a_post_ends_only_when_nothing_hangs_on_it(ram: User) -> None:
    with pytest.raises(errors.StillHolds):
        actions.abolish_post(post(LEO), by=SYSTEM, at=AT)
    inspector = "labour.inspector.agra"
    charge = sit(inspector, ram)
    with pytest.raises(errors.StillHolds):
        actions.abolish_post(post(inspector), by=SYSTEM, at=AT)
    actions.relieve(charge, by=SYSTEM, at=AT)
    actions.abolish_post(post(inspector), by=SYSTEM, at=AT)
    with pytest.raises(errors.Abolished):
        sit(inspector, ram)


def test_deactivating_ends_charges_and_tokens(ram: User) -> None:
    charge = sit(LEO, ram)
    actions.make_token(ram, charge.post, name="x", scopes=[], days=1, by=SYSTEM, at=AT)
    actions.deactivate_user(ram, by=SYSTEM, at=AT)
    assert post(LEO).is_vacant
    assert Token.objects.get(user=ram).revoked_at == AT
    with pytest.raises(errors.YourOwn):
        actions.deactivate_user(ram, by=Actor(role="administrator", user_id=ram.pk), at=AT)


def test_a_token_is_made_only_for_a_post_of_ones_own_and_kept_as_a_hash(ram: User) -> None:
    with pytest.raises(errors.NotInCharge):
        actions.make_token(ram, post(LEO), name="x", scopes=[], days=1, by=SYSTEM, at=AT)
    charge = sit(LEO, ram)
    token, text = actions.make_token(ram, charge.post, name="x", scopes=["b", "a"], days=1, by=SYSTEM, at=AT)
    assert text not in token.digest
    assert token.scopes == ["a", "b"]


def test_the_journal_of_a_user_holds_no_personal_data(ram: User) -> None:
    ram.phone = "+919999900009"
    actions.change_user(ram, by=SYSTEM, at=AT)
    entry = Entry.objects.get(stream=f"user:{ram.pk}", verb="change")
    assert entry.detail == {"fields": ["phone"]}


def test_two_users_do_not_share_a_name(ram: User) -> None:
    with pytest.raises(errors.Taken):
        person("ram", "दूसरा राम")

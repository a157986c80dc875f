"""Vigilance committees, their meetings and the surveys, in the words of sections 13 and 14."""

from datetime import date, timedelta

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.bonded import room
from tests.bonded.room import AT, DAY
from tests.room import at_desk, text_of

from shramsetu import rulebook
from shramsetu.bonded import ladder, unsealed
from shramsetu.bonded.actions import committees, districts, duties, surveys
from shramsetu.bonded.actions.committees import Held, Nomination, Task
from shramsetu.bonded.actions.surveys import Counted
from shramsetu.bonded.committee_forms import Minutes
from shramsetu.bonded.models import AgendaItem, BondedDuty, Committee, Meeting, MeetingAction, Seat, Survey
from shramsetu.bonded.queries import committees as queries
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.offices.models import Charge
from shramsetu.places.models import Place

pytestmark = pytest.mark.django_db
ORDER = date(2026, 9, 1)
LATER = AT + 3 * DAY
MEMBERS = ("district-scst", "district-scst", "district-social", "district-credit")


def constituted(on: date = ORDER, number: str = "112/VC/2026") -> Committee:
    return committees.constitute(
        room.district(), "district", subdivision="", number=number, notified_on=on, by=room.officer("dm"), at=AT
    )


def seated(committee: Committee, category: str = "district-scst", number: int = 1, *, on: date = ORDER) -> Seat:
    one = Nomination(category, number, "रामदुलारी", "44/2026", on, "ग्राम शंकरगढ़")
    return committees.seat(committee, one, by=room.officer("dm"), at=AT)


def full(on: date = ORDER) -> Committee:
    committee = constituted(on)
    for number, category in enumerate(MEMBERS):
        seated(committee, category, 1 + MEMBERS[:number].count(category), on=on)
    return committee


def called(committee: Committee) -> Meeting:
    return committees.call(committee, meets_at=AT + DAY, venue="कलेक्ट्रेट", by=room.officer("dm"), at=AT)


def held(
    meeting: Meeting, *, members: int = 4, tasks: tuple[Task, ...] = (), remarks: str = "", **decisions: str
) -> Meeting:
    present = list(meeting.committee.seats.values_list("pk", flat=True)[:members])
    minutes = Held(present, "ज़िलाधिकारी", decisions, tasks, remarks)
    return committees.hold(meeting, minutes, by=room.officer("dm"), at=LATER)


def clock_of(committee: Committee, name: str) -> BondedDuty:
    return BondedDuty.objects.select_related("case__holder").get(clock=name, key=committee.key, is_open=True)


def test_a_district_committee_has_the_seats_of_section_13() -> None:
    rules = queries.seat_rules("district")
    assert [(rule.slug, rule.seats) for rule in rules] == [
        ("district-chair", 1),
        ("district-scst", 3),
        ("district-social", 2),
        ("district-rural", 3),
        ("district-credit", 1),
    ]
    assert [rule.nominated_by.en for rule in rules if rule.slug == "district-rural"] == ["State Government"]


def test_a_new_committee_starts_its_clocks_at_its_notification() -> None:
    committee = constituted()
    meeting = clock_of(committee, "committee-meeting")
    assert meeting.case.due_at == clock.moment(ORDER + timedelta(days=90))
    assert clock_of(committee, "committee-anew").case.due_at == clock.moment(date(2029, 9, 1))
    assert meeting.owner == "dm"
    assert meeting.case.holder_id == room.officer("dm").post_id


def test_vacant_seats_are_shown_and_the_proceedings_are_valid() -> None:
    committee = full()
    found = queries.vacancies(committee, queries.sitting([committee], on=ORDER)[committee.pk])
    assert [(one.rule.slug, one.empty, one.may_stay) for one in found] == [
        ("district-scst", 1, False),
        ("district-social", 1, False),
        ("district-rural", 3, False),
    ]
    assert held(called(committee)).state == Meeting.State.HELD


def test_a_term_of_two_years_runs_from_the_oldest_nomination() -> None:
    committee = constituted()
    seated(committee)
    assert clock_of(committee, "committee-term").case.due_at == clock.moment(date(2028, 9, 1))
    seated(committee, on=date(2026, 10, 1))
    assert clock_of(committee, "committee-term").from_at == clock.moment(date(2026, 10, 1))
    assert [seat.ended_why for seat in committee.seats.order_by("pk")] == ["replaced", ""]


def test_who_resigns_sits_on_for_thirty_days() -> None:
    committee = full()
    seat = committee.seats.order_by("pk")[0]
    committees.vacate(seat, why="resigned", on=AT.date(), by=room.officer("dm"), at=AT)
    sits = [len(queries.sitting([committee], on=AT.date() + timedelta(days=days))[committee.pk]) for days in (29, 30)]
    assert sits == [4, 3]


def test_a_new_notification_ends_the_committee_and_its_seats() -> None:
    old = full()
    new = constituted(date(2026, 11, 1), "201/VC/2026")
    old.refresh_from_db()
    assert old.ended_on == date(2026, 11, 1)
    assert set(old.seats.values_list("ended_why", flat=True)) == {"reconstituted"}
    running = set(BondedDuty.objects.filter(is_open=True, clock__startswith="committee").values_list("clock", "key"))
    assert running == {("committee-meeting", new.key), ("committee-anew", new.key)}


def test_an_older_notification_is_refused() -> None:
    constituted()
    with pytest.raises(Refused):
        constituted(date(2026, 8, 1))


def test_the_agenda_has_the_six_duties_with_counts_and_code_names() -> None:
    survivor = room.freed()
    duties.start(survivor.case, "immediate-assistance", from_at=AT - 5 * DAY, by=room.officer("dm"), at=AT)
    duties.start(survivor.case, "fir", from_at=AT, by=room.officer("dm"), at=AT)
    meeting = called(full())
    items = {item.slug: item for item in meeting.items.order_by("position")}
    assert list(items) == ["implementation", "rehabilitation", "credit", "offences", "survey", "suits"]
    assert items["rehabilitation"].counts == [
        {"clock": "immediate-assistance", "open": 1, "late": 1, "oldest": "2026-11-11"}
    ]
    assert items["rehabilitation"].codes == [survivor.code]
    page = signed_in("dm").get(reverse("bonded:meeting", args=[meeting.pk])).content.decode()
    assert ("11 नवंबर 2026" in page, "2026-11-11" in page) == (True, False)
    assert items["offences"].counts[0]["late"] == 0


def of_sub_division(name: str) -> Meeting:
    by = room.officer("dm")
    made = committees.constitute(
        room.district(), "subdivision", subdivision=name, number="9", notified_on=ORDER, by=by, at=AT
    )
    return committees.call(made, meets_at=AT + DAY, venue="तहसील", by=by, at=AT)


def test_a_sub_division_counts_its_own_tehsil_or_says_that_it_counts_the_district() -> None:
    here, by = room.district(), room.officer("dm")
    path = f"{here.path}900001/"
    bara = Place.objects.create(
        kind="tehsil", parent=here, district=here, path=path, name_hi="बारा", name_en="Bara", lgd_code=900001
    )
    inside, outside = room.freed(), room.freed()
    Case.objects.filter(pk=inside.pk).update(place=bara)
    for one in (inside, outside):
        duties.start(one.case, "fir", from_at=AT, by=by, at=AT)
    counted_here, whole = of_sub_division("बारा"), of_sub_division("मेजा")
    found = {one.of_district: one.items.get(slug="offences") for one in (counted_here, whole)}
    assert [found[one].counts[0]["open"] for one in (False, True)] == [1, 2]
    assert found[False].codes == [inside.code]
    page = at_desk(by).get(reverse("bonded:meeting", args=[whole.pk])).content.decode()
    assert "यह गिनती पूरे ज़िले की है" in page


def test_a_magistrate_without_an_order_calls_no_meeting() -> None:
    committee = constituted()
    with pytest.raises(Refused, match="धारा 10"):
        committees.call(committee, meets_at=AT + DAY, venue="तहसील", by=room.officer("sdm"), at=AT)
    room.empower("Prayagraj", "minutes")
    assert committees.call(committee, meets_at=AT + DAY, venue="तहसील", by=room.officer("sdm"), at=AT)


def test_the_page_replaces_a_survey_with_a_reason() -> None:
    wrong = surveys.record(room.district(), counted(), by=room.officer("labour_officer"), at=AT)
    desk = at_desk(room.officer("labour_officer"))
    assert "बदलें" in desk.get(reverse("bonded:surveys")).content.decode()
    path = reverse("bonded:replace_survey", args=[wrong.pk])
    begun = desk.get(path).context["form"]
    given = {name: begun.get_initial_for_field(field, name) for name, field in begun.fields.items()}
    given |= {"district": str(room.district().lgd_code), "sites": "41", "reason": ""}
    given = {name: "" if value is None else value for name, value in given.items()}
    assert desk.post(path, given).status_code == 422
    assert desk.post(path, {**given, "reason": "गिनती ग़लत थी"}).status_code == 302
    again = Survey.objects.get(replaces=wrong)
    why = unsealed.of_district(room.district().pk, again.reason)
    assert (again.sites, why, again.cost_paise) == (41, "गिनती ग़लत थी", wrong.cost_paise)


def test_without_a_quorum_the_meeting_is_adjourned_and_the_time_runs_on() -> None:
    committee = full()
    before = clock_of(committee, "committee-meeting").pk
    meeting = held(called(committee), members=1, implementation="तय हुआ")
    assert meeting.state == Meeting.State.ADJOURNED
    assert clock_of(committee, "committee-meeting").pk == before
    assert set(AgendaItem.objects.filter(meeting=meeting).values_list("decision", flat=True)) == {""}


def test_a_meeting_held_restarts_its_clock_and_gives_actions_to_posts() -> None:
    committee = full()
    until = date(2026, 12, 20)
    task = Task("rehabilitation", "पाँच परिवारों के राशन कार्ड बनें", "food", until)
    meeting = held(called(committee), tasks=(task,), rehabilitation="पूर्ति विभाग करेगा")
    assert clock_of(committee, "committee-meeting").from_at == AT + DAY
    action = MeetingAction.objects.select_related("duty__holder", "duty__bonded_duty").get(item__meeting=meeting)
    assert action.duty.holder is not None
    assert action.duty.holder.code == "food.supply-officer.prayagraj"
    assert clock.day(action.duty.due_at - timedelta(seconds=1)) == until
    assert sealing.unveiled(action.duty, action.duty.bonded_duty.text) == task.text


def test_an_action_turns_amber_at_four_fifths_of_its_time_and_its_dm_hears_when_it_is_late() -> None:
    held(called(full()), tasks=(Task("survey", "भट्ठों की सूची", "labour_officer", (LATER + 9 * DAY).date()),))
    duty = BondedDuty.objects.select_related("case").get(clock="committee-action")
    whole = duty.case.due_at - LATER if duty.case.due_at else DAY
    assert (duty.amber_at, duty.red_at) == (LATER + whole * 0.8, duty.case.due_at)
    assert [rung.who for rung in ladder.times_of(duty).tells] == ["dm"]


def test_an_action_for_a_day_that_is_over_leaves_nothing_written() -> None:
    meeting = called(full())
    with pytest.raises(Refused):
        held(meeting, tasks=(Task("survey", "x", "dm", AT.date()),))
    meeting.refresh_from_db()
    assert (meeting.state, meeting.present.count()) == (Meeting.State.CALLED, 0)


def test_a_meeting_is_recorded_once() -> None:
    meeting = held(called(full()))
    with pytest.raises(Refused):
        held(meeting)


@pytest.mark.parametrize("days", [-31, -400])
def test_no_meeting_is_entered_long_after_or_before_the_committee(days: int) -> None:
    committee = full()
    with pytest.raises(Refused):
        committees.call(committee, meets_at=AT + days * DAY, venue="x", by=room.officer("dm"), at=AT)
    assert not committee.meetings.exists()


def test_no_meeting_is_entered_before_the_last_one() -> None:
    meeting = called(full())
    held(meeting)
    with pytest.raises(Refused):
        committees.call(meeting.committee, meets_at=AT, venue="x", by=room.officer("dm"), at=AT + 2 * DAY)


def test_a_survey_that_saw_nothing_is_none() -> None:
    with pytest.raises(Refused):
        surveys.record(room.district(), counted(sites=0, households=0), by=room.officer("labour_officer"), at=AT)


def test_only_one_meeting_is_called_at_a_time() -> None:
    committee = full()
    called(committee)
    with pytest.raises(Refused):
        called(committee)


def counted(**changes: object) -> Counted:
    values: dict[str, object] = {
        "from_on": date(2026, 10, 1),
        "to_on": date(2026, 10, 31),
        "agency": "श्रम विभाग",
        "sites": 40,
        "households": 210,
        "workers": 480,
        "found": 3,
        "cost_paise": 45_000_000,
    }
    return Counted(**{**values, **changes})  # type: ignore[arg-type]


def test_a_survey_is_due_again_after_three_years() -> None:
    surveys.record(room.district(), counted(), by=room.officer("labour_officer"), at=AT)
    duty = BondedDuty.objects.select_related("case").get(clock="survey", is_open=True)
    assert duty.case.due_at == clock.moment(date(2029, 10, 31))


def test_a_wrong_survey_is_replaced_and_an_old_one_sets_no_clock_back() -> None:
    by = room.officer("labour_officer")
    first = surveys.record(room.district(), counted(), by=by, at=AT)
    with pytest.raises(Refused):
        surveys.record(room.district(), counted(sites=41), replaces=first, by=by, at=AT)
    surveys.record(room.district(), counted(sites=41), replaces=first, reason="गिनती ग़लत थी", by=by, at=AT)
    old = counted(from_on=date(2023, 1, 1), to_on=date(2023, 1, 31))
    surveys.record(room.district(), old, by=by, at=AT)
    current = [one.sites for one in queries.surveys(None, at=AT + DAY)]
    assert current == [41, 40]
    assert BondedDuty.objects.get(clock="survey", is_open=True).from_at == clock.moment(date(2026, 10, 31))


def test_the_case_of_a_district_is_opened_once_and_shown_to_no_desk() -> None:
    one, again = districts.parent(room.district(), at=AT), districts.parent(room.district(), at=AT)
    assert one.pk == again.pk
    assert (one.is_open, one.sealed) == (False, True)
    assert Case.objects.filter(kind="bl_district").count() == 1


# --- the pages


def signed_in(owner: str, where: str = "Prayagraj") -> Client:
    client = Client()
    charge = Charge.objects.select_related("user").get(
        post=room.officer(owner, where).post_id, to_at=None, kind="substantive"
    )
    client.force_login(charge.user)
    return client


def test_minutes_give_tasks_to_posts_of_the_district_each_named_once() -> None:
    form = Minutes(meeting=called(full()), seats=[])
    slugs = [slug for slug, _name in form.fields["owner_1"].choices]  # type: ignore[attr-defined]
    names = [name for _slug, name in form.fields["owner_1"].choices]  # type: ignore[attr-defined]
    assert len(names) == len(set(names))
    assert {"sdm", "dm", "labour_officer", "police", "lead_bank"} <= set(slugs)
    assert {"magistrate", "escort", "superintendent", "commissioner", "state_nodal"}.isdisjoint(slugs)


def test_a_meeting_of_the_past_is_entered_only_as_one_that_was_held() -> None:
    client, at = signed_in("dm"), timezone.now()
    where = reverse("bonded:call_meeting", args=[constituted().pk])
    past, coming = (f"{clock.local(at + days):%Y-%m-%dT%H:%M}" for days in (-timedelta(days=1), timedelta(days=1)))
    for given in ({"meets_at": past}, {"meets_at": coming, "held": "on"}):
        assert client.post(where, {**given, "venue": "कलेक्ट्रेट"}).status_code == 422
    assert "बीत चुका है" in client.post(where, {"meets_at": past, "venue": "कलेक्ट्रेट"}).content.decode()
    assert not Meeting.objects.exists()
    answer = client.post(where, {"meets_at": past, "held": "on", "venue": "कलेक्ट्रेट"}, follow=True)
    assert "अब इसका कार्यवृत्त लिखें" in answer.content.decode()
    assert Meeting.objects.get().meets_at < at


def test_the_dm_constitutes_seats_calls_and_writes_minutes_on_the_pages() -> None:
    client = signed_in("dm")
    district = room.district()
    notice = {
        "district": district.lgd_code,
        "level": "district",
        "notification_number": "7/2026",
        "notified_on": "2026-09-01",
    }
    assert client.post(reverse("bonded:constitute"), notice).status_code == 302
    committee = Committee.objects.get()
    for number in (1, 2, 3):
        where = reverse("bonded:nominate", args=[committee.pk, "district-scst", number])
        member = {"name": f"सदस्य {number}", "organisation": "", "order_number": "8/2026", "from_on": "2026-09-02"}
        assert client.post(where, member).status_code == 302
    seated(committee, "district-credit", 1)
    made = committees.call(committee, meets_at=AT, venue="कलेक्ट्रेट", by=room.officer("dm"), at=AT)
    minutes = {
        "present": list(committee.seats.values_list("pk", flat=True)),
        "chaired_by": "ज़िलाधिकारी",
        "decision_credit": "बैंक खाते इसी माह खुलें",
        "task_1": "खाते खुलवाएँ",
        "item_1": "credit",
        "owner_1": "lead_bank",
        "due_1": "2099-01-31",
    }
    assert client.post(reverse("bonded:minutes", args=[made.pk]), minutes).status_code == 302
    page = client.get(reverse("bonded:meeting", args=[made.pk])).content.decode()
    assert "बैंक खाते इसी माह खुलें" in page
    assert "खाते खुलवाएँ" in page
    assert client.get(reverse("bonded:meeting_paper", args=[made.pk])).content.startswith(b"%PDF")
    verbs = list(
        Entry.objects.filter(stream=f"committee:{committee.pk}").order_by("seq").values_list("verb", flat=True)
    )
    assert verbs == ["constitute", "seat", "seat", "seat", "seat", "call", "hold"]


def test_a_half_filled_action_says_what_it_lacks() -> None:
    meeting = committees.call(full(), meets_at=AT, venue="x", by=room.officer("dm"), at=AT)
    answer = signed_in("dm").post(
        reverse("bonded:minutes", args=[meeting.pk]), {"chaired_by": "x", "task_1": "खाते खुलवाएँ"}
    )
    assert answer.status_code == 422
    assert Meeting.objects.get().state == Meeting.State.CALLED


def test_another_districts_committee_is_not_found() -> None:
    meeting = called(full())
    client = signed_in("dm", "Agra")
    assert client.get(reverse("bonded:committee", args=[meeting.committee_id])).status_code == 404
    assert client.get(reverse("bonded:meeting", args=[meeting.pk])).status_code == 404
    assert "रामदुलारी" not in client.get(reverse("bonded:committees")).content.decode()


def test_a_survey_comes_in_by_the_page() -> None:
    client = signed_in("labour_officer")
    given = {
        "district": room.district().lgd_code,
        "from_on": "2026-01-01",
        "to_on": "2026-01-31",
        "agency": "श्रम विभाग",
        "sites": 10,
        "households": 50,
        "workers": 90,
        "found": 0,
        "cost_rupees": "450000",
        "findings": "",
    }
    assert client.post(reverse("bonded:survey"), {**given, "found": 91}).status_code == 422
    assert client.post(reverse("bonded:survey"), given).status_code == 302
    assert Survey.objects.get().cost_paise == 45_000_000
    assert "4,50,000" in client.get(reverse("bonded:surveys")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_the_same_questions_for_one_and_for_many(
    count: int, django_assert_max_num_queries: object
) -> None:
    names = ("Prayagraj", "Agra", "Chitrakoot")[:count]
    for name in names:
        committees.constitute(
            room.district(name),
            "district",
            subdivision="",
            number="1",
            notified_on=ORDER,
            by=room.officer("dm", name),
            at=AT,
        )
        surveys.record(room.district(name), counted(), by=room.officer("dm", name), at=AT)
    client = Client()
    client.force_login(Charge.objects.get(post=room.officer("commissioner").post_id, to_at=None).user)
    for page in ("bonded:committees", "bonded:surveys"):
        client.get(reverse(page))
        with django_assert_max_num_queries(22):  # type: ignore[operator]
            assert client.get(reverse(page)).status_code == 200


def test_words_of_a_meeting_and_a_survey_lie_encrypted_and_are_read_in_the_district() -> None:
    name = "सीता देवी"
    task = Task("survey", f"{name} के घर जाएँ", "labour_officer", (LATER + 9 * DAY).date())
    meeting = held(called(full()), tasks=(task,), remarks=f"{name} आईं", survey=f"{name} का कथन सुना")
    wrong = surveys.record(room.district(), counted(findings=f"{name} मिलीं"), by=room.officer("dm"), at=AT)
    more = {"replaces": wrong, "reason": f"{name} छूटीं"}
    surveys.record(room.district(), counted(sites=41), by=room.officer("dm"), at=AT, **more)  # type: ignore[arg-type]
    words = [*Meeting.objects.values_list("remarks", flat=True), *MeetingAction.objects.values_list("text", flat=True)]
    words += AgendaItem.objects.exclude(decision="").values_list("decision", flat=True)
    words += [text for row in Survey.objects.values_list("findings", "reason") for text in row if text]
    assert len(words) == 5
    assert all(text.startswith(sealing.MARK) for text in words)
    pages = [reverse("bonded:meeting", args=[meeting.pk]), reverse("bonded:surveys")]
    for owner in ("dm", "sdm", "labour_officer"):
        assert all(name in text_of(at_desk(room.officer(owner)).get(page)) for page in pages)
    for owner in ("commissioner", "divisional_commissioner", "principal_secretary"):
        for page in pages:
            said = text_of(at_desk(room.officer(owner)).get(page))
            assert name not in said
            assert "गोपनीय: यह आपके पद के लिए नहीं खुला है।" in said
    paper = at_desk(room.officer("commissioner")).get(reverse("bonded:meeting_paper", args=[meeting.pk]))
    assert paper.status_code == 200
    assert name not in "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(paper.content))


def test_what_began_long_ago_can_be_entered() -> None:
    committee = constituted(on=date(2024, 6, 15))
    seated(committee, on=date(2024, 12, 10))
    by = room.officer("labour_officer")
    surveys.record(room.district(), counted(from_on=date(2023, 11, 1), to_on=date(2023, 12, 20)), by=by, at=AT)
    terms = BondedDuty.objects.filter(clock__in=["committee-term", "member-term", "survey"], is_open=True)
    assert terms.count() >= 2, set(BondedDuty.objects.values_list("clock", flat=True))


def test_every_clock_can_begin_on_any_day_since_the_act() -> None:
    book = rulebook.book()
    for day in (date(1975, 10, 25), date(2012, 1, 1), date(2024, 12, 31)):
        assert book.calendar(day)
        assert all(book.bonded.clock(name, day).red for name in book.bonded.clocks)

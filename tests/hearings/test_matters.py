"""A matter from the worker's word to the first date: filed, looked through, put right, registered, called."""

from datetime import date, timedelta

import pytest
from tests import cast
from tests.hearings import court

from shramsetu.casework import actions as casework
from shramsetu.casework import flow, hearings, sealing
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.handing import hand_on
from shramsetu.casework.models import Case, Party
from shramsetu.files.models import Attachment
from shramsetu.hearings import shown
from shramsetu.hearings.actions import filing
from shramsetu.hearings.filing import Member
from shramsetu.hearings.models import Defect, Filing, Forum, GroupMember, LawChoice, Litigant, Matter
from shramsetu.lib import clock
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db


def sent(case: Case, template: str) -> list[Message]:
    return list(Message.objects.filter(stream=case.stream, template=template))


def test_a_claim_goes_to_the_registry_of_its_authority_with_its_law_and_time() -> None:
    case = court.filed()
    matter = court.row(case)
    assert (case.state, case.holder.code if case.holder else "", matter.forum.slug) == (
        "scrutiny",
        "labour.leo.kanpur-nagar",
        "authority-kanpur-nagar",
    )
    assert (matter.regime, matter.act, matter.section) == ("codes-appointed", "wages-code", "45")
    assert (matter.file_by, matter.days_late, matter.filed_on) == (date(2029, 9, 7), 0, date(2026, 11, 16))
    assert [(one.regime, one.routed) for one in matter.laws.all()] == [("codes-appointed", True)]
    assert [one.to_phone for one in sent(case, "matter-filed")] == [court.RAMESH.phone]


def test_the_same_filing_sent_twice_is_one_matter() -> None:
    first = court.filed(key="form:1")
    assert court.filed(key="form:1").number == first.number
    assert Matter.objects.count() == 1


def test_a_dismissal_of_before_the_codes_goes_to_the_labour_court_under_the_state_act() -> None:
    case = court.filed(
        matter="dismissal", cause_on=date(2025, 10, 1), report_on=date(2026, 1, 5), reliefs=("reinstatement",)
    )
    matter = court.row(case)
    assert (matter.regime, matter.section, matter.forum.kind) == ("up-id", "4-K", "court")
    assert matter.file_by is None
    assert case.department is not None
    assert (case.department.slug, matter.forum.post.role) == ("labour-courts", "judge")


def test_a_tribunal_under_the_codes_takes_over_from_the_day_of_its_order() -> None:
    old = Forum.objects.get(slug="tribunal")
    old.areas.update(to_on=date(2026, 11, 1))
    new = Forum.objects.create(
        slug="tribunal-codes",
        kind="tribunal",
        bodies="new",
        name_hi="औद्योगिक अधिकरण",
        name_en="Industrial Tribunal (Code)",
        short_hi="औद्योगिक अधिकरण",
        short_en="Tribunal",
        place=old.place,
        post=old.post,
        registry=old.registry,
        hears=["dismissal", "dispute"],
        sits=[0],
        slots=["11:00"],
        per_slot=4,
        from_on=date(2026, 11, 1),
    )
    new.areas.create(place=old.place, from_on=date(2026, 11, 1))
    days = {"cause_on": date(2026, 7, 1), "report_on": date(2026, 10, 1), "reliefs": ("reinstatement",)}
    assert court.row(court.filed(matter="dismissal", **days)).forum.slug == "tribunal-codes"
    before = court.filed(matter="dismissal", at=court.AT - timedelta(days=20), **days)
    assert (court.row(before).forum.kind, court.row(before).regime) == ("court", "ir-2026")


def test_an_employer_of_the_centre_is_not_heard_here() -> None:
    with pytest.raises(Refused) as refused:
        court.filed(sphere="central")
    assert refused.value.field == "sphere"
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"cause_on": date(2026, 11, 17)}, "cause_on"),
        ({"report_on": date(2026, 9, 1)}, "report_on"),
        ({"respondents": ()}, "opposite"),
        ({"claimants": ()}, "name"),
        ({"members": tuple(Member(f"श्रमिक {n}") for n in range(501))}, "members"),
    ],
)
def test_what_cannot_be_is_told_with_its_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        court.filed(**changes)
    assert refused.value.field == field


def test_registration_gives_numbers_in_their_order_and_year() -> None:
    first, second = court.registered(), court.registered()
    assert [(court.row(one).serial, court.row(one).year) for one in (first, second)] == [(1, 2026), (2, 2026)]
    assert (first.state, first.holder.code if first.holder else "") == ("registered", "labour.leo.kanpur-nagar")
    assert [one.values["code"] for one in sent(first, "matter-registered")] == ["1/2026"]
    elsewhere = court.filed(matter="dismissal", cause_on=date(2025, 10, 1), reliefs=("reinstatement",))
    assert court.row(court.registered(elsewhere)).serial == 1


def test_a_late_claim_waits_for_the_presiding_officer_to_condone_it() -> None:
    case = court.filed(cause_on=date(2025, 10, 1), late_reason="बीमार था।")
    assert (court.row(case).section, court.row(case).days_late) == ("15(2)", 46)
    with pytest.raises(Refused):
        cast.take(case, "admit")
    cast.take(case, "place_before", reason="विलंब")
    assert (case.state, case.holder.code if case.holder else "") == ("doubtful", "labour.alc.kanpur-nagar")
    with pytest.raises(Refused):
        cast.take(case, "admit")
    cast.take(case, "condone", reason="बीमारी का पर्चा देखा; विलंब क्षमा।")
    cast.take(case, "admit")
    matter = court.row(case)
    assert (case.state, matter.serial, matter.condoned_at) == ("registered", 1, court.AT)


def test_a_delay_that_the_law_does_not_forgive_is_not_condoned() -> None:
    case = court.filed(
        matter="dismissal", cause_on=date(2025, 12, 1), report_on=date(2026, 3, 2), reliefs=("reinstatement",)
    )
    assert court.row(case).days_late > 0
    cast.take(case, "place_before", reason="विलंब")
    with pytest.raises(Refused):
        cast.take(case, "condone", reason="x")
    cast.take(case, "refuse", reason="धारा 53(6) की अवधि बीत चुकी है।")
    assert (case.state, case.outcome, len(sent(case, "matter-refused"))) == ("refused", "refused", 1)
    cast.take(case, "restore", by=court.ramesh(), reason="आख्या मुझे देर से मिली।")
    assert (case.state, case.outcome) == ("scrutiny", "")


def test_defects_go_to_the_worker_and_come_back_put_right() -> None:
    case = court.filed()
    cast.take(case, "send_back", defects=["employer-unknown", "nonsense"], notes={"employer-unknown": "भट्ठे का नाम?"})
    assert (case.state, [one.values["count"] for one in sent(case, "matter-returned")]) == ("defective", ["1"])
    with pytest.raises(Refused):
        cast.take(case, "mend", by=court.ramesh())
    cast.take(
        case,
        "mend",
        by=court.ramesh(),
        opposite="शिव शक्ति ईंट भट्ठा, प्रो. मोहन",
        cause_on=date(2026, 8, 31),
        rupees=30000,
    )
    matter = court.row(case)
    assert (case.state, matter.cause_on, matter.amount_paise, matter.sends_back) == (
        "scrutiny",
        date(2026, 8, 31),
        30_000_00,
        1,
    )
    assert Party.objects.get(case=case, part="opposite").person.name == "शिव शक्ति ईंट भट्ठा, प्रो. मोहन"  # type: ignore[union-attr]
    assert not Defect.objects.filter(mended_at=None).exists()
    assert [one.kind for one in Filing.objects.order_by("seq")] == ["claim", "mended"]


def test_a_day_put_right_leads_to_another_law() -> None:
    case = court.filed()
    cast.take(case, "send_back", defects=["date-missing"])
    cast.take(case, "mend", by=court.ramesh(), cause_on=date(2025, 11, 20))
    assert (court.row(case).regime, court.row(case).act) == ("old-central", "pw-act")
    assert [one.regime for one in LawChoice.objects.order_by("pk")] == ["codes-appointed", "old-central"]


def test_a_matter_is_sent_back_three_times_at_most() -> None:
    case = court.filed()
    for _ in range(3):
        cast.take(case, "send_back", defects=["amount-unclear"])
        cast.take(case, "mend", by=court.ramesh(), text="यही सही है।")
    with pytest.raises(Refused):
        cast.take(case, "send_back", defects=["amount-unclear"])


def test_what_is_not_put_right_comes_back_to_the_registry() -> None:
    case = court.filed()
    cast.take(case, "send_back", defects=["amount-unclear"])
    case.refresh_from_db()
    assert case.due_at is not None
    casework.escalate_overdue(at=case.due_at)
    case.refresh_from_db()
    assert (case.state, case.holder.code if case.holder else "") == ("scrutiny", "labour.leo.kanpur-nagar")


def test_an_officer_may_choose_another_law_with_a_reason() -> None:
    case = court.filed(cause_on=date(2025, 11, 20))
    cast.take(case, "choose_law", regime="codes-appointed", reason="मज़दूरी 21 नवंबर के बाद देय हुई।")
    matter = court.row(case)
    assert (matter.regime, matter.act, matter.file_by) == ("codes-appointed", "wages-code", date(2028, 11, 20))
    last = matter.laws.order_by("pk").last()
    assert last is not None
    assert (last.routed, last.reason) == (False, "मज़दूरी 21 नवंबर के बाद देय हुई।")
    with pytest.raises(Refused):
        cast.take(case, "choose_law", regime="codes-appointed", reason="x")
    cast.take(case, "send_back", defects=["amount-unclear"])
    cast.take(case, "mend", by=court.ramesh(), rupees=25000)
    assert court.row(case).regime == "codes-appointed"


def test_a_matter_goes_to_another_forum_before_it_is_registered() -> None:
    case = court.filed()
    cast.take(case, "transfer", forum="authority-agra", reason="काम आगरा में हुआ।")
    assert (court.row(case).forum.slug, case.holder.code if case.holder else "") == (
        "authority-agra",
        "labour.leo.agra",
    )
    with pytest.raises(Refused):
        cast.take(case, "transfer", forum="labour-court-kanpur", reason="x")


def test_a_complaint_becomes_a_claim_by_one_press_and_once() -> None:
    complaint = cast.complaint()
    leo = court.registry()
    made = hand_on(complaint, "hearing", by=leo, at=court.AT)
    again = hand_on(Case.objects.get(pk=complaint.pk), "hearing", by=leo, at=court.AT)
    matter = court.row(made)
    assert (made.number, made.state, made.parent_id, matter.matter) == (
        again.number,
        "draft",
        complaint.pk,
        "wages-unpaid",
    )
    assert [one.to_phone for one in sent(made, "matter-begun")] == ["+919999900001"]
    operator = cast.desk(cast.Role.OPERATOR)
    with pytest.raises(Refused):
        cast.take(made, "complete", by=operator, cause_on=date(2026, 9, 7))
    cast.take(made, "complete", by=operator, cause_on=date(2026, 9, 7), opposite="मोहन ठेकेदार", rupees=18000)
    matter = court.row(made)
    assert (made.state, matter.regime, matter.filed_on) == ("scrutiny", "codes-appointed", date(2026, 11, 16))


def test_the_papers_of_the_complaint_go_along_and_no_officers_paper() -> None:
    complaint = cast.complaint()
    cast.attach(complaint, "other", by=court.ramesh())
    cast.attach(complaint, "statement", by=cast.holder_of(complaint))
    made = hand_on(complaint, "hearing", by=court.registry(), at=court.AT)
    claim = Filing.objects.get(matter=made.pk)
    mine = Attachment.objects.get(stream=made.stream)
    assert claim.files == [mine.pk]
    assert (mine.purpose, Attachment.objects.filter(stream=complaint.stream).count()) == ("other", 2)


def test_the_registry_sees_what_was_perhaps_brought_twice() -> None:
    first, second = court.filed(), court.filed()
    court.filed(claimants=(court.Someone("दिनेश", "+919999900055"),))
    court.filed(sealed=True)
    other = court.filed()
    cast.take(other, "withdraw", by=court.ramesh(), reason="भूल से")
    assert [one.pk for one in shown.alike(court.row(second))] == [first.pk]


def test_what_is_begun_and_never_completed_ends() -> None:
    made = hand_on(cast.complaint(), "hearing", by=court.registry(), at=court.AT)
    assert made.due_at is not None
    casework.escalate_overdue(at=made.due_at)
    made.refresh_from_db()
    assert made.state == "lapsed"


def test_a_group_claims_together() -> None:
    case = court.filed(
        claimants=(court.Someone(name="रमेश एवं साथी", phone=court.RAMESH.phone, part="group"),),
        members=(Member("रमेश", "सीताराम", 9_000_00), Member("दिनेश", "मुन्ना", 9_000_00)),
    )
    assert [(one.seat, one.name) for one in GroupMember.objects.filter(litigant__matter=case.pk)] == [
        (1, "रमेश"),
        (2, "दिनेश"),
    ]


def test_a_sealed_matter_keeps_names_and_words_closed() -> None:
    case = court.filed(sealed=True)
    matter = court.row(case)
    assert matter.masked
    assert matter.text.startswith(sealing.MARK)
    assert Party.objects.filter(case=case, person__isnull=False).count() == 0
    assert sealing.unveiled(case, matter.text) == court.WORDS
    assert [one.to_phone for one in sent(case, "registered-sealed")] == [court.RAMESH.phone]
    cast.take(case, "send_back", defects=["employer-unknown"])
    cast.take(case, "mend", by=court.ramesh(), opposite="शिव शक्ति")
    assert sealing.identity(case)["opposite"][0]["name"] == "शिव शक्ति"  # type: ignore[index]


def test_only_who_holds_it_registers() -> None:
    case = court.filed()
    with pytest.raises(NotAllowed):
        cast.take(case, "admit", by=court.post("labour.alc.kanpur-nagar"))
    with pytest.raises(NotAllowed):
        cast.take(case, "admit", by=court.ramesh())
    assert Litigant.objects.filter(matter=case.pk, claims=True).count() == 1


def test_overdue_scrutiny_climbs_and_a_decision_stays() -> None:
    case = court.filed()
    assert case.due_at is not None
    casework.escalate_overdue(at=case.due_at)
    case.refresh_from_db()
    assert (case.state, case.holder.code if case.holder else "", case.level) == (
        "scrutiny",
        "labour.alc.kanpur-nagar",
        2,
    )
    other = court.filed()
    cast.take(other, "place_before", reason="मंच?")
    assert other.due_at is not None
    casework.escalate_overdue(at=other.due_at)
    other.refresh_from_db()
    assert (other.state, other.holder.code if other.holder else "", other.warned) == (
        "doubtful",
        "labour.alc.kanpur-nagar",
        100,
    )


def test_the_first_date_is_a_slot_of_the_forum() -> None:
    case = court.registered()
    slot = court.first_slot(case)
    for wrong in (court.AT + timedelta(days=2), court.AT + timedelta(days=90), slot + timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            cast.take(case, "issue", next_at=wrong, purpose="appearance")
        assert refused.value.field == "next_at"
    cast.take(case, "issue", next_at=slot, purpose="appearance")
    matter = court.row(case)
    assert (case.state, case.holder.code if case.holder else "", matter.next_at) == (
        "noticed",
        "labour.alc.kanpur-nagar",
        slot,
    )
    assert case.due_at is not None
    assert clock.day(case.due_at) == date(2027, 2, 16)
    found = hearings.next_of(case, court.AT)
    assert found is not None
    assert (found.at, found.place_hi) == (slot, "मज़दूरी एवं प्रतिकर प्राधिकारी, कानपुर नगर")


def test_a_full_slot_names_the_next_free_one() -> None:
    case = court.registered()
    slot = court.first_slot(case)
    Forum.objects.filter(slug="authority-kanpur-nagar").update(per_slot=1)
    cast.take(case, "issue", next_at=slot, purpose="appearance")
    other = court.registered()
    with pytest.raises(Refused):
        cast.take(other, "issue", next_at=slot, purpose="appearance")


def test_a_matter_taken_back_can_be_brought_again() -> None:
    case = court.filed()
    cast.take(case, "withdraw", by=court.ramesh(), reason="पैसा मिल गया")
    assert (case.state, case.outcome) == ("withdrawn", "withdrawn")
    assert court.filed().state == "scrutiny"


def test_every_step_has_its_effect() -> None:
    assert [one for one in flow.uncovered() if one.startswith("hg_")] == []
    assert filing.of_source(cast.complaint()) is None

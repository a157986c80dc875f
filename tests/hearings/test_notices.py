"""Notices: every party by every way it has, followed until there is proof."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests import cast
from tests.hearings import court

from shramsetu.casework import queries
from shramsetu.casework.actions import Refused
from shramsetu.hearings import named, shown
from shramsetu.hearings.actions import answering, notices, parties
from shramsetu.hearings.actions.answering import Paper
from shramsetu.hearings.actions.notices import Came, Sent
from shramsetu.hearings.models import Engagement, Litigant, Notice, Representative
from shramsetu.hearings.papers import notice as notice_paper
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db
DAY = clock.day(court.AT)


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("ad.pdf", cast.PAPER, content_type="application/pdf")


def by_post(case: object) -> Notice:
    return Notice.objects.get(matter=case.pk, mode="post")  # type: ignore[attr-defined]


def test_the_claimant_hears_by_sms_the_respondent_by_post_too() -> None:
    case = court.noticed()
    found = Notice.objects.filter(matter=case.pk).order_by("seq")
    assert [(one.seq, one.litigant.claims, one.mode) for one in found] == [
        (1, True, "sms"),
        (2, False, "sms"),
        (3, False, "post"),
    ]
    told = Message.objects.filter(key__in=[one.key for one in found if one.key])
    assert {(one.template, one.to_phone) for one in told} == {
        ("matter-date", court.RAMESH.phone),
        ("matter-called", court.OWNER.phone),
    }


def test_e_mail_goes_to_who_agreed_to_it() -> None:
    case = court.registered()
    Litigant.objects.filter(matter=case.pk, claims=False).update(by_email=True)
    court.noticed(case)
    assert [one.mode for one in Notice.objects.filter(matter=case.pk).order_by("seq")] == [
        "sms",
        "sms",
        "email",
        "post",
    ]
    mail = Message.objects.get(template="matter-notice")
    assert mail.to_email == court.OWNER.email
    assert "मज़दूरी के रजिस्टर" in mail.text
    assert "पासबुक" not in mail.text  # that is what the claimant brings
    party = Litigant.objects.get(matter=case.pk, claims=False).party
    assert queries.slip_code(party, court.row(case).case) in mail.text


def test_who_has_no_phone_is_called_by_post() -> None:
    case = court.noticed(claimants=(court.Someone("रमेश", address="कल्याणपुर"),))
    assert Notice.objects.get(matter=case.pk, litigant__claims=True).mode == "post"


def test_a_phone_that_is_not_safe_gets_nothing() -> None:
    case = court.noticed(claimants=(court.Someone("रमेश", court.RAMESH.phone, safe_to_call=False),))
    assert Notice.objects.get(matter=case.pk, litigant__claims=True).mode == "post"
    assert not Message.objects.filter(to_phone=court.RAMESH.phone, template="matter-date").exists()


def test_by_post_it_takes_number_and_scan() -> None:
    case, by = court.noticed(), court.registry()
    notice = by_post(case)
    with pytest.raises(Refused):
        notices.settle(notice, Came("served", DAY, scan()), by=by, at=court.AT)
    notices.dispatch(notice, Sent(DAY, "डाक", "EU1IN"), by=by, at=court.AT)
    with pytest.raises(Refused):
        notices.dispatch(notice, Sent(DAY, "डाक", "EU2IN"), by=by, at=court.AT)
    later = court.AT + timedelta(days=4)
    with pytest.raises(Refused) as refused:
        notices.settle(notice, Came("served", DAY), by=by, at=later)
    assert refused.value.field == "proof"
    with pytest.raises(Refused):
        notices.settle(notice, Came("served", DAY - timedelta(days=1), scan()), by=by, at=later)
    assert not notices.served(court.row(case))
    case.refresh_from_db()
    notices.settle(notice, Came("served", DAY + timedelta(days=3), scan(), "पावती"), by=by, at=later)
    notice.refresh_from_db()
    assert (notice.outcome, notice.served_on, notice.reported_at) == ("served", DAY + timedelta(days=3), later)
    assert notices.served(court.row(case))
    assert [one.verb for one in Entry.objects.filter(stream=case.stream).order_by("-seq")[:2]] == ["serve", "dispatch"]
    with pytest.raises(Refused):
        notices.settle(notice, Came("returned", DAY + timedelta(days=4)), by=by, at=later)


def test_what_came_back_needs_no_scan_but_is_no_service() -> None:
    case, by = court.noticed(), court.registry()
    notice = by_post(case)
    notices.dispatch(notice, Sent(DAY, "डाक", "EU1IN"), by=by, at=court.AT)
    notices.settle(notice, Came("returned", DAY), by=by, at=court.AT)
    assert not notices.served(court.row(case))


def test_a_tracking_number_is_used_once() -> None:
    by, first, second = court.registry(), by_post(court.noticed()), by_post(court.noticed())
    notices.dispatch(first, Sent(DAY, "डाक", "EU1IN"), by=by, at=court.AT)
    with pytest.raises(Refused) as refused:
        notices.dispatch(second, Sent(DAY, "डाक", "EU1IN"), by=by, at=court.AT)
    assert refused.value.field == "tracking"


def test_another_registry_writes_nothing_down() -> None:
    notice = by_post(court.noticed())
    with pytest.raises(Refused):
        notices.dispatch(notice, Sent(DAY, "", "X"), by=court.post("labour.leo.agra"), at=court.AT)


def test_the_database_takes_no_service_by_post_without_proof() -> None:
    notice = by_post(court.noticed())
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(outcome="served", served_on=DAY, reported_at=court.AT)


def test_the_fate_of_a_message_is_that_of_its_notice() -> None:
    case = court.noticed()
    first, second = Notice.objects.filter(matter=case.pk, mode="sms").order_by("seq")
    arrived = court.AT + timedelta(hours=1)
    Message.objects.filter(key=first.key).update(state="delivered", settled_at=arrived)
    Message.objects.filter(key=second.key).update(state="failed", settled_at=arrived)
    assert notices.gather(at=timezone.now()) == 2
    assert notices.gather(at=timezone.now()) == 0
    assert [one.outcome for one in Notice.objects.filter(matter=case.pk, mode="sms").order_by("seq")] == [
        "served",
        "failed",
    ]
    assert not notices.served(court.row(case))


def test_messages_whose_fate_is_never_told_hold_up_no_other() -> None:
    first, second = court.noticed(), court.noticed()
    told = Notice.objects.filter(matter=second.pk, mode="sms").order_by("seq").last()
    assert told is not None
    Message.objects.filter(key=told.key).update(state="delivered", settled_at=court.AT)
    assert Notice.objects.filter(matter=first.pk, mode="sms", outcome="").count() == 2
    assert notices.gather(at=timezone.now(), batch=1) == 1
    told.refresh_from_db()
    assert told.outcome == "served"


def test_a_letter_needs_a_number_and_an_address_and_by_hand_a_scan() -> None:
    case, by = court.noticed(respondents=(court.Someone("शिव शक्ति ईंट उद्योग", part="employer"),)), court.registry()
    notice = by_post(case)
    for sent, field in ((Sent(DAY, "डाक"), "tracking"), (Sent(DAY, "डाक", "EU1IN"), "")):
        with pytest.raises(Refused) as refused:
            notices.dispatch(notice, sent, by=by, at=court.AT)
        assert refused.value.field == field
    notices.dispatch(notice, Sent(DAY, "चपरासी रामू", mode="hand"), by=by, at=court.AT)
    with pytest.raises(Refused):
        notices.settle(notice, Came("served", DAY), by=by, at=court.AT)
    notices.settle(notice, Came("served", DAY, scan()), by=by, at=court.AT)
    notice.refresh_from_db()
    assert (notice.mode, notice.outcome, notice.tracking) == ("hand", "served", "")
    assert notices.served(court.row(case))


def test_a_sealed_matter_tells_its_claimant_neither_office_nor_place() -> None:
    case = court.noticed(sealed=True)
    told = {one.template: one for one in Message.objects.filter(stream=case.stream)}
    assert told["matter-date-sealed"].to_phone == court.RAMESH.phone
    assert told["matter-called"].to_phone == court.OWNER.phone
    mine = " ".join(one.text for one in told.values() if one.to_phone == court.RAMESH.phone)
    assert "कानपुर" not in mine
    assert "सहायक श्रमायुक्त" not in mine
    assert court.row(case).masked


def test_each_side_is_told_what_it_brings_and_a_sealed_name_is_not_on_the_letter() -> None:
    open_one, sealed = court.noticed(), court.noticed(sealed=True)
    for case, is_named in ((open_one, True), (sealed, False)):
        page = notice_paper.page(court.row(case), by_post(case))
        assert ("रमेश कुमार" in str(page["title"])) is is_named
        assert page["code"] == queries.slip_code(by_post(case).litigant.party, case)
        assert any("रजिस्टर" in one for one in page["bring"])  # type: ignore[attr-defined]


def test_what_came_back_is_issued_anew_to_the_new_address() -> None:
    case, by = court.noticed(), court.registry()
    notice = by_post(case)
    with pytest.raises(Refused):
        notices.reissue(notice, by=by, at=court.AT)
    notices.dispatch(notice, Sent(DAY, "डाक", "EU1IN"), by=by, at=court.AT)
    notices.settle(notice, Came("returned", DAY), by=by, at=court.AT)
    one = court.Someone("", court.OWNER.phone, address="नया पता, पनकी", email=court.OWNER.email, by_email=True)
    case.refresh_from_db()
    parties.readdress(notice.litigant, one, by=by, at=court.AT)
    made = notices.reissue(notice, by=by, at=court.AT)
    assert (made.seq, made.mode, made.litigant_id, made.sent_on) == (4, "post", notice.litigant_id, None)
    found = next(one for one in named.litigants(court.row(case)) if not one.row.claims)
    assert (found.name, found.address, found.row.by_email) == (court.OWNER.name, "नया पता, पनकी", True)


def test_a_sealed_party_is_reached_anew_in_the_sealed_body_alone() -> None:
    case, by = court.filed(sealed=True), court.registry()
    litigant = Litigant.objects.get(matter=case.pk, claims=False)
    parties.readdress(litigant, court.Someone("", "+919999900055", address="पनकी"), by=by, at=court.AT)
    found = next(one for one in named.litigants(court.row(case)) if not one.row.claims)
    assert (found.name, found.phone, found.address) == (court.OWNER.name, "+919999900055", "पनकी")
    assert litigant.party.person is None


def test_a_sealed_matter_is_open_to_its_registry_and_its_officer_whoever_holds_it() -> None:
    case = court.noticed(sealed=True)
    for by in (court.registry(), court.authority()):
        assert queries.visible(case.number, by) is not None
    assert queries.visible(case.number, court.post("labour.leo.agra")) is None
    assert queries.visible(case.number, court.post("labour.dlc.kanpur")) is None


def test_papers_of_the_other_side_are_taken_and_stamped() -> None:
    case, by = court.noticed(), court.registry()
    owner = Litigant.objects.get(matter=case.pk, claims=False)
    with pytest.raises(Refused):
        answering.receive(owner, Paper("reply"), by=by, at=court.AT)
    made = answering.receive(owner, Paper("reply", "मज़दूरी दी जा चुकी है।", (scan(),)), by=by, at=court.AT)
    made.refresh_from_db()
    assert (made.seq, made.kind, made.litigant_id, len(made.files), made.stamped_at) == (
        2,
        "reply",
        owner.pk,
        1,
        court.AT,
    )


def test_two_matters_are_linked_once_and_read_from_both() -> None:
    first, second, by = court.filed(), court.filed(), court.registry()
    parties.link(first, second, kind="same_cause", by=by, at=court.AT)
    for one, other in ((first, second), (second, first)):
        assert [row.pk for _, row in shown.links(court.row(one))] == [other.pk]
        one.refresh_from_db()
        with pytest.raises(Refused):
            parties.link(one, other, kind="together", by=by, at=court.AT)
    with pytest.raises(Refused):
        parties.link(first, first, kind="together", by=by, at=court.AT)


def test_one_representative_is_one_row_over_all_matters() -> None:
    by = court.registry()
    speaker = parties.Speaker("union", court.Someone("रामसेवक", "+919999900066"))
    for _ in range(2):
        claimant = Litigant.objects.get(matter=court.filed().pk, claims=True)
        parties.engage(claimant, speaker, by=by, at=court.AT)
        with pytest.raises(Refused):
            parties.engage(claimant, speaker, by=by, at=court.AT)
    assert Representative.objects.count() == 1
    last = Engagement.objects.order_by("pk").last()
    assert last is not None
    parties.disengage(last, by=by, at=court.AT)
    assert Engagement.objects.filter(to_at=None).count() == 1

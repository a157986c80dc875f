"""The parties after the filing: who joins is called, who leaves is gone, and the other side answers by itself."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests.hearings import bench, court
from tests.portal import portal_steps
from tests.room import at_desk, text_of

from shramsetu.casework import forgetting
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case, Party
from shramsetu.casework.queries import slip_code
from shramsetu.hearings import named
from shramsetu.hearings.actions import parties
from shramsetu.hearings.filing import Someone
from shramsetu.hearings.models import Engagement, Filing, Litigant, Notice, Representative
from shramsetu.journal.models import Entry
from shramsetu.people.models import Person

pytestmark = pytest.mark.django_db
MOHAN = Someone("मोहन ठेकेदार", "+919999900078", part="contractor", address="पनकी, कानपुर")


def noticed() -> Case:
    return court.noticed(at=timezone.now())


def owner(case: Case) -> Litigant:
    return Litigant.objects.get(matter=case.pk, claims=False, seat=1)


def code(case: Case) -> str:
    return slip_code(Party.objects.get(case=case, part="opposite", seat=1), case)


def opened(case: Case, **given: str) -> Client:
    client = Client()
    assert client.post(reverse("sunvai:start"), {"number": case.number, **given}).status_code == 302
    return client


def test_who_joins_after_the_notice_is_called_to_the_date_that_stands() -> None:
    case, by = court.noticed(), court.registry()
    before = Notice.objects.count()
    made = parties.join(case, MOHAN, claims=False, heir_of=None, by=by, at=court.AT)
    found = Notice.objects.filter(litigant=made).order_by("seq")
    assert [(one.kind, one.mode, one.for_at) for one in found] == [
        ("filed", "sms", court.row(case).next_at),
        ("filed", "post", court.row(case).next_at),
    ]
    assert Notice.objects.count() == before + 2


def test_who_joins_before_the_first_date_is_called_with_all() -> None:
    case = court.registered()
    made = parties.join(case, MOHAN, claims=False, heir_of=None, by=court.registry(), at=court.AT)
    assert not Notice.objects.exists()
    court.noticed(case)
    assert Notice.objects.filter(litigant=made).count() == 2


def test_an_heir_takes_the_place_of_who_died() -> None:
    case, by = court.filed(), court.registry()
    died = Litigant.objects.get(matter=case.pk, claims=True)
    with pytest.raises(Refused):
        parties.leave(died, reason="मृत्यु", by=by, at=court.AT)
    wife = Someone("सुनीता", "+919999900091", part="heir")
    made = parties.join(case, wife, claims=True, heir_of=died, by=by, at=court.AT)
    died.refresh_from_db()
    died.matter.case.refresh_from_db()
    parties.leave(died, reason="मृत्यु", by=by, at=court.AT)
    made.refresh_from_db()
    assert made.heir_of == died
    assert [one.name for one in named.litigants(court.row(case)) if one.row.claims] == ["सुनीता"]
    assert Entry.objects.filter(stream=case.stream, verb="leave").count() == 1


def test_the_registry_enters_heirs_leavers_and_silent_speakers_on_the_page() -> None:
    case = court.filed(at=timezone.now())
    desk, claimant = at_desk(court.registry()), Litigant.objects.get(matter=case.pk, claims=True)
    page = reverse("hearings:parties", args=[case.number])
    heir = {"claims": "yes", "part": "heir", "name": "सुनीता", "heir_of": str(claimant.pk)}
    assert desk.post(page, {**heir, "heir_of": "999999"}).status_code == 422
    assert desk.post(page, heir).status_code == 302
    assert Litigant.objects.get(part="heir").heir_of == claimant
    desk.post(reverse("hearings:leave", args=[case.number, claimant.pk]), {"reason": ""})
    claimant.refresh_from_db()
    assert claimant.left_at is None
    desk.post(reverse("hearings:leave", args=[case.number, claimant.pk]), {"reason": "मृत्यु"})
    claimant.refresh_from_db()
    assert claimant.left_at is not None
    made = parties.Speaker("union", Someone("रामसेवक", "+919999900066"))
    case.refresh_from_db()
    said = parties.engage(owner(case), made, by=court.registry(), at=timezone.now())
    desk.post(reverse("hearings:disengage", args=[case.number, said.pk]))
    said.refresh_from_db()
    assert said.to_at is not None


def test_the_other_side_answers_with_the_code_of_its_notice() -> None:
    case = noticed()
    letter = text_of(at_desk(court.registry()).get(reverse("desk:case", args=[case.number])))
    assert code(case) not in letter
    client, address = opened(case, code=code(case)), reverse("sunvai:answer", args=[case.number])
    assert address in text_of(client.get(reverse("sunvai:matter", args=[case.number])))
    assert client.post(address, {"text": ""}).status_code == 422
    paper = SimpleUploadedFile("rasid.pdf", cast.PAPER, content_type="application/pdf")
    false = SimpleUploadedFile("x.pdf", b"MZ program", content_type="application/pdf")
    assert client.post(address, {"text": "दे दिया", "file": false}).status_code == 422
    assert client.post(address, {"text": "मज़दूरी 3 नवंबर को नक़द दी गई।", "file": paper}).status_code == 302
    made = Filing.objects.get(kind="reply")
    assert (made.litigant, len(made.files), made.channel) == (owner(case), 1, "portal")
    assert "नक़द दी गई" in text_of(at_desk(court.authority()).get(reverse("desk:case", args=[case.number])))
    mine = opened(case, phone=court.RAMESH.phone)
    assert "नक़द दी गई" in text_of(mine.get(reverse("sunvai:matter", args=[case.number])))


def test_number_and_phone_alone_read_but_do_not_answer() -> None:
    case = noticed()
    address = reverse("sunvai:answer", args=[case.number])
    for phone in (court.OWNER.phone, court.RAMESH.phone):
        client = opened(case, phone=phone)
        assert client.post(address, {"text": "x"}).status_code == 404
        assert address not in text_of(client.get(reverse("sunvai:matter", args=[case.number])))
    mine = opened(case, code=slip_code(Party.objects.get(case=case, part="complainant"), case))
    assert mine.post(address, {"text": "x"}).status_code == 404
    assert Client().post(address, {"text": "x"}).status_code == 302
    assert not Filing.objects.filter(kind="reply").exists()


def test_a_proved_phone_of_the_other_side_answers() -> None:
    case = noticed()
    court.filed(at=timezone.now(), claimants=(Someone("मोहन", court.OWNER.phone),))  # the phone is known
    client = Client()
    portal_steps.sign_in(client, court.OWNER.phone)
    assert client.post(reverse("sunvai:answer", args=[case.number]), {"text": "दे दिया।"}).status_code == 302
    assert Filing.objects.get(kind="reply").by.startswith("person:")


def test_answers_come_between_the_notice_and_the_end_of_the_hearing() -> None:
    case = court.registered(at=timezone.now())
    client, address = opened(case, code=code(case)), reverse("sunvai:answer", args=[case.number])
    assert client.get(address).status_code == 404
    court.noticed(case, at=timezone.now())
    assert client.get(address).status_code == 200
    bench.reserve(case)
    assert client.get(address).status_code == 404


def test_codes_of_another_case_and_wrong_ones_open_nothing() -> None:
    case, other = noticed(), noticed()
    for given in (code(other), "000000"):
        answer = Client().post(reverse("sunvai:start"), {"number": case.number, "code": given})
        assert answer.status_code == 404


def test_who_spoke_is_forgotten_with_the_last_matter() -> None:
    by, union = court.registry(), Someone("रामसेवक यादव", "+919999900066")
    first, second = court.filed(), court.filed()
    for case in (first, second):
        parties.engage(
            Litigant.objects.get(matter=case.pk, claims=True), parties.Speaker("union", union), by=by, at=court.AT
        )
    later = court.AT + timedelta(days=1)
    for case in (first, second):
        cast.take(case, "withdraw", by=court.ramesh(), at=later, reason="पैसा मिल गया")
    forgetting.erase([first], at=later)
    assert Person.objects.filter(name="रामसेवक यादव").exists()
    assert Engagement.objects.count() == 2
    forgetting.erase([second], at=later)
    assert not Person.objects.filter(name="रामसेवक यादव").exists()
    assert not Representative.objects.exists()

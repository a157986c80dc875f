"""Whom in the family a claim is about: chosen from the register, compared with it, and what was claimed for them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests import cast
from tests.portal import portal_steps
from tests.room import at_desk, text_of
from tests.schemes import room
from tests.workers import room as workers

from shramsetu import rulebook
from shramsetu.casework.models import Case
from shramsetu.lib.conditions import Value
from shramsetu.offices.models import Role
from shramsetu.rulebook.editions import MEMBER
from shramsetu.schemes import actions, whose
from shramsetu.schemes.models import Claim, Draft
from shramsetu.schemes.rules import whose as whose_rules
from shramsetu.schemes.rules.stated import Stated
from shramsetu.schemes.telling import Telling
from shramsetu.workers.entry import NewMember
from shramsetu.workers.models import Family, Member, Worker

pytestmark = pytest.mark.django_db
ELDER, YOUNGER = date(2005, 1, 10), date(2012, 6, 1)
NOT_THERE = "आवेदन जिसके लिए है, वह परिवार की पंजी में नहीं है"


@pytest.fixture
def father() -> Worker:
    return member()


def member(**changes: object) -> Worker:
    """Return Ramdev with two daughters and a son."""
    children = (
        NewMember("रीना", "daughter", "woman", ELDER),
        NewMember("मीना", "daughter", "woman", YOUNGER),
        NewMember("लव", "son", "man", date(2015, 2, 2)),
    )
    return room.member(**{"family_id": workers.RATION, "members": children, **changes})


def seat(name: str) -> int:
    return Member.objects.get(name=name).seat


def claim(worker: Worker, scheme: str = room.MARRIAGE, /, **told: Value) -> Case:
    facts = {name: Stated(one, None, is_proved=False) for name, one in told.items()}
    return actions.submit(Telling(worker, scheme, facts, Case.Channel.PORTAL), by=room.APPLICANT, at=room.AT)


def cautions(case: Case) -> list[str]:
    return [one.words for one in whose.of_member(whose.of_claim(room.row(case)))]


def again(case: Case) -> list[tuple[str, bool]]:
    found = room.row(case)
    return [(one.number, one.is_grave) for one in whose.again(whose.of_claim(found), found.event_on)]


WEDDING = {name: one for name, one in room.WEDDING.items() if name not in ("bride", "bride_born_on")}


def test_the_daughter_who_is_chosen_is_told_of_by_the_register(father: Worker) -> None:
    case = claim(father, **WEDDING, member=seat("रीना"))
    row = room.row(case)
    told = {name: (row.facts[name]["value"], row.facts[name]["proved"]) for name in ("bride", "bride_born_on")}
    assert told == {"bride": ("daughter", False), "bride_born_on": ("2005-01-10", False)}
    assert cautions(case) == []


def test_what_family_id_tells_proves_the_kin_but_not_what_a_paper_is_asked_for(father: Worker) -> None:
    Family.objects.update(source=Family.Source.SERVICE)
    father.refresh_from_db()
    row = room.row(claim(father, **WEDDING, member=seat("रीना")))
    assert [row.facts[name]["proved"] for name in ("bride", "bride_born_on")] == [True, False]
    assert row.facts["bride"]["source"]["hi"] == "फ़ैमिली आईडी"


def test_a_daughter_whom_the_register_does_not_know_is_said_and_refused_by_nothing(father: Worker) -> None:
    told = {**WEDDING, "bride": "daughter", "bride_born_on": date(2004, 3, 3)}
    case = claim(father, **told)
    assert [one["slug"] for one in room.row(case).outcome["submitted"]["answers"] if one["result"] is False] == []
    assert [NOT_THERE in one for one in cautions(case)] == [True]
    assert [NOT_THERE in one for one in cautions(claim(father, **{**told, "wedding_on": date(2026, 9, 1)}, member=0))]
    page = text_of(at_desk(cast.holder_of(case)).get(reverse("desk:case", args=[case.number])))
    assert NOT_THERE in page


def test_another_birthday_than_the_registers_is_said(father: Worker) -> None:
    case = claim(father, **WEDDING, bride="daughter", bride_born_on=date(2004, 1, 10), member=seat("मीना"))
    assert cautions(case) == ["पंजी में मीना की जन्मतिथि 1 जून 2012 है, आवेदन में 10 जनवरी 2004।"]


def test_another_kin_than_the_registers_is_said(father: Worker) -> None:
    told: dict[str, Value] = {"treated_on": date(2026, 10, 1), "patient": "daughter", "member": seat("लव")}
    case = claim(father, "bocw-illness-help", **told, took_same_benefit=False)
    assert cautions(case) == ["परिवार की पंजी में लव: पुत्र।"]


def test_the_same_daughter_and_another_day_is_said_with_the_number_of_the_other_claim(father: Worker) -> None:
    first = claim(father, **WEDDING, member=seat("रीना"))
    second = claim(father, **{**WEDDING, "wedding_on": date(2026, 11, 1)}, member=seat("रीना"))
    other = claim(father, **{**WEDDING, "wedding_on": date(2026, 11, 2)}, member=seat("मीना"))
    assert again(second) == [(first.number, True), (other.number, False)]
    assert again(other) == [(first.number, False), (second.number, False)]
    page = at_desk(cast.holder_of(second)).get(reverse("desk:case", args=[second.number])).content.decode()
    beside = page.partition("यही लाभ पहले न लिया हो")[2].partition("</li>")[0]
    assert reverse("desk:case", args=[first.number]) in beside


def test_two_children_who_passed_on_one_day_are_two(father: Worker) -> None:
    told: dict[str, Value] = {"passed_on": date(2026, 6, 1), "course": "school", "school_class": 5}
    first = claim(father, "bocw-education-help", **told, member=seat("लव"))
    second = claim(father, "bocw-education-help", **told, member=seat("मीना"))
    assert again(second) == [(first.number, False)]
    assert room.row(first).facts["student"]["value"] == "boy"


def test_the_second_child_of_a_residential_school_is_a_claim_of_its_own(father: Worker) -> None:
    first = claim(father, "atal-residential-school", member=seat("लव"), is_orphan=False)
    second = claim(father, "atal-residential-school", member=seat("मीना"), is_orphan=False)
    assert room.row(first).subject != room.row(second).subject


def test_the_newborn_is_asked_for_after_a_birth_alone() -> None:
    rule = rulebook.book().scheme_rules.rules["bocw-maternity-help"]
    rows = {word: whose_rules.asked(rule, {"delivery": word}) for word in ("birth", "adoption", "miscarriage", None)}
    born = {word: row.born if row else None for word, row in rows.items()}
    assert born == {
        "birth": "delivered_on", "adoption": "adopted_child_birth_on", "miscarriage": None, None: None
    }  # fmt: skip


def test_who_the_family_cannot_place_can_be_chosen_and_the_wife_alone_is_a_wife() -> None:
    mother = room.member(
        sex="woman",
        family_id=workers.RATION,
        members=(NewMember("मोहन", "spouse", "man"), NewMember("नाती", "other", "man")),
    )
    found = whose.about(mother, "bocw-skill-help", {}, on=room.AT.date())
    assert [label.partition(",")[0] for _seat, label in whose.choices(found)] == [
        "रामदेव निषाद", "नाती", "परिवार की पंजी में नाम नहीं है"
    ]  # fmt: skip


def signed(client: Client, worker: Worker) -> Draft:
    portal_steps.sign_in(client, worker.phone)
    client.post(reverse("yojana:begin", args=[worker.number, room.MARRIAGE]))
    return Draft.objects.get(worker=worker)


def answered(client: Client, draft: Draft, told: dict[str, str]) -> list[str]:
    asked = []
    while (page := client.get(reverse("yojana:ask", args=[draft.pk]))).status_code == 200:
        fact = page.context["asked"].name
        asked.append(fact)
        sent = client.post(reverse("yojana:ask", args=[draft.pk]), {"fact": fact, fact: told[fact]})
        assert sent.status_code == 302, text_of(sent)
    return asked


NEXT = {
    "wedding_on": "2026-10-12",
    "is_mass_wedding": "no",
    "is_inter_caste": "no",
    "groom_born_on": "2002-03-04",
    "took_same_benefit": "no",
}


def test_the_worker_chooses_which_daughter_and_is_asked_no_birthday(client: Client, father: Worker) -> None:
    before = room.claim(father, wedding_on=date(2026, 9, 27))
    draft = signed(client, father)
    client.post(reverse("yojana:ask", args=[draft.pk]), {"fact": "wedding_on", "wedding_on": "2026-10-12"})
    page = client.get(reverse("yojana:ask", args=[draft.pk]))
    assert "किसका विवाह" in text_of(page)
    assert [name for _seat, name in page.context["form"].fields[MEMBER].choices] == [
        "रीना, पुत्री, जन्म 10 जनवरी 2005", "मीना, पुत्री, जन्म 1 जून 2012", "परिवार की पंजी में नाम नहीं है"
    ]  # fmt: skip
    asked = answered(client, draft, {**NEXT, MEMBER: str(seat("रीना"))})
    assert (asked[0], {"bride", "bride_born_on"} & {*asked}) == (MEMBER, set())
    review = text_of(client.get(reverse("yojana:review", args=[draft.pk])))
    assert "रीना, पुत्री" in review
    assert "इसी व्यक्ति के लिए" in review
    assert before.number[:4] in review
    client.post(reverse("yojana:review", args=[draft.pk]))
    made = Claim.objects.exclude(pk=before.pk).get()
    assert (made.facts[MEMBER]["value"], made.facts["bride_born_on"]["value"]) == (seat("रीना"), "2005-01-10")


def test_who_is_not_in_the_register_is_asked_for_and_told_of(client: Client, father: Worker) -> None:
    draft = signed(client, father)
    told = {**NEXT, MEMBER: "0", "bride": "daughter", "bride_born_on": "2004-03-03"}
    assert {"bride", "bride_born_on"} <= {*answered(client, draft, told)}
    assert NOT_THERE in text_of(client.get(reverse("yojana:review", args=[draft.pk])))


def test_the_claim_of_another_of_the_family_is_named_by_no_number(client: Client, father: Worker) -> None:
    mother = room.member(name="सीता", sex="woman", phone="+919999900555", aadhaar=None, account=None)
    Worker.objects.filter(pk=mother.pk).update(family=father.family)
    told = {**room.WEDDING, "wedding_on": date(2026, 9, 27)}
    other = claim(mother, **told)
    draft = signed(client, father)
    address = reverse("yojana:review", args=[draft.pk])
    answered(client, draft, {**NEXT, MEMBER: str(seat("रीना"))})
    assert "इसी व्यक्ति के लिए" not in text_of(client.get(address))
    Family.objects.update(source=Family.Source.SERVICE)
    page = text_of(client.get(address))
    assert ("इसी व्यक्ति के लिए" in page, other.number[:4] in page) == (True, False)


def test_the_counter_chooses_too(father: Worker) -> None:
    client = at_desk(cast.desk(Role.SERVICE_CENTRE))
    client.post(reverse("claims:start"), {"number": father.number, "phone": father.phone})
    tell = reverse("claims:tell", args=[father.number, room.MARRIAGE])
    looked = client.post(tell, {**NEXT, MEMBER: "0", "look": "1"})
    assert NOT_THERE in text_of(looked)
    client.post(tell, {**NEXT, MEMBER: str(seat("रीना")), "send": "1"})
    assert Claim.objects.get().facts["bride_born_on"]["value"] == "2005-01-10"


def test_the_officer_reads_who_it_is_and_chooses_anew(father: Worker) -> None:
    case = claim(father, **WEDDING, member=seat("रीना"))
    client = at_desk(cast.holder_of(case))
    assert "रीना, पुत्री, जन्म 10 जनवरी 2005" in text_of(client.get(reverse("desk:case", args=[case.number])))
    settle = reverse("claims:settle", args=[case.number, MEMBER])
    sent = client.post(settle, {"seen": case.revision, MEMBER: str(seat("मीना"))})
    assert sent.status_code == 302
    assert cautions(case) == ["पंजी में मीना की जन्मतिथि 1 जून 2012 है, आवेदन में 10 जनवरी 2005।"]
    page = text_of(client.get(reverse("claims:facts", args=[case.number])))
    assert "मीना, पुत्री, जन्म 1 जून 2012" in page.partition("किसका विवाह")[2].partition("<form")[0]


def test_a_worker_without_a_family_is_not_asked_and_the_officer_told(client: Client) -> None:
    worker = room.member()
    draft = signed(client, worker)
    told = {**NEXT, "bride": "daughter", "bride_born_on": "2005-01-10"}
    assert MEMBER not in answered(client, draft, told)
    client.post(reverse("yojana:review", args=[draft.pk]))
    assert cautions(Claim.objects.get().case) == ["इस श्रमिक का परिवार पंजी में नहीं है: मिलान किसी से नहीं हो सका।"]


def test_her_own_wedding_is_compared_with_herself() -> None:
    bride = room.member(sex="woman")
    case = claim(bride, **WEDDING, bride="worker", bride_born_on=bride.born_on)
    assert cautions(case) == []
    other = claim(bride, **WEDDING, bride="worker", bride_born_on=date(1990, 1, 1))
    assert cautions(other) == ["पंजी में रामदेव निषाद की जन्मतिथि 2 अप्रैल 1988 है, आवेदन में 1 जनवरी 1990।"]


def births(*days: date) -> Worker:
    children = tuple(NewMember(f"बच्चा {n}", "daughter", "woman", day) for n, day in enumerate(days))
    return room.member(family_id=workers.RATION, members=children)


BIRTH: dict[str, Value] = {"delivered_on": date(2026, 10, 1), "delivery": "birth", "took_same_benefit": False}
MATERNITY = "bocw-maternity-help"


@pytest.mark.parametrize("is_entered", [True, False])
def test_which_delivery_it_is_is_counted_whether_the_child_is_entered_yet_or_not(*, is_entered: bool) -> None:
    days = [date(2020, 1, 1), date(2020, 1, 1), *([date(2026, 10, 1)] if is_entered else [])]
    facts = room.row(claim(births(*days), MATERNITY, **BIRTH)).facts
    counts = {name: (facts[name]["value"], facts[name]["proved"]) for name in ("delivery_number", "daughters_before")}
    assert counts == {"delivery_number": (2, False), "daughters_before": (2, False)}
    assert facts["delivery_number"]["source"]["hi"] == "पंजी में दर्ज परिवार"


def test_a_newborn_who_is_not_in_the_register_yet_is_no_warning() -> None:
    case = claim(births(date(2020, 1, 1)), MATERNITY, **BIRTH, newborn="son")
    assert [one.is_grave for one in whose.of_member(whose.of_claim(room.row(case)))] == [False]
    day = {"delivered_on": date(2026, 9, 1), "adopted_child_birth_on": date(2024, 1, 1)}
    adopted: dict[str, Value] = {**BIRTH, **day, "delivery": "adoption"}
    other = claim(room.row(case).worker, MATERNITY, **adopted)
    assert [one.is_grave for one in whose.of_member(whose.of_claim(room.row(other)))] == [True]


def test_what_family_id_counts_is_proved() -> None:
    father = births(date(2020, 1, 1))
    Family.objects.update(source=Family.Source.SERVICE)
    father.refresh_from_db()
    assert room.row(claim(father, MATERNITY, **BIRTH)).facts["delivery_number"]["proved"] is True


def test_who_counts_otherwise_than_the_register_is_believed_and_the_officer_told() -> None:
    case = claim(births(date(2018, 1, 1), date(2020, 1, 1)), MATERNITY, **BIRTH, delivery_number=2)
    assert room.row(case).facts["delivery_number"]["value"] == 2
    page = text_of(at_desk(cast.holder_of(case)).get(reverse("desk:case", args=[case.number])))
    assert "कौन सा प्रसव: परिवार की पंजी से 3, आवेदन में 2।" in page


def test_of_a_family_that_does_not_tell_whose_children_they_are_nothing_is_counted() -> None:
    son = births(date(2020, 1, 1))
    Member.objects.filter(worker=son).update(kin="son")
    assert "delivery_number" not in room.row(claim(son, MATERNITY, **BIRTH)).facts


def test_which_child_it_is_is_counted_by_the_children_who_have_claims(father: Worker) -> None:
    told: dict[str, Value] = {"course": "school", "school_class": 5}
    seats = [seat(name) for name in ("लव", "मीना", "लव", "रीना")]
    days = [date(2026, 6, day) for day in (1, 2, 3, 4)]
    cases = [
        claim(father, "bocw-education-help", **told, passed_on=day, member=one)
        for day, one in zip(days, seats, strict=True)
    ]
    assert [room.row(one).facts["child_number"]["value"] for one in cases] == [1, 2, 1, 3]
    assert room.row(cases[0]).facts["child_number"]["proved"] is False


def test_what_the_register_tells_is_read_back_and_can_be_corrected(client: Client, father: Worker) -> None:
    draft = signed(client, father)
    answered(client, draft, {**NEXT, MEMBER: str(seat("रीना"))})
    review = text_of(client.get(reverse("yojana:review", args=[draft.pk])))
    assert "10 जनवरी 2005" in review
    address = reverse("yojana:ask", args=[draft.pk])
    page = client.get(f"{address}?fact=bride_born_on")
    assert 'value="2005-01-10"' in page.content.decode()
    client.post(address, {"fact": "bride_born_on", "bride_born_on": "2004-01-10"})
    review = text_of(client.get(reverse("yojana:review", args=[draft.pk])))
    assert "पंजी में रीना की जन्मतिथि 10 जनवरी 2005 है, आवेदन में 10 जनवरी 2004।" in review

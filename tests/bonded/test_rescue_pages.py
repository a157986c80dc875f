"""The pages from everybody's door to the signed finding, and who reads what on them."""

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests import room as desk
from tests.bonded import rescue, room

from shramsetu.bonded.models import Bondage, Delegation, Finding, Information, Survivor
from shramsetu.bonded.views import public
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
TOLD = {
    "informant": "anonymous",
    "text": rescue.WORDS,
    "risk_to_life": "yes",
    "landmark": "नैनी के पास, नहर किनारे",
    "sector": "brick-kiln",
    "site_name": "शिव ब्रिक फ़ील्ड",
    "women": "10",
}


def at(owner: str) -> Client:
    return desk.at_desk(room.officer(owner))


def told() -> dict[str, str]:
    return {**TOLD, "district": str(room.district().lgd_code)}


def newest(kind: str = "bl_info") -> Case:
    return Case.objects.filter(kind=kind).order_by("-pk")[0]


def test_anybody_tells_without_a_name_and_hears_with_number_and_code() -> None:
    client = Client()
    page = client.get("/bandhua/soochna/")
    assert "112" in desk.text_of(page)
    answer = client.post("/bandhua/soochna/", told(), follow=True)
    case = newest()
    assert public.code_of(case.number) in desk.text_of(answer)
    assert (case.channel, case.opened_by, Information.objects.get(pk=case.pk).women) == ("portal", "public", 10)
    assert Client().get(f"/bandhua/soochna/{case.number}/").status_code == 404
    asked = {"number": case.number, "code": public.code_of(case.number)}
    seen = desk.text_of(Client().post("/bandhua/soochna/sthiti/", asked))
    assert "प्राप्त" in seen
    assert rescue.WORDS not in seen
    wrong = Client().post("/bandhua/soochna/sthiti/", {**asked, "code": "000000"})
    assert wrong.status_code == 422


def status_of(case: Case) -> str:
    asked = {"number": case.number, "code": public.code_of(case.number)}
    return desk.text_of(Client().post("/bandhua/soochna/sthiti/", asked))


def test_the_informant_hears_with_whom_it_is_until_when_and_what_to_do_after() -> None:
    case = rescue.informed()
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() + room.DAY)
    page = status_of(case)
    assert case.holder.title_hi in page  # type: ignore[union-attr]
    assert "तक पूरी होनी है" in page
    assert "समय-सीमा:" not in page
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() - room.DAY)
    page = status_of(case)
    assert "वह समय निकल गया" in page
    assert 'class="button" href="tel:18001233100"' in page
    said = {"visited_at": room.AT + room.HOUR, "spoken_to": 3, "text": "कोई बंधा नहीं मिला"}
    rescue.take(case, "find_nothing", by=room.officer("sdm"), at=room.AT + room.HOUR, **said)
    page = status_of(case)
    assert "वह समय निकल गया" not in page
    assert "फिर बताइए" in page


def test_a_neighbour_who_does_not_know_the_work_reports_no_kiln() -> None:
    page = desk.text_of(Client().get("/bandhua/soochna/"))
    assert '<option value="brick-kiln" selected' not in page
    assert "किसी और ने देखा" in page
    Client().post("/bandhua/soochna/", {**told(), "sector": "", "informant": "witness"})
    case, row = newest(), Information.objects.get(pk=newest().pk)
    assert (row.sector, row.informant) == ("", "witness")
    read = desk.text_of(at("sdm").get(f"/desk/case/{case.number}/"))
    assert "नहीं बताया गया" in read
    assert "ईंट भट्ठा" not in read
    assert KINDS.lists["bl_info"]([case]) == {case.pk: "– · 0 · 10 · 0"}


def test_112_is_one_press_and_numbers_are_taken_in_either_script() -> None:
    page = desk.text_of(Client().get("/bandhua/soochna/"))
    assert 'href="tel:112"' in page
    assert 'type="number"' not in page
    Client().post("/bandhua/soochna/", {**told(), "women": "१२", "children": "3"})
    row = Information.objects.get(pk=newest().pk)
    assert (row.men, row.women, row.children) == (0, 12, 3)
    assert Client().post("/bandhua/soochna/", {**told(), "men": "बहुत"}).status_code == 422


def test_the_same_form_sent_twice_is_one_information() -> None:
    client = Client()
    client.get("/bandhua/soochna/")
    for _ in range(2):
        client.post("/bandhua/soochna/", {**told(), "idempotency_key": "abc"})
    assert Case.objects.filter(kind="bl_info").count() == 1


def test_an_address_tells_only_so_often_in_a_minute() -> None:
    client = Client()
    found = [client.post("/bandhua/soochna/", {}).status_code for _ in range(45)]  # also over the end of a minute
    assert found[0] == 422
    assert 429 in found


def test_the_operator_registers_a_call_and_sees_the_number_alone() -> None:
    client = desk.of_role(Role.OPERATOR)
    form = {**told(), "informant": "relative", "channel": "call", "name": "सोहन", "phone": "9999900066"}
    answer = client.post("/desk/bonded/inform/", form, follow=True)
    case = newest()
    assert answer.redirect_chain == [(f"/desk/bonded/informed/{case.number}/", 302)]
    page = desk.text_of(answer)
    assert rescue.WORDS not in page
    assert client.get(f"/desk/case/{case.number}/").status_code == 404


def test_a_court_and_the_commission_give_their_number() -> None:
    client = at("dm")
    form = {**told(), "informant": "nhrc", "channel": "post"}
    assert client.post("/desk/bonded/inform/", form).status_code == 422
    assert client.post("/desk/bonded/inform/", {**form, "reference": "12345/24/2026"}).status_code == 302


def test_the_words_are_for_the_district_and_not_for_the_secretary() -> None:
    case = rescue.informed()
    assert rescue.WORDS in desk.text_of(at("sdm").get(f"/desk/case/{case.number}/"))
    above = desk.text_of(at("principal_secretary").get(f"/desk/case/{case.number}/"))
    assert rescue.WORDS not in above
    assert "सोहन" not in above
    assert desk.at_desk(room.officer("dm", "Agra")).get(f"/desk/case/{case.number}/").status_code in (403, 404)


def test_who_told_it_is_shown_to_the_magistrate_on_asking_and_written_down() -> None:
    case = rescue.informed()
    page = desk.text_of(at("sdm").get(f"/desk/case/{case.number}/"))
    address = f"/desk/bonded/information/{case.pk}/informant/"
    assert address in page
    assert "सोहन" not in page
    assert "सोहन" in desk.text_of(at("sdm").post(address))
    assert Entry.objects.filter(stream=f"reads:{case.number}", verb="reveal").count() == 1
    assert desk.at_desk(room.officer("dm", "Agra")).post(address).status_code == 404
    assert at("labour_officer").post(address).status_code == 403


def test_what_most_likely_comes_next_is_marked_and_never_a_death() -> None:
    found = room.freed()
    room.take(found, "secure")
    page = desk.text_of(at("sdm").get(f"/desk/case/{found.case.number}/"))
    marked = [line for line in page.split("<a ") if "button-now" in line.split(">")[0]]
    assert [f"person/{found.case.number}/statement/" in line for line in marked] == [True]


def test_an_urgent_grievance_is_handed_on_by_one_press() -> None:
    grievance = cast.complaint(district=room.district(), category="bonded-labour", text="भट्ठे पर बंद हैं")
    client = desk.holder(grievance)
    address = f"/desk/case/{grievance.number}/hand-on/bonded/"
    assert address in desk.text_of(client.get(f"/desk/case/{grievance.number}/"))
    for _ in range(2):
        assert client.post(address).status_code == 302
    assert Information.objects.filter(grievance=grievance).count() == 1
    page = desk.text_of(client.get(f"/desk/case/{grievance.number}/"))
    assert address not in page


def test_from_the_team_to_the_family_on_the_pages() -> None:
    operation = rescue.under_way()
    client, number = at("labour_officer"), operation.case.number
    assert (
        client.post(f"/desk/bonded/operation/{number}/team/", {"part": "health", "name": "डॉ. शर्मा"}).status_code == 302
    )
    police = "home.superintendent.prayagraj"
    thing = {"what": "अग्रिम की कॉपी", "count": "2", "kept_by": police}
    assert client.post(f"/desk/bonded/operation/{number}/seizures/", thing).status_code == 302
    named = {"part": "owner", "name": "रामदीन", "phone": "9999900055"}
    assert client.post(f"/desk/bonded/operation/{number}/accused/", named).status_code == 302
    form = entering(("सुखदेव", "m", 34), ("फूलमती", "f", 30), ("गुड्डू", "m", 9))
    assert client.post(f"/desk/bonded/operation/{number}/persons/", form).status_code == 302
    assert client.post(f"/desk/bonded/operation/{number}/persons/", form).status_code == 422, "they are there already"
    people = list(Survivor.objects.order_by("pk"))
    assert [one.is_minor for one in people] == [False, False, True]
    page = desk.text_of(client.get(f"/desk/case/{number}/"))
    assert all(one.code in page for one in people)
    assert "सुखदेव" not in page
    assert "रामदीन" not in page


def entering(*people: tuple[str, str, int]) -> dict[str, str]:
    form = {
        "form-TOTAL_FORMS": "12",
        "form-INITIAL_FORMS": "0",
        "native_district": str(room.district("Chitrakoot").lgd_code),
    }
    for at, (name, sex, age) in enumerate(people):
        form |= {f"form-{at}-name": name, f"form-{at}-sex": sex, f"form-{at}-age": str(age), f"form-{at}-parent": "कल्लू"}
    return form


def test_statement_draft_and_signature_on_the_pages() -> None:
    found = room.freed()
    room.take(found, "secure")
    officer, number = at("labour_officer"), found.case.number
    said = {"statement": "दो साल से भट्ठे पर", "seen": seen(found), "for_advance": "20,000 पेशगी", "for_wages": "नहीं मिली"}
    assert officer.post(f"/desk/bonded/person/{number}/statement/", said).status_code == 302
    assert Bondage.objects.get(pk=found.pk).reasons == ["advance"]
    page = desk.text_of(officer.get(f"/desk/bonded/person/{number}/finding/"))
    assert "20,000 पेशगी" in page
    draft = {"verdict": "bonded", "text": room.WHY, "do": "draft", "seen": seen(found)}
    assert officer.post(f"/desk/bonded/person/{number}/finding/", draft).status_code == 302
    sign = {**draft, "do": "sign", "seen": seen(found)}
    assert at("sdm").post(f"/desk/bonded/person/{number}/finding/", sign).status_code == 422, "no order yet"
    room.empower()
    offered = at("sdm").get(f"/desk/bonded/person/{number}/finding/").content.decode()
    assert ('value="sign"' in offered, 'value="draft"' in offered) == (True, False)
    assert at("sdm").post(f"/desk/bonded/person/{number}/finding/", sign).status_code == 302
    assert Finding.objects.get(survivor=found).signed_at is not None
    assert Case.objects.get(pk=found.pk).state == "bonded"
    assert Entry.objects.filter(stream=f"reads:{number}", verb="reveal").exists()


def seen(found: Survivor) -> str:
    return str(Case.objects.get(pk=found.pk).revision)


def test_what_another_officer_wrote_meanwhile_is_told_and_nothing_typed_is_lost() -> None:
    found = room.freed()
    room.take(found, "secure")
    before = seen(found)
    room.stated(found)
    said = {"statement": "मेरा लिखा कथन", "seen": before}
    answer = at("sdm").post(f"/desk/bonded/person/{found.case.number}/statement/", said)
    assert answer.status_code == 409
    assert "मेरा लिखा कथन" in desk.text_of(answer)


def test_who_may_not_examine_reads_no_statement() -> None:
    found = room.freed()
    room.take(found, "secure")
    room.stated(found)
    address = f"/desk/bonded/person/{found.case.number}/finding/"
    assert at("sdm").get(address).status_code == 200
    assert at("child_unit").get(address).status_code == 403
    assert desk.at_desk(room.officer("labour", "Prayagraj")).get(address).status_code in (403, 404)


def test_the_magistrates_powers_are_written_and_ended_by_the_dm_alone() -> None:
    client = at("dm")
    order = {
        "post": "bonded-magistrate.prayagraj",
        "order_number": "10/2026",
        "given": ["finding", "certificate"],
        "from_on": "2026-01-01",
    }
    assert client.post("/desk/bonded/orders/", order).status_code == 302
    row = Delegation.objects.get()
    assert desk.at_desk(room.officer("dm", "Agra")).post(f"/desk/bonded/orders/{row.pk}/end/").status_code == 404
    assert client.post(f"/desk/bonded/orders/{row.pk}/end/").status_code == 302
    row.refresh_from_db()
    assert row.to_on is not None


def test_a_list_takes_the_same_reads_however_long_it_is() -> None:
    client = at("dm")
    addresses = [f"/desk/bonded/list/{name}/" for name in ("informations", "operations", "persons")]
    operation = rescue.under_way()
    rescue.family(operation)
    rescue.informed(text="पहली")
    few = [desk.queries_of(client, address) for address in addresses]
    for number in range(4):
        rescue.informed(text=f"और {number}")
        rescue.enter(operation, [rescue.person(f"और {number}", age=20 + number)])
    assert [desk.queries_of(client, address) for address in addresses] == few
    assert max(few) <= 14
    for address in addresses:
        page = desk.text_of(client.get(address))
        assert room.NAME not in page
        assert rescue.WORDS not in page


def test_the_pages_take_the_same_reads_however_many_people_there_are() -> None:
    client, operation = at("dm"), rescue.under_way()
    father, *_ = rescue.family(operation)
    told = operation.information
    assert told is not None
    addresses = [f"/desk/case/{case.number}/" for case in (told.case, operation.case, father.case)]
    few = [desk.queries_of(client, address) for address in addresses]
    for number in range(6):
        rescue.enter(operation, [rescue.person(f"और {number}", age=20 + number)])
    again = [desk.queries_of(client, address) for address in addresses]
    assert (again, max(few) <= 42) == (few, True), (few, again)


def test_lists_show_each_post_its_own_part_of_the_state() -> None:
    case = rescue.informed()
    assert case.number[:4] in desk.text_of(at("dm").get("/desk/bonded/list/informations/"))
    assert case.number[:4] not in desk.text_of(
        desk.at_desk(room.officer("dm", "Agra")).get("/desk/bonded/list/informations/")
    )
    assert desk.of_role(Role.OPERATOR).get("/desk/bonded/list/informations/").status_code == 403

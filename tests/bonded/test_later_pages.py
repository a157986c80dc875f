"""The pages after the certificate: what an officer fills in, what each role is shown, at what cost."""

import re

import pytest
from django.test import Client
from tests import cast
from tests import room as desk
from tests.bonded import later_room as later
from tests.bonded import room

from shramsetu import rulebook
from shramsetu.bonded.actions import duties, plans
from shramsetu.bonded.models import BondedDuty, FirDecision, Plan, Proof, RiskNote, Survivor, Track, Visit
from shramsetu.bonded.rules.visits import DOMAINS
from shramsetu.casework.models import Case

KEY = re.compile(r'name="idempotency_key" value="(\w{32})"')
pytestmark = pytest.mark.django_db
AT, TODAY = later.AT, later.TODAY
PAGES = ("plan", "visit", "danger", "track")


def at(owner: str, where: str = "Prayagraj") -> Client:
    return desk.at_desk(room.officer(owner, where))


def page(survivor: Survivor, name: str) -> str:
    return f"/desk/bonded/person/{survivor.case.number}/{name}/"


def posted(client: Client, address: str, **values: object) -> int:
    return client.post(address, values).status_code  # type: ignore[arg-type]


def heads(*wanted: str) -> dict[str, str]:
    return {f"want_{head}": "wanted" if head in wanted else "has" for head in rulebook.book().bonded.heads}


def test_a_plan_is_drawn_on_its_page_and_approved_on_the_case() -> None:
    found = later.at_home()
    client = desk.at_desk(cast.holder_of(found.case))
    given = {"assessed_on": TODAY, "members": 5, "children": 2, "out_of_school": 1, "landless": "yes", "words": "मकान"}
    assert posted(client, page(found, "plan"), **given, **{**heads("house"), "want_voter": ""}) == 422
    assert posted(client, page(found, "plan"), **{**given, **heads("house"), "out_of_school": 3}) == 422
    assert posted(client, page(found, "plan"), **given, **heads("house", "school")) == 302
    assert Plan.objects.get(pk=found.pk).out_of_school == 1
    shown = desk.text_of(client.get(page(found, "plan")))
    assert "मकान" in shown
    seen = Case.objects.get(pk=found.pk).revision
    assert posted(client, f"/desk/case/{found.case.number}/step/plan/", seen=seen) == 302
    case_page = desk.text_of(client.get(f"/desk/case/{found.case.number}/"))
    assert "विद्यालय या आंगनबाड़ी में प्रवेश" in case_page
    assert "शेष राशि इन प्रमाणों की प्रतीक्षा में है" in case_page


def test_the_page_says_which_proof_is_missing_who_owes_it_and_since_when() -> None:
    found = later.planned()
    dm = at("dm")
    shown = desk.text_of(dm.get(page(found, "balance")))
    assert "ज़िलाधिकारी का निर्णय कि बंधन सिद्ध है" in shown
    assert "श्रम प्रवर्तन अधिकारी" in shown
    given = {"kind": "dm_proof", "holds": "yes", "order_number": "7/2026", "order_on": TODAY, "reasons": "सिद्ध"}
    assert posted(dm, page(found, "balance"), **{**given, "kind": "state_sanction"}) == 422
    assert posted(dm, page(found, "balance"), **given) == 302
    assert Proof.objects.get(survivor=found).holds
    head = at("commissioner")
    assert posted(head, page(found, "balance"), **{**given, "kind": "state_sanction"}) == 302


def test_a_line_department_opens_its_line_and_nothing_of_the_person() -> None:
    found = later.planned("house", "bank-account")
    lines = {row.key: row.case for row in BondedDuty.objects.filter(parent=found.case, clock=plans.LINE)}
    bank = at("lead_bank", "Chitrakoot")
    own = desk.text_of(bank.get(f"/desk/case/{lines['bank-account'].number}/"))
    assert found.code in own
    assert room.NAME not in own
    assert bank.get(f"/desk/case/{found.case.number}/").status_code == 404
    assert bank.get(f"/desk/case/{lines['house'].number}/").status_code == 404
    paper = cast.attach(found.case, by=room.officer("sdm"))
    assert bank.get(f"/files/{paper.pk}/").status_code == 404
    for name in (*PAGES, "balance"):
        assert bank.get(page(found, name)).status_code == 403


def test_a_visit_and_what_it_means_are_written_down() -> None:
    found = later.planned()
    client = desk.at_desk(cast.holder_of(found.case))
    scores = dict.fromkeys(DOMAINS, 2)
    given = {"on": TODAY, "found": "yes", "signals": ["threat", "same_agent"], "words": "धमकी दी", **scores}
    assert posted(client, page(found, "visit"), **{**given, "safety": ""}) == 422
    assert posted(client, page(found, "visit"), **given) == 302
    assert Visit.objects.get(survivor=found).mind == 2
    assert "धमकी की सूचना मिली" in desk.text_of(client.get(page(found, "danger")))
    assert posted(client, page(found, "danger"), level="low") == 422
    assert posted(client, page(found, "danger"), level="low", reason="एजेंट जेल में है") == 302
    assert RiskNote.objects.get(survivor=found).confirmed == "low"


def test_the_police_decide_on_the_fir_from_their_duty_without_the_person() -> None:
    found = room.certified()
    duty = duties.running_duty(found.case, "fir") or duties.start(
        found.case, "fir", from_at=AT, by=room.officer("sdm"), at=AT
    )
    police = at("police")
    address = f"/desk/bonded/fir/{duty.number}/"
    assert police.get(f"/desk/case/{found.case.number}/").status_code == 404
    assert found.code in desk.text_of(police.get(address))
    assert posted(police, address, registered="yes", persons=[found.code]) == 422
    assert posted(police, address, registered="no", persons=[found.code], reason="नहीं") == 422
    fir = {"track": "bls-court", "station": "नैनी", "fir_number": "211/2026", "fir_on": TODAY}
    assert posted(police, address, registered="yes", persons=[found.code], **fir) == 302
    assert FirDecision.objects.get(survivor=found).registered
    assert at("police", "Agra").get(address).status_code == 404


def test_a_track_is_begun_on_a_page_and_told_on_its_own() -> None:
    within = later.operation()
    owner = later.accused(within)
    found = room.certified(operation=within)
    sdm = at("sdm")
    given = {"track": "wages", "persons": [found.code], "accused": [owner.code], "claimed": 32000}
    assert posted(sdm, page(found, "track"), track="wages") == 422
    assert posted(sdm, page(found, "track"), **given) == 302
    track = Track.objects.get(persons=found)
    shown = desk.text_of(sdm.get(f"/desk/case/{track.case.number}/"))
    assert owner.code in shown
    assert later.OWNER not in shown


def test_a_double_click_begins_one_track_and_a_second_claim_is_refused() -> None:
    found = room.certified()
    sdm = at("sdm")
    key = KEY.search(sdm.get(page(found, "track")).content.decode())
    assert key
    given = {"track": "wages", "persons": [found.code], "idempotency_key": key[1]}
    assert [posted(sdm, page(found, "track"), **given) for _ in range(2)] == [302, 302]
    assert Track.objects.filter(persons=found).count() == 1
    assert posted(sdm, page(found, "track"), **{**given, "idempotency_key": "another"}) == 422
    assert Track.objects.filter(persons=found).count() == 1


@pytest.mark.parametrize("name", ["plan", "visit", "track"])
def test_forms_that_make_something_carry_a_key(name: str) -> None:
    found = later.at_home()
    shown = desk.at_desk(cast.holder_of(found.case)).get(page(found, name))
    assert "no-store" in shown["Cache-Control"]
    assert (shown.status_code, bool(KEY.search(shown.content.decode()))) == (200, True)


def test_the_dates_of_a_district_soonest_first() -> None:
    track = later.track(room.certified(), filed_on=TODAY)
    later.move(track, "fix", next_at=AT + later.DAY, purpose="appearance")
    prosecutor = at("prosecutor")
    assert track.case.number[:4] in desk.text_of(prosecutor.get("/desk/bonded/dates/"))
    assert track.case.number[:4] not in desk.text_of(at("prosecutor", "Agra").get("/desk/bonded/dates/"))
    one = desk.queries_of(prosecutor, "/desk/bonded/dates/")
    for _ in range(2):
        more = later.track(room.certified(), filed_on=TODAY)
        later.move(more, "fix", next_at=AT + later.DAY, purpose="appearance")
    assert desk.queries_of(prosecutor, "/desk/bonded/dates/") == one


def test_the_page_of_a_person_takes_as_many_queries_for_three_tracks_as_for_one() -> None:
    found = later.planned("house")
    client = at("sdm")
    address = f"/desk/case/{found.case.number}/"
    later.move(later.track(found, filed_on=TODAY), "fix", next_at=AT + later.DAY, purpose="appearance")
    client.get(address)
    one = desk.queries_of(client, address)
    for kind in ("wages", "poa"):
        later.move(later.track(found, kind=kind, filed_on=TODAY), "fix", next_at=AT + later.DAY, purpose="evidence")
    assert desk.queries_of(client, address) == one

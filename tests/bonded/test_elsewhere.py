"""No deed of bonded labour is open to an officer of another district, whatever the role: one walk over all of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from tests import cast
from tests.bonded import later_room as later
from tests.bonded import purse, room
from tests.room import at_desk

from shramsetu.bonded import powers, refusals
from shramsetu.bonded.actions import (
    accounts,
    arrivals,
    bankfiles,
    chases,
    cheques,
    claims,
    committees,
    consents,
    entitling,
    findings,
    fir,
    fund,
    gate,
    handing,
    journeys,
    operations,
    papers,
    payments,
    plans,
    sites,
    statements,
    surveys,
    tracks,
    transfers,
    visits,
)
from shramsetu.bonded.models import FundLine, Operation, Payment, Survivor
from shramsetu.bonded.rules.money import Kind
from shramsetu.bonded.transfer_words import SAY as TRANSFERS
from shramsetu.bonded.words import SAY
from shramsetu.casework import actions as casework
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

pytestmark = pytest.mark.django_db
AT, DAY, TODAY = room.AT, room.DAY, clock.day(room.AT)
SENTENCES = {str(SAY["other_district"]), str(TRANSFERS["other_half"]), str(powers.ONLY)}
Deeds = dict[str, Callable[[Actor], object]]


@pytest.fixture
def strangers() -> list[Actor]:
    """Officer, magistrate with every power and District Magistrate of a district that has no part in it."""
    room.empower("Agra")
    return [room.officer(who, "Agra") for who in ("labour_officer", "sdm", "dm")]


def money(payment: Payment) -> Deeds:
    survivor, seen, agra = payment.survivor, payment.seq, room.district("Agra")
    account = survivor.accounts.get(ended_at=None)
    pdf = (SimpleUploadedFile("a.pdf", cast.PAPER), SimpleUploadedFile("b.pdf", cast.PAPER))
    movement = fund.Movement(FundLine.Kind.FINE, 100, TODAY, reference="1")
    override = entitling.Override(1, 1, 0, "कारण")
    bank = accounts.Bank("300123459999", "SBIN0000123", "कोई", name_matches=True)
    proof = gate.Deciding("no_balance", holds=True, order_number="1", order_on=TODAY, reasons="कारण")
    here = room.district()
    assert agra.pk not in powers.of_person(survivor)
    return {
        "note_due": lambda by: payments.note_due(survivor, Kind.FOOD, paise=1, by=by, at=AT),
        "propose": lambda by: payments.propose(payment, payments.Proposal(1), seen=seen, by=by, at=AT),
        "sanction": lambda by: payments.sanction(payment, "1", seen=seen, by=by, at=AT),
        "refuse": lambda by: payments.refuse(payment, "कारण", seen=seen, by=by, at=AT),
        "cancel": lambda by: payments.cancel(payment, "कारण", seen=seen, by=by, at=AT),
        "check": lambda by: payments.check(account, by=by, at=AT),
        "account": lambda by: accounts.enter(survivor, bank, by=by, at=AT),
        "file": lambda by: bankfiles.make(here, by=by, at=AT),
        "turn": lambda by: cheques.turn(payment, "कारण", seen=seen, by=by, at=AT),
        "cheque": lambda by: cheques.issue(payment, "1", on=TODAY, seen=seen, by=by, at=AT),
        "hand_over": lambda by: cheques.hand_over(payment, pdf, on=TODAY, seen=seen, by=by, at=AT),
        "bounce": lambda by: cheques.bounce(payment, "कारण", seen=seen, by=by, at=AT),
        "claim": lambda by: claims.make(here, by=by, at=AT),
        "assess": lambda by: entitling.assess(survivor, entitling.Known(), released_on=TODAY, by=by, at=AT),
        "override": lambda by: entitling.override(survivor, override, by=by, at=AT),
        "open_fund": lambda by: fund.open_fund(here, 1, on=TODAY, by=by, at=AT),
        "fund": lambda by: fund.receive(here, movement, by=by, at=AT),
        "gate": lambda by: gate.decide(survivor, proof, by=by, at=AT),
    }


def person(survivor: Survivor) -> Deeds:
    """Every deed on a person, beside money."""
    seen = survivor.case.revision
    said = findings.Statement(words={"statement": "झूठ"})
    visit = visits.Seen(TODAY, found=False)
    home = handing.Home(room.district("Chitrakoot"))
    way = journeys.Plan("1", "train", "1", AT, AT + DAY, "क", "+919999900555")
    beginning = tracks.Beginning(track="bls-court", persons=[survivor])
    decision = fir.Decision([survivor], None, "कोई अपराध नहीं मिला, जाँच पूरी हुई")
    return {
        "plan": lambda by: plans.draw(survivor, later.assessment("ration"), by=by, at=AT),
        "visit": lambda by: visits.pay(survivor, visit, by=by, at=AT),
        "danger": lambda by: visits.confirm(survivor, "high", reason="कारण", by=by, at=AT),
        "track": lambda by: tracks.begin(beginning, by=by, at=AT),
        "fir": lambda by: fir.decide(decision, by=by, at=AT),
        "consent": lambda by: consents.record(survivor, consents.Said("other_state", "given", "हिंदी"), by=by, at=AT),
        "statement": lambda by: findings.record(survivor, said, seen=seen, by=by, at=AT),
        "draft": lambda by: findings.draft(survivor, verdict="bonded", reasons="क", seen=seen, by=by, at=AT),
        "paper": lambda by: papers.print_form("certificate", survivor.case, office=None, by=by, at=AT),
        "chase": lambda by: chases.enter_returned(chases.Returned(room.district(), "m", "bihar", "गया"), by=by, at=AT),
        "transfer": lambda by: transfers.draft([survivor], home, by=by, at=AT),
        "journey": lambda by: journeys.plan([survivor], way, by=by, at=AT),
        **{verb: step(survivor, verb, given) for verb, given in STEPS.items()},
    }


STEPS: dict[str, dict[str, object]] = {
    "arrive": {},
    "certify": {},
    "settle": {},
    "lose": {"reason": "कारण"},
    "die": {"died_on": TODAY},
    "note": {"text": "कारण"},
    "rebond": {"reason": "कारण"},
}


def step(survivor: Survivor, verb: str, given: dict[str, object]) -> Callable[[Actor], object]:
    """Return the deed of taking a step of a person."""
    seen = survivor.case.revision
    return lambda by: casework.take(survivor.case, verb, seen=seen, by=by, at=AT, detail=given)


def site(operation: Operation) -> Deeds:
    """Every deed on an operation."""
    case = operation.case
    given = sites.Given(name="कोई")
    who = [arrivals.Person("कोई", "m", 30)]
    post = case.holder
    assert post is not None
    return {
        "add": lambda by: arrivals.add(operation, who, together=arrivals.Together(), by=by, at=AT),
        "accuse": lambda by: sites.accuse(operation, given, part="owner", is_company=False, outside=None, by=by, at=AT),
        "team": lambda by: operations.join_team(case, part="police", name="क", by=by, at=AT),
        "seize": lambda by: operations.seize(case, what="register", count=1, kept_by=post, by=by, at=AT),
    }


def district() -> Deeds:
    """Every deed of committees and surveys."""
    here, on = room.district(), TODAY - timedelta(days=30)
    made = committees.constitute(
        here, "district", subdivision="", number="1", notified_on=on, by=room.officer("dm"), at=AT
    )
    meeting = committees.call(made, meets_at=AT, venue="क", by=room.officer("dm"), at=AT)
    seat = committees.Nomination("district-scst", 1, "क", "1", on)
    filled = committees.seat(
        made, committees.Nomination("district-scst", 2, "ख", "1", on), by=room.officer("dm"), at=AT
    )
    counted = surveys.Counted(on, on, "क", 1, 1, 1, 1, 1)
    return {
        "constitute": lambda by: committees.constitute(
            here, "district", subdivision="", number="2", notified_on=TODAY, by=by, at=AT
        ),
        "seat": lambda by: committees.seat(made, seat, by=by, at=AT),
        "vacate": lambda by: committees.vacate(filled, why="resigned", on=TODAY, by=by, at=AT),
        "call": lambda by: committees.call(made, meets_at=AT, venue="क", by=by, at=AT),
        "hold": lambda by: committees.hold(meeting, committees.Held([], "क", {}), by=by, at=AT),
        "cancel": lambda by: committees.cancel(meeting, reason="क", by=by, at=AT),
        "survey": lambda by: surveys.record(here, counted, by=by, at=AT),
    }


def refusal(deed: Callable[[Actor], object], by: Actor) -> str:
    """Return how a deed was refused to who is of another district; empty where that was not the reason."""
    try:
        with transaction.atomic():
            deed(by)
    except (refusals.NotYours, NotAllowed) as error:
        return type(error).__name__
    except Refused as error:
        return "other district" if str(error.message) in SENTENCES else ""
    return ""


def test_no_deed_is_open_to_officers_of_another_district(strangers: list[Actor]) -> None:
    survivor = room.certified()
    purse.passbook(survivor)
    payment = Payment.objects.select_related("survivor__case").get(survivor=survivor, kind="immediate")
    purse.proposed(payment)
    found = later.fresh(survivor)
    deeds = {**money(payment), **person(found), **site(later.operation()), **district()}
    before = Entry.objects.count()
    open_to = [f"{name} by {by.role}" for name, deed in deeds.items() for by in strangers if not refusal(deed, by)]
    assert open_to == []
    assert Entry.objects.count() == before
    assert len(deeds) > 45


def test_a_statement_of_the_bank_settles_only_the_districts_of_who_reads_it(strangers: list[Actor]) -> None:
    purse.opened_fund()
    payment = purse.sanctioned(purse.freed())
    file = purse.sent()
    payment.refresh_from_db()
    content = purse.credited(purse.reference(payment))
    with pytest.raises(refusals.Elsewhere):
        bankfiles.take_out(file, by=strangers[0], at=AT)
    foreign, _ = statements.read_in(content, districts=None, by=strangers[0], at=AT)
    assert purse.results(foreign) == ["unknown"]
    assert [statements.cells(row) for row in foreign.rows.all()] == [{}]
    assert statements.read_in(content, districts=None, by=strangers[0], at=AT) == (foreign, False)
    payment.refresh_from_db()
    assert payment.stage == "sent"


def test_the_pages_of_another_districts_money_are_not_found(strangers: list[Actor]) -> None:
    payment = purse.proposed(purse.freed())
    code = payment.survivor.code
    for by in strangers:
        desk: Client = at_desk(by)
        for path in (f"/desk/bonded/money/payment/{payment.pk}/sanction/", f"/desk/bonded/money/person/{code}/"):
            assert desk.get(path).status_code == 404

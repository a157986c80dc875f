"""A word of its own in every free text that a verb or a form of bonded labour takes, and who may read it.

What is written once stands here once; offices, courts, stations and numbers of letters are none of these texts: they
name no freed person (tests/bonded/test_words_sealed.py has the list).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tests import cast
from tests.bonded import later_room as later
from tests.bonded import purse, rescue, room, test_committees
from tests.bonded import transfer_world as way

from shramsetu.bonded import rights
from shramsetu.bonded.actions import (
    certificates,
    chases,
    cheques,
    committees,
    consents,
    entitling,
    fir,
    gate,
    journeys,
    operations,
    packets,
    papers,
    payments,
    plans,
    reading,
    replanning,
    sites,
    surveys,
    tracks,
    transfers,
    visits,
)
from shramsetu.bonded.actions.committees import Task
from shramsetu.bonded.actions.consents import Said
from shramsetu.bonded.models import BondedDuty, Certificate, Operation, Payment, Survivor, Transfer
from shramsetu.bonded.rules.money import Kind
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

AT, DAY = room.AT, room.DAY
Reads = Callable[[Actor], bool]


@dataclass(frozen=True)
class Written:
    """One word that was written in some text, and who may read it."""

    text: str
    reads: Reads


class Pen:
    """Makes words that are met nowhere else and remembers who may read each."""

    def __init__(self) -> None:
        self.written = list[Written]()

    def word(self, reads: Reads) -> str:
        """Return a new word; the text around it is not looked for."""
        text = f"गुप्तलेख{len(self.written):03}ट"
        self.written.append(Written(text, reads))
        return text

    def of(self, survivor: Survivor, klass: str) -> str:
        """Return a word of one class of what is known of a person."""
        return self.word(lambda by: rights.may(survivor, klass, by=by))

    def with_case(self, case: Case) -> str:
        """Return a word that is for who reads the words of a case."""
        return self.word(lambda by: rights.may_read_words(case, by))

    def of_district(self) -> str:
        """Return a word of what a committee or a survey of the district wrote."""
        return self.word(lambda by: room.district().pk in rights.words_of(by))


def write_everything(pen: Pen, man: Survivor, child: Survivor, operation: Operation) -> tuple[Survivor, ...]:
    """Write a word into every text; return the persons who were entered for it."""
    _rescue(pen, operation)
    _money(pen, man)
    _duties(pen, man, child)
    _tracks(pen, man)
    _papers(pen, child)
    _home(pen, man)
    _district(pen)
    _undone(pen)
    return _drafted(pen), _chased(pen)


def _rescue(pen: Pen, operation: Operation) -> None:
    case, by = operation.case, room.officer("sdm")
    operations.join_team(case, part="health", name=pen.with_case(case), by=by, at=AT)
    operations.seize(case, what=pen.with_case(case), count=1, kept_by=operation.magistrate, by=by, at=AT)
    named = sites.Given(name=pen.with_case(case), owner=pen.with_case(case), address=pen.with_case(case))
    sites.accuse(operation, named, part="owner", is_company=False, outside=True, by=by, at=AT)
    told = {"safe_place": pen.with_case(case), "memo": pen.with_case(case)}
    rescue.take(case, "secure", by=by, ended_at=AT, **told)
    information = operation.information
    assert information is not None
    looked = rescue.informed(text=f"फिर {pen.word(lambda by: rights.may_read_words(looked, by))}")
    seen = {"visited_at": AT, "spoken_to": 3, "text": pen.with_case(looked)}
    rescue.take(looked, "begin", by=by, text=pen.with_case(looked))
    rescue.take(looked, "find_nothing", by=by, **seen)
    rescue.take(looked, "reopen", by=room.officer("dm"), at=AT + DAY, reason=pen.with_case(looked))


def _money(pen: Pen, man: Survivor) -> None:
    dm, labour = room.officer("dm"), room.officer("labour_officer")
    entitling.override(man, entitling.Override(200_000_00, 30_000_00, 0, pen.of(man, "p2")), by=dm, at=AT)
    payment = _fresh(man.payments.get(kind="immediate"))
    purse.read(purse.came_back(purse.reference(payment), reason=pen.of(man, "p2")))
    cheques.turn(_fresh(payment), pen.of(man, "p2"), seen=_fresh(payment).seq, by=dm, at=AT)
    for verb in (payments.refuse, payments.cancel):
        due = payments.note_due(man, Kind.FOOD, paise=50_000, key=verb.__name__, by=labour, at=AT)
        purse.proposed(due, 50_000)
        verb(_fresh(due), pen.of(man, "p2"), seen=_fresh(due).seq, by=dm, at=AT)
    for kind in ("annuity_consent", "dm_proof"):
        found = gate.Deciding(
            kind, holds=True, order_number="7", order_on=clock.day(AT), reasons=pen.with_case(man.case)
        )
        gate.decide(later.fresh(man), found, by=dm, at=AT)


def _fresh(payment: Payment) -> Payment:
    return Payment.objects.select_related("survivor__case", "district", "account").get(pk=payment.pk)


def _duties(pen: Pen, man: Survivor, child: Survivor) -> None:
    until = (AT + 5 * DAY).date()
    stands, never = _duty(man, "identity"), _duty(child, "fir")
    cast.take(stands, "pause", at=AT, reason=pen.with_case(stands), until_on=until)
    cast.take(never, "not_possible", by=room.officer("dm"), at=AT, reason=pen.with_case(never))
    room.take(man, "note", by=room.officer("labour_officer"), text=pen.with_case(man.case))


def _duty(survivor: Survivor, clock_name: str) -> Case:
    return Case.objects.get(bonded_duty__clock=clock_name, bonded_duty__is_open=True, parent=survivor.case)


def _tracks(pen: Pen, man: Survivor) -> None:
    fir.decide(fir.Decision([man], None, f"बयान बदला गया: {pen.with_case(man.case)}"), by=room.officer("police"), at=AT)
    owner = later.accused(man.operation) if man.operation else None
    track = tracks.begin(
        tracks.Beginning("sessions", [later.fresh(man)], [owner] if owner else []), by=room.officer("sdm"), at=AT
    )
    case = track.case
    later.move(track, "fir", station="थाना नैनी", fir_number="211/2026", on=AT.date())
    filed = {"court": "सत्र न्यायालय", "forum": "sessions", "case_number": "UPPR01", "on": AT.date()}
    later.move(track, "file", **filed)
    later.move(
        track, "fix", next_at=AT + DAY, purpose="evidence", video_link=f"https://v.example/{pen.with_case(case)}"
    )
    told = {"result": "adjourned", "side": "defence", "why": pen.with_case(case)}
    later.move(track, "hear", at=AT + DAY, **told)
    later.move(track, "order", order_kind="interim", on=AT.date(), text=pen.with_case(case))
    decided = {"outcome": "convicted", "found_bondage": True, "prison_months": 3, "fine_rupees": 500, "on": AT.date()}
    later.move(track, "decide", sentence=pen.with_case(case), text=pen.with_case(case), **decided)


def _papers(pen: Pen, child: Survivor) -> None:
    sdm = room.officer("sdm")
    certificate = Certificate.objects.select_related("paper", "survivor__case").get(survivor=child, standing="in_force")
    certificates.replace(certificate, standing="corrected", reason=pen.with_case(child.case), by=sdm, at=AT)
    for kind in ("inquiry-form", "rehabilitation-assessment"):
        papers.print_form(kind, child.case, office=None, by=room.officer("labour_officer"), at=AT)
    # nobody but the reviewers reads why a record was opened in an emergency
    why = f"जल्दी थी, बहुत जल्दी {_of_reviewers(pen, child)}"
    leave = reading.Leave(klass="p2", purpose="safety", reason=why, until=AT + room.HOUR)
    reading.break_glass(child, leave, by=room.officer("dm", "Agra"), at=AT)


def _of_reviewers(pen: Pen, survivor: Survivor) -> str:
    return pen.word(lambda by: rights.reviewable(by).filter(survivor=survivor).exists())


def _home(pen: Pen, man: Survivor) -> None:
    labour, native = room.officer("labour_officer"), room.officer("native_officer", "Chitrakoot")
    transfer = Transfer.objects.get(persons__survivor=man)
    transfers.accept(transfer, by=native, at=AT, text=pen.of(man, "p2"))
    said = Said("other_state", "given", "हिन्दी", witness=pen.of(man, "p2"))
    consents.record(later.fresh(man), said, by=labour, at=AT)
    planned = way.plan(
        leaves_at=AT, arrives_at=AT + DAY, escort_name=pen.of(man, "p2"), fare_paise=90_000, food_paise=0
    )
    journey = journeys.plan([later.fresh(man)], planned, transfer=transfer, by=labour, at=AT)
    journeys.depart(journey, by=labour, at=AT)
    journeys.called(journey, "reached", text=pen.of(man, "p2"), by=labour, at=AT)
    over = journeys.Handover(pen.of(man, "p2"), pen.of(man, "p2"), way.receipt(man, native, AT))
    journeys.hand_over(journey, later.fresh(man), over=over, by=native, at=AT)
    transfers.received(transfer, [later.fresh(man)], condition=pen.of(man, "p2"), by=native, at=AT)
    note = plans.Wish(wanted=True, note=_of_line(pen, man))
    heads = later.assessment().wishes
    drawn = plans.Assessment(later.TODAY, {**heads, "ration": note}, words=pen.with_case(man.case))
    plans.draw(later.fresh(man), drawn, by=native, at=AT)
    room.take(man, "plan", by=native)
    later.visited(man, 32, words=pen.with_case(man.case), signals=frozenset({"threat", "same_agent"}))
    visits.confirm(later.fresh(man), "low", reason=pen.with_case(man.case), by=native, at=AT + 32 * DAY)


def _of_line(pen: Pen, man: Survivor) -> str:
    """Return a word for the department that carries a line, and for who reads the words of the person."""

    def reads(by: Actor) -> bool:
        lines = BondedDuty.objects.filter(parent=man.case, clock=plans.LINE).select_related("case")
        return rights.may_read_words(man.case, by) or any(rights.may_read_words(one.case, by) for one in lines)

    return pen.word(reads)


def _district(pen: Pen) -> None:
    dm = room.officer("dm")
    task = Task("survey", _of_action(pen), "labour_officer", date(2026, 12, 20))
    first = test_committees.called(test_committees.full())
    committees.cancel(first, reason=pen.of_district(), by=dm, at=AT)
    second = committees.call(first.committee, meets_at=AT + 2 * DAY, venue="कलेक्ट्रेट", by=dm, at=AT)
    test_committees.held(second, tasks=(task,), remarks=pen.of_district(), survey=pen.of_district())
    wrong = surveys.record(room.district(), test_committees.counted(findings=pen.of_district()), by=dm, at=AT)
    surveys.record(
        room.district(), test_committees.counted(sites=41), replaces=wrong, reason=pen.of_district(), by=dm, at=AT
    )


def _of_action(pen: Pen) -> str:
    """Return a word for the district and for the post that has the action."""

    def reads(by: Actor) -> bool:
        given = BondedDuty.objects.filter(clock="committee-action").select_related("case")
        return room.district().pk in rights.words_of(by) or any(rights.may_read_words(one.case, by) for one in given)

    return pen.word(reads)


def _undone(pen: Pen) -> None:
    """Take back what was no person, what is lost, and a way home that nobody left for."""
    dm, labour = room.officer("dm"), room.officer("labour_officer")
    error, lost = room.freed(identity={"name": "ग़लती"}), room.certified(identity={"name": "खोया"})
    room.take(error, "void", by=dm, reason=pen.with_case(error.case))
    journey = journeys.plan([later.fresh(lost)], way.plan(leaves_at=AT, arrives_at=AT + DAY), by=labour, at=AT)
    replanning.cancel(journey, pen.of(lost, "p2"), by=labour, at=AT)
    proof = str(cast.attach(lost.case, by=dm, at=AT).pk)
    room.take(lost, "lose", by=dm, reason=pen.with_case(lost.case), files=[proof])
    room.take(lost, "undo_end", by=dm, reason=pen.with_case(lost.case))


def _drafted(pen: Pen) -> Survivor:
    """Return somebody whose finding waits for a magistrate: evidence and reasons limb by limb."""
    one = room.freed(identity={"name": "कोई", "phone": "+919999900078"})
    room.take(one, "secure")
    room.stated(one, for_it={"advance": pen.of(one, "p3"), "wages": pen.of(one, "p3")})
    room.drafted(one, "bonded", pen.with_case(one.case))
    return one


def _chased(pen: Pen) -> Survivor:
    """Return somebody who came home from another state without a certificate, with a packet for it."""
    labour, dm = room.officer("labour_officer"), room.officer("dm")
    one = chases.enter_returned(
        chases.Returned(
            district=room.district(), sex="m", rescue_state="haryana", office="ज़िलाधिकारी, झज्जर",
            place=_late(pen), identity={"name": "लौटा", "phone": "+919999900079"},
        ),
        by=labour, at=AT,
    ).survivor  # fmt: skip
    pen.written[-1] = Written(pen.written[-1].text, lambda by: rights.may(one, "p2", by=by))
    consents.record(one, Said("other_state", "given", "हिन्दी"), by=labour, at=AT)
    transfer = Transfer.objects.get(persons__survivor=one)
    packets.issue(transfer, ("name",), reason=pen.of(one, "p2"), by=dm, at=AT)
    return one


def _late(pen: Pen) -> str:
    return pen.word(lambda _by: False)

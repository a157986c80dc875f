"""What the verbs of transfers share: the locked row, its persons, the waiting for an answer, who sees the persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shramsetu.bonded import counters, halves, owners, packet_box
from shramsetu.bonded.actions import beside, duties
from shramsetu.bonded.models import Handed, Household, Survivor, Transfer
from shramsetu.bonded.rules import transfers as rules
from shramsetu.bonded.rules.transfers import Half, Sides, Stage
from shramsetu.bonded.transfer_words import SAY
from shramsetu.casework import rules as clock_rules
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import CLOSED, FINAL, OPEN, Case, Grant
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post
from shramsetu.offices.rules import NoPost
from shramsetu.places.models import Place

ACCEPTANCE = "native-acceptance"
WATCHERS = ("native_officer", "dm", "sdm")  # of the home district: they see the persons as long as they are theirs
# Who answers from another state, through the packet's page: no post, no user, only the packet it holds.
OTHER_STATE = Actor(role="other_state")


@dataclass(frozen=True, slots=True)
class Home:
    """Where the persons belong: a district here, or another state and its office; and who claims the balance."""

    district: Place | None = None
    state: str = ""
    office: str = ""
    balance_by: str = Transfer.Claims.RESCUE


def sides(transfer: Transfer) -> Sides:
    """Return the two districts of a transfer."""
    return Sides(transfer.rescue_district_id, transfer.native_district_id)


def persons_of(transfer: Transfer) -> list[Handed]:
    """Return the persons of a transfer, the leading one first, with their cases."""
    rows = transfer.persons.select_related("survivor__case__district", "survivor__native_district")
    return list(rows.order_by("-leads", "pk"))


def staying(transfer: Transfer) -> list[Handed]:
    """Return the persons of a transfer who did not leave it by death, loss or new bondage; adults first."""
    return sorted((one for one in persons_of(transfer) if one.is_open), key=lambda one: one.survivor.is_minor)


def send(held: Transfer, *, by: Actor, at: datetime) -> None:
    """Send it: the duty to answer begins, and the posts of the home district see the persons."""
    due_at = _ask(held, by=by, at=at)
    write(held, stage=Stage.SENT, sent_at=at, due_at=due_at)
    _grant(held, at)
    note(held, "transfer_sent", by=by, at=at)


def _ask(held: Transfer, *, by: Actor, at: datetime) -> datetime | None:
    """Start the time of the answer: the home district owes it, or the one of the rescue where home is elsewhere."""
    is_inside = held.native_district is not None
    duty = duties.start(
        _carrier(held),
        ACCEPTANCE,
        from_at=at,
        by=by,
        at=at,
        district=held.native_district or held.rescue_district,
        key=held.code,
        text=held.code,
        owner="" if is_inside else "labour_officer",
    )
    return duty.due_at


def onward(held: Transfer, home: Home, *, by: Actor, at: datetime) -> Transfer | None:
    """Send the persons of an ended transfer on; None where their home turns out to be the district of the rescue."""
    persons = [one.survivor for one in persons_of(held) if one.is_open]
    let_go(held, by=by, at=at)
    if home.district is not None and home.district.pk == held.rescue_district_id:
        Survivor.objects.filter(pk__in=[one.pk for one in persons]).update(
            native_district=home.district, native_state=""
        )
        return None
    led = Transfer(
        code=counters.code("TR", held.rescue_district or home.district),
        rescue_district=held.rescue_district,
        rescue_state=held.rescue_state,
        native_district=home.district,
        native_state="" if home.district else home.state,
        other_office=home.office,
        household=held.household,
        balance_by=home.balance_by,
        came_from=held,
        drafted_by=by.key,
        drafted_at=at,
    )
    led.save(force_insert=True)
    hand(led, persons)
    point_home(led)
    if home.district is not None:
        send(led, by=by, at=at)
        return led
    # Another state reads a packet, which the district of the rescue must issue first; its time runs already.
    write(led, due_at=_ask(led, by=by, at=at))
    note(led, "transfer_drafted", by=by, at=at)
    return led


def dispute(held: Transfer, reason: str, *, by: Actor, at: datetime) -> None:
    """Lay it before the Labour Commissioner: the named district refused already."""
    duties.start(
        _carrier(held), ACCEPTANCE, from_at=at, by=by, at=at, key=fix_key(held), text=held.code, owner="commissioner"
    )
    note(held, "transfer_disputed", by=by, at=at)


def fix_key(held: Transfer) -> str:
    """Return the key of the duty to fix the district."""
    return f"{held.code}:fix"


def stop_waiting(held: Transfer, *, by: Actor, at: datetime) -> None:
    """The answer is here: nobody owes it any more."""
    duties.end_for_all(ACCEPTANCE, held.code, at=at, is_done=True)
    duties.end_for_all(ACCEPTANCE, fix_key(held), at=at, is_done=False)


def let_go(held: Transfer, *, by: Actor, at: datetime) -> None:
    """Take the persons out of an ended transfer: nobody waits for its answer, its home district no longer sees them.

    Packets that nobody opened yet are taken back: they lead to an office that has said it is the wrong one.
    """
    packet_box.take_back(held, by=by, at=at)
    duties.end_for_all(ACCEPTANCE, held.code, at=at, is_done=False)
    duties.end_for_all(ACCEPTANCE, fix_key(held), at=at, is_done=False)
    cases = [one.survivor_id for one in persons_of(held)]
    Grant.objects.filter(case__in=cases, post__in=_watchers(held), reason="", to_at__gt=at).update(to_at=at)
    held.persons.update(is_open=False)


def _grant(held: Transfer, at: datetime) -> None:
    """Let the posts of the home district see the persons: a grant by duty has no reason to be reviewed."""
    until = at + timedelta(days=clock_rules.figure("bonded.home_grant_days", at))
    posts = _watchers(held)
    known = set(
        Grant.objects.filter(case__survivor__transfers__transfer=held, post__in=posts, to_at__gt=at).values_list(
            "case_id", "post_id"
        )
    )
    Grant.objects.bulk_create(
        Grant(case_id=one.survivor_id, post=post, reason="", from_at=at, to_at=until)
        for one in persons_of(held)
        for post in posts
        if (one.survivor_id, post.pk) not in known
    )


def _watchers(held: Transfer) -> list[Post]:
    if held.native_district is None:
        return []
    names = [*WATCHERS, *(["child_unit"] if any(one.survivor.is_minor for one in persons_of(held)) else [])]
    found = list[Post]()
    for name in names:
        try:
            found.append(owners.post(name, held.native_district))
        except NoPost:
            continue
    return found


def all_there(held: Transfer, *, at: datetime) -> None:
    """Let an accepted transfer be received once nobody is awaited any more."""
    if held.stage == Stage.ACCEPTED and not held.persons.filter(received_at=None, is_open=True).exists():
        write(held, stage=Stage.RECEIVED, received_at=at)


def point_home(held: Transfer) -> None:
    """Let the persons' home be where the transfer goes."""
    cases = [one.survivor_id for one in persons_of(held)]
    Survivor.objects.filter(pk__in=cases).update(native_district=held.native_district, native_state=held.native_state)


def hand(made: Transfer, persons: Sequence[Survivor]) -> None:
    """Put the persons into a transfer; the first adult leads."""
    grown = next((one for one in persons if not one.is_minor), persons[0])
    Handed.objects.bulk_create(Handed(transfer=made, survivor=one, leads=one == grown) for one in persons)


def leading(held: Transfer) -> Survivor:
    """Return the person with whose case the words of the transfer lie encrypted, whatever became of them."""
    return held.persons.select_related("survivor__case__district").get(leads=True).survivor


def _carrier(held: Transfer) -> Case:
    """Return the case on which a duty for all of them hangs: that of the leading person, or of who is left."""
    left = [one.survivor.case for one in staying(held)]
    lead = leading(held).case
    return lead if lead in left or not left else left[0]


def household(persons: Sequence[Survivor]) -> Household | None:
    """Return the household that all of them are of."""
    found = {one.household_id for one in persons}
    return persons[0].household if len(found) == 1 else None


def same(persons: Sequence[Survivor], made: Transfer) -> Transfer | None:
    """Return the open transfer of exactly these persons to the same home."""
    open_ones = Transfer.objects.filter(
        stage__in=rules.OPEN,
        native_district=made.native_district,
        native_state=made.native_state,
        persons__survivor=persons[0],
    )
    found = open_ones.first()
    if found is None:
        return None
    return found if {one.survivor_id for one in found.persons.all()} == {one.pk for one in persons} else None


def refuse_taken(persons: Sequence[Survivor]) -> None:
    """Raise Refused where a person is in an open transfer, or the case is over."""
    codes = {"code": ", ".join(one.code for one in persons if one.case.phase in (CLOSED, FINAL))}
    if codes["code"]:
        raise Refused(SAY["is_over"] % codes, "persons")
    taken = Handed.objects.filter(survivor__in=persons, is_open=True).select_related("survivor").first()
    if taken is not None:
        raise Refused(SAY["in_transfer"] % {"code": taken.survivor.code}, "persons")


def refused_before(held: Transfer) -> set[int]:
    """Return the districts that refused these persons before this one."""
    found, row = set[int](), held.came_from
    while row is not None:
        if row.native_district_id is not None:
            found.add(row.native_district_id)
        row = row.came_from
    return found


def locked(transfer: Transfer) -> Transfer:
    """Return the row as it is now, locked until the transaction ends."""
    rows = Transfer.objects.select_for_update(of=("self",)).select_related("rescue_district", "native_district")
    return rows.get(pk=transfer.pk)


def moved(held: Transfer, there: Stage) -> bool:
    """Tell whether the transfer may go `there` now; False where it is there already. Raises Refused."""
    if held.stage == there:
        return False
    try:
        rules.step(Stage(held.stage), there)
    except rules.WrongStage as error:
        raise Refused(SAY["wrong_stage"]) from error
    return True


def may(held: Transfer, by: Actor, *, seeing: bool = False) -> frozenset[Half]:
    """Return the halves for which `by` acts; `seeing` leaves out what is written down for another state."""
    if by.role == OTHER_STATE.role:
        return frozenset(set(Half) - sides(held).halves)
    if seeing:
        own = sides(held).half_of(halves.districts(by))
        return frozenset({own} if own else ())
    return halves.acts_for(sides(held), by)


def need(held: Transfer, half: Half, *, by: Actor) -> None:
    """Raise Refused where the half is not that of `by`."""
    if half not in may(held, by):
        raise Refused(SAY["other_half"])


def write(held: Transfer, **changes: object) -> None:
    """Write columns of the locked row."""
    Transfer.objects.filter(pk=held.pk).update(**changes)
    for name, value in changes.items():
        setattr(held, name, value)


def note(held: Transfer, verb: str, *, by: Actor, at: datetime, half: str = "") -> None:
    """Write what happened into the case of each person."""
    facts = {"transfer": held.code, "stage": str(held.stage), **({"half": half} if half else {})}
    for one in persons_of(held):
        if one.is_open or one.survivor.case.phase == OPEN:
            beside.write(one.survivor.case, verb, by=by, at=at, facts=facts)

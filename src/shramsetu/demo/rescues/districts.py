"""What a district has before the first rescue: an order for its magistrate, a fund, a committee, a survey."""

from datetime import datetime, timedelta

from shramsetu.bonded import owners, powers
from shramsetu.bonded.actions import claims, committees, delegations, fund, surveys
from shramsetu.bonded.actions import districts as parents
from shramsetu.bonded.actions.committees import Held, Nomination, Task
from shramsetu.bonded.actions.surveys import Counted
from shramsetu.bonded.models import Committee, FundLine, Meeting, Payment
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.demo.rescues.sparing import spared
from shramsetu.demo.rescues.tale import DAY, finish, sits
from shramsetu.lib import clock
from shramsetu.places.models import Place

LAKH = 10_000_000
# Four of those who are nominated: enough for a quorum, and vacant seats are left to be seen.
MEMBERS = (
    ("district-chair", 1, "ज़िलाधिकारी", "कलेक्ट्रेट"),
    ("district-scst", 1, "रामदुलारी नमूना", "ग्राम नमूनापुर"),
    ("district-scst", 2, "छोटेलाल नमूना", "ग्राम नमूनापुर"),
    ("district-social", 1, "सावित्री नमूना", "नमूना सेवा समिति"),
    ("district-credit", 1, "मोहन नमूना", "नमूना सहकारी बैंक"),
)


def prepare(number: int, district: Place, *, at: datetime) -> None:
    """Give a district its order and fund."""
    dm, today = sits("dm", district), clock.day(at)
    post = owners.post("sdm", district)
    delegations.delegate(post, tuple(powers.POWERS), order_number=f"{number + 10}/बंधुआ", from_on=today, by=dm, at=at)
    fund.open_fund(district, (3 if number % 5 == 4 else 10) * LAKH, on=today, by=dm, at=at)


def sit(number: int, district: Place, *, until: datetime) -> None:
    """Give a district its committee and survey; the committee met until some weeks or months ago."""
    if number % 7 == 6:
        return  # a district without a committee and a survey, as there are
    committee = _committee(number, district, at=until - 260 * DAY)
    for days in (200, 125, 55) if number % 3 else (200, 125):
        _meet(committee, until - days * DAY)
    if number % 4 != 3:
        finish(parents.parent(district, at=until), "committee-action", at=until - 30 * DAY, text="सूची मिलाई गई।")
    _survey(number, district, until=until)


def meet_lately(districts: list[Place], *, until: datetime) -> None:
    """Let some committees meet in these weeks on what is open now; one has no quorum, one is called.

    Where a visitor has called a meeting, none is played: that one has to be recorded first.
    """
    standing = list(Committee.objects.filter(district__in=districts, ended_at=None).order_by("pk"))
    called = set(Meeting.objects.filter(state=Meeting.State.CALLED).values_list("committee", flat=True))
    for number, committee in enumerate(standing[:6]):
        if committee.pk in called:
            continue
        with spared(f"meeting, {committee.district.name_en}"):
            if number > 0:
                _meet(committee, until - (3 + number) * DAY, present=2 if number == 4 else 5)
                continue
            dm = sits("dm", committee.district)
            committees.call(committee, meets_at=until + 6 * DAY, venue="कलेक्ट्रेट सभागार", by=dm, at=until)


def _committee(number: int, district: Place, *, at: datetime) -> Committee:
    dm, on = sits("dm", district), clock.day(at)
    order = f"{100 + number}/स.स."
    made = committees.constitute(district, "district", subdivision="", number=order, notified_on=on, by=dm, at=at)
    for category, place, name, office in MEMBERS:
        one = Nomination(category, place, name, order, on, office)
        committees.seat(made, one, by=dm, at=at)
    return made


def _meet(committee: Committee, at: datetime, *, present: int = 5) -> None:
    dm = sits("dm", committee.district)
    meeting = committees.call(committee, meets_at=at, venue="कलेक्ट्रेट सभागार", by=dm, at=at - 7 * DAY)
    item = meeting.items.order_by("position").first()
    assert item is not None
    task = Task(item.slug, "भट्ठों की सूची मिलाएँ और निरीक्षण करें", "labour_officer", clock.day(at) + timedelta(days=30))
    seats = list(committee.seats.filter(ended_at=None).order_by("pk").values_list("pk", flat=True)[:present])
    held = Held(seats, "ज़िलाधिकारी", {item.slug: "लंबित मामलों की समीक्षा की गई।"}, (task,))
    committees.hold(meeting, held, by=dm, at=at + timedelta(hours=2))


def _survey(number: int, district: Place, *, until: datetime) -> None:
    ended = until - (200 + 25 * number) * DAY
    counted = Counted(
        from_on=clock.day(ended - 30 * DAY),
        to_on=clock.day(ended),
        agency="नमूना विकास संस्थान",
        sites=40 + number,
        households=600 + 10 * number,
        workers=1_900 + 30 * number,
        found=number % 4,
        cost_paise=4_50_000_00,
        findings="भट्ठों और खदानों पर अग्रिम का चलन मिला।",
    )
    surveys.record(district, counted, by=sits("dm", district), at=ended + 10 * DAY)


def settle_up(districts: list[Place], *, at: datetime) -> None:
    """Claim from the centre what was paid: one claim stays here, one lies with the state, one came back whole."""
    paid = Payment.objects.filter(stage=Stage.PAID, kind="immediate").values_list("district", flat=True)
    mine = [one for one in districts if one.pk in set(paid)]
    for number, district in enumerate(mine[:4]):
        with spared(f"claim, {district.name_en}"):
            _claim(number, district, at)


def _claim(number: int, district: Place, at: datetime) -> None:
    by, head = sits("labour_officer", district), sits("commissioner", None)
    claim = claims.make(district, by=by, at=at)
    if number > 0:
        claims.forward(claim, f"प्रस्ताव/{number}", on=clock.day(at + DAY), by=by, at=at + DAY)
    if number > 1:
        claim.refresh_from_db()
        claims.forward(claim, f"केंद्र/{number}", on=clock.day(at + 9 * DAY), by=head, at=at + 9 * DAY)
    if number > 2:
        when = at + 60 * DAY
        came = claims.Came(claim.total_paise, f"CENTRE{number:06d}", clock.day(when))
        claims.receive(claim, came, by=head, at=when)


def add_to_funds(districts: list[Place], *, until: datetime) -> None:
    """Let the state add to the first funds."""
    for number, district in enumerate(districts[:3]):
        when = until - (20 + number) * DAY
        added = fund.Movement(FundLine.Kind.ADDED, LAKH, clock.day(when), reference=f"STATE{number:06d}")
        with spared(f"fund, {district.name_en}"):
            fund.receive(district, added, by=sits("dm", district), at=when)

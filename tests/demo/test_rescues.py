"""The demo's rescues are made through the real actions: every state is met, every case and every sum fits."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import segno
from django.db import transaction
from django.test import Client
from PIL import Image
from pytest_django import Settings
from tests import cast

from shramsetu.bonded import proof
from shramsetu.bonded.actions import committees
from shramsetu.bonded.models import Committee, FundLine, Meeting, Paper, Payment, Survey, Transfer
from shramsetu.bonded.papers import marks
from shramsetu.bonded.refusals import NothingToClaim
from shramsetu.casework import flow, reconcile
from shramsetu.casework.actions import Missing, NotAllowed, Refused, Stale
from shramsetu.casework.models import Case
from shramsetu.demo.models import Played
from shramsetu.demo.rescues import freeing, opening, play, plots, sparing
from shramsetu.demo.rescues.tale import DAY, Family, Plot, sits
from shramsetu.journal import queries as journal
from shramsetu.journal.rules import Actor
from shramsetu.messages.models import Message, State
from shramsetu.offices import demo_seats
from shramsetu.places.models import Place

pytestmark = pytest.mark.django_db


def states(kind: str) -> set[str]:
    return set(Case.objects.filter(kind=kind).values_list("state", flat=True))


def named(kind: str, *but: str) -> set[str]:
    return {one.name for one in flow.flow_of(kind).states} - set(but)


# One person for each turn that a life takes in the demo's own plots, in eight districts.
SMALL = (
    Plot("Prayagraj", "Chitrakoot", "brick-kiln", 600, (Family("m", "settled"),), end="closed", law="closed"),
    Plot("Agra", "Lalitpur", "brick-kiln", 520, (Family("m", "received", "died"),), end="closed", law="decided"),
    Plot("Varanasi", "bihar", "carpet", 430, (Family("b", "received"),), end="closed", law="heard"),
    Plot("Lalitpur", "Agra", "carpet", 330, (Family("f", "planned", "lost"),), law="appeal"),
    Plot("Meerut", "Shahjahanpur", "farm", 160, (Family("m", "visit_1", "risk"), Family("f", "received", "cheque"))),
    Plot(
        "Prayagraj",
        "Chitrakoot",
        "brick-kiln",
        62,
        (Family("mf", "lines", "returned_paid"), Family("m", "planned", "rebonded")),
        end="closed",
        law="filed",
        site=1,
    ),
    Plot(
        "Agra",
        "Lalitpur",
        "hospitality",
        34,
        (Family("m", "received", "returned"), Family("f", "found", "against")),
        end="closed",
    ),
    Plot("Meerut", "Lalitpur", "farm", 24, (Family("m", "answered", "refused"), Family("m", "answered", "no_account"))),
    Plot(
        "Sonbhadra", "Chitrakoot", "quarry", 18, (Family("m", "arrived", "second_try"), Family("f", "found", "review"))
    ),
    Plot(
        "Varanasi",
        "Agra",
        "carpet",
        12,
        (Family("b", "left"), Family("m", "answered", "waiting"), Family("m", "found", "review_bonded")),
    ),
    Plot("Chitrakoot", "Chitrakoot", "farm", 8, (Family("f", "sanctioned"), Family("m", "found", "against")), law=""),
    Plot("Agra", "Lalitpur", "carpet", 5, (Family("g", "certified", "no_account"), Family("t", "proposed")), law=""),
    Plot("Meerut", "Agra", "farm", 3, (Family("m", "sent_home", "drafted"), Family("m", "found", "inquiry")), law=""),
    Plot("Prayagraj", "Agra", "farm", 0.9, (Family("m", "stated"), Family("m", "secured")), law=""),
    Plot("Sonbhadra", "Sonbhadra", "quarry", 0.3, (Family("m", "entered"),), end="under_way", law=""),
)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few persons stand for the demo's 120: what is played takes the same steps."""
    monkeypatch.setattr(plots, "RESCUES", SMALL)
    monkeypatch.setattr(opening, "RESCUES", SMALL)
    monkeypatch.setattr(freeing, "scan_of", _first_drawn())
    monkeypatch.setattr(plots, "DISTRICTS", tuple(dict.fromkeys(one.district for one in (*plots.TOLD, *SMALL))))


def _first_drawn() -> Callable[..., bytes]:
    """Return what draws the first sheet as the demo does; of the others only the mark, which takes no second each."""
    draw, made = freeing.scan_of, list[str]()

    def scan_of(paper: Paper, *, by: Actor, at: datetime) -> bytes:
        made.append(paper.number)
        return draw(paper, by=by, at=at) if len(made) == 1 else _mark_alone(paper)

    return scan_of


def _mark_alone(paper: Paper) -> bytes:
    mark, out = io.BytesIO(), io.BytesIO()
    segno.make(marks.address(paper.token, public=True), error="q").save(mark, kind="png", scale=5, border=4)
    page = Image.new("L", (662, 936), 255)
    page.paste(Image.open(mark).convert("L"), (60, 60))
    page.save(out, "PDF", resolution=80)
    return out.getvalue()


def test_the_plots_tell_of_enough_people_and_of_no_turn_that_is_not_tried_here() -> None:
    families = [family for plot in plots.RESCUES for family in plot.families]
    entered = sum(len(row[-1]) for row in (*plots.CHASED, *plots.REGISTERED))

    assert sum(len(one.people) for one in families) + entered == 120
    assert len(plots.DISTRICTS) == 14
    assert {one.goal for one in families} <= set(play.GOALS)
    assert {one.turn for one in families} == {one.turn for plot in SMALL for one in plot.families}
    assert {one.law for one in plots.RESCUES} == {one.law for one in SMALL}


@pytest.mark.usefixtures("few")
def test_rescues_meet_every_state_and_fit_together() -> None:
    played = list(play.grow(at=cast.MONDAY))

    assert len(played) == len(play.acts(cast.MONDAY)) == Played.objects.count()
    # nobody is entered in error, and of who died or was lost the days to take it back are over
    assert states("bl_person") == named("bl_person", "void", "died", "untraceable")
    assert states("bl_info") == named("bl_info")
    assert states("bl_operation") == named("bl_operation")
    assert states("bl_track") >= {"investigation", "filed", "evidence", "decided", "appeal", "closed"}
    assert states("bl_duty") >= {"pending", "late", "done", "not_possible", "dropped", "paused"}
    stages = {"due", "proposed", "sanctioned", "paid", "returned"}
    assert set(Payment.objects.values_list("stage", flat=True)) >= stages
    assert set(Transfer.objects.values_list("stage", flat=True)) == set(Transfer.Stage.values)
    assert Committee.objects.count() == Survey.objects.count() == len(plots.DISTRICTS) - 1
    assert set(Meeting.objects.values_list("state", flat=True)) == {"called", "held", "adjourned"}

    assert {one.name: one.numbers for one in reconcile.findings(cast.MONDAY) if one.count} == {}
    assert {one.name: one.examples for one in proof.faults() if one.count} == {}
    assert list(journal.faults()) == []
    old = Message.objects.filter(queued_at__lt=cast.MONDAY - timedelta(days=1))
    assert old.exists()
    assert old.exclude(state=State.DELIVERED).count() == 0
    assert list(play.grow(at=cast.MONDAY + timedelta(hours=1))) == []


@pytest.mark.parametrize(
    "refusal", [Refused("नहीं"), NotAllowed("hold"), Stale("1"), Missing(["text"]), NothingToClaim()]
)
def test_an_act_that_is_refused_holds_up_no_other(monkeypatch: pytest.MonkeyPatch, refusal: Exception) -> None:
    def refuse() -> None:
        raise refusal

    def nothing() -> None:
        return None

    monkeypatch.setattr(play, "acts", lambda at: [play.Act("बंद", refuse), play.Act("खुला", nothing)])
    with pytest.raises(type(refusal)):
        list(play.grow(at=cast.MONDAY))
    missed = list[str]()

    def note(name: str, error: Exception) -> None:
        missed.append(name)

    assert list(play.grow(at=cast.MONDAY, missed=note)) == ["खुला"]
    assert list(play.grow(at=cast.MONDAY, missed=note)) == []
    assert missed == ["बंद"]  # once, not at every start


def test_a_fault_is_tried_again_at_the_next_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down() -> None:
        raise KeyError("post")

    missed = list[str]()
    monkeypatch.setattr(play, "acts", lambda at: [play.Act("टूटा", break_down)])
    for _ in range(2):
        assert list(play.grow(at=cast.MONDAY, missed=lambda name, error: missed.append(name))) == []
    assert missed == ["टूटा", "टूटा"]


def test_a_meeting_that_a_visitor_called_stops_only_the_demos_own_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plots, "DISTRICTS", ("Prayagraj", "Agra", "Varanasi"))
    places = [Place.objects.get(kind="district", name_en=name) for name in plots.DISTRICTS]
    soon = [act for act in play.acts(cast.MONDAY) if act.name in ("districts", "committees")]
    for act in soon:
        act.play()
    theirs = Committee.objects.get(district=places[1])
    when = cast.MONDAY + 3 * DAY
    committees.call(theirs, meets_at=when, venue="कलेक्ट्रेट", by=sits("dm", places[1]), at=cast.MONDAY)
    before = theirs.meetings.count()
    funds = FundLine.objects.count()

    play.acts(cast.MONDAY)[-1].play()

    assert theirs.meetings.count() == before
    assert Meeting.objects.filter(committee__district=places[0], state="called").count() == 1
    assert Meeting.objects.filter(committee__district=places[2], meets_at__gt=cast.MONDAY - 8 * DAY).count() == 1
    assert FundLine.objects.count() == funds + 3


def test_what_is_refused_within_an_act_is_undone_alone(caplog: pytest.LogCaptureFixture) -> None:
    Played(index=1).save()
    with transaction.atomic():
        with sparing.savepoints(made=False), sparing.spared("बैठक"):
            Played(index=2).save()
            raise Refused("पहले से बुलाई हुई है")
        Played(index=3).save()
    assert set(Played.objects.values_list("index", flat=True)) == {1, 3}
    assert [record.getMessage() for record in caplog.records] == [
        "left out of the demo's history: बैठक (Refused: पहले से बुलाई हुई है)"
    ]


def test_the_sign_ins_show_what_each_role_can_try(client: Client, settings: Settings) -> None:
    settings.DEMO = True

    shown = [[seat.post.code for seat, *_ in seats] for _title, seats in demo_seats.groups(at=cast.MONDAY)]
    assert shown == [[code for code, _words in seats] for _title, seats in demo_seats.GROUPS]
    assert str(demo_seats.BONDED[0][1]) in client.get("/demo/").content.decode()


def test_the_seats_of_a_bank_and_of_a_department_have_work() -> None:
    """What the sign-ins promise stands in the plots: somebody without an account, a pension not given yet."""
    seats = {code.partition(".")[0]: code.partition(".")[2] for code, _words in demo_seats.BONDED}
    without = [plot for plot in plots.RESCUES for family in plot.families if family.turn == "no_account"]
    assert [plot.days <= play.SOON for plot in without if plot.district.lower() == seats["lead-bank"]] == [True]
    planned = [plot for plot in plots.RESCUES for one in plot.families if one.goal == "planned" and not one.turn]
    assert seats["social-welfare"] in [plot.home.lower() for plot in planned]

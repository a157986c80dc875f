"""The e-mail report of the helpline: yesterday by line and board, once a day, to those who answer for it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from tests.helpline.staffing.floor import Floor, agent

from shramsetu.helpline.actions import counting
from shramsetu.helpline.models import AgentDay, HalfHour
from shramsetu.helpline.queries import figures
from shramsetu.insight import mailings
from shramsetu.insight.models import Mailing
from shramsetu.messages.models import Message
from shramsetu.offices.models import Post

TEN = datetime(2026, 11, 15, 4, 30, tzinfo=UTC)  # a Sunday: the helpline never rests
MORNING = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 15, 18, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def yesterday() -> None:
    who = agent(TEN)
    Floor().call(TEN, by=who, wait=5, talk=100, wrap=20)
    Floor().call(TEN, by=who, wait=60, talk=200, wrap=40)
    Floor().call(TEN, "abandoned", wait=30)
    Floor(board="bocw").call(TEN + timedelta(minutes=40), by=who, wait=5, talk=60, wrap=0)
    Floor(board="").call(TEN, "self_service", wait=None)
    Floor().call(MIDNIGHT, by=who)  # the next day's
    counting.catch_up(at=MORNING)


def test_the_report_tells_yesterday_by_line_and_board(yesterday: None) -> None:
    assert mailings.helpline(at=MORNING) > 0
    boss = Post.objects.filter(role="supervisor")[0]
    mail = Message.objects.filter(template="helpline-report", stream=f"post:{boss.pk}")[0]
    names = ("date", "calls", "self_service", "offered", "answered", "level", "abandoned", "wait", "handle")
    assert {name: mail.values[name] for name in names} == {
        "date": "15 नवंबर 2026",
        "calls": "5",
        "self_service": "1",
        "offered": "4",
        "answered": "3",
        "level": "50.0",
        "abandoned": "25.0",
        "wait": "23",
        "handle": "140",
    }
    assert mail.values["rows"].splitlines() == [
        "मुख्यमंत्री हेल्पलाइन 1076 · भवन एवं सन्निर्माण कर्मकार बोर्ड: 1 / 1 / 100.0 / 0.0 / 60",
        "मुख्यमंत्री हेल्पलाइन 1076 · श्रम विभाग: 3 / 2 / 33.3 / 33.3 / 180",
    ]


def test_the_report_goes_once_and_not_where_it_is_turned_off(yesterday: None) -> None:
    Mailing.objects.create(post=Post.objects.filter(role="state_desk")[0], report="helpline", wanted=False)
    mailings.collect(at=MORNING)
    found = Message.objects.filter(template="helpline-report")
    before = found.count()
    mailings.collect(at=MORNING + timedelta(minutes=10))
    assert found.count() == before > 0
    off = Post.objects.filter(role="state_desk")[0]
    assert not found.filter(stream=f"post:{off.pk}").exists()


def test_nothing_is_reported_of_a_day_without_calls() -> None:
    assert mailings.helpline(at=MORNING) == 0


def test_the_figures_of_a_day_end_at_midnight_of_kolkata(yesterday: None) -> None:
    sunday, monday = date(2026, 11, 15), date(2026, 11, 16)
    assert figures.added(figures.by_board(sunday, sunday))["answered"] == 3
    assert figures.added(figures.by_board(monday, monday))["answered"] == 1
    assert figures.added(figures.by_board(sunday, monday))["answered"] == 4


def test_the_command_counts_anew(yesterday: None) -> None:
    HalfHour.objects.all().delete()
    AgentDay.objects.all().delete()
    call_command("staffing", "recount", "--since", "2026-11-15", "--until", "2026-11-16", verbosity=0)
    assert HalfHour.objects.count() == 4
    assert AgentDay.objects.count() == 2

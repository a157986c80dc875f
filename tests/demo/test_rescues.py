"""The demo's rescues are made through the real actions: every state is met, every case and every sum fits."""

from collections.abc import Iterable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings
from tests import cast

from shramsetu.bonded import proof
from shramsetu.bonded.models import Committee, Meeting, Payment, Plan, Survey, Survivor, Transfer, Visit
from shramsetu.casework import flow, reconcile
from shramsetu.casework.models import Case
from shramsetu.demo.models import Played
from shramsetu.demo.rescues import play, plots
from shramsetu.journal import queries as journal
from shramsetu.messages.models import Message, State
from shramsetu.offices import demo_seats

pytestmark = pytest.mark.django_db


def states(kind: str) -> set[str]:
    return set(Case.objects.filter(kind=kind).values_list("state", flat=True))


def named(kind: str, *but: str) -> set[str]:
    return {one.name for one in flow.flow_of(kind).states} - set(but)


def values(rows: Iterable[str]) -> set[str]:
    return set(rows)


def test_rescues_meet_every_state_and_fit_together() -> None:
    played = list(play.grow(at=cast.MONDAY))

    assert len(played) == len(play.acts(cast.MONDAY)) == Played.objects.count()
    assert Survivor.objects.filter(previous=None).count() == 120
    assert Case.objects.filter(kind="bl_person").values("district").distinct().count() == len(plots.DISTRICTS) == 14
    assert states("bl_person") == named("bl_person")
    assert states("bl_info") == named("bl_info")
    assert states("bl_operation") == named("bl_operation")
    assert states("bl_track") >= {"investigation", "filed", "evidence", "decided", "appeal", "closed"}
    assert states("bl_duty") >= {"pending", "late", "done", "not_possible", "dropped", "paused"}
    assert values(Payment.objects.values_list("stage", flat=True)) >= {
        "due",
        "proposed",
        "sanctioned",
        "paid",
        "returned",
    }
    assert values(Transfer.objects.values_list("stage", flat=True)) == set(Transfer.Stage.values)
    assert Plan.objects.count() > 30
    assert Visit.objects.count() > 60
    assert Committee.objects.count() == Survey.objects.count() == 12
    assert values(Meeting.objects.values_list("state", flat=True)) == {"called", "held", "adjourned"}

    assert {one.name: one.numbers for one in reconcile.findings(cast.MONDAY) if one.count} == {}
    assert {one.name: one.examples for one in proof.faults() if one.count} == {}
    assert list(journal.faults()) == []
    out = StringIO()
    call_command("bonded", "reconcile", stdout=out)
    assert "✓" in out.getvalue()

    old = Message.objects.filter(queued_at__lt=cast.MONDAY - timedelta(days=1))
    assert old.exists()
    assert old.exclude(state=State.DELIVERED).count() == 0
    assert list(play.grow(at=cast.MONDAY + timedelta(hours=1))) == []


def test_the_sign_ins_show_what_each_role_can_try(client: Client, settings: Settings) -> None:
    settings.DEMO = True

    assert [seat.post.code for seat, _words in demo_seats.bonded()] == [code for code, _words in demo_seats.BONDED]
    assert str(demo_seats.BONDED[0][1]) in client.get("/demo/").content.decode()

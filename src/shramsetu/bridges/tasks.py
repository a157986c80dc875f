"""Periodic work of the doors: the journal handed on, what is owed carried, what is long settled forgotten."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu.bridges.actions import parcels, spreading
from shramsetu.bridges.e112 import outgoing
from shramsetu.bridges.igrs import client, reconciling, sending, states, taking
from shramsetu.bridges.igrs.models import IgrsStates
from shramsetu.bridges.webhooks import sending as webhooks
from shramsetu.bridges.whatsapp import answering, forgetting
from shramsetu.lib import lanes

SPELL_SECONDS = 25  # what is left goes the next minute: a worker has other work too


@app.periodic(cron="* * * * *", periodic_id="bridges.carry")
@app.task(queue=lanes.OUTSIDE, queueing_lock="bridges.carry", lock="bridges.carry")
def carry(timestamp: int) -> None:
    """Owe what the journal says, then tell 112."""
    at = datetime.fromtimestamp(timestamp, UTC)
    try:
        while spreading.spread(at=at):
            pass
    finally:  # an entry that cannot be told holds up nothing that is owed already
        while outgoing.send_due(timezone.now):
            pass


@app.periodic(cron="* * * * *", periodic_id="bridges.webhooks")
@app.task(queue=lanes.OUTSIDE, queueing_lock="bridges.webhooks", lock="bridges.webhooks")
def tell_endpoints(timestamp: int) -> None:
    """Send events that are due, for a spell: an endpoint that takes long keeps nothing else from its turn."""
    _for_a_spell(webhooks.send_due)


@app.periodic(cron="* * * * *", periodic_id="bridges.igrs")
@app.task(queue=lanes.OUTSIDE, queueing_lock="bridges.igrs", lock="bridges.igrs")
def igrs(timestamp: int) -> None:
    """Send IGRS what is due, and take the references that it has for us."""
    at = datetime.fromtimestamp(timestamp, UTC)
    _for_a_spell(sending.send_due)
    sending.sound_if_silent(at=at)
    with suppress(client.NotThere):  # said by what waits
        taking.fetch_all(clock_read=timezone.now)


@app.periodic(cron="30 20 * * *", periodic_id="bridges.reconcile")
@app.task(queue=lanes.OUTSIDE, queueing_lock="bridges.reconcile", lock="bridges.igrs")
def reconcile(timestamp: int) -> None:
    """Compare both sides at two in the morning, and mend."""
    if client.is_wired():
        reconciling.reconcile(at=datetime.fromtimestamp(timestamp, UTC))


@app.task(queue=lanes.OUTSIDE, queueing_lock="bridges.reconcile", lock="bridges.igrs")
def reconcile_now() -> None:
    """Compare both sides because an administrator asked."""
    if client.is_wired():
        reconciling.reconcile(at=timezone.now())


@app.task(queue=lanes.HEAVY, lock="bridges.igrs")
def compare_states(file: int) -> None:
    """Hold a file of their states against our cases."""
    found = IgrsStates.objects.select_related("run").filter(pk=file).first()
    if found is not None:
        states.compare(found, at=timezone.now())


@app.periodic(cron="40 21 * * *", periodic_id="bridges.forget")
@app.task(queue=lanes.NIGHTLY, queueing_lock="bridges.forget", lock="bridges.forget")
def forget(timestamp: int) -> None:
    """Forget parcels that were settled, and messages that were answered long ago."""
    at = datetime.fromtimestamp(timestamp, UTC)
    while parcels.forget(at=at):
        pass
    states.forget(before=parcels.kept_since(at))
    while forgetting.forget_heard(before=parcels.kept_since(at)):
        pass


@app.periodic(cron="* * * * *", periodic_id="bridges.whatsapp")
@app.task(queue=lanes.OUTSIDE, queueing_lock="bridges.whatsapp_sweep", lock="bridges.whatsapp")
def sweep_whatsapp(timestamp: int) -> None:
    """Answer what was left behind: to be tried again, or begun by a worker that died."""
    _for_a_spell(answering.answer_due)


@app.task(queue=lanes.OUTSIDE, queueing_lock="bridges.whatsapp", lock="bridges.whatsapp")
def answer_whatsapp() -> None:
    """Answer what people wrote, as soon as it came."""
    _for_a_spell(answering.answer_due)


def _for_a_spell(send_due: Callable[[Callable[[], datetime]], int]) -> None:
    """Send batch after batch until nothing is due or the spell is over."""
    ends = time.monotonic() + SPELL_SECONDS
    while send_due(timezone.now) and time.monotonic() < ends:
        pass

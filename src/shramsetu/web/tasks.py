"""What the site does for itself: jobs of dead workers are revived, what has served its time is forgotten."""

from django.core.management import call_command
from django.utils import timezone
from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app

from shramsetu.casework import actions as casework
from shramsetu.casework import runs
from shramsetu.files import actions as files
from shramsetu.lib import lanes
from shramsetu.offline import actions as offline
from shramsetu.web import idempotency, reviving

JOB_HOURS = 72


@app.periodic(cron="* * * * *", periodic_id="web.revive")
@app.task(queue=lanes.PEOPLE, queueing_lock="web.revive")
def revive(timestamp: int) -> None:
    """Give the jobs of workers that died back to their queues."""
    reviving.revive(at=timezone.now())


@app.periodic(cron="10 21 * * *", periodic_id="web.forget")
@app.task(queue=lanes.NIGHTLY, queueing_lock="web.forget", lock="web.forget")
def forget(timestamp: int) -> None:
    """Forget what has served: answers to repeats, receipts, presence, ended sessions, papers nobody refers to, jobs."""
    now = timezone.now()
    idempotency.forget(at=now)
    casework.forget_presence(at=now)
    files.sweep(at=now)
    runs.forget(at=now)
    offline.forget(at=now)
    call_command("clearsessions")


@app.periodic(cron="20 21 * * *", periodic_id="web.forget_jobs")
@app.task(queue=lanes.NIGHTLY, queueing_lock="web.forget_jobs", lock="web.forget_jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    """Forget jobs that have ended: the clock alone makes ten thousand a day. Failed ones stay to be looked at."""
    await builtin_tasks.remove_old_jobs(context, max_hours=JOB_HOURS, remove_aborted=True)

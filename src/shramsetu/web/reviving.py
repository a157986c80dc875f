"""Jobs whose worker died: given back to the queue, so that nothing is lost when a server stops in the middle.

procrastinate marks a job as begun and forgets it there: whoever is killed leaves it so for ever, and with it every
later job of its lock. What a job does is safe to repeat (each action is one guarded transaction), so it is begun anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob

from shramsetu.casework import alarm, rules

log = structlog.get_logger("jobs")


@dataclass(frozen=True, slots=True)
class Revived:
    """How many jobs of dead workers were given back, were superseded by one that waits, and were given up."""

    back: int = 0
    superseded: int = 0
    given_up: int = 0


@transaction.atomic
def revive(*, at: datetime) -> Revived:
    """Give the jobs of dead workers back to their queues; return how many went which way.

    A job in whose middle workers died `jobs.deaths_most` times is given up, and the alarm names it. One of which the
    next already waits (the same queueing lock) ends: the next does its work. Many workers may ask at once.
    """
    most = rules.figure("jobs.deaths_most", at)
    back = superseded = 0
    given_up: list[ProcrastinateJob] = []
    for job in _orphans(at):
        deaths = job.attempts + 1
        log.warning("worker_died", job=job.pk, task=job.task_name, deaths=deaths)
        if deaths >= most:
            _end(job, "failed")
            given_up.append(job)
        elif _give_back(job):
            back += 1
        else:
            _end(job, "aborted")
            superseded += 1
    for name in sorted({job.task_name for job in given_up}):
        what = _("A background job was given up, its worker died each time: %(task)s") % {"task": name}
        alarm.sound(what, [str(job.pk) for job in given_up if job.task_name == name], at=at)
    return Revived(back, superseded, len(given_up))


def _orphans(at: datetime) -> QuerySet[ProcrastinateJob]:
    """Return the jobs begun by workers that are silent or forgotten, none that another is giving back just now."""
    # heartbeats are written by the database's clock
    silent = Q(worker__last_heartbeat__lt=Now() - timedelta(seconds=rules.figure("jobs.silent_seconds", at)))
    begun = ProcrastinateJob.objects.filter(silent | Q(worker=None), status="doing").order_by("pk")
    return begun.select_for_update(of=("self",), skip_locked=True)


def _give_back(job: ProcrastinateJob) -> bool:
    """Let the job be begun anew; False if its successor waits already."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job.pk])
    except IntegrityError:
        return False
    return True


def _end(job: ProcrastinateJob, status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, %s::procrastinate_job_status, false)", [job.pk, status])

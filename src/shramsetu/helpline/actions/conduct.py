"""A complaint about an operator: sealed, with the recording, and seen by supervisors of another site."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from shramsetu import rulebook
from shramsetu.casework.models import Bar, Case, Grant
from shramsetu.files import actions as files
from shramsetu.files.models import Purpose
from shramsetu.files.rules import RECORDING
from shramsetu.files.views import opened
from shramsetu.grievances import actions as grievances
from shramsetu.grievances.actions.conduct import CATEGORY
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.helpline.actions import desk
from shramsetu.helpline.models import Agent, Call, Recording
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Charge, Role


@transaction.atomic
def complain(call: Call, about: Call, *, text: str, name: str, by: Actor, at: datetime) -> Case:
    """Open the sealed case that a caller brings in `call` about the operator of the earlier call `about`.

    It goes the way of sealed complaints; the supervisors may read it as well, but for those of the operator's own
    site. The recordings go along, encrypted with the case. The operator never sees it.
    """
    assert about.agent is not None
    filing = Filing(
        kind="grievance",
        category=CATEGORY,
        text=text,
        channel=Case.Channel.CALL,
        complainants=[Someone(name=name, phone=call.phone, language=call.language)],
        sealed=True,
    )
    case = grievances.register(filing, by=by, at=at)
    _bar(case, about.agent)
    until = at + timedelta(days=rulebook.book().number("helpline.conduct_days", clock.day(at)))
    for post in offices.of_role(Role.SUPERVISOR):
        Grant(case=case, post=post, from_at=at, to_at=until).save(force_insert=True)
    for one in Recording.objects.filter(call=about, attachment__removed_at=None).exclude(attachment=None):
        _copy(one, case, by, at)
    desk.link(call, case, by=by, at=at)
    return case


def _bar(case: Case, agent: Agent) -> None:
    """Keep the operator out, and every supervisor who is not known to sit at another site."""
    elsewhere = Agent.objects.exclude(site=agent.site).values("user_id")
    supervisors = Charge.objects.filter(post__role=Role.SUPERVISOR, to_at=None).exclude(user__in=elsewhere)
    for user_id in {agent.user_id, *supervisors.values_list("user_id", flat=True)}:
        Bar(case=case, user_id=user_id).save(force_insert=True)


def _copy(one: Recording, case: Case, by: Actor, at: datetime) -> None:
    assert one.attachment is not None
    with opened(one.attachment) as file:
        sound = SimpleUploadedFile(one.attachment.name, file.read(), one.attachment.media_type)
    files.store(sound, stream=case.stream, purpose=Purpose.RECORDING, by=by, at=at, size_rule=RECORDING)

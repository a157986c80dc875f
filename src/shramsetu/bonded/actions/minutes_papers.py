"""The minutes as a paper: numbered and marked, signed by who was in the chair, and back by scan."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import minutes
from shramsetu.bonded.actions import districts, papers
from shramsetu.bonded.models import Meeting, Paper
from shramsetu.bonded.papers import values
from shramsetu.bonded.papers.sheet import Value, Words
from shramsetu.casework.actions import Refused
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post
from shramsetu.rulebook.basis import Text

FORM = "minutes"


@transaction.atomic
def print_minutes(meeting: Meeting, *, office: Post, by: Actor, at: datetime) -> Paper:
    """Return the paper of the minutes of a meeting that was held; printed again it is the same one. Raises Refused."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("committee__district", "paper")
    row = rows.get(pk=meeting.pk)
    if row.paper is not None:
        return row.paper
    if row.state != Meeting.State.HELD:
        raise Refused(_("There are no minutes of this meeting."))
    case = districts.parent(row.committee.district, at=at)
    paper = papers.print_form(FORM, case, office=office, by=by, at=at, written=_words(row))
    Meeting.objects.filter(pk=row.pk, paper=None).update(paper=paper)
    return paper


def _words(meeting: Meeting) -> dict[str, Value]:
    """Return what stands on the minutes: seats and who sat on them, matters, decisions, who does what by when."""
    found = minutes.contents(meeting, minutes.for_paper(meeting))
    committee = meeting.committee
    name: list[Text | str] = [values.place(committee.district), committee.subdivision]
    return {
        "committee": values.joined(name),
        "held": values.joined([values.moment(meeting.meets_at), meeting.venue]),
        "present": [(title, seat.name) for seat, title in found["present"]],
        "decisions": list(_decisions(found["items"])),
    }


def _decisions(items: list[dict[str, object]]) -> Iterator[tuple[Words, ...]]:
    for number, one in enumerate(items, 1):
        title = one["title"]
        assert isinstance(title, str | Text)
        yield (str(number), title, str(one["decision"]))
        actions = one["actions"]
        assert isinstance(actions, list)
        for action, text, owner, _state in actions:
            yield ("", "", str(text), owner, values.day(action.due_on))

"""From a filled form to a taken step: files first, then the step or the assistant's draft, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import get_language, gettext

from shramsetu.casework import actions, flow, forms, queries
from shramsetu.casework import detail as detail_json
from shramsetu.casework.models import Case, Proposal
from shramsetu.casework.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.lib import text


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case of many: done, or the sentence that says why not."""

    case: Case
    is_done: bool
    words: str


@transaction.atomic
def carry_out(form: forms.StepForm, *, seen: int, at: datetime) -> bool:
    """Store the files and take the step, or lay it in the tray; return whether it was laid there.

    Raises what `actions.take` raises; then the files are not kept either.
    """
    if form.case.revision != seen:
        raise actions.Stale(form.case.number)
    return take_or_propose(form.case, form.step.verb, seen=seen, by=form.by, at=at, detail=form.keep(at=at))


def take_or_propose(case: Case, verb: str, *, seen: int, by: Actor, at: datetime, detail: Mapping[str, object]) -> bool:
    """Take the step, or lay an assistant's in the officer's tray; return whether it was laid there."""
    if by.assists and actions.step_for(case, verb, by=by).tray:
        actions.propose(case, verb, seen=seen, by=by, at=at, detail=detail)
        return True
    actions.take(case, verb, seen=seen, by=by, at=at, detail=detail)
    return False


def carry_out_many(
    cases: Sequence[Case], verb: str, values: dict[str, object], *, by: Actor, at: datetime
) -> list[Result]:
    """Take the same step in each case, each in its own transaction; return what became of each."""
    return [_one_of_many(case, verb, values, by=by, at=at) for case in cases]


def _one_of_many(case: Case, verb: str, values: dict[str, object], *, by: Actor, at: datetime) -> Result:
    try:
        step = actions.step_for(case, verb, by=by)
        form = forms.read(step, case, by, values, {})
        if not form.is_valid():
            return Result(case, is_done=False, words=" ".join(str(one[0]) for one in form.errors.values()))
        drafted = carry_out(form, seen=case.revision, at=at)
    except (actions.NotAllowed, actions.Stale, actions.Missing, actions.Refused) as error:
        return Result(case, is_done=False, words=sentence(error))
    return Result(case, is_done=True, words=gettext("Laid in the tray") if drafted else gettext("Done"))


def decide_many(proposals: Sequence[Proposal], *, accept: bool, by: Actor, at: datetime) -> list[Result]:
    """Accept or put away drafts, each in its own transaction; return what became of each."""
    results = []
    for proposal in proposals:
        try:
            actions.decide(proposal, accept=accept, by=by, at=at)
            words = gettext("Accepted") if accept else gettext("Put away")
            results.append(Result(proposal.case, is_done=True, words=words))
        except (actions.NotAllowed, actions.Stale, actions.Missing, actions.Refused) as error:
            results.append(Result(proposal.case, is_done=False, words=sentence(error)))
    return results


def sentence(error: Exception) -> str:
    """Say why a step was not taken and what to do."""
    if isinstance(error, actions.Refused):
        return str(error.message)
    if isinstance(error, actions.Stale):
        return str(SAY["stale"])
    if isinstance(error, actions.Missing):
        return gettext("Something is missing. Open the case and fill in the form.")
    return str(SAY["not_allowed"])


def tray(post_id: int) -> list[Proposal]:
    """Return the drafts that wait for the post, oldest first, with what each case needs to be shown."""
    waiting = Proposal.objects.filter(post=post_id, decided_at=None)
    return list(waiting.select_related("case__district", "made_by").order_by("made_at"))


def drawn(proposal: Proposal) -> list[tuple[str, str]]:
    """Return a draft's values under their labels, for the officer to read."""
    labels = labels_of(proposal.case.kind, proposal.verb)
    readable = detail_json.readable(proposal.case.kind, proposal.verb, proposal.detail)
    return [(labels.get(name, name), shown(value)) for name, value in readable.items() if name in labels]


def labels_of(kind: str, verb: str) -> dict[str, str]:
    """Return the label of each need of a verb."""
    steps = [step for step in flow.flow_of(kind).steps if step.verb == verb]
    return {need.name: str(need.label) for step in steps for need in step.needs}


def shown(value: object) -> str:
    """Write a value of a step for reading: files by their count, rows by name, times as the page writes them."""
    language = "en" if (get_language() or "hi").startswith("en") else "hi"
    if isinstance(value, datetime):
        return text.instant(value, language)
    if isinstance(value, date):
        return text.dated(value, language)
    if isinstance(value, list):
        return gettext("%(count)d files") % {"count": len(value)}
    return str(value)


def chosen(numbers: Sequence[str], by: Actor) -> list[Case]:
    """Return the cases of these numbers that the actor may see, in the order of their due time."""
    found = queries.cases_visible_to(by).filter(number__in=numbers)
    return list(found.select_related("holder__place", "department", "place", "district").order_by("due_at", "id"))

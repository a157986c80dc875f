"""What an agent sees of a person to call: who, why, the script, the desk's own form for the answer.

`of_call` gives the same for the screen of a call that was placed for somebody; `helpline/target.html` draws both.
"""

from django.urls import reverse

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import calling, forms, queries
from shramsetu.helpline.campaign_forms import LaterForm
from shramsetu.helpline.models import Call, Target
from shramsetu.offices.access import DeskRequest

Shown = dict[str, object]


def audience_of(target: Target) -> calling.Audience | None:
    """Return the audience behind the target's campaign, if it has one."""
    return calling.get(target.campaign.audience) if target.campaign.audience else None


def answer_form(request: DeskRequest, target: Target) -> forms.StepForm | None:
    """Return the empty form of the step that the answer takes; None where the case asks nothing more of this post."""
    audience = audience_of(target)
    if audience is None or not audience.verb or target.case is None:
        return None
    case = queries.visible(target.case.number, request.actor)
    if case is None:
        return None
    try:
        step = casework.step_for(case, audience.verb, by=request.actor)
    except casework.NotAllowed:
        return None
    return forms.form_for(step, case, request.actor)()


def answer_page(request: DeskRequest, target: Target) -> str:
    """Return the address where this agent writes the answer down, where it is a page of its own; else nothing."""
    audience = audience_of(target)
    if audience is None or target.case is None or request.post.role not in audience.page_for:
        return ""
    return reverse(audience.page, args=[target.case.number])


def sheet_of(target: Target) -> calling.Sheet | None:
    """Return the questions that are no step of the case; None where there are none, or none any more."""
    audience = audience_of(target)
    if audience is None or audience.asking is None or target.case is None:
        return None
    return audience.asking.sheet(target.case, None)


def of_target(
    request: DeskRequest,
    target: Target,
    *,
    form: forms.StepForm | None = None,
    sheet: calling.Sheet | None = None,
    later_form: LaterForm | None = None,
) -> Shown:
    """Return the context of `helpline/target.html`."""
    return {
        "target": target,
        "target_case": target.case,
        "target_page": answer_page(request, target),
        "target_form": form or answer_form(request, target),
        "target_sheet": sheet or sheet_of(target),
        "later_form": later_form or LaterForm(),
        "target_script": rulebook.book().script if target.campaign.audience == "feedback" else (),
    }


def of_call(request: DeskRequest, call: Call) -> Shown:
    """Return the same for a call placed for somebody; nothing for any other call."""
    if call.target_id is None:
        return {}
    target = Target.objects.select_related("campaign", "case", "person").get(pk=call.target_id)
    return of_target(request, target)

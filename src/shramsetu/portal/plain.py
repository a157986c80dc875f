"""The steps of the flow in the portal's words: labels of the boxes, and what is said afterwards."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.forms import StepForm
from shramsetu.casework.models import Case
from shramsetu.portal import stages, standing
from shramsetu.portal.stages import Offer

# A complainant says only these two; the rest is for whoever phones.
OWN_RESULTS = ("satisfied", "dissatisfied")
OWN_WORDS = {"satisfied": _("Yes, it is solved"), "dissatisfied": _("No, it is not solved")}


def worded(form: StepForm, offer: Offer) -> StepForm:
    """Return the form asking only what the complainant is asked, in plain words."""
    for name in [name for name in form.fields if name not in offer.labels]:
        del form.fields[name]
    for name, label in offer.labels.items():
        if name in form.fields:
            form.fields[name].label = str(label)
    result = form.fields.get("result")
    if isinstance(result, forms.ChoiceField):
        result.choices = [(name, OWN_WORDS[name]) for name in OWN_RESULTS]
        result.widget = forms.RadioSelect(choices=result.choices)
    return form


def after(case: Case, offer: Offer) -> dict[str, object]:
    """Return what is said once the step is taken: how the case stands now."""
    told = stages.DONE.get(offer.verb, stages.SENTENCES[offer.verb])
    return {"case": case, "number": case.number, "told": told, **standing.standing(case)}

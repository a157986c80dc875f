"""The large jobs of schemes, as casework's runs know them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import runs
from shramsetu.casework.models import Run
from shramsetu.offices.models import Role
from shramsetu.schemes import paying
from shramsetu.schemes.actions import unclaimed, whatif
from shramsetu.schemes.models import WhatIf


def _answer_of(run: Run) -> str:
    asked = WhatIf.objects.filter(run=run).values_list("pk", flat=True).first()
    return reverse("eligibility:whatif", args=[asked]) if asked else ""


runs.register(runs.Kind(whatif.KIND, _("A draft order over the registry"), whatif.answer, link=_answer_of))
runs.register(
    runs.Kind(
        unclaimed.KIND,
        _("The nightly list of who has not claimed"),
        unclaimed.work,
        roles=frozenset({Role.STATE_DESK, Role.ADMINISTRATOR}),
        link=lambda run: reverse("eligibility:left_behind"),
    )
)
runs.register(
    runs.Kind(paying.KIND, paying.LABEL, paying.work, row_link=lambda number: reverse("payments:batch", args=[number]))
)

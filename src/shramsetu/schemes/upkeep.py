"""The large jobs of schemes, as casework's runs know them, and what lies under the keys of the environment."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import rewrapping, runs
from shramsetu.casework.models import Run
from shramsetu.casework.rewrapping import Shelf
from shramsetu.offices.models import Role
from shramsetu.schemes import paying
from shramsetu.schemes.actions import answers, batches, payees, unclaimed, whatif
from shramsetu.schemes.models import AnswerRow, BatchFile, Payee, PayeeAccount, WhatIf

FULL = ~Q(closed=b"")  # a payee without a name, and what was erased, lie under no key


def _answer_of(run: Run) -> str:
    asked = WhatIf.objects.filter(run=run).values_list("pk", flat=True).first()
    return reverse("eligibility:whatif", args=[asked]) if asked else ""


runs.register(
    runs.Kind(
        whatif.KIND, _("A draft order over the registry"), whatif.answer, finish=whatif.call_next, link=_answer_of
    )
)
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

rewrapping.keep("payees of benefits", Shelf(Payee, payees.bound, only=FULL))
rewrapping.keep("accounts of payees", Shelf(PayeeAccount, payees.bound_account, only=FULL, related=("payee",)))
rewrapping.keep(
    "bank files of benefits", Shelf(BatchFile, lambda file: batches.bound(file.batch), only=FULL, related=("batch",))
)
rewrapping.keep("bank answers of benefits", Shelf(AnswerRow, answers.bound, only=FULL, related=("answer",)))

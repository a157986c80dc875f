"""The sentences that say why something of the registry cannot be done, and what to do instead."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.casework.actions import Refused
from shramsetu.workers.models import Worker
from shramsetu.workers.rules.standing import Standing

SAY: dict[str, object] = {
    "already": _("There is a registration with this Aadhaar number already. Renew it instead of registering anew."),
    "waiting_on": _("On this Aadhaar number an application waits for its decision already. Check the digits."),
    "waiting": _("An application of this worker waits for its decision already."),
    "fee_first": _("The fee has not been paid. Enter the payment reference first."),
    "too_young": _("The worker is %(age)d; registration begins at %(least)d."),
    "too_old": _("The worker has completed %(age)d years; registration ends there."),
    "days_lacking": _("%(days)d days of work in the last twelve months are proved; %(least)d are needed."),
    "see_work_first": _("Check the days of work first, or have the place visited."),
    "asked_enough": _("The worker was asked as often as allowed. Decide with what you have."),
    "visit_in_future": _("The visit cannot lie in the future, nor before the application."),
    "hearing_too_soon": _("The worker must have %(days)d days to prepare. Fix a later day."),
    "hearing_too_far": _("The hearing cannot be further away than %(days)d days. Fix a nearer day."),
    "hear_first": _("Nobody is refused unheard. Record the hearing first."),
    "hearing_to_come": _("The hearing has not taken place yet."),
    "answer_lacking": _("Write an answer, or add a photo or paper."),
    "reference_used": _("This payment reference was used for another fee. Look at the receipt."),
    "reference_years": _(
        "This payment reference was entered for %(years)d years already. Another payment has a reference of its own."
    ),
    "wrong_sum": _("The official fee is ₹%(official)s. Nothing else may be taken."),
    "years": _("Contributions are taken for 1 to %(most)d years at once."),
    "years_short": _("The registration ended on %(until)s. Pay at least %(years)d years to make it run again."),
    "paid_enough": _("It is paid until %(until)s already. Nothing more may be taken now."),
    "no_renewal": _("This registration cannot be renewed. Apply for a registration anew."),
    "not_registered": _("There is no registration with this board that could be renewed."),
    "merged": _("This row was merged into another one. Go on with that one: %(number)s."),
    "another_lets_in": _("Another person lets the rows of this register in: not who brought it, and no assistant."),
    "nothing_to_let_in": _("No rows of this register wait to be let in."),
    "outage_order": _("An outage ends after it begins, and not in the future."),
}

# How a membership stands, in the office's words.
STANDINGS = {
    Standing.APPLIED: _("Applied for"),
    Standing.ACTIVE: pgettext_lazy("registration", "In force"),
    Standing.DUE: _("In force, renewal due"),
    Standing.LAPSED: _("Ended; runs again when paid"),
    Standing.REVIVABLE: _("Ended; revived with days of work and payment"),
    Standing.INACTIVE: _("Inactive; to be registered anew"),
    Standing.CEASED: _("Ended with the age"),
    Standing.DECEASED: _("Died"),
    Standing.CANCELLED: _("Cancelled"),
}


def need_standing(worker: Worker) -> None:
    """Raise Refused for a row that was merged away: what is paid or asked for it would reach nobody."""
    if worker.merged_into is not None:
        raise Refused(SAY["merged"] % {"number": worker.merged_into.number})  # type: ignore[operator]

"""What is said when a step of a claim cannot be taken, and what to do instead."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAY: dict[str, Promise] = {
    "elsewhere": _("This scheme is not claimed here. Its page says where."),
    "not_yet": _("This scheme did not exist on that day."),
    "no_event": _("Write the day on which it happened first."),
    "twice": _("There is a claim for the same thing already. Look at that one."),
    "fails": _("A condition fails: give notice before a refusal, or put the fact right."),
    "open": _("Not everything is known yet: %(what)s. Ask the applicant, or settle it from a paper."),
    "papers": _("These papers have not been seen yet: %(what)s."),
    "visit": _("A field check is to be made first."),
    "same_person": _("Who looked at the claim does not decide it. It goes to another officer."),
    "filed_it": _("You made this claim yourself. Send it to the full check: two more officers look at it."),
    "benefit_open": _("It is not known yet how much is to be given: %(what)s."),
    "not_fast": _("Not everything is proved any more. Send it to the full check."),
    "no_failure": _("No condition fails. A claim cannot be refused without one that does."),
    "holds": _("This condition does not fail. Choose one that does."),
    "hearing_soon": _("Between notice and hearing lie at least %(days)s days."),
    "hearing_far": _("The hearing can lie at most %(days)s days ahead."),
    "no_hearing": _("No hearing of the appeal is fixed. Fix the day first."),
    "hearing_waits": _("The hearing is on %(on)s; it cannot be recorded before."),
    "adjourned": _("The hearing was put off as often as it may be. Record it now."),
    "reasons_short": _(
        "The reasons need at least %(letters)s letters: what was claimed, found and heard, why it fails."
    ),
    "asked_out": _("The applicant was asked as often as the rule allows."),
    "asked_too_little": _("A claim is laid aside only after %(times)s questions that stayed unanswered."),
    "answer_lacking": _("Write an answer or add a paper."),
    "not_later": _("This day has not come yet."),
    "before_claim": _("This lies before the claim was made."),
    "known": _("The registry knows this already. What is wrong there is put right in the registry."),
    "no_value": _("This value cannot be right. Look at it again."),
    "not_asked": _("This scheme does not ask for that."),
    "too_many_papers": _("No more papers can lie with this claim. Give the others at the counter."),
    "broken": _("Something went wrong here. Open this claim by itself; those who keep the site running were told."),
    "not_now": _("At this stage nothing can be changed."),
}

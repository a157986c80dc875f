"""The sentences that say why a step cannot be taken and what to do instead."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from shramsetu.lib import clock

EVIDENCE = {
    "contact_with_complainant": _("when the complainant was contacted"),
    "site_visit": _("when the site was visited"),
    "site_photo": _("a photo of the site"),
    "both_statements": _("the statements of both sides"),
    "order_or_receipt": _("the order or receipt"),
    "letter": _("letter number and date"),
    "bank_reference": _("the bank reference of the payment"),
    "inspection_permission": _("the permission to inspect"),
}


def _lacking(kinds: Sequence[str]) -> str:
    names = ", ".join(str(EVIDENCE.get(kind, kind)) for kind in kinds)
    return str(_("This category needs more evidence. Please add: %(names)s.") % {"names": names})


SAY: dict[str, object] = {
    "not_subordinate": _("You can mark this only to a post that works under you. Choose one from the list."),
    "same_department": _("The case is already with this department. Choose another one."),
    "asked_before": _("The complainant was already asked once at this level. Please report with what you have."),
    "contact_in_future": _("This time is in the future. Write when it really happened."),
    "paused_too_often": _("The clock was paused as often as allowed. Please report, or propose a special closure."),
    "date_in_past": _("This date is past. Write the next date."),
    "date_too_far": _("This date is further away than a pause may last. Write a nearer date."),
    "grade_c_cannot_pass": _("A report of grade C cannot pass. Return it with reasons."),
    "no_report": _("There is no report to verify in this case."),
    "own_check": _("You wrote or checked this report. The second verification is for somebody else."),
    "verified_before": _("This case was already verified a second time."),
    "who_answered": _("Choose who answered the phone."),
    "not_a_master": _("A case can only be attached to another open grievance that is not sealed."),
    "not_the_same": _(
        "The master case is about something else: another category or district, another phone and opposite party, other"
        " words. Handle this case by itself, or choose the right master."
    ),
    "master_not_open": _("The master case is closed or itself attached. Choose an open one."),
    "is_a_master": _("Other cases are attached to this one. Attach those to the other case first."),
    "document_lacking": _("A special closure needs its document. Upload it first."),
    "two_persons": _("Who proposed it cannot decide it. Another person must turn the second key."),
    "nothing_added": _("Write something or choose a paper first."),
    "paused_too_long": _("The clock stood still for as many days as allowed. Please report with what you have."),
    "contact_before_case": _("This time is before the complaint came. Write when the complainant was asked."),
    "answer_lacking": _("Write your answer, add a paper, or say that nobody asked you."),
    "interim_too_often": _("This level has given as many interim reports as allowed. Please submit the report."),
    "outside_calling_hours": _("Calls are made by day only. Try again in the calling hours."),
    "no_such_ground": _("This ground is not open to your level or this case. Choose one from the list."),
    "not_your_own": _("Who reported or approved it cannot review it. The post above decides."),
    "reviewed_before": _("It was reviewed once already. Decide by a speaking order; it names where to appeal."),
    "own_word_closes": _("Only the leading complainant's own word, or that of who speaks for them, closes it."),
    "same_number": _("This is the number that was wrong. Find the right one from the letter, the village or the bank."),
    "sealed_already": _("This case is sealed already."),
    "no_such_choice": _("Choose one from the list."),
    "appealed_before": _("A supervisor has already looked at this once."),
}


def _too_early(until: datetime) -> str:
    return str(_("It is too early to call again. Try from %(when)s.") % {"when": _clock(until)})


def _wait_for_answer(until: datetime) -> str:
    return str(_("The complainant may answer the message until %(when)s. Decide after that.") % {"when": _clock(until)})


def _clock(at: datetime) -> str:
    return f"{clock.local(at):%d.%m.%Y %H:%M}"


SAY_TOO_EARLY: Callable[[datetime], str] = _too_early
SAY_WAIT_FOR_ANSWER: Callable[[datetime], str] = _wait_for_answer
SAY_LACKING: Callable[[Sequence[str]], str] = _lacking

"""What the forms and steps of matters say when something cannot be done, and what to do instead."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAY: dict[str, Promise] = {
    "central": _(
        "This employer belongs to the central government. Such cases are heard by the Regional Labour "
        "Commissioner (Central); the helpline 1076 tells where."
    ),
    "no_forum": _("No forum is known here for such a case. The office must be asked: call 1076."),
    "no_law": _("The rulebook does not say which law governs this. Ask the administrator."),
    "future": _("This day has not come yet."),
    "past_day": _("This day is over."),
    "before_cause": _("Conciliation cannot have failed before the dispute began."),
    "no_claimant": _("Say who claims: a name, and a phone if there is one."),
    "no_opposite": _("Say against whom it is: the employer or the contractor."),
    "no_cause": _("The day of the cause is missing. Send it back, or have it completed."),
    "no_cause_told": _("Say on which day it was."),
    "odd_sum": _("This sum cannot be right. Look at it again."),
    "no_words": _("Write something, or add a photo."),
    "nothing_mended": _("Put at least one thing right, or write that it is right as it is."),
    "no_defects": _("Mark at least one defect."),
    "returned_enough": _(
        "It was sent back %(most)d times already. Register it, or lay it before the presiding officer."
    ),
    "late": _("It came %(days)d days late. Only the presiding officer can condone that: lay it before them."),
    "not_late": _("It came in time; there is nothing to condone."),
    "not_condonable": _(
        "This law does not let a delay be condoned. It can only be refused, or brought under another law."
    ),
    "condone_first": _("Condone the delay of %(days)d days first, with your reasons, or do not register it."),
    "late_then": _("Under that law it came %(days)d days late, and nobody condoned that."),
    "same_law": _("This law governs it already."),
    "same_forum": _("It lies with this forum already."),
    "not_heard_there": _("That forum does not hear such matters."),
    "too_soon": _("Between the notice and the hearing there must be at least %(days)d days."),
    "too_far": _("The first hearing must be within %(days)d days."),
    "not_sitting": _("The forum does not sit then. It sits next on %(day)s."),
    "full": _("At that hour there is no room left. The next free one is %(day)s at %(hour)s."),
    "is_over": _("This matter is over."),
    "sent": _("This notice went out by post already."),
    "not_posted": _("Only a notice by post or by hand is dispatched here."),
    "tracking_used": _("Under this tracking number another notice went out."),
    "not_back": _("Only a notice that came back or did not arrive is issued anew."),
    "own_number": _("A matter is not linked with itself."),
    "no_matter": _("There is no matter with this number that your post sees."),
    "linked": _("These two are linked already."),
    "not_sent": _("Write first when and under which number it went out."),
    "known": _("What became of this notice is written down already."),
    "proof": _("Add the scan that proves it: the acknowledgement, or the envelope that came back."),
    "before_issued": _("It cannot have been sent before it was issued."),
    "before_sent": _("It cannot have been served before it was sent."),
    "party": _("This person is no party of the matter."),
    "advocate": _("An advocate may speak only with the consent of the other side and the leave of the forum."),
    "who_speaks": _("Write a phone, or a number of the bar council or of the union."),
    "represented": _("This representative speaks for this party already."),
    "sealed_name": _("The matter is sealed; names are entered when it is filed."),
    "not_yours": _("This is not for your post to do."),
    "too_many_papers": _("There are enough papers. Bring the others to the hearing."),
    "too_many": _("At most %(most)d workers can claim together in one matter."),
}

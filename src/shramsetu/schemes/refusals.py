"""Why money could not be granted, sent or settled, and what to do instead. `message` is what the officer reads."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shramsetu.offices.errors import Refused


class NoSum(Refused):
    """A benefit is due, but its sum is not known."""

    message = _("The sum of a benefit is not known. Fill in the facts it is reckoned from, then sanction.")


class OtherSum(Refused):
    """The claim was granted another sum before."""

    message = _("It was sanctioned with another sum before. The accounts desk puts it right on the claim's money.")


class SameSum(Refused):
    """A correction that would change nothing."""

    message = _("This is the sum already. Nothing is to be put right.")


class MendFirst(Refused):
    """A part of it came back, and is not mended: it could go to the same account again."""

    message = _(
        "A part of it came back from the bank. See to that first; until the sum is right nothing of it goes out."
    )


class NotYours(Refused):
    """Money of a board is for its own accounts desk, and never for an assistant."""

    message = _("This is not for your post to do.")


class SamePerson(Refused):
    """Who made a batch cannot approve it."""

    message = _("You made this batch yourself. Another person must approve it.")


class SameHand(Refused):
    """Who wrote something down cannot check it."""

    message = _("You wrote this down yourself. Another person must check it.")


class SameWord(Refused):
    """Who said that the bank did not take a file cannot confirm it."""

    message = _("You said so yourself. Another person must confirm that the bank did not take it.")


class NotNow(Refused):
    """It does not stand where this could be done."""

    message = _("This cannot be done as it stands now. Look at it again; nothing was changed.")


class ProvedSoFar(Refused):
    """A certificate of life pays for nothing that is not paid without it."""

    def __init__(self, until: date, counts_from: date) -> None:
        super().__init__()
        said = gettext("Life is proved until %(until)s. This certificate adds nothing; one of %(from)s or later does.")
        self.message = said % {"until": f"{until:%d.%m.%Y}", "from": f"{counts_from:%d.%m.%Y}"}


class NothingToPay(Refused):
    """Nothing is due, or nothing that could go out."""

    message = _("Nothing can go out here: nothing is due, or what is due waits for an account.")


class TakenBefore(Refused):
    """The file was downloaded before; a second time needs a reason."""

    message: str | Promise = _("This file was downloaded before. Write why it is needed again.")


class GoneOut(Refused):
    """Money of it has gone out already."""

    message = _("Some of this money has gone out already. What is paid cannot be planned anew.")


class OnTheWay(Refused):
    """A part of it lies in a batch or at the bank: who gets it is not settled."""

    message = _("A part of it lies in a batch or at the bank. Wait for the answer, or send the batch back, then do it.")


class NotMature(Refused):
    """A deposit cannot be released before its day, nor without proof."""

    message = _("The deposit is released on its day or later, when it is proved that she is unmarried.")


class BadAccount(Refused):
    """The two writings of an account differ, or it is none."""

    message = _("This is no bank account. Look at the passbook again.")


class BadPaper(Refused):
    """A file that was handed in is none that can be kept; its message says why."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message

"""What the desk reads of a mail: why it waits, why it was set aside, why an attachment was not taken."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SIGNS: dict[str, Promise] = {
    # what speaks against it: suspicion.POINTS
    "too_many": _("Many e-mails of this sender within an hour"),
    "program": _("A program or a page is attached"),
    "forged": _("Our mail server says that the sender's name is false"),
    "marked": _("Our mail server holds it to be spam"),
    "thrown_before": _("Earlier e-mails of this sender were put away as spam"),
    "no_sender": _("It does not say who sent it"),
    "newsletter": _("It went to a mailing list"),
    "not_to_us": _("Our address is not among the receivers"),
    "many_links": _("Many links and few words"),
    "empty": _("There is nothing in it"),
    "many_receivers": _("It went to many receivers"),
    "strange_script": _("It is written in a foreign script"),
    "no_id": _("It has no number of its own, as every mail program gives"),
    "shouting": _("The subject is in capital letters alone"),
    # why nobody is to be answered: automatic.why
    "report": _("A mail server reports about an e-mail of ours"),
    "own": _("An e-mail of our own came back"),
    "loop": _("It went round in circles"),
    "auto": _("An automatic answer, such as of somebody on leave"),
    "null_path": _("A program sent it: it has no address for errors"),
    "bulk": _("It was sent to many by a program"),
    "robot": _("Its sender takes no answers"),
    "bounced": _("The address is marked as not reachable"),
    # what of it was read
    "cut": _("Too large: only its beginning was fetched, all of it is in the mailbox"),
    "structure": _("So deeply folded that only its beginning was read"),
    "parts": _("It has so many parts that not all were read"),
    "unreadable": _("It could not be read; open it as it came"),
    "spam": _("Put away as spam"),
}
REFUSED: dict[str, Promise] = {
    "winmail": _("in a format of Outlook alone; ask the sender for ordinary attachments"),
    "kind": _("not a PDF, picture or recording, or not what its name says"),
    "large": _("too large"),
    "locked": _("locked by a password"),
    "broken": _("broken"),
    "too_many": _("more attachments than are taken"),
}
LISTS: dict[str, Promise] = {
    "waiting": _("Waiting"),
    "quarantined": _("In quarantine"),
    "joined": _("With a case"),
    "automatic": _("Automatic"),
    "discarded": pgettext_lazy("mail", "Put away"),
}
NOT_ANSWERED: dict[str, Promise] = {
    "sealed": _("This case is secret: nothing of it goes out by e-mail. Phone the person."),
    "nobody": _("This e-mail has no address that could be answered. Phone the person."),
    "unreachable": _("The server of this address said that there is nobody. Phone the person."),
}
FAILING: dict[str, Promise] = {
    "unreachable": _("The mail server cannot be reached."),
    "shut": _("The mail server does not let us in: compare account and password with the settings."),
    "odd": _("The mail server does not give what was asked: see whether the folder is there and may be written to."),
    "here": _("E-mails cannot be kept on this side: see the log; perhaps the disk is full."),
}

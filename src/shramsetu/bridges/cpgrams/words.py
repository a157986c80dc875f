"""What is said of a cell that is wrong or doubtful: the reason, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: dict[str, str | Promise] = {
    "number": _("no registration number, such as PMOPG/E/2025/0012345"),
    "twice": _("stands in the file before, and says something else there"),
    "name": _("the name is missing"),
    "short": _("too short: write what the complaint is about"),
    "long": _("too long"),
    "refused": _("could not be registered"),
}
DOUBTS: dict[str, str | Promise] = {
    "day": _("the day cannot be read; it is left out"),
    "future": _("lies in the future; it is left out"),
    "mobile": _("no mobile number; it stays among the words"),
    "email": _("no e-mail address; it stays among the words"),
    "long": _("longer than there is room for; the whole stays among the words"),
    "state": _("another state; the state desk finds the place"),
    "district": _("no district of ours; the state desk finds the place"),
    "category": _("no category of ours; registered under other matters"),
    "krutidev": _("looks typed in Kruti Dev: hand the file in again with the box ticked"),
}

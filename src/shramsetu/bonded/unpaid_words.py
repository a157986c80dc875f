"""Why a freed person has no immediate assistance yet, in words, and whose turn it is."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WHY: Mapping[str, str | Promise] = {
    "withdrawn": _("The certificate was cancelled; another is to be issued"),
    "no_date": _("The day of release is not entered"),
    "no_certificate": _("The release certificate is not issued yet"),
    "not_proposed": _("Not proposed yet"),
    "refused": _("Proposal sent back"),
    "to_sanction": _("Waits for the sanction"),
    "paid_there": _("Another state paid of it, it is written: to be confirmed"),
    "no_account": _("No bank account"),
    "unchecked": _("The account is not checked"),
    "no_money": _("The fund holds too little"),
    "cheque": _("Cheque not written yet"),
    "cheque_out": _("Cheque not handed over yet"),
    "to_send": _("Sanctioned, not sent to the bank"),
    "at_bank": _("Sent, the bank has not answered"),
    "returned": _("Returned by the bank"),
    "waived": _("The District Magistrate found that it cannot be paid"),
    "before_scheme": _("Released before the first version of the scheme"),
}
UNTOUCHED = frozenset({"no_date", "no_certificate", "not_proposed", "no_account", "refused"})
ASIDE = frozenset({"waived", "before_scheme"})
TURN = {
    "withdrawn": "sdm",
    "no_certificate": "sdm",
    "to_sanction": "dm",
    "unchecked": "dm",
    "no_money": "dm",
    "paid_there": "dm",
    "waived": "dm",
    "before_scheme": "dm",
    "no_account": "lead_bank",
    "at_bank": "lead_bank",
}

"""Why money could not be moved, and what to do instead. `message` is what the officer reads."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shramsetu.offices.errors import Refused


class Moved(Refused):
    """The payment has moved on since the officer looked at it."""

    message = _("Somebody else has acted on this payment meanwhile. Look at it again; nothing was changed.")


class NotNow(Refused):
    """The payment does not stand where this could be done."""

    message = _("This cannot be done with the payment as it stands. Nothing was changed.")


class SamePerson(Refused):
    """Who proposed cannot sanction."""

    message = _("You proposed this payment yourself. Another officer must sanction it.")


class SameHand(Refused):
    """Who wrote an account down cannot check it."""

    message = _("You wrote this account down yourself. Another officer must check it.")


class SameWord(Refused):
    """Who said that the bank did not take a file cannot confirm it."""

    message = _("You said so yourself. Another officer, who may sanction, must confirm that the bank did not take it.")


class OwnCheque(Refused):
    """Who proposed a payment does not say that its cheque was handed over."""

    message = _("You proposed this payment yourself. Another officer must hand the cheque over and keep the receipt.")


class SamePicture(Refused):
    """Receipt and photo are one and the same file."""

    message = _("Receipt and photo are the same file. Keep the receipt with the thumb and a photo with the cheque.")


class SameSaying(Refused):
    """Who wrote what was paid before cannot confirm it."""

    message = _("You wrote this sum down yourself. Another officer must confirm it.")


class NotYours(Refused):
    """Proposing, sanctioning and sending are each for certain posts, and never for an assistant."""

    message = _("This is not for your post to do.")


class Elsewhere(NotYours):
    """The person, the payment or the fund is that of another district."""

    message = _("This lies in another district. Only its own officers can do it.")


class SetByMagistrate(Refused):
    """The District Magistrate set the amounts; a computation by somebody else does not undo them."""

    message = _("The District Magistrate has set these amounts. Only they may change them again.")


class Confirmed(Refused):
    """What raises the category is found by who may sanction, from the papers."""

    message = _(
        "Disability, trafficking and sexual exploitation raise the amount: an officer who may sanction enters them"
        " from the papers. Ask them to do it on this page."
    )


class DayIsFixed(Refused):
    """The day of release stands with the finding; it decides which scheme pays."""

    message = _("The day of release stands with the finding. An officer who may sanction changes it.")


class NoPower(Refused):
    """The post has no power to sanction in this district."""

    message = _("Only the District Magistrate, or an officer with an order under section 10, may sanction.")


class NoEntitlement(Refused):
    """The day of release is missing."""

    message = _("Enter the day of release first: it decides the version of the scheme.")


class BeforeScheme(NoEntitlement):
    """The day of release lies before the first version of the scheme."""

    message = _("The scheme counts for releases since its first day only: nothing can be computed for an earlier one.")


class OverEntitlement(Refused):
    """More than the person is entitled to or than fell due, and nobody gave the reason."""

    message = _("This is more than this person is owed. Only the District Magistrate may allow it, with a reason.")


class PaidThere(OverEntitlement):
    """Another state paid of it, an officer wrote; nobody has confirmed that, or said why it is paid all the same."""

    message = _(
        "It is written that another state paid of this already. Confirm that first; if it is not so, the District "
        "Magistrate may sanction with a reason."
    )


class UnderEntitlement(OverEntitlement):
    """Less than the whole immediate assistance, and nobody gave the reason."""

    message = _(
        "This is less than the immediate assistance of this person. Only the District Magistrate may allow it, with a "
        "reason; the rest stays due."
    )


class GateShut(Refused):
    """Proof of bondage, certificate, checked account or consent is missing for the balance."""

    message = _("The gate of the balance is not open yet. The person's page says which proof is missing, and whose.")


class NoAccount(Refused):
    """Neither an account nor a reason for a cheque."""

    message = _("There is no bank account yet. Enter it, or pay by cheque and say why.")


class Unchecked(Refused):
    """Only one person has seen the account."""

    message = _("A second officer must check the bank account first.")


class SharedAccount(Refused):
    """Another person is paid to the same account."""

    message = _("Another person is paid to this account already. Say whose it is and why, or take the person's own.")


class Noted(Refused):
    """The same sum is due already."""

    message = _("This is noted as due already. If it is another one of its kind, say which.")


class NothingToSend(Refused):
    """No payment is ready for the bank, or the fund holds too little for any of them."""

    message = _("Nothing can be sent: no payment is ready, or the fund holds too little.")


class FundTooLow(Refused):
    """The district's fund holds too little."""

    message = _("The district's fund holds too little for this payment.")


class NoFund(Refused):
    """The fund has no opening balance."""

    message = _("The opening balance of the district's fund has not been entered yet.")


class Opened(Refused):
    """The fund was opened already."""

    message = _("The opening balance of this district was entered already.")


class ReferenceUsed(Refused):
    """The same reference was entered before."""

    message = _("This reference was entered already. If it is the same money, nothing is left to do.")


class SameCheque(Refused):
    """The cheque's number stands on another payment of the district."""

    message = _("This cheque number stands on another payment of the district. Compare it with the cheque.")


class TakenBefore(Refused):
    """The bank file was downloaded before."""

    message = _("This file was downloaded before. Say why it is needed again; it must not go to the bank twice.")


class NothingToClaim(Refused):
    """No paid sum with a certificate is unclaimed."""

    message = _("Nothing is left to claim: no paid sum with a certificate is unclaimed.")


class NothingToCorrect(Refused):
    """No more came back than there is to claim."""

    message = _("Nothing is to be given back: what came back is deducted from the next proposal.")


class TooMuchBack(Refused):
    """More would come back than was claimed."""

    message = _("This is more than is still awaited on this proposal.")


class BadStatement(Refused):
    """The file is not a statement."""

    message = _("This file cannot be read as a bank statement: it must be a CSV with the columns %(columns)s.")

    def __init__(self, columns: str) -> None:
        super().__init__()
        self.columns = columns

    def __str__(self) -> str:
        words: str | Promise = self.message
        return str(words) % {"columns": self.columns}

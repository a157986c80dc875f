"""The sentences of transfers, journeys, packets and chases: why something cannot be done, and what to do instead."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAY: dict[str, Promise] = {
    "other_half": _("This step belongs to the other district. Write it a message; it alone closes its half."),
    "wrong_stage": _("The transfer has moved on. Look at its present state."),
    "nobody": _("Choose at least one person."),
    "mixed": _("These persons were not rescued in the same district. Make a transfer for each district."),
    "in_transfer": _("%(code)s is in an open transfer already."),
    "is_over": _("The case of %(code)s is closed."),
    "same_district": _("Home lies in the district of the rescue. No transfer is needed."),
    "missing": _("Name the right district. A refusal without one leaves the person with nobody."),
    "same": _("This is your own district. Name the one where the home is, or accept."),
    "fixed": _("The Labour Commissioner has fixed this district. It cannot be refused any more."),
    "reason": _("Write why."),
    "nothing_to_fix": _("Nobody asks for the district to be fixed."),
    "not_outside": _("A packet is for another state. Districts of this state see the transfer itself."),
    "consent": _("%(code)s has not agreed to this being shared. Ask first and write the answer down."),
    "not_yours_to_share": _("Statement, health and threats are shared by the magistrate or the District Magistrate."),
    "packet_needed": _("The other state needs a packet. Issue it; that sends the transfer."),
    "duties_open": _("Duties of your half are still open: %(duties)s. Finish them first."),
    "signed": _("Your half is signed already."),
    "child_order": _("%(code)s is a child, who goes home only as the Child Welfare Committee orders: write its order."),
    "no_finding": _(
        "%(code)s has neither a certificate nor a finding. Nobody is sent home without one: sign it first."
    ),
    "not_sent": _("The home district does not know yet. Send the transfer first."),
    "departed": _("They have left already."),
    "not_departed": _("They have not left yet."),
    "journey_first": _("Write the escorted journey first; leaving is written there."),
    "handover_first": _("They left with an escort: write the handover with its receipt on the page of the journey."),
    "chase_first": _("Enter number and scan of the certificate on the page of its chase."),
    "receipt": _("Lay the handover receipt with it."),
    "chase_over": _("This chase is over."),
    "letter_sent": _("This letter is sent already."),
    "goes_on": _("This person is %(code)s. Go on in that case; nobody is entered a second time."),
    "certificate": _("Write the number and the date of the certificate."),
}
WHY: dict[str, Promise] = {
    "revoked": _("The sender has taken this packet back."),
    "expired": _("The time of this packet is over."),
    "opened": _("This packet was opened once already and is not shown again."),
    "locked": _("Too many wrong codes. The packet is locked; ask the sender for a new one."),
    "code": _("The code is wrong."),
}
SENTENCES: dict[str, Promise] = {
    "transfer_drafted": _("Transfer drafted"),
    "transfer_sent": _("Sent to the home district"),
    "transfer_seen": _("Seen by the home district"),
    "transfer_accepted": _("Accepted by the home district"),
    "transfer_refused": _("Refused by the district, sent on to the one it named"),
    "transfer_disputed": _("The Labour Commissioner has to fix the home district"),
    "transfer_received": _("Received by the home district"),
    "transfer_signed": _("One half of the transfer is done"),
    "transfer_completed": _("Both halves of the transfer are done"),
    "transfer_withdrawn": _("Transfer withdrawn"),
    "packet_issued": _("Sealed packet issued"),
    "packet_opened": _("Sealed packet read by the other state"),
    "packet_code": _("Code of the packet looked up, to be told"),
    "packet_revoked": _("Sealed packet taken back"),
    "journey_planned": _("Journey home planned"),
    "journey_left": _("Left for home with an escort"),
    "journey_overdue": _("Not arrived in time: the escort was asked by message"),
    "journey_called": _("Escort called"),
    "journey_arrived": _("Handed over at home"),
    "consent": _("Consent written down"),
    "chase_letter": _("Letter for the certificate"),
    "chase_denied": _("The certificate was refused"),
}
# Why a packet was not opened, for the list of who looked.
SHUT: dict[str, Promise] = {
    "revoked": _("taken back"),
    "expired": _("too late"),
    "opened": _("read once already"),
    "locked": _("locked after wrong codes"),
    "code": _("wrong code"),
}

"""Why a message did not arrive, in words: our own reasons, and the operators' codes, which the rulebook explains."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook

REASONS: dict[str, Promise] = {
    "opted_out": _("The person asked not to be written to."),
    "expired": _("It became too old before it could be sent."),
    "tries_used_up": _("It could not be sent although it was tried several times."),
    "lease_ran_out": _("The sending process stopped in the middle; the message may have gone out."),
    "no_answer": _("The gateway did not answer in time; the message may have gone out."),
    "not_reachable": _("The gateway cannot be reached."),
    "busy": _("The gateway asked to wait."),
    "gateway_shut": _("The gateway did not let us in."),
    "nack": _("The operator refused it without a code."),
    "half": _("Only the first segments reached the gateway."),
    "refused": _("The gateway refused the message."),
    "bad_address": _("There is no such phone or e-mail address."),
    "sealed_away": _("The phone lies sealed and could not be opened."),
    "withdrawn": _("It was cancelled before it was sent."),
    # against the register of the operators (dlt.fault)
    "no_entity": _("The department's entity id is missing."),
    "no_template": _("There is no such message in the rulebook any more."),
    "other_words": _("The text differs from the one registered with the operators."),
    "other_header": _("The header is not the one registered for this message; capitals and small letters count."),
    "other_id": _("The template id is not the one registered for this message."),
    "header_idle": _("The header is suspended with the operators."),
    "header_shut": _("The header is blocked by the operators."),
    "not_settled": _("An officer found that it did not arrive."),
    # of a row of a bulk message
    "bad_phone": _("This is no mobile number."),
    "twice": _("The same phone and words stand in the list already."),
    "bad_value": _("A value is missing or too long."),
    "too_long": _("It takes more segments than allowed."),
    "no_consent": _("The person has not agreed to such messages."),
    "dnd_before": _("The number refused such messages lately."),
    # of WhatsApp (chats.fault); what can go as a text message then does
    "wa_closed": _("More than 24 hours after the person's last message nothing free may be written on WhatsApp."),
    "wa_not_there": _("The phone cannot be reached on WhatsApp."),
    "wa_unwanted": _("The person or WhatsApp does not want such messages there."),
    "wa_template": _("WhatsApp does not know the approved text, or knows it otherwise."),
    "wa_refused": _("WhatsApp refused the message."),
    # of the phone
    "absent": _("The phone was switched off or out of reach."),
    "full": _("The phone's memory is full."),
    "unknown_subscriber": _("The number is not in use."),
}


REMEDIES: dict[str, Promise] = {
    "no_entity": _("Put the 19 digits of the entity id into SMS_ENTITY, start the processes anew, then send again."),
    "no_template": _("Tell the person by phone; the message cannot be sent any more."),
    "other_words": _("Compare the words in the rulebook with the registered ones, then send again."),
    "other_header": _("Compare the header in the rulebook with the registered one, then send again."),
    "other_id": _("Compare the template id in the rulebook with the registered one, then send again."),
    "header_idle": _("Reactivate the header on the DLT portal, write its state into the rulebook, then send again."),
    "header_shut": _("Ask the operator why; register another header."),
    "lease_ran_out": _("Wait for the delivery report; after that ask the person and say here what you found."),
    "no_answer": _("Wait for the delivery report; after that ask the person and say here what you found."),
    "gateway_shut": _("Compare account and password of the gateway with the settings."),
    "nack": _("Look for the code in Kannel's bearerbox.log at that time."),
    "half": _("Ask the person; if they did not understand it, send again."),
    "not_reachable": _("See whether the gateway runs, then send again."),
    "bad_address": _("Put the right number or address into the case."),
    "sealed_away": _("Enter a phone that is safe, see that the keys are there, then send again."),
    "wa_template": _("Compare WHATSAPP_TEMPLATES with the texts approved there; the message went as an SMS."),
    "wa_closed": _("Nothing to do: they will be answered when they write again."),
    "absent": _("Send again later, or tell the person by phone."),
}


def reason(code: str) -> str:
    """Say why, in the language of the reader; a code nobody has explained stands for itself.

    `receipt-undeliv:027` is a state with the operator's own number, which is shown in brackets.
    """
    name, _sign, number = code.partition(":")
    known = rulebook.book().rejects.get(name)
    said = str(REASONS[name]) if name in REASONS else known.means.say(get_language() or "hi") if known else name
    return f"{said} ({number})" if number else said


def remedy(code: str) -> str:
    """Say what to do about it, empty where nobody knows."""
    name = code.partition(":")[0]
    known = rulebook.book().rejects.get(name)
    return str(REMEDIES[name]) if name in REMEDIES else known.remedy.say(get_language() or "hi") if known else ""

"""Why a message did not arrive, in words: our own reasons and the codes of the operators' DLT platforms."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "opted_out": _("The person asked not to be written to."),
    "expired": _("It became too old before it could be sent."),
    "tries_used_up": _("It could not be sent although it was tried several times."),
    "lease_ran_out": _("The sending process stopped in the middle; the message may have gone out."),
    "no_answer": _("The gateway did not answer in time; the message may have gone out."),
    "not_reachable": _("The gateway cannot be reached."),
    "busy": _("The gateway asked to wait."),
    "refused": _("The gateway refused the message."),
    "bad_address": _("There is no such phone or e-mail address."),
    "withdrawn": _("It was cancelled before it was sent."),
    # the operators' codes (DLT): 60x sender's entity, 61x telemarketer, 62x header, 63x template
    "600": _("The department's entity id is not registered with the operators."),
    "601": _("The department's entity id is blocked by the operators."),
    "602": _("The department's entity id is not active."),
    "603": _("The department's entity id is missing."),
    "604": _("The department's entity id is wrong."),
    "610": _("The telemarketer is not registered."),
    "611": _("The telemarketer is blocked."),
    "612": _("The telemarketer is not bound to the department."),
    "620": _("The header is not registered; capitals and small letters count."),
    "621": _("The header is not active: unused for 30 days it is suspended."),
    "622": _("The header is blocked."),
    "623": _("The header does not belong to the department."),
    "630": _("The template id is not registered."),
    "631": _("The template is not active or its words differ from the registered ones."),
    "632": _("The template is black-listed."),
    # of the phone
    "absent": _("The phone was switched off or out of reach."),
    "full": _("The phone's memory is full."),
    "dnd": _("The number does not take messages of this kind."),
    "unknown_subscriber": _("The number is not in use."),
}


def reason(code: str) -> str:
    """Say why, in the language of the reader; a code nobody has explained stands for itself."""
    return str(REASONS.get(code, code))

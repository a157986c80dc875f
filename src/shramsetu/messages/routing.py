"""By which way a message goes: to who agreed and wrote there, news of their own case go on WhatsApp, else by SMS.

Decided when it is about to go, because a talk stays open for a day only. Every message is worded as a text message
first, so that nothing is lost where WhatsApp does not take it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings

from shramsetu import rulebook
from shramsetu.messages import chats, consents
from shramsetu.messages.actions import address_key
from shramsetu.messages.gateways import Gateway
from shramsetu.messages.models import TALK, Audience, Channel, Chat, Message, State


def choose(found: Sequence[Message], serving: Mapping[str, Gateway], *, at: datetime) -> None:
    """Set the channel of each message that is about to go, and the approved text where WhatsApp needs one."""
    if Channel.WHATSAPP not in serving:
        return
    asked = [one for one in found if one.channel == Channel.WHATSAPP or _may(one)]
    if not asked:
        return
    keys = {one.phone: address_key(one.phone) for one in asked}
    rows = Chat.objects.filter(address_key__in=list(keys.values()), last_at__gt=at - chats.WINDOW)
    opened = set(rows.values_list("address_key", flat=True))
    lacking = set(consents.lacking(keys, chats.CATEGORY))
    for one in asked:
        is_open = keys[one.phone] in opened
        if one.channel == Channel.SMS and one.phone in lacking:
            continue
        one.approved = "" if is_open else approved(one)
        if is_open or one.approved:
            one.channel = Channel.WHATSAPP
        elif one.template != TALK and Channel.SMS in serving:
            one.channel = Channel.SMS
        else:
            one.state, one.error, one.settled_at = State.FAILED, "wa_closed", at


def approved(message: Message) -> str:
    """Return the name under which WhatsApp approved the text of a message, empty where it did not."""
    known = message.template in rulebook.book().templates
    return str(settings.WHATSAPP["templates"].get(message.template, "")) if known else ""


def _may(message: Message) -> bool:
    """Tell whether a text message may go on WhatsApp instead: of the receiver's own case, and not refused there."""
    own = message.stream.startswith("case:") and message.audience != Audience.OFFICER
    was_there = message.gateway == Channel.WHATSAPP or message.attempts > 0
    return own and message.channel == Channel.SMS and not message.is_sealed and not was_there

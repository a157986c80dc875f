"""What carries messages out: one small protocol, and which gateway serves a channel here."""

from collections.abc import Callable

from django.conf import settings

from shramsetu.messages.gateways.basis import Gateway, Outcome, Rejected, Sent, Unknown
from shramsetu.messages.gateways.http import HttpGateway, HttpSettings
from shramsetu.messages.gateways.kannel import KannelGateway, KannelSettings
from shramsetu.messages.gateways.smtp import SmtpGateway
from shramsetu.messages.gateways.tray import TrayGateway
from shramsetu.messages.gateways.whatsapp import WhatsappGateway, WhatsappSettings

__all__ = ["Gateway", "Outcome", "Rejected", "Sent", "Unknown", "gateways"]

_MAKERS: dict[str, Callable[[], Gateway]] = {
    "tray": TrayGateway,
    "smtp": SmtpGateway,
    "http": lambda: HttpGateway(HttpSettings.of({**settings.SMS_HTTP, "entity": settings.SMS_ENTITY})),
    "kannel": lambda: KannelGateway(kannel_settings()),
    "whatsapp": lambda: WhatsappGateway(WhatsappSettings.of(settings.WHATSAPP)),
}


def gateways() -> dict[str, Gateway]:
    """Return the gateway of each channel that has one; messages of other channels wait."""
    return {channel: _MAKERS[name]() for channel, name in settings.MESSAGE_GATEWAYS.items() if name}


def kannel_settings() -> KannelSettings:
    """Return how Kannel is reached, with the secret of its reports and the department's entity id."""
    given = {**settings.SMS_KANNEL, "secret": settings.SMS_REPORT_SECRET, "entity": settings.SMS_ENTITY}
    return KannelSettings.of(given)

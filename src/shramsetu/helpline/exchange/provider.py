"""Which exchange this node has: the simulated one, or Asterisk."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from shramsetu.helpline.exchange.ari import Asterisk
from shramsetu.helpline.exchange.protocol import Exchange
from shramsetu.helpline.exchange.simulated import SimulatedExchange

SIMULATED, ASTERISK = "simulated", "asterisk"


def of_settings(node: str) -> Exchange:
    """Return the exchange that TELEPHONY names; raises ImproperlyConfigured."""
    if settings.TELEPHONY == SIMULATED:
        return SimulatedExchange()
    if settings.TELEPHONY == ASTERISK:
        if not settings.ASTERISK_ARI_URL:
            raise ImproperlyConfigured("ASTERISK_ARI_URL: http://name:password@host:8088/ari of this node's Asterisk")
        return Asterisk(settings.ASTERISK_ARI_URL, node=node)
    raise ImproperlyConfigured(f"TELEPHONY: {settings.TELEPHONY!r} is neither {SIMULATED} nor {ASTERISK}")

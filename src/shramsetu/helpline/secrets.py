"""The secret of an agent's phone: derived, so that it is stored nowhere; a new epoch makes a new one."""

import base64
import hashlib
import hmac

from django.conf import settings


def of_phone(number: str, epoch: int) -> str:
    """Return the SIP secret of a phone."""
    text = f"phone:{number}:{epoch}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()

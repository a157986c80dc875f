"""allauth's forms for passkeys, with the one label that it leaves in English."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """Adds a passkey or security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")


class RenamePasskey(EditWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """Gives a key another name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")

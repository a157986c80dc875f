"""What a visitor does, as the tests speak of it."""

from django.test import Client
from django.urls import reverse

from shramsetu.people import actions as people
from shramsetu.people.queries import phone_key
from shramsetu.portal import citizen

WORDS = "तीन महीने से मज़दूरी नहीं मिली। ठेकेदार फ़ोन नहीं उठाता।"
ANSWERS = {
    "what": {"kind": "grievance", "text": WORDS},
    "about": {"category": "wages-not-paid"},
    "where": {"district": "150", "place_words": "", "landmark": "शिव मंदिर के पास"},
    "whose": {"whom": "me"},
    "who": {"name": "रमेश कुमार", "phone": "99999 00001", "best_time": "", "safe_to_call": "yes"},
    "against": {"opposite": "गुप्ता ठेकेदार", "opposite_address": ""},
}


def tell(client: Client, *names: str, **changes: dict[str, str]) -> None:
    """Answer the screens `names` (all of them if none is named) one after the other."""
    for name in names or ANSWERS:
        found = client.post(reverse("portal:file_screen", args=[name]), {**ANSWERS[name], **changes.get(name, {})})
        assert found.status_code == 302, found.content.decode()


def send(client: Client) -> str:
    """Press the button under the reading back; return the number."""
    page = client.get(reverse("portal:file_send"))
    found = client.post(reverse("portal:file_send"), {"idempotency_key": page.context["draft"].key})
    assert found.status_code == 302, found.content.decode()
    return found.url.rstrip("/").rpartition("/")[2]


def sign_in(client: Client, phone: str, monkeypatch: object = None) -> None:
    """Prove `phone` by the code that is sent to it."""
    assert client.post(reverse("portal:sign_in"), {"phone": phone}).status_code == 302
    found = client.post(reverse("portal:code"), {"code": sent_code(phone)})
    assert found.status_code == 302, found.content.decode()


def sent_code(phone: str) -> str:
    """Return the code in the latest message to `phone`."""
    from shramsetu.messages.models import Message

    return str(Message.objects.filter(to_phone=phone, template="code").order_by("-queued_at")[0].values["code"])


__all__ = ["ANSWERS", "WORDS", "citizen", "people", "phone_key", "send", "sent_code", "sign_in", "tell"]

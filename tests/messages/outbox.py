"""Messages of every kind for the tests, queued through the real action."""

from datetime import UTC, date, datetime

from shramsetu.journal.rules import Actor
from shramsetu.messages import actions
from shramsetu.messages.models import Message

NOON = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # 12:00 in Kolkata, a Friday
NIGHT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)  # midnight
MORNING = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)  # 08:00 of the next day
OFFICER = Actor(role="officer", user_id=7, post_id=3)
PHONE = "+919876543210"
NUMBER, DUE = "104729638150", date(2026, 11, 28)
VALUES: dict[str, dict[str, object]] = {
    "withdrawn": {"number": NUMBER, "date": DUE},  # a service message that goes out at any hour
    "opened": {"number": NUMBER, "date": DUE, "post": "श्रम प्रवर्तन अधिकारी", "place": "कानपुर नगर"},  # waits at night
    "code": {"code": "482913", "minutes": 10},  # a transactional one
}


def queued(key: str = "k1", *, template: str = "withdrawn", to: str = PHONE, at: datetime = NOON) -> Message:
    recipient, stream = actions.Recipient(to), f"case:{NUMBER}"
    actions.send(template, to=recipient, values=VALUES[template], stream=stream, key=key, by=OFFICER, at=at)
    return Message.objects.get(key=key)


def fresh(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)

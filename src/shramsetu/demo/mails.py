"""E-mails of the demo: they come in as from a mailbox, are read and worked through the actions; no server is asked."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from django.conf import settings
from django.db import transaction

from shramsetu.casework.models import Case
from shramsetu.demo import people, scenes, simulate
from shramsetu.grievances import actions as grievances
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.intake.mail import actions, imap
from shramsetu.intake.mail.actions.taking import Spot
from shramsetu.intake.mail.models import Box, Mail, Thread
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.places import queries as places

BOX = "shikayat@demo/INBOX"
KANPUR = 157
ANSWER = "आपकी शिकायत दर्ज है। ठेकेदार को बुलाया गया है; हाज़िरी या पर्ची की फ़ोटो हो तो इसी ई-मेल के उत्तर में भेजें।"


@dataclass(frozen=True, slots=True)
class Written:
    """An e-mail of the demo: hours before now, who wrote, what; further lines of its head."""

    hours: int
    name: str
    address: str
    subject: str
    text: str
    heads: tuple[tuple[str, str], ...] = ()


WAGES = Written(
    52, "सुनील यादव", "sunil@mail.example", "दो महीने की मज़दूरी",
    "कानपुर की फ़ैक्ट्री में दो महीने काम किया, 26,000 रुपये नहीं मिले। मालिक कहता है कि अगले महीने देंगे।",
)  # fmt: skip
REPLY = Written(
    20, WAGES.name, WAGES.address, "Re: दो महीने की मज़दूरी", "हाज़िरी ठेकेदार के पास है, मेरे पास गेट पास है। उसकी फ़ोटो कल भेजूँगा।"
)
WAITING = (
    Written(
        7, "गीता देवी", "geeta@mail.example", "बेटी की पढ़ाई का पैसा नहीं आया",
        "मेरा निर्माण श्रमिक पंजीयन है। बेटी कक्षा 9 में है, आवेदन जुलाई में किया था, आज तक कुछ नहीं आया।",
    ),
    Written(
        5, "राजू", "raju@mail.example", "ठेकेदार ने निकाल दिया",
        "बिना नोटिस काम से निकाल दिया और पंद्रह दिन की मज़दूरी रोक ली। साइट आगरा में है।",
    ),
)  # fmt: skip
SPAM = Written(
    9, "लकी ड्रॉ", "offer@shop.example", "INAAM JEETEIN ABHI", "अभी क्लिक करें http://shop.example/x http://shop.example/y",
    (("X-Spam-Flag", "YES"),),
)  # fmt: skip
ABSENT = Written(
    19,
    "सुनील यादव",
    "sunil@mail.example",
    "मैं अभी उपलब्ध नहीं हूँ",
    "मैं सोमवार को उत्तर दूँगा।",
    (("Auto-Submitted", "auto-replied"),),
)
THANKS = Written(30, "मोहन लाल", "mohan@mail.example", "धन्यवाद", "पिछले महीने कार्ड मिल गया, धन्यवाद।")


def grow(*, at: datetime) -> int:
    """Let the e-mails of the last days come in, once; return how many there are now."""
    if Mail.objects.exists():
        return 0
    with transaction.atomic():
        _play(at)
    return Mail.objects.count()


def _play(at: datetime) -> None:
    chance = random.Random(people.SEED)  # noqa: S311 - invented history
    operator = scenes.actor_in(offices.of_role(Role.OPERATOR)[0], chance)
    first = _came(WAGES, at)
    filing = Filing(
        kind="grievance",
        category="wages-not-paid",
        text=WAGES.text,
        channel=Case.Channel.EMAIL,
        complainants=(Someone(WAGES.name, phone=people.invented_phone(chance), email=WAGES.address),),
        district=places.district(KANPUR),
    )
    case = grievances.register(filing, by=operator, at=first.taken_at + timedelta(hours=1))
    actions.file_as(first, case, by=operator, at=first.taken_at + timedelta(hours=1))
    first.refresh_from_db()
    case.refresh_from_db()
    if case.holder is not None:
        by = scenes.actor_in(case.holder, chance)
        actions.answer(case, first, text=ANSWER, by=by, at=first.taken_at + timedelta(hours=20))
    token = Thread.objects.get(case=case).token
    name, _, host = settings.MAIL_ADDRESS.partition("@")
    _came(REPLY, at, to=f"{name}+{token}@{host}")
    thanks = _came(THANKS, at)
    actions.put_away(
        thanks, reason="धन्यवाद का पत्र", is_spam=False, by=operator, at=thanks.taken_at + timedelta(minutes=20)
    )
    for one in (ABSENT, SPAM, *WAITING):
        _came(one, at)
    simulate.deliver(case, until=at)


def _came(written: Written, at: datetime, *, to: str = "") -> Mail:
    """Let one come in and be read, as from the mailbox."""
    when = at - timedelta(hours=written.hours)
    made = EmailMessage()
    made["From"], made["To"] = f"{written.name} <{written.address}>", to or settings.MAIL_ADDRESS
    made["Subject"], made["Date"] = written.subject, clock.local(when)
    made["Message-ID"] = f"<demo-{written.hours}@mail.example>"
    for name, value in written.heads:
        made[name] = value
    made.set_content(written.text)
    content = made.as_bytes()
    box, _ = Box.objects.get_or_create(name=BOX)
    spot = Spot(box, 1, box.fetched_set.count() + 1)
    kept = actions.take(imap.Fetch(content, len(content), is_cut=False), spot, at=when)
    mail = actions.read(Mail.objects.get(pk=kept.mail_id), at=when)
    kept.flagged_at = when
    kept.save(update_fields=["flagged_at"])
    return mail

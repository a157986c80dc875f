"""The counter of the demo: a day's post through the scanner, registers of letters, a Jan-Sunwai of yesterday.

Played through the actions, once. One of the scanned letters is typed already, the others wait for whoever looks.
"""

import random
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.template import engines

from shramsetu import rulebook
from shramsetu.bonded.papers import scan
from shramsetu.casework import paper
from shramsetu.casework.models import Case
from shramsetu.demo import people, simulate
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.intake.camps import actions as camps
from shramsetu.intake.camps.actions import Plan
from shramsetu.intake.counter import actions as counter
from shramsetu.intake.counter.actions import Pile
from shramsetu.intake.counter.piles import How
from shramsetu.intake.dak import actions as dak
from shramsetu.intake.dak.actions import Written
from shramsetu.intake.dak.models import Letter
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Charge, Post

OFFICE = "labour.alc.kanpur-nagar"
DAY = "jan-sunwai"
LINES = 6
_KEYS = UUID("5f0c7d52-6a0e-4d0c-9a57-2c1a7f3b9e10")
_SHEET = (
    '{% extends "layouts/print.html" %}{% block letterhead %}{% endblock %}'
    "{% block content %}{% for line in lines %}<p>{{ line }}</p>{% endfor %}{% endblock %}"
)
_LETTERS = (
    (
        "रमेश कुमार",
        "तीन माह की मज़दूरी न मिलने के संबंध में",
        "प्रार्थी ने ठेकेदार के यहाँ तीन माह राजमिस्त्री का काम किया, परंतु मज़दूरी अब तक नहीं मिली।",
    ),
    (
        "सुनीता देवी",
        "दुर्घटना के बाद इलाज न कराने के संबंध में",
        "कार्य करते समय प्रार्थिनी के पति का पैर टूट गया, पर ठेकेदार इलाज नहीं करा रहा है।",
    ),
    (
        "मो. सलीम",
        "हिसाब न करने के संबंध में",
        "प्रार्थी ने काम छोड़ दिया है, दो माह बीत गए, पर मालिक हिसाब नहीं कर रहा है।",
    ),
)


def grow(*, at: datetime) -> int:
    """Play the counter up to `at`, once; return how many letters were taken in now."""
    office = Post.objects.select_related("place").get(code=OFFICE)
    if Letter.objects.filter(office=office).exists():
        return 0
    charge = Charge.objects.filter(post=office, to_at=None).exclude(kind=Charge.Kind.ASSISTANT).order_by("id")[0]
    by = Actor(role=office.role, user_id=charge.user_id, post_id=office.pk)
    with transaction.atomic():
        return _play(office, by, at)


def _play(office: Post, by: Actor, at: datetime) -> int:
    chance = random.Random(people.SEED)  # noqa: S311 - invented letters
    begun = at - timedelta(hours=3)
    pages = [_page(*letter) for letter in _LETTERS]
    pile = Pile(files=[_scan(pages)], how=How.EACH, way=Letter.Way.POST)
    first, *_waiting = counter.scan_in(office, pile, by=by, at=begun)
    case = counter.register(first, _filing(chance, office, *_LETTERS[0][::2], by="post"), by=by, at=begun)
    order = Written("जिलाधिकारी, कानपुर नगर", "श्रमिक शिविर की तिथि", Letter.Way.HAND, their_number="415/शि.का.")
    came = dak.enter(office, order, book=Letter.Book.RECEIPT, by=by, at=begun)
    reply = Written("जिलाधिकारी, कानपुर नगर", "श्रमिक शिविर की तिथि", Letter.Way.SPEED, "कलेक्ट्रेट, कानपुर नगर", answers=came)
    dak.enter(office, reply, book=Letter.Book.DESPATCH, by=by, at=at - timedelta(hours=1))
    lines = _day(office, by, chance, at)
    simulate.deliver_all([one.stream for one in (case, *lines)], until=at)
    return Letter.objects.filter(office=office).count()


def _day(office: Post, by: Actor, chance: random.Random, at: datetime) -> list[Case]:
    """Hold a Jan-Sunwai, today or on the last working day: line after line; its register is open still."""
    assert office.place is not None
    days = (clock.day(at) - timedelta(days=back) for back in range(30))
    on = next(one for one in days if camps.rule(DAY).is_on(one, rulebook.book().calendar(one)))
    plan = Plan(DAY, on, office.place, "श्रम कार्यालय का सभागार", "सहायक श्रमायुक्त")
    day = camps.open_day(plan, office=office, by=by, at=at)
    rows = list[Case]()
    for number in range(LINES):
        category, text = simulate.matter(chance)
        name = people.invented_name(chance)
        filing = _filing(chance, office, name, text, category=category)
        rows.append(camps.enter(day, filing, key=uuid5(_KEYS, f"{at.date()}:{number}"), by=by, at=at).case)
    return rows


def _filing(
    chance: random.Random, office: Post, name: str, text: str, *, category: str = "wages-not-paid", by: str = "desk"
) -> Filing:
    place = office.place.district if office.place else None
    return Filing(
        kind="grievance",
        category=category,
        text=text,
        channel=by,
        complainants=(Someone(name=name, phone=people.invented_phone(chance)),),
        district=place,
        place=place,
    )


def _page(name: str, subject: str, text: str) -> bytes:
    opening = ("सेवा में,", "सहायक श्रमायुक्त महोदय, कानपुर नगर।", f"विषय: {subject}।", "महोदय,")
    lines = [*opening, text, "अतः निवेदन है कि उचित कार्यवाही करने की कृपा करें।", "प्रार्थी", name]
    return paper.printed(engines["django"].from_string(_SHEET).render({"lines": lines}))


def _scan(sheets: list[bytes]) -> SimpleUploadedFile:
    content = scan.pictured(scan.joined(sheets), dpi=150)
    return SimpleUploadedFile("scan.pdf", content, content_type="application/pdf")

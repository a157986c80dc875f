"""A notice as a Hindi paper for the post: who is called, when and where, under which law, what to bring."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation

from shramsetu import rulebook
from shramsetu.casework import pdf
from shramsetu.hearings import named, notice_words, shown
from shramsetu.hearings.models import Matter, Notice
from shramsetu.lib import clock, numbers


def response(matter: Matter, notice: Notice) -> HttpResponse:
    """Return the PDF of a notice: always in Hindi."""
    with translation.override("hi"):
        name = f"notice-{matter.case.number}-{notice.seq}"
        return pdf.response("hearings/notice_print.html", page(matter, notice), name=name)


def page(matter: Matter, notice: Notice) -> dict[str, object]:
    """Return what the paper shows."""
    people = named.litigants(matter)
    to = next((one for one in people if one.row.pk == notice.litigant_id), None)
    hides = matter.case.sealed and not (to and to.row.claims)  # who claims in a sealed matter is for who decides alone
    purpose = rulebook.book().law.purposes.get(matter.next_purpose)
    return {
        "matter": matter,
        "notice": notice,
        "number": numbers.spaced(matter.case.number),
        "reference": f"{matter.case.number}/{notice.seq}",
        "serial": shown.number(matter),
        "to": to,
        "is_claimant": bool(to and to.row.claims),
        "title": named.title(matter, people, masked=hides),
        "kind": shown.rule(matter).title.hi,
        "law": notice_words.governed_by(matter, "hi"),
        "purpose": purpose.title.hi if purpose else "",
        "reliefs": shown.reliefs(matter),
        "bring": shown.bring(matter, claims=bool(to and to.row.claims)),
        "forum": matter.forum.name("hi"),
        "address": matter.forum.address("hi"),
        "on": clock.day(notice.issued_at),
        "page": f"{settings.SITE_URL}{reverse('sunvai:start')}",
        "code": notice_words.code(matter, notice.litigant),
    }

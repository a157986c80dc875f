"""What workers see of other systems on their own page: which was given their record, when, by what law."""

from datetime import date

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu.lib import clock, text
from shramsetu.workers.models import Disclosed, Worker
from shramsetu.workers.own_view import SECTIONS, Line, Section

MOST = 20


def given_to(worker: Worker, on: date) -> Section:
    """Return the systems that were given this worker's record or family, the latest first."""
    del on
    about = Q(worker=worker) | Q(family=worker.family_id) if worker.family_id else Q(worker=worker)
    rows = Disclosed.objects.filter(about).select_related("partner").order_by("-at")[:MOST]
    lines = [Line(one.partner.name, f"{_day(one)} · {one.partner.purpose}") for one in rows]
    return Section(_("Which systems were given your record"), _("None so far."), lines)


def _day(one: Disclosed) -> str:
    return text.dated(clock.day(one.at), (get_language() or "hi")[:2])


SECTIONS.append(given_to)

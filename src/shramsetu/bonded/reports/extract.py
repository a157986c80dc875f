"""The anonymous extract, in columns of the Counter Trafficking Data Collaborative; no row stands for under eleven."""

from django.utils.translation import get_language, gettext, pgettext

from shramsetu import rulebook
from shramsetu.bonded.reports import words
from shramsetu.bonded.reports.asked import Asked, Report
from shramsetu.bonded.reports.people import Person, people
from shramsetu.bonded.rules import anonymous
from shramsetu.bonded.rules.anonymous import Row
from shramsetu.bonded.words import said_state
from shramsetu.casework.sheets import Sheet
from shramsetu.lib import small

COLUMNS = ("year", "gender", "majority", "origin", "mandal", "work")
# What loses detail first; the second time a column has its widest value.
WIDEN = ("mandal", "origin", "work", "year", "gender", "majority")
ANY = "*"


def report(asked: Asked) -> Report:
    """Return those freed until the day that was asked for, as rows that are alike with at least ten others."""
    k = rulebook.book().number("bonded.anonymous_k", asked.on)
    rows = [_row(one, asked) for one in people(asked) if one.is_freed]
    found = anonymous.k_anonymous(rows, columns=COLUMNS, widen=WIDEN, k=k)
    head = [
        gettext("Year"),
        gettext("Gender"),
        gettext("Majority"),
        pgettext("person", "Home"),
        gettext("Mandal of the rescue"),
        gettext("Work"),
    ]
    left_out = gettext("Left out because too rare: %(count)s") % {"count": small.few(found.left_out, k)}
    alike = gettext("Every row is alike with at least %(others)s others; * stands for any value.") % {"others": k - 1}
    sheet = Sheet(gettext("Extract"), head, found.lines, [alike, left_out])
    return Report("extract", gettext("Anonymous extract"), asked, None, [sheet])


def _row(one: Person, asked: Asked) -> Row:
    place = next((d for d in asked.districts if d.pk == one.row.case.district_id), None)
    mandal = place.parent.name_hi if place and place.parent else ANY
    year = f"{one.freed_at:%Y}" if one.freed_at else ANY
    return {
        "year": (year, ANY),
        "gender": (one.row.get_sex_display(), ANY),
        "majority": (gettext("minor") if one.row.minor_at_release else gettext("adult"), ANY),
        "origin": (said_state(one.row.native_state, get_language() or "hi") or gettext("Uttar Pradesh"), ANY),
        "mandal": (mandal, ANY),
        "work": (words.sector(one.row.sector) or ANY, ANY),
    }

"""What reading adds to the desk: who reads words and papers, search and reviews."""

from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import glass, rights, scope, ways
from shramsetu.bonded.actions import registers
from shramsetu.bonded.ways import Way
from shramsetu.casework.panels import KINDS, Door
from shramsetu.offices.models import Role

for _kind in scope.KINDS:
    KINDS.words_for[_kind] = rights.may_read_words
    KINDS.papers_for[_kind] = rights.may_open

ways.add("people", Way("bonded:search", _("Find a freed person"), "search", scope.SEARCHERS))
ways.add(
    "reports",
    Way("bonded:registers", _("Old registers"), "file-spreadsheet", registers.MAY_IMPORT),
    Way("bonded:glass_reviews", _("Openings in an emergency"), "lock-open", glass.REVIEWERS),
)
# Who keeps personal data safe is no part of the procedure: this page alone is theirs.
KINDS.doors.append(
    Door("bonded:glass_reviews", _("Openings in an emergency"), "lock-open", frozenset({Role.ADMINISTRATOR}))
)

"""What reading adds to the desk: the way to a person's identity, who reads words and papers, search and reviews."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import glass, rights, scope, ways
from shramsetu.bonded.actions import registers
from shramsetu.bonded.models import Survivor
from shramsetu.bonded.ways import Way
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Door, Panel
from shramsetu.offices.models import Role

for _kind in scope.KINDS:
    KINDS.words_for[_kind] = rights.may_read_words
    KINDS.papers_for[_kind] = rights.may_open


def _who_it_is(request: HttpRequest, case: Case) -> list[Panel]:
    del request
    if case.kind != "bl_person":
        return []
    code = Survivor.objects.values_list("code", flat=True).get(pk=case.pk)
    return [Panel("side", "bonded/reading/panel.html", {"code": code})]


KINDS.more_panels.append(_who_it_is)
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

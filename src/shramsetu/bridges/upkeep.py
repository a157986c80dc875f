"""What the doors of other systems keep under the keys of the environment, and their kinds of runs."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shramsetu.bridges.cpgrams import reporting, taking
from shramsetu.bridges.cpgrams.models import CpgramsFile, CpgramsReport, CpgramsRow
from shramsetu.casework import rewrapping, runs
from shramsetu.casework.models import Run
from shramsetu.casework.rewrapping import Shelf
from shramsetu.offices.models import Role

FULL = ~Q(closed=b"")

rewrapping.keep("rows of CPGRAMS files", Shelf(CpgramsRow, taking.bound, only=FULL))
rewrapping.keep("reports for CPGRAMS", Shelf(CpgramsReport, reporting.bound, only=FULL))


def _file_of(run: Run) -> str:
    file = CpgramsFile.objects.filter(run=run).values_list("pk", flat=True).first()
    return reverse("bridges:cpgrams_file", args=[file]) if file else ""


runs.register(
    runs.Kind(
        taking.KIND, _("Registrations of CPGRAMS"), taking.work, roles=frozenset({Role.STATE_DESK}), link=_file_of
    )
)

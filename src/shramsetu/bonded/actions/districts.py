"""The case on which the duties of a district hang, or of the state where no district is concerned."""

from datetime import datetime

from django.db import transaction

from shramsetu.casework import sealing
from shramsetu.casework.actions import Opening, open_case
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices.models import Department
from shramsetu.places import queries as places
from shramsetu.places.models import Place

KIND = "bl_district"


@transaction.atomic
def parent(district: Place | None, *, at: datetime) -> Case:
    """Return the case of a district, opened when it is first asked for; of the state where `district` is None."""
    found = Case.objects.filter(kind=KIND, district=district).first()
    if found is not None:
        return found
    Place.objects.select_for_update().get(pk=(district or places.state()).pk)  # two who ask at once get one case
    found = Case.objects.filter(kind=KIND, district=district).first()
    if found is not None:
        return found
    columns = {"district": district, "department": Department.objects.get(slug="labour"), "sealed": True}
    case = open_case(Opening(KIND, Case.Channel.SYSTEM, To("standing"), columns), by=SYSTEM, at=at)
    sealing.seal(case, {})
    return case

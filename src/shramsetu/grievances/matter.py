"""How the matter of a complaint is read by a procedure that takes it over."""

from shramsetu.casework import handing, queries, reading, sealing
from shramsetu.casework.handing import Matter
from shramsetu.casework.models import Case, Party
from shramsetu.grievances.models import Grievance


def of(case: Case) -> Matter:
    """Return words, landmark, complainant and opposite party of a complaint, opened where it is sealed."""
    row = Grievance.objects.get(pk=case.pk)
    opened = sealing.identity(case) if case.sealed else {}
    teller: dict[str, object] = {}
    opposite = ""
    for party in queries.parties(case):
        known = _known(party, opened)
        if party.part == Party.Part.OPPOSITE:
            opposite = opposite or str(known.get("name", ""))
        elif party.part == Party.Part.COMPLAINANT and not teller:
            teller = {**known, "safe_to_call": party.safe_to_call}
    text, landmark = (sealing.unveiled(case, words) for words in (row.text, row.landmark))
    return Matter(case, text, landmark=landmark, opposite=opposite, teller=teller)


def _known(party: Party, opened: dict[str, object]) -> dict[str, object]:
    if party.person is not None:
        return {"name": party.person.name, "phone": party.person.phone}
    found = reading.sealed_someone(opened, party)
    return {name: found.get(name, "") for name in ("name", "phone")}


for _kind in ("grievance", "information", "demand", "suggestion"):
    handing.READERS[_kind] = of

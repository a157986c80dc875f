"""What of complaints is made anew after an update that hears words differently."""

from shramsetu.casework import search
from shramsetu.casework.models import SearchText
from shramsetu.grievances.models import Grievance
from shramsetu.people import rekeying


def rekey_words() -> int:
    """Add to the index how the words of each complaint sound now; return how many lacked one.

    What was added later (reports, answers) stays as it is: their old sounds are not taken away.
    """
    changed = last = 0
    rows = Grievance.objects.filter(case__search_text__isnull=False).exclude(text="").select_related("case")
    while batch := list(rows.filter(pk__gt=last).order_by("pk").only("text", "case__number")[: rekeying.BATCH]):
        for row in batch:
            every = search.every_token(search.tokens(row.text))
            if every and not SearchText.objects.filter(case=row.case, tokens=search.raw(every)).exists():
                search.add(row.case, row.text)
                changed += 1
        last = batch[-1].pk
    return changed


rekeying.KEYS["words of complaints"] = rekey_words

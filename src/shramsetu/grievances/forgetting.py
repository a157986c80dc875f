"""Erasing the words of complaints that are over for good, and everything that casework keeps of them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from shramsetu.casework import forgetting
from shramsetu.casework.models import Case
from shramsetu.grievances.models import Check, Explanation, Feedback, Grievance, Report, SpecialClosure


@transaction.atomic
def erase(cases: Sequence[Case], *, at: datetime) -> None:
    """Erase words and persons of `cases`; what is counted (flags, grades, results, levels, dates) stays."""
    pks = [case.pk for case in cases]
    Grievance.objects.filter(pk__in=pks).update(text="", landmark="", authority="", authority_case="")
    Report.objects.filter(case__in=pks).update(text="", letter_number="", evidence={}, fingerprint=None)
    Check.objects.filter(report__case__in=pks).update(reasons="")
    Feedback.objects.filter(case__in=pks).update(text="")
    SpecialClosure.objects.filter(case__in=pks).update(reason="", decision="")
    Explanation.objects.filter(pk__in=pks).update(text="", reply="", decision="")
    forgetting.erase(cases, at=at)

"""Erasing the words of complaints that are over for good."""

from collections.abc import Sequence
from datetime import datetime

from shramsetu.casework import forgetting
from shramsetu.casework.models import Case
from shramsetu.grievances.models import (
    Check,
    Explanation,
    Feedback,
    Grievance,
    Reference,
    Report,
    SpecialClosure,
    Spoken,
)


def erase(cases: Sequence[Case], at: datetime) -> None:
    """Erase the words of `cases`; what is counted (flags, grades, results, levels, dates) stays."""
    del at
    pks = [case.pk for case in cases]
    Grievance.objects.filter(pk__in=pks).update(text="", landmark="", authority="", authority_case="")
    Reference.objects.filter(pk__in=pks).update(outside_number="", outside_on=None)
    Spoken.objects.filter(pk__in=pks).update(text="")
    Report.objects.filter(case__in=pks).update(text="", letter_number="", evidence={}, fingerprint=None)
    Check.objects.filter(report__case__in=pks).update(reasons="")
    Feedback.objects.filter(case__in=pks).update(text="")
    SpecialClosure.objects.filter(case__in=pks).update(reason="", decision="")
    Explanation.objects.filter(pk__in=pks).update(text="", reply="", decision="")


forgetting.ERASERS.append(erase)

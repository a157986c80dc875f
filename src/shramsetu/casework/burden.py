"""What a post hands over with its charge: its open cases, those overdue, and how many are sealed."""

from datetime import datetime

from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.offices import burden
from shramsetu.offices.models import Post


def held(post: Post, at: datetime) -> burden.Burden:
    """Count what `post` holds at `at`, what is due first on top; a sealed case shows no number."""
    rows = Case.objects.filter(holder=post, phase__in=[OPEN, PAUSED]).order_by("due_at", "pk")
    cases = list(rows.values_list("number", "due_at", "sealed"))
    return burden.Burden(
        open=tuple(number for number, _due, sealed in cases if not sealed),
        overdue=tuple(number for number, due, sealed in cases if not sealed and due and due <= at),
        sealed=sum(sealed for _number, _due, sealed in cases),
    )


burden.register(held)

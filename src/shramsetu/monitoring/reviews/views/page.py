"""What every page of reviews starts from: the review in sight, what was posted, how a refusal is told."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from shramsetu.casework.actions import Missing, NotAllowed, Refused, Stale
from shramsetu.monitoring.reviews import powers, queries
from shramsetu.monitoring.reviews.models import Review
from shramsetu.offices.access import DeskRequest
from shramsetu.offices.models import Role

READERS = tuple(Role(one) for one in powers.READERS)


def found(request: DeskRequest, pk: int) -> Review:
    """Return a review that the post sees; raises Http404."""
    row = powers.seen_by(request.post).filter(pk=pk).select_related(*queries.ROWS, "chair__department").first()
    if row is None:
        raise Http404
    return row


def must_chair(request: DeskRequest, review: Review) -> None:
    """Refuse the page to anybody but the chair and the deputy of `review`."""
    if not powers.is_chair(request.post.pk, review) or request.actor.assists:
        raise PermissionDenied


def done(request: DeskRequest, review: Review, act: Callable[[], object], said: str, anchor: str = "") -> HttpResponse:
    """Do something to a review and go back to its page; a refusal is said there."""
    try:
        act()
    except NotAllowed as error:
        raise PermissionDenied from error
    except Refused as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, said)
    made = redirect("monitoring:review", review.pk)
    made["Location"] += anchor
    return made


def takes(form: BaseForm, act: Callable[[], object]) -> bool:
    """Hand what a form asked to its action; tell whether it was taken, else the form says why not."""
    try:
        act()
    except NotAllowed as error:
        raise PermissionDenied from error
    except (Missing, Stale) as error:
        form.add_error(None, str(error))
        return False
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return False
    return True

"""Forms of reviews: call, arrange, answer, lay, decide, remark."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shramsetu.lib import clock
from shramsetu.monitoring.reviews import meeting, powers, terms, words
from shramsetu.monitoring.reviews.actions.holding import Ordered
from shramsetu.monitoring.reviews.actions.planning import Call
from shramsetu.monitoring.reviews.models import AgendaItem, Review
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.places.models import Kind

PICK = _("Choose")
Day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
Time = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
Long = forms.Textarea(attrs={"rows": 3})


class WhenForm(forms.Form):
    """The day and the time at which a review begins, and an outside link."""

    day = forms.DateField(label=_("Day"), widget=Day)
    hour = forms.TimeField(label=_("Time"), widget=Time)
    outside_link = forms.URLField(
        label=_("Link to a meeting elsewhere"), required=False, max_length=400, assume_scheme="https"
    )
    deputy = forms.ChoiceField(label=_("Deputy of the chair"), required=False)

    def __init__(self, *args: Any, chair: Post, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["deputy"].choices = [("", _("Nobody")), *_posts(deputies(chair))]  # type: ignore[attr-defined]

    def clean_outside_link(self) -> str:
        """Take nothing but a whole https address."""
        link = str(self.cleaned_data["outside_link"])
        if link and not meeting.is_link(link):
            raise forms.ValidationError(_("The link begins with https://"))
        return link

    @property
    def begins_at(self) -> datetime:
        """When it begins."""
        return clock.moment(self.cleaned_data["day"], self.cleaned_data["hour"])

    @property
    def named(self) -> Post | None:
        """The deputy that was chosen."""
        code = self.cleaned_data["deputy"]
        return offices.desk(code) if code else None


class CallForm(WhenForm):
    """A review that its chair calls."""

    title = forms.CharField(label=_("What is reviewed"), max_length=160)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=10, max_value=240, initial=45)
    field_order = ("title", "day", "hour", "minutes", "deputy", "outside_link")

    @property
    def asked(self) -> Call:
        """What the action takes."""
        given = self.cleaned_data
        return Call(given["title"], self.begins_at, given["minutes"], given["outside_link"], self.named)


class Reply(forms.Form):
    """What the officer says beforehand."""

    text = forms.CharField(label=_("Your answer"), max_length=1000, widget=Long)


class Own(forms.Form):
    """An own issue of the office."""

    text = forms.CharField(
        label=_("Subject of the office's own"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class Reason(forms.Form):
    """Why a review is cancelled."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class Order(forms.Form):
    """A decision as it is typed."""

    text = forms.CharField(label=_("Decision"), max_length=1000, widget=Long)
    owner = forms.ChoiceField(label=_("Who carries it out (post)"))
    due_on = forms.DateField(label=_("By when"), widget=Day)
    proof = forms.CharField(label=_("What will prove it"), max_length=300)
    item = forms.ChoiceField(label=_("Subject of the agenda"), required=False)

    def __init__(self, *args: Any, review: Review, items: list[AgendaItem], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = {str(one.pk): one for one in items}
        self.owners = {one.code: one for one in owners(review, items)}
        language = words.language()
        listed = [(str(one.pk), f"{n}. {one.title(language)[:80]}") for n, one in enumerate(items, 1)]
        self.fields["item"].choices = [("", _("None of them")), *listed]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", PICK), *_posts(self.owners.values())]  # type: ignore[attr-defined]
        self.fields["due_on"].initial = today + timedelta(days=terms.figure("reviews.decision_days", today))

    @property
    def order(self) -> Ordered:
        """What the action takes."""
        given = self.cleaned_data
        item = self.items.get(given["item"])
        return Ordered(given["text"], self.owners[given["owner"]], given["due_on"], given["proof"], item)


class Word(forms.Form):
    """A word on a red item of the day's page."""

    subject = forms.CharField(max_length=120, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Your remark"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def owners(review: Review, items: list[AgendaItem]) -> list[Post]:
    """Return the posts a decision may be given to: owners on the agenda first, then those of the place reviewed.

    For the whole state only those of the state and its divisions: a list of all districts is read by nobody.
    """
    asked = {one.owner.pk: one.owner for one in items if one.owner is not None}
    path, department = review.place.path, review.chair.department_id
    kinds = (Kind.STATE, Kind.MANDAL) if review.place.kind == Kind.STATE else tuple(Kind)
    every = sorted(offices.memory().posts.values(), key=lambda one: (one.place.path, -one.level, one.code))
    near = [one for one in every if one.place.path.startswith(path) and _takes_part(one, department, kinds)]
    return [one for one in dict.fromkeys([*asked.values(), *near]) if powers.may_order(one, review)]


def deputies(chair: Post) -> list[Post]:
    """Return the posts that may be the deputy of a chair: of the same place or above its own, that open these pages."""
    every = offices.memory().posts.values()
    found = [one for one in every if one.place_id == chair.place_id and one.pk != chair.pk and not one.is_desk]
    return sorted((one for one in found if one.role in powers.CALLERS), key=lambda one: (-one.level, one.code))


def _takes_part(post: Post, department: int | None, kinds: tuple[Kind, ...]) -> bool:
    if post.abolished_at is not None or post.is_vacant or post.place.kind not in kinds:
        return False
    return post.department_id is None or department is None or department in (post.department_id, _above(post))


def _above(post: Post) -> int | None:
    return post.department.parent_id if post.department else None


def _posts(rows: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - any iterable of posts
    return [(one.code, words.owner(one)) for one in rows]

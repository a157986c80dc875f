"""Form fields that take what a clerk types: a post, a user, a place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.offices.models import Post, User
from shramsetu.places import queries as places
from shramsetu.places.models import Place


class PostField(forms.CharField):
    """A post by its code or its full title; becomes a Post, None where nothing was written."""

    default_error_messages = {"unknown": _("There is no such post. Write its code, such as labour.leo.agra.")}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = Post.objects.filter(abolished_at=None)
        post = found.filter(code=text).first() or found.filter(title_hi=text).first()
        if post is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return post

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Post) else value


class UserField(forms.CharField):
    """A user by user name; becomes a User."""

    default_error_messages = {"unknown": _("There is no active user of this name.")}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        user = User.objects.filter(username=text, is_active=True).first()
        if user is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return user


class PlaceField(forms.CharField):
    """A place by any name, former name or PIN; becomes a Place, None where nothing was written."""

    default_error_messages = {"unknown": _("This place was not found. Try the district's name or a PIN code.")}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        state = places.state()
        if text in (state.name_hi, state.name_en):
            return state
        found = places.find(text, limit=1)
        if not found:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        return (value.name_hi or value.name_en) if isinstance(value, Place) else value


def categories(language: str) -> list[tuple[str, str]]:
    """Return every category of the rulebook by its title, in the order of the titles."""
    rows = [(slug, row.title.say(language)) for slug, row in rulebook.book().categories.items()]
    return sorted(rows, key=lambda row: row[1])

"""What may be chosen above a list of duties."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.places.models import Place

LIGHTS = (("red", _("Red")), ("amber", _("Amber")), ("green", _("Green")), ("paused", _("Stands still")))


class Filter(forms.Form):
    """Which light, which clock, which district; the district only where there is more than one."""

    light = forms.ChoiceField(label=_("Light"), required=False)
    clock = forms.ChoiceField(label=_("Clock"), required=False)
    district = forms.TypedChoiceField(label=_("District"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, districts: Sequence[Place], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        language = get_language() or "hi"
        every = ("", gettext("all"))
        clocks = rulebook.book().bonded.clocks.items()
        self.fields["light"].choices = [every, *LIGHTS]  # type: ignore[attr-defined]
        self.fields["clock"].choices = [  # type: ignore[attr-defined]
            every,
            *((slug, f"{one.code} {one.what.say(language)}") for slug, one in clocks),
        ]
        if districts:
            named = [(one.lgd_code, one.name(language)) for one in districts]
            self.fields["district"].choices = [every, *named]  # type: ignore[attr-defined]
        else:
            del self.fields["district"]

"""The form by which any other building is entered, with parts and weights of its own."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.fields import District
from shramsetu.lib.text import latin_digits
from shramsetu.monitoring.works.actions.entering import WEIGHT, New, Part

BLOCK = "*"


class NewWork(forms.Form):
    """A building: name, place, and its parts, one a line."""

    title_hi = forms.CharField(label=_("Name in Hindi"), max_length=160)
    title_en = forms.CharField(label=_("Name in English"), max_length=160)
    slug = forms.SlugField(
        label=_("Address on the web (small Latin letters)"),
        max_length=60,
        error_messages={"invalid": _("The address has small Latin letters, digits and hyphens alone.")},
    )
    district = District(label=_("District"))
    site_hi = forms.CharField(label=_("Village or place"), max_length=160, required=False)
    contractor = forms.CharField(label=_("Contractor"), max_length=160, required=False)
    parts = forms.CharField(
        label=_("Parts, one a line: name; name in English; weight"),
        help_text=_("A star before the name marks a block that can be used by itself: * मुख्य भवन; Main building; 60"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )

    def clean_parts(self) -> list[Part]:
        """Read the lines."""
        found = []
        for number, line in enumerate(self.cleaned_data["parts"].splitlines(), 1):
            if not line.strip():
                continue
            cells = [cell.strip() for cell in line.split(";")]
            weight = latin_digits(cells[2]) if len(cells) == 3 else ""
            if not weight.isdecimal() or not cells[0].strip("* ") or not cells[1] or not 0 < int(weight) <= WEIGHT:
                raise forms.ValidationError(
                    gettext("Line %(n)s: write name; name in English; weight (a whole number)."), params={"n": number}
                )
            is_block = cells[0].startswith(BLOCK)
            slug = slugify(cells[1])[:40] or f"part-{number}"
            found.append(Part(slug, cells[0].strip("* ")[:120], cells[1][:120], int(weight), is_block))
        return found

    @property
    def new(self) -> New:
        """What the action takes."""
        given: dict[str, Any] = self.cleaned_data
        return New(
            slug=given["slug"],
            title_hi=given["title_hi"],
            title_en=given["title_en"],
            district=given["district"],
            parts=given["parts"],
            site_hi=given["site_hi"],
            site_en=given["site_hi"],
            contractor=given["contractor"],
        )
